"""Intake (导入): drop workbooks, see how they are understood and what would happen, take them in, undo it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from forms.asking import BOOKS, Asking, FileDialogs
from forms.background import Job
from forms.grid.panel import ClassGrid
from forms.notice import Notice
from forms.page import Page, Wanted
from forms.pages.columns_view import ColumnsView
from forms.pages.plan_view import Filing, PlanView, filings_of
from forms.parts.card import Card, Elided, WordButton, text_label
from forms.parts.empty import Empty
from forms.parts.segments import Segment, Segments
from forms.tr import lang, say
from schoolprep.days import Moment
from schoolprep.desk import Changed, Desk
from schoolprep.grid import Unit
from schoolprep.intake import Plan, Receipt, Steps
from schoolprep.problem import KnownError
from schoolprep.record import Answers


class IntakePage(Page):
    """See the module. `Areas` is the same page for another kind of file."""

    name = "intake"
    kinds = BOOKS
    with_grid: ClassVar[bool] = True
    """Whether the class grid stands beside it."""

    def __init__(
        self, desk: Desk, on: Moment, parent: QWidget | None = None, *, asking: Asking | None = None
    ) -> None:
        super().__init__(desk, on, parent)
        self.asking = asking or FileDialogs()
        self.plan: Plan | None = None
        self.receipt: Receipt | None = None
        self.grid: ClassGrid | None = None
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
        self.more = WordButton("intakepage.choose", icon="open")
        self.more.clicked.connect(self.choose_files)
        self.undo = WordButton("intakepage.undo", icon="undo")
        self.undo.clicked.connect(self._undo)
        self.keep = WordButton("intakepage.receipt", icon="save")
        self.keep.clicked.connect(self._save_receipt)
        self.away = WordButton("intakepage.away")
        self.away.clicked.connect(self._put_away)
        self.take = WordButton("intakepage.take", kind="filled")
        self.take.clicked.connect(self._take_in)
        for widget in (self.blank, self.more, self.undo, self.keep, self.away, self.take):
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
        self.views = Segments(
            [Segment("plan", "intakepage.view_plan"), Segment("columns", "intakepage.view_columns")]
        )
        self.views.chosen.connect(self._show_view)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._says)
        top.addWidget(self._files, 1)
        top.addWidget(self.views)
        self.view = PlanView(self.desk.data.blanks, self.desk.divisions, self._name_of)
        self.view.ticked.connect(self._count)
        self.columns = ColumnsView(self.desk.data.blanks)
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
            self.stack.addWidget(self.grid)
            self._head.addWidget(self.grid.controls, 1)
            self.grid.show_units()
            self.grid.open_sheet()
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
        if self.grid is not None:
            self.grid.refresh(changed)

    # ------------------------------------------------------------- files in

    def take_files(self, files: Sequence[Path]) -> bool:
        """Files may be dropped anywhere."""
        self.modes.choose("books")
        self.read(files)
        return True

    def choose_files(self) -> None:
        """Ask which files, and read them."""
        self.read(self.asking.open_files(self, "intakepage.choose_title", self.kinds))

    def steps(self, files: Sequence[Path]) -> Steps:
        """The steps that read files; nothing is written."""
        return self.desk.plan_intake(files, today=date.fromordinal(self.on.day))

    def read(self, files: Sequence[Path]) -> None:
        """Read files, off the window's thread."""
        if files:
            self.start_reading(self.steps(files), "、".join(path.name for path in files))

    def start_reading(self, steps: Steps, name: str) -> None:
        """Go through the steps of a plan off the window's thread, and show it."""
        job = Job(say("intakepage.reading", name=name), steps)
        job.done.connect(self._planned)
        self.started.emit(job)

    def _planned(self, plan: Plan) -> None:
        self.plan, self.receipt = plan, None
        self.columns.show_plan(plan)
        self.views.choose("plan")
        self.view.show_plan(plan)
        self.show_state()
        self.view.table.setFocus()

    # ------------------------------------------------------------- plan and receipt

    def show_state(self) -> None:
        """Show what can be done now."""
        plan, receipt = self.plan, self.receipt
        busy = plan is not None or receipt is not None
        self._gap.setVisible(not self.in_grid())
        if self.grid is not None:
            self.grid.controls.setVisible(self.in_grid())
        if self.in_grid() and self.grid is not None:
            for button in (self.blank, self.more, self.undo, self.keep, self.away, self.take):
                button.hide()
            self.stack.setCurrentWidget(self.grid)
            self.counted.emit(self.grid.problems())
            return
        self.stack.setCurrentIndex(1 if busy else 0)
        self.blank.setVisible(not busy)
        self.more.setVisible(receipt is not None)
        self.away.setVisible(busy)
        self.away.bind(self.away.setText, "intakepage.away" if plan else "intakepage.close")
        self.take.setVisible(plan is not None)
        self.take.setEnabled(plan is not None and bool(plan.steps or plan.doubtful))
        self.undo.setVisible(receipt is not None and bool(receipt.act))
        self.keep.setVisible(receipt is not None)
        self.views.setVisible(plan is not None and any(not sheet.table.rows_at for sheet in plan.sheets))
        self._show_view("plan" if plan is None else self.views.choice())
        said = receipt or (plan.receipt() if plan else None)
        if said is not None:
            written = "intakepage.done" if said.act else "intakepage.done_nothing"
            self._says.setText(say(written if receipt else "intakepage.plan"))
            files = "、".join(said.files)
            self._files.setText(say("intakepage.files", files=files, unchanged=said.unchanged))
        self.views.show_counts({"columns": len(self.columns.model.all_rows())})
        self._count()

    def _show_view(self, name: str) -> None:
        self._view.setCurrentIndex(1 if name == "columns" else 0)

    def _count(self) -> None:
        busy = self.plan is not None or self.receipt is not None
        self.counted.emit(self.view.waiting() if busy else 0)

    def next_problem(self) -> None:
        """Go to the next line that is refused or waits for a tick; in the grid, to the next such cell."""
        if self.in_grid() and self.grid is not None:
            self.grid.next_problem()
            return
        if self.plan is not None or self.receipt is not None:
            self.views.choose("plan")
            self._show_view("plan")
            self.view.next_waiting()

    def _put_away(self) -> None:
        self.plan = self.receipt = None
        self.show_state()

    def _take_in(self) -> None:
        plan = self.plan
        if plan is None:
            return
        accepted, acts = self.view.accepted(), self.desk.store.acts(1)
        as_planned = not accepted and (acts[0].id if acts else "") == plan.known.last_act
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self.receipt = self.desk.take_in(plan, accepted)
            filed = filings_of(plan) if as_planned else self._filed(plan, self.receipt.act)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.plan = None
        self.view.show_receipt(self.receipt, filed)
        self.show_state()
        if self.receipt.act:
            facts = {"added": self.receipt.added, "changed": self.receipt.changed}
            self.noticed.emit(Notice("intakepage.taken", facts, act="notice.undo", do=self._undo))

    def _filed(self, plan: Plan, act: str) -> list[Filing]:
        """What stands in the store now, with what each record replaced: the plan was changed by ticks, or is old."""
        before = {step.before.id: step.before.answers or {} for step in plan.steps if step.before}
        return [
            Filing(record.blank, record.subject, record.answers or {}, self._before(record.replaces, before))
            for record in self.desk.store.of_act(act)
        ]

    def _before(self, replaced: Sequence[str], known: dict[str, Answers]) -> Answers | None:
        if not replaced:
            return None
        first = replaced[0]
        return known[first] if first in known else self.desk.store.record(first).answers or {}

    def _undo(self) -> None:
        receipt = self.receipt
        if receipt is None or not receipt.act:
            return
        try:
            self.desk.undo(receipt.act)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        self._put_away()
        self.noticed.emit(Notice("intakepage.undone"))

    # ------------------------------------------------------------- files out

    def _save_blank(self) -> None:
        out = self.asking.save_file(self, "intakepage.blank_title", say("intakepage.blank_name"))
        if out is not None:
            blanks, language = self.desk.data.blanks, lang()

            def write() -> None:
                from exports import blank_workbook  # noqa: PLC0415 - openpyxl takes a while and may never be needed

                blank_workbook.write(blanks, out, language)

            self._write(out, write)

    def _save_receipt(self) -> None:
        receipt, language = self.receipt, lang()
        out = self.asking.save_file(self, "intakepage.receipt_title", say("intakepage.receipt_name"))
        if out is not None and receipt is not None:

            def write() -> None:
                from exports import receipt as receipt_book  # noqa: PLC0415 - as above

                receipt_book.write(receipt, out, language)

            self._write(out, write)

    def _write(self, out: Path, write: Callable[[], None]) -> None:
        def steps() -> Generator[tuple[int, int], None, Path]:
            yield 0, 1
            write()
            return out

        job = Job(say("rosters.saving", name=out.name), steps())
        job.done.connect(self._written)
        self.started.emit(job)

    def _written(self, out: Path) -> None:
        self.noticed.emit(Notice("rosters.saved", {"path": str(out)}))

    def retranslate(self) -> None:
        """Say what stands above the plan again."""
        super().retranslate()
        if hasattr(self, "view"):
            self.show_state()
