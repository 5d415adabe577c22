"""Plan: what an intake would do, before anything is written; then taking it in, as one act.

`plan` is a generator of (done, total) steps whose return value is the `Plan`; closing it is the cancel and leaves
nothing behind, because nothing is written before `take_in`. A plan holds plain data and may be made on any thread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from schoolprep.facts import collector
from schoolprep.facts.blank import Blanks
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.gate import Gate
from schoolprep.facts.kinds.base import Frame
from schoolprep.facts.languages import MOTHER_TONGUE
from schoolprep.facts.problem import CallError, Series
from schoolprep.facts.record import Answers, Entry, Value
from schoolprep.facts.steps import Steps, finish, share
from schoolprep.facts.subject import HANDS
from schoolprep.facts.words import say, say_problem
from schoolprep.intake.arriving import Arriving
from schoolprep.intake.bulletin_lines import BulletinLine
from schoolprep.intake.by_hand import by_hand, with_cells
from schoolprep.intake.bystanders import UnclaimedRows
from schoolprep.intake.choices import CLASS, DAY, Choices
from schoolprep.intake.class_book import ARRIVAL, arrived, of_this_school
from schoolprep.intake.columns import IntakeNotice, Matched
from schoolprep.intake.corrections import Correction, corrections
from schoolprep.intake.far_days import with_far_days
from schoolprep.intake.given_tables import Clip, pasted_tables, reading_for
from schoolprep.intake.lists import GivenList, laid, read_list, read_text
from schoolprep.intake.lowered import lowered
from schoolprep.intake.match import MatchedSheets, match, with_book_day
from schoolprep.intake.notices import Accepted, accepting
from schoolprep.intake.on_file import Known
from schoolprep.intake.phone import PhoneForm
from schoolprep.intake.phones import from_phones
from schoolprep.intake.purpose import NO_FORMS, Purposes
from schoolprep.intake.questions import AskedOnce, SheetQuestion, asked_once, day_perhaps
from schoolprep.intake.receipt import Receipt
from schoolprep.intake.returned import ReturnedBook, returned
from schoolprep.intake.rows import CHUNK, CellChange, RowReader, SheetRow
from schoolprep.intake.sections import sections
from schoolprep.intake.settle import PlanStep, Settled, settle
from schoolprep.intake.sheet_notes import guides, nothing_known, of_sheets, sheets_left_out, undated
from schoolprep.intake.sheets import Heading, PlannedSheet, sheet_of
from schoolprep.intake.snapshots import EntryNumbers, endings
from schoolprep.intake.strange_classes import strange_classes
from schoolprep.intake.tables import Table
from schoolprep.intake.unclaimed import unclaimed
from schoolprep.intake.vocabulary import Vocabulary
from schoolprep.intake.whereabouts import RowMarks, Whereabouts

if TYPE_CHECKING:
    from schoolprep.store import Records

TOTAL = 1_000
_FILES, _ROWS = 400, 400
"""How the steps divide: opening files, reading rows, comparing; about the times these take."""


_TELLS_ARRIVALS = frozenset({"principal", "deputy"})
"""Who keeps the book of what came."""


class Plan(NamedTuple):
    """What an intake would do. Nothing is written yet."""

    files: tuple[str, ...]
    sheets: tuple[Matched, ...]
    rows: tuple[SheetRow, ...]
    repaired: tuple[CellChange, ...]
    refused: tuple[IntakeNotice, ...]
    left_out: tuple[IntakeNotice, ...]
    """Sheets, columns and rows that were not used: hidden, unknown, totals and signatures."""
    settled: Settled
    """With nothing doubtful accepted but what is `ticked`."""
    gates: tuple[Gate, ...]
    """Each sheet's, to read a row again when something doubtful is accepted."""
    known: Known
    blanks: Blanks
    named: tuple[SheetRow, ...] = ()
    """In a school that has nobody on file: the rows that name somebody and say nothing of them."""
    unseen: tuple[SheetRow, ...] = ()
    """Hidden rows that would say something."""
    notes: tuple[IntakeNotice, ...] = ()
    """What a person should know of how a list was understood."""
    lines: tuple[BulletinLine, ...] = ()
    """Of pasted bulletins: each line, with what was made of it."""
    pages: tuple[PlannedSheet, ...] = ()
    """Every sheet of the files as it was understood, column by column, those that are not taken in among them."""
    choices: Choices = Choices()
    """What a person said, and what was remembered; `replan` takes others."""
    tables: tuple[Table, ...] = ()
    """The files as they were read, so that another choice needs no second reading."""
    unread: tuple[IntakeNotice, ...] = ()
    """The files of several that cannot be read; the others are planned."""
    passed_over: tuple[IntakeNotice, ...] = ()
    """What lay among them and was made by no person."""
    marks: RowMarks = RowMarks()
    """What became of rows as they were read; `settled` knows the rest."""
    unclaimed: tuple[UnclaimedRows, ...] = ()
    """What nobody reads and may name somebody."""
    ticked: frozenset[CellChange] = frozenset()
    """What is doubtful and was accepted by a person; `settled` is what comes of that."""

    @property
    def steps(self) -> list[PlanStep]:
        """The statements to file, new ones and changed ones."""
        return self.settled.steps

    @property
    def doubtful(self) -> list[CellChange]:
        """What waits for a person's word."""
        return self.settled.doubtful

    def ticking(self, accepted: bool | Collection[CellChange]) -> Steps[Plan]:
        """Steps to the same plan with these doubtful changes accepted (True: all) and no others; its counts follow.

        One that another of them has settled (somebody is not new who is somebody on file) is asked no more.
        """
        before = frozenset(self.settled.accepted) - self.ticked
        settled = yield from _settled(self, accepting(accepted))
        return self._replace(settled=settled, ticked=frozenset(settled.accepted) - before)

    def receipt(self, settled: Settled | None = None, act: str = "") -> Receipt:
        """The plan as a receipt: of what would be done, or of what was."""
        settled = settled or self.settled
        told = self._told(settled)
        changed = sum(step.before is not None for step in settled.steps)
        return Receipt(
            act=act,
            files=self.files,
            added=len(settled.steps) - changed,
            changed=changed,
            unchanged=settled.unchanged,
            repaired=(*self.repaired, *settled.accepted),
            doubtful=tuple(settled.doubtful),
            refused=told.refused,
            notes=(*self.notes, *settled.notes),
            left_out=told.left_out,
            corrections=tuple(self._corrections(settled)),
            questions=told.questions,
            unread=settled.leftover.open,
            asked=tuple(settled.leftover.asked),
            went=settled.went,
        )

    def _corrections(self, settled: Settled) -> Iterator[Correction]:
        if self.gates:
            yield from corrections(settled.steps, self.sheets, self.known, self.gates[0].frame.divisions)

    def _told(self, settled: Settled) -> AskedOnce:
        """What is told beside what comes in: what a sheet is asked once, and the rest cell by cell."""
        layouts = {page.table.place: page.key for page in self.pages}
        refused = _once((*self.unread, *self.refused, *settled.refused))
        left_out = (*self.passed_over, *self.left_out, *settled.left_out)
        told = asked_once(self.sheets, layouts, refused, left_out)
        return told._replace(questions=tuple(map(self._offered, told.questions)))

    def _offered(self, question: SheetQuestion) -> SheetQuestion:
        """A question for a class, with the one that was given to such a sheet before; for a day, with the name's."""
        if question.name == DAY:
            return question._replace(offered=day_perhaps(question.file))
        if question.name != CLASS or not self.choices.offered:
            return question
        named = next(page.table.named for page in self.pages if page.table.place == question.place)
        return question._replace(offered=self.choices.offered.get((question.layout, named), ""))

    @property
    def questions(self) -> tuple[SheetQuestion, ...]:
        """What a person can say once for all rows of a sheet."""
        return self._told(self.settled).questions

    def whereabouts(self, settled: Settled) -> Whereabouts:
        """Where every row has gone."""
        told = [page for page in self.pages if not page.blanks]
        whole = [(page.table, page.header if page.table.hidden else 0) for page in told]
        waiting = RowMarks()
        for question in self._told(settled).questions:
            at = next(at for at, sheet in enumerate(self.sheets) if sheet.table.place == question.place)
            waiting.mark("asked", *((at, number) for number in question.numbers))
        return Whereabouts(self.sheets, whole, (self.marks, settled.marks, waiting))

    def accounted(self, settled: Settled) -> Settled:
        """With how many rows went where."""
        return settled._replace(went=self.whereabouts(settled).counts())

    def returned(self, receipt: Receipt) -> list[ReturnedBook]:
        """The rows the receipt refused, a book for each sender's file, to be put right and taken in again."""
        return returned(self.sheets, self.blanks, receipt)

    def headings(self, sheet: int) -> list[Heading]:
        """The headings that one of `sheets` uses, in their order."""
        matched = self.sheets[sheet]
        used = {at for column in matched.columns for at in column.source.places}
        page = next(page for page in self.pages if page.table is matched.table)
        return [heading for heading in page.headings if heading.at in used]

    def json(self) -> dict[str, Any]:
        """As `schoolprep intake --dry-run --json` prints it."""
        return self.receipt().json()


def changes_of(step: PlanStep) -> dict[str, tuple[Value | None, Value | None]]:
    """Field by field, what a step changes: old and new value (old None: was not answered; new None: taken back)."""
    old = (step.before.answers or {}) if step.before else {}
    new = step.entry.answers or {}
    changed = {name: (old.get(name), value) for name, value in new.items() if old.get(name) != value}
    return changed | {name: (value, None) for name, value in old.items() if name not in new}


def plan(
    paths: Sequence[Path],
    store: Records,
    blanks: Blanks,
    divisions: Divisions,
    region: str,
    *,
    today: date | None = None,
    choices: Choices | None = None,
    passwords: Mapping[Path, str] | None = None,
    phone_form: PhoneForm | None = None,
    class_forms: Purposes = NO_FORMS,
    is_past: bool = False,
    kept: Sequence[str] = (),
) -> Steps[Plan]:
    """Steps that read files (a folder stands for the workbooks in it) and say what taking them in would do.

    The store is read here and now, the steps themselves do not touch it. `today`: the day of the intake; a date
    that lacks its year takes one from it only with a person's word. `choices`: what a person said about columns. The
    steps raise `CallError` where no file can be read (one of several that cannot be read is told in the plan, as is one
    of which no sheet is known); `NeedsPassword` for a password that is not among `passwords`: whoever asks for it plans
    anew.
    `phone_form`: the form by which answers from phones are known; without it they are sheets like others.
    `class_forms`: the purposes of the program's own class forms, likewise. `is_past`: see `Known`.
    `kept`: the passwords of what the school itself handed out, tried unasked.
    """
    frame = Frame(divisions, region, today=today, zone=store.school.zone)
    known = _known(store, blanks, is_past=is_past)
    return _plan(
        paths, known, blanks, frame, choices=choices or Choices(), passwords=passwords or {}, phone_form=phone_form,
        class_forms=class_forms, kept=kept,
    )  # fmt: skip


def replan(
    made: Plan,
    choices: Choices,
    divisions: Divisions,
    region: str,
    *,
    today: date | None = None,
    class_forms: Purposes = NO_FORMS,
) -> Steps[Plan]:
    """The same files planned with other choices, without reading them again."""
    frame = Frame(divisions, region, today=today, zone=made.known.zone)
    planned = yield from _plan_tables(
        made.tables, made.known, made.blanks, frame, 0, choices=choices, class_forms=class_forms
    )
    return planned._replace(unread=made.unread, passed_over=made.passed_over)


def known_now(made: Plan, store: Records) -> Plan:
    """A plan over what is on file now, to be planned anew by `replan`: what was taken in meanwhile is there."""
    return made._replace(known=_known(store, made.blanks, is_past=made.known.is_past))


def plan_tables(
    tables: Sequence[Table],
    store: Records,
    blanks: Blanks,
    divisions: Divisions,
    region: str,
    *,
    today: date | None = None,
    choices: Choices | None = None,
) -> Steps[Plan]:
    """The same for tables that were read already (a pasted list)."""
    frame = Frame(divisions, region, today=today, zone=store.school.zone)
    return _plan_tables(tables, _known(store, blanks), blanks, frame, 0, choices=choices or Choices())


def plan_pasted(
    clip: Clip,
    store: Records,
    blanks: Blanks,
    divisions: Divisions,
    region: str,
    *,
    today: date | None = None,
    choices: Choices | None = None,
    class_forms: Purposes = NO_FORMS,
    is_past: bool = False,
) -> Steps[Plan]:
    """The same for what stands on the clipboard. The steps raise `IsNotice`, `CallError`."""
    frame = Frame(divisions, region, today=today, zone=store.school.zone)
    known = _known(store, blanks, is_past=is_past)

    def steps() -> Steps[Plan]:
        yield 0, TOTAL
        tables = pasted_tables(clip, Vocabulary(blanks, class_forms), divisions)
        return (
            yield from _plan_tables(
                tables, known, blanks, frame, _FILES, choices=choices or Choices(), class_forms=class_forms
            )
        )

    return steps()


def plan_areas(
    lists: Sequence[Path | str],
    store: Records,
    blanks: Blanks,
    divisions: Divisions,
    region: str,
    *,
    today: date | None = None,
    passwords: Mapping[Path, str] | None = None,
    pasted: str = "",
) -> Steps[Plan]:
    """The same for risk-area lists: workbooks, csv, JSON and bulletins as files, or a text that was pasted (`str`).

    `pasted`: what such a text is called to whom it is shown; empty: 粘贴的文字.
    """
    frame = Frame(divisions, region, today=today, zone=store.school.zone)
    called = pasted or say("intake.pasted", MOTHER_TONGUE)
    return _plan_lists(lists, _known(store, blanks), blanks, frame, passwords or {}, name=called)


def _plan_lists(
    lists: Sequence[Path | str],
    known: Known,
    blanks: Blanks,
    frame: Frame,
    passwords: Mapping[Path, str],
    *,
    name: str,
) -> Steps[Plan]:
    names = EntryNumbers(frame.divisions)
    arriving = Arriving[GivenList](
        lambda file, password: read_list(file, blanks, frame.divisions, password, names), passwords
    )
    files = [one for one in lists if not isinstance(one, str)]
    if files:
        yield from share(arriving.all(files), _reading)
    pasted = (one for one in lists if isinstance(one, str))
    given = [*(read_text(one, blanks, frame.divisions, name) for one in pasted), *arriving.read]
    made = yield from _plan_given(given, names, known, blanks, frame)
    return made._replace(unread=tuple(arriving.unread), passed_over=tuple(arriving.passed_over))


def _plan_given(
    given: list[GivenList], names: EntryNumbers, known: Known, blanks: Blanks, frame: Frame
) -> Steps[Plan]:
    """The plan of lists that were read."""
    national = laid(given, names)
    given += [national] if national else []
    tables = [table for one in given for table in one.tables]
    areas = {"area": blanks["area"]}
    made = yield from _plan_tables(tables, known, areas, frame, _FILES, choices=Choices())
    if tables and not made.sheets and not any(map(_may_be_ours, made.pages)):
        raise CallError("intake.no-area-known", file=Series(made.files))
    if more := _over(made, national, known, frame.divisions):
        made = yield from _plan_tables([*tables, *more], known, areas, frame, _FILES, choices=Choices())
    left_out = [notice for one in given for notice in one.left_out]
    notes = tuple(notice for one in given for notice in one.notes)
    lines = tuple(line for one in given for line in one.lines)
    told = (*left_out, *made.left_out)
    return made._replace(left_out=told, notes=notes, blanks=blanks, lines=lines)


def _over(made: Plan, national: GivenList | None, known: Known, divisions: Divisions) -> list[Table]:
    """What is over by these lists: what earlier national ones had and these have not, and what gets a lower level.

    A national list ends what is its own by leaving it out, and speaks of nobody else's.
    """
    blank, on_file = made.blanks["area"], known.records.values()
    areas = [record for record in on_file if record.blank == blank.id]
    listed: dict[bool, list[Answers]] = {True: [], False: []}
    table = national.tables[0] if national else None
    for row in made.rows:
        listed[table is not None and made.sheets[row.sheet].table.file == table.file].append(row.answers)
    ended = None
    if table is not None:
        assert table.as_of is not None
        ended = endings(table.file, table.as_of, listed[True], areas, divisions)
    less = lowered(made.files[0], listed[False], areas, blank, divisions) if listed[False] else None
    return [one for one in (ended, less) if one]


def _known(store: Records, blanks: Blanks, *, is_past: bool = False) -> Known:
    with collector.resting():
        return Known(
            store.current(),
            blanks,
            store.subject_of,
            store.new_subject,
            _last_act(store),
            zone=store.school.zone,
            is_past=is_past,
            became=store.became,
            proof=store.proof,
        )


def _last_act(store: Records) -> str:
    return next((act.id for act in store.acts(1)), "")


def _plan(
    paths: Sequence[Path],
    known: Known,
    blanks: Blanks,
    frame: Frame,
    *,
    choices: Choices,
    passwords: Mapping[Path, str],
    phone_form: PhoneForm | None,
    class_forms: Purposes,
    kept: Sequence[str],
) -> Steps[Plan]:
    words = Vocabulary(blanks, class_forms)
    arriving = Arriving[list[Table]](reading_for(words, frame, kept), passwords)
    with collector.resting():
        yield from share(arriving.all(paths), _reading)
        tables = [table for one in arriving.read for table in one]
        if phone_form is not None:
            tables = from_phones(tables, phone_form, blanks, frame.zone)
        made = yield from _plan_tables(
            tables, known, blanks, frame, _FILES, choices=choices, class_forms=class_forms
        )
    return made._replace(unread=tuple(arriving.unread), passed_over=tuple(arriving.passed_over))


def _reading(done: float) -> tuple[int, int]:
    """How far the plan is while its files are read."""
    return int(_FILES * done), TOTAL


def _plan_tables(
    tables: Sequence[Table],
    known: Known,
    blanks: Blanks,
    frame: Frame,
    before: int,
    *,
    choices: Choices,
    class_forms: Purposes = NO_FORMS,
) -> Steps[Plan]:
    yield before, TOTAL
    words = Vocabulary(blanks, class_forms)
    with collector.resting():
        return (yield from _compared(tables, known, words, frame, before, choices=choices))


def _compared(
    tables: Sequence[Table], known: Known, words: Vocabulary, frame: Frame, before: int, *, choices: Choices
) -> Steps[Plan]:
    blanks = words.blanks
    sound, foreign = of_this_school(tables, known.proof)
    given = [with_cells(table, choices.cells) for table in sound]
    found = _understood(given, words, frame, choices)
    sheets = with_book_day([sheet for one in found for sheet in one.sheets])
    reader = RowReader(
        blanks, frame, others=any(sheet.blank.id != "person" for sheet in sheets),
        keeps_named=not known.people.about,
    )  # fmt: skip
    reader.repaired += [change for table in tables for change in by_hand(table, choices.cells)]
    reader.refused += foreign
    reader.left_out += [*nothing_known(found), *sheets_left_out(found, sheets)]
    reader.refused += [notice for sheet in sheets for notice in sheet.refused]
    rows = yield from _rows_of(sheets, reader, before)
    gates = tuple(reader.gate(sheet) for sheet in sheets)
    rows = with_far_days(rows, sheets, gates, None if known.is_past else frame.today)
    nobodys = tuple(unclaimed(found, sheets, rows, reader.marks))
    settling = settle(
        sheets, gates, rows, known, accepting(False), named=reader.named, unseen=reader.unseen, unclaimed=nobodys
    )  # fmt: skip
    settled = yield from _as_steps(settling, before + _ROWS, len(rows) or 1)
    plan = Plan(
        tuple(dict.fromkeys(table.file for table in tables)), tuple(sheets), tuple(rows),
        tuple(dict.fromkeys(reader.repaired)), _once(reader.refused), tuple(reader.left_out), settled, gates, known,
        blanks, named=tuple(reader.named), unseen=tuple(reader.unseen),
        notes=(
            *of_sheets(tables, found), *undated(sheets),
            *strange_classes(sheets, rows, known, among=len({table.file for table in tables}) > 1),
        ),
        pages=tuple(sheet_of(one) for one in found), choices=choices, tables=tuple(tables), marks=reader.marks,
        unclaimed=nobodys,
    )  # fmt: skip
    silent = plan.whereabouts(settled).silent()
    return plan._replace(settled=plan.accounted(settled), left_out=(*plan.left_out, *silent))


def _understood(
    tables: Sequence[Table], words: Vocabulary, frame: Frame, choices: Choices
) -> list[MatchedSheets]:
    """Every table of every sheet, as it was understood."""
    ours = guides("guide")
    parts = chain.from_iterable(
        [table] if table.sheet in ours else sections(table, words) for table in tables
    )
    return [match(part, words, frame, choices) for part in parts]


def _rows_of(sheets: Sequence[Matched], reader: RowReader, before: int) -> Steps[list[SheetRow]]:
    """Every sheet's rows, read."""
    rows: list[SheetRow] = []
    done, total = 0, sum(len(sheet.table.cells) for sheet in sheets) or 1
    for index, sheet in enumerate(sheets):
        for chunk in reader.rows(index, sheet):
            rows += chunk
            done = min(done + CHUNK, total)
            yield before + _ROWS * done // total, TOTAL
    reader.forget()
    return rows


def _may_be_ours(page: PlannedSheet) -> bool:
    """Whether a sheet that is not taken in has columns a person could put right."""
    return sum(bool(heading.others) for heading in page.headings) > 1


def _once(notices: Sequence[IntakeNotice]) -> tuple[IntakeNotice, ...]:
    """Each cell's problem once: a sheet that answers several blanks is read for each of them."""
    told = {(n.file, n.sheet, n.cell, say_problem(n.problem, MOTHER_TONGUE)): n for n in reversed(notices)}
    return tuple(told.values())[::-1]


def _as_steps(settling: Generator[int, None, Settled], before: int, total: int) -> Steps[Settled]:
    return share(settling, lambda done: (before + (TOTAL - before) * done // total, TOTAL))


class Taken(NamedTuple):
    """What was taken in, and about whom."""

    receipt: Receipt
    subjects: frozenset[str]


def take_in(store: Records, plan: Plan, accept: bool | Collection[int] = False) -> Receipt:
    """`taking_in` at one go."""
    return finish(taking_in(store, plan, accept)).receipt


def taking_in(store: Records, plan: Plan, accept: bool | Collection[int] = False) -> Steps[Taken]:
    """Steps that file what the plan says, in one act: all of it or, where they are closed, nothing.

    `accept`: True for everything doubtful, or the places in `Plan.doubtful` that a person accepted beside what is
    ticked in it. Where the store has changed since the plan was made, the rows are compared anew. They run on one
    thread, whichever it is, and keep others from the store until they end. Raises `KnownError` where it cannot be
    written.
    """
    with store.undisturbed(), collector.resting():
        settled = plan.settled
        fresh = plan.known.last_act == _last_act(store)
        if accept or not fresh:
            more = () if isinstance(accept, bool) else [plan.doubtful[index] for index in accept]
            chosen = accept is True or plan.ticked.union(more)
            known = plan.known if fresh else _known(store, plan.blanks, is_past=plan.known.is_past)
            settled = yield from _settled(plan._replace(known=known), accepting(chosen))
        entries = settled.entries
        entries += _books_arrived(plan, settled, store)
        filing = store.filing(entries, about=Series(plan.files).source, beside=settled.beside)
        act = yield from share(filing, lambda done: (done, len(entries)))
    subjects = frozenset(entry.subject for entry in entries)
    return Taken(plan.receipt(settled, act=act), subjects)


def _books_arrived(plan: Plan, settled: Settled, store: Records) -> Iterator[Entry]:
    """That class workbooks came back, where it is this file's to say."""
    counts = Counter(plan.sheets[step.sheet].table.file for step in settled.steps)
    books = arrived([sheet.table for sheet in plan.sheets] or plan.tables, counts)
    if not books or (store.seat is not None and store.seat.role not in _TELLS_ARRIVALS):
        return
    before = [one for one in store.current_of(HANDS) if one.blank == ARRIVAL]
    yield from (one.entry(store.stamp(), before) for one in books if not one.is_told(before))


def _settled(plan: Plan, accept: Accepted) -> Steps[Settled]:
    settling = settle(
        plan.sheets, plan.gates, plan.rows, plan.known, accept,
        named=plan.named, unseen=plan.unseen, unclaimed=plan.unclaimed,
    )  # fmt: skip
    return plan.accounted((yield from _as_steps(settling, 0, len(plan.rows) or 1)))
