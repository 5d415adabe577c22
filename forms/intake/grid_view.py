"""The class grid beside the journey of files; made when it is first looked at, read again after what happened since."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from forms.grid.panel import ClassGrid
from forms.intake.station import Station
from forms.pages import keeping
from schoolprep.desk import Changed, Desk
from schoolprep.desk.log import leaving_roster
from schoolprep.facts.days import Moment
from schoolprep.roster import Roster


class GridStation(Station):
    """See the module."""

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._on = desk, on
        self._made: ClassGrid | None = None
        self._old = False
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)

    def grid(self) -> ClassGrid:
        """The grid, with what was filed meanwhile."""
        if self._made is None:
            self._made = ClassGrid(self._desk, self._on)
            self._made.noticed.connect(self.noticed)
            self._made.asked.connect(self.asked)
            self._made.counted.connect(self.waits)
            self._made.printed.connect(self._keep_paper_form)
            self._body.addWidget(self._made)
            self.room_for(self._made.controls)
            self._made.show_units()
            self._made.open_sheet()
            self._made.show()
            self._body.activate()  # at once: its lines are laid to the room there is
        elif self._old:
            self._made.refresh(None)
        self._old = False
        return self._made

    def show_day(self, on: Moment) -> None:
        """The grid is about the day."""
        self._on = on
        if self._made is not None:
            self._made.show_day(on)

    def refresh(self, changed: Changed) -> None:
        """What it shows may have changed; it is read again when it is looked at."""
        if self._made is not None and not self.isHidden():
            self._made.refresh(changed)
        else:
            self._old = True

    def waiting(self) -> int:
        """How many cells are not in order."""
        return self._made.problems() if self._made is not None else 0

    def next_waiting(self) -> None:
        """Go to the next of them."""
        self.grid().next_problem()

    def go(self) -> None:
        """Into the cells."""
        self.grid().view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_paper_form(self, drawn: Roster, name: str) -> None:
        leaving = leaving_roster(drawn, self._on)
        self.keeps.emit("grid.paper_title", name, lambda out: keeping.roster_book(drawn, out), leaving)
