"""Timeline: what six weeks of one person look like, as marks on lanes: stays, contacts, tests, temperatures, measures.

`scene` has the nouns, one module a kind of lane makes its marks, `lay_out` puts them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schoolprep.facts.area import Areas
from schoolprep.facts.days import MINUTES_A_DAY
from schoolprep.facts.words import say
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge import ordered
from schoolprep.verdicts.judge.peers import Peers
from schoolprep.verdicts.timeline.health import contact_marks, illness_marks, temperature_marks, test_marks
from schoolprep.verdicts.timeline.orders import custody_marks, measure_marks
from schoolprep.verdicts.timeline.scene import LANES, LabelOf, LaneName, Mark, Returning, Scene
from schoolprep.verdicts.timeline.stays import missing_marks, stay_marks
from schoolprep.verdicts.verdict import Case

SPAN = 21
"""Days shown to each side of the day judged for."""


_ALWAYS: Mapping[LaneName, str] = {"stays": "travel", "tests": "test", "temperature": "health"}
"""Lanes that stand there empty where the rules look at the blank."""


def _behind(marks: Iterable[Mark], measure: int | None) -> tuple[LaneName, int] | None:
    """Behind what the day of return stands: the row of the measure that holds, else the illness that lasts longest."""
    if measure is not None:
        return "measures", measure
    ill = [mark for mark in marks if mark.lane == "illness"]
    return ("illness", max(ill, key=lambda mark: mark.end).row) if ill else None


def lay_out(case: Case, areas: Areas, explain: Explainer, word: LabelOf, peers: Peers) -> Scene:
    """Put one person's facts on lanes, three weeks to each side of the day the verdict is for."""
    file, verdict = case
    lang, on = explain.lang, verdict.on
    first, last, fever = on.day - SPAN, on.day + SPAN, explain.rules.source.fever
    marks = [
        *stay_marks(file, areas, explain, on, (first, last)),
        *missing_marks(file, verdict, lang),
        *contact_marks(file, word, lang),
        *test_marks(file, word, lang),
        *illness_marks(file, explain, on),
        *temperature_marks(file, explain, fever),
        *custody_marks(file, word, lang, on),
    ]
    known = ordered(case, areas, explain.rules, peers)
    measures, ruler, row = measure_marks(verdict, known, explain, range(first, last + 1))
    marks += measures
    asked = explain.rules.source.looks_at
    rows: dict[LaneName, int] = {}
    for lane in LANES:
        used = [mark.row for mark in marks if mark.lane == lane]
        if used or _ALWAYS.get(lane) in asked:
            rows[lane] = max(used, default=0) + 1
    told = {day: explain.rules.calendar.of(day) for day in range(first, last + 1)}
    free = {day: one.kind for day, one in told.items() if not one.is_open}
    behind, returns = _behind(marks, row), None
    if verdict.may_return_on is not None and verdict.outcome != "ready" and behind:
        says = say("scene.returns", lang, day=explain.first_day(verdict))
        returns = Returning(*behind, verdict.may_return_on, says)
    shown = tuple(m for m in marks if m.end >= first * MINUTES_A_DAY and m.start < (last + 1) * MINUTES_A_DAY)
    return Scene(first, last, on, shown, tuple(ruler), returns, rows, fever, free)
