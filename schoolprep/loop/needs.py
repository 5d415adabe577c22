"""Needs: what has to be provided on the days ahead: tests, places for people under a measure, and their meals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import msgspec

from schoolprep.facts import toml
from schoolprep.facts.days import Day
from schoolprep.facts.file import Link
from schoolprep.facts.record import Value
from schoolprep.facts.subject import Subjects
from schoolprep.loop.measure import Measure, held_by
from schoolprep.loop.testing import ahead

NeedsPlace = Literal["central_isolation", "home_isolation", "home_monitoring", "hospital", "school_room"]
PLACES: tuple[NeedsPlace, ...] = get_args(NeedsPlace)
"""Where people under a measure are; the school's own room is known from custody, the others from the measures."""
_STRICTEST: tuple[NeedsPlace, ...] = (
    "hospital", "central_isolation", "school_room", "home_isolation", "home_monitoring",
)  # fmt: skip
COUNTED = ("tests", *PLACES, "meals")
"""What is counted of a day, in the order in which it is shown."""


class Assumptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What needs are counted with (`needs.toml`)."""

    days: int
    meals_a_day: int
    fed: tuple[NeedsPlace, ...]


@cache
def declared() -> Assumptions:
    """The program's own figures."""
    return msgspec.convert(toml.file(Path(__file__).with_name("needs.toml")), Assumptions)


def assumptions(settings: Mapping[str, Value]) -> Assumptions:
    """The program's figures, or the school's where its settings have them."""
    own = {
        name: value
        for name in ("days", "meals_a_day")
        if isinstance(value := settings.get(f"needs.{name}"), int)
        and not isinstance(value, bool)
        and value > 0
    }
    return msgspec.structs.replace(declared(), **own)


class InNeed(NamedTuple):
    """What is known of one person that something may have to be provided for."""

    subject: str
    measures: tuple[Measure, ...] = ()
    """Those that hold."""
    owed: tuple[Day | None, ...] = ()
    """The days by which a test is owed whatever was ordered; None: as soon as may be."""
    links: tuple[Link, ...] = ()
    """Their custody."""


class DayNeeds(NamedTuple):
    """One day's."""

    day: Day
    tests: Subjects
    """Who has a test due that day."""
    places: Mapping[NeedsPlace, Subjects]
    """Who needs which place, each person the strictest only."""
    meals: int

    def who(self, what: str) -> Subjects:
        """Who is counted for `tests` or a place."""
        places = (people for place, people in self.places.items() if place == what)
        return self.tests if what == "tests" else next(places, ())

    def number(self, what: str) -> int:
        """How many (one of `COUNTED`)."""
        return self.meals if what == "meals" else len(self.who(what))


class Needs(NamedTuple):
    """What has to be provided, day by day, as far as it is known on the first of them."""

    assumed: Assumptions
    days: tuple[DayNeeds, ...]


class SameDay(NamedTuple):
    """One day of the calendar by two sides; None where a side's days do not reach it."""

    day: Day
    before: DayNeeds | None
    after: DayNeeds | None

    def numbers(self, what: str) -> tuple[int | None, int | None]:
        """How many (one of `COUNTED`) by either side."""
        before, after = (None if side is None else side.number(what) for side in (self.before, self.after))
        return before, after


def side_by_side(before: Needs, after: Needs) -> tuple[SameDay, ...]:
    """The same days of the calendar side by side, also where the sides begin on different ones."""
    sides = [{one.day: one for one in needed.days} for needed in (before, after)]
    days = sorted(sides[0].keys() | sides[1].keys())
    return tuple(SameDay(day, sides[0].get(day), sides[1].get(day)) for day in days)


def needs(people: Iterable[InNeed], today: Day, assumed: Assumptions) -> Needs:
    """Tests, isolation places and meals of each day from `today`; people not yet exposed are in no figure."""
    span = range(today, today + assumed.days)
    tests: dict[Day, list[str]] = {day: [] for day in span}
    places: dict[Day, dict[NeedsPlace, list[str]]] = {day: {place: [] for place in PLACES} for day in span}
    for one in people:
        for day in _test_days(one, today) & tests.keys():
            tests[day].append(one.subject)
        rooms = [link for link in one.links if link.step == "school_room"]
        for day in span if one.measures or rooms else ():
            if place := _place(one.measures, rooms, day):
                places[day][place].append(one.subject)
    return Needs(assumed, tuple(_day(day, tests[day], places[day], assumed) for day in span))


def _day(
    day: Day, tests: Sequence[str], places: Mapping[NeedsPlace, Sequence[str]], assumed: Assumptions
) -> DayNeeds:
    meals = assumed.meals_a_day * sum(len(places[place]) for place in assumed.fed)
    return DayNeeds(day, tuple(tests), {place: tuple(people) for place, people in places.items()}, meals)


def _test_days(one: InNeed, today: Day) -> set[Day]:
    """The days on which a test is due: those of the measures, and those by which one is owed (at once where missed)."""
    return ahead(one.measures) | {today if by is None else max(by, today) for by in one.owed}


def _place(measures: Iterable[Measure], rooms: Iterable[Link], day: Day) -> NeedsPlace | None:
    there = {held_by(measures, day), "school_room" if any(_open(link, day) for link in rooms) else None}
    return next((place for place in _STRICTEST if place in there), None)


def _open(link: Link, day: Day) -> bool:
    begun = link.starts is None or link.starts.day <= day
    return begun and (link.ends is None or day <= link.ends.day)
