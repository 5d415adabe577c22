"""Exposure: a stay, contact, home or positive test that orders a chain of measures."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from schoolprep.days import Day
from schoolprep.file import Contact
from schoolprep.judge import view as seen
from schoolprep.judge.chain import count, tested_since
from schoolprep.judge.view import View
from schoolprep.pack import Exposure
from schoolprep.problem import Fact
from schoolprep.verdict import Finding, Measure, Owed

Findings = tuple[Finding, ...]


def compile_rule(rule: Exposure, key: str) -> Callable[[View], Findings]:
    """The check of one exposure rule."""
    return {"stay": _stays, "contact": _contacts, "home": _home, "test": _positives}[rule.of](rule, key)


def _stays(rule: Exposure, key: str) -> Callable[[View], Findings]:
    levels = frozenset(rule.levels)

    def check(view: View) -> Findings:
        found = view.exposures(levels, rule.look_back, rule.before_designation)
        if not found:
            return ()
        certain = [one for one in found if one.certain]
        doubtful = [] if certain else found
        undated = [one for one in certain if one.last is None]
        if undated:
            return (_still_there(rule, key, undated[0]),)
        if certain:
            latest = max(certain, key=lambda one: one.last_from)
            return _stay_chain(rule, key, latest, view)
        return (_perhaps(rule, key, doubtful[0], view),)

    return check


def _stay_facts(one: seen.Exposure) -> dict[str, Fact]:
    stay, area = one.span.stay, one.touch.area
    facts: dict[str, Fact] = {"place": stay.place or "", "detail": stay.detail or "", "level": area.level}
    facts |= {"area": area.place, "area_detail": area.detail, "since_day": area.since}
    if one.last is not None:
        facts["left_day"] = one.last
    return facts


def _stay_chain(rule: Exposure, key: str, one: seen.Exposure, view: View) -> Findings:
    left = one.last_from
    facts = _stay_facts(one)
    if not rule.stages:
        return (_standing(rule, key, facts, one.grounds, view),)
    home = view.homecoming(left)
    anchor = home.at.day if rule.anchor == "arrived" and home else left
    arrived = home.at.day if home else left
    cannot = [contact.record for contact in view.file.contacts if contact.home_impossible]
    impossible = bool(cannot) and any(stage.if_home_impossible for stage in rule.stages)
    evidence = (*one.grounds, *([home.record] if home else ()), *(cannot[:1] if impossible else ()))
    return _running(rule, key, anchor, view, Ground(facts, evidence), arrived=arrived, impossible=impossible)


class Ground(NamedTuple):
    """What a finding says and stands on."""

    facts: dict[str, Fact]
    evidence: tuple[str, ...]


def _running(
    rule: Exposure, key: str, anchor: Day, view: View, ground: Ground, *, arrived: Day, impossible: bool
) -> Findings:
    chain = count(rule, key, anchor, view, arrived=arrived, home_impossible=impossible)
    evidence = tuple(dict.fromkeys((*ground.evidence, *chain.tests)))
    facts = ground.facts | {"anchor_day": anchor, "end_day": chain.end, "return_day": chain.end + 1}
    if view.on.day <= chain.end:
        finding = Finding(
            key, rule.outcome, chain.end, chain.end + 1, "running", facts, evidence, chain.measures, chain.owes,
            chain.arithmetic,
        )  # fmt: skip
        return (finding,)
    last_test = max((test.on for measure in chain.measures for test in measure.tests), default=None)
    if last_test is None or tested_since(view, last_test):
        return ()
    owed = Owed("test", view.on.day, "owed.test-release", {"test_day": last_test})
    return (
        Finding(
            key, "incomplete", None, view.on.day, "untested", facts | {"test_day": last_test}, evidence,
            chain.measures, (owed,), chain.arithmetic,
        ),
    )  # fmt: skip


def _still_there(rule: Exposure, key: str, one: seen.Exposure) -> Finding:
    """Certainly exposed within the look-back, but nobody said when the place was left: no day can be counted."""
    facts = _stay_facts(one)
    owed = Owed("answer:left", None, "owed.left", facts)
    return Finding(key, rule.outcome, None, None, "undated", facts, one.grounds, owes=(owed,))


def _perhaps(rule: Exposure, key: str, one: seen.Exposure, view: View) -> Finding:
    """An answer is missing that would say whether the stay counts."""
    facts = _stay_facts(one)
    what = one.lacking
    owed = Owed(f"answer:{what}", view.on.day, f"owed.{what}", facts)
    return Finding(key, "verify", None, view.on.day, f"unknown-{what}", facts, one.grounds, owes=(owed,))


def _standing(
    rule: Exposure, key: str, facts: dict[str, Fact], evidence: tuple[str, ...], view: View
) -> Finding:
    """An outcome without a chain: somebody else decides the measure, or it has no end."""
    earliest = None if rule.outcome == "deferred" else view.on.day
    owes = (
        ()
        if rule.outcome == "ready"
        else (Owed(f"answer:{rule.id}", view.on.day, "owed.local-measure", facts),)
    )
    return Finding(key, rule.outcome, None, earliest, "running", facts, evidence, owes=owes)


def _contacts(rule: Exposure, key: str) -> Callable[[View], Findings]:
    categories, ending = frozenset(rule.categories), frozenset(rule.ended_by)

    def check(view: View) -> Findings:
        if not view.file.contacts:
            return ()
        ends = view.contacts(ending) if ending else []
        open_ones = [
            one
            for one in view.contacts(categories)
            if not _ended(rule, one, ends, view) and _recent(rule, one, view)
        ]
        if not open_ones:
            return ()
        undated = [one for one in open_ones if one.last_on is None]
        latest = (
            undated[0]
            if undated
            else max(open_ones, key=lambda one: one.last_on.earliest if one.last_on else 0)
        )
        return _contact(rule, key, latest, view)

    return check


def _ended(rule: Exposure, one: Contact, ends: list[Contact], view: View) -> bool:
    since = one.last_on.day if one.last_on else seen.LONG_AGO
    by_notice = any(end.last_on is not None and end.last_on.day >= since for end in ends)
    by_link = rule.released_by_link and any(
        link.step == "release" and link.starts is not None and since <= link.starts.day <= view.on.day
        for link in view.file.links
    )
    return by_notice or by_link


def _recent(rule: Exposure, one: Contact, view: View) -> bool:
    return rule.look_back is None or one.last_on is None or view.on.day - one.last_on.day <= rule.look_back


def _contact(rule: Exposure, key: str, one: Contact, view: View) -> Findings:
    facts: dict[str, Fact] = {"category": one.category or "", "linked": one.linked or ""}
    evidence = (one.record,)
    if one.last_on is not None:
        facts["contact_day"] = one.last_on.day
    if rule.endless:
        return (_endless(rule, key, one.last_on.day if one.last_on else None, facts, evidence),)
    if one.last_on is None:
        owed = Owed("answer:last_on", view.on.day, "owed.last-on", facts)
        return (Finding(key, "verify", None, view.on.day, "unknown-last_on", facts, evidence, owes=(owed,)),)
    if not rule.stages:
        return (_standing(rule, key, facts, evidence, view),)
    day = one.last_on.day
    return _running(
        rule, key, day, view, Ground(facts, evidence), arrived=day, impossible=one.home_impossible is True
    )


def _endless(
    rule: Exposure, key: str, anchor: Day | None, facts: dict[str, Fact], evidence: tuple[str, ...]
) -> Finding:
    """In hospital until somebody says otherwise: no day can be given."""
    measures: tuple[Measure, ...] = ()
    if anchor is not None and rule.endless:
        measures = (Measure(key, rule.endless, anchor, anchor, None),)
    owed = Owed("document:discharge", None, "owed.discharge", facts)
    return Finding(key, rule.outcome, None, None, "running", facts, evidence, measures, (owed,))


def _home(rule: Exposure, key: str) -> Callable[[View], Findings]:
    """Living in an area that is listed on the day."""
    levels = frozenset(rule.levels)

    def check(view: View) -> Findings:
        person = view.file.person
        if not person.home or not view.areas.entries:
            return ()
        touches = [
            touch
            for touch in view.areas.touching(person.home, person.home_detail or "")
            if touch.area.level in levels
            and touch.area.since <= view.on.day
            and (touch.area.until is None or touch.area.until >= view.on.day)
        ]
        if not touches:
            return ()
        touch = max(touches, key=lambda one: (one.certain, seen.RANK[one.area.level]))
        area = touch.area
        facts: dict[str, Fact] = {"place": person.home, "level": area.level, "since_day": area.since}
        facts |= {"area": area.place, "area_detail": area.detail}
        evidence = (person.record, area.record)
        if touch.certain:
            return (Finding(key, rule.outcome, None, None, "running", facts, evidence),)
        owed = Owed("answer:home_address", view.on.day, "owed.home-address", facts)
        return (Finding(key, "verify", None, view.on.day, "unknown-detail", facts, evidence, owes=(owed,)),)

    return check


def _positives(rule: Exposure, key: str) -> Callable[[View], Findings]:
    """An own positive test, until a discharge; a positive after a discharge is for a doctor to judge (A22)."""
    ending = frozenset(rule.ended_by)

    def check(view: View) -> Findings:
        positive = [test for test in view.tests if test.result == "positive"]
        if not positive:
            return _undated_positive(key, view)
        test = positive[-1]
        at = test.sampled or test.reported
        day = at.day if at else seen.LONG_AGO
        discharged = [
            (one.last_on.day, one.record) for one in view.contacts(ending) if one.last_on is not None
        ]
        if any(day <= gone for gone, _ in discharged):
            return ()
        facts: dict[str, Fact] = {"test_day": day}
        if discharged:
            owed = Owed("answer:repositive", view.on.day, "owed.repositive", facts)
            evidence = (test.record, discharged[-1][1])
            return (Finding(key, "verify", None, view.on.day, "repositive", facts, evidence, owes=(owed,)),)
        return (_endless(rule, key, day, facts, (test.record,)),)

    return check


def _undated_positive(key: str, view: View) -> Findings:
    """A positive without any date may be of today or long over: that is asked."""
    for test in view.file.tests:
        if test.result == "positive" and not test.sampled and not test.reported:
            owed = Owed("answer:sampled_at", view.on.day, "owed.undated", {})
            return (Finding(key, "verify", None, view.on.day, "undated", {}, (test.record,), owes=(owed,)),)
    return ()
