"""Records: what an xls or xlsb holds beside its values; both are rows of small records with number and length.

Only the records are walked that say where cells stand, which of them are errors, and what is hidden ([MS-XLS] 2.4,
[MS-XLSB] 2.4).
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from struct import error as StructError
from struct import unpack_from
from typing import BinaryIO

from lxml import etree

from schoolprep.facts.problem import CallError
from schoolprep.intake.reading.facts import Facts, bounded
from schoolprep.intake.reading.limits import MOST_ROWS, SMALL_PART, Archive
from schoolprep.intake.reading.stream import parser

ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#N/A",
}
_EVERY = 50_000
"""Records between two steps."""

# xls
_BOF, _EOF, _SHEET, _FILEPASS, _DATES_1904 = (0x0809, 0x0409, 0x0209, 0x0009), 0x000A, 0x0085, 0x002F, 0x0022
_ONE_CELL = frozenset(
    (0x0203, 0x027E, 0x0204, 0x00FD, 0x0205, 0x0006, 0x0206, 0x0406, 0x00D6, 0x0003, 0x0004, 0x0005)
)
_MANY_CELLS, _ERROR, _ROW, _COLUMNS, _DIMENSIONS = 0x00BD, 0x0205, 0x0208, 0x007D, 0x0200
_FORMULAS = frozenset((0x0006, 0x0206, 0x0406))
_PERHAPS_ERRORS = _FORMULAS | {_ERROR}
_FONT, _FORMAT = 0x0031, 0x00E0
_STRIKE = 0x08
_NO_FONT = 4
"""Fonts are counted 0, 1, 2, 3, 5: there is none of this number ([MS-XLS] 2.5.129)."""
_LATE = 0x0600


class Books:
    """The facts of a workbook of records."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.sheets: dict[str, Facts] = {}
        self.epoch_1904 = False
        self.dimensions: list[tuple[int, int]] = []
        """Where an xls says how many cells its sheets have, and the length: it is not believed (`container`)."""

    def damaged(self) -> CallError:
        """What is said where the records end in the middle."""
        return CallError("intake.damaged", file=self.file)


def stream_of(source: BinaryIO, file: str) -> bytes:
    """The workbook inside an xls; empty where the container holds none. Raises `CallError`."""
    import olefile  # noqa: PLC0415 - only who reads an old workbook needs it

    try:
        source.seek(0)
        with olefile.OleFileIO(source) as container:
            for name in ("Workbook", "Book"):
                if container.exists(name):
                    return bytes(container.openstream(name).read())
    except (OSError, ValueError, IndexError, StructError, RecursionError) as wrong:
        raise CallError("intake.damaged", file=file) from wrong
    return b""


def is_wrapped(source: BinaryIO) -> bool:
    """Whether a container holds a workbook behind a password."""
    return holds(source, "EncryptionInfo")


def holds(source: BinaryIO, stream: str) -> bool:
    """Whether a container that could be opened before holds a stream of this name."""
    import olefile  # noqa: PLC0415

    source.seek(0)
    with olefile.OleFileIO(source) as container:
        return bool(container.exists(stream))


def is_locked(stream: bytes) -> bool:
    """Whether an xls is behind a password: the record that says so stands right behind its beginning."""
    for kind, _, _ in _xls_records(stream[:4_096]):
        if kind == _FILEPASS:
            return True
        if kind == _SHEET:
            return False
    return False


def walk_xls(stream: bytes, books: Books) -> Iterator[None]:
    """Walk an xls. Raises `CallError` where its cells are too far apart to be kept."""
    names: dict[int, str] = {}
    fonts: list[bool] = []
    formats: list[int] = []
    late = True
    for kind, at, size in _xls_records(stream):
        if kind == _BOF[0]:
            late = unpack_from("<H", stream, at)[0] == _LATE if size > 1 else True
        elif kind == _SHEET and size > 8:
            names[unpack_from("<I", stream, at)[0]] = _sheet_name(stream[at : at + size], late)
        elif kind == _DATES_1904 and size > 1:
            books.epoch_1904 = unpack_from("<H", stream, at)[0] == 1
        elif kind == _FONT and size > 3:
            fonts.append(bool(unpack_from("<H", stream, at + 2)[0] & _STRIKE))
        elif kind == _FORMAT and size > 1:
            formats.append(unpack_from("<H", stream, at)[0])
        elif kind == _EOF:
            break
    struck = _struck(fonts, formats)
    for begins, name in names.items():
        facts = books.sheets[name] = Facts()
        yield from _xls_sheet(stream, begins, facts, struck, books.dimensions)
        bounded(books.sheets.items(), books.file)


def _struck(fonts: list[bool], formats: list[int]) -> frozenset[int]:
    """The formats of cells whose font is struck through, by their number."""
    places = (font - (font > _NO_FONT) for font in formats)
    return frozenset(at for at, font in enumerate(places) if font < len(fonts) and fonts[font])


def _xls_records(stream: bytes, at: int = 0) -> Iterator[tuple[int, int, int]]:
    """Kind, place of the content, and its length."""
    end = len(stream) - 4
    while at <= end:
        kind, size = unpack_from("<HH", stream, at)
        yield kind, at + 4, min(size, len(stream) - at - 4)
        at += 4 + size


def _sheet_name(record: bytes, late: bool) -> str:
    count, wide = record[6], late and record[7] & 1
    begins = 8 if late else 7
    name = record[begins : begins + count * (2 if wide else 1)]
    return name.decode("utf-16-le" if wide else "latin-1" if late else "gb18030", "replace")


def _xls_sheet(
    stream: bytes, begins: int, facts: Facts, struck: frozenset[int], dimensions: list[tuple[int, int]]
) -> Iterator[None]:
    sheet, depth = _XlsSheet(stream, facts, struck), 0
    for index, (kind, at, size) in enumerate(_xls_records(stream, begins)):
        if index % _EVERY == 0:
            yield
        if (known := _READ.get(kind)) is not None:
            least, read = known
            if size >= least:
                read(sheet, kind, at, size)
        elif kind == _DIMENSIONS:
            dimensions.append((at, size))
        elif kind in _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return


class _XlsSheet:
    """What the records of one sheet say, each by its kind, place and length; `struck`: formats struck through."""

    def __init__(self, stream: bytes, facts: Facts, struck: frozenset[int]) -> None:
        self._stream = stream
        self._facts = facts
        self._struck = struck

    def cell(self, kind: int, at: int, size: int) -> None:
        """One cell."""
        row, column, worn = unpack_from("<HHH", self._stream, at)
        self._facts.widen(row, column)
        if kind in _PERHAPS_ERRORS and (code := self._error(kind, at, size)):
            self._facts.errors[row, column] = code
        if worn in self._struck:
            self._facts.struck.add((row, column))

    def _error(self, kind: int, at: int, size: int) -> str:
        """The error of an error cell, or that a formula gave; empty for none."""
        stream = self._stream
        if kind == _ERROR:
            return ERRORS.get(stream[at + 6], "#N/A") if size >= 8 and stream[at + 7] else ""
        if size >= 14 and stream[at + 12 : at + 14] == b"\xff\xff":
            return ERRORS.get(stream[at + 8], "#N/A") if stream[at + 6] == 2 else ""
        return ""

    def cells(self, kind: int, at: int, size: int) -> None:
        """Several cells of a row, side by side."""
        row, first = unpack_from("<HH", self._stream, at)
        self._facts.widen(row, first)
        self._facts.widen(row, unpack_from("<H", self._stream, at + size - 2)[0])
        if self._struck:
            places = range(at + 4, at + size - 2, 6)
            worn_by = (unpack_from("<H", self._stream, place)[0] for place in places)
            self._facts.struck.update(
                (row, first + one) for one, worn in enumerate(worn_by) if worn in self._struck
            )

    def row(self, kind: int, at: int, size: int) -> None:
        """A row; only whether it is hidden is of interest."""
        if unpack_from("<H", self._stream, at + 12)[0] & 0x20:
            self._facts.hidden_rows.add(unpack_from("<H", self._stream, at)[0])

    def columns(self, kind: int, at: int, size: int) -> None:
        """Some columns; only whether they are hidden is of interest."""
        first, last, _, _, options = unpack_from("<5H", self._stream, at)
        if options & 1:
            self._facts.hide_columns(str(first + 1), str(last + 1))


_Read = Callable[[_XlsSheet, int, int, int], None]
_READ: dict[int, tuple[int, _Read]] = {
    **dict.fromkeys(_ONE_CELL, (6, _XlsSheet.cell)),
    _MANY_CELLS: (12, _XlsSheet.cells),
    _ROW: (14, _XlsSheet.row),
    _COLUMNS: (10, _XlsSheet.columns),
}
"""Records of a sheet by kind: bytes that they have at least, and who reads them."""


# ------------------------------------------------------------------ xlsb

_X_ROW, _X_CELLS, _X_ERRORS, _X_COLUMN = 0, range(1, 12), (3, 11), 60
_X_SHEET, _X_PROPERTIES = 156, 153


def walk_xlsb(archive: Archive, books: Books) -> Iterator[None]:
    """Walk an xlsb. Raises `CallError`."""
    try:
        yield from _walk_xlsb(archive, books)
    except (StructError, IndexError, UnicodeDecodeError, etree.XMLSyntaxError) as wrong:
        raise books.damaged() from wrong


def _walk_xlsb(archive: Archive, books: Books) -> Iterator[None]:
    parts = {
        item.get("Id", ""): posixpath.normpath(posixpath.join("/xl", item.get("Target", ""))).lstrip("/")
        for item in _relationships(archive, "xl/_rels/workbook.bin.rels")
    }
    read = set()
    for kind, content in _xlsb_records(iter([archive.read("xl/workbook.bin")])):
        if kind == _X_PROPERTIES and len(content) >= 4:
            books.epoch_1904 = bool(content[0] & 1)
        elif kind == _X_SHEET:
            relation, at = _wide_text(content, 8)
            name, _ = _wide_text(content, at)
            part = parts.get(relation, "")
            if part not in archive or "/worksheets/" not in f"/{part}":
                continue
            facts = books.sheets[name] = Facts()
            read.add(part.casefold())
            yield from _xlsb_sheet(archive, part, facts)
            bounded(books.sheets.items(), books.file)
    archive.check(name for name in archive if name not in read)


def _relationships(archive: Archive, part: str) -> Iterator[etree._Element]:
    content = archive.read(part)
    if content:
        yield from etree.fromstring(content, parser()).iterfind("{*}Relationship")


def _wide_text(content: bytes, at: int) -> tuple[str, int]:
    count = unpack_from("<I", content, at)[0]
    return content[at + 4 : at + 4 + 2 * count].decode("utf-16-le"), at + 4 + 2 * count


def _xlsb_sheet(archive: Archive, part: str, facts: Facts) -> Iterator[None]:
    row = count = 0
    for index, (kind, content) in enumerate(_xlsb_records(archive.pieces(part))):
        if index % _EVERY == 0:
            yield
        if kind == _X_ROW:
            row, count = unpack_from("<I", content)[0], count + 1
            if count > MOST_ROWS:
                raise CallError("intake.too-large", file=archive.file)
            if len(content) > 11 and content[11] & 0x10:
                facts.hidden_rows.add(row)
        elif kind in _X_CELLS:
            column = unpack_from("<I", content)[0]
            facts.widen(row, column)
            if kind in _X_ERRORS and len(content) > 8:
                facts.errors[row, column] = ERRORS.get(content[8], "#N/A")
        elif kind == _X_COLUMN and len(content) > 16:
            first, last = unpack_from("<II", content)
            if content[16] & 1:
                facts.hide_columns(str(first + 1), str(last + 1))


def _xlsb_records(pieces: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Kind and content. Number and length are written with seven bits a byte."""
    held, at = b"", 0
    for piece in pieces:
        held, at = held[at:] + piece, 0
        while True:
            kind, begins = _number(held, at, 2)
            size, begins = _number(held, begins, 4) if begins else (0, 0)
            if not begins or begins + size > len(held):
                break
            yield kind, held[begins : begins + size]
            at = begins + size
        if len(held) - at > SMALL_PART:
            raise IndexError


def _number(held: bytes, at: int, longest: int) -> tuple[int, int]:
    """A number, and where the next thing begins; 0 where it does not end in what is held."""
    value = 0
    for index, byte in enumerate(held[at : at + longest]):
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return value, at + index + 1
    return (value, at + longest) if len(held) >= at + longest else (0, 0)
