"""The school's calendar at the desk: what is filed moves the days of return, and undo takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schoolprep.desk import Desk, report
from schoolprep.facts import languages
from schoolprep.facts.days import Moment, day_of, iso
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Entry
from schoolprep.facts.schooldays import Spell
from schoolprep.facts.subject import THE_SCHOOL
from schoolprep.facts.words import say_problem
from schoolprep.store import Key, School, Store, Who
from schoolprep.verdicts.verdict import Case, Verdict
from tests.program import program_data

DATA = program_data()
ILL = "s1"


def made(path: Path, profile: str, region: str = "140802") -> Desk:
    school = School(name="盐湖区实验中学", region=region, profile=profile)
    return Desk(Store.create(path / "s.schoolprep", Key.random(), school, Who("王老师", "d")), DATA)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = made(tmp_path, "cn-school-today")
    yield opened
    opened.close()


def fall_ill(desk: Desk, disease: str, **days: str) -> None:
    person = {"name": "王小明", "category": "student"}
    desk.filing.append(
        [
            Entry(blank="person", subject=ILL, answers=dict(person)),
            Entry(blank="illness", subject=ILL, answers={"disease": disease, "certificate": True, **days}),
        ]
    )


def influenza(desk: Desk, day: str) -> None:
    fall_ill(desk, "influenza", onset=day, temp_normal_at=f"{day}T10:00", symptoms_gone_at=f"{day}T10:00")


def back(desk: Desk, on: str) -> tuple[str, str]:
    """The first possible day, and what it rests on that nobody knows."""
    verdict: Verdict = desk.judging.verdict(ILL, Moment.parse(on))
    return iso(verdict.may_return_on or 1), verdict.doubt


def spell(kind: str, first: str, last: str = "") -> Spell:
    return Spell(kind, day_of(first), day_of(last or first))  # type: ignore[arg-type]


def test_the_new_year_is_no_school_day_and_what_follows_is_not_before(desk: Desk) -> None:
    influenza(desk, "2026-12-29")
    on = Moment.parse("2026-12-30T12:00")
    assert back(desk, on.text()) == ("2027-01-04", "year")
    case = Case(desk.people.file(ILL), desk.judging.verdict(ILL, on))
    words = {lang: desk.judging.explainer(on, lang) for lang in languages.beside()}
    told = report.person(case, words)
    assert (told["may_return_on"], told["not_before"]) == ("2027-01-04", True)
    zh, en = words["zh"], words["en"]
    assert "不早于1月4日" in zh.headline(case.verdict)
    assert "1月4日（如当天上课）" in zh.reason_line(case.verdict)
    assert "not before 4 Jan" in en.return_day(case.verdict)
    assert "if school is open" in en.reason_line(case.verdict)
    assert "放假通知" in zh.school_day(case.verdict)


def test_a_notice_taken_in_makes_the_day_sure_and_undo_unsure_again(desk: Desk) -> None:
    influenza(desk, "2026-12-29")
    on = "2026-12-30T12:00"
    notice = (
        "2027年部分节假日安排\n元旦：1月1日至3日放假。\n春节：2月5日至11日放假调休。2月13日上班。\n清明节：4月3日至5日放假。\n"
        "劳动节：5月1日至5日放假调休。5月8日上班。\n端午节：6月9日放假。\n中秋节：9月15日放假。\n国庆节：10月1日至7日放假。"
    )
    (act,) = {one.act for one in desk.calendar.take(desk.calendar.plan(notice), "通知.txt")}
    assert back(desk, on) == ("2027-01-04", "")
    desk.filing.undo(act)
    assert back(desk, on) == ("2027-01-04", "year")
    (act,) = {one.act for one in desk.calendar.take(desk.calendar.plan(notice), "通知.txt")}
    assert back(desk, on) == ("2027-01-04", "")
    again = desk.calendar.plan(notice)
    assert (again.added, len(again.known), again.gone) == ((), 9, ())
    corrected = desk.calendar.plan(notice.replace("1月1日至3日放假", "1月1日至4日放假"))
    assert [iso(one.last) for one in corrected.added] == ["2027-01-04"]
    assert [iso(one.last) for one in corrected.gone] == ["2027-01-03"]
    desk.calendar.take(corrected)
    assert back(desk, on) == ("2027-01-05", "")
    desk.filing.undo(next(one.id for one in desk.filing.acts() if one.id != act and not one.undoes))
    assert back(desk, on) == ("2027-01-04", "")


def test_terms_and_closures_are_filed_and_taken_back(desk: Desk) -> None:
    influenza(desk, "2026-01-20")
    on = "2026-01-21"
    assert back(desk, on) == ("2026-01-23", "break")
    desk.calendar.add(spell("term", "2025-09-01", "2026-01-22"))
    assert back(desk, on) == ("2026-01-23", "beyond")
    (record,) = desk.calendar.add(spell("term", "2026-02-26", "2026-07-10"))
    assert back(desk, on) == ("2026-02-26", "")
    desk.calendar.add(spell("closure", "2026-02-26", "2026-02-27"))
    assert back(desk, on) == ("2026-02-28", "")  # a Saturday worked for the Spring Festival
    desk.calendar.withdraw(record.id)
    assert back(desk, on) == ("2026-01-23", "beyond")


@pytest.mark.parametrize(
    ("kind", "first", "last", "code"),
    [
        ("holiday", "2026-05-02", "2026-05-01", "backwards"),
        ("term", "2026-01-01", "2027-01-01", "too-long"),
        ("closure", "1999-12-31", "1999-12-31", "far"),
        ("term", "2026-06-01", "2026-09-30", "terms-overlap"),
        ("term", "2026-03-01", "2026-07-10", "known"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, kind: str, first: str, last: str, code: str) -> None:
    if code != "known":
        desk.calendar.add(spell("term", "2026-03-01", "2026-07-10"))
    else:
        desk.calendar.add(spell("holiday", first, last))
        kind = "holiday"
    with pytest.raises(CallError) as refused:
        desk.calendar.add(spell(kind, first, last))
    assert refused.value.problem.code == f"calendar.{code}"


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"kind": "moon", "first": "2026-01-01", "last": "2026-01-02"}, True),
        ({"kind": "term", "first": 3}, True),
    ],
)
def test_a_strange_record_of_the_calendar_is_told_and_passed_over(
    desk: Desk, answers: dict[str, str | int | float | bool | list[str]], told: bool
) -> None:
    influenza(desk, "2026-11-02")
    desk.filing.append([Entry(blank="calendar", subject=THE_SCHOOL, answers=answers)])
    assert back(desk, "2026-11-03") == ("2026-11-05", "")
    assert bool(desk.people.strange("zh")) is told
    assert desk.workspace.verify()


@pytest.mark.parametrize(
    ("profile", "disease", "rash", "found"),
    [  # the 4th is the early May bank holiday; then Christmas; Thanksgiving and the Friday after it
        ("uk-school-today", "rubella", "2026-04-28", ("2026-05-05", "")),
        ("uk-school-today", "varicella", "2025-12-19", ("2025-12-29", "break")),
        ("us-school-today", "rubella", "2026-11-21", ("2026-11-30", "")),
        ("us-school-other-state", "measles", "2026-11-21", ("2026-11-27", "")),
    ],
)
def test_holidays_of_other_countries(
    tmp_path: Path, profile: str, disease: str, rash: str, found: tuple[str, str]
) -> None:
    desk = made(tmp_path, profile, "")
    fall_ill(desk, disease, onset=rash, rash_at=rash)
    assert back(desk, iso(day_of(rash) + 1)) == found
    desk.close()


@pytest.mark.parametrize(
    ("second", "odds"),
    [
        ("寒假：2027年1月20日至2月20日", 1),  # the same holiday, other days
        ("寒假：2027年1月18日至2月20日", 0),  # the same days
        ("补课：2027年2月1日、2日", 2),  # of school, and off
        ("暑假：2027年7月10日至8月31日", 0),
    ],
)
def test_a_notice_that_contradicts_one_on_file_says_so_before_it_is_taken(
    desk: Desk, second: str, odds: int
) -> None:
    desk.calendar.take(desk.calendar.plan("寒假：2027年1月18日至2月20日"))
    told = [one for one in desk.calendar.plan(second).notice.told if one.code == "calendar.at-odds"]
    assert len(told) == odds
    for one in told:
        says = say_problem(one, languages.MOTHER_TONGUE)
        assert "2027-01-18至2027-02-20学校放假" in says
