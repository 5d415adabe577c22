"""Overheard: what a row says where no column of its sheet asks for it, and speaks of a sign or an illness.

Columns that nothing is read from, free words of forms that no rule looks at, what people pinned to cells, and the title
or name of the list a row stands on. Nothing of it is understood: it is unread of whom the row is about
(`facts/unread`), so that nobody is ready past it. What such words look like is declared in `overheard.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path, PurePath

import msgspec

from schoolprep.facts import toml
from schoolprep.facts.blank import Blank, Blanks, Field
from schoolprep.facts.heading_words import heading_key
from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.kinds.choice import beside
from schoolprep.facts.mentions import Hearing, Mentions, told
from schoolprep.facts.record import Answers
from schoolprep.facts.traditional import simplified
from schoolprep.facts.unread import UnreadCell, watched
from schoolprep.intake.columns import WHO, HeardColumn, HeardTitle, Matched
from schoolprep.intake.dittos import dittos
from schoolprep.intake.layout import ColumnHead, SheetHeader
from schoolprep.intake.sources import NO, YES
from schoolprep.intake.tables import Table, column_letters, shown
from schoolprep.intake.vocabulary import Vocabulary

_FREE = frozenset({"text", "name"})
"""The kinds of answers in which people write whatever they want to say."""
_NUMBER = re.compile(r"(\d{2,3}(?:[.。．]\d{1,2})?)(?:℃|°c|c|度)?")
_LOWEST, _HOT, _HIGHEST = 34.0, 37.3, 43.0
"""°C a living person can have, and from which on none is normal (人民卫生出版社《诊断学》: 36.3–37.2 at the mouth)."""
_TENFOLD = 10
"""A typed 385 is 38.5."""
_LONGEST_TITLE = 60
_LABELLED = re.compile("[:：].")
"""今日发热：王小明 speaks of whom it names (`bystanders`)."""
_BEFORE = 8
"""So many characters before a word for people an illness is theirs."""
_AROUND = 6
"""Rows under a table in which a line may say what its marks mean."""
_FEVER = frozenset({"fever"})
_UNWELL = frozenset({"unwell"})
_NOTHING: frozenset[str] = frozenset()


class _Headings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    past: tuple[str, ...]
    weak: tuple[str, ...]
    standing: tuple[str, ...]
    anybodys: tuple[str, ...]
    plain: tuple[str, ...]
    measured: tuple[str, ...]
    well: tuple[str, ...]
    wrong: tuple[str, ...]
    looked_at: tuple[str, ...]
    register: tuple[str, ...]


class _Cells(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    register: tuple[str, ...]
    wrong: tuple[str, ...]
    nothing: tuple[str, ...]
    chosen: str
    denies: str


class _Legend(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    means: str
    between: str
    marks: tuple[str, ...]
    first: str
    checks: tuple[str, ...]


class _Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: tuple[str, ...]
    other: tuple[str, ...]
    around: tuple[str, ...]
    people: tuple[str, ...]
    weak: tuple[str, ...]
    marks: tuple[str, str]
    explains: str


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    heading: _Headings
    cell: _Cells
    legend: _Legend
    title: _Title


@cache
def _data() -> _Data:
    return msgspec.convert(toml.file(Path(__file__).with_name("overheard.toml")), _Data)


@cache
def _shape(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


@cache
def _nothing() -> frozenset[str]:
    return NO | frozenset(map(spelling.word, _data().cell.nothing))


@cache
def _wrong() -> frozenset[str]:
    return frozenset(map(spelling.word, _data().cell.wrong))


# What is listened to -----------------------------------------------------------------------------------------------


def listening(
    sheets: Sequence[Matched], layout: SheetHeader, words: Vocabulary, passed: Collection[int]
) -> list[Matched]:
    """The blanks that a sheet answers, one of those that read the same cells listening to what else stands there.

    `passed`: columns that are asked about, or that the program itself wrote.
    """
    made = list(sheets)
    for at, group in _listeners(sheets):
        matched = sheets[at]
        kept = kept_as(words.blanks, [matched.blank])
        if kept is None:
            continue
        places = [place for place in matched.own or _places(matched, layout) if place not in passed]
        heard = tuple(_listened_to(group, places, layout))
        hearing = words.hearing.of(kept[1])
        made[at] = matched._replace(
            listens=True,
            heard=heard,
            titled=title_of(matched.table, layout.top, hearing),
            of_the_ill=_is_of_the_ill(matched.table, layout.top, heard, hearing),
        )
    groups = [at for at, sheet in enumerate(sheets) if sheet.several]
    for at in groups[:1]:  # whose rows are about a class: whoever is named in its other columns is looked for
        places = [place for place in _places(sheets[at], layout) if place not in passed]
        made[at] = sheets[at]._replace(heard=tuple(_listened_to(sheets, places, layout)))
    return made


def _is_of_the_ill(table: Table, top: int, heard: Iterable[HeardColumn], hearing: Mentions) -> bool:
    """Whether a list speaks of what its people have, or of their being away: it is no list of who there is."""
    headings, title = _data().heading, _data().title
    over = [text for text, _ in _titles(table, top) if not _is(title.other, _flat(text))]
    over += [one.heading for one in heard if not _is(headings.past, _flat(one.heading))]
    return any(hearing.of(text) or _of_title(_flat(text), hearing) for text in over)


def our_own(heads: Iterable[ColumnHead], words: Vocabulary) -> frozenset[int]:
    """The columns in which the program itself wrote what it found out, on a roster of its own that comes back."""
    computed = {
        head.at: heading_key(head.text)
        for head in heads
        if not head.fields and words.is_computed(head.text) and not words.is_ignored(head.text)
    }
    alone = len(computed) == 1 and set(computed.values()) <= set(_data().heading.anybodys)
    return frozenset(() if alone else computed)


def asks_for_signs(heading: str, hearing: Mentions) -> bool:
    """Whether a heading asks who has a sign or an illness."""
    shapes, flat = _data().heading, _flat(heading)
    return _is(shapes.wrong, flat) or bool(hearing.of(flat) - frozenset(shapes.weak))


def _listeners(sheets: Sequence[Matched]) -> Iterator[tuple[int, Sequence[Matched]]]:
    """Of the blanks about people that read the same cells the one that listens, by its place, and all of them."""
    groups: dict[tuple[int, ...], list[int]] = {}
    for at, sheet in enumerate(sheets):
        if sheet.blank.about == "person" and not sheet.several:
            groups.setdefault(sheet.own, []).append(at)
    for group in groups.values():
        yield max(group, key=lambda at: _hears_itself(sheets[at].blank)), [sheets[at] for at in group]


def _hears_itself(blank: Blank) -> bool:
    """Whether what is heard beside a blank's answers can be kept as its own remark."""
    return blank.kept_unread and any(field.mentions for field in blank.field)


def _places(matched: Matched, layout: SheetHeader) -> Sequence[int]:
    """The columns of a table in which anything stands."""
    over = {head.at for head in layout.heads}
    width = max(map(len, matched.table.cells[matched.body :]), default=0)
    return [at for at in range(width) if at in over or _stands(matched, at)]


def _stands(matched: Matched, at: int) -> bool:
    return any(at < len(row) and row[at] not in (None, "") for row in matched.table.cells[matched.body :])


def _listened_to(
    sheets: Sequence[Matched], places: Iterable[int], layout: SheetHeader
) -> Iterator[HeardColumn]:
    """The columns in which anything may be said.

    What rules look at is read or refused where it stands, remarks of those forms are heard there; whom a row is about
    says nothing of them.
    """
    asked = {
        at
        for sheet in sheets
        for column in (*sheet.columns, *(one for one in sheet.doubled if one.field in watched(sheet.blank)))
        if not _is_free(sheet.blank, column.field, who=column.who)
        for at in column.source.places
    }
    texts = {head.at: head.text for head in layout.heads}
    yield from (HeardColumn(at, texts.get(at, "")) for at in places if at not in asked)


def _is_free(blank: Blank, field: str, *, who: bool) -> bool:
    """Whether an answer is somebody's own words that nothing else looks at."""
    one = None if who or (blank.id == "person" and field in WHO) else blank.fields.get(field)
    return one is not None and one.kind in _FREE and not (one.mentions and blank.kept_unread)


def title_of(table: Table, top: int, hearing: Mentions) -> HeardTitle | None:
    """What title, sheet or file of a list say of everybody on it: that they are ill; None where they say no such thing.

    `top`: the index of the first row of its header.
    """
    found = [
        HeardTitle(text, cell, codes, sure=sure)
        for text, cell in _titles(table, top)
        for codes, sure in _said_by(text, hearing)
    ]
    return min(found, key=lambda one: not one.sure, default=None)


def title_in(text: str, cell: str, hearing: Mentions) -> HeardTitle | None:
    """What a line says of everybody whom a list names under it, if it is a title of the ill and not of the absent."""
    found = (HeardTitle(text, cell, codes, sure=sure) for codes, sure in _said_by(text, hearing))
    ill = (one for one in found if not one.codes <= frozenset(_data().title.weak))
    return None if _shape(_data().title.explains).match(text) else next(ill, None)


def _titles(table: Table, top: int) -> Iterator[tuple[str, str]]:
    """What stands over a header and explains nothing, and what sheet and file are called, each with its cell."""
    explains = _shape(_data().title.explains)
    for row, line in enumerate(table.cells[: max(top, 0)]):
        for at, cell in enumerate(line):
            text = _without_marks(shown(cell)).strip()
            if text and len(text) <= _LONGEST_TITLE and not explains.match(text):
                yield text, table.address(at, table.row_number(row))
    yield from ((table.sheet, ""), (PurePath(table.file).stem, ""))


def _without_marks(text: str) -> str:
    """A line without what explains the marks under it; none of it where it does nothing else."""
    bracketed, whole = _data().title.marks
    return re.sub(whole, "", re.sub(bracketed, "", text))


def _said_by(text: str, hearing: Mentions) -> Iterator[tuple[frozenset[str], bool]]:
    """Of what a title speaks, and whether it says so of the people it names."""
    flat, title = _flat(text), _data().title
    codes = _of_title(flat, hearing) | hearing.of(text)
    if not codes:
        return
    other = _shape(*title.other)
    before = [flat[max(0, one.start() - _BEFORE) : one.start()] for one in _people().finditer(flat)]
    if any(_of_title(words, hearing) and not other.search(words) for words in before):
        yield codes, True
    elif _shape(*title.other, *title.around).search(flat) or _LABELLED.search(flat):
        return
    elif strong := codes - frozenset(title.weak):
        yield strong, False


def _people() -> re.Pattern[str]:
    return _shape(*_data().title.people)


def _of_title(flat: str, hearing: Mentions) -> frozenset[str]:
    codes = hearing.of(flat)
    return codes or (_UNWELL if any(word in flat for word in _data().title.words) else _NOTHING)


# Listening ---------------------------------------------------------------------------------------------------------


class Ear:
    """Listens to the rows of one matched sheet."""

    def __init__(self, matched: Matched, blanks: Blanks, hearing: Hearing) -> None:
        kept = kept_as(blanks, [matched.blank])
        self._matched = matched
        self._table = matched.table
        self._blank = kept[0].id if kept is not None else ""
        self._field = kept[1].name if kept is not None else ""
        self._mentions = hearing.of(kept[1]) if kept is not None else None
        self._pinned: dict[int, list[tuple[int, str]]] = {}
        for (row, at), text in matched.table.comments.items() if matched.listens else ():
            self._pinned.setdefault(matched.table.row_number(row), []).append((at, text))
        heard = matched.heard if matched.listens and self._mentions else ()
        self._columns = [_Column(self, column, self._mentions) for column in heard]
        self.listens = self._mentions is not None and bool(self._columns or self._pinned or self._title)

    @property
    def _title(self) -> HeardTitle | None:
        title = self._matched.titled
        return None if self._matched.blank.finished_later else title

    def hears(self, number: int, line: Sequence[Writing]) -> bool:
        """Whether a row says anything that no column asks for."""
        return self.listens and (self._title is not None or any(True for _ in self._said(number, line)))

    def of(self, number: int, line: Sequence[Writing], answers: Answers) -> tuple[UnreadCell, ...]:
        """What is heard of a row beyond its answers."""
        known = told(self._matched.blank, answers)
        found = [cell for codes, cell in self._said(number, line) if not codes <= known]
        title = self._title
        if title is not None and not title.codes <= known and (title.sure or not self._answers(answers)):
            found.append(self._cell(title.words, "", title.cell))
        return tuple(found)

    def _answers(self, answers: Answers) -> bool:
        """Whether a row itself says anything that rules look at, beside its day."""
        return bool((watched(self._matched.blank) & answers.keys()) - set(self._matched.blank.key))

    def _said(self, number: int, line: Sequence[Writing]) -> Iterator[tuple[frozenset[str], UnreadCell]]:
        for column in self._columns:
            at = column.heard.at
            if at >= len(line) or line[at] in (None, ""):
                continue
            if codes := column.of(self._dittos.get((number, at), line[at])):
                words = self._as_written(number, at, line[at])
                yield codes, self._cell(words, column.heading, self._table.address(at, number))
        for at, text in self._pinned.get(number, ()):
            assert self._mentions is not None  # else nothing is listened to
            if codes := self._mentions.of(text):
                yield codes, self._cell(text.strip(), self._heading(at), self._table.address(at, number))

    def _as_written(self, number: int, at: int, writing: Writing) -> str:
        """What stands in a cell, and behind a ditto what it repeats."""
        repeated = shown(self._dittos.get((number, at))).strip()
        return beside((shown(writing).strip(), repeated))

    @cached_property
    def _dittos(self) -> Mapping[tuple[int, int], Writing]:
        return dittos(self._table, self._matched.body, [column.heard.at for column in self._columns])

    def _cell(self, words: str, heading: str, cell: str) -> UnreadCell:
        own = self._blank == self._matched.blank.id
        field = self._field if heading else ""
        return UnreadCell(field, words, heading, cell, "" if own else self._blank, heard=True)

    def _heading(self, at: int) -> str:
        body = self._matched.body
        head = self._table.cells[body - 1] if body else ()
        return (shown(head[at]).strip() if at < len(head) else "") or self.letters(at)

    def letters(self, at: int) -> str:
        """The letters of a column."""
        return column_letters(self._table.first_column + at)

    def is_temperatures(self, at: int) -> bool:
        """Whether every number of a column could be somebody's temperature, and one is written as such."""
        written = [shown(row[at]).strip() for row in self._table.cells[self._matched.body :] if at < len(row)]
        numbers = [text for text in written if _number(text) is not None]
        exact = any(not text.isdigit() for text in numbers)
        return exact and all(_LOWEST <= (_number(text) or 0) <= _HIGHEST for text in numbers)

    def has(self, at: int, marks: frozenset[str]) -> bool:
        """Whether a column holds one of some words."""
        rows = self._table.cells[self._matched.body :]
        return any(spelling.word(shown(row[at])) in marks for row in rows if at < len(row))

    @cached_property
    def wrong_marks(self) -> frozenset[str]:
        """The marks that a line around the table says mean that something is wrong."""
        return frozenset(spelling.word(mark) for text in self._around for mark in _wrong_marks_of(text))

    @cached_property
    def is_check(self) -> bool:
        """Whether the sheet is a check of who is well, or there."""
        checks = _shape(*_data().legend.checks)
        names = (self._table.sheet, self._table.file, *self._around)
        return any(checks.search(_flat(text)) for text in names)

    @cached_property
    def _around(self) -> list[str]:
        """The lines above and below the rows."""
        cells, body = self._table.cells, self._matched.body
        lines = (*cells[:body], *cells[max(body, len(cells) - _AROUND) :])
        return [cell for line in lines for cell in line if isinstance(cell, str) and len(cell) > 2]


def _wrong_marks_of(text: str) -> Iterator[str]:
    """The marks that a text says mean that something is wrong: those before such a word, else those behind one."""
    legend = _data().legend
    before = [marks for marks in legend.marks if re.search(f"[{marks}]{legend.between}{legend.means}", text)]
    behind = [marks for marks in legend.marks if re.search(f"{legend.means}{legend.between}[{marks}]", text)]
    found = before if before and _shape(legend.first).search(text) else behind
    yield from (mark for marks in found for mark in marks)


class _Column:
    """One column that is listened to."""

    def __init__(self, ear: Ear, heard: HeardColumn, mentions: Mentions | None) -> None:
        assert mentions is not None  # else no column is listened to
        self._ear = ear
        self.heard = heard
        self._mentions = mentions
        self.heading = heard.heading or ear.letters(heard.at)
        flat, shapes = _flat(heard.heading), _data().heading
        self._past = _is(shapes.past, flat)
        self._asks = _NOTHING if self._past else mentions.of(flat) - frozenset(shapes.weak)
        self._plain = not self._asks and _is(shapes.plain, flat)
        self._well = _is(shapes.well, flat)
        self._wrong = not self._well and _is(shapes.wrong, flat)
        self._measured = _is(shapes.measured, flat)
        self._looked_at = _is(shapes.looked_at, flat)
        self._marks = _data().cell.register if _is(shapes.register, flat) else ()
        self._known: dict[Writing, frozenset[str]] = {}

    def of(self, writing: Writing) -> frozenset[str]:
        """The codes of what a cell speaks of."""
        if self._past or self._plain:
            return _NOTHING
        found = self._known.get(writing)
        if found is None:
            found = self._known[writing] = self._heard(shown(writing).strip())
        return found

    def _heard(self, text: str) -> frozenset[str]:
        number = _number(text)
        if number is not None:
            return self._of_number(number)
        text = re.sub(_data().cell.chosen, "", text)
        word = spelling.word(text.rstrip("。．.!！,，;；"))
        if word in self._ear.wrong_marks or word in _wrong() or text in self._marks:
            return self._asks or _UNWELL
        if word in _nothing() or spelling.is_dash(text):
            return self._of_no(word)
        if found := self._mentions.of(text):
            return found
        asks = self._asks if word in YES else self._asks - frozenset(_data().heading.standing)
        if asks and not _shape(_data().cell.denies).match(text):
            return asks
        return _UNWELL if self._wrong and word in YES else _NOTHING

    def _of_no(self, word: str) -> frozenset[str]:
        """A cell that says no: not well, where it was asked whether all is, or a cross among ticks."""
        crossed = word in frozenset(map(spelling.word, _data().legend.marks[0]))
        if self._well and word in NO and word not in _well_words():
            return _FEVER if self._measured else _UNWELL
        among_ticks = crossed and self._looked_at and self._ear.is_check and not self._ear.wrong_marks
        return _UNWELL if among_ticks and self._ear.has(self.heard.at, YES | _well_words()) else _NOTHING

    def _of_number(self, number: float) -> frozenset[str]:
        """A number that is a temperature nobody has who is well; another one only where the heading asks for a sign."""
        if _LOWEST <= number <= _HIGHEST:
            if number < _HOT:
                return _NOTHING
            at = self.heard.at
            return _FEVER if self._measured or self._asks or self._ear.is_temperatures(at) else _NOTHING
        return self._asks if number and not self._measured else _NOTHING


def kept_as(blanks: Blanks, first: Sequence[Blank] = ()) -> tuple[Blank, Field] | None:
    """The form and question whose words what is heard are kept as: those of `first`, else the first that has one."""
    for one in (*first, *blanks.values()):
        for field in one.field if one.kept_unread else ():
            if field.mentions:
                return one, field
    return None


def speaks_of_signs(blanks: Blanks) -> Callable[[str], bool]:
    """Whether words are of a sign or an illness."""
    kept = kept_as(blanks)
    hearing = Hearing(blanks)

    def speaks(words: str) -> bool:
        return kept is not None and bool(hearing.of(kept[1]).of(words))

    return speaks


@cache
def _well_words() -> frozenset[str]:
    return frozenset(map(spelling.word, ("正常", "良好", "健康", "好", "normal", "ok", "well", "无异常")))


def _number(text: str) -> float | None:
    """A text that is one number, as °C where it is written without its point; None for any other."""
    if text.isdigit() and len(text) == 1:
        return float(text)
    found = _NUMBER.fullmatch(spelling.flat(text).casefold())
    if found is None:
        return None
    number = float(re.sub("[。．]", ".", found[1]))
    return number / _TENFOLD if _LOWEST <= number / _TENFOLD <= _HIGHEST else number


def _is(patterns: Iterable[str], flat: str) -> bool:
    return bool(flat) and _shape(*patterns).search(flat) is not None


def _flat(text: str) -> str:
    return simplified("".join(text.split()).casefold())
