"""Crosses: a cross under a sign is no, as sheets mean it, and that is told once for all of them.

Where a line around the table says that a cross means something wrong (正常打√，异常打×), it is yes, and a tick is no.
Where the only marks are a few crosses among empty cells, nobody can say which of the two they are: they are not read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.base import Writing
from schoolprep.intake.columns import Matched
from schoolprep.intake.sources import NO, YES, Ticks
from schoolprep.intake.tables import shown

_CROSSES = frozenset(map(spelling.word, ("×", "✗", "✘", "╳", "x")))
_TICKS = frozenset(map(spelling.word, ("√", "✓", "✔")))


def with_marks(matched: Matched, wrong: Collection[str]) -> Matched:
    """A sheet whose signs are read by its own marks; `wrong`: those that it says mean that something is wrong."""
    columns = (
        column._replace(source=_marked(column.source, matched, wrong))
        if isinstance(column.source, Ticks)
        else column
        for column in matched.columns
    )
    return matched._replace(columns=tuple(columns))


def _marked(source: Ticks, matched: Matched, wrong: Collection[str]) -> Ticks:
    """The signs of an answer with how its cells say yes and no."""
    if not _CROSSES.isdisjoint(wrong):
        return source._replace(yes=(YES - _TICKS) | _CROSSES, no=(NO - _CROSSES) | _TICKS)
    rows = matched.table.cells[matched.body :]
    words = [spelling.word(shown(row[at])) for row in rows for at in source.places if at < len(row)]
    marks = list(filter(None, words))
    alone = _CROSSES.issuperset(marks) and 2 * len(marks) < len(words)
    return source._replace(no=source.no - _CROSSES) if alone else source


def _is_cross(cell: Writing) -> bool:
    """Whether a cell is a cross and nothing else."""
    return isinstance(cell, str) and spelling.word(cell) in _CROSSES


def crosses_told(matched: Matched) -> Iterator[tuple[str, str]]:
    """The cells of each answer that is asked sign by sign, from the first cross to the last, and how one is written."""
    table, body = matched.table, matched.body
    for column in matched.columns:
        if not isinstance(column.source, Ticks) or column.source.no.isdisjoint(_CROSSES):
            continue
        found = [
            (at, index)
            for index, row in enumerate(table.cells[body:], body)
            for at in column.source.places
            if at < len(row) and _is_cross(row[at])
        ]
        if found:
            (at, index), (last_at, last_index) = found[0], found[-1]
            first = table.address(at, table.row_number(index))
            last = table.address(last_at, table.row_number(last_index))
            yield first if first == last else f"{first}:{last}", shown(table.cells[index][at])
