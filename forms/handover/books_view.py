"""Books: a workbook a class, for colleagues without the program: which classes, what opens them, into which folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from forms.handover.acting import written
from forms.handover.units_pick import UnitsPick
from forms.intake.station import Station
from forms.look.current import length
from forms.pages.asking import Asking
from forms.pages.background import Job
from forms.parts.card import Card, WordButton, text_label
from forms.parts.secret import Secret
from forms.words.tr import lang, say
from schoolprep.desk import Desk
from schoolprep.facts.languages import Lang
from schoolprep.facts.naming import file_name
from schoolprep.facts.steps import Steps

_WIDE = 560
"""Pixels of the form."""


class BooksView(Station):
    """See the module. What comes back is dropped into the window like any workbook."""

    name = "books"
    title = "handoverpage.view_books"

    started = Signal(object)
    """A `Job` to run."""
    closed = Signal()

    def __init__(self, desk: Desk, asking: Asking) -> None:
        super().__init__()
        self._desk, self._asking = desk, asking
        card = Card(margin=20)
        card.setFixedWidth(_WIDE)
        head, text = text_label("lead"), text_label("quiet", wrap=True)
        self.bind(head.setText, "handoverpage.books_title")
        self.bind(text.setText, "handoverpage.books_text")
        self.units = UnitsPick()
        self.secret = Secret("handoverpage.books_password", "handoverpage.books_password_hint", offers=True)
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        for at, (key, widget) in enumerate((("classes", self.units), ("books_password", self.secret))):
            word = text_label("quiet")
            word.setMinimumHeight(length("control"))
            self.bind(word.setText, f"handoverpage.{key}")
            grid.addWidget(word, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(widget, at, 1)
        self.back = WordButton("handoverpage.cancel")
        self.back.clicked.connect(self.closed)
        self.write = WordButton("handoverpage.books_write", kind="filled")
        self.write.clicked.connect(self._write)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.write)
        card.body.addWidget(head)
        card.body.addWidget(text)
        card.body.addLayout(grid)
        card.body.addStretch(1)
        card.body.addLayout(row)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(card)
        across.addStretch(1)

    def ask(self) -> None:
        """Every class, with the password of the last time."""
        classes = self._desk.class_books.classes()
        self.units.offer(classes, classes)
        self.secret.clear()
        self.secret.line.setText(next(iter(self._desk.class_books.passwords()), ""))
        self.write.setFocus()

    def leave(self) -> None:
        """Forget the password."""
        self.secret.clear()

    def _write(self) -> None:
        classes, password = self.units.chosen(), self.secret.text()
        if not classes:
            self.units.setFocus()
            return
        folder = self._asking.open_folder(self, "handoverpage.books_folder")
        if folder is None:
            return
        self._desk.class_books.keep_password(password)
        steps = class_workbooks(self._desk, classes, folder, password, lang())
        self.started.emit(Job(say("handoverpage.books_writing"), steps).then(partial(self._done, folder)))

    def _done(self, folder: Path, made: int) -> None:
        self.closed.emit()
        self.noticed.emit(written("handoverpage.books_written", {"n": made}, folder, self._asking))


def class_workbooks(
    desk: Desk, classes: Sequence[str], folder: Path, password: str, said: Lang
) -> Steps[int]:
    """Write a workbook for each class; how many were."""
    from exports import class_book  # noqa: PLC0415 - openpyxl takes a while and may never be needed

    for done, unit in enumerate(classes):
        yield done, len(classes)
        drawn = desk.class_books.draw(unit, said)
        name = say("class-book.file-name", unit=drawn.class_name, number=drawn.number)
        with desk.log.handing_out(desk.class_books.leaving(drawn)):
            class_book.write(drawn, folder / file_name(name), password)
    return len(classes)
