"""Unlisted: symptoms of which no rule in force says whether one may come with them: they are asked, never passed over.

A rule names the symptoms that keep out and, as `mild`, those with which one may come. Any other on the last day whose
symptoms are known is a question to a doctor, unless an illness on record explains it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from schoolprep.facts.days import Day
from schoolprep.facts.file import Health
from schoolprep.facts.problem import Fact, codes_as_fact
from schoolprep.rules.pack import AnyRule, Symptoms, Unwell
from schoolprep.verdicts.judge.course import Courses, with_illnesses
from schoolprep.verdicts.judge.signs import NO_FEVER, signs
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding, Findings, Owed, merged

UNLISTED = "schoolprep/unlisted-symptom"
"""The rule of these findings."""
_LOOK_BACK: Day = 14
"""Days, where no rule in force looks at symptoms."""


def compile_unlisted(rules: Iterable[AnyRule], courses: Courses) -> Callable[[View], Findings]:
    """The question that stands beside the rules in force; `courses`: what they say of illnesses."""
    looking = [rule for rule in rules if isinstance(rule, Symptoms | Unwell)]
    named = frozenset(name for rule in looking for name in (*rule.symptoms, *rule.mild))
    look_back = max((rule.look_back for rule in looking), default=_LOOK_BACK)

    def strange(row: Health) -> bool:  # asked of every day of everybody
        return bool(row.symptoms) and not named.issuperset(row.symptoms or ())

    def check(view: View) -> Findings:
        if not any(map(strange, view.file.health)):
            return ()
        rows = _last_told(view, view.on.day - look_back)
        shown = [sign for row in rows for sign in signs(row, NO_FEVER) if sign.name not in named]
        known = courses.begun(view)
        left = [sign for sign in shown if not any(one.explains(sign) for one in known)]
        if not left:
            return ()
        names = dict.fromkeys(sign.name for sign in left)
        facts: dict[str, Fact] = {"day": left[0].day, "symptoms": codes_as_fact(names)}
        evidence = with_illnesses(merged(row.record for row in rows), shown, known)
        owed = Owed("answer:symptoms", view.on.day, "owed.unlisted", facts)
        return (Finding(UNLISTED, "verify", None, view.on.day, "", facts, evidence, owes=(owed,)),)

    return check


def _last_told(view: View, first: Day) -> list[Health]:
    """What was filed of the last day, from `first` to the day judged for, of which the symptoms are known."""
    told = {row.day for row in view.file.health if row.day is not None and row.symptoms is not None}
    last = max((day for day in told if first <= day <= view.on.day), default=None)
    return (
        []
        if last is None
        else [row for row in view.file.health if row.day == last and row.symptoms is not None]
    )
