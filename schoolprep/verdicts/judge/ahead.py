"""Ahead: what is on file of a day that has not come: a slip of the pen, or a case nobody counts yet; never "well".

An illness, a contact, a positive test, a red or yellow code or a day unwell that is dated behind the moment judged for
speaks through no rule. Whoever has one is asked for its day, until that day has come and its own rule speaks. Where a
past day is looked at, what happened between it and today simply had not happened yet and is not asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from schoolprep.facts.days import Day, Moment
from schoolprep.facts.file import Code, File, Health, Illness, Test
from schoolprep.facts.problem import Fact
from schoolprep.rules.pack import AnyRule, Symptoms, Unwell
from schoolprep.verdicts.judge.course import Courses, begun
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding, Findings, Owed

STILL_TO_COME = "schoolprep/ahead"
"""The rule of these findings; the branch is the blank the day stands on."""
_HARMLESS = frozenset({"discharged", "none"})
"""The categories of a notice that hold nobody by themselves."""


_COLOURED = frozenset({"yellow", "red"})
"""The colours of a code that hold somebody."""


class _Early(NamedTuple):
    """A statement about a day to come."""

    day: Day
    blank: str
    record: str
    facts: dict[str, Fact]


def compile_ahead(rules: Iterable[AnyRule], courses: Courses, known: Day) -> Callable[[View], Findings]:
    """The question that stands beside the rules in force; `courses`: what they say of illnesses.

    `known`: the day on which it is asked, 0 where that is the day judged for.
    """
    looking = (rule for rule in rules if isinstance(rule, Symptoms | Unwell))
    mild = frozenset(name for rule in looking for name in rule.mild)

    def unwell(row: Health) -> bool:
        return row.reached(courses.fever) or bool(row.symptoms and not mild.issuperset(row.symptoms))

    def check(view: View) -> Findings:
        file, today = view.file, max(view.on.day, known)
        late = [row for row in file.health if row.day and row.day > today]  # asked of every day of everybody
        if not (late or file.illnesses or file.contacts or _positives(file) or _coloured(file)):
            return ()
        found = [_Early(row.day or today, "health", row.record, {}) for row in late if unwell(row)]
        found += _others(file, view, today)
        first: dict[str, _Early] = {}
        for one in sorted(found, key=lambda one: (one.day, one.record)):
            first.setdefault(one.blank, one)
        return tuple(_asked(one, view) for one in first.values())

    return check


def _others(file: File, view: View, today: Day) -> Iterator[_Early]:
    early = (_of_illness(ill) for ill in file.illnesses if not begun(ill, view))
    yield from (one for one in early if one.day > today or today == view.on.day)
    for blank, record, at, facts in (*_notices(file), *_tests(file), *_codes(file)):
        if at is not None and at.day > today:
            yield _Early(at.day, blank, record, facts)


def _of_illness(ill: Illness) -> _Early:
    dates = (ill.onset, ill.rash, ill.positive, ill.seen, ill.treated)
    day = min(at.day for at in dates if at is not None)
    return _Early(day, "illness", ill.record, {"disease": ill.disease or "other"})


_Dated = tuple[str, str, Moment | None, dict[str, Fact]]
"""A statement that holds somebody: its blank and record, its moment, and what is said of it."""


def _notices(file: File) -> Iterator[_Dated]:
    for one in file.contacts:
        if one.category not in _HARMLESS:
            yield "contact", one.record, one.last_on, {}


def _positives(file: File) -> list[Test]:
    return [one for one in file.tests if one.result == "positive"]


def _coloured(file: File) -> list[Code]:
    return [one for one in file.codes if one.colour in _COLOURED]


def _tests(file: File) -> Iterator[_Dated]:
    for one in _positives(file):
        yield "test", one.record, one.sampled or one.reported, {}


def _codes(file: File) -> Iterator[_Dated]:
    for one in _coloured(file):
        yield "code", one.record, one.checked, {"colour": one.colour or ""}


def _asked(one: _Early, view: View) -> Finding:
    facts: dict[str, Fact] = {"day": one.day} | one.facts
    owed = Owed("answer:day", view.on.day, "owed.ahead", facts)
    return Finding(STILL_TO_COME, "verify", None, view.on.day, one.blank, facts, (one.record,), owes=(owed,))
