"""Dittos: what a cell that says 同上 or 〃 repeats of the rows above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.base import Writing
from schoolprep.intake.tables import Table, shown

_BEGIN_WITH = frozenset('同〃″”“"dDiIsS ')
"""What a ditto can begin with: other cells need no closer look."""


def dittos(table: Table, body: int, places: Iterable[int]) -> Mapping[tuple[int, int], Writing]:
    """What the dittos of some columns repeat, by the row a person sees and place; of a first one nothing."""
    found: dict[tuple[int, int], Writing] = {}
    for at in places:
        above: Writing = None
        for row in range(body, len(table.cells)):
            line = table.cells[row]
            cell = line[at] if at < len(line) else None
            if cell is None or cell == "":
                continue
            if isinstance(cell, str) and cell[0] in _BEGIN_WITH and spelling.is_ditto(shown(cell).strip()):
                if above is not None:
                    found[table.row_number(row), at] = above
            else:
                above = cell
    return found
