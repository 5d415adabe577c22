"""Day arithmetic: over year ends and leap days, in both of Excel's calendars, at 24:00, with and without the minute."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.facts import divisions
from schoolprep.facts.blank import Field
from schoolprep.facts.days import MINUTES_A_DAY, Moment, day_of, iso, local, zone_named
from schoolprep.facts.kinds import KINDS, Frame
from schoolprep.facts.kinds.when import LATEST_YEAR
from schoolprep.facts.text import Same
from schoolprep.rules.pack import Profile, load

FRAME = Frame(divisions.load(), "140802", filled_on=date(2022, 8, 8))
NO_WORDS = Same()
BORN = Field(name="born", kind="date", headings=(), label=NO_WORDS, help=NO_WORDS, earliest_year=1900)
AT = Field(name="at", kind="moment", headings=(), label=NO_WORDS, help=NO_WORDS)

days = st.integers(day_of("1900-03-01"), day_of("2199-12-31"))
minutes = st.one_of(st.none(), st.integers(0, MINUTES_A_DAY - 1))


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2022-12-28", 7, "2023-01-04"),
        ("2021-12-31", 1, "2022-01-01"),
        ("2024-02-28", 1, "2024-02-29"),
        ("2024-02-29", 1, "2024-03-01"),
        ("2024-02-29", 366, "2025-03-01"),
        ("2023-02-28", 1, "2023-03-01"),
        ("2100-02-28", 1, "2100-03-01"),
        ("2000-02-28", 1, "2000-02-29"),
        ("1900-02-28", 1, "1900-03-01"),
        ("2022-08-05", 10, "2022-08-15"),
    ],
)
def test_n_days_later(start: str, n: int, end: str) -> None:
    assert iso(day_of(start) + n) == end
    assert day_of(end) - day_of(start) == n


@pytest.mark.parametrize(
    "text", ["2023-02-29", "2100-02-29", "1900-02-29", "2022-02-30", "2022-13-01", "2022-00-10"]
)
def test_a_day_that_never_was_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|month"):
        day_of(text)


@given(days, minutes)
def test_a_moment_reads_what_it_writes(day: int, minute: int | None) -> None:
    at = Moment(day, minute)
    assert Moment.parse(at.text()) == at
    assert day_of(at.text()) == day


@given(days, minutes)
def test_a_moment_lies_between_its_ends(day: int, minute: int | None) -> None:
    at = Moment(day, minute)
    assert at.earliest <= at.last_minute <= at.latest
    assert at.earliest // MINUTES_A_DAY == at.last_minute // MINUTES_A_DAY == day
    assert (at.earliest == at.last_minute == at.latest) == (minute is not None)
    assert Moment(day).latest == Moment(day + 1).earliest  # 24:00 is 0:00 of the next day


@given(days, minutes, days, minutes)
def test_days_and_dates_keep_one_order(one: int, early: int | None, other: int, late: int | None) -> None:
    assert (iso(one) < iso(other)) == (one < other)
    if one < other:
        assert Moment(one, early).last_minute < Moment(other, late).earliest


@given(days, st.integers(-800, 800))
def test_adding_and_taking_away(day: int, n: int) -> None:
    assert day_of(iso(day + n)) - day_of(iso(day)) == n
    assert date.fromisoformat(iso(day)) + timedelta(n) == date.fromisoformat(iso(day + n))


@pytest.mark.parametrize(
    ("stamp", "zone", "here"),
    [
        ("2022-12-31T16:00:00+00:00", "Asia/Shanghai", "2023-01-01T00:00"),
        ("2024-02-28T23:59:00+08:00", "Asia/Shanghai", "2024-02-28T23:59"),
        ("2026-11-30T06:27:00+00:00", "America/New_York", "2026-11-30T01:27"),
        ("2026-07-01T03:30:00+00:00", "America/New_York", "2026-06-30T23:30"),  # summer time
        ("2026-07-01T23:30:00+00:00", "Europe/London", "2026-07-02T00:30"),
    ],
)
def test_local_time_is_the_schools_whatever_the_computers_zone(stamp: str, zone: str, here: str) -> None:
    assert local(stamp, zone_named(zone)).text() == here


def test_a_zone_that_nobody_knows_is_none() -> None:
    assert [zone_named(name) for name in ("", "Nowhere/Here", "../etc/passwd", "/etc")] == [None] * 4


@pytest.mark.parametrize("profile", load().profiles.values(), ids=lambda one: one.id)
def test_the_zone_of_a_profile_is_known_here(profile: Profile) -> None:
    assert not profile.zone or zone_named(profile.zone) is not None


# ------------------------------------------------------------------ Excel's two calendars


@given(st.integers(10_000, (date(LATEST_YEAR, 12, 31) - date(1899, 12, 30)).days))
def test_a_serial_is_the_day_excel_shows(serial: int) -> None:
    read = KINDS["date"].read(serial, BORN, FRAME)
    if read.repair == "serial" and read.problem is None:
        assert read.value == (date(1899, 12, 30) + timedelta(serial)).isoformat()
    old = KINDS["date"].read(serial - 1462, BORN, FRAME._replace(epoch_1904=True))
    if old.repair == "serial" and old.problem is None:
        assert old.value == (date(1899, 12, 30) + timedelta(serial)).isoformat()  # the same day, 1462 apart


@pytest.mark.parametrize("serial", [0, 1, 59, 60, 61])
def test_no_day_is_made_of_the_serials_around_the_29_february_1900_that_never_was(serial: int) -> None:
    """Excel counts 1900-02-29 as day 60: before day 61 its calendar is one day off, and nobody's answer is that old."""
    assert KINDS["date"].read(serial, BORN, FRAME).repair != "serial"


@pytest.mark.parametrize(
    ("writing", "value"),
    [
        ("2022-12-31 24:00", "2023-01-01T00:00"),
        ("2024-02-28 24:00", "2024-02-29T00:00"),
        ("2024-02-29 24:00", "2024-03-01T00:00"),
        (datetime(2022, 12, 31, 23, 59, 59, 999_999), "2023-01-01"),
        (45351, "2024-02-29"),
        (45351.99999999, "2024-03-01T00:00"),
    ],
)
def test_the_last_minute_of_a_day_is_the_first_of_the_next(
    writing: str | datetime | float, value: str
) -> None:
    assert KINDS["moment"].read(writing, AT, FRAME).value == value
