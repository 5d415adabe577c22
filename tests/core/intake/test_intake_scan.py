"""A large sheet is looked over by the shapes of its rows: whatever is odd in it is found as if every cell were read."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from schoolprep.facts.problem import CallError
from schoolprep.intake.reading import limits, ooxml, read_tables, scan
from schoolprep.intake.tables import Table

ROWS, COLUMNS = 60, 6
_INLINE = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="inlineStr"><is>(.*?)</is></c>')
Spoil = Callable[[Worksheet, int, int], object]


def _struck(sheet: Worksheet, row: int, column: int) -> None:
    sheet.cell(row, column).font = Font(strike=True)


def _padded(sheet: Worksheet, row: int, column: int) -> None:
    sheet.cell(row, column, 7).number_format = "0000"


def _hidden(sheet: Worksheet, row: int, column: int) -> None:
    sheet.row_dimensions[row].hidden = True


SPOILS: dict[str, Spoil] = {
    "error": lambda sheet, row, column: sheet.cell(row, column, "#N/A"),
    "formula": lambda sheet, row, column: sheet.cell(row, column, '="1"&"2"'),
    "number": lambda sheet, row, column: sheet.cell(row, column, -0.5),
    "flag": lambda sheet, row, column: sheet.cell(row, column, True),
    "empty": lambda sheet, row, column: sheet.cell(row, column, None),
    "high": lambda sheet, row, column: setattr(sheet.row_dimensions[row], "height", 30),
    "struck": _struck,
    "padded": _padded,
    "hidden": _hidden,
}


def _saved(book: Workbook, path: Path) -> None:
    """Save a book as Excel does: texts in one list, and cells that name their place in it."""
    book.save(path)
    texts: dict[bytes, int] = {}

    def listed(found: re.Match[bytes]) -> bytes:
        return b'%b t="s"><v>%d</v></c>' % (found[1], texts.setdefault(found[2], len(texts)))

    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    cells = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = _INLINE.sub(listed, cells)
    items = b"".join(b"<si>%b</si>" % text for text in texts)
    parts["xl/sharedStrings.xml"] = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%b</sst>' % items
    )
    with ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _read(path: Path, *, faithful: bool) -> Table:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "PIECE", 1 << 11)
        patch.setattr(ooxml, "FAITHFUL", 1 << 30 if faithful else 0)
        return read_tables(path)[0]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(spoiled=[("formula", 1, 1), ("struck", 1, 1)])
@given(
    spoiled=st.lists(
        st.tuples(st.sampled_from(sorted(SPOILS)), st.integers(1, ROWS), st.integers(1, COLUMNS)), max_size=4
    )
)
def test_whatever_is_odd_is_found_as_if_every_cell_were_read(
    tmp_path: Path, spoiled: list[tuple[str, int, int]]
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(ROWS):
        sheet.append([f"文{(row * 7 + column) % 11}" if column % 3 else row for column in range(COLUMNS)])
    for name, row, column in spoiled:
        SPOILS[name](sheet, row, column)
    path = tmp_path / "a.xlsx"
    _saved(book, path)
    scanned, read = _read(path, faithful=False), _read(path, faithful=True)
    assert scanned.cells == read.cells
    assert (scanned.hidden_rows, scanned.struck) == (read.hidden_rows, read.struck)
    assert scanned.flags.keys() == read.flags.keys()


@pytest.mark.parametrize(("rows", "refused"), [(1, False), (10, False), (40, True), (300, True)])
def test_long_texts_are_weighed_where_they_may_be_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, refused: bool
) -> None:
    """A long text in a few rows does no harm, however many others there are."""
    monkeypatch.setattr(ooxml, "FAITHFUL", 0)
    monkeypatch.setattr(scan, "MOST_TEXTS", 100_000)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(300):
        sheet.append(["长" * 1_000 if row < rows else "短文", "x"])
    path = tmp_path / "a.xlsx"
    _saved(book, path)
    if refused:
        with pytest.raises(CallError, match="too-large"):
            read_tables(path)
    else:
        assert len(read_tables(path)[0].cells) == 300


def test_the_usual_sheet_is_told_by_its_shapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ooxml, "FAITHFUL", 0)
    monkeypatch.setattr(limits, "PIECE", 1 << 11)
    closely: list[bytes] = []
    look = scan.Scan._piece

    def looked(self: scan.Scan, piece: bytes) -> None:
        closely.append(piece)
        look(self, piece)

    monkeypatch.setattr(scan.Scan, "_piece", looked)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(300):
        sheet.append([f"文{row % 9}", row, -1.5e-9, None, True])
    path = tmp_path / "a.xlsx"
    _saved(book, path)
    assert read_tables(path)[0].cells[299] == ["文2", 299, -1.5e-9, "", True]
    assert len(closely) == 1  # what stands above the first row
