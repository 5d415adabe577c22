"""Hours: headings of a sheet that leave open which of several fields they are (体温), and the hour it gives once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from schoolprep.intake.columns import SheetColumn
from schoolprep.intake.layout import ColumnHead
from schoolprep.intake.sources import GivenOnce
from schoolprep.intake.vocabulary import HourlyHeading, Vocabulary


class SheetHours:
    """See the module. `told`: the field of the hour that the sheet gives once; `decided`: columns a person spoke of."""

    def __init__(
        self, heads: Iterable[ColumnHead], words: Vocabulary, told: GivenOnce | None, decided: Collection[int]
    ) -> None:
        found = {
            head.at: words.hourly("".join(head.levels) or head.text)
            for head in heads
            if not head.fields and head.at not in decided
        }
        self._of: dict[int, HourlyHeading] = {at: one for at, one in found.items() if one is not None}
        self.told = told if self._of else None
        """What gives the hour, where a heading leaves it open."""
        self._told = str(told.writing) if told is not None else ""

    def __contains__(self, at: object) -> bool:
        """Whether the heading at a place leaves its hour open."""
        return at in self._of

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
