"""Own: what a colleague has not handed over yet, what went, what was acknowledged, the one button that hands over."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from forms.handover import lines
from forms.handover.acting import acted, written
from forms.intake.station import Station
from forms.pages.asking import Asking
from forms.parts.card import Card, WordButton, text_label
from forms.words.seats import whose_place
from forms.words.tr import lang, listed, say
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.naming import file_name
from schoolprep.facts.problem import Filling
from schoolprep.handover.nouns import News

_WIDE = 620
"""Pixels of the card."""


class OwnView(Station):
    """See the module."""

    name = "own"
    title = "handoverpage.view_own"

    receive_wanted = Signal()

    def __init__(self, desk: Desk, on: Moment, asking: Asking) -> None:
        super().__init__()
        self._desk, self._on, self._asking = desk, on, asking
        self.news: News | None = None
        card = Card(margin=24, title="handoverpage.own_title")
        self.count, self.word = text_label("figure"), text_label("quiet")
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.count)
        top.addWidget(self.word)
        top.addStretch(1)
        self.about = text_label("", wrap=True)
        card.body.addLayout(top)
        card.body.addWidget(self.about)
        self._said: dict[str, QLabel] = {}
        card.body.addLayout(self._rows())
        card.body.addSpacing(6)
        self.seal = WordButton(
            "handoverpage.own_seal", kind="filled", icon="handover", tip="handoverpage.own_seal_tip"
        )
        self.seal.clicked.connect(self._seal)
        self.receive = WordButton("handoverpage.own_receive", icon="open", tip="handoverpage.own_receive_tip")
        self.receive.clicked.connect(self.receive_wanted)
        seat = desk.handover.seat
        self._gives = seat is None or seat.role != "gate"
        self.seal.setVisible(
            self._gives
        )  # the gate reads a list and files nothing: it has nothing to hand over
        row = QHBoxLayout()
        row.addWidget(self.seal)
        row.addWidget(self.receive)
        row.addStretch(1)
        card.body.addLayout(row)
        text = text_label("note", wrap=True)
        self.bind(text.setText, "handoverpage.own_text")
        card.body.addWidget(text)
        card.setFixedWidth(_WIDE)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card)
        across.addStretch(1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addLayout(across)
        down.addStretch(1)
        self.composed(self._say)

    def _rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        for at, key in enumerate(("next", "last", "acknowledged", "waits")):
            word = text_label("quiet")
            self.bind(word.setText, f"handoverpage.own_{key}")
            self._said[key] = text_label("", select=True)
            grid.addWidget(word, at, 0)
            grid.addWidget(self._said[key], at, 1)
        return grid

    def show_day(self, on: Moment) -> None:
        """An envelope is named by the day."""
        self._on = on

    def fill(self) -> None:
        """Show how it stands now."""
        self.news = self._desk.handover.news()
        self._say()
        self.waits.emit()

    def _say(self) -> None:
        news = self.news
        if news is None:
            return
        self.count.setText(str(news.records) if self._gives else "")
        self.word.setText(say("handoverpage.own_new") if self._gives else "")
        self.about.setText(self._about(news) if self._gives else "")
        said = {
            "next": say("handoverpage.number", number=news.number),
            "last": self._last(news),
            "acknowledged": _acknowledged(news),
            "waits": _waits(news),
        }
        for key, text in said.items():
            self._said[key].setText(text if self._gives else "—")

    def _about(self, news: News) -> str:
        if not news.records:
            return say("handoverpage.own_nothing")
        return say("handoverpage.own_people", people=news.people, blanks=self._blanks(news.blanks))

    def _blanks(self, blanks: Mapping[str, int]) -> str:
        most = sorted(blanks.items(), key=lambda pair: -pair[1])
        title = self._desk.filing.title
        return listed(say("handoverpage.own_blank", blank=title(blank, lang()), n=n) for blank, n in most)

    def _last(self, news: News) -> str:
        if not news.sealed:
            return say("handoverpage.own_last_none")
        when = lines.moment(news.sealed, self._desk.workspace.school.zone)
        return say("handoverpage.last_said", number=news.number - 1, when=when)

    # ------------------------------------------------------------- handed over

    def _seal(self) -> None:
        seat, news = self._desk.handover.seat, self._desk.handover.news()
        called = whose_place(seat) if seat is not None else ""
        name = say("handoverpage.envelope_name", whose=called, number=news.number, day=self._on.text()[:10])
        out = self._asking.save_file(self, "handoverpage.seal_title", file_name(name))
        if out is not None:
            acted(self, partial(self._seal_to, out))

    def _seal_to(self, out: Path) -> None:
        made = self._desk.handover.seal(out)
        self.fill()
        facts: dict[str, Filling] = {"number": made.number, "records": made.records, "path": str(made.path)}
        self.noticed.emit(written("handoverpage.sealed", facts, made.path.parent, self._asking))

    def waiting(self) -> int:
        """Nothing here is a problem: what waits for the principal is no mistake."""
        return 0

    def go(self) -> None:
        """Take the keyboard."""
        (self.seal if self._gives else self.receive).setFocus()


def _acknowledged(news: News) -> str:
    if news.acknowledged is None:
        return say("handoverpage.own_acknowledged_none")
    return say("handoverpage.number", number=news.acknowledged)


def _waits(news: News) -> str:
    waits = range((news.acknowledged or 0) + 1, news.number)
    return (
        say("handoverpage.own_waits_said", numbers=lines.numbers(waits))
        if waits
        else say("handoverpage.own_waits_none")
    )
