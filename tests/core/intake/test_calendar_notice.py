"""Holiday notices and calendars as they are published and as schools write them: which days, and what is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.facts.days import iso
from schoolprep.facts.problem import CallError
from schoolprep.facts.schooldays import Spell
from schoolprep.intake.calendar_notice import CalendarNotice, read_calendar, read_calendar_text

NOTICE_2026 = """国务院办公厅关于2026年
部分节假日安排的通知
经批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
2025年11月4日"""


def days(notice: CalendarNotice) -> list[str]:
    """Each spell on a line: kind, first and last day."""
    return [line(one) for one in notice.spells]


def line(one: Spell) -> str:
    span = iso(one.first) if one.first == one.last else f"{iso(one.first)}..{iso(one.last)}"
    return f"{one.kind} {span}"


def codes(notice: CalendarNotice) -> list[str]:
    return [problem.code.partition(".")[2] for problem in notice.told]


def test_the_notice_of_a_year_is_taken_whole() -> None:
    notice = read_calendar_text(NOTICE_2026)
    assert (notice.year, notice.told) == (2026, ())
    assert days(notice) == [
        "public_holiday 2026-01-01..2026-01-03",
        "public_workday 2026-01-04",
        "public_holiday 2026-02-15..2026-02-23",
        "public_workday 2026-02-14",
        "public_workday 2026-02-28",
        "public_holiday 2026-04-04..2026-04-06",
        "public_holiday 2026-05-01..2026-05-05",
        "public_workday 2026-05-09",
        "public_holiday 2026-06-19..2026-06-21",
        "public_holiday 2026-09-25..2026-09-27",
        "public_holiday 2026-10-01..2026-10-07",
        "public_workday 2026-09-20",
        "public_workday 2026-10-10",
    ]
    assert {one.notice for one in notice.spells} == {2026}
    assert notice.spells[0].name == "元旦"


def test_a_notice_with_a_festival_lacking_is_not_the_years() -> None:
    notice = read_calendar_text("\n".join(row for row in NOTICE_2026.splitlines() if "端午节：" not in row))
    assert (notice.year, codes(notice)) == (None, ["part-of-a-notice"])
    assert {one.notice for one in notice.spells} == {None}


def test_a_notice_without_a_day_of_the_law_is_not_the_years() -> None:
    notice = read_calendar_text(NOTICE_2026.replace("2月15日（农历腊月二十八、周日）", "2月17日"))
    assert (notice.year, codes(notice)) == (None, ["law-days-lacking"])


def test_advice_is_no_holiday() -> None:
    said = "2024年\n春节：2月10日至17日放假调休，共8天。鼓励各单位安排职工在除夕（2月9日）休息。"
    notice = read_calendar_text(said)
    assert days(notice) == ["public_holiday 2024-02-10..2024-02-17"]
    assert "advice" in codes(notice)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("2026-2027学年\n第一学期：9月1日至1月22日", ["term 2026-09-01..2027-01-22"]),
        ("2026-2027学年\n寒假 1月23日—2月21日", ["holiday 2027-01-23..2027-02-21"]),
        ("11月5日、6日停课", ["closure 2026-11-05", "closure 2026-11-06"]),
        ("2026年11月28日补课", ["school_day 2026-11-28"]),
        ("元旦：2026年12月31日至1月2日放假", ["public_holiday 2026-12-31..2027-01-02"]),
        ("2月10日至17日放假，共8天，2月4日、2月18日上班", [
            "holiday 2026-02-10..2026-02-17", "public_workday 2026-02-04", "public_workday 2026-02-18",
        ]),
        ("Half-term: 15-19 February 2027", ["holiday 2027-02-15..2027-02-19"]),
        ("Spring break: Monday 29 to Wednesday 31 March 2027", ["holiday 2027-03-29..2027-03-31"]),
        ("Autumn term: Tuesday 1 September 2026 to Friday 18 December 2026", ["term 2026-09-01..2026-12-18"]),
        ("Winter break December 21, 2026 - January 1, 2027", ["holiday 2026-12-21..2027-01-01"]),
        ("Thanksgiving: Thursday, 26 November 2026 no school", ["closure 2026-11-26"]),
        ("Bank holiday Monday 4 May 2026", ["public_holiday 2026-05-04"]),
        ("Memorial Day 05/31/2027 no school", ["closure 2027-05-31"]),
        ("INSET day 2026-09-02", ["closure 2026-09-02"]),
    ],
)  # fmt: skip
def test_how_schools_write_their_days(said: str, found: list[str]) -> None:
    notice = read_calendar_text(said, 2026)
    assert days(notice) == found
    assert "not taken" not in str(notice.told)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("寒假 1.23-2.21", "no-span"),
        ("暑假：7月10日起", "no-span"),
        ("1月23日放寒假", "no-span"),  # one day of it is its beginning or its end
        ("Term starts: 1 September 2026", "no-span"),
        ("劳动节：5月1日（周一）至5日放假", "other-weekday"),
        ("2月31日放假", "no-day"),
        ("Break 04/05/2027", "two-readings"),
        ("期中考试 11月12日", "no-kind"),
        ("学期 2027年1月1日至2029年1月1日", "no-span"),
    ],
)
def test_what_is_not_understood_whole_is_told_and_not_taken(said: str, code: str) -> None:
    notice = read_calendar_text(f"停课 2026-03-02\n{said}", 2026)
    assert (days(notice), codes(notice)) == (["closure 2026-03-02"], [code])


def test_a_day_without_any_year_is_asked() -> None:
    notice = read_calendar_text("停课 2026-03-02\n5月6日停课")
    assert (days(notice), codes(notice)) == (["closure 2026-03-02"], ["no-year"])


def test_a_file_in_which_nothing_is_said_of_a_day_is_refused() -> None:
    with pytest.raises(CallError) as refused:
        read_calendar_text("寒假 1.23-2.21")
    assert "1.23-2.21" in str(refused.value.problem.facts)


def test_a_sheet_with_a_first_and_a_last_day(tmp_path: Path) -> None:
    path = tmp_path / "校历.csv"
    path.write_text(
        "2026-2027学年校历,,,\n名称,类别,开始日期,结束日期\n第一学期,学期,2026-09-01,2027-01-22\n"
        "秋游,停课,2026-10-20,\n元旦,放假,2027/1/1,2027/1/3\n期末,考试,2027-01-18,2027-01-20\n",
        "utf-8",
    )
    notice = read_calendar(path)
    assert days(notice) == [
        "term 2026-09-01..2027-01-22",
        "closure 2026-10-20",
        "public_holiday 2027-01-01..2027-01-03",
    ]
    assert codes(notice) == ["no-kind", "part-of-a-notice"]


_SAID = st.text("年月日号至到-/.、，。；：（）() 0123456789放假上班学期停课一周五寒to", max_size=60)


@given(said=_SAID)
def test_no_writing_breaks_it_and_no_spell_runs_backwards(said: str) -> None:
    notice = read_calendar_text(f"停课 2026-03-02\n2026-04-01{said}", 2026)
    assert all(one.first <= one.last for one in notice.spells)
    assert len(notice.spells) + len(notice.told) > 0
