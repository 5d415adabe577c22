"""Country: how people write days and telephones where a school's clocks run (`countries.toml`)."""

from __future__ import annotations

from datetime import tzinfo
from functools import cache
from pathlib import Path

import msgspec

from schoolprep.facts import toml


class Country(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The ways of one country whose letters are Latin."""

    code: str
    zones: tuple[str, ...]
    """The time zones by which a school there is known."""
    day_first: bool
    """Whether the day stands before the month where both are numbers."""
    dial: str
    """What stands before a number of it that is dialled from abroad."""
    trunk: str
    """What a national number begins with and one from abroad does not."""
    national: str
    """Pattern of the digits of a national number, with the trunk sign."""
    groups: tuple[int, ...]
    """How many digits are written together; none: as one."""
    example: str
    """A telephone number as people there write it."""
    fahrenheit: bool = False
    """Whether temperatures are measured in °F there."""


class _Countries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    country: tuple[Country, ...]


def country_at(zone: tzinfo | None) -> Country | None:
    """The country of a time zone; None for China, whose ways are everybody's here, and for one not declared."""
    return _by_zone().get(str(zone))


@cache
def _by_zone() -> dict[str, Country]:
    said = msgspec.convert(toml.file(Path(__file__).with_name("countries.toml")), _Countries)
    return {zone: one for one in said.country for zone in one.zones}
