"""Corrections: the answers on file that an intake changes, one by one: whose, which, what it was and will be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schoolprep.facts.blank import Field
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds import AnswerText
from schoolprep.facts.text import Text
from schoolprep.intake.columns import Matched
from schoolprep.intake.on_file import Known
from schoolprep.intake.people import text
from schoolprep.intake.settle import PlanStep


class Correction(NamedTuple):
    """One answer, and the row that changes it."""

    file: str
    sheet: str
    cell: str
    name: str
    class_name: str
    """Whose it is; empty where it is nobody's (an entry of a list)."""
    target: str
    """The field, as `blank.field`."""
    label: Text
    was: Text
    now: Text
    """As a person reads them; nothing where it was not answered, or is taken back."""


def corrections(
    steps: Sequence[PlanStep], sheets: Sequence[Matched], known: Known, divisions: Divisions
) -> Iterator[Correction]:
    """What the steps change of what is on file; new statements change nothing."""
    for step in steps:
        if step.before is None:
            continue
        was, now = step.before.answers or {}, step.entry.answers or {}
        sheet = sheets[step.sheet]
        person = now if step.entry.blank == "person" else known.people.about.get(step.entry.subject, {})
        blank = known.blanks[step.entry.blank]
        for field in blank.field:
            before, after = was.get(field.name), now.get(field.name)
            if before != after:
                yield Correction(
                    sheet.table.file,
                    sheet.table.sheet,
                    _cell(sheet, field, step.row),
                    text(person, "name"),
                    text(person, "class_name"),
                    f"{blank.id}.{field.name}",
                    field.label,
                    AnswerText(field, before, divisions),
                    AnswerText(field, after, divisions),
                )


def _cell(sheet: Matched, field: Field, row: int) -> str:
    """Where an answer stands; empty where it came out of another one."""
    column = next((one for one in sheet.columns if one.field == field.name and not one.who), None)
    return sheet.address(column, row) if column is not None else ""
