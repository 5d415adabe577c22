"""Beside: tables that stand beside each other on a sheet, an empty column between them or each with its own title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from schoolprep.intake.columns import WHO_FIRST
from schoolprep.intake.complaints import parts
from schoolprep.intake.guess import LOOKED_AT, MOST
from schoolprep.intake.layout import ColumnHead, HeaderRows
from schoolprep.intake.nobody import is_like_a_name
from schoolprep.intake.part import columns_of
from schoolprep.intake.ruling import heads_others, heads_people, row_says, words_of_row
from schoolprep.intake.tables import Table, shown

Columns = tuple[int, int]
"""The first column of several, and the one behind the last."""
_COUNTS = re.compile(
    r"人数|[合总小]计|总数|比例|占比|[\u3400-\u9fff]率$|total|count|number of", re.IGNORECASE
)
"""What heads a column of numbers about many."""
_USUAL = 3
"""Characters of most names."""
_UNITS = frozenset({"class_name", "grade"})
_TELLS = frozenset({"document_no", "sex", "birth_date"})
"""What a list asks of everybody on it, and hardly of a parent beside a pupil."""
OF_FAMILY = re.compile(
    r"家长|监护|父|母|家庭|同住|共同|亲属|联系人|guardian|parent|mother|father", re.IGNORECASE
)
"""Words of people who stand beside a pupil and are none."""


def side_by_side(table: Table, first: HeaderRows) -> list[Table]:
    """The tables of a sheet from left to right; none where it is one. `first`: its header."""
    top, _, heads = first
    groups = _apart(table, first) or _titled(table, top, heads)
    shared = _shared(table, top, groups) if groups else set()
    return [columns_of(table, left, right, shared) for left, right in groups]


def _apart(table: Table, first: HeaderRows) -> list[Columns]:
    """Groups of headings with empty columns between them, each a table: it names people, or counts them."""
    top, bottom, heads = first
    near: list[list[ColumnHead]] = [[heads[0]]]
    for before, head, behind in zip(heads, heads[1:], (*heads[2:], None), strict=False):
        gap = head.at > before.at + 1 and _is_empty(table, top, range(before.at + 1, head.at))
        if gap or _begins_counts(near[-1], head, behind):
            near.append([])
        near[-1].append(head)
    groups = [near[0]]
    for group in near[1:]:
        if _stands_alone(table, bottom + 1, group, groups[-1]):
            groups.append(group)
        else:
            groups[-1] = [*groups[-1], *group]
    return list(_columns(table, [group[0].at for group in groups])) if len(groups) > 1 else []


def _begins_counts(before: Sequence[ColumnHead], head: ColumnHead, behind: ColumnHead | None) -> bool:
    """Whether a second column of classes beside a list is that of the numbers behind it (班级, 人数)."""
    return bool(_units([head]) & _units(before)) and behind is not None and _is_counted(behind)


def _stands_alone(
    table: Table, below: int, group: Sequence[ColumnHead], before: Sequence[ColumnHead]
) -> bool:
    """Whether headings behind an empty column are no further columns of the people before it."""
    counted = any(map(_is_counted, group))
    if any(map(_is_counted, before)):
        return not counted or _units(before) <= _units(group)
    if counted:
        return not _is_named(group)
    return _is_named(before) and (_is_named(group) or any(_lists(table, head, below) for head in group))


def _lists(table: Table, head: ColumnHead, below: int) -> bool:
    """Whether a heading of which nobody knows what it asks names people, and they stand under it."""
    return (heads_people(head.text) or heads_others(head.text)) and holds_names(table, head, below)


def _is_named(heads: Sequence[ColumnHead]) -> bool:
    return any(head.fields.get("person") == "name" for head in heads)


def holds_names(table: Table, head: ColumnHead, below: int) -> bool:
    """Whether what may be people's names stands under a heading of which nobody knows what it asks."""
    if head.fields or OF_FAMILY.search(head.text):
        return False
    written = _written(table, head, below)
    return bool(written) and sum(map(is_like_a_name, written)) >= MOST * len(written)


def are_plain(table: Table, head: ColumnHead, below: int) -> bool:
    """Whether names can hardly be other words (高烧, 水痘): most have three characters, and each is another."""
    written = _written(table, head, below)
    long = sum(len(name) == _USUAL for name in written)
    return len(written) > 1 and len(set(written)) == len(written) and 2 * long > len(written)


def _written(table: Table, head: ColumnHead, below: int) -> list[str]:
    cells = (row[head.at] for row in table.cells[below : below + LOOKED_AT] if head.at < len(row))
    return [text for cell in cells if (text := shown(cell).strip())]


def _is_counted(head: ColumnHead) -> bool:
    """Whether a heading asks how many (人数), and so of nobody in particular."""
    return not head.fields and (_COUNTS.search(head.text) is not None or parts(head.text)[1] == "count")


def _units(heads: Sequence[ColumnHead]) -> set[str]:
    return {field for head in heads for field in head.fields.values()} & _UNITS


def _titled(table: Table, top: int, heads: Sequence[ColumnHead]) -> list[Columns]:
    """Groups that repeat the same headings without a column between them.

    Each stands under a line of its own, or asks what tells people apart: a name and a telephone may be a parent's.
    """
    texts = [head.text for head in heads]
    starts = [head.at for head, text in zip(heads, texts, strict=True) if text == texts[0]]
    size = len(heads) // len(starts)
    if len(starts) < 2 or any(texts[at : at + size] != texts[:size] for at in range(0, len(texts), size)):
        return []
    groups = list(_columns(table, starts))
    apart = _says_each(table, top, groups) or _is_told_apart(table, top, heads[:size])
    return groups if _is_of_people(heads[:size]) and apart else []


def _is_told_apart(table: Table, top: int, heads: Sequence[ColumnHead]) -> bool:
    """Whether each group asks what a parent beside a pupil is not asked, and no line over them speaks of parents."""
    asked = {head.fields.get("person", "") for head in heads}
    over = (table.sheet, *(text for row in table.cells[:top] for _, text in words_of_row(row)))
    return "name" in asked and bool(asked & _TELLS) and not any(map(OF_FAMILY.search, over))


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
