"""By hand: cells that a person wrote anew in the plan are read as written; what stood there is told beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from schoolprep.facts.blank import Blanks, Field
from schoolprep.intake.columns import Matched
from schoolprep.intake.rows import CellChange
from schoolprep.intake.sources import Cell, GivenOnce
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


def field_of(sheets: Sequence[Matched], blanks: Blanks, cell: SheetCell) -> Field | None:
    """The question that a cell answers, of several blanks that read it the first; None where it answers none."""
    for sheet in sheets:
        place = sheet.table.place_of(cell[2]) if cell[:2] == (sheet.table.file, sheet.table.sheet) else None
        for column in sheet.columns if place is not None else ():
            source = column.source
            given = isinstance(source, GivenOnce) and (source.row, source.at) == place
            if given or (isinstance(source, Cell) and place is not None and source.at == place[1]):
                return blanks["person" if column.who else sheet.blank.id][column.field]
    return None


def _in(table: Table, written: Mapping[SheetCell, str]) -> Iterator[tuple[CellAt, str]]:
    for (file, sheet, cell), writing in written.items():
        if (file, sheet) == (table.file, table.sheet) and (place := table.place_of(cell)) is not None:
            yield place, writing
