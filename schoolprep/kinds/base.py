"""What every kind of answer can do: read a writing, check a value, write it back.

Three forms of one answer and the moves between them:
- the *writing*: what stands in a cell or was typed (text, number, date, true/false, nothing);
- the *value*: the stored form, plain JSON (see `schoolprep/kinds/__init__.py` for each kind's);
- the *text*: the value as a person reads it, in a cell or on the screen.
`read` goes from writing to value, `write` from value to text, and reading the text gives the value again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import NamedTuple, Protocol

from schoolprep.blank import Field
from schoolprep.divisions import Divisions
from schoolprep.problem import Problem
from schoolprep.record import Value
from schoolprep.words import Lang

Writing = str | int | float | bool | date | datetime | time | None


class Frame(NamedTuple):
    """What surrounds a writing and is needed to understand it."""

    divisions: Divisions
    region: str = ""
    """The school's division code: near places come first."""
    filled_on: date | None = None
    """The day the sheet was filled in (填报日期), or the day of typing: gives a date without a year its year."""
    typed: bool = False
    """Typed by a person who sees how it was understood: 昨天, -2, 365 for 36.5 are then meant."""
    epoch_1904: bool = False
    """The workbook counts its days from 1904 (DOMAIN §6 row 11)."""
    answers: Mapping[str, Value] = {}
    """The answers of the same row read so far (the identity document needs its type)."""


class Reading(NamedTuple):
    """How a writing was understood.

    Nothing written: value None and no problem. `repair` names what was changed to understand it (a code of
    `words/repairs.toml`), so that the receipt can show old → new. `doubtful`: understood, but a person must say so
    before it is taken in. A `problem`: not understood, the value is None, the writing is kept for the person.
    """

    value: Value | None = None
    repair: str = ""
    doubtful: bool = False
    problem: Problem | None = None


class Kind(Protocol):
    """One kind of answer."""

    def read(self, writing: Writing, field: Field, frame: Frame) -> Reading:
        """Understand a writing."""

    def check(self, value: Value, field: Field, frame: Frame) -> Problem | None:
        """What is wrong with a value, whatever way it came; None where nothing is."""

    def write(self, value: Value, field: Field, lang: Lang, divisions: Divisions) -> str:
        """The value as a person reads it."""
