"""Text: csv, tsv and pasted texts, whatever program wrote them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Generator, Iterator

from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import CallError, Problem
from schoolprep.intake.reading.letters import BIG5, WESTERN, are_western, big5, first_word
from schoolprep.intake.reading.limits import MOST_CELLS
from schoolprep.intake.reading.sniffing import HEAD, marked_encoding
from schoolprep.intake.tables import Table

MOST_TEXT = 64 << 20
"""Bytes of a text: 100,000 rows of 20 cells have 20 MB."""
_DELIMITERS = ",\t;，"
_PIECE = 1 << 20
_AT_ONCE = 2_000
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')
"""What keeps a number a text in Excel: ="0012"."""
_NAMED = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_LAST_SIGN = 4
"""Bytes of the longest sign of any encoding."""


def encoding_of(content: bytes, file: str, *, western: bool = False) -> str:
    """The encoding of a text: marked, else UTF-8 where it is that, else Big5, GB18030 (which holds GBK) or cp1252.

    `western`: the school stands where letters have accents; else only letters that can be nothing else are such.
    Raises `CallError` where it is none of them. A text cut off in the middle of a sign is damaged, and not GB18030.
    """
    marked = marked_encoding(content[:HEAD])
    for encoding in (marked,) if marked else _possible(content, western=western):
        try:
            _check(content, encoding)
        except UnicodeDecodeError as wrong:
            if (
                encoding == "utf-8"
                and wrong.start >= len(content) - _LAST_SIGN
                and not content[: wrong.start].isascii()
            ):
                raise CallError("intake.damaged-text", file=file) from wrong
            continue
        return encoding
    raise CallError("intake.not-a-table" if not marked else "intake.damaged-text", file=file)


def _possible(content: bytes, *, western: bool) -> Iterator[str]:
    """The encodings that a text without a mark may have, the likeliest first."""
    yield "utf-8"
    if are_western(content, here=western):
        yield WESTERN
        return
    if traditional := big5(content):
        yield from dict.fromkeys((traditional, *BIG5))
    yield "gb18030"
    if western:
        yield WESTERN


def _check(content: bytes, encoding: str) -> None:
    """Decode a text piece by piece. Raises `UnicodeDecodeError` with the place in the whole; zeros are no text."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for at in range(0, len(content), _PIECE):
        try:
            piece = decoder.decode(content[at : at + _PIECE], at + _PIECE >= len(content))
        except UnicodeDecodeError as wrong:
            start = at + wrong.start
            raise UnicodeDecodeError(
                encoding, content, start, min(start + 1, len(content)), wrong.reason
            ) from wrong
        if "\0" in piece:
            raise UnicodeDecodeError(encoding, content, at, at + 1, "zero")


def decode(content: bytes, file: str) -> str:
    """The whole text. Raises `CallError`."""
    if len(content) > MOST_TEXT:
        raise CallError("intake.too-large", file=file)
    return content.decode(encoding_of(content, file))


def read_text_table(
    content: bytes, file: str, name: str, *, western: bool = False
) -> Generator[float, None, list[Table]]:
    """Steps that end with the table of a csv or tsv; `western`: see `encoding_of`. Raises `CallError`."""
    if len(content) > MOST_TEXT:
        raise CallError("intake.too-large", file=file)
    encoding = encoding_of(content, file, western=western)
    yield 0.1
    lines = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    head = "".join(lines.readline(1 << 16) for _ in range(10))
    lines.seek(0)
    named = _NAMED.fullmatch(head.split("\n")[0].strip("\r"))
    if named:
        lines.readline()
    rows: list[list[Writing]] = []
    count = 0
    once: dict[str, str] = {}
    try:
        for row in csv.reader(lines, delimiter=named[1] if named else delimiter(head), strict=True):
            rows.append([_writing(cell, once) for cell in row])
            count += len(row)
            if count > MOST_CELLS:
                raise CallError("intake.too-large", file=file)
            if len(rows) % _AT_ONCE == 0:
                yield min(0.99, 0.1 + lines.buffer.tell() / len(content))
    except csv.Error as wrong:
        raise CallError("intake.damaged-csv", file=file) from wrong
    notes = tuple(_letters(content, encoding, western=western))
    return [Table(file, name, rows, first_row=2 if named else 1, notes=notes)]


def _letters(content: bytes, encoding: str, *, western: bool) -> Iterator[Problem]:
    """What is told of the letters of a text whose bytes could be read as others too."""
    if encoding in BIG5:
        yield Problem("intake.traditional-letters", {"word": first_word(content.decode(encoding))})
    if encoding in (WESTERN, "gb18030") and western == (encoding != WESTERN):
        code = "western-letters" if encoding == WESTERN else "chinese-letters"
        yield Problem(f"intake.{code}", {"word": first_word(content.decode(encoding))})


def _writing(cell: str, once: dict[str, str]) -> str:
    if cell.startswith('="') and (found := _AS_TEXT.fullmatch(cell)):
        cell = found[1].replace('""', '"')
    return once.setdefault(cell, cell)


def delimiter(head: str) -> str:
    """The sign that divides the first lines most often; a comma where nothing does."""
    return max(_DELIMITERS, key=head.count)
