"""Collected: lines that a class chat collected (接龙), one person a line, become the rows of a table.

`1. 王小明 36.5`, `2、李雷妈妈 7.1班 请假 发烧`: the parts of a line go under headings by what they look like or speak
of, or, where a line above them says (`例 姓名 体温`), by their order. What is said of nothing else answers what the
list is about, else it stands under a heading of its own, which no answer on file is laid under.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from schoolprep.facts import languages
from schoolprep.facts.kinds import when
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.languages import MOTHER_TONGUE
from schoolprep.intake import chat_parts
from schoolprep.intake.chat_parts import ChatPart, ChatWords
from schoolprep.intake.nobody import is_like_a_name
from schoolprep.intake.ruling import row_says
from schoolprep.intake.tables import Table, shown

_LOOKED_AT = 40
_MOST_LINES = 5_000
_FEWEST = 0.6
"""So many of the lines must be such ones."""
_NUMBERED = re.compile(r"\s*(\d{1,4})\s*[.、．)）:：]\s*(?!\d+(?:\.\d+)?\s*$)(\S.*)", re.DOTALL)
_COUNTED = re.compile(r"\s*(\d{1,3})\s*((?=[\u4e00-\u9fff])\S.*)", re.DOTALL)
"""1 王小明, 1王小明; 3班 and 8月 are no numbers of lines."""
_NUMBERED_NOBODY = re.compile(r"\s*(\d{1,4})\s*[.、．)）:：]\s*(\S.*)", re.DOTALL)
_ALSO_IN_TITLES = frozenset(("", "班级", "性别"))
_TOP = 3
"""Lines in which the mark of a chat's list stands."""
_TESTED_ON = re.compile(rf"({when.DAY_IN_TEXT})\s*(?:[上下]午|全员|全校|全班|第.轮)*\s*(?:核酸|采样)")
"""A title that says the day of its tests."""


class _Entry(NamedTuple):
    """One line: its place among the rows, what it says, and its parts; of a line that is about nobody, none."""

    at: int
    line: str
    parts: tuple[ChatPart, ...]
    number: str = ""
    """The number a line begins with."""


class _List(NamedTuple):
    """What the lines say together."""

    heads: tuple[str, ...]
    """The headings that a line above the others gives, in their order."""
    about: str
    """What the list is about; empty where it does not say."""
    result: str
    """The heading of results: that of a day where the title says one."""


def collected(table: Table, words: ChatWords) -> Table:
    """The table that the lines of this one make; itself where they are no such lines."""
    lines = _Lines(words)
    entries = lines.entries(table) if lines.may_be(table) else []
    return _laid(table, entries, words) if entries else table


def _laid(table: Table, entries: Sequence[_Entry], words: ChatWords) -> Table:
    """Title lines, a row of headings, a row for each line; the table itself where nobody is named."""
    first = next(at for at, entry in enumerate(entries) if entry.parts)
    below = entries[first:]
    above = [entry for entry in entries[:first] if not chat_parts.is_only_mark(entry.line)]
    header = next((entry for entry in above if _headings(entry.line, words)), None)
    titles = [entry for entry in above if entry is not header]
    heads = tuple(map(words.meant, _headings(header.line, words))) if header else ()
    laying = _Laying(_said_together(table, titles, below, heads), words)
    rows = _with_classes([laying.row(entry) for entry in below], titles, below)
    columns = list(dict.fromkeys((*heads, *_in_order(rows))))
    if not any(chat_parts.headings().name in row for row in rows):
        return table  # the numbered points of a letter
    cells: list[list[Writing]] = [*_lines(titles), [*columns], *_cells(rows, columns)]
    over = [*_numbers(table, titles), table.row_number(header.at) if header else 0]
    numbers = [*over, *_numbers(table, below)]
    return table._replace(cells=cells, rows_at=numbers, first_row=1, text=True, collected=True)


def _lines(entries: Sequence[_Entry]) -> Iterator[list[Writing]]:
    return ([entry.line] for entry in entries)


def _cells(rows: Sequence[_Row], columns: Sequence[str]) -> Iterator[list[Writing]]:
    return ([row.get(head, "") for head in columns] for row in rows)


def _numbers(table: Table, entries: Sequence[_Entry]) -> list[int]:
    return [table.row_number(entry.at) for entry in entries]


def _with_classes(rows: list[_Row], titles: Sequence[_Entry], below: Sequence[_Entry]) -> list[_Row]:
    """The rows; where some say their class the others are of the one that stands over them."""
    unit = chat_parts.headings().unit
    if not any(unit in row for row in rows):
        return rows
    over = next((found for entry in reversed(titles) if (found := _class_of(entry.line))), "")
    made: list[_Row] = []
    for row, entry in zip(rows, below, strict=True):
        over = over if entry.parts else _class_of(entry.line) or over
        own = row.get(unit, "")
        # 1班 under 七年级1班 says nothing else
        made.append({**row, unit: over} if entry.parts and over and over.endswith(own) else row)
    return made


def _class_of(line: str) -> str:
    """The class that a line names; empty where it names none, or more than one."""
    found = {shown(said.writing) for said in row_says([line]) if said.kind == "class"}
    return found.pop() if len(found) == 1 else ""


def _said_together(
    table: Table, titles: Sequence[_Entry], below: Sequence[_Entry], heads: tuple[str, ...]
) -> _List:
    """What a list is about: as its title says, else by what stands in it."""
    told = " ".join((table.sheet, *(entry.line for entry in titles)))
    looks = {chat_parts.look(part.text) for entry in below for part in entry.parts}
    own = chat_parts.headings()
    about = chat_parts.topic(told)
    about = about or ("health" if own.temperature in looks else "test" if own.result in looks else "")
    day = _TESTED_ON.search(told) if about == "test" else None
    return _List(heads, about, f"{day[1]}{chat_parts.UNDER_DAY}" if day else own.result)


def _in_order(rows: Sequence[_Row]) -> list[str]:
    """The headings that are used: the name first, what nobody could place last."""
    own = chat_parts.headings()
    used = dict.fromkeys(head for row in rows for head in row)
    ranks = {own.name: -1, own.health: 1, own.travel: 1, own.by: 2, own.rest: 3}
    return sorted(used, key=lambda head: ranks.get(head, 0))


# Which lines --------------------------------------------------------------------------------------------------------


class _Lines:
    """The rows of a table as lines about somebody."""

    def __init__(self, words: ChatWords) -> None:
        self._words = words

    def may_be(self, table: Table) -> bool:
        """Whether its first rows are no cells of a table, and one of them is such a line."""
        if not 0 < len(table.cells) <= _MOST_LINES or table.merges:
            return False
        first = table.cells[:_LOOKED_AT]
        if any(map(self._is_header, first)):
            return False
        heads = self._heads(first)
        return any(self._entry(0, cells, heads).parts for cells in first)

    def entries(self, table: Table) -> list[_Entry]:
        """The rows as lines; none where most are no such lines."""
        heads = self._heads(table.cells[:_LOOKED_AT])
        found = [self._entry(at, cells, heads) for at, cells in enumerate(table.cells)]
        entries = [entry for entry in found if entry.line]
        first = next(at for at, entry in enumerate(entries) if entry.parts)
        count = sum(bool(entry.parts) for entry in entries)
        enough = count > 1 or any(chat_parts.is_mark(entry.line) for entry in entries[:_TOP])
        if not enough or count < _FEWEST * len(entries[first:]):
            return []
        numbered = 2 * sum(bool(entry.number) for entry in entries) > count
        return [*entries[:first], *self._numbered(entries[first:])] if numbered else entries

    def _numbered(self, entries: Sequence[_Entry]) -> list[_Entry]:
        """The lines of a numbered list; one without a number that says something of somebody goes on with the last."""
        made: list[_Entry] = []
        for entry in map(self._of_nobody, entries):
            if made and made[-1].parts and self._goes_on(entry):
                line = f"{made[-1].line} {entry.line}"
                made[-1] = made[-1]._replace(line=line, parts=self._words.apart(line))
            else:
                made.append(entry)
        return made

    def _goes_on(self, entry: _Entry) -> bool:
        """Whether a line goes on with what the one above it says: 刚刚吐了，去医院."""
        if entry.number or entry.parts or any(row_says([entry.line])):
            return False
        return self._words.is_of_illness(entry.line) or self._words.is_of_journey(entry.line)

    def _of_nobody(self, entry: _Entry) -> _Entry:
        """A numbered line in which nobody is named (8. 36.5) is one of the list as well."""
        found = None if entry.parts else _NUMBERED_NOBODY.fullmatch(entry.line)
        return entry._replace(line=found[2], parts=self._words.apart(found[2])) if found else entry

    def _is_header(self, cells: Sequence[Writing]) -> bool:
        return sum(self._words.is_heading(text) for text in _written(cells)) > 1

    def _heads(self, rows: Iterable[Sequence[Writing]]) -> tuple[str, ...]:
        """The headings of the first line that gives some."""
        lines = (written[0] for cells in rows if len(written := _written(cells)) == 1)
        return next((heads for line in lines if (heads := _headings(line, self._words))), ())

    def _entry(self, at: int, cells: Sequence[Writing], heads: Sequence[str]) -> _Entry:
        """A line about somebody begins with a number, stands as it was asked for, or holds a name and what is known."""
        written = _written(cells)
        line = " ".join(written)
        if not written or chat_parts.without_example(written[0])[1]:
            return _Entry(at, line, ())
        numbered = _NUMBERED.fullmatch(line) or (None if self._counts(heads) else _COUNTED.fullmatch(line))
        if numbered and (numbered.re is _NUMBERED or _is_called(numbered[2])):
            return _Entry(at, numbered[2], self._words.apart(numbered[2]), numbered[1])
        parts = self._words.apart(line) if len(written) == 1 else ()
        return _Entry(at, line, parts if self._is_of_somebody(line, parts, heads) else ())

    def _counts(self, heads: Sequence[str]) -> bool:
        """Whether a column of its own holds the numbers."""
        return bool(heads) and not self._words.is_heading(heads[0])

    def _is_of_somebody(self, line: str, parts: Sequence[ChatPart], heads: Sequence[str]) -> bool:
        if _headings(line, self._words):
            return False
        if heads and _in_place(parts, heads, self._words):
            return True
        looks = [chat_parts.look(part.text) for part in parts]
        names = (
            chat_parts.called(part.text)[0] for part, one in zip(parts[:2], looks, strict=False) if not one
        )
        is_somebody = any(chat_parts.is_name(name) and not self._words.is_heading(name) for name in names)
        return is_somebody and any(one not in _ALSO_IN_TITLES for one in looks)


def _is_called(text: str) -> bool:
    """Whether a text begins with what is like a name."""
    word = re.split(r"[\s\d:：,，、和/(（]", text, maxsplit=1)[0]
    return is_like_a_name(chat_parts.called(word)[0])


def _written(cells: Sequence[Writing]) -> list[str]:
    return [text for cell in cells if (text := shown(cell).strip())]


def _headings(line: str, words: ChatWords) -> tuple[str, ...]:
    """The headings that a line above the others gives: 例 姓名 体温; none where it is no such line."""
    parts = tuple(part.text for part in words.apart(chat_parts.without_example(line)[0]))
    answers = any(chat_parts.look(part) or part[0].isdigit() for part in parts)
    return parts if sum(map(words.is_heading, parts)) > 1 and not answers else ()


def _in_place(parts: Sequence[ChatPart], heads: Sequence[str], words: ChatWords) -> bool:
    """Whether a line gives its parts in the order that was asked for: as many, each with the look of its heading."""
    if not heads or len(parts) < len(heads):
        return False
    return all(words.fits(part.text, head) for part, head in zip(parts, heads, strict=False))


# What stands in one --------------------------------------------------------------------------------------------------

_Row = dict[str, str]
"""By heading, what was said."""


class _Laying:
    """Lays the parts of lines under headings."""

    def __init__(self, said: _List, words: ChatWords) -> None:
        self._said = said
        self._words = words
        self._own = chat_parts.headings()

    def row(self, entry: _Entry) -> _Row:
        """A line's parts under headings: by their order where the line has as many, else by what they are."""
        parts, heads = entry.parts, self._said.heads
        if not parts:
            return {self._own.name: entry.line}
        if _in_place(parts, heads, self._words) and not any(self._words.label(part.text) for part in parts):
            placed = dict(zip(heads, parts[: len(heads)], strict=True))
            whose = placed.get(self._own.name)
            found = [(head, part) for head, part in placed.items() if part is not whose]
            found += self._who(whose) if whose else []
            found += self._others(entry.line, parts[len(heads) :], set(placed))
            return self._joined(entry.line, found)
        who = self._name(entry.line, parts)
        found = self._who(who) if who else []
        others = [part for part in parts if not (who and who.start <= part.start < who.end)]
        found += self._others(entry.line, others, set())
        return self._joined(entry.line, found)

    def _joined(self, line: str, found: Sequence[tuple[str, ChatPart]]) -> _Row:
        between = languages.of(MOTHER_TONGUE).marks.listed
        under: dict[str, list[ChatPart]] = {}
        for head, part in sorted(found, key=lambda one: one[1].start):
            under.setdefault(head, []).append(part)
        return {head: between.join(chat_parts.joined(line, parts)) for head, parts in under.items()}

    # Whose it is ----------------------------------------------------------------------------------------------

    def _name(self, line: str, parts: Sequence[ChatPart]) -> ChatPart | None:
        """The part that names whom a line is about; None where nobody is named."""
        labels = filter(None, (self._words.label(part.text) for part in parts))
        if any(head == self._own.name for head, _ in labels):
            return None
        first = [part for part in parts if not self._is_placed(part.text)][:2]
        if not first:
            return None
        sure = _apart(line, first) or next(filter(self._is_sure, first), None)
        if sure is not None:
            return _with_others(line, sure, parts)
        may_be = chat_parts.may_be_named(chat_parts.called(first[0].text)[0])
        return first[0] if may_be and not self._speaks(first[0]) else None

    def _is_sure(self, part: ChatPart) -> bool:
        return _is_somebody(part) and not self._speaks(part)

    def _speaks(self, part: ChatPart) -> bool:
        """Whether what could be a name says something (高烧, 高风险)."""
        name = chat_parts.called(part.text)[0]
        said = self._words.is_of_illness(name) or self._words.is_well(name)
        return said or chat_parts.tells_of_journey(name)

    def _is_placed(self, text: str) -> bool:
        return bool(chat_parts.look(text) or chat_parts.is_day(text) or self._words.label(text))

    def _who(self, part: ChatPart) -> list[tuple[str, ChatPart]]:
        """A name, and who of theirs writes."""
        name, by = chat_parts.called(part.text)
        middle = part.start + len(name)
        found = [(self._own.name, ChatPart(name, part.start, middle))]
        return found + ([(self._own.by, ChatPart(by, middle, part.end))] if by else [])

    # What is said ---------------------------------------------------------------------------------------------

    def _others(self, line: str, parts: Sequence[ChatPart], placed: set[str]) -> list[tuple[str, ChatPart]]:
        """What stands beside the name: by its look or heading, else what lies together by what it speaks of."""
        found: list[tuple[str, ChatPart]] = []
        left: list[ChatPart] = []
        for part in parts:
            if labelled := self._words.label(part.text):
                found.append(
                    (labelled[0], part._replace(text=labelled[1], start=part.end - len(labelled[1])))
                )
            elif head := self._by_look(part.text):
                found.append((head, chat_parts.answer(part)))
            else:
                left.append(part)
        answered = placed | {head for head, _ in found}
        for run in _runs(line, left):
            found += self._of_run(line, run, answered)
        own = self._own
        if any(head == own.sampled for head, _ in found):
            return found
        return [(self._said.result if head == own.result else head, part) for head, part in found]

    def _by_look(self, text: str) -> str:
        head = chat_parts.look(text)
        if head:
            heads = (one for one in self._said.heads if self._words.fits(text, one) and one != self._own.name)
            return next(heads, head)
        name, by = chat_parts.called(text)
        return self._own.by if by and (not name or is_like_a_name(name)) else ""

    def _of_run(
        self, line: str, run: Sequence[ChatPart], answered: set[str]
    ) -> Iterator[tuple[str, ChatPart]]:
        """What lies together and has no look: signs by themselves, a journey whole, the rest by what is asked."""
        own, words = self._own, self._words
        signs = [part for part in run if words.is_of_illness(part.text)]
        yield from ((own.health, part) for part in signs)
        for rest in _runs(line, [part for part in run if part not in signs]):
            text = line[rest[0].start : rest[-1].end]
            if self._said.about == "travel" or words.is_of_journey(text):
                yield from ((own.travel, part) for part in rest)
            else:
                yield from ((self._asked(part.text, answered), part) for part in rest)

    def _asked(self, text: str, answered: set[str]) -> str:
        """The heading of what a list asks, where a part may be an answer to it."""
        own, about = self._own, self._said.about
        if about == "test":
            if chat_parts.is_day(text):
                return own.sampled
            return own.rest if own.result in answered else own.result
        asked = about == "health" and not chat_parts.says_nothing(text)
        return own.health if asked or self._words.is_well(text) else own.rest


def _is_somebody(part: ChatPart) -> bool:
    return is_like_a_name(chat_parts.called(part.text)[0])


def _apart(line: str, first: Sequence[ChatPart]) -> ChatPart | None:
    """A name whose characters were drawn apart (李 雷); None where there is none."""
    one, other = first[0], first[-1]
    if len(one.text) > 1 or not is_like_a_name(one.text + other.text):
        return None
    return ChatPart(line[one.start : other.end], one.start, other.end)


def _with_others(line: str, who: ChatPart, parts: Sequence[ChatPart]) -> ChatPart:
    """A name with those that are joined to it (王小明、李雷): whose line it is must be asked."""
    for part in parts:
        joined = part.start >= who.end and chat_parts.is_and(line[who.end : part.start])
        if joined and _is_somebody(part):
            who = ChatPart(line[who.start : part.end], who.start, part.end)
    return who


def _runs(line: str, parts: Sequence[ChatPart]) -> Iterator[list[ChatPart]]:
    """Parts that lie together."""
    run: list[ChatPart] = []
    for part in parts:
        if run and not chat_parts.lie_together(line, run[-1], part):
            yield run
            run = []
        run.append(part)
    if run:
        yield run
