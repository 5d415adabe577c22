"""Matrix: everybody by outcome before and after; every number opens the people it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from forms.look import icons
from forms.look.current import colour, length
from forms.look.style import focus_ring
from forms.look.type import font
from forms.parts.card import text_label
from forms.parts.chip import VerdictChip, word
from forms.parts.pressed import KeyButton
from forms.parts.tip import Tip
from forms.words.tr import Worded, say
from schoolprep.rules.outcome import OUTCOMES, Outcome

OutcomePair = tuple[Outcome, Outcome]
_HIGH, _NARROWEST, _MARK = 44, 76, 12
_ROW_HEAD = 104
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip
"""Rows and columns an arrow goes."""


class Count(NamedTuple):
    """How many people of one pair, and of how many of them something is different."""

    people: int = 0
    differing: int = 0


class _Cell(KeyButton):
    """One pair's number; better and worse are said by an arrow and a word as well as by the ground."""

    def __init__(self, pair: OutcomePair) -> None:
        super().__init__()
        self.pair = pair
        self.count = Count()
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, count: Count) -> None:
        """Show another number; none cannot be pressed."""
        self.count = count
        self.setEnabled(count.people > 0)
        self.say_name()

    def say_name(self) -> None:
        """What it says and what a reader hears, in the language."""
        before, after = self.pair
        self.setAccessibleName(
            say("whatifpage.cell", before=word(before), after=word(after), people=self.count.people)
        )
        self.setAccessibleDescription(self._note())
        Tip(self)(f"{self.accessibleName()} {self._note()}".rstrip())
        self.update()

    def _way(self) -> int:
        """Above nought: worse after than before."""
        return OUTCOMES.index(self.pair[1]) - OUTCOMES.index(self.pair[0])

    def _note(self) -> str:
        if self._way():
            return say("whatifpage.worse" if self._way() > 0 else "whatifpage.better")
        if self.count.differing:
            return say("whatifpage.cell_differ", number=self.count.differing)
        return say("whatifpage.unchanged") if self.count.people else ""

    def sizeHint(self) -> QSize:
        """Room for a number and a word."""
        return QSize(_NARROWEST, _HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the number and, below it, which way it goes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        moved = bool(self.count.people and self._way())
        ground = f"{self.pair[1]}_ground" if moved else "hover" if self.underMouse() else "raised"
        painter.setPen(colour("accent" if self.isChecked() else "line"))
        painter.setBrush(colour(ground if self.count.people else "card"))
        painter.drawRoundedRect(rect, length("radius_control"), length("radius_control"))
        if not self.count.people:
            painter.setPen(colour("ink_3"))
            painter.drawText(rect, _CENTRE, "·")
        else:
            self._paint_count(painter, rect, moved=moved)
        if self.hasFocus() or self.isChecked():
            focus_ring(painter, QRectF(self.rect()))
        painter.end()

    def _paint_count(self, painter: QPainter, rect: QRectF, *, moved: bool) -> None:
        ink = self.pair[1] if moved else "ink"
        painter.setPen(colour(ink))
        painter.setFont(font("lead", bold=moved))
        upper = QRectF(rect.x(), rect.y() + 3, rect.width(), 20)
        painter.drawText(upper, _CENTRE, str(self.count.people))
        painter.setFont(font("small"))
        painter.setPen(colour(ink if moved else "ink_2"))
        lower = QRectF(rect.x(), rect.y() + 23, rect.width(), 16)
        if moved:
            wide = painter.fontMetrics().horizontalAdvance(self._note()) + _MARK + 2
            left = rect.center().x() - wide / 2
            mark = QRectF(left, lower.y() + 2, _MARK, _MARK)
            icons.draw(painter, mark, "down" if self._way() > 0 else "up", ink)
            lower.setLeft(mark.right() + 2)
            painter.drawText(
                lower, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self._note()
            )
        else:
            painter.drawText(lower, _CENTRE, self._note())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are the matrix's."""
        if event.key() in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Head(QWidget):
    """An outcome above its column: icon and word, without the chip's ground, so that long words have room."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self._outcome: Outcome = outcome
        self.setFixedHeight(24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font("small", bold=True))
        painter.setPen(colour(self._outcome))
        text = word(self._outcome)
        wide = _MARK + 3 + painter.fontMetrics().horizontalAdvance(text)
        mark = QRectF((self.width() - wide) / 2, (self.height() - _MARK) / 2, _MARK, _MARK)
        icons.draw(painter, mark, self._outcome, self._outcome)
        rest = QRectF(mark.right() + 3, 0, self.width() - mark.right(), self.height())
        painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        painter.end()


class Matrix(Worded, QWidget):
    """Rows: now; columns: after. `chosen` gives the pair pressed, or None when it is pressed again."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bind(self.setAccessibleName, "whatifpage.matrix")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.setColumnMinimumWidth(0, _ROW_HEAD)
        corner = text_label("note")
        self.bind(corner.setText, "whatifpage.corner")
        grid.addWidget(corner, 0, 0, Qt.AlignmentFlag.AlignCenter)
        self.cells: dict[OutcomePair, _Cell] = {}
        self._heads: list[_Head] = []
        for row, before in enumerate(OUTCOMES, 1):
            grid.addWidget(VerdictChip(before), row, 0, Qt.AlignmentFlag.AlignLeft)
            head = _Head(before)
            self._heads.append(head)
            grid.addWidget(head, 0, row)
            grid.setColumnStretch(row, 1)
            for column, after in enumerate(OUTCOMES, 1):
                cell = self.cells[before, after] = _Cell((before, after))
                cell.clicked.connect(self._pressed)
                grid.addWidget(cell, row, column)
        self.show_counts({})

    def show_counts(self, counts: Mapping[OutcomePair, Count]) -> None:
        """Show other numbers; what was chosen is no longer."""
        for pair, cell in self.cells.items():
            cell.setChecked(False)
            cell.show_count(counts.get(pair, Count()))

    def choice(self) -> OutcomePair | None:
        """The pair that is chosen."""
        return next((pair for pair, cell in self.cells.items() if cell.isChecked()), None)

    def choose(self, pair: OutcomePair | None) -> None:
        """Choose a pair without saying so."""
        for each, cell in self.cells.items():
            cell.setChecked(each == pair)

    def retranslate(self) -> None:
        """Name the numbers in the language."""
        super().retranslate()
        for head in self._heads:
            head.update()
        for cell in self.cells.values():
            cell.say_name()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the nearest number in their direction."""
        at = next((pair for pair, cell in self.cells.items() if cell.hasFocus()), None)
        step = _STEPS.get(event.key())
        if at is None or step is None:
            super().keyPressEvent(event)
            return
        found = [
            (gone, pair)
            for pair, cell in self.cells.items()
            if cell.isEnabled() and (gone := _gone(at, pair, step))
        ]
        if found:
            self.cells[min(found)[1]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _pressed(self) -> None:
        cell = self.sender()
        if isinstance(cell, _Cell):
            pair = cell.pair if cell.isChecked() else None
            self.choose(pair)
            self.chosen.emit(pair)


def _gone(at: OutcomePair, to: OutcomePair, step: tuple[int, int]) -> tuple[int, int] | None:
    """How far one goes along an arrow, and how far aside; None where it lies in no part that way."""
    rows, columns = (OUTCOMES.index(there) - OUTCOMES.index(here) for here, there in zip(at, to, strict=True))
    along = rows * step[0] + columns * step[1]
    return (along, abs(rows * step[1] + columns * step[0])) if along > 0 else None
