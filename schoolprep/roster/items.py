"""Items: what the rows of a roster are, besides the people: stretches of the closed loop and tests that are owed.

Stays are rows as the file holds them. A stretch puts together what a rule orders and what the links of custody (环节)
say of it. Tests are one row a person: whoever missed three days gives one sample now.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Literal

from schoolprep.facts.file import Stay
from schoolprep.loop.chain import CustodyChain
from schoolprep.loop.measure import TestState
from schoolprep.loop.stretch import Stretch, stretches
from schoolprep.loop.testing import Owing, due_days
from schoolprep.roster.context import RosterView
from schoolprep.verdicts.judge import ordered
from schoolprep.verdicts.verdict import Case

SourceName = Literal["people", "stays", "measures", "due_tests"]

Item = Stay | Stretch | Owing | None
States = Collection[TestState]


def _people(case: Case, view: RosterView, states: States) -> Iterator[Item]:
    yield None


def _stays(case: Case, view: RosterView, states: States) -> Iterator[Item]:
    yield from case.file.stays


def _stretches(case: Case, view: RosterView, states: States) -> Iterator[Item]:
    context = view.context
    every = ordered(case, context.areas, view.explain.rules, context.peers)
    yield from stretches(case.verdict.measures, every, CustodyChain(case.file.links))


def _owing(case: Case, view: RosterView, states: States) -> Iterator[Item]:
    verdict = case.verdict
    known = due_days(verdict.measures, verdict.tests_owed, view.on.day)
    days = tuple(day for day in known if not states or day.state in states)
    if days:
        yield Owing(days)


ITEMS: Mapping[SourceName, Callable[[Case, RosterView, States], Iterator[Item]]] = {
    "people": _people,
    "stays": _stays,
    "measures": _stretches,
    "due_tests": _owing,
}
