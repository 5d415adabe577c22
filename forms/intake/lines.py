"""Lines of an intake: one for everything that would be done, or was, and a person may want to see; made on any thread.

A line holds what it is about and becomes words only when it is painted: an intake of 5,000 people has 75,000 lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from schoolprep.desk import Desk
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.record import Answers
from schoolprep.intake import Plan, Receipt
from schoolprep.intake.columns import IntakeNotice
from schoolprep.intake.rows import CellChange

STATES = ("refused", "doubtful", "repaired", "changed", "added", "noted", "left-out")


class FiledStatement(NamedTuple):
    """A statement that is filed: what it says of whom, and what it said before (None: it is new)."""

    blank: str
    subject: str
    answers: Answers
    before: Answers | None

    def differing(self) -> list[str]:
        """The fields that say something else now."""
        before = self.before or {}
        return [name for name, value in self.answers.items() if before.get(name) != value]


class PlanLine(NamedTuple):
    """One line of the table."""

    key: str
    state: str
    of: IntakeNotice | CellChange | FiledStatement
    at: int = -1
    """For something doubtful that can be ticked: its place in `Plan.doubtful`."""
    accepted: bool = False


class Prepared(NamedTuple):
    """Made ready to be shown: the people an intake brings, whom each row is about, its lines in order."""

    names: Mapping[str, str] = {}
    rows: Mapping[tuple[str, str, str], str] = {}
    lines: Sequence[PlanLine] = ()


def prepared(plan: Plan, divisions: Divisions) -> Prepared:
    """What a plan is shown as; of 100,000 rows that takes a second."""
    receipt, steps = plan.receipt(), filings_of(plan)
    lines = [*_told(receipt), *_changed(receipt, ticking=True), *_filed(steps)]
    return Prepared(_names(steps), dict(_about(plan, divisions)), sorted(lines, key=order))


def prepared_receipt(receipt: Receipt, filed: Sequence[FiledStatement], before: Prepared) -> Prepared:
    """What was done; `filed` as it stands on file now. Whose the cells were is known from the plan's lines."""
    lines = [*_told(receipt), *_changed(receipt, ticking=False), *_filed(filed)]
    return Prepared({**before.names, **_names(filed)}, before.rows, sorted(lines, key=order))


def order(line: PlanLine) -> int:
    """What waits for a person stands first."""
    return STATES.index(line.state)


def place_of(answers: Answers, divisions: Divisions) -> str:
    """The place a statement is about, in short; empty where it is about none."""
    code = answers.get("place")
    return divisions.short_name(code) if isinstance(code, str) and code[:1].isdigit() else ""


def filings_of(plan: Plan) -> list[FiledStatement]:
    """What a plan files if nothing doubtful is accepted."""
    return [
        FiledStatement(
            step.entry.blank,
            step.entry.subject,
            step.entry.answers or {},
            (step.before.answers or {}) if step.before else None,
        )
        for step in plan.steps
    ]


def filings_now(plan: Plan, act: str, desk: Desk) -> list[FiledStatement]:
    """What stands on file now, with what each record replaced: the plan was changed by ticks, or is old."""
    known = {step.before.id: step.before.answers or {} for step in plan.steps if step.before}

    def before(replaced: Sequence[str]) -> Answers | None:
        if not replaced:
            return None
        first = replaced[0]
        return known[first] if first in known else desk.filing.record(first).answers or {}

    return [
        FiledStatement(record.blank, record.subject, record.answers or {}, before(record.replaces))
        for record in desk.filing.of_act(act)
        if record.blank in desk.data.blanks  # and not what nobody could read: that is told at its cell
    ]


def _about(plan: Plan, divisions: Divisions) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Whom or which place each row of each sheet is about, as it says."""
    for row in plan.rows:
        sheet = plan.sheets[row.sheet]
        about_people = sheet.blank.about == "person"
        name = (row.who.name or row.answers.get("name")) if about_people else place_of(row.answers, divisions)
        if name:
            yield (sheet.table.file, sheet.table.sheet, str(row.number)), str(name)


def _told(receipt: Receipt) -> Iterator[PlanLine]:
    states = {"refused": receipt.refused, "noted": receipt.notes, "left-out": receipt.left_out}
    for state, notices in states.items():
        for at, notice in enumerate(notices):
            yield PlanLine(f"{state}{at}", state, notice)


def _changed(receipt: Receipt, *, ticking: bool) -> Iterator[PlanLine]:
    for at, change in enumerate(receipt.repaired):
        yield PlanLine(f"repaired{at}", "repaired", change)
    for at, change in enumerate(receipt.doubtful):
        yield PlanLine(f"doubtful{at}", "doubtful", change, at if ticking else -1)


def _filed(filings: Iterable[FiledStatement]) -> Iterator[PlanLine]:
    for at, filing in enumerate(filings):
        yield PlanLine(f"filed{at}", "added" if filing.before is None else "changed", filing)


def _names(filings: Iterable[FiledStatement]) -> dict[str, str]:
    """The people an intake brings, who are on file only afterwards."""
    people = (filing for filing in filings if filing.blank == "person")
    return {filing.subject: str(filing.answers.get("name", "")) for filing in people}
