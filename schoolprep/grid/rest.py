"""Rest: what may be said at once of everybody on a sheet about whom nothing remarkable stands there.

It is stated before it is done: which answers, for which days, of whom; and who is left out, and why. Filing it is
one act, so that undo takes it back as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from schoolprep.facts.days import Day
from schoolprep.facts.record import Entry
from schoolprep.grid import held
from schoolprep.grid.line_forms import Besides
from schoolprep.grid.sheet import Filed, Sheet
from schoolprep.intake.purpose import GridColumn


class Said(NamedTuple):
    """One answer that is given for many: where, for which days, of whom."""

    column: GridColumn
    writing: str
    first: Day
    last: Day
    rows: tuple[int, ...]


class Left(NamedTuple):
    """Somebody of whom nothing is said: because of what stands in this column."""

    row: int
    column: GridColumn


class Rest(NamedTuple):
    """What would be filed."""

    said: tuple[Said, ...]
    left: tuple[Left, ...]
    answered: int
    """How many lines lack none of these answers."""
    lines: tuple[tuple[int, tuple[tuple[GridColumn, str, Day], ...]], ...]
    """Line by line: the columns that are answered, with what, and from which day on."""

    @property
    def rows(self) -> list[int]:
        """The lines about which something is said."""
        return [row for row, _ in self.lines]


def rest_of(sheet: Sheet) -> Rest:
    """What may be said of the others now. Nothing is written."""
    said: dict[tuple[str, Day], list[int]] = {}
    left: list[Left] = []
    lines: list[tuple[int, tuple[tuple[GridColumn, str, Day], ...]]] = []
    answered = 0
    for row in range(len(sheet.people)):
        remarkable = _remarkable(sheet, row)
        if remarkable is not None:
            left.append(Left(row, remarkable))
            continue
        lacking = tuple(_lacking(sheet, row))
        answered += not lacking
        if lacking:
            lines.append((row, lacking))
        for column, _, first in lacking:
            said.setdefault((column.id, first), []).append(row)
    columns = {column.id: column for column in sheet.columns}
    statement = tuple(
        Said(columns[name], columns[name].rest, first, sheet.day, tuple(rows))
        for name in columns
        for (of, first), rows in sorted(said.items(), key=lambda entry: -len(entry[1]))
        if of == name
    )
    return Rest(statement, tuple(left), answered, tuple(lines))


def file_rest(sheet: Sheet, rest: Rest, class_name: str = "") -> Filed:
    """File what was stated, with whatever else stands in the same forms, as one act.

    Raises `KnownError` where it cannot be saved; then nothing was.
    """
    entries: list[Entry] = []
    done = []
    for row, lacking in rest.lines:
        for slot in sheet.purpose.slot:
            more = {column.id: writing for column, writing, _ in lacking if column.slot == slot.id}
            first = min((first for column, _, first in lacking if column.slot == slot.id), default=None)
            made = sheet.forms.entries(sheet.people[row], slot, Besides(more, first)) if more else None
            if made is not None:
                entries += made
                done.append((row, slot))
    records = sheet.desk.filing.append(entries, about=sheet.about(class_name)) if entries else []
    sheet.drop(done)
    people = len({record.subject for record in records})
    return Filed(records[0].act if records else "", people, len(records), len(sheet.touched()))


def _remarkable(sheet: Sheet, row: int) -> GridColumn | None:
    """The first column in which something sets a person apart: written now, or on file where it counts."""
    written = sheet.written(row)
    for column in sheet.columns:
        if column.id in written:
            answers = written[column.id]
            apart = answers is None or not sheet.ordinary.is_said(column, answers)
        else:
            apart = not _quiet_on_file(sheet, row, column)
        if apart:
            return column
    return None


def _quiet_on_file(sheet: Sheet, row: int, column: GridColumn) -> bool:
    """Whether what is on file sets nobody apart: no fever, no positive test, no stay in the sheet's days."""
    found = sheet.forms.on_file(sheet.people[row], column)
    if column.rest and not column.field:
        return all(sheet.ordinary.is_none(column, answers) for answers in found)
    return sheet.ordinary.is_calm(column, found)


def _lacking(sheet: Sheet, row: int) -> Iterator[tuple[GridColumn, str, Day]]:
    """The columns of "all the others" that nobody has answered yet, and the day from which on it is said."""
    written = sheet.written(row)
    for column in sheet.columns:
        if not column.rest or column.id in written:
            continue
        if column.field:
            if not sheet.forms.on_file(sheet.people[row], column):
                yield column, column.rest, sheet.day
            continue
        known = sheet.desk.people.file(sheet.people[row])
        unknown = held.days_unknown(known, sheet.first, sheet.day)
        if unknown:
            yield column, column.rest, unknown[0]
