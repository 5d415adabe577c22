"""Forgetting: what is remembered of people for speed goes when their school closes or is locked.

A function whose arguments or answers may hold somebody's words (a name, a number, an address, a class) is
`remembered`, never cached otherwise; `tests/core/facts/test_forgetting.py` names every other cache of the house.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

Asked = ParamSpec("Asked")
Result = TypeVar("Result")

_kept: list[_lru_cache_wrapper[object]] = []


def remembered(most: int) -> Callable[[Callable[Asked, Result]], Callable[Asked, Result]]:
    """Remember up to so many answers of a function until everybody is forgotten."""

    def kept(function: Callable[Asked, Result]) -> Callable[Asked, Result]:
        cached = lru_cache(maxsize=most)(function)
        _kept.append(cast("_lru_cache_wrapper[object]", cached))
        return cast("Callable[Asked, Result]", cached)

    return kept


def forget_everybody() -> None:
    """Forget every answer remembered anywhere."""
    for cached in _kept:
        cached.cache_clear()


def give_back_memory() -> None:
    """Collect what nobody holds any more, and give it back to the system: the GNU library keeps freed pages."""
    gc.collect()
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)


def still_remembered() -> Mapping[str, int]:
    """How many answers each function remembers now, by its full name."""
    return {f"{cached.__module__}.{cached.__qualname__}": cached.cache_info().currsize for cached in _kept}
