"""Intake (导入): drop workbooks, see how they are understood and what would happen, take them in, undo it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from forms.grid.panel import ClassGrid
from forms.intake.alike_view import AlikeView
from forms.intake.columns_view import ColumnsView
from forms.intake.grid_view import GridStation
from forms.intake.journey import Journey
from forms.intake.journey_card import JourneyCard
from forms.intake.outset_view import OutsetView
from forms.intake.plan_view import PlanView
from forms.intake.receipt_view import ReceiptView
from forms.intake.station import Station, Stops
from forms.pages.asking import BOOKS, Asking
from forms.pages.carried import files_of
from forms.pages.keeping import KeepingPage
from forms.pages.notice import Notice
from forms.pages.page import Wanted
from forms.parts.segments import Segment, Segments
from forms.words.tr import say
from schoolprep.desk import Changed, Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import Filling, Series
from schoolprep.facts.steps import Steps, finish
from schoolprep.grid import Unit
from schoolprep.intake import Choices, Plan
from schoolprep.intake.alike import Alike
from schoolprep.intake.given_tables import Clip
from schoolprep.intake.hidden import with_hidden

_NAMED = 3


class IntakePage(KeepingPage):
    """A journey of workbooks, and the class grid beside it."""

    name = "intake"

    def __init__(
        self, desk: Desk, on: Moment, parent: QWidget | None = None, *, asking: Asking | None = None
    ) -> None:
        super().__init__(desk, on, parent, asking=asking)
        self.journey = Journey(self, self._reading)
        self.columns, self.plan_view = ColumnsView(desk, self._today), PlanView(desk, self._today)
        self.receipt_view = ReceiptView(desk)
        self.card = JourneyCard(self.journey, [self.columns, self.plan_view], self.receipt_view)
        self.outset, self.alike, self.grid = OutsetView(desk), AlikeView(desk), GridStation(desk, on)
        self.modes = Segments([Segment("books", "grid.mode_books"), Segment("grid", "grid.mode_grid")])
        self.stops = Stops(self.outset, self.card, self.alike, self.grid)
        self._books: Station = self.outset
        """What is shown while the class grid is not."""
        head, body = self.framed()
        head.addWidget(self.modes)
        head.addWidget(self.stops.acts, 1)
        body.addWidget(self.stops, 1)
        self.pasting = QShortcut(QKeySequence.StandardKey.Paste, self)
        self.pasting.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._connect()

    def _connect(self) -> None:
        self.stops.speak_through(self)
        self.modes.chosen.connect(self._show)
        self.journey.moved.connect(self._go_on)
        self.outset.files_wanted.connect(self.choose_files)
        self.outset.folder_wanted.connect(self.choose_folder)
        self.outset.paste_wanted.connect(self.paste)
        self.pasting.activated.connect(self.paste)
        self.receipt_view.more_wanted.connect(self.choose_files)
        self.outset.pairs_wanted.connect(self._show_pairs)
        self.receipt_view.pairs_wanted.connect(self._show_pairs)
        self.alike.closed.connect(self._go_on)
        self.columns.chosen.connect(self._put_right)
        self.plan_view.chosen.connect(self._put_right)
        self.columns.shown_wanted.connect(self._use_hidden)
        self.columns.forgotten.connect(self._forget)

    # ------------------------------------------------------------- what is shown

    def _show(self) -> None:
        self.pasting.setEnabled(not self.in_grid())  # there it fills cells
        self.stops.show_station(self.grid if self.in_grid() else self._books)
        self.stops.here().go()

    def _go_on(self) -> None:
        """To the journey, or to where one begins."""
        self.outset.refresh()
        self._books = self.card if self.journey.under_way else self.outset
        if not self.in_grid():
            self._show()

    def _show_pairs(self, found: Sequence[Alike]) -> None:
        self.alike.show_pairs(found)
        self._books = self.alike
        self._show()

    def in_grid(self) -> bool:
        """Whether the class grid is shown."""
        return self.modes.choice() == "grid"

    def show_grid(self) -> ClassGrid:
        """Show the class grid."""
        self.modes.choose("grid")
        self._show()
        return self.grid.grid()

    def show_wanted(self, wanted: Wanted) -> None:
        """A class that shall be filled in."""
        if wanted.class_name is not None:
            self.show_grid().show_unit(Unit("student", wanted.class_name))

    def show_day(self, on: Moment) -> None:
        """The grid is about the day; a plan stays what it is."""
        super().show_day(on)
        self.grid.show_day(on)

    def refresh(self, changed: Changed) -> None:
        """What the grid shows may have changed, and who is on file."""
        self.grid.refresh(changed)
        self.outset.refresh()

    def unfinished(self) -> bool:
        """A plan that was looked through and not taken in."""
        return self.journey.plan is not None

    def next_problem(self) -> None:
        """Go to the next column, line or cell that waits for a word."""
        self.stops.here().next_waiting()

    # ------------------------------------------------------------- the journey

    def take_files(self, files: Sequence[Path]) -> bool:
        """Files may be dropped anywhere; pictures and PDFs are people's papers."""
        if self.desk.papers.are_papers(files):
            self._propose_papers(files)
            return True
        self.modes.choose("books")
        self._go_on()
        self.journey.read(files)
        return True

    def _propose_papers(self, files: Sequence[Path]) -> None:
        """Say whose papers they are by their names; nothing is kept before a person says so."""
        found = finish(self.desk.papers.attaching(files, dry=True))
        people = self.desk.people
        known = [f"{one.file} → {people.file(one.subject).person.name}" for one in found if not one.problem]
        left = [one.file for one in found if one.problem]
        facts: dict[str, Filling] = {"n": len(known), "whose": _some(known), "left": _some(left)}
        if not known:
            self.noticed.emit(Notice("intakepage.papers_nobodys", facts, "warn"))
            return
        says = "intakepage.papers_some" if left else "intakepage.papers_found"
        self.noticed.emit(
            Notice(says, facts, "info", "intakepage.papers_keep", partial(self._keep_papers, files))
        )

    def _keep_papers(self, files: Sequence[Path]) -> None:
        kept = [one.record for one in finish(self.desk.papers.attaching(files)) if one.record]
        if kept:
            undo = partial(self.desk.filing.undo, self.desk.filing.record(kept[-1]).act)
            self.noticed.emit(Notice("intakepage.papers_kept", {"n": len(kept)}, act="notice.undo", do=undo))

    def choose_files(self) -> None:
        """Ask which files, and read them."""
        self.journey.read(self.asking.open_files(self, "intakepage.choose_title", BOOKS))

    def choose_folder(self) -> None:
        """Ask which folder, and read all that is in it."""
        folder = self.asking.open_folder(self, "intakepage.folder_title")
        self.journey.read([folder] if folder is not None else [])

    def paste(self) -> None:
        """Read what stands on the clipboard: files, a table, a list of a chat."""
        data = QGuiApplication.clipboard().mimeData()
        files = files_of(data)
        if files:
            self.journey.read(files)
            return
        clip = Clip(data.html(), data.text(), say("intake.clipboard"))
        steps = self.desk.intake.plan_pasted(clip, self._today())
        self.journey.go(steps, say("intakepage.reading", name=say("intakepage.clipboard")))

    def _reading(self, files: Sequence[Path], passwords: Mapping[Path, str]) -> Steps[Plan]:
        return self.desk.intake.plan(files, today=self._today(), passwords=passwords)

    def _today(self) -> date:
        """The day judged for: it lends a date its year."""
        return date.fromordinal(self.on.day)

    def _put_right(self, choices: Choices) -> None:
        """A person said what a column or a sheet is."""
        self.journey.anew(lambda plan: self.desk.intake.replan(plan, choices, self._today()))

    def _use_hidden(self) -> None:
        self.journey.anew(
            lambda plan: self.desk.intake.replan(with_hidden(plan), plan.choices, self._today())
        )

    def _forget(self, layout: str) -> None:
        """What was remembered of a layout counts no more; what was said now still does."""
        self.desk.intake.forget(layout)
        self.journey.anew(
            lambda plan: self.desk.intake.replan(plan, plan.choices.without(layout), self._today())
        )


def _some(names: Sequence[str]) -> Series:
    """The first of them, and a sign that there are more."""
    return Series([*names[:_NAMED], "…"] if len(names) > _NAMED else names)
