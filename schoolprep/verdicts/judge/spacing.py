"""Spacing: whether enough tests lie far enough apart, surely or possibly, when some of their hours are not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations
from typing import NamedTuple


class SampleWindow(NamedTuple):
    """The first and the last minute at which a test can have been sampled."""

    first: int
    last: int


def surely(windows: Iterable[SampleWindow], count: int, gap: int) -> bool:
    """Whether `count` of the tests lie at least `gap` minutes apart whatever their minutes were.

    The one that is over first leaves the most room for the next, so taking them in that order finds the most.
    """
    if gap == 0:
        return len(list(windows)) >= count
    taken, last = 0, None
    for window in sorted(windows, key=lambda one: one.last):
        if last is None or window.first - last >= gap:
            taken, last = taken + 1, window.last
    return taken >= count


def possibly(windows: Sequence[SampleWindow], count: int, gap: int) -> bool:
    """Whether `count` of the tests may lie at least `gap` minutes apart."""
    return any(_fits(order, gap) for order in permutations(windows, count))


def _fits(order: Iterable[SampleWindow], gap: int) -> bool:
    """Whether the tests can have been taken in this order: each as early as it can be."""
    at: int | None = None
    for window in order:
        at = window.first if at is None else max(window.first, at + gap)
        if at > window.last:
            return False
    return True
