"""Line: an answer written on one line, with how it was understood painted behind it while there is room."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from forms.editors.base import Editor, EditorMark, EditorTools
from forms.editors.told import told
from forms.look.current import colour
from forms.look.style import set_kind
from forms.look.type import font
from forms.words.tr import say
from schoolprep.facts.blank import Field, KindName
from schoolprep.facts.kinds import UNANSWERED, Reading
from schoolprep.facts.record import Answers

_EDGE, _GAP = 11, 7
"""From the border to the text; between the text and what is told behind it (pixels)."""
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class AnswerLine(QLineEdit):
    """The line. `told` is painted behind the text; `fits` says whether there is room for it."""

    left = Signal()
    """The cursor went elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = ""
        self._fits = True

    @property
    def fits(self) -> bool:
        """Whether what is told stands in the line."""
        return self._fits

    def tell(self, text: str) -> None:
        """Tell something behind the text."""
        self._told = text
        self._measure()
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Narrow windows make narrow lines."""
        return QSize(60, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, then what is told."""
        super().paintEvent(event)
        if not self._told or not self._fits:
            return
        painter = QPainter(self)
        painter.setFont(font("note"))
        painter.setPen(colour("ink_2"))
        painter.drawText(QRectF(self._behind(), 0, self.width(), self.height()), _LEFT, self._told)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other width, other room."""
        super().resizeEvent(event)
        self._measure()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the cursor has gone."""
        super().focusOutEvent(event)
        self.left.emit()

    def _behind(self) -> int:
        text = QFontMetrics(self.font()).horizontalAdvance(self.text())
        return _EDGE + text + (_GAP if text else 0)

    def _measure(self) -> None:
        wide = QFontMetrics(font("note")).horizontalAdvance(self._told)
        self._fits = self._behind() + wide <= self.width() - _EDGE


class LineEditor(Editor):
    """An answer that is written: text, name, identity, phone, date, moment, temperature, number."""

    HINTS: ClassVar[dict[KindName, str]] = {
        "date": "editors.hint_date",
        "moment": "editors.hint_moment",
        "temperature": "editors.hint_temperature",
        "place": "editors.hint_place",
        "places": "editors.hint_places",
    }

    def __init__(self, field: Field, tools: EditorTools, parent: QWidget | None = None) -> None:
        super().__init__(field, tools, parent)
        self.line = AnswerLine()
        self.line.textEdited.connect(self._typed)
        self.line.left.connect(self._left_line)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(4)
        self.body.addWidget(self.line)
        self.setFocusProxy(self.line)
        self._shown: tuple[str, Reading, Answers] = ("", UNANSWERED, {})
        self._words = ""
        self.retranslate()

    def show_answer(self, writing: str, reading: Reading, answers: Answers) -> None:
        """The writing in the line, the reading behind it."""
        self._shown = (writing, reading, answers)
        if self.line.text() != writing:
            self.line.setText(writing)
            self.line.setCursorPosition(0 if not self.line.hasFocus() else len(writing))
        self._words = told(self.field, writing, reading, answers, self.tools)
        self.line.tell(self._words)
        self._hint(reading)

    def mark(self, state: EditorMark) -> None:
        """Ground and border of the line."""
        if self.line.property("state") != state:
            set_kind(self.line, "", state=state)

    def wide(self) -> bool:
        """Eighteen figures, and what they tell."""
        return self.field.kind == "identity"

    def told(self) -> str:
        """What found no room in the line."""
        return "" if self.line.fits else self._words

    @property
    def words(self) -> str:
        """How the answer was understood, wherever it stands."""
        return self._words

    def retranslate(self) -> None:
        """Say again what is told."""
        super().retranslate()
        self.show_answer(*self._shown)

    def _hint(self, reading: Reading) -> None:
        """What can be written, while nothing is; not where another answer has told it already."""
        key = self.HINTS.get(self.field.kind, "") if reading.value is None else ""
        key = "editors.hint_year" if key and self.field.needs_year else key
        self.line.setPlaceholderText(say(key) if key else "")

    def _left_line(self) -> None:
        self.left.emit()

    def _typed(self, text: str) -> None:
        self.write(text)
