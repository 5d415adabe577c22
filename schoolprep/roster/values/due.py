"""Values of the tests a person owes."""

from __future__ import annotations

from collections.abc import Iterable

from schoolprep.facts.days import iso
from schoolprep.loop.testing import DueDay, Owing
from schoolprep.roster.registry import RosterCell, RosterRow, date, numbered, of_item
from schoolprep.verdicts.verdict import Finding


@of_item("due.on", Owing)
def _due_on(owing: Owing, row: RosterRow) -> RosterCell:
    """The next day of testing; in words where it is not bound to one, or every day was missed."""
    ahead = [due.on for due in owing.days if due.state != "missed"]
    return (date(ahead[0]) if ahead else None) or row.view.word("at-once")


@of_item("due.missed", Owing)
def _due_missed(owing: Owing, row: RosterRow) -> RosterCell:
    """The days on which no sample was taken."""
    return row.view.join(iso(due.on)[5:] for due in owing.days if due.state == "missed" and due.on) or None


@of_item("due.state", Owing)
def _due_state(owing: Owing, row: RosterRow) -> RosterCell:
    return row.view.test_state(owing.state)


@of_item("due.why", Owing)
def _due_why(owing: Owing, row: RosterRow) -> RosterCell:
    """The measures that ask for the next test (or asked for those missed) with their day, or what is owed in words."""
    view = row.view
    ahead = [due for due in owing.days if due.state != "missed"] or owing.days[-1:]
    stages = [
        view.say("stage-day", measure=view.measure(kind), day=day)
        for due in ahead
        for kind, day in due.stages
    ]
    owed = [line for due in ahead if not due.stages for line in _owed_by(due, row)]
    return numbered([*stages, *owed])


def _owed_by(due: DueDay, row: RosterRow) -> Iterable[str]:
    """What is owed by a day, each thing once."""
    owes = (owed for finding in row.case.verdict.findings for owed in finding.owes)
    by = {owed.says: owed for owed in owes if owed.what == "test" and owed.by == due.on}
    return map(row.view.explain.owed, by.values())


@of_item("due.basis", Owing)
def _due_basis(owing: Owing, row: RosterRow) -> RosterCell:
    return numbered(
        row.view.explain.citing.clause(finding)
        for due in owing.days
        for finding in row.case.verdict.findings
        if _asks(finding, due)
    )


def _asks(finding: Finding, due: DueDay) -> bool:
    """Whether the test of a day is asked for by a finding."""
    ids = {measure.id for measure in due.measures}
    ordered = any(measure.id in ids for measure in finding.measures)
    return ordered or any(owed.what == "test" and owed.by == due.on for owed in finding.owes)
