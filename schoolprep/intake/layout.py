"""Layout: where the header of a sheet stands and what its headings are, whatever they are taken for.

One, two or three rows of headings are joined; what stands above them (title, day, class) is read too. Nothing here
looks at a person's answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import blake2b
from pathlib import PurePath
from typing import NamedTuple

from schoolprep.facts.blank import Field
from schoolprep.facts.heading_words import heading_key
from schoolprep.facts.kinds import read, when
from schoolprep.facts.kinds.base import Frame, Writing
from schoolprep.facts.text import Same
from schoolprep.facts.traditional import simplified
from schoolprep.intake.complaints import about, parts
from schoolprep.intake.days_in_order import in_order
from schoolprep.intake.nobody import is_like_a_name, is_several
from schoolprep.intake.ruling import CLASS, DAY, PLANNED, row_says
from schoolprep.intake.sources import GivenOnce
from schoolprep.intake.tables import Table, shown
from schoolprep.intake.vocabulary import Fields, Vocabulary, asked_for, level_of, measured_daily

HEADER_WITHIN = 15
"""The header is looked for in this many rows: title, 填报日期 and up to three header rows stand above the data."""
HEADER_LEVELS = 3
"""Rows of headings that are joined at most."""
LOOKED_UNDER = 20
"""Rows under a heading that are looked at to see whether names stand there."""
_LONGEST_NAME = 50
_HAN = re.compile(r"[\u3400-\u9fff]")

_FILLED_ON = re.compile(
    r"^(填报日期|填表日期|填报时间|填表时间|上报日期|制表日期|统计日期)[:：]?(.*)$", re.DOTALL
)
_SHEET_DAY = re.compile(r"(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])")
"""A sheet called 0808."""
_DAY_AT_END = re.compile(rf"(\D{{1,10}}?)\s*[(（]?\s*({DAY.pattern})\s*[)）]?$")
_FULL_DATE = re.compile(when.WHOLE_DAY)
_DAY = Field("filled_on", "date", (), Same(), Same())
_UNIT = Field("class_name", "class", (), Same(), Same())
_IS_CLASS = re.compile(r"(?:.年级|[初高].)\d{1,2}班")
_LATIN_CLASS = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ./-]{0,11}")
"""7B, Year 8 A: only behind a label."""
_A_CLASS = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]?\s*班")
"""What any class ends with: a name with more of them than classes is about several (七年级1班2班)."""
_NAMED_DAY = re.compile(
    rf"{when.DAY_IN_TEXT}|(?<!\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d班人室号级届])"
)
"""A day in a file's name, where 8.8 may count editions."""


_POINTED = re.compile(r"\d{1,2}\.\d{1,2}")
_MEASURE = re.compile(r"(?:3[4-9]|4[0-2])(?:\.\d{1,2})?\s*(?:℃|度|°C)?|[-/—无]+")
_DAYS_ACROSS = 3
"""So many numbers side by side over measurements are days."""
_ROWS_LOOKED_AT = 60
"""A class."""


class ColumnHead(NamedTuple):
    """One column's heading, its levels joined. `at` is its place in the rows, `row` the index of its lowest level."""

    at: int
    row: int
    text: str
    fields: Fields
    """What it means to each blank."""
    certain: bool
    day: Writing = None
    """The day the column is about, where its heading says so (8月1日 over 早, 午, 晚)."""
    levels: tuple[str, ...] = ()
    """Without the day, from the top."""


class SheetHeader(NamedTuple):
    """The header of a sheet. `top` and `bottom` are the indices of its first and last row."""

    top: int
    bottom: int
    heads: tuple[ColumnHead, ...]
    key: str
    """The same for every sheet with these headings; see `choices`."""
    filled_on: date | None
    class_name: GivenOnce | None
    day: GivenOnce | None
    """A day in the title, the sheet's name or the file's: whose day it is depends on the blank."""
    hour: GivenOnce | None = None
    """The hour that the title or a name says, as the field it means (`temp_am`)."""


def lay_out(table: Table, words: Vocabulary, frame: Frame, header: int | None = None) -> SheetHeader | None:
    """The header of a sheet, None where nothing looks like one. `header`: the index of its last row, where known."""
    found = _Header(table, words).best(header)
    if found is None:
        return None
    top, bottom, heads = found
    heads = _with_days(heads, table, bottom, words)
    return ruled(table, words, frame, HeadedRows(top, bottom, heads, layout_key(heads)))


class HeadedRows(NamedTuple):
    """Where the header of a table stands, what its headings are, and what is the same for all such tables."""

    top: int
    bottom: int
    heads: tuple[ColumnHead, ...]
    key: str


def ruled(table: Table, words: Vocabulary, frame: Frame, rows: HeadedRows) -> SheetHeader:
    """A header with what the lines over it and the names of sheet and file say of everybody."""
    top = rows.top
    filled = filled_on(table, top, frame)
    unit = _class_above(table, top, frame) or _class_of_file(table, frame)
    day = _day_above(table, top) or (None if filled else day_of_file(table))
    return SheetHeader(*rows, filled, unit, day, _hour_above(table, top, words))


HeaderRows = tuple[int, int, tuple[ColumnHead, ...]]
"""Top, bottom and headings of a header."""


def header_rows(table: Table, words: Vocabulary) -> HeaderRows | None:
    """Top, bottom and headings of the first header of a table; None where nothing looks like one."""
    return _Header(table, words).best(None)


def _with_days(
    heads: tuple[ColumnHead, ...], table: Table, bottom: int, words: Vocabulary
) -> tuple[ColumnHead, ...]:
    """The headings, numbers over measurements read as the days that follow each other (8.8, 8.9, 8.1, 8.11)."""
    days, measured = _days_across(heads, table, bottom), measured_daily(words.blanks)
    if not (days and measured):
        return heads
    return tuple(_under_day(head, days[head.at], measured) if head.at in days else head for head in heads)


def _under_day(head: ColumnHead, day: Writing, measured: str) -> ColumnHead:
    return head._replace(day=day, levels=(measured,), text=f"{day}-{measured}")


def _days_across(heads: Sequence[ColumnHead], table: Table, bottom: int) -> dict[int, Writing]:
    """The day that each of some numbers side by side over temperatures is, by its column."""
    line = table.cells[bottom]
    open_ = [head.at for head in heads if not head.fields and head.day is None and head.at < len(line)]
    numbers = {at: line[at] for at in open_ if _POINTED.fullmatch(shown(line[at]))}
    if len(numbers) < _DAYS_ACROSS or len(set(numbers.values())) < len(numbers):
        return {}
    said = in_order(list(numbers.values()))
    if not said or not all(_holds_measures(table, bottom + 1, at) for at in numbers):
        return {}
    return {at: said[cell] for at, cell in numbers.items()}


def _holds_measures(table: Table, body: int, at: int) -> bool:
    """Whether the cells of a column are temperatures."""
    cells = [shown(row[at]).strip() for row in table.cells[body : body + _ROWS_LOOKED_AT] if at < len(row)]
    return all(not cell or _MEASURE.fullmatch(cell) for cell in cells) and any(cells)


def layout_key(heads: Sequence[ColumnHead]) -> str:
    """What sheets with the same headings have in common: neither the days over columns nor where the table stands."""
    at: dict[int, str] = {head.at: ("@" if head.day is not None else "") + _bare(head) for head in heads}
    line = "|".join(at.get(index, "") for index in range(min(at), max(at) + 1)) if at else ""
    return blake2b(line.encode(), digest_size=8).hexdigest()


def column_keys(heads: Sequence[ColumnHead]) -> dict[int, str]:
    """The key of each column by its place: its heading, and where that repeats (not for another day) a number."""
    seen: dict[tuple[str, str], int] = {}
    keys = {}
    for head in heads:
        bare = ("@" if head.day is not None else "") + _bare(head)
        place = (bare, shown(head.day))
        seen[place] = seen.get(place, 0) + 1
        keys[head.at] = bare if seen[place] == 1 else f"{bare}#{seen[place]}"
    return keys


def _bare(head: ColumnHead) -> str:
    return heading_key("".join(head.levels) or head.text if head.day is None else "".join(head.levels))


class _Header:
    """Looks for the header rows of one table."""

    def __init__(self, table: Table, words: Vocabulary) -> None:
        self._table = table
        self._words = words
        self._across = {
            (row, column): table.cells[merge.top][merge.left]
            for merge in table.merges
            if merge.top < HEADER_WITHIN + HEADER_LEVELS
            and merge.right > merge.left
            and _is_inside(table, merge.top, merge.left)
            for row in range(merge.top, merge.bottom + 1)
            for column in range(merge.left, merge.right + 1)
        }

    def best(self, header: int | None) -> tuple[int, int, tuple[ColumnHead, ...]] | None:
        """Top, bottom and headings: the rows in which most headings are known, as few as will do."""
        alone = None
        bottoms: Sequence[int] = self._bottoms() if header is None else [header]
        if not bottoms and (alone := self._names_alone()) is not None:
            bottoms = [alone]
        found = [
            (self.known(heads), self._is_mixed(heads, bottom), -height, -bottom, heads)
            for bottom in bottoms
            for height in range(1, HEADER_LEVELS + 1)
            if height <= bottom + 1 and bottom < len(self._table.cells)
            for heads in [self._heads(bottom - height + 1, bottom)]
        ]
        if not found:
            return None
        known, _, less, above, heads = max(found, key=lambda one: one[:4])
        if known < 2 and header is None and alone is None:
            return None
        top, bottom = -above + less + 1, -above
        return top, bottom, self._doubted(heads, top, bottom) if header is None else heads

    def _doubted(self, heads: tuple[ColumnHead, ...], top: int, bottom: int) -> tuple[ColumnHead, ...]:
        """The headings as the groups over them mean them (姓名 under 父亲), in doubt where a group is nobody we know.

        A line of the page (第一中学, 填报日期：8月8日) is no group.
        """
        above = [shown(cell) for cell in self._table.cells[top - 1] if cell not in (None, "")] if top else []
        if len(above) < 2 or any(re.search(r"[:：\d]", text) for text in above):
            return heads
        grouped = {head.at: head for head in self._heads(top - 1, bottom)}
        return tuple(_under(grouped.get(head.at), head) for head in heads)

    def known(self, heads: Sequence[ColumnHead]) -> int:
        """How many headings are known for certain, each once."""
        known = (head for head in heads if self._is_known(head))
        return len(
            {((head.certain and tuple(head.fields.items())) or head.text, shown(head.day)) for head in known}
        )

    def _is_mixed(self, heads: Sequence[ColumnHead], bottom: int) -> bool:
        """Whether both the last row and rows above it hold known headings: 姓名 over two rows beside 早, 午, 晚."""
        return len({head.row == bottom for head in heads if self._is_known(head)}) > 1

    def _is_known(self, head: ColumnHead) -> bool:
        if head.certain and (head.fields or self._words.says_more(head.text)):
            return True
        if len(head.levels) > 1 and level_of(
            head.levels[-1]
        ):  # 省 under 旅居地, or under 籍贯, which is none of ours
            group = "".join(head.levels[:-1])
            return bool(self._words.fields(group)) or self._words.is_ignored(group)
        group, part = parts("".join(head.levels))
        return part == "name" and about(group, self._words) is not None

    def _bottoms(self) -> Sequence[int]:
        """Where the header may end: at the first row with two known headings, or up to two rows below it."""
        rows = range(min(HEADER_WITHIN, len(self._table.cells)))
        first = next((row for row in rows if self._has_two(row)), None)
        if first is None:
            first = next((row for row in rows[1:] if self.known(self._heads(row - 1, row)) > 1), None)
        return [] if first is None else range(first, first + HEADER_LEVELS + 1)

    def _names_alone(self) -> int | None:
        """A row of headings of which only that of the names is known, with names under it; None where there is none."""
        for row, cells in enumerate(self._table.cells[:HEADER_WITHIN]):
            for at, cell in enumerate(cells):
                if isinstance(cell, str) and self._words.fields(cell.strip()).get("person") == "name":
                    return row if self._are_names(row + 1, at) else None
        return None

    def _are_names(self, body: int, at: int) -> bool:
        under = [line[at] for line in self._table.cells[body : body + LOOKED_UNDER] if at < len(line)]
        written = [cell for cell in under if cell not in (None, "")]
        names = [cell for cell in written if isinstance(cell, str) and self._may_be_name(cell.strip())]
        return bool(names) and len(names) * 3 >= len(written) * 2

    def _may_be_name(self, text: str) -> bool:
        if is_several(text):
            return True
        if len(text) > _LONGEST_NAME or not any(map(str.isalpha, text)) or any(map(str.isdigit, text)):
            return False
        western = not _HAN.search(text)
        return (
            not self._words.fields(text)
            and not self._words.is_ignored(text)
            and (western or is_like_a_name(text))
        )

    def _has_two(self, row: int) -> bool:
        words = self._words
        known = {
            cell
            for cell in self._table.cells[row]
            if isinstance(cell, str) and cell and (words.fields(cell.strip()) or words.hourly(cell))
        }
        return len(known) > 1

    def _heads(self, top: int, bottom: int) -> tuple[ColumnHead, ...]:
        return tuple(self._each(top, bottom))

    def _each(self, top: int, bottom: int) -> Iterator[ColumnHead]:
        lines = [self._line(row, bottom) for row in range(top, bottom + 1)]
        for at in range(max(map(len, lines), default=0)):
            column = [line[at] if at < len(line) else None for line in lines]
            if any(cell not in (None, "") for cell in column):
                yield self._head(at, top, column)

    def _line(self, row: int, bottom: int) -> list[Writing]:
        """A row of headings, each over all columns it is meant for: merged, or with nothing to its right."""
        cells = list(self._table.cells[row])
        if row == bottom:
            return cells
        below = self._table.cells[row + 1]
        cells += [""] * (len(below) - len(cells))
        carried: Writing = None
        for at, cell in enumerate(cells):
            under = below[at] if at < len(below) else ""
            if cell not in (None, ""):
                carried = cell if under not in (None, "") else None
            elif (row, at) in self._across:
                cells[at] = self._across[row, at]
            elif carried is not None and under not in (None, "") and not self._table.merges:
                cells[at] = carried
        return cells

    def _head(self, at: int, top: int, column: Sequence[Writing]) -> ColumnHead:
        day: Writing = None
        levels: list[str] = []
        row = top
        for index, cell in enumerate(column):
            if cell in (None, ""):
                continue
            own = self._table.cells[top + index]
            if at < len(own) and own[at] not in (None, ""):
                row = top + index
            about, rest = self._day_beside(cell, alone=len(column) == 1)
            day = about if about is not None else day
            if rest and (not levels or levels[-1] != rest):
                levels.append(rest)
        levels = [level for level in levels[:-1] if not self._words.says_nothing(level)] + levels[-1:]
        fields, certain = self._words.levels(tuple(levels)) if levels else ({}, True)
        fields = fields or (self._words.under_day("".join(levels)) if day is not None else {})
        text = "-".join((*([shown(day)] if day is not None else ()), *levels))
        return ColumnHead(at, row, text, fields, certain, day, tuple(levels))

    def _day_beside(self, cell: Writing, *, alone: bool) -> tuple[Writing, str]:
        """The day a heading begins with, or ends with where its answers are of a day, and its other words."""
        about, rest = _day_of(cell, alone=alone)
        found = _DAY_AT_END.match(rest) if about is None else None
        if found is None or not self._words.is_of_a_day(found[1]):
            return about, rest
        return found[2].strip(), found[1].strip()


def _under(grouped: ColumnHead | None, head: ColumnHead) -> ColumnHead:
    """A heading below a group: in doubt with it; where the two mean another answer together, that one."""
    if grouped is None or (grouped.certain and grouped.fields in ({}, head.fields)):
        return head
    return grouped if grouped.certain else head._replace(certain=False)


def _is_inside(table: Table, row: int, column: int) -> bool:
    return row < len(table.cells) and column < len(table.cells[row])


def _day_of(cell: Writing, *, alone: bool) -> tuple[Writing, str]:
    """The day a heading names, and its other words."""
    if isinstance(cell, date):
        return cell, ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return (None, shown(cell)) if alone else (shown(cell), "")
    text = shown(cell).strip()
    found = DAY.match(text)
    if (
        found is None
        or asked_for(text).since
        or (found.end() == len(text) and alone and "月" not in text and not _FULL_DATE.match(text))
    ):
        return None, text
    return found[0].strip(), text[found.end() :].strip(" \n\r\t()（）-_")


# What stands above the header ------------------------------------------------------------------------------------


def filled_on(table: Table, header_row: int, frame: Frame) -> date | None:
    """The day the sheet was filled in, from the rows above its header; None where none is given."""
    for index, cells in enumerate(table.cells[:header_row]):
        for at, cell in enumerate(cells):
            found = _FILLED_ON.match(simplified("".join(cell.split()))) if isinstance(cell, str) else None
            written = (found[2] or _next(table, index, at)) if found else None
            if written is not None and (day := day_of(written, frame, table.epoch_1904)):
                return day
    return None


def day_of(writing: Writing, frame: Frame, epoch_1904: bool) -> date | None:
    """A day that needs nobody's word."""
    reading = read(_DAY, writing, frame._replace(epoch_1904=epoch_1904))
    if reading.doubtful or not isinstance(reading.value, str):
        return None
    return date.fromisoformat(reading.value)


def _next(table: Table, row: int, at: int) -> Writing:
    return next((later for later in table.cells[row][at + 1 :] if later not in (None, "")), None)


def _above(table: Table, top: int) -> Iterator[tuple[int, int, str]]:
    for row, cells in enumerate(table.cells[:top]):
        for at, cell in enumerate(cells):
            if isinstance(cell, str) and cell.strip():
                yield row, at, cell.strip()


def _class_above(table: Table, top: int, frame: Frame) -> GivenOnce | None:
    """The class that the title, a line above the header or the sheet's name gives; None where there is none, or two."""
    told: dict[str, GivenOnce] = {}
    for row, cells in enumerate(table.cells[:top]):
        for said in row_says(cells):
            if said.kind == "class" and (unit := _class_of(shown(said.writing), frame)):
                told.setdefault(unit, GivenOnce(said.writing, row, said.at))
    if not told:
        for one in CLASS.findall(table.sheet) or [table.sheet]:
            if not one.strip().isascii() and (unit := _class_of(one, frame)):
                told.setdefault(unit, GivenOnce(one, by="sheet"))
    return next(iter(told.values())) if len(told) == 1 else None


def _class_of(text: str, frame: Frame) -> str:
    reading = read(_UNIT, text, frame)
    value = "" if reading.doubtful or reading.value is None else str(reading.value)
    return value if _IS_CLASS.fullmatch(value) or _LATIN_CLASS.fullmatch(value) else ""


def _day_above(table: Table, top: int) -> GivenOnce | None:
    """The one day in the title or the lines above the header, else in the sheet's name."""
    found: dict[str, GivenOnce] = {}
    for row, cells in enumerate(table.cells[:top]):
        for said in row_says(cells):
            if said.kind == "day":
                found.setdefault("".join(shown(said.writing).split()), GivenOnce(said.writing, row, said.at))
    if not found and (named := DAY.search(table.sheet) or _SHEET_DAY.fullmatch(table.sheet.strip())):
        found[named[0]] = GivenOnce(named[0], by="sheet")
    return next(iter(found.values())) if len(found) == 1 else None


def _hour_above(table: Table, top: int, words: Vocabulary) -> GivenOnce | None:
    """The hour that the title, the sheet's name or the file's says; the nearest of them that says one."""
    for row, at, text in _above(table, top):
        if hour := words.hour_told(text):
            return GivenOnce(hour, row, at)
    if hour := words.hour_told(table.sheet):
        return GivenOnce(hour, by="sheet")
    hours = (words.hour_told(name) for name in _names_of_file(table))
    return next((GivenOnce(hour, by="file") for hour in hours if hour), None)


def _names_of_file(table: Table) -> Iterator[str]:
    """The file's name, then those of the folders it was handed in with."""
    path = PurePath(table.file)
    yield path.stem
    yield from path.parts[-2::-1]


def _class_of_file(table: Table, frame: Frame) -> GivenOnce | None:
    """The one class that the file's name says, or a folder's."""
    for name in _names_of_file(table):
        said = CLASS.findall(name)
        units = {unit: one for one in said if (unit := _class_of(one, frame))}
        if units:
            alone = len(units) == 1 and len(_A_CLASS.findall(name)) == len(said)
            return GivenOnce(next(iter(units.values())), by="file") if alone else None
    return None


def day_of_file(table: Table) -> GivenOnce | None:
    """The one day that the file's name says, or a folder's."""
    for name in _names_of_file(table):
        days = {
            "".join(one[0].split()) for one in _NAMED_DAY.finditer(name) if not PLANNED.match(name, one.end())
        }
        if days:
            return GivenOnce(days.pop(), by="file") if len(days) == 1 else None
    return None
