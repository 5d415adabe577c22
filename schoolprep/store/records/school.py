"""School: what the workspace knows about its school and how the program is set up for it."""

from __future__ import annotations

import msgspec

from schoolprep.facts.record import Value


class School(msgspec.Struct, frozen=True, kw_only=True):
    """The school and its settings; kept as JSON, so that a key of a newer version survives in an older program."""

    name: str
    region: str
    """Division code of the county or district the school lies in, e.g. `140802`."""
    profile: str
    """The rule profile in force, e.g. `yuncheng-2022`."""
    lock_after_minutes: int = 10
    """Minutes without a key or click after which the window asks for the passphrase; 0 never."""
    settings: dict[str, Value] = {}
    """Whatever else a room remembers for the school, under `room.name` (a sender's columns, chosen layouts)."""


def load(text: str) -> School:
    """The school from its JSON; keys this version does not know are left alone."""
    return msgspec.json.decode(text, type=School)


def dump(school: School, before: str | None = None) -> str:
    """The school as JSON; keys of `before` that this version does not know are kept."""
    known: dict[str, object] = msgspec.to_builtins(school)
    kept: dict[str, object] = msgspec.json.decode(before) if before else {}
    return msgspec.json.encode(kept | known).decode()
