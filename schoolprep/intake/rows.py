"""Rows: the cells of a matched sheet, read into answers by the gate that every answer passes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from schoolprep.facts import gate, kinds
from schoolprep.facts.blank import Blank, Blanks
from schoolprep.facts.gate import Gate
from schoolprep.facts.kinds import Frame, Reading, Writing
from schoolprep.facts.kinds.choice import beside
from schoolprep.facts.kinds.words import class_before, without_place
from schoolprep.facts.languages import Lang
from schoolprep.facts.mentions import Hearing, Mentions, told
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Answers, Record, Value
from schoolprep.facts.text import Text
from schoolprep.facts.unread import UnreadCell, is_harmless, watched
from schoolprep.facts.words import Phrase, say
from schoolprep.intake.columns import IntakeNotice, Matched, SheetColumn
from schoolprep.intake.crosses import crosses_told, with_marks
from schoolprep.intake.dittos import dittos
from schoolprep.intake.lines import SheetLines
from schoolprep.intake.overheard import Ear
from schoolprep.intake.sheet_days import days_told
from schoolprep.intake.sources import picker
from schoolprep.intake.tables import TablePlace, shown
from schoolprep.intake.whereabouts import RowMarks

CHUNK = 1_000
"""Rows read between two steps: some ten milliseconds, so that a cancel is felt at once."""

DERIVED = "derived"
"""An answer that an identity number tells where the cell is empty: nothing was written, so nothing was repaired."""
FILLED = frozenset({DERIVED, "rest"})
"""Repairs that fill an empty answer out of another one."""
NOTHING_FILLED: frozenset[str] = frozenset()
_NO_WRITINGS: Mapping[str, Writing] = {}
_NO_RESULT = "="
"""What stands in a cell whose formula has no result."""
_REPEATED = frozenset({"document_no", "number", "name", "class_name"})
"""What other sheets repeat of a person."""


class CellChange(NamedTuple):
    """A cell that was changed to be understood: `was` as written, `now` as taken in, `repair` the kind of change."""

    file: str
    sheet: str
    cell: str
    was: str
    now: str
    repair: str
    said: Text | None = None
    """What was taken in, as an answer in words; None where `now` is the same in every language."""

    def taken(self, lang: Lang) -> str:
        """What was taken in, in the reader's language."""
        return self.said[lang] if self.said is not None else self.now

    def line(self, lang: Lang) -> str:
        """The change in one line."""
        why = say(f"repairs.{self.repair}", lang)
        return say(
            "intake.change-line",
            lang,
            sheet=self.sheet,
            cell=self.cell,
            was=self.was,
            now=self.taken(lang),
            why=why,
        )


class Doubt(NamedTuple):
    """A change that a person must accept first, and the answer it is about."""

    change: CellChange
    field: str
    value: Value | None = None
    """The answer that waits, where it was read and only cannot be believed unasked."""


class RowSubject(NamedTuple):
    """What a row says about whom it is about; empty where it says nothing."""

    document: str = ""
    name: str = ""
    class_name: str = ""
    birth_date: str = ""
    number: str = ""
    """The school's own number."""
    register_no: str = ""
    """The number in a state's register of pupils."""
    document_type: str = ""
    spoiled: str = ""
    """A document that was written and cannot be read, as it stands in its cell."""

    @property
    def names_nobody(self) -> bool:
        """Whether it gives neither a name nor a number: a class alone is nobody."""
        return not (self.name or self.document or self.number or self.register_no or self.spoiled)


UNTOLD = RowSubject()
_LAST = (1 << 30,)
"""Behind every cell: where what stands in no cell of the row is told of."""
WHO_FIELDS = ("document_no", "name", "class_name", "birth_date", "number", "register_no", "document_type")
"""The answers of a person that say whom a row is about, in the order of `RowSubject`."""


class RowBase(NamedTuple):
    """What a row of a class workbook was written from (`written_rows`)."""

    record: Record
    """What was written."""
    leaf: Record
    """What stands of it now."""
    both: frozenset[str] = frozenset()
    """The answers that were changed here too, and otherwise: both stand, and a person is asked. All of them where it
    was taken back here."""


_NUMBERS = frozenset({"document_no", "number", "register_no"})
"""Of whom a row is about: what is told where it had to be changed, or cannot be read."""


class SheetRow(NamedTuple):
    """One row as read. `sheet` is its sheet's place in the plan, `number` the row a person sees."""

    sheet: int
    number: int
    answers: Answers
    who: RowSubject
    problems: Sequence[Problem] = ()
    """Why the row alone is no record (what is on file may complete it)."""
    doubts: tuple[Doubt, ...] = ()
    writings: Mapping[str, Writing] = _NO_WRITINGS
    """Kept where there are doubts, to read the row again once they are accepted."""
    notes: Sequence[Problem] = ()
    filled: frozenset[str] = NOTHING_FILLED
    """Answers that nobody wrote: they came out of others, and yield to whatever is on file."""
    cleared: frozenset[str] = NOTHING_FILLED
    """Fields whose cell is empty, where the person said that an empty cell of this column takes the answer back."""
    quiet: bool = False
    """The answers as they stand are a record of which nothing is to be told (`gate.GateRow.quiet`)."""
    unread: tuple[UnreadCell, ...] = ()
    """The cells of a watched blank that were refused, and what was overheard."""
    base: RowBase | None = None
    """What it was written from, where the program wrote it and somebody edited it."""

    def without(self, fields: Collection[str]) -> SheetRow:
        """The row without some of its answers."""
        return self._replace(
            answers={name: value for name, value in self.answers.items() if name not in fields}
        )


class RowReader:
    """Reads the matched sheets of one intake and gathers what a person should hear of."""

    def __init__(
        self, blanks: Blanks, frame: Frame, *, others: bool = True, keeps_named: bool = False
    ) -> None:
        """Read nothing yet.

        `others`: whether there are sheets that are not about people only, and repeat whom they are about.
        `keeps_named`: whether somebody whom a row only names is of interest.
        """
        self.others = others
        self.keeps_named = keeps_named
        self.named: list[SheetRow] = []
        """The rows that name somebody and say nothing of them."""
        self.unseen: list[SheetRow] = []
        """The hidden rows that would say something: nothing of them is told but that they are hidden."""
        self._person = blanks.get("person")
        self._frame = frame
        self._gates: dict[tuple[object, ...], Gate] = {}
        self._whose: dict[tuple[object, ...], dict[tuple[object, ...], RowSubject]] = {}
        self.plain: dict[tuple[str, Writing], Value] = {}
        """What names and numbers of the sheet 人员 mean that nobody had to look at: other sheets repeat them."""
        self._blanks = blanks
        self.hearing = Hearing(blanks)
        self.repaired: list[CellChange] = []
        self.refused: list[IntakeNotice] = []
        self.left_out: list[IntakeNotice] = []
        self.marks = RowMarks()
        self._told: set[tuple[TablePlace, int]] = set()
        """Rows that were told to be skipped: a sheet of several blanks is read several times."""

    def gate(self, matched: Matched, blank: Blank | None = None) -> Gate:
        """The gate for a sheet's own blank, or for another one read from it; shared by sheets that read alike."""
        blank = blank or matched.blank
        key = (blank.id, *self._surroundings(matched))
        if key not in self._gates:
            frame = self._frame._replace(
                filled_on=matched.filled_on,
                epoch_1904=matched.table.epoch_1904,
                book_day=matched.book_filled_on,
                typed=matched.typed,
            )
            self._gates[key] = Gate(blank, frame)
        return self._gates[key]

    def _surroundings(self, matched: Matched) -> tuple[object, ...]:
        """What is the same for sheets that read alike."""
        return matched.filled_on, matched.book_filled_on, matched.table.epoch_1904, matched.typed

    def whose(self, matched: Matched, fields: tuple[str, ...]) -> dict[tuple[object, ...], RowSubject]:
        """Whom the same cells meant on other sheets: a school's people are named fifteen times over."""
        return self._whose.setdefault((*self._surroundings(matched), fields), {})

    def forget(self) -> None:
        """Nothing more will be read: what was remembered of cells takes as much room as the rows."""
        self.plain.clear()
        self._whose.clear()
        self.hearing = Hearing(self._blanks)

    def rows(self, sheet: int, matched: Matched) -> Iterator[list[SheetRow]]:
        """The rows of a sheet that say something, a chunk at a time."""
        ear = Ear(matched, self._blanks, self.hearing)
        matched = with_marks(matched, ear.wrong_marks)
        lines = SheetLines(matched, self._told, ear)
        self.repaired += [CellChange(*merged, "merged") for merged in lines.merged]
        table = matched.table
        for told_once in days_told(table, matched.body, matched.columns):
            self.repaired.append(CellChange(table.file, table.sheet, *told_once))
        no = Phrase("intake.as-no")
        for cells, cross in crosses_told(matched):
            self.repaired.append(CellChange(table.file, table.sheet, cells, cross, no.source, "cross", no))
        one = _Sheet(self, sheet, matched, lines, ear)
        for start in range(matched.body, len(matched.table.cells), CHUNK):
            yield one.rows(start, start + CHUNK)
        self.left_out += lines.left_out
        self.refused += lines.refused
        self.marks.mark("told", *((sheet, number) for number in lines.told))
        self.marks.mark("silent", *((sheet, number) for number in lines.silent))


class _Sheet:
    """One sheet while it is read."""

    def __init__(self, reader: RowReader, sheet: int, matched: Matched, lines: SheetLines, ear: Ear) -> None:
        self._reader = reader
        self._ear = ear
        self._lines = lines
        self._sheet = sheet
        self._matched = matched
        self._gate = reader.gate(matched)
        columns = sorted(matched.columns, key=lambda column: column.at is None)
        self._columns = {column.field: column for column in columns if not column.who}
        self._who_columns = {column.field: column for column in columns if column.who}
        self._names = tuple(self._columns)
        self._tells_people = matched.blank.id == "person"
        self._order = {name: column.source.places or _LAST for name, column in self._columns.items()}
        self._pick = picker([column.source for column in self._columns.values()])
        self._whose = reader.whose(matched, tuple(self._who_columns))
        self._pick_who = picker([column.source for column in self._who_columns.values()])
        self._fillings: dict[tuple[str, ...], frozenset[str]] = {}
        others = reader.others and self._tells_people
        self._remembered = [(name, at) for at, name in enumerate(self._names) if others and name in _REPEATED]
        self._clears = frozenset(field for field, how in matched.how.items() if how == "clear")
        self._watched = watched(matched.blank)
        self._remarks = list(self._free_words())
        self._dittos = dittos(matched.table, matched.body, _places(self._columns, self._remarks))

    def rows(self, start: int, end: int) -> list[SheetRow]:
        """The rows with answers; one that only names somebody says nothing and is no row."""
        numbers, lines = self._lines.wanted(start, end)
        if self._lines.unseen:
            self._reader.unseen += self._unseen()
        if not lines:
            return []
        pick, sheet, names, keeps = self._pick, self._sheet, self._names, self._keeps
        written = list(map(pick, lines))
        found = []
        for number, line, cells, read in zip(
            numbers, lines, written, self._gate.rows(names, written), strict=True
        ):
            unread = self._kept(number, line, cells, read.answers) if keeps else ()
            if not read.answers and not read.cells and not unread:
                self._reader.marks.mark("silent", (sheet, number))
                self._only_named(number, line)
                continue
            who = self._who(line, number) if self._who_columns else UNTOLD
            filled = self._filled(number, line, read.cells)
            if filled is not None and not unread:
                row = SheetRow(
                    sheet, number, read.answers, who, read.problems, (), _NO_WRITINGS, (), filled, NOTHING_FILLED,
                    read.quiet,
                )  # fmt: skip
                found.append(self._clearing(row, cells))
                if self._remembered:
                    self._remember(cells, read.answers)
                continue
            writings = dict(zip(names, cells, strict=True))
            row = self._confirmed(self._odd(number, writings, who, read, unread), self._asked(line), writings)
            if row.answers or row.doubts or row.unread:
                found.append(self._clearing(row, cells))
            else:
                self._reader.marks.mark("refused", (sheet, number))
                self._only_named(number, line)
        return found

    def _asked(self, line: Sequence[Writing]) -> Mapping[str, str]:
        """The fields of a row that are understood and wait for a person all the same, and why (`Table.asked`)."""
        table = self._matched.table
        why = table.asked.get(tuple(line)) if table.asked else None
        if not why:
            return {}
        return {
            name: why[column.at]
            for name, column in self._columns.items()
            if column.at is not None and column.at in why
        }

    def _confirmed(
        self, row: SheetRow, asked: Mapping[str, str], writings: Mapping[str, Writing]
    ) -> SheetRow:
        """A row whose answers wait where they are asked."""
        for name, why in asked.items():
            if name in row.answers:
                change = self._change(
                    row.number, name, writings[name], Reading(row.answers[name], why, doubtful=True)
                )
                doubt = Doubt(change, name, row.answers[name])
                bare = row.without({name})
                row = bare._replace(
                    doubts=(*row.doubts, doubt),
                    writings=writings,
                    problems=self._gate.problems(bare.answers),
                    quiet=False,
                )
        return row

    def _unseen(self) -> Iterator[SheetRow]:
        """What the hidden rows say, as far as it is kept where nobody can read it."""
        lines, self._lines.unseen = self._lines.unseen, []
        for number, line in lines if self._watched or self._ear.listens else ():
            cells = self._pick(line)
            (read,) = self._gate.rows(self._names, [cells])
            unread = [*self._kept(number, line, cells, read.answers)]
            for field, reading in read.cells:
                if (reading.problem or reading.doubtful) and field in self._watched:
                    unread.append(self._unread(number, self._columns[field], cells[self._names.index(field)]))
            written = dict(zip(self._who_columns, self._pick_who(line), strict=True))
            who, _ = self._read_who(written, number, telling=False)
            yield SheetRow(self._sheet, number, read.answers, who, unread=tuple(unread))

    def _only_named(self, number: int, line: Sequence[Writing]) -> None:
        """A row that says nothing: nobody hears of it, unless somebody wants to know whom it names."""
        if self._reader.keeps_named and self._who_columns and (who := self._who(line, number)) != UNTOLD:
            self._reader.named.append(SheetRow(self._sheet, number, {}, who))

    def _clearing(self, row: SheetRow, cells: Sequence[Writing]) -> SheetRow:
        """A row with the answers that its empty cells take back."""
        if not self._clears:
            return row
        empty = {
            name
            for name, cell in zip(self._names, cells, strict=True)
            if cell is None or not str(cell).strip()
        }
        return row._replace(cleared=frozenset((empty & self._clears) - row.answers.keys()))

    def _filled(
        self, number: int, line: Sequence[Writing], cells: Sequence[gate.GateCell]
    ) -> frozenset[str] | None:
        """The answers that a number told, where there is nothing else to be heard of a row; else None."""
        if number in self._lines.unlikely or number in self._lines.crowded or self._asked(line):
            return None
        if not cells:
            return NOTHING_FILLED
        if any(cell.reading.repair != DERIVED for cell in cells):
            return None
        filled = tuple(cell.field for cell in cells)
        return self._fillings.setdefault(filled, frozenset(filled))

    def _remember(self, cells: Sequence[Writing], answers: Answers) -> None:
        for field, place in self._remembered:
            written = cells[place]
            if written.__class__ is str and field in answers:
                self._reader.plain[field, written] = answers[field]

    def _free_words(self) -> Iterator[tuple[str, int, Mentions]]:
        """The fields of free words that may speak of an illness, their places among the answers, and what is heard."""
        for at, name in enumerate(self._names):
            if self._matched.blank[name].mentions:
                yield name, at, self._reader.hearing.of(self._matched.blank[name])

    @property
    def _keeps(self) -> bool:
        """Whether there may be cells that are kept as unread before any answer is refused."""
        return bool(self._remarks or self._ear.listens or (self._watched and self._may_lose()))

    def _kept(
        self, number: int, line: Sequence[Writing], cells: Sequence[Writing], answers: Answers
    ) -> tuple[UnreadCell, ...]:
        """What of a row is kept as unread: cells that are not taken, remarks that speak of an illness, words beside."""
        lost = self._not_read(number, line) if self._watched and self._may_lose() else ()
        heard = self._ear.of(number, line, answers) if self._ear.listens else ()
        return (*lost, *self._spoken_of(number, cells, answers), *heard)

    def _may_lose(self) -> bool:
        """Whether there are cells that are not taken."""
        return bool(self._lines.barred or self._matched.doubled or self._matched.waiting)

    def _not_read(self, number: int, line: Sequence[Writing]) -> tuple[UnreadCell, ...]:
        """What stands in cells that are not taken: struck out, in error, in columns nobody knows the meaning of."""
        matched, barred = self._matched, self._lines.barred.get(number, {})
        lost = [(column, at) for column in matched.columns for at in column.source.places if at in barred]
        found = [self._unread(number, column, barred[at] or _NO_RESULT) for column, at in lost]
        doubled = [(column, at) for column in matched.doubled for at in column.source.places]
        found += [self._unread(number, column, line[at]) for column, at in doubled if at < len(line)]
        found = [cell for cell in found if cell.field in self._watched]
        return tuple(cell for cell in (*found, *self._waiting(number, line)) if cell.words)

    def _waiting(self, number: int, line: Sequence[Writing]) -> Iterator[UnreadCell]:
        """What stands in columns that may be several fields, but for what makes nobody worse in any of them."""
        for column in self._matched.waiting:
            for at in column.source.places:
                fields = column.field.split()
                if at < len(line) and not all(self._is_harmless(field, line[at]) for field in fields):
                    yield self._unread(number, column, line[at])

    def _is_harmless(self, field: str, writing: Writing) -> bool:
        """Whether an answer is read without a question, and makes nobody worse."""
        reading = self._gate.read(field, writing)
        if reading.problem or reading.doubtful:
            return False
        return reading.value is None or is_harmless(self._matched.blank, {field: reading.value})

    def _spoken_of(self, number: int, cells: Sequence[Writing], answers: Answers) -> tuple[UnreadCell, ...]:
        """The remarks that speak of a sign or an illness of which the row's other answers say nothing."""
        found: tuple[UnreadCell, ...] = ()
        for name, at, spoken in self._remarks:
            if not cells[at]:
                continue
            repeated = self._dittos.get((number, self._columns[name].at or 0))
            of = spoken.of(shown(cells[at] if repeated is None else repeated))
            if of and not of <= told(self._matched.blank, answers):
                words = beside((shown(cells[at]).strip(), shown(repeated).strip()))
                found += (self._unread(number, self._columns[name], words),)
        return found

    def _unread(self, number: int, column: SheetColumn, writing: Writing) -> UnreadCell:
        field = "" if column.who else column.field
        return UnreadCell(
            field, shown(writing).strip(), column.heading, self._matched.address(column, number)
        )

    def _odd(
        self,
        number: int,
        writings: Mapping[str, Writing],
        who: RowSubject,
        read: gate.GateRow,
        unread: tuple[UnreadCell, ...],
    ) -> SheetRow:
        """A row of which somebody has to hear something."""
        doubts: list[Doubt] = []
        notes = list(self._remarked(unread))
        filled: list[str] = []
        for field, reading in sorted(read.cells, key=lambda cell: self._order.get(cell.field, ())):
            if reading.problem:
                self._refuse(number, self._columns[field], writings[field], reading.problem)
                if field in self._watched:
                    unread += (self._unread(number, self._columns[field], writings[field]),)
                if self._tells_people and field == "document_no":
                    who = RowSubject(spoiled=shown(writings[field]))
                continue
            if reading.note:
                notes.append(reading.note)
            if not reading.repair:
                continue
            if reading.repair in FILLED:
                filled.append(field)
            if reading.repair == DERIVED:
                continue
            change = self._change(number, field, writings.get(field), reading)
            if reading.doubtful:
                doubts.append(Doubt(change, field))
            else:
                self._reader.repaired.append(change)
        row = SheetRow(
            self._sheet, number, read.answers, who, read.problems, tuple(doubts), writings if doubts else {}, notes,
            frozenset(filled), unread=unread,
        )  # fmt: skip
        return self._unlikely(self._prepared(self._beside(row, writings)), writings)

    def _beside(self, row: SheetRow, writings: Mapping[str, Writing]) -> SheetRow:
        """A row without its bare nones beside an answer that nobody could read (`Field.none_beside`)."""
        lost = {cell.field for cell in row.unread if cell.field}
        bare = [
            name
            for name, value in row.answers.items()
            if value == [] and self._matched.blank[name].none_beside in lost
        ]
        if not bare:
            return row
        unread = tuple(self._unread(row.number, self._columns[name], writings[name]) for name in bare)
        left = row.without(bare)
        return left._replace(unread=(*row.unread, *unread), problems=self._gate.problems(left.answers))

    def _prepared(self, row: SheetRow) -> SheetRow:
        """A row; of one that gives nothing but its day there is nothing to ask."""
        day = self._matched.blank.sheet_day
        if not day or row.answers or row.unread or [one.field for one in row.doubts] != [day]:
            return row
        return accepted_answers(self._gate, row, {day})

    def _remarked(self, unread: Iterable[UnreadCell]) -> Iterator[Problem]:
        """What is told of the remarks that speak of an illness."""
        for cell in unread:
            field = self._matched.blank.fields.get(cell.field)
            if field and not cell.heard and field.mentions:
                yield Problem("intake.remark-speaks", {"value": cell.words}, cell.field)

    def _unlikely(self, row: SheetRow, writings: Mapping[str, Writing]) -> SheetRow:
        """A row; where its name is hardly anybody's somebody must say whether it is a person, and several are none."""
        lines = self._lines
        odd = row.number in lines.unlikely or row.number in lines.crowded
        if not odd or not self._tells_people or "name" not in row.answers:
            return row
        if row.number in lines.crowded:
            self._refuse(
                row.number, self._columns["name"], writings["name"], Problem("intake.several-people")
            )
            return row._replace(answers={}, doubts=())
        reading = Reading(row.answers["name"], lines.unlikely[row.number], doubtful=True)
        change = self._change(row.number, "name", writings["name"], reading)
        doubt = Doubt(change, "name", row.answers["name"])
        bare = row.without({"name"})
        problems = self._gate.problems(bare.answers)
        return bare._replace(doubts=(*row.doubts, doubt), problems=problems)

    def _who(self, cells: Sequence[Writing], number: int) -> RowSubject:
        """Whom the row is about, by the columns that say so; read once for each person."""
        written = self._pick_who(cells)
        who = self._whose.get(written)
        if who is None:
            who, sound = self._read_who(dict(zip(self._who_columns, written, strict=True)), number)
            if sound:
                self._whose[written] = who
        return who

    def _read_who(
        self, written: Mapping[str, Writing], number: int, *, telling: bool = True
    ) -> tuple[RowSubject, bool]:
        """Whom; and whether nothing about it was odd.

        It is only looked up, never stored: a doubtful number is as good as a certain one once somebody has it.
        """
        person = self._reader._person
        assert person is not None  # without it no column says whom
        passing = self._reader.gate(self._matched, person)
        said: Answers = {}
        sound, spoiled = True, ""
        for field in ("document_type", *WHO_FIELDS[:-1]):
            column = self._who_columns.get(field)
            if column is None:
                continue
            plain = self._reader.plain.get((field, written[field]))
            if plain is not None:
                said[field] = plain
                continue
            reading = passing.read(field, written[field], said)
            if reading.value is not None:
                said[field] = reading.value
            if field in _NUMBERS and (reading.problem or reading.repair):
                sound = False
                if field == "document_no" and reading.problem:
                    spoiled = shown(written[field])
                if telling:
                    self._hear(number, column, written[field], reading)
        sound = self._is_bare(number, written, said, passing, telling=telling) and sound
        who = RowSubject(*(str(said.get(field, "")) for field in WHO_FIELDS))
        return who._replace(spoiled=spoiled), sound

    def _is_bare(
        self, number: int, written: Mapping[str, Writing], said: Answers, passing: Gate, *, telling: bool
    ) -> bool:
        """Whether nothing stands before the name but the name; a class before it is the row's.

        Where the row has another class neither is believed: the name stays as it is, which is nobody's, and whoever it
        may mean is asked.
        """
        name = shown(written.get("name"))
        if without_place(name) == name:
            return True
        if before := class_before(name):
            of_name = passing.read("class_name", before, said).value
            if said.setdefault("class_name", of_name or "") != of_name:
                said |= {"name": name, "class_name": ""}
                return False
        if telling:
            self._hear(number, self._who_columns["name"], name, passing.read("name", name, said))
        return False

    def _hear(self, number: int, column: SheetColumn, writing: Writing, reading: Reading) -> None:
        if reading.problem:
            self._refuse(number, column, writing, reading.problem)
        elif reading.value is not None and not reading.doubtful:
            table = self._matched.table
            cell = self._matched.address(column, number)
            change = CellChange(
                table.file, table.sheet, cell, shown(writing), str(reading.value), reading.repair
            )
            self._reader.repaired.append(change)

    def _change(self, number: int, name: str, writing: Writing, reading: Reading) -> CellChange:
        """The change of an answer; one that came out of another answer stands where that stands."""
        table, blank = self._matched.table, self._matched.blank
        column = self._columns.get(name) or self._origin(name)
        said = kinds.AnswerText(blank[name], reading.value, self._gate.frame.divisions)
        cell = self._matched.address(column, number)
        return CellChange(table.file, table.sheet, cell, shown(writing), said.source, reading.repair, said)

    def _origin(self, name: str) -> SheetColumn:
        """The column of the answer that filled one without a column: a birth date out of a number."""
        for field in self._matched.blank.field:
            if (
                name in (field.default_of, field.born_to, field.sex_to, field.rest_to)
                and field.name in self._columns
            ):
                return self._columns[field.name]
        return next(iter(self._columns.values()))

    def _refuse(self, number: int, column: SheetColumn, writing: Writing, problem: Problem) -> None:
        table = self._matched.table
        cell = self._matched.address(column, number)
        self._reader.refused.append(IntakeNotice(table.file, table.sheet, cell, shown(writing), problem))


def _places(
    columns: Mapping[str, SheetColumn], remarks: Iterable[tuple[str, int, Mentions]]
) -> Iterator[int]:
    """The columns in which remarks stand."""
    for name, _, _ in remarks:
        if (at := columns[name].at) is not None:
            yield at


def accepted_answers(passing: Gate, row: SheetRow, fields: Collection[str]) -> SheetRow:
    """A row read again with the doubtful answers that a person accepted."""
    read = {doubt.field for doubt in row.doubts if doubt.value is not None}
    answers = passing.row(row.writings, accepted=fields).answers if row.writings else row.answers
    answers = {name: value for name, value in answers.items() if name not in read}
    answers |= {one.field: one.value for one in row.doubts if one.value is not None and one.field in fields}
    doubts = tuple(doubt for doubt in row.doubts if doubt.field not in fields)
    return row._replace(answers=answers, problems=passing.problems(answers), doubts=doubts)
