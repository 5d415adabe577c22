"""Hand: which cell of the class sheet one is in, what is marked, and how the keys of a spreadsheet go from there."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal

from forms.grid.model import GridModel, Spot

_PAGE = 10
_Key = Qt.Key
_ARROWS = {_Key.Key_Up: (-1, 0), _Key.Key_Down: (1, 0), _Key.Key_Left: (0, -1), _Key.Key_Right: (0, 1)}
ENTER = (_Key.Key_Return, _Key.Key_Enter)


class MarkedCells(NamedTuple):
    """Marked cells: lines and columns from–to, both included."""

    top: int
    left: int
    bottom: int
    right: int


class Hand(QObject):
    """See the module. `at` is where one is, `anchor` where marking began; both in the sheet's terms."""

    moved = Signal()
    """One is in another cell, or other cells are marked."""

    def __init__(self, grid: GridModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self.at = self.anchor = Spot(0, 0)
        self.replacing = False
        """What is typed now takes the place of what stands in the cell."""
        self._tab_from = 0
        self._fell_from: Spot | None = None

    def begin(self) -> None:
        """In the first cell; nobody is told."""
        self.at = self.anchor = Spot(0, 0)

    # ------------------------------------------------------------- what is marked

    def marked(self) -> MarkedCells:
        """The marked cells."""
        rows, columns = sorted((self.anchor.row, self.at.row)), sorted((self.anchor.column, self.at.column))
        return MarkedCells(rows[0], columns[0], rows[1], columns[1])

    def is_marked(self, spot: Spot) -> bool:
        """Whether a cell is one of several that are marked."""
        block = self.marked()
        several = block.top != block.bottom or block.left != block.right
        return several and block.top <= spot.row <= block.bottom and block.left <= spot.column <= block.right

    def mark(self, first: Spot, last: Spot) -> None:
        """Mark from one cell to another, and be in that one."""
        self.anchor = first
        self.go(*last, mark=True)

    # ------------------------------------------------------------- going

    def go(self, row: int, column: int, *, mark: bool = False, tab: bool = False) -> None:
        """Go to a cell; `mark`: what lies between is marked; `tab`: a later Enter comes back to where one began."""
        row = max(0, min(self._grid.people - 1, row))
        column = max(0, min(self._grid.columns - 1, column))
        self.at = Spot(row, column)
        if not mark:
            self.anchor = self.at
        if not tab:
            self._tab_from = column
        self.moved.emit()

    def go_on(self, down: int, right: int, *, enter: bool = False, tab: bool = False) -> None:
        """From a cell that was written to the next: Enter goes back under where the tabs began."""
        row, column = self.at
        if tab:
            self._step_tab(right)
            return
        if enter and down:
            column = min(self._tab_from, column)
        self.go(row + down, column + right)

    def fall(self) -> None:
        """A cell was full and left itself; the key one would have left it by is not counted twice."""
        self._fell_from = self.at
        self.go(self.at.row + 1, self.at.column)

    def stand(self) -> None:
        """One has gone elsewhere since a cell left itself."""
        self._fell_from = None

    def after_falling(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """The key behind a cell that left itself: Enter and Down have been done, Tab counts from where one was."""
        fell, self._fell_from = self._fell_from, None
        plain = not modifiers & ~Qt.KeyboardModifier.KeypadModifier
        if fell is None or not plain:
            return False
        if key in (*ENTER, _Key.Key_Down):
            return True
        if key in (_Key.Key_Tab, _Key.Key_Right):
            self.at = self.anchor = fell
        return False

    def goes(self, key: int, *, ctrl: bool, shift: bool) -> bool:
        """Go by a key; False where it is none that goes."""
        row, column = self.at
        people, columns = self._grid.people, self._grid.columns
        if key in _ARROWS:
            down, right = _ARROWS[_Key(key)]
            far = max(people, columns) if ctrl else 1
            self.go(row + down * far, column + right * far, mark=shift)
        elif key in (_Key.Key_Home, _Key.Key_End):
            end = key == _Key.Key_End
            self.go((people - 1 if end else 0) if ctrl else row, columns - 1 if end else 0, mark=shift)
        elif key in (_Key.Key_PageUp, _Key.Key_PageDown):
            self.go(row + (_PAGE if key == _Key.Key_PageDown else -_PAGE), column, mark=shift)
        elif key in (_Key.Key_Tab, _Key.Key_Backtab):
            self._step_tab(1 if key == _Key.Key_Tab else -1)
        elif key in ENTER and not ctrl:
            self.go_on(-1 if shift else 1, 0, enter=True)
        else:
            return False
        return True

    def _step_tab(self, right: int) -> None:
        columns = self._grid.columns
        at = self.at.row * columns + self.at.column + right
        row, column = divmod(max(0, min(self._grid.people * columns - 1, at)), columns)
        self.go(row, column, tab=row == self.at.row)
