"""Hand-over lines on 今日: who has not handed over, what is to be settled, what a colleague still has to hand over."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from forms.parts.card import LinkButton
from forms.words.seats import silent
from forms.words.tr import Worded
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment

_LINES = {"silent": "colleagues", "questions": "questions", "waits": "own"}
"""What is counted, and the view of Hand-over where it is dealt with."""


class HandoverLines(Worded, QWidget):
    """Links, each there only where it counts something. `opened` with the name of a view."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.links = {what: LinkButton(f"handoverpage.today_{what}", facts={"n": 0}) for what in _LINES}
        for what, link in self.links.items():
            link.setObjectName(what)
            link.clicked.connect(self._open)
            row.addWidget(link)
        row.addStretch(1)
        self.hide()

    def show_counts(self, desk: Desk, on: Moment) -> None:
        """Count anew."""
        counts = dict(_counts(desk, on))
        for what, link in self.links.items():
            n = counts.get(what, 0)
            link.setVisible(bool(n))
            link.bind(link.setText, f"handoverpage.today_{what}", n=n)
        self.setVisible(any(counts.values()))

    def _open(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.opened.emit(_LINES[sender.objectName()])


def _counts(desk: Desk, on: Moment) -> Iterator[tuple[str, int]]:
    seat = desk.handover.seat
    if seat is not None:
        yield "waits", desk.handover.news().records
    if desk.handover.merges and desk.handover.colleagues():
        yield "silent", len(silent(desk.handover.standing(on)))
        yield "questions", desk.conflicts.count()
