"""Ods: what the part content.xml of an OpenDocument workbook says beside its values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from schoolprep.facts.problem import CallError
from schoolprep.intake.reading.facts import Book, Facts, bounded
from schoolprep.intake.reading.limits import Archive, natural
from schoolprep.intake.reading.stream import events, forget, tag_of, text_of
from schoolprep.intake.tables import CellAt, Merge

MOST_CONTENT = 64 << 20
"""Bytes of content.xml: about 500,000 cells. It is walked whole, because one element may stand for a million rows."""
_CELLS = ("table-cell", "covered-table-cell")
_HIDDEN = ("collapse", "filter")
_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14
_ZEROS = re.compile(r"0[0-9]{1,17}")
_MANY_ROWS = 100_000
"""So many hidden rows at once are the empty rest of a sheet."""


def look_ods(archive: Archive) -> Iterator[Book]:
    """Walk an ods; what is known of it after each sheet. Raises `CallError`."""
    if archive.size("content.xml") > MOST_CONTENT:
        raise CallError("intake.too-large", file=archive.file)
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise CallError("intake.password-ods", file=archive.file)
    walk = _Walk()
    try:
        for element in events(archive.pieces("content.xml"), list(_TAKE)):
            tag = tag_of(element)
            _TAKE[tag](walk, element)
            if tag == "table":
                yield walk.book
                bounded(walk.book.sheets.items(), archive.file)
        archive.check(name for name in archive if name != "content.xml")
    except etree.XMLSyntaxError as wrong:
        raise archive.damaged() from wrong
    yield walk.book


class _Walk:
    """What is known while elements end one after another, and where in its sheet the last one stood."""

    def __init__(self) -> None:
        self.book = Book({})
        self._struck: set[str] = set()
        self._name = ""
        self._facts = Facts()
        self._row = self._column = 0

    def style(self, element: etree._Element) -> None:
        """A style; only whether its text is struck through is of interest."""
        if _is_struck(element):
            self._struck.add(_get(element, "name"))

    def null_date(self, element: etree._Element) -> None:
        """The day from which days are counted."""
        self.book = self.book._replace(epoch_1904=_get(element, "date-value").startswith("1904-01-01"))

    def column(self, element: etree._Element) -> None:
        """A column of a sheet."""
        self.sheet(element)
        self._column = _columns(element, self._facts, self._column)

    def row(self, element: etree._Element) -> None:
        """A row of a sheet."""
        self.sheet(element)
        self._row = _row(element, self._facts, self._row, self._struck)
        forget(element)

    def sheet(self, element: etree._Element) -> None:
        """A sheet, or something in one: another than the last one begins."""
        name = _table_of(element)
        if name != self._name:
            self._name, self._facts = name, self.book.sheets.setdefault(name, Facts())
            self._row = self._column = 0


_TAKE: dict[str, Callable[[_Walk, etree._Element], None]] = {
    "style": _Walk.style,
    "null-date": _Walk.null_date,
    "table-row": _Walk.row,
    "table-column": _Walk.column,
    "table": _Walk.sheet,
}
"""The elements that are listened to, and who takes them."""


def _table_of(element: etree._Element) -> str:
    """The name of the sheet an element belongs to."""
    for parent in (element, *element.iterancestors()):
        if tag_of(parent) == "table":
            return _get(parent, "name")
    return ""


def _get(element: etree._Element, name: str) -> str:
    """An attribute, whatever its prefix."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith(f"}}{name}")), "")


def _times(element: etree._Element, name: str, most: int) -> int:
    return min(natural(_get(element, name)) or 1, most)


def _columns(element: etree._Element, facts: Facts, at: int) -> int:
    times = _times(element, "number-columns-repeated", _MOST_COLUMNS)
    if _get(element, "visibility") in _HIDDEN:
        facts.hidden_columns.update(range(at, min(at + times, _MOST_COLUMNS)))
    return at + times


def _is_struck(style: etree._Element) -> bool:
    """Whether a style strikes its text through."""
    text = style.find("{*}text-properties")
    return text is not None and bool(
        {_get(text, f"text-line-through-{part}") for part in ("style", "type")} - {"", "none"}
    )


def _row(element: etree._Element, facts: Facts, row: int, struck: set[str]) -> int:
    times = _times(element, "number-rows-repeated", _MOST_ROWS)
    if _get(element, "visibility") in _HIDDEN and times < _MANY_ROWS:
        facts.hidden_rows.update(range(row, row + times))
    column = 0
    for cell in element:
        if tag_of(cell) not in _CELLS:
            continue
        wide = _times(cell, "number-columns-repeated", _MOST_COLUMNS)
        if _get(cell, "value-type") or cell.find("{*}p") is not None:
            facts.widen(row, column)
            facts.widen(row + times - 1, column + wide - 1)
            if times == wide == 1:
                _single(cell, facts, (row, column), struck)
        across, down = (
            _times(cell, "number-columns-spanned", 1 << 14),
            _times(cell, "number-rows-spanned", 1 << 20),
        )
        if across > 1 or down > 1:
            facts.merges.append(Merge(row, column, row + down - 1, column + across - 1))
        comment = cell.find("{*}annotation")
        if comment is not None:
            facts.comments[row, column] = "\n".join(text_of(line) for line in comment.iterfind("{*}p"))
        column += wide
    return row + times


def _single(cell: etree._Element, facts: Facts, at: CellAt, struck: set[str]) -> None:
    """What one filled cell says beside its value: zeros before it, a failed formula, a line through it."""
    if digits := _padded(cell):
        facts.padded[at] = digits
    if "error" in _values(cell, "value-type") and (line := cell.find("{*}p")) is not None:
        facts.errors[at] = text_of(line)
    if struck and _wears(cell, struck):
        facts.struck.add(at)


def _values(element: etree._Element, name: str) -> list[str]:
    """An attribute that several programs write, each under its own prefix."""
    return [str(value) for key, value in element.attrib.items() if str(key).endswith(f"}}{name}")]


def _wears(cell: etree._Element, struck: set[str]) -> bool:
    """Whether a cell, or all text in it, has one of these styles."""
    if _get(cell, "style-name") in struck:
        return True
    spans = [span for line in cell.iterfind("{*}p") for span in line.iterfind("{*}span")]
    return bool(spans) and all(_get(span, "style-name") in struck for span in spans)


def _padded(cell: etree._Element) -> str:
    """The digits that a number is shown with where its format puts zeros before them; empty where it does not."""
    line = cell.find("{*}p")
    shown = text_of(line) if line is not None and _get(cell, "value-type") == "float" else ""
    return shown if _ZEROS.fullmatch(shown) and _get(cell, "value") == str(int(shown)) else ""
