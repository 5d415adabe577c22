"""Residue: what of an intake nobody could read, and whom it was said of (`facts/unread`).

Gathered while rows are settled: cells that were refused or wait for a person's word, and rows that are no record or
are only perhaps about somebody. What was on file as unread and is answered now is dealt with.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import PurePath
from typing import NamedTuple

from schoolprep.facts import languages
from schoolprep.facts.blank import Blank, Blanks, hidden
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.facts.unread import (
    UNREAD_BLANK,
    UnreadCell,
    UnreadPlace,
    answers_it,
    dealt_with,
    is_beside,
    is_harmless,
    is_open,
    noted,
    unread,
    watched,
)
from schoolprep.facts.words import say
from schoolprep.intake.bystanders import Bystander
from schoolprep.intake.columns import IntakeNotice, Matched
from schoolprep.intake.people import name_key
from schoolprep.intake.rows import CellChange, RowSubject, SheetRow

_Key = tuple[object, ...]
_DAY = re.compile(
    r"(?:[\d\s./,，:：()（）-]|[年月日号时分]|(?:周|星期)[一二三四五六日天]|[上下]午"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:st|nd|rd|th|of|t|am|pm)(?![a-z])"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*)+",
    re.IGNORECASE,
)
"""What can be meant as a day, however it is read."""


class Leftover(NamedTuple):
    """What an intake leaves unread, and what of earlier ones it answers."""

    filed: list[Entry]
    """Unread answers that are not on file yet."""
    answered: list[Entry]
    """Those on file that this intake answers."""
    open: int
    """How many of its answers keep somebody from ready: those filed, and those that were waiting before."""
    asked: list[CellChange]
    """Its doubtful answers among them."""
    heard: list[IntakeNotice]
    """What of those filed no column asked for."""


class Residue:
    """See the module. `words`: a row's answers as text; `speaks`: whether words are of a sign or an illness."""

    def __init__(
        self,
        sheets: Sequence[Matched],
        on_file: Mapping[str, Sequence[Record]],
        words: Callable[[SheetRow], str],
        speaks: Callable[[str], bool],
    ) -> None:
        self._sheets = sheets
        self._on_file = on_file
        self._words = words
        self._speaks = speaks
        self._watched = [watched(sheet.blank) for sheet in sheets]
        self._found: dict[tuple[str, _Key], Entry] = {}
        self._asked: dict[CellChange, None] = {}
        self._heard: dict[tuple[str, _Key], tuple[UnreadPlace, UnreadCell]] = {}
        """What no column asked for, and where it was heard."""
        self._answered: dict[str, Record] = {}

    def hear(self, subject: str, row: SheetRow, named: str = "") -> None:
        """Keep what a row's cells leave unread: those refused as they were read, and those that wait."""
        fields = self._watched[row.sheet]
        if self._is_of_some_day(row):
            return
        for cell in row.unread:
            if fields or cell.heard:
                self._keep(subject, row, cell, named)
        if not fields or not row.doubts:
            return
        headings = {column.field: column.heading for column in self._sheets[row.sheet].columns}
        for doubt in row.doubts:
            if doubt.field in fields:
                change = doubt.change
                words = change.was if doubt.value is None else str(doubt.value)
                cell = UnreadCell(doubt.field, words, headings.get(doubt.field, ""), change.cell)
                self._keep(subject, row, cell, named)
                self._asked[change] = None

    def _is_of_some_day(self, row: SheetRow) -> bool:
        """Whether a row says that somebody was well, and only the day is open on which they were."""
        blank = self._sheets[row.sheet].blank
        unsure = [(one.field, one.words) for one in row.unread]
        unsure += [(one.field, one.change.was) for one in row.doubts]
        return is_harmless(blank, row.answers) and all(
            field in blank.key and _DAY.fullmatch(words) for field, words in unsure
        )

    def drop(self, subject: str, row: SheetRow, field: str, words: str, cell: str) -> None:
        """Keep an answer that was read and cannot stand."""
        if field in self._watched[row.sheet]:
            columns = self._sheets[row.sheet].columns
            heading = next((column.heading for column in columns if column.field == field), "")
            self._keep(subject, row, UnreadCell(field, words, heading, cell))

    def drop_row(self, subject: str, row: SheetRow, named: str = "") -> None:
        """Keep a row that is not taken in as a whole, but for what makes nobody worse.

        `named`: whom it names, where nobody knows yet whether it is this person.
        """
        words = self._words(row) if self._says_something(row) else ""
        if words:
            self._keep(subject, row, UnreadCell("", words), named)
        self.hear(subject, row, named)

    def _says_something(self, row: SheetRow) -> bool:
        """Whether the answers of a row could make somebody worse."""
        blank = self._sheets[row.sheet].blank
        alone = bool(row.answers) and all(blank[name].aside for name in row.answers)
        return bool(self._watched[row.sheet]) and not alone and not is_harmless(blank, row.answers)

    def keeps(self, row: SheetRow) -> bool:
        """Whether anything of a row would be kept."""
        return bool(row.unread or row.doubts or self._says_something(row))

    def perhaps(self, subject: str, row: SheetRow) -> None:
        """Keep a row of which nobody knows yet whether it is about somebody."""
        self.drop_row(subject, row, _named(row.who))

    def _keep(self, subject: str, row: SheetRow, cell: UnreadCell, named: str = "") -> None:
        sheet = self._sheets[row.sheet]
        place = UnreadPlace(sheet.table.file, sheet.table.sheet, named)
        own, fields = not cell.blank, cell.field.split()
        read = {name: value for name, value in row.answers.items() if own and name not in fields}
        entry = unread(subject, sheet.blank, cell, place, read)
        found = (subject, _key(entry.answers or {}))
        before = self._found.setdefault(found, entry)
        if not named and (before.answers or {}).get("named"):
            self._found[found] = entry  # what is surely theirs goes before what is perhaps so
        if cell.heard:
            self._heard.setdefault(found, (place, cell))

    def overhear(self, one: Bystander, blanks: Blanks) -> None:
        """Keep what is said of somebody where nobody reads."""
        place = UnreadPlace(one.table.file, one.table.sheet)
        entry = unread(one.subject, blanks[one.cell.blank], one.cell, place, {})
        found = (one.subject, _key(entry.answers or {}))
        self._found.setdefault(found, entry)
        self._heard.setdefault(found, (place, one.cell))

    def answer(self, subject: str, row: SheetRow, answers: Answers, *, new: bool) -> None:
        """A statement is on file after this intake: what was unread of it is answered. `new`: it was not before.

        Of a row that gave nothing else, the same sheet must say so. Other words beside somebody answer no words.
        """
        if not self._watched[row.sheet]:
            return
        sheet = self._sheets[row.sheet]
        self._answered |= self._found_its_owner(subject, row)
        if subject not in self._on_file:
            return
        said = [name for name in row.answers if not sheet.blank[name].mentions]
        for one in filter(is_open, self._on_file[subject]):
            found = answers_it(one.answers or {}, sheet.blank, answers, said)
            here = _is_sheet(one, sheet)
            if (found and (here or not self._denies(one, sheet.blank, answers))) or (
                found is None and new and here
            ):
                self._answered[one.id] = one

    def _denies(self, one: Record, blank: Blank, answers: Answers) -> bool:
        """Whether a statement of another sheet says well where what nobody could read speaks of a sign (38..9)."""
        unread_one = one.answers or {}
        fields = str(unread_one.get("field", "")).split()
        said = {name: answers[name] for name in fields if name in answers}
        return self._speaks(str(unread_one.get("words", ""))) and is_harmless(blank, said)

    def _found_its_owner(self, subject: str, row: SheetRow) -> dict[str, Record]:
        """What is on file of others who were perhaps meant by a row of which it is known now whose it is."""
        sheet = self._sheets[row.sheet]
        named = self._perhaps.get((sheet.blank.id, name_key(_named(row.who))), ())
        return {
            one.id: one
            for one in named
            if one.subject != subject and _is_sheet(one, sheet) and is_beside(one.answers or {}, row.answers)
        }

    @cached_property
    def _perhaps(self) -> Mapping[tuple[str, str], Sequence[Record]]:
        """What is on file as perhaps somebody's, by blank and whom it names."""
        found: dict[tuple[str, str], list[Record]] = {}
        for one in (one for of_one in self._on_file.values() for one in of_one if is_open(one)):
            answers = one.answers or {}
            if named := str(answers.get("named", "")):
                found.setdefault((str(answers.get("blank")), name_key(named)), []).append(one)
        return found

    def left(self) -> Leftover:
        """What is left when every row is settled."""
        found = noted(self._found.values(), lambda subject: self._on_file.get(subject, ()))
        again = {one.id for one in found.repeated}
        answered = [one for one in self._answered.values() if one.id not in again]
        answered += [one for one in found.rewritten if one.id not in self._answered]
        waiting = len(found.filed) + sum(map(is_open, found.repeated))
        return Leftover(
            found.filed, [dealt_with(one) for one in answered], waiting, list(self._asked),
            list(self._overheard(found.filed)),
        )  # fmt: skip

    def _overheard(self, filed: Sequence[Entry]) -> Iterator[IntakeNotice]:
        """What is told of what was heard and is filed: each cell, and the title of a list once for everybody on it."""
        keys = ((entry.subject, _key(entry.answers or {})) for entry in filed)
        counted = Counter(self._heard[key] for key in keys if key in self._heard)
        for (place, cell), count in counted.items():
            code = "words-speak" if cell.heading else "title-speaks"
            problem = Problem(
                f"intake.{code}", {"heading": cell.heading, "value": cell.words, "count": count}
            )
            yield IntakeNotice(place.file, place.sheet, cell.cell, cell.words, problem)


def _named(who: RowSubject) -> str:
    """Whom a row names, as it says first: a name, else a number."""
    return who.name or who.number or who.register_no or who.document or who.spoiled


def _key(answers: Answers) -> _Key:
    return _blank().key_of(answers)


def _blank() -> Blank:
    return hidden()[UNREAD_BLANK]


@cache
def _copied() -> re.Pattern[str]:
    """What stands behind a file's name where its refused rows went back to its sender (`returned`)."""
    suffixes = sorted({re.escape(say("intake.returned-suffix", lang)) for lang in languages.known()})
    return re.compile(rf" (?:{'|'.join(suffixes)})(?: \d+)?$")


def _is_sheet(one: Record, sheet: Matched) -> bool:
    """Whether an unread answer stood on this sheet, of this file or of what went back to its sender."""
    answers = one.answers or {}
    named = _copied().sub("", PurePath(sheet.table.file).stem) == PurePath(str(answers.get("file", ""))).stem
    return named and answers.get("sheet") == sheet.table.sheet
