"""Where the rows have gone: each counts once, by its place; together they are all that say anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from schoolprep.facts.kinds.base import Writing
from schoolprep.intake import Plan, take_in
from schoolprep.intake.receipt import Receipt
from schoolprep.intake.tables import Table
from schoolprep.intake.whereabouts import RowCounts
from schoolprep.store import Key, School, Store, Who
from tests.fuzz_books import REGION, TODAY, lost, planned

PEOPLE: list[list[Writing]] = [
    ["序号", "姓名", "人员类别", "证件号", "班级"],
    [1, "王小明", "学生", "140802200809010013", "七年级1班"],
    [2, "李红", "学生", "", "七年级1班"],
    [3, "", "", "", ""],
    [],
    ["合计", 2],
]
HEALTH: list[list[Writing]] = [
    ["姓名", "班级", "日期", "早体温"],
    ["王小明", "七年级1班", "2026-11-19", "36.5"],
    ["李红", "七年级1班", "", ""],
    ["李红", "", "2026-11-19", "36.6"],
    ["孙三", "七年级1班", "2026-11-19", "36.5"],
]
TABLES = [Table("名单.xlsx", "人员", PEOPLE), Table("名单.xlsx", "健康监测", HEALTH)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new workspace."""
    school = School(name="一中", region=REGION, profile="yuncheng-2022")
    with Store.create(tmp_path / "s.schoolprep", Key.random(), school, Who("校医", "desk")) as opened:
        yield opened


def _told(receipt: Receipt) -> list[tuple[str, str, str]]:
    return [(notice.sheet, notice.cell, notice.problem.code) for notice in receipt.left_out]


def test_every_row_is_filed_asked_refused_unchanged_or_told(store: Store) -> None:
    made = planned(store, TABLES)
    fates = made.whereabouts(made.settled).fates
    assert fates == {
        ("名单.xlsx", "人员", 2): "filed",
        ("名单.xlsx", "人员", 3): "filed",
        ("名单.xlsx", "人员", 6): "told",
        ("名单.xlsx", "健康监测", 2): "filed",
        ("名单.xlsx", "健康监测", 3): "silent",
        ("名单.xlsx", "健康监测", 4): "refused",
        ("名单.xlsx", "健康监测", 5): "asked",
    }
    receipt = made.receipt()
    assert receipt.went == RowCounts(filed=3, asked=1, refused=1, unchanged=0, told=2)
    assert _told(receipt) == [("人员", "A6", "intake.foot-row"), ("健康监测", "A3", "intake.silent-row")]
    assert "表中共 7 行：收入 3，待定 1，未收 1，与已有相同 0，跳过并列出 2。" in receipt.counts("zh")
    assert receipt.json()["rows"] == {"in": 7, **receipt.went._asdict()}


def test_what_was_taken_in_is_unchanged_the_second_time_row_by_row(store: Store) -> None:
    taken = take_in(store, planned(store, TABLES), accept=True)
    assert (taken.went.filed, taken.went.asked) == (4, 0)
    again = planned(store, TABLES)
    fates = again.whereabouts(again.settled).fates
    assert [place[1:] for place, fate in fates.items() if fate == "unchanged"] == [
        ("人员", 2), ("人员", 3), ("健康监测", 2), ("健康监测", 5),
    ]  # fmt: skip
    assert again.receipt().went == RowCounts(filed=0, asked=0, refused=1, unchanged=4, told=2)


def test_a_sheet_that_is_not_taken_in_is_told_with_its_rows(store: Store) -> None:
    made: Plan = planned(store, [*TABLES, Table("名单.xlsx", "菜单", [["周一", "米饭"], ["周二", "面条"]])])
    assert made.receipt().went.told == 4 and lost(made, TABLES) == []


def test_what_is_told_as_a_whole(store: Store) -> None:
    """The header of a hidden sheet is no row; lines beside tables are lines; split choices are one thing."""
    hidden = Table("名单.xlsx", "旧", [["旧名单"], *PEOPLE], hidden=True)
    lines: list[list[Writing]] = [["班主任：李老师"], ["2022年8月8日"]]
    beside = Table("名单.xlsx", "名单.xlsx", lines, text=True)
    survey: list[list[Writing]] = [
        ["姓名", "班级", "日期", "checks/symptoms", "checks/symptoms/fever", "checks/symptoms/cough"],
        ["王小明", "七年级1班", TODAY.isoformat(), "fever", 1, 0],
    ]
    made = planned(store, [TABLES[0], Table("问卷.xlsx", "答卷", survey), hidden, beside])
    told = [one.problem.code for one in made.receipt().left_out]
    assert told == ["intake.hidden-sheet", "intake.text-beside", "intake.split-choices", "intake.foot-row"]
    assert made.receipt().went == RowCounts(filed=3, told=1 + 3 + 2)


def test_a_class_that_is_asked_holds_its_row_and_does_not_refuse_it(store: Store) -> None:
    rows: list[list[Writing]] = [["姓名", "班级"], ["王小明", date(2022, 7, 1)], ["李红", "七年级1班"]]
    made = planned(store, [Table("名单.xlsx", "人员", rows)])
    assert (made.receipt().refused, made.receipt().went) == ((), RowCounts(filed=1, asked=1))
    assert take_in(store, made, accept=True).went.filed == 2


def test_a_remark_beside_a_test_is_added_to_what_is_remarked_of_somebody(store: Store) -> None:
    people: list[list[Writing]] = [["姓名", "班级", "备注"], ["王小明", "七年级1班", "青霉素过敏"]]
    take_in(store, planned(store, [Table("名单.xlsx", "人员", people)]))
    tests: list[list[Writing]] = [
        ["姓名", "班级", "核酸结果", "备注"],
        ["王小明", "七年级1班", "阴性", "在家"],
    ]
    steps = planned(store, [Table("核酸.xlsx", "结果", tests)]).steps
    remarks = {(step.entry.answers or {}).get("remark") for step in steps if step.entry.blank == "person"}
    assert remarks == {"在家；青霉素过敏"}
