"""Shared changes: one change that many cells of a column share (a class's spelling, a day's form) is told as one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from schoolprep.intake.rows import CellChange

_SHARED_FROM = 3
"""So many cells of one column that were changed in one way are told together."""
_LETTERS = re.compile(r"[A-Z]+")


class SharedChange(NamedTuple):
    """See the module."""

    changes: tuple[CellChange, ...]

    @property
    def first(self) -> CellChange:
        """One of them."""
        return self.changes[0]

    @property
    def file(self) -> str:
        """The file's name."""
        return self.first.file

    @property
    def sheet(self) -> str:
        """The sheet's name."""
        return self.first.sheet

    @property
    def cell(self) -> str:
        """The first and the last of the cells."""
        return f"{self.first.cell}–{self.changes[-1].cell}"


def together(changes: Iterable[CellChange]) -> list[CellChange | SharedChange]:
    """The changes, those that many cells of a column share as one, in the order of their first cells."""
    alike: dict[tuple[str, ...], list[CellChange]] = {}
    for change in changes:
        letters = _LETTERS.match(change.cell)
        column = letters[0] if letters else change.cell
        alike.setdefault((change.file, change.sheet, column, change.repair), []).append(change)
    found: list[CellChange | SharedChange] = []
    for those in alike.values():
        found += [SharedChange(tuple(those))] if len(those) >= _SHARED_FROM else those
    return found
