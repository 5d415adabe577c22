"""Chain: the stages, test days and end of what an exposure orders, counted from its anchor (DOMAIN §8 A1–A4)."""

from __future__ import annotations

from typing import NamedTuple

from schoolprep.days import Day
from schoolprep.file import Test
from schoolprep.judge.view import View
from schoolprep.pack import Exposure, Stage
from schoolprep.verdict import DueTest, Measure, Owed, Step, TestState

FEWEST_TESTS = 2
"""At least two tests before release (A3)."""


class Chain(NamedTuple):
    """A counted chain."""

    measures: tuple[Measure, ...]
    end: Day
    """Last day, until 24:00."""
    owes: tuple[Owed, ...]
    arithmetic: tuple[Step, ...]
    tests: tuple[str, ...]
    """The records of the tests that were done for it."""


def count(rule: Exposure, key: str, anchor: Day, view: View, *, arrived: Day, home_impossible: bool) -> Chain:
    """Count the stages of `rule` from `anchor`; tests before `arrived` are past and not owed (A3)."""
    measures: list[Measure] = []
    steps = [Step("steps.anchor", {"anchor_day": anchor})]
    start, first = anchor, anchor
    for stage in rule.stages:
        end = start + stage.days - (1 if rule.anchor_counts and start == anchor else 0)
        kind = stage.if_home_impossible if home_impossible and stage.if_home_impossible else stage.kind
        days = _test_days(stage, start, end, arrived)
        measures.append(
            Measure(key, kind, start, first, end, tuple(_due(day, view, arrived) for day in days))
        )
        steps.append(
            Step("steps.stage", {"measure": kind, "days": stage.days, "start_day": start, "end_day": end})
        )
        start, first = end, end + 1
    steps.append(Step("steps.return", {"end_day": start, "return_day": start + 1}))
    owes, made_up = _owes(measures, view)
    done = [test.record for measure in measures for test in measure.tests if test.record]
    tests = tuple(dict.fromkeys(done + made_up))
    return Chain(tuple(measures), start, tuple(owes), tuple(steps), tests)


def _test_days(stage: Stage, start: Day, end: Day, arrived: Day) -> list[Day]:
    """The scheduled days, and the day of arrival itself where tests were missed on the way (A3)."""
    days = [start + n for n in stage.tests]
    if days and days[0] < arrived <= end and arrived not in days:
        days.append(arrived)
    return sorted(days)


def sampled_on(view: View, day: Day) -> Test | None:
    """The test sampled on a day, positive ones left out (they have their own rule)."""
    for test in view.tests:
        at = test.sampled or test.reported
        if at is not None and at.day == day and test.result != "positive":
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


def _owes(measures: list[Measure], view: View) -> tuple[list[Owed], list[str]]:
    """Tests still to be done; those missed are made up by one test at once (A3), whose record is given as well."""
    owed = [
        Owed("test", test.on, "owed.test-day", {"test_day": test.on, "n": test.on - measure.anchor})
        for measure in measures
        for test in measure.tests
        if test.state in ("due", "planned")
    ]
    missed = [test.on for measure in measures for test in measure.tests if test.state == "missed"]
    today = view.on.day
    if not missed or any(o.by == today for o in owed):
        return owed, []
    if test := tested_since(view, missed[-1]):
        return owed, [test.record]
    owed.insert(0, Owed("test", today, "owed.test-missed", {"test_day": missed[-1], "by_day": today}))
    return owed, []


def tested_since(view: View, day: Day) -> Test | None:
    """A negative test sampled on or after `day`, up to now."""
    for test in view.tests:
        at = test.sampled or test.reported
        if at is not None and at.day >= day and test.result == "negative":
            return test
    return None
