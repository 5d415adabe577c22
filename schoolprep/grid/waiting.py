"""Waiting: lines of class sheets in which something is written that was never filed, wherever it was left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from schoolprep.desk import Desk
from schoolprep.desk.drafts import LineName
from schoolprep.desk.summary import unit_of
from schoolprep.facts.days import Day
from schoolprep.grid.people import Unit
from schoolprep.intake.purpose import Purposes


class Waiting(NamedTuple):
    """One sheet with lines that were not filed."""

    purpose: str
    day: Day
    unit: Unit
    lines: int


def waiting(desk: Desk, purposes: Purposes) -> list[Waiting]:
    """Every sheet with something that was not filed, the latest day first."""
    counts = Counter(_sheets(desk, purposes))
    found = [Waiting(*sheet, lines) for sheet, lines in counts.items()]
    return sorted(found, key=lambda one: (-one.day, one.purpose, one.unit))


def _sheets(desk: Desk, purposes: Purposes) -> Iterator[tuple[str, Day, Unit]]:
    for name in map(LineName.read, desk.filing.drafts()):
        if name and name.purpose in purposes and name.subject in desk.people.files():
            yield name.purpose, name.day, Unit(*unit_of(desk.people.file(name.subject).person))
