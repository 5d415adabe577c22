"""Settle: rows as read → what would be filed, compared with what the school holds.

A pure function of rows, the known state and what a person accepted; the plan calls it with nothing accepted, taking
in calls it again where something was. The result does not depend on the order of files, sheets or rows: people come
first, documents before names; rows of one statement are laid together; where two rows of one intake contradict each
other neither is believed.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from schoolprep.facts.blank import Blank
from schoolprep.facts.elsewhere import forms_elsewhere
from schoolprep.facts.gate import Gate
from schoolprep.facts.problem import Filling, Problem
from schoolprep.facts.record import Answers, Entry, Record, Value
from schoolprep.facts.subject import AREAS
from schoolprep.facts.words import catalogue
from schoolprep.intake.alike import Alike, look_alikes
from schoolprep.intake.bystanders import UnclaimedRows, bystanders
from schoolprep.intake.choices import How
from schoolprep.intake.columns import IntakeNotice, Matched
from schoolprep.intake.completion import Completion, complete
from schoolprep.intake.newcomers import Newcomer
from schoolprep.intake.notices import Accepted, Telling
from schoolprep.intake.on_file import Known, StatementKey
from schoolprep.intake.overheard import speaks_of_signs
from schoolprep.intake.people import line, unit_text
from schoolprep.intake.residue import Leftover, Residue
from schoolprep.intake.rows import CHUNK, CellChange, RowBase, SheetRow, accepted_answers
from schoolprep.intake.sources import GivenOnce
from schoolprep.intake.subjects import Whose
from schoolprep.intake.taken_back import TAKEN_BACK, taken_back
from schoolprep.intake.whereabouts import RowCounts, RowMarks
from schoolprep.intake.written_rows import against_what_was_written

_BETWEEN = "；"
"""Between a text on file and what a column adds to it."""

MISSING, NONE_OF = "blanks.missing", "blanks.none-of"
WHOLE = frozenset({MISSING, NONE_OF, "blanks.contradicts"})
"""Problems of the row as a whole. Of two answers that exclude each other (a stay, and no travel) neither is left out
to save the other: that could turn an unknown into a no."""


class PlanStep(NamedTuple):
    """One statement that would be filed: `entry` in place of `before` (None: new), as row `row` of a sheet says."""

    entry: Entry
    before: Record | None
    sheet: int
    row: int
    beside: bool = False
    """It stands beside `before`, and a person is asked which holds: it replaces what both go back to."""


class Settled(NamedTuple):
    """What an intake comes to."""

    steps: list[PlanStep]
    unchanged: int
    """Statements that are on file word for word."""
    accepted: list[CellChange]
    doubtful: list[CellChange]
    refused: list[IntakeNotice]
    notes: list[IntakeNotice]
    left_out: list[IntakeNotice]
    alike: list[Alike]
    """People whom the intake adds, and who they may be."""
    leftover: Leftover
    """What nobody could read, and what of it is answered now."""
    marks: RowMarks
    """What became of the rows."""
    went: RowCounts = RowCounts()
    """And how many went where (`Plan.accounted`)."""

    @property
    def entries(self) -> list[Entry]:
        """All that is to be filed."""
        return [*(step.entry for step in self.steps), *self.leftover.filed, *self.leftover.answered]

    @property
    def beside(self) -> frozenset[str]:
        """The records that are replaced although a newer one stands in their place."""
        return frozenset(old for step in self.steps if step.beside for old in step.entry.replaces)


def settle(
    sheets: Sequence[Matched],
    gates: Sequence[Gate],
    rows: Sequence[SheetRow],
    known: Known,
    accept: Accepted,
    *,
    named: Sequence[SheetRow] = (),
    unseen: Sequence[SheetRow] = (),
    unclaimed: Sequence[UnclaimedRows] = (),
) -> Generator[int, None, Settled]:
    """Compare the rows with what is known; yields the number of rows settled so far.

    `gates`: each sheet's. `named`: rows that say nothing but whom they name, who may be new. `unseen`: hidden ones.
    `unclaimed`: what nobody reads and may name somebody.
    """
    settling = _Settling(sheets, gates, known, accept)
    settling.overhear(unclaimed)
    return (yield from settling.run(rows, named, unseen))


class _Settling:
    def __init__(
        self, sheets: Sequence[Matched], gates: Sequence[Gate], known: Known, accept: Accepted
    ) -> None:
        self._sheets = sheets
        self._gates = gates
        self._known = known
        self._tell = Telling(sheets, gates, accept)
        self._residue = Residue(sheets, known.unread, self._tell.words, speaks_of_signs(known.blanks))
        self._whose = Whose(known, self._tell, self._residue, self._repeats)
        self._completion = Completion({}, {})
        self._subject = ""
        """Whom the statement that is being settled is about."""
        self._steps: list[PlanStep] = []
        self._unchanged = 0
        self._alike: list[Alike] = []
        self._laid_over: set[str] = set()
        """The records that rows of class workbooks take the place of."""

    def overhear(self, unclaimed: Sequence[UnclaimedRows]) -> None:
        """Keep what is said of people on file where nobody reads."""
        for one in bystanders(unclaimed, self._known.people.about, self._known.blanks):
            self._residue.overhear(one, self._known.blanks)

    def run(
        self, rows: Sequence[SheetRow], named: Sequence[SheetRow], unseen: Sequence[SheetRow]
    ) -> Generator[int, None, Settled]:
        """People first: whoever is not taken in cannot be spoken about by other sheets."""
        decided = rows if not any(row.doubts for row in rows) else [self._decided(row) for row in rows]
        decided = against_what_was_written(decided, self._known.people, self._known.became, self._tell)
        of_people = {index for index, sheet in enumerate(self._sheets) if sheet.blank.id == "person"}
        persons = [row for row in decided if row.sheet in of_people]
        others = [row for row in decided if row.sheet not in of_people]
        done = 0
        for slot, group in self._grouped(_with_whose(persons, self._whose.persons)).items():
            done += len(group)
            self._file_group(slot, group)
        yield done
        self._add_newcomers([*others, *named])
        self._alike = self._look_alikes([*decided, *named])
        yield from self._file_others(others, done)
        self._whose.hold(unseen)
        self._steps += list(self._elsewhere())
        leftover = self._residue.left()
        return Settled(
            self._steps,
            self._unchanged,
            list(dict.fromkeys(self._tell.accepted)),
            list(dict.fromkeys(self._tell.doubtful)),
            self._tell.refused,
            [*self._tell.notes, *leftover.heard],
            self._tell.left_out,
            self._alike,
            leftover,
            self._tell.marks,
        )

    def _add_newcomers(self, rows: Sequence[SheetRow]) -> None:
        """Those whom only sheets about something else name."""
        if rows:
            self._whose.learn([(step.entry.subject, step.entry.answers or {}) for step in self._steps])
            added = self._whose.newcomers(rows)
            self._steps += [_added(one) for one in added]
            self._tell.mark("filed", *(one.row for one in added))

    def _file_others(self, rows: Sequence[SheetRow], done: int) -> Iterator[int]:
        """What is said of people, and of areas, a blank at a time."""
        for rows_of_blank in self._by_blank(rows):
            groups = self._grouped(_with_whose(rows_of_blank, self._whose.others))
            self._completion = complete(groups, self._known)
            for slot, group in groups.items():
                done += len(group)
                self._file_group(slot, group)
                if not done % CHUNK:
                    yield done
            if self._blank(rows_of_blank[0]).about == "areas":
                self._tell_levels(groups)

    def _elsewhere(self) -> Iterator[PlanStep]:
        """What the statements are on other forms besides: an illness named among symptoms."""
        added: dict[tuple[str, str], list[Answers]] = {}
        for step in self._steps:
            added.setdefault((step.entry.subject, step.entry.blank), []).append(step.entry.answers or {})

        def held(subject: str, blank: str) -> Iterator[Answers]:
            known = (self._known.records[slot] for slot in self._known.of_pair((blank, subject)))
            yield from (record.answers or {} for record in known)
            yield from added.get((subject, blank), ())

        for step in self._steps:
            for entry in forms_elsewhere(step.entry, self._known.blanks, held):
                added.setdefault((entry.subject, entry.blank), []).append(entry.answers or {})
                yield PlanStep(entry, None, step.sheet, step.row)

    def _tell_levels(self, groups: Mapping[StatementKey, list[SheetRow]]) -> None:
        """One place with two levels from the same day on: both stand, the stricter decides, and it is said."""
        added = {slot: group[0] for slot, group in groups.items() if _is_listed(slot)}
        levels: dict[tuple[object, ...], set[object]] = {}
        for *_, key in (*added, *filter(_is_listed, self._known.records if added else ())):
            levels.setdefault(key[:-1], set()).add(key[-1])
        for slot, row in added.items():
            if len(levels[slot[2][:-1]]) > 1 and slot not in self._known.records:
                self._note(row, [Problem("intake.two-levels", field="level")])

    def _look_alikes(self, rows: Sequence[SheetRow]) -> list[Alike]:
        """The people it adds who may be somebody else; each pair is noted at the row that adds one of them."""
        added = {step.entry.subject: step for step in self._steps if step.before is None}
        if not added:
            return []
        people = {
            **self._known.people.about,
            **{who: step.entry.answers or {} for who, step in added.items()},
        }
        found = look_alikes(people, self._known.apart, added)
        at = {(row.sheet, row.number): row for row in rows} if found else {}
        for one in found:
            step = added.get(one.other) or added[one.one]
            first, second = (line(people[who]) for who in (one.one, one.other))
            facts: dict[str, Filling] = {
                "one": first,
                "other": second,
                "why": catalogue()[f"intake.{one.why[0]}"],
            }
            self._tell.note(at[step.sheet, step.row], Problem("intake.alike", facts), first)
        return found

    def _blank(self, row: SheetRow) -> Blank:
        return self._sheets[row.sheet].blank

    def _decided(self, row: SheetRow) -> SheetRow:
        """The row with its accepted doubts as answers, now or earlier; the others stay doubts."""
        if not row.doubts:
            return row
        filed = self._filed(row)
        accepted = [doubt for doubt in row.doubts if self._tell.ask(doubt.change, known=doubt.field in filed)]
        if not accepted:
            return row
        return accepted_answers(self._gates[row.sheet], row, {doubt.field for doubt in accepted})

    def _filed(self, row: SheetRow) -> set[str]:
        """The doubtful answers of a row that are on file just so: somebody has accepted them, nothing is asked again.

        What decides which statement is meant (the day of a test) counts only where the whole row is on file already:
        else a doubt about the day could change what is known of another day.
        """
        doubtful = {doubt.field for doubt in row.doubts}
        whole = accepted_answers(self._gates[row.sheet], row, doubtful)
        subject = self._whose.on_file(whole)
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

    def _repeats(self, row: SheetRow, subject: str) -> bool:
        """Whether a row says nothing that is not on file."""
        blank = self._blank(row)
        record = self._known.records.get((blank.id, subject, _key(blank, row.answers)))
        held = record.answers if record else None
        return held is not None and self._over(held, row.answers, [row]) == held

    # What it comes to

    def _by_blank(self, rows: Sequence[SheetRow]) -> Iterable[list[SheetRow]]:
        """The rows of each blank: what is said in one is nothing to another, and all at once they take much room."""
        found: dict[str, list[SheetRow]] = {}
        for row in rows:
            found.setdefault(self._blank(row).id, []).append(row)
        return found.values()

    def _grouped(self, rows: Iterable[tuple[str | None, SheetRow]]) -> dict[StatementKey, list[SheetRow]]:
        """Rows that make the same statement, laid together."""
        groups: dict[StatementKey, list[SheetRow]] = {}
        for subject, row in rows:
            if subject is None:
                self._tell.mark("unchanged", row)
                self._unchanged += 1
                continue
            if row.unread or row.doubts:
                self._tell.mark("asked" if row.doubts else "refused", row)
                self._residue.hear(subject, row)
                if not row.doubts and not self._says_itself(row):
                    continue
            blank = self._sheets[row.sheet].blank
            key = ("written", row.base.record.id) if row.base else _key(blank, row.answers)
            slot = (blank.id, subject, key)
            if group := groups.get(slot):
                group.append(row)
            else:
                groups[slot] = [row]
        return groups

    def _says_itself(self, row: SheetRow) -> bool:
        """Whether a row answers anything in a cell of its own: the day over refused cells is no statement."""
        once = {one.field for one in self._sheets[row.sheet].columns if isinstance(one.source, GivenOnce)}
        return not row.answers.keys() <= once

    def _file_group(self, slot: StatementKey, group: list[SheetRow]) -> None:
        """File the rows of one statement, or the one row of a class workbook."""
        base = group[0].base
        if base is not None:
            self._subject = slot[1]
            self._file_written(group[0], base)
        elif not self._laid_over or self._laid_over.isdisjoint(one.id for one in self._replaced(slot)):
            self._file(slot, group)
        else:  # a row of a class workbook has taken its place already
            self._tell.refuse_row(group[0], Problem("intake.class-book-twice"))

    def _file(self, slot: StatementKey, group: list[SheetRow]) -> None:
        """Make a step of the rows of one statement, count it as unchanged, or refuse it."""
        if slot in self._completion.said and not any(row.problems for row in group):
            self._tell.mark("unchanged", *group)
            self._unchanged += self._completion.said[slot]
            return
        row, alone = group[0], len(group) == 1
        self._subject = slot[1]
        said = row.answers if alone else self._laid_together(group)
        replaced = self._replaced(slot)
        if row.quiet and alone and not replaced:
            self._tell.mark("filed", row)
            entry = Entry(blank=slot[0], subject=slot[1], answers=said)
            self._steps.append(PlanStep(entry, None, row.sheet, row.number))
            self._residue.answer(slot[1], row, said, new=True)
            return
        before = replaced[0] if replaced else None
        answers = self._in_order(said, before, group)
        if answers is None:
            return
        changed = before is None or answers != before.answers
        for one in group:
            self._residue.answer(slot[1], one, answers, new=changed)
        if not changed:
            self._tell.mark("unchanged", *group)
            self._unchanged += 1
            return
        self._tell.mark("filed", *group)
        if notes := [*row.notes, *self._gates[row.sheet].notes(answers)]:
            self._note(row, notes)
        entry = Entry(
            blank=slot[0], subject=slot[1], answers=answers, replaces=tuple(record.id for record in replaced)
        )
        self._steps.append(PlanStep(entry, before, row.sheet, row.number))

    def _file_written(self, row: SheetRow, base: RowBase) -> None:
        """Lay what was edited in a row that the program wrote over what stands now.

        Where both were changed, what only the row changed is laid over, and the rest stands beside it as a question.
        """
        leaf, subject = base.leaf, base.record.subject
        said = {field: value for field, value in row.answers.items() if field not in base.both}
        before = leaf
        if said:
            answers = self._in_order(said, leaf, [row])
            if answers is None:
                return
            if answers != leaf.answers:
                entry = Entry(blank=leaf.blank, subject=subject, answers=answers, replaces=(leaf.id,))
                self._steps.append(PlanStep(entry, leaf, row.sheet, row.number))
                self._laid_over.add(leaf.id)
                before = _as_filed(leaf, answers)
        disputed = {field: row.answers[field] for field in base.both}
        if disputed and (answers := self._in_order(disputed, before, [row])) is not None:
            entry = Entry(blank=leaf.blank, subject=subject, answers=answers, replaces=(base.record.id,))
            self._steps.append(PlanStep(entry, before, row.sheet, row.number, beside=True))
        self._residue.answer(subject, row, row.answers, new=True)
        self._tell.mark("filed", row)
        if notes := self._gates[row.sheet].notes({**(leaf.answers or {}), **row.answers}):
            self._note(row, notes)

    def _in_order(self, said: Answers, before: Record | None, group: list[SheetRow]) -> Answers | None:
        """What was said, over what is on file and without what is wrong; None where that is no record: it is told."""
        held = before.answers if before is not None else None
        answers = said if held is None else self._confirmed(self._over(held, said, group), held, group)
        if answers == held:
            return answers
        row = group[0]
        own = len(group) == 1 and before is None
        problems = row.problems if own else self._gates[row.sheet].problems(answers)
        return self._without_the_wrong(answers, before, group, problems) if problems else answers

    def _confirmed(self, answers: Answers, held: Answers, group: Sequence[SheetRow]) -> Answers:
        """With what is on file where it is worse and nobody has said yet that the better answer corrects it."""
        kept: Answers = {}
        for field in taken_back(self._blank(group[0]), held, answers):
            row = self._sayer(group, field)
            was, now = (self._tell.text(row, field, value) for value in (held[field], answers[field]))
            if not self._tell.ask(self._tell.change(row, field, was, now, TAKEN_BACK)):
                self._tell.mark("asked", row)
                kept[field] = held[field]
        return {**answers, **kept} if kept else answers

    def _over(self, held: Answers, said: Answers, group: Sequence[SheetRow]) -> Answers:
        """What is on file with what was said laid over it, as each column does.

        What nobody wrote yields to what is on file, and so does a class that is their department there; an empty
        cell takes an answer back only where its column was told to, and no other row of the statement answers it.
        """
        if any(row.filled for row in group):
            said = _written_or_new(said, held, group)
        said = _without_department(said, held)
        hows = {field: how for row in group for field, how in self._sheets[row.sheet].how.items()}
        if not hows:
            return {**held, **said}
        laid = {**held, **{field: _laid(hows.get(field), held.get(field), said[field]) for field in said}}
        cleared = {field for row in group for field in row.cleared} - said.keys()
        return {field: value for field, value in laid.items() if field not in cleared}

    def _replaced(self, slot: StatementKey) -> tuple[Record, ...]:
        """The record on file that makes the same statement, else those that make it less completely."""
        before = self._known.records.get(slot)
        return (before,) if before else self._completion.completes.get(slot, ())

    def _note(self, row: SheetRow, notes: Sequence[Problem]) -> None:
        self._tell.notes += [self._tell.notice(row, note.field, note, row.answers) for note in notes]

    def _laid_together(self, group: list[SheetRow]) -> Answers:
        """The answers of several rows of one statement; where two contradict each other, neither.

        What nobody wrote contradicts nothing.
        """
        said: Answers = {}
        by: dict[str, SheetRow] = {}
        disputed: set[str] = set()
        for row in sorted(group, key=lambda row: len(row.filled)):
            for field, value in row.answers.items():
                first = by.setdefault(field, row)
                if first is row:
                    said[field] = value
                elif self._sheets[row.sheet].how.get(field) == "append":
                    said[field] = _laid("append", said[field], value)
                elif said[field] != value and field not in row.filled:
                    self._dispute(field, first, row, both=field not in disputed)
                    disputed.add(field)
        return {field: value for field, value in said.items() if field not in disputed}

    def _dispute(self, field: str, first: SheetRow, second: SheetRow, *, both: bool) -> None:
        for row, other in ((first, second), (second, first))[not both :]:
            problem = Problem("intake.rows-disagree", {"other": self._tell.place(other, field, row)})
            self._refuse(row, field, problem, None)

    def _refuse(self, row: SheetRow, field: str, problem: Problem, answers: Answers | None) -> None:
        """Refuse an answer that was read: it is told, and unread of the person."""
        told = self._tell.refuse(row, field, problem, answers)
        self._residue.drop(self._subject, row, field, told.value, told.cell)

    def _without_the_wrong(
        self, answers: Answers, before: Record | None, group: list[SheetRow], problems: Sequence[Problem]
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
            fields = {problem.field for problem in wrong}
            for problem in wrong:  # two of them may be about one answer: both are told
                row = self._sayer(group, problem.field).without(fields)
                self._refuse(row, problem.field, problem, answers)
            kept = {name: held[name] for name in fields if name in held}
            answers = {name: value for name, value in answers.items() if name not in fields} | kept
            problems = self._gates[group[0].sheet].problems(answers)
        return answers

    def _refuse_unless_waiting(
        self, answers: Answers, group: list[SheetRow], problems: Sequence[Problem]
    ) -> None:
        """A statement that lacks only answers which are doubtful waits for them and is not refused.

        Rows that share nothing but what they do not say (two sheets without their day) are each told by itself.
        """
        blank = self._blank(group[0])
        if not blank.many or answers.keys() & set(blank.key):
            self._refuse_one(answers, group, problems)
            return
        for row in group:
            self._refuse_one(answers, [row], problems)

    def _refuse_one(self, answers: Answers, group: list[SheetRow], problems: Sequence[Problem]) -> None:
        waiting = {doubt.field for row in group for doubt in row.doubts}
        lacking = _lacking(answers, waiting, self._blank(group[0]).any_of, problems)
        unanswered = all(problem.code == NONE_OF for problem in problems)
        if not waiting and unanswered and answers.keys() <= set(self._blank(group[0]).key):
            for row in group:
                if not row.unread:
                    self._tell.leave_out(row)
        elif lacking or not waiting:
            self._tell.refuse_row(group[0], (lacking or problems)[0])
            self._tell.mark("refused", *group[1:])
            for row in group:
                if (
                    not row.unread and not row.doubts
                ):  # whose cells are kept, with what could be read beside them
                    self._residue.drop_row(self._subject, row)

    def _sayer(self, group: Sequence[SheetRow], field: str) -> SheetRow:
        return next((row for row in group if field in row.answers), group[0])


def _with_whose(
    rows: Sequence[SheetRow],
    found: Callable[[Sequence[SheetRow]], Iterator[tuple[str | None, SheetRow]]],
) -> Iterator[tuple[str | None, SheetRow]]:
    """Whom each row is about: whoever it was written of, else whoever is `found`."""
    yield from ((row.base.record.subject, row) for row in rows if row.base)
    yield from found([row for row in rows if row.base is None])


def _as_filed(leaf: Record, answers: Answers) -> Record:
    """A record as it will stand."""
    return msgspec.structs.replace(leaf, answers=answers)


def _added(one: Newcomer) -> PlanStep:
    """The statement of somebody whom a sheet adds that is not about people only."""
    entry = Entry(blank="person", subject=one.subject, answers=one.answers)
    return PlanStep(entry, None, one.row.sheet, one.row.number)


def _lacking(
    answers: Answers, waiting: set[str], groups: Sequence[tuple[str, ...]], problems: Sequence[Problem]
) -> list[Problem]:
    """The problems that stay when the answers that wait for somebody's word have got it."""
    there = waiting | answers.keys()
    answered = any(there.issuperset(names) for names in groups)
    put_right = {(MISSING, field) for field in waiting}
    return [
        problem
        for problem in problems
        if (problem.code, problem.field) not in put_right and not (problem.code == NONE_OF and answered)
    ]


def _written_or_new(said: Answers, held: Answers, group: Sequence[SheetRow]) -> Answers:
    """Without what nobody wrote and the file has an answer to."""
    written = {field for row in group for field in row.answers.keys() - row.filled}
    return {field: value for field, value in said.items() if field in written or field not in held}


def _without_department(said: Answers, held: Answers) -> Answers:
    """Without a class that is the department on file of somebody who is in no class: a roster writes it there."""
    if "class_name" in held or "class_name" not in said or said["class_name"] != unit_text(held):
        return said
    return {field: value for field, value in said.items() if field != "class_name"}


def _is_listed(slot: StatementKey) -> bool:
    """Whether a slot is an entry of the area list by its key; a row that answers nothing of it has another."""
    _, subject, key = slot
    return subject == AREAS and bool(key) and not isinstance(key[0], tuple)


def _laid(how: How | None, held: Value | None, said: Value) -> Value:
    """One answer over another, as its column does; doing it again changes nothing."""
    if held is None or how in (None, "overwrite", "clear"):
        return said
    if how == "append" and isinstance(held, list) and isinstance(said, list):
        return sorted({*held, *said}) if not set(said) <= set(held) else held
    if how == "append" and isinstance(held, str) and isinstance(said, str):
        parts = {*held.split(_BETWEEN), *said.split(_BETWEEN)}
        return held if len(parts) == len(held.split(_BETWEEN)) else _BETWEEN.join(sorted(parts))
    return held


_ONLY: tuple[object, ...] = ()
"""The key of the one statement that a blank allows of each subject."""


def _key(blank: Blank, answers: Answers) -> tuple[object, ...]:
    """`Blank.key_of`, the usual case of one answered field at once."""
    if len(blank.key) == 1:
        only = answers.get(blank.key[0])
        if only is not None:
            return (only,)
    return blank.key_of(answers) if blank.many else _ONLY
