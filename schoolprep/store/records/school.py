"""School: what the workspace knows about its school and how the program is set up for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import tzinfo

import msgspec

from schoolprep.facts.days import CHINA, zone_named
from schoolprep.facts.record import Entry, Record, Value
from schoolprep.facts.subject import THE_SCHOOL


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


SETTING_BLANK = "setting"
"""The hidden blank of what stands on record of the school's settings."""
_NAME, _VALUE = "name", "value"
_RECORDED = ("name", "region", "profile", "lock_after_minutes")
"""What is kept as records too: whoever changes it changes verdicts, or who sees them."""


def recorded(school: School) -> dict[str, str]:
    """Those settings of a school that are records, as these write them."""
    said = {name: str(getattr(school, name)) for name in _RECORDED}
    return said | {ZONE: str(school.settings.get(ZONE, ""))}


def on_record(found: Iterable[Record]) -> dict[str, Record]:
    """The standing records of settings by what they set; the newest where two do."""
    return {
        str(record.answers.get(_NAME, "")): record
        for record in found
        if record.blank == SETTING_BLANK and record.answers
    }


def setting_of(record: Record) -> str:
    """What a record sets it to."""
    return str((record.answers or {}).get(_VALUE, ""))


def settings_to_file(said: Mapping[str, str], found: Mapping[str, Record]) -> list[Entry]:
    """What says so where the records say otherwise."""
    return [
        Entry(
            blank=SETTING_BLANK,
            subject=THE_SCHOOL,
            answers={_NAME: name, _VALUE: value},
            replaces=(found[name].id,) if name in found else (),
        )
        for name, value in said.items()
        if name not in found or setting_of(found[name]) != value
    ]


def as_recorded(school: School, found: Mapping[str, Record], *, ours: bool) -> School:
    """The school as its records have it; what no record says, or no program could mean, stays.

    `ours` False: this file's own time before it locks is not the school's.
    """
    said = {name: setting_of(record) for name, record in found.items()}
    changed: dict[str, object] = {name: said[name] for name in _RECORDED if name in said}
    minutes = str(changed.pop("lock_after_minutes", ""))
    if ours and minutes.isdecimal():
        changed["lock_after_minutes"] = int(minutes)
    zone = said.get(ZONE)
    if zone is not None and zone != school.settings.get(ZONE, ""):
        others = {name: value for name, value in school.settings.items() if name != ZONE}
        changed["settings"] = others | ({ZONE: zone} if zone else {})
    return msgspec.structs.replace(school, **changed)
