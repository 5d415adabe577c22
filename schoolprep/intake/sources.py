"""Sources: where an answer of a sheet stands: in a cell, in several cells of its row, or once for all rows.

`places`: the cells of a row that are read, as places in it. `of(row)`: the answer, as a writing that the gate reads;
what cannot be put together stays as it is written, and is refused there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Literal, NamedTuple

from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.base import Writing, is_nothing
from schoolprep.intake.tables import shown
from schoolprep.intake.telephones import telephones_of

BARE_CLASS = re.compile(r"\(?(\d{1,2}|[一二三四五六七八九十]{1,3})\)?班?")
"""A class that does not say its grade."""
NO = frozenset(
    map(
        spelling.word,
        (
            "否",
            "无",
            "没有",
            "×",
            "✗",
            "✘",
            "╳",
            "x",
            "n",
            "no",
            "0",
            "false",
            "正常",
            "未出现",
            "不是",
            "未外出",
        ),
    )
)
_NOBODY_KNOWS = "?"
"""In place of an hour that nobody wrote."""
_BETWEEN = "、"
"""Between several answers that came out of one row, as sheets write them."""
YES = frozenset(map(spelling.word, ["是", "有", "√", "✓", "✔", "y", "yes", "1", "true", "出现", "对"]))
_NO_LEVEL = frozenset(("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"))
"""What stands for a level that is none."""


_EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]")
"""Characters of names that are written without a space, the family's first."""


def _word(cell: Writing) -> str:
    """A cell as a word of a list, without what ends a sentence."""
    return spelling.word(shown(cell).strip().rstrip("。．.!！,，;；"))


def _is_empty(cell: Writing) -> bool:
    """Whether nobody has answered in a cell, in whatever words (跳过)."""
    text = shown(cell).strip()
    return not text or spelling.is_dash(text) or is_nothing(text)


class Cell(NamedTuple):
    """The answer stands in a column of its own."""

    at: int

    @property
    def places(self) -> tuple[int, ...]:
        """See the module."""
        return (self.at,)

    def of(self, row: Sequence[Writing]) -> Writing:
        """See the module."""
        return row[self.at]


GivenBy = Literal["cell", "sheet", "file", "columns", "person", "remembered", "template"]
"""Who gives an answer once: a cell above the rows, the sheet's name, its file's, what its columns ask, a person now or
for an earlier file, or what the tool that wrote the sheet is known to write."""


class GivenOnce(NamedTuple):
    """The sheet gives the answer once for all its rows, and the cell it stands in (where it stands in one)."""

    writing: Writing
    row: int = -1
    at: int = -1
    by: GivenBy = "cell"

    @property
    def places(self) -> tuple[int, ...]:
        """No cell of the row."""
        return ()

    def of(self, row: Sequence[Writing]) -> Writing:
        """The same for every row."""
        return self.writing


class Ticks(NamedTuple):
    """Cells that each ask for one thing: those that say yes are named (发热 √, 咳嗽 √)."""

    places: tuple[int, ...]
    words: tuple[str, ...]
    """What each of the cells asks for."""
    none: str = ""
    """The answer where every cell says no; empty: none is given."""
    yes: frozenset[str] = YES
    no: frozenset[str] = NO
    """How the cells say yes and no."""

    def of(self, row: Sequence[Writing]) -> Writing:
        """The words of the cells that say yes, and behind them what is neither yes nor no."""
        said, unread, noes = [], [], 0
        for at, word in zip(self.places, self.words, strict=True):
            text = shown(row[at]).strip()
            key = spelling.word(text)
            if key in self.yes:
                said.append(word)
            elif key in self.no:
                noes += 1
            elif key and not spelling.is_dash(text):
                unread.append(f"{word}{text}")
        if said or unread:
            return _BETWEEN.join((*said, *unread))
        return self.none if noes == len(self.words) else ""


class DayAndClock(NamedTuple):
    """A day, and the time of that day in a column of its own (采样日期 beside 采样时间)."""

    day: int
    clock: int

    @property
    def places(self) -> tuple[int, ...]:
        """See the module."""
        return self

    def of(self, row: Sequence[Writing]) -> Writing:
        """Text as one writing; one alone stays as it is written."""
        day, said = row[self.day], shown(row[self.clock]).strip()
        if not said or spelling.is_dash(said):
            return day
        return f"{shown(day).strip().removesuffix(' 00:00')} {said}".strip()


class NameParts(NamedTuple):
    """The parts of one name, as western names follow each other: given names, those between, the family's."""

    places: tuple[int, ...]
    family: int
    """The place of the family's name among them."""
    family_first: bool
    """Whether the sheet's country writes the family's name first; names in Chinese characters always do."""

    def of(self, row: Sequence[Writing]) -> Writing:
        """The name as it is called: 王小明, Tom Reed."""
        said = {
            at: text for at in self.places if (text := shown(row[at]).strip()) and not spelling.is_dash(text)
        }
        eastern = bool(said) and all(map(is_eastern, said.values()))
        if (eastern or self.family_first) and self.family in said:
            said = {self.family: said[self.family], **said}
        return ("" if eastern else " ").join(said.values())


class SaidOf(NamedTuple):
    """Cells whose heading says of whom their answer is (父亲电话): the word for them, where one is answered."""

    places: tuple[int, ...]
    word: str

    def of(self, row: Sequence[Writing]) -> Writing:
        """The word, where something stands in one of the cells."""
        written = (shown(row[at]).strip() for at in self.places)
        return self.word if any(text and not spelling.is_dash(text) for text in written) else ""


class PhonePart(NamedTuple):
    """One of the telephones that a cell holds, or whose it is: 13800138000(爸) 13900139000(妈)."""

    at: int
    place: int
    """Which of them, from 0; the first keeps a cell that cannot be told apart, and is refused there."""
    whose: bool
    """The word for whom it belongs to, and not the number."""
    labelled: bool
    """Only numbers with such a word count; the others are the pupil's own."""

    @property
    def places(self) -> tuple[int, ...]:
        """See the module."""
        return (self.at,)

    def of(self, row: Sequence[Writing]) -> Writing:
        """See the class."""
        found = telephones_of(row[self.at], labelled=self.labelled)
        if found is None:
            return "" if self.whose or self.place or self.labelled else row[self.at]
        if self.place >= len(found):
            return ""
        return found[self.place][self.whose]


class OwnPhone(NamedTuple):
    """A cell of telephones that is the pupil's own, unless it says that they are the parents'."""

    at: int

    @property
    def places(self) -> tuple[int, ...]:
        """See the module."""
        return (self.at,)

    def of(self, row: Sequence[Writing]) -> Writing:
        """The cell, where its numbers are nobody else's."""
        return row[self.at] if telephones_of(row[self.at], labelled=True) is None else ""


class Respelled(NamedTuple):
    """A cell of a column whose cells say together how they are meant: each writing, and what is meant by it."""

    at: int
    said: Mapping[Writing, Writing]
    repair: str
    """What is told of the column once."""

    @property
    def places(self) -> tuple[int, ...]:
        """See the module."""
        return (self.at,)

    def of(self, row: Sequence[Writing]) -> Writing:
        """What is meant; a writing of which the others say nothing stays as it is."""
        cell = row[self.at]
        return self.said.get(cell, cell)


class HourOfRow(NamedTuple):
    """A cell whose hour another cell of its row says (体温 beside 时段): the answer for one of the hours."""

    at: int
    hour: int
    field: str
    said: Callable[[Writing], str]
    """The field whose hour a cell says."""
    keeps: bool
    """It keeps a cell of which no hour is said, which is refused there."""

    @property
    def places(self) -> tuple[int, ...]:
        """See the module."""
        return (self.at, self.hour)

    def of(self, row: Sequence[Writing]) -> Writing:
        """The cell in a row of this hour; with what stands for the hour where nobody knows which it is."""
        said = self.said(row[self.hour])
        if said:
            return row[self.at] if said == self.field else ""
        if not self.keeps or _is_empty(row[self.at]):
            return ""
        return f"{shown(row[self.at]).strip()} {shown(row[self.hour]).strip() or _NOBODY_KNOWS}"


class RowDay(NamedTuple):
    """The whole day that each row says of itself (填写时间), without its hour."""

    at: int
    whole: Callable[[Writing], date | None]
    """The day of a cell that says one whole."""
    repair: str = "row-day"

    @property
    def places(self) -> tuple[int, ...]:
        """See the module."""
        return (self.at,)

    def of(self, row: Sequence[Writing]) -> Writing:
        """The day; what says none whole stays as it is."""
        return self.whole(row[self.at]) or row[self.at]


class Denial(NamedTuple):
    """A cell that names something or says that there is nothing (旅居史: 无, 三亚): its no is the answer `yes`."""

    at: int
    no: frozenset[str]
    """Every way to say no, as `spelling.word`."""
    yes: str
    otherwise: str = ""
    """The answer where the cell says a bare yes, and nothing is named in the row."""
    named: tuple[int, ...] = ()
    """The cells that name it, beside this one."""

    @property
    def places(self) -> tuple[int, ...]:
        """See the module."""
        return (self.at, *self.named)

    def says_no(self, row: Sequence[Writing]) -> bool:
        """Whether the cell says that there is nothing."""
        return _word(row[self.at]) in self.no

    def of(self, row: Sequence[Writing]) -> Writing:
        """The answer where the cell says no, or only yes; nothing where something is named."""
        if self.says_no(row):
            return self.yes
        bare = _word(row[self.at]) in YES
        return self.otherwise if bare and all(_is_empty(row[at]) for at in self.named) else ""


class PlaceNamed(NamedTuple):
    """What the cell of a `Denial` names, where it does not only say no or yes."""

    at: int
    no: frozenset[str]

    @property
    def places(self) -> tuple[int, ...]:
        """See the module."""
        return (self.at,)

    def of(self, row: Sequence[Writing]) -> Writing:
        """The cell as it is written; nothing where it says no, or a bare yes."""
        key = _word(row[self.at])
        return "" if key in self.no or key in YES else row[self.at]


class DayDeclared(NamedTuple):
    """The first or last day of what the no of a cell declares, counted from the day on which it was said."""

    denial: Denial
    said_on: RowDay | date
    counted: Callable[[date], Writing]

    @property
    def places(self) -> tuple[int, ...]:
        """See the module."""
        return (self.denial.at, *(self.said_on.places if isinstance(self.said_on, RowDay) else ()))

    def of(self, row: Sequence[Writing]) -> Writing:
        """The day; nothing where the cell says no no, or nobody knows when it was said."""
        if not self.denial.says_no(row):
            return ""
        day = self.said_on.whole(row[self.said_on.at]) if isinstance(self.said_on, RowDay) else self.said_on
        return self.counted(day) if day else ""


class PlaceSpan(NamedTuple):
    """A place and its days in one cell (三亚8.1-8.5), or one of the two days."""

    place: Cell | PlaceNamed
    part: int
    """0: the place, 1 and 2: the days."""
    split: Callable[[str, Sequence[Writing]], tuple[str, Writing, Writing] | None]
    """The parts of a text in its row; None where it has no days."""

    @property
    def places(self) -> tuple[int, ...]:
        """See the module."""
        return self.place.places

    def of(self, row: Sequence[Writing]) -> Writing:
        """The part; the whole for the place where there are no days."""
        cell = self.place.of(row)
        found = self.split(cell, row) if isinstance(cell, str) else None
        if found is None:
            return "" if self.part else cell
        return found[self.part]


class SpokenOf(NamedTuple):
    """The remark of a row that another blank keeps, where it speaks of what this one asks (夜里发烧)."""

    at: int
    spoken: Callable[[str], Collection[str]]
    """What a text speaks of."""

    @property
    def places(self) -> tuple[int, ...]:
        """See the module."""
        return (self.at,)

    def of(self, row: Sequence[Writing]) -> Writing:
        """The remark; nothing where it speaks of something else."""
        return row[self.at] if self.spoken(shown(row[self.at])) else ""


class DayBeside(NamedTuple):
    """A day whose year the row's own day gives (发病日期 8月7日 beside 日期 2022-08-08)."""

    at: int
    beside: RowDay
    lend: Callable[[Writing, date], Writing]
    """What a writing is beside a day."""
    repair: str = "year-beside"

    @property
    def places(self) -> tuple[int, ...]:
        """See the module."""
        return self.at, self.beside.at

    def of(self, row: Sequence[Writing]) -> Writing:
        """The day with its year; as it is written where the row gives none."""
        day = self.beside.whole(row[self.beside.at])
        return self.lend(row[self.at], day) if day else row[self.at]


class ClassUnderGrade(NamedTuple):
    """A class without its grade (1班), and the grade beside it."""

    unit: int
    grade: int

    @property
    def places(self) -> tuple[int, ...]:
        """See the module."""
        return self

    def of(self, row: Sequence[Writing]) -> Writing:
        """七年级 and 1班 → 七年级(1)班; what is no bare class stays as it is."""
        unit, grade = shown(row[self.unit]), shown(row[self.grade])
        bare = BARE_CLASS.fullmatch(spelling.flat(unit))
        return f"{grade}({bare[1]})班" if bare and grade else unit


class PlaceParts(NamedTuple):
    """Province, city, county and town of one place."""

    places: tuple[int, ...]

    def of(self, row: Sequence[Writing]) -> Writing:
        """The parts as one place; a part that repeats the one before it (北京市 北京市) counts once."""
        whole = ""
        for part in (shown(row[at]).strip() for at in self.places):
            if spelling.is_dash(part) or part in _NO_LEVEL or (part and whole.endswith(part)):
                continue
            whole = part if whole and part.startswith(whole) else whole + part
        return whole


class LinePart(NamedTuple):
    """One answer of a form that is written on one line of a cell."""

    at: int
    field: str
    read: Callable[[Writing], Mapping[str, str]]
    """What a line writes to each question."""

    @property
    def places(self) -> tuple[int, ...]:
        """See the module."""
        return (self.at,)

    def of(self, row: Sequence[Writing]) -> Writing:
        """What the line writes to this question; nothing where it leaves it open."""
        return self.read(row[self.at]).get(self.field, "")


ReadTogether = Respelled | RowDay | DayBeside
"""Sources of which the column is told once, with their repair."""
AnswerSource = (
    LinePart | Cell | GivenOnce | Ticks | DayAndClock | ClassUnderGrade | PlaceParts
    | NameParts | SaidOf | PhonePart | OwnPhone | ReadTogether | Denial | PlaceNamed | DayDeclared | PlaceSpan
    | SpokenOf | HourOfRow
)  # fmt: skip


def is_eastern(text: str) -> bool:
    """Whether a text is written in characters of which names put the family's first, without a space."""
    return _EASTERN.search(text) is not None


def picker(sources: Sequence[AnswerSource]) -> Callable[[Sequence[Writing]], tuple[Writing, ...]]:
    """Takes the answers out of a row, in this order; plain cells must come first, because they are taken at once."""
    cells = _cells([one.at for one in sources if isinstance(one, Cell)])
    others = [one for one in sources if not isinstance(one, Cell)]
    if not others:
        return cells
    if all(isinstance(one, GivenOnce) for one in others):
        told = tuple(one.of(()) for one in others)
        return lambda row: cells(row) + told
    return lambda row: cells(row) + tuple([one.of(row) for one in others])


def _cells(places: Sequence[int]) -> Callable[[Sequence[Writing]], tuple[Writing, ...]]:
    """Takes the cells at these places out of a row, always as a tuple."""
    if not places:
        return lambda row: ()
    if len(places) == 1:
        only = places[0]
        return lambda row: (row[only],)
    return itemgetter(*places)
