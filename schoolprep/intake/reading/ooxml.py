"""Ooxml: what an xlsx holds beside its values, read from its parts before the fast reader sees them.

A book up to `FAITHFUL` is read a second time here, cell by cell, and the two readings are compared. In a larger one
only those pieces are looked into in which something stands that the fast reader does not tell: error cells, formulas,
formats that change a writing, hidden rows.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from schoolprep.facts.problem import CallError
from schoolprep.intake.reading.facts import Book, Facts, bounded, place, places, unescaped
from schoolprep.intake.reading.limits import MOST_CELLS, MOST_SHEETS, MOST_TEXTS, Archive, natural
from schoolprep.intake.reading.scan import Scan, text_sizes
from schoolprep.intake.reading.stream import events, forget, parser, tag_of
from schoolprep.intake.reading.styles import PLAIN_STYLE, CellStyle, read_styles

FAITHFUL = 6 << 20
"""Bytes of all sheets, unpacked: about 5,000 rows of 20 cells; the second reading then costs less than a second."""
_SPREADSHEET = re.compile(r"^xl/workbook\d*\.xml$")
_TRUE = ("1", "true", "on")


def look(archive: Archive) -> Iterator[Book]:
    """Steps that end with the book; a step yields a book that is not complete. Raises `CallError`."""
    try:
        yield from _look(archive)
    except (etree.XMLSyntaxError, UnicodeDecodeError) as wrong:
        raise archive.damaged() from wrong


class _Sheet(NamedTuple):
    name: str
    part: str
    hidden: bool


def _look(archive: Archive) -> Iterator[Book]:
    where = _workbook_part(archive)
    root = etree.fromstring(archive.read(where), parser())
    sheets = _sheets(archive, where, root)
    if len(sheets) > MOST_SHEETS:
        raise CallError("intake.too-large", file=archive.file)
    properties = root.find("{*}workbookPr")
    epoch_1904 = properties is not None and properties.get("date1904") in _TRUE
    relations = _relations(archive, where)
    styles = read_styles(archive.read(next(_of_type(relations, "styles"), "xl/styles.xml")))
    texts_part = next(_of_type(relations, "sharedStrings"), "xl/sharedStrings.xml")
    faithful = sum(archive.size(sheet.part) for sheet in sheets) + archive.size(texts_part) <= FAITHFUL
    found: dict[str, Facts] = {}
    walk = _closely if faithful else _scanned
    for _ in walk(archive, sheets, found, styles, texts_part):
        yield Book(found)
    bounded(found.items(), archive.file)
    read = {where, texts_part, *(sheet.part for sheet in sheets)}
    archive.check(name for name in archive if name not in {part.casefold() for part in read})
    hidden = frozenset(sheet.name for sheet in sheets if sheet.hidden)
    yield Book(found, epoch_1904, faithful, hidden)


def _closely(
    archive: Archive,
    sheets: Sequence[_Sheet],
    found: dict[str, Facts],
    styles: Sequence[CellStyle],
    texts: str,
) -> Iterator[None]:
    """Every cell of every sheet into `found`; `texts`: the part with the texts that cells refer to."""
    known = _texts(archive, texts)
    for sheet in sheets:
        yield
        about = Facts()
        if sheet.part in archive:
            _Faithful(about, styles, known).read(archive, sheet.part)
            _comments(archive, sheet.part, about)
        found[sheet.name] = about


def _scanned(
    archive: Archive,
    sheets: Sequence[_Sheet],
    found: dict[str, Facts],
    styles: Sequence[CellStyle],
    texts: str,
) -> Iterator[None]:
    """The same for large sheets, looked over; where they seem too large, by their filled cells alone."""
    sizes = text_sizes(archive, texts)
    scans: list[Scan] = []
    for sheet in sheets:
        yield
        about = Facts()
        if sheet.part in archive:
            scans.append(Scan(archive, sheet.part, about, styles, sizes))
            scans[-1].read()
        found[sheet.name] = about
    if sum(about.area for about in found.values()) > MOST_CELLS:
        for scan in scans:
            yield
            scan.measure()


# ------------------------------------------------------------------ which parts


def _workbook_part(archive: Archive) -> str:
    """The part with the list of sheets: where the package says, else where it usually lies."""
    named = next(_of_type(_relations(archive, ""), "officeDocument"), "")
    if named in archive:
        return named
    usual = next((name for name in archive if _SPREADSHEET.match(name)), "")
    if not usual:
        raise CallError("intake.no-workbook", file=archive.file)
    return usual


class _Relation(NamedTuple):
    type: str
    part: str


def _relations(archive: Archive, part: str) -> dict[str, _Relation]:
    """What a part refers to inside the archive, by the names it uses."""
    folder, name = posixpath.split(part)
    content = archive.read(posixpath.join(folder, "_rels", f"{name}.rels"))
    if not content:
        return {}
    found = {}
    for item in etree.fromstring(content, parser()).iterfind("{*}Relationship"):
        target = item.get("Target", "")
        if item.get("TargetMode") != "External":
            inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[item.get("Id", "")] = _Relation(item.get("Type", "").rpartition("/")[2], inside)
    return found


def _of_type(relations: dict[str, _Relation], kind: str) -> Iterator[str]:
    return (relation.part for relation in relations.values() if relation.type == kind)


def _sheets(archive: Archive, where: str, root: etree._Element) -> list[_Sheet]:
    relations = _relations(archive, where)
    found = []
    for item in root.iterfind("{*}sheets/{*}sheet"):
        key = next((value for name, value in item.attrib.items() if str(name).endswith("}id")), "")
        relation = relations.get(str(key))
        if relation is not None and relation.type == "worksheet":
            hidden = item.get("state", "visible") != "visible"
            found.append(_Sheet(item.get("name", ""), relation.part, hidden))
    return found


# ------------------------------------------------------------------ texts


def _texts(archive: Archive, part: str) -> list[str]:
    """The list of texts that cells refer to by number."""
    if part not in archive:
        return []
    texts = []
    for element in events(archive.pieces(part), ["si"]):
        texts.append(unescaped(_text(element)))
        forget(element)
    return texts


def _text(element: etree._Element) -> str:
    """A text with all its runs; the reading aid above Chinese and Japanese characters is not part of it."""
    parts = []
    for child in element:
        tag = tag_of(child)
        if tag == "t":
            parts.append(child.text or "")
        elif tag in ("r", "text"):
            parts.append(_text(child))
    return "".join(parts)


# ------------------------------------------------------------------ a second reading


def _row_number(element: etree._Element, row: int) -> int:
    number = element.get("r", "")
    return (natural(number) or row + 1) - 1


def _row_above(cell: etree._Element, row: int) -> int:
    parent = cell.getparent()
    return _row_number(parent, row) if parent is not None else row


class _Faithful:
    """Every cell of a sheet, read as the format says."""

    def __init__(self, facts: Facts, styles: Sequence[CellStyle], texts: Sequence[str]) -> None:
        self._facts = facts
        self._styles = styles
        self._texts = texts
        self._size = 0

    def read(self, archive: Archive, part: str) -> None:
        """The whole sheet. A row's cells come before it; a cell without a place follows the one before it."""
        row, column = 0, -1
        for element in events(archive.pieces(part), ["c", "row", "col", "mergeCell"]):
            tag = tag_of(element)
            if tag == "c":
                row, column = place(element.get("r", "")) or (_row_above(element, row), column + 1)
                self._cell(element, (row, column))
            elif tag == "row":
                row = _row_number(element, row)
                if element.get("hidden") in _TRUE:
                    self._facts.hidden_rows.add(row)
                row, column = row + 1, -1
            elif tag == "col" and element.get("hidden") in _TRUE:
                self._facts.hide_columns(element.get("min", ""), element.get("max", ""))
            elif tag == "mergeCell" and (merge := places(element.get("ref", ""))):
                self._facts.merges.append(merge)
            forget(element)
            if self._size > MOST_TEXTS:
                raise CallError("intake.too-large", file=archive.file)

    def _cell(self, element: etree._Element, at: tuple[int, int]) -> None:
        facts = self._facts
        index = natural(element.get("s", ""))
        style = self._styles[index] if index is not None and index < len(self._styles) else PLAIN_STYLE
        kind = element.get("t", "n")
        inside = {tag_of(child): child for child in element}
        if style.fill:
            facts.fills[at] = style.fill
        text = _text(inside["is"]) if "is" in inside else (inside["v"].text or "") if "v" in inside else ""
        if not text and "is" not in inside:
            if "f" in inside and kind != "str":
                facts.uncalculated.add(at)
                facts.widen(*at)
            return
        facts.widen(*at)
        if style.struck:
            facts.struck.add(at)
        self._value(at, kind, text, style)

    def _value(self, at: tuple[int, int], kind: str, text: str, style: CellStyle) -> None:
        facts = self._facts
        if kind == "e":
            facts.errors[at] = text
        elif kind == "s":
            index = natural(text.strip())
            text = self._texts[index] if index is not None and index < len(self._texts) else ""
            facts.readings[at] = text
            self._size += len(text)
        elif kind in ("str", "inlineStr"):
            facts.readings[at] = unescaped(text)
        elif kind == "n":
            facts.number(at, text, style)


def _comments(archive: Archive, part: str, facts: Facts) -> None:
    for where in _of_type(_relations(archive, part), "comments"):
        if where in archive:
            for element in events(archive.pieces(where), ["comment"]):
                if at := place(element.get("ref", "")):
                    facts.comments[at] = unescaped(_text(element)).strip()
