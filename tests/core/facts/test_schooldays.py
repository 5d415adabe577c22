"""School days of 2024 to 2028 against calendars copied here from what was published, and what a school files itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.facts.days import day_of
from schoolprep.facts.schooldays import SPELL_KINDS, Calendar, SchoolCalendar, Spell
from schoolprep.facts.schooldays.public import easter, places

YEARS = range(2024, 2029)

NOTICES = {
    2024: (
        "01-01 02-10..02-17 04-04..04-06 05-01..05-05 06-10 09-15..09-17 10-01..10-07",
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    ),
    2025: (
        "01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08",
        "01-26 02-08 04-27 09-28 10-11",
    ),
    2026: (
        "01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}
"""Days off and make-up working days, as the State Council's notices of these years have them."""
LAW = {
    2027: "01-01 02-05..02-08 04-05 05-01..05-02 06-09 09-15 10-01..10-03",
    2028: "01-01 01-25..01-28 04-04 05-01..05-02 05-28 10-01..10-03",
}
"""What the regulation of 2024 gives off, its lunar days by the almanac."""
ENGLAND = {
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}
"""The weekdays of gov.uk's list of bank holidays."""
PENNSYLVANIA = {
    2024: "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 11-29 12-25",
    2025: "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 11-28 12-25",
    2026: "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 11-27 12-25",
    2027: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 11-26 12-24 12-31",
    2028: "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 11-24 12-25",
}
"""The weekdays of the federal list, and the Fridays after Thanksgiving."""


def _days(year: int, said: str) -> Iterator[date]:
    for part in said.split():
        first, _, last = part.partition("..")
        at, end = date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last or first}")
        while at <= end:
            yield at
            at += timedelta(1)


def _open(calendar: Calendar, at: date) -> bool:
    """By the tables above."""
    if calendar == "china":
        off, work = NOTICES.get(at.year, (LAW.get(at.year, ""), ""))
        if at in _days(at.year, work):
            return True
        return at.weekday() < 5 and at not in _days(at.year, off)
    lists = ENGLAND if calendar == "england" else PENNSYLVANIA
    return at.weekday() < 5 and at not in _days(at.year, lists[at.year])


@pytest.mark.parametrize("calendar", ["china", "england", "pennsylvania"])
def test_every_first_school_day_of_five_years(calendar: Calendar) -> None:
    kept = SchoolCalendar(calendar)
    every = [
        date(YEARS[0], 1, 1) + timedelta(n)
        for n in range((date(YEARS[-1], 12, 31) - date(YEARS[0], 1, 1)).days)
    ]
    first = {date(2028, 12, 31): date(2029, 1, 1)}
    for at in reversed(every):
        first[at] = at if _open(calendar, at) else first[at + timedelta(1)]
    wrong = {
        at: found
        for at, wanted in first.items()
        if wanted.year <= YEARS[-1]
        and (found := date.fromordinal(kept.first_from(at.toordinal()).day)) != wanted
    }
    assert wrong == {}


def test_what_no_notice_told_is_never_a_promise() -> None:
    kept = SchoolCalendar("china")
    for n in range(365):
        day = date(2027, 1, 1).toordinal() + n
        assert kept.first_from(day).doubt
    assert kept.first_from(day_of("2026-12-31")).doubt == ""
    assert kept.first_from(day_of("2026-12-30")).doubt == ""


@pytest.mark.parametrize(
    ("calendar", "day", "doubt"),
    [
        ("china", "2026-11-30", ""),
        ("china", "2026-07-20", "break"),  # nobody said when the summer holiday begins
        ("china", "2027-07-20", "year"),
        ("england", "2030-11-20", ""),
        ("england", "2026-12-22", "break"),
        ("pennsylvania", "2026-11-26", ""),
        ("us", "2026-04-03", "break"),  # Good Friday
        ("weekdays", "2026-11-30", "place"),
    ],
)
def test_what_a_day_of_school_rests_on(calendar: Calendar, day: str, doubt: str) -> None:
    assert SchoolCalendar(calendar).first_from(day_of(day)).doubt == doubt


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, "03-31"), (2025, "04-20"), (2026, "04-05"), (2027, "03-28"), (2028, "04-16"), (2038, "04-25")],
)
def test_easter(year: int, sunday: str) -> None:
    assert easter(year) == day_of(f"{year}-{sunday}")


def test_every_place_says_by_which_law() -> None:
    for place in places().values():
        assert place.source["zh"]
        assert place.source["en"]
        assert place.title["en"]


# ------------------------------------------------------------------ what a school files


def _spell(kind: str, first: str, last: str = "", notice: int | None = None) -> Spell:
    (known,) = (one for one in SPELL_KINDS if one == kind)
    return Spell(known, day_of(first), day_of(last or first), notice=notice)


OWN = SchoolCalendar(
    "china",
    (
        _spell("term", "2026-09-01", "2027-01-22"),
        _spell("term", "2027-02-22", "2027-07-09"),
        _spell("public_holiday", "2027-01-01", "2027-01-03", notice=2027),
        _spell("public_holiday", "2027-05-01", "2027-05-05", notice=2027),
        _spell("public_workday", "2027-05-08", notice=2027),
        _spell("holiday", "2026-11-05", "2026-11-06"),
        _spell("closure", "2026-12-07", "2026-12-09"),
        _spell("school_day", "2026-12-08"),
        _spell("school_day", "2026-11-28"),
    ),
)


@pytest.mark.parametrize(
    ("day", "first", "doubt"),
    [
        ("2027-01-01", "2027-01-04", ""),  # the notice was taken in
        ("2027-05-01", "2027-05-06", ""),
        ("2027-05-08", "2027-05-08", ""),  # a Saturday worked for it
        ("2027-04-05", "2027-04-06", ""),  # the law's own days are free though the notice did not name them
        ("2027-01-23", "2027-02-22", ""),  # between two terms
        ("2026-11-05", "2026-11-09", ""),
        ("2026-12-07", "2026-12-08", ""),  # a day of school within a closure is meant so
        ("2026-12-09", "2026-12-10", ""),
        ("2026-11-28", "2026-11-28", ""),
        ("2027-07-10", "2027-07-12", "beyond"),  # the next term is not on file
        ("2026-08-31", "2026-08-31", "beyond"),
    ],
)
def test_the_schools_own_calendar(day: str, first: str, doubt: str) -> None:
    assert OWN.first_from(day_of(day)) == (day_of(first), doubt)


def test_a_term_that_was_not_filed_is_no_holiday_of_half_a_year() -> None:
    kept = SchoolCalendar(
        "england",
        (_spell("term", "2026-09-01", "2026-12-18"), _spell("term", "2027-09-01", "2027-12-17")),
    )
    assert kept.first_from(day_of("2027-03-01")) == (day_of("2027-03-01"), "beyond")


_SPELLS = st.lists(
    st.builds(
        lambda kind, first, days: Spell(kind, first, first + days),
        st.sampled_from(SPELL_KINDS),
        st.integers(day_of("2026-06-01"), day_of("2027-08-31")),
        st.integers(0, 130),
    ),
    max_size=6,
)


@given(spells=_SPELLS, day=st.integers(day_of("2026-06-01"), day_of("2027-08-31")))
def test_the_first_school_day_is_open_and_nothing_before_it_is(spells: list[Spell], day: int) -> None:
    kept = SchoolCalendar("china", tuple(spells))
    found = kept.first_from(day)
    assert kept.of(found.day).is_open
    assert not any(kept.of(at).is_open for at in range(day, found.day))
    assert not found.doubt or any(kept.of(at).doubt for at in range(day, found.day + 1))
