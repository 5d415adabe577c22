"""Files: an endless, seeded supply of invented people and area lists, crowded around the days on which rules turn."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from schoolprep.facts.area import Area, Level
from schoolprep.facts.days import Moment, day_of
from schoolprep.facts.file import Code, Cohabitant, Contact, File, Health, Link, NoTravel, Person, Stay, Test
from tests.slow.places import AREAS, DETAILS, ESTATE, PLACES

REGION = "140802"
LEVELS: tuple[Level, ...] = ("high", "high", "medium", "medium", "low", "low", "outbreak", "normal")
CATEGORIES = (
    "close", "subclose", "entrant", "venue", "spacetime", "confirmed", "asymptomatic", "high_risk_post",
    "discharged", "discharged", None,
)  # fmt: skip
EDGES = (
    "2021-05-14",
    "2022-04-07",
    "2022-05-20",
    "2022-06-28",
    "2022-08-08",
    "2022-08-13",
    "2022-08-24",
    "2022-11-10",
)
"""Days on which a pack begins or ends."""


class World(NamedTuple):
    """A moment and the area list at that moment."""

    on: Moment
    areas: tuple[Area, ...]


def worlds(random: Random, first: str, last: str, edges: tuple[str, ...] = EDGES) -> Iterator[World]:
    """Moments between two days, every other one near an edge, each with a list of its own."""
    low, high = day_of(first), day_of(last)
    while True:
        day = random.randint(low, high)
        if random.random() < 0.5:
            day = min(high, max(low, day_of(random.choice(edges)) + random.randint(-3, 3)))
        minute = None if random.random() < 0.4 else random.choice((0, 450, 720, 1199, 1200, 1439))
        yield World(Moment(day, minute), tuple(_areas(random, day)))


def _areas(random: Random, day: int) -> Iterator[Area]:
    for n in range(random.randint(0, 9)):
        place = random.choice(AREAS)
        since = day - random.randint(-1, 30)
        until = None if random.random() < 0.6 else since + random.randint(0, 25)
        detail = ESTATE if place == REGION and random.random() < 0.7 else ""
        published = Moment(since - random.randint(0, 2)) if random.random() < 0.3 else None
        yield Area(f"a{n}", place, detail, random.choice(LEVELS), since, until, "", published)


def people(random: Random, world: World) -> Iterator[File]:
    """People of a world; each starts sound and something happens to them, or starts empty."""
    while True:
        yield _Maker(random, world.on.day).file()


def _lived(stay: Stay) -> tuple[int, int]:
    begins, ends = stay.arrived or stay.left, stay.left or stay.arrived
    return (begins.earliest if begins else 0, ends.latest if ends else 0)


class _Maker:
    def __init__(self, random: Random, day: int) -> None:
        self.random = random
        self.chance = random.random
        self.day = day
        self.made = 0

    def id(self) -> str:
        self.made += 1
        return f"r{self.made}"

    def moment(self, day: int, unknown: float = 0.1) -> Moment | None:
        roll = self.chance()
        if roll < unknown:
            return None
        if roll < 0.55:
            return Moment(day)
        return Moment(day, self.random.choice((0, 1, 450, 600, 601, 1200, 1201, 1439)))

    def ago(self, most: int) -> int:
        """A day not long ago, more often near than far, now and then in the future."""
        return self.day - int(self.random.triangular(-2, most, 3))

    def few(self, often: float, most: int) -> int:
        return self.random.randint(1, most) if self.chance() < often else 0

    def file(self) -> File:
        sound = self.chance() < 0.8
        stays = tuple(sorted(self.stays(), key=_lived))
        return File(
            "s",
            self.person(sound),
            stays,
            tuple(self.no_travel(sound and not stays)),
            tuple(self.contact() for _ in range(self.few(0.3, 2))),
            tuple(self.tests(sound)),
            tuple(self.codes(sound)),
            tuple(self.health(sound)),
            tuple(self.cohabitants(sound)),
            (),
            tuple(self.links()),
        )

    def person(self, sound: bool) -> Person:
        home = self.random.choice((REGION, REGION, REGION, "140825", "410105", "1408", None))
        detail = self.random.choice(DETAILS) if home == REGION else None
        route = (self.random.choice(PLACES),) if self.chance() < 0.1 else None
        post = True if self.chance() < 0.02 else self.random.choice((False, None))
        commitment = True if sound else self.random.choice((True, False, None))
        return Person(
            record=self.id(), name="王小明", home=home, home_detail=detail, planned_return=self.moment(self.day, 0.8),
            high_risk_post=post, commitment=commitment, route=route,
        )  # fmt: skip

    def stays(self) -> Iterator[Stay]:
        many = self.few(0.55, 3)
        at = self.ago(30) - 4 * many if many else 0
        for n in range(many):
            length = self.random.randint(0, 9)
            place = None if self.chance() < 0.05 else self.random.choice(PLACES)
            if n == many - 1 and self.chance() < 0.6:
                place = REGION
            detail = self.random.choice(DETAILS) if place == REGION else None
            open_end = n == many - 1 and self.chance() < 0.6
            arrived = self.moment(at, 0.06)
            left = None if open_end else self.moment(at + length, 0.06)
            if arrived and left and arrived.day == left.day:
                arrived, left = Moment(at), Moment(at)
            yield Stay(self.id(), place, detail or None, arrived, left)
            at += length + (self.random.randint(1, 3) if self.chance() < 0.2 else 0)

    def no_travel(self, sound: bool) -> Iterator[NoTravel]:
        if sound or self.chance() < 0.4:
            first = self.day - self.random.choice((6, 7, 7, 8, 14))
            last = self.day + self.random.choice((-1, 0, 0, 0, 5))
            yield NoTravel(self.id(), first, last)

    def contact(self) -> Contact:
        category = self.random.choice(CATEGORIES)
        last_on = self.moment(self.ago(22))
        linked = "李雷" if self.chance() < 0.3 else None
        impossible = True if self.chance() < 0.2 else None
        told = self.random.choice((None, "negative", "negative", "positive", "pending"))
        return Contact(self.id(), category, last_on, linked, None, impossible, linked_result=told)

    def tests(self, sound: bool) -> Iterator[Test]:
        for _ in range(self.random.choice((1, 1, 2, 2, 3)) if sound else self.few(0.5, 2)):
            day = self.ago(8)
            sampled = self.moment(day, 0.08)
            reported = self.moment(day + self.random.randint(0, 1), 0.4)
            if sampled and reported and reported.day == sampled.day:
                reported = Moment(
                    sampled.day, None if sampled.minute is None else min(1439, sampled.minute + 400)
                )
            result = self.random.choices(("negative", "pending", None, "positive"), (88, 5, 5, 2))[0]
            ct = self.random.choice((None, 34.9, 35.0, 38.0)) if result == "positive" else None
            kinds = (None, "咽拭子", "抗原", "粪便", "咽拭子培养")
            specimen = self.random.choices(kinds, (60, 30, 6, 2, 2))[0]
            yield Test(self.id(), sampled, reported, result, specimen=specimen, ct_n=ct)

    def codes(self, sound: bool) -> Iterator[Code]:
        for _ in range(self.random.choice((1, 1, 2)) if sound else self.few(0.4, 2)):
            colour = self.random.choices(("green", "yellow", "red", None), (92, 2, 2, 4))[0]
            cities = self.random.choices(
                (("1408",), ("1408", "6201"), ("4602",), None, ()), (80, 8, 4, 4, 4)
            )[0]
            yield Code(self.id(), self.moment(self.ago(5), 0.06), colour, cities)

    def health(self, sound: bool) -> Iterator[Health]:
        ill = self.day - self.random.randint(0, 16) if self.chance() < 0.08 else None
        for day in range(self.day - 14, self.day + self.random.randint(0, 1)):
            if not sound or self.chance() < 0.003:
                continue
            hot = day == ill
            yield self.entry(day, hot)
        if ill and not sound:
            yield self.entry(ill, True)

    def entry(self, day: int, ill: bool) -> Health:
        if not ill:
            return Health(self.id(), day, 36.5, None, None, (), None)
        warm = self.random.choice((36.6, 37.2, 37.3, 38.5, None))
        told = self.random.choice(((), ("cough",), ("fever", "myalgia"), ("headache",), None))
        return Health(self.id(), day, None, None, warm, told, None)

    def cohabitants(self, sound: bool) -> Iterator[Cohabitant]:
        if sound and self.chance() < 0.7:
            yield Cohabitant(self.id(), "无", None, None, None, None, None)
            return
        for _ in range(self.few(0.8, 2)):
            category = self.random.choices(
                ("none", "close", "subclose", "confirmed", "venue", "high_risk_post", None),
                (80, 2, 4, 2, 4, 2, 6),
            )[0]
            colour = self.random.choices((None, "green", "yellow", "red"), (40, 56, 2, 2))[0]
            place = self.random.choice(PLACES) if self.chance() < 0.3 else None
            left = self.moment(self.ago(12)) if place else None
            yield Cohabitant(self.id(), "王大力", "父亲", category, colour, place, left)

    def links(self) -> Iterator[Link]:
        for _ in range(self.few(0.1, 2)):
            step = self.random.choice(("release", "release", "home_monitoring", "notice"))
            yield Link(self.id(), step, self.moment(self.ago(10)), None, None, None, None, None, None)
