"""Model: a class sheet as a table for the view, folded into blocks side by side so that a class fits on a screen."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from forms.parts.table import Index
from forms.parts.tip import plain
from forms.words.tr import lang, say, say_problem
from schoolprep.facts.blank import Field
from schoolprep.grid import GridCell, GridColumn, GridPlace, Sheet

_Role = Qt.ItemDataRole
CELL_ROLE = int(_Role.UserRole) + 1
_ROOT = QModelIndex()
NAME = -1
"""The column of a block that names the person."""


class Spot(NamedTuple):
    """A cell of the view in the sheet's terms: the person's line, and the column or `NAME`."""

    row: int
    column: int


class GridModel(QAbstractTableModel):
    """Line by line the sheet's people; behind `high` of them the next block begins."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self.blocks = 1

    @property
    def people(self) -> int:
        """How many lines the sheet has."""
        return len(self.sheet.people) if self.sheet else 0

    @property
    def columns(self) -> int:
        """How many columns a block has, without the names."""
        return len(self.sheet.columns) if self.sheet else 0

    @property
    def high(self) -> int:
        """How many lines a block has."""
        return -(-self.people // self.blocks) if self.people else 0

    def show_sheet(self, sheet: Sheet | None, blocks: int) -> None:
        """Show another sheet, or fold it otherwise."""
        self.beginResetModel()
        self.sheet, self.blocks = sheet, max(1, blocks)
        self.endResetModel()

    def spot(self, index: Index) -> Spot | None:
        """Whose cell an index is; None behind the last person."""
        block, column = divmod(index.column(), self.columns + 1)
        row = block * self.high + index.row()
        return Spot(row, column - 1) if index.isValid() and row < self.people else None

    def index_of(self, row: int, column: int) -> QModelIndex:
        """Where a person's cell stands in the view."""
        block, line = divmod(row, self.high)
        return self.index(line, block * (self.columns + 1) + column + 1)

    def column_at(self, section: int) -> GridColumn | None:
        """The column of a section of the view; None for names."""
        at = section % (self.columns + 1) - 1
        return self.sheet.columns[at] if self.sheet and at >= 0 else None

    def question(self, index: Index) -> Field | None:
        """The question a cell begins with; None for names."""
        spot, sheet = self.spot(index), self.sheet
        if spot is None or spot.column == NAME or sheet is None:
            return None
        column = sheet.columns[spot.column]
        blank = sheet.desk.data.blanks[sheet.purpose.slot_of(column).blank]
        return blank[column.field or column.line[0]]

    def is_line(self, spot: Spot) -> bool:
        """Whether a whole form stands in a cell."""
        return self.sheet is not None and not self.sheet.columns[spot.column].field

    def changed(self) -> None:
        """Any cell may show something else now."""
        if self.people:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def retranslate(self) -> None:
        """Say headings and cells again."""
        if self.sheet is not None:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.columnCount() - 1))
            self.changed()

    # ------------------------------------------------------------- what Qt asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Lines of a block."""
        return 0 if parent.isValid() else self.high

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns of all blocks."""
        return 0 if parent.isValid() or not self.sheet else self.blocks * (self.columns + 1)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names are not written."""
        spot = self.spot(index)
        if spot is None:
            return Qt.ItemFlag.NoItemFlags
        on = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return on if spot.column == NAME else on | Qt.ItemFlag.ItemIsEditable

    def cell(self, spot: Spot) -> GridCell:
        """What a cell shows."""
        assert self.sheet is not None
        return self.sheet.cell(GridPlace(spot.row, spot.column))

    def data(self, index: Index, role: int = int(_Role.DisplayRole)) -> Any:  # Qt's roles differ in type
        """What the view, a screen reader or our delegate asks of a cell."""
        spot = self.spot(index)
        if spot is None or self.sheet is None:
            return None
        if spot.column == NAME:
            name = self.sheet.name(spot.row)
            said = {
                _Role.AccessibleTextRole: f"{spot.row + 1} {name}",
                _Role.DisplayRole: name,
                _Role.ToolTipRole: plain(name),
            }
            return said.get(_Role(role))
        cell = self.cell(spot)
        if role == _Role.DisplayRole:
            return cell.text
        if role == _Role.EditRole:
            return cell.writing
        if role == CELL_ROLE:
            return cell
        if role == _Role.ToolTipRole:
            return plain(say_problem(cell.problem) if cell.problem else cell.text)
        return self._heard(spot, cell) if role == _Role.AccessibleTextRole else None

    def _heard(self, spot: Spot, cell: GridCell) -> str:
        """Who, which column, what stands there, and what is wrong with it."""
        assert self.sheet is not None
        column = self.sheet.columns[spot.column].title[lang()]
        state = say_problem(cell.problem) if cell.problem else say(f"grid.state_{cell.state}")
        out = say("grid.stands_out") if cell.stands_out else ""
        return " ".join(part for part in (self.sheet.name(spot.row), column, cell.text, out, state) if part)

    def setData(self, index: Index, value: Any, role: int = int(_Role.EditRole)) -> bool:
        """Write into a cell."""
        spot = self.spot(index)
        if spot is None or spot.column == NAME or self.sheet is None:
            return False
        self.sheet.put({GridPlace(*spot): str(value)})
        self.changed()
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(_Role.DisplayRole)
    ) -> Any:  # as above
        """The headings; what a column takes is its tooltip."""
        if orientation != Qt.Orientation.Horizontal or self.sheet is None:
            return None
        column = self.column_at(section)
        if role == _Role.DisplayRole:
            return column.title[lang()] if column else say("grid.name")
        if role == _Role.ToolTipRole and column:
            return plain(column.help[lang()])
        return None
