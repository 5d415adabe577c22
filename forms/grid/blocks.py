"""Blocks: what a whole block of marked cells is filled with, and what goes to the clipboard and comes from there."""

from __future__ import annotations

from forms.grid import paste
from forms.grid.hand import MarkedCells
from forms.grid.model import GridModel, Spot
from forms.grid.paste import Fit
from schoolprep.grid import GridPlace, Sheet


def filled(block: MarkedCells, text: str) -> dict[GridPlace, str]:
    """The same text in every cell."""
    return {GridPlace(row, column): text for row in _rows(block) for column in _columns(block)}


def filled_down(grid: GridModel, block: MarkedCells) -> dict[GridPlace, str]:
    """The first marked line into the others; of a single line, what stands above it."""
    source = block.top if block.bottom > block.top else block.top - 1
    if source < 0:
        return {}
    texts = {column: _writing(grid, source, column) for column in _columns(block)}
    return {
        GridPlace(row, column): text
        for row in range(source + 1, block.bottom + 1)
        for column, text in texts.items()
    }


def copied(grid: GridModel, block: MarkedCells) -> str:
    """What other programs paste."""
    return paste.write([[_writing(grid, row, column) for column in _columns(block)] for row in _rows(block)])


def pasted(sheet: Sheet, block: MarkedCells, text: str) -> Fit:
    """How a copied text lies: one cell fills all that is marked; a block is laid from the first marked cell on."""
    cells = paste.read(text)
    if len(cells) == 1 and len(cells[0]) == 1:
        return Fit(filled(block, cells[0][0]))
    names = [sheet.name(row) for row in range(len(sheet.people))]
    return paste.fit(cells, GridPlace(block.top, block.left), names, len(sheet.columns))


def _rows(block: MarkedCells) -> range:
    return range(block.top, block.bottom + 1)


def _columns(block: MarkedCells) -> range:
    return range(block.left, block.right + 1)


def _writing(grid: GridModel, row: int, column: int) -> str:
    cell = grid.cell(Spot(row, column))
    return cell.writing or cell.text
