"""Elsewhere: another sheet with something that was never filed is named beside the grid; it is not forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from forms.parts.card import WordButton
from forms.words import dates
from forms.words.tr import lang
from forms.words.units import unit_name
from schoolprep.grid import Purposes, Waiting


class Elsewhere(WordButton):
    """The link to the latest of them; `wanted` carries a `Waiting`."""

    wanted = Signal(object)

    def __init__(self, purposes: Purposes) -> None:
        super().__init__("grid.person", kind="link")
        self._purposes = purposes
        self._others: Sequence[Waiting] = ()
        self.clicked.connect(self._go)
        self.hide()

    def show_others(self, others: Sequence[Waiting]) -> None:
        """Show the first; none: nothing is shown."""
        self._others = others
        self.setVisible(bool(others))
        if others:
            one = others[0]
            self.bind(
                self.setText, "grid.waiting", unit=unit_name(*one.unit), day=dates.short(one.day),
                purpose=self._purposes[one.purpose].title[lang()],
            )  # fmt: skip

    def _go(self) -> None:
        self.wanted.emit(self._others[0])
