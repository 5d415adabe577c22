"""Composed: answers that have no column of their own.

What a sheet gives once for all its rows (its class, its day), and what several cells say together: symptoms ticked one
by one, the opposite of 无旅居史, a class without its grade and the grade beside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import time
from itertools import combinations

from schoolprep.facts.blank import Blank
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.kinds.spelling import flat, is_dash
from schoolprep.intake.choices import CATEGORY, CLASS, DAY
from schoolprep.intake.columns import WHO, SheetColumn
from schoolprep.intake.given import SheetGiven
from schoolprep.intake.guess import LOOKED_AT
from schoolprep.intake.layout import ColumnHead, SheetHeader
from schoolprep.intake.roles import role_told
from schoolprep.intake.sources import (
    BARE_CLASS,
    ClassUnderGrade,
    DayAndClock,
    GivenOnce,
    PlaceParts,
    Ticks,
)
from schoolprep.intake.stays import StayColumns
from schoolprep.intake.tables import Table, shown
from schoolprep.intake.vocabulary import PLACE_LEVELS, level_of

_CLOCK = re.compile(
    r"(?:上午|下午|早上|晚上|中午|凌晨|早|晚)?\s*\d{1,2}(?:[:：]\d{2}(?:[:：]\d{2})?|[时点]半?(?:\d{1,2}分?)?)"
)
_OF_ONE_PLACE = ("travel", "area")
"""Blanks that speak of one place only."""
_NONE_FROM = 3
"""So many symptoms must be asked one by one before "no" to all of them means that there are none."""


class Gathered:
    """The answers one sheet gives beside its columns."""

    def __init__(
        self,
        table: Table,
        layout: SheetHeader,
        stays: StayColumns,
        given: SheetGiven,
        decided: Collection[int],
    ) -> None:
        """`decided`: the columns of which a person said what they are."""
        self._table = table
        self._layout = layout
        self._words = stays.words
        self._given = given
        self._decided = decided
        self._stays = stays

    def made(self, heads: Sequence[ColumnHead]) -> dict[str, list[SheetColumn]]:
        """Answers made of other cells: ticked symptoms, and the opposite of no travel."""
        made: dict[str, list[SheetColumn]] = {}
        ticks: dict[tuple[str, str], list[tuple[int, str, str]]] = {}
        for head in heads:
            if head.fields or head.at in self._decided:
                continue
            if denied := self._words.denied(head.text):
                made.setdefault(denied.blank, []).extend(self._stays.denied(denied, head, heads))
            elif tick := self._words.tick(head.text):
                ticks.setdefault((tick.blank, tick.field), []).append((head.at, tick.word, head.text))
        for (blank, field), found in ticks.items():
            if not any(head.fields.get(blank) == field for head in heads):
                none = self._words.blanks[blank][field].none_word if len(found) >= _NONE_FROM else ""
                places, asked, headings = zip(*found, strict=True)
                made.setdefault(blank, []).append(SheetColumn(Ticks(places, asked, none), headings[0], field))
        return made

    def denied(self, blank: Blank, heads: Iterable[ColumnHead]) -> Iterator[str]:
        """The fields of a blank of which headings ask the opposite."""
        for head in heads:
            found = None if head.fields or head.at in self._decided else self._words.denied(head.text)
            if found and found.blank == blank.id:
                yield found.field

    def under_grades(self, columns: list[SheetColumn]) -> list[SheetColumn]:
        """The columns, with the classes under the grades beside them where they are written without (1班)."""
        grade = next((head.at for head in self._layout.heads if head.fields.get("person") == "grade"), None)
        unit = next((one for one in columns if one.field == "class_name" and one.at is not None), None)
        if grade is None or unit is None or unit.at is None or not self._are_bare(unit.at):
            return columns
        joined = unit._replace(source=ClassUnderGrade(unit.at, grade))
        return [joined if column is unit else column for column in columns]

    def with_clocks(self, blank: Blank, columns: Sequence[SheetColumn]) -> list[SheetColumn]:
        """The columns, a day and its time in two of them taken as one answer (采样日期 beside 采样时间)."""
        left = list(columns)
        for first, second in combinations(columns, 2):
            if (
                first.field != second.field
                or first.who
                or second.who
                or first.at is None
                or second.at is None
            ):
                continue
            if blank[first.field].kind != "moment" or not {first, second} <= set(left):
                continue
            first_is_clock = self._holds_clocks(first.at)
            if first_is_clock != self._holds_clocks(second.at):
                day, clock = (second, first) if first_is_clock else (first, second)
                assert day.at is not None and clock.at is not None  # the two of above
                left[left.index(day)] = day._replace(source=DayAndClock(day.at, clock.at))
                left.remove(clock)
        return left

    def with_places(
        self, blank: Blank, columns: Sequence[SheetColumn], heads: Sequence[ColumnHead]
    ) -> list[SheetColumn]:
        """The columns, and a place whose province, city and county stand in columns of their own.

        Only where what stands over them says which place it is, or no other could be meant: 籍贯 has such columns too.
        """
        field = next((one for one in blank.field if one.kind == "place"), None)
        answered = {column.field for column in columns if not column.who}
        if field is None or field.name in answered:
            return list(columns)
        taken = {at for column in columns for at in column.source.places}.union(self._decided)
        for group, found in _place_levels([head for head in heads if head.at not in taken]).items():
            if len(found) > 1 and self._is_meant(blank, field.name, group):
                return [*columns, _place_column(found, field.name)]
        return list(columns)

    def _is_meant(self, blank: Blank, field: str, group: str) -> bool:
        """Whether what stands over levels of a place says this field; nothing does where no other could be meant."""
        return self._words.fields(group).get(blank.id) == field if group else blank.id in _OF_ONE_PLACE

    def _holds_clocks(self, at: int) -> bool:
        """Whether the cells of a column are times of day without their days."""
        below = self._table.cells[self._layout.bottom + 1 :][:LOOKED_AT]
        cells = [row[at] for row in below if at < len(row) and row[at] not in (None, "")]
        said = [cell for cell in cells if not is_dash(shown(cell).strip())]
        return bool(said) and all(
            isinstance(cell, time) or _CLOCK.fullmatch(shown(cell).strip()) for cell in said
        )

    def _are_bare(self, at: int) -> bool:
        """Whether the classes of a column do not say their grade."""
        below = self._table.cells[self._layout.bottom + 1 :][:LOOKED_AT]
        cells = [shown(row[at]).strip() for row in below if at < len(row) and row[at] not in (None, "")]
        return bool(cells) and all(BARE_CLASS.fullmatch(flat(cell)) for cell in cells)

    def told(
        self, blank: Blank, columns: Sequence[SheetColumn], under: ColumnHead | None
    ) -> list[SheetColumn]:
        """Answers that the sheet gives once: its class, its people's category, the day of a sheet about one day."""
        who = blank.id != "person"
        given = {
            **({("class_name", who): self._class()} if blank.about == "person" else {}),
            **({("category", False): self.category()} if not who else {}),
            **({(day, False): self._day(under)} if (day := _day_field(blank, under)) else {}),
            **{(field, who and field in WHO): source for field, source in self._said_of(blank)},
        }
        answered = {(column.field, column.who) for column in columns}
        return [
            SheetColumn(source, shown(source.writing), field, said_who)
            for (field, said_who), source in given.items()
            if source is not None and (field, said_who) not in answered
        ]

    def _class(self) -> GivenOnce | None:
        return self._given.source(CLASS, self._layout.class_name)

    def category(self) -> GivenOnce | None:
        """The category of everybody on the sheet, where it says so once."""
        person = self._words.blanks.get("person")
        told = role_told(self._table, self._layout, person["category"]) if person else None
        return self._given.source(CATEGORY, told)

    def _day(self, under: ColumnHead | None) -> GivenOnce | None:
        """The day over the columns, else the one that the sheet is about, or was filled in on."""
        if under is not None:
            return None if self._given.is_off(DAY) else GivenOnce(under.day, *self._day_cell(under))
        filled = self._layout.filled_on
        return self._given.source(DAY, self._layout.day or (GivenOnce(filled) if filled else None))

    def _said_of(self, blank: Blank) -> Iterator[tuple[str, GivenOnce]]:
        """Whatever else a person said of all rows of the sheet."""
        for owner in dict.fromkeys((blank.id, *(("person",) if blank.about == "person" else ()))):
            for field, source in self._given.fields_of(owner):
                if (field in blank.fields) if owner == blank.id else (field in WHO):
                    yield field, source

    def _day_cell(self, head: ColumnHead) -> tuple[int, int]:
        """Where the day over a column stands: in the header row that has it, at or left of the column."""
        for row in range(self._layout.top, self._layout.bottom + 1):
            for at in range(min(head.at, len(self._table.cells[row]) - 1), -1, -1):
                cell: Writing = self._table.cells[row][at]
                if cell not in (None, "") and str(head.day) in str(cell):
                    return row, at
        return head.row, head.at


def _day_field(blank: Blank, under: ColumnHead | None) -> str:
    """The field that the day over columns answers, or the day of the sheet; empty where neither does."""
    return blank.sheet_day if under is None else blank.column_day


def _place_levels(heads: Sequence[ColumnHead]) -> dict[str, dict[str, ColumnHead]]:
    """The columns of each level of a place, by what stands over them."""
    groups: dict[str, dict[str, ColumnHead]] = {}
    for head in heads:
        if level := level_of(head.levels[-1]) if head.levels else "":
            groups.setdefault("".join(head.levels[:-1]), {}).setdefault(level, head)
    return groups


def _place_column(found: Mapping[str, ColumnHead], field: str) -> SheetColumn:
    """The columns of a place's levels as one answer."""
    parts = [found[level] for level in PLACE_LEVELS if level in found]
    heading = "".join(head.text for head in parts)
    return SheetColumn(PlaceParts(tuple(head.at for head in parts)), heading, field)
