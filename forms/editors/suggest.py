"""Suggest: a line with a list under it that narrows while one types: places by name or pinyin, the known classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QScrollArea, QVBoxLayout, QWidget

from forms.editors.base import EditorTools
from forms.editors.line import AnswerLine, LineEditor
from forms.look.style import set_kind
from forms.words.tr import say
from schoolprep.facts.blank import Field
from schoolprep.facts.divisions import Division

SHOWN = 8
_ROW = 30
_DELAY_MS = 80
_KEYS_UP_DOWN = (Qt.Key.Key_Down, Qt.Key.Key_Up)
_KEYS_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Suggestion(NamedTuple):
    """What is offered: as it is written into the line, and what tells it from others of its name."""

    text: str
    note: str = ""


Suggest = Callable[[str], Sequence[Suggestion]]


class Suggestions(QObject):
    """The list under a line. Nothing is taken that a person did not go to or ask for with Enter."""

    taken = Signal(str)

    def __init__(self, line: AnswerLine, suggest: Suggest) -> None:
        super().__init__(line)
        self._line = line
        self._suggest = suggest
        self._sure = False
        self._found: Sequence[Suggestion] = ()
        self._panel: QFrame | None = None
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._clicked)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_DELAY_MS)
        self._wait.timeout.connect(self.look)
        line.installEventFilter(self)

    def typed(self, *, sure: bool) -> None:
        """Something was typed; `sure`: it is understood as it stands, so Enter need not take a suggestion."""
        self._sure = sure
        if self._line.text().strip():
            self._wait.start()
        else:
            self.close()

    def look(self) -> None:
        """Look for suggestions now and show them."""
        self._wait.stop()
        text = self._line.text().strip()
        self._found = list(self._suggest(text))[:SHOWN] if text and self._line.hasFocus() else ()
        if not self._found or (len(self._found) == 1 and self._found[0].text == text):
            self.close()
            return
        self.list.clear()
        for found in self._found:
            item = QListWidgetItem(f"{found.text}   {found.note}".strip())
            item.setSizeHint(QSize(0, _ROW))
            self.list.addItem(item)
        self.list.setCurrentRow(-1 if self._sure else 0)
        self._show()

    def open(self) -> bool:
        """Whether the list is to be seen."""
        return self._panel is not None and self._panel.isVisible()

    def take_first(self) -> bool:
        """Take what one has come to, else the first; False where there is nothing to take."""
        self.look()
        if self.open():
            self._take(max(self.list.currentRow(), 0))
            return True
        return False

    def close(self) -> None:
        """Put the list away."""
        self._wait.stop()
        if self._panel is not None:
            self._panel.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go through the list, Enter takes, Esc closes it and nothing else."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if event.type() in (QEvent.Type.Hide, QEvent.Type.FocusOut):
            self.close()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in _KEYS_ENTER and self._wait.isActive() and not event.modifiers():
            self.look()
        if not self.open():
            if key == Qt.Key.Key_Down and self._line.text().strip():
                self.look()
                return self.open()
            return False
        if key in _KEYS_UP_DOWN:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow(
                (max(self.list.currentRow(), -1 if step > 0 else 0) + step) % self.list.count()
            )
            return True
        if key in _KEYS_ENTER and not event.modifiers() and self.list.currentRow() >= 0:
            self._take(self.list.currentRow())
            return True
        if key == Qt.Key.Key_Escape:
            self.close()
            return True
        return False

    def _clicked(self, item: QListWidgetItem) -> None:
        self._take(self.list.row(item))

    def _take(self, row: int) -> None:
        self.close()
        self.taken.emit(self._found[row].text)

    def _show(self) -> None:
        """The list lies over the page: a child of the window, so that typing goes on in the line."""
        window = self._line.window()
        if self._panel is None or self._panel.parent() is not window:
            self._panel = QFrame(window)
            set_kind(self._panel, "popup")
            inside = QVBoxLayout(self._panel)
            inside.setContentsMargins(4, 4, 4, 4)
            inside.addWidget(self.list)
            self._close_when_scrolled()
        high = _ROW * self.list.count() + 12
        below = self._line.mapTo(window, QPoint(0, self._line.height() + 3))
        top = below.y() if below.y() + high <= window.height() else below.y() - high - self._line.height() - 6
        self._panel.setGeometry(below.x(), max(0, top), max(self._line.width(), 240), high)
        self._panel.show()
        self._panel.raise_()

    def _close_when_scrolled(self) -> None:
        """The list does not stay behind when the page under it moves."""
        above = self._line.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.verticalScrollBar().valueChanged.connect(self.close)
            above = above.parentWidget()


class SuggestEditor(LineEditor):
    """A line with suggestions."""

    def __init__(self, field: Field, tools: EditorTools, parent: QWidget | None = None) -> None:
        super().__init__(field, tools, parent)
        self.suggestions = Suggestions(self.line, self.suggest)
        self.suggestions.taken.connect(self._taken)

    def suggest(self, text: str) -> Sequence[Suggestion]:
        """What may be meant."""
        raise NotImplementedError

    def sure(self) -> bool:
        """Whether what stands there is understood without a suggestion."""
        reading = self._shown[1]
        return reading.value is not None and not reading.doubtful

    def _typed(self, text: str) -> None:
        self.write(text)
        self.suggestions.typed(sure=self.sure())

    def _taken(self, text: str) -> None:
        self.line.setText(text)
        self.write(text)


class PlaceEditor(SuggestEditor):
    """A place: 盐湖, yh, 三亚吉阳; abroad the country."""

    def suggest(self, text: str) -> Sequence[Suggestion]:
        """Divisions; near ones first."""
        return places(text, self.tools)

    def wide(self) -> bool:
        """Full names are long."""
        return True


class ClassEditor(SuggestEditor):
    """A class; those the school has are offered."""

    def suggest(self, text: str) -> Sequence[Suggestion]:
        """The classes that hold what was typed, character for character in its order (七1), or as understood."""
        read = str(self._shown[1].value or text)
        return [Suggestion(known) for known in self.tools.classes() if _within(text, known) or read == known]

    def sure(self) -> bool:
        """A class the school has."""
        return str(self._shown[1].value) in self.tools.classes()


def _within(text: str, whole: str) -> bool:
    rest = iter(whole)
    return all(char in rest for char in text)


def places(text: str, tools: EditorTools) -> list[Suggestion]:
    """Divisions by name, pinyin or initials, near ones first, each by its full name."""
    city = tools.region[:4]  # a town of the own district is not meant before the city next to it
    found: list[Division] = tools.divisions.search(text, within=city, limit=SHOWN)
    return [Suggestion(tools.divisions.full_name(one.code), _note(one)) for one in found]


def _note(division: Division) -> str:
    """Its code; of an abolished one the year it ended."""
    if division.until is None:
        return division.code
    return say("editors.until_year", code=division.code, year=division.until)
