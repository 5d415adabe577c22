"""Class books: a workbook a class for colleagues without the program; it comes back like every other workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from schoolprep.declarations import Data
from schoolprep.desk.log import Leaving, LogDesk
from schoolprep.facts import kinds
from schoolprep.facts.blank import Blank, BookColumn, book_columns
from schoolprep.facts.days import Moment
from schoolprep.facts.file import File
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError, Filling, Series
from schoolprep.facts.record import Answers, Record
from schoolprep.facts.school_order import class_key, order_of, person_key
from schoolprep.facts.subject import HANDS
from schoolprep.facts.words import say
from schoolprep.handover.nouns import Colleague, Standing
from schoolprep.handover.register import Arrived, Register
from schoolprep.handover.scope import has_word
from schoolprep.intake.class_book import ClassBookSaid, SaidRow, WrittenSheet, cells_of, key_of, packed
from schoolprep.store import Store
from schoolprep.store.records.seat import Seat

CLASS_BOOK = "class-workbook"
"""What the log calls it."""
_PASSWORDS = "class-books"
_MOST_PASSWORDS = 12


class ClassLine(NamedTuple):
    """One filled row, and what stands in its hidden cell."""

    texts: tuple[str, ...]
    key: str


class ClassSheet(NamedTuple):
    """One sheet."""

    name: str
    columns: tuple[BookColumn, ...]
    rows: Sequence[ClassLine]
    names_at: int | None
    """The column in which a name of the class is chosen; None on the sheet of the people themselves."""


class ClassBook(NamedTuple):
    """A class workbook, in one language."""

    class_name: str
    number: int
    people: tuple[str, ...]
    lang: Lang
    title: str
    guide: tuple[str, ...]
    sheets: tuple[ClassSheet, ...]
    names: tuple[str, ...]
    mark: tuple[str, ...]
    """The cells of the hidden sheet."""


class ClassBooksDesk:
    """See the module."""

    def __init__(
        self, store: Store, data: Data, log: LogDesk, files: Callable[[], Mapping[str, File]]
    ) -> None:
        self._store = store
        self._data = data
        self._log = log
        self._files = files

    def classes(self) -> list[str]:
        """Every class somebody is in, in the order of the school."""
        units = {file.person.class_name for file in self._files().values() if file.person.class_name}
        return sorted(units, key=class_key)

    def draw(self, class_name: str, lang: Lang) -> ClassBook:
        """The workbook of a class, filled with what is known of it. Raises `CallError` for a class nobody is in."""
        people = [one for one in self._files().items() if one[1].person.class_name == class_name]
        if not people:
            raise CallError("roster.no-class", class_name=class_name, known=Series(self.classes(), "—"))
        order = order_of(self._store.school.settings)
        people.sort(key=lambda one: person_key(one[1].person, order))
        subjects = tuple(subject for subject, _ in people)
        number = self._issued(class_name) + 1
        drawing = _Drawing(self._data, subjects, self._store.current_of, lang)
        said = ClassBookSaid(
            self._store.proof(b"school")[:16], class_name, number, self._store.stamp(),
            tuple(drawing.written), tuple(drawing.rows),
        )  # fmt: skip
        content = packed(said)
        facts: dict[str, Filling] = {
            "school": self._store.school.name, "unit": class_name, "number": number,
        }  # fmt: skip
        lines = ("edit", "add", "empty", "leave", "return")
        return ClassBook(
            class_name, number, subjects, lang, say("class-book.title", lang, **facts),
            tuple(say(f"class-book.guide-{line}", lang) for line in lines), tuple(drawing.sheets),
            tuple(dict.fromkeys(file.person.name for _, file in people)),
            tuple(cells_of(content, self._store.proof(content))),
        )  # fmt: skip

    def leaving(self, book: ClassBook, whom: str = "") -> Leaving:
        """What the log says of a workbook that leaves; its line is the count of the next one's number."""
        return Leaving(CLASS_BOOK, book.title, book.people, None, book.class_name, False, whom)

    def _issued(self, class_name: str) -> int:
        """The highest number a workbook of this class has; those that were not written after all do not count."""
        return sum(
            (left.record.answers or {}).get("what") == CLASS_BOOK and left.unit == class_name
            for left in self._log.handed_out(1_000_000)
        )

    def standing(self, on: Moment) -> list[Standing]:
        """Where the classes stand for which workbooks left, each as that of a colleague without a name.

        The numbers are those of the workbooks; none is missing, as each holds everything that was known.
        """
        left: dict[str, str] = {}
        for one in reversed(self._log.handed_out(1_000_000)):
            if (one.record.answers or {}).get("what") == CLASS_BOOK:
                left.setdefault(one.unit, one.record.written)
        back: dict[str, list[Arrived]] = {}
        for book in Register(self._store.current_of(HANDS)).workbooks:
            for unit in book.classes:
                back.setdefault(unit, []).append(book)
        silent = [file.person.class_name for file in self._files().values() if not has_word(file, on.day)]
        return [
            _standing(unit, left.get(unit, ""), back.get(unit, ()), silent.count(unit))
            for unit in sorted({*left, *back}, key=class_key)
        ]

    # -------------------------------------------------------------- passwords

    def passwords(self) -> list[str]:
        """The passwords they were locked with, the newest first: what comes back opens by itself."""
        kept = self._store.seating.private(_PASSWORDS)
        return msgspec.json.decode(kept, type=list[str]) if kept else []

    def keep_password(self, password: str) -> None:
        """Remember a password, in the school's encrypted file alone."""
        if password and password not in (held := self.passwords()):
            kept = [password, *held][:_MOST_PASSWORDS]
            self._store.seating.keep_private(_PASSWORDS, msgspec.json.encode(kept))


def _standing(unit: str, written: str, back: Sequence[Arrived], waiting: int) -> Standing:
    newest = max(back, key=lambda one: one.sealed, default=None)
    seat = Seat(id=f"{CLASS_BOOK} {unit}", name="", role="class-teacher", classes=(unit,))
    colleague = Colleague(seat, "", written, joined=bool(back), revoked="")
    last, when = (newest.number, newest.sealed) if newest is not None else (None, "")
    return Standing(colleague, last, when, (), waiting)


class _Drawing:
    """The sheets of a class, and what is said of their rows where nobody looks."""

    def __init__(
        self, data: Data, subjects: Sequence[str], current: Callable[[str], list[Record]], lang: Lang
    ) -> None:
        self._data = data
        self._lang = lang
        records = [record for subject in subjects for record in current(subject) if record.answers]
        self._people = {one.subject: one.answers or {} for one in records if one.blank == "person"}
        self.written: list[WrittenSheet] = []
        self.rows: list[SaidRow] = []
        self.sheets: list[ClassSheet] = []
        for blank in data.blanks.values():
            if blank.about == "person":
                self._draw(blank, [one for one in records if one.blank == blank.id])

    def _draw(self, blank: Blank, records: Sequence[Record]) -> None:
        columns = tuple(book_columns(blank, self._data.blanks, self._lang))
        at = len(self.written)
        unit = self._data.blanks["person"]["class_name"].heading(self._lang)
        self.written.append(WrittenSheet(tuple(column.heading for column in columns), unit))
        lines = []
        for number, record in enumerate(records, 1):
            texts = tuple(self._text(column, record, number) for column in columns)
            lines.append(ClassLine(texts, key_of(len(self.rows))))
            self.rows.append(SaidRow(at, record.id, texts))
        named = (
            at
            for at, column in enumerate(columns)
            if column.who and column.field and column.field.name == "name"
        )
        names_at = next(named, None)
        self.sheets.append(ClassSheet(blank.sheet_in(self._lang), columns, lines, names_at))

    def _text(self, column: BookColumn, record: Record, number: int) -> str:
        field = column.field
        if field is None:
            return str(number)
        answers: Answers = self._people.get(record.subject, {}) if column.who else record.answers or {}
        value = answers.get(field.name)
        return "" if value is None else kinds.write(field, value, self._lang, self._data.divisions)
