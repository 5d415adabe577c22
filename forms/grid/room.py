"""Room: how a class is folded into the room there is: blocks side by side, the height of lines, widths of columns."""

from __future__ import annotations

from collections.abc import Sequence

from schoolprep.grid import GridColumn

LEAST, GOOD, MOST = 16, 24, 30
"""How high a line is (pixels): what can be read, what is read easily, more than which helps nobody."""
HEAD, NAME = 24, 80
"""The line of headings; the column of numbers and names."""
_NARROWEST = 24


def blocks(people: int, columns: Sequence[GridColumn], wide: int, high: int) -> int:
    """As few blocks as let everybody be seen, in easy lines if there is room for them side by side."""
    most = max(1, wide // (NAME + sum(column.width for column in columns)))
    for least in (GOOD, LEAST):
        for count in range(1, most + 1):
            if -(-people // count) * least <= high - HEAD:
                return count
    return most


def high(lines: int, room: int) -> int:
    """How high each of so many lines may be."""
    return max(LEAST, min(MOST, (room - HEAD) // lines))


def widths(columns: Sequence[GridColumn], wide: int) -> list[int]:
    """The widths of a block's columns, the names first; what rounding leaves over goes to the last."""
    least = NAME + sum(column.width for column in columns)
    share = max(1.0, wide / least)
    found = [int(width * share) for width in (NAME, *(column.width for column in columns))]
    found[-1] = max(_NARROWEST, wide - sum(found[:-1]))
    return found
