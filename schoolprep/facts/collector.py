"""Collector: Python's search for garbage, put off where a great many objects are made and nearly all of them stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 200_000
"""Objects made meanwhile from which on the search never looks at them again."""


@contextmanager
def resting() -> Iterator[None]:
    """Without the search for cycles.

    It would walk through all rows again and again while they pile up, and they form no cycles; that costs half as
    much again (bench/intake.py). Where a great many were made it leaves them alone for good: each walk through them
    would hold the window up for half a second.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            if gc.get_count()[0] > _MANY:
                gc.freeze()
            gc.enable()
