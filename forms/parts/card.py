"""Card: the white ground things stand on, its title, and the labels and buttons that stand on it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from forms.look import icons
from forms.look.current import length
from forms.look.short import shortened
from forms.look.style import set_kind
from forms.parts.tip import Tip
from forms.words.tr import Worded
from schoolprep.facts.problem import Filling

NO_FACTS: Mapping[str, Filling] = {}


class Card(Worded, QFrame):
    """A white card with a round border; `body` takes what stands on it, `head` the line of its title."""

    def __init__(self, parent: QWidget | None = None, *, title: str = "", margin: int | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "card")
        inside = length("card") if margin is None else margin
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(inside, inside - 2, inside, inside)
        self.body.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        if title:
            label = text_label("section")
            self.bind(label.setText, title)
            self.bind(self.setAccessibleName, title)
            self.head.addWidget(label)
            self.head.addStretch(1)
            self.body.addLayout(self.head)


def text_label(kind: str = "", text: str = "", *, wrap: bool = False, select: bool = False) -> QLabel:
    """A label dressed as `kind` of the stylesheet (title, lead, section, note, quiet, strong, problem, key)."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)  # a name must never become markup
    if kind:
        label.setProperty("kind", kind)
    label.setWordWrap(wrap)
    if select:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def rule() -> QFrame:
    """A thin line between two things."""
    line = QFrame()
    set_kind(line, "rule")
    return line


class Elided(QLabel):
    """A label that ends in … where there is no room; the whole text is its tooltip then."""

    def __init__(self, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if kind:
            self.setProperty("kind", kind)

    def minimumSizeHint(self) -> QSize:
        """Room for a few characters."""
        return QSize(40, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """As wide as the text."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 4, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much as fits."""
        fits = shortened(self.text(), self.fontMetrics(), self.width())
        Tip(self)(self.text() if fits != self.text() else "")
        painter = QPainter(self)
        self.style().drawItemText(
            painter, self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            self.palette(), self.isEnabled(), fits, self.foregroundRole(),
        )  # fmt: skip
        painter.end()


class WordButton(Worded, QPushButton):
    """A button whose word is a key; `kind` as in the stylesheet (filled, link, flat, day), `icon` a name of icons."""

    def __init__(
        self,
        key: str,
        *,
        kind: str = "",
        icon: str = "",
        tip: str = "",
        facts: Mapping[str, Filling] = NO_FACTS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if kind:
            self.setProperty("kind", kind)
        self._icon = icon
        self._ink = {"filled": "on_accent", "link": "accent"}.get(kind, "ink_2")
        self.bind(self.setText, key, **facts)
        if tip:
            self.bind(Tip(self), tip)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self._draw_icon()

    def _draw_icon(self) -> None:
        if self._icon:
            self.setIcon(icons.icon(self._icon, self._ink))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme as well as the language."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()
        super().changeEvent(event)


class IconButton(Worded, QPushButton):
    """A small button that is only an icon; its word is its tooltip and what a reader hears."""

    def __init__(self, icon: str, key: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "flat")
        self._icon = icon
        self.bind(self._name, key)
        self.setIcon(icons.icon(icon))
        self.setFixedSize(30, 30)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)

    def _name(self, text: str) -> None:
        Tip(self)(text)
        self.setAccessibleName(text.split("\n", maxsplit=1)[0])

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme as well as the language."""
        if event.type() == QEvent.Type.PaletteChange:
            self.setIcon(icons.icon(self._icon))
        super().changeEvent(event)


class LinkButton(WordButton):
    """A word one can press: 原文, 算式, 查看."""

    def __init__(
        self,
        key: str,
        *,
        tip: str = "",
        facts: Mapping[str, Filling] = NO_FACTS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(key, kind="link", tip=tip, facts=facts, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
