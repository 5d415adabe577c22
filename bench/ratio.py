"""Ratio: how much longer one piece of work takes than another, measured side by side in one run."""

from __future__ import annotations

import gc
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import NamedTuple


class Ratio(NamedTuple):
    """Medians of alternating runs, in seconds."""

    work: float
    bare: float

    @property
    def times(self) -> float:
        """How many times the bare work."""
        return self.work / self.bare


def measure(work: Callable[[], object], bare: Callable[[], object], runs: int = 5) -> Ratio:
    """Run both in turn, so that a busy machine slows both; the first of each warms up and is not counted."""
    seconds: dict[Callable[[], object], list[float]] = {work: [], bare: []}
    for _ in range(runs + 1):
        for piece, taken in seconds.items():
            gc.collect()
            start = perf_counter()
            made = piece()
            taken.append(perf_counter() - start)
            del made  # nobody waits for letting go of it
    return Ratio(*(median(taken[1:]) for taken in seconds.values()))
