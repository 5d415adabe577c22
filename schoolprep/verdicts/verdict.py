"""Verdict: what the rules say about one person on one day, with every reason.

Plain data: findings carry facts and record ids, never sentences; `explain` composes the words in the
reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from schoolprep.facts.days import Day, Moment
from schoolprep.facts.file import File
from schoolprep.facts.problem import Fact
from schoolprep.facts.schooldays import CalendarDoubt
from schoolprep.loop.measure import Measure
from schoolprep.rules.outcome import Outcome


class Owed(NamedTuple):
    """Something still to be done or handed in: a sentence code with facts, and the day by which."""

    what: str
    """Stable word for scripts: `test`, `answer:travel`, `document:commitment`, …"""
    by: Day | None
    says: str
    """Key of the catalogue (`owed.…`)."""
    facts: Mapping[str, Fact] = {}
    about: str = ""
    """The record it is about, where each of several has to be dealt with by itself."""


class Step(NamedTuple):
    """One line of a date's arithmetic: a sentence code with facts (起算, 第几天, 止, 返校)."""

    says: str
    facts: Mapping[str, Fact] = {}


class Finding(NamedTuple):
    """One rule's answer about one file (判定依据)."""

    rule: str
    """`pack/rule`."""
    outcome: Outcome
    until: Day | None = None
    """Last day on which the finding holds the person back; None where it has no end of its own."""
    earliest: Day | None = None
    """First day on which this finding lets the person in, if what is owed turns out well; None: cannot be given."""
    says: str = ""
    """Which of the rule's sentences (`says`, or a named branch) fits."""
    facts: Mapping[str, Fact] = {}
    evidence: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    owes: tuple[Owed, ...] = ()
    arithmetic: tuple[Step, ...] = ()
    follows: bool = False
    """Ends with the measure behind it (a red code): it gives no day, and delays no day another finding gives."""
    doubt: CalendarDoubt = ""
    """What is not known of the calendar that `earliest` rests on: it is not before that day, and no promise."""


Findings = tuple[Finding, ...]
"""What a rule answers: nothing for most people."""


class Verdict(NamedTuple):
    """All findings of one person on one day."""

    subject: str
    on: Moment
    outcome: Outcome
    may_return_on: Day | None
    findings: tuple[Finding, ...]
    """Worst first."""

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every stage of every chain that holds, in the order of the findings."""
        return tuple(measure for finding in self.findings for measure in finding.measures)

    @property
    def owes(self) -> tuple[Owed, ...]:
        """What is still owed, each thing once."""
        owed = (owed for finding in self.findings for owed in finding.owes)
        return tuple({(one.what, one.by, one.about): one for one in owed}.values())

    @property
    def doubt(self) -> CalendarDoubt:
        """What is not known of the calendar that the first possible day rests on; a day to come, not before it."""
        day = self.may_return_on
        if day is None or day <= self.on.day:
            return ""
        return next((one.doubt for one in self.findings if one.doubt and one.earliest == day), "")

    @property
    def asked_about(self) -> frozenset[str]:
        """The records about which something is still owed."""
        return frozenset(record for one in self.findings if one.owes for record in one.evidence)

    @property
    def tests_owed(self) -> tuple[Day | None, ...]:
        """The days by which a test is owed whatever was ordered; None: as soon as may be."""
        return tuple(owed.by for owed in self.owes if owed.what == "test")


class Case(NamedTuple):
    """One person: what the school holds about them and what the rules say of it."""

    file: File
    verdict: Verdict


def merged(*evidence: Iterable[str]) -> tuple[str, ...]:
    """Record ids, each once, in the order they are named; what has no record is left out."""
    return tuple(dict.fromkeys(record for part in evidence for record in part if record))
