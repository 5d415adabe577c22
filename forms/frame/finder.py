"""Finder: the search field of the top bar, with the people found under it while one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from forms.look import icons
from forms.look.current import colour, length
from forms.look.style import set_kind
from forms.look.type import font
from forms.parts.tip import Tip
from forms.words.tr import Worded, say

_SHOWN = 8
_DELAY_MS = 150  # STACK §6


class Hit(NamedTuple):
    """One person found: subject, name, and what tells two of the same name apart."""

    subject: str
    name: str
    note: str


Find = Callable[[str], Sequence[Hit]]


class _Field(QLineEdit):
    """The field: a glass before the text, Ctrl+K behind it while it is empty."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        icons.draw(painter, QRectF(9, (self.height() - 15) / 2, 15, 15), "search", "ink_2")
        if not self.text():
            hint = "Ctrl K"
            wide = QFontMetrics(font("small")).horizontalAdvance(hint) + 12
            box = QRectF(self.width() - wide - 7, (self.height() - 18) / 2, wide, 18)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(colour("line_strong"))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(colour("ink_2"))
            painter.setFont(font("small"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), hint)
        painter.end()


class Finder(Worded, QWidget):
    """Field and list. `chosen(subject)` for one person, `searched(text)` to show all that were found."""

    chosen = Signal(str)
    searched = Signal(str)

    def __init__(self, find: Find, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._hits: Sequence[Hit] = ()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        self.field = _Field()
        self.field.setTextMargins(20, 0, 46, 0)
        self.bind(self.field.setPlaceholderText, "shell.search")
        self.bind(self.field.setAccessibleName, "shell.search_name")
        self.bind(Tip(self.field), "shell.search_name")
        self.field.textEdited.connect(self._edited)
        self.field.installEventFilter(self)
        body.addWidget(self.field)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.bind(self.list.setAccessibleName, "shell.search_list")
        self.list.itemClicked.connect(self._take)
        self._panel: QFrame | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_DELAY_MS)
        self._wait.timeout.connect(self._search)

    def open(self) -> None:
        """Put the cursor into the field (Ctrl+K)."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def close_list(self) -> None:
        """Put the list away."""
        self._wait.stop()
        if self._panel is not None:
            self._panel.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go through the list, Enter takes, Esc closes; leaving the field closes the list."""
        if watched is self.field:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(event)
            if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
                self.close_list()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key, shown = event.key(), self._panel is not None and self._panel.isVisible()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and shown:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % max(1, self.list.count()))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._wait.isActive():
                self._search()
            self._take(self.list.currentItem())
            return True
        if key == Qt.Key.Key_Escape:
            if shown:
                self.close_list()
            else:
                self.field.clear()
            return True
        return False

    def _edited(self, text: str) -> None:
        if text.strip():
            self._wait.start()
        else:
            self.close_list()

    def _search(self) -> None:
        self._wait.stop()
        text = self.field.text().strip()
        self._hits = self._find(text) if text else ()
        self.list.clear()
        for hit in self._hits[:_SHOWN]:
            item = QListWidgetItem(f"{hit.name}    {hit.note}")
            item.setData(Qt.ItemDataRole.UserRole, hit.subject)
            self.list.addItem(item)
        if not self._hits:
            none = QListWidgetItem(say("shell.search_none", text=text))
            none.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(none)
        elif len(self._hits) > _SHOWN:
            self.list.addItem(QListWidgetItem(say("shell.search_more", number=len(self._hits))))
        for line in range(self.list.count()):
            self.list.item(line).setSizeHint(QSize(0, length("control")))
        self.list.setCurrentRow(0 if self._hits else -1)
        self._show_list()

    def _show_list(self) -> None:
        """The list lies over the page: a child of the window, so that typing goes on in the field."""
        window = self.window()
        if self._panel is None or self._panel.parent() is not window:
            self._panel = QFrame(window)
            set_kind(self._panel, "popup")
            inside = QVBoxLayout(self._panel)
            inside.setContentsMargins(4, 4, 4, 4)
            inside.addWidget(self.list)
        high = length("control") * self.list.count() + 10
        at = self.field.mapTo(window, QPoint(0, self.field.height() + 3))
        self._panel.setGeometry(at.x(), at.y(), self.field.width(), high)
        self._panel.show()
        self._panel.raise_()

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        subject = item.data(Qt.ItemDataRole.UserRole)
        if subject:
            self.chosen.emit(str(subject))
        elif self._hits:
            self.searched.emit(self.field.text().strip())
        else:
            return
        self.close_list()
        self.field.clear()
