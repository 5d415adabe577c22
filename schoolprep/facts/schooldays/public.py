"""Public: the holidays a country keeps, as its law has them for every year and as they were published (`places/`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from schoolprep.facts import toml
from schoolprep.facts.days import Day
from schoolprep.facts.text import Text, Written, as_text

Calendar = Literal["china", "england", "us", "pennsylvania", "weekdays"]
"""Whose holidays: a file of `places/` each; `weekdays`: nobody's are known."""
PublicKind = Literal["workday", "weekend", "holiday"]
_SATURDAY = 5
_PLACES = Path(__file__).with_name("places")


class PublicHoliday(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One holiday, every year."""

    name: Text
    on: str = ""
    """`05-01`, `last monday of 05`, `easter-2`; empty: the days of `dates` only."""
    dates: tuple[date, ...] = ()
    """First days that no rule gives (of the lunar calendar, or of one year)."""
    days: int = 1
    later: int = 0
    """So many days behind what `on` says."""
    since: int = 1
    """The first year of it."""
    but: tuple[int, ...] = ()
    """Years in which it was moved."""


class UsualBreak(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days of the year in which most schools there have a long holiday, each on days of its own."""

    first: str
    last: str
    """As `PublicHoliday.on`; before `first`: of the next year."""


class Observance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The holidays of a place, and the law that gives them."""

    title: Text
    source: Text
    holiday: tuple[PublicHoliday, ...] = ()
    breaks: tuple[UsualBreak, ...] = ()
    like: Calendar | None = None
    """Whose holidays and breaks it has besides."""
    given_back: Literal["", "next", "nearest"] = ""
    """Where one on a weekend is given: on the next free weekday, or on the nearest one."""
    published: bool = False
    """Each year's is published by itself, and moves what the law does not fix."""
    unknown: bool = False


class PublicDay(NamedTuple):
    """What a day is where no school says otherwise."""

    kind: PublicKind
    known: bool
    """False: nothing published of that year is known, only what the law gives."""
    name: Text | None = None
    """Of a holiday, and of the day that makes up for one."""


@cache
def places() -> Mapping[str, Observance]:
    """Every place by its name."""
    return {
        name.removesuffix(".toml"): msgspec.convert(said, Observance, dec_hook=as_text)
        for name, said in toml.folder(_PLACES).items()
    }


@lru_cache(maxsize=8192)
def public_day(day: Day, calendar: Calendar) -> PublicDay:
    """What kind of day it is there."""
    place = places()[calendar]
    found = _published(day) if place.published else None
    if found is not None:
        return found
    known = not (place.published or place.unknown)
    name = holidays(date.fromordinal(day).year, calendar).get(day)
    if name is not None:
        return PublicDay("holiday", known, name)
    return PublicDay("weekend" if is_weekend(day) else "workday", known)


def is_published(year: int, calendar: Calendar) -> bool:
    """Whether the holidays of a year are known here, none of them moved by a notice nobody has seen."""
    return public_day(date(year, 6, 1).toordinal(), calendar).known


def is_weekend(day: Day) -> bool:
    """Saturday or Sunday."""
    return date.fromordinal(day).weekday() >= _SATURDAY


@lru_cache(maxsize=256)
def holidays(year: int, calendar: Calendar) -> Mapping[Day, Text]:
    """The days that the law gives off in a year, with their names; those given back for a weekend too."""
    near = {day: name for one in (year - 1, year, year + 1) for day, name in _given(one, calendar)}
    return {day: name for day, name in sorted(near.items()) if date.fromordinal(day).year == year}


@lru_cache(maxsize=4096)
def in_break(day: Day, calendar: Calendar) -> bool:
    """Whether most schools there may have a long holiday: only the school's own calendar tells."""
    year = date.fromordinal(day).year
    return any(
        first <= day <= last for one in (year - 1, year) for first, last in _breaks(one, places()[calendar])
    )


def _breaks(year: int, place: Observance) -> Iterator[tuple[Day, Day]]:
    for one in (*(places()[place.like].breaks if place.like else ()), *place.breaks):
        first, last = _day(one.first, year), _day(one.last, year)
        yield first, last if last >= first else _day(one.last, year + 1)


def _given(year: int, calendar: Calendar) -> Iterator[tuple[Day, Text]]:
    """The holidays that are kept for a year; one given back may lie in the year beside it."""
    if not date.min.year < year < date.max.year:
        return
    place = places()[calendar]
    declared = (*(places()[place.like].holiday if place.like else ()), *place.holiday)
    kept = sorted(((day, one.name) for one in declared for day in _days(one, year)), key=itemgetter(0))
    yield from kept
    taken = {day for day, _ in kept}
    for day, name in kept:
        if place.given_back and is_weekend(day):
            back = _given_back(day, place.given_back, taken)
            taken.add(back)
            yield back, name


def _given_back(day: Day, way: Literal["next", "nearest"], taken: set[Day]) -> Day:
    """The weekday on which a holiday of a weekend is kept."""
    if way == "nearest" and date.fromordinal(day).weekday() == _SATURDAY:
        return day - 1
    while is_weekend(day) or day in taken:
        day += 1
    return day


def _days(one: PublicHoliday, year: int) -> Iterator[Day]:
    firsts = [at.toordinal() for at in one.dates if at.year == year]
    if one.on and one.since <= year and year not in one.but:
        firsts.append(_day(one.on, year) + one.later)
    for first in firsts:
        yield from range(first, first + one.days)


_ORDER = {"first": 0, "second": 1, "third": 2, "fourth": 3}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_OF_MONTH = re.compile(r"(\w+) (\w+) of (\d\d)")
_OF_EASTER = re.compile(r"easter([+-]\d+)")


def _day(said: str, year: int) -> Day:
    """The day that a rule of `places/` means in a year."""
    if found := _OF_EASTER.fullmatch(said):
        return easter(year) + int(found[1])
    if found := _OF_MONTH.fullmatch(said):
        return _weekday_of(year, int(found[3]), _WEEKDAYS.index(found[2]), found[1])
    month, day = map(int, said.split("-"))
    return date(year, month, day).toordinal()


def _weekday_of(year: int, month: int, weekday: int, which: str) -> Day:
    """The first, second … or last such weekday of a month."""
    first = date(year, month, 1).toordinal()
    first += (weekday - date.fromordinal(first).weekday()) % 7
    if which in _ORDER:
        return first + 7 * _ORDER[which]
    while date.fromordinal(first + 7).month == month:
        first += 7
    return first


def easter(year: int) -> Day:
    """Easter Sunday of the Gregorian calendar (the anonymous computus of Meeus, Jones and Butcher)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, beyond = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - moon + 15) % 30
    to_sunday = (32 + 2 * beyond + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1).toordinal()


def _published(day: Day) -> PublicDay | None:
    """China's arrangement of the years it is known for (`chinesecalendar`)."""
    import chinese_calendar  # noqa: PLC0415 - tables of twenty years that most days nobody asks

    try:
        off, name = chinese_calendar.get_holiday_detail(date.fromordinal(day))
    except NotImplementedError:
        return None
    known = chinese_calendar.Holiday(name) if name else None
    called = Written({"zh": known.chinese, "en": known.value}) if known else None
    if not off:
        return PublicDay("workday", True, called)
    return PublicDay("holiday" if name else "weekend", True, called)
