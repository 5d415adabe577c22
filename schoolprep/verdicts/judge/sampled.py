"""Sampled: what several rules ask of a person's tests, and what is asked back where one of them lacks an answer."""

from __future__ import annotations

from schoolprep.facts.days import Day, Moment
from schoolprep.facts.file import Test
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Owed


def sampled_on(view: View, day: Day) -> Test | None:
    """The test sampled on a day; a positive one was taken as well, and what follows from it is its own rule's."""
    for test in view.tests:
        at = test.sampled or test.reported
        if at is not None and at.day == day:
            return test
    return None


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


def unsettled(view: View) -> Test | None:
    """A test of which nobody knows the result and which may be later than the last negative (A15).

    What is only not reported yet leaves that negative standing.
    """
    if not [test for test in view.file.tests if test.result is None]:
        return None  # of nearly everybody
    negatives = [at.earliest for test in view.tests if test.result == "negative" and (at := _at(test))]
    last = max(negatives, default=0)
    unknown = [
        test for test in view.tests if test.result is None and (at := _at(test)) and at.last_minute > last
    ]
    return next(reversed(unknown), next((test for test in view.undated if test.result is None), None))


def _at(test: Test) -> Moment | None:
    return test.sampled or test.reported


def lacking_since(view: View, day: Day) -> tuple[bool, Test | None]:
    """Whether a negative test on or after `day` is still lacking, and the test that may be one."""
    if tested_since(view, day) is None:
        return True, perhaps_since(view, day)
    later = unsettled(view)
    return later is not None, later


def asked(test: Test, view: View) -> Owed:
    """The answer a test lacks."""
    at = test.sampled or test.reported
    if at is None:
        return Owed("answer:undated", view.on.day, "owed.undated", {})
    what = "unknown-result" if test.result is None else "unknown-time"
    return Owed(f"answer:{what}", view.on.day, f"owed.{what}", {"sample_day": at.day})
