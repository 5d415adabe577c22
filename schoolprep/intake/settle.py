"""Settle: rows as read → what would be filed, compared with what the school holds.

A pure function of rows, the known state and what a person accepted; the plan calls it with nothing accepted, taking
in calls it again where something was. The result does not depend on the order of files, sheets or rows: people come
first, documents before names; rows of one statement are laid together; where two rows of one intake contradict each
other neither is believed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from typing import NamedTuple

from schoolprep.blank import Blank
from schoolprep.gate import Gate
from schoolprep.intake.choices import How
from schoolprep.intake.completion import Completion, complete
from schoolprep.intake.known import Known, Slot
from schoolprep.intake.match import Column, Matched, Notice
from schoolprep.intake.people import People, text, who_of
from schoolprep.intake.rows import CHUNK, Change, Doubt, Row, Who, accepted_answers
from schoolprep.intake.tables import Table, shown
from schoolprep.kinds import write
from schoolprep.problem import Problem
from schoolprep.record import AREAS, Answers, Entry, Record, Value
from schoolprep.words import say_problem

Accepted = Callable[[Change], bool]
BETWEEN = "；"
"""Between a text on file and what a column adds to it."""

MISSING, NONE_OF = "blanks.missing", "blanks.none-of"
WHOLE = frozenset({MISSING, NONE_OF, "blanks.contradicts"})
"""Problems of the row as a whole. Of two answers that exclude each other (a stay, and no travel) neither is left out
to save the other: that could turn an unknown into a no."""


class Step(NamedTuple):
    """One statement that would be filed: `entry` in place of `before` (None: new), as row `row` of a sheet says."""

    entry: Entry
    before: Record | None
    sheet: int
    row: int


class Settled(NamedTuple):
    """What an intake comes to."""

    steps: list[Step]
    unchanged: int
    accepted: list[Change]
    doubtful: list[Change]
    refused: list[Notice]
    notes: list[Notice]
    left_out: list[Notice]


def accepting(accept: bool | Collection[Change]) -> Accepted:
    """What a person accepted as a question that can be asked: everything, nothing, or these changes."""
    if isinstance(accept, bool):
        return lambda change: accept
    chosen = frozenset(accept)
    return lambda change: change in chosen


def settle(
    sheets: Sequence[Matched], gates: Sequence[Gate], rows: Sequence[Row], known: Known, accept: Accepted
) -> Generator[int, None, Settled]:
    """Compare the rows with what is known; yields the number of rows settled so far. `gates`: each sheet's."""
    return (yield from _Settling(sheets, gates, known, accept).run(rows))


class _Settling:
    def __init__(
        self, sheets: Sequence[Matched], gates: Sequence[Gate], known: Known, accept: Accepted
    ) -> None:
        self._sheets = sheets
        self._gates = gates
        self._known = known
        self._accept = accept
        self._people = known.people
        self._completion = Completion({}, {})
        self._steps: list[Step] = []
        self._unchanged = 0
        self._accepted: list[Change] = []
        self._doubtful: list[Change] = []
        self._refused: list[Notice] = []
        self._notes: list[Notice] = []
        self._left_out: list[Notice] = []

    def run(self, rows: Sequence[Row]) -> Generator[int, None, Settled]:
        """People first: whoever is not taken in cannot be spoken about by other sheets."""
        decided = rows if not any(row.doubts for row in rows) else [self._decided(row) for row in rows]
        of_people = {index for index, sheet in enumerate(self._sheets) if sheet.blank.id == "person"}
        persons = [row for row in decided if row.sheet in of_people]
        others = [row for row in decided if row.sheet not in of_people]
        done = 0
        for slot, group in self._grouped(self._persons(persons)).items():
            done += len(group)
            self._file(slot, group)
        yield done
        self._people = self._known.people.with_()
        for step in self._steps:
            self._people.add(step.entry.subject, step.entry.answers or {})
        groups = self._grouped(self._others(others))
        self._completion = complete(groups, self._known)
        for slot, group in groups.items():
            done += len(group)
            self._file(slot, group)
            if not done % CHUNK:
                yield done
        return Settled(
            self._steps,
            self._unchanged,
            list(dict.fromkeys(self._accepted)),
            list(dict.fromkeys(self._doubtful)),
            self._refused,
            self._notes,
            self._left_out,
        )

    def _blank(self, row: Row) -> Blank:
        return self._sheets[row.sheet].blank

    def _decided(self, row: Row) -> Row:
        """The row with its accepted doubts as answers, now or earlier; the others stay doubts."""
        if not row.doubts:
            return row
        filed = self._filed(row)
        accepted = [doubt for doubt in row.doubts if doubt.field in filed or self._accept(doubt.change)]
        self._accepted += [doubt.change for doubt in accepted]
        self._doubtful += [doubt.change for doubt in row.doubts if doubt not in accepted]
        if not accepted:
            return row
        return accepted_answers(self._gates[row.sheet], row, {doubt.field for doubt in accepted})

    def _filed(self, row: Row) -> set[str]:
        """The doubtful answers of a row that are on file just so: somebody has accepted them, nothing is asked again.

        What decides which statement is meant (the day of a test) counts only where the whole row is on file already:
        else a doubt about the day could change what is known of another day.
        """
        doubtful = {doubt.field for doubt in row.doubts}
        whole = accepted_answers(self._gates[row.sheet], row, doubtful)
        subject = self._on_file(whole)
        if subject is None:
            return set()
        doubtful &= whole.answers.keys()
        if self._repeats(whole, subject):
            return doubtful
        blank = self._blank(row)
        record = self._known.records.get((blank.id, subject, _key(blank, row.answers)))
        held = (record.answers or {}) if record else {}
        return {
            name for name in doubtful - set(blank.key) if name in held and held[name] == whole.answers[name]
        }

    def _on_file(self, row: Row) -> str | None:
        """Whom a row is about, of those on file; None where nobody, or more than one."""
        blank, people = self._blank(row), self._known.people
        if blank.about == "area":
            return AREAS
        who = who_of(row.answers) if blank.id == "person" else row.who
        if subject := people.with_document(who.document):
            return subject
        found = people.alike(who)
        return found[0] if len(found) == 1 else None

    def _repeats(self, row: Row, subject: str) -> bool:
        """Whether a row says nothing that is not on file."""
        blank = self._blank(row)
        record = self._known.records.get((blank.id, subject, _key(blank, row.answers)))
        held = record.answers if record else None
        return held is not None and self._over(held, row.answers, [row]) == held

    # Whose row it is

    def _persons(self, rows: Sequence[Row]) -> Iterator[tuple[str, Row]]:
        """The subject of each row of the sheet 人员: those with a document before those without."""
        people = self._known.people.with_()
        documented = [row for row in rows if text(row.answers, "document_no")]
        subjects = self._subjects_of_documents(documented)
        for row in documented:
            subject = subjects[text(row.answers, "document_no")]
            named = self._named(row, subject)
            people.add(subject, named.answers)
            yield subject, named
        for row in rows:
            if not text(row.answers, "document_no"):
                found = self._person_without_document(row, people)
                if isinstance(found, Problem):
                    self._refuse_row(row, found)
                    continue
                people.add(found, {**row.answers, **people.about.get(found, {})})
                yield found, row

    def _subjects_of_documents(self, rows: Sequence[Row]) -> dict[str, str]:
        """The subject of each document.

        Who has it on file; else the one person on file without any document whom name and class, or birth date,
        mean alone; else the subject that this document has on every device.
        """
        people = self._known.people
        types: dict[str, str] = {}
        joined: dict[str, set[str]] = {}
        claims: dict[str, set[str]] = {}
        for row in rows:
            number = text(row.answers, "document_no")
            types[number] = types.get(number) or text(row.answers, "document_type")
            if people.with_document(number) is None:
                for candidate in people.alike(who_of(row.answers)):
                    joined.setdefault(number, set()).add(candidate)
                    claims.setdefault(candidate, set()).add(number)
        subjects = {}
        for number, kind in types.items():
            candidates = joined.get(number, set())
            alone = len(candidates) == 1 and all(len(claims[candidate]) == 1 for candidate in candidates)
            on_file = people.with_document(number) or (next(iter(candidates)) if alone else None)
            subjects[number] = on_file or self._known.subject_of(kind, number)
        return subjects

    def _named(self, row: Row, subject: str) -> Row:
        """A row of the sheet 人员 whose name is not the one on file: the name waits for a person's word."""
        name = text(row.answers, "name")
        known = self._known.people
        if not name or subject not in known.about or known.is_named(subject, name):
            return row
        change = self._at(row, "name", name, text(known.about[subject], "name"), "name-differs")
        if self._accept(change):
            self._accepted.append(change)
            return row
        self._doubtful.append(change)
        answers = {field: value for field, value in row.answers.items() if field != "name"}
        return row._replace(answers=answers, doubts=(*row.doubts, Doubt(change, "name")))

    def _person_without_document(self, row: Row, people: People) -> str | Problem:
        who = who_of(row.answers)
        if not who.name or not (who.class_name or who.birth_date):
            return Problem("intake.no-person")
        found = people.alike(who)
        if len(found) > 1:
            return Problem("intake.namesakes", {"name": who.name, "count": len(found)})
        return found[0] if found else self._known.new_subject()

    def _others(self, rows: Sequence[Row]) -> Iterator[tuple[str, Row]]:
        """The subject of each row of the other sheets."""
        sure: dict[Who, str] = {}
        areas = {index for index, sheet in enumerate(self._sheets) if sheet.blank.about == "area"}
        for row in rows:
            subject = sure.get(row.who)
            if subject is not None:
                yield subject, row
            elif row.sheet in areas:
                if self._is_still_listed(row, self._sheets[row.sheet].table):
                    self._unchanged += 1
                else:
                    yield AREAS, row
            else:
                found = self._whom(row.who)
                if isinstance(found, Problem):
                    self._refuse_row(row, found)
                elif self._people.is_named(found, row.who.name):
                    sure[row.who] = found
                    yield found, row
                elif self._may_be(row, found):
                    yield found, row

    def _is_still_listed(self, row: Row, table: Table) -> bool:
        """Whether a row of a list that only says "listed today" repeats an entry on file, whatever day it began."""
        day = table.as_of.isoformat() if table.as_of else None
        return day is not None and row.answers.get("since") == day and self._known.is_listed(row.answers)

    def _whom(self, who: Who) -> str | Problem:
        """The person on file, or taken in just now, whom a row names."""
        if who.document:
            subject = self._people.with_document(who.document)
            return subject or Problem("intake.unknown-document", {"document": who.document})
        if not who.name or not (who.class_name or who.birth_date):
            return Problem("intake.no-person")
        found = self._people.alike(who)
        if len(found) > 1:
            return Problem("intake.namesakes", {"name": who.name, "count": len(found)})
        return found[0] if found else Problem("intake.unknown-person", {"name": who.name})

    def _may_be(self, row: Row, subject: str) -> bool:
        """Whether somebody said that the document is this person's, though the name beside it is another.

        What is on file word for word was accepted before.
        """
        name = row.who.name
        on_file = text(self._people.about[subject], "name")
        change = self._at(row, "name", name, on_file, "name-differs", who=True)
        yes = self._repeats(row, subject) or self._accept(change)
        (self._accepted if yes else self._doubtful).append(change)
        return yes

    # What it comes to

    def _grouped(self, rows: Iterator[tuple[str, Row]]) -> dict[Slot, list[Row]]:
        """Rows that make the same statement, laid together."""
        groups: dict[Slot, list[Row]] = {}
        for subject, row in rows:
            blank = self._sheets[row.sheet].blank
            slot = (blank.id, subject, _key(blank, row.answers))
            if slot in groups:
                groups[slot].append(row)
            else:
                groups[slot] = [row]
        return groups

    def _file(self, slot: Slot, group: list[Row]) -> None:
        """Make a step of the rows of one statement, count it as unchanged, or refuse it."""
        if slot in self._completion.said:
            self._unchanged += self._completion.said[slot]
            return
        row, alone = group[0], len(group) == 1
        said = row.answers if alone else self._laid_together(group)
        replaced = self._replaced(slot)
        before = replaced[0] if replaced else None
        answers = said
        if before is not None and before.answers is not None:
            answers = self._over(before.answers, said, group)
            if answers == before.answers:
                self._unchanged += 1
                return
        gate = self._gates[row.sheet]
        problems = row.problems if alone and before is None else gate.problems(answers)
        if problems:
            found = self._without_the_wrong(answers, before, group, problems)
            if found is None:
                return
            if before is not None and found == before.answers:
                self._unchanged += 1
                return
            answers = found
        notes = gate.notes(answers)
        if notes or row.notes:
            self._note(row, [*row.notes, *notes])
        entry = Entry(
            blank=slot[0], subject=slot[1], answers=answers, replaces=tuple(record.id for record in replaced)
        )
        self._steps.append(Step(entry, before, row.sheet, row.number))

    def _over(self, held: Answers, said: Answers, group: Sequence[Row]) -> Answers:
        """What is on file with what was said laid over it, as each column does.

        What nobody wrote yields to what is on file; an empty cell takes an answer back only where its column was
        told to, and no other row of the statement answers it.
        """
        if any(row.filled for row in group):
            written = {field for row in group for field in row.answers.keys() - row.filled}
            said = {field: value for field, value in said.items() if field in written or field not in held}
        hows = {field: how for row in group for field, how in self._sheets[row.sheet].how.items()}
        if not hows:
            return {**held, **said}
        laid = {**held, **{field: _laid(hows.get(field), held.get(field), said[field]) for field in said}}
        cleared = {field for row in group for field in row.cleared} - said.keys()
        return {field: value for field, value in laid.items() if field not in cleared}

    def _replaced(self, slot: Slot) -> tuple[Record, ...]:
        """The record on file that makes the same statement, else those that make it less completely."""
        before = self._known.records.get(slot)
        return (before,) if before else self._completion.completes.get(slot, ())

    def _note(self, row: Row, notes: Sequence[Problem]) -> None:
        self._notes += [self._notice(row, note.field, note, row.answers) for note in notes]

    def _laid_together(self, group: list[Row]) -> Answers:
        """The answers of several rows of one statement; where two contradict each other, neither.

        What nobody wrote contradicts nothing.
        """
        said: Answers = {}
        by: dict[str, Row] = {}
        disputed: set[str] = set()
        for row in sorted(group, key=lambda row: len(row.filled)):
            for field, value in row.answers.items():
                first = by.setdefault(field, row)
                if first is row:
                    said[field] = value
                elif said[field] != value and field not in row.filled:
                    self._dispute(field, first, row, both=field not in disputed)
                    disputed.add(field)
        return {field: value for field, value in said.items() if field not in disputed}

    def _dispute(self, field: str, first: Row, second: Row, *, both: bool) -> None:
        here, there = self._cell(first, field), self._cell(second, field)
        if both:
            self._refused.append(
                self._notice(first, field, Problem("intake.rows-disagree", {"other": there}), None)
            )
        self._refused.append(
            self._notice(second, field, Problem("intake.rows-disagree", {"other": here}), None)
        )

    def _without_the_wrong(
        self, answers: Answers, before: Record | None, group: list[Row], problems: Sequence[Problem]
    ) -> Answers | None:
        """Leave out the answers that cannot stand, one round after the other; None where the rest is no record."""
        held = (before.answers or {}) if before else {}
        answers = dict(answers)
        while problems:
            wrong = [
                problem
                for problem in problems
                if problem.code not in WHOLE and answers.get(problem.field) != held.get(problem.field)
            ]
            if not wrong:
                self._refuse_unless_waiting(answers, group, problems)
                return None
            for problem in wrong:
                row = self._sayer(group, problem.field)
                self._refused.append(self._notice(row, problem.field, problem, answers))
                answers.pop(problem.field)
                if problem.field in held:
                    answers[problem.field] = held[problem.field]
            problems = self._gates[group[0].sheet].problems(answers)
        return answers

    def _refuse_unless_waiting(self, answers: Answers, group: list[Row], problems: Sequence[Problem]) -> None:
        """A row that lacks only answers which are doubtful waits for them and is not refused."""
        waiting = {doubt.field for row in group for doubt in row.doubts}
        groups = self._blank(group[0]).any_of
        there = waiting | answers.keys()
        lacking = [
            problem
            for problem in problems
            if not (problem.code == MISSING and problem.field in waiting)
            and not (problem.code == NONE_OF and any(there.issuperset(names) for names in groups))
        ]
        unanswered = all(problem.code == NONE_OF for problem in problems)
        if not waiting and unanswered and answers.keys() <= set(self._blank(group[0]).key):
            self._leave_out(group[0])
        elif lacking or not waiting:
            self._refuse_row(group[0], (lacking or problems)[0])

    def _leave_out(self, row: Row) -> None:
        """A row that was prepared (person and day) and never filled in.

        Only where the day alone says nothing: a stretch of custody or an illness that began is refused, not skipped.
        """
        matched = self._sheets[row.sheet]
        cell = matched.address(_row_column(matched), row.number)
        problem = Problem("intake.row-unanswered", {"row": row.number})
        self._left_out.append(
            Notice(matched.table.file, matched.table.sheet, cell, row.who.document, problem)
        )

    def _sayer(self, group: list[Row], field: str) -> Row:
        return next((row for row in group if field in row.answers), group[0])

    # Where it stands

    def _refuse_row(self, row: Row, problem: Problem) -> None:
        matched = self._sheets[row.sheet]
        table = matched.table
        value = (
            row.who.document or row.who.name or text(row.answers, "document_no") or text(row.answers, "name")
        )
        cell = matched.address(_row_column(matched), row.number)
        if not problem.code.startswith("intake."):
            why = {"why_zh": say_problem(problem, "zh"), "why_en": say_problem(problem, "en")}
            problem = Problem("intake.row-incomplete", why, problem.field)
        told = problem._replace(facts={**problem.facts, "row": row.number})
        self._refused.append(Notice(table.file, table.sheet, cell, value, told))

    def _notice(self, row: Row, field: str, problem: Problem, answers: Answers | None) -> Notice:
        table = self._sheets[row.sheet].table
        value = (answers or row.answers).get(field)
        return Notice(table.file, table.sheet, self._cell(row, field), self._text(row, field, value), problem)

    def _text(self, row: Row, field: str, value: Value | None) -> str:
        if value is None:
            return ""
        return write(self._blank(row)[field], value, "zh", self._gates[row.sheet].frame.divisions)

    def _at(self, row: Row, field: str, was: str, now: str, repair: str, *, who: bool = False) -> Change:
        table = self._sheets[row.sheet].table
        return Change(table.file, table.sheet, self._cell(row, field, who=who), shown(was), now, repair)

    def _cell(self, row: Row, field: str, *, who: bool = False) -> str:
        """The address of a row's answer; where it has no column (it came out of another answer), of its row."""
        matched = self._sheets[row.sheet]
        column = next(
            (column for column in matched.columns if (column.field, column.who) == (field, who)),
            _row_column(matched),
        )
        return matched.address(column, row.number)


def _laid(how: How | None, held: Value | None, said: Value) -> Value:
    """One answer over another, as its column does; doing it again changes nothing."""
    if held is None or how in (None, "overwrite", "clear"):
        return said
    if how == "append" and isinstance(held, list) and isinstance(said, list):
        return [*held, *(one for one in said if one not in held)]
    if how == "append" and isinstance(held, str) and isinstance(said, str):
        return held if said in held.split(BETWEEN) else f"{held}{BETWEEN}{said}"
    return held


def _key(blank: Blank, answers: Answers) -> tuple[object, ...]:
    """`Blank.key_of`, the usual case of one answered field at once."""
    if len(blank.key) == 1:
        only = answers.get(blank.key[0])
        if only is not None:
            return (only,)
    return blank.key_of(answers)


def _row_column(matched: Matched) -> Column:
    """The column that stands for the whole row: the document's, else the name's, else the first known one."""
    known: dict[str, Column] = {column.field: column for column in reversed(matched.columns)}
    who = {column.field: column for column in matched.columns if column.who}
    for field in ("document_no", "name"):
        column = who.get(field) or known.get(field)
        if column:
            return column
    return matched.columns[0]
