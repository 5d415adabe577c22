"""What a sheet says beside its values, in small books and in large ones: errors, formulas, formats, what is hidden."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from schoolprep.facts import blank, divisions
from schoolprep.facts.steps import finish
from schoolprep.intake import plan
from schoolprep.intake.reading import ooxml, read_tables
from schoolprep.intake.tables import Merge, Table
from schoolprep.store import Store


@pytest.fixture(params=["faithful", "scanned"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every book is read both ways: as a small one, and as one too large for a second reading."""
    if request.param == "scanned":
        monkeypatch.setattr(ooxml, "FAITHFUL", 0)
    return str(request.param)


def _read(tmp_path: Path, fill: Callable[[Worksheet], object]) -> Table:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["B2"] = "姓名"
    fill(sheet)
    book.save(tmp_path / "a.xlsx")
    return read_tables(tmp_path / "a.xlsx")[0]


def test_an_error_cell_is_no_empty_cell(tmp_path: Path) -> None:
    table = _read(tmp_path, lambda sheet: sheet.append([None, None, "#N/A", None, "#DIV/0!"]))
    assert table.cells[1] == ["", "#N/A", "", "#DIV/0!"]


def test_a_formula_without_a_result_is_flagged(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["C3"] = '="1408"&"02"'
        sheet["E3"] = "x"

    table = _read(tmp_path, fill)
    assert {at: flag.code for at, flag in table.flags.items()} == {(1, 1): "intake.cell-uncalculated"}
    assert table.flags[1, 1].facts == {"cell": "C3"}


def test_zeros_that_a_format_puts_before_a_number_are_read(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for column, (value, code) in enumerate(
            [(1234, "00000000"), (36.5, "0.0"), (0.5, "0%"), (7, "0"), (140802200809010013, "0" * 18)], 2
        ):
            sheet.cell(3, column, value).number_format = code

    table = _read(tmp_path, fill)
    assert table.cells[1][:4] == ["00001234", 36.5, 0.5, 7]
    # A number of 18 digits has lost its end before we saw it: it stays a number, and the gate refuses it.
    assert isinstance(table.cells[1][4], int)


def test_what_is_hidden_and_merged_is_told(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in range(3, 7):
            sheet.append([None, f"王{row}", 1, 2])
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.merge_cells("B5:B6")

    table = _read(tmp_path, fill)
    assert table.hidden_rows == {2}
    assert table.hidden_columns == {1}
    assert table.merges == (Merge(3, 0, 4, 0),)


def test_what_is_struck_out_is_told(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["B3"] = "王小明"
        sheet["B3"].font = Font(strike=True)

    assert _read(tmp_path, fill).struck == {(1, 0)}


def test_a_book_that_fits_is_read_with_its_comments_and_colours(tmp_path: Path, way: str) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["B3"] = "王小明"
        sheet["B3"].comment = Comment("已核实", "校医")
        sheet["B3"].fill = PatternFill("solid", fgColor="FFFF0000")

    table = _read(tmp_path, fill)
    if way == "faithful":
        assert table.comments == {(1, 0): "已核实"}
        assert table.fills == {(1, 0): "FF0000"}


# ------------------------------------------------------------------ what openpyxl does not write

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relations(*targets: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{index}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{inside}</Relationships>'


def raw_book(path: Path, rows: str, texts: str = "", styles: str = "") -> Path:
    """A workbook of one sheet from the XML of its rows."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _relations(("officeDocument", "xl/workbook.xml")))
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            _relations(
                ("worksheet", "worksheets/sheet1.xml"),
                ("sharedStrings", "sharedStrings.xml"),
                ("styles", "styles.xml"),
            ),
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="人员" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{texts}</sst>')
        archive.writestr("xl/styles.xml", f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>')
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        )
    return path


def test_a_day_in_a_format_of_the_far_east_is_a_day(tmp_path: Path) -> None:
    """Chinese Excel writes the format 2022年8月8日 as number 31, without its text."""
    styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs>'
    rows = '<row r="1"><c r="A1" s="1"><v>44781</v></c><c r="B1" s="0"><v>44781</v></c></row>'
    (table,) = read_tables(raw_book(tmp_path / "a.xlsx", rows, styles=styles))
    assert table.cells == [[date(2022, 8, 8), 44781]]


def test_the_reading_aid_over_a_name_is_not_part_of_it(tmp_path: Path) -> None:
    texts = '<si><r><t>王</t></r><r><t>小明</t></r><rPh sb="0" eb="1"><t>ワン</t></rPh></si>'
    inline = '<c r="B1" t="inlineStr"><is><t>李</t><rPh sb="0" eb="1"><t>リ</t></rPh></is></c>'
    rows = f'<row r="1"><c r="A1" t="s"><v>0</v></c>{inline}</row>'
    (table,) = read_tables(raw_book(tmp_path / "a.xlsx", rows, texts))
    assert table.cells == [["王小明", "李"]]
    assert not table.flags


def test_a_sign_that_xml_has_no_room_for_is_the_sign(tmp_path: Path, way: str) -> None:
    rows = '<row r="1"><c r="A1" t="str"><v>王_x005F_x0041_明</v></c><c r="B1" t="s"><v>0</v></c></row>'
    (table,) = read_tables(raw_book(tmp_path / "a.xlsx", rows, "<si><t>七年级_x000D_&#10;1班</t></si>"))
    assert table.cells[0][1] == "七年级\r\n1班"
    assert not table.flags


def test_where_two_readings_differ_the_cell_is_flagged(tmp_path: Path, way: str) -> None:
    """A day before the first one: Excel shows ########, a reader makes an hour of it."""
    styles = '<cellXfs count="1"><xf numFmtId="14"/></cellXfs>'
    rows = '<row r="1"><c r="A1" s="0"><v>-1.2</v></c><c r="B1" s="0"><v>44781</v></c></row>'
    (table,) = read_tables(raw_book(tmp_path / "a.xlsx", rows, styles=styles))
    if way == "faithful":
        assert {at: flag.code for at, flag in table.flags.items()} == {(0, 0): "intake.cell-differs"}
    assert table.cells[0][1] == date(2022, 8, 8)


def test_cells_that_do_not_say_where_they_stand_follow_each_other(tmp_path: Path) -> None:
    rows = '<row r="2"><c t="e"><v>#N/A</v></c><c r="D2"><v>4</v></c><c t="e"><v>#REF!</v></c></row>'
    (table,) = read_tables(raw_book(tmp_path / "a.xlsx", rows))
    assert (table.first_row, table.first_column) == (2, 1)
    assert table.cells == [["#N/A", "", "", 4, "#REF!"]]


def test_what_stands_behind_the_cells_or_is_no_cell_is_not_taken_for_one(tmp_path: Path) -> None:
    """Page breaks and the anchors of controls have rows and columns of their own; a comment is no row."""
    inside = (
        '<row r="1"><c r="A1"><v>1</v></c></row><!-- </sheetData><row r="9"><c r="Z9"><v>9</v></c></row> -->'
    )
    said = '<row r="5"><c r="XFD5" t="e"/></row>'
    text = f'<row r="2"><c r="A2" t="inlineStr"><is><t><![CDATA[{said}]]></t></is></c></row>'
    behind = (
        '</sheetData><rowBreaks count="1"><brk/></rowBreaks><controls xmlns:xdr="urn:x"><xdr:row>7</xdr:row>'
    )
    (table,) = read_tables(raw_book(tmp_path / "a.xlsx", f"{inside}{text}{behind}</controls><sheetData>"))
    assert table.cells == [[1], [said]]
    assert not table.flags


def test_an_empty_formatted_text_is_no_formula(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><r><rPr><family/></rPr><t/></r></is></c></row>'
    (table,) = read_tables(raw_book(tmp_path / "a.xlsx", rows))
    assert not table.flags


def test_a_formula_without_a_result_is_refused_and_not_taken_for_nothing(
    tmp_path: Path, store: Store
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "人员"
    sheet.append(["人员类别", "姓名", "证件号", "班级"])
    sheet.append(["学生", "=A2", "140802200809010013", "七年级1班"])
    book.save(tmp_path / "a.xlsx")
    blanks, known = blank.load(), divisions.load()
    refused = finish(plan([tmp_path / "a.xlsx"], store, blanks, known, "140802")).receipt().refused
    assert ("B2", "intake.cell-uncalculated") in {(notice.cell, notice.problem.code) for notice in refused}
