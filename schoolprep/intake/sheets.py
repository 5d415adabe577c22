"""Sheets: what a person is shown of the sheets of an intake, and puts right: each heading and what it is taken for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from schoolprep.intake.choices import CATEGORY, CLASS, DAY, HOUR, NO_HEADER
from schoolprep.intake.columns import Matched, SheetColumn
from schoolprep.intake.layout import HEADER_WITHIN
from schoolprep.intake.match import By, Certainty, MatchedSheets, Use
from schoolprep.intake.sources import GivenBy, GivenOnce
from schoolprep.intake.tables import Table, shown

_SAMPLES = 3


class Heading(NamedTuple):
    """One column of a sheet: where its heading stands, what it says, what it is taken for, and its first answers."""

    cell: str
    text: str
    samples: tuple[str, ...]
    key: str
    """What `Choices.with_column` calls it."""
    targets: tuple[str, ...]
    """The fields it answers, as `blank.field`; none where it is not used. Several for 姓名 on a sheet that answers
    several blanks."""
    certainty: Certainty
    by: By
    others: tuple[str, ...]
    """What else it may mean, best first: to choose from before all the other fields."""
    at: int
    """Its place in the rows of the table."""

    @property
    def field(self) -> str:
        """The name of the field it answers; empty where it is not used."""
        return self.targets[0].partition(".")[2] if self.targets else ""


class ToldOnce(NamedTuple):
    """What a sheet gives once for all its rows."""

    name: str
    """As `Choices.given` calls it."""
    target: str
    """The field it answers, as `blank.field`."""
    writing: str
    cell: str
    """Where it stands; empty where it stands in no cell."""
    by: GivenBy


class PlannedSheet(NamedTuple):
    """One sheet of a file as it was understood. Sheets of the same layout have the same `key`."""

    table: Table
    key: str
    """Empty where no header was found."""
    header: int
    """The row in which its header ends, as a person counts; 0 where none was found."""
    blanks: tuple[str, ...]
    """The ids of the blanks it answers; none where it is not taken in."""
    headings: tuple[Heading, ...]
    told: tuple[ToldOnce, ...] = ()
    """What the sheet gives once for all its rows (its class, its day)."""

    @property
    def file(self) -> str:
        """The file's name."""
        return self.table.file

    @property
    def sheet(self) -> str:
        """The sheet's name."""
        return self.table.sheet


def sheet_of(found: MatchedSheets) -> PlannedSheet:
    """What a person is shown of a sheet."""
    blanks = tuple(dict.fromkeys(sheet.blank.id for sheet in found.sheets))
    layout = found.layout
    if layout is None:
        return PlannedSheet(found.table, "", 0, blanks, ())
    headings = tuple(_heading(found.table, use, layout.bottom + 1) for use in found.uses)
    told = {
        _told(sheet, column)
        for sheet in found.sheets
        for column in sheet.columns
        if isinstance(column.source, GivenOnce)
    }
    if found.hour is not None:
        told.add(_hour(found.table, found.hour, headings))
    header = found.table.row_number(layout.bottom) if layout.bottom >= layout.top else NO_HEADER
    return PlannedSheet(found.table, layout.key, header, blanks, headings, tuple(sorted(told)))


def _hour(table: Table, hour: GivenOnce, headings: Sequence[Heading]) -> ToldOnce:
    """The hour that a sheet gives once, and one of the fields it decides."""
    said = str(hour.writing)
    target = next((name for one in headings for name in one.targets if name.endswith(f".{said}")), "")
    cell = table.address(hour.at, table.row_number(hour.row)) if hour.row >= 0 else ""
    return ToldOnce(HOUR, target, said, cell, hour.by)


def _told(sheet: Matched, column: SheetColumn) -> ToldOnce:
    """What a sheet gives once, under the name by which a person says it."""
    source = column.source
    assert isinstance(source, GivenOnce)
    target = f"{'person' if column.who else sheet.blank.id}.{column.field}"
    usual = {
        "person.class_name": CLASS,
        "person.category": CATEGORY,
        f"{sheet.blank.id}.{sheet.blank.sheet_day}": DAY,
    }
    return ToldOnce(
        usual.get(target, target), target, shown(source.writing), sheet.address(column, 0), source.by
    )


def _heading(table: Table, use: Use, body: int) -> Heading:
    head = use.head
    below = table.cells[body : body + HEADER_WITHIN]
    samples = [shown(row[head.at]) for row in below if head.at < len(row)]
    return Heading(
        table.address(head.at, table.row_number(head.row)), head.text, tuple(filter(None, samples))[:_SAMPLES],
        use.key, use.targets, use.certainty, use.by, use.others, head.at,
    )  # fmt: skip
