"""Needs: each person is counted once a day, where the strictest of what holds puts them; a missed test is due now."""

from __future__ import annotations

import pytest

from schoolprep.facts.days import Moment, day_of
from schoolprep.facts.file import Link
from schoolprep.facts.words import catalogue
from schoolprep.loop.measure import DueTest, Measure, MeasureKind
from schoolprep.loop.needs import (
    PLACES,
    Assumptions,
    DayNeeds,
    InNeed,
    Needs,
    assumptions,
    declared,
    needs,
    side_by_side,
)

DAY = day_of("2022-08-08")


def _measure(kind: MeasureKind, starts: int, ends: int | None, *tests: DueTest) -> Measure:
    last = None if ends is None else DAY + ends
    return Measure("p/r", "g", kind, DAY + starts, DAY + starts, last, tests)


def _planned(days: int) -> DueTest:
    return DueTest(DAY + days, "planned")


def _room(starts: int | None, ends: int | None) -> Link:
    first, last = (None if at is None else Moment(DAY + at) for at in (starts, ends))
    return Link("l", "school_room", first, last, None, None, None, None, None)


def _places(one: InNeed) -> list[str]:
    found = needs([one], DAY, declared())
    return [next((place for place in PLACES if day.places[place]), "") for day in found.days]


@pytest.mark.parametrize("kind", ["central_isolation", "hospital"])
def test_who_is_held_more_strictly_is_not_counted_in_the_schools_room(kind: MeasureKind) -> None:
    held = InNeed("s", (_measure(kind, -3, 1),), links=(_room(0, 2),))
    assert _places(held) == [kind, kind, "school_room", *[""] * 11]


@pytest.mark.parametrize("kind", ["home_isolation", "home_monitoring"])
def test_who_is_in_the_schools_room_is_not_at_home(kind: MeasureKind) -> None:
    held = InNeed("s", (_measure(kind, 0, 3),), links=(_room(1, 2),))
    assert _places(held) == [kind, "school_room", "school_room", kind, *[""] * 10]


def test_a_room_that_nobody_said_when_it_was_left_is_held() -> None:
    assert _places(InNeed("s", links=(_room(None, None),))) == ["school_room"] * 14


def test_what_is_no_place_needs_none() -> None:
    held = InNeed("s", (_measure("test_screening", 0, 3), _measure("self_monitoring", 0, 3)))
    assert _places(held) == [""] * 14


def test_a_test_that_is_done_is_not_provided_again_and_one_that_was_owed_is_at_once() -> None:
    tests = (DueTest(DAY, "done"), _planned(2), _planned(30))
    held = InNeed("s", (_measure("home_monitoring", 0, 40, *tests),), owed=(None, DAY - 3, DAY + 4))
    found = needs([held], DAY, declared())
    assert [one.day - DAY for one in found.days if one.tests] == [0, 2, 4]


def test_meals_are_those_of_who_cannot_fetch_them() -> None:
    held = [
        InNeed("a", (_measure("central_isolation", 0, 1),)),
        InNeed("b", (_measure("home_isolation", 0, 1),)),
    ]
    assert [one.meals for one in needs(held, DAY, declared()).days][:3] == [3, 3, 0]


def test_days_stand_beside_the_same_days() -> None:
    before, after = (
        Needs(
            declared(),
            tuple(DayNeeds(DAY + start + n, tests=("x",) * n, places={}, meals=3 * n) for n in range(14)),
        )
        for start in (0, 3)
    )
    found = side_by_side(before, after)
    assert [one.day - DAY for one in found] == list(range(17))
    assert [one.numbers("tests") for one in found[:5]] == [(0, None), (1, None), (2, None), (3, 0), (4, 1)]
    assert found[-1].numbers("meals") == (None, 39)
    assert found[4].numbers("hospital") == (0, 0)


def test_a_school_may_count_with_its_own_figures() -> None:
    assert assumptions({}) == declared() == Assumptions(
        days=14, meals_a_day=3, fed=("central_isolation", "school_room")
    )  # fmt: skip
    own = assumptions({"needs.meals_a_day": 2, "needs.days": 7})
    assert (own.meals_a_day, own.days) == (2, 7)
    assert assumptions({"needs.meals_a_day": 0, "needs.days": "many"}) == declared()


def test_the_places_are_those_of_the_words() -> None:
    assert all(f"whatif.{place.replace('_', '-')}" in catalogue() for place in PLACES)
