"""Picks: answers that are picked: yes or no, one of a few side by side, one of many in a list, several as chips.

An unanswered question shows nothing picked; picking again what is picked takes the answer back. One stop of the Tab key
each: arrows go along, Space picks, Backspace takes back, a figure picks by place. Enter is left to the form.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from forms.editors.base import Editor, EditorMark, EditorTools
from forms.look.current import colour, length
from forms.look.style import focus_ring, set_kind
from forms.look.type import font
from forms.parts.flow import Flow
from forms.parts.inputs import ComboBox
from forms.parts.tip import Tip
from forms.words.tr import lang, say
from schoolprep.facts.blank import Field
from schoolprep.facts.kinds import Reading, Writing
from schoolprep.facts.record import Answers

FEW = 4
"""So many choices stand side by side; more are a list."""
_PAD, _CHIP_HIGH = 9, 26
_BETWEEN = "、"

_Place = Literal["first", "middle", "last", "only", "chip"]
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_AWAY = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class Option(NamedTuple):
    """One thing to pick: its stored code, its word, the letter that picks it (y, n)."""

    code: str
    word: str
    letter: str = ""


class OptionPiece(QAbstractButton):
    """One option, painted by us; `derived` is picked by another answer and not by a person."""

    moved = Signal(int)
    cleared = Signal()
    struck = Signal(str)
    """A letter or figure was pressed on it."""

    def __init__(self, option: Option, place: _Place) -> None:
        super().__init__()
        self.option = option
        self.place = place
        self.derived = False
        self.wrong = False
        self.setText(option.word)
        self.setAccessibleName(option.word)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        wide = QFontMetrics(font(bold=True)).horizontalAdvance(self.text()) + 2 * _PAD
        if self.place == "chip":
            return QSize(wide, _CHIP_HIGH)
        return QSize(max(44, wide), length("control"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go on, Backspace takes back, letters and figures pick; the rest is the form's."""
        key = event.key()
        if key in _BACK or key in _ON:
            self.moved.emit(-1 if key in _BACK else 1)
        elif key in _AWAY:
            self.cleared.emit()
        elif event.text().isalnum() and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.struck.emit(event.text().lower())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the piece: picked, derived, or open."""
        on = self.isChecked()
        edge = "deferred" if self.wrong else "accent" if on else "line_strong"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.rect())
        path = self._outline()
        painter.fillPath(path, colour(self._ground(on)))
        style = Qt.PenStyle.DashLine if on and self.derived else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour(edge), 1, style))
        painter.drawPath(path)
        self._paint_joints(painter, edge, on)
        painter.setPen(colour("accent" if on else "ink"))
        painter.setFont(font(bold=on and not self.derived))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), _CHIP_HIGH / 2 if self.place == "chip" else None)
        painter.end()

    def _ground(self, on: bool) -> str:
        if self.wrong:
            return "deferred_ground"
        if on and not self.derived:
            return "selected"
        return "hover" if self.underMouse() else "card"

    def _paint_joints(self, painter: QPainter, edge: str, on: bool) -> None:
        """The lines between a piece and its neighbours of the row."""
        if self.place in ("middle", "last"):
            painter.setPen(colour(edge if on else "line_strong"))
            painter.drawLine(0, 1, 0, self.height() - 2)
        if on and self.place in ("first", "middle"):
            painter.setPen(QPen(colour("accent"), 1))
            painter.drawLine(self.width() - 1, 1, self.width() - 1, self.height() - 2)

    def _outline(self) -> QPainterPath:
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        round_ = _CHIP_HIGH / 2 - 0.5 if self.place == "chip" else float(length("radius_control"))
        if self.place in ("first", "middle"):
            rect.setRight(rect.right() + round_)
        if self.place in ("last", "middle"):
            rect.setLeft(rect.left() - round_)
        path = QPainterPath()
        path.addRoundedRect(rect, round_, round_)
        return path


class PicksEditor(Editor):
    """Options a person picks from; how many at once, and how that is written, the subclasses say."""

    def __init__(self, field: Field, tools: EditorTools, parent: QWidget | None = None) -> None:
        super().__init__(field, tools, parent)
        self.pieces: list[OptionPiece] = []
        self.row = self.make_layout()
        for number, option in enumerate(self.options()):
            piece = OptionPiece(option, self.place(number))
            piece.clicked.connect(self._clicked)
            piece.moved.connect(self._moved)
            piece.cleared.connect(self._cleared)
            piece.struck.connect(self._struck)
            self.pieces.append(piece)
            self.row.addWidget(piece)
        if isinstance(self.row, QHBoxLayout):
            self.row.addStretch(1)
        self._one_stop()
        self.retranslate()

    def options(self) -> Sequence[Option]:
        """What can be picked, worded."""
        raise NotImplementedError

    def make_layout(self) -> QLayout:
        """Where the pieces stand."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        return row

    def place(self, number: int) -> _Place:
        """Where a piece stands among its neighbours."""
        last = len(self.options()) - 1
        return "only" if last == 0 else "first" if number == 0 else "last" if number == last else "middle"

    def picked(self) -> list[str]:
        """The codes picked."""
        return [piece.option.code for piece in self.pieces if piece.isChecked()]

    def show_picked(self, codes: Sequence[str], *, derived: bool = False) -> None:
        """Show which are picked, without saying so."""
        for piece in self.pieces:
            piece.setChecked(piece.option.code in codes)
            piece.derived = derived and piece.isChecked()
            piece.update()
        self._one_stop()

    def mark(self, state: EditorMark) -> None:
        """A red frame round what is wrong."""
        for piece in self.pieces:
            piece.wrong = state == "problem"
            piece.update()

    def pick(self, code: str) -> None:
        """A person picked an option."""
        raise NotImplementedError

    def clear(self) -> None:
        """A person took the answer back."""
        self.show_picked([])
        self.write(None)

    def retranslate(self) -> None:
        """Word the options."""
        for piece, option in zip(getattr(self, "pieces", []), self.options(), strict=True):
            piece.option = option
            piece.setText(option.word)
            piece.setAccessibleName(f"{self.field.label[lang()]} {option.word}")
            Tip(piece)(self.field.help[lang()])
            piece.updateGeometry()
        super().retranslate()

    def describe(self, text: str) -> None:
        """Every piece tells it."""
        for piece in self.pieces:
            piece.setAccessibleDescription(text)

    def _one_stop(self) -> None:
        """Tab stops once: at what is picked, else at the first."""
        at = next((piece for piece in self.pieces if piece.isChecked()), self.pieces[0])
        for piece in self.pieces:
            stop = Qt.FocusPolicy.StrongFocus if piece is at else Qt.FocusPolicy.ClickFocus
            piece.setFocusPolicy(stop)
        self.setFocusProxy(at)

    def _clicked(self) -> None:
        piece = self.sender()
        if isinstance(piece, OptionPiece):
            was_derived, piece.derived = piece.derived, False
            if was_derived:
                piece.setChecked(True)  # a person confirms what the number told
            if piece.isChecked():
                self.pick(piece.option.code)
            else:
                self.unpick(piece.option.code)
            self._one_stop()

    def unpick(self, code: str) -> None:
        """A person took one option back."""
        self.clear()

    def _moved(self, step: int) -> None:
        piece = self.sender()
        if isinstance(piece, OptionPiece):
            at = (self.pieces.index(piece) + step) % len(self.pieces)
            self.pieces[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _cleared(self) -> None:
        self.clear()

    def _struck(self, key: str) -> None:
        for number, piece in enumerate(self.pieces, 1):
            if key in (piece.option.letter, str(number)) and number <= 9:
                if not piece.isChecked() or piece.derived:
                    piece.click()
                piece.setFocus(Qt.FocusReason.OtherFocusReason)
                return


class YesNoEditor(PicksEditor):
    """Three states: unanswered, yes, no; keys y, n, Backspace."""

    def options(self) -> Sequence[Option]:
        """The blank's own words, else the usual ones."""
        yes = self.field.yes(lang()) or say("editors.yes")
        no = self.field.no(lang()) or say("editors.no")
        return Option("yes", yes, "y"), Option("no", no, "n")

    def show_answer(self, writing: str, reading: Reading, answers: Answers) -> None:
        """Yes, no, or neither."""
        value = reading.value
        self.show_picked([] if value is None else ["yes" if value else "no"], derived=_derived(reading))

    def pick(self, code: str) -> None:
        """One of the two."""
        self.show_picked([code])
        self.write(code == "yes")


class FewEditor(PicksEditor):
    """One of a few choices, side by side."""

    def options(self) -> Sequence[Option]:
        """The field's choices."""
        return [Option(choice.code, choice.label[lang()]) for choice in self.field.choices]

    def show_answer(self, writing: str, reading: Reading, answers: Answers) -> None:
        """The one that is answered."""
        self.show_picked([str(reading.value)] if reading.value is not None else [], derived=_derived(reading))

    def pick(self, code: str) -> None:
        """This and no other."""
        self.show_picked([code])
        self.write(code)

    def wide(self) -> bool:
        """Long words need both columns."""
        return sum(piece.sizeHint().width() for piece in self.pieces) > 170


class ChipsEditor(PicksEditor):
    """Several of the choices as chips, and first the word for none of them; nothing picked is unanswered."""

    def options(self) -> Sequence[Option]:
        """None of them, then the choices."""
        none = self.field.none(lang()) or say("editors.none_of_them")
        chips = [Option(choice.code, choice.label[lang()]) for choice in self.field.choices]
        return [Option("", none, "0"), *chips] if self.field.none_word else chips

    def make_layout(self) -> QLayout:
        """One after the other, in as many lines as are needed."""
        return Flow(self, spacing=6)

    def place(self, number: int) -> _Place:
        """Each by itself."""
        return "chip"

    def show_answer(self, writing: str, reading: Reading, answers: Answers) -> None:
        """What is answered; the empty list is the word for none."""
        value = reading.value
        self.show_picked(([*value] or [""]) if isinstance(value, list) else [], derived=_derived(reading))

    def pick(self, code: str) -> None:
        """None of them puts the others out, any of them puts none out."""
        keep = [code] if not code else [one for one in self.picked() if one]
        self.show_picked(keep)
        self._write_picked()

    def unpick(self, code: str) -> None:
        """One fewer; the last one taken back leaves the question unanswered."""
        self._write_picked()

    def wide(self) -> bool:
        """Chips need room."""
        return True

    def _write_picked(self) -> None:
        codes = self.picked()
        writing: Writing = (
            None if not codes else self.field.none_word if codes == [""] else _BETWEEN.join(codes)
        )
        self.write(writing)


class ListEditor(Editor):
    """One of many choices in a list; its first line is empty: unanswered."""

    def __init__(self, field: Field, tools: EditorTools, parent: QWidget | None = None) -> None:
        super().__init__(field, tools, parent)
        self.box = ComboBox()
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(4)
        self.box.setMaxVisibleItems(14)
        self.box.addItem("", "")
        for choice in field.choices:
            self.box.addItem("", choice.code)
        self.box.activated.connect(self._activated)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.box)
        self.setFocusProxy(self.box)
        self.retranslate()

    def show_answer(self, writing: str, reading: Reading, answers: Answers) -> None:
        """The choice, or the empty line."""
        self.box.setCurrentIndex(max(0, self.box.findData(reading.value)) if reading.value is not None else 0)

    def mark(self, state: EditorMark) -> None:
        """Ground and border."""
        if self.box.property("state") != state:
            set_kind(self.box, "", state=state)

    def retranslate(self) -> None:
        """Word the choices."""
        super().retranslate()
        for at, choice in enumerate(self.field.choices, 1):
            self.box.setItemText(at, choice.label[lang()])

    def _activated(self, at: int) -> None:
        self.write(self.box.itemData(at) or None)


def _derived(reading: Reading) -> bool:
    return reading.repair == "derived"
