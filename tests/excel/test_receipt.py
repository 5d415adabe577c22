"""The receipt of an intake as a workbook: every cell with its reason, text as text, saved whole or not at all."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from exports import receipt as receipt_book
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError, Problem
from schoolprep.intake import Receipt
from schoolprep.intake.columns import IntakeNotice
from schoolprep.intake.rows import CellChange

FORMULA = '=HYPERLINK("http://x","点我")'


EMPTY = Receipt(
    act="a", files=("七年级.xlsx", "八年级.xlsx"), added=3, changed=1, unchanged=2, repaired=(), doubtful=(),
    refused=(), notes=(), left_out=(),
)  # fmt: skip
FULL = EMPTY._replace(
    repaired=(CellChange("七年级.xlsx", "人员", "D2", "１３８", "138", "full-width"),),
    doubtful=(CellChange("七年级.xlsx", "健康监测", "D2", "365", "36.5", "point"),),
    refused=(
        IntakeNotice(
            "七年级.xlsx",
            "人员",
            "B3",
            FORMULA,
            Problem("intake.unknown-document", {"row": 3, "document": "007"}),
            "row",
        ),
    ),
    left_out=(
        IntakeNotice("八年级.xlsx", "课表", "", "", Problem("intake.unknown-sheet", {"sheet": "课表"})),
    ),
)


@pytest.mark.parametrize(("lang", "first"), [("zh", "未收此行"), ("en", "Row not taken")])
def test_every_row_comes_back_as_it_was_told(tmp_path: Path, lang: Lang, first: str) -> None:
    out = tmp_path / "回执.xlsx"
    receipt_book.write(FULL, out, lang)
    sheet = openpyxl.load_workbook(out).worksheets[0]
    told = FULL.rows(lang)
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=3, max_row=2 + len(told))]
    assert rows == told
    assert rows[1][0] == first
    assert sheet["A2"].value == FULL.counts(lang)


def test_what_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    out = tmp_path / "回执.xlsx"
    receipt_book.write(FULL, out, "zh")
    cell = openpyxl.load_workbook(out).worksheets[0]["E4"]
    assert cell.value == FORMULA
    assert cell.data_type != "f"


def test_a_receipt_without_anything_to_tell_says_so(tmp_path: Path) -> None:
    out = tmp_path / "回执.xlsx"
    receipt_book.write(EMPTY, out, "zh")
    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert sheet["A4"].value == "没有要说明的：每一格都按原样收下了。"
    assert "七年级.xlsx、八年级.xlsx" in str(sheet["A6"].value)


def test_a_missing_folder_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(CallError) as wrong:
        receipt_book.write(FULL, tmp_path / "nowhere" / "回执.xlsx", "zh")
    assert wrong.value.problem.code == "roster.folder-missing"
    assert list(tmp_path.iterdir()) == []
