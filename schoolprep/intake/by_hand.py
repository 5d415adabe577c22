"""By hand: cells that a person wrote anew in the plan are read as written; what stood there is told beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from schoolprep.intake.rows import CellChange
from schoolprep.intake.tables import CellAt, SheetCell, Table, shown

_REPAIR = "by-hand"


def with_cells(table: Table, written: Mapping[SheetCell, str]) -> Table:
    """The table with what a person wrote in place of its cells; nothing is held against them any more."""
    anew = dict(_in(table, written))
    if not anew:
        return table
    cells = list(table.cells)
    for (row, at), writing in anew.items():
        line = [*cells[row], *[""] * (at + 1 - len(cells[row]))]
        line[at] = writing
        cells[row] = line
    flags = {place: problem for place, problem in table.flags.items() if place not in anew}
    return table._replace(cells=cells, flags=flags, struck=table.struck - anew.keys())


def by_hand(table: Table, written: Mapping[SheetCell, str]) -> Iterator[CellChange]:
    """What stood in those cells, and what a person wrote."""
    for (row, at), writing in _in(table, written):
        was = table.cells[row][at] if at < len(table.cells[row]) else ""
        cell = table.address(at, table.row_number(row))
        yield CellChange(table.file, table.sheet, cell, shown(was), writing, _REPAIR)


def _in(table: Table, written: Mapping[SheetCell, str]) -> Iterator[tuple[CellAt, str]]:
    for (file, sheet, cell), writing in written.items():
        if (file, sheet) == (table.file, table.sheet) and (place := table.place_of(cell)) is not None:
            yield place, writing
