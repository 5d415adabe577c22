"""Transition: what a change of edition does to the measures that were running (DOMAIN §8 A20).

The rule of the earlier pack is asked about exposures before the new pack's first day; its answer is what would have
been. Nothing is deleted after the fact: a measure that was closed is shown as long as it would have run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping, Sequence
from typing import NamedTuple

import msgspec
from msgspec import structs

from schoolprep.facts.days import Day, iso
from schoolprep.facts.problem import Fact
from schoolprep.facts.text import as_text
from schoolprep.rules.pack import AnyRule, Carried, Exposure, InForce, Screening
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding, Step, merged

Check = Callable[[View], tuple[Finding, ...]]


class Compiler(NamedTuple):
    """Who compiles one rule."""

    rule: Callable[[AnyRule, str], Check]
    needs: MutableMapping[Check, str]
    """The part of a file without which a check says nothing; checks made of others are added to it."""

    def made_of(self, check: Check, *others: Check) -> Check:
        """A check that only speaks where one of the others does."""
        parts = {self.needs.get(one) for one in others}
        if len(parts) == 1 and (part := parts.pop()):
            self.needs[check] = part
        return check


def compile_all(source: InForce, compiler: Compiler) -> tuple[Check, ...]:
    """The checks of the rules in force, and of those an earlier edition left running."""
    clauses = clauses_of(source.carried)
    checks = [
        _governed(
            rule,
            f"{pack.id}/{rule.id}",
            [*clauses.get(f"{pack.id}/{rule.id}", ()), *clauses.get(rule.replaces, ())],
            compiler,
        )
        for pack, rule in source.rules
    ]
    for one in source.carried:
        if one.clause.how == "runs_on":
            checks.append(_runs_on(one, compiler))
        elif one.clause.how == "closed":
            checks.append(_closed(one, compiler))
    return tuple(checks)


def clauses_of(carried: Iterable[Carried]) -> dict[str, list[Carried]]:
    """What is carried over, by the rule (`pack/rule`) that takes it over."""
    clauses: dict[str, list[Carried]] = {}
    for one in carried:
        clauses.setdefault(f"{one.pack.id}/{one.clause.to}", []).append(one)
    return clauses


def before(one: Carried, compiler: Compiler) -> Check:
    """The earlier rule, asked only about what began before the new pack's first day."""
    return _governed(between(one.rule, until=one.since - 1), one.key, one.earlier, compiler)


def between(rule: AnyRule, *, since: Day | None = None, until: Day | None = None) -> AnyRule:
    """A rule that looks only at what began in these days."""
    if not isinstance(rule, Exposure | Screening):
        return rule
    days = {"anchor_from": since, "anchor_until": until}
    change = {name: iso(day) for name, day in days.items() if day is not None}
    return msgspec.convert(structs.asdict(rule) | change, type(rule), dec_hook=as_text)


def _governed(rule: AnyRule, key: str, clauses: Sequence[Carried], compiler: Compiler) -> Check:
    """A rule in force, with what it takes over and without what it leaves to the earlier edition."""
    running_on = [one.since for one in clauses if one.clause.how == "runs_on"]
    check = compiler.rule(between(rule, since=max(running_on)) if running_on else rule, key)
    for one in clauses:
        if one.clause.how == "recount":
            old = before(one, compiler)
            check = compiler.made_of(_recounted(one, key, check, old), check, old)
    return check


def _recounted(one: Carried, key: str, new: Check, old: Check) -> Check:
    """The new rule counts from the same anchor; what the old one said is told while it would still have run."""

    def check(view: View) -> tuple[Finding, ...]:
        found, then = new(view), old(view)
        if not then:
            return found
        over = {was.facts["anchor_day"]: was for was in then if _over_before(one.since, was)}
        found = tuple(over.get(told.facts.get("anchor_day", 0), told) for told in found)
        stood = [was for was in then if was.until is not None or _open(was)]
        if not stood:
            return found
        was = stood[0]
        if not found and was.until is None:
            return ()
        if not found:
            now, count = _end_of(one, view, new, was)
            facts = _told(one, was, now) | {"new_rule": key}
            says = "transition-shortened"
            steps = (*count[:-1], Step("steps.transition-recount", facts))
            if now >= one.since - 1:  # else the count ends before there was a new rule to return by
                steps = (*steps, *count[-1:])
            return (Finding(key, "ready", None, view.on.day, says, facts, was.evidence, arithmetic=steps),)
        return tuple(_with(one, key, finding, was) for finding in found)

    return check


def _end_of(one: Carried, view: View, new: Check, was: Finding) -> tuple[Day, tuple[Step, ...]]:
    """The last day by the new rule, the latest before today on which it still held the person, and its arithmetic."""
    anchor = was.facts.get("anchor_day")
    for day in range(view.on.day - 1, int(anchor or view.on.day), -1):
        for finding in new(view.at(day)):
            if finding.until == day:
                return day, finding.arithmetic
    return max(one.since - 1, int(anchor or 0)), ()


def _over_before(since: Day, finding: Finding) -> bool:
    """Whether a measure was over before the change and lacks its last test: the edition of its time says so."""
    end = finding.facts.get("end_day")
    return finding.says == "untested" and isinstance(end, int) and end < since


def _open(finding: Finding) -> bool:
    """Whether a measure ran without an end."""
    return any(measure.ends is None for measure in finding.measures)


def _with(one: Carried, key: str, finding: Finding, was: Finding) -> Finding:
    anchor, end = finding.facts.get("anchor_day"), finding.facts.get("end_day")
    began = min((measure.anchor for measure in was.measures), default=None)
    if anchor is None or anchor != began or not isinstance(end, int):
        return finding
    facts = _told(one, was, end) | {"new_rule": key}
    step = Step(f"steps.transition-{facts['how']}", facts)
    return finding._replace(
        facts={**finding.facts, **facts},
        evidence=merged(finding.evidence, was.evidence),
        arithmetic=(*finding.arithmetic[:-1], step, *finding.arithmetic[-1:]),
    )


def _told(one: Carried, was: Finding, end: Day) -> dict[str, Fact]:
    """Old rule, old end (where it had one), new end and the day of the change."""
    facts: dict[str, Fact] = {"how": one.clause.how, "old_rule": one.key, "new_end_day": end}
    facts |= {"change_day": one.since, "why": one.key}
    if was.until is None:
        return facts | {"how": f"{one.clause.how}-open"}
    return facts | {"old_end_day": was.until}


def _runs_on(one: Carried, compiler: Compiler) -> Check:
    old = before(one, compiler)

    def check(view: View) -> tuple[Finding, ...]:
        return tuple(told(finding) for finding in old(view))

    def told(finding: Finding) -> Finding:
        end = finding.facts.get("end_day")
        if not isinstance(end, int):
            return finding
        facts = _told(one, finding._replace(until=end), end)
        step = Step("steps.transition-runs_on", facts)
        return finding._replace(
            facts={**finding.facts, **facts},
            arithmetic=(*finding.arithmetic[:-1], step, *finding.arithmetic[-1:]),
        )

    return compiler.made_of(check, old)


def _closed(one: Carried, compiler: Compiler) -> Check:
    old = before(one, compiler)
    last = one.last

    def check(view: View) -> tuple[Finding, ...]:
        return tuple(ended(finding, view) for finding in old(view) if finding.until is not None)

    def ended(finding: Finding, view: View) -> Finding:
        end = min(finding.until or last, last)
        facts = {**finding.facts, **_told(one, finding, end), "end_day": end, "return_day": end + 1}
        measures = tuple(
            measure._replace(
                ends=min(measure.ends or end, end),
                tests=tuple(test for test in measure.tests if test.on <= end),
            )
            for measure in finding.measures
            if measure.starts <= end
        )
        step = Step("steps.transition-closed", facts)
        back = Step("steps.return", {"end_day": end, "return_day": end + 1})
        finding = finding._replace(
            facts=facts, measures=measures, arithmetic=(*finding.arithmetic[:-1], step, back)
        )
        if view.on.day > end:
            return finding._replace(
                outcome="ready", until=None, earliest=view.on.day, says="transition-closed", owes=()
            )
        owes = tuple(owed for owed in finding.owes if owed.by is None or owed.by <= end)
        return finding._replace(until=end, earliest=end + 1, says="transition-closing", owes=owes)

    return compiler.made_of(check, old)
