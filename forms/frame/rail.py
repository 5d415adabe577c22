"""Rail: the pages at the left edge, each an icon and a word, with the number of things that wait there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from forms.look import icons
from forms.look.current import colour, length
from forms.look.short import shortened
from forms.look.style import set_kind
from forms.look.type import font
from forms.parts.pressed import KeyButton
from forms.parts.tip import Tip
from forms.words.tr import Worded, say

_HIGH = 56


class RailButton(KeyButton):
    """One page."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.badge = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """As wide as the rail."""
        return QSize(length("rail"), _HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, mark, icon, word, number, ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, wide = self.isChecked(), self.width()
        painter.fillRect(
            self.rect(), colour("rail_on" if on else "rail_hover" if self.underMouse() else "rail")
        )
        if on:
            painter.fillRect(0, 0, 3, self.height(), colour("rail_mark"))
        ink = "rail_ink_on" if on or self.underMouse() else "rail_ink"
        icons.draw(painter, QRectF((wide - 22) / 2, 9, 22, 22), self.name, ink)
        painter.setPen(colour(ink))
        painter.setFont(font("note", bold=on))
        words = QRectF(2, 33, wide - 4, 18)
        fits = shortened(self.text(), painter.font(), words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), fits)
        if self.badge:
            self._paint_badge(painter, wide / 2 + 8)
        if self.hasFocus():
            painter.setPen(colour("rail_mark"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(5.5, 2.5, -2.5, -2.5), 6, 6)
        painter.end()

    def _paint_badge(self, painter: QPainter, x: float) -> None:
        text = str(self.badge) if self.badge < 100 else "99+"
        painter.setFont(font("small", bold=True))
        wide = max(16.0, QFontMetrics(painter.font()).horizontalAdvance(text) + 8.0)
        box = QRectF(x, 4, wide, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("badge"))
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(colour("on_badge"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)


class Rail(Worded, QWidget):
    """All pages; `chosen(name)` when a person chooses one."""

    chosen = Signal(str)

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_kind(self, "rail")
        self.setFixedWidth(length("rail"))
        self.bind(self.setAccessibleName, "rail.name")
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 4, 0, 0)
        body.setSpacing(2)
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._clicked)
        self.buttons: dict[str, RailButton] = {}
        for name in names:
            button = RailButton(name)
            self.buttons[name] = button
            self._group.addButton(button)
            if name == "settings":
                body.addStretch(1)
            body.addWidget(button)
        if "settings" not in names:
            body.addStretch(1)
        self.retranslate()

    def choose(self, name: str) -> None:
        """Mark a page as the one shown."""
        self.buttons[name].setChecked(True)

    def badge(self, name: str, number: int) -> None:
        """Say how many things wait on a page."""
        self.buttons[name].badge = number
        self._name(self.buttons[name], list(self.buttons).index(name) + 1)

    def retranslate(self) -> None:
        """Word the pages."""
        super().retranslate()
        for number, button in enumerate(self.buttons.values(), 1):
            button.setText(say(f"rail.{button.name}"))
            self._name(button, number)

    def _name(self, button: RailButton, number: int) -> None:
        page = button.text()
        told = say("rail.told", page=page, number=button.badge) if button.badge else page
        button.setAccessibleName(told)
        Tip(button)(say("rail.tip", page=page, number=number))
        button.update()

    def _clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, RailButton):
            self.chosen.emit(button.name)
