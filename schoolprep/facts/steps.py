"""Steps: long work cut up, `(done, total)` after each part; at the end stands what was made, closing is the cancel.

Who has the time goes through them at one go (`finish`); the window runs them off its thread.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import TypeVar

_Made = TypeVar("_Made")
_Done = TypeVar("_Done")
_Told = TypeVar("_Told")

Steps = Generator[tuple[int, int], None, _Made]


def finish(steps: Generator[object, None, _Made]) -> _Made:
    """Go through steps to their end; what they made."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            made: _Made = end.value
            return made


def share(
    steps: Generator[_Done, None, _Made], told: Callable[[_Done], _Told]
) -> Generator[_Told, None, _Made]:
    """The same work as a share of some other: `told` says how far the other is where this one is so far."""
    with closing(steps):
        while True:
            try:
                done = next(steps)
            except StopIteration as end:
                made: _Made = end.value
                return made
            yield told(done)
