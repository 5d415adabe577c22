"""School days: the first day of school on or after a day (DOMAIN §8 A25), by the school's calendar.

Three say whether a day is one of school: the school itself (terms, holidays, make-up days, closures), the notice of
the year that it took in, and the public holidays of its country (`public`). Where none of them reaches, Monday to
Friday are taken, and `SchoolDay.doubt` says what is not known: such a day is "not before", never a promise.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from typing import Literal, NamedTuple, get_args

from schoolprep.facts.days import Day
from schoolprep.facts.schooldays.public import (
    Calendar,
    PublicDay,
    PublicKind,
    in_break,
    is_published,
    public_day,
)
from schoolprep.facts.text import Same, Text

__all__ = [
    "NO_CALENDAR",
    "SPELL_KINDS",
    "Calendar",
    "CalendarDay",
    "CalendarDoubt",
    "DayKind",
    "SchoolCalendar",
    "SchoolDay",
    "Spell",
    "SpellKind",
    "public_day",
]

SpellKind = Literal["term", "holiday", "closure", "school_day", "public_holiday", "public_workday"]
SPELL_KINDS: tuple[SpellKind, ...] = get_args(SpellKind)
"""What can be filed of a calendar: the school's own terms, holidays, closures and days of school; and days off and
make-up working days of the authorities."""
DayKind = Literal["school", "weekend", "public", "holiday", "closure"]
"""School; a weekend; a public holiday; a holiday of the school; closed for another reason."""
CalendarDoubt = Literal["", "year", "place", "break", "beyond"]
"""What a day of school rests on that nobody knows: the notice of the year, any holidays of the place, when the long
holiday begins and ends, what lies outside the terms that were filed."""

_LONGEST_HOLIDAY = 100
"""Days between two terms that are a holiday; where more lie between, a term was not filed."""
_OWN: Mapping[SpellKind, DayKind] = {"holiday": "holiday", "closure": "closure", "school_day": "school"}
_NOTICED: Mapping[SpellKind, PublicKind] = {"public_holiday": "holiday", "public_workday": "workday"}
_PUBLIC: Mapping[PublicKind, DayKind] = {"workday": "school", "weekend": "weekend", "holiday": "public"}


class Spell(NamedTuple):
    """Some days of a calendar, from the first to the last."""

    kind: SpellKind
    first: Day
    last: Day
    name: str = ""
    notice: int | None = None
    """The year whose whole notice it belongs to."""
    record: str = ""

    def covers(self, day: Day) -> bool:
        """Whether a day is one of them."""
        return self.first <= day <= self.last


class SchoolDay(NamedTuple):
    """A day of school, and what it rests on that nobody knows; nothing: it is one."""

    day: Day
    doubt: CalendarDoubt = ""


class CalendarDay(NamedTuple):
    """What a calendar says of a day."""

    kind: DayKind
    doubt: CalendarDoubt = ""
    name: Text | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is a day of school."""
        return self.kind == "school"


class SchoolCalendar(NamedTuple):
    """The calendar of one school: whose public holidays it keeps, and what was filed of it.

    Of two spells on one day the shorter one speaks: a day of school within a holiday is meant so.
    """

    public: Calendar | None = None
    """None: those that a rule names."""
    spells: tuple[Spell, ...] = ()

    def first_from(self, day: Day, by: Calendar = "weekdays") -> SchoolDay:
        """The first school day on or after `day`; `by`: whose holidays, where the school's country is not known."""
        doubt: CalendarDoubt = ""
        while True:
            told = self.of(day, by)
            doubt = doubt or told.doubt
            if told.is_open:
                return SchoolDay(day, doubt)
            day += 1

    def of(self, day: Day, by: Calendar = "weekdays") -> CalendarDay:
        """What the calendar says of a day; for `by` see `first_from`."""
        if own := self._spell_of(day, _OWN):
            return CalendarDay(_OWN[own.kind], "", Same(own.name))
        by = self.public or by
        public, known = self._public(day, by)
        kind = _PUBLIC[public.kind]
        doubt: CalendarDoubt = "" if known else "place" if by == "weekdays" else "year"
        terms = sorted((one.first, one.last) for one in self.spells if one.kind == "term")
        if terms:
            where = _among(terms, day)
            if where == "between":
                return CalendarDay("public" if kind == "public" else "holiday", "", public.name)
            return CalendarDay(kind, doubt if where == "in" else "beyond", public.name)
        return CalendarDay(kind, doubt or ("break" if in_break(day, by) else ""), public.name)

    def knows(self, year: int, by: Calendar = "weekdays") -> bool:
        """Whether the public holidays of a year are known here: published with the program, or taken in."""
        return is_published(year, self.public or by) or any(one.notice == year for one in self.spells)

    def _public(self, day: Day, by: Calendar) -> tuple[PublicDay, bool]:
        """What the authorities say of a day, and whether that is all they say: notices first, then the law."""
        if told := self._spell_of(day, _NOTICED):
            return PublicDay(_NOTICED[told.kind], True, Same(told.name)), True
        from_law, year = public_day(day, by), date.fromordinal(day).year
        return from_law, from_law.known or any(one.notice == year for one in self.spells)

    def _spell_of(self, day: Day, kinds: Container[SpellKind]) -> Spell | None:
        """The shortest spell of some kinds that a day lies in, of equal ones the one filed last."""
        found = [one for one in self.spells if one.kind in kinds and one.covers(day)]
        return min(reversed(found), key=lambda one: one.last - one.first, default=None)


NO_CALENDAR = SchoolCalendar()
"""Of no school."""


def _among(terms: list[tuple[Day, Day]], day: Day) -> Literal["in", "between", "beyond"]:
    """Where a day lies among the terms in their order."""
    if any(first <= day <= last for first, last in terms):
        return "in"
    before = max((last for _, last in terms if last < day), default=None)
    after = min((first for first, _ in terms if first > day), default=None)
    if before is None or after is None or after - before > _LONGEST_HOLIDAY:
        return "beyond"
    return "between"
