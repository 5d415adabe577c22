"""Held: what stands on file behind a cell already: the record that a form corrects, the records that a line shows."""

from __future__ import annotations

from collections.abc import Sequence

from schoolprep.facts.blank import Blank
from schoolprep.facts.days import Day, Moment, day_of
from schoolprep.facts.file import File
from schoolprep.facts.record import Record
from schoolprep.intake.purpose import GridColumn, Slot


def corrected(slot: Slot, blank: Blank, records: Sequence[Record], day: Day) -> Record | None:
    """The record that writing into a form corrects: the person's own, or the newest that is about the sheet's day."""
    of_blank = [record for record in records if record.blank == slot.blank]
    if not blank.many:
        return of_blank[0] if of_blank else None
    dated = [name for name, said in slot.given.items() if said == "{day}"]
    if not dated:
        return None
    about = [record for record in of_blank if all(_day(record, name) == day for name in dated)]
    return max(about, key=lambda record: record.id, default=None)


def shown(column: GridColumn, blank: Blank, records: Sequence[Record], first: Day) -> list[Record]:
    """The records that a line shows, the newest first: those of the sheet's days, and those without a day."""
    found = [
        (when, record)
        for record in records
        if record.blank == blank.id and ((when := _when(record, column)) is None or when >= first)
    ]
    return [record for _, record in sorted(found, key=lambda pair: -(pair[0] or 10**7))]


def _when(record: Record, column: GridColumn) -> Day | None:
    days = (_day(record, name) for name in column.dated)
    return next((day for day in days if day is not None), None)


def _day(record: Record, name: str) -> Day | None:
    said = (record.answers or {}).get(name)
    return day_of(said) if isinstance(said, str) else None


def days_unknown(known: File, first: Day, last: Day) -> list[Day]:
    """The days from `first` to `last` of which the file does not say where the person was."""
    spans = [(said.first, said.last) for said in known.no_travel]
    spans += [(_of(stay.arrived or stay.left), _of(stay.left) or last) for stay in known.stays if stay.place]
    return [
        day
        for day in range(first, last + 1)
        if not any(begin is not None and end is not None and begin <= day <= end for begin, end in spans)
    ]


def _of(moment: Moment | None) -> Day | None:
    return moment.day if moment else None
