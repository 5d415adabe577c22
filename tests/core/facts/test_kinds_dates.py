"""Dates and moments: every spelling of DOMAIN §6 rows 10 to 13, and none read wrong without a word."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from schoolprep.facts.blank import Field
from schoolprep.facts.divisions import load
from schoolprep.facts.kinds import KINDS, Frame, Reading, Writing
from schoolprep.facts.text import Same

ON = date(2022, 8, 8)
SHEET = Frame(load(), "140802", filled_on=ON)
UNDATED = SHEET._replace(filled_on=None)
TYPED = SHEET._replace(typed=True, today=ON)
NO_WORDS = Same()
DAY = Field(name="day", kind="date", headings=(), label=NO_WORDS, help=NO_WORDS)
AT = Field(name="at", kind="moment", headings=(), label=NO_WORDS, help=NO_WORDS)
BORN = Field(
    name="born", kind="date", headings=(), label=NO_WORDS, help=NO_WORDS, needs_year=True, earliest_year=1900
)


def read(writing: Writing, frame: Frame = SHEET, field: Field = AT) -> Reading:
    return KINDS[field.kind].read(writing, field, frame)


@pytest.mark.parametrize(
    ("writing", "value", "repair"),
    [
        (date(2022, 8, 8), "2022-08-08", ""),
        (datetime(2022, 8, 8), "2022-08-08", ""),
        (datetime(2022, 8, 8, 7, 30), "2022-08-08T07:30", ""),
        (datetime(2022, 8, 8, 7, 29, 59, 999_999), "2022-08-08T07:30", ""),
        ("2022-08-08", "2022-08-08", ""),
        ("2022/8/8", "2022-08-08", ""),
        ("2022/8/8 8:30", "2022-08-08T08:30", ""),
        ("2022-08-08T07:30", "2022-08-08T07:30", ""),
        ("2022-08-08 07:30:59", "2022-08-08T07:30", ""),
        ("2022.8.8", "2022-08-08", "date-spelling"),
        ("2022年8月8日", "2022-08-08", "date-spelling"),
        ("2022年8月8日8时30分", "2022-08-08T08:30", "date-spelling"),
        ("2022年8月8日 8点半", "2022-08-08T08:30", "date-spelling"),
        ("2022年8月8日8点一刻", "2022-08-08T08:15", "date-spelling"),
        ("2022 08 08", "2022-08-08", "date-spelling"),
        ("2022。8。8", "2022-08-08", "date-spelling"),
        ("2022、8、8", "2022-08-08", "date-spelling"),
        ("２０２２．８．８", "2022-08-08", "date-spelling"),
        ("2022-08-08 8：30", "2022-08-08T08:30", "date-spelling"),
        ("20220808", "2022-08-08", "date-spelling"),
        ("202208080830", "2022-08-08T08:30", "date-spelling"),
        (20220808, "2022-08-08", "date-spelling"),
        (20220808.0, "2022-08-08", "date-spelling"),
        ("二〇二二年八月八日", "2022-08-08", "date-spelling"),
        ("2022年十二月三十一日", "2022-12-31", "date-spelling"),
        ("Aug 8, 2022", "2022-08-08", "date-spelling"),
        ("2022-08-08T08:30:00+08:00", "2022-08-08T08:30", "date-spelling"),
        ("2022-08-08（星期一）8:30", "2022-08-08T08:30", "date-spelling"),
        ("8月8日", "2022-08-08", "year-added"),
        ("8月8号", "2022-08-08", "year-added"),
        ("八月八日", "2022-08-08", "year-added"),
        ("8.8", "2022-08-08", "year-added"),
        ("8-8", "2022-08-08", "year-added"),
        ("0808", "2022-08-08", "year-added"),
        ("8.8 8:30", "2022-08-08T08:30", "year-added"),
        ("8月8日下午3点", "2022-08-08T15:00", "year-added"),
        ("22.8.8", "2022-08-08", "year-short"),
        (44781, "2022-08-08", "serial"),
        (44781.0, "2022-08-08", "serial"),
        (44781.354166666664, "2022-08-08T08:30", "serial"),
        ("2022-08-08 24:00", "2022-08-09T00:00", "midnight"),
    ],
)
def test_certain_spellings(writing: Writing, value: str, repair: str) -> None:
    assert read(writing) == Reading(value, repair)


@pytest.mark.parametrize(
    ("writing", "value", "repair"),
    [
        (8.8, "2022-08-08", "date-from-number"),
        (8.15, "2022-08-15", "date-from-number"),
        (808, "2022-08-08", "date-from-number"),
        (220808, "2022-08-08", "date-from-number"),
        ("44781", "2022-08-08", "serial"),
        ("8月8日上午", "2022-08-08", "daypart"),
        ("8月8日晚上12点", "2022-08-09T00:00", "daypart-read"),
        ("2022-08-08 周二", "2022-08-08", "weekday"),
        ("2022-08-07T16:00:00.000Z", "2022-08-08T00:00", "zone"),
        ("13.5.2022", "2022-05-13", "date-order"),
        ("19.8.8", "2019-08-08", "year-short"),
        ("2022-08-08 8.30", "2022-08-08T08:30", "date-spelling"),
    ],
)
def test_doubtful_spellings(writing: Writing, value: str, repair: str) -> None:
    assert read(writing) == Reading(value, repair, doubtful=True)


@pytest.mark.parametrize(
    ("writing", "code"),
    [
        (9.1, "date-two-readings"),
        (9.2, "date-two-readings"),
        ("3-7-2017", "date-two-readings"),
        ("2022-02-30", "date-impossible"),
        ("2月30日", "date-impossible"),
        ("2月29日", "date-impossible"),
        ("2022-13-01", "date-impossible"),
        ("昨天", "date-relative"),
        ("-2", "date-relative"),
        ("八月初八", "date-lunar"),
        ("农历八月十五", "date-lunar"),
        ("8.1-8.8", "date-span"),
        ("8月1日至8日", "date-span"),
        ("8月8、9日", "date-span"),
        ("2022-08-01至2022-08-08", "date-span"),
        ("08:30", "moment-no-day"),
        (time(8, 30), "moment-no-day"),
        ("1022-08-08", "date-year"),
        ("2922-08-08", "date-year"),
        ("48小时内", "date-unreadable"),
        ("29日", "date-unreadable"),
        ("8月", "date-unreadable"),
        ("2022-08-08 25:00", "date-unreadable"),
        ("2022-08-08 8:", "date-unreadable"),
        (45678123, "date-impossible"),
        (1e300, "date-unreadable"),
        (float("nan"), "cell-error"),
        ("#N/A", "cell-error"),
        (True, "not-a-flag"),
    ],
)
def test_refused_with_a_reason(writing: Writing, code: str) -> None:
    reading = read(writing)
    assert reading.value is None
    assert reading.problem is not None
    assert reading.problem.code == f"kinds.{code}"


def test_both_readings_are_named() -> None:
    problem = read(9.1).problem
    assert problem is not None
    assert (problem.facts["one"], problem.facts["other"]) == ("9-1", "9-10")


@pytest.mark.parametrize("nothing", [None, "", " \t", "\u3000", "\u200b"])
def test_nothing_is_unanswered(nothing: Writing) -> None:
    assert read(nothing) == Reading()


@pytest.mark.parametrize(
    ("writing", "repair"), [("—", "dash"), ("/", "dash"), ("不详", "no-answer"), ("至今", "no-answer")]
)
def test_words_for_nothing_are_shown(writing: str, repair: str) -> None:
    assert read(writing) == Reading(repair=repair)


@pytest.mark.parametrize(
    ("writing", "value"),
    [
        ("今天", "2022-08-08"),
        ("昨天", "2022-08-07"),
        ("-2", "2022-08-06"),
        ("+1", "2022-08-09"),
        ("前天 8:30", "2022-08-06T08:30"),
    ],
)
def test_relative_days_while_typing(writing: str, value: str) -> None:
    assert read(writing, TYPED) == Reading(value, "relative")


def test_without_a_day_of_filling_in_the_year_is_asked() -> None:
    problem = read("8月8日", UNDATED).problem
    assert problem is not None
    assert problem.code == "kinds.date-needs-year"
    assert read("8月8日", UNDATED._replace(today=ON)) == Reading("2022-08-08", "year-added", doubtful=True)
    assert read("22.8.8", UNDATED) == Reading("2022-08-08", "year-short", doubtful=True)


def test_a_year_far_from_the_day_of_filling_in_is_asked() -> None:
    january = SHEET._replace(filled_on=date(2023, 1, 3))
    assert read("12月28日", january) == Reading("2022-12-28", "year-added", doubtful=True)
    december = SHEET._replace(filled_on=date(2022, 12, 28))
    assert read("1月3日", december) == Reading("2023-01-03", "year-added", doubtful=True)


def test_1904_workbooks_count_from_elsewhere() -> None:
    old = SHEET._replace(epoch_1904=True)
    assert read(44781, old).value == "2026-08-09"  # DOMAIN §6 row 11
    assert read(43319, old).value == "2022-08-08"


def test_a_birth_date_needs_its_year() -> None:
    problem = read("9月1日", field=BORN).problem
    assert problem is not None
    assert problem.code == "kinds.date-needs-year"
    assert read("1958-09-01", field=BORN).value == "1958-09-01"
    assert read("58.9.1", field=BORN) == Reading("1958-09-01", "year-short", doubtful=True)
    assert read("08.9.1", field=BORN) == Reading("2008-09-01", "year-short", doubtful=True)


@pytest.mark.parametrize(
    ("writing", "expected"),
    [
        ("2022-08-08 07:30", Reading("2022-08-08", "time-dropped")),
        (datetime(2022, 8, 8, 7, 30), Reading("2022-08-08", "time-dropped")),
        ("8月8日上午", Reading("2022-08-08", "year-added")),
        ("2022-08-08 24:00", Reading("2022-08-08", "time-dropped", doubtful=True)),
        ("2022-08-07T16:00:00Z", Reading("2022-08-08", "zone", doubtful=True)),
    ],
)
def test_a_date_keeps_the_day_only(writing: Writing, expected: Reading) -> None:
    assert read(writing, field=DAY) == expected


@pytest.mark.parametrize("writing", ["2022-08-08T00:00:00", "2022-08-08 00:00:00", "2022-08-08T00:00:00.000"])
def test_a_day_as_programs_write_it_has_no_hour(writing: str) -> None:
    assert read(writing).value == "2022-08-08"


HAPPENED = Field(name="at", kind="moment", headings=(), label=NO_WORDS, help=NO_WORDS, happened=True)


@pytest.mark.parametrize(
    ("writing", "value", "repair"),
    [
        ("2022-08-30", "2022-08-30", ""),  # nobody renewed the day of filling in
        ("8.30", "2022-08-30", "year-added"),
        ("2032-08-08", "2032-08-08", "ahead"),
        (date(2032, 8, 8), "2032-08-08", "ahead"),
        ("12.30", "2021-12-30", "year-added"),
    ],
)
def test_what_has_happened_does_not_lie_far_ahead_without_a_word(
    writing: Writing, value: str, repair: str
) -> None:
    far = value not in ("2022-08-30",)
    assert read(writing, field=HAPPENED) == Reading(value, repair, doubtful=far)
    assert read(writing, TYPED, HAPPENED).doubtful is (repair == "year-added" and far)


def test_no_day_behind_today_has_happened_whatever_the_sheet_says_of_itself() -> None:
    book = SHEET._replace(filled_on=None, book_day=date(2022, 8, 1), today=date(2022, 8, 8))
    today = SHEET._replace(today=date(2022, 8, 8))
    for frame in (book, today, book._replace(book_day=None)):
        assert read("2022-08-08", frame, HAPPENED).plain
        assert read("2022-08-09", frame, HAPPENED) == Reading("2022-08-09", "ahead", doubtful=True)
        assert read("2022-08-09", frame, DAY).plain
        assert not read("2022-08-09", frame._replace(typed=True), HAPPENED).doubtful
    assert read("2022-08-30", SHEET._replace(today=date(2026, 8, 8)), HAPPENED).plain
    assert read("2022-10-08", SHEET._replace(today=date(2026, 8, 8)), HAPPENED).doubtful


@pytest.mark.parametrize("field", [AT, DAY])
@pytest.mark.parametrize(
    "writing",
    [
        datetime(2022, 7, 31, 23, 59, 17),
        datetime(2022, 7, 31, 23, 58, 45),  # England's seconds
        datetime(2022, 7, 31, 23, 59, 16, 999_000),
        44773.99950231481,
        "44773.99950231481",
        "2022-07-31 23:59:17",
        "2022-07-31T23:59:17.000",
        "2022-07-31T15:59:17.000Z",
        "2022-07-31T23:59:17+08:00",
        "Sun Jul 31 2022 23:59:17 GMT+0800 (中国标准时间)",
        "2022年7月31日 23:59:17",
        "2022/7/31 23:59:59",
        "20220731235917",
        "7月31日 23:59:17",
    ],
)
def test_a_midnight_that_lost_some_seconds_is_the_next_day_and_is_asked(
    writing: Writing, field: Field
) -> None:
    assert read(writing, field=field) == Reading("2022-08-01", "lost-seconds", doubtful=True)


@pytest.mark.parametrize("writing", ["2022-07-31 23:59", datetime(2022, 7, 31, 23, 59)])
def test_a_minute_before_midnight_that_somebody_wrote_stays(writing: Writing) -> None:
    assert read(writing) == Reading("2022-07-31T23:59")


@pytest.mark.parametrize(
    ("writing", "expected"),
    [
        ("Mon Aug 01 2022 00:00:00 GMT+0800 (中国标准时间)", Reading("2022-08-01", "date-spelling")),
        ("Mon Aug 01 2022 00:00:00 GMT+0800", Reading("2022-08-01", "date-spelling")),
        ("Mon Aug 01 2022 07:30:05 GMT+0800", Reading("2022-08-01T07:30", "date-spelling")),
        ("Mon Aug 01 2022", Reading("2022-08-01", "date-spelling")),
        ("Monday, August 1, 2022", Reading("2022-08-01", "date-spelling")),
        ("Tue Aug 01 2022 00:00:00 GMT+0800", Reading("2022-08-01", "weekday", doubtful=True)),
        ("Mon, 01 Aug 2022 00:00:00 GMT", Reading("2022-08-01T08:00", "zone", doubtful=True)),
        ("2022-08-01T00:00:00.000+08:00", Reading("2022-08-01", "date-spelling")),
        ("Aug 1, 2022 12:00:00 AM", Reading("2022-08-01", "date-spelling")),
        ("01-Aug-2022", Reading("2022-08-01", "date-spelling")),
        ("01-Aug-22", Reading("2022-08-01", "year-short")),
        ("01-Aug-15", Reading("2015-08-01", "year-short", doubtful=True)),
        ("1 Aug 22:30", Reading("2022-08-01T22:30", "year-added")),
        ("Aug-22", Reading("2022-08-22", "year-added", doubtful=True)),
    ],
)
def test_days_as_browsers_and_english_spreadsheets_write_them(writing: str, expected: Reading) -> None:
    assert read(writing) == expected


def test_an_english_year_of_two_digits_is_asked_where_nothing_says_when_the_sheet_was_filled_in() -> None:
    assert read("01-Aug-22", UNDATED) == Reading("2022-08-01", "year-short", doubtful=True)
