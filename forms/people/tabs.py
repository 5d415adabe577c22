"""Tabs: the blanks of a person in one line, or in two where there is no room; none is hidden behind an arrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from forms.look.current import colour
from forms.look.style import focus_ring
from forms.look.type import font
from forms.parts.flow import Flow
from forms.parts.tip import Tip
from forms.words.tr import Worded, say

_PAD, _HIGH, _GAP, _DOT = 5, 30, 3, 6


class TabName(NamedTuple):
    """One tab: its stable name and the key of its word."""

    name: str
    says: str


class Tab(QAbstractButton):
    """One tab: its word, how many records there are, a dot where a draft waits."""

    moved = Signal(int)

    def __init__(self, tab: TabName) -> None:
        super().__init__()
        self.tab = tab
        self.count = 0
        self.waits = False
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Word, number and dot."""
        wide = QFontMetrics(font(bold=True)).horizontalAdvance(self.text()) + 2 * _PAD
        if self.count:
            wide += _GAP + QFontMetrics(font("small")).horizontalAdvance(str(self.count))
        return QSize(wide + (_DOT + _GAP if self.waits else 0), _HIGH)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go to the neighbours and open them."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        made = font(bold=on)
        painter.setFont(made)
        painter.setPen(colour("accent" if on else "ink" if self.underMouse() else "ink_2"))
        left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRectF(_PAD, 0, self.width(), _HIGH - 2), left, self.text())
        x = float(_PAD + QFontMetrics(made).horizontalAdvance(self.text()) + _GAP)
        if self.count:
            painter.setFont(font("small"))
            painter.setPen(colour("ink_2"))
            painter.drawText(QRectF(x, 0, self.width(), _HIGH - 2), left, str(self.count))
            x += QFontMetrics(font("small")).horizontalAdvance(str(self.count)) + _GAP
        if self.waits:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("incomplete"))
            painter.drawEllipse(QRectF(x, (_HIGH - _DOT) / 2 - 1, _DOT, _DOT))
        if on:
            painter.fillRect(QRectF(_PAD, _HIGH - 2, self.width() - 2 * _PAD, 2), colour("accent"))
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), 4)
        painter.end()


class Tabs(Worded, QWidget):
    """The line of tabs. `chosen(name)` when a person chooses."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[TabName], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = Flow(self, spacing=0)
        self._group = QButtonGroup(self)
        self.buttons = {tab.name: Tab(tab) for tab in tabs}
        for button in self.buttons.values():
            self._group.addButton(button)
            button.moved.connect(self._moved)
            flow.addWidget(button)
        self._group.buttonClicked.connect(self._clicked)
        self.choose(tabs[0].name)
        self.bind(self.setAccessibleName, "people.tabs")
        self.retranslate()

    def choice(self) -> str:
        """The tab that is open."""
        button = self._group.checkedButton()
        return button.tab.name if isinstance(button, Tab) else ""

    def choose(self, name: str) -> None:
        """Open a tab without saying so."""
        self.buttons[name].setChecked(True)
        for button in self.buttons.values():
            stop = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(stop)

    def show_counts(self, counts: Mapping[str, int], waiting: set[str]) -> None:
        """How many records each has, and where a draft waits."""
        for name, button in self.buttons.items():
            button.count, button.waits = counts.get(name, 0), name in waiting
            self._name(button)

    def retranslate(self) -> None:
        """Word the tabs."""
        super().retranslate()
        for button in self.buttons.values():
            button.setText(say(button.tab.says))
            self._name(button)

    def _name(self, button: Tab) -> None:
        waits = say("people.draft_waits") if button.waits else ""
        told = (button.text(), str(button.count) if button.count else "", waits)
        button.setAccessibleName(" ".join(part for part in told if part))
        Tip(button)(waits)
        button.updateGeometry()
        button.update()

    def _moved(self, step: int) -> None:
        button = self.sender()
        names = list(self.buttons)
        if isinstance(button, Tab):
            name = names[(names.index(button.tab.name) + step) % len(names)]
            self.buttons[name].click()
            self.buttons[name].setFocus(Qt.FocusReason.TabFocusReason)

    def _clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, Tab):
            self.choose(button.tab.name)
            self.chosen.emit(button.tab.name)
