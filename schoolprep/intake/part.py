"""Part: some rows of a sheet as a table of its own, every cell still knowing where on the sheet it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import Problem
from schoolprep.intake.ruling import LineSaid
from schoolprep.intake.tables import CellAt, Merge, Table, column_letters, shown

_Told = TypeVar("_Told")
"""What is told of a cell beside its writing."""


class SheetPart(NamedTuple):
    """Which rows of a sheet make one table, as places in `Table.cells`."""

    carried: tuple[tuple[int, Sequence[Writing]], ...]
    """Lines further up of which something still holds: the rows they stand in, and that much of them."""
    lead: tuple[int, ...]
    """The lines right over the header."""
    head: tuple[int, ...]
    """The rows of headings, which several parts may share."""
    body: int
    end: int
    """The rows of people: from `body` to the one before `end`."""
    skipped: Mapping[int, Problem] = {}
    """Those of them that are nobody's, and why."""

    @property
    def begins(self) -> int:
        """The first row that is its own, and no header of the part before it."""
        if self.lead or not self.head:
            return min((*self.lead, self.body))
        return self.head[0] if self.head[-1] + 1 == self.body else self.body - 1

    def on(self, end: int, skipped: Mapping[int, Problem]) -> SheetPart:
        """The same part as far as another row, without rows that are nobody's."""
        return self._replace(end=end, skipped={**self.skipped, **skipped})


def cut(table: Table, part: SheetPart) -> Table:
    """The table of a part; the sheet itself where it is all of it."""
    if not part.carried and part.end == len(table.cells) and part.lead[:1] in ((0,), ()) and _follow(part):
        return table._replace(skipped=part.skipped) if part.skipped else table
    above = [row for row, _ in part.carried]
    rows = [*above, *part.lead, *part.head, *range(part.body, part.end)]
    cells = [*(cells for _, cells in part.carried), *(table.cells[row] for row in rows[len(above) :])]
    begins = _begins(table, part.begins)
    return _selected(table, rows, cells, part.skipped, len(above))._replace(begins=begins)


def _begins(table: Table, row: int) -> str:
    """The cell in which a part begins: that of its table where it begins with it."""
    return table.begins if table.begins and not row else table.address(0, table.row_number(row))


def rows_of(table: Table, rows: range) -> Table:
    """Some rows that follow each other as a table."""
    part = _selected(table, rows, [table.cells[row] for row in rows], {}, 0)
    return part._replace(begins=_begins(table, rows.start))


def with_skipped(table: Table, sheet: Table, skipped: Mapping[int, Problem]) -> Table:
    """A table, and rows of its sheet that belong to none, to be told with it."""
    at = len(table.cells)
    numbers = [*map(table.row_number, range(at)), *map(sheet.row_number, skipped)]
    cells = [*table.cells, *(sheet.cells[row] for row in skipped)]
    told = dict(enumerate(skipped.values(), at))
    return table._replace(cells=cells, rows_at=numbers, skipped={**table.skipped, **told})


def _follow(part: SheetPart) -> bool:
    rows = (*part.lead, *part.head, part.body)
    return list(rows) == list(range(part.body + 1))


def line_of(says: Iterable[LineSaid]) -> Sequence[Writing]:
    """A line with what of it still holds."""
    cells: list[Writing] = []
    for one in says:
        cells += [""] * (one.at + 1 - len(cells))
        cells[one.at] = f"{shown(cells[one.at])} {shown(one.writing)}" if cells[one.at] else one.writing
    return cells


def _selected(
    table: Table,
    rows: Sequence[int],
    cells: Sequence[Sequence[Writing]],
    skipped: Mapping[int, Problem],
    over: int,
) -> Table:
    """Some rows of a table. `over`: how many of the first are lines of which only a part holds."""
    now = {row: at for at, row in enumerate(rows) if at >= over}
    return table._replace(
        cells=cells,
        rows_at=[table.row_number(row) for row in rows],
        merges=tuple(_moved(table.merges, now)),
        hidden_rows=frozenset(now[row] for row in table.hidden_rows if row in now),
        flags=_at(table.flags, now),
        comments=_at(table.comments, now),
        fills=_at(table.fills, now),
        struck=frozenset((now[row], column) for row, column in table.struck if row in now),
        skipped={now[row]: problem for row, problem in skipped.items()},
    )


def _moved(merges: Iterable[Merge], now: Mapping[int, int]) -> Iterable[Merge]:
    for merge in merges:
        inside = [now[row] for row in range(merge.top, merge.bottom + 1) if row in now]
        if merge.top in now and inside == list(range(inside[0], inside[0] + len(inside))):
            yield merge._replace(top=inside[0], bottom=inside[-1])


def _at(cells: Mapping[CellAt, _Told], now: Mapping[int, int]) -> Mapping[CellAt, _Told]:
    return {(now[row], column): kept for (row, column), kept in cells.items() if row in now}


def columns_of(table: Table, left: int, right: int, over: Collection[int] = ()) -> Table:
    """Some columns of a table, from `left` to the one before `right`.

    `over`: rows whose words stand over all columns of the sheet and so over these, wherever they are written.
    """
    cells = [list(line[left:right]) for line in table.cells]
    stands: dict[tuple[int, int], str] = {}
    for row in over:
        for at, cell in enumerate(table.cells[row]):
            if cell not in (None, "") and not left <= at < right:
                number = table.row_number(row)
                stands[number, _put(cells[row], cell)] = table.address(at, number)
    return table._replace(
        cells=cells,
        first_column=table.first_column + left,
        merges=tuple(
            merge._replace(left=max(merge.left, left) - left, right=min(merge.right, right - 1) - left)
            for merge in table.merges
            if merge.left < right and merge.right >= left
        ),
        hidden_columns=frozenset(at - left for at in table.hidden_columns if left <= at < right),
        flags=_between(table.flags, left, right),
        comments=_between(table.comments, left, right),
        fills=_between(table.fills, left, right),
        struck=frozenset((row, at - left) for row, at in table.struck if left <= at < right),
        stands=stands,
        begins=f"{column_letters(table.first_column + left)}{table.row_number(0)}" if left else table.begins,
    )


def _put(cells: list[Writing], cell: Writing) -> int:
    """Put a cell into the first empty place of a row; the place."""
    free = next((place for place, one in enumerate(cells) if one in (None, "")), len(cells))
    cells[free : free + 1] = [cell]
    return free


def _between(cells: Mapping[CellAt, _Told], left: int, right: int) -> Mapping[CellAt, _Told]:
    return {(row, at - left): kept for (row, at), kept in cells.items() if left <= at < right}
