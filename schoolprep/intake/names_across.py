"""Names across: names side by side without headings (a grid, a column for each class): each column is a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import Problem
from schoolprep.intake.beside import OF_FAMILY
from schoolprep.intake.guess import MOST
from schoolprep.intake.nobody import is_foot, is_like_a_name, is_nobody, is_several
from schoolprep.intake.part import columns_of
from schoolprep.intake.ruling import CLASS, names_a_list, words_of_row
from schoolprep.intake.tables import Table, shown
from schoolprep.intake.vocabulary import Vocabulary

_LINES = 8
"""So many lines may stand over the first names."""
_COLUMNS = 3
"""Under one title two columns of names could be a pupil's and a parent's."""
_LEAST = 4
"""Fewer names are no list."""
_SAME = 0.6
"""So many rows with one surname twice are families; of two pupils hardly one pair in ten have the same."""
_NOWHERE = 0
"""The number of the heading that stands on no row."""


def names_across(table: Table, words: Vocabulary) -> list[Table]:
    """A table of names for each column of a sheet that holds nothing else; none where it is no such sheet."""
    person = words.blanks.get("person")
    body = next((row for row, cells in enumerate(table.cells[:_LINES]) if _are_names(cells)), None)
    if body is None or person is None:
        return []
    rows = [cells for cells in table.cells[body:] if not _is_foot(cells)]
    columns = sorted({at for cells in rows for at, _ in words_of_row(cells)})
    if not (_hold_names(rows) and _are_lists(table, body, columns)) or _are_families(rows, columns):
        return []
    shared = {row for row in range(body) if len(words_of_row(table.cells[row])) == 1}
    heading = person["name"].headings[0]
    return [_column(columns_of(table, at, at + 1, shared), body, heading) for at in columns]


def _hold_names(rows: Sequence[Sequence[Writing]]) -> bool:
    """Whether most of what is written are names; of words that repeat few are."""
    written = [text for cells in rows for _, text in words_of_row(cells)]
    return len(set(filter(_is_name, written))) >= max(MOST * len(written), _LEAST)


def _are_families(rows: Sequence[Sequence[Writing]], columns: Sequence[int]) -> bool:
    return any(_are_related(rows, one, other) for one, other in combinations(columns, 2))


def _are_lists(table: Table, body: int, columns: Sequence[int]) -> bool:
    """Whether what stands over columns of names says that each of them lists people of a class."""
    over = [text for cells in table.cells[:body] for _, text in words_of_row(cells)]
    if any(map(OF_FAMILY.search, (table.sheet, *over))):
        return False
    if all(_class_over(table, body, at) for at in columns):
        return len(columns) > 1
    said = any(names_a_list(text) or CLASS.search(text) for text in (table.sheet, *over))
    return said and len(columns) >= _COLUMNS


def _are_related(rows: Sequence[Sequence[Writing]], one: int, other: int) -> bool:
    """Whether most rows have the same surname in two columns: pupils and their fathers."""
    both = [(shown(row[one])[:1], shown(row[other])[:1]) for row in rows if max(one, other) < len(row)]
    pairs = [pair for pair in both if all(pair)]
    return len(pairs) > 1 and sum(a == b for a, b in pairs) >= _SAME * len(pairs)


def _class_over(table: Table, body: int, at: int) -> bool:
    return any(at < len(cells) and CLASS.search(shown(cells[at])) for cells in table.cells[:body])


def _column(table: Table, body: int, heading: str) -> Table:
    """A column as a table with a heading of ours under its lines."""
    cells = [*table.cells[:body], [heading], *table.cells[body:]]
    numbers = [
        *map(table.row_number, range(body)),
        _NOWHERE,
        *map(table.row_number, range(body, len(cells) - 1)),
    ]
    return table._replace(
        cells=cells,
        rows_at=numbers,
        stands={**table.stands, (_NOWHERE, 0): table.begins or table.address(0, table.row_number(0))},
        merges=(),
        hidden_rows=frozenset(_down(row, body) for row in table.hidden_rows),
        flags={(_down(row, body), at): flag for (row, at), flag in table.flags.items()},
        comments={(_down(row, body), at): said for (row, at), said in table.comments.items()},
        fills={(_down(row, body), at): colour for (row, at), colour in table.fills.items()},
        struck=frozenset((_down(row, body), at) for row, at in table.struck),
        skipped=dict(_skipped(table, body)),
    )


def _skipped(table: Table, body: int) -> Iterator[tuple[int, Problem]]:
    """The cells among names that can be none, told."""
    for row in range(body, len(table.cells)):
        text = "".join(shown(table.cells[row][0]).split()) if table.cells[row] else ""
        if text and not _may_be_name(text):
            yield _down(row, body), Problem("intake.line-skipped", {"row": table.row_number(row)})


def _down(row: int, body: int) -> int:
    return row + (row >= body)


def _are_names(cells: Sequence[Writing]) -> bool:
    texts = [text for _, text in words_of_row(cells)]
    return len(texts) > 1 and all(map(_is_name, texts))


def _is_name(text: str) -> bool:
    return is_like_a_name(text) and not is_nobody(text) and not is_foot(text)


def _may_be_name(text: str) -> bool:
    return (text.replace("·", "").isalpha() and not is_foot(text)) or is_several(text)


def _is_foot(cells: Sequence[Writing]) -> bool:
    texts = [text for _, text in words_of_row(cells)]
    return not texts or is_foot(texts[0])
