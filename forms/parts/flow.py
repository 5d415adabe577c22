"""Flow: a layout that puts things one after the other and goes on in the next line where a line is full."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Left to right, then down; as high as the width it gets makes it. `lines`: what does not fit is hidden."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 8, lines: int = 0) -> None:
        super().__init__(parent)
        self._lines = lines
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's way in."""
        self._items.append(item)

    def count(self) -> int:
        """How many things."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # Qt asks past the end
        """The thing at a place, None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take a thing out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def clear(self) -> None:
        """Take everything out and let it go."""
        while (item := self.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def expandingDirections(self) -> Qt.Orientation:
        """It asks for no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at a width."""
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place everything."""
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:
        """One line, if there is room."""
        wide = sum(item.sizeHint().width() + self.spacing() for item in self._items)
        return QSize(max(0, wide - self.spacing()), self.minimumSize().height())

    def minimumSize(self) -> QSize:
        """The largest single thing."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay(self, rect: QRect, *, move: bool) -> int:
        x, y, high, line = rect.x(), rect.y(), 0, 1
        for item in self._items:
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                if self._lines and line == self._lines:
                    x = rect.right() + 1  # nothing behind it is shown either: pieces stand largest first
                else:
                    x, y, high, line = rect.x(), y + high + self.spacing(), 0, line + 1
            fits = x <= rect.right()
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint) if fits else QRect(-4000, 0, 0, 0))
            if not fits:
                continue
            x += hint.width() + self.spacing()
            high = max(high, hint.height())
        return y + high - rect.y()
