"""Chain: the stages, test days and end of what an exposure orders, counted from its anchor (DOMAIN §8 A1–A4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from schoolprep.facts.days import Day
from schoolprep.facts.file import Contact, Test
from schoolprep.facts.problem import Fact
from schoolprep.loop.measure import DueTest, Measure, MeasureKind, TestState
from schoolprep.rules.pack import Exposure, Stage
from schoolprep.verdicts.judge.view import FAR_OFF, View
from schoolprep.verdicts.verdict import Finding, Owed, Step

FEWEST_TESTS = 2
"""At least two tests before release (A3)."""
CHILD_YEARS = 14
"""Up to this age a child is of a special group (DOMAIN §1.1)."""


class Chain(NamedTuple):
    """A counted chain."""

    measures: tuple[Measure, ...]
    end: Day
    """Last day, until 24:00."""
    owes: tuple[Owed, ...]
    arithmetic: tuple[Step, ...]
    evidence: tuple[str, ...]
    """The tests it counted."""


class Ground(NamedTuple):
    """What a finding says and stands on."""

    facts: dict[str, Fact]
    evidence: tuple[str, ...]
    at_home: MeasureKind | None = None
    """`central_isolation` where home isolation is impossible, `home_isolation` where it was assessed; else None."""
    owes: tuple[Owed, ...] = ()
    steps: tuple[Step, ...] = ()
    """Lines behind the anchor's."""
    says: str = "running"
    last: Day = FAR_OFF
    """A stay stops mattering after this day, and its measure with it."""


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


def running(
    rule: Exposure, key: str, anchor: Day, view: View, ground: Ground, *, arrived: Day
) -> Finding | None:
    """The finding of a chain: held while it runs, then until its last test is there; None: over and tested."""
    chain = count(rule, key, anchor, view, ground, arrived=arrived)
    facts = ground.facts | {"anchor_day": anchor, "end_day": chain.end, "return_day": chain.end + 1}
    evidence = merged(ground.evidence, chain.evidence)
    if view.on.day <= chain.end:
        return Finding(
            key, rule.outcome, chain.end, chain.end + 1, ground.says, facts, evidence, chain.measures,
            (*ground.owes, *chain.owes), chain.arithmetic,
        )  # fmt: skip
    last_test = max((test.on for measure in chain.measures for test in measure.tests), default=None)
    if last_test is None or tested_since(view, last_test):
        return None
    facts |= {"test_day": last_test}
    if perhaps := perhaps_since(view, last_test):
        evidence = merged(evidence, (perhaps.record,))
        return Finding(
            key, "verify", None, view.on.day, "untested", facts, evidence, chain.measures,
            (asked(perhaps, view),), chain.arithmetic,
        )  # fmt: skip
    owed = Owed("test", view.on.day, "owed.test-release", {"test_day": last_test})
    return Finding(
        key, "incomplete", None, view.on.day, "untested", facts, evidence, chain.measures, (owed,),
        chain.arithmetic,
    )  # fmt: skip


def count(rule: Exposure, key: str, anchor: Day, view: View, ground: Ground, *, arrived: Day) -> Chain:
    """Count the stages of `rule` from `anchor`; tests before `arrived` are past and not owed (A3)."""
    measures: list[Measure] = []
    steps = [Step("steps.anchor", {"anchor_day": anchor}), *ground.steps]
    start, first = anchor, anchor
    for stage in rule.stages:
        end = start + stage.days - (1 if rule.anchor_counts and start == anchor else 0)
        end = max(anchor, min(end, ground.last))
        if measures and first > end:
            break
        kind = _kind(stage, ground.at_home)
        days = [day for day in _test_days(stage, start, end, arrived) if day <= ground.last]
        measures.append(
            Measure(key, kind, start, first, end, tuple(_due(day, view, arrived) for day in days))
        )
        steps.append(
            Step("steps.stage", {"measure": kind, "days": stage.days, "start_day": start, "end_day": end})
        )
        start, first = end, end + 1
    steps.append(Step("steps.return", {"end_day": start, "return_day": start + 1}))
    owes, made_up = _owes(measures, view)
    done = tuple(test.record for measure in measures for test in measure.tests if test.record)
    return Chain(tuple(measures), min(start, ground.last), owes, tuple(steps), (*done, *made_up))


def _kind(stage: Stage, at_home: MeasureKind | None) -> MeasureKind:
    if at_home == "central_isolation":
        return stage.if_home_impossible or stage.kind
    return stage.if_home_assessed or stage.kind if at_home else stage.kind


def _test_days(stage: Stage, start: Day, end: Day, arrived: Day) -> list[Day]:
    """The scheduled days, and the day of arrival itself where tests were missed on the way (A3)."""
    days = [start + n for n in stage.tests]
    if days and days[0] < arrived <= end and arrived not in days:
        days.append(arrived)
    return sorted(days)


def sampled_on(view: View, day: Day) -> Test | None:
    """The test sampled on a day; a positive one was taken as well, and what follows from it is its own rule's."""
    for test in view.tests:
        at = test.sampled or test.reported
        if at is not None and at.day == day:
            return test
    return None


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


def tested_since(view: View, day: Day) -> Test | None:
    """A negative test sampled on or after `day`, up to now."""
    for test in view.tests:
        if test.sampled is not None and test.sampled.day >= day and test.result == "negative":
            return test
    return None


def perhaps_since(view: View, day: Day) -> Test | None:
    """A test that may be such a one: its result, or when it was sampled, is not known."""
    for test in view.tests:
        at = test.sampled or test.reported
        if at is not None and at.day >= day and test.result in ("negative", None):
            return test
    return next((test for test in view.undated if test.result in ("negative", None)), None)


def asked(test: Test, view: View) -> Owed:
    """The answer a test lacks."""
    at = test.sampled or test.reported
    if at is None:
        return Owed("answer:undated", view.on.day, "owed.undated", {})
    what = "unknown-result" if test.result is None else "unknown-time"
    return Owed(f"answer:{what}", view.on.day, f"owed.{what}", {"sample_day": at.day})


def merged(*evidence: Iterable[str]) -> tuple[str, ...]:
    """Record ids, each once, in the order they are named; what has no record is left out."""
    return tuple(dict.fromkeys(record for part in evidence for record in part if record))
