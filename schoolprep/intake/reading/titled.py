"""Titled: tables that stand among lines of text (in a document, on a page), each under the lines above it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schoolprep.facts.kinds.base import Writing
from schoolprep.intake.tables import Merge, Table

_ABOVE = 8
"""So many lines above a table are its title."""
_APART = re.compile(r"\t+|[ \u3000\xa0]{2,}")
"""Between what stands beside each other on a line."""


def titled(blocks: Iterable[str | Table], file: str, name: str) -> list[Table]:
    """The tables among the blocks, with the lines above each as its first rows; the other lines are one more table."""
    tables: list[tuple[Table, list[str]]] = []
    lines: list[str] = []
    beside: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            lines += [line for line in block.split("\n") if line.strip()]
            continue
        beside += lines[:-_ABOVE]
        tables.append((block, lines[-_ABOVE:]))
        lines = []
    beside += lines
    one = len(tables) == 1
    made = [
        _under(titles, table)._replace(sheet=name if one else f"{name} {at}")
        for at, (table, titles) in enumerate(tables, 1)
    ]
    if beside:
        made.append(
            Table(file, name, [parted(line) for line in beside], rows_at=range(1, len(beside) + 1), text=True)
        )
    return made


def parted(line: str) -> list[Writing]:
    """What stands beside each other on a line."""
    return [part for part in _APART.split(line.strip()) if part]


def _under(titles: list[str], table: Table) -> Table:
    """The table with its titles; its own first row is still counted as the first."""
    if not titles:
        return table
    down = len(titles)
    return table._replace(
        cells=[*map(parted, titles), *table.cells],
        first_row=table.first_row - down,
        merges=tuple(lowered(table.merges, down)),
        hidden_rows=frozenset(row + down for row in table.hidden_rows),
        flags={(row + down, at): problem for (row, at), problem in table.flags.items()},
        struck=frozenset((row + down, at) for row, at in table.struck),
    )


def lowered(merges: Iterable[Merge], down: int) -> list[Merge]:
    """The same so many rows below."""
    return [Merge(one.top + down, one.left, one.bottom + down, one.right) for one in merges]
