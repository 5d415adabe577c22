"""Items: what the rows of a roster are, besides the people: stretches of the closed loop and tests that are owed.

Stays are rows as the file holds them. A stretch puts together what a rule orders and what the links of custody (环节)
say of it. Tests are one row a person: whoever missed three days gives one sample now.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Literal, NamedTuple

from schoolprep.facts.days import Day, Moment
from schoolprep.facts.file import Link, Stay
from schoolprep.loop.measure import Measure, MeasureKind, TestState
from schoolprep.verdicts.verdict import Case, Finding, Owed

SourceName = Literal["people", "stays", "measures", "due_tests"]

_STRETCHES = frozenset({"central_isolation", "home_isolation", "home_monitoring", "school_room", "hospital"})
"""Steps of custody in which a person stays somewhere; the others are acts (notice, transfer, release, return)."""
URGENCY: tuple[TestState, ...] = ("missed", "due", "planned", "done", "past")


class Stretch(NamedTuple):
    """One stage of a measure with the custody that answers it; either may be missing, never both."""

    finding: Finding | None
    measure: Measure | None
    link: Link | None


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


def _begins(link: Link) -> int:
    moment = link.starts or link.ends
    return moment.earliest if moment else 0


def link_of(measure: Measure, links: tuple[Link, ...]) -> Link | None:
    """The custody that answers a stage: the same step, in its days; the last where there are several."""
    fitting = [link for link in links if link.step == measure.kind and _meets(measure, link)]
    return max(fitting, key=_begins, default=None)


def _meets(measure: Measure, link: Link) -> bool:
    early = link.ends is None or link.ends.day >= measure.starts
    late = measure.ends is None or link.starts is None or link.starts.day <= measure.ends
    return early and late


def act_after(links: tuple[Link, ...], step: str, since: Day) -> Link | None:
    """The first act of that step (transfer, release, return) on or after a day; one without a time is not counted."""
    fitting = [link for link in links if link.step == step and link.starts and link.starts.day >= since]
    return min(fitting, key=_begins, default=None)


def _stretches(case: Case, on: Moment, states: States) -> Iterator[Item]:
    links = case.file.links
    answered: set[str] = set()
    for finding in case.verdict.findings:
        for measure in finding.measures:
            link = link_of(measure, links)
            if link:
                answered.add(link.record)
            yield Stretch(finding, measure, link)
    for link in sorted(links, key=_begins):
        if link.step in _STRETCHES and link.record not in answered:
            yield Stretch(None, None, link)


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
