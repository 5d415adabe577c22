"""Strange classes: a sheet says once that it is about a class or department that nobody is in, which is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schoolprep.facts.problem import Problem
from schoolprep.intake.choices import CLASS
from schoolprep.intake.columns import IntakeNotice, Matched
from schoolprep.intake.on_file import Known
from schoolprep.intake.people import unit_text
from schoolprep.intake.questions import called
from schoolprep.intake.rows import SheetRow
from schoolprep.intake.sources import GivenOnce

_ROSTER = "person"
"""The blank whose sheets bring a new class."""


def strange_classes(
    sheets: Sequence[Matched], rows: Sequence[SheetRow], known: Known, *, among: bool
) -> Iterator[IntakeNotice]:
    """A notice for each sheet whose one class nobody is in, on file or in these files. `among`: see `called`."""
    held: set[object] = set(map(unit_text, known.people.about.values()))
    if not any(held):
        return
    told: dict[int, SheetRow] = {}
    for row in rows:
        if sheets[row.sheet].blank.id == _ROSTER:
            held.add(row.answers.get(CLASS))
        elif row.who.class_name:
            told.setdefault(row.sheet, row)
    for at, row in told.items():
        sheet, unit = sheets[at], row.who.class_name
        column = next((one for one in sheet.columns if one.field == CLASS and one.who), None)
        if unit not in held and column is not None and isinstance(column.source, GivenOnce):
            table = sheet.table
            name = called(table.file, table.sheet, among=among)
            problem = Problem("intake.class-of-nobody", {"sheet": name, "unit": unit})
            yield IntakeNotice(table.file, table.sheet, sheet.address(column, 0), unit, problem)
