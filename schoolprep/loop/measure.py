"""Measure: one stage of what a rule orders (管控措施), with its days and its test days."""

from __future__ import annotations

from typing import Literal, NamedTuple

from schoolprep.facts.days import Day

MeasureKind = Literal[
    "central_isolation", "home_isolation", "home_monitoring", "test_screening", "hospital", "self_monitoring"
]
TestState = Literal["past", "done", "due", "missed", "planned"]


class DueTest(NamedTuple):
    """One test day of a measure."""

    on: Day
    state: TestState
    record: str = ""
    """The test that was done on it."""


class Measure(NamedTuple):
    """One stage of what a rule orders (管控措施).

    Day N is `anchor + N`; the measure lasts until 24:00 of `ends` (DOMAIN §8 A1, A4); `ends` None: no end can be given.
    """

    rule: str
    kind: MeasureKind
    anchor: Day
    starts: Day
    ends: Day | None
    tests: tuple[DueTest, ...] = ()
