"""Judge: a file, the area list, the rules in force and a moment give a verdict.

A pure function of plain data: it runs the same in the window, on the command line and in several processes. Packs are
compiled once to a list of checks; a check returns nothing for the ordinary person, so most of a school costs little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import compress
from operator import attrgetter, not_
from typing import NamedTuple

from schoolprep.facts.area import Areas
from schoolprep.facts.days import Day, Moment
from schoolprep.facts.file import File
from schoolprep.facts.schooldays import NO_CALENDAR, SchoolCalendar, Spell
from schoolprep.loop.measure import Measure, in_time
from schoolprep.rules.outcome import OUTCOMES
from schoolprep.rules.pack import (
    Answer,
    AnyRule,
    Cluster,
    Colour,
    Exposure,
    Household,
    IllnessRule,
    InForce,
    Monitoring,
    Post,
    Proof,
    Screening,
    Symptoms,
    Testing,
    TravelCard,
    Unwell,
    Watch,
)
from schoolprep.verdicts.judge.ahead import STILL_TO_COME, compile_ahead
from schoolprep.verdicts.judge.answers import compile_answer, compile_monitoring
from schoolprep.verdicts.judge.cluster import compile_cluster
from schoolprep.verdicts.judge.course import Courses
from schoolprep.verdicts.judge.exposure import compile_rule as compile_exposure
from schoolprep.verdicts.judge.gate_list import GATE_LIST, by_list
from schoolprep.verdicts.judge.illness import compile_illness
from schoolprep.verdicts.judge.medicine import MEDICINE, compile_medicine
from schoolprep.verdicts.judge.ordering import Orders, compile_orders, ever_ordered
from schoolprep.verdicts.judge.peers import NO_PEERS, Peers
from schoolprep.verdicts.judge.proof import compile_rule as compile_proof
from schoolprep.verdicts.judge.screening import compile_rule as compile_screening
from schoolprep.verdicts.judge.signs import NO_FEVER
from schoolprep.verdicts.judge.state import (
    compile_card,
    compile_colour,
    compile_household,
    compile_post,
    compile_symptoms,
)
from schoolprep.verdicts.judge.testing import compile_testing
from schoolprep.verdicts.judge.transition import Check, Compiler, compile_all
from schoolprep.verdicts.judge.unlisted import UNLISTED, compile_unlisted
from schoolprep.verdicts.judge.unread import UNREAD, unread
from schoolprep.verdicts.judge.unwell import compile_unwell
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.judge.watch import compile_watch
from schoolprep.verdicts.verdict import Case, Finding, Owed, Verdict, merged

NO_RULES = "schoolprep/no-rules"
"""The finding of a day on which no pack of the profile is in force: nobody can be called ready by no rule."""
OF_THE_HOUSE: Mapping[str, str] = {
    NO_RULES: "rules.no-rules", UNREAD: "rules.unread", UNLISTED: "rules.unlisted",
    STILL_TO_COME: "rules.ahead", MEDICINE: "rules.fever-medicine", GATE_LIST: "rules.gate-list",
}  # fmt: skip
"""The findings that no rule of a pack makes, and their sentences; a branch (`Finding.says`) follows behind a stroke."""

_COMPILERS: dict[type, Callable[..., Check]] = {
    Exposure: compile_exposure,
    Screening: compile_screening,
    Proof: compile_proof,
    Answer: compile_answer,
    Monitoring: compile_monitoring,
    Colour: compile_colour,
    TravelCard: compile_card,
    Symptoms: compile_symptoms,
    Household: compile_household,
    Post: compile_post,
    Watch: compile_watch,
    Testing: compile_testing,
    Cluster: compile_cluster,
}
_OF_ILLNESSES: dict[type, Callable[..., Check]] = {IllnessRule: compile_illness, Unwell: compile_unwell}
"""The kinds that are judged by what all rules in force say of an illness."""


class Rules(NamedTuple):
    """The rules in force, compiled."""

    source: InForce
    checks: tuple[Check, ...]
    region: str
    needs: Mapping[Check, str] = {}
    """The checks that say nothing where a part of the file is empty, or no stay touches the list; with that part."""

    orders: tuple[Orders, ...] = ()
    """What each rule ever ordered, of those that order anything."""

    calendar: SchoolCalendar = NO_CALENDAR
    """By which days of return are days of school."""
    known: Day = 0
    """The day on which the verdict is asked for, 0 where nobody says; see `ahead`."""
    chosen: dict[tuple[bool, ...], tuple[Check, ...]] | None = None
    """The checks worth asking, by which parts are empty: worked out once for each such pattern."""

    def of(self, view: View) -> tuple[Check, ...]:
        """The checks that may have something to say about a file."""
        if self.chosen is None:
            return self.checks
        empty = tuple(map(not_, _parts(view)))
        found = self.chosen.get(empty)
        if found is None:
            silent = set(compress(_SPEAK_OF, empty))
            found = tuple(check for check in self.checks if self.needs.get(check) not in silent)
            self.chosen[empty] = found
        return found


def compile_rules(source: InForce, region: str, spells: tuple[Spell, ...] = (), *, known: Day = 0) -> Rules:
    """Compile the rules in force for a school in the division `region`; `spells`: what it filed of its calendar.

    `known`: the day on which the verdicts are asked for; 0: the day they are for.
    """
    needs: dict[Check, str] = {}
    courses = Courses(rule for _, rule in source.rules)

    def compiled(rule: AnyRule, key: str) -> Check:
        check = compile_rule(rule, key, courses)
        if part := _part(rule):
            needs[check] = part
        return check

    checks = compile_all(source, Compiler(compiled, needs))
    if checks:
        unlisted = compile_unlisted((rule for _, rule in source.rules), courses)
        needs[unlisted] = "file.health"
        checks = (*checks, unlisted, compile_ahead((rule for _, rule in source.rules), courses, known))
    if checks and courses.fever < NO_FEVER:
        medicine = compile_medicine(courses)
        needs[medicine] = "file.health"
        checks = (*checks, medicine)
    calendar = SchoolCalendar(source.calendar, spells)
    orders = tuple(compile_orders(source))
    return Rules(source, checks or (_no_rules,), region, needs, orders, calendar, known, {})


def rules_of_the_gate(rules: Rules) -> Rules:
    """The same rules, where only the principal's list is judged by."""
    return rules._replace(checks=(by_list,), needs={}, orders=(), chosen=None)


_SPEAK_OF: Mapping[str, Mapping[type, str]] = {
    "touched": {Exposure: "stay", Screening: "stay"},
    "file.stays": {Answer: "first_point"},
    "file.contacts": {Exposure: "contact", Screening: "contact"},
    "file.tests": {Exposure: "test", Screening: "test"},
    "file.codes": {Colour: "", TravelCard: ""},
    "file.health": {Symptoms: ""},
    "file.cohabitants": {Household: ""},
    "file.illnesses": {IllnessRule: ""},
}
"""The parts of a view, and the kinds of rules that say nothing where one is empty: those `of` that, or all of them."""
_parts = attrgetter(*_SPEAK_OF)


def _part(rule: AnyRule) -> str | None:
    """The part of a file without which a rule says nothing; None where it speaks of what is missing, or of several."""
    if isinstance(rule, Screening) and rule.outside:
        return None
    of = getattr(rule, "of", "")
    return next((part for part, kinds in _SPEAK_OF.items() if kinds.get(type(rule)) in ("", of)), None)


def compile_rule(rule: AnyRule, key: str, courses: Courses | None = None) -> Check:
    """One rule as a check whose findings carry `key`; `courses`: what the rules beside it say of illnesses."""
    if compiler := _OF_ILLNESSES.get(type(rule)):
        return compiler(rule, key, courses or Courses((rule,)))
    return _COMPILERS[type(rule)](rule, key)


def _no_rules(view: View) -> tuple[Finding, ...]:
    return (Finding(NO_RULES, "verify", None, None, "", {"day": view.on.day}),)


_RANK = {outcome: rank for rank, outcome in enumerate(OUTCOMES)}


def judge(file: File, areas: Areas, rules: Rules, on: Moment, peers: Peers = NO_PEERS) -> Verdict:
    """The verdict on one person at `on` (a bare day: the gate is passed at an unknown hour of it).

    `peers`: what the school's other files say about people this one is linked to.
    """
    view = View(file, areas, on, rules.region, peers, calendar=rules.calendar)
    findings: list[Finding] = []
    for check in rules.of(view):
        findings += check(view)
    if file.unread or file.unread_answers:
        findings += unread(view)
    if view.on != on:  # the hour of the batch, as the person's own record says it
        planned = (file.person.record,)
        findings = [one._replace(evidence=merged(one.evidence, planned)) for one in findings]
    return _verdict(file.subject, findings, on)


def safest(verdicts: Iterable[Verdict]) -> Verdict:
    """One verdict with all that any of several on one person finds: whoever is held back by one is held back."""
    told = list(verdicts)
    found: dict[tuple[object, ...], Finding] = {}
    for verdict in told:
        for one in verdict.findings:
            found.setdefault(
                (one.rule, one.outcome, one.says, one.until, one.earliest), _undue(one, verdict.may_return_on)
            )
    return _verdict(told[0].subject, list(found.values()), told[0].on)


def _verdict(subject: str, findings: list[Finding], on: Moment) -> Verdict:
    if not findings:
        return Verdict(subject, on, "ready", on.day, ())
    findings.sort(key=lambda finding: (-_RANK[finding.outcome], -(finding.earliest or 0)))
    earliest = _earliest(findings, on.day)
    due = tuple(_due(finding, earliest) for finding in findings)
    return Verdict(subject, on, findings[0].outcome, earliest, due)


def ordered(case: Case, areas: Areas, rules: Rules, peers: Peers = NO_PEERS) -> tuple[Measure, ...]:
    """Every measure the facts known ever ordered, in time: those that hold, those that are over, those counted anew.

    A question beside the verdict, for those who show what was: nobody's return hangs on it. Area list, rules and
    `peers` are those the verdict was given by; what it holds is among the answer, with the names it took over.
    """
    view = View(case.file, areas, case.verdict.on, rules.region, peers, calendar=rules.calendar)
    known = ever_ordered(rules.orders, view)
    for measure in case.verdict.measures:
        before = known.get(measure.id, measure).recounts
        known[measure.id] = measure._replace(recounts=tuple(dict.fromkeys((*measure.recounts, *before))))
    return in_time(known)


def _earliest(findings: Iterable[Finding], today: Day) -> Day | None:
    """The latest of the first possible days; none where one cannot be given.

    A red code follows the measure behind it: it holds nobody longer than a measure that has an end, and without one
    it gives no day.
    """
    days = [finding.earliest for finding in findings if not finding.follows]
    if None in days:
        return None
    followed = [finding for finding in findings if finding.follows]
    if followed and not any(
        finding.outcome == "deferred" and finding.until is not None for finding in findings
    ):
        return None
    return max([today, *(day for day in days if day is not None)])


def _due(finding: Finding, earliest: Day | None) -> Finding:
    """A proof is owed on the day of return, whenever that will be."""
    for owed in finding.owes:
        if owed.says == "owed.proof" and owed.by is None:
            return finding._replace(owes=tuple(_on(earliest, one) for one in finding.owes))
    return finding


def _undue(finding: Finding, earliest: Day | None) -> Finding:
    """The finding before its proof was due on the day of a return that may be another."""
    if not any(owed.says == "owed.proof" and owed.by == earliest for owed in finding.owes):
        return finding
    owes = (
        one._replace(by=None) if (one.says, one.by) == ("owed.proof", earliest) else one
        for one in finding.owes
    )
    return finding._replace(owes=tuple(owes))


def _on(day: Day | None, owed: Owed) -> Owed:
    return owed._replace(by=day) if owed.says == "owed.proof" else owed
