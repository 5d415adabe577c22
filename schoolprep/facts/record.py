"""Record: a finished form; immutable. A correction is a new record naming the one it replaces."""

from __future__ import annotations

import msgspec

Value = str | int | float | bool | list[str]
Answers = dict[str, Value]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One statement about one subject, as it was filed.

    `answers` hold the stored form of each answered field (an unanswered field is absent); `None` withdraws what the
    replaced records said. The current state is every record that no other replaces and that withdraws nothing.
    """

    id: str
    """UUIDv7 as 32 hexadecimal digits: sorts by time of writing on one device."""
    blank: str
    subject: str
    """Whom or what it is about; see `schoolprep.facts.subject`."""
    answers: Answers | None
    replaces: tuple[str, ...] = ()
    act: str
    """The act it was filed in (one intake, one form): what is undone together."""
    author: str
    device: str
    written: str
    """When, ISO 8601 with offset, to the second."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A record that has not been filed yet: what `Draft.finish` hands to the store."""

    blank: str
    subject: str
    answers: Answers | None
    replaces: tuple[str, ...] = ()
