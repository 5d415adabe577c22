"""Panel: one person's page: verdict, timeline, blanks, in one column that scrolls."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from forms.editors.base import EditorTools
from forms.editors.tools import tools_of
from forms.look.current import length
from forms.pages.notice import Notice
from forms.parts.card import Card, IconButton, text_label
from forms.parts.empty import Empty
from forms.parts.stops import TabbedColumn
from forms.parts.timeline.widget import Timeline
from forms.people import summary
from forms.people.blanks_card import BlanksCard
from forms.people.log_card import LogCard
from forms.people.papers_card import PapersCard
from forms.people.privacy_card import PrivacyCard
from forms.people.verdict_card import VerdictCard
from forms.words.tr import Worded, lang, say
from schoolprep.desk import Desk
from schoolprep.facts.blank import Field
from schoolprep.facts.days import Day, Moment
from schoolprep.facts.kinds.choice import label
from schoolprep.facts.problem import CallError, KnownError
from schoolprep.facts.subject import AREAS
from schoolprep.verdicts.timeline import lay_out
from schoolprep.verdicts.verdict import Case


class Panel(Worded, QWidget):
    """Shows one person, or the blank of a new one, or what it is for while nobody is chosen."""

    noticed = Signal(object)
    counted = Signal(int)
    filed = Signal(object)
    left = Signal()
    area_asked = Signal(str)
    """An entry of the area list is evidence."""

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.on = on
        self.subject = ""
        self.empty = Empty("person", "people.nobody", "people.nobody_says")
        self.verdict = VerdictCard()
        self.verdict.opened.connect(self.open_record)
        self.verdict.copied.connect(self._copied)
        self.verdict.unread_opened.connect(self.put_right)
        self.verdict.unread_dropped.connect(self._set_aside)
        self.timeline_card = Card(title="people.timeline")
        self.timeline = Timeline()
        self.timeline.opened.connect(self.open_record)
        self.blanks = BlanksCard(desk, on, self.tools(), self._asked_about)
        self.papers = PapersCard(desk)
        self.log = LogCard(desk)
        self.privacy = PrivacyCard(desk)
        self._build()
        self._connect()
        self.show_person("")

    def tools(self) -> EditorTools:
        """What editors on this page ask about."""
        return tools_of(self.desk, self._today)

    def _build(self) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.empty)
        self._before = IconButton("before", "people.time_before")
        self._after = IconButton("after", "people.time_after")
        for button in (self._before, self._after):
            button.setFixedSize(26, 22)
            self.timeline_card.head.addWidget(button)
        self.timeline_card.body.addWidget(self.timeline)
        self._new_title = text_label("title")
        self.bind(self._new_title.setText, "people.new")
        inside = TabbedColumn()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(length("gap"))
        for widget in (
            self._new_title,
            self.verdict,
            self.timeline_card,
            self.blanks,
            self.papers,
            self.log,
            self.privacy,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        self.area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        body.addWidget(self.area)

    def _connect(self) -> None:
        self._before.clicked.connect(self._earlier)
        self._after.clicked.connect(self._later)
        self.blanks.noticed.connect(self.noticed)
        self.papers.noticed.connect(self.noticed)
        self.privacy.noticed.connect(self.noticed)
        self.blanks.counted.connect(self.counted)
        self.blanks.filed.connect(self.filed)
        self.blanks.left.connect(self.left)
        self.blanks.wanted.connect(self._want)
        self._wanted: QWidget | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self._bring)

    # ------------------------------------------------------------- what is shown

    def show_person(self, subject: str) -> None:
        """Show somebody; empty: nobody. That the file was opened is logged."""
        known = subject in self.desk.people.files()
        if known and subject != self.subject:
            self.desk.people.opened(subject)
        changed, self.subject = subject != self.subject, subject if known else ""
        self.empty.setVisible(not known)
        self.area.setVisible(known)
        self._new_title.hide()
        self.verdict.setVisible(known)
        self.timeline_card.setVisible(known)
        self.papers.setVisible(known)
        self.log.setVisible(known)
        self.privacy.setVisible(known)
        if not known:
            self.blanks.keep()
            self.counted.emit(0)
            return
        if changed:
            self.verdict.hide_document()
            self.area.verticalScrollBar().setValue(0)
        self._show_facts()
        if changed or self.blanks.subject != subject:
            self.blanks.show_person(subject)
            self.papers.show_person(subject)
            self.log.show_person(subject)

    def show_nobody(self) -> None:
        """Show the blank of a new person."""
        self.subject = ""
        self.empty.hide()
        self.verdict.hide()
        self.timeline_card.hide()
        self.papers.hide()
        self.log.hide()
        self.privacy.hide()
        self._new_title.show()
        self.area.show()
        self.blanks.show_nobody()
        self.area.verticalScrollBar().setValue(0)

    def show_day(self, on: Moment) -> None:
        """Judge for another day."""
        self.on = on
        if self.subject:
            self._show_facts()

    def refresh(self) -> None:
        """The person's facts changed."""
        if self.subject and self.subject not in self.desk.people.files():
            self.show_person("")
        elif self.subject:
            self._show_facts()
            self.blanks.refresh()
            self.papers.show_again()
            self.log.show_person(self.subject)

    def open_record(self, record: str) -> None:
        """Go to a record: in its blank's form, or on the page of the area list."""
        if self.blanks.open_record(record):
            return
        try:
            found = self.desk.filing.record(record)
        except CallError:
            return
        if found.subject == AREAS:
            self.area_asked.emit(record)

    def put_right(self, record: str) -> None:
        """Open the form that an unread answer belongs to, with what could be read of its row."""
        self.blanks.put_right(record)

    def _set_aside(self, record: str, why: str) -> None:
        try:
            (filed,) = self.desk.filing.set_aside([record], why)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        undo = partial(self._undo, filed.act)
        self.noticed.emit(Notice("people.unread_gone", {}, "done", "notice.undo", undo))

    def _undo(self, act: str) -> None:
        try:
            self.desk.filing.undo(act)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        self.noticed.emit(Notice("shell.undone", {}, "info"))

    def go(self) -> None:
        """Put the cursor into the page: on the tabs, from where Tab goes on into the form."""
        if self.subject:
            self.blanks.tabs.buttons[self.blanks.tabs.choice()].setFocus(Qt.FocusReason.TabFocusReason)
            self._want(self.blanks)

    def next_problem(self) -> bool:
        """Go to the next problem of the form one sees; False where there is none."""
        pane = self.blanks.current()
        return pane is not None and pane.form.next_problem()

    def leave(self) -> None:
        """The window locks or closes: drafts are kept, the number is hidden."""
        self.blanks.keep()
        self.privacy.put_away()
        self.verdict.hide_document()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to where one came from."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Say again what is composed."""
        super().retranslate()
        if self.subject:
            self._show_facts()

    def _show_facts(self) -> None:
        self.privacy.show_person(self.subject, self.on)
        judging = self.desk.judging
        case = Case(self.desk.people.file(self.subject), judging.verdict(self.subject, self.on))
        explain, grounds = judging.explainer(self.on, lang()), judging.grounds
        self.verdict.show_person(case.file.person, word=self._person_word)
        self.verdict.show_verdict(case.verdict, explain, self._tell, self._tell_whole)
        self.timeline.show_scene(lay_out(case, grounds.areas(), explain, self._word, grounds.peers()))

    # ------------------------------------------------------------- words and facts

    def _word(self, blank: str, field: str, code: str) -> str:
        return label(code, self._field(blank, field), lang())

    def _person_word(self, field: str, code: str) -> str:
        return label(code, self._field("person", field), lang()) if code else ""

    def _field(self, blank: str, field: str) -> Field:
        return self.desk.data.blanks[blank].fields[field]

    def _tell(self, record: str) -> str:
        """A record on one line, with who filed it."""
        found = self.desk.filing.record(record)
        blank = self.desk.data.blanks.get(found.blank)
        told = (
            summary.main(blank, found.answers or {}, self.desk.data.divisions)
            if blank
            else self.desk.filing.said(found, lang())
        )
        return say(
            "people.evidence_line",
            blank=self.desk.filing.title(found.blank, lang()),
            told=told,
            filed=summary.filed(found, self.desk.workspace.school.zone),
        )

    def _tell_whole(self, record: str) -> str:
        """A record with all its answers."""
        return self.desk.filing.evidence(record, lang())

    def _copied(self) -> None:
        self.noticed.emit(
            Notice("people.copied_why", {"name": self.desk.people.file(self.subject).person.name})
        )

    def _asked_about(self, subject: str) -> frozenset[str]:
        return self.desk.judging.verdict(subject, self.on).asked_about

    def _today(self) -> Day:
        return self.on.day

    # ------------------------------------------------------------- moving

    def _earlier(self) -> None:
        self.timeline.move_days(-7)

    def _later(self) -> None:
        self.timeline.move_days(7)

    def _want(self, widget: QWidget) -> None:
        self._wanted = widget
        self._settle.start()

    def _bring(self) -> None:
        """Bring something into sight, once the layout has settled."""
        widget, self._wanted = self._wanted, None
        inside = self.area.widget()
        if widget is None or inside is None or not widget.isVisible():
            return
        rect = QRect(widget.mapTo(inside, QPoint(0, 0)), widget.size())
        self.area.ensureVisible(0, rect.bottom(), 0, 24)
        self.area.ensureVisible(0, rect.top(), 0, 12)
