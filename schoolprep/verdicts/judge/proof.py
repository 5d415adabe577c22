"""Proof: a negative test not older than so many hours or days (DOMAIN §8 A10, A11).

A bare date never proves hours: each moment is an interval, and only what holds for the whole interval is certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from schoolprep.facts.area import Level
from schoolprep.facts.days import Moment
from schoolprep.facts.file import Test
from schoolprep.facts.problem import Fact
from schoolprep.rules.outcome import Outcome
from schoolprep.rules.pack import Proof
from schoolprep.verdicts.judge.sampled import unsettled
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding, Owed, merged

COUNTY = 6
"""Digits of a county's code."""


def compile_rule(rule: Proof, key: str) -> Callable[[View], tuple[Finding, ...]]:
    """The check of one proof rule."""
    asked = _asked(rule)
    facts: dict[str, Fact] = {"n": rule.n, "unit": rule.unit, "basis": rule.basis}

    def check(view: View) -> tuple[Finding, ...]:
        ground = asked(view)
        if ground is None:
            return ()
        found = _lacking(rule, view)
        if found is None:
            return ()
        outcome, says, tests = found
        said = facts | (_dates(tests[-1]) if tests and says != "undated" else {})
        evidence = merged(ground.evidence, (test.record for test in tests))
        if ground.lacking:
            branch = "unknown-asked" if "unknown-asked" in rule.says else says
            owed = Owed(
                f"answer:{ground.lacking}", view.on.day, f"owed.{ground.lacking}", {**said, **ground.facts}
            )
            return (
                Finding(
                    key, "verify", None, view.on.day, branch, {**said, **ground.facts}, evidence, owes=(owed,)
                ),
            )
        return (
            Finding(key, outcome, None, view.on.day, says, said, evidence, owes=(_owed(says, said, view),)),
        )

    return check


class _Asked(NamedTuple):
    """Why a proof is asked of somebody, or may be."""

    evidence: tuple[str, ...] = ()
    lacking: str = ""
    """The answer that would say whether it is; empty: it is."""
    facts: Mapping[str, Fact] = {}


def _lacking(rule: Proof, view: View) -> tuple[Outcome, str, list[Test]] | None:
    """What is wrong with the proof and the tests that say so; None: it is there."""
    negatives = [test for test in view.tests if test.result == "negative"]
    if proof := next((test for test in reversed(negatives) if fresh(test, rule, view.on)), None):
        later = unsettled(view)
        return ("verify", "unknown-result", [proof, later]) if later else None
    if unsure := [test for test in negatives if fresh(test, rule, view.on) is None]:
        says = "unknown-gate" if _only_gate(unsure[-1], rule, view.on) else "unknown-time"
        return "verify", says, unsure[-1:]
    return _without_result(rule, view) or (
        "incomplete",
        "expired" if negatives else "missing",
        negatives[-1:],
    )


def _without_result(rule: Proof, view: View) -> tuple[Outcome, str, list[Test]] | None:
    """A test that may become the proof, or be it already: unread, undated, or not reported yet."""
    recent = [test for test in view.tests if fresh(test, rule, view.on) is not False]
    if unread := [test for test in recent if test.result is None]:
        return "verify", "unknown-result", unread[-1:]
    if undated := [test for test in view.undated if test.result in ("negative", None)]:
        return "verify", "undated", undated
    if pending := [test for test in recent if test.result == "pending"]:
        return "incomplete", "pending", pending[-1:]
    return None


def _owed(says: str, facts: dict[str, Fact], view: View) -> Owed:
    if says in ("expired", "missing"):
        return Owed("test", None, "owed.proof", {name: facts[name] for name in ("n", "unit", "basis")})
    if says == "pending":
        return Owed("report", view.on.day, "owed.report", facts)
    return Owed(f"answer:{says}", view.on.day, f"owed.{says}", facts)


def _only_gate(test: Test, rule: Proof, on: Moment) -> bool:
    """Whether the test's hour is known and only the hour at the gate is not."""
    at = (test.reported or test.sampled) if rule.basis == "report" else test.sampled
    return rule.unit == "hour" and on.minute is None and at is not None and at.minute is not None


def _dates(test: Test) -> dict[str, Fact]:
    at = test.sampled or test.reported
    return {"sample_day": at.day if at else ""}


def _asked(rule: Proof) -> Callable[[View], _Asked | None]:
    """Why the proof is asked of somebody; None: it is not."""
    levels, categories = frozenset(rule.levels), frozenset(rule.categories)
    if not levels and not categories:
        return lambda view: _Asked()

    def asked(view: View) -> _Asked | None:
        reasons: list[_Asked] = []
        if view.touched or view.file.contacts:
            reasons += [*_stays(rule, levels, view), *_contacts(rule, categories, view)]
        if rule.lives:
            reasons += _from_home(view, levels)
        return min(reasons, key=lambda one: bool(one.lacking), default=None)

    return asked


def _stays(rule: Proof, levels: frozenset[Level], view: View) -> Iterator[_Asked]:
    for one in view.exposures(levels, rule.days, rule.before_designation) if levels else ():
        place: dict[str, Fact] = {"place": one.span.stay.place or ""}
        yield _Asked(one.grounds, "" if one.certain else one.lacking, place)


def _contacts(rule: Proof, categories: frozenset[str], view: View) -> Iterator[_Asked]:
    for one in view.contacts(categories):
        if one.last_on is None:
            yield _Asked((one.record,), "last-on", {"category": one.category or ""})
        elif view.on.day - one.last_on.day <= rule.days:
            yield _Asked((one.record,))


def _from_home(view: View, levels: frozenset[Level]) -> Iterator[_Asked]:
    """A home in a listed area outside the school's own county: who lives there comes from it."""
    person, county = view.file.person, view.region[:COUNTY]
    if not person.home or (county and person.home.startswith(county)):
        return
    for touch in view.areas.touching(person.home, person.home_detail or ""):
        if touch.area.level in levels and touch.area.listed(view.on.day):
            lacking = "" if touch.certain else "home-address"
            yield _Asked(merged((person.record, touch.area.record)), lacking, {"place": person.home})


def fresh(test: Test, rule: Proof, on: Moment) -> bool | None:
    """Whether a test is within the window at `on`; None where the answers do not say."""
    basis, other = (test.reported, test.sampled) if rule.basis == "report" else (test.sampled, test.reported)
    if basis is not None:
        return _within(basis, rule, on)
    if other is None:
        return None
    if rule.basis == "report":
        return _within(other, rule, on)  # never later than the report, so safe (A10)
    return False if _within(other, rule, on) is False else None


def _within(at: Moment, rule: Proof, on: Moment) -> bool | None:
    if rule.unit == "day":
        return 0 <= on.day - at.day <= rule.n
    limit = rule.n * 60
    if on.last_minute - at.earliest <= limit:
        return True
    return False if on.earliest - at.last_minute > limit else None
