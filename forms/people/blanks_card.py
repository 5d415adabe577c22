"""Blanks card: a person's blanks as tabs, each with its records and its form, and the history."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from forms.editors.base import EditorTools
from forms.parts.card import Card
from forms.people.history import History
from forms.people.pane import AskedAbout, Pane
from forms.people.tabs import TabName, Tabs
from schoolprep.desk import Desk
from schoolprep.desk.drafts import Drafts
from schoolprep.facts.days import Moment

HISTORY = "history"
PERSON = "person"
TRAVEL = "travel"


class BlanksCard(Card):
    """Panes are made when they are first looked at."""

    noticed = Signal(object)
    counted = Signal(int)
    filed = Signal(object)
    left = Signal()
    wanted = Signal(QWidget)

    def __init__(
        self,
        desk: Desk,
        on: Moment,
        tools: EditorTools,
        asked_about: AskedAbout,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tools = tools
        self._asked_about = asked_about
        self._drafts = Drafts(desk)
        self.subject = ""
        about = [blank.id for blank in desk.data.blanks.values() if blank.about == "person" and blank.many]
        asked = desk.rules.in_force(on).source.looks_at
        if TRAVEL not in asked:  # an ordinary day at school: what the rules ask most comes first
            about.sort(key=lambda name: asked.index(name) if name in asked else len(asked))
        self._blanks = [*about, PERSON]
        self.tabs = Tabs([TabName(name, f"people.tab_{name}") for name in (*self._blanks, HISTORY)])
        self.tabs.chosen.connect(self.open_tab)
        self.panes: dict[str, Pane] = {}
        self.history = History(desk)
        self.history.noticed.connect(self.noticed)
        self.history.hide()
        self.body.setContentsMargins(16, 8, 16, 16)
        self.body.addWidget(self.tabs)
        self._stack = QVBoxLayout()
        self.body.addLayout(self._stack)
        self._stack.addWidget(self.history)

    # ------------------------------------------------------------- what is shown

    def show_person(self, subject: str) -> None:
        """Show another person; the tab stays."""
        self.keep()
        self.subject = subject
        self.tabs.show()
        self.history.show_person(subject)
        for pane in self.panes.values():
            pane.subject = ""
        self.open_tab(self.tabs.choice())
        self._count()

    def show_nobody(self) -> None:
        """Show the blank of a new person."""
        self.keep()
        self.subject = ""
        self.tabs.hide()
        pane = self.pane(PERSON)
        pane.show_nobody()
        self._only(pane)
        self.counted.emit(len(pane.form.problems()))
        pane.form.go()

    def open_tab(self, name: str) -> None:
        """Look at a blank or the history."""
        self.tabs.choose(name)
        if name == HISTORY:
            self._only(self.history)
            self.counted.emit(0)
            return
        pane = self.pane(name)
        if pane.subject != self.subject:
            pane.show_person(self.subject)
        self._only(pane)
        self.counted.emit(len(pane.form.problems()))

    def open_record(self, record: str) -> bool:
        """Open a record in its blank's form, in the history where a newer edition's blank has no form here.

        False where it is no current one of this person.
        """
        found = next((known for known in self._desk.people.records(self.subject) if known.id == record), None)
        if found is None:
            return False
        if found.blank not in self._blanks:
            self.open_tab(HISTORY)
            return True
        self.open_tab(found.blank)
        self.pane(found.blank).open_record(record)
        return True

    def put_right(self, record: str) -> None:
        """Open the blank that an unread answer belongs to, ready to be filled in."""
        blank = self._desk.filing.unread_blank(record)
        self.open_tab(blank)
        self.pane(blank).put_right(record)

    def refresh(self) -> None:
        """The person's records changed."""
        self.history.refresh()
        for pane in self.panes.values():
            pane.refresh()
        self._count()

    def pane(self, name: str) -> Pane:
        """The pane of a blank; made now if it was not yet."""
        if name not in self.panes:
            pane = Pane(self._desk, self._desk.data.blanks[name], self._tools, self._asked_about)
            self.panes[name] = pane
            pane.noticed.connect(self.noticed)
            pane.counted.connect(self._counted)
            pane.filed.connect(self.filed)
            pane.left.connect(self.left)
            pane.wanted.connect(self.wanted)
            pane.waiting.connect(self._count)
            pane.hide()
            self._stack.addWidget(pane)
        return self.panes[name]

    def current(self) -> Pane | None:
        """The pane one sees; None at the history."""
        return next((pane for pane in self.panes.values() if not pane.isHidden()), None)

    def keep(self) -> None:
        """Keep what is being written."""
        for pane in self.panes.values():
            pane.keep()

    def _only(self, shown: QWidget) -> None:
        """Show one pane; the keyboard does not fall out of one that is put away."""
        focused = self.window().focusWidget()
        for widget in (*self.panes.values(), self.history):
            if widget is not shown:
                if focused is not None and widget.isAncestorOf(focused):
                    self.tabs.buttons[self.tabs.choice()].setFocus(Qt.FocusReason.OtherFocusReason)
                widget.hide()
        shown.show()

    def _count(self) -> None:
        """Numbers and dots on the tabs."""
        if not self.subject:
            return
        records = self._desk.people.records(self.subject)
        counts = {
            name: sum(record.blank == name for record in records) for name in self._blanks if name != PERSON
        }
        self.tabs.show_counts(counts, {blank for blank, _ in self._drafts.kept(self.subject)})

    def _counted(self, number: int) -> None:
        if self.sender() is self.current():
            self.counted.emit(number)
