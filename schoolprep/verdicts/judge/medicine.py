"""Medicine: somebody who took fever medicine today or yesterday, and of whom no fever is on record (DOMAIN §8 A15).

A normal temperature under such medicine proves nothing, whatever the rules in force say of it: it is asked, until a
clear day without it stands behind, unless an illness on record has the fever.
"""

from __future__ import annotations

from collections.abc import Callable

from schoolprep.facts.file import Health
from schoolprep.facts.problem import Fact
from schoolprep.verdicts.judge.course import Courses, with_illnesses
from schoolprep.verdicts.judge.signs import FEVER, is_clear, masked
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding, Findings, Owed

MEDICINE = "schoolprep/fever-medicine"
"""The rule of these findings."""
_HIDES = 1
"""Days after which nobody asks any more: a fever that came back shows."""


def compile_medicine(courses: Courses) -> Callable[[View], Findings]:
    """The question that stands beside rules that look for a fever; `courses`: what they say of illnesses."""

    def hidden(row: Health, view: View) -> bool:
        """Whether a day may hide a fever; one that shows it has its own rule."""
        if not row.antipyretic or row.day is None or not view.on.day - _HIDES <= row.day <= view.on.day:
            return False
        return not row.reached(courses.fever) and FEVER not in (row.symptoms or ())

    def check(view: View) -> Findings:
        rows = [row for row in view.file.health if row.antipyretic and hidden(row, view)]
        if not rows:
            return ()
        last = max(rows, key=lambda row: (row.day or 0, row.record))
        day = last.day or 0
        later = [row for row in view.file.health if day < (row.day or 0) <= view.on.day]
        known = courses.begun(view)
        if any(is_clear(row, courses.fever, ()) for row in later) or all(
            any(one.explains(sign) for one in known) for sign in masked(last)
        ):
            return ()
        facts: dict[str, Fact] = {"day": day}
        evidence = with_illnesses((last.record,), masked(last), known)
        owed = Owed("answer:health", view.on.day, "owed.sober", facts)
        return (Finding(MEDICINE, "verify", None, view.on.day, "", facts, evidence, owes=(owed,)),)

    return check
