"""Lines: the rows of a sheet as one of its blanks reads them.

Empty rows, repeated headers, totals and signatures are skipped; hidden rows too, and told. Merged cells are filled
downward, answers that the sheet gives once stand in every row, and answers that are made of several cells behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import Problem
from schoolprep.intake.columns import BARE_CLASS, IntakeNotice, Made, Matched
from schoolprep.intake.tables import shown

_FOOT = re.compile(
    r"(合计|小计|总计|共计|总数|汇总)\s*(人数)?[:：]?\s*\d*\s*人?$"
    r"|(填表人?|填报人?|制表人?|上报人?|统计人?|经办人?|审核人?|复核人?|校对人?|负责人|校长|班主任|辅导员|校医|家长"
    r"|分管领导|单位负责人|联系人|联系电话|签字|签名|签章|盖章|(填报|填表)?单位|学校|((填报|填表|制表|上报|统计)?(日期|时间))"
    r"|说明|注|备注|填表说明)(签字|签名|签章|盖章|签收|意见)?\s*(\([^)]*\)|（[^）]*）)?\s*[:：]"
    r"|[\u4e00-\u9fff]{2,6}(签字|签名|签章|盖章)\s*(处|栏)?$"
    r"|(\d{4})?\s*年\s+月\s+日$|以上\S{0,12}(属实|真实|有效)|本表"
)
_FOOT_BEGINS = frozenset("合小总共汇填制上统经审复负校班辅家分单学联签盖日时说注备以本年教医值 \t\u3000")
"""What a foot can begin with: other rows need no closer look."""
_NUMBER = re.compile(r"\d{17}[0-9Xx]")
"""Beside somebody's number the row is about them, whatever it begins with."""
_NO_LEVEL = frozenset(("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"))
"""What stands for a level that is none."""
_SPLIT = re.compile(r"[、,，;；/\n]+")
_YES = frozenset(map(spelling.key, ["是", "有", "√", "✓", "✔", "y", "yes", "1", "true", "出现", "对"]))
_NO = frozenset(
    map(
        spelling.key,
        ("否", "无", "没有", "×", "✗", "✘", "x", "n", "no", "0", "false", "正常", "未出现", "不是", "未外出"),
    )
)
Merged = tuple[str, str, str, str, str]
"""File, sheet, cells, and the writing twice: what stands in the first of them is meant by all."""


class SheetLines:
    """The rows of one matched sheet. `told`: the rows that were reported as skipped, for all that share a sheet."""

    def __init__(self, matched: Matched, told: set[tuple[str, str, int]]) -> None:
        table = matched.table
        self._matched = matched
        self._table = table
        self._reported = told
        self._header = table.cells[matched.body - 1]
        self._suspect = _FOOT_BEGINS | set(shown(self._header[0] if self._header else "")[:1])
        self._width = 1 + max(column.at for column in matched.columns)
        self._told = tuple((c.at, c.told.writing) for c in matched.columns if c.told is not None)
        self._made = tuple((c.at, c.made) for c in matched.columns if c.made is not None)
        self._own = tuple(_own_cells(matched))
        self.left_out: list[IntakeNotice] = []
        self.refused: list[IntakeNotice] = []
        self.merged: list[Merged] = []
        self._cells = self._filled() if table.merges else table.cells
        self._barred = self._flagged()

    def wanted(self, start: int, end: int) -> tuple[list[int], list[Sequence[Writing]]]:
        """The rows that are not skipped, each as long as the header, with their numbers."""
        table, width = self._table, self._width
        numbers: list[int] = []
        lines: list[Sequence[Writing]] = []
        suspect, at = (
            self._suspect,
            table.rows_at or range(table.first_row, table.first_row + len(table.cells)),
        )
        for number, cells in zip(at[start:end], self._cells[start:end], strict=True):
            first = cells[0] if cells else None
            plain = isinstance(first, str) and first and first[0] not in suspect
            if plain or not self._is_skipped(cells, number):
                numbers.append(number)
                lines.append(cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))])
        if table.hidden_rows or self._barred:
            numbers, lines = self._without_barred(numbers, lines)
        if self._told or self._made or self._matched.own:
            return self._extended(numbers, lines)
        return numbers, lines

    def _is_skipped(self, cells: Sequence[Writing], number: int) -> bool:
        """Empty rows, repeated headers, totals and signatures; all but the empty ones are listed."""
        first = cells[0] if cells and cells[0] else next(filter(None, cells), None)
        if first is None:
            return True
        if not isinstance(first, str):
            return False
        repeated = bool(self._header) and first == self._header[0] and list(cells) == list(self._header)
        if repeated or (_FOOT.match(first) and not any(map(_is_number, cells))):
            self._report("intake.repeated-header" if repeated else "intake.foot-row", number, first)
            return True
        return False

    def _report(self, code: str, number: int, value: str) -> None:
        table = self._table
        place = (table.file, table.sheet, number)
        if place not in self._reported:
            self._reported.add(place)
            cell = table.address(0, number)
            self.left_out.append(
                IntakeNotice(table.file, table.sheet, cell, value, Problem(code, {"row": number}))
            )

    # What a person must look at first -------------------------------------------------------------------------

    def _flagged(self) -> Mapping[int, dict[int, Problem]]:
        """The cells that are not to be taken without a person, by row index and place."""
        barred: dict[int, dict[int, Problem]] = {}
        for (row, at), problem in self._table.flags.items():
            barred.setdefault(row, {})[at] = problem
        for row, at in self._table.struck:
            barred.setdefault(row, {}).setdefault(at, Problem("intake.struck"))
        return barred

    def _without_barred(
        self, numbers: list[int], lines: list[Sequence[Writing]]
    ) -> tuple[list[int], list[Sequence[Writing]]]:
        """Without hidden rows, and without the cells that are flagged; both are told."""
        index = {self._table.row_number(at): at for at in (*self._table.hidden_rows, *self._barred)}
        kept: tuple[list[int], list[Sequence[Writing]]] = ([], [])
        for number, line in zip(numbers, lines, strict=True):
            row = index.get(number, -1)
            if row in self._table.hidden_rows:
                self._report(
                    "intake.hidden-row", number, next((shown(c) for c in line if c not in (None, "")), "")
                )
                continue
            kept[0].append(number)
            kept[1].append(self._cleaned(number, line, self._barred[row]) if row in self._barred else line)
        return kept

    def _cleaned(self, number: int, line: Sequence[Writing], barred: Mapping[int, Problem]) -> list[Writing]:
        cells = list(line)
        for at, problem in barred.items():
            if at not in self._own or at >= len(cells):
                continue
            if cells[at] in (None, "") and problem.code == "intake.struck":
                continue  # nothing was crossed out; an empty formula is another matter
            cell = self._table.address(at, number)
            self.refused.append(
                IntakeNotice(self._table.file, self._table.sheet, cell, shown(cells[at]), problem)
            )
            cells[at] = ""
        return cells

    # Merged cells, answers given once, answers made of several -------------------------------------------------

    def _filled(self) -> Sequence[Sequence[Writing]]:
        """The cells with what is merged downward written into every row of it."""
        used = {column.at: column for column in self._matched.columns if column.told is None}
        rows = list(self._table.cells)
        for merge in self._table.merges:
            if merge.top < self._matched.body or merge.bottom == merge.top or merge.left not in used:
                continue
            if merge.top >= len(rows) or merge.left >= len(rows[merge.top]):
                continue
            written = rows[merge.top][merge.left]
            if written in (None, ""):
                continue
            for row in range(merge.top + 1, min(merge.bottom + 1, len(rows))):
                if not self._says_more(row, merge.left):
                    continue
                line = list(rows[row]) + [""] * (merge.left + 1 - len(rows[row]))
                line[merge.left] = written
                rows[row] = line
            first, last = (
                self._table.address(merge.left, self._table.row_number(row))
                for row in (merge.top, merge.bottom)
            )
            self.merged.append(
                (self._table.file, self._table.sheet, f"{first}:{last}", shown(written), shown(written))
            )
        return rows

    def _says_more(self, row: int, at: int) -> bool:
        """Whether a row has a used cell beside the merged one: a merge may reach over lines prepared for nobody."""
        cells = self._table.cells[row]
        beside = (
            column.at for column in self._matched.columns if column.told is None and column.made is None
        )
        return any(one != at and one < len(cells) and cells[one] not in (None, "") for one in beside)

    def _extended(
        self, numbers: list[int], lines: list[Sequence[Writing]]
    ) -> tuple[list[int], list[Sequence[Writing]]]:
        """The rows that say something in columns of their own, with the answers that stand in none."""
        kept: tuple[list[int], list[Sequence[Writing]]] = ([], [])
        for number, line in zip(numbers, lines, strict=True):
            if all(line[at] in (None, "") for at in self._own):
                continue
            cells = list(line)
            for at, writing in self._told:
                cells[at] = writing
            for at, made in self._made:
                cells[at] = _made(made, line)
            kept[0].append(number)
            kept[1].append(cells)
        return self._each_name(*kept) if self._matched.several else kept

    def _each_name(
        self, numbers: list[int], lines: list[Sequence[Writing]]
    ) -> tuple[list[int], list[Sequence[Writing]]]:
        """A row for each of the people that one cell names."""
        at = next(column.at for column in self._matched.columns if column.who and column.field == "name")
        each: tuple[list[int], list[Sequence[Writing]]] = ([], [])
        for number, line in zip(numbers, lines, strict=True):
            for name in _names(shown(line[at])):
                each[0].append(number)
                each[1].append([*line[:at], name, *line[at + 1 :]])
        return each


def _is_number(cell: Writing) -> bool:
    return isinstance(cell, str) and _NUMBER.fullmatch(cell) is not None


def _names(cell: str) -> list[str]:
    """The people a cell names; a stroke, 无 or 0 names nobody."""
    parts = (part.strip() for part in _SPLIT.split(cell))
    return [name for name in parts if name and spelling.key(name) not in _NO and not spelling.is_dash(name)]


def _own_cells(matched: Matched) -> Iterator[int]:
    """The places of the cells that say something of their own, and not only whom a row is about."""
    if matched.own and matched.blank.id == "person":
        yield from matched.own
        return
    for column in matched.columns:
        if column.made is not None:
            yield from column.made.sources
        elif column.told is None and (not column.who or matched.several):
            yield column.at


def _made(made: Made, line: Sequence[Writing]) -> Writing:
    """The answer that several cells give together; what cannot be read stays as it is written, and is refused."""
    if made.clock:
        return _moment(*(line[at] for at in made.sources))
    if made.place:
        return _place([shown(line[at]).strip() for at in made.sources])
    if made.joined:
        return _class(*(shown(line[at]) for at in made.sources))
    if not made.words:
        return _opposite(shown(line[made.sources[0]]), made.yes)
    said, unread, noes = [], [], 0
    for at, word in zip(made.sources, made.words, strict=True):
        text = shown(line[at]).strip()
        key = spelling.key(text)
        if key in _YES:
            said.append(word)
        elif key in _NO:
            noes += 1
        elif key and not spelling.is_dash(text):
            unread.append(f"{word}{text}")
    if said or unread:
        return "、".join((*said, *unread))
    return made.none if noes == len(made.words) else ""


def _moment(day: Writing, clock: Writing) -> Writing:
    """A day and its time as one writing; one alone stays as it is written."""
    said = shown(clock).strip()
    if not said or spelling.is_dash(said):
        return day
    return f"{shown(day).strip().removesuffix(' 00:00')} {said}".strip()


def _place(parts: Sequence[str]) -> str:
    """Province, city and county as one place; a part that repeats the one before it (北京市 北京市) counts once."""
    whole = ""
    for part in parts:
        if spelling.is_dash(part) or part in _NO_LEVEL or (part and whole.endswith(part)):
            continue
        whole = part if whole and part.startswith(whole) else whole + part
    return whole


def _class(unit: str, grade: str) -> Writing:
    """A class under the grade beside it: 七年级 and 1班 → 七年级(1)班; what is no bare class stays as it is."""
    bare = BARE_CLASS.fullmatch(spelling.flat(unit))
    return f"{grade}({bare[1]})班" if bare and grade else unit


def _opposite(text: str, yes: str) -> Writing:
    key = spelling.key(text)
    if key in _NO:
        return yes
    return "" if key in _YES else text
