"""Unread: cells of a class sheet that nobody could read as it was filed: they wait in it and are kept as unread."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.unread import (
    UnreadCell,
    UnreadPlace,
    dealt_with,
    is_open,
    noted,
    unread,
    watched,
)
from schoolprep.intake.purpose import Slot

if TYPE_CHECKING:
    from schoolprep.grid.sheet import Sheet

Filled = tuple[int, Slot]
"""A line and one form of it."""


def unread_cells(sheet: Sheet, done: Collection[Filled], title: str) -> list[Entry]:
    """What filing a sheet leaves unread, and what of it was unread before and is filed now.

    `done`: the forms that are filed; `title`: what the sheet is called, by which its cells are known again.
    """
    rows = sheet.touched()
    on_file = {sheet.people[row]: sheet.desk.people.records(sheet.people[row]) for row in rows}
    found = [entry for row in rows for entry in _of_line(sheet, row, title)]
    told = noted(found, lambda subject: on_file.get(subject, ()))
    filed = {(sheet.people[row], slot.blank) for row, slot in done}
    again = {one.id for one in told.repeated}
    put_right = {
        one.id: one
        for records in on_file.values()
        for one in records
        if is_open(one) and one.id not in again and _is_of(one.answers or {}, title)
        if (one.subject, (one.answers or {}).get("blank")) in filed
    }
    put_right |= {one.id: one for one in told.rewritten}
    return [*told.filed, *map(dealt_with, put_right.values())]


def _is_of(answers: Answers, title: str) -> bool:
    return "file" not in answers and answers.get("sheet") == title


def _of_line(sheet: Sheet, row: int, title: str) -> Iterator[Entry]:
    written = sheet.written(row)
    for column in sheet.columns:
        blank = sheet.desk.data.blanks[sheet.purpose.slot_of(column).blank]
        fields = watched(blank)
        if not fields or written.get(column.id, {}) is not None or column.field not in {"", *fields}:
            continue
        beside = sheet.forms.beside(sheet.people[row], column)
        cell = UnreadCell(column.field, sheet.held()[row][column.id], column.title[sheet.lang])
        yield unread(sheet.people[row], blank, cell, UnreadPlace("", title), beside)
