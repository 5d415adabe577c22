"""Papers card: a person's papers, small; looked at here, kept elsewhere when a person says so, opened by no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from forms.pages.notice import Notice
from forms.parts.card import Card, Elided, LinkButton, text_label
from forms.parts.picture import decoded
from forms.words.tr import clauses, lang, say
from schoolprep.desk import Desk
from schoolprep.desk.papers import Paper
from schoolprep.facts.days import local
from schoolprep.facts.kinds.choice import label
from schoolprep.facts.problem import Filling, KnownError
from schoolprep.facts.steps import finish
from schoolprep.verdicts import explain

_THUMB = QSize(56, 56)
_BETWEEN = " · "
_LARGE = QSize(1200, 1600)
_MOST_SHOWN = 24
"""So many are shown small; of the others the name."""


class _PaperLine(QWidget):
    """One paper: small, what it is, and what can be done with it."""

    def __init__(
        self, name: str, told: str, small: QPixmap, acts: Sequence[tuple[str, Callable[[], object]]]
    ) -> None:
        super().__init__()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 4, 0, 4)
        across.setSpacing(10)
        thumb = QLabel()
        thumb.setFixedSize(_THUMB)
        thumb.setAlignment(Qt.AlignmentFlag.AlignCenter)
        thumb.setPixmap(small)
        across.addWidget(thumb, 0, Qt.AlignmentFlag.AlignTop)
        down = QVBoxLayout()
        down.setSpacing(2)
        called = Elided("strong")
        called.setText(name)
        down.addWidget(called)
        down.addWidget(text_label("note", told, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(12)
        self.buttons: dict[str, LinkButton] = {}
        for key, do in acts:
            self.buttons[key] = LinkButton(key)
            self.buttons[key].clicked.connect(do)
            row.addWidget(self.buttons[key])
        row.addStretch(1)
        down.addLayout(row)
        across.addLayout(down, 1)
        self.setAccessibleName(clauses((name, told)))


class PapersCard(Card):
    """See the module."""

    noticed = Signal(object)
    files_wanted = Signal()
    keeps = Signal(object)
    """The `Paper` of which a copy shall be kept elsewhere."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="people.papers")
        self._desk = desk
        self.subject = ""
        self.lines: list[_PaperLine] = []
        self.add = LinkButton("people.paper_add", tip="people.paper_add_tip")
        self.add.clicked.connect(self.files_wanted)
        self.head.addWidget(self.add)
        self._none = text_label("note", wrap=True)
        self.bind(self._none.setText, "people.paper_none")
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.large = QLabel()
        self.large.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.large.hide()
        self.body.addWidget(self._none)
        self.body.addLayout(self._list)
        self.body.addWidget(self.large)
        self.composed(self.show_again)

    def show_person(self, subject: str) -> None:
        """Another person's papers."""
        self.subject = subject
        self.show_again()

    def show_again(self) -> None:
        """The person's papers may have changed."""
        self.large.clear()
        self.large.hide()
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        found = self._desk.papers.of(self.subject) if self.subject else []
        self._none.setVisible(not found)
        self.lines = [self._line(paper, small=at < _MOST_SHOWN) for at, paper in enumerate(found)]
        for line in self.lines:
            self._list.addWidget(line)

    def _line(self, paper: Paper, *, small: bool) -> _PaperLine:
        picture = self._picture(paper, _THUMB) if small else QPixmap()
        looks = [("people.paper_look", partial(self.look, paper))] if not picture.isNull() else []
        acts = [*looks, ("people.paper_save", partial(self.keeps.emit, paper)),
                ("people.paper_drop", partial(self.drop, paper))]  # fmt: skip
        return _PaperLine(paper.name, self._told(paper), picture, acts)

    def _told(self, paper: Paper) -> str:
        what = label(paper.what, self._desk.papers.what, lang()) if paper.what else ""
        size = say("people.paper_size", n=max(1, round(paper.size / 1024)))
        when = explain.moment(local(paper.filed, self._desk.workspace.school.zone), lang())
        return _BETWEEN.join(part for part in (what, size, when) if part)

    def _picture(self, paper: Paper, most: QSize) -> QPixmap:
        try:
            return QPixmap.fromImage(decoded(self._desk.papers.content(paper), most))
        except KnownError:
            return QPixmap()  # told where it is kept elsewhere, and by verify

    # ------------------------------------------------------------- what is done

    def look(self, paper: Paper) -> None:
        """Show a picture large below the list; once more puts it away."""
        if not self.large.isHidden():
            self.large.clear()
            self.large.hide()
            return
        picture = self._picture(paper, QSize(max(200, self.width() - 40), _LARGE.height()))
        self.large.setPixmap(picture)
        self.large.setAccessibleName(paper.name)
        self.large.show()

    def attach(self, files: Sequence[Path]) -> None:
        """Keep files as this person's papers; each that cannot be is told with why."""
        found = finish(self._desk.papers.attaching(files, self.subject))
        for wrong in (one.problem for one in found if one.problem is not None):
            self.noticed.emit(Notice.of_error(wrong))
        kept = [one for one in found if one.record]
        if kept:
            act = self._desk.filing.record(kept[-1].record).act
            facts: dict[str, Filling] = {
                "n": len(kept),
                "name": self._desk.people.file(self.subject).person.name,
            }
            self.noticed.emit(
                Notice("people.paper_kept", facts, act="notice.undo", do=partial(self._undo, act))
            )
        self.show_again()

    def drop(self, paper: Paper) -> None:
        """Take a paper back; it stays in the history, and this can be undone."""
        try:
            records = self._desk.filing.withdraw(paper.record)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        undo = partial(self._undo, records[0].act)
        self.noticed.emit(Notice("people.paper_gone", {"file": paper.name}, act="notice.undo", do=undo))
        self.show_again()

    def _undo(self, act: str) -> None:
        self._desk.filing.undo(act)
        self.show_again()
