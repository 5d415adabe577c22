"""View: the class sheet under the hand: the keys of a spreadsheet, marked cells, the clipboard."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from forms.editors.base import EditorTools
from forms.grid import paste, room
from forms.grid.cell import CellDelegate, CellLine
from forms.grid.model import NAME, GridModel, Spot
from forms.parts.table import Index
from schoolprep.facts.blank import Field
from schoolprep.grid import GridPlace, Sheet

_PAGE = 10
_Key = Qt.Key
_ARROWS = {_Key.Key_Up: (-1, 0), _Key.Key_Down: (1, 0), _Key.Key_Left: (0, -1), _Key.Key_Right: (0, 1)}
_ENTER = (_Key.Key_Return, _Key.Key_Enter)
_OURS = (_Key.Key_D, _Key.Key_Z, _Key.Key_A, _Key.Key_C, _Key.Key_X, _Key.Key_V)
"""With Ctrl: these are the grid's while one is in it, whatever the window does with them elsewhere."""


class MarkedCells(NamedTuple):
    """Marked cells: lines and columns from–to, both included."""

    top: int
    left: int
    bottom: int
    right: int


class GridView(QTableView):
    """See the module. `at` is where one is, `anchor` where marking began; both in the sheet's terms."""

    moved = Signal()
    """One is in another cell, or it shows something else."""
    written = Signal()
    """Something was written."""
    pasted = Signal(object)
    """A `Fit`: how a block from the clipboard was laid."""
    person_asked = Signal(int)
    """The form of the person of this line is wanted."""
    file_asked = Signal()
    confirm_asked = Signal()
    left = Signal()
    """Esc: the keyboard wants out of the grid."""

    def __init__(self, tools: EditorTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tools = tools
        self.grid = GridModel(self)
        self.at = Spot(0, 0)
        self.anchor = Spot(0, 0)
        self.replacing = False
        self._tab_from = 0
        self._fell_from: Spot | None = None
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        lines, head = self.verticalHeader(), self.horizontalHeader()
        lines.hide()
        lines.setMinimumSectionSize(room.LEAST)
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setFixedHeight(room.HEAD)
        head.setMinimumSectionSize(24)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setProperty("kind", "grid")
        self.setModel(self.grid)
        self.grid.dataChanged.connect(self._cells_changed)

    # ------------------------------------------------------------- what is shown

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Show a sheet, from its first cell on."""
        self.grid.show_sheet(sheet, self._blocks(sheet))
        self.at = self.anchor = Spot(0, 0)
        self._lay()
        if self.grid.people:
            self.go(0, 0)

    def refresh(self) -> None:
        """What the cells show may have changed."""
        self.grid.changed()
        self.viewport().update()
        self.moved.emit()

    def question(self, index: Index) -> Field | None:
        """The question a cell begins with; None for names."""
        spot, sheet = self.grid.spot(index), self.grid.sheet
        if spot is None or spot.column == NAME or sheet is None:
            return None
        column = sheet.columns[spot.column]
        blank = sheet.desk.data.blanks[sheet.purpose.slot_of(column).blank]
        return blank[column.field or column.line[0]]

    def is_line(self, spot: Spot) -> bool:
        """Whether a whole form stands in a cell."""
        return self.grid.sheet is not None and not self.grid.sheet.columns[spot.column].field

    def marked(self) -> MarkedCells:
        """The marked cells."""
        rows, columns = sorted((self.anchor.row, self.at.row)), sorted((self.anchor.column, self.at.column))
        return MarkedCells(rows[0], columns[0], rows[1], columns[1])

    def is_marked(self, spot: Spot) -> bool:
        """Whether a cell is one of several that are marked."""
        block = self.marked()
        several = block.top != block.bottom or block.left != block.right
        return several and block.top <= spot.row <= block.bottom and block.left <= spot.column <= block.right

    # ------------------------------------------------------------- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room: fewer blocks, higher lines."""
        super().resizeEvent(event)
        blocks = self._blocks(self.grid.sheet)
        if blocks != self.grid.blocks:
            self.grid.show_sheet(self.grid.sheet, blocks)
            self._select()
        self._lay()

    def _blocks(self, sheet: Sheet | None) -> int:
        people = len(sheet.people) if sheet else 0
        return room.blocks(people, sheet.columns, self.width(), self.height()) if sheet and people else 1

    def _lay(self) -> None:
        sheet, grid = self.grid.sheet, self.grid
        if sheet is None or not grid.people:
            return
        self.verticalHeader().setDefaultSectionSize(room.high(grid.high, self.height()))
        widths = room.widths(sheet.columns, self.viewport().width() // grid.blocks)
        for section in range(grid.columnCount()):
            self.setColumnWidth(section, widths[section % len(widths)])

    # ------------------------------------------------------------- going

    def go(self, row: int, column: int, *, mark: bool = False, tab: bool = False) -> None:
        """Go to a cell; `mark`: what lies between is marked; `tab`: a later Enter comes back to where one began."""
        row = max(0, min(self.grid.people - 1, row))
        column = max(0, min(self.grid.columns - 1, column))
        self.at = Spot(row, column)
        if not mark:
            self.anchor = self.at
        if not tab:
            self._tab_from = column
        self._select()
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

    def go_down_by_itself(self) -> None:
        """A cell was full and left itself; the key one would have left it by is not counted twice."""
        self._fell_from = self.at
        self.go(self.at.row + 1, self.at.column)

    def _step_tab(self, right: int) -> None:
        at = self.at.row * self.grid.columns + self.at.column + right
        row, column = divmod(max(0, min(self.grid.people * self.grid.columns - 1, at)), self.grid.columns)
        self.go(row, column, tab=row == self.at.row)

    def _select(self) -> None:
        """Tell Qt where one is and what is marked: screen readers hear it, our delegate paints it."""
        if not self.grid.people:
            return
        block, selection = self.marked(), QItemSelection()
        for first in range(0, self.grid.people, self.grid.high):
            top, bottom = max(block.top, first), min(block.bottom, first + self.grid.high - 1)
            if top <= bottom:
                corner = self.grid.index_of(bottom, block.right)
                selection.select(self.grid.index_of(top, block.left), corner)
        model = self.selectionModel()
        here = self.grid.index_of(*self.at)
        model.setCurrentIndex(here, QItemSelectionModel.SelectionFlag.NoUpdate)
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(here)
        self.viewport().update()

    # ------------------------------------------------------------- keys

    def event(self, event: QEvent) -> bool:
        """Some keys of the window mean something else in here; Tab goes from cell to cell."""
        if isinstance(event, QKeyEvent) and self.grid.people:
            ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if event.type() == QEvent.Type.ShortcutOverride and ctrl and self._is_ours(event.key()):
                event.accept()
                return True
            if (
                event.type() == QEvent.Type.KeyPress
                and event.key() in (_Key.Key_Tab, _Key.Key_Backtab)
                and not ctrl
            ):
                self.keyPressEvent(event)
                return True
        return super().event(event)

    def _is_ours(self, key: int) -> bool:
        """Ctrl+Z is the window's again where nothing was written that could be taken back."""
        sheet = self.grid.sheet
        return key in _OURS and (key != _Key.Key_Z or (sheet is not None and sheet.can_undo))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go, mark, write, copy; a printable key begins to write."""
        if not self.grid.people or self._after_falling(event):
            return
        modifiers = event.modifiers()
        ctrl = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in _ENTER and modifiers & Qt.KeyboardModifier.AltModifier:
            self.confirm_asked.emit()
        elif ctrl and self._command(event):
            return
        elif not self._goes(event.key(), ctrl=ctrl, shift=shift) and not self._acts(event.key()):
            self.replacing = event.key() != _Key.Key_F2
            super().keyPressEvent(event)
            if not self.replacing:
                self._go_behind()

    def _after_falling(self, event: QKeyEvent) -> bool:
        """The key behind a cell that left itself: Enter and Down have been done, Tab counts from where one was."""
        fell, self._fell_from = self._fell_from, None
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if fell is None or not plain:
            return False
        if event.key() in (*_ENTER, _Key.Key_Down):
            return True
        if event.key() in (_Key.Key_Tab, _Key.Key_Right):
            self.at = self.anchor = fell
        return False

    def _goes(self, key: int, *, ctrl: bool, shift: bool) -> bool:
        row, column = self.at
        people, columns = self.grid.people, self.grid.columns
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
            return True
        elif key in _ENTER and not ctrl:
            self.go_on(-1 if shift else 1, 0, enter=True)
            return True
        else:
            return False
        return True

    def _acts(self, key: int) -> bool:
        if key in (_Key.Key_Delete, _Key.Key_Backspace):
            self._fill_marked("")
        elif key == _Key.Key_F4:
            self.person_asked.emit(self.at.row)
        elif key == _Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True

    def _command(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            self.file_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self._copy()
            self._fill_marked("")
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.anchor = Spot(0, 0)
            self.go(self.grid.people - 1, self.grid.columns - 1, mark=True)
        elif event.key() == _Key.Key_D:
            self._fill_down()
        elif event.key() == _Key.Key_Z:
            self.undo()
        else:
            return False
        return True

    def _go_behind(self) -> None:
        """Going on in a cell begins behind what stands there; Qt would mark it, and the next key would replace it."""
        for line in self.findChildren(CellLine)[-1:]:  # lines of cells one has left may not be gone yet
            line.deselect()
            line.setCursorPosition(len(line.text()))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Chinese begins to write as a letter does, also where a word comes at once and was never composed."""
        writing = self.state() == QAbstractItemView.State.EditingState
        self.replacing = True
        if writing or event.preeditString() or not event.commitString():
            super().inputMethodEvent(event)
            return
        self.edit(self.currentIndex())
        for line in self.findChildren(CellLine)[-1:]:
            line.insert(event.commitString())

    # ------------------------------------------------------------- writing

    def undo(self) -> None:
        """Take the last writing back and go there."""
        sheet = self.grid.sheet
        places = sheet.undo() if sheet else []
        if places:
            self.go(*places[0])
            self._wrote()

    def put(self, cells: dict[GridPlace, str]) -> None:
        """Write into cells, as one step of undo."""
        sheet = self.grid.sheet
        if sheet is not None and cells:
            sheet.put(cells)
            self._wrote()

    def _wrote(self) -> None:
        self.grid.changed()

    def _cells_changed(self) -> None:
        """A cell was written, in its line or by us."""
        self.moved.emit()
        self.written.emit()

    def _fill_marked(self, text: str) -> None:
        block = self.marked()
        self.put(
            {
                GridPlace(row, column): text
                for row in range(block.top, block.bottom + 1)
                for column in range(block.left, block.right + 1)
            }
        )

    def _fill_down(self) -> None:
        """The first marked line into the others; of a single line, what stands above it."""
        block = self.marked()
        source = block.top if block.bottom > block.top else block.top - 1
        if source < 0:
            return
        first = source + 1
        texts = {column: self._writing(source, column) for column in range(block.left, block.right + 1)}
        self.put(
            {
                GridPlace(row, column): text
                for row in range(first, block.bottom + 1)
                for column, text in texts.items()
            }
        )

    def _writing(self, row: int, column: int) -> str:
        cell = self.grid.cell(Spot(row, column))
        return cell.writing or cell.text

    def _copy(self) -> None:
        block = self.marked()
        lines = [
            [self._writing(row, column) for column in range(block.left, block.right + 1)]
            for row in range(block.top, block.bottom + 1)
        ]
        QGuiApplication.clipboard().setText(paste.write(lines))

    def _paste(self) -> None:
        """A single cell fills all that is marked; a block is laid from the first marked cell on."""
        sheet, text = self.grid.sheet, QGuiApplication.clipboard().text()
        if sheet is None or not text:
            return
        cells, block = paste.read(text), self.marked()
        if len(cells) == 1 and len(cells[0]) == 1:
            self._fill_marked(cells[0][0])
            return
        names = [sheet.name(row) for row in range(len(sheet.people))]
        fitted = paste.fit(cells, GridPlace(block.top, block.left), names, self.grid.columns)
        self.put(fitted.cells)
        self.pasted.emit(fitted)

    # ------------------------------------------------------------- mouse and focus

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where one clicks; with Shift, mark up to there. A name marks its line."""
        spot = self._under(event.position().toPoint())
        if spot is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._fell_from = None
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if spot.column == NAME:
            self.anchor = Spot(spot.row, 0)
            self.go(spot.row, self.grid.columns - 1, mark=True)
        else:
            self.go(*spot, mark=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark what the mouse is drawn over."""
        spot = self._under(event.position().toPoint())
        if spot is not None and event.buttons() & Qt.MouseButton.LeftButton and spot != self.at:
            self.go(spot.row, max(0, spot.column), mark=True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A name opens the person; a cell is written in."""
        spot = self._under(event.position().toPoint())
        if spot is not None and spot.column == NAME:
            self.person_asked.emit(spot.row)
        else:
            self.replacing = False
            super().mouseDoubleClickEvent(event)
            self._go_behind()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing: marking is done in ours."""

    def _under(self, point: QPoint) -> Spot | None:
        return self.grid.spot(self.indexAt(point))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where one is."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """As above."""
        super().focusOutEvent(event)
        self.viewport().update()
