"""Bench: a risk-area list of 40,000 entries screened against 100,000 people.

    python -m bench.areas [ENTRIES] [PEOPLE]

The entries lie in one county of four, two in three with a street address. Everybody has a stay at home, which is not
listed; one in ten was somewhere else in the last month, anywhere in the country, half of them with an address. Aim:
list made and everybody screened within a second.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from time import perf_counter

from bench.ratio import measure
from schoolprep.facts import divisions
from schoolprep.facts.area import Area, Areas, Level
from schoolprep.facts.days import Moment
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.file import File, Person, Stay
from schoolprep.rules.pack import in_force, load
from schoolprep.verdicts import area_concerns
from schoolprep.verdicts.judge import compile_rules

ENTRIES, PEOPLE = 40_000, 100_000
HOME = "140802"
ON = Moment.parse("2022-08-08T07:30")
LEVELS: tuple[Level, ...] = ("high", "medium", "low", "low", "normal")


def counties(known: Divisions) -> list[str]:
    """Every county by its code."""
    return [
        county.code
        for province in known.children("")
        for city in known.children(province.code)
        for county in known.children(city.code)
    ]


def listed(codes: list[str], count: int, chance: random.Random) -> list[Area]:
    """An area list."""
    return [
        Area(
            f"a{at}", chance.choice(codes), f"迎宾路{at % 900}号" if at % 3 else "", chance.choice(LEVELS),
            ON.day - chance.randrange(60), None if at % 2 else ON.day + 5,
        )
        for at in range(count)
    ]  # fmt: skip


def people(codes: list[str], count: int, chance: random.Random) -> Iterator[File]:
    """People with their stays."""
    for at in range(count):
        left = ON.day - chance.randrange(30)
        stays = [Stay(f"r{at}", HOME, None, Moment(left), None)]
        if at % 10 == 0:
            detail = f"解放路{chance.randrange(5000)}号" if at % 20 else None
            stays.insert(0, Stay(f"r{at}-1", chance.choice(codes), detail, Moment(left - 3), Moment(left)))
        yield File(f"s{at}", Person(f"p{at}", home=HOME), tuple(stays))


def main(entries: int, count: int) -> None:
    """Measure and print."""
    known = divisions.load()
    chance = random.Random(8)
    codes = counties(known)
    area_list = listed([code for code in codes[::4] if code != HOME], entries, chance)
    files = list(people(codes, count, chance))
    rules = compile_rules(in_force(load(), "yuncheng-2022", ON.day), HOME)
    began = perf_counter()
    found = area_concerns.reached(files, Areas(area_list, known), ON, rules)
    first = perf_counter() - began
    reached = len({subject for subjects in found.values() for subject in subjects})
    print(
        f"{entries} entries, {count} people, {reached} of them reached; the first time {first * 1000:.0f} ms"
    )
    bare = lambda: [file.stays for file in files]  # noqa: E731 - to look at everybody at all
    made = measure(lambda: Areas(area_list, known), bare, 3)
    screened = measure(lambda: area_concerns.reached(files, Areas(area_list, known), ON, rules), bare, 3)
    asked = measure(lambda: list(area_concerns.concerned(files, Areas(area_list, known))), bare, 3)
    print(f"list made            {made.work * 1000:7.0f} ms")
    print(f"made and screened    {screened.work * 1000:7.0f} ms   aim ≤ 1000")
    print(f"made, whom to judge  {asked.work * 1000:7.0f} ms")


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    main(*(words + [ENTRIES, PEOPLE][len(words) :]))
