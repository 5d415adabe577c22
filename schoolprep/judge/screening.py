"""Screening: a number of tests within days of an arrival or exposure, far enough apart (三天两检, DOMAIN §8 A9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from schoolprep.days import MINUTES_A_DAY, Day, Moment
from schoolprep.file import Test
from schoolprep.judge import view as seen
from schoolprep.judge.view import Homecoming, Span, View
from schoolprep.pack import Screening
from schoolprep.problem import Fact
from schoolprep.verdict import DueTest, Finding, Measure, Owed, Step

LISTED = frozenset({"high", "medium", "low"})


class Start(NamedTuple):
    """What a screening is counted from."""

    at: Moment
    lacking: str
    """The answer without which nobody can say whether, or since when, it counts; empty: nothing is lacking."""
    facts: dict[str, Fact]
    evidence: tuple[str, ...]


def compile_rule(rule: Screening, key: str) -> Callable[[View], tuple[Finding, ...]]:
    """The check of one screening rule."""
    starts = (
        _from_contacts(rule)
        if rule.of == "contact"
        else _from_outside(rule)
        if rule.outside
        else _from_stays(rule)
    )

    first = rule.anchor_from.toordinal() if rule.anchor_from else seen.LONG_AGO
    last = rule.anchor_until.toordinal() if rule.anchor_until else seen.FAR_OFF

    def check(view: View) -> tuple[Finding, ...]:
        found = [one for one in starts(view) if first <= one.at.day <= last]
        if not found:
            return ()
        start = max(found, key=lambda one: (not one.lacking, one.at.earliest))
        if start.lacking:
            owed = Owed(f"answer:{start.lacking}", view.on.day, f"owed.{start.lacking}", start.facts)
            says = f"unknown-{start.lacking}"
            return (
                Finding(key, "verify", None, view.on.day, says, start.facts, start.evidence, owes=(owed,)),
            )
        return _tested(rule, key, start, view)

    return check


def _from_stays(rule: Screening) -> Callable[[View], Iterator[Start]]:
    levels = frozenset(rule.levels)

    def starts(view: View) -> Iterator[Start]:
        for one in view.exposures(levels, rule.look_back, rule.before_designation):
            stay, area = one.span.stay, one.touch.area
            facts: dict[str, Fact] = {"place": stay.place or "", "level": area.level, "area": area.place}
            facts |= {"area_detail": area.detail, "since_day": area.since}
            home = view.homecoming(one.last_from)
            known = one.certain and (home is not None or one.last is not None)
            lacking = "" if known else one.lacking
            at = home.at if home else _gone(one.span, one.last_to)
            yield Start(at, lacking, facts, _with(one.grounds, home))

    return starts


def _with(grounds: tuple[str, ...], home: Homecoming | None) -> tuple[str, ...]:
    return grounds if home is None or home.record in grounds else (*grounds, home.record)


def _gone(span: Span, day: Day) -> Moment:
    """When a place was left, with the hour where it was said: nobody arrives before."""
    left = span.stay.left
    return left if left is not None and left.day == day else Moment(day)


def _from_outside(rule: Screening) -> Callable[[View], Iterator[Start]]:
    """Every arrival from outside the school's city that no listed area explains."""

    def starts(view: View) -> Iterator[Start]:
        for span in view.spans:
            stay = span.stay
            if not stay.place or view.is_home(stay.place) or view.on.day - span.last_to > rule.look_back:
                continue
            if any(touched is span and touch.area.level in LISTED for touched, touch in view.touched):
                continue
            home = view.homecoming(span.last_from)
            if home is not None or span.left is not None:
                at = home.at if home else _gone(span, span.last_to)
                yield Start(at, "", {"place": stay.place, "level": "normal"}, _with(span.grounds, home))

    return starts


def _from_contacts(rule: Screening) -> Callable[[View], Iterator[Start]]:
    categories = frozenset(rule.categories)

    def starts(view: View) -> Iterator[Start]:
        for one in view.contacts(categories):
            if one.last_on is not None and view.on.day - one.last_on.day <= rule.look_back:
                facts: dict[str, Fact] = {"category": one.category or "", "contact_day": one.last_on.day}
                yield Start(one.last_on, "", facts, (one.record,))

    return starts


def _tested(rule: Screening, key: str, start: Start, view: View) -> tuple[Finding, ...]:
    samples = [
        test for test in view.tests if test.sampled is not None and test.sampled.latest >= start.at.earliest
    ]
    negatives = [test for test in samples if test.result == "negative"]
    enough = _enough(negatives, rule)
    if enough:
        return ()
    deadline = start.at.day + rule.within_days
    taken = [test for test in samples if test.result in ("negative", "pending")]
    facts = start.facts | {
        "arrived_day": start.at.day, "end_day": deadline, "count": rule.count, "days": rule.within_days,
        "done": rule.count - len(_due_days(rule, negatives, view, start)), "gap": rule.gap_hours,
    }  # fmt: skip
    evidence = start.evidence + tuple(test.record for test in taken)
    if enough is None:
        owed = Owed("answer:sampled_at", view.on.day, "owed.sampled-time", facts)
        return (Finding(key, "verify", None, view.on.day, "unknown-time", facts, evidence, owes=(owed,)),)
    due = _due_days(rule, taken, view, start)
    done = tuple(DueTest(test.sampled.day, "done", test.record) for test in taken if test.sampled)
    tests = done + tuple(DueTest(day, "due" if day == view.on.day else "planned") for day in due)
    measure = Measure(key, "test_screening", start.at.day, start.at.day, deadline, tests)
    owes = tuple(Owed("test", day, "owed.screening", facts | {"test_day": day}) for day in due) or (
        Owed("report", view.on.day, "owed.report", facts),
    )
    earliest = max([view.on.day, *due])
    steps = (
        Step("steps.arrived", {"arrived_day": start.at.day}),
        Step("steps.screening", {"count": rule.count, "gap": rule.gap_hours, "end_day": deadline}),
        Step("steps.tested", {"return_day": earliest}),
    )
    says = "late" if view.on.day > deadline else "running"
    until = earliest - 1 if rule.outcome == "deferred" and earliest > view.on.day else None
    return (Finding(key, rule.outcome, until, earliest, says, facts, evidence, (measure,), owes, steps),)


def _enough(negatives: list[Test], rule: Screening) -> bool | None:
    """Whether enough negatives lie far enough apart; None where bare dates cannot prove the hours."""
    if len(negatives) < rule.count:
        return False
    gap = rule.gap_hours * 60
    if rule.count == 1 or gap == 0:
        return True
    times = [test.sampled for test in negatives if test.sampled]
    if _spaced(times, rule.count, gap, sure=True):
        return True
    return None if _spaced(times, rule.count, gap, sure=False) else False


def _spaced(times: list[Moment], count: int, gap: int, *, sure: bool) -> bool:
    """Take the earliest sample, then each next one that is `gap` minutes later (surely, or possibly)."""
    taken, last = 0, None
    for at in times:
        if last is None or (at.earliest - last.latest if sure else at.latest - last.earliest) >= gap:
            taken, last = taken + 1, at
    return taken >= count


def _due_days(rule: Screening, taken: list[Test], view: View, start: Start) -> list[Day]:
    """The days on which the missing samples can be taken at the earliest: not before what they are counted from."""
    last = taken[-1].sampled if taken else None
    spaced = 0
    previous: Moment | None = None
    for test in taken:
        if test.sampled and (
            previous is None or test.sampled.latest - previous.earliest >= rule.gap_hours * 60
        ):
            spaced, previous = spaced + 1, test.sampled
    days: list[Day] = []
    next_at = max(view.on.earliest, start.at.earliest)
    if spaced and previous is not None and last is not None:
        next_at = max(next_at, previous.earliest + rule.gap_hours * 60)
    for _ in range(rule.count - spaced):
        days.append(max(view.on.day, next_at // MINUTES_A_DAY))
        next_at += max(rule.gap_hours * 60, 1)
    return days
