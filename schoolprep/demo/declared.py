"""Declared: what the demo's files say: the school, the parts of names, the area list and the planted cases."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from schoolprep.facts import toml
from schoolprep.facts.area import Level
from schoolprep.facts.record import Value
from schoolprep.facts.text import Text, as_text
from schoolprep.rules.outcome import Outcome

DemoRow = dict[str, Value]
"""Answers of one record, with `blank` beside them."""


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Declared data: frozen, and an unknown key is a mistake."""


class Days(Declared, frozen=True, kw_only=True):
    """The days of the ordinary records."""

    watched_from: date
    """First day of daily health, and of the declaration of no travel."""
    on: date
    """The day the demo is about."""
    not_reported: str
    """The class that has not sent this morning's temperatures."""


class Grade(Declared, frozen=True, kw_only=True):
    """A grade: its pupils are born within a year from `born_from`."""

    name: str
    born_from: date
    returns: date
    batch: str
    sizes: tuple[int, ...]


class Department(Declared, frozen=True, kw_only=True):
    """A department of the staff."""

    name: str
    post: str
    count: int


class Staff(Declared, frozen=True, kw_only=True):
    """One category of staff, born in the years from `born[0]` to `born[1]`."""

    category: str
    born: tuple[int, int]
    departments: tuple[Department, ...]


class Home(Declared, frozen=True, kw_only=True):
    """Where people live; of every hundred `share` live here, of its pupils the part `boards` boards."""

    area: str
    share: int
    boards: float
    towns: tuple[str, ...]
    estates: tuple[str, ...]


class Travels(Declared, frozen=True, kw_only=True):
    """Where ordinary people have been; `share` of a hundred."""

    places: tuple[str, ...]
    share: int
    transport: str
    first_point: str
    vehicle: str


class Phones(Declared, frozen=True, kw_only=True):
    """How invented telephone numbers begin."""

    prefixes: tuple[str, ...]


class DemoPlan(Declared, frozen=True, kw_only=True):
    """`school.toml`."""

    name: str
    region: str
    profile: str
    days: Days
    grade: tuple[Grade, ...]
    staff: tuple[Staff, ...]
    home: tuple[Home, ...]
    journey: tuple[Travels, ...]
    phones: Phones


class GivenNames(Declared, frozen=True, kw_only=True):
    """Given names, written with spaces between."""

    male: str
    female: str


class DemoNames(Declared, frozen=True, kw_only=True):
    """`names.toml`; a surname that stands there several times is that much more frequent."""

    patronymics: str
    single: str
    surnames: str
    pupils: GivenNames
    adults: GivenNames


class ListedPlace(Declared, frozen=True, kw_only=True):
    """One place of the area list."""

    place: str
    since: date
    detail: str = ""
    until: date | None = None


class OfLevel(Declared, frozen=True, kw_only=True):
    """The places of one level."""

    level: Level
    listed: tuple[ListedPlace, ...]


class AreaList(Declared, frozen=True, kw_only=True):
    """`areas.toml`."""

    source: str
    area: tuple[OfLevel, ...]


class PlantedCase(Declared, frozen=True, kw_only=True):
    """One planted case; what its parts mean stands at the head of `cases.toml`."""

    id: str
    says: Text
    names: tuple[str, ...] = ()
    in_: str = msgspec.field(default="", name="in")
    """The class or department of the `names`."""
    count: int = 0
    of: str = ""
    """The category of the `count` ordinary people."""
    person: DemoRow = {}
    unanswered: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    records: tuple[DemoRow, ...] = ()
    outcome: Outcome
    first: str
    rules: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def many(self) -> int:
        """How many people the case is planted in."""
        return len(self.names) or self.count


class Cases(Declared, frozen=True, kw_only=True):
    """`cases.toml`."""

    case: tuple[PlantedCase, ...]


_File = TypeVar("_File", bound=Declared)


def _read(name: str, into: type[_File]) -> _File:
    return msgspec.convert(toml.file(Path(__file__).with_name(name)), into, dec_hook=as_text)


@cache
def plan() -> DemoPlan:
    """The school."""
    return _read("school.toml", DemoPlan)


@cache
def names() -> DemoNames:
    """The parts of names."""
    return _read("names.toml", DemoNames)


@cache
def area_list() -> AreaList:
    """The area list."""
    return _read("areas.toml", AreaList)


@cache
def cases() -> tuple[PlantedCase, ...]:
    """The planted cases."""
    return _read("cases.toml", Cases).case
