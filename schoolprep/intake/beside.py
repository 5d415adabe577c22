"""Beside: tables that stand beside each other on a sheet, an empty column between them or each with its own title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from schoolprep.intake.columns import WHO_FIRST
from schoolprep.intake.layout import ColumnHead, HeaderRows
from schoolprep.intake.part import columns_of
from schoolprep.intake.ruling import row_says
from schoolprep.intake.tables import Table

Columns = tuple[int, int]
"""The first column of several, and the one behind the last."""


def side_by_side(table: Table, first: HeaderRows) -> list[Table]:
    """The tables of a sheet from left to right; none where it is one. `first`: its header."""
    top, _, heads = first
    groups = _apart(table, top, heads) or _titled(table, top, heads)
    shared = _shared(table, top, groups) if len(groups) > 1 else set()
    return [columns_of(table, left, right, shared) for left, right in groups] if len(groups) > 1 else []


def _apart(table: Table, top: int, heads: Sequence[ColumnHead]) -> list[Columns]:
    """Groups of headings with empty columns between them, if each names people."""
    groups: list[list[ColumnHead]] = [[heads[0]]]
    for before, head in pairwise(heads):
        if head.at > before.at + 1 and _is_empty(table, top, range(before.at + 1, head.at)):
            groups.append([])
        groups[-1].append(head)
    if len(groups) < 2 or not all(map(_is_of_people, groups)):
        return []
    return list(_columns(table, [group[0].at for group in groups]))


def _titled(table: Table, top: int, heads: Sequence[ColumnHead]) -> list[Columns]:
    """Groups that repeat the same headings without a column between them, each under a line of its own."""
    texts = [head.text for head in heads]
    starts = [head.at for head, text in zip(heads, texts, strict=True) if text == texts[0]]
    size = len(heads) // len(starts)
    if len(starts) < 2 or any(texts[at : at + size] != texts[:size] for at in range(0, len(texts), size)):
        return []
    groups = list(_columns(table, starts))
    return groups if _is_of_people(heads[:size]) and _says_each(table, top, groups) else []


def _columns(table: Table, starts: Sequence[int]) -> Iterator[Columns]:
    starts = [0, *starts[1:]]
    ends = [*starts[1:], max(map(len, table.cells))]
    yield from zip(starts, ends, strict=True)


def _is_empty(table: Table, top: int, columns: range) -> bool:
    return all(row[at] in (None, "") for row in table.cells[top:] for at in columns if at < len(row))


def _is_of_people(heads: Sequence[ColumnHead]) -> bool:
    known = [head.fields for head in heads if head.fields]
    return len(known) > 1 and any(fields.get("person") in WHO_FIRST for fields in known)


def _says_each(table: Table, top: int, groups: Sequence[Columns]) -> bool:
    """Whether a line over the header says something over more than one group."""
    return any(
        len(
            {
                at
                for at, (left, right) in enumerate(groups)
                for said in row_says(row)
                if left <= said.at < right
            }
        )
        > 1
        for row in table.cells[:top]
    )


def _shared(table: Table, top: int, groups: Sequence[Columns]) -> set[int]:
    """The rows over the header that speak of all groups: written over one of them, and not merged over it alone."""
    return {
        row
        for row, cells in enumerate(table.cells[:top])
        if sum(any(cell not in (None, "") for cell in cells[left:right]) for left, right in groups) == 1
        and not any(_is_within(table, row, group) for group in groups)
    }


def _is_within(table: Table, row: int, group: Columns) -> bool:
    left, right = group
    return any(
        merge.top == row and merge.right > merge.left and left <= merge.left and merge.right < right
        for merge in table.merges
    )
