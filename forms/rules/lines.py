"""Lines: how the views of the Rules page set words: a label beside a text, a small table, indented conditions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from forms.look.style import set_kind
from forms.parts.card import text_label
from forms.rules.condition import ConditionLine
from forms.rules.wording import WordedTable

LABEL = 72
_INDENT = 18
_TOP = Qt.AlignmentFlag.AlignTop


def line(label: str, text: str, wide: int = LABEL, kind: str = "") -> QHBoxLayout:
    """A small label and a text that can be selected."""
    across = QHBoxLayout()
    across.setSpacing(10)
    name = text_label("note", label, wrap=True)
    name.setFixedWidth(wide)
    across.addWidget(name, 0, _TOP)
    across.addWidget(text_label(kind, text, wrap=True, select=True), 1, _TOP)
    return across


def table(sheet: WordedTable, name: str) -> QWidget:
    """A small table; `name` is what a screen reader calls it."""
    frame = QFrame()
    set_kind(frame, "column")
    frame.setAccessibleName(name)
    frame.setAccessibleDescription("\n".join(" ".join(row) for row in (sheet.heads, *sheet.rows)))
    grid = QGridLayout(frame)
    grid.setContentsMargins(10, 8, 10, 8)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    for column, head in enumerate(sheet.heads):
        grid.addWidget(text_label("note", head, wrap=True), 0, column, _TOP)
        longest = max(len(row[column]) for row in (sheet.heads, *sheet.rows))
        grid.setColumnStretch(column, min(max(longest, 3), 9) if head else 0)
    name_at = next(column for column, head in enumerate(sheet.heads) if head)
    for at, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            kind = "strong" if column == name_at else ""
            grid.addWidget(text_label(kind, cell, wrap=True, select=True), at, column, _TOP)
    return frame


def tree(lines: Sequence[ConditionLine], mark: str = "") -> QWidget:
    """Conditions, each indented as deep as it stands; `mark` follows every number."""
    frame = QFrame()
    set_kind(frame, "column")
    down = QVBoxLayout(frame)
    down.setContentsMargins(10, 8, 10, 8)
    down.setSpacing(4)
    for one in lines:
        label = text_label("", f"{'· ' if one.depth else ''}{marked(one.text, mark)}", wrap=True, select=True)
        label.setContentsMargins(_INDENT * one.depth, 0, 0, 0)
        down.addWidget(label)
    return frame


def marked(text: str, mark: str) -> str:
    """The text, and the mark behind it where it has a number."""
    return f"{text} {mark}" if mark and any(one.isdigit() for one in text) else text


def quiet(label: QLabel) -> QLabel:
    """A label that gives way where there is no room."""
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
