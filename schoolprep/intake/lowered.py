"""Lowered: entries on file that a newer list or notice says are over, because it gives their place a lower level.

由高风险区调整为中风险区 begins an entry and ends another one, which nobody writes down. As long as both stand the
stricter decides, and whoever lives there never comes back; so the end is proposed, on the day of the change itself
(which hour it was is often not said), and a person has to say yes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from schoolprep.facts import kinds
from schoolprep.facts.area import LEVELS, Level
from schoolprep.facts.blank import Blank
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds import Writing
from schoolprep.facts.languages import MOTHER_TONGUE
from schoolprep.facts.record import Answers, Record
from schoolprep.intake.snapshots import HEADER
from schoolprep.intake.tables import Table

_KEPT = ("place", "detail", "level", "since")
"""The first fields under `HEADER`; behind them the last day, and what stands on file of source and hour stays."""
_WHY = "area-lowered"


def lowered(
    name: str, listed: Iterable[Answers], on_file: Iterable[Record], blank: Blank, divisions: Divisions
) -> Table | None:
    """What stands on file without an end and got a lower level later: each with the last day that follows, asked.

    `name`: the list in which it is said. Of one place only where its address is the same to the letter.
    """
    open_ = [record.answers for record in on_file if record.answers and "until" not in record.answers]
    rows: list[tuple[Writing, ...]] = []
    for answers in open_:
        if ends := [str(now["since"]) for now in listed if _lowers(now, answers)]:
            rows.append(
                (*(_written(blank, answers, name, divisions) for name in _KEPT), min(ends), None, None)
            )
    if not rows:
        return None
    cells = [HEADER, *map(list, rows)]
    asked = {row: {len(_KEPT): _WHY} for row in rows}
    return Table(name, blank.sheet, cells, rows_at=list(range(len(cells))), text=True, asked=asked)


def _lowers(now: Answers, before: Answers) -> bool:
    """Whether an entry says of another's place that its level is a lower one from a later day on."""
    if any(now.get(name) != before.get(name) for name in ("place", "detail")):
        return False
    levels = now.get("level"), before.get("level")
    if not all(level in LEVELS for level in levels):
        return False
    new, old = (LEVELS.index(cast("Level", level)) for level in levels)
    return new < old and str(before.get("since", "")) < str(now.get("since", ""))


def _written(blank: Blank, answers: Answers, name: str, divisions: Divisions) -> str:
    return kinds.write(blank[name], answers[name], MOTHER_TONGUE, divisions) if name in answers else ""
