"""Illness: somebody ill stays out until the rule's dated conditions are met (DOMAIN §4.3–4.5)."""

from __future__ import annotations

from collections.abc import Callable

from schoolprep.facts.days import MINUTES_A_DAY, Day
from schoolprep.facts.file import Illness
from schoolprep.facts.problem import Fact, codes_as_fact
from schoolprep.facts.schooldays import Calendar, SchoolDay
from schoolprep.rules.outcome import Outcome
from schoolprep.rules.pack import IllnessRule
from schoolprep.verdicts.judge.conditions import (
    NEVER,
    IllnessCase,
    Lack,
    Minute,
    Reach,
    concerns,
    first_day,
    has_come,
    reach,
)
from schoolprep.verdicts.judge.course import Courses, begun
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding, Findings, Owed, Step


def compile_illness(rule: IllnessRule, key: str, courses: Courses) -> Callable[[View], Findings]:
    """The check of one illness rule; `courses`: what the other rules in force say of the illness."""
    diseases = frozenset(rule.diseases)

    def check(view: View) -> Findings:
        if not view.file.illnesses:
            return ()
        return tuple(
            finding
            for ill in view.file.illnesses
            if (ill.disease or "other") in diseases and begun(ill, view)
            for finding in _judged(
                rule,
                key,
                IllnessCase(ill, view, rule.anchor_counts, courses.fever, courses.back(rule, ill, view)),
            )
        )

    return check


def over(ill: Illness, view: View) -> bool:
    """Whether the symptoms were gone by the moment judged for."""
    return ill.symptoms_gone is not None and has_come(ill.symptoms_gone, view.on)


def _judged(rule: IllnessRule, key: str, case: IllnessCase) -> Findings:
    ill, view = case.illness, case.view
    facts = _facts(rule, case)
    if rule.until is None:
        settled = case.back is not None and case.back.settled
        return () if settled or over(ill, view) else (_told(rule, key, ill, view, facts),)
    if other := _same_beside(ill, view):
        asks = rule.until.document is None  # a rule about papers has nothing to ask of it
        return (_twice(key, case, other, facts),) if asks else ()
    now = view.on.earliest
    met = reach(rule.until, case, now)
    if met.last <= now:
        return ()
    if met.first > now:
        return (_held(rule, key, view, met, facts),)
    lacks = {lack.kind for lack in met.lacks}
    if met.last < NEVER and "answer" not in lacks:
        return (_held(rule, key, view, met._replace(first=met.last, known=met.last), facts),)
    says = "papers" if lacks <= {"paper"} else "missing"
    outcome: Outcome = "incomplete" if says == "papers" else "verify"
    owes = owed(met.lacks, view.on.day, facts)
    facts |= {"lacks": listed(met.lacks)}
    return (
        Finding(key, outcome, None, view.on.day, says, facts, met.evidence, owes=owes, arithmetic=met.steps),
    )


def _facts(rule: IllnessRule, case: IllnessCase) -> dict[str, Fact]:
    """The illness, and which clauses concern the person."""
    said: dict[str, Fact] = {name: True for name in rule.clauses if concerns(name, case)}
    return {"disease": case.illness.disease or "other"} | said


def _same_beside(ill: Illness, view: View) -> Illness | None:
    """The same illness with its beginning on record, beside one that has none: may be two forms of one illness."""
    if first_day(ill) is not None:
        return None
    alike = (one for one in view.file.illnesses if one.disease == ill.disease and begun(one, view))
    return next((one for one in alike if first_day(one) is not None), None)


def _twice(key: str, case: IllnessCase, other: Illness, facts: dict[str, Fact]) -> Finding:
    """One question in place of all that is missing of a form without a beginning."""
    lacks = (Lack("answer", "episode"),)
    owes = owed(lacks, case.view.on.day, facts)
    facts |= {"lacks": listed(lacks)}
    evidence = (case.illness.record, other.record)
    return Finding(key, "verify", None, case.view.on.day, "missing", facts, evidence, owes=owes)


def _told(rule: IllnessRule, key: str, ill: Illness, view: View, facts: dict[str, Fact]) -> Finding:
    """No exclusion, which is worth saying while somebody is ill; or no numbers, and a doctor is to be asked."""
    if rule.ask:
        doctor = (Owed("answer:doctor", view.on.day, "owed.doctor", facts),)
        return Finding(key, "verify", None, view.on.day, "ask", facts, (ill.record,), owes=doctor)
    return Finding(key, "ready", None, view.on.day, "none", facts, (ill.record,))


def _held(rule: IllnessRule, key: str, view: View, met: Reach, facts: dict[str, Fact]) -> Finding:
    """Surely kept out; the day of return by the dates that are filed, none where they give none."""
    now = view.on.earliest
    end = met.first if met.known > now else met.last if met.last < NEVER else None
    owes = owed(met.lacks, None, facts)
    facts |= {"lacks": listed(met.lacks)}
    if end is None:
        return Finding(
            key, "deferred", None, None, "open", facts, met.evidence, owes=owes, arithmetic=met.steps
        )
    back, step = school_day(end, view, rule.calendar)
    until = (end - 1) // MINUTES_A_DAY
    facts |= {"end_day": until, "return_day": back.day}
    steps = (*met.steps, step)
    says = "least" if met.lacks and end < met.last else "running"
    return Finding(
        key, "deferred", until, back.day, says, facts, met.evidence, owes=owes, arithmetic=steps,
        doubt=back.doubt,
    )  # fmt: skip


def school_day(end: Minute, view: View, by: Calendar) -> tuple[SchoolDay, Step]:
    """The first school day that begins at or after a moment, and how it was found (DOMAIN §8 A25).

    `by`: the calendar of the rule, where the school's country is not known.
    """
    day, rest = divmod(end, MINUTES_A_DAY)
    found = view.calendar.first_from(day + (1 if rest else 0), by)
    says = f"illness.step-doubt-{found.doubt}" if found.doubt else "illness.step-school-day"
    return found, Step(says, {"return_day": found.day})


def owed(lacks: tuple[Lack, ...], by: Day | None, facts: dict[str, Fact]) -> tuple[Owed, ...]:
    """What is missing as things to hand in or to answer."""
    return tuple(
        Owed(
            f"{'document' if lack.kind == 'paper' else 'answer'}:{lack.name}",
            by,
            "owed.illness",
            dict(facts) | {"lacks": lack.name},
        )
        for lack in lacks
    )


def listed(lacks: tuple[Lack, ...]) -> str:
    """Names of what is missing as one fact; the edge puts them into words."""
    return codes_as_fact(lack.name for lack in lacks)
