"""Counting: the stages, test days and end of what an exposure orders, from its anchor (DOMAIN §8 A1–A4).

Pure arithmetic: what is ordered, whether it runs, is over or is still to come.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from schoolprep.facts.days import Day
from schoolprep.facts.file import Contact
from schoolprep.facts.problem import Fact
from schoolprep.loop.measure import DueTest, Measure, MeasureKind, TestState, id_of
from schoolprep.rules.pack import Exposure, Stage
from schoolprep.verdicts.judge.sampled import sampled_on, tested_since
from schoolprep.verdicts.judge.view import FAR_OFF, View
from schoolprep.verdicts.verdict import Owed, Step

CHILD_YEARS = 14
"""Up to this age a child is of a special group (DOMAIN §1.1)."""


class Basis(NamedTuple):
    """What a chain is counted on, and what a finding of it says besides its days."""

    record: str
    """The ground of its measures."""
    facts: Mapping[str, Fact] = {}
    evidence: tuple[str, ...] = ()
    at_home: MeasureKind | None = None
    """`central_isolation` where home isolation is impossible, `home_isolation` where it was assessed; else None."""
    owes: tuple[Owed, ...] = ()
    steps: tuple[Step, ...] = ()
    """Lines behind the anchor's."""
    says: str = "running"
    last: Day = FAR_OFF
    """A stay stops mattering after this day, and its measure with it."""
    provisional: Day | None = None
    """The day it was counted from until somebody said when the person had arrived."""


class Chain(NamedTuple):
    """A counted chain."""

    measures: tuple[Measure, ...]
    end: Day
    """Last day, until 24:00."""
    owes: tuple[Owed, ...]
    arithmetic: tuple[Step, ...]
    evidence: tuple[str, ...]
    """The tests it counted."""


def where(contact: Contact | None, view: View) -> tuple[MeasureKind | None, tuple[str, ...]]:
    """Where somebody is isolated if not as usual, and the records that say so."""
    if impossible := view.home_impossible(contact):
        return "central_isolation", (impossible.record,)
    if contact is None or not contact.home_assessed:
        return None, ()
    if contact.special_group not in (None, "none"):
        return "home_isolation", (contact.record,)
    born, at = view.file.person.born, contact.last_on
    if born is not None and at is not None and _years(born, at.day) <= CHILD_YEARS:
        return "home_isolation", (contact.record, view.file.person.record)
    return None, ()


def _years(born: Day, day: Day) -> int:
    """Whole years of age on a day."""
    first, last = date.fromordinal(born), date.fromordinal(day)
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def count(rule: Exposure, key: str, anchor: Day, view: View, basis: Basis, *, arrived: Day) -> Chain:
    """Count the stages of `rule` from `anchor`; tests before `arrived` are past and not owed (A3)."""
    measures: list[Measure] = []
    steps = [Step("steps.anchor", {"anchor_day": anchor}), *basis.steps]
    start, first = anchor, anchor
    for stage in rule.stages:
        end = start + stage.days - (1 if rule.anchor_counts and start == anchor else 0)
        end = max(anchor, min(end, basis.last))
        if measures and first > end:
            break
        kind = _kind(stage, basis.at_home)
        days = [day for day in _test_days(stage, start, end, arrived) if day <= basis.last]
        tests = tuple(_due(day, view, arrived) for day in days)
        measure = Measure(key, basis.record, kind, start, first, end, tests)
        measures.append(measure._replace(recounts=_otherwise(measure, stage, basis, start - anchor)))
        steps.append(
            Step("steps.stage", {"measure": kind, "days": stage.days, "start_day": start, "end_day": end})
        )
        start, first = end, end + 1
    steps.append(Step("steps.return", {"end_day": start, "return_day": start + 1}))
    owes, made_up = _owes(measures, view)
    done = tuple(test.record for measure in measures for test in measure.tests if test.record)
    return Chain(tuple(measures), min(start, basis.last), owes, tuple(steps), (*done, *made_up))


def _kind(stage: Stage, at_home: MeasureKind | None) -> MeasureKind:
    if at_home == "central_isolation":
        return stage.if_home_impossible or stage.kind
    return stage.if_home_assessed or stage.kind if at_home else stage.kind


def _otherwise(measure: Measure, stage: Stage, basis: Basis, after: int) -> tuple[str, ...]:
    """By which ids the stage was known if an answer has changed since: another place, another first day."""
    if basis.provisional is None and not (stage.if_home_impossible or stage.if_home_assessed):
        return ()  # nearly always
    kinds = [one for one in (stage.kind, stage.if_home_impossible, stage.if_home_assessed) if one]
    days = [measure.anchor, *(() if basis.provisional is None else (basis.provisional + after,))]
    ids = [id_of(measure.rule, measure.ground, day, kind) for day in days for kind in kinds]
    return tuple(dict.fromkeys(id_ for id_ in ids if id_ != measure.id))


def _test_days(stage: Stage, start: Day, end: Day, arrived: Day) -> list[Day]:
    """The scheduled days, and the day of arrival itself where tests were missed on the way (A3)."""
    days = [start + n for n in stage.tests]
    if days and days[0] < arrived <= end and arrived not in days:
        days.append(arrived)
    return sorted(days)


def _due(day: Day, view: View, arrived: Day) -> DueTest:
    if test := sampled_on(view, day) if day <= view.on.day else None:
        return DueTest(day, "done", test.record)
    today = view.on.day
    state: TestState = (
        "past" if day < arrived else "missed" if day < today else "due" if day == today else "planned"
    )
    return DueTest(day, state)


def _owes(measures: list[Measure], view: View) -> tuple[tuple[Owed, ...], tuple[str, ...]]:
    """Tests still to be done, those missed made up by one test at once (A3); and the record of one that did."""
    owed = [
        Owed("test", test.on, "owed.test-day", {"test_day": test.on, "n": test.on - measure.anchor})
        for measure in measures
        for test in measure.tests
        if test.state in ("due", "planned")
    ]
    missed = [test.on for measure in measures for test in measure.tests if test.state == "missed"]
    if not missed:
        return tuple(owed), ()
    made_up = tested_since(view, missed[-1])
    today = view.on.day
    if made_up is None and not any(o.by == today for o in owed):
        owed.insert(0, Owed("test", today, "owed.test-missed", {"test_day": missed[-1], "by_day": today}))
    return tuple(owed), (made_up.record,) if made_up else ()
