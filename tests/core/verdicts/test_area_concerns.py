"""Whom an entry of the area list concerns: by days, by level, and where an answer is missing."""

from __future__ import annotations

import pytest
from msgspec import structs

from schoolprep.facts import area, divisions, file
from schoolprep.facts.area import Areas
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Answers, Record
from schoolprep.facts.subject import AREAS
from schoolprep.rules import pack
from schoolprep.rules.pack.change import Change, school_packs
from schoolprep.verdicts.area_concerns import reached
from schoolprep.verdicts.judge import Rules, compile_rules
from tests.filings import BINDER

SANYA = "460203"
LIBRARY = pack.load()


def _record(subject: str, blank: str, id_: str, answers: Answers) -> Record:
    return Record(
        id=id_, blank=blank, subject=subject, answers=answers, act="", author="", device="", written=""
    )


def _areas(**more: str) -> Areas:
    entry: Answers = {"place": SANYA, "level": "high", "since": "2022-08-01", **more}
    return area.of([_record(AREAS, "area", "entry", entry)], divisions.load())


def _file(**stay: str) -> file.File:
    return BINDER.file("p", [_record("p", "travel", "stay", {"place": SANYA, **stay})])


def _reached(areas: Areas, stayed: file.File, on: str) -> bool:
    return reached([stayed], areas, Moment.parse(on), _rules(on)) == {"entry": ["p"]}


def _rules(on: str, profile: str = "yuncheng-2022") -> Rules:
    return compile_rules(pack.in_force(LIBRARY, profile, Moment.parse(on).day), "140802")


@pytest.mark.parametrize(
    ("left", "on", "concerned"),
    [
        ("2022-08-01", "2022-08-08", True),  # the seventh day after leaving still counts
        ("2022-08-01", "2022-08-09", False),
        ("2022-07-25", "2022-07-30", True),  # seven days before the place was listed
        ("2022-07-24", "2022-07-30", False),
    ],
)
def test_days_after_leaving_and_before_listing(left: str, on: str, concerned: bool) -> None:
    announced = _areas(published_at="2022-07-29")
    assert _reached(announced, _file(arrived="2022-07-20", left=left), on) is concerned


@pytest.mark.parametrize(
    ("left", "on", "concerned"),
    [
        ("2022-06-13", "2022-06-27", True),  # the eighth edition looks back 14 days
        ("2022-06-12", "2022-06-27", False),
        ("2022-06-21", "2022-06-28", True),  # the ninth 7
        ("2022-06-20", "2022-06-28", False),
    ],
)
def test_the_edition_of_the_day_says_how_far_back(left: str, on: str, concerned: bool) -> None:
    assert _reached(_areas(since="2022-06-10"), _file(arrived="2022-06-10", left=left), on) is concerned


def test_a_look_back_the_school_made_longer_is_looked_back() -> None:
    longer = Change("cn-p9/high-area-stay", "多看几天", "look_back", "10", written="2022-08-01")
    own = {one.id: one for one in school_packs(LIBRARY.packs, [longer])}
    profile = structs.replace(LIBRARY.profiles["yuncheng-2022"], packs=("cn-p9", *own))
    library = pack.Library({**LIBRARY.packs, **own}, {"yuncheng-2022": profile})
    on = Moment.parse("2022-08-11")
    rules = compile_rules(pack.in_force(library, "yuncheng-2022", on.day), "140802")
    for left, whom in (("2022-08-01", {"entry": ["p"]}), ("2022-07-31", {})):
        assert reached([_file(arrived="2022-07-25", left=left)], _areas(), on, rules) == whom


def test_where_no_rule_asks_for_areas_nobody_is_concerned() -> None:
    stayed = _file(arrived="2024-03-01", left="2024-03-05")
    rules = _rules("2024-03-06", "cn-school-today")
    assert reached([stayed], _areas(since="2024-03-01"), Moment.parse("2024-03-06"), rules) == {}


def test_an_entry_nobody_had_announced_concerns_nobody_yet() -> None:
    stayed = _file(arrived="2022-07-20", left="2022-07-28")
    assert not _reached(_areas(), stayed, "2022-07-31")
    assert not _reached(_areas(published_at="2022-08-01"), stayed, "2022-07-31")
    assert _reached(_areas(published_at="2022-07-31T20:00"), stayed, "2022-07-31")
    assert _reached(_areas(), stayed, "2022-08-01")


def test_another_county_is_not_concerned() -> None:
    elsewhere = BINDER.file(
        "p",
        [_record("p", "travel", "stay", {"place": "460204", "arrived": "2022-08-01", "left": "2022-08-05"})],
    )
    assert reached([elsewhere], _areas(), Moment.parse("2022-08-08"), _rules("2022-08-08")) == {}


def test_a_stay_without_an_address_may_have_been_in_the_street_that_is_listed() -> None:
    stayed = _file(arrived="2022-08-02", left="2022-08-05")
    assert _reached(_areas(detail="迎宾路丽景小区"), stayed, "2022-08-08")


def test_a_place_without_a_level_concerns_nobody() -> None:
    assert not _reached(_areas(level="normal"), _file(arrived="2022-08-02", left="2022-08-05"), "2022-08-08")
