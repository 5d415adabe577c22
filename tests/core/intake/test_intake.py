"""Intake: what a workbook comes to, from its cells to the records of a real store."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from schoolprep.facts import blank, divisions
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers
from schoolprep.facts.steps import Steps, finish, share
from schoolprep.facts.subject import AREAS
from schoolprep.facts.words import say_problem
from schoolprep.intake import Choices, Plan, Receipt, changes_of, plan, replan, take_in
from schoolprep.store import Key, School, Store, Who

BLANKS = blank.load()
DIVISIONS = divisions.load()
ONE, OTHER, THIRD = "140802200809010013", "110101199003071233", "810000199408230021"
Sheets = dict[str, Sequence[Sequence[Writing]]]

PEOPLE = ["证件号", "姓名", "班级"]
TESTS = ["证件号", "姓名", "采样时间", "报告时间", "结果"]
STAYS = ["证件号", "姓名", "地区", "抵达日期", "离开日期", "无旅居史", "起始日期", "截止日期"]
WANG = [ONE, "王明", "七年级1班"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new workspace of a school in 运城 盐湖区."""
    school = School(name="一中", region="140802", profile="yuncheng-2022")
    with Store.create(tmp_path / "school.schoolprep", Key.random(), school, Who("校医", "desk")) as opened:
        yield opened


def _book(path: Path, sheets: Sheets) -> Path:
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def _finished(steps: Steps[Plan]) -> Plan:
    seen: list[tuple[int, int]] = []
    made = finish(share(steps, seen.append))
    assert seen == sorted(seen)
    assert all(0 <= done <= total == 1000 for done, total in seen)
    return made


def _plan(store: Store, *paths: Path, today: date | None = None) -> Plan:
    return _finished(plan(paths, store, BLANKS, DIVISIONS, "140802", today=today))


@pytest.fixture
def planned(store: Store, tmp_path: Path) -> Callable[..., Plan]:
    """Plan a workbook of these sheets."""
    return lambda sheets, **more: _plan(store, _book(tmp_path / "表.xlsx", sheets), **more)


@pytest.fixture
def taken(store: Store, planned: Callable[..., Plan]) -> Callable[..., Receipt]:
    """Take in a workbook of these sheets."""
    return lambda sheets, accept=False, **more: take_in(store, planned(sheets, **more), accept)


def _answers(store: Store, blank_id: str) -> list[Answers]:
    return [record.answers or {} for record in store.current() if record.blank == blank_id]


def _counts(receipt: Receipt) -> tuple[int, int, int]:
    return receipt.added, receipt.changed, receipt.unchanged


def _codes(receipt: Receipt) -> list[tuple[str, str, str]]:
    return [(notice.sheet, notice.cell, notice.problem.code) for notice in receipt.refused]


# ---------------------------------------------------------------- the way through


def test_the_canonical_workbook_goes_in_and_comes_back_unchanged(
    store: Store, taken: Callable[..., Receipt]
) -> None:
    sheets: Sheets = {
        "旅居史": [STAYS, [ONE, "王明", "海南省三亚市吉阳区", "2022-08-01", "2022-08-03", "", "", ""],
                  [ONE, "王明", "", "", "", "是", "2022-08-04", "2022-08-08"]],
        "人员": [PEOPLE, WANG],
        "核酸检测": [TESTS, [ONE, "王明", "2022-08-07 08:00", "", "阴性"]],
    }  # fmt: skip
    first = taken(sheets)
    assert _counts(first) == (4, 0, 0)
    assert not first.needs_somebody
    assert _answers(store, "person")[0] | {"birth_date": ""} == {
        "name": "王明", "document_no": ONE, "document_type": "resident_id", "class_name": "七年级1班",
        "birth_date": "", "sex": "male",
    }  # fmt: skip
    assert {record.act for record in store.current()} == {first.act}
    again = taken(sheets)
    assert _counts(again) == (0, 0, 4)
    assert again.act == ""


def test_nothing_is_written_before_taking_in_and_all_of_it_is_undone_together(
    store: Store, planned: Callable[..., Plan]
) -> None:
    made = planned({"人员": [PEOPLE, WANG], "核酸检测": [TESTS, [ONE, "", "2022-08-07 08:00", "", "阴性"]]})
    assert not list(store.current())
    receipt = take_in(store, made)
    assert len(list(store.current())) == 2
    store.undo(receipt.act)
    assert not list(store.current())


def test_a_cancelled_plan_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    steps = plan([_book(tmp_path / "a.xlsx", {"人员": [PEOPLE, WANG]})], store, BLANKS, DIVISIONS, "140802")
    next(steps)
    steps.close()
    assert not list(store.current())
    assert not list(store.acts(9))


def test_several_books_and_a_folder_are_one_act(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "各班"
    folder.mkdir()
    _book(folder / "七1.xlsx", {"Sheet1": [PEOPLE, WANG]})
    (folder / "七2.csv").write_text(f"证件号,姓名,班级\n{OTHER},李红,七年级2班\n", "gb18030")
    tests = _book(tmp_path / "核酸.xlsx", {"核酸检测": [TESTS, [OTHER, "", "2022-08-07 08:00", "", "阴性"]]})
    receipt = take_in(store, _plan(store, tests, folder))
    assert _counts(receipt) == (3, 0, 0)
    assert receipt.files == ("核酸.xlsx", "各班/七1.xlsx", "各班/七2.csv")
    assert len(store.acts(9)) == 1


def test_one_file_of_several_that_cannot_be_read_is_told_and_the_others_go_in(
    store: Store, tmp_path: Path
) -> None:
    good, bad = _book(tmp_path / "七1.xlsx", {"人员": [PEOPLE, WANG]}), tmp_path / "七2.xlsx"
    bad.write_bytes(good.read_bytes()[:900])
    made = _plan(store, bad, good)
    assert [(one.file, one.problem.code) for one in made.receipt().refused] == [
        ("七2.xlsx", "intake.damaged")
    ]
    again = _finished(replan(made, Choices(), DIVISIONS, "140802"))
    assert again.receipt().refused == made.receipt().refused
    receipt = take_in(store, made)
    assert (receipt.added, len(receipt.refused)) == (1, 1)
    assert [book.file for book in made.returned(receipt)] == []
    with pytest.raises(CallError) as wrong:
        _plan(store, bad)
    assert wrong.value.problem.code == "intake.damaged"


def test_a_changed_answer_is_shown_old_and_new_and_a_blank_cell_changes_nothing(
    store: Store, planned: Callable[..., Plan], taken: Callable[..., Receipt]
) -> None:
    header = [*PEOPLE, "联系电话", "宿舍"]
    taken({"人员": [header, [*WANG, "13800138000", "3号楼101"]]})
    made = planned({"人员": [header, [*WANG, "13900139000", ""]]})
    (step,) = made.steps
    assert changes_of(step) == {"phone": ("13800138000", "13900139000")}
    receipt = take_in(store, made)
    assert _counts(receipt) == (0, 1, 0)
    assert _answers(store, "person")[0]["dormitory"] == "3号楼101"
    assert len(store.history(step.entry.subject)) == 2


def test_a_store_that_changed_since_the_plan_is_compared_anew(
    store: Store, planned: Callable[..., Plan], tmp_path: Path
) -> None:
    early = planned({"人员": [PEOPLE, WANG]})
    take_in(store, _plan(store, _book(tmp_path / "b.xlsx", {"人员": [[*PEOPLE, "宿舍"], [*WANG, "101"]]})))
    assert _counts(take_in(store, early)) == (0, 0, 1)
    assert len(_answers(store, "person")) == 1


def test_areas_belong_to_nobody(store: Store, taken: Callable[..., Receipt]) -> None:
    header = ["地区", "等级", "起始时间", "来源"]
    receipt = taken({"风险地区": [header, ["海南省三亚市吉阳区", "高风险", "2022-08-01", "通报"]]})
    assert _counts(receipt) == (1, 0, 0)
    assert [record.subject for record in store.current()] == [AREAS]


# ---------------------------------------------------------------- cells


def test_a_refused_cell_refuses_that_answer_only(store: Store, taken: Callable[..., Receipt]) -> None:
    receipt = taken({"人员": [[*PEOPLE, "联系电话", "宿舍"], [*WANG, "电话不详细", "101"]]})
    assert [code[:2] for code in _codes(receipt)] == [("人员", "D2")]
    (person,) = _answers(store, "person")
    assert person["dormitory"] == "101"
    assert "phone" not in person


def test_a_number_that_went_through_a_float_is_never_repaired(
    store: Store, taken: Callable[..., Receipt]
) -> None:
    receipt = taken({"人员": [PEOPLE, [int(ONE), "王明", "七年级1班"]]})
    assert _codes(receipt) == [("人员", "A2", "kinds.identity-number-cell")]
    assert [person.keys() & {"document_no", "name"} for person in _answers(store, "person")] == [{"name"}]


def test_every_repair_is_shown_old_and_new(taken: Callable[..., Receipt]) -> None:
    receipt = taken({"人员": [PEOPLE, [f"'{ONE}", "王　明", "七(1)班"]]})
    assert [(change.cell, change.was, change.now) for change in receipt.repaired] == [
        ("A2", f"'{ONE}", ONE), ("B2", "王　明", "王明"), ("C2", "七(1)班", "七年级1班"),
    ]  # fmt: skip


def test_a_missing_required_answer_refuses_the_row_and_says_so(taken: Callable[..., Receipt]) -> None:
    header = ["证件号", "姓名", "日期", "早体温"]
    receipt = taken({"人员": [PEOPLE, WANG], "健康监测": [header, [ONE, "王明", "某天", "36.5"]]})
    cell, row = receipt.refused
    assert (cell.cell, row.cell, row.problem.code) == ("C2", "A2", "intake.row-incomplete")
    assert "第2行" in say_problem(row.problem, "zh")
    assert receipt.added == 1


def test_two_answers_that_exclude_each_other_save_neither(taken: Callable[..., Receipt]) -> None:
    row = [ONE, "王明", "海南省三亚市", "2022-08-01", "2022-08-02", "是", "2022-08-01", "2022-08-08"]
    receipt = taken({"人员": [PEOPLE, WANG], "旅居史": [STAYS, row]})
    assert [code for _, _, code in _codes(receipt)] == ["intake.row-incomplete"]
    assert receipt.added == 1


def test_a_day_of_leaving_before_arriving_is_left_out(store: Store, taken: Callable[..., Receipt]) -> None:
    row = [ONE, "王明", "海南省三亚市", "2022-08-05", "2022-08-02", "", "", ""]
    receipt = taken({"人员": [PEOPLE, WANG], "旅居史": [STAYS, row]})
    assert _codes(receipt) == [("旅居史", "E2", "blanks.order")]
    assert _answers(store, "travel") == [{"place": "4602", "arrived": "2022-08-05"}]
    assert _counts(taken({"人员": [PEOPLE, WANG], "旅居史": [STAYS, row]})) == (0, 0, 2)


def test_a_date_takes_the_year_of_the_sheet_and_is_doubtful_without(
    store: Store, taken: Callable[..., Receipt]
) -> None:
    rows = [TESTS, [ONE, "王明", "8月7日 08:00", "", "阴性"]]
    dated = taken({"人员": [PEOPLE, WANG], "核酸检测": [["填报日期：2022-08-08"], *rows]})
    assert not dated.doubtful
    assert _answers(store, "test")[0]["sampled_at"] == "2022-08-07T08:00"
    assert not taken({"核酸检测": rows}, today=date(2022, 8, 8)).doubtful  # on file just so
    rows[1][2] = "8月6日 08:00"
    doubtful = taken({"核酸检测": rows}, today=date(2022, 8, 8))
    assert [(change.cell, change.now) for change in doubtful.doubtful] == [("C2", "2022-08-06 08:00")]


def test_a_doubtful_year_is_the_one_the_other_sheets_of_the_file_give(taken: Callable[..., Receipt]) -> None:
    sheets: Sheets = {
        "人员": [["填报日期：2022-08-08"], PEOPLE, WANG],
        "核酸检测": [TESTS, [ONE, "王明", "8月7日", "", "阴性"]],
    }
    receipt = taken(sheets, today=date(2026, 11, 23))
    assert [change.now for change in receipt.doubtful] == ["2022-08-07"]


def test_what_is_doubtful_stays_unknown_until_accepted(
    store: Store, planned: Callable[..., Plan], taken: Callable[..., Receipt]
) -> None:
    sheets: Sheets = {
        "人员": [PEOPLE, WANG],
        "核酸检测": [TESTS, [ONE, "", "8月7日", "", "阴性"], [ONE, "", "8月5日", "", "阴性"]],
    }
    left = taken(sheets, today=date(2022, 8, 8))
    assert len(left.doubtful) == 2
    assert all("sampled_at" not in test for test in _answers(store, "test"))
    made = planned(sheets, today=date(2022, 8, 8))
    one = take_in(store, made, {0})
    assert [(change.now, len(one.doubtful)) for change in one.repaired] == [("2022-08-07", 1)]
    taken(sheets, accept=True, today=date(2022, 8, 8))
    assert {test.get("sampled_at") for test in _answers(store, "test")} >= {"2022-08-05", "2022-08-07"}


def test_a_row_that_lacks_only_what_is_doubtful_waits_and_is_not_refused(
    taken: Callable[..., Receipt],
) -> None:
    sheets: Sheets = {
        "人员": [PEOPLE, WANG],
        "健康监测": [["证件号", "日期", "早体温"], [ONE, "8月7日", "36.5"]],
    }
    receipt = taken(sheets, today=date(2022, 8, 8))
    assert (len(receipt.doubtful), receipt.refused, receipt.added) == (1, (), 1)
    assert taken(sheets, accept=True, today=date(2022, 8, 8)).added == 1


# ---------------------------------------------------------------- rows


def test_empty_rows_totals_and_signatures_are_no_people(store: Store, taken: Callable[..., Receipt]) -> None:
    header = ["序号", *PEOPLE]
    receipt = taken(
        {"人员": [header, [1, *WANG], [], [2, "", "", ""], header, [3, OTHER, "李红", "七年级1班"],
                 ["合计", 2], ["填表人：张三", "", "审核人：李四"], ["注：电话必填"],
                 ["班主任签字：", "", "", "日期：2022.8.9"], ["", "教师签名"]]}
    )  # fmt: skip
    assert receipt.added == 2
    assert not receipt.refused
    assert [(notice.cell, notice.problem.code) for notice in receipt.left_out] == [
        ("A5", "intake.repeated-header"),
        *((cell, "intake.foot-row") for cell in ("A7", "A8", "A9", "A10", "A11")),
    ]
    assert {person["name"] for person in _answers(store, "person")} == {"王明", "李红"}


def test_a_row_with_somebodys_number_is_no_foot(taken: Callable[..., Receipt]) -> None:
    receipt = taken({"人员": [["备注", *PEOPLE], ["说明：周末返校", *WANG]]})
    assert (receipt.added, receipt.left_out) == (1, ())


def test_a_row_that_only_names_somebody_says_nothing(taken: Callable[..., Receipt]) -> None:
    receipt = taken({"人员": [PEOPLE, WANG], "核酸检测": [TESTS, [ONE, "王明", "", "", ""]]})
    assert (receipt.added, receipt.refused) == (1, ())


def test_a_row_that_was_prepared_and_never_filled_in_is_skipped_and_listed(
    taken: Callable[..., Receipt],
) -> None:
    receipt = taken(
        {"人员": [PEOPLE, WANG], "健康监测": [["证件号", "日期", "早体温"], [ONE, "2022-08-07", ""]]}
    )
    assert (receipt.added, receipt.refused) == (1, ())
    assert [(notice.cell, notice.problem.code) for notice in receipt.left_out] == [
        ("A2", "intake.row-unanswered")
    ]


def test_the_same_row_twice_is_one_statement(taken: Callable[..., Receipt]) -> None:
    row = [ONE, "王明", "2022-08-07 08:00", "", "阴性"]
    receipt = taken({"人员": [PEOPLE, WANG, WANG], "核酸检测": [TESTS, row, row]})
    assert (_counts(receipt), receipt.refused) == ((2, 0, 0), ())


def test_rows_that_add_to_each_other_are_laid_together(store: Store, taken: Callable[..., Receipt]) -> None:
    header = ["证件号", "日期", "早体温", "晚体温"]
    receipt = taken(
        {
            "人员": [PEOPLE, WANG],
            "健康监测": [header, [ONE, "2022-08-07", 36.5, ""], [ONE, "2022-08-07", "", 36.8]],
        }
    )
    assert receipt.added == 2
    assert _answers(store, "health") == [{"day": "2022-08-07", "temp_am": 36.5, "temp_pm": 36.8}]


def test_rows_that_contradict_each_other_are_both_refused_for_that_answer(
    store: Store, taken: Callable[..., Receipt]
) -> None:
    rows = [[ONE, "", "2022-08-07 08:00", "2022-08-07 20:00", result] for result in ("阴性", "阳性")]
    receipt = taken({"人员": [PEOPLE, WANG], "核酸检测": [TESTS, *rows]})
    assert _codes(receipt) == [
        ("核酸检测", "E2", "intake.rows-disagree"),
        ("核酸检测", "E3", "intake.rows-disagree"),
    ]
    assert "E3" in say_problem(receipt.refused[0].problem, "zh")
    assert [test.keys() for test in _answers(store, "test")] == [{"sampled_at", "reported_at"}]


def test_a_statement_without_its_date_is_completed_by_the_corrected_sheet(
    store: Store, taken: Callable[..., Receipt]
) -> None:
    wrong: Sheets = {"旅居史": [STAYS, [ONE, "", "海南省三亚市", "某天", "2022-08-03", "", "", ""]]}
    right: Sheets = {"旅居史": [STAYS, [ONE, "", "海南省三亚市", "2022-08-01", "2022-08-03", "", "", ""]]}
    taken({"人员": [PEOPLE, WANG], **wrong})
    assert _counts(taken(right)) == (0, 1, 0)
    assert _answers(store, "travel") == [{"place": "4602", "arrived": "2022-08-01", "left": "2022-08-03"}]
    assert _counts(taken(wrong)) == (0, 0, 1)
    assert len(_answers(store, "travel")) == 1


def test_two_alike_rows_of_one_sheet_are_two_statements(store: Store, taken: Callable[..., Receipt]) -> None:
    sheets: Sheets = {
        "人员": [PEOPLE, WANG],
        "旅居史": [STAYS, [ONE, "", "海南省三亚市", "", "", "", "", ""],
                  [ONE, "", "海南省三亚市", "2022-08-01", "", "", "", ""]],
    }  # fmt: skip
    assert _counts(taken(sheets)) == (3, 0, 0)
    assert _counts(taken(sheets)) == (0, 0, 3)
    assert len(_answers(store, "travel")) == 2


# ---------------------------------------------------------------- who


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ([THIRD, "王明", ""], "new-people"),
        (["", "王明", ""], "intake.no-person"),
        (["", "张三", "七年级1班"], "new-people"),
        (["", "李红", "七年级1班"], "intake.namesakes"),
        (["", "", "七年级1班"], "intake.no-person"),
        (["", "王明", "七年级1班"], ""),
        (["", "王 明", "七(1)班"], ""),
    ],
)
def test_a_row_says_whom_it_is_about_or_is_refused_whole(
    store: Store, taken: Callable[..., Receipt], who: list[str], code: str
) -> None:
    people = [PEOPLE, WANG, [OTHER, "李红", "七年级1班"], ["931156200809010012", "李红", "七年级1班"]]
    rows = [["证件号", "姓名", "班级", "采样时间", "结果"], [*who, "2022-08-07 08:00", "阴性"]]
    receipt = taken({"核酸检测": rows, "人员": people})
    asked = [change.repair for change in receipt.doubtful]
    assert [found for _, _, found in _codes(receipt)] + asked == ([code] if code else [])
    assert len(_answers(store, "test")) == (not code)


def test_another_name_beside_a_document_waits_for_somebodys_word(
    store: Store, taken: Callable[..., Receipt]
) -> None:
    sheets: Sheets = {
        "人员": [PEOPLE, WANG],
        "核酸检测": [TESTS, [ONE, "王朋", "2022-08-07 08:00", "", "阴性"]],
    }
    receipt = taken(sheets)
    assert [(c.cell, c.was, c.now, c.repair) for c in receipt.doubtful] == [
        ("B2", "王朋", "王明", "name-differs")
    ]
    assert not _answers(store, "test")
    assert taken(sheets, accept=True).added == 1


def test_a_new_name_on_the_sheet_of_people_is_taken_only_when_accepted(
    store: Store, taken: Callable[..., Receipt]
) -> None:
    taken({"人员": [PEOPLE, WANG]})
    sheets: Sheets = {"人员": [[*PEOPLE, "宿舍"], [ONE, "王朋", "七年级1班", "101"]]}
    assert len(taken(sheets).doubtful) == 1
    assert [(p["name"], p["dormitory"]) for p in _answers(store, "person")] == [("王明", "101")]
    taken(sheets, accept=True)
    assert [p["name"] for p in _answers(store, "person")] == ["王朋"]


def test_the_document_joins_the_person_known_by_name_and_class(
    store: Store, taken: Callable[..., Receipt]
) -> None:
    taken(
        {
            "人员": [PEOPLE, ["", "王明", "七年级1班"]],
            "核酸检测": [["姓名", "班级", "采样时间"], ["王明", "七年级1班", "2022-08-07"]],
        }
    )
    (before,) = {record.subject for record in store.current()}
    assert _counts(taken({"人员": [PEOPLE, WANG]})) == (0, 1, 0)
    assert {record.subject for record in store.current()} == {before}
    assert taken({"核酸检测": [TESTS, [ONE, "", "2022-08-08 08:00", "", ""]]}).added == 1


def test_two_documents_never_join_one_person(store: Store, taken: Callable[..., Receipt]) -> None:
    taken({"人员": [PEOPLE, ["", "王明", "七年级1班"]]})
    taken({"人员": [PEOPLE, WANG, [OTHER, "王明", "七年级1班"]]})
    assert len(_answers(store, "person")) == 3


def test_another_birth_date_is_another_person(store: Store, taken: Callable[..., Receipt]) -> None:
    header = ["姓名", "班级", "出生日期"]
    taken({"人员": [header, ["王明", "七年级1班", "2009-01-02"]]})
    taken({"人员": [header, ["王明", "七年级1班", "2009-05-06"]]})
    assert len(_answers(store, "person")) == 2


def test_somebody_who_is_not_taken_in_cannot_be_spoken_about(taken: Callable[..., Receipt]) -> None:
    receipt = taken(
        {
            "人员": [["证件号", "班级"], [ONE, "七年级1班"]],
            "核酸检测": [TESTS, [ONE, "", "2022-08-07 08:00", "", "阴性"]],
        }
    )
    assert receipt.added == 0
    assert [code for _, _, code in _codes(receipt)] == ["intake.row-incomplete", "intake.unknown-document"]


def test_what_the_number_tells_does_not_overwrite_what_is_on_file(
    store: Store, taken: Callable[..., Receipt]
) -> None:
    taken({"人员": [[*PEOPLE, "性别"], [*WANG, "女"]]})
    assert _counts(taken({"人员": [PEOPLE, WANG]})) == (0, 0, 1)
    assert _answers(store, "person")[0]["sex"] == "female"


# ---------------------------------------------------------------- what is told


def test_the_receipt_has_the_shape_scripts_rely_on(taken: Callable[..., Receipt]) -> None:
    sheets: Sheets = {
        "人员": [[*PEOPLE, "联系电话", "乱写"], [ONE, "王 明", "七年级1班", "没有", "x"]],
        "核酸检测": [TESTS, [ONE, "王朋", "2022-08-07", "", "阴性"]],
    }
    made: dict[str, Any] = json.loads(json.dumps(taken(sheets).json(), ensure_ascii=False))
    assert [made[count] for count in ("added", "changed", "unchanged")] == [1, 0, 0]
    for part in ("repaired", "doubtful"):
        assert made[part]
        assert all({"sheet", "cell", "was", "now", "repair"} <= item.keys() for item in made[part])
    assert made["left_out"][0]["cell"] == "E1"
    assert all(
        {"sheet", "cell", "value", "problem", "says"} <= item.keys() and item["says"].keys() == {"zh", "en"}
        for item in (*made["refused"], *made["left_out"])
    )


def test_the_receipt_is_a_table_and_lines_in_both_languages(taken: Callable[..., Receipt]) -> None:
    receipt = taken(
        {"人员": [[*PEOPLE, "住宿方式"], [f" {ONE}", "王 明", "七年级1班", "月球"]], "草稿": [["x"]]}
    )
    for lang, words in (
        ("zh", ["未收此格", "已修正", "未使用"]),
        ("en", ["Cell not taken", "Repaired", "Not used"]),
    ):
        header, *rows = receipt.rows(lang)
        assert {len(row) for row in rows} == {len(header)}
        assert list(dict.fromkeys(row[0] for row in rows)) == words
        assert all(change.line(lang) for change in receipt.repaired)
        assert all(notice.line(lang) for notice in receipt.refused)
        assert "1" in receipt.counts(lang)


def test_a_refused_cell_is_not_told_as_a_refused_pupil(taken: Callable[..., Receipt]) -> None:
    receipt = taken(
        {
            "人员": [[*PEOPLE, "住宿方式"], [ONE, "王明", "七年级1班", "月球"]],
            "健康监测": [["证件号", "日期", "体温"], ["007", "2022-08-08", "36.5"]],
        }
    )
    assert {(notice.cell, notice.part) for notice in receipt.refused} == {("A2", "row"), ("D2", "cell")}
    assert "未收 1 行、1 格" in receipt.counts("zh")
    assert receipt.json()["refused"][0].keys() >= {"part"}


def test_the_columns_are_shown_with_samples(planned: Callable[..., Plan]) -> None:
    made = planned({"人员": [["x"], [*PEOPLE], WANG, [OTHER, "李红", ""]]})
    name = made.headings(0)[1]
    assert (name.cell, name.text, name.field, name.samples) == ("B2", "姓名", "name", ("王明", "李红"))


def test_a_file_without_any_known_sheet_can_be_put_right(store: Store, tmp_path: Path) -> None:
    path = _book(tmp_path / "菜谱.xlsx", {"周一": [["早餐", "午餐"], ["粥", "面"]]})
    receipt = finish(plan([path], store, BLANKS, DIVISIONS, "140802")).receipt()
    assert [(one.part, one.problem.code) for one in receipt.left_out] == [
        ("file", "intake.nothing-known"), ("cell", "intake.unknown-sheet"),
    ]  # fmt: skip
    assert receipt.needs_somebody


# ---------------------------------------------------------------- empty is unknown, and nothing else is lost

CONTACTS = ["证件号", "姓名", "类别", "末次接触日期", "关联人员"]


def test_a_contact_of_unknown_category_is_a_contact_and_is_completed(
    store: Store, taken: Callable[..., Receipt]
) -> None:
    receipt = taken({"人员": [PEOPLE, WANG], "接触史": [CONTACTS, [ONE, "", "", "2022-08-01", ""]]})
    assert (_counts(receipt), receipt.refused, receipt.left_out) == ((2, 0, 0), (), ())
    assert _answers(store, "contact") == [{"last_on": "2022-08-01"}]
    assert _counts(taken({"接触史": [CONTACTS, [ONE, "", "密接", "2022-08-01", "张三"]]})) == (0, 1, 0)
    assert _answers(store, "contact") == [{"category": "close", "last_on": "2022-08-01", "linked": "张三"}]


def test_a_contact_whose_category_is_not_understood_is_a_contact(
    store: Store, taken: Callable[..., Receipt]
) -> None:
    row = [ONE, "", "某类", "2022-08-01", "张三"]
    receipt = taken({"人员": [PEOPLE, WANG], "接触史": [CONTACTS, row]})
    assert [code[:2] for code in _codes(receipt)] == [("接触史", "C2")]
    assert _answers(store, "contact") == [{"last_on": "2022-08-01", "linked": "张三"}]


@pytest.mark.parametrize(("sheet", "day"), [("管控环节", "开始时间"), ("疾病", "发病时间")])
def test_a_day_that_is_an_answer_is_refused_aloud_and_not_skipped(
    taken: Callable[..., Receipt], sheet: str, day: str
) -> None:
    what = "环节" if sheet == "管控环节" else "疾病"
    receipt = taken({"人员": [PEOPLE, WANG], sheet: [["证件号", what, day], [ONE, "", "2022-08-01"]]})
    assert (_codes(receipt), receipt.left_out) == ([(sheet, "A2", "intake.row-incomplete")], ())


def test_a_red_code_without_its_time_is_taken_in(store: Store, taken: Callable[..., Receipt]) -> None:
    header = ["证件号", "查验时间", "健康码"]
    receipt = taken({"人员": [PEOPLE, WANG], "健康码行程卡": [header, [ONE, "", "红"]]})
    assert not receipt.needs_somebody
    assert _answers(store, "code") == [{"colour": "red"}]


def test_a_day_pupil_with_a_dormitory_is_a_person(store: Store, taken: Callable[..., Receipt]) -> None:
    receipt = taken({"人员": [[*PEOPLE, "住宿方式", "宿舍"], [*WANG, "走读", "1-101"]]})
    assert (receipt.added, receipt.refused) == (1, ())
    assert _answers(store, "person")[0]["dormitory"] == "1-101"


def test_no_two_answers_of_a_person_can_refuse_the_person() -> None:
    assert not [field.name for field in BLANKS["person"].field if field.ask_if or field.ask_unless]


@pytest.mark.parametrize("place", ["朝阳区", "某某地方", ""])
def test_a_stay_keeps_its_days_though_nobody_knows_where(
    store: Store, taken: Callable[..., Receipt], place: str
) -> None:
    row = [ONE, "", place, "2022-08-01", "2022-08-03", "", "", ""]
    none = [ONE, "", "", "", "", "是", "2022-07-25", "2022-08-08"]
    receipt = taken({"人员": [PEOPLE, WANG], "旅居史": [STAYS, row, none]})
    assert receipt.added == 3
    assert receipt.needs_somebody == bool(place)
    assert {"arrived": "2022-08-01", "left": "2022-08-03"} in _answers(store, "travel")
    row[2] = "北京市朝阳区"
    assert _counts(taken({"旅居史": [STAYS, row, none]})) == (0, 1, 1)
    assert {"place": "110105", "arrived": "2022-08-01", "left": "2022-08-03"} in _answers(store, "travel")
    assert len(_answers(store, "travel")) == 2


def test_what_was_accepted_is_not_asked_again(
    store: Store, planned: Callable[..., Plan], taken: Callable[..., Receipt]
) -> None:
    sheets: Sheets = {
        "人员": [[*PEOPLE, "计划返校时间"], [*WANG, "8月20日"]],
        "核酸检测": [TESTS, [ONE, "", "8月7日", "", "阴性"], [ONE, "王朋", "2022-08-05", "", "阴性"]],
        "健康监测": [["证件号", "日期", "早体温"], [ONE, "8月7日", "36.5"]],
    }
    today = date(2022, 8, 8)
    first = planned(sheets, today=today)
    assert len(first.doubtful) == 4
    before = take_in(store, first, accept=True)
    assert not before.needs_somebody
    again = taken(sheets, today=today)
    assert (_counts(again), again.doubtful, again.needs_somebody) == ((0, 0, 4), (), False)
    assert {change.cell for change in again.repaired} == {change.cell for change in before.repaired}


def test_a_doubtful_day_never_changes_what_is_known_of_that_day(
    store: Store, taken: Callable[..., Receipt]
) -> None:
    taken({"人员": [PEOPLE, WANG], "核酸检测": [TESTS, [ONE, "", "2022-08-07", "", "阳性"]]})
    receipt = taken(
        {"核酸检测": [TESTS, [ONE, "", "8月7日", "", "阴性"]]}, today=date(2022, 8, 8)
    )  # the year is doubtful, and the result another
    assert [change.cell for change in receipt.doubtful] == ["C2"]
    assert {"sampled_at": "2022-08-07", "result": "positive"} in _answers(store, "test")


@pytest.mark.parametrize("guide", ["填写说明", "How to fill in"])
def test_the_guide_of_our_own_workbook_is_passed_over(taken: Callable[..., Receipt], guide: str) -> None:
    receipt = taken({guide: [["返校准备采集表"], ["工作表", "栏目", "怎么填"]], "人员": [PEOPLE, WANG]})
    assert (receipt.added, receipt.left_out) == (1, ())
