"""Proof: a negative test not older than so many hours or days (DOMAIN §8 A10, A11).

A bare date never proves hours: each moment is an interval, and only what holds for the whole interval is certain.
"""

from __future__ import annotations

from collections.abc import Callable

from schoolprep.days import MINUTES_A_DAY, Moment
from schoolprep.file import Test
from schoolprep.judge.view import View
from schoolprep.pack import Proof
from schoolprep.problem import Fact
from schoolprep.verdict import Finding, Owed

_LAST_MINUTE = MINUTES_A_DAY - 1


def compile_rule(rule: Proof, key: str) -> Callable[[View], tuple[Finding, ...]]:
    """The check of one proof rule."""
    applies = _applies(rule)
    facts: dict[str, Fact] = {"n": rule.n, "unit": rule.unit, "basis": rule.basis}
    owed = Owed("test", None, "owed.proof", facts)

    def check(view: View) -> tuple[Finding, ...]:
        grounds = applies(view)
        if grounds is None:
            return ()
        negatives = [test for test in view.tests if test.result == "negative"]
        truths = [(fresh(test, rule, view.on), test) for test in negatives]
        if any(truth for truth, _ in truths):
            return ()
        unsure = [test for truth, test in truths if truth is None]
        unread = [
            test for test in view.tests if test.result is None and fresh(test, rule, view.on) is not False
        ]
        if unsure or unread:
            test = (unsure or unread)[-1]
            says = (
                "unknown-result"
                if not unsure
                else "unknown-gate"
                if _only_gate(test, rule, view.on)
                else "unknown-time"
            )
            missing = Owed(f"answer:{says}", view.on.day, f"owed.{says}", facts | _dates(test))
            return (
                Finding(
                    key,
                    "verify",
                    None,
                    view.on.day,
                    says,
                    facts | _dates(test),
                    (*grounds, test.record),
                    owes=(missing,),
                ),
            )
        undated = [test for test in view.file.tests if not test.sampled and not test.reported]
        if any(test.result != "positive" for test in undated):
            dating = Owed("answer:undated", view.on.day, "owed.undated", facts)
            evidence = (*grounds, *(test.record for test in undated))
            return (Finding(key, "verify", None, view.on.day, "undated", facts, evidence, owes=(dating,)),)
        pending = [
            test
            for test in view.tests
            if test.result == "pending" and fresh(test, rule, view.on) is not False
        ]
        if pending:
            test = pending[-1]
            report = Owed("report", view.on.day, "owed.report", facts | _dates(test))
            return (
                Finding(
                    key,
                    "incomplete",
                    None,
                    view.on.day,
                    "pending",
                    facts | _dates(test),
                    (*grounds, test.record),
                    owes=(report,),
                ),
            )
        if negatives:
            test = negatives[-1]
            return (
                Finding(
                    key,
                    "incomplete",
                    None,
                    view.on.day,
                    "expired",
                    facts | _dates(test),
                    (*grounds, test.record),
                    owes=(owed,),
                ),
            )
        return (Finding(key, "incomplete", None, view.on.day, "missing", facts, grounds, owes=(owed,)),)

    return check


def _only_gate(test: Test, rule: Proof, on: Moment) -> bool:
    """Whether the test's hour is known and only the hour at the gate is not."""
    at = (test.reported or test.sampled) if rule.basis == "report" else test.sampled
    return rule.unit == "hour" and on.minute is None and at is not None and at.minute is not None


def _dates(test: Test) -> dict[str, Fact]:
    at = test.sampled or test.reported
    return {"sample_day": at.day} if at else {}


def _applies(rule: Proof) -> Callable[[View], tuple[str, ...] | None]:
    """Why the proof is asked for: the records that call for it (none where it is asked of everybody), or None."""
    levels, categories = frozenset(rule.levels), frozenset(rule.categories)
    if not levels and not categories:
        return lambda view: ()

    def applies(view: View) -> tuple[str, ...] | None:
        stays = view.exposures(levels, rule.days, rule.before_designation) if levels else []
        if certain := next((one for one in stays if one.certain), None):
            return certain.grounds
        for one in view.contacts(categories):
            if one.last_on is not None and view.on.day - one.last_on.day <= rule.days:
                return (one.record,)
        return None

    return applies


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
    oldest = on.day * MINUTES_A_DAY + (_LAST_MINUTE if on.minute is None else on.minute) - at.earliest
    at_latest = at.day * MINUTES_A_DAY + (_LAST_MINUTE if at.minute is None else at.minute)
    youngest = on.earliest - at_latest
    if oldest <= limit:
        return True
    return False if youngest > limit else None
