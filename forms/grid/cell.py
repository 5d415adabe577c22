"""GridCell: how a cell is painted, and the line in which it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QObject,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from forms.editors.base import EditorTools
from forms.editors.line import AnswerLine
from forms.editors.suggest import Suggestion, Suggestions, places
from forms.grid.hand import Hand
from forms.grid.model import CELL_ROLE, NAME, GridModel, Spot
from forms.look.current import colour
from forms.look.short import shortened
from forms.look.style import focus_ring
from forms.look.type import font
from forms.parts.table import Index
from forms.words.tr import lang
from schoolprep.facts.blank import Field
from schoolprep.grid import GridCell

_ENDS_A_PIECE = {"place": ";；", "": "、，,;； "}
"""Signs behind which another answer begins."""
_WHOLE_TEMPERATURE = re.compile(r"3[4-9]\d|4[0-2]\d|(?:3[4-9]|4[0-2])[.．。]\d")
"""A temperature behind which nothing can follow: the cell is left by itself."""
_GROUNDS = {"problem": "deferred_ground", "doubt": "incomplete_ground"}
_INKS = {"filed": "ink_2", "problem": "deferred", "doubt": "incomplete"}
_ROOMY = 24
"""Lines as high as this (pixels) take the larger type."""
_AWAY = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}
_SIDEWAYS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}


class CellLine(AnswerLine):
    """The line of one cell. It says which key it was left by; the view goes on from there."""

    gone = Signal(int, bool)
    """Left by this key (with Shift)."""
    full = Signal()
    """Nothing can follow what stands there."""
    dropped = Signal()
    """Esc: what was written is not wanted."""

    def __init__(
        self, field: Field | None, tools: EditorTools, *, replacing: bool, parent: QWidget | None = None
    ) -> None:
        """`replacing`: a key began it; the arrows then leave it, as in a spreadsheet."""
        super().__init__(parent)
        self._field = field
        self._tools = tools
        self._replacing = replacing
        self._places = field is not None and field.kind in ("place", "places")
        self.suggestions = Suggestions(self, self._suggest)
        self.suggestions.taken.connect(self._take)
        self.textEdited.connect(self._typed)

    def event(self, event: QEvent) -> bool:
        """Tab is ours before Qt makes of it a step to the next widget."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        ):
            self.gone.emit(event.key(), False)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that leave the line, and the space that takes a suggestion; the list under it comes before us."""
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in _AWAY and not ctrl:
            self.gone.emit(key, shift)
        elif key in _SIDEWAYS and self._replacing and not shift and not ctrl:
            self.gone.emit(key, False)
        elif key == Qt.Key.Key_Escape:
            self.dropped.emit()
        elif key == Qt.Key.Key_Space and self._sounds() and self.suggestions.take_first():
            pass
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        if self._places:
            self.suggestions.typed(sure=not self._sounds())
        elif (
            self._replacing
            and self._field is not None
            and self._field.kind == "temperature"
            and _WHOLE_TEMPERATURE.fullmatch(text)
        ):
            self.full.emit()

    def _split(self) -> tuple[str, str]:
        """What is finished, and the place one is writing."""
        place = self._field is not None and self._field.kind == "place"
        signs = _ENDS_A_PIECE["place" if place else ""]
        text = self.text()
        cut = max(text.rfind(sign) for sign in signs) + 1
        return text[:cut], text[cut:].lstrip()

    def _sounds(self) -> bool:
        """Whether a place is being written by its sound: letters alone are no place yet."""
        word = self._split()[1]
        return self._places and word.isascii() and word.isalpha() and word.lower() not in ("n", "no", "none")

    def _suggest(self, text: str) -> Sequence[Suggestion]:
        word = self._split()[1]
        return places(word, self._tools) if word and " " not in word else ()

    def _take(self, text: str) -> None:
        behind = " " if self._field is not None and self._field.kind == "place" else ""
        self.setText(self._split()[0] + text + behind)


class CellDelegate(QStyledItemDelegate):
    """Paints cells and makes their lines."""

    def __init__(self, view: QTableView, grid: GridModel, hand: Hand, tools: EditorTools) -> None:
        super().__init__(view)
        self._view, self._grid, self._hand, self._tools = view, grid, hand, tools

    # ------------------------------------------------------------- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, lines, text; the cell one is in has the ring."""
        model = self._grid
        spot, rect = model.spot(index), QRectF(option.rect)
        if spot is None:
            return
        cell: GridCell | None = index.data(CELL_ROLE)
        marked = self._hand.is_marked(spot)
        ground = _GROUNDS.get(cell.state, "") if cell else "raised"
        if marked:
            painter.fillRect(rect, colour("selected"))
        elif ground:
            painter.fillRect(rect, colour(ground))
        painter.setPen(colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(colour("line_strong" if spot.column == NAME and index.column() else "line"))
        painter.drawLine(rect.topLeft() if spot.column == NAME else rect.topRight(),
                         rect.bottomLeft() if spot.column == NAME else rect.bottomRight())  # fmt: skip
        if cell is None:
            self._name(painter, rect, spot)
        else:
            self._text(painter, rect, cell)
        if self._view.hasFocus() and spot == self._hand.at:
            focus_ring(painter, rect.adjusted(0, 0, 0, -1), 2)

    def _name(self, painter: QPainter, rect: QRectF, spot: Spot) -> None:
        """The number as on paper, and the name."""
        sheet = self._grid.sheet
        assert sheet is not None
        painter.setFont(font("small"))
        painter.setPen(colour("ink_2"))
        number = QRectF(rect.left() + 2, rect.top(), 18, rect.height())
        painter.drawText(
            number, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), str(spot.row + 1)
        )
        here = self._hand.at.row == spot.row
        self._elided(
            painter, rect.adjusted(25, 0, -3, 0), sheet.name(spot.row), "accent" if here else "ink", bold=here
        )

    def _text(self, painter: QPainter, rect: QRectF, cell: GridCell) -> None:
        """A mark at the left edge tells what is not filed yet; colour is never alone: a sign says what is wrong."""
        if cell.state in ("written", "doubt", "problem"):
            ink = {"problem": "deferred", "doubt": "incomplete"}.get(cell.state, "accent")
            painter.fillRect(QRectF(rect.left(), rect.top() + 1, 2, rect.height() - 3), colour(ink))
        sign = {"problem": "! ", "doubt": "? "}.get(cell.state, "")
        out = cell.stands_out and not sign
        ink = "deferred" if out else _INKS.get(cell.state, "ink")
        self._elided(painter, rect.adjusted(5, 0, -3, 0), sign + cell.text, ink, bold=out)

    def _elided(self, painter: QPainter, rect: QRectF, text: str, ink: str, *, bold: bool = False) -> None:
        made = font("text" if rect.height() >= _ROOMY else "note", bold=bold)
        painter.setFont(made)
        painter.setPen(colour(ink))
        fits = shortened(text, made, rect.width())
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), fits)

    # ------------------------------------------------------------- writing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The line, as wide as it needs to be: a cell may be narrower than what is written in it."""
        line = CellLine(
            self._grid.question(index), self._tools, replacing=self._hand.replacing, parent=parent
        )
        line.setProperty("kind", "cell")
        line.setFont(font("text" if option.rect.height() >= _ROOMY else "note"))
        heading = self._grid.column_at(index.column())
        line.setAccessibleName(heading.title[lang()] if heading else "")
        line.gone.connect(self._gone)
        line.full.connect(self._full)
        line.dropped.connect(self._dropped)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What was written, the cursor behind it; a key that began it writes anew."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(
                "" if self._hand.replacing else str(index.data(int(Qt.ItemDataRole.EditRole)) or "")
            )

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Write what stands in the line."""
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over its cell; lines of whole forms get more room than the cell has."""
        rect = option.rect
        question = self._grid.question(index)
        least = 230 if question is not None and question.kind in ("place", "places", "choices") else 64
        spot = self._grid.spot(index)
        whole = spot is not None and self._grid.is_line(spot)
        rect.setWidth(max(rect.width(), 230 if whole else least))
        right = self._view.viewport().width()
        if rect.right() > right:
            rect.moveRight(right)
        rect.setHeight(max(rect.height(), 22))
        editor.setGeometry(rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys belong to the line; that the focus goes is the delegate's affair."""
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        return super().eventFilter(watched, event) if isinstance(event, QFocusEvent) else False

    def _line(self) -> CellLine | None:
        sender = self.sender()
        return sender if isinstance(sender, CellLine) else None

    def _gone(self, key: int, shift: bool) -> None:
        line = self._line()
        if line is None:
            return
        down, right = {**_AWAY, **_SIDEWAYS}[Qt.Key(key)]
        self._close(line)
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        self._hand.go_on(
            -down if shift else down, right, enter=enter, tab=bool(right) and key not in _SIDEWAYS
        )

    def _full(self) -> None:
        line = self._line()
        if line is not None:
            self._close(line)
            self._hand.fall()

    def _close(self, line: CellLine) -> None:
        self.commitData.emit(line)
        self.closeEditor.emit(line, QStyledItemDelegate.EndEditHint.NoHint)

    def _dropped(self) -> None:
        line = self._line()
        if line is not None:
            self.closeEditor.emit(line, QStyledItemDelegate.EndEditHint.RevertModelCache)
