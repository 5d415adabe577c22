"""Files made to stop the program: each is refused with one sentence, before it fills the memory."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from schoolprep.facts.problem import CallError
from schoolprep.facts.words import say_problem
from schoolprep.intake.reading import read_tables

resource = pytest.importorskip("resource", reason="processes are limited as Linux and macOS limit them")

HUNDRED_MB = 100 << 20
READ = """
import sys
from pathlib import Path
from schoolprep.intake.reading import read_tables
from schoolprep.facts.problem import CallError
try:
    read_tables(Path(sys.argv[1]))
except CallError as refused:
    print(refused.problem.code)
"""


def _parts(path: Path, parts: dict[str, str | bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="人员" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _sheet(path: Path, content: str | bytes, texts: str = "") -> None:
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": WORKBOOK, "xl/_rels/workbook.xml.rels": RELATIONS, "xl/worksheets/sheet1.xml": content,
    }  # fmt: skip
    if texts:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{texts}</sst>'
    _parts(path, parts)


def _rows(path: Path, rows: str, texts: str = "", before: str = "") -> None:
    _sheet(path, f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>', texts)


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "哈哈">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


def _entities(path: Path) -> None:
    _rows(path, '<row r="1"><c r="A1" t="str"><v>&j;</v></c></row>', before=LAUGHS)


def _corners(path: Path) -> None:
    _rows(
        path, '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )


def _beyond(path: Path) -> None:
    _rows(
        path,
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000000"><c r="A1000000000"><v>1</v></c></row>',
    )


def _corners_of_a_large_one(path: Path) -> None:
    """Too large for a second reading, and most of it empty."""
    filler = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>' for n in range(1, 150_000))
    _rows(
        path,
        f'<row r="1"><c r="A1"><v>1</v></c></row>{filler}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )


def _unplaced(path: Path) -> None:
    """A hundred thousand cells in a row that do not say where they stand, and a million rows."""
    cells = "<c><v>1</v></c>" * 100_000
    rows = "".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in range(2, 200_000))
    _rows(path, f'<row r="1">{cells}</row>{rows}')


def _empty_rows(path: Path) -> None:
    """Twenty million rows with nothing in them, in a file of 350 kB."""
    _rows(path, "<row/>" * 20_000_000)


def _one_long_text(path: Path) -> None:
    """A text of a megabyte, in a hundred thousand cells."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_001))
    _rows(path, rows, f"<si><t>{'王' * (1 << 20)}</t></si>")


def _deep(path: Path) -> None:
    _rows(path, "<x>" * 100_000)


def _promised(path: Path) -> None:
    """The directory promises ten kilobytes, the part holds a hundred megabytes."""
    _sheet(path, bytes(HUNDRED_MB))
    content = bytearray(path.read_bytes())
    packed = struct.pack("<I", HUNDRED_MB)
    at = content.find(packed)
    while at >= 0:
        content[at : at + 4] = struct.pack("<I", 10_240)
        at = content.find(packed)
    path.write_bytes(content)


def _ten_gigabytes(path: Path) -> None:
    """The directory says so; nobody need unpack it."""
    _sheet(path, b"x")
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 0xFFFF_FFF0)
    path.write_bytes(content)


def _many_parts(path: Path) -> None:
    _parts(path, {f"xl/{n}.xml": "" for n in range(65_000)})


def _twice(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        for content in ("<a/>", "<b/>"):
            archive.writestr("xl/workbook.xml", content)


def _ods(path: Path) -> None:
    office, table = (
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    )
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    _parts(path, {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f'<office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}">'
        '<office:body><office:spreadsheet><table:table table:name="人员"><table:table-row '
        'table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" '
        'table:number-columns-repeated="16384"><text:p>王</text:p></table:table-cell></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    })  # fmt: skip


def _long_line(path: Path) -> None:
    path.write_bytes("姓名,".encode() + b"x" * HUNDRED_MB)


def _one_field(path: Path) -> None:
    path.write_bytes("姓名,备注\n".encode() + b"x" * (8 << 20))


def _page(path: Path) -> None:
    path.write_text(
        "<table><tr>" + '<td rowspan="10000" colspan="10000">王</td>' * 2_000 + "</table>", "utf-8"
    )


def _page_of_many_cells(path: Path) -> None:
    path.write_text("<table>" + "<tr><td>王" * 2_000_000, "utf-8")


def _nested_page(path: Path) -> None:
    path.write_text("<table><tr><td>" * 50_000, "utf-8")


def _xml2003(path: Path) -> None:
    spreadsheet = "urn:schemas-microsoft-com:office:spreadsheet"
    path.write_text(
        f'<?xml version="1.0"?><Workbook xmlns="{spreadsheet}" xmlns:ss="{spreadsheet}"><Worksheet ss:Name="人员">'
        '<Table><Row><Cell><Data ss:Type="String">王</Data></Cell></Row><Row ss:Index="999999999">'
        '<Cell ss:Index="999999999"><Data ss:Type="String">李</Data></Cell></Row></Table></Worksheet></Workbook>',
        "utf-8",
    )  # fmt: skip


HOSTILE: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "entities": ("a.xlsx", _entities, "intake.damaged"),
    "corners": ("a.xlsx", _corners, "intake.too-wide"),
    "beyond Excel": ("a.xlsx", _beyond, "intake.too-wide"),
    "corners of a large one": ("a.xlsx", _corners_of_a_large_one, "intake.too-wide"),
    "unplaced": ("a.xlsx", _unplaced, "intake.too-wide"),
    "empty rows": ("a.xlsx", _empty_rows, "intake.too-large"),
    "one long text": ("a.xlsx", _one_long_text, "intake.too-large"),
    "deep": ("a.xlsx", _deep, "intake.damaged"),
    "promised": ("a.xlsx", _promised, "intake.damaged"),
    "ten gigabytes": ("a.xlsx", _ten_gigabytes, "intake.too-large"),
    "many parts": ("a.xlsx", _many_parts, "intake.too-large"),
    "one part twice": ("a.xlsx", _twice, "intake.damaged"),
    "ods": ("a.ods", _ods, "intake.too-wide"),
    "one line": ("a.csv", _long_line, "intake.too-large"),
    "one field": ("a.csv", _one_field, "intake.damaged-csv"),
    "page": ("a.xls", _page, "intake.too-large"),
    "page of many cells": ("a.xls", _page_of_many_cells, "intake.too-large"),
    "nested page": ("a.xls", _nested_page, "intake.damaged"),
    "xml 2003": ("a.xls", _xml2003, "intake.too-wide"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_it_is_refused_within_bounds(tmp_path: Path, case: str) -> None:
    """In a process that may take 700 MB and 20 seconds of the processor, Python and all libraries included."""
    name, make, code = HOSTILE[case]
    make(tmp_path / name)

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (700 << 20, 700 << 20))
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))

    done = subprocess.run(
        [sys.executable, "-c", READ, tmp_path / name],
        preexec_fn=bound,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr, done.returncode) == (code, "", 0)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
def test_half_a_file_is_one_sentence(tmp_path: Path, name: str, share: float) -> None:
    path = tmp_path / name
    _rows(path, '<row r="1"><c r="A1" t="str"><v>王</v></c></row>') if name == "a.xlsx" else _ods(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(CallError) as refused:
        read_tables(path)
    assert name in say_problem(refused.value.problem, "zh")


def test_a_container_full_of_nothing_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    content = io.BytesIO()
    content.write(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00")
    content.write(bytes(10) + b"\xff" * 4_000)
    path.write_bytes(content.getvalue())
    with pytest.raises(CallError):
        read_tables(path)
