"""A binary workbook (xlsb) made by hand: the parts and records of one sheet with texts, as [MS-XLSB] has them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

SHEET = "名单"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_BEGIN_BOOK, _END_BOOK, _BEGIN_SHEETS, _END_SHEETS, _SHEET = 131, 132, 143, 144, 156
_BEGIN_SHEET, _END_SHEET, _BEGIN_CELLS, _END_CELLS, _DIMENSIONS, _ROW, _TEXT = 129, 130, 145, 146, 148, 0, 6


def xlsb(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook with one sheet."""
    listed = struct.pack("<II", 0, 1) + _wide("rId1") + _wide(SHEET)
    book = (
        _record(_BEGIN_BOOK) + _record(_BEGIN_SHEETS) + _record(_SHEET, listed) + _record(_END_SHEETS)
        + _record(_END_BOOK)
    )  # fmt: skip
    extent = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    lines = b"".join(
        _record(_ROW, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0)) + _cells(line)
        for row, line in enumerate(rows)
    )
    sheet = (
        _record(_BEGIN_SHEET) + _record(_DIMENSIONS, extent) + _record(_BEGIN_CELLS) + lines + _record(_END_CELLS)
        + _record(_END_SHEET)
    )  # fmt: skip
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="bin" '
        'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        "_rels/.rels": _relations("officeDocument", "xl/workbook.bin"),
        "xl/_rels/workbook.bin.rels": _relations("worksheet", "worksheets/sheet1.bin"),
        "xl/workbook.bin": book,
        "xl/worksheets/sheet1.bin": sheet,
    }
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return whole.getvalue()


def _relations(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/{kind}" '
        f'Target="{target}"/></Relationships>'
    )


def _cells(line: Sequence[str]) -> bytes:
    return b"".join(
        _record(_TEXT, struct.pack("<II", column, 0) + _wide(text)) for column, text in enumerate(line)
    )


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, content: bytes = b"") -> bytes:
    """Number and length are written with seven bits a byte."""
    return _number(kind) + _number(len(content)) + content


def _number(number: int) -> bytes:
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    return bytes([*written, number])
