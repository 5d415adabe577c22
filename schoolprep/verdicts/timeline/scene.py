"""Scene: one person's six weeks as marks on lanes; worded, but not yet drawn: a window and a sheet of paper can.

Times are minutes since day 0, as `Moment.earliest` counts them; a mark carries the record it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from schoolprep.facts.days import MINUTES_A_DAY, Day, Moment
from schoolprep.facts.schooldays import DayKind
from schoolprep.loop.measure import DueTest

LaneName = Literal["stays", "contacts", "tests", "illness", "temperature", "measures", "custody"]
LANES: tuple[LaneName, ...] = ("stays", "contacts", "tests", "illness", "temperature", "measures", "custody")
MarkLook = Literal[
    "level_high", "level_medium", "level_low", "level_outbreak", "level_controlled", "level_normal", "level_none",
    "declared", "missing", "contact", "test_negative", "test_positive", "test_pending", "test_unknown",
    "normal", "fever", "symptom", "ill", "measure", "measure_past",
    "act", "custody_1", "custody_2", "custody_3", "custody_gap",
]  # fmt: skip
"""What a mark looks like; the colours bear the same names (`forms/look/tokens.toml`)."""
NOON = MINUTES_A_DAY // 2

LabelOf = Callable[[str, str, str], str]
"""Blank, field, stored code → the choice's label."""


class Mark(NamedTuple):
    """One thing on a lane: from `start` to `end` (equal for a point), its look, its words, its record."""

    lane: LaneName
    row: int
    start: int
    end: int
    look: MarkLook
    text: str
    tip: str
    record: str = ""
    open_start: bool = False
    """The beginning is not known."""
    open_end: bool = False
    """The end is not known, or not yet come."""
    value: float | None = None
    """A temperature."""
    level_line: int = 0
    """For points that share a day: how many stand before it."""


class RulerDay(NamedTuple):
    """One day of a measure's ruler: D0, D1 …, and the state of the test that falls on it."""

    row: int
    day: Day
    number: int
    test: DueTest | None
    tip: str


class Returning(NamedTuple):
    """The first possible day, behind what keeps the person out."""

    lane: LaneName
    row: int
    day: Day
    text: str


class Scene(NamedTuple):
    """Everything the timeline draws."""

    first: Day
    last: Day
    on: Moment
    marks: tuple[Mark, ...]
    ruler: tuple[RulerDay, ...]
    returns: Returning | None
    rows: dict[LaneName, int]
    """How many rows each lane has; a lane nobody needs is not there."""
    fever: float | None
    """°C from which the rules in force count a fever; None: none of them looks at temperatures."""
    free: Mapping[Day, DayKind] = {}
    """The days without school, and why there is none."""


class Rows:
    """Marks of one lane under each other: each in the first row that is free when it begins."""

    def __init__(self) -> None:
        self._free_from: list[int] = []

    def take(self, start: int, end: int) -> int:
        """The row of a mark from `start` to `end`."""
        row = next((at for at, free in enumerate(self._free_from) if free <= start), len(self._free_from))
        self._free_from[row : row + 1] = [end]
        return row


def point(at: Moment) -> int:
    """Where a moment stands; a bare date is noon, so that leaving and arriving on one day meet."""
    return at.day * MINUTES_A_DAY + (NOON if at.minute is None else at.minute)


def now(on: Moment) -> int:
    """Where the moment judged for stands."""
    return on.day * MINUTES_A_DAY + (on.minute or 0)
