"""What a file is follows from its first bytes: texts, pages and old formats under a workbook's name."""

from __future__ import annotations

import re
import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from schoolprep.facts.problem import CallError
from schoolprep.intake.reading import read_tables
from schoolprep.intake.reading.records import Books, is_locked, walk_xls
from schoolprep.intake.reading.sniffing import kind_of
from schoolprep.intake.reading.styles import shows_day, zeros
from schoolprep.intake.tables import Merge

NUMBER = "140802200809010013"
TEXT = f"证件号,姓名\r\n{NUMBER},王小明\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("name", ["名单.csv", "名单.xls", "名单.xlsx", "名单"])
def test_a_text_is_a_text_whatever_it_is_called(tmp_path: Path, encoding: str, name: str) -> None:
    (tmp_path / name).write_bytes(TEXT.encode(encoding))
    (table,) = read_tables(tmp_path / name)
    assert (table.sheet, table.cells) == ("名单", [["证件号", "姓名"], [NUMBER, "王小明"]])


def test_excels_own_tricks_in_a_csv(tmp_path: Path) -> None:
    """`sep=;` names the divider and is no row; ="…" keeps a number a text."""
    (tmp_path / "a.csv").write_bytes(f'sep=;\r\n证件号;备注\r\n="{NUMBER}";a,b\r\n'.encode())
    (table,) = read_tables(tmp_path / "a.csv")
    assert table.cells == [["证件号", "备注"], [NUMBER, "a,b"]]
    assert table.row_number(1) == 3


def test_a_text_cut_off_in_a_sign_is_damaged_and_not_read_as_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("证件号,姓名\n1,王小明".encode()[:-1])
    with pytest.raises(CallError) as refused:
        read_tables(tmp_path / "a.csv")
    assert refused.value.problem.code == "intake.damaged-text"


PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="{charset}"></head><body>
<table><tr>
<td colspan="3">七年级&nbsp;名单</td></tr><tr><th>班级</th><th>姓名<br>证件号</th><th>体温</th></tr>
<tr><td rowspan=2>1班</td><td><font><s>王 小明</s></font></td><td x:num="36.5">36.5</td></tr>
<tr style='display:none'><td>李四</td><td x:num="1.40802200809010013E+17">1.40802E+17</td></tr></table></body></html>"""


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gbk"), ("utf-8", "gbk")])
def test_a_page_under_a_workbooks_name(tmp_path: Path, charset: str, encoding: str) -> None:
    (tmp_path / "导出.xls").write_bytes(PAGE.format(charset=charset).encode(encoding))
    (table,) = read_tables(tmp_path / "导出.xls")
    assert table.cells[1:] == [
        ["班级", "姓名\n证件号", "体温"], ["1班", "王 小明", 36.5], ["", "李四", 140802200809010016],
    ]  # fmt: skip
    assert table.merges == (Merge(0, 0, 0, 2), Merge(2, 0, 3, 0))
    assert (set(table.hidden_rows), set(table.struck)) == ({3}, {(2, 1)})


XML_2003 = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles><Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style>
 </Styles><Worksheet ss:Name="人员"><Table><Row ss:Index="3"><Cell ss:Index="2"
 ss:MergeAcross="1"><Data ss:Type="String">姓名</Data></Cell><Cell><Data ss:Type="String">生日</Data></Cell></Row>
 <Row ss:Hidden="1"><Cell ss:Index="2" ss:StyleID="s1"><Data ss:Type="Number">7</Data></Cell>
 <Cell ss:Index="4"><Data ss:Type="DateTime">2008-09-01T00:00:00.000</Data></Cell>
 <Cell><Data ss:Type="DateTime">2022-08-08T07:30:00.000</Data></Cell>
 <Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell ss:Formula="=1"/><Cell><Data ss:Type="Boolean">1</Data></Cell>
 </Row></Table></Worksheet><Worksheet ss:Name="旧"><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible>
 </x:WorksheetOptions></Worksheet></Workbook>"""


def test_the_xml_of_2003(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_text(XML_2003, "utf-8")
    table, hidden = read_tables(tmp_path / "a.xls")
    assert (table.sheet, table.first_row, table.first_column, hidden.hidden) == ("人员", 3, 2, True)
    assert table.cells == [
        ["姓名", "", "生日", "", "", "", ""],
        [7, "", date(2008, 9, 1), datetime(2022, 8, 8, 7, 30), "#N/A", "", True],
    ]
    assert table.merges == (Merge(0, 0, 0, 1),)
    assert table.hidden_rows == {1}
    assert (set(table.flags), set(table.struck)) == ({(1, 5)}, {(1, 0)})


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"%PDF-1.7", "intake.is-pdf"),
        (b"\x09\x04\x06\x00\x00\x04\x10\x00", "intake.old-workbook"),
        (b"MIME-Version: 1.0\r\nX-Document-Type: Workbook", "intake.web-page"),
        (b"<html><body>\xe8\xaf\xb7\xe7\x99\xbb\xe5\xbd\x95</body></html>", "intake.web-page"),
        (b"", "intake.empty-file"),
        (b"PK\x05\x06" + bytes(18), "intake.no-workbook"),
    ],
)
def test_what_is_no_table_is_one_sentence(tmp_path: Path, head: bytes, code: str) -> None:
    (tmp_path / "a.xls").write_bytes(head)
    with pytest.raises(CallError) as refused:
        read_tables(tmp_path / "a.xls")
    assert refused.value.problem.code == code


def test_a_name_that_begins_like_a_tag_is_a_text() -> None:
    assert kind_of("<王小明>,七年级1班".encode()) == "text"


@pytest.mark.parametrize(
    ("code", "day", "digits"),
    [
        ("yyyy/m/d", True, 0), ('yyyy"年"m"月"d"日"', True, 0), ("[$-F800]dddd, mmmm dd, yyyy", True, 0),
        ('[DBNum1][$-804]yyyy"年"m"月"', True, 0), ("[h]:mm", True, 0), ("mm:ss.0", True, 0), ("aaaa", True, 0),
        ("h:mm AM/PM", True, 0), ("General", False, 0), ("GENERAL", False, 0), ("G/通用格式", False, 0),
        ("0.00", False, 0), ('0"岁"', False, 0), ('0.0"℃"', False, 0), ("0.0E+00", False, 0), ("@", False, 0),
        ('#,##0.00 _M"H"_);[Red]-0', False, 0), ("00000000", False, 8), ("000-0000", False, 0), ("0", False, 0),
    ],
)  # fmt: skip
def test_what_a_format_shows(code: str, day: bool, digits: int) -> None:
    assert (shows_day(code), zeros(code)) == (day, digits)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def test_what_an_old_workbook_says_beside_its_values() -> None:
    name = "人员".encode("utf-16-le")
    head = _record(0x0809, struct.pack("<HH", 0x0600, 5)) + _record(0x0022, struct.pack("<H", 1))
    head += b"".join(_record(0x0031, struct.pack("<HH", 200, line)) for line in (0, 0, 0, 0, 8))
    head += b"".join(_record(0x00E0, struct.pack("<H", font) + bytes(18)) for font in (0, 5, 3))
    tail = _record(0x000A)
    size = len(head) + 4 + 8 + len(name) + len(tail)
    sheet = _record(0x0085, struct.pack("<IHBB", size, 0, 2, 1) + name)
    body = b"".join((
        _record(0x0809, struct.pack("<HH", 0x0600, 16)),
        _record(0x007D, struct.pack("<5H", 2, 2, 0, 0, 1) + bytes(2)),
        _record(0x0208, struct.pack("<3H", 3, 0, 4) + bytes(6) + struct.pack("<HH", 0x20, 0)),
        _record(0x0205, struct.pack("<3HBB", 3, 1, 0, 42, 1)),
        _record(0x0006, struct.pack("<3H", 5, 2, 0) + b"\x02\0\x17\0\0\0\xff\xff" + bytes(6)),
        _record(0x00FD, struct.pack("<3HI", 4, 1, 1, 0)),
        _record(0x00BD, struct.pack("<2HHIHIH", 5, 1, 2, 0, 1, 0, 2)),
        _record(0x000A),
    ))  # fmt: skip
    books = Books("a.xls")
    stream = head + sheet + tail + body
    list(walk_xls(stream, books))
    facts = books.sheets["人员"]
    assert books.epoch_1904
    assert (facts.top, facts.left, facts.bottom, facts.right) == (3, 1, 5, 2)
    assert facts.errors == {(3, 1): "#N/A", (5, 2): "#REF!"}
    assert (facts.hidden_rows, facts.hidden_columns) == ({3}, {2})
    assert facts.struck == {(4, 1), (5, 2)}
    assert not is_locked(stream)
    assert is_locked(head + _record(0x002F, bytes(6)))


NAMES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for name in ("office", "table", "text", "style", "manifest")
} | {"calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"}
ODS = """<office:automatic-styles><style:style style:name="ce1" style:family="table-cell">
<style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="ta2" style:family="table"><style:table-properties
 table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet><table:calculation-settings><table:null-date
 table:date-value="1904-01-01"/></table:calculation-settings><table:table
 table:name="人员"><table:table-column table:number-columns-repeated="2"/>
<table:table-column table:visibility="collapse"/><table:table-row>
<table:table-cell office:value-type="string" table:number-columns-spanned="2"><office:annotation>
<text:p>批注</text:p></office:annotation><text:p>姓名</text:p></table:table-cell><table:covered-table-cell/><table:table-cell
 office:value-type="float" office:value="7"><text:p>007</text:p></table:table-cell></table:table-row><table:table-row
 table:visibility="collapse"><table:table-cell office:value-type="string" calcext:value-type="error"
 office:string-value=""><text:p>#N/A</text:p></table:table-cell>
<table:table-cell table:style-name="ce1" office:value-type="date"
 office:date-value="2022-08-08"><text:p>8/8</text:p></table:table-cell>
</table:table-row></table:table><table:table table:name="旧" table:style-name="ta2"><table:table-row><table:table-cell
 office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>
</office:body>"""


def test_an_ods_with_what_it_says_beside_its_values(tmp_path: Path) -> None:
    spaces = " ".join(f'xmlns:{name}="{space}"' for name, space in NAMES.items())
    body = re.sub(r">\s+<", "><", ODS)  # as programs write it
    media = "application/vnd.oasis.opendocument.spreadsheet"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>'
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", media)
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {spaces}>{entry}</manifest:manifest>")
        archive.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    table, hidden = read_tables(tmp_path / "a.ods")
    assert table.cells == [["姓名", "", "007"], ["#N/A", date(2022, 8, 8), ""]]
    assert table.merges == (Merge(0, 0, 0, 1),)
    assert (table.hidden_rows, table.hidden_columns) == (frozenset({1}), frozenset({2}))
    assert table.comments[0, 0].strip() == "批注"
    assert (set(table.struck), table.epoch_1904) == ({(1, 1)}, True)
    assert (hidden.sheet, hidden.hidden) == ("旧", True)
