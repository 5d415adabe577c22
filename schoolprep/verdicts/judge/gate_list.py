"""Gate list: at the gate (or in a dormitory) what the principal's list says is the verdict, on its day and no other.

Nothing that verdicts rest on stands in such a file. On a day the list is not of, and of who is not on it, nothing is
known: they are asked about, never let in by silence.
"""

from __future__ import annotations

from schoolprep.facts.days import day_of
from schoolprep.facts.stored import MALFORMED
from schoolprep.rules.outcome import OUTCOMES
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding, Findings

GATE_LIST = "schoolprep/gate-list"
"""The rule of these findings."""
_PASS = "pass"
_UNKNOWN = "unknown"


def by_list(view: View) -> Findings:
    """What the list says of somebody; nothing where it says that they may come."""
    for said in reversed(view.file.other.get(_PASS, ())):
        answers = said.answers
        try:
            day = day_of(answers["on"])
            first = day_of(answers["may_return_on"]) if "may_return_on" in answers else None
        except MALFORMED:
            continue
        outcome = next((one for one in OUTCOMES if one == answers.get("verdict")), None)
        if day != view.on.day or outcome is None:
            continue
        if outcome == "ready":
            return ()
        return (Finding(GATE_LIST, outcome, None, first, outcome, {"day": day}, (said.record,)),)
    return (Finding(GATE_LIST, "verify", None, None, _UNKNOWN, {"day": view.on.day}),)
