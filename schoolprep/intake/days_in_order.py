"""Days in order: 8.8, 8.9, 8.1, 8.11 are days that a spreadsheet took for numbers, and 8.1 has lost its zero.

Which of them did is told by the order in which they stand; where that leaves two ways, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise, product

from schoolprep.facts.kinds.base import Writing

_POINTED = re.compile(r"\d{1,2}\.\d{1,2}")
_OPEN = re.compile(r"\.[123]$")
"""8.1 may have been 8.10, and 8.2 and 8.3 likewise."""
_MOST_OPEN = 6
"""So many numbers with two readings are tried together."""
_A_LEAP_YEAR = 2020


def in_order(cells: Sequence[Writing]) -> dict[Writing, Writing]:
    """What each cell means where all are such numbers and follow each other in one way only; else nothing.

    Texts are taken as they are written where they follow each other so: only in a csv has a text lost its zero.
    """
    if not cells or not _POINTED.fullmatch(_pointed(cells[0])):
        return {}
    texts: dict[Writing, str] = {cell: _pointed(cell) for cell in cells}
    ways = _ways(texts)
    steps = [_steps([one[cell] for cell in cells]) for one in ways]
    if ways and all(isinstance(cell, str) for cell in cells) and _follow(steps[0]):
        return {**texts}
    return {**ways[at]} if (at := _surest(steps)) is not None else {}


def _ways(texts: Mapping[Writing, str]) -> list[dict[Writing, str]]:
    """Every way to read numbers as days, as they are written first; none where one is no such number."""
    open_ = [cell for cell, text in texts.items() if _OPEN.search(text)]
    if len(texts) < 2 or len(open_) > _MOST_OPEN or not all(map(_POINTED.fullmatch, texts.values())):
        return []
    return [
        {**texts, **{cell: texts[cell] + zero for cell, zero in zip(open_, zeros, strict=True)}}
        for zeros in product(("", "0"), repeat=len(open_))
    ]


def _pointed(cell: Writing) -> str:
    return repr(cell) if isinstance(cell, float) else cell.strip() if isinstance(cell, str) else ""


def _surest(ways: Sequence[Sequence[int]]) -> int | None:
    """Which way to read days lets them follow each other: the only one, or the only one day by day."""
    fitting = [at for at, steps in enumerate(ways) if _follow(steps)]
    daily = [at for at in fitting if max(ways[at]) == 1]
    chosen = daily if len(daily) == 1 else fitting
    return chosen[0] if len(chosen) == 1 else None


def _follow(steps: Sequence[int]) -> bool:
    return bool(steps) and min(steps) >= 0 and max(steps) > 0


def _steps(texts: Iterable[str]) -> list[int]:
    """How many days lie between days that follow each other; none where one of them is no day."""
    try:
        days = [date(_A_LEAP_YEAR, *map(int, text.split("."))) for text in texts]
    except ValueError:
        return []
    return [(other - one).days for one, other in pairwise(days)]
