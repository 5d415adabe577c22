"""Items: what the rows of a roster are, besides the people: stretches of the closed loop and tests that are owed.

Stays are rows as the file holds them. A stretch puts together what a rule orders and what the links of custody (环节)
say of it. Tests are one row a person: whoever missed three days gives one sample now.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Literal, NamedTuple

from schoolprep.facts.days import Day, Moment
from schoolprep.facts.file import Stay
from schoolprep.loop.chain import CustodyChain
from schoolprep.loop.measure import MeasureKind, TestState
from schoolprep.loop.stretch import Stretch, stretches
from schoolprep.verdicts.verdict import Case, Finding, Owed

SourceName = Literal["people", "stays", "measures", "due_tests"]

URGENCY: tuple[TestState, ...] = ("missed", "due", "planned", "done", "past")


class DueDay(NamedTuple):
    """One day (None: as soon as may be) on which a person is to be tested, and why."""

    on: Day | None
    state: TestState
    stages: tuple[tuple[MeasureKind, int], ...] = ()
    """Each measure that asks for it, with the day counted from its anchor."""
    findings: tuple[Finding, ...] = ()
    owed: tuple[Owed, ...] = ()


class Owing(NamedTuple):
    """The days on which a person is to be tested or was and did not come; one sample serves several days."""

    days: tuple[DueDay, ...]
    """In their order; of the states the layout selects."""

    @property
    def state(self) -> TestState:
        """The most urgent of the days' states."""
        return min((day.state for day in self.days), key=URGENCY.index)


Item = Stay | Stretch | Owing | None


States = Collection[TestState]


def _people(case: Case, on: Moment, states: States) -> Iterator[Item]:
    yield None


def _stays(case: Case, on: Moment, states: States) -> Iterator[Item]:
    yield from case.file.stays


def _stretches(case: Case, on: Moment, states: States) -> Iterator[Item]:
    verdict = case.verdict
    yield from stretches(verdict.measures, verdict.ordered, CustodyChain(case.file.links))


def _owing(case: Case, on: Moment, states: States) -> Iterator[Item]:
    days = tuple(day for day in _test_days(case, on) if not states or day.state in states)
    if days:
        yield Owing(days)


def _test_days(case: Case, on: Moment) -> list[DueDay]:
    days: dict[Day | None, DueDay] = {}
    for finding in case.verdict.findings:
        for measure in finding.measures:
            for test in measure.tests:
                stage = (measure.kind, test.on - measure.anchor)
                _add(days, DueDay(test.on, test.state, (stage,), (finding,)))
        for owed in finding.owes:
            if owed.what == "test":
                _add(days, DueDay(owed.by, _state(owed.by, on.day), (), (finding,), (owed,)))
    return sorted(days.values(), key=lambda day: day.on or on.day)


def _state(by: Day | None, today: Day) -> TestState:
    """How a test that is owed by a day stands today."""
    if by is None or by == today:
        return "due"
    return "missed" if by < today else "planned"


def _add(days: dict[Day | None, DueDay], new: DueDay) -> None:
    old = days.get(new.on)
    if old is None:
        days[new.on] = new
        return
    days[new.on] = DueDay(
        new.on,
        min(old.state, new.state, key=URGENCY.index),
        tuple(dict.fromkeys((*old.stages, *new.stages))),
        (*old.findings, *(finding for finding in new.findings if finding not in old.findings)),
        tuple({owed.says: owed for owed in (*old.owed, *new.owed)}.values()),
    )


ITEMS: Mapping[SourceName, Callable[[Case, Moment, States], Iterator[Item]]] = {
    "people": _people,
    "stays": _stays,
    "measures": _stretches,
    "due_tests": _owing,
}
