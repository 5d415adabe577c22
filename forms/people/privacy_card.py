"""Privacy card: one person's whole file for the family, and everything about them erased for good on request."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from forms.pages.notice import Notice
from forms.pages.printing import Print, print_page
from forms.parts.card import Card, LinkButton, WordButton, text_label
from forms.words.tr import lang, say
from schoolprep.desk import Desk
from schoolprep.desk.access import access
from schoolprep.desk.erasing import Certificate
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import KnownError


class PrivacyCard(Card):
    """See the module. What an erasure would take is counted before it is asked for a second time."""

    noticed = Signal(object)
    keeps = Signal(str, object)
    """A name and the `AccessFile` that shall be kept under it."""
    erased = Signal(object)
    """The `Certificate`; nobody is shown any more."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="people.privacy")
        self._desk = desk
        self._on: Moment | None = None
        self.subject = ""
        about = text_label("note", wrap=True)
        self.bind(about.setText, "people.privacy_about")
        self.access = LinkButton("people.access", tip="people.access_tip")
        self.access.clicked.connect(self._access)
        self.ask = LinkButton("people.erase_ask", tip="people.erase_ask_tip")
        self.ask.clicked.connect(self._ask)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.access)
        row.addWidget(self.ask)
        row.addStretch(1)
        self.body.addWidget(about)
        self.body.addLayout(row)
        self.asking = self._build_asking()
        self.body.addWidget(self.asking)

    def _build_asking(self) -> QWidget:
        made = QWidget()
        down = QVBoxLayout(made)
        down.setContentsMargins(0, 4, 0, 0)
        down.setSpacing(8)
        self.told = text_label("problem", wrap=True, select=True)
        self.why = QLineEdit()
        self.bind(self.why.setPlaceholderText, "people.erase_why")
        self.bind(self.why.setAccessibleName, "people.erase_why")
        self.why.textChanged.connect(self._may)
        self.erase = WordButton("people.erase", kind="filled")
        self.erase.clicked.connect(self._erase)
        self.keep = WordButton("people.erase_not")
        self.keep.clicked.connect(self.put_away)
        row = QHBoxLayout()
        row.addWidget(self.why, 1)
        row.addWidget(self.erase)
        row.addWidget(self.keep)
        down.addWidget(self.told)
        down.addLayout(row)
        made.hide()
        return made

    def _access(self) -> None:
        if self._on is not None:
            name = say("people.access_name", name=self._desk.people.file(self.subject).person.name)
            self.keeps.emit(name, access(self._desk, self.subject, self._on, lang()))

    def show_person(self, subject: str, on: Moment) -> None:
        """Another person, or another day judged for."""
        self._on = on
        if subject != self.subject:
            self.subject = subject
            self.put_away()

    def put_away(self) -> None:
        """Nothing is asked."""
        self.why.clear()
        self.asking.hide()

    def _ask(self) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            outlook = self._desk.erasing.outlook(self.subject)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        finally:
            QApplication.restoreOverrideCursor()
        name, would = outlook.person.name, outlook.would
        said = [say("people.erase_would", name=name, n=would.records, papers=would.papers)]
        if outlook.mentions:
            said.append(say("people.erase_mentions", n=outlook.mentions))
        self.told.setText("\n".join(said))
        self._may()
        self.asking.show()
        self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _may(self) -> None:
        self.erase.setEnabled(bool(self.why.text().strip()))

    def _erase(self) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            done = self._desk.erasing.erase(self.subject, self.why.text())
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.put_away()
        self.erased.emit(done)


class CertificateCard(Card):
    """What was erased: to be printed, and the older copies beside the file made anew. It is kept nowhere."""

    noticed = Signal(object)
    done = Signal()

    def __init__(self, desk: Desk, printing: Print = print_page) -> None:
        super().__init__(title="people.certificate")
        self._desk, self._printing = desk, printing
        self._certificate: Certificate | None = None
        self.text = text_label("", wrap=True, select=True)
        self.print = WordButton("people.certificate_print", kind="filled", icon="print")
        self.print.clicked.connect(self._print)
        self.renew = WordButton("people.copies_renew", tip="people.copies_renew_tip")
        self.renew.clicked.connect(self._renew)
        self.back = WordButton("people.certificate_done")
        self.back.clicked.connect(self.done)
        row = QHBoxLayout()
        for button in (self.print, self.renew, self.back):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addWidget(self.text)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.composed(self._word)

    def show_certificate(self, certificate: Certificate) -> None:
        """Show what was erased."""
        self._certificate = certificate
        self.renew.setVisible(bool(certificate.copies))
        self._word()

    def forget(self) -> None:
        """Nothing of it stays on the screen."""
        self._certificate = None
        self.text.clear()

    def _word(self) -> None:
        if self._certificate is not None:
            self.text.setText("\n\n".join(self._certificate.lines(lang())))

    def _print(self) -> None:
        if self._certificate is not None:
            self._printing(self, self._certificate.lines(lang()), self._printed)

    def _printed(self) -> None:
        self.noticed.emit(Notice("people.certificate_printed"))

    def _renew(self) -> None:
        try:
            fresh = self._desk.erasing.renew_copies()
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        if self._certificate is not None:
            self.show_certificate(self._certificate._replace(copies=()))
        self.noticed.emit(Notice("people.copies_renewed", {"path": str(fresh)}))
