"""Testing: people of a post are tested k times in every n days, rolling (一天一检 … 十四天一检; DOMAIN §1.6)."""

from __future__ import annotations

from collections.abc import Callable

from schoolprep.facts.days import Day
from schoolprep.facts.file import Person, Test
from schoolprep.facts.problem import Fact
from schoolprep.loop.measure import DueTest, Measure
from schoolprep.rules.pack import Testing
from schoolprep.verdicts.judge.person import works_as
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding, Findings, Owed, Step

HIGH_RISK_POST = frozenset({"high_risk_post"})


def compile_testing(rule: Testing, key: str) -> Callable[[View], Findings]:
    """The check of one test frequency."""

    def check(view: View) -> Findings:
        person = view.file.person
        asked = _asked(rule, view)
        if asked is False:
            return ()
        done = _by_day(view.tests)
        if asked is None:
            facts: dict[str, Fact] = {"n": rule.tests, "days": rule.days}
            owed = Owed("answer:post", view.on.day, "owed.post", facts)
            return (
                Finding(key, "verify", None, view.on.day, "unknown", facts, (person.record,), owes=(owed,)),
            )
        return (_judged(rule, key, person, done, view.on.day),)

    return check


def _asked(rule: Testing, view: View) -> bool | None:
    """Whether the rule is for this person; None: staff whose post nobody named."""
    person = view.file.person
    if person.counts_as in rule.categories or (rule.high_risk and person.high_risk_post and not _left(view)):
        return True
    if not rule.posts:
        return False
    if works_as(person, rule.posts):
        return True
    unnamed = person.category == "support" and not person.post and not person.department
    return None if unnamed else False


def _left(view: View) -> bool:
    """Whether the day of leaving a high-risk post has been filed."""
    return any(one.last_on is not None for one in view.contacts(HIGH_RISK_POST))


def _by_day(tests: list[Test]) -> dict[Day, Test]:
    """The tests by the day of their sample (or report), one a day, a positive left to its own rule."""
    found: dict[Day, Test] = {}
    for test in tests:
        at = test.sampled or test.reported
        if at is not None and test.result != "positive":
            found.setdefault(at.day, test)
    return found


def next_due(done: list[Day], tests: int, days: int, today: Day) -> Day:
    """The day on which the next test falls due: the first window of `days` days that would else hold too few.

    With fewer tests than asked at all, one is due today.
    """
    return done[-tests] + days if len(done) >= tests else today


def _judged(rule: Testing, key: str, person: Person, done: dict[Day, Test], today: Day) -> Finding:
    days = sorted(done)
    first = today - rule.days + 1
    counted = [day for day in days if day >= first]
    fell_due = next_due(days, rule.tests, rule.days, today)
    due = max(fell_due, today)
    facts: dict[str, Fact] = {
        "post": person.post or person.department or "", "n": rule.tests, "days": rule.days,
        "done": len(counted), "due_day": due,
    }  # fmt: skip
    marks = tuple(_marks([DueTest(day, "done", done[day].record) for day in counted], fell_due, today))
    measure = Measure(key, person.record, "test_screening", first, first, due, marks, rolling=True)
    evidence = (person.record, *dict.fromkeys(done[day].record for day in (*days[-rule.tests :], *counted)))
    step = Step("steps.frequency", {"days": rule.days, "n": rule.tests, "done": len(counted), "due_day": due})
    if due > today or today in done:
        return Finding(key, "ready", None, today, "tested", facts, evidence, (measure,), arithmetic=(step,))
    says = "missed" if fell_due < today else "due"
    owed = Owed("test", today, "owed.frequency", facts)
    return Finding(key, rule.outcome, None, today, says, facts, evidence, (measure,), (owed,), (step,))


def _marks(done: list[DueTest], fell_due: Day, today: Day) -> list[DueTest]:
    """What was done, missed and is due, by day; with a sample of today what else is due falls on the next."""
    marks = [*done, *_due_marks(fell_due, today)]
    if any(mark.on == today for mark in done):
        marks = [mark for mark in marks if mark.on != today or mark.state == "done"]
    return sorted(marks, key=lambda mark: mark.on)


def _due_marks(fell_due: Day, today: Day) -> list[DueTest]:
    if fell_due < today:
        return [DueTest(fell_due, "missed"), DueTest(today, "due")]
    return [DueTest(fell_due, "due" if fell_due == today else "planned")]
