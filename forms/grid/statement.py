"""Statement: exactly what "all the others" would file, before it is filed; Enter agrees, Esc does not."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.look.style import set_kind
from forms.parts.card import WordButton, text_label
from forms.words import dates
from forms.words.tr import Worded, lang, listed, say
from schoolprep.grid import Rest, Sheet

_NAMES = 6


class Statement(Worded, QWidget):
    """The words, and the two answers."""

    agreed = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_kind(self, "notice", tone="info")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        text = QVBoxLayout()
        text.setSpacing(2)
        self.title = text_label("strong")
        self.said = text_label(wrap=True, select=True)
        self.left_out = text_label("note", wrap=True, select=True)
        for label in (self.title, self.said, self.left_out):
            text.addWidget(label)
        self.no = WordButton("grid.rest_no")
        self.no.clicked.connect(self.declined)
        self.yes = WordButton("grid.rest_yes", kind="filled")
        self.yes.clicked.connect(self.agreed)
        row.addLayout(text, 1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        self._shown: tuple[Sheet, Rest] | None = None
        self.hide()

    def show_rest(self, sheet: Sheet, rest: Rest) -> None:
        """State what would be filed, and wait."""
        self._shown = (sheet, rest)
        self.retranslate()
        self.show()
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Say it in the language."""
        super().retranslate()
        if self._shown is None:
            return
        sheet, rest = self._shown
        self.title.setText(say("grid.rest_title", n=len(rest.rows)))
        self.said.setText("\n".join(_said(sheet, rest)))
        others = [_left(sheet, rest)] if rest.left else []
        others += [say("grid.rest_answered", n=rest.answered)] if rest.answered else []
        self.left_out.setText("　".join(others))
        self.left_out.setVisible(bool(others))
        self.setAccessibleName(f"{self.title.text()} {self.said.text()} {self.left_out.text()}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on the button agrees, Esc anywhere in here does not."""
        if event.key() == Qt.Key.Key_Escape:
            self.declined.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.yes.hasFocus():
            self.agreed.emit()
        else:
            super().keyPressEvent(event)


def _said(sheet: Sheet, rest: Rest) -> Iterator[str]:
    for one in rest.said:
        first, last = dates.short(one.first), dates.short(one.last)
        days = first if one.first == one.last else f"{first} — {last}"
        title, n = one.column.title[lang()], len(one.rows)
        yield say("grid.rest_said", column=title, answer=sheet.word(one.column, one.writing), days=days, n=n)


def _left(sheet: Sheet, rest: Rest) -> str:
    told = [
        say("grid.rest_left_one", name=sheet.name(left.row), column=left.column.title[lang()])
        for left in rest.left
    ]
    names = listed(told[:_NAMES])
    if len(told) > _NAMES:
        names = say("grid.rest_left_more", names=names, n=len(told))
    return say("grid.rest_left", names=names)
