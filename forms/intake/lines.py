"""Lines of an intake: one for everything that would be done, or was, and a person may want to see; made on any thread.

A line holds what it is about and becomes words only when it is painted: an intake of 5,000 people has 75,000 lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from schoolprep.desk import Desk
from schoolprep.facts.blank import Blank
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.record import Answers
from schoolprep.intake import Plan, Receipt
from schoolprep.intake.columns import IntakeNotice
from schoolprep.intake.questions import SheetQuestion
from schoolprep.intake.rows import CellChange
from schoolprep.intake.shared_changes import SharedChange, together

STATES = ("added", "changed", "asked", "doubtful", "refused", "repaired", "noted", "left-out")
"""What comes in, then what waits for a word, then what was not taken, and what was only seen."""


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


class RowAbout(NamedTuple):
    """Whom or what a row is about, as it says."""

    name: str = ""
    class_name: str = ""
    day: str = ""


class PlanLine(NamedTuple):
    """One line of the table."""

    key: str
    state: str
    of: IntakeNotice | CellChange | FiledStatement | SharedChange | SheetQuestion
    ticks: bool = False
    """Whether it can be ticked: something doubtful in a plan."""
    accepted: bool = False
    """Whether it is."""
    whole: str = ""
    """For a cell of a change that many share: the key of the line of all of them."""

    @property
    def things(self) -> int:
        """How many things it stands for."""
        return len(self.of.changes) if isinstance(self.of, SharedChange) else 1


class Prepared(NamedTuple):
    """Made ready to be shown: the people an intake brings, whom each row is about, its lines in order."""

    names: Mapping[str, str] = {}
    classes: Mapping[str, str] = {}
    rows: Mapping[tuple[str, str, str], RowAbout] = {}
    lines: Sequence[PlanLine] = ()
    among: bool = False
    """Whether it is several files, so that a sheet's name alone does not say which it is."""


_NONE = Prepared()


def prepared(plan: Plan, divisions: Divisions, before: Prepared = _NONE) -> Prepared:
    """What a plan is shown as; of 100,000 rows that takes a second. What is doubtful stands where it did `before`."""
    receipt, steps = plan.receipt(), filings_of(plan)
    repaired = [one for one in receipt.repaired if one not in plan.ticked]
    lines = [*_told(receipt), *_repaired(repaired), *_doubtful(plan, before), *_filed(steps)]
    return Prepared(
        _said(steps, "name"),
        _said(steps, "class_name"),
        dict(_about(plan, divisions)),
        sorted(lines, key=order),
        len(plan.files) > 1,
    )


def prepared_receipt(receipt: Receipt, filed: Sequence[FiledStatement], before: Prepared) -> Prepared:
    """What was done; `filed` as it stands on file now. Whose the cells were is known from the plan's lines."""
    doubtful = (PlanLine(f"doubtful{at}", "doubtful", one) for at, one in enumerate(receipt.doubtful))
    lines = [*_told(receipt), *_repaired(receipt.repaired), *doubtful, *_filed(filed)]
    return Prepared(
        {**before.names, **_said(filed, "name")},
        {**before.classes, **_said(filed, "class_name")},
        before.rows,
        sorted(lines, key=order),
        before.among,
    )


def order(line: PlanLine) -> int:
    """What comes in stands first."""
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


def _about(plan: Plan, divisions: Divisions) -> Iterator[tuple[tuple[str, str, str], RowAbout]]:
    """Whom or which place each row of each sheet is about, of what class and what day, as it says."""
    for row in plan.rows:
        sheet = plan.sheets[row.sheet]
        place = (sheet.table.file, sheet.table.sheet, str(row.number))
        day = day_of(sheet.blank, row.answers)
        if sheet.blank.about != "person":
            yield place, RowAbout(place_of(row.answers, divisions), "", day)
            continue
        own = row.answers if sheet.blank.id == "person" else {}
        name, unit = row.who.name or own.get("name"), row.who.class_name or own.get("class_name")
        if name:
            yield place, RowAbout(str(name), str(unit or "") or _class_on_file(plan, row.who.document), day)


def _class_on_file(plan: Plan, document: str) -> str:
    """The class of whoever has a document on file."""
    people = plan.known.people
    subject = people.with_document(document) if document else None
    return str(people.about[subject].get("class_name", "")) if subject is not None else ""


def day_of(blank: Blank, answers: Answers) -> str:
    """The day that a statement is about, as it is stored; empty where it is about none."""
    field = _day_field(blank, answers)
    return str(answers[field]) if field else ""


def shown_apart(blank: Blank, answers: Answers) -> frozenset[str]:
    """The fields of a statement that a list shows in columns of their own: whose it is, their class, the day."""
    whose = ("name", "class_name") if blank.id == "person" else ()
    day = _day_field(blank, answers)
    return frozenset((*whose, day) if day and blank[day].kind == "date" else whose)


def _day_field(blank: Blank, answers: Answers) -> str:
    days = (name for name in blank.key if blank[name].kind in ("date", "moment"))
    return next((name for name in days if name in answers), "")


def _told(receipt: Receipt) -> Iterator[PlanLine]:
    for at, question in enumerate(receipt.questions):
        yield PlanLine(f"asked{at}", "asked", question)
    states = {"refused": receipt.refused, "noted": receipt.notes, "left-out": receipt.left_out}
    for state, notices in states.items():
        for at, notice in enumerate(notices):
            yield PlanLine(f"{state}{at}", state, notice)


def _repaired(changes: Sequence[CellChange]) -> Iterator[PlanLine]:
    for at, told in enumerate(together(changes)):
        yield PlanLine(f"repaired{at}", "repaired", told)


def _doubtful(plan: Plan, before: Prepared) -> Iterator[PlanLine]:
    """What a person accepts or not; what was ticked is still among it."""
    seen = {line.of: at for at, line in enumerate(before.lines) if line.ticks}
    accepted = [change for change in plan.settled.accepted if change in plan.ticked]
    every = sorted([*accepted, *plan.doubtful], key=lambda change: seen.get(change, len(before.lines)))
    for at, change in enumerate(every):
        yield PlanLine(f"doubtful{at}", "doubtful", change, ticks=True, accepted=change in plan.ticked)


def each_of(line: PlanLine) -> list[PlanLine]:
    """A line, and behind it one for each cell where it stands for many."""
    if not isinstance(line.of, SharedChange):
        return [line]
    cells = (
        PlanLine(f"{line.key}.{number}", line.state, change, whole=line.key)
        for number, change in enumerate(line.of.changes)
    )
    return [line, *cells]


def _filed(filings: Iterable[FiledStatement]) -> Iterator[PlanLine]:
    for at, filing in enumerate(filings):
        yield PlanLine(f"filed{at}", "added" if filing.before is None else "changed", filing)


def _said(filings: Iterable[FiledStatement], field: str) -> dict[str, str]:
    """What the statements say of the people an intake brings, who are on file only afterwards."""
    people = (filing for filing in filings if filing.blank == "person")
    return {filing.subject: str(filing.answers.get(field, "")) for filing in people}
