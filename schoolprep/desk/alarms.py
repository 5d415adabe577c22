"""Alarms: what cannot wait and is no cluster: a positive case, a person between two hands whom nobody took over.

Pure functions of files, verdicts and the rules in force; the window shows them with the signals of the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from schoolprep.facts.days import Moment
from schoolprep.facts.file import File
from schoolprep.facts.subject import Subjects
from schoolprep.loop.chain import CustodyChain, begins
from schoolprep.loop.steps import step_of
from schoolprep.rules.pack import Exposure, InForce
from schoolprep.verdicts.verdict import Verdict

AlarmKind = Literal["positive", "no_receiver"]


class Alarm(NamedTuple):
    """People of whom the same is to be done at once."""

    kind: AlarmKind
    people: Subjects


def alarms(cases: Iterable[tuple[File, Verdict]], rules: InForce, on: Moment) -> tuple[Alarm, ...]:
    """The alarms of a moment; only those that are about somebody."""
    found: dict[AlarmKind, list[str]] = {"positive": [], "no_receiver": []}
    positive = _rules_of_positives(rules)
    for file, verdict in cases:
        if any(one.outcome == "deferred" and one.rule in positive for one in verdict.findings):
            found["positive"].append(file.subject)
        if _waits_for_a_receiver(file, on):
            found["no_receiver"].append(file.subject)
    return tuple(Alarm(kind, tuple(people)) for kind, people in found.items() if people)


def _rules_of_positives(rules: InForce) -> frozenset[str]:
    """The rules by which a positive test holds somebody back, until they are discharged."""
    known = [(f"{pack.id}/{rule.id}", rule) for pack, rule in rules.rules]
    known += [(one.key, one.rule) for one in rules.carried]
    return frozenset(key for key, rule in known if isinstance(rule, Exposure) and rule.of == "test")


def _waits_for_a_receiver(file: File, on: Moment) -> bool:
    """Whether the last link that has begun still runs, has to be taken over, and nobody is named who does."""
    begun = [
        link for link in CustodyChain(file.links).links if link.starts and link.starts.earliest <= on.latest
    ]
    if not begun:
        return False
    last = max(begun, key=begins)
    runs = last.ends is None or last.ends.latest >= on.earliest
    return runs and step_of(last.step).handed and not last.receiver
