"""Measure: one stage of what a rule orders (管控措施), with its days and its test days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from schoolprep.facts.days import Day, iso

MeasureKind = Literal[
    "central_isolation", "home_isolation", "home_monitoring", "test_screening", "hospital", "self_monitoring"
]
TestState = Literal["past", "done", "due", "missed", "planned"]
STRICTEST: tuple[MeasureKind, ...] = ("hospital", "central_isolation", "home_isolation", "home_monitoring")
"""Measures that hold a person, the strictest first: somebody under two is counted under the stricter."""


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
    """`pack/rule`."""
    ground: str
    """The record it rests on: the stay, the notice, the test, or the person where a post asks for it."""
    kind: MeasureKind
    anchor: Day
    starts: Day
    ends: Day | None
    tests: tuple[DueTest, ...] = ()
    recounts: tuple[str, ...] = ()
    """Ids of measures whose place it took: by an earlier edition, for an earlier exposure, before an answer came."""
    rolling: bool = False
    """Its days move on with every day (一天一检); it has no anchor of its own."""

    @property
    def id(self) -> str:
        """`pack/rule/ground/anchor/kind`: the same on every day on which the facts are the same."""
        return id_of(self.rule, self.ground, None if self.rolling else self.anchor, self.kind)

    def runs(self, day: Day) -> bool:
        """Whether the day is one of its own."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


def id_of(rule: str, ground: str, anchor: Day | None, kind: MeasureKind) -> str:
    """What a measure is called by orders, releases and scripts; without an anchor it is a rolling one."""
    return f"{rule}/{ground}/{'rolling' if anchor is None else iso(anchor)}/{kind}"


def in_time(measures: Mapping[str, Measure]) -> tuple[Measure, ...]:
    """Measures, by their ids, in the order in which they begin."""
    if not measures:
        return ()
    return tuple(sorted(measures.values(), key=lambda one: (one.starts, one.anchor, one.id)))


def held_by(measures: Iterable[Measure], day: Day) -> MeasureKind | None:
    """The strictest measure that holds a person on a day; it lasts until 24:00 of its last day (DOMAIN §8 A4)."""
    running = {measure.kind for measure in measures if measure.runs(day)}
    return next((kind for kind in STRICTEST if kind in running), None)
