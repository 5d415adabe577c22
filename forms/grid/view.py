"""View: the class sheet under the hand: the keys of a spreadsheet, marked cells, the clipboard."""

from __future__ import annotations

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
from forms.grid import blocks, room
from forms.grid.cell import CellDelegate, CellLine
from forms.grid.hand import ENTER, Hand
from forms.grid.model import NAME, GridModel, Spot
from schoolprep.grid import GridPlace, Sheet

_Key = Qt.Key
_OURS = (_Key.Key_D, _Key.Key_Z, _Key.Key_A, _Key.Key_C, _Key.Key_X, _Key.Key_V)
"""With Ctrl: these are the grid's while one is in it, whatever the window does with them elsewhere."""


class GridView(QTableView):
    """See the module. Where one is and what is marked, its `hand` knows."""

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
        self.grid = GridModel(self)
        self.hand = Hand(self.grid, self)
        self.hand.moved.connect(self._moved)
        self.setItemDelegate(CellDelegate(self, self.grid, self.hand, tools))
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
        self.hand.begin()
        self._lay()
        if self.grid.people:
            self.hand.go(0, 0)

    def refresh(self) -> None:
        """What the cells show may have changed."""
        self.grid.changed()
        self.viewport().update()
        self.moved.emit()

    # ------------------------------------------------------------- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room: fewer blocks, higher lines."""
        super().resizeEvent(event)
        many = self._blocks(self.grid.sheet)
        if many != self.grid.blocks:
            self.grid.show_sheet(self.grid.sheet, many)
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

    # ------------------------------------------------------------- where one is

    def _moved(self) -> None:
        self._select()
        self.moved.emit()

    def _select(self) -> None:
        """Tell Qt where one is and what is marked: screen readers hear it, our delegate paints it."""
        if not self.grid.people:
            return
        block, selection = self.hand.marked(), QItemSelection()
        for first in range(0, self.grid.people, self.grid.high):
            top, bottom = max(block.top, first), min(block.bottom, first + self.grid.high - 1)
            if top <= bottom:
                corner = self.grid.index_of(bottom, block.right)
                selection.select(self.grid.index_of(top, block.left), corner)
        model = self.selectionModel()
        here = self.grid.index_of(*self.hand.at)
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
        modifiers = event.modifiers()
        if not self.grid.people or self.hand.after_falling(event.key(), modifiers):
            return
        ctrl = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in ENTER and modifiers & Qt.KeyboardModifier.AltModifier:
            self.confirm_asked.emit()
        elif ctrl and self._command(event):
            return
        elif not self.hand.goes(event.key(), ctrl=ctrl, shift=shift) and not self._acts(event.key()):
            self.hand.replacing = event.key() != _Key.Key_F2
            super().keyPressEvent(event)
            if not self.hand.replacing:
                self._go_behind()

    def _acts(self, key: int) -> bool:
        if key in (_Key.Key_Delete, _Key.Key_Backspace):
            self.put(blocks.filled(self.hand.marked(), ""))
        elif key == _Key.Key_F4:
            self.person_asked.emit(self.hand.at.row)
        elif key == _Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True

    def _command(self, event: QKeyEvent) -> bool:
        if event.key() in ENTER:
            self.file_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self._copy()
            self.put(blocks.filled(self.hand.marked(), ""))
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.hand.mark(Spot(0, 0), Spot(self.grid.people - 1, self.grid.columns - 1))
        elif event.key() == _Key.Key_D:
            self.put(blocks.filled_down(self.grid, self.hand.marked()))
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
        self.hand.replacing = True
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
            self.hand.go(*places[0])
            self.grid.changed()

    def put(self, cells: dict[GridPlace, str]) -> None:
        """Write into cells, as one step of undo."""
        sheet = self.grid.sheet
        if sheet is not None and cells:
            sheet.put(cells)
            self.grid.changed()

    def _cells_changed(self) -> None:
        """A cell was written, in its line or by us."""
        self.moved.emit()
        self.written.emit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(blocks.copied(self.grid, self.hand.marked()))

    def _paste(self) -> None:
        sheet, text = self.grid.sheet, QGuiApplication.clipboard().text()
        if sheet is not None and text:
            fitted = blocks.pasted(sheet, self.hand.marked(), text)
            self.put(fitted.cells)
            self.pasted.emit(fitted)

    # ------------------------------------------------------------- mouse and focus

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where one clicks; with Shift, mark up to there. A name marks its line."""
        spot = self._under(event.position().toPoint())
        if spot is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self.hand.stand()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if spot.column == NAME:
            self.hand.mark(Spot(spot.row, 0), Spot(spot.row, self.grid.columns - 1))
        else:
            self.hand.go(*spot, mark=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark what the mouse is drawn over."""
        spot = self._under(event.position().toPoint())
        if spot is not None and event.buttons() & Qt.MouseButton.LeftButton and spot != self.hand.at:
            self.hand.go(spot.row, max(0, spot.column), mark=True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A name opens the person; a cell is written in."""
        spot = self._under(event.position().toPoint())
        if spot is not None and spot.column == NAME:
            self.person_asked.emit(spot.row)
        else:
            self.hand.replacing = False
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
