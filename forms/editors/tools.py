"""Tools: what editors ask about, answered by an open school."""

from __future__ import annotations

from collections.abc import Callable

from forms.editors.base import EditorTools
from schoolprep.desk import Desk
from schoolprep.facts.days import Day
from schoolprep.facts.school_order import class_key


def tools_of(desk: Desk, today: Callable[[], Day]) -> EditorTools:
    """The tools of a school; `today` gives the day judged for."""

    def classes() -> list[str]:
        known = {file.person.class_name for file in desk.people.files().values()}
        return sorted((name for name in known if name), key=class_key)

    def level(place: str, day: Day) -> str:
        return desk.judging.grounds.areas().level_on(place, "", day)[0] or ""

    return EditorTools(desk.data.divisions, desk.workspace.school.region, classes, level, today)
