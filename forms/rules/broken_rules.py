"""Broken rules: what is seen instead of the school while nobody can be judged, because a decided rule no longer fits.

A newer program may have dropped a rule the school had changed, or may no longer read a pack that is on. Judging by less
than the school decided would be wrong, so it is asked here what shall hold: take the change back, withdraw the pack.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from forms.look.current import length
from forms.pages.background import Office
from forms.pages.notice import NoticeBar
from forms.parts.card import WordButton, text_label
from forms.parts.segments import Segment, Segments
from forms.rules.packs import PacksView
from forms.rules.refusals import key_of
from forms.rules.school_changes import SchoolChangesView
from forms.words.tr import Worded, say
from schoolprep.desk import Changed, Desk
from schoolprep.facts.days import Moment

_OF_CHANGES = "rulebook.unfit-change"


class Mending(Worded, QWidget):
    """See the module."""

    mended = Signal()
    """Everybody can be judged again."""
    closed = Signal()

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.on = on
        self.problem = desk.rules.broken(on)
        self.office = Office(self)
        dock = QWidget()
        dock.setFixedHeight(length("bottom"))
        self.notices = NoticeBar(dock, self)
        self.title = text_label("title", wrap=True)
        self.bind(self.title.setText, "packspage.mend_title")
        self.bind(self.setAccessibleName, "packspage.mend_title")
        self.said = text_label("problem", wrap=True, select=True)
        self.hint = text_label("quiet", wrap=True)
        self.views = Segments([Segment(name, f"rulespage.view_{name}") for name in ("own", "packs")])
        self.views.chosen.connect(self._show)
        self.own, self.packs = SchoolChangesView(desk, on), PacksView(desk, on)
        self.own.go.hide()  # there is no list of rules to go to
        self._stack = QStackedWidget()
        for view in (self.own, self.packs):
            view.noticed.connect(self.notices.tell)
            view.started.connect(self.office.start)
            self._stack.addWidget(view)
        close = WordButton("packspage.mend_close")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.views)
        head.addWidget(close)
        inside = QVBoxLayout()
        edge = length("page")
        inside.setContentsMargins(edge, edge, edge, edge)
        inside.setSpacing(length("gap"))
        inside.addLayout(head)
        inside.addWidget(self.said)
        inside.addWidget(self.hint)
        inside.addWidget(self._stack, 1)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addLayout(inside, 1)
        body.addWidget(dock)
        desk.changed.append(self._changed)
        self._choose()
        self.composed(self._say)

    def _choose(self) -> None:
        """The view in which it can be put right."""
        name = "own" if self.problem is not None and self.problem.code == _OF_CHANGES else "packs"
        self.views.choose(name)
        self._show(name)

    def _show(self, name: str) -> None:
        self._stack.setCurrentWidget(self.own if name == "own" else self.packs)

    def _changed(self, changed: Changed) -> None:
        for view in (self.own, self.packs):
            view.refresh(changed)
        self.problem = self.desk.rules.broken(self.on)
        if self.problem is None:
            self.mended.emit()
        else:
            self._choose()
            self._say()

    def _say(self) -> None:
        if self.problem is not None:
            change = self.problem.code == _OF_CHANGES
            self.said.setText(say(key_of(self.problem), **self.problem.facts))
            self.hint.setText(say("packspage.mend_change" if change else "packspage.mend_pack"))

    def close_work(self) -> None:
        """Nothing runs and nothing listens any more."""
        self.packs.leave()
        self.office.close()
        if self._changed in self.desk.changed:
            self.desk.changed.remove(self._changed)
