"""Units pick: several classes, or departments, ticked in a list that narrows while one types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from forms.parts.card import text_label
from forms.words.tr import Worded

_LOWEST = 120
"""Pixels of the list; what is ticked stands first when it opens."""
_TICKED, _FREE = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class _Ticks(QListWidget):
    """The list; Space ticks the line one is on, Enter too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            item.setCheckState(_FREE if item.checkState() == _TICKED else _TICKED)
        else:
            super().keyPressEvent(event)


class UnitsPick(Worded, QWidget):
    """See the module."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.typed = QLineEdit()
        self.typed.setClearButtonEnabled(True)
        self.bind(self.typed.setPlaceholderText, "handoverpage.find_unit")
        self.bind(self.typed.setAccessibleName, "handoverpage.find_unit")
        self.typed.textChanged.connect(self._narrow)
        self.typed.returnPressed.connect(self._enter)
        self.list = _Ticks()
        self.list.setMinimumHeight(_LOWEST)
        self.bind(self.list.setAccessibleName, "handoverpage.units_listed")
        self.list.itemChanged.connect(self._ticked)
        self.none = text_label("caution", wrap=True)
        self.bind(self.none.setText, "handoverpage.units_none")
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        body.addWidget(self.typed)
        body.addWidget(self.none)
        body.addWidget(self.list)
        self.setFocusProxy(self.typed)

    def offer(self, units: Sequence[str], ticked: Iterable[str] = ()) -> None:
        """Offer these; what is ticked stands first, also what is not among them."""
        chosen = list(dict.fromkeys(ticked))
        self.list.blockSignals(True)
        self.list.clear()
        for name in (*chosen, *(one for one in units if one not in chosen)):
            self._add(name, on=name in chosen)
        self.list.blockSignals(False)
        self.typed.clear()
        self.none.setVisible(not self.list.count())

    def chosen(self) -> tuple[str, ...]:
        """What is ticked, in the order of the list."""
        return tuple(item.text() for item in self._items() if item.checkState() == _TICKED)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(at) for at in range(self.list.count())]

    def _add(self, name: str, *, on: bool) -> QListWidgetItem:
        item = QListWidgetItem(name)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(_TICKED if on else _FREE)
        self.list.addItem(item)
        return item

    def _narrow(self, text: str) -> None:
        wanted = text.strip().lower()
        for item in self._items():
            item.setHidden(wanted not in item.text().lower())

    def _enter(self) -> None:
        """Tick the one that was typed, or that is left."""
        name = self.typed.text().strip()
        left = [item for item in self._items() if not item.isHidden()]
        found = [item for item in left if item.text() == name] or left
        if name and len(found) == 1:
            found[0].setCheckState(_TICKED)
            self.typed.clear()
            self.list.scrollToItem(found[0])

    def _ticked(self) -> None:
        self.changed.emit()
