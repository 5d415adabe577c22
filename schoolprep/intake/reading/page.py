"""Page: a web page under a workbook's name, as many systems export their "Excel" (DOMAIN §6 row 29)."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from math import isfinite

from lxml import etree

from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import CallError
from schoolprep.intake.reading.limits import MOST_CELLS, natural
from schoolprep.intake.reading.stream import tag_of, text_of
from schoolprep.intake.reading.text import encoding_of
from schoolprep.intake.reading.titled import titled
from schoolprep.intake.tables import CellAt, Merge, Table

MOST_PAGE = 32 << 20
"""Bytes of a page."""
_MOST_TAGS = 1_600_000
"""Tags of a page: some 800,000 cells; each that the parser keeps costs 300 bytes."""
_MOST_SPAN = 10_000
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n]+")
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+(?:E[-+]?\d+)?", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-ignore\s*:\s*skip", re.IGNORECASE)
_LINE_THROUGH = re.compile(r"line-through", re.IGNORECASE)
_IN_LINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "big",
        "del",
        "em",
        "font",
        "i",
        "ins",
        "label",
        "s",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "u",
    )
)
"""What does not end a line."""  # fmt: skip
_UNSEEN = frozenset(("head", "title", "style", "script", "noscript", "template", "select", "textarea"))
_STRUCK = ("s", "del", "strike")
_KNOWN = {"gb2312": "gb18030", "gbk": "gb18030", "utf-8": "utf-8", "utf8": "utf-8", "gb18030": "gb18030"}


def read_page(content: bytes, file: str, name: str) -> Generator[float, None, list[Table]]:
    """Steps that end with the innermost tables of a page, each under the lines above it, and what else it says.

    Raises `CallError`, also where it has no table.
    """
    if len(content) > MOST_PAGE:
        raise CallError("intake.too-large", file=file)
    text = _decoded(content, file)
    yield 0.1
    return (yield from read_markup(text, file, name))


def read_markup(text: str, file: str, name: str) -> Generator[float, None, list[Table]]:
    """The same of a page that is text already (a clipboard's)."""
    if len(text) > MOST_PAGE or text.count("<") > _MOST_TAGS:
        raise CallError("intake.too-large", file=file)
    reading = etree.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), reading)
        if any(entry.level_name == "FATAL" for entry in reading.error_log):
            raise CallError(
                "intake.damaged", file=file
            )  # the parser stopped in the middle and said so only here
    except (etree.XMLSyntaxError, ValueError) as wrong:
        raise CallError("intake.web-page", file=file) from wrong
    if root is None:  # a page of which nothing is left
        raise CallError("intake.web-page", file=file)
    found: list[str | Table] = []
    for block in _blocks(root):
        if isinstance(block, str):
            found.append(block)
            continue
        yield 0.5
        table = _table(block, file, name)
        found += [table] if table.cells else []
    if not any(isinstance(block, Table) for block in found):
        raise CallError("intake.web-page", file=file)
    return titled(found, file, name)


def _blocks(root: etree._Element) -> Iterator[str | etree._Element]:
    """The lines of a page and its innermost tables, in their order."""
    line: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = tag_of(element)
        is_table = tag == "table" and next(element.iterdescendants("table"), None) is None
        if event == "end":
            if tag not in _IN_LINE:
                yield _line(line)
            line.append(element.tail or "")
        elif is_table or tag in _UNSEEN:
            walk.skip_subtree()
            if is_table:
                yield _line(line)
                yield element
        else:
            if tag not in _IN_LINE:
                yield _line(line)
            line.append(element.text or "")
    yield _line(line)


def _line(pieces: list[str]) -> str:
    """The line that was gathered; a new one begins."""
    said = _SPACES.sub(" ", "".join(pieces)).strip()
    pieces.clear()
    return said


def _decoded(content: bytes, file: str) -> str:
    named = _CHARSET.search(content[:4_096])
    encoding = _KNOWN.get(named[1].decode().lower(), "") if named else ""
    if encoding:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            pass  # what a page says of itself is not always so
    return content.decode(encoding_of(content, file))


def _table(element: etree._Element, file: str, name: str) -> Table:
    grid = _Grid(file)
    for row, line in enumerate(element.iter("tr")):
        grid.line(row, line)
    width = max(map(len, grid.cells), default=0)
    if width * len(grid.cells) > MOST_CELLS:
        raise CallError("intake.too-large", file=file)
    return Table(
        file, name, [line + [""] * (width - len(line)) for line in grid.cells], merges=tuple(grid.merges),
        hidden_rows=frozenset(grid.hidden), struck=frozenset(grid.struck),
    )  # fmt: skip


class _Grid:
    """A table while its lines are laid out: a cell may reach over others to its right and below it."""

    def __init__(self, file: str) -> None:
        self.cells: list[list[Writing]] = []
        self.merges: list[Merge] = []
        self.hidden: set[int] = set()
        self.struck: set[CellAt] = set()
        self._file = file
        self._covered: set[CellAt] = set()
        self._total = 0

    def line(self, row: int, line: etree._Element) -> None:
        """A line with its cells. Raises `CallError` where the table is too large."""
        if _HIDDEN.search(line.get("style", "")):
            self.hidden.add(row)
        written: list[Writing] = []
        for cell in line:
            if tag_of(cell) in ("td", "th"):
                self._skip(row, written)
                self._cell(cell, row, written)
        self._skip(row, written)
        self.cells.append(written)

    def _skip(self, row: int, written: list[Writing]) -> None:
        """Leave the places empty that a cell above covers."""
        while (at := (row, len(written))) in self._covered:
            self._covered.remove(at)
            written.append("")

    def _cell(self, cell: etree._Element, row: int, written: list[Writing]) -> None:
        across, down = _span(cell, "colspan"), _span(cell, "rowspan")
        at = len(written)
        if across > 1 or down > 1:
            self.merges.append(Merge(row, at, row + down - 1, at + across - 1))
        self._total += across * down
        if self._total > MOST_CELLS:
            raise CallError("intake.too-large", file=self._file)
        self._covered.update((row + one, at + two) for one in range(1, down) for two in range(across))
        if _is_struck(cell):
            self.struck.add((row, at))
        written += [_writing(cell), *[""] * (across - 1)]


def _span(cell: etree._Element, name: str) -> int:
    return min(natural(cell.get(name, "").strip()) or 1, _MOST_SPAN)


def _is_struck(cell: etree._Element) -> bool:
    """Whether all that a cell shows is struck through."""
    inside: etree._Element | None = cell
    while inside is not None:
        if tag_of(inside) in _STRUCK or _LINE_THROUGH.search(inside.get("style", "")):
            return True
        inside = inside[0] if len(inside) == 1 and not (inside.text or "").strip() else None
    return False


def _writing(cell: etree._Element) -> Writing:
    """What a cell shows; where Excel put the number itself beside the one it shows, that number."""
    for line_end in cell.iter("br"):
        line_end.tail = "\n" + (line_end.tail or "")
    text = "\n".join(_SPACES.sub(" ", line).strip() for line in text_of(cell).split("\n") if line.strip())
    number = cell.get("num") or cell.get("x:num")
    if number and _NUMBER.fullmatch(text):
        try:
            value = float(number)
        except ValueError:
            return text
        if isfinite(value):
            return int(value) if value.is_integer() else value
    return text
