"""What the days of a sheet say together, and what a row says of its own day; places in whose column 无 is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from schoolprep.facts import blank, divisions
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.record import Answers
from schoolprep.facts.steps import finish
from schoolprep.intake import Plan, plan_tables
from schoolprep.intake.choices import DAY_ORDER, HOUR, NOT_USED, TRAVEL_SINCE, Choices
from schoolprep.intake.tables import Table
from schoolprep.store import Key, School, Store, Who

BLANKS = blank.load()
DIVISIONS = divisions.load()
Rows = Sequence[Sequence[Writing]]
WHO = ["证件号", "姓名", "班级"]
LI = ["140802200901200530", "李雷", "七年级3班"]
HAN = ["140802200902200559", "韩梅", "七年级3班"]
WANG = ["140802200903200577", "王浩", "七年级4班"]
PEOPLE: Rows = [WHO, LI, HAN, WANG]
Planned = Callable[..., Plan]


def _plan(store: Store, sheet: str, rows: Rows, choices: Choices | None = None) -> Plan:
    tables = [Table("表.xlsx", "人员", PEOPLE), Table("表.xlsx", sheet, rows)]
    return finish(
        plan_tables(tables, store, BLANKS, DIVISIONS, "140802", today=date(2022, 8, 9), choices=choices)
    )


@pytest.fixture
def planned(store: Store) -> Planned:
    """Plan one sheet beside that of the people."""

    def plan(sheet: str, rows: Rows, choices: Choices | None = None) -> Plan:
        return _plan(store, sheet, rows, choices)

    return plan


def _answers(plan: Plan, of: str) -> list[Answers]:
    return [step.entry.answers or {} for step in plan.steps if step.entry.blank == of]


def _told(plan: Plan) -> list[tuple[str, str]]:
    return [(change.cell, change.repair) for change in plan.repaired]


# ---------------------------------------------------------------- day and month

STAYS = [*WHO, "地区", "抵达日期", "离开日期"]


def test_one_day_above_12_says_the_order_for_the_whole_sheet_and_is_told_once_a_column(
    planned: Planned,
) -> None:
    plan = planned(
        "旅居史",
        [STAYS, [*LI, "三亚市", "04/03/2022", "13/03/2022"], [*HAN, "三亚市", "05/03/2022", "06/03/2022"]],
    )
    assert [(one["arrived"], one["left"]) for one in _answers(plan, "travel")] == [
        ("2022-03-04", "2022-03-13"), ("2022-03-05", "2022-03-06"),
    ]  # fmt: skip
    assert _told(plan) == [("E2:E3", "date-order"), ("F2:F3", "date-order")]
    assert not plan.doubtful
    assert not plan.refused


def test_without_it_the_order_is_asked_once_and_then_holds(planned: Planned) -> None:
    rows = [STAYS, [*LI, "三亚市", "04/03/2022", "05/03/2022"], [*HAN, "三亚市", "06/03/2022", "07/03/2022"]]
    plan = planned("旅居史", rows)
    assert [question.name for question in plan.questions] == [DAY_ORDER]
    assert not plan.receipt().refused
    assert not any({"arrived", "left"} & one.keys() for one in _answers(plan, "travel"))
    for said, first in (("day", "2022-03-04"), ("month", "2022-04-03"), ("日在前", "2022-03-04")):
        answered = planned("旅居史", rows, Choices().with_given(plan.questions[0].place, DAY_ORDER, said))
        assert (_answers(answered, "travel")[0]["arrived"], answered.questions) == (first, ())


def test_days_that_a_spreadsheet_turned_round_are_asked_back(planned: Planned) -> None:
    """It takes 04/03/2022 for a day in April, and leaves 13/03/2022 as text."""
    rows = [
        STAYS,
        [*LI, "三亚市", date(2022, 4, 3), "13/03/2022"],
        [*HAN, "三亚市", "14/03/2022", "15/03/2022"],
    ]
    plan = planned("旅居史", rows)
    assert [one.get("arrived") for one in _answers(plan, "travel")] == [None, "2022-03-14"]
    assert [notice.problem.code for notice in plan.refused] == ["kinds.date-two-readings"]


def test_a_sheet_in_both_orders_says_nothing(planned: Planned) -> None:
    plan = planned(
        "旅居史", [STAYS, [*LI, "三亚市", "04/13/2022", "13/04/2022"], [*HAN, "三亚市", "01/02/2022", ""]]
    )
    assert [change.now for change in plan.doubtful] == ["2022-04-13", "2022-04-13"]
    assert "arrived" not in _answers(plan, "travel")[1]


def test_in_england_the_country_says_the_order(tmp_path: Path) -> None:
    school = School(
        name="Hill", region="England", profile="uk-school-today", settings={"school.zone": "Europe/London"}
    )
    with Store.create(tmp_path / "s", Key.random(), school, Who("Jo", "d")) as store:
        plan = _plan(store, "People", [["Name", "Class", "Date of birth"], ["Tom Reed", "9B", "04/03/2010"]])
        assert _answers(plan, "person")[-1]["birth_date"] == "2010-03-04"
        assert _told(plan) == [("C2", "date-order")]
        crossed = _plan(
            store,
            "People",
            [["Name", "Class", "Date of birth"], ["Tom", "9B", "04/03/2010"], ["Ann", "9B", "03/13/2010"]],
        )
        assert [one["birth_date"] for one in _answers(crossed, "person")[-2:]] == ["2010-04-03", "2010-03-13"]


# ---------------------------------------------------------------- days as numbers

DAILY = [*WHO, "日期", "早体温"]


@pytest.mark.parametrize(
    ("numbers", "days"),
    [
        ([8.8, 8.9, 8.1, 8.11], ["08-08", "08-09", "08-10", "08-11"]),
        ([8.1, 8.2, 8.3, 8.4], ["08-01", "08-02", "08-03", "08-04"]),
        ([7.31, 8.1, 8.2], ["07-31", "08-01", "08-02"]),
        ([8.19, 8.2, 8.21], ["08-19", "08-20", "08-21"]),
    ],
)
def test_days_that_became_numbers_follow_each_other(
    planned: Planned, numbers: list[float], days: list[str]
) -> None:
    plan = planned("健康监测", [DAILY, *([*LI, number, 36.5] for number in numbers)])
    assert [change.now[-5:] for change in plan.doubtful] == days  # the year is asked
    assert [repair for _, repair in _told(plan)][-1:] == ["days-in-order"]


@pytest.mark.parametrize(
    "written", [[8.8, 8.9, 8.1, 8.11], ["8.8", "8.9", "8.1", "8.11"], ["8.8", "8.9", "8.10", "8.11"]]
)
def test_numbers_over_temperatures_are_days_in_their_order(planned: Planned, written: list[Writing]) -> None:
    """CASES 15; a csv has the numbers as texts."""
    rows = [["2022年8月体温登记表"], [*WHO, *written], [*LI, 36.5, 36.6, 37.9, 36.4]]
    asked = planned("Sheet1", rows)
    assert [question.name for question in asked.questions] == [HOUR]
    plan = planned("Sheet1", rows, Choices().with_given(asked.questions[0].place, HOUR, "temp_am"))
    assert [change.now for change in plan.doubtful] == [
        "2022-08-08",
        "2022-08-09",
        "2022-08-10",
        "2022-08-11",
    ]


@pytest.mark.parametrize("written", [[8.1, 8.1, 8.2], [8.8, 8.1, 8.5], [36.5, 36.6, 36.4]])
def test_numbers_that_do_not_follow_each_other_head_no_days(planned: Planned, written: list[Writing]) -> None:
    plan = planned("Sheet1", [["体温登记表"], [*WHO, *written], [*LI, 36.5, 36.6, 37.9]])
    assert not _answers(plan, "health")
    assert len([notice for notice in plan.left_out if notice.problem.code.endswith("heading")]) == len(
        written
    )


def test_days_of_a_csv_that_lost_their_zero_follow_each_other(planned: Planned) -> None:
    plan = planned("健康监测", [DAILY, *([*LI, text, 36.5] for text in ("8.9", "8.1", "8.11"))])
    assert [change.now for change in plan.doubtful] == ["2022-08-09", "2022-08-10", "2022-08-11"]


@pytest.mark.parametrize("numbers", [[8.1], [8.1, 8.1], [8.2, 8.1, 8.5], [7.2, 8.1, 8.25]])
def test_days_that_do_not_follow_each_other_are_asked(planned: Planned, numbers: list[float]) -> None:
    plan = planned("健康监测", [DAILY, *([*LI, number, 36.5] for number in numbers)])
    assert "kinds.date-two-readings" in {notice.problem.code for notice in plan.refused}
    assert not any(str(one.get("day", "")).endswith("-01") for one in _answers(plan, "health"))


# ---------------------------------------------------------------- a row's own day


def test_a_day_without_its_year_takes_it_from_the_whole_day_of_its_row(planned: Planned) -> None:
    """CASES 21."""
    rows = [
        ["日期", *WHO, "发病日期", "诊断"],
        ["2022-08-08", *LI, "8月7日", "流感"],
        ["2022-03-02", *HAN, "3.1", "流感"],
    ]
    plan = planned("因病缺课登记", rows)
    assert [one["onset"] for one in _answers(plan, "illness")] == ["2022-08-07", "2022-03-01"]
    assert _told(plan) == [("E2:E3", "year-beside")]
    assert not plan.doubtful


def test_a_day_far_from_that_of_its_row_is_asked(planned: Planned) -> None:
    plan = planned(
        "因病缺课登记", [["日期", *WHO, "发病日期", "诊断"], ["2022-01-02", *LI, "12月30日", "流感"]]
    )
    assert "onset" not in _answers(plan, "illness")[0]
    assert [change.now for change in plan.doubtful] == ["2021-12-30"]


def test_the_day_on_which_a_check_was_filled_in_is_its_day(planned: Planned) -> None:
    """CASES 05."""
    rows = [
        ["填写时间", *WHO, "早体温", "健康状况"],
        ["2022-08-08 07:30:12", *LI, "36.4", "健康"],
        ["2022-08-08 07:31", *HAN, "37.9", "发热（体温≥37.3℃）"],
    ]
    plan = planned("健康打卡", rows)
    assert [(one["day"], one["temp_am"]) for one in _answers(plan, "health")] == [
        ("2022-08-08", 36.4),
        ("2022-08-08", 37.9),
    ]
    assert ("A2:A3", "row-day") in _told(plan)
    assert not plan.questions


# ---------------------------------------------------------------- 无 in a column of places

NONE = {"no_travel": True, "from_day": "2022-07-24", "to_day": "2022-08-07"}


@pytest.mark.parametrize(
    ("heading", "no"),
    [
        ("14天内旅居史（必填）", "无"),
        ("近14天旅居史", "没有"),
        ("14天内有无旅居史", "无旅居史"),
        ("近14天旅居地", "无"),
        ("过去14天内去过的地区", "否"),
        ("7(14)天内旅居史", "无。"),
        ("近14天旅居史", "没有外出"),
    ],
)
def test_none_is_the_declaration_of_the_days_that_the_heading_asks_for(
    planned: Planned, heading: str, no: str
) -> None:
    rows = [
        ["提交时间", *WHO, heading],
        ["2022年8月7日 20:15", *LI, no],
        ["2022-08-07 20:16", *HAN, "海南省三亚市吉阳区"],
        ["2022-08-07", *WANG, ""],
    ]
    plan = planned("旅居史", rows)
    assert _answers(plan, "travel") == [NONE, {"place": "460203"}]
    assert not plan.refused


def test_a_day_in_the_heading_is_the_first_of_them(planned: Planned) -> None:
    rows = [
        ["填报日期", *WHO, "8月1日以来是否离开本市", "去过地区"],
        ["2022-08-07", *LI, "否", ""],
        ["2022-08-07", *HAN, "是", "三亚市"],
    ]
    assert _answers(planned("旅居史", rows), "travel") == [
        {**NONE, "from_day": "2022-08-01"},
        {"place": "4602"},
    ]


def test_a_bare_yes_is_a_stay_that_nobody_can_place(planned: Planned) -> None:
    rows = [
        ["填报日期", *WHO, "近14天是否离开过本地", "去过的地区"],
        ["2022-08-07", *LI, "是", "(跳过)"],
        ["2022-08-07", *HAN, "是", "三亚市"],
    ]
    assert _answers(planned("旅居史", rows), "travel") == [{"no_travel": False}, {"place": "4602"}]


def test_a_heading_without_days_is_asked_once(planned: Planned) -> None:
    rows = [
        ["填报日期", *WHO, "旅居地"],
        ["2022-08-07", *LI, "无"],
        ["2022-08-07", *WANG, "无"],
        ["2022-08-07", *HAN, "三亚市"],
    ]
    plan = planned("旅居史", rows)
    assert [question.name for question in plan.questions] == [TRAVEL_SINCE]
    assert _answers(plan, "travel") == [{"place": "4602"}]
    assert not plan.refused
    answered = planned(
        "旅居史", rows, Choices().with_given(plan.questions[0].place, TRAVEL_SINCE, "2022-07-24")
    )
    assert _answers(answered, "travel") == [NONE, NONE, {"place": "4602"}]
    assert not answered.questions
    assert not planned(
        "旅居史", rows, Choices().with_given(plan.questions[0].place, "travel.place", NOT_USED)
    ).refused


@pytest.mark.parametrize(
    "writing",
    [
        "三亚8.1-8.5",
        "三亚市8月1日至8月5日",
        "三亚（8.1-8.5）",
        "三亚 2022.8.1-2022.8.5",
        "8.1-8.5三亚",
        "8月1日至5日在三亚市",
        "三亚8.1-5",
    ],
)
def test_a_place_and_its_days_in_one_cell(planned: Planned, writing: str) -> None:
    rows = [["填报日期", *WHO, "旅居地"], ["2022-08-07", *LI, writing]]
    expected = {"place": "4602", "arrived": "2022-08-01", "left": "2022-08-05"}
    assert _answers(planned("旅居史", rows), "travel") == [expected]


def test_two_places_with_their_days_in_one_cell_are_asked_back(planned: Planned) -> None:
    plan = planned("旅居史", [["填报日期", *WHO, "旅居地"], ["2022-08-07", *LI, "海口8.1-8.3，三亚8.4-8.6"]])
    assert not _answers(plan, "travel")
    assert "kinds.place-many" in {notice.problem.code for notice in plan.refused}


def test_a_question_for_several_symptoms_is_none_where_it_is_denied_and_asked_where_it_is_not(
    planned: Planned,
) -> None:
    """CASES 03, 04."""
    rows = [
        ["提交时间", *WHO, "7、是否有发热、咳嗽等症状"],
        ["2022-08-07", *LI, "否"],
        ["2022-08-07", *HAN, "是"],
        ["2022-08-07", *WANG, "无以上症状"],
    ]
    plan = planned("健康监测", rows)
    assert [one.get("symptoms") for one in _answers(plan, "health")] == [[], []]
    assert [(change.was, change.repair) for change in plan.doubtful] == [("是", "as-other")]


def test_what_is_neither_no_nor_a_place_is_told(planned: Planned) -> None:
    rows: Mapping[str, Rows] = {"旅居史": [["填报日期", *WHO, "14天内旅居史"], ["2022-08-07", *LI, "见附件"]]}
    plan = planned("旅居史", rows["旅居史"])
    assert not _answers(plan, "travel")
    assert [notice.problem.code for notice in plan.refused][:1] == ["kinds.place-unknown"]
