"""Places: any number of places as chips, with a line that finds the next one; 无 says that there are none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from forms.editors.base import Editor, EditorMark, EditorTools
from forms.editors.line import AnswerLine
from forms.editors.picks import Option, OptionPiece
from forms.editors.suggest import Suggestion, Suggestions, places
from forms.look import icons
from forms.look.current import colour
from forms.look.style import focus_ring, set_kind
from forms.look.type import font
from forms.parts.flow import Flow
from forms.parts.pressed import KeyButton
from forms.parts.tip import Tip
from forms.words.tr import lang, say
from schoolprep.facts import kinds
from schoolprep.facts.blank import Field
from schoolprep.facts.kinds import Frame, Reading
from schoolprep.facts.record import Answers

_HIGH, _PAD, _CROSS = 26, 10, 12
_BETWEEN = "、"


class PlaceChip(KeyButton):
    """One place that is answered; a press takes it out, and so does Backspace."""

    presses = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(say("editors.place_out", place=text))
        Tip(self)(self.accessibleName())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Word and cross."""
        return QSize(QFontMetrics(font()).horizontalAdvance(self.text()) + 2 * _PAD + _CROSS + 6, _HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour("accent" if self.underMouse() else "line_strong"))
        painter.setBrush(colour("selected"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _HIGH / 2, _HIGH / 2)
        painter.setPen(colour("ink"))
        painter.setFont(font())
        left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRectF(_PAD, 0, self.width(), _HIGH), left, self.text())
        cross = QRectF(self.width() - _PAD - _CROSS + 2, (_HIGH - _CROSS) / 2, _CROSS, _CROSS)
        icons.draw(painter, cross, "close", "ink_2")
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), _HIGH / 2)
        painter.end()


class PlacesEditor(Editor):
    """The line's text becomes a chip with Enter or a suggestion; what is still in the line counts as written too."""

    def __init__(self, field: Field, tools: EditorTools, parent: QWidget | None = None) -> None:
        super().__init__(field, tools, parent)
        self.places: list[str] = []
        self.chips: list[PlaceChip] = []
        self._shown: tuple[str, Reading, Answers] | None = None
        self.line = AnswerLine()
        self.line.textEdited.connect(self._typed)
        self.line.installEventFilter(self)
        self.line.left.connect(self._left_line)
        self.none = OptionPiece(Option("", field.none_word), "only")
        self.none.clicked.connect(self._none)
        self.none.cleared.connect(self._cleared)
        self.suggestions = Suggestions(self.line, self.suggest)
        self.suggestions.taken.connect(self._add)
        self._holder = QWidget()
        self._flow = Flow(self._holder, spacing=6)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(self.none)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        body.addLayout(row)
        body.addWidget(self._holder)
        self._holder.hide()
        self.setFocusProxy(self.line)
        self.retranslate()

    def suggest(self, text: str) -> Sequence[Suggestion]:
        """Divisions, near ones first."""
        return places(text, self.tools)

    def show_answer(self, writing: str, reading: Reading, answers: Answers) -> None:
        """Chips for the places understood; a writing that is not understood stays in the line."""
        self._shown = (writing, reading, answers)
        value = reading.value
        if isinstance(value, list):
            texts = [
                kinds.KINDS["place"].write(one, self.field, lang(), self.tools.divisions) for one in value
            ]
            if not (self.line.hasFocus() and self.line.text()):
                self._chips(texts)
                self.line.clear()
        elif not writing:
            self._chips([])
            if not self.line.hasFocus():
                self.line.clear()
        elif not self.line.hasFocus() and writing != self._writing():
            self._chips([])
            self.line.setText(writing)
        self.none.setChecked(value == [])
        self.none.update()
        self.line.setPlaceholderText(say("editors.hint_places") if value != [] else "")

    def mark(self, state: EditorMark) -> None:
        """Ground and border of the line."""
        if self.line.property("state") != state:
            set_kind(self.line, "", state=state)

    def wide(self) -> bool:
        """Chips need room."""
        return True

    def retranslate(self) -> None:
        """Names of the pieces."""
        super().retranslate()
        self.none.setText(self.field.none(lang()) or say("editors.none_of_them"))
        self.none.setAccessibleName(f"{self.field.label[lang()]} {self.none.text()}")
        self.none.updateGeometry()
        if self._shown is not None:
            self.show_answer(*self._shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter makes a chip of what is understood; Backspace at the beginning takes the last chip back."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                return not self.suggestions.open() and self._enter()
            if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self.places:
                self._take_out(len(self.places) - 1)
                return True
        return False

    def _left_line(self) -> None:
        self.left.emit()

    def _enter(self) -> bool:
        """Whether Enter was used up: a text that is a place becomes a chip, another is left to the form."""
        text = self.line.text().strip()
        if not text:
            return False
        frame = Frame(self.tools.divisions, self.tools.region, typed=True)
        reading = kinds.read(self.field, text, frame)
        if not isinstance(reading.value, list) or reading.doubtful or not reading.value:
            return False
        for one in reading.value:
            self._add(kinds.KINDS["place"].write(one, self.field, lang(), self.tools.divisions))
        return True

    def _add(self, text: str) -> None:
        self.line.clear()
        if text not in self.places:
            self._chips([*self.places, text])
        self._say()

    def _typed(self, text: str) -> None:
        self._say()
        self.suggestions.typed(sure=False)

    def _none(self) -> None:
        self._chips([])
        self.line.clear()
        self.write(self.field.none_word if self.none.isChecked() else None)

    def _cleared(self) -> None:
        self._chips([])
        self.line.clear()
        self.none.setChecked(False)
        self.write(None)

    def _say(self) -> None:
        self.none.setChecked(False)
        self.write(self._writing() or None)

    def _writing(self) -> str:
        return _BETWEEN.join(part for part in (*self.places, self.line.text().strip()) if part)

    def _take_out(self, at: int) -> None:
        self._chips([place for number, place in enumerate(self.places) if number != at])
        self.line.setFocus()
        self._say()

    def _chips(self, texts: list[str]) -> None:
        if texts == self.places and len(self.chips) == len(texts):
            return
        self.places = texts
        self._flow.clear()
        self.chips = []
        for text in texts:
            chip = PlaceChip(text)
            chip.clicked.connect(self._pressed)
            self.chips.append(chip)
            self._flow.addWidget(chip)
        self._holder.setVisible(bool(texts))
        self._holder.updateGeometry()

    def _pressed(self) -> None:
        chip = self.sender()
        if isinstance(chip, PlaceChip) and chip in self.chips:
            self._take_out(self.chips.index(chip))
