"""Sections: the tables that stand on one sheet, each with its true rows and the lines that rule it.

A row of known headings begins a table, whatever stood before it; a line that names a class, a day or an hour rules what
follows it until the next such line, between the rows of one table too; what stands beside an empty column is a table
of its own. A header printed again over the same people is told and skipped. Everything behind sees sections only.
"""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from schoolprep.facts.heading_words import heading_key
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import Problem
from schoolprep.intake.beside import side_by_side
from schoolprep.intake.columns import WHO, WHO_FIRST
from schoolprep.intake.labelled import forms_on
from schoolprep.intake.layout import HEADER_LEVELS, ColumnHead, HeaderRows, header_rows
from schoolprep.intake.names_across import names_across
from schoolprep.intake.nobody import is_foot, is_nobody, is_value
from schoolprep.intake.part import SheetPart, cut, line_of, rows_of, with_skipped
from schoolprep.intake.ruling import (
    LineSaid,
    bare_class,
    changes_meaning,
    is_bare_class,
    names_a_list,
    of_others,
    row_says,
    rules_only,
    words_of_row,
)
from schoolprep.intake.tables import Table, column_letters, shown
from schoolprep.intake.unheaded import by_content, is_person
from schoolprep.intake.vocabulary import Vocabulary

_DIGITS = 6
"""A text that begins with so many digits is no heading."""
_LABEL_MARKS = (":", "：")
_ANSWERED_BY_LINES = frozenset({"class_name", "grade", "day"})
"""The fields whose columns hold what lines say as well."""


def sections(table: Table, words: Vocabulary) -> list[Table]:
    """The tables of a sheet in their order; the sheet itself where it is one table."""
    if table.hidden or not table.cells:
        return [table]
    forms, free = forms_on(table, words)
    if not forms:
        return _lists(table, words)
    found, nobodys = list(forms), []
    for rows in free:
        part = rows_of(table, rows)
        if _names_people(part, words):
            found += _lists(part, words)
        else:
            nobodys += [row for row in rows if _has_words(table.cells[row])]
    over = {number for form in forms for number in form.rows_at}
    told = {row: _nobodys(table, row) for row in nobodys if table.row_number(row) not in over}
    return [with_skipped(found[0], table, told), *found[1:]] if told else found


def _lists(table: Table, words: Vocabulary) -> list[Table]:
    """The lists of people on a sheet, beside each other and one under the other."""
    first = header_rows(table, words)
    if first is None and (columns := names_across(table, words)):
        return columns
    beside = side_by_side(table, first) if first else []
    if not beside:
        return _Stack(table, words).tables(first)
    return [part for one in beside for part in _Stack(one, words).tables(header_rows(one, words))]


def _names_people(table: Table, words: Vocabulary) -> bool:
    """Whether a list of people stands on some rows, and not a table that belongs to a form."""
    found = header_rows(table, words)
    return found is not None and any(head.fields.get("person") in WHO_FIRST for head in found[2])


def _nobodys(table: Table, row: int, code: str = "line-skipped") -> Problem:
    return Problem(f"intake.{code}", {"row": table.row_number(row)})


class _Header(NamedTuple):
    """Rows of headings, and where the lines over them begin."""

    lead: int
    top: int
    bottom: int
    again: tuple[int, ...] = ()
    """The rows right under it that say the same in other words (Name under 姓名)."""

    @property
    def end(self) -> int:
        """Its last row."""
        return self.again[-1] if self.again else self.bottom


class _Said(NamedTuple):
    """Something a line says, and the row it stands in."""

    row: int
    said: LineSaid

    @property
    def key(self) -> tuple[str, str]:
        """The same for lines that say the same."""
        return self.said.kind, "".join(shown(self.said.writing).split())


class _Stack:
    """The tables that stand one under the other."""

    def __init__(self, table: Table, words: Vocabulary) -> None:
        self._table = table
        self._rows = table.cells
        self._words = words
        self._across = {merge.top for merge in table.merges if merge.right > merge.left}
        self._heads: Mapping[int, ColumnHead] = {}
        """Of the first header, by their places."""
        self._printed: frozenset[tuple[str, ...]] = frozenset()
        """The rows of the first header, to know them again."""
        self._heights: dict[int, set[tuple[tuple[str, ...], ...]]] = {}
        """The headers met so far, by how many rows they have."""

    def tables(self, first: HeaderRows | None) -> list[Table]:
        """The tables, from the top. `first`: the first header."""
        if first is None:
            return self._unheaded()
        top, bottom, heads = first
        self._heads = {head.at: head for head in heads}
        self._printed = frozenset(map(_key, self._rows[top : bottom + 1]))
        self._learn(_Header(0, top, bottom))
        lead = 1 + max((row for row in range(top) if is_person(self._rows[row])), default=-1)
        above = [] if not lead else _Stack(rows_of(self._table, range(lead)), self._words).tables(None)
        headings, lines = self._remarkable(bottom + 1)
        if not (headings or lines or above):
            return [self._table]
        headers = self._headers(_Header(lead, top, bottom), headings)
        return [*above, *(cut(self._table, part) for part in self._parts(headers, lines))]

    def _unheaded(self) -> list[Table]:
        """The tables where there is no header: one, or one under each line that says something new."""
        found = by_content(self._table)
        if found is None:
            return [self._table]
        letters = {at: column_letters(self._table.first_column + at) for at, _ in found.columns}
        self._heads = {
            at: ColumnHead(at, found.body, text, {}, certain=False) for at, text in letters.items()
        }
        _, lines = self._remarkable(found.body)
        none = _Header(0, found.body, found.body - 1)
        return [cut(self._table, part) for part in self._parts([none], lines)]

    # What is no row of anybody --------------------------------------------------------------------------------------

    def _remarkable(self, body: int) -> tuple[list[int], list[int]]:
        """The rows that read like headings, and those in which hardly anything is written."""
        known = self._words.spelled.union(
            cell
            for row in self._rows[max(0, body - HEADER_LEVELS) : body]
            for cell in row
            if isinstance(cell, str) and cell
        )
        none, few = known.isdisjoint, 2 if len(self._heads) > 3 else 1
        headings, lines = [], []
        for at, row in enumerate(self._rows[body:], body):
            if not none(row):
                found = known.intersection(row)
                if len(found) == 1 and _is_somebody(row):
                    known -= found
                    none = known.isdisjoint
                elif self._is_header(row) or _key(row) in self._printed:
                    headings.append(at)
                    continue
            if len(row) - row.count("") - row.count(None) <= few and _has_words(row):
                lines.append(at)
        return headings, lines

    def _is_header(self, row: Sequence[Writing]) -> bool:
        """Whether two headings or more stand in a row, and nothing that only an answer looks like."""
        written = [cell for cell in row if cell not in (None, "")]
        if any(map(is_value, written)):
            return False
        fields = self._words.fields
        texts = [cell.strip() for cell in written if isinstance(cell, str)]
        known = [found for text in texts if (found := fields(text))]
        if len({tuple(found.items()) for found in known}) < 2:
            return False
        return any(found.get("person") in WHO for found in known) or 2 * len(known) > len(written)

    def _headers(self, first: _Header, rows: Sequence[int]) -> list[_Header]:
        """Every header, with the lines over it and its other words under it."""
        found = [first]
        for row in rows:
            last = found[-1]
            if row <= last.bottom:
                continue
            if row == last.end + 1 and row - last.top < HEADER_LEVELS and self._is_again(row, last):
                found[-1] = last._replace(again=(*last.again, row))
            else:
                found.append(self._header(row, last.end + 1))
        return found

    def _header(self, row: int, floor: int) -> _Header:
        """The header to which a row of headings belongs."""
        lead = self._lead(row, floor)
        height = next(
            (rows for rows in self._heights if _keys_of(self._rows, row, rows) in self._heights[rows]), 0
        )
        if height:
            return _Header(lead, row, row + height - 1)
        near = self._table._replace(cells=self._rows[lead : row + HEADER_LEVELS + 1], merges=())
        top, bottom, _ = header_rows(near, self._words) or (row - lead, row - lead, ())
        found = _Header(lead, lead + top, lead + bottom)
        if not found.top <= row <= found.bottom:
            found = _Header(lead, row, row)
        self._learn(found)
        return found

    def _learn(self, header: _Header) -> None:
        height = header.bottom - header.top + 1
        self._heights.setdefault(height, set()).add(_keys_of(self._rows, header.top, height))

    def _is_again(self, row: int, header: _Header) -> bool:
        """Whether no column means another thing than in the header above."""
        above = self._rows[header.bottom]
        for at, cell in enumerate(self._rows[row]):
            now = self._words.fields(cell.strip()) if isinstance(cell, str) else {}
            over = above[at] if at < len(above) else ""
            before = self._words.fields(over.strip()) if isinstance(over, str) else {}
            if now and before and not now.items() & before.items():
                return False
        return True

    def _lead(self, top: int, floor: int) -> int:
        """Where the lines over a header begin: behind the last row of somebody and the feet under it."""
        lead = top
        while lead > floor and self._is_line(lead - 1):
            lead -= 1
        empty = next((row for row in range(lead, top) if not words_of_row(self._rows[row])), top)
        while lead < empty and self._is_behind(lead):
            lead += 1
        return next((row for row in range(lead, top) if words_of_row(self._rows[row])), top)

    def _is_behind(self, row: int) -> bool:
        """Whether a line over a header is a foot of the table before it."""
        return is_foot(words_of_row(self._rows[row])[0][1]) and not _says_class(self._rows[row])

    def _is_line(self, row: int) -> bool:
        """Whether a row over a header is about nobody: empty, a title, labels with their answers, a foot."""
        written = words_of_row(self._rows[row])
        if len(written) < 2:
            return not written or self._is_lone_line(row, *written[0])
        texts = [text for _, text in written]
        if row in self._across or is_foot(texts[0]):
            return True
        if 2 * len(written) > len(self._heads) + 1:
            return False
        return any(mark in text for text in texts for mark in _LABEL_MARKS) or all(map(rules_only, texts))

    def _is_lone_line(self, row: int, at: int, text: str) -> bool:
        """Whether the only words of a row are a line: not an answer that stands under its heading."""
        says = self._says(row)
        if row in self._across or is_foot(text) or names_a_list(text) or (says and self._rules(says)):
            return True
        head = self._heads.get(at)
        return head is None or not head.fields or len(text) > 12

    def _says(self, row: int) -> list[LineSaid]:
        """What a row says of everybody under it, the hour of the day as well."""
        hours = [
            LineSaid("hour", word, at)
            for at, text in words_of_row(self._rows[row])
            for word in self._words.hours_in(text)
        ]
        return [*row_says(self._rows[row]), *hours]

    def _rules(self, says: Sequence[LineSaid]) -> bool:
        """Whether nothing of what is said is the answer of its own column."""
        asked = {
            field for said in says if (head := self._heads.get(said.at)) for field in head.fields.values()
        }
        return not asked & _ANSWERED_BY_LINES

    # The parts --------------------------------------------------------------------------------------------------

    def _parts(self, headers: Sequence[_Header], lines: Sequence[int]) -> list[SheetPart]:
        """A part for each header, and for each line between rows that says something new."""
        made: list[SheetPart] = []
        over: list[_Said] = []
        for header, end in zip(headers, [*(one.lead for one in headers[1:]), len(self._rows)], strict=True):
            leads = range(header.lead, header.top)
            says = self._said_over(over, leads)
            if made and self._goes_on(made[-1], header, over, says):
                made[-1] = made[-1].on(end, self._repeated(header))
            else:
                head = tuple(range(header.top, header.bottom + 1))
                again = {row: _nobodys(self._table, row, "repeated-header") for row in header.again}
                carried = self._carried(says, leads)
                made.append(SheetPart(carried, tuple(leads), head, header.bottom + 1, end, again))
            over = says
            for line in lines[bisect(lines, header.end) : bisect_left(lines, end)]:
                over = self._at_line(made, line, over)
        return made

    def _at_line(self, made: list[SheetPart], line: int, over: list[_Said]) -> list[_Said]:
        """What holds from a line between rows on; where that is something new a part begins."""
        part = made[-1]
        says = self._said_between(line, over)
        if says is None:
            made[-1] = part.on(part.end, self._skipped(line))
            return over
        if _keys(says) == _keys(over) or not self._has_rows(line + 1, part.end):
            code = "repeated-header" if _keys(says) == _keys(over) else "line-skipped"
            made[-1] = part.on(part.end, {line: _nobodys(self._table, line, code)})
            return over
        if any(one.row == line for one in says):
            made[-1] = part._replace(end=line)
        else:  # it only ends what held until then, and is told with the rows over it
            made[-1] = part.on(line + 1, {line: _nobodys(self._table, line)})
        made.append(SheetPart(self._carried(says, ()), (), part.head, line + 1, part.end))
        return says

    def _has_rows(self, start: int, end: int) -> bool:
        """Whether anybody stands between two rows."""
        written = filter(None, map(words_of_row, self._rows[start:end]))
        return any(not is_foot(cells[0][1]) for cells in written)

    def _carried(
        self, says: Sequence[_Said], leads: Sequence[int]
    ) -> tuple[tuple[int, Sequence[Writing]], ...]:
        """The lines that do not stand right over the header, with what of them still holds."""
        lines: dict[int, list[LineSaid]] = {}
        for one in says:
            if one.row not in leads:
                lines.setdefault(one.row, []).append(one.said)
        return tuple((row, self._still(row, said)) for row, said in lines.items())

    def _still(self, row: int, said: Sequence[LineSaid]) -> Sequence[Writing]:
        """A line, or what of it still holds."""
        ever = self._says(row)
        return self._rows[row] if ever and set(ever) <= set(said) else line_of(said)

    def _said_over(self, over: Sequence[_Said], leads: Sequence[int]) -> list[_Said]:
        """What holds under a header: what its own lines say, and of the rest what stood before."""
        own = [_Said(row, said) for row in leads for said in self._says(row)]
        titles = [
            _Said(row, LineSaid("title", text, at))
            for row in leads
            for at, text in words_of_row(self._rows[row])
            if changes_meaning(text)
        ]
        kinds = {one.said.kind for one in (*own, *titles)} | ({"class"} if titles else set())
        return [*(one for one in over if one.said.kind not in kinds), *own, *titles]

    def _said_between(self, line: int, over: Sequence[_Said]) -> list[_Said] | None:
        """What holds under a line between rows; None where it is no line that rules, or an answer under its heading."""
        written = words_of_row(self._rows[line])
        text = " ".join(text for _, text in written)
        says = self._said_at(line, text, over)
        if is_foot(text) or not says or not self._is_line_of(line, written, says):
            return None
        kinds = {said.kind for said in says}
        kept = [one for one in over if one.said.kind not in kinds]
        return [*kept, *(_Said(line, said) for said in says if said.writing)]

    def _said_at(self, line: int, text: str, over: Sequence[_Said]) -> list[LineSaid]:
        """What a line between rows says; of a class that is not whole, or stands among other words, nothing certain."""
        says, at = self._says(line), words_of_row(self._rows[line])[0][0]
        if is_bare_class(text):
            above = (self._table.sheet, *(shown(one.said.writing) for one in over), *self._titles())
            return [LineSaid("class", bare_class(text, above), at)]
        if of_others(text) and is_nobody(text):  # 教师: in no class
            return [LineSaid("class", "", at), LineSaid("title", text, at)]
        whole = rules_only(text)
        return says if whole else [one._replace(writing="") for one in says if one.kind == "class"]

    def _is_line_of(self, line: int, written: Sequence[tuple[int, str]], says: Sequence[LineSaid]) -> bool:
        """Whether what is written in a row is about the rows under it, and nobody's answers."""
        if line in self._across:
            return True
        if not self._rules(says):
            return False
        if len(written) == 1:
            at, text = written[0]
            return rules_only(text) or is_nobody(text) or not self._is_answered(at)
        return all(_is_about_others(text) for _, text in written)

    def _titles(self) -> Iterator[str]:
        top = min(head.row for head in self._heads.values())
        yield from (text for row in self._rows[:top] for _, text in words_of_row(row))

    def _goes_on(
        self, part: SheetPart, header: _Header, over: Sequence[_Said], says: Sequence[_Said]
    ) -> bool:
        """Whether a header is the one before, printed again over people of whom the same holds."""
        rows = range(header.top, header.bottom + 1)
        again = len(rows) == len(part.head) and all(map(self._is_printed, rows, part.head))
        return again and _keys(over) == _keys(says)

    def _is_printed(self, row: int, header: int) -> bool:
        """Whether a row says what the header says, or a part of it."""
        before = _key(self._rows[header])
        return all(not key or before[at : at + 1] == (key,) for at, key in enumerate(_key(self._rows[row])))

    def _repeated(self, header: _Header) -> Mapping[int, Problem]:
        rows = range(header.lead, header.end + 1)
        return {
            row: _nobodys(self._table, row, "repeated-header") for row in rows if _has_words(self._rows[row])
        }

    def _skipped(self, line: int) -> Mapping[int, Problem]:
        """A line that says nothing of anybody, told; one with an answer under its heading is a row."""
        ((at, text), *rest) = words_of_row(self._rows[line])
        answered = any(map(self._is_answered, (at, *(one for one, _ in rest))))
        if is_foot(text) or (line not in self._across and answered and not names_a_list(text)):
            return {}
        return {line: _nobodys(self._table, line)}

    def _is_answered(self, at: int) -> bool:
        head = self._heads.get(at)
        return head is not None and not self._words.is_ignored(head.text)


def _has_words(row: Sequence[Writing]) -> bool:
    """Whether more than a running number is written in a row."""
    texts = (cell.strip() for cell in row if isinstance(cell, str))
    return any(text and not text.isdigit() for text in texts)


def _is_somebody(row: Sequence[Writing]) -> bool:
    """Whether a row holds a number of many digits: its one word that could be a heading is an answer (住校)."""
    return any(isinstance(cell, str) and cell[:_DIGITS].isdigit() and len(cell) >= _DIGITS for cell in row)


def _is_about_others(text: str) -> bool:
    """Whether a cell of a line says something of the rows under it, or stands with its label."""
    return any(row_says([text])) or any(mark in text for mark in _LABEL_MARKS)


def _says_class(row: Sequence[Writing]) -> bool:
    return any(said.kind == "class" for said in row_says(row))


def _keys_of(rows: Sequence[Sequence[Writing]], row: int, height: int) -> tuple[tuple[str, ...], ...]:
    return tuple(map(_key, rows[row : row + height]))


def _keys(says: Sequence[_Said]) -> set[tuple[str, str]]:
    return {one.key for one in says}


def _key(row: Sequence[Writing]) -> tuple[str, ...]:
    """A row of headings, whatever its spaces and marks."""
    keys = [heading_key(shown(cell)) for cell in row]
    while keys and not keys[-1]:
        keys.pop()
    return tuple(keys)
