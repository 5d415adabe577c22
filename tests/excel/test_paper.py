"""The class form on paper: the lines of the screen, the columns of the purpose, a sheet for each class."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from exports import workbook
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.steps import finish
from schoolprep.grid.paper import paper
from schoolprep.grid.people import units
from schoolprep.store import Key, School, Store, Who
from tests.program import program_data
from tests.roster_school import blanks

BLANKS = blanks()
PURPOSES = program_data().purposes
ON = Moment.parse("2022-08-08T07:30")
PEOPLE = [("赵强", "七年级1班"), ("白钰", "七年级1班"), ("=1+1", "七年级2班"), ("李红", "")]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    school = School(name="一中", region="140802", profile="yuncheng-2022")
    store = Store.create(tmp_path / "s.schoolprep", Key.random(), school, Who("校医", "desk"))
    data = program_data()
    opened = Desk(store, data)
    for name, class_name in PEOPLE:
        answers: Answers = {"name": name, "category": "student"}
        opened.filing.append(
            [
                Entry(
                    blank="person",
                    subject=opened.people.new_person(),
                    answers=answers | ({"class_name": class_name} if class_name else {}),
                )
            ]
        )
    yield opened
    opened.close()


def _sheets(
    desk: Desk, folder: Path, lang: Lang = "zh", class_name: str = ""
) -> dict[str, list[list[object]]]:
    out = folder / "form.xlsx"
    for _ in workbook.write(paper(desk, PURPOSES["health"], ON, lang, class_name), out):
        pass
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        for sheet in load_workbook(out)
    }


def test_each_class_has_a_sheet_with_the_lines_of_the_screen(desk: Desk, tmp_path: Path) -> None:
    sheets = _sheets(desk, tmp_path)
    assert list(sheets) == ["七年级1班", "七年级2班", "未分班"]
    shown = [[desk.people.file(subject).person.name for subject in people] for people in units(desk).values()]
    assert [
        [row[1] for row in rows[1 : 1 + len(names)]]
        for rows, names in zip(sheets.values(), shown, strict=True)
    ] == shown
    assert [row[0] for row in sheets["七年级1班"][1:3]] == [1, 2]


def test_the_columns_are_those_of_the_screen_and_empty(desk: Desk, tmp_path: Path) -> None:
    (rows,) = _sheets(desk, tmp_path, class_name="七年级1班").values()
    assert rows[0] == ["行号", "姓名", *(column.title["zh"] for column in PURPOSES["health"].column)]
    assert {cell for row in rows[1:3] for cell in row[2:]} == {None}


def test_it_says_that_empty_is_not_no(desk: Desk, tmp_path: Path) -> None:
    (rows,) = _sheets(desk, tmp_path, class_name="七年级1班").values()
    assert any("不是“无”" in str(row[0]) for row in rows)


def test_a_name_is_never_a_formula(desk: Desk, tmp_path: Path) -> None:
    _sheets(desk, tmp_path)
    cells = [
        cell for sheet in load_workbook(tmp_path / "form.xlsx") for row in sheet.iter_rows() for cell in row
    ]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_a_class_that_nobody_is_in_is_told_with_those_there_are(desk: Desk) -> None:
    with pytest.raises(CallError) as wrong:
        paper(desk, PURPOSES["health"], ON, "zh", "九年级9班")
    assert wrong.value.problem.facts["known"] == Series(["七年级1班", "七年级2班"])


@pytest.mark.parametrize("lang", ["zh", "en", "zh-TW"])
def test_a_form_filled_in_on_a_computer_comes_back_whole(desk: Desk, tmp_path: Path, lang: Lang) -> None:
    """TRIED §4: 386 and the column 外出 of the program's own form were lost."""
    out = tmp_path / "form.xlsx"
    finish(workbook.write(paper(desk, PURPOSES["health"], ON, lang, "七年级1班"), out))
    book = load_workbook(out)
    sheet = book.active
    assert sheet is not None
    lines: list[list[object]] = [
        ["386", None, None, "咳嗽", None, "西安雁塔 8.1 8.3"],
        [365, None, None, "无", None, "无"],
    ]
    for at, line in enumerate(lines, 4):
        for column, cell in enumerate(line, 3):
            sheet.cell(row=at, column=column).value = cell  # type: ignore[assignment]
    sheet.cell(row=4, column=9, value="请假")
    book.save(out)
    receipt = desk.intake.take_in(finish(desk.intake.plan([out], today=date(2022, 8, 8))))
    assert (receipt.added, receipt.refused, receipt.doubtful) == (4, (), ())
    said = {
        (desk.people.file(record.subject).person.name, record.blank): record.answers
        for record in desk.filing.current()
        if record.blank in ("health", "travel")
    }
    assert said["白钰", "health"] == {
        "day": "2022-08-08", "temp_am": 38.6, "symptoms": ["cough"], "remark": "请假",
    }  # fmt: skip
    assert said["白钰", "travel"] == {"place": "610113", "arrived": "2022-08-01", "left": "2022-08-03"}
    assert said["赵强", "health"] == {"day": "2022-08-08", "temp_am": 36.5, "symptoms": []}
    assert said["赵强", "travel"] == {"no_travel": True, "from_day": "2022-08-08", "to_day": "2022-08-08"}


def test_a_line_of_the_form_that_nobody_can_read_is_told(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    finish(workbook.write(paper(desk, PURPOSES["health"], ON, "zh", "七年级1班"), out))
    book = load_workbook(out)
    sheet = book.active
    assert sheet is not None
    sheet["H4"], sheet["H5"] = "回老家了", "西安雁塔 8.1 8.3；太原 8.4 8.5"
    book.save(out)
    receipt = desk.intake.take_in(finish(desk.intake.plan([out], today=date(2022, 8, 8))))
    assert receipt.added == 0
    assert {notice.cell for notice in receipt.refused} >= {"H4", "H5"}
