"""Registry: everything a column of a roster can show, by name, and what a value is asked about.

A value is a function of a row. What is unknown is shown as unknown (an empty cell, or 未填 where the empty cell would
be read as "none"); nothing later than the moment judged for is shown as the latest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from schoolprep.facts.days import Day, Moment, iso
from schoolprep.facts.file import Code, Contact, Health, Stay, Test
from schoolprep.loop.chain import CustodyChain
from schoolprep.loop.stretch import Stretch
from schoolprep.loop.testing import Owing
from schoolprep.roster.context import RosterView
from schoolprep.roster.items import Item, SourceName
from schoolprep.verdicts.verdict import Case

RosterCell = str | int | None


class RosterRow(NamedTuple):
    """What a value is asked about: a person, and for most rosters one thing of theirs."""

    number: int
    """Place in its sheet, from 1."""
    case: Case
    item: Item
    view: RosterView

    @property
    def chain(self) -> CustodyChain:
        """The person's custody."""
        return CustodyChain(self.case.file.links)


ValueOf = Callable[[RosterRow], RosterCell]
VALUES: dict[str, ValueOf] = {}
_PERSON = frozenset({"row", "person", "travel", "test", "code", "health", "household", "contact", "verdict"})
SOURCES: Mapping[SourceName, frozenset[str]] = {
    "people": _PERSON,
    "stays": _PERSON | {"stay"},
    "measures": _PERSON | {"measure", "link"},
    "due_tests": _PERSON | {"due"},
}
"""Which families of values (the part before the dot) a roster of each source can show."""


def value(name: str) -> Callable[[ValueOf], ValueOf]:
    """Put a function into the registry under a name."""

    def register(function: ValueOf) -> ValueOf:
        if name in VALUES:
            raise ValueError(name)
        VALUES[name] = function
        return function

    return register


Thing = TypeVar("Thing", Stay, Stretch, Owing)


def of_item(
    name: str, kind: type[Thing]
) -> Callable[[Callable[[Thing, RosterRow], RosterCell]], Callable[[Thing, RosterRow], RosterCell]]:
    """As `value`, for functions of the row's own item."""

    def register(
        function: Callable[[Thing, RosterRow], RosterCell],
    ) -> Callable[[Thing, RosterRow], RosterCell]:
        @value(name)
        def _of_row(row: RosterRow) -> RosterCell:
            return function(row.item, row) if isinstance(row.item, kind) else None

        return function

    return register


def plain_of(
    kind: type[Thing], read: Callable[[Thing], str | None]
) -> Callable[[Thing, RosterRow], RosterCell]:
    """A text of the row's own item as it stands; empty is unknown."""
    return lambda thing, row: read(thing) or None


def stamp(moment: Moment | None) -> str | None:
    """`2022-08-08` or `2022-08-08 07:30`."""
    return moment.text().replace("T", " ") if moment else None


def date(day: Day | None) -> str | None:
    """`2022-08-08`."""
    return iso(day) if day is not None else None


def short(moment: Moment) -> str:
    """`08-08` or `08-08 07:30`."""
    return moment.text()[5:].replace("T", " ")


def numbered(parts: Iterable[str]) -> str | None:
    """Each part once; numbered, a line each, where there are several."""
    once = list(dict.fromkeys(part for part in parts if part))
    if len(once) < 2:
        return once[0] if once else None
    return "\n".join(f"{number}. {part}" for number, part in enumerate(once, 1))


Dated = TypeVar("Dated", Test, Code, Health, Contact)


def latest(things: Iterable[Dated], when: Callable[[Dated], Moment | None], on: Moment) -> Dated | None:
    """The last that was not later than the moment judged for."""
    known = [(at.earliest, thing) for thing in things if (at := when(thing)) and at.earliest <= on.latest]
    return max(known, key=lambda pair: pair[0])[1] if known else None
