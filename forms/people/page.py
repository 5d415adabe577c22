"""People: everybody in a table, filtered as one types, and beside it the page of the person one has come to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from forms.look.current import length
from forms.pages import keeping
from forms.pages.asking import PAPERS, Asking
from forms.pages.keeping import KeepingPage
from forms.pages.notice import Notice
from forms.pages.page import Wanted
from forms.parts.card import Card, LinkButton, WordButton, text_label
from forms.parts.empty import Empty
from forms.parts.table import TableView
from forms.people.aside_card import AsideCard
from forms.people.filters import Filters
from forms.people.lines import PersonLine, PersonLines
from forms.people.panel import Panel
from forms.people.privacy_card import CertificateCard
from forms.people.together_card import TogetherCard
from forms.words.tr import say
from schoolprep.desk import Changed, Desk
from schoolprep.desk.log import Leaving
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Record

_LOOK_MS = 120
"""Going through the table quickly does not open everybody's file on the way."""
_CHOICES_MS = 400
"""The filters' numbers follow a little later; the verdict and the table at once."""
_ONE_BY_ONE = 40
"""So many changed people are refreshed line by line; more, all at once."""


class PeopleTable(TableView):
    """The table; in a wide window names and what is owed get room too, not the reason alone."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Widths follow the window."""
        wide = self.viewport().width()
        self.setColumnWidth(1, min(140, max(78, wide // 9)))
        self.setColumnWidth(5, min(280, max(112, wide // 6)))
        super().resizeEvent(event)


class PeoplePage(KeepingPage):
    """The page."""

    name = "people"

    def __init__(
        self, desk: Desk, on: Moment, parent: QWidget | None = None, *, asking: Asking | None = None
    ) -> None:
        super().__init__(desk, on, parent, asking=asking)
        self.lines = PersonLines(desk, on)
        self.model = self.lines.model()
        self.model.setParent(self)
        self.filters = Filters()
        self.table = PeopleTable(self.model)
        self.panel = Panel(desk, on)
        self.together, self.aside = TogetherCard(desk, self.panel.tools()), AsideCard(desk)
        self.certificate = CertificateCard(desk)
        self._right = QStackedWidget()
        for widget in (self.panel, self.together, self.aside, self.certificate):
            self._right.addWidget(widget)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._show_current)
        self._choices = QTimer(self)
        self._choices.setSingleShot(True)
        self._choices.setInterval(_CHOICES_MS)
        self._choices.timeout.connect(self._show_choices)
        self._build()
        self._connect()
        self._fill()

    def _build(self) -> None:
        body = QVBoxLayout(self)
        edge = length("page")
        body.setContentsMargins(edge, edge - 4, edge, edge)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(10)
        self.title = text_label("title")
        self.bind(self.title.setText, "rail.people")
        self.new_button = WordButton("people.new", icon="add", tip="people.new_tip")
        head.addWidget(self.title)
        head.addWidget(self.filters.line, 3)
        head.addStretch(1)
        head.addWidget(self.new_button)
        column.addLayout(head)
        column.addWidget(self.filters)
        self._card = Card(margin=0)
        self._card.body.setContentsMargins(1, 1, 1, 1)
        self._card.body.setSpacing(0)
        self.nobody = Empty("filter", "people.none_pass", "people.none_pass_says", "people.show_all")
        self.nobody.pressed.connect(self.filters.clear)
        self.empty = Empty("people", "people.empty", "people.empty_says", "people.new")
        self.empty.pressed.connect(self.new_person)
        self._stack = QStackedWidget()
        for widget in (self.table, self.nobody, self.empty):
            self._stack.addWidget(widget)
        self._card.body.addWidget(self._stack, 1)
        self._card.body.addWidget(self._foot())
        column.addWidget(self._card, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self._right)
        left.setMinimumWidth(440)
        self._right.setMinimumWidth(448)
        self.splitter.setSizes([732, 448])
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        body.addWidget(self.splitter)

    def _foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(10, 3, 10, 3)
        self.told = text_label("note")
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.copy_button = LinkButton("people.copy", tip="people.copy_tip")
        self.together_button = LinkButton("people.together", tip="people.together_tip")
        self.together_button.setEnabled(False)
        row.addWidget(self.told, 1)
        row.addWidget(self.together_button)
        row.addWidget(self.copy_button)
        return foot

    def _connect(self) -> None:
        self.filters.changed.connect(self._narrow)
        self.filters.downward.connect(self._into_table)
        self.new_button.clicked.connect(self.new_person)
        self.copy_button.clicked.connect(self.copy)
        self.together_button.clicked.connect(self.change_together)
        for card in (self.together, self.aside, self.certificate):
            card.noticed.connect(self.noticed)
            card.done.connect(self._done_together)
        self.together.aside_asked.connect(lambda _: self._right.setCurrentWidget(self.aside))
        self.together.aside_asked.connect(self.aside.show_people)
        self.table.shown.connect(self._came_to)
        self.table.opened.connect(self._opened)
        self.table.selectionModel().selectionChanged.connect(self._tell)
        self.table.installEventFilter(self)
        self.panel.noticed.connect(self.noticed)
        self.panel.counted.connect(self.counted)
        self.panel.left.connect(self._into_table)
        self.panel.filed.connect(self._filed)
        self.panel.area_asked.connect(lambda record: self.asked.emit("areas", Wanted(chosen=record)))
        privacy = self.panel.privacy
        privacy.erased.connect(self.certificate.show_certificate)
        privacy.erased.connect(lambda _: self._right.setCurrentWidget(self.certificate))
        privacy.keeps.connect(
            lambda name, told: self.keep_file(
                "people.access_keep",
                name,
                lambda out: keeping.access_book(told, out),
                Leaving("access", say("people.privacy"), (privacy.subject,)),
            )
        )
        papers = self.panel.papers
        papers.files_wanted.connect(
            lambda: papers.attach(self.asking.open_files(self, "people.paper_choose", PAPERS))
        )
        papers.keeps.connect(
            lambda paper: self.keep_file(
                "people.paper_keep",
                paper.name,
                lambda out: keeping.paper(self.desk, paper, out),
                Leaving("paper", say("people.papers"), (papers.subject,)),
            )
        )
        for keys, slot in (
            (QKeySequence(QKeySequence.StandardKey.Find), self._find),
            (QKeySequence(QKeySequence.StandardKey.New), self.new_person),
            (QKeySequence("Ctrl+E"), self.change_together),
        ):
            action = QAction(self)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            self.addAction(action)

    # ------------------------------------------------------------- what the shell asks

    def show_day(self, on: Moment) -> None:
        """Judge for another day."""
        super().show_day(on)
        self.lines.show_day(on)
        self.panel.show_day(on)
        self._fill()

    def refresh(self, changed: Changed) -> None:
        """Show what changed: a few people line by line, else everybody."""
        if changed is None or len(changed) > _ONE_BY_ONE:
            self.lines.reword()
            self._fill()
            self.panel.refresh()
            return
        for subject in changed:
            line = self.lines.one(subject)
            if line is None:
                self._fill()
                break
            self.model.replace(line)
        self._recount()
        self._choices.start()
        if self.panel.subject in changed:
            self.panel.refresh()

    def show_wanted(self, wanted: Wanted) -> None:
        """Show whom another page asked for."""
        if not wanted.chosen or wanted != Wanted(chosen=wanted.chosen):
            self.filters.show_wanted(wanted)
            if self.panel.subject and self.model.line_of(self.panel.subject) < 0:
                self._look.stop()
                self.table.clearSelection()
                self._right.setCurrentWidget(self.panel)
                self.panel.show_person("")  # a stranger's page does not stand beside them
        if wanted.chosen:
            self.show_person(wanted.chosen)

    def show_person(self, subject: str) -> None:
        """Go to a person; filters that hide them are taken away."""
        if subject not in self.desk.people.files():
            return
        if self.model.line_of(subject) < 0:
            self.filters.clear()
        self.table.choose(subject)
        self._look.stop()
        self._right.setCurrentWidget(self.panel)
        self.panel.show_person(subject)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_files(self, files: Sequence[Path]) -> bool:
        """Pictures and PDFs dropped beside a person are that person's papers."""
        if not self.panel.subject or self._right.currentWidget() is not self.panel:
            return False
        if not self.desk.papers.are_papers(files):
            return False
        self.panel.papers.attach(files)
        return True

    def next_problem(self) -> None:
        """Go to the next problem of the form."""
        self.panel.next_problem()

    def leave(self) -> None:
        """Keep drafts, hide what is not for everybody."""
        self._look.stop()
        self._choices.stop()
        self.panel.leave()
        self.certificate.forget()

    def hideEvent(self, event: object) -> None:
        """Another page is looked at: what is being written is kept."""
        self.panel.blanks.keep()

    def retranslate(self) -> None:
        """Word what is composed."""
        super().retranslate()
        self.lines.reword()
        self.model.retranslate()
        self._show_choices()
        self._recount()

    # ------------------------------------------------------------- the table

    def _fill(self) -> None:
        self.model.set_rows(self.lines.all())
        self._show_choices()
        self._narrow()

    def _show_choices(self) -> None:
        self.filters.show_choices(self.model.all_rows(), self.lines)

    def _narrow(self) -> None:
        """Show who passes."""
        self.model.narrow(self.filters.text(), self.filters.test())
        self._recount()

    def _recount(self) -> None:
        self.filters.show_counts(self._found())
        empty = self.nobody if self.model.all_rows() else self.empty
        self._stack.setCurrentWidget(self.table if self.model.rowCount() else empty)
        self._tell()

    def _found(self) -> Sequence[PersonLine]:
        """Whom the typed text finds, whatever their verdict."""
        rows, needles = self.model.all_rows(), self.filters.text().lower().split()
        for needle in needles:
            rows = [line for line in rows if needle in self.desk.people.key(line.subject)]
        return rows

    def _tell(self) -> None:
        """How many are shown, how many selected."""
        shown, everybody = self.model.rowCount(), len(self.model.all_rows())
        parts = self.table.selectionModel().selection().toList()
        selected = sum(part.height() for part in parts)
        says = "people.told_all" if shown == everybody else "people.told_some"
        told = say(says, shown=shown, all=everybody)
        self.told.setText(told + (say("people.told_selected", number=selected) if selected > 1 else ""))
        self.copy_button.setEnabled(shown > 0)
        self.together_button.setEnabled(selected > 1)

    def change_together(self) -> None:
        """Give all selected people the same answers."""
        chosen = self.table.chosen()
        if len(chosen) > 1:
            self._look.stop()
            self.panel.blanks.keep()
            self._right.setCurrentWidget(self.together)
            self.together.show_people(chosen)

    def _done_together(self) -> None:
        self.certificate.forget()
        self._right.setCurrentWidget(self.panel)
        self._into_table()

    def copy(self) -> None:
        """Copy the selected people, or all that are shown, as text."""
        keys = self.table.chosen()
        chosen = set(keys)
        lines = [line for line in self.model.shown() if line.subject in chosen] if len(keys) > 1 else []
        lines = lines or ([self.model.row_at(self.model.line_of(keys[0]))] if keys else self.model.shown())
        QGuiApplication.clipboard().setText(self.lines.copied(lines))
        self.noticed.emit(Notice("people.copied", {"number": len(lines)}))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Letters typed in the table go into the search; Ctrl+C copies."""
        if (
            watched is not self.table
            or not isinstance(event, QKeyEvent)
            or event.type() != QEvent.Type.KeyPress
        ):
            return False
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return True
        shift = Qt.KeyboardModifier.ShiftModifier
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            shift,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and event.text().isprintable() and event.text().strip():
            self.filters.type(event.text())
            return True
        if event.key() == Qt.Key.Key_Backspace and self.filters.text():
            self.filters.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.filters.line.backspace()
            return True
        return False

    # ------------------------------------------------------------- the person

    def new_person(self) -> None:
        """Show the blank of a new person."""
        self._look.stop()
        self._right.setCurrentWidget(self.panel)
        self.table.clearSelection()
        self.panel.show_nobody()

    def _came_to(self, subject: str) -> None:
        if subject != self.panel.subject:
            self._look.start()

    def _show_current(self) -> None:
        current = self.table.currentIndex()
        if current.isValid():
            self._right.setCurrentWidget(self.panel)
            self.panel.show_person(self.model.key_at(current.row()))

    def _opened(self, subject: str) -> None:
        self._look.stop()
        self._right.setCurrentWidget(self.panel)
        self.panel.show_person(subject)
        self.panel.go()

    def _filed(self, record: Record) -> None:
        """A person who was new is now the person one looks at."""
        if record.subject != self.panel.subject:
            self.show_person(record.subject)
            self.panel.go()

    def _into_table(self) -> None:
        if self.model.rowCount() and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self) -> None:
        self.filters.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.line.selectAll()
