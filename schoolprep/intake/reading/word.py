"""Word: the tables of a docx, each under the lines that stand above it; and all its text, line by line.

Read from the part with the document's body, in passing and within limits ([ECMA-376] part 1, 17). What a reader of the
document does not see (texts that were deleted or moved away, codes of fields, phonetic guides) is not read; hidden
letters are asked about.
"""

from __future__ import annotations

import posixpath
from collections.abc import Generator, Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import CallError, Problem
from schoolprep.intake.reading.limits import MOST_CELLS, Archive, natural
from schoolprep.intake.reading.stream import events, forget, parser, tag_of
from schoolprep.intake.reading.titled import lowered, titled
from schoolprep.intake.tables import CellAt, Merge, Table, column_letters

MOST_DOCUMENT = 64 << 20
"""Bytes of the body: some 50,000 cells as Word and WPS write them."""
_MOST_COLUMNS = 1_000
_WRAPPERS = ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
"""What may stand around rows and cells without being seen."""
_UNSEEN = frozenset(
    ("del", "moveFrom", "Fallback", "txbxContent", "tbl", "rt", "pPr", "rPr", "instrText", "delText")
)  # fmt: skip
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MARKS = {
    "wingdings": {"FE": "☑", "FC": "√", "FB": "×", "FD": "☒", "A8": "☐", "6F": "☐", "A3": "☐"},
    "wingdings 2": {"52": "☑", "50": "√", "4F": "×", "51": "☒", "53": "☒", "54": "☒", "A3": "☐", "2A": "☐"},
}
"""The letters of fonts that hold pictures, with which forms draw their boxes and ticks."""
_OFF = ("0", "false", "off", "none")


class WordTable(NamedTuple):
    """One table of a document, its cells laid out."""

    cells: list[list[Writing]]
    merges: list[Merge]
    hidden: set[int]
    struck: set[CellAt]
    veiled: set[CellAt]
    """Cells with hidden letters."""
    nested: bool = False
    """It stands in a cell of another one."""

    @property
    def width(self) -> int:
        """Columns."""
        return max(map(len, self.cells), default=0)


WordBlock = str | WordTable
"""A line of text (as it stands, perhaps empty), or a table."""


def body_of(archive: Archive) -> str:
    """The part with the body of a docx; empty where the archive is none."""
    relations = archive.read("_rels/.rels")
    if relations:
        for one in etree.fromstring(relations, parser()):
            if str(one.get("Type", "")).endswith("/officeDocument"):
                part = posixpath.normpath(str(one.get("Target", ""))).lstrip("/")
                return part if part.startswith("word/") and part in archive else ""
    return "word/document.xml" if "word/document.xml" in archive else ""


def is_word(archive: Archive) -> bool:
    """Whether an archive is a docx. Raises `CallError` where it is broken."""
    try:
        return bool(body_of(archive))
    except etree.XMLSyntaxError as wrong:
        raise archive.damaged() from wrong


def read_word(archive: Archive, name: str) -> Generator[float, None, list[Table]]:
    """Steps that end with the tables of a docx, and with its other lines as one more. Raises `CallError`."""
    found: list[str | Table] = []
    for block in _joined(blocks(archive)):
        found.append(block if isinstance(block, str) else _table(block, archive.file, name))
        yield 0.5
    made = titled(found, archive.file, name)
    if not made:
        raise CallError("intake.empty-document", file=archive.file)
    return made


def _joined(found: Iterable[WordBlock]) -> Iterator[WordBlock]:
    """The blocks; a table that empty lines cut in two is one."""
    open_one: WordTable | None = None
    for block in found:
        if isinstance(block, str):
            if block.strip() and open_one is not None:
                yield open_one
                open_one = None
            yield block
        elif open_one is not None and not block.nested and block.width == open_one.width:
            _go_on(open_one, block)
        else:
            if open_one is not None:
                yield open_one
            open_one = block
    if open_one is not None:
        yield open_one


def text_of_word(archive: Archive) -> str:
    """All text of a docx; the cells of a row with tabs between them. Raises `CallError`."""
    return "\n".join(_all_lines(blocks(archive)))


def _all_lines(found: Iterable[WordBlock]) -> Iterator[str]:
    for block in found:
        if isinstance(block, str):
            yield block
        else:
            yield from ("\t".join(str(cell).replace("\n", " ") for cell in row) for row in block.cells)


def _go_on(table: WordTable, more: WordTable) -> None:
    down = len(table.cells)
    table.cells.extend(more.cells)
    table.merges.extend(lowered(more.merges, down))
    table.hidden.update(row + down for row in more.hidden)
    table.struck.update((row + down, at) for row, at in more.struck)
    table.veiled.update((row + down, at) for row, at in more.veiled)


def _table(table: WordTable, file: str, name: str) -> Table:
    width = table.width
    rows = [row + [""] * (width - len(row)) for row in table.cells]
    return Table(
        file, name, rows, merges=tuple(table.merges), hidden_rows=frozenset(table.hidden),
        flags={(row, at): _veiled(row, at) for row, at in table.veiled}, struck=frozenset(table.struck),
    )  # fmt: skip


def _veiled(row: int, at: int) -> Problem:
    return Problem("intake.cell-hidden-text", {"cell": f"{column_letters(at + 1)}{row + 1}"})


def blocks(archive: Archive) -> Iterator[WordBlock]:
    """The body of a docx, one block after another. Raises `CallError`."""
    try:
        body = body_of(archive)
        if archive.size(body) > MOST_DOCUMENT:
            raise CallError("intake.too-large", file=archive.file)
        walk = _Walk(archive.file)
        for element in events(archive.pieces(body), ("p", "tr", "tbl")):
            yield from walk.take(element)
    except etree.XMLSyntaxError as wrong:
        raise archive.damaged() from wrong


class _Walk:
    """Takes the elements of a body as they end."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._grid = _Rows(file)

    def take(self, element: etree._Element) -> Iterator[WordBlock]:
        """What is complete now: a line outside tables, an outermost table and those inside it."""
        around = [tag_of(one) for one in element.iterancestors()]
        if "Fallback" in around:  # the same once more for older programs
            return
        tag, deep = tag_of(element), around.count("tbl")
        if tag == "p" and not deep:
            yield from _said(element).text.split("\n")
            forget(element) if "txbxContent" not in around else None
        elif tag == "tr" and deep == 1:
            self._grid.row(element)
            forget(element)
        elif tag == "tbl" and not deep:
            whole, self._grid = self._grid, _Rows(self._file)
            yield from whole.blocks()


class _Rows:
    """The rows of one table while they are laid out, and the tables found inside its cells."""

    def __init__(self, file: str, *, nested: bool = False) -> None:
        self._file = file
        self._made = WordTable([], [], set(), set(), set(), nested)
        self._inside: list[_Rows] = []
        self._open: dict[int, Merge] = {}
        """By their left column: the merged cells that the next row may go on with."""
        self._total = 0

    def blocks(self) -> Iterator[WordBlock]:
        """The table, and those in it. One that only holds another in its place is lines around it."""
        self._made.merges.extend(
            one for one in self._open.values() if (one.top, one.left) != (one.bottom, one.right)
        )
        if self._inside and self._made.width == 1:
            yield from (line for row in self._made.cells for cell in row for line in str(cell).split("\n"))
        elif self._made.cells:
            yield self._made
        for one in self._inside:
            yield from one.blocks()

    def row(self, element: etree._Element) -> None:
        """The next row. Raises `CallError` where the table is too large."""
        row, about = len(self._made.cells), element.find("{*}trPr")
        if about is not None and _is_on(about.find("{*}hidden")):
            self._made.hidden.add(row)
        gone = about is not None and about.find("{*}del") is not None
        written: list[Writing] = [""] * _number(about, "gridBefore", 0)
        still: dict[int, Merge] = {}
        for cell in _within(element, "tc"):
            self._cell(cell, row, written, still)
            if gone:
                self._made.struck.add((row, len(written) - 1))
        self._close(still)
        self._made.cells.append(written)

    def _cell(self, cell: etree._Element, row: int, written: list[Writing], still: dict[int, Merge]) -> None:
        about, at = cell.find("{*}tcPr"), len(written)
        wide = max(1, _number(about, "gridSpan", 1))
        self._total += wide
        if self._total > MOST_CELLS:
            raise CallError("intake.too-large", file=self._file)
        said = self._content(cell)
        if _goes_on(about, "hMerge") and written:
            self._widen(still, row, at + wide - 1)
            written += [""] * wide
            return
        above = self._open.get(at) if _goes_on(about, "vMerge") else None
        if above is not None:
            still[at] = above._replace(bottom=row)
            written += [""] * wide
            return
        still[at] = Merge(row, at, row, at + wide - 1)
        written += [said.text.strip("\n"), *[""] * (wide - 1)]
        if said.struck:
            self._made.struck.add((row, at))
        if said.hidden:
            self._made.veiled.add((row, at))

    def _widen(self, still: dict[int, Merge], row: int, right: int) -> None:
        left = max(still, default=None)
        if left is not None and still[left].bottom == row:
            still[left] = still[left]._replace(right=right)

    def _close(self, still: dict[int, Merge]) -> None:
        """What the next row does not go on with is complete."""
        for at, one in self._open.items():
            goes_on = at in still and (still[at].top, still[at].left) == (one.top, one.left)
            if not goes_on and (one.top, one.left) != (one.bottom, one.right):
                self._made.merges.append(one)
        self._open = still

    def _content(self, cell: etree._Element) -> _Said:
        """What a cell says; the tables in it are kept for themselves."""
        said = _Said()
        for one in _descending(cell):
            if tag_of(one) == "p":
                said = said.and_line(_said(one))
            else:
                inner = _Rows(self._file, nested=True)
                for row in _within(one, "tr"):
                    inner.row(row)
                self._inside.append(inner)
        return said


class _Said(NamedTuple):
    """What a paragraph, or several, say; `struck`: all of it has a line through it; `hidden`: some letters are."""

    text: str = ""
    struck: bool = False
    hidden: bool = False

    def and_line(self, other: _Said) -> _Said:
        """Both, one below the other."""
        if not self.text.strip():
            return other._replace(hidden=self.hidden or other.hidden)
        if not other.text.strip():
            return self._replace(hidden=self.hidden or other.hidden)
        return _Said(f"{self.text}\n{other.text}", self.struck and other.struck, self.hidden or other.hidden)


def _said(paragraph: etree._Element) -> _Said:
    runs = list(_runs(paragraph, None))
    written = [(text, about) for text, about in runs if text.strip()]
    struck = bool(written) and all(
        _is_on(_of(about, "strike")) or _is_on(_of(about, "dstrike")) for _, about in written
    )
    hidden = any(_is_on(_of(about, "vanish")) for _, about in written)
    return _Said("".join(text for text, _ in runs), struck, hidden)


def _runs(
    element: etree._Element, about: etree._Element | None
) -> Iterator[tuple[str, etree._Element | None]]:
    """The texts in an element, each with what is said of its looks."""
    for child in element:
        tag = tag_of(child)
        if tag in _UNSEEN:
            continue
        if tag == "t":
            yield child.text or "", about
        elif tag in _SIGNS:
            yield _SIGNS[tag], about
        elif tag == "sym":
            yield _mark(child), about
        elif tag == "checkBox":
            ticked = _of(child, "checked") if _of(child, "checked") is not None else _of(child, "default")
            yield "☑" if _is_on(ticked) else "☐", about
        else:
            yield from _runs(child, _of(child, "rPr") if tag == "r" else about)


def _mark(element: etree._Element) -> str:
    """The sign that a letter of a font of pictures shows; a question mark for one nobody here knows."""
    font, letter = (_get(element, name) for name in ("font", "char"))
    return _MARKS.get(font.lower(), {}).get(letter[-2:].upper(), "?")


def _descending(cell: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs of a cell, those in its text boxes too, and the outermost tables in it."""
    for child in cell:
        tag = tag_of(child)
        if tag in ("p", "tbl"):
            yield child
        if tag not in ("tbl", "Fallback", "del", "moveFrom"):
            yield from _descending(child)


def _within(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows of a table, the cells of a row: also those with something around them that is not seen."""
    for child in element:
        tag = tag_of(child)
        if tag == wanted:
            yield child
        elif tag in _WRAPPERS:
            yield from _within(child, wanted)


def _of(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else element.find(f"{{*}}{name}")


def _get(element: etree._Element, name: str) -> str:
    """An attribute, whatever its prefix."""
    found = (str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name)
    return next(found, "")


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and _get(element, "val") not in _OFF


def _goes_on(about: etree._Element | None, name: str) -> bool:
    """Whether a cell is part of the one above it (`vMerge`) or beside it (`hMerge`)."""
    found = _of(about, name)
    return found is not None and _get(found, "val") != "restart"


def _number(about: etree._Element | None, name: str, usual: int) -> int:
    found = _of(about, name)
    given = natural(_get(found, "val")) if found is not None else None
    return usual if given is None else min(given, _MOST_COLUMNS)
