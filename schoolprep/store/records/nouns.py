"""What the store tells and is told besides records: who writes, what was done, what lies in conflict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from schoolprep.facts.record import Entry, Record

Clock = Callable[[], datetime]


def now() -> datetime:
    """The computer's time with its offset: the clock of a store that is given no other."""
    return datetime.now().astimezone()


def stamp(clock: Clock) -> str:
    """The time of the clock as records carry it: ISO 8601 with offset, to the second."""
    at = clock()
    return (at if at.tzinfo else at.astimezone()).isoformat(timespec="seconds")


def spoken(written: str) -> str:
    """A record's time as a sentence says it."""
    return written[:16].replace("T", " ")


class Misshapen(Exception):
    """A row holds what is never written there; the room tells it as damage."""


class Who(NamedTuple):
    """In whose name the store is open."""

    author: str
    """The person, as the school calls them."""
    device: str
    """This computer, by a name that stays the same and that no other has: each device has an audit chain of its own."""


class Act(NamedTuple):
    """What was filed together and is undone together: one form, one intake, one undo."""

    id: str
    author: str
    device: str
    written: str
    about: str
    """What the filer said it was (a workbook's name); may be empty."""
    blanks: Mapping[str, int]
    """How many records of which blank."""
    undoes: str
    """The act it took back; empty where it is none of that."""
    undone: bool
    """Whether it stands taken back now; an undo that was undone itself leaves it standing."""

    @property
    def size(self) -> int:
        """How many records were filed."""
        return sum(self.blanks.values())


class Look(NamedTuple):
    """Somebody's file was opened."""

    subject: str
    author: str
    device: str
    opened: str
    """When, ISO 8601 with offset."""


class Became(NamedTuple):
    """A record, and what stands now of what it said."""

    record: Record
    leaves: tuple[Record, ...]
    """The records that go back to it and that no other replaces, withdrawals among them; itself where it stands."""


class Incoming(NamedTuple):
    """An entry on its way into the store, with what only an undo knows."""

    entry: Entry
    restores: str | None = None
