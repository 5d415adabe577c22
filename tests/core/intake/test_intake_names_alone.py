"""Lists of names with nothing beside them that says who it is: known by their one heading, asked once for the class."""

from __future__ import annotations

from datetime import date

import pytest

from schoolprep.facts import blank, divisions
from schoolprep.facts.steps import finish
from schoolprep.intake import Choices, Plan, plan_tables
from schoolprep.intake.choices import NO_HEADER
from schoolprep.intake.tables import Table
from schoolprep.store import Store

BLANKS, DIVISIONS = blank.load(), divisions.load()


def planned(
    store: Store, rows: list[list[object]], choices: Choices | None = None, *, region: str = "140802"
) -> Plan:
    table = Table("a.xlsx", "Sheet1", rows)  # type: ignore[arg-type]
    steps = plan_tables([table], store, BLANKS, DIVISIONS, region, today=date(2026, 11, 30), choices=choices)
    return finish(steps)


def names(plan: Plan) -> set[object]:
    return {(step.entry.answers or {}).get("name") for step in plan.steps if step.entry.blank == "person"}


@pytest.mark.parametrize(
    "rows",
    [
        [["姓名"], ["李雷"], ["韩梅"]],
        [["第一小组 组长：李雷", ""], ["序号", "姓名"], [1, "李雷"], [2, "韩梅"]],
        [["姓名", "工资", "城市"], ["李雷", 5000, "北京"], ["韩梅", 8000, "上海"]],
        [["姓名", "性别"], ["李雷", "男"], ["韩梅", "女"]],
        [["姓名", "出生日期"], ["李雷", "2011-03-05"], ["韩梅", "2011-04-06"]],
        [["Name", "Marks"], ["李雷", 90], ["韩梅", 80]],
    ],
)
def test_one_question_for_the_class_brings_everybody_in(store: Store, rows: list[list[object]]) -> None:
    plan = planned(store, rows)
    assert not names(plan) and not plan.receipt().refused
    (question,) = plan.questions
    assert (question.name, question.rows) == ("class_name", 2)
    answered = planned(store, rows, plan.choices.with_given(question.place, "class_name", "七年级1班"))
    assert names(answered) == {"李雷", "韩梅"} and not answered.questions


@pytest.mark.parametrize(
    "rows",
    [
        [["名称", "价格"], ["铅笔", 2], ["橡皮", 1]],
        [["姓名", "李雷"], ["性别", "男"]],
        [["Name", "Price"], ["10 mm", 2], ["12 mm", 1]],
        [["姓名"]],
    ],
)
def test_what_is_no_list_of_names_is_none(store: Store, rows: list[list[object]]) -> None:
    plan = planned(store, rows)
    assert not names(plan) and "class_name" not in [one.name for one in plan.questions if one.rows > 1]


@pytest.mark.parametrize("name", ["208", "——", "12.5", "3/4"])
def test_what_has_no_letter_is_nobodys_name(store: Store, name: str) -> None:
    plan = planned(
        store, [["学号", "姓名", "班级"], ["2022001", name, "七年级1班"], ["2022002", "李雷", "七年级1班"]]
    )
    assert names(plan) == {"李雷"}
    told = [one.cell for one in (*plan.receipt().refused, *plan.receipt().left_out)]
    assert any(cell.endswith("2") for cell in told)


@pytest.mark.parametrize(
    "rows",
    [
        [["张三", "领导办公室", "001"], ["李四", "财务部", "002"], ["王五", "科技部", "003"]],
        [["张三"], ["李四"], ["王五"]],
        [[""], ["Mugoya Dihfahsih", 5], ["Musa Rahim", 6], ["David Tugume", 7]],
    ],
)
def test_a_person_says_that_there_is_no_header(store: Store, rows: list[list[object]]) -> None:
    """The first row is somebody, whatever stands beside the names."""
    plan = planned(store, rows)
    plan = planned(store, rows, plan.choices.with_header(plan.pages[0].table.place, NO_HEADER))
    (page,) = plan.pages
    assert page.header == NO_HEADER
    plan = planned(store, rows, plan.choices.with_column(page.key, page.headings[0].key, "person.name"))
    plan = planned(store, rows, plan.choices.with_given(page.table.place, "class_name", "七年级1班"))
    assert names(plan) == {row[0] for row in rows if row[0]}


def test_a_name_beside_its_other_half_is_a_half(store: Store) -> None:
    rows: list[list[object]] = [
        ["NAME", "LAST NAME", "Class"],
        ["Anand", "Plappally", "7A"],
        ["Barun", "Pratiher", "7A"],
    ]
    assert names(planned(store, rows, region="")) == {"Anand Plappally", "Barun Pratiher"}
    whole: list[list[object]] = [
        ["Name", "Last name", "Class"],
        ["Anand Rao", "Rao", "7A"],
        ["Ann Hall", "Hall", "7A"],
    ]
    assert names(planned(store, whole, region="")) == {"Anand Rao", "Ann Hall"}


def test_columns_that_a_person_calls_the_name_are_its_parts(store: Store) -> None:
    rows: list[list[object]] = [["k1", "k2", "k3"], ["Ravi", "Mehta", "7A"], ["Harsh", "Sharma", "7A"]]
    plan = planned(store, rows, region="")
    (page,) = plan.pages
    choices = plan.choices
    for heading, target in zip(
        page.headings, ("person.name", "person.name", "person.class_name"), strict=True
    ):
        choices = choices.with_column(page.key, heading.key, target)
    assert names(planned(store, rows, choices, region="")) == {"Ravi Mehta", "Harsh Sharma"}
    chinese: list[list[object]] = [["k1", "k2", "k3"], ["王", "小明", "七年级1班"], ["李", "雷", "七年级1班"]]
    assert names(planned(store, chinese, choices)) == {"王小明", "李雷"}
