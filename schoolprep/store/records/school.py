"""School: what the workspace knows about its school and how the program is set up for it."""

from __future__ import annotations

from datetime import tzinfo

import msgspec

from schoolprep.facts.days import CHINA, zone_named
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

    @property
    def zone(self) -> tzinfo | None:
        """Where the school's clocks run: as it says, else China's for a division of China, else this computer's (None).

        A name that nobody knows here is as if it had said nothing.
        """
        named = zone_named(str(self.settings.get(ZONE, "")))
        return CHINA if named is None and self.region[:1].isdigit() else named


ZONE = "school.zone"
"""The setting with the name of the school's time zone (`Europe/London`)."""


def load(text: str) -> School:
    """The school from its JSON; keys this version does not know are left alone."""
    return msgspec.json.decode(text, type=School)


def dump(school: School, before: str | None = None) -> str:
    """The school as JSON; keys of `before` that this version does not know are kept."""
    known: dict[str, object] = msgspec.to_builtins(school)
    kept: dict[str, object] = msgspec.json.decode(before) if before else {}
    return msgspec.json.encode(kept | known).decode()
