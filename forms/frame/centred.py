"""Centred: a page with one narrow column in its middle, as long as no school is to be seen."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from forms.words.tr import Worded

CENTRED_WIDTH = 460
"""Pixels of the column."""


class Centred(Worded, QWidget):
    """A page with one narrow column in its middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        across = QHBoxLayout(self)
        down = QVBoxLayout()
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        holder = QWidget()
        holder.setFixedWidth(CENTRED_WIDTH + 40)
        holder.setLayout(self.column)
        down.addStretch(2)
        down.addWidget(holder)
        down.addStretch(3)
        across.addStretch(1)
        across.addLayout(down)
        across.addStretch(1)
