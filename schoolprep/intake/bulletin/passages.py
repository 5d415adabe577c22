"""Passages: a pasted text as lines, as sentences, as pieces between signs, each with the line it stands in.

A line that ends where a list goes on (、 or a comma) belongs to the next. Nothing here changes how long a text is, so
that a piece can be quoted as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

_GOES_ON = re.compile(r"[、,]$")
_OPENS, _CLOSES = "([“《", ")]”》"
_ENDS = re.compile(r"[。!?]")
_LONGEST_QUOTE, _BESIDE = 90, 30
"""A sentence is quoted whole up to so many characters, else its beginning, its end and the place between them."""


class TextSpan(NamedTuple):
    """A part of a passage's text."""

    start: int
    end: int


class Passage(NamedTuple):
    """Lines that belong together: as read (half-width, as long as written), and as written."""

    text: str
    written: str
    starts: tuple[int, ...]
    """Where its lines begin."""
    numbers: tuple[int, ...]
    """The lines' numbers."""

    def line(self, at: int) -> int:
        """The number of the line in which a character stands."""
        return self.numbers[max(bisect_right(self.starts, at) - 1, 0)]

    def quote(self, sentence: TextSpan, piece: TextSpan) -> str:
        """The sentence a piece stands in; of a long one its beginning, the piece and its end."""
        whole = self.written[sentence.start : sentence.end].strip()
        if len(whole) <= _LONGEST_QUOTE:
            return whole
        before = self.written[sentence.start : min(sentence.start + _BESIDE, piece.start)].strip()
        after = self.written[max(sentence.end - _BESIDE, piece.end) : sentence.end].strip()
        return "…".join(filter(None, (before, self.written[piece.start : piece.end].strip(), after)))


def passages(text: str) -> Iterator[Passage]:
    """The lines of a text that are not empty, those that go on joined."""
    flat, written, starts, numbers = "", "", [], []
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare:
            continue
        starts.append(len(flat))
        numbers.append(number)
        flat, written = flat + narrow(bare), written + bare
        if not _GOES_ON.search(flat):
            yield Passage(flat, written, tuple(starts), tuple(numbers))
            flat, written, starts, numbers = "", "", [], []
    if numbers:
        yield Passage(flat, written, tuple(starts), tuple(numbers))


def narrow(text: str) -> str:
    """A text with every character half-width that has such a form, and none more or fewer."""
    if text.isascii():
        return text
    return "".join(plain if len(plain := unicodedata.normalize("NFKC", char)) == 1 else char for char in text)


def sentences(text: str) -> Iterator[TextSpan]:
    """The sentences of a text; a full stop in brackets ends none."""
    yield from apart(text, TextSpan(0, len(text)), _ENDS)


def apart(text: str, span: TextSpan, signs: re.Pattern[str]) -> Iterator[TextSpan]:
    """The parts of a span between signs that stand in no brackets, without what is empty."""
    start = span.start
    for at in outside(text, span):
        if signs.match(text, at):
            if text[start:at].strip():
                yield TextSpan(start, at)
            start = at + 1
    if text[start : span.end].strip():
        yield TextSpan(start, span.end)


def outside(text: str, span: TextSpan) -> Iterator[int]:
    """The places of a span that stand in no brackets; a bracket that nothing closes holds nothing."""
    depth = 0
    for at in range(span.start, span.end):
        char = text[at]
        if char in _OPENS:
            depth += text.find(_CLOSES[_OPENS.index(char)], at, span.end) >= 0
        elif char in _CLOSES:
            depth = max(0, depth - 1)
        elif not depth:
            yield at
