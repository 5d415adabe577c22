"""Table: many rows, filtered and sorted at once; columns are declared, rows are plain tuples.

STACK §6: an own model with an `order` list and one lowered text a row filters 100,000 rows in 20 ms where Qt's
proxy needs 3 s; widths are fixed, nothing measures its content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from forms.look.current import colour, length
from forms.look.short import in_rows, rows_needed
from forms.look.style import focus_ring
from forms.look.type import font
from forms.parts.chip import chip_width, paint_chip
from forms.parts.tip import plain
from forms.words.tr import say
from schoolprep.rules.outcome import Outcome

_Row = TypeVar("_Row", bound=tuple[Any, ...])
Index = QModelIndex | QPersistentModelIndex
Dress = Literal["plain", "strong", "quiet", "chip"]

_Role = Qt.ItemDataRole
DRESS_ROLE = int(_Role.UserRole) + 1
INK_ROLE = int(_Role.UserRole) + 2
OUTCOME_ROLE = int(_Role.UserRole) + 3
WRAP_ROLE = int(_Role.UserRole) + 4
PAD = 8
"""Pixels of a cell left and right of its text."""
_LEAST = 80
"""What a column that gives way keeps (pixels)."""
_MOST_LINES = 8
"""A row grows to so many lines; what is longer stands whole beside the table."""
_SORTED = 14
"""Room of the sign that a table is sorted by a column (pixels)."""
_ROOT = QModelIndex()


class Column(NamedTuple, Generic[_Row]):
    """One column: the key of its heading, its width (pixels), what it says of a row, how it is sorted and dressed."""

    says: str
    width: int
    text: Callable[[_Row], str]
    order: Callable[[_Row], Any] | None = None
    """What rows are sorted by; without it, their text."""
    dress: Dress = "plain"
    outcome: Callable[[_Row], Outcome] | None = None
    """For a chip: which."""
    ink: Callable[[_Row], str] | None = None
    """The token of the text's colour where it depends on the row."""
    stretch: bool = False
    """Whether it takes the room that is left; one column does."""
    right: bool = False
    whole: bool = False
    """Whether its text is never shortened (days, deadlines): it is as wide as what is seen of it, others give way."""
    wrap: bool = False
    """Whether its text takes as many lines as it needs; the row grows with it."""
    spare: bool = False
    """Whether it is left out where less than its width is left, for the first column that wraps."""


class TableModel(QAbstractTableModel, Generic[_Row]):
    """Rows of a table: all of them, and the order in which those that pass the filter are shown."""

    def __init__(
        self,
        columns: Sequence[Column[_Row]],
        key: Callable[[_Row], str],
        words: Callable[[_Row], str],
        parent: QObject | None = None,
    ) -> None:
        """`key` names a row for good; `words` is all a search may find in it (name, pinyin, number tail …)."""
        super().__init__(parent)
        self._columns = tuple(columns)
        self._key = key
        self._words = words
        self._rows: list[_Row] = []
        self._hay: list[str] = []
        self._sorted: list[int] = []
        self._order: list[int] = []
        self._by: tuple[int, bool] | None = None
        self._needles: tuple[str, ...] = ()
        self._keep: Callable[[_Row], bool] | None = None

    @property
    def columns(self) -> tuple[Column[_Row], ...]:
        """What is declared."""
        return self._columns

    def set_rows(self, rows: Iterable[_Row]) -> None:
        """Show other rows; filter and sorting stay."""
        self.beginResetModel()
        self._rows = list(rows)
        self._hay = [self._words(row).lower() for row in self._rows]
        self._sort_all()
        self._order = self._passing()
        self.endResetModel()

    def replace(self, row: _Row) -> None:
        """Show another state of one row, where it stands; it leaves or joins when the filter says so."""
        key = self._key(row)
        for at, old in enumerate(self._rows):
            if self._key(old) == key:
                self._rows[at] = row
                self._hay[at] = self._words(row).lower()
                shown = at in self._order
                if shown == self._passes(at):
                    if shown:
                        line = self._order.index(at)
                        self.dataChanged.emit(self.index(line, 0), self.index(line, len(self._columns) - 1))
                else:
                    self._reset_order()
                return
        self.set_rows([*self._rows, row])

    def narrow(self, text: str = "", keep: Callable[[_Row], bool] | None = None) -> None:
        """Show the rows that hold every word of `text` and that `keep` keeps."""
        self._needles = tuple(text.lower().split())
        self._keep = keep
        self._reset_order()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; column -1 is the order in which the rows came."""
        self.layoutAboutToBeChanged.emit()
        old = [(index, self._order[index.row()]) for index in self.persistentIndexList()]
        self._by = None if column < 0 else (column, order == Qt.SortOrder.DescendingOrder)
        self._sort_all()
        self._order = self._passing()
        line = {at: number for number, at in enumerate(self._order)}
        for index, at in old:
            self.changePersistentIndex(index, self.index(line[at], index.column()))
        self.layoutChanged.emit()

    def row_at(self, index: Index | int) -> _Row:
        """The row of an index, or of a line."""
        line = index if isinstance(index, int) else index.row()
        return self._rows[self._order[line]]

    def line_of(self, key: str) -> int:
        """The line in which the row of that key is shown, -1 where it is not."""
        for line, at in enumerate(self._order):
            if self._key(self._rows[at]) == key:
                return line
        return -1

    def key_at(self, line: int) -> str:
        """The key of the row in a line."""
        return self._key(self.row_at(line))

    def shown(self) -> list[_Row]:
        """The rows that pass, in order."""
        return [self._rows[at] for at in self._order]

    def all_rows(self) -> list[_Row]:
        """All rows, as they came."""
        return list(self._rows)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many pass the filter."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = int(_Role.DisplayRole)) -> Any:  # Qt's roles differ in type
        """What the view, a screen reader or our delegate asks of a cell."""
        if not index.isValid():
            return None
        column, row = self._columns[index.column()], self.row_at(index)
        if role == _Role.DisplayRole:
            return column.text(row)
        if role == _Role.ToolTipRole:
            return plain(column.text(row))
        if role == _Role.AccessibleTextRole:
            return f"{say(column.says)} {column.text(row)}"
        if role == _Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == DRESS_ROLE:
            return column.dress
        if role == INK_ROLE:
            return column.ink(row) if column.ink else None
        if role == OUTCOME_ROLE:
            return column.outcome(row) if column.outcome else None
        if role == WRAP_ROLE:
            return column.wrap
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(_Role.DisplayRole)
    ) -> Any:  # as above
        """The headings."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == _Role.DisplayRole:
            return say(self._columns[section].says)
        if role == _Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._columns[section].right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def retranslate(self) -> None:
        """Say headings and cells again."""
        if self._columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        if self._order:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._order) - 1, len(self._columns) - 1))

    def _reset_order(self) -> None:
        self.beginResetModel()
        self._order = self._passing()
        self.endResetModel()

    def _sort_all(self) -> None:
        if self._by is None:
            self._sorted = list(range(len(self._rows)))
            return
        column, descending = self._columns[self._by[0]], self._by[1]
        order, rows = column.order or column.text, self._rows
        keys = [order(row) for row in rows]
        self._sorted = sorted(range(len(rows)), key=keys.__getitem__, reverse=descending)

    def _passing(self) -> list[int]:
        order, hay, rows, keep = self._sorted, self._hay, self._rows, self._keep
        for needle in self._needles:
            order = [at for at in order if needle in hay[at]]
        if keep is not None:
            order = [at for at in order if keep(rows[at])]
        return list(order)

    def _passes(self, at: int) -> bool:
        found = all(needle in self._hay[at] for needle in self._needles)
        return found and (self._keep is None or self._keep(self._rows[at]))


def cell_font(dress: Dress) -> QFont:
    """The font of a dress."""
    return font("note" if dress == "quiet" else "text", bold=dress == "strong")


def _measure(column: Column[Any]) -> Callable[[str], int]:
    """What tells how wide a text of the column is (pixels)."""
    return chip_width if column.outcome else QFontMetrics(cell_font(column.dress)).horizontalAdvance


def row_height(lines: int) -> int:
    """How high a row of so many lines is (pixels)."""
    return max(length("row"), lines * QFontMetrics(cell_font("plain")).height() + 6)


def in_sight(inner: QRectF, table: QWidget) -> QRectF:
    """The part that is not scrolled beyond an edge: what stands there is shortened as anywhere, not cut by the edge."""
    if not isinstance(table, TableView):
        return inner
    left, right = max(inner.left(), 2.0), min(inner.right(), table.viewport().width() - 2.0)
    return QRectF(left, inner.top(), max(0.0, right - left), inner.height())


class RowDelegate(QStyledItemDelegate):
    """Paints cells: a line under each row, the chosen row's ground, chips, elided text."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell."""
        table = option.widget
        state: QStyle.StateFlag = option.state
        rect = QRectF(option.rect)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, colour("selected"))
        elif isinstance(table, TableView) and table.hover_line == index.row():
            painter.fillRect(rect, colour("hover"))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = in_sight(rect.adjusted(PAD, 0, -PAD, 0), table)
        text = index.data(int(_Role.DisplayRole)) or ""
        outcome = index.data(OUTCOME_ROLE)
        if outcome:
            paint_chip(painter, inner, outcome, text)
        elif inner.width() > PAD:
            self._text(painter, inner, index, text)
        if isinstance(table, TableView) and table.hasFocus() and index.row() == table.currentIndex().row():
            self._ring(painter, rect, index, table)

    def _text(self, painter: QPainter, inner: QRectF, index: Index, text: str) -> None:
        dress = index.data(DRESS_ROLE)
        made = cell_font(dress)
        painter.setFont(made)
        painter.setPen(colour(index.data(INK_ROLE) or ("ink_2" if dress == "quiet" else "ink")))
        high = QFontMetrics(made).height()
        rows = max(1, int(inner.height() - 2) // high) if index.data(WRAP_ROLE) else 1
        lines = in_rows(text, made, inner.width(), rows)
        top = inner.center().y() - len(lines) * high / 2
        side = int(index.data(int(_Role.TextAlignmentRole)))
        for at, line in enumerate(lines):
            painter.drawText(QRectF(inner.x(), top + at * high, inner.width(), high), side, line)

    def _ring(self, painter: QPainter, rect: QRectF, index: Index, table: TableView) -> None:
        """The focus ring goes round the whole row: each cell paints its part of it."""
        row = QRectF(table.row_rect(index.row()))
        painter.save()
        painter.setClipRect(rect)
        focus_ring(painter, row.adjusted(0, 0, 0, -1), 4)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows are as high as the view says."""
        return QSize(60, length("row"))


class TableView(QTableView):
    """The view: whole rows, keyboard, sorting by head; nothing is edited in place."""

    shown = Signal(str)
    """The key of the row one has come to."""
    opened = Signal(str)
    """The key of the row one pressed Enter on, or double-clicked."""

    def __init__(
        self,
        model: TableModel[Any],
        parent: QWidget | None = None,
        *,
        lines: int = 1,
        most: int = _MOST_LINES,
    ) -> None:
        """`lines`: of how many lines of text each row is at least; it grows to `most` as it comes in sight."""
        super().__init__(parent)
        self._table_model = model
        self.hover_line = -1
        self._held: tuple[str, list[str]] = ("", [])
        self._restoring = False
        self._lines, self._most = lines, most
        self.setItemDelegate(RowDelegate(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(row_height(lines))
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setFixedHeight(length("row") - 4)
        head.setHighlightSections(False)
        head.setSectionsMovable(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._hold)
        model.modelReset.connect(self._restore)
        self.setSortingEnabled(True)
        head.setSortIndicatorClearable(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.doubleClicked.connect(self._open)
        self._place()

    def _place(self) -> None:
        head = self.horizontalHeader()
        for at, column in enumerate(self._table_model.columns):
            head.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(at, max(column.width, self._heading(at)))
        self._stretch()

    def _heading(self, at: int) -> int:
        """How wide the heading of a column is (pixels); it is never cut."""
        said = self._table_model.headerData(at, Qt.Orientation.Horizontal)
        return self.horizontalHeader().fontMetrics().horizontalAdvance(str(said)) + 2 * PAD + _SORTED

    def _stretch(self) -> None:
        """Give the stretching column what is left; it gives way before a day leaves the window."""
        columns = self._table_model.columns
        whole = any(column.whole for column in columns)
        for at, column in enumerate(columns):
            if column.stretch:
                others = sum(self.columnWidth(other) for other in range(len(columns)) if other != at)
                least = max(min(_LEAST, column.width) if whole else column.width, self._heading(at))
                left = self.viewport().width() - others
                self.setColumnHidden(at, column.spare and left < max(least, column.width))
                if self.isColumnHidden(at):
                    self._spread(left)
                else:
                    self.setColumnWidth(at, max(least, left))

    def _spread(self, left: int) -> None:
        """The room of a column that is left out goes to the first that wraps."""
        columns = self._table_model.columns
        at = next(at for at, column in enumerate(columns) if column.wrap)
        self.setColumnWidth(at, max(columns[at].width, self.columnWidth(at) + left))

    def paintEvent(self, event: QPaintEvent) -> None:
        """What must not be shortened gets its room before it is seen."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        seen = range(max(0, first), (last if last >= 0 else self._table_model.rowCount() - 1) + 1)
        self.fit_whole(seen)
        self.fit_rows(seen)
        super().paintEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """What is shortened at an edge is painted anew when the edge moves."""
        super().scrollContentsBy(dx, dy)
        if dx:
            self.viewport().update()

    def fit_whole(self, seen: range) -> None:
        """Make columns that must not be shortened as wide as these lines need."""
        wider = False
        for at, column in enumerate(self._table_model.columns):
            if column.whole or column.outcome:
                texts = {column.text(self._table_model.row_at(line)) for line in seen}
                needed = max(map(_measure(column), texts), default=0) + 2 * PAD + 1
                if needed > self.columnWidth(at):
                    self.setColumnWidth(at, needed)
                    wider = True
        if wider:
            self._stretch()

    def fit_rows(self, seen: range) -> None:
        """Make rows as high as the texts need that take several lines; whom one looks at stays in sight."""
        wraps = [at for at, column in enumerate(self._table_model.columns) if column.wrap]
        before = self.currentIndex()
        looked_at = before.isValid() and before.row() in seen
        grown = False
        for line in seen if wraps else ():
            lines = max(self._lines, *(self._lines_of(line, at) for at in wraps))
            if self.rowHeight(line) != row_height(min(lines, self._most)):
                self.setRowHeight(line, row_height(min(lines, self._most)))
                grown = True
        if grown and looked_at:
            self.scrollTo(before)

    def _lines_of(self, line: int, at: int) -> int:
        column = self._table_model.columns[at]
        text = column.text(self._table_model.row_at(line))
        room = self.columnWidth(at) - 2 * PAD
        return rows_needed(text, cell_font(column.dress), room) if text and room > PAD else 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self._stretch()

    def choose(self, key: str) -> bool:
        """Go to the row of that key; False where it is not shown."""
        line = self._table_model.line_of(key)
        if line < 0:
            return False
        self.setCurrentIndex(self._table_model.index(line, 0))
        self.scrollTo(self._table_model.index(line, 0))
        return True

    def chosen(self) -> list[str]:
        """The keys of the selected rows in order; walks ranges, never `selectedRows()` (STACK §6)."""
        lines: set[int] = set()
        for part in self.selectionModel().selection().toList():
            lines.update(range(part.top(), part.bottom() + 1))
        return [self._table_model.key_at(line) for line in sorted(lines)]

    def row_rect(self, line: int) -> QRectF:
        """Where a row lies in the viewport."""
        wide = self.horizontalHeader().length()
        left = -self.horizontalHeader().offset()
        return QRectF(left, self.rowViewportPosition(line), wide, self.rowHeight(line))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say where one has come to."""
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and current.row() != previous.row() and not self._restoring:
            self.shown.emit(self._table_model.key_at(current.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Home and End go to the first and the last row."""
        key = event.key()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        count = self._table_model.rowCount()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and plain and count:
            line = 0 if key == Qt.Key.Key_Home else count - 1
            self.setCurrentIndex(self._table_model.index(line, 0))
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the mouse is tinted."""
        self._hover(self.rowAt(int(event.position().y())))
        super().mouseMoveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """The tint goes with the mouse."""
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._table_model.retranslate()
            self._place()  # other words need other room
            self.resizeEvent(QResizeEvent(self.size(), self.size()))
        super().changeEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab leaves the table."""
        self.viewport().update()
        return super().focusNextPrevChild(forward)

    def _hover(self, line: int) -> None:
        if line != self.hover_line:
            before, self.hover_line = self.hover_line, line
            for changed in (before, line):
                if changed >= 0:
                    self.viewport().update(self.row_rect(changed).toRect())

    def _open(self, index: Index) -> None:
        self.opened.emit(self._table_model.key_at(index.row()))

    def _hold(self) -> None:
        """Remember by key what is selected: a filter must not lose the person one is looking at."""
        current = self.currentIndex()
        if current.isValid():
            self._held = (self._table_model.key_at(current.row()), self.chosen())

    def _restore(self) -> None:
        current, keys = self._held
        line = self._table_model.line_of(current) if current else -1
        if line < 0:
            return
        quiet = QItemSelectionModel.SelectionFlag.NoUpdate
        selection = QItemSelection()
        last = self._table_model.columnCount() - 1
        for key in keys if len(keys) < 200 else [current]:
            at = self._table_model.line_of(key)
            if at >= 0:
                selection.select(self._table_model.index(at, 0), self._table_model.index(at, last))
        self._restoring = True
        self.selectionModel().setCurrentIndex(self._table_model.index(line, 0), quiet)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._restoring = False
