"""Intake (导入): drop workbooks, see how they are understood and what would happen, take them in, undo it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from forms.grid.panel import ClassGrid
from forms.intake.alike_view import AlikeView
from forms.intake.columns_view import ColumnsView
from forms.intake.locked import Locked, Passwords, Read, or_locked
from forms.intake.plan_view import PlanView
from forms.intake.taking import AT_ONCE, Outcome, Taking, finished, taking
from forms.pages import keeping
from forms.pages.asking import BOOKS, Asking
from forms.pages.background import Job
from forms.pages.keeping import KeepingPage
from forms.pages.notice import Notice
from forms.pages.page import Wanted
from forms.parts.card import Card, Elided, WordButton, text_label
from forms.parts.empty import Empty
from forms.parts.segments import Segment, Segments
from forms.words.tr import lang, say
from schoolprep.desk import Changed, Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import KnownError, Series
from schoolprep.grid import Unit
from schoolprep.intake import Choices, Plan, Receipt, Steps, Taken
from schoolprep.intake.alike import Alike
from schoolprep.intake.hidden import with_hidden
from schoolprep.intake.reading import files_of
from schoolprep.intake.returned import ReturnedBook
from schoolprep.roster import Roster
from schoolprep.verdicts.judging import Afresh

STEPS = ("columns", "plan", "receipt")
"""The three steps of an intake, on one page."""

_NAMED = 3
"""Files that are named while they are read; of more, the first ones."""


class IntakePage(KeepingPage):
    """See the module. `Areas` is the same page for another kind of file."""

    name = "intake"
    kinds = BOOKS
    with_grid: ClassVar[bool] = True
    """Whether the class grid stands beside it."""

    def __init__(
        self, desk: Desk, on: Moment, parent: QWidget | None = None, *, asking: Asking | None = None
    ) -> None:
        super().__init__(desk, on, parent, asking=asking)
        self.plan: Plan | None = None
        self.receipt: Receipt | None = None
        self.grid: ClassGrid | None = None
        self._grid_is_old = False
        self._files_read: list[Path] = []
        self._passwords = Passwords()
        self._reading = False
        self._counting: Taken | None = None
        """What was taken in and does not count yet."""
        self._refused: list[ReturnedBook] = []
        self._found_alike: list[Alike] = []
        self._alike_view: AlikeView | None = None
        self._alike: AlikeView | None = None
        head, body = self.framed()
        self._build_head(head)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.build_first())
        self.stack.addWidget(self._build_plan())
        body.addWidget(self.stack, 1)
        self.show_state()

    def _build_head(self, head: QHBoxLayout) -> None:
        self._head = head
        self.modes = Segments([Segment("books", "grid.mode_books"), Segment("grid", "grid.mode_grid")])
        self.modes.chosen.connect(self._show_mode)
        self.modes.setVisible(self.with_grid)
        head.addWidget(self.modes)
        self._gap = QWidget()
        self._gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        head.addWidget(self._gap, 1)
        self.blank = WordButton("intakepage.blank", icon="save", tip="intakepage.blank_tip")
        self.blank.clicked.connect(self._save_blank)
        self.phone = WordButton("intakepage.phone", icon="save", tip="intakepage.phone_tip")
        self.phone.clicked.connect(self._save_phone_form)
        self.more = WordButton("intakepage.choose", icon="open")
        self.more.clicked.connect(self.choose_files)
        self.undo = WordButton("intakepage.undo", icon="undo")
        self.undo.clicked.connect(self._undo)
        self.keep = WordButton("intakepage.receipt", icon="save")
        self.keep.clicked.connect(self._save_receipt)
        self.refused = WordButton("intakepage.refused_save", icon="save", tip="intakepage.refused_tip")
        self.refused.clicked.connect(self._save_refused)
        self.away = WordButton("intakepage.away")
        self.away.clicked.connect(self._put_away)
        self.take = WordButton("intakepage.take", kind="filled")
        self.take.clicked.connect(self._take_in)
        self.pairs = WordButton("alike.look", tip="alike.look_tip")
        self.pairs.clicked.connect(self._look_for_pairs)
        self._buttons = (
            self.pairs, self.phone, self.blank, self.more, self.undo, self.keep, self.refused, self.away, self.take,
        )  # fmt: skip
        for widget in self._buttons:
            head.addWidget(widget)

    def build_first(self) -> QWidget:
        """What stands here while nothing is being taken in."""
        empty = Empty("intake", "intakepage.empty_title", "intakepage.empty", "intakepage.choose")
        empty.pressed.connect(self.choose_files)
        return empty

    def _build_plan(self) -> QWidget:
        card = Card(margin=12)
        self._says = text_label("lead")
        self._files = Elided("note")
        self.views = Segments([Segment(name, f"intakepage.step_{name}") for name in STEPS])
        self.views.chosen.connect(self._show_view)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._says)
        top.addWidget(self._files, 1)
        top.addWidget(self.views)
        self.view = PlanView(self.desk.data.blanks, self.desk.divisions, self._name_of)
        self.view.ticked.connect(self._count)
        self.columns = ColumnsView(self.desk.data.blanks)
        self.columns.chosen.connect(self._put_right)
        self.columns.shown_wanted.connect(self._use_hidden)
        self.columns.forgotten.connect(self._forget)
        self._view = QStackedWidget()
        self._view.addWidget(self.view)
        self._view.addWidget(self.columns)
        card.body.addLayout(top)
        card.body.addWidget(self._view, 1)
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(card)
        return page

    def _name_of(self, subject: str) -> str:
        known = self.desk.files().get(subject)
        return known.person.name if known else ""

    # ------------------------------------------------------------- the class grid beside it

    def in_grid(self) -> bool:
        """Whether the class grid is shown."""
        return self.with_grid and self.modes.choice() == "grid"

    def show_grid(self) -> ClassGrid:
        """Show the class grid; it is made when it is first shown."""
        self.modes.choose("grid")
        if self.grid is None:
            self.grid = ClassGrid(self.desk, self.on)
            self.grid.noticed.connect(self.noticed)
            self.grid.asked.connect(self.asked)
            self.grid.counted.connect(self._grid_counted)
            self.grid.printed.connect(self._save_paper_form)
            self.stack.addWidget(self.grid)
            self._head.addWidget(self.grid.controls, 1)
            self.grid.show_units()
            self.grid.open_sheet()
        elif self._grid_is_old:
            self.grid.refresh(None)
        self._grid_is_old = False
        self.show_state()
        self.grid.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return self.grid

    def _show_mode(self, name: str) -> None:
        if name == "grid":
            self.show_grid()
        else:
            self.show_state()

    def _grid_counted(self, number: int) -> None:
        if self.in_grid():
            self.counted.emit(number)

    def show_wanted(self, wanted: Wanted) -> None:
        """A class that shall be filled in."""
        if self.with_grid and wanted.class_name is not None:
            self.show_grid().show_unit(Unit("student", wanted.class_name))

    def show_day(self, on: Moment) -> None:
        """The grid is about the day; a plan stays what it is."""
        super().show_day(on)
        if self.grid is not None:
            self.grid.show_day(on)

    def refresh(self, changed: Changed) -> None:
        """What the grid shows may have changed."""
        if self.in_grid() and self.grid is not None:
            self.grid.refresh(changed)
        else:
            self._grid_is_old = True  # it is read again when it is looked at

    # ------------------------------------------------------------- files in

    def take_files(self, files: Sequence[Path]) -> bool:
        """Files may be dropped anywhere."""
        self.modes.choose("books")
        self._alike = None
        self.read(files)
        return True

    def choose_files(self) -> None:
        """Ask which files, and read them."""
        self.read(self.asking.open_files(self, "intakepage.choose_title", self.kinds))

    def steps(self, files: Sequence[Path]) -> Steps:
        """The steps that read files; nothing is written."""
        return self.desk.plan_intake(files, today=self.today, passwords=dict(self._passwords.by_file))

    @property
    def today(self) -> date:
        """The day judged for: it lends a date its year."""
        return date.fromordinal(self.on.day)

    def read(self, files: Sequence[Path]) -> None:
        """Read files, off the window's thread."""
        if files:
            self._files_read = list(files)
            names = [path.name for path in files]
            some = names if len(names) <= _NAMED else [*names[:_NAMED], "…"]
            self.start_reading(self.steps(files), Series(some))

    def start_reading(self, steps: Steps, name: str, says: str = "intakepage.reading") -> None:
        """Go through the steps of a plan off the window's thread, and show it."""
        job = Job(say(says, name=name), or_locked(steps, self.view.prepare))
        job.done.connect(self._read)
        job.ended.connect(self._ended)
        self._reading = True
        self._show_busy()
        self.started.emit(job)

    def _ended(self) -> None:
        self._reading = False
        self._show_busy()

    def _show_busy(self) -> None:
        """While a plan is being made anew, the old one can neither be put right nor taken in."""
        self.columns.setEnabled(not self._reading)
        self.take.setEnabled(not self._reading and self.plan is not None and _does_something(self.plan))

    def _read(self, found: Read | Locked) -> None:
        self._ended()
        if isinstance(found, Locked):
            self._ask_password(found)
        else:
            self._planned(found)

    def _ask_password(self, locked: Locked) -> None:
        """Ask for a file's password and read again; without one the other files are read."""
        says = self._passwords.says(locked)
        given = self.asking.password(self, say(says, file=locked.path.name))
        self.read(self._passwords.take(locked, given, files_of(self._files_read)))

    def _planned(self, read: Read) -> None:
        plan = read.plan
        self._passwords.forget()  # they were used
        fresh = self.plan is None
        kept = set() if fresh else self.view.ticks()
        self.plan, self.receipt = plan, None
        self.view.show_plan(read.prepared)
        self.view.tick(kept)
        self.show_plan(plan, fresh=fresh)
        self.show_state()

    def show_plan(self, plan: Plan, *, fresh: bool) -> None:
        """Show how the files were understood; a `fresh` plan begins with the columns where they wait for a word."""
        self.columns.show_plan(plan)
        if fresh:
            self.views.choose("columns" if self.columns.asking() else "plan")
        (self.columns.table if self.views.choice() == "columns" else self.view.table).setFocus()

    def _put_right(self, choices: Choices) -> None:
        """A person said what a column or a sheet is: plan anew, without reading again."""
        if self.plan is not None:
            steps = self.desk.replan(self.plan, choices, self.today)
            self.start_reading(steps, "", "intakepage.replanning")

    def _use_hidden(self) -> None:
        if self.plan is not None:
            steps = self.desk.replan(with_hidden(self.plan), self.plan.choices, self.today)
            self.start_reading(steps, "", "intakepage.replanning")

    def _forget(self, layout: str) -> None:
        """What was remembered of a layout counts no more; what was said now still does."""
        if self.plan is not None:
            self.desk.forget(layout)
            remembered = {key: one for key, one in self.plan.choices.remembered.items() if key != layout}
            self._put_right(self.plan.choices._replace(remembered=remembered))

    # ------------------------------------------------------------- plan and receipt

    def show_state(self) -> None:
        """Show what can be done now."""
        plan, receipt = self.plan, self.receipt
        busy = plan is not None or receipt is not None
        self._gap.setVisible(not self.in_grid())
        if self.grid is not None:
            self.grid.controls.setVisible(self.in_grid())
        if self.in_grid() and self.grid is not None:
            for button in self._buttons:
                button.hide()
            self.stack.setCurrentWidget(self.grid)
            self.counted.emit(self.grid.problems())
            return
        self.stack.setCurrentIndex(1 if busy else 0)
        if self._alike is not None:
            self._show_pairs()
            return
        found = len(self._found_alike) if receipt is not None else 0
        self.pairs.setVisible(found > 0 or (not busy and self.with_grid and bool(self.desk.files())))
        self.pairs.bind(self.pairs.setText, "alike.found" if found else "alike.look", n=found)
        self.blank.setVisible(not busy)
        self.phone.setVisible(not busy and self.with_grid)
        self.more.setVisible(receipt is not None)
        self.away.setVisible(busy)
        self.away.bind(self.away.setText, "intakepage.away" if plan else "intakepage.close")
        self.take.setVisible(plan is not None)
        self.take.setEnabled(plan is not None and not self._reading and _does_something(plan))
        self.undo.setVisible(receipt is not None and bool(receipt.act))
        self.keep.setVisible(receipt is not None)
        self.refused.setVisible(receipt is not None and bool(self._refused))
        self.views.setVisible(busy and self.with_grid)
        self.views.show_enabled(
            {"columns": plan is not None, "plan": plan is not None, "receipt": plan is None}
        )
        if plan is None:
            self.views.choose("receipt")
        self._show_view(self.views.choice())
        said = receipt or (plan.receipt() if plan else None)
        if said is not None:
            written = "intakepage.done" if said.act else "intakepage.done_nothing"
            self._says.setText(say(written if receipt else "intakepage.plan"))
            files = Series(said.files)
            self._files.setText(say("intakepage.files", files=files, unchanged=said.unchanged))
        if plan is not None:
            self.views.show_counts({"columns": self.columns.asking(), "plan": self.view.waiting()})
        self._count()

    def _look_for_pairs(self) -> None:
        """Show who may be one and the same: those an intake brought, else everybody on file."""
        found = self._found_alike if self.receipt is not None else self.desk.look_alikes()
        if not found:
            self.noticed.emit(Notice("alike.none", tone="info"))
            return
        if self._alike_view is None:
            self._alike_view = AlikeView(self.desk)
            self._alike_view.noticed.connect(self.noticed)
            self._alike_view.person_asked.connect(self._open_person)
            self.stack.addWidget(self._alike_view)
        self._alike = self._alike_view
        self._alike.show_pairs(found)
        self.show_state()
        self._alike.table.setFocus()

    def _show_pairs(self) -> None:
        """While pairs are shown there is one way on: back."""
        for button in self._buttons:
            button.setVisible(button is self.away)
        self.away.bind(self.away.setText, "intakepage.close")
        if self._alike is not None:
            self.stack.setCurrentWidget(self._alike)
        self.counted.emit(0)

    def _open_person(self, subject: str) -> None:
        self.asked.emit("people", Wanted(chosen=subject))

    def _show_view(self, name: str) -> None:
        self._view.setCurrentIndex(1 if name == "columns" else 0)

    def _count(self) -> None:
        busy = self.plan is not None or self.receipt is not None
        self.counted.emit(self.waiting() if busy else 0)

    def waiting(self) -> int:
        """How much of a plan waits for a word; of a receipt, how much was refused or left unknown."""
        return self.view.waiting() + (self.columns.asking() if self.plan is not None else 0)

    def next_problem(self) -> None:
        """Go to the next column or line that waits for a word; in the grid, to the next cell that is not in order."""
        if self.in_grid() and self.grid is not None:
            self.grid.next_problem()
            return
        if self.plan is not None and self.views.choice() == "columns" and self.columns.next_asking():
            return
        if self.plan is not None or self.receipt is not None:
            self.views.choose("plan" if self.plan is not None else "receipt")
            self._show_view("plan")
            self.view.next_waiting()

    def _put_away(self) -> None:
        """Leave the pairs; else forget the plan, or the receipt."""
        if self._alike is not None:
            self._alike = None
            self.show_state()
            return
        self.plan = self.receipt = None
        self._passwords.forget()
        self.show_state()

    def _take_in(self) -> None:
        plan = self.plan
        if plan is None:
            return
        steps = taking(self.desk, plan, self.view.accepted(), self.view)
        if len(plan.steps) > AT_ONCE:
            self._start_taking(steps)
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            outcome = finished(steps)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self._taken_in(outcome)

    def _start_taking(self, steps: Taking) -> None:
        job = Job(say("intakepage.taking"), steps)
        job.done.connect(self._taken_in)
        job.ended.connect(self._ended)
        self._reading = True
        self._show_busy()
        self.started.emit(job)

    def _taken_in(self, outcome: Outcome) -> None:
        self._ended()
        plan, taken = outcome.plan, outcome.taken
        self.plan, self.receipt = None, taken.receipt
        self._refused = outcome.refused
        self._found_alike = list(plan.settled.alike)
        self.view.show_receipt(outcome.prepared)
        self.desk.remember(plan)
        self.show_state()
        self._make_it_count(taken)
        if taken.receipt.act:
            facts = {"added": taken.receipt.added, "changed": taken.receipt.changed}
            self.noticed.emit(Notice("intakepage.taken", facts, act="notice.undo", do=self._undo))

    def _make_it_count(self, taken: Taken) -> None:
        """Judge anew whom it is about; where that is everybody, off the window's thread."""
        steps = self.desk.reading_afresh(taken, self.on)
        if steps is None:
            self.desk.renew(taken)
            return
        self._counting = taken
        job = Job(say("intakepage.judging"), steps)
        job.done.connect(self._renew)
        job.cancelled.connect(self._renew)
        job.failed.connect(self._renew)
        self.started.emit(job)

    def _renew(self, read: object = None) -> None:
        """Everybody was judged anew; where that was broken off, it is done when somebody looks."""
        taken, self._counting = self._counting, None
        if taken is not None:
            self.desk.renew(taken, read if isinstance(read, Afresh) else None)

    def _undo(self) -> None:
        receipt = self.receipt
        if receipt is None or not receipt.act:
            return
        try:
            self.desk.undo(receipt.act)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        self._alike = None
        self._put_away()
        self.noticed.emit(Notice("intakepage.undone"))

    # ------------------------------------------------------------- files out

    def _save_blank(self) -> None:
        blanks = self.desk.data.blanks
        self.keep_file(
            "intakepage.blank_title",
            say("intakepage.blank_name"),
            lambda out: keeping.blank_workbook(blanks, out, lang()),
        )

    def _save_phone_form(self) -> None:
        blanks = self.desk.data.blanks
        self.keep_file(
            "intakepage.phone_title",
            say("intakepage.phone_name"),
            lambda out: keeping.phone_form(blanks, out),
        )

    def _save_paper_form(self, drawn: Roster, name: str) -> None:
        self.keep_file("grid.paper_title", name, lambda out: keeping.roster_book(drawn, out))

    def _save_receipt(self) -> None:
        if (told := self.receipt) is not None:
            name = say("intakepage.receipt_name")
            self.keep_file("intakepage.receipt_title", name, lambda out: keeping.receipt(told, out, lang()))

    def _save_refused(self) -> None:
        """One book for each sender: the first where one says, the others beside it."""
        suffix, books = say("intake.returned-suffix"), list(self._refused)
        name = books[0].path_in(Path(), suffix).name
        self.keep_file(
            "intakepage.refused_title", name, lambda out: keeping.refused(books, out, suffix, lang())
        )

    def retranslate(self) -> None:
        """Say what stands above the plan again."""
        super().retranslate()
        if hasattr(self, "view"):
            self.show_state()


def _does_something(plan: Plan) -> bool:
    return bool(plan.steps or plan.doubtful)
