"""Compare first: a view with a list and a decision; who would change stands where the list was while one decides."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from forms.look.current import length
from forms.parts.table import TableView
from forms.rules.decision import Decision
from forms.rules.preview import Previewed
from forms.rules.view import RulesView
from forms.rules.who_changes import Moves
from schoolprep.desk import Changed
from schoolprep.facts.days import Moment


class Weighing(RulesView):
    """Base of the views in which a school decides something about a rule or a pack."""

    table: TableView

    def listed(self, card: QWidget) -> QStackedWidget:
        """The list, with room for who would change."""
        self.moves = Moves(self.desk.data.divisions)
        self.moves.save.hide()
        self.moves.opened.connect(self.opened)
        self.moves.noticed.connect(self.noticed)
        self._left = QStackedWidget()
        self._left.addWidget(card)
        self._left.addWidget(self.moves)
        return self._left

    def weighed(self, decision: Decision, beside: QWidget) -> QWidget:
        """The decision, hidden until it is asked for, above what is chosen."""
        self._decision = decision
        decision.noticed.connect(self.noticed)
        decision.trial.started.connect(self.started)
        decision.found.connect(self._show_moves)
        decision.closed.connect(self._show_list)
        both = QWidget()
        down = QVBoxLayout(both)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(length("gap"))
        down.addWidget(decision)
        down.addWidget(beside, 1)
        return both

    def _show_moves(self, found: Previewed | None) -> None:
        if found is not None and found.comparison.moves:
            self.moves.show_found(found.comparison, found.rows)
            self._left.setCurrentWidget(self.moves)
            self.moves.table.choose(self.moves.model.key_at(0))
        elif self._left.currentWidget() is self.moves:
            self._left.setCurrentIndex(0)

    def _show_list(self) -> None:
        self._left.setCurrentIndex(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def fill(self) -> None:
        """Read what the list shows; only here is the school's file asked. Views extend this."""

    def showEvent(self, event: QShowEvent) -> None:
        """Who would change is asked again where it was given up."""
        super().showEvent(event)
        self._decision.go_on()

    def leave(self) -> None:
        """Nobody is judged for a decision while the window is locked."""
        self._decision.trial.drop()

    def unfinished(self) -> bool:
        """A decision that was opened and not taken."""
        return self._decision.is_open()

    def show_day(self, on: Moment) -> None:
        """What holds on another day."""
        other = on != self.on
        super().show_day(on)
        if other:
            self.fill()
            self._decision.show_day(on)

    def refresh(self, changed: Changed) -> None:
        """The rules may be others."""
        if changed is None:
            self.fill()
