"""Scan: a large sheet of an xlsx looked over piece by piece, closer only where something of interest stands.

Reading two million cells twice would take longer than the whole intake may. Rows are told by their shape, which is
what is left of them without digits: a sheet has a handful of shapes, and each is looked at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from schoolprep.facts.problem import CallError
from schoolprep.intake.reading.facts import Facts, place
from schoolprep.intake.reading.limits import MOST_CELLS, MOST_ROWS, MOST_TEXTS, Archive, natural
from schoolprep.intake.reading.styles import PLAIN_STYLE, CellStyle
from schoolprep.intake.tables import CellAt

_PREFIX = re.compile(rb"<(\w+:)?worksheet\b")
_PERHAPS, _OTHER_NAMES = re.compile(rb":(?:row|c)[\s>/]"), re.compile(rb"<\w+:(?:row|c)[\s>/]")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TEXT_CELL = re.compile(rb"""t\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v(?:\s[^>]*)?>\s*(\d{1,9})""")
_TEXT_BEGINS = re.compile(rb"<(?:\w+:)?si\b")
_TEXT_END = re.compile(rb"</(?:\w+:)?si>")
_TRUE = (b"1", b"true", b"on")
_UNREAD = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
"""What looks like cells and is none; no fact of ours stands in it."""
_LONGEST_ROW = 16 << 20
"""Bytes of one row: 16,384 cells with a thousand signs each."""
_LONGEST_TAG = 32
_NARROW = 25
_DIGITS = b"0123456789"
_PLAIN_SHAPE = re.compile(
    rb' r=""(?: (?!hidden)[\w:.]+="[^"<>&]*")*>'
    rb'(?:<c r="[A-Z]"(?: s="")?(?: t="[snb]")?(?:/>|><v>[-.+Ee]*</v></c>))*</row>\s*'
)
"""A row of texts by their numbers and of plain numbers, in the first 26 columns, without its digits: nothing in it is
what the fast reader does not tell."""
_PLAIN_ROW = re.compile(rb'<row r="(\d+)"')
_TEXT = b't="s"'
_MOST_SHAPES = 1_000
_TEXTS = (b"str", b"inlineStr")
"""Kinds of cells whose text stands in them, and may be empty."""
_WRITTEN = (b"<is", b":is")
_FILLED = (b"<v", b":v", *_WRITTEN)


class Scan:
    """The look over one sheet. Raises `CallError` where it is not written as workbooks are."""

    def __init__(
        self,
        archive: Archive,
        part: str,
        facts: Facts,
        styles: Sequence[CellStyle],
        text_sizes: Sequence[int],
    ) -> None:
        self._archive = archive
        self._part = part
        self._facts = facts
        self._styles = styles
        self._sizes = text_sizes
        self._odd = [n for n, style in enumerate(styles) if style.eastern or style.zeros or style.struck]
        self._row = -1
        self._plain: dict[bytes, int] = {}
        """Plain shapes, with the texts in each."""
        self._longest = max(text_sizes, default=0)
        self._weight = 0

    def read(self) -> None:
        """Look over the whole sheet."""
        count = 0
        for rows in self._whole_rows():
            count += rows.count(self._row_sign)
            if count > MOST_ROWS:
                raise CallError("intake.too-large", file=self._archive.file)
            shapes = self._shapes(rows)
            if shapes is None:
                self._piece(rows)
                texts = rows.count(self._cell_sign)
            else:
                self._plain_rows(rows)
                texts = sum(map(self._plain.__getitem__, shapes))
            self._weigh(rows, texts)

    def _weigh(self, rows: bytes, texts: int) -> None:
        """Add up the texts of the cells; a few long ones are enough to make a small file fill the memory.

        The texts of some rows are weighed one by one only where they may be more than the share of so many bytes;
        else they count as if each were the longest.
        """
        most = texts * self._longest
        if most * self._archive.size(self._part) > MOST_TEXTS * len(rows):
            most = self._weight_of(rows)
        self._weight += most
        if self._weight > MOST_TEXTS:
            self._weight = -MOST_CELLS * self._longest
            if sum(map(self._weight_of, self._whole_rows())) > MOST_TEXTS:
                raise CallError("intake.too-large", file=self._archive.file)

    def _weight_of(self, rows: bytes) -> int:
        """The texts of some rows, one by one."""
        found = list(map(int, _TEXT_CELL.findall(rows)))
        if max(found, default=0) >= len(self._sizes):
            found = [index for index in found if index < len(self._sizes)]
        return sum(map(self._sizes.__getitem__, found))

    def _shapes(self, rows: bytes) -> list[bytes] | None:
        """The shapes of some rows where all of them are plain; else None."""
        if self._prefixed or any(sign in rows for sign in self._odd_signs):
            return None
        above, *shapes = rows.translate(None, _DIGITS).split(b"<row")
        fresh = set(shapes).difference(self._plain)
        if above or not all(map(_PLAIN_SHAPE.fullmatch, fresh)):
            return None
        if len(self._plain) > _MOST_SHAPES:
            self._plain.clear()
            fresh = set(shapes)
        self._plain.update((shape, shape.count(_TEXT)) for shape in fresh)
        return shapes

    def _plain_rows(self, rows: bytes) -> None:
        numbers = list(map(int, _PLAIN_ROW.findall(rows)))
        if numbers:
            self._row = numbers[-1] - 1
            self._facts.widen(min(numbers) - 1, 0)
            self._facts.widen(max(numbers) - 1, _NARROW)

    def _expect(self, first: bytes) -> None:
        """What the elements of this sheet are called."""
        found = _PREFIX.search(first)
        if found is None:
            raise self._archive.damaged()
        name = found[1] or b""
        prefix, quote = re.escape(name), b"'" if b"r='" in first and b'r="' not in first else b'"'
        self._row_sign, self._cell_sign, self._formula_sign = (
            b"<" + name + tag for tag in (b"row", b"c", b"f")
        )
        self._end_sign = b"</" + name + b"sheetData"
        self._empty_sign = b"<" + name + b"sheetData/>"
        self._formula = re.compile(self._formula_sign + rb"[\s/>]")
        self._plain_row = self._row_sign + b" "
        self._hides = b" hidden=" + quote
        self._odd_signs = [b"s=" + quote + b"%d" % odd + quote for odd in self._odd]
        self._signs = [b"t=" + quote + b"e" + quote, *self._odd_signs]
        self._numbers = re.compile(self._row_sign + rb" [^>]*?\br=" + quote + rb"(\d+)")
        self._rows = re.compile(rb"<" + prefix + rb"row(\s[^>]*)?>")
        self._columns = re.compile(rb"<" + prefix + rb"col(\s[^>]*)>")
        self._cells = re.compile(
            rb"<" + prefix + rb"c(\s[^>]*?)?(?:/>|>(.*?)</" + prefix + rb"c>)", re.DOTALL
        )
        self._value = re.compile(rb"<" + prefix + rb"v(?:\s[^>]*)?>([^<]*)<")
        self._far = re.compile(rb" r=" + quote + rb"(?:[A-Z]{2}|[a-z])")
        self._references = re.compile(rb"\sr=[\"']([A-Za-z]{1,3})\d")
        self._unplaced = re.compile(rb"<" + prefix + rb"c(?=[\s/>])(?! r=" + quote + rb")")
        self._prefixed = bool(name)

    def _piece(self, piece: bytes) -> None:
        """The text before the first row, or some whole rows."""
        facts = self._facts
        if not self._prefixed and _PERHAPS.search(piece) and _OTHER_NAMES.search(piece):
            raise self._archive.damaged()  # elements under two names: two readers see two sheets
        begins = piece.find(self._row_sign)
        for found in self._columns.finditer(piece, 0, begins if begins >= 0 else len(piece)):
            given = _attributes(found[1])
            if given.get(b"hidden") in _TRUE:
                facts.hide_columns(given.get(b"min", b"").decode(), given.get(b"max", b"").decode())
        above = self._row
        rows = self._rows_of(piece)
        if rows:
            facts.widen(rows[0], 0)
            facts.widen(rows[1], max(_NARROW, self._widest(piece)))
        if self._formula_sign in piece or any(sign in piece for sign in self._signs):
            self._row = above
            for at, given, inner in self._placed(piece):
                self._cell(at, given, inner)

    def _rows_of(self, piece: bytes) -> tuple[int, int] | None:
        """First and last of some rows, and which are hidden; a row without a number follows the one before it."""
        numbers = self._numbers.findall(piece)
        plain = len(numbers) == piece.count(self._plain_row) and self._row_sign + b">" not in piece
        hides = self._hides in piece and any(self._hides + word in piece for word in _TRUE)
        if plain and not hides:
            rows = [int(number) - 1 for number in numbers]
        else:
            rows = [self._row_of(found[1] or b"") for found in self._rows.finditer(piece)]
        if not rows:
            return None
        self._row = rows[-1]
        return min(rows), max(rows)

    def _widest(self, piece: bytes) -> int:
        """The last column of some rows; anything up to `_NARROW` is not worth the search."""
        last = 0
        if self._far.search(piece):
            letters = max(set(self._references.findall(piece)), key=lambda name: (len(name), name.upper()))
            last = (place(letters.decode() + "1") or (0, 0))[1]
        if self._unplaced.search(piece):
            last += max(row.count(self._cell_sign) for row in piece.split(self._row_sign))
        return last

    def _row_of(self, attributes: bytes) -> int:
        given = _attributes(attributes)
        number = given.get(b"r", b"")
        counted = natural(number)
        self._row = self._row + 1 if counted is None else counted - 1
        if given.get(b"hidden") in _TRUE:
            self._facts.hidden_rows.add(self._row)
        return self._row

    def _placed(self, piece: bytes) -> Iterator[tuple[CellAt, dict[bytes, bytes], bytes]]:
        """The cells of some rows; one that does not say where it stands follows the one before it."""
        for line in piece.split(self._row_sign)[1:]:
            if not line[:1].isspace() and line[:1] != b">":
                continue  # <rowBreaks>
            row, column = self._row_of(line[: line.find(b">")]), -1
            for found in self._cells.finditer(line):
                given = _attributes(found[1] or b"")
                row, column = place(given.get(b"r", b"").decode()) or (row, column + 1)
                yield (row, column), given, found[2] or b""

    def _cell(self, at: CellAt, given: dict[bytes, bytes], inner: bytes) -> None:
        kind, style = given.get(b"t", b"n"), self._worn(given)
        found = self._value.search(inner)
        text = found[1].decode() if found else ""
        if kind == b"e":
            self._facts.errors[at] = text
        elif text:
            if kind == b"n" and (style.eastern or style.zeros):
                self._facts.number(at, text, style)
        elif kind not in _TEXTS and self._formula.search(inner):
            self._facts.uncalculated.add(at)
        if style.struck and (text or any(sign in inner for sign in _WRITTEN)):
            self._facts.struck.add(at)

    def _worn(self, given: dict[bytes, bytes]) -> CellStyle:
        index = int(given.get(b"s") or 0)
        return self._styles[index] if index < len(self._styles) else PLAIN_STYLE

    def measure(self) -> None:
        """The rectangle of the filled cells alone: whoever coloured whole columns has not filled them."""
        facts = self._facts
        facts.top = facts.left = 1 << 31
        facts.bottom = facts.right = self._row = -1
        for rows in self._whole_rows():
            for at, _, inner in self._placed(rows):
                if inner and any(sign in inner for sign in _FILLED):
                    facts.widen(*at)

    def _end_of(self, joined: bytes) -> int:
        """Where the cells end; -1 where they go on."""
        end = joined.find(self._end_sign)
        if end < 0 and self._row < 0:
            end = joined.find(self._empty_sign)
        return end

    def _whole_rows(self) -> Iterator[bytes]:
        """The sheet as far as its cells go, in pieces that each end before a row."""
        rest, ended = b"", False
        for piece in self._archive.pieces(self._part):
            if ended:
                continue  # unpacked to its end all the same, because that is how its size is checked
            if not rest:
                self._expect(piece)
            joined = rest + piece
            unread = b"<!--" in joined or b"<![CDATA[" in joined
            if unread:
                joined = _UNREAD.sub(b"", joined)
                unread = b"<!" in joined  # one that ends in a later piece
            end = -1 if unread else self._end_of(joined)
            ended = end >= 0
            cut = end if ended else 0 if unread else max(0, joined.rfind(self._row_sign))
            if len(joined) - cut > _LONGEST_ROW and not ended:
                raise self._archive.damaged()
            if cut:
                yield joined[:cut]
            rest = joined[cut:]
        if not ended:
            yield rest


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return {found[1]: found[2] or found[3] or b"" for found in _ATTRIBUTE.finditer(text)}


def text_sizes(archive: Archive, part: str) -> list[int]:
    """Bytes of each of the texts that cells refer to by number; each of a million cells may hold the longest."""
    sizes: list[int] = []
    if part not in archive:
        return sizes
    since, rest = 0, b""
    for piece in archive.pieces(part):
        joined = rest + piece
        cut = joined.rfind(b"<")
        cut = cut if len(joined) - cut < _LONGEST_TAG else len(joined)  # one that ends in the next piece
        begun = None if sizes or since else _TEXT_BEGINS.search(joined)  # what stands above the texts is none
        lengths = list(map(len, _TEXT_END.split(joined[begun.start() if begun else 0 : cut])))
        lengths[0] += since
        since, rest = lengths.pop(), joined[cut:]
        sizes += lengths
    return sizes
