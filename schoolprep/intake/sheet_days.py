"""Sheet days: what the days of a sheet say together that none of them says alone.

04/03/2022 is in March where another day of the sheet is above 12; 8.1 between 8.9 and 8.11 is the 10th; 8月7日 has the
year of the whole day that its row gives. Each column is told of once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from schoolprep.facts import toml
from schoolprep.facts.blank import Blank, Blanks, Field
from schoolprep.facts.country import country_at
from schoolprep.facts.heading_words import heading_key, heading_start, without_remarks
from schoolprep.facts.kinds import KINDS
from schoolprep.facts.kinds.base import Frame, Writing
from schoolprep.facts.text import Same
from schoolprep.intake.choices import DAY, DAY_ORDER
from schoolprep.intake.columns import SheetColumn
from schoolprep.intake.days_in_order import in_order
from schoolprep.intake.given import SheetGiven
from schoolprep.intake.guess import LOOKED_AT, MOST
from schoolprep.intake.layout import SheetHeader
from schoolprep.intake.sources import Cell, DayBeside, ReadTogether, Respelled, RowDay
from schoolprep.intake.tables import Table, shown

DAY_FIRST, MONTH_FIRST = "day", "month"
"""How a person says the order of day and month (`choices.DAY_ORDER`)."""
_SAID = {"day": DAY_FIRST, "dmy": DAY_FIRST, "dd/mm": DAY_FIRST, "日": DAY_FIRST, "日在前": DAY_FIRST}
_SAID |= {
    "month": MONTH_FIRST,
    "mdy": MONTH_FIRST,
    "mm/dd": MONTH_FIRST,
    "月": MONTH_FIRST,
    "月在前": MONTH_FIRST,
}
_YEAR_LAST = re.compile(r"\s*(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)(.*)", re.DOTALL)
_NO_YEAR = re.compile(r"\s*\d{1,2}\s*(?:月\s*\d{1,2}\s*[日号]?|[./-]\s*\d{1,2})(?![./\-\d])")
_MONTHS = 12
_ANY_DAY = Field("day", "date", (), Same(), Same())
_OF_DAYS = ("date", "moment")


@cache
def _headings() -> dict[str, int]:
    """The headings of a row's own day, and their rank."""
    said = toml.file(Path(__file__).with_name("sheet_days.toml"))["headings"]
    return {heading_key(heading): at for at, heading in enumerate(said)}


class SheetDays:
    """See the module; `given`: what a person said of the sheet."""

    def __init__(
        self, table: Table, layout: SheetHeader, blanks: Blanks, frame: Frame, given: SheetGiven
    ) -> None:
        self._layout = layout
        self._known: dict[object, date | None] = {}
        self._last: dict[int, list[re.Match[str]]] = {}
        self._rows = table.cells[layout.bottom + 1 :]
        self._blanks = blanks
        self._frame = frame._replace(filled_on=layout.filled_on, epoch_1904=table.epoch_1904)
        told = given.source(DAY, layout.day)
        self.sheet_day = layout.filled_on or (self.whole(told.writing) if told else None)
        """The day that the sheet gives once; None where it gives none whole."""
        said = given.source(DAY_ORDER, None)
        self._said = _SAID.get(str(said.writing).strip().casefold(), "") if said else ""

    # A row's own day --------------------------------------------------------------------------------------------

    @cached_property
    def row_day(self) -> RowDay | None:
        """Where each row says its own day whole; None where no column does."""
        ranks = {head.at: _rank(head.text) for head in self._layout.heads if head.day is None}
        for at in sorted(
            (at for at, rank in ranks.items() if rank is not None), key=lambda at: ranks[at] or 0
        ):
            cells = self._written(at, LOOKED_AT)
            if cells and sum(self.whole(cell) is not None for cell in cells) >= MOST * len(cells):
                return RowDay(at, self.whole)
        return None

    def whole(self, writing: Writing) -> date | None:
        """The day of a cell that says one with its year, for certain; None for any other."""
        if not isinstance(writing, str | date) or not any(map(str.isdigit, str(writing))):
            return None
        if writing not in self._known:
            alone = self._frame._replace(filled_on=None, today=None)
            reading = KINDS["date"].read(writing, _ANY_DAY, alone)
            sure = isinstance(reading.value, str) and not reading.doubtful
            self._known[writing] = date.fromisoformat(str(reading.value)) if sure else None
        return self._known[writing]

    def dated(self, text: str, day: date) -> Writing:
        """A day without its year in the year of another; as it is written where it is none."""
        reading = KINDS["date"].read(text, _ANY_DAY, self._frame._replace(filled_on=day, today=None))
        return str(reading.value) if reading.value and not reading.doubtful else text

    def with_row_day(self, blank: Blank, columns: Sequence[SheetColumn]) -> list[SheetColumn]:
        """The columns; the day of a daily check that has none is the day on which its row was filled in."""
        lacking = blank.sheet_day and all(column.field != blank.sheet_day for column in columns)
        if not lacking or self.row_day is None:
            return list(columns)
        head = next(head for head in self._layout.heads if head.at == self.row_day.at)
        return [*columns, SheetColumn(self.row_day, head.text, blank.sheet_day)]

    # What the cells of columns say together ---------------------------------------------------------------------

    def read(self, blank: Blank, columns: Sequence[SheetColumn]) -> list[SheetColumn]:
        """The columns, those of days read as the sheet's other cells say they are."""
        of_days = [column for column in columns if self._holds_days(blank, column)]
        order = self._order(of_days)
        made = {id(column): self._respelled(blank, column, order) for column in of_days}
        return [made.get(id(column), column) for column in columns]

    def open(self, blank: Blank, columns: Sequence[SheetColumn]) -> list[SheetColumn]:
        """The columns of which nobody knows whether day or month stands first."""
        of_days = [column for column in columns if self._holds_days(blank, column)]
        if self._order(of_days):
            return []
        return [column for column in of_days if any(map(_is_open, self._year_last(column)))]

    def _holds_days(self, blank: Blank, column: SheetColumn) -> bool:
        return isinstance(column.source, Cell) and self._field(blank, column).kind in _OF_DAYS

    def _field(self, blank: Blank, column: SheetColumn) -> Field:
        return (self._blanks["person"] if column.who else blank)[column.field]

    def _written(self, at: int, most: int | None = None) -> list[Writing]:
        return [row[at] for row in self._rows[:most] if at < len(row) and row[at] not in (None, "")]

    def _year_last(self, column: SheetColumn) -> list[re.Match[str]]:
        """The days of a column whose year stands last, each writing once."""
        at = column.source.places[0]
        if at not in self._last:
            texts = {cell for cell in self._written(at) if isinstance(cell, str)}
            self._last[at] = [found for text in texts if (found := _YEAR_LAST.fullmatch(text))]
        return self._last[at]

    def _order(self, columns: Sequence[SheetColumn]) -> str:
        """Which of day and month stands first: one above 12 says it, else a person, else the country."""
        found = [match for column in columns for match in self._year_last(column)]
        first = any(int(one[1]) > _MONTHS for one in found)
        second = any(int(one[3]) > _MONTHS for one in found)
        if first != second:
            return DAY_FIRST if first else MONTH_FIRST
        country = country_at(self._frame.zone)
        usual = "" if country is None else DAY_FIRST if country.day_first else MONTH_FIRST
        return "" if first else self._said or usual

    def _respelled(self, blank: Blank, column: SheetColumn, order: str) -> SheetColumn:
        at, field = column.source.places[0], self._field(blank, column)
        said: dict[Writing, Writing] = {
            one[0]: text for one in self._year_last(column) if (text := _turned(one, order))
        }
        if said:
            said |= _turned_by_a_program(self._year_last(column), self._written(at))
            return column._replace(source=Respelled(at, said, "date-order"))
        cells = self._written(at)
        numbers = in_order(cells)
        if any(cell != meant for cell, meant in numbers.items()):
            return column._replace(source=Respelled(at, numbers, "days-in-order"))
        beside = self.row_day
        lent = beside is not None and beside.at != at and not field.needs_year
        if beside is not None and lent and any(map(_lacks_year, cells)):
            return column._replace(source=DayBeside(at, beside, self._lender(field)))
        return column

    def _lender(self, field: Field) -> Callable[[Writing, date], Writing]:
        """What a writing without its year is beside a whole day."""
        known: dict[tuple[str, date], Writing] = {}

        def lend(writing: Writing, day: date) -> Writing:
            if not isinstance(writing, str) or not _lacks_year(writing):
                return writing
            if (writing, day) not in known:
                frame = self._frame._replace(filled_on=day, today=None)
                reading = KINDS[field.kind].read(writing, field, frame)
                certain = (
                    reading.value is not None and reading.repair == "year-added" and not reading.doubtful
                )
                known[writing, day] = str(reading.value) if certain else writing
            return known[writing, day]

        return lend


def days_told(table: Table, body: int, columns: Iterable[SheetColumn]) -> Iterator[tuple[str, str, str, str]]:
    """What is told of columns whose cells were read together: the cells, an example before and after, the repair."""
    for column in columns:
        if not isinstance(column.source, ReadTogether):
            continue
        source, at = column.source, column.source.places[0]
        changed = [
            (index, row[at], now)
            for index, row in enumerate(table.cells[body:], body)
            if at < len(row) and row[at] not in (None, "") and (now := source.of([*row, ""])) != row[at]
        ]
        if changed:
            first, last = (table.address(at, table.row_number(one[0])) for one in (changed[0], changed[-1]))
            cells = first if first == last else f"{first}:{last}"
            example = next((one for one in changed if isinstance(one[1], str)), changed[0])
            yield cells, shown(example[1]), shown(example[2]), source.repair


def _rank(heading: str) -> int | None:
    known, plain = _headings(), heading_start(heading)
    return known.get(heading_key(plain), known.get(heading_key(without_remarks(plain))))


def _lacks_year(cell: Writing) -> bool:
    return isinstance(cell, str) and _NO_YEAR.match(cell) is not None


def _is_open(found: re.Match[str]) -> bool:
    """Whether a day may be two: 4/3/2022 in a sheet that does not say which stands first."""
    first, second = int(found[1]), int(found[3])
    return max(first, second) <= _MONTHS and first != second


def _turned_by_a_program(found: Sequence[re.Match[str]], cells: Iterable[Writing]) -> dict[Writing, Writing]:
    """The day cells of a column of which a spreadsheet could not read the texts as days: it read these turned round.

    13/03/2022 stays text where month is first, and 04/03/2022 becomes the third of April. Both readings are asked.
    """
    if not all(int(one[1]) > _MONTHS for one in found):
        return {}
    days = [cell for cell in cells if isinstance(cell, date)]
    if not days or any(day.day > _MONTHS for day in days):
        return {}
    return {day: f"{day.month}/{day.day}/{day.year}" for day in days if day.day != day.month}


def _turned(found: re.Match[str], order: str) -> str:
    """A day with its year first; empty where there is no such day in that order."""
    if not order:
        return ""
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    month, day = (second, first) if order == DAY_FIRST else (first, second)
    try:
        return f"{date(year, month, day).isoformat()}{found[5]}"
    except ValueError:
        return ""
