"""School days: the first day of school on or after a day (DOMAIN §8 A25).

China's holidays and the working weekends that make up for them are known for the years the calendar was published
(`chinesecalendar`); in other years, and elsewhere, Monday to Friday are taken, and `SchoolDay.known` says so. The
holidays a school gives itself (winter, summer) are known to nobody here.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from schoolprep.facts.days import Day

Calendar = Literal["china", "weekdays"]
_SATURDAY = 5


class SchoolDay(NamedTuple):
    """A day of school, and whether a published calendar says so."""

    day: Day
    known: bool
    """False: Monday to Friday were taken, because no calendar of that year is known."""


def first_from(day: Day, calendar: Calendar) -> SchoolDay:
    """The first school day on or after `day`."""
    at, known = day, True
    while True:
        open_, told = _is_open(at, calendar)
        known = known and told
        if open_:
            return SchoolDay(at, known)
        at += 1


DayKind = Literal["workday", "weekend", "holiday"]


@lru_cache(maxsize=4096)
def day_kind(day: Day) -> DayKind:
    """What kind of day it is in China; where the year's holidays are not known, weekends are all that is known."""
    import chinese_calendar  # noqa: PLC0415 - as below

    at = date.fromordinal(day)
    try:
        off, name = chinese_calendar.get_holiday_detail(at)
    except NotImplementedError:
        return "weekend" if at.weekday() >= _SATURDAY else "workday"
    if not off:
        return "workday"
    return "holiday" if name else "weekend"


@lru_cache(maxsize=4096)
def _is_open(day: Day, calendar: Calendar) -> tuple[bool, bool]:
    at = date.fromordinal(day)
    weekday = at.weekday() < _SATURDAY
    if calendar == "weekdays":
        return weekday, True
    import chinese_calendar  # noqa: PLC0415 - tables of twenty years that most days nobody asks

    try:
        return bool(chinese_calendar.is_workday(at)), True
    except NotImplementedError:
        return weekday, False
