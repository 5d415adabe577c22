"""Signals: from when a deadline runs, what is a new case, days of school, and of what a share is one."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from schoolprep.facts import divisions
from schoolprep.facts.days import day_of, iso
from schoolprep.facts.file import File
from schoolprep.facts.record import Answers
from schoolprep.rules import pack
from schoolprep.verdicts import signalling
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge import compile_rules
from schoolprep.verdicts.judge.cluster import Signal, signals
from tests.filings import BINDER, Row, records

LIBRARY = pack.load()
CLASS = "七年级1班"


def _pupil(number: int, rows: Iterable[Row] = (), klass: str = CLASS) -> File:
    who: Answers = {"name": f"学生{number}", "class_name": klass, "category": "student"}
    return BINDER.file(f"p{number}", records([("person", who), *rows]))


def _class(*ill: list[Row], well: int = 0) -> list[File]:
    return [_pupil(at, ill[at] if at < len(ill) else []) for at in range(len(ill) + well)]


def _found(files: list[File], on: str) -> dict[str, Signal]:
    source = pack.in_force(LIBRARY, "cn-school-today", day_of(on))
    return {one.rule.partition("/")[2]: one for one in signals(files, source, day_of(on))}


def _all(files: list[File], on: str, rule: str) -> list[Signal]:
    source = pack.in_force(LIBRARY, "cn-school-today", day_of(on))
    return [one for one in signals(files, source, day_of(on)) if one.rule.endswith(f"/{rule}")]


def _told(files: list[File], on: str) -> dict[str, dict[str, object]]:
    source = pack.in_force(LIBRARY, "cn-school-today", day_of(on))
    rules = compile_rules(source, "140802")
    words = {lang: Explainer(rules, divisions.load(), lang) for lang in ("zh", "en")}
    people = {one.subject: one for one in files}
    found = [signalling.told(one, people, words) for one in signals(files, source, day_of(on))]
    return {str(one["rule"]).partition("/")[2]: one for one in found}


def _day(day: str, *symptoms: str, **more: float) -> Row:
    return "health", {"day": day, "symptoms": list(symptoms), **more}


def _flu(onset: str, **more: str) -> Row:
    return "illness", {"disease": "influenza", "onset": onset, **more}


# ------------------------------------------------------------------ deadlines


@pytest.mark.parametrize(
    ("rows", "due"),
    [
        ([_day("2026-11-16", "cough", temp_am=38.2)], "2026-11-17T08:00"),
        ([_day("2026-11-16", "fever", temp_am=38.2)], "2026-11-17T08:00"),
        ([_day("2026-11-16", "cough", temp_noon=38.2)], "2026-11-17T12:00"),
        ([_day("2026-11-16", "cough", temp_pm=38.2)], "2026-11-17T18:00"),
        ([_day("2026-11-16", "fever")], "2026-11-17T00:00"),
        ([_flu("2026-11-16")], "2026-11-17T00:00"),
        ([_flu("2026-11-16T10:20")], "2026-11-17T10:20"),
    ],
)
def test_a_deadline_runs_from_the_earliest_moment_of_the_case_that_reached_it(
    rows: list[Row], due: str
) -> None:
    told = _told(_class(rows, rows, rows), "2026-11-16")
    assert told["three-in-a-day"]["due"] == due


def test_the_third_case_decides_not_the_first() -> None:
    early, late = [_flu("2026-11-16T07:00")], [_flu("2026-11-16T13:30")]
    told = _told(_class(early, late, early, late), "2026-11-16")["three-in-a-day"]
    assert (told["cases"], told["due"]) == (4, "2026-11-17T13:30")
    assert set(told) >= {"rule", "kind", "within", "unit", "cases", "first", "reached", "due", "people"}


def test_where_the_source_names_no_hours_it_is_a_day_and_at_once_is_at_once() -> None:
    rows = [[_flu("2026-11-16T09:00")]] * 5
    told = _told(_class(*rows, well=20), "2026-11-16")
    assert told["suspend-influenza-day"]["due"] == "2026-11-17T09:00"
    assert told["notifiable"]["due"] == "2026-11-16T09:00"
    assert {told[name]["kind"] for name in ("suspend-influenza-day", "notifiable")} == {
        "suspension",
        "report",
    }


# ------------------------------------------------------------------ what is a new case


def test_an_old_illness_without_an_end_hides_no_new_case() -> None:
    sick = [_day("2026-11-16", "cough", temp_am=38.5)]
    assert _found(_class(sick, sick, sick, sick, [_flu("2026-03-02"), *sick], well=30), "2026-11-16").keys() >= {
        "five-in-three-days", "suspend-influenza-day", "three-in-a-day",
    }  # fmt: skip


def test_the_days_of_an_illness_on_record_are_one_case_and_those_after_its_end_another() -> None:
    ill = [_flu("2026-11-09", symptoms_gone_at="2026-11-11"), _day("2026-11-10", "cough", temp_am=38.5)]
    again = [*ill, _day("2026-11-13", "cough", temp_am=38.5)]
    for rows, days in ((ill, ["2026-11-09"]), (again, ["2026-11-13", "2026-11-09"])):
        found = _all(_class(rows, rows, rows), "2026-11-13", "three-in-a-day")
        assert [iso(one.reached) for one in found] == days


# ------------------------------------------------------------------ days of school


def _onsets(*days: str) -> list[File]:
    rows: list[Row] = [("illness", {"disease": "varicella", "onset": day}) for day in days]
    return _class(*[[row] for row in rows])


def test_three_days_in_a_row_are_calendar_days_or_days_of_school() -> None:
    over_the_weekend = _onsets("2026-11-13", "2026-11-13", "2026-11-16", "2026-11-16", "2026-11-17")
    assert "five-in-three-days" in _found(over_the_weekend, "2026-11-17")
    on_sunday = _onsets("2026-11-12", "2026-11-12", "2026-11-13", "2026-11-15", "2026-11-15")
    assert _found(on_sunday, "2026-11-15")["five-in-three-days"].first == day_of("2026-11-12")
    too_far = _onsets("2026-11-12", "2026-11-13", "2026-11-16", "2026-11-17", "2026-11-17")
    assert "five-in-three-days" not in _found(too_far, "2026-11-17")


def test_days_before_a_holiday_of_weeks_are_not_in_a_row_with_those_after_it() -> None:
    around = _onsets("2026-09-29", "2026-09-30", "2026-10-01", "2026-10-02", "2026-10-08")
    assert "five-in-three-days" not in _found(around, "2026-10-08")


def test_a_week_is_seven_calendar_days() -> None:
    five = ["2026-11-09", "2026-11-10", "2026-11-11", "2026-11-12"]
    assert "school-varicella" in _found(_onsets(*five, "2026-11-15"), "2026-11-16")
    assert "school-varicella" not in _found(_onsets(*five, "2026-11-16"), "2026-11-16")


# ------------------------------------------------------------------ shares


def test_a_list_of_absentees_is_no_class() -> None:
    sick, cold = [_flu("2026-11-16")], [_day("2026-11-16", "diarrhoea")]
    assert "suspend-influenza-share" not in _found(_class(sick, sick, sick), "2026-11-16")
    assert "suspend-influenza-share" not in _found(_class(*[sick] * 9, *[cold] * 5), "2026-11-16")
    assert "suspend-influenza-share" not in _found(_class(*[sick] * 4, well=4), "2026-11-16")


@pytest.mark.parametrize(
    ("ill", "well", "reaches"), [(11, 24, True), (10, 25, False), (4, 8, True), (30, 0, True)]
)
def test_a_class_on_file_as_a_whole_has_its_share(ill: int, well: int, reaches: bool) -> None:
    found = _found(_class(*[[_flu("2026-11-16")]] * ill, well=well), "2026-11-16")
    assert ("suspend-influenza-share" in found) is reaches
    if reaches:
        assert found["suspend-influenza-share"].facts["size"] == ill + well
