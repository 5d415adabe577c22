"""Notices: what a person hears while rows are settled, each thing at the cell where it stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from schoolprep.facts.blank import Blank
from schoolprep.facts.gate import Gate
from schoolprep.facts.heading_words import heading_key
from schoolprep.facts.kinds import write
from schoolprep.facts.languages import MOTHER_TONGUE
from schoolprep.facts.problem import Problem, Series
from schoolprep.facts.record import Answers, Value
from schoolprep.facts.words import Phrase, clauses
from schoolprep.intake.columns import IntakeNotice, Matched, SheetColumn
from schoolprep.intake.people import text
from schoolprep.intake.rows import CellChange, SheetRow
from schoolprep.intake.sources import GivenOnce
from schoolprep.intake.tables import shown
from schoolprep.intake.whereabouts import RowFate, RowMarks

Accepted = Callable[[CellChange], bool]


def accepting(accept: bool | Collection[CellChange]) -> Accepted:
    """What a person accepted as a question that can be asked: everything, nothing, or these changes."""
    if isinstance(accept, bool):
        return lambda change: accept
    chosen = frozenset(accept)
    return lambda change: change in chosen


class Telling:
    """Gathers questions and refusals. `gates`: each sheet's; `accept`: what a person said to the questions."""

    def __init__(self, sheets: Sequence[Matched], gates: Sequence[Gate], accept: Accepted) -> None:
        self.sheets = sheets
        self.gates = gates
        self.accept = accept
        self.accepted: list[CellChange] = []
        self.doubtful: list[CellChange] = []
        self.refused: list[IntakeNotice] = []
        self.notes: list[IntakeNotice] = []
        self.left_out: list[IntakeNotice] = []
        self.marks = RowMarks()

    def blank(self, row: SheetRow) -> Blank:
        """The blank a row is read for."""
        return self.sheets[row.sheet].blank

    def mark(self, fate: RowFate, *rows: SheetRow) -> None:
        """Note what became of rows."""
        self.marks.mark(fate, *((row.sheet, row.number) for row in rows))

    def ask(self, change: CellChange, *, known: bool = False) -> bool:
        """Whether a person accepted a change, now or (`known`) before; else it waits for one."""
        yes = known or self.accept(change)
        (self.accepted if yes else self.doubtful).append(change)
        return yes

    def refuse_row(self, row: SheetRow, problem: Problem) -> None:
        """Refuse a row whole."""
        self.mark("refused", row)
        matched = self.sheets[row.sheet]
        value = (
            row.who.document or row.who.name or text(row.answers, "document_no") or text(row.answers, "name")
        )
        if not problem.code.startswith("intake."):
            why = Phrase(problem.code, **problem.facts)
            problem = Problem("intake.row-incomplete", {"why": why}, problem.field)
        told = problem._replace(facts={**problem.facts, "row": row.number})
        self.refused.append(self._of_row(matched, row, value, told)._replace(part="row"))

    def leave_out(self, row: SheetRow) -> None:
        """A row that was prepared (person and day) and never filled in.

        Only where the day alone says nothing: a stretch of custody or an illness that began is refused, not skipped.
        """
        self.mark("told", row)
        unused = self._unused(row)
        problem = Problem("intake.row-unanswered", {"row": row.number})
        if unused:
            problem = Problem("intake.row-unused", {"row": row.number, "headings": Series(unused)})
        self.left_out.append(self._of_row(self.sheets[row.sheet], row, row.who.document, problem))

    def _unused(self, row: SheetRow) -> list[str]:
        """The headings of the columns in which a row says something and that nothing is read from."""
        matched = self.sheets[row.sheet]
        table = matched.table
        at = row.number - table.first_row
        if table.rows_at or not 0 <= at < len(table.cells) or not matched.body:
            return []
        same = (sheet for sheet in self.sheets if sheet.table is table)
        read = {place for sheet in same for column in sheet.columns for place in column.source.places}
        head = table.cells[matched.body - 1]
        written = [place for place, cell in enumerate(table.cells[at]) if cell not in (None, "")]
        headings = [shown(head[place]) for place in written if place not in read and place < len(head)]
        return _that_count(headings, matched.blank)

    def note(self, row: SheetRow, problem: Problem, value: str) -> None:
        """Something about a row as a whole that is worth a look."""
        self.notes.append(self._of_row(self.sheets[row.sheet], row, value, problem))

    def _of_row(self, matched: Matched, row: SheetRow, value: str, problem: Problem) -> IntakeNotice:
        cell = matched.address(_row_column(matched), row.number)
        return IntakeNotice(matched.table.file, matched.table.sheet, cell, value, problem)

    def notice(self, row: SheetRow, field: str, problem: Problem, answers: Answers | None) -> IntakeNotice:
        """Something about one answer."""
        table = self.sheets[row.sheet].table
        value = (answers or row.answers).get(field)
        return IntakeNotice(
            table.file, table.sheet, self.cell(row, field), self.text(row, field, value), problem
        )

    def refuse(self, row: SheetRow, field: str, problem: Problem, answers: Answers | None) -> IntakeNotice:
        """Refuse one answer; what is told of it."""
        self.mark("refused", row)
        told = self.notice(row, field, problem, answers)
        self.refused.append(told)
        return told

    def words(self, row: SheetRow) -> str:
        """What a row answers, as its sheet says it: whoever reads it later looks for it there."""
        columns = [one for one in self.sheets[row.sheet].columns if not one.who and one.field in row.answers]
        said = dict.fromkeys(f"{one.heading} {self._written(row, one)}".strip() for one in columns)
        return clauses(said, MOTHER_TONGUE)

    def _written(self, row: SheetRow, column: SheetColumn) -> str:
        """What stands in a row under a heading; where its cells are not to be seen, what it was read as."""
        table, at = self.sheets[row.sheet].table, row.number - self.sheets[row.sheet].table.first_row
        if table.rows_at or isinstance(column.source, GivenOnce) or not 0 <= at < len(table.cells):
            return self.text(row, column.field, row.answers[column.field])
        cells = (table.cells[at][place] for place in column.source.places if place < len(table.cells[at]))
        return " ".join(filter(None, map(shown, cells)))

    def text(self, row: SheetRow, field: str, value: Value | None) -> str:
        """An answer as a person writes it."""
        if value is None:
            return ""
        return write(self.blank(row)[field], value, MOTHER_TONGUE, self.gates[row.sheet].frame.divisions)

    def change(
        self, row: SheetRow, field: str, was: str, now: str, repair: str, *, who: bool = False
    ) -> CellChange:
        """A change to ask about."""
        table = self.sheets[row.sheet].table
        return CellChange(table.file, table.sheet, self.cell(row, field, who=who), shown(was), now, repair)

    def place(self, row: SheetRow, field: str, beside: SheetRow) -> str:
        """Where a row's answer stands, seen from another row: with file and sheet where those are others.

        An answer that stands in no cell (the class is in the file's name) stands in its row.
        """
        here, there = (self.sheets[one.sheet] for one in (row, beside))
        cell = self.cell(row, field) or here.address(_row_column(here), row.number)
        file = here.table.file if here.table.file != there.table.file else ""
        sheet = here.table.sheet if file or here.table.sheet != there.table.sheet else ""
        return " ".join(filter(None, (file, sheet, cell)))

    def cell(self, row: SheetRow, field: str, *, who: bool = False) -> str:
        """The address of a row's answer; where it has no column (it came out of another answer), of its row."""
        matched = self.sheets[row.sheet]
        column = next(
            (column for column in matched.columns if (column.field, column.who) == (field, who)),
            _row_column(matched),
        )
        return matched.address(column, row.number)


def _row_column(matched: Matched) -> SheetColumn:
    """The column that stands for the whole row: the document's, else the name's, else the first known one."""
    known: dict[str, SheetColumn] = {column.field: column for column in reversed(matched.columns)}
    who = {column.field: column for column in matched.columns if column.who}
    for field in ("document_no", "name"):
        column = who.get(field) or known.get(field)
        if column:
            return column
    return matched.columns[0]


def _that_count(headings: Iterable[str], blank: Blank) -> list[str]:
    """Headings without those that are understood and carry no answer."""
    ignored = {*map(heading_key, blank.ignored)}
    return [heading for heading in headings if heading and heading_key(heading) not in ignored]
