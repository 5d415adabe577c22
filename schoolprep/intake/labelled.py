"""Labelled: forms of one person, labels and answers beside each other, brought to a table with a row for each form.

A form is known by the label of a name with its answer beside it and no list under it. Several forms on one sheet, one
under the other or beside each other, are one table where they ask the same. Every cell keeps its true address; what
belongs to no form is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from schoolprep.facts import languages
from schoolprep.facts.heading_words import heading_key
from schoolprep.facts.kinds.base import Writing
from schoolprep.intake.ruling import words_of_row
from schoolprep.intake.tables import CellAt, Table, shown
from schoolprep.intake.vocabulary import Vocabulary

_INSIDE = re.compile(r"([^\s:：]{1,14})\s*[:：]\s*([^:：]*?)(?=\s+[^\s:：]{1,14}\s*[:：]|$)")
"""姓名：李雷 性别：男 in one cell."""
_NAME_INSIDE = re.compile(r"(?:名|name)\s*[:：]", re.I)
_OF_WHOM = re.compile(
    r"监护|家长|父亲|母亲|爸|妈|联系人|同住|共同|家庭成员|祖父|祖母|guardian|parent|mother|father", re.I
)
"""Beside a label it says whose answer is meant."""
_ASKS = re.compile(r"是否|有无|有没有")
"""是否有发热 asks; 发热 alone is an answer."""
_PARTS = re.compile(r"[·•\s.-]+")
_NAMED = re.compile(r"(?:的)?(?:姓名|名字)$")
_FEWEST = 3
"""So many known labels make a form."""
_LABELS_ROW = 0
"""The number of the row of labels, which stands on no row of the sheet."""


_LABELLED_WITHIN = 2_000
"""Labels and answers in one cell are looked for in so many rows."""
_MOST_ROWS = 2
"""So many rows of a form may ask nothing we know, one after the other."""
_LONG = 12
"""Under a label of a form may stand a sentence; a name is shorter."""
_ANYBODYS = frozenset({"name", "phone", "document_no", "document_type", "sex", "birth_date"})
"""What is asked of a guardian as well as of the pupil."""
_Columns = tuple[int, int | None]
_Said = TypeVar("_Said")


class _Asked(NamedTuple):
    """A label and its answer, with their places on the sheet."""

    label: str
    at: CellAt
    answer: Writing
    answered_at: CellAt


class _Form(NamedTuple):
    """One form: its first row, the one behind its last, its first column, and what it asks."""

    top: int
    end: int
    left: int
    asked: tuple[_Asked, ...]

    @property
    def layout(self) -> tuple[object, ...]:
        """The same for forms that ask the same, whatever the spaces and marks, and stand under each other."""
        return self.left, *(heading_key(one.label) for one in self.asked)

    @property
    def places(self) -> list[CellAt]:
        """Where its answers stand."""
        return [one.answered_at for one in self.asked]

    def hidden(self, table: Table) -> bool:
        """Whether somebody hid a part of it."""
        return not table.hidden_rows.isdisjoint(range(self.top, self.end))


class LabelledForms(NamedTuple):
    """The forms of a sheet as tables, and the rows beside them on which other tables may stand."""

    tables: list[Table]
    beside: list[range]


def forms_on(table: Table, words: Vocabulary) -> LabelledForms:
    """The forms of a sheet; none on most."""
    found = sorted(_Sheet(table, words).forms())
    if not found:
        return LabelledForms([], [range(len(table.cells))])
    layouts: dict[tuple[object, ...], list[_Form]] = {}
    for form in found:
        layouts.setdefault(form.layout, []).append(form)
    free = list(_between(found, len(table.cells)))
    return LabelledForms([_as_table(table, forms, free) for forms in layouts.values()], free)


def _is_sentence(text: str) -> bool:
    """Whether a text is too long for a name, however many parts that has (阿卜杜热合曼·阿卜杜克力木·麦麦提图尔荪)."""
    return max(map(len, _PARTS.split(text))) > _LONG


def _between(forms: Sequence[_Form], rows: int) -> Iterator[range]:
    start = 0
    for form in forms:
        if form.top > start:
            yield range(start, form.top)
        start = max(start, form.end)
    if start < rows:
        yield range(start, rows)


class _Sheet:
    """Looks for the forms of one sheet."""

    def __init__(self, table: Table, words: Vocabulary) -> None:
        self._rows = table.cells
        self._words = words
        self._sorts = _sorts_of_people(words)
        unnamed = words.names_spelled.isdisjoint
        self._likely = [at for at, row in enumerate(table.cells) if not unnamed(row)]
        self._likely += [at for at, row in enumerate(table.cells[:_LABELLED_WITHIN]) if _is_labelled(row)]

    def forms(self) -> Iterator[_Form]:
        """Every form, those under each other from the top."""
        names = [(row, at) for row in sorted(set(self._likely)) for at in self._names(row)]
        columns: dict[int, list[int]] = {}
        for row, at in names:
            columns.setdefault(at, []).append(row)
        for at, rows in columns.items():
            beside = [other for row, other in names if row in rows]
            right = min((other for other in beside if other > at), default=None)
            yield from self._column(rows, (at if min(beside) < at else 0, right))

    def _column(self, names: Sequence[int], columns: _Columns) -> Iterator[_Form]:
        """The forms under each other whose names stand in these rows."""
        floor = above = 0
        for name, under in zip(names, [*names[1:], len(self._rows)], strict=True):
            form = self._form(name, range(floor, max(name + 1, under - above)), columns)
            if form is not None:
                floor, above = form.end, name - form.top
                yield form

    def _names(self, row: int) -> Iterator[int]:
        """The labels of a name in a row that are no headings of a list."""
        cells, named = self._rows[row], self._words.names_spelled
        for at, text in words_of_row(cells):
            inside = [answer for label, answer in _inside(text) if label in named]
            bare = text in named or (inside and not any(inside))  # 姓名： may be a heading as well
            if any(inside) or (bare and not _says_whose(cells, at) and self._is_label(row, at)):
                yield at

    def _is_label(self, row: int, at: int) -> bool:
        """Whether below a name stands no name: another label, a sentence, or nothing beside an answer."""
        below, beside = self._cell(row + 1, at), self._beside(row, at)
        if self._is_sort(row, at):
            return False
        if not below:
            return bool(beside) and not self._is_known(beside)
        if _is_sentence(below):
            return not self._is_known(
                self._cell(row, at + 1)
            )  # 姓名 班级 … over a note or a long name is a list's header
        return self._is_known(below) and self._field(below) != "name"

    def _is_sort(self, row: int, at: int) -> bool:
        """Whether a word tells in a list what sort of person somebody is (Student under Role), and asks for no name."""
        if self._cell(row, at) not in self._sorts:
            return False
        above = self._cell(row - 1, at) if row else ""
        return above in self._sorts or self._field(above) == "category"

    def _beside(self, row: int, at: int) -> str:
        """What is written next to the right of a cell."""
        return next((text for place, text in words_of_row(self._rows[row]) if place > at), "")

    def _cell(self, row: int, at: int) -> str:
        cells = self._rows[row] if row < len(self._rows) else ()
        return shown(cells[at]).strip() if at < len(cells) else ""

    def _form(self, name: int, within: range, columns: _Columns) -> _Form | None:
        """The form around the label of a name; None where hardly anything is asked around it."""
        top = self._last(name, range(name - 1, within.start - 1, -1), columns)
        end = self._last(name, range(name + 1, within.stop), columns) + 1
        lines = [list(self._asked(row, columns)) for row in range(top, end)]
        known = [[one for one in line if self._is_known(one.label)] for line in lines]
        labels = sum(map(len, known))
        answered = sum(one.answer not in (None, "") for line in known for one in line)
        if labels < _FEWEST or sum(map(bool, known)) < 2 or 0 < answered < _FEWEST:
            return None
        return _Form(top, end, columns[0], tuple(one for line in lines for one in line))

    def _last(self, name: int, rows: Iterable[int], columns: _Columns) -> int:
        """The last row of a form from its name on, upwards or downwards; one or two may ask what nobody knows.

        Those that are answered belong to it: what is said there is said of its person.
        """
        last = behind = name
        for row in rows:
            if not words_of_row(self._rows[row]) or abs(row - last) > _MOST_ROWS:
                break
            asked = list(self._asked(row, columns))
            if any(self._is_known(one.label) for one in asked):
                last = behind = row
            elif row > name and behind == row - 1 and any(one.answer not in (None, "") for one in asked):
                behind = row
        return max(last, behind) if last >= name else last

    def _asked(self, row: int, columns: _Columns) -> Iterator[_Asked]:
        """The labels of a row with their answers, from the left; words that are neither are left aside."""
        left, right = columns
        waiting: _Asked | None = None
        whose = ""
        for at, text in words_of_row(self._rows[row][:right]):
            if at < left:
                continue
            if inside := [one for one in _inside(text) if self._is_known(one[0])]:
                yield from (_Asked(label, (row, at), answer, (row, at)) for label, answer in inside)
            elif waiting is not None and not self._is_known(text):
                yield waiting._replace(answer=self._rows[row][at], answered_at=(row, at))
                waiting = None
            else:
                if (
                    waiting is not None
                    and self._is_known(waiting.label)
                    and not _OF_WHOM.search(waiting.label)
                ):
                    yield waiting
                waiting = _Asked(self._labelled(text, whose), (row, at), "", (row, at + 1))
                whose = _NAMED.sub("", text) if _OF_WHOM.search(text) else whose
        if waiting is not None and self._is_known(waiting.label):
            yield waiting

    def _labelled(self, text: str, whose: str) -> str:
        """A label, with whose answer it is where somebody else was named before it in the row."""
        return whose + text if whose and self._field(text) in _ANYBODYS else text

    def _is_known(self, text: str) -> bool:
        words = self._words
        return bool(text) and (
            bool(words.fields(text))
            or words.is_ignored(text)
            or words.says_more(text)
            or (_ASKS.match(text) is not None and words.tick(text) is not None)
        )

    def _field(self, text: str) -> str:
        return self._words.fields(text).get("person", "") if text else ""


def _sorts_of_people(words: Vocabulary) -> frozenset[str]:
    """The words for what somebody is at the school (学生, Student); some are headings of names as well."""
    person = words.blanks.get("person")
    choices = person["category"].choices if person else ()
    labels = (one.label[lang] for one in choices for lang in languages.known())
    return frozenset((*labels, *(word for one in choices for word in one.also)))


def _says_whose(cells: Sequence[Writing], at: int) -> bool:
    """Whether what stands left of a label says that somebody else is meant (监护人 beside 姓名)."""
    before = [text for place, text in words_of_row(cells) if place < at]
    return bool(before) and _OF_WHOM.search(before[-1]) is not None


def _inside(text: str) -> list[tuple[str, str]]:
    """The labels that stand in one cell with their answers."""
    return [(found[1], found[2].strip()) for found in _INSIDE.finditer(text)]


def _is_labelled(row: Sequence[Writing]) -> bool:
    """Whether a name stands in one cell with its label."""
    return any(isinstance(cell, str) and _NAME_INSIDE.search(cell) for cell in row)


def _as_table(table: Table, forms: Sequence[_Form], free: Sequence[range]) -> Table:
    """Forms that ask the same as rows under their labels; the lines over the first of them above."""
    first = forms[0]
    leads = [row for rows in free if rows.stop == first.top for row in _last_lines(table, rows)]
    numbers = [table.row_number(form.top) for form in forms]
    body = len(leads) + 1
    now = {place: (row, at) for row, form in enumerate(forms, body) for at, place in enumerate(form.places)}
    return table._replace(
        cells=[*map(table.cells.__getitem__, leads), [one.label for one in first.asked], *map(_row, forms)],
        rows_at=[*map(table.row_number, leads), _LABELS_ROW, *numbers],
        stands=_stands(table, forms, numbers),
        begins=_address(table, first.asked[0].at),
        merges=(),
        hidden_rows=frozenset(row for row, form in enumerate(forms, body) if form.hidden(table)),
        flags=_moved(table.flags, now),
        struck=frozenset(now[place] for place in table.struck if place in now),
        comments=_moved(table.comments, now),
        fills={},
    )


def _moved(found: Mapping[CellAt, _Said], now: Mapping[CellAt, CellAt]) -> dict[CellAt, _Said]:
    """What is said of cells, where they stand now."""
    return {now[place]: said for place, said in found.items() if place in now}


def _stands(table: Table, forms: Sequence[_Form], numbers: Sequence[int]) -> Mapping[tuple[int, int], str]:
    """Where each label and each answer stands."""
    stands = {(_LABELS_ROW, at): _address(table, one.at) for at, one in enumerate(forms[0].asked)}
    for form, number in zip(forms, numbers, strict=True):
        stands |= {(number, at): _address(table, place) for at, place in enumerate(form.places)}
    return stands


def _row(form: _Form) -> list[Writing]:
    return [one.answer for one in form.asked]


def _last_lines(table: Table, rows: range) -> range:
    """The lines at the end of some rows, up to an empty one."""
    start = rows.stop
    while start > rows.start and words_of_row(table.cells[start - 1]):
        start -= 1
    return range(start, rows.stop)


def _address(table: Table, place: CellAt) -> str:
    return table.address(place[1], table.row_number(place[0]))
