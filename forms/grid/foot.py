"""Foot: under the grid, what the cell one is in says, and what one may do about it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from forms.grid.elsewhere import Elsewhere
from forms.grid.model import Spot
from forms.parts.card import Elided, WordButton
from forms.words.tr import lang, say, say_problem
from schoolprep.grid import GridPlace, Purposes, Sheet


class Foot(QWidget):
    """Whose cell it is and which question; it can be confirmed, its person opened, another sheet gone to."""

    def __init__(self, purposes: Purposes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = Elided("strong")
        self.says = Elided("note")
        self.elsewhere = Elsewhere(purposes)
        self.sure = WordButton("grid.sure", kind="link", tip="grid.sure_tip")
        self.person = WordButton("grid.person", kind="link", tip="grid.person_tip")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(self.here, 2)
        row.addWidget(self.says, 5)
        for widget in (self.elsewhere, self.sure, self.person):
            row.addWidget(widget)

    def show_cell(self, sheet: Sheet, at: Spot) -> None:
        """Tell what there is to say about a cell."""
        some = bool(sheet.people)
        for widget in (self.here, self.says, self.person):
            widget.setVisible(some)
        if not some:
            self.sure.hide()
            return
        column, cell = sheet.columns[at.column], sheet.cell(GridPlace(*at))
        self.here.setText(say("grid.here", name=sheet.name(at.row), column=column.title[lang()]))
        told = say_problem(cell.problem) if cell.problem else column.help[lang()]
        understood = cell.whole if cell.whole != cell.writing else ""
        self.says.setText("　".join(part for part in (understood, told) if part))
        self.sure.setVisible(cell.state == "doubt")
