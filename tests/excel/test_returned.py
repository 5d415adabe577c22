"""Refused rows as a workbook: the sender's layout, what is wrong at each cell, and the way back in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from exports import returned
from schoolprep.facts import divisions
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.record import Answers
from schoolprep.facts.steps import finish
from schoolprep.intake import Plan, Receipt, plan, take_in
from schoolprep.intake.returned import ReturnedBook
from schoolprep.store import Store
from tests.roster_school import blanks

BLANKS = blanks()
ONE, TWO, THREE = "140802200809010013", "110101199003071233", "810000199408230021"
TITLE = [["运城市实验中学七年级1班登记表"], ["填报日期：2022年8月8日"]]
HEAD = ["序号", "证件号", "姓名", "班级", "性别", "出生日期", "联系电话"]
ROWS: list[list[Writing]] = [
    [1, ONE, "王小明", "七年级1班", "男", "2008-09-01", "13800138000"],
    [2, TWO, "李红", "七年级1班", "不详哦", "1990-03-07", "138001"],
    [3, THREE, "赵强", "七年级1班", "男", date(1994, 8, 23), 13900139000],
]


def _book(path: Path, sheets: dict[str, Sequence[Sequence[Writing]]], merged: str = "") -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if merged:
            sheet.merge_cells(merged)
    book.save(path)
    return path


def _planned(store: Store, *books: Path) -> Plan:
    return finish(plan(books, store, BLANKS, divisions.load(), "140802", today=date(2023, 1, 5)))


def _taken_in(store: Store, *books: Path) -> tuple[Receipt, list[ReturnedBook]]:
    made = _planned(store, *books)
    receipt = take_in(store, made)
    return receipt, made.returned(receipt)


def _written(book: ReturnedBook, folder: Path) -> Path:
    out = book.path_in(folder, "待更正")
    done = list(returned.write(book, out, "zh"))
    assert done == sorted(done)
    return out


def _person(store: Store, document: str) -> Answers:
    return next(
        record.answers
        for record in store.current()
        if record.answers and record.answers.get("document_no") == document
    )


def test_only_the_refused_row_comes_back_under_the_senders_title_and_headings(
    tmp_path: Path, store: Store
) -> None:
    receipt, (book,) = _taken_in(store, _book(tmp_path / "一班.xlsx", {"七1": [*TITLE, HEAD, *ROWS]}))
    assert len(receipt.refused) == 2
    out = _written(book, tmp_path)
    assert out.name == "一班 待更正.xlsx"
    sheet = load_workbook(out)["七1"]
    shown = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert shown[0][0] == TITLE[0][0]
    assert shown[1][0] == TITLE[1][0]
    assert shown[2] == HEAD
    assert shown[3:] == [[2, TWO, "李红", "七年级1班", "不详哦", "1990-03-07", "138001"]]


def test_each_bad_cell_is_red_says_why_and_offers_what_it_can_be(tmp_path: Path, store: Store) -> None:
    _, (book,) = _taken_in(store, _book(tmp_path / "一班.xlsx", {"人员": [HEAD, *ROWS]}))
    sheet = load_workbook(_written(book, tmp_path))["人员"]
    red = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == "00FBE7E5"
    }
    assert red == {"E2", "G2"}
    assert "不详哦" in sheet["E2"].comment.text
    assert "138001" in sheet["G2"].comment.text
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("E2", '"男,女"')
    assert sheet["G2"].number_format == "@"


def test_put_right_it_goes_through_and_only_it(tmp_path: Path, store: Store) -> None:
    _, (book,) = _taken_in(store, _book(tmp_path / "一班.xlsx", {"人员": [*TITLE, HEAD, *ROWS]}))
    out = _written(book, tmp_path)
    work = load_workbook(out)
    work["人员"]["E4"], work["人员"]["G4"] = "女", "13800138001"
    work.save(out)
    receipt, left = _taken_in(store, out)
    assert (receipt.added, receipt.changed, receipt.unchanged) == (0, 1, 0)
    assert (receipt.refused, left) == ((), [])
    assert _person(store, TWO)["sex"] == "female"


def test_dropped_in_as_it_is_it_is_refused_again_and_keeps_its_name(tmp_path: Path, store: Store) -> None:
    _, (book,) = _taken_in(store, _book(tmp_path / "一班.xlsx", {"人员": [HEAD, *ROWS]}))
    receipt, (again,) = _taken_in(store, _written(book, tmp_path))
    assert len(receipt.refused) == 2
    assert again.path_in(tmp_path, "待更正").name == "一班 待更正 2.xlsx"


def test_a_row_about_nobody_comes_back_whole(tmp_path: Path, store: Store) -> None:
    tests = [["证件号", "姓名", "采样时间", "结果"], ["", "张三", "2022-08-07", "阴性"]]
    path = _book(tmp_path / "核酸.xlsx", {"人员": [HEAD, ROWS[0]], "核酸检测": tests})
    _, (book,) = _taken_in(store, path)
    sheet = load_workbook(_written(book, tmp_path))["核酸检测"]
    assert [cell.value for cell in sheet[2]] == [None, "张三", "2022-08-07", "阴性"]
    assert any(cell.comment for cell in sheet[2])


def test_what_is_said_of_a_row_names_the_row_in_which_it_comes_back(tmp_path: Path, store: Store) -> None:
    tests = [
        ["证件号", "姓名", "采样时间", "结果"],
        *[[ONE, "王小明", f"2022-08-0{day}", "阴性"] for day in range(1, 6)],
    ]
    nobody = ["", "张三", "2022-08-07", "阴性"]
    second = [["采样时间", "结果", "证件号", "姓名"], ["2022-08-06", "阴性", "", "李四"]]
    path = _book(tmp_path / "核酸.xlsx", {"人员": [HEAD, ROWS[0]], "核酸检测": [*tests, nobody, *second]})
    _, (book,) = _taken_in(store, path)
    sheet = load_workbook(_written(book, tmp_path))["核酸检测"]
    notes = {cell.row: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert len(notes) == 2 and all(f"第{row}行" in text for row, text in notes.items())


def test_a_workbook_that_counts_from_1904_goes_back_as_one(tmp_path: Path, store: Store) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    sheet.title = "人员"
    for row in ([*HEAD], [1, ONE, "王小明", "七年级1班", "哦", datetime(2008, 9, 1), ""]):
        sheet.append(row)
    book.save(tmp_path / "mac.xlsx")
    _, (made,) = _taken_in(store, tmp_path / "mac.xlsx")
    back = load_workbook(_written(made, tmp_path))
    assert back.epoch == CALENDAR_MAC_1904
    assert back["人员"]["F2"].value == datetime(2008, 9, 1)


def test_the_sheet_that_says_the_year_comes_along(tmp_path: Path, store: Store) -> None:
    stays = [["证件号", "姓名", "地区", "抵达日期", "离开日期"], [ONE, "王小明", "哪里哪里", "8.1", "8.3"]]
    path = _book(tmp_path / "一班.xlsx", {"人员": [*TITLE, HEAD, ROWS[0]], "旅居史": stays})
    _, (book,) = _taken_in(store, path)
    out = _written(book, tmp_path)
    assert [sheet.max_row for sheet in load_workbook(out)] == [3, 2]
    work = load_workbook(out)
    work["旅居史"]["C2"] = "太原市小店区"
    work.save(out)
    receipt, _ = _taken_in(store, out)
    assert receipt.refused == ()
    assert [change.now for change in receipt.doubtful] == ["2022-08-01", "2022-08-03"]


def test_a_csv_comes_back_as_a_workbook(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "一班.csv"
    path.write_text("证件号,姓名,班级,性别\n" + f"{ONE},王小明,七年级1班,哦\n", "gb18030")
    _, (book,) = _taken_in(store, path)
    assert load_workbook(_written(book, tmp_path))["一班"]["D2"].value == "哦"


def test_a_name_that_looks_like_a_formula_stays_a_name(tmp_path: Path, store: Store) -> None:
    row = [1, ONE, '=HYPERLINK("http://x")', "七年级1班", "哦", "", ""]
    path = tmp_path / "一班.csv"
    path.write_text(
        ",".join(HEAD) + "\n" + ",".join(f'"{str(cell).replace(chr(34), chr(34) * 2)}"' for cell in row),
        "utf-8",
    )
    _, (book,) = _taken_in(store, path)
    cell = load_workbook(_written(book, tmp_path))["一班"]["C2"]
    assert (cell.data_type, cell.value) == ("s", row[2])


def test_a_writing_that_is_closed_halfway_leaves_nothing(tmp_path: Path, store: Store) -> None:
    _, (book,) = _taken_in(store, _book(tmp_path / "一班.xlsx", {"人员": [HEAD, *ROWS]}))
    out = book.path_in(tmp_path, "待更正")
    steps = returned.write(book, out, "zh")
    next(steps)
    steps.close()
    assert not out.exists()
    assert not list(tmp_path.glob(".*"))


def test_nothing_is_written_anywhere_else(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With no room for temporary files it is written all the same: no answer ever lies in one."""
    _, (book,) = _taken_in(store, _book(tmp_path / "一班.xlsx", {"人员": [HEAD, *ROWS]}))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    assert load_workbook(_written(book, tmp_path)).sheetnames[0] == "人员"


def test_what_the_row_shared_with_those_above_is_written_into_it(tmp_path: Path, store: Store) -> None:
    rows: list[list[Writing]] = [
        [*HEAD],
        *[[*row[:3], row[3] if at == 0 else None, *row[4:]] for at, row in enumerate(ROWS)],
    ]
    _, (book,) = _taken_in(store, _book(tmp_path / "一班.xlsx", {"人员": rows}, merged="D2:D4"))
    sheet = load_workbook(_written(book, tmp_path))["人员"]
    assert sheet["D2"].value == "七年级1班"
