"""Unheaded: a table without any headings; its first row is somebody, and its columns are known by what stands in them.

Identity numbers whose check digit is right, beside names, are proof; whatever else looks like ours is only proposed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from schoolprep.facts.blank import Field
from schoolprep.facts.kinds import read
from schoolprep.facts.kinds.base import Frame, Writing
from schoolprep.intake.guess import LOOKED_AT, MOST, shape_of
from schoolprep.intake.layout import ColumnHead, HeadedRows, SheetHeader, ruled
from schoolprep.intake.nobody import is_answer, is_foot, is_like_a_name, is_nobody
from schoolprep.intake.ruling import words_of_row
from schoolprep.intake.tables import Table, column_letters, shown
from schoolprep.intake.vocabulary import Vocabulary

_NAME, _IDENTITY = "name", "identity"
_PROVEN = {_NAME: "name", _IDENTITY: "document_no", "class": "class_name", "sex": "sex"}
"""What a column is where numbers and names prove that the rows are people's; telephones may be anybody's."""
_LINES = 8
"""So many lines may stand over the first person."""


class ContentColumn(NamedTuple):
    """A column by its place, and what its cells look like; empty where they look like nothing of ours."""

    at: int
    looks: str


class Unheaded(NamedTuple):
    """The first row of people, and the columns."""

    body: int
    columns: tuple[ContentColumn, ...]

    def places(self, looks: str) -> list[int]:
        """The columns that look so."""
        return [column.at for column in self.columns if column.looks == looks]


def by_content(table: Table) -> Unheaded | None:
    """The columns of a table that has no headings; None where it may have some, or nobody seems to stand in it."""
    body = next((row for row, cells in enumerate(table.cells[:_LINES]) if is_person(cells)), None)
    if body is None or any(len(words_of_row(cells)) > 2 for cells in table.cells[:body]):
        return None
    rows = [cells for cells in table.cells[body : body + LOOKED_AT] if len(words_of_row(cells)) > 1]
    known = Unheaded(body, tuple(_columns(rows)))
    return known if known.places(_NAME) and sum(bool(one.looks) for one in known.columns) > 1 else None


def _whatever_stands(table: Table) -> Unheaded | None:
    """The columns of a table of which a person said that its first row is somebody."""
    body = next((row for row, cells in enumerate(table.cells) if words_of_row(cells)), None)
    return None if body is None else Unheaded(body, tuple(_columns(table.cells[body : body + LOOKED_AT])))


def _columns(rows: Sequence[Sequence[Writing]]) -> Iterator[ContentColumn]:
    for at in range(max(map(len, rows), default=0)):
        written = [row[at] for row in rows if at < len(row) and shown(row[at]).strip()]
        if written:
            yield ContentColumn(at, _looks(written))


def is_person(row: Sequence[Writing]) -> bool:
    """Whether a row reads like somebody: a name, and what only an answer looks like."""
    texts = [text for _, text in words_of_row(row)]
    return any(map(_is_name, texts)) and any(map(is_answer, texts))


def _is_name(text: str) -> bool:
    return is_like_a_name(text) and not is_nobody(text) and not is_foot(text)


def _looks(cells: Sequence[Writing]) -> str:
    if all(isinstance(cell, int) for cell in cells) and list(cells) == list(range(1, len(cells) + 1)):
        return ""  # a running number
    names = sum(_is_name(shown(cell)) for cell in cells)
    return _NAME if names >= MOST * len(cells) else shape_of(cells)


def lay_out_unheaded(
    table: Table, words: Vocabulary, frame: Frame, *, said: bool = False
) -> SheetHeader | None:
    """The columns of a table without headings as if they had some; None where it may have some.

    `said`: a person said that it has none, whatever stands in it.
    """
    found = by_content(table) or (_whatever_stands(table) if said else None)
    person = words.blanks.get("person")
    if found is None or person is None:
        return None
    proven = _is_proven(table, found, person["document_no"], frame)
    heads = tuple(_head(table, found, column, proven=proven) for column in found.columns)
    line = "|".join(f"{column.at}{column.looks}" for column in found.columns)
    key = blake2b(f"unheaded|{line}".encode(), digest_size=8).hexdigest()
    return ruled(table, words, frame, HeadedRows(found.body, found.body - 1, heads, key))


def _is_proven(table: Table, found: Unheaded, number: Field, frame: Frame) -> bool:
    """Whether one column holds names and one identity numbers whose check digits are right."""
    names, numbers = found.places(_NAME), found.places(_IDENTITY)
    if len(names) != 1 or len(numbers) != 1:
        return False
    at = numbers[0]
    cells = [
        row[at] for row in table.cells[found.body :][:LOOKED_AT] if at < len(row) and shown(row[at]).strip()
    ]
    sound = sum(read(number, cell, frame).plain for cell in cells)
    return sound >= MOST * len(cells)


def _head(table: Table, found: Unheaded, column: ContentColumn, *, proven: bool) -> ColumnHead:
    letters = column_letters(table.first_column + column.at)
    field = _PROVEN.get(column.looks, "")
    alone = len(found.places(column.looks)) == 1
    fields = {"person": field} if field and (column.looks == _NAME or (proven and alone)) else {}
    return ColumnHead(column.at, found.body, letters, fields, proven and alone, None, (letters,))
