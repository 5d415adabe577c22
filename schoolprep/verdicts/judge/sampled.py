"""Sampled: what several rules ask of a person's tests, and what is asked back where one of them lacks an answer."""

from __future__ import annotations

from schoolprep.facts.days import Day
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


def asked(test: Test, view: View) -> Owed:
    """The answer a test lacks."""
    at = test.sampled or test.reported
    if at is None:
        return Owed("answer:undated", view.on.day, "owed.undated", {})
    what = "unknown-result" if test.result is None else "unknown-time"
    return Owed(f"answer:{what}", view.on.day, f"owed.{what}", {"sample_day": at.day})
