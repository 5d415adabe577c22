"""Filings: random rows of every blank and random area lists around August 2022, for the laws of judging."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from schoolprep.facts import area, blank, divisions
from schoolprep.facts.area import Areas
from schoolprep.facts.days import day_of, iso
from schoolprep.facts.file import Binder, File
from schoolprep.facts.record import Answers, Record
from schoolprep.facts.subject import AREAS

Row = tuple[str, Answers]
"""A blank and what was answered."""

DIVISIONS = divisions.load()
REGION = "140802"
BLANKS = blank.load()
BINDER = Binder(BLANKS)
DISEASES = [choice.code for choice in BLANKS["illness"]["disease"].choices]
FIRST, LAST = day_of("2022-07-18"), day_of("2022-08-16")
PLACES = ("460203", "460204", "4602", "140802", "140825", "140802001", "6101", "610113", "31")
DETAILS = ("迎宾路8号", "丽景小区3栋", "东城街道丽景小区")

days = st.integers(FIRST, LAST).map(iso)
moments = st.one_of(
    days,
    st.builds(
        lambda day, hour, minute: f"{day}T{hour:02d}:{minute:02d}", days, st.integers(0, 23), st.sampled_from([0, 30])
    ),
)  # fmt: skip


def row(blank: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    """A row of a blank in which any answer may be missing."""
    answers = st.fixed_dictionaries({}, optional=fields).filter(bool)
    return st.tuples(st.just(blank), answers)


def one_of(*choices: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(choices)


places, details = st.sampled_from(PLACES), st.sampled_from(DETAILS)
categories = one_of(
    "close", "subclose", "entrant", "venue", "spacetime", "confirmed", "asymptomatic", "high_risk_post", "discharged"
)  # fmt: skip
colours = one_of("green", "yellow", "red")
symptoms = st.lists(one_of("cough", "fever", "fatigue"), max_size=2, unique=True)
degrees = one_of(36.5, 37.2, 37.3, 38.6)

names = one_of("王小明", "李雷", "韩梅")

people = row(
    "person",
    name=names,
    category=one_of("student", "teacher", "support"), home_area=places, home_address=details,
    planned_return=moments, high_risk_post=st.booleans(), commitment=st.booleans(), post=one_of("门卫", "教师"),
    birth_date=one_of("2007-08-01", "2008-08-10"), route=st.lists(places, max_size=2),
).map(lambda made: (made[0], {"name": "王小明"} | made[1]))  # fmt: skip
stays = row("travel", place=places, detail=details, arrived=moments, left=moments, first_point=one_of("家中"))
trips = st.builds(
    lambda place, first, nights: ("travel", {"place": place, "arrived": iso(first), "left": iso(first + nights)}),
    one_of("460203", "4602", "140825", "6101"), st.integers(FIRST, LAST - 6), st.integers(0, 8),
)  # fmt: skip
"""Said in full, and long enough ago to matter."""
homes = row("travel", place=one_of("140802", "140825"), arrived=moments, left=moments)
at_home = row("travel", no_travel=st.just(True), from_day=days, to_day=days).map(
    lambda made: (made[0], made[1] | {"no_travel": True})
)
contacts = row(
    "contact",
    category=categories, last_on=moments, home_impossible=st.booleans(), linked=one_of("李雷"),
    linked_result=one_of("negative", "positive", "pending"), special_group=one_of("ill", "none"),
    home_assessed=st.booleans(),
)  # fmt: skip
tests = row(
    "test",
    sampled_at=moments, reported_at=moments, result=one_of("negative", "positive", "pending"), ct_n=one_of(34.9, 35.0),
)  # fmt: skip
negatives = st.tuples(
    st.just("test"), st.fixed_dictionaries({"sampled_at": moments, "result": st.just("negative")})
)
codes = row(
    "code", checked_at=moments, colour=colours, card_cities=st.lists(one_of("1408", "4602", "6101"), max_size=2)
)  # fmt: skip
health = row("health", day=days, temp_am=degrees, temp_pm=degrees, symptoms=symptoms)
household = row(
    "cohabitant",
    name=one_of("王建国", "无"), relation=one_of("父亲"), category=categories, code_colour=colours, travel_place=places,
    left=moments,
)  # fmt: skip
illnesses = row(
    "illness",
    disease=st.sampled_from(DISEASES), onset=moments, seen_at=moments, rash_at=moments,
    treated_at=moments, temp_normal_at=moments, symptoms_gone_at=moments, certificate=st.booleans(),
)  # fmt: skip
custody = row(
    "custody",
    step=one_of("notice", "central_isolation", "home_isolation", "release", "return"), starts=moments, ends=moments,
)  # fmt: skip

rows: st.SearchStrategy[Row] = st.one_of(
    trips,
    trips,
    stays,
    homes,
    at_home,
    contacts,
    tests,
    negatives,
    codes,
    health,
    household,
    illnesses,
    custody,
)
filed: st.SearchStrategy[list[Row]] = st.builds(
    lambda person, others: [person, *others], people, st.lists(rows, min_size=3, max_size=14)
)
"""Everything on record about one person."""

listed: st.SearchStrategy[Answers] = st.fixed_dictionaries(
    {
        "place": one_of("460203", "460203", "140825", *PLACES),
        "level": one_of("high", "high", "medium", "low", "outbreak", "normal"),
        "since": st.integers(FIRST, LAST - 6).map(iso),
    },
    optional={"detail": details, "until": days},
)
lists: st.SearchStrategy[list[Answers]] = st.lists(listed, min_size=1, max_size=4)
"""An area list."""


def record(id_: str, blank: str, answers: Answers, subject: str = "s") -> Record:
    return Record(
        id=id_, blank=blank, subject=subject, answers=answers, act="", author="", device="", written=""
    )


def records(made: Iterable[Row], subject: str = "s") -> list[Record]:
    return [record(f"{subject}{at}", blank, answers, subject) for at, (blank, answers) in enumerate(made)]


def file_of(made: Iterable[Row], subject: str = "s") -> File:
    return BINDER.file(subject, records(made, subject))


def areas_of(made: Iterable[Answers]) -> Areas:
    return area.of([record(f"a{at}", "area", one, AREAS) for at, one in enumerate(made)], DIVISIONS)
