"""Facts: what a fast reader does not tell of a sheet, gathered from the file itself before that reader sees it.

Places count from 0, from the sheet's corner A1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from schoolprep.facts.kinds.spelling import paired
from schoolprep.facts.problem import CallError
from schoolprep.intake.reading.limits import MOST_CELLS, natural
from schoolprep.intake.reading.styles import CellStyle
from schoolprep.intake.tables import CellAt, Merge, column_letters

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Facts:
    """Of one sheet."""

    top: int = 1 << 31
    left: int = 1 << 31
    bottom: int = -1
    right: int = -1
    """The rectangle that holds all filled cells; `bottom` -1 where there is none."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[CellAt, str] = field(default_factory=dict)
    """Error cells with what they show: #N/A. A fast reader gives them as empty."""
    uncalculated: set[CellAt] = field(default_factory=set)
    """Formulas that no program has calculated yet."""
    padded: dict[CellAt, str] = field(default_factory=dict)
    """Numbers shown with zeros before them by their format: the digits a person sees."""
    readings: dict[CellAt, str | float] = field(default_factory=dict)
    """A second reading of cells: their text, or their number as the file holds it (a day is a number too)."""
    dated: set[CellAt] = field(default_factory=set)
    """Numbers of the second reading that are shown as days or times."""
    eastern: set[CellAt] = field(default_factory=set)
    """Those of them that only the number of a Far Eastern format shows as days."""
    struck: set[CellAt] = field(default_factory=set)
    fills: dict[CellAt, str] = field(default_factory=dict)
    comments: dict[CellAt, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)

    def widen(self, row: int, column: int) -> None:
        """There is a filled cell."""
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)

    @property
    def area(self) -> int:
        """Cells of the rectangle that a reader keeps."""
        return max(0, self.bottom - self.top + 1) * max(0, self.right - self.left + 1)

    def number(self, at: CellAt, text: str, style: CellStyle) -> None:
        """There is a number, as the file writes it."""
        try:
            number = float(text)
        except ValueError:
            return
        self.readings[at] = number
        if style.day:
            self.dated.add(at)
            if style.eastern:
                self.eastern.add(at)
        elif style.zeros and number >= 0 and number.is_integer() and number < 1e15:
            self.padded[at] = str(int(number)).zfill(style.zeros)

    def hide_columns(self, first: str, last: str) -> None:
        """Columns are hidden, counted from 1."""
        begins, ends = natural(first), natural(last)
        if begins is not None and ends is not None:
            self.hidden_columns.update(range(begins - 1, min(ends, 16_384)))


class Book(NamedTuple):
    """What was found out about a workbook: its sheets by their names."""

    sheets: dict[str, Facts]
    epoch_1904: bool = False
    faithful: bool = False
    """Every cell was read a second time (`Facts.readings`)."""
    hidden: frozenset[str] = frozenset()
    """Hidden sheets, where `faithful`."""


def bounded(facts: Iterable[tuple[str, Facts]], file: str) -> None:
    """Raises `CallError` where the sheets of a file are too wide and long to be kept.

    One stray blank in the last cell of a sheet is enough; the sentence says where to look.
    """
    total = 0
    for sheet, about in facts:
        total += about.area
        if total > MOST_CELLS:
            last = f"{column_letters(about.right + 1)}{about.bottom + 1}"
            raise CallError("intake.too-wide", file=file, sheet=sheet, cell=last)


def places(reference: str) -> Merge | None:
    """A range as places: B2:D5, B2; None where it is none."""
    first, _, last = reference.replace("$", "").partition(":")
    begin, end = place(first), place(last or first)
    return Merge(*begin, *end) if begin and end else None


def place(reference: str) -> CellAt | None:
    """The place of a cell: B2 → (1, 1); None where it is none."""
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    if not (letters.isascii() and letters.isalpha() and digits) or len(letters) > 3:
        return None
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    row = natural(digits)
    return (row - 1, column - 1) if row else None


def unescaped(text: str) -> str:
    """A text as a person sees it: _x000D_ is how a file writes a sign that XML has no room for."""
    return paired(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)) if "_x" in text else text
