"""Colleague card: one colleague's place: who, what came and did not, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from forms.handover import lines
from forms.parts.card import Card, WordButton, text_label
from forms.words.seats import called, hands_over, role_and_units
from forms.words.tr import say
from schoolprep.desk import Desk
from schoolprep.handover.nouns import Colleague, Standing

_WORDS_WIDE = 84
"""Pixels of the words before what is said."""


class ColleagueCard(Card):
    """See the module. What a person wants is said by signals, each with the `Colleague`."""

    change_wanted = Signal(object)
    again_wanted = Signal(object)
    revoke_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: Standing | None = None
        self.bind(self.setAccessibleName, "handoverpage.chosen")
        self.name, self.role = text_label("name", wrap=True), text_label("quiet", wrap=True)
        self.body.addWidget(self.name)
        self.body.addWidget(self.role)
        self._said: dict[str, QLabel] = {}
        self.body.addLayout(self._rows())
        self.acts, self.sure = self._build_acts(), self._build_sure()
        self.body.addSpacing(4)
        self.body.addWidget(self.acts)
        self.body.addWidget(self.sure)
        self.body.addStretch(1)
        self.composed(self._say)

    def _rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for at, key in enumerate(("last_when", "gaps", "waiting", "invited_when", "seat_id")):
            word = text_label("quiet")
            word.setFixedWidth(_WORDS_WIDE)
            self.bind(word.setText, f"handoverpage.{key}")
            self._said[key] = text_label("", wrap=True, select=True)
            grid.addWidget(word, at, 0)
            grid.addWidget(self._said[key], at, 1)
        return grid

    def _build_acts(self) -> QWidget:
        self.change = WordButton("handoverpage.change", icon="edit")
        self.again = WordButton("handoverpage.again", icon="add", tip="handoverpage.again_tip")
        self.revoke = WordButton("handoverpage.revoke", icon="lock")
        self.change.clicked.connect(self._change)
        self.again.clicked.connect(self._again)
        self.revoke.clicked.connect(self._ask)
        made = QWidget()
        down = QVBoxLayout(made)
        down.setContentsMargins(0, 0, 0, 0)
        for buttons in ((self.change, self.revoke), (self.again,)):
            row = QHBoxLayout()
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            down.addLayout(row)
        return made

    def _build_sure(self) -> QWidget:
        """What revoking does, said before it is done: it cannot call back what stands on the other computer."""
        made = Card(margin=10)
        self.question = text_label("strong", wrap=True)
        told = text_label("caution", wrap=True)
        self.bind(told.setText, "handoverpage.revoke_text")
        self.do_revoke = WordButton("handoverpage.revoke_do")
        self.do_revoke.clicked.connect(self._revoke)
        self.keep = WordButton("handoverpage.keep")
        self.keep.clicked.connect(self.put_away)
        row = QHBoxLayout()
        row.addWidget(self.do_revoke)
        row.addWidget(self.keep)
        row.addStretch(1)
        for widget in (self.question, told):
            made.body.addWidget(widget)
        made.body.addLayout(row)
        return made

    # ------------------------------------------------------------- what is shown

    def show_standing(self, standing: Standing | None) -> None:
        """Show one colleague; None: nobody is chosen."""
        self._shown = standing
        self.put_away()
        self._say()

    def put_away(self) -> None:
        """Nothing is asked."""
        self.sure.hide()
        self.acts.setVisible(self._shown is not None and bool(self._shown.colleague.seat.name))

    def _say(self) -> None:
        self.setEnabled(self._shown is not None)
        if self._shown is None:
            return
        colleague, zone = self._shown.colleague, self._desk.workspace.school.zone
        self.name.setText(called(colleague.seat))
        self.role.setText(role_and_units(colleague.seat))
        self.question.setText(say("handoverpage.revoke_title", name=colleague.seat.name))
        said = {
            "last_when": self._last(self._shown),
            "gaps": self._gaps(self._shown),
            "waiting": self._waiting(self._shown),
            "invited_when": lines.moment(colleague.invited, zone),
            "seat_id": say(f"handoverpage.{_answered(colleague)}"),
        }
        for key, text in said.items():
            self._said[key].setText(text)
        for button in (self.change, self.revoke):
            button.setEnabled(not colleague.revoked)
        self.acts.setVisible(bool(colleague.seat.name) and not self.sure.isVisible())
        self.change.setVisible(colleague.seat.role not in ("deputy", "gate"))

    def _last(self, standing: Standing) -> str:
        if standing.last is None:
            return lines.state(standing, self._desk.workspace.school.zone)
        when = lines.moment(standing.when, self._desk.workspace.school.zone)
        return say("handoverpage.last_said", number=standing.last, when=when)

    def _gaps(self, standing: Standing) -> str:
        if not standing.missing:
            return say("handoverpage.gaps_none")
        return say("handoverpage.gaps_said", numbers=lines.numbers(standing.missing))

    def _waiting(self, standing: Standing) -> str:
        if not hands_over(standing.colleague.seat):
            return say(lines.NONE)
        key = "waiting_said" if standing.waiting else "waiting_none"
        return say(f"handoverpage.{key}", n=standing.waiting)

    # ------------------------------------------------------------- what is wanted

    def _colleague(self) -> Colleague | None:
        return self._shown.colleague if self._shown is not None else None

    def _change(self) -> None:
        self.change_wanted.emit(self._colleague())

    def _again(self) -> None:
        self.again_wanted.emit(self._colleague())

    def _ask(self) -> None:
        self.acts.hide()
        self.sure.show()
        self.keep.setFocus()

    def _revoke(self) -> None:
        self.put_away()
        self.revoke_wanted.emit(self._colleague())


def _answered(colleague: Colleague) -> str:
    if not colleague.seat.name:
        return "book_back" if colleague.joined else "book_waits"
    return "seat_joined" if colleague.joined else "seat_waits"
