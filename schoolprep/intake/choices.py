"""Choices: what a person said about the sheets of an intake, and what is remembered of it for the next one.

A layout is the headings of a sheet in their order; its key is the same for the forty classes that fill in one form,
and for the file the same sender sends next week. So one correction serves them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

import msgspec

from schoolprep.intake.tables import SheetCell, TablePlace
from schoolprep.intake.template import Template

How = Literal["overwrite", "fill", "append", "clear"]
"""What a column does to answers on file: its written cells replace them (the usual way), only fill what is empty, are
added to lists and texts, or replace them and its empty cells take them back."""
HOWS: tuple[How, ...] = ("overwrite", "fill", "append", "clear")
SaidBy = Literal["person", "remembered", "template"]
NOT_USED = ""
NO_HEADER = 0
"""In place of the row in which a header ends: there is none, the first row is somebody."""

CLASS, DAY, CATEGORY, HOUR, DAY_ORDER = "class_name", "day", "category", "hour", "day_order"
"""What a sheet may give once for all its rows, as `given` names it: the class, the day and the category of its people,
the hour of an answer that does not say it (a temperature), and which of two numbers in a day comes first. Anything
else is named by its field (`test.result`)."""
TRAVEL_SINCE = "travel_since"
"""The same, of the first of the days for which 无 under a place says that there was no travel."""
GIVEN = (CLASS, DAY, CATEGORY, HOUR, DAY_ORDER, TRAVEL_SINCE)
KEPT = frozenset({CATEGORY, HOUR, DAY_ORDER})
"""What holds for the next sheet of the layout as well; a class and a day are each sheet's own."""


class LayoutChoice(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person said about the sheets of one layout."""

    columns: dict[str, str] = {}
    """Column key (`Heading.key`) → `blank.field`, or `NOT_USED`. Columns that are not named are as they were found."""
    how: dict[str, How] = {}
    """`blank.field` → what the column does to answers on file."""
    blank: str = ""
    """The blank such a sheet is, where its headings fit several; empty: as found."""
    left_out: bool = False
    """The sheet is not taken in at all."""
    given: dict[str, str] = {}
    """What its sheets give once, where they do not say it themselves (`GIVEN`, or `blank.field`) → the writing."""

    def over(self, before: LayoutChoice) -> LayoutChoice:
        """This choice, column by column over an earlier one."""
        return LayoutChoice(
            before.columns | self.columns, before.how | self.how, self.blank or before.blank, self.left_out,
            before.given | self.given,
        )  # fmt: skip


class Choices(NamedTuple):
    """Everything a person said about one intake, and what was remembered from earlier ones."""

    layouts: Mapping[str, LayoutChoice] = {}
    """Layout key → what was said now."""
    headers: Mapping[TablePlace, int] = {}
    """`Table.place` → the number of the row in which its header ends."""
    remembered: Mapping[str, LayoutChoice] = {}
    """Layout key → what was said about an earlier file."""
    given: Mapping[TablePlace, Mapping[str, str]] = {}
    """Table → what it gives once (`GIVEN`, or `blank.field`) → the writing, before what stands on it; `NOT_USED`: it
    does not give it, whatever stands there."""
    offered: Mapping[tuple[str, str], str] = {}
    """Layout key and name of file and sheet (`Table.named`) → the class that was given to such a sheet before."""
    templates: Mapping[str, Template] = {}
    """The school's own layouts of tools, by name; they go before the program's."""
    cells: Mapping[SheetCell, str] = {}
    """What a person wrote in place of a cell that was not taken."""

    def about(self, key: str) -> LayoutChoice:
        """What holds for a layout: what was said now, column by column over what is remembered."""
        said, before = self.layouts.get(key), self.remembered.get(key)
        if said is None or before is None:
            return said or before or LayoutChoice()
        return said.over(before)

    def by(self, key: str, column: str) -> SaidBy:
        """Who gave a column its meaning: a person now or for an earlier file, else the tool's template."""
        by: tuple[tuple[SaidBy, Mapping[str, LayoutChoice]], ...] = (
            ("person", self.layouts), ("remembered", self.remembered),
        )  # fmt: skip
        return next((who for who, said in by if key in said and column in said[key].columns), "template")

    def with_column(self, key: str, column: str, target: str) -> Choices:
        """The same, with one column put right."""
        said = self.layouts.get(key, LayoutChoice())
        return self._with(key, msgspec.structs.replace(said, columns={**said.columns, column: target}))

    def with_how(self, key: str, target: str, how: How) -> Choices:
        """The same, with what one column does to answers on file."""
        said = self.layouts.get(key, LayoutChoice())
        return self._with(key, msgspec.structs.replace(said, how={**said.how, target: how}))

    def with_blank(self, key: str, blank: str) -> Choices:
        """The same, with the blank that sheets of a layout are."""
        said = self.layouts.get(key, LayoutChoice())
        return self._with(key, msgspec.structs.replace(said, blank=blank))

    def with_left_out(self, key: str, left_out: bool) -> Choices:
        """The same, with sheets of a layout left out, or taken in again."""
        said = self.layouts.get(key, LayoutChoice())
        return self._with(key, msgspec.structs.replace(said, left_out=left_out))

    def with_given(self, place: TablePlace, name: str, writing: str) -> Choices:
        """The same, with what one table gives once."""
        said = {**self.given.get(place, {}), name: writing}
        return self._replace(given={**self.given, place: said})

    def with_given_alike(self, key: str, name: str, writing: str) -> Choices:
        """The same, with what every sheet of a layout gives once that does not say it itself."""
        said = self.layouts.get(key, LayoutChoice())
        return self._with(key, msgspec.structs.replace(said, given={**said.given, name: writing}))

    def with_cell(self, cell: SheetCell, writing: str) -> Choices:
        """The same, with what is to be read in place of a cell."""
        return self._replace(cells={**self.cells, cell: writing})

    def with_header(self, place: TablePlace, row: int) -> Choices:
        """The same, with the row in which a table's header ends, as the person counts rows."""
        return self._replace(headers={**self.headers, place: row})

    def without(self, key: str) -> Choices:
        """The same, with nothing remembered of a layout; what was said now still counts."""
        return self._replace(
            remembered={other: one for other, one in self.remembered.items() if other != key},
            offered={name: unit for name, unit in self.offered.items() if name[0] != key},
        )

    def _with(self, key: str, choice: LayoutChoice) -> Choices:
        return self._replace(layouts={**self.layouts, key: choice})
