"""Matching: which blank a sheet is, where its header stands, which column answers what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from schoolprep.facts import blank, divisions
from schoolprep.facts.kinds.base import Frame, Writing
from schoolprep.facts.words import say_problem
from schoolprep.intake.choices import Choices
from schoolprep.intake.columns import Matched
from schoolprep.intake.match import MatchedSheets, match
from schoolprep.intake.tables import Table
from schoolprep.intake.vocabulary import Vocabulary

BLANKS = blank.load()
WORDS = Vocabulary(BLANKS)
FRAME = Frame(divisions.load(), "140802")


def _match(
    sheet: str, *rows: Sequence[Writing], choices: Choices | None = None, **more: object
) -> MatchedSheets:
    return match(Table("a.xlsx", sheet, rows, **more), WORDS, FRAME, choices)  # type: ignore[arg-type]


def _matched(sheet: str, *rows: Sequence[Writing], **more: object) -> Matched:
    """The one blank of a sheet."""
    (found,) = _match(sheet, *rows, **more).sheets  # type: ignore[arg-type]
    return found


def _fields(found: Matched) -> list[str]:
    return [("who." if column.who else "") + column.field for column in found.columns]


def _not_taken(found: MatchedSheets) -> str:
    assert found.notice and not found.sheets
    assert say_problem(found.notice.problem, "zh")
    assert say_problem(found.notice.problem, "en")
    return found.notice.problem.code


@pytest.mark.parametrize("one", BLANKS.values(), ids=list(BLANKS))
def test_every_canonical_sheet_is_known_by_its_name_and_by_its_headings_alone(one: blank.Blank) -> None:
    who = [] if one.about == "areas" or one.id == "person" else ["证件号", "姓名"]
    header = ["序号", *who, *(field.headings[0] for field in one.field)]
    for sheet in (one.sheet, "Sheet1"):
        found = _matched(sheet, header)
        assert found.blank is one
        assert [c.field for c in found.columns if c.who] == (["document_no", "name"] if who else [])
        assert [c.field for c in found.columns if not c.who] == [field.name for field in one.field]


def test_headings_with_hints_spaces_stars_and_width() -> None:
    found = _matched(
        "人员", ["*姓 名", "人员类别（学生/教师/后勤/其他）", "健康承诺书\n(已交/未交)", "证件号："]
    )
    assert [column.field for column in found.columns] == ["name", "category", "commitment", "document_no"]


def test_the_header_stands_under_title_and_date() -> None:
    found = _matched(
        "核酸检测",
        ["核酸检测情况统计表"],
        ["填报日期：2022年8月8日", "填报单位：第一中学"],
        ["姓名", "证件号", "采样时间", "结果"],
    )
    assert found.body == 3
    assert found.filled_on == date(2022, 8, 8)


@pytest.mark.parametrize(
    ("row", "day"),
    [
        (["填报日期", "", date(2022, 8, 8)], date(2022, 8, 8)),
        (["学校：一中", "填表日期:2022-08-08"], date(2022, 8, 8)),
        (["填报日期：8月8日"], None),
        (["填报日期："], None),
        (["2022年8月8日"], None),
    ],
)
def test_the_day_of_filling_in(row: Sequence[Writing], day: date | None) -> None:
    assert _matched("核酸检测", row, ["姓名", "采样时间"]).filled_on == day


def test_an_unknown_heading_is_listed_and_breaks_nothing() -> None:
    found = _matched("人员", [], ["姓名", "班级", "幸运数字"], first_row=3, first_column=2)
    assert [column.field for column in found.columns] == ["name", "class_name"]
    (notice,) = found.notices
    assert (notice.cell, notice.value, notice.problem.code) == ("D4", "幸运数字", "intake.unknown-heading")


@pytest.mark.parametrize("heading", ["判定", "算式", "最早可返校日", "Verdict"])
def test_what_the_program_worked_out_is_told_and_never_taken_in(heading: str) -> None:
    """A roster of ours that comes back: who was deferred is not ready because a sheet has no answers."""
    found = _matched("人员", [], ["姓名", "班级", heading])
    assert [column.field for column in found.columns] == ["name", "class_name"]
    (notice,) = found.notices
    assert (notice.value, notice.problem.code) == (heading, "intake.computed-heading")


def test_two_columns_of_one_answer_are_told_and_neither_is_used() -> None:
    found = _matched("人员", ["姓名", "班级", "联系电话", "手机号"])
    assert [column.field for column in found.columns] == ["name", "class_name"]
    (notice,) = found.refused
    assert notice.cell == "D1"
    said = say_problem(notice.problem, "zh")
    assert all(part in said for part in ("C", "D", "联系电话", "手机号"))


def test_two_columns_of_names_leave_nobody_to_be_known() -> None:
    assert _not_taken(_match("核酸检测", ["姓名", "学生姓名", "采样时间", "结果"])) == "intake.who-twice"


def test_the_name_of_the_cohabitant_is_not_the_name_of_the_person() -> None:
    found = _matched("共同居住人", ["姓名", "证件号", "同住人姓名", "同住人证件号"])
    assert [(c.field, c.who) for c in found.columns] == [
        ("name", True), ("document_no", True), ("name", False), ("document_no", False),
    ]  # fmt: skip


def test_what_is_no_sheet_of_ours_says_so() -> None:
    assert _not_taken(_match("说明", ["填写说明"], ["请按要求填写"])) == "intake.unknown-sheet"
    assert _not_taken(_match("人员", ["一班"], ["张三", "男"])) == "intake.no-header"
    assert _not_taken(_match("空", *[])) == "intake.empty-sheet"
    assert _not_taken(_match("核酸检测", ["采样时间", "结果"], ["2022-08-08", "阴性"])) == "intake.no-who"


def test_a_hidden_sheet_is_not_silently_used() -> None:
    rows = [["姓名", "班级"], ["王明", "七年级1班"]]
    assert _not_taken(_match("人员", *rows, hidden=True)) == "intake.hidden-sheet"
