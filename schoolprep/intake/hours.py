"""Hours: headings of a sheet that leave open which of several fields they are (体温), and what gives the hour.

The sheet gives it once, or a column beside them in every row (时段: 晨, 午, 晚).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial

from schoolprep.facts.kinds.base import Writing
from schoolprep.intake.columns import SheetColumn
from schoolprep.intake.guess import LOOKED_AT
from schoolprep.intake.layout import ColumnHead, SheetHeader
from schoolprep.intake.sources import GivenOnce, HourOfRow
from schoolprep.intake.tables import Table, shown
from schoolprep.intake.vocabulary import HourlyHeading, Vocabulary, hour_alone


class SheetHours:
    """See the module. `told`: the field of the hour that the sheet gives once; `decided`: columns a person spoke of."""

    def __init__(
        self,
        layout: SheetHeader,
        words: Vocabulary,
        told: GivenOnce | None,
        decided: Collection[int],
        table: Table,
    ) -> None:
        heads, below = layout.heads, layout.bottom + 1
        found = {
            head.at: words.hourly("".join(head.levels) or head.text)
            for head in heads
            if not head.fields and head.at not in decided
        }
        self._of: dict[int, HourlyHeading] = {at: one for at, one in found.items() if one is not None}
        unused = [head.at for head in heads if not (head.fields or head.at in self._of or head.at in decided)]
        self._beside = self._hours_among(unused, table.cells[below:]) if self._of else None
        self.told = told if self._of and self._beside is None else None
        """What gives the hour once, where a heading leaves it open."""
        self._told = str(told.writing) if told is not None else ""

    def __contains__(self, at: object) -> bool:
        """Whether the heading at a place leaves its hour open."""
        return at in self._of

    def _hours_among(self, places: Iterable[int], rows: Sequence[Sequence[Writing]]) -> int | None:
        """The column that says in each row which hour it is; None where there is none, or several."""
        hourly = next(iter(self._of.values())).of

        def says_hours(at: int) -> bool:
            cells = [cell for row in rows if at < len(row) and shown(cell := row[at]).strip()]
            said = [bool(hour_alone(hourly, cell)) for cell in cells[:LOOKED_AT]]
            return bool(said) and 2 * sum(said) > len(said)

        found = [at for at in places if says_hours(at)]
        return found[0] if len(found) == 1 else None

    def by_row(self, columns: Sequence[SheetColumn]) -> list[SheetColumn]:
        """The columns, one whose hour each row says as one for each hour."""
        return [part for column in columns for part in self._parts(column)]

    def _parts(self, column: SheetColumn) -> Iterator[SheetColumn]:
        at, hour = column.at, self._beside
        if at is None or hour is None or at not in self._of:
            yield column
            return
        hourly = self._of[at].of
        said = partial(hour_alone, hourly)
        for number, field in enumerate(hourly.fields):
            yield column._replace(source=HourOfRow(at, hour, field, said, not number), field=field)

    def targets(self, at: int) -> tuple[str, ...]:
        """The fields it may be."""
        return self._of[at].targets

    def waiting(self, column: SheetColumn) -> SheetColumn:
        """A column whose hour is open, with all the fields it may be."""
        assert column.at is not None  # the hour is a heading's
        return column._replace(field=" ".join(self._of[column.at].of.fields))

    def of(self, head: ColumnHead) -> ColumnHead:
        """A heading with the hour the sheet gives, else as if it were the first."""
        hourly = self._of.get(head.at)
        if hourly is None:
            return head
        field = self._told if self._told in hourly.of.fields else hourly.of.fields[0]
        return head._replace(fields={hourly.blank: field}, certain=True)

    def open(self, columns: Sequence[SheetColumn]) -> list[SheetColumn]:
        """The columns of which nobody knows the hour."""
        return [] if self._told else [column for column in columns if column.at in self._of]
