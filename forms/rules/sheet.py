"""Sheet: a trial as a workbook to hand on: who changes and how, with the statement that nothing was decided by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from forms.words.tr import lang, say
from schoolprep import __version__
from schoolprep.roster import DrawnColumn, Roster, RosterSheet
from schoolprep.rules.outcome import Outcome

_WIDTHS = (10.5, 9.0, 10.0, 10.0, 22.0, 80.0)
"""Class, name, outcome before, outcome after, first day, what changes."""
_AFTER, _WRAPPED = 3, (1, 5)


class PreviewSheet(NamedTuple):
    """What a sheet says: headings, the people's cells, the outcome each has after, what was compared, who they are."""

    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    outcomes: Sequence[Outcome]
    compared: str
    people: tuple[str, ...] = ()


def drawn(trial: PreviewSheet, school: str) -> Roster:
    """The trial as a roster that any file format can take."""
    title = say("whatifpage.sheet_title", school=school)
    columns = tuple(
        DrawnColumn((heading,), width, wrap=at in _WRAPPED, toned=at == _AFTER)
        for at, (heading, width) in enumerate(zip(trial.headings, _WIDTHS, strict=True))
    )
    group = RosterSheet(say("whatifpage.moves"), "", trial.compared, list(trial.rows), list(trial.outcomes))
    return Roster(
        id="what-if",
        lang=lang(),
        title_lines=(title, trial.compared),
        columns=columns,
        groups=[group],
        summary=None,
        foot=(say("whatifpage.sheet_foot", version=__version__),),
        signatures=(),
        landscape=True,
        frozen=2,
        on=trial.compared,
        nobody=say("whatifpage.nobody"),
        people=trial.people,
    )
