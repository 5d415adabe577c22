"""Days and telephones as people write them in England and in the United States."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from schoolprep.facts import blank, kinds
from schoolprep.facts.country import country_at
from schoolprep.facts.days import CHINA
from schoolprep.facts.divisions import load
from schoolprep.facts.kinds import Frame, Reading, Writing
from tests.readings import code

BLANKS = blank.load()
ENGLAND = Frame(load(), filled_on=date(2022, 8, 8), zone=ZoneInfo("Europe/London"))
AMERICA = ENGLAND._replace(zone=ZoneInfo("America/New_York"))
CHINESE = ENGLAND._replace(zone=CHINA)


def read(where: str, writing: Writing, frame: Frame) -> Reading:
    form, name = where.split(".")
    return kinds.read(BLANKS[form][name], writing, frame)


def test_a_country_is_known_by_its_clocks() -> None:
    assert country_at(CHINA) is None
    assert country_at(None) is None
    for frame, name in ((ENGLAND, "gb"), (AMERICA, "us")):
        country = country_at(frame.zone)
        assert country is not None
        assert country.code == name


@pytest.mark.parametrize(
    ("frame", "writing", "value"),
    [
        (ENGLAND, "07700 900123", "07700900123"),
        (ENGLAND, "+44 7700 900123", "07700900123"),
        (ENGLAND, "0044 7700 900123", "07700900123"),
        (ENGLAND, "+44 (0)1632 960001", "01632960001"),
        (ENGLAND, "(01632) 960001", "01632960001"),
        (ENGLAND, "020 7946 0000", "02079460000"),
        (ENGLAND, "01632 960001 ext 12", "01632960001x12"),
        (ENGLAND, "01632-960001 x12", "01632960001x12"),
        (ENGLAND, "+86 138 0013 8000", "+8613800138000"),
        (ENGLAND, "+1 (814) 555-0123", "+18145550123"),
        (AMERICA, "(814) 555-0123", "814-555-0123"),
        (AMERICA, "814.555.0123", "814-555-0123"),
        (AMERICA, "1-814-555-0123", "814-555-0123"),
        (AMERICA, "+1 814 555 0123", "814-555-0123"),
        (AMERICA, 8145550123, "814-555-0123"),
        (AMERICA, "(814) 555-0123 ext. 45", "814-555-0123x45"),
        (AMERICA, "+44 7700 900123", "+447700900123"),
    ],
)
def test_telephones(frame: Frame, writing: Writing, value: str) -> None:
    assert read("person.phone", writing, frame) == Reading(value, "phone-spelling")
    assert read("person.phone", value, frame) == Reading(value)
    assert kinds.check(BLANKS["person"]["phone"], value, frame) is None


@pytest.mark.parametrize("writing", [7700900123, "7700900123", "07700 900123 (mum)"])
def test_a_telephone_that_lost_its_zero_or_stands_among_words_is_asked(writing: Writing) -> None:
    reading = read("person.phone", writing, ENGLAND)
    assert (reading.value, reading.doubtful) == ("07700900123", True)


@pytest.mark.parametrize(
    ("frame", "writing", "why"),
    [
        (ENGLAND, "07700 900123 / 01632 960001", "phone-several"),
        (ENGLAND, "Mum 07700 900123, Dad 07700 900124", "phone-several"),
        (ENGLAND, "13800138000", "phone-not-national"),
        (ENGLAND, "12345", "phone-not-national"),
        (AMERICA, "555-0123", "phone-not-national"),
        (CHINESE, "07700 900123", "phone-unreadable"),
    ],
)
def test_what_is_no_telephone_there_is_asked_back(frame: Frame, writing: Writing, why: str) -> None:
    assert code(read("person.phone", writing, frame)) == why


def test_a_number_of_the_country_that_was_kept_with_its_code_stands() -> None:
    assert kinds.check(BLANKS["person"]["phone"], "+447700900123", ENGLAND) is None


@pytest.mark.parametrize(
    ("writing", "england", "america"),
    [
        ("04/03/2010", Reading("2010-03-04", "date-order"), Reading("2010-04-03", "date-order")),
        ("13/03/2010", Reading("2010-03-13", "date-order"), Reading("2010-03-13", "date-order", doubtful=True)),
        ("03/13/2010", Reading("2010-03-13", "date-order", doubtful=True), Reading("2010-03-13", "date-order")),
        ("1/3/22", Reading("2022-03-01", "year-short"), Reading("2022-01-03", "year-short")),
        ("3/4", Reading("2022-04-03", "year-added"), Reading("2022-03-04", "year-added")),
        ("2010-05-06", Reading("2010-05-06"), Reading("2010-05-06")),
        ("4 March 2010", Reading("2010-03-04", "date-spelling"), Reading("2010-03-04", "date-spelling")),
    ],
)  # fmt: skip
def test_the_order_of_day_and_month_is_the_countrys(writing: str, england: Reading, america: Reading) -> None:
    assert read("travel.left", writing, ENGLAND) == england
    assert read("travel.left", writing, AMERICA) == america


def test_in_china_day_and_month_of_a_year_that_stands_last_are_asked() -> None:
    assert code(read("travel.left", "04/03/2010", CHINESE)) == "date-two-readings"
