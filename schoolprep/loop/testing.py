"""Testing: the days on which a person is to be tested, or was and did not come; one sample serves several days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from schoolprep.facts.days import Day
from schoolprep.loop.measure import Measure, MeasureKind, TestState

URGENCY: tuple[TestState, ...] = ("missed", "due", "planned", "done", "past")


class DueDay(NamedTuple):
    """One day (None: as soon as may be) on which a person is to be tested, and what asks for it."""

    on: Day | None
    state: TestState
    measures: tuple[Measure, ...] = ()
    """Those that ask for it."""
    owed: bool = False
    """A test is owed by that day whatever was ordered."""

    @property
    def stages(self) -> tuple[tuple[MeasureKind, int], ...]:
        """Each kind of measure that asks for it, with the day counted from its anchor."""
        if self.on is None:
            return ()
        return tuple(dict.fromkeys((one.kind, self.on - one.anchor) for one in self.measures))


class Owing(NamedTuple):
    """The days on which a person is to be tested or was and did not come."""

    days: tuple[DueDay, ...]
    """In their order; at least one."""

    @property
    def state(self) -> TestState:
        """The most urgent of the days' states."""
        return min((day.state for day in self.days), key=URGENCY.index)


def due_days(measures: Iterable[Measure], owed: Iterable[Day | None], today: Day) -> list[DueDay]:
    """The test days of measures, and those by which a test is owed (None: as soon as may be), in their order."""
    days: dict[Day | None, DueDay] = {}
    for measure in measures:
        for test in measure.tests:
            _add(days, DueDay(test.on, test.state, (measure,)))
    for by in owed:
        _add(days, DueDay(by, _state(by, today), owed=True))
    return sorted(days.values(), key=lambda day: day.on or today)


def ahead(measures: Iterable[Measure]) -> set[Day]:
    """The days on which a measure has a test still to be done."""
    return {test.on for one in measures for test in one.tests if test.state in ("due", "planned")}


def _state(by: Day | None, today: Day) -> TestState:
    """How a test that is owed by a day stands today."""
    if by is None or by == today:
        return "due"
    return "missed" if by < today else "planned"


def _add(days: dict[Day | None, DueDay], new: DueDay) -> None:
    old = days.get(new.on)
    days[new.on] = new if old is None else _both(old, new)


def _both(old: DueDay, new: DueDay) -> DueDay:
    state = min(old.state, new.state, key=URGENCY.index)
    return DueDay(new.on, state, (*old.measures, *new.measures), old.owed or new.owed)
