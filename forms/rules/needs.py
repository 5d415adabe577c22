"""Needs: tests, isolation places and meals of the next days, by both sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from forms import dates
from forms.notice import Notice
from forms.parts.card import Card, LinkButton, text_label
from forms.parts.table import Column, Table, TableModel
from forms.tr import say
from schoolprep.days import Day
from schoolprep.whatif import PLACES, Assumptions, DayNeeds, Needs

_ROW = 26
"""Pixels of a line: two weeks should be seen at once."""
_WIDE, _DAY = 116, 200


class Line(NamedTuple):
    """One day of both sides; where the sides are of different days, day by day from each side's own."""

    at: int
    before: DayNeeds
    after: DayNeeds


def lines(before: Needs, after: Needs) -> list[Line]:
    """The days side by side."""
    return [Line(at, *pair) for at, pair in enumerate(zip(before.days, after.days, strict=True))]


class NeedsTable(Table):
    """The table; its numbers stand evenly, so that a line can be read across in a wide window too."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Widths follow the window."""
        super().resizeEvent(event)
        numbers = self.model().columnCount() - 1
        each = max(_WIDE, (self.viewport().width() - _DAY) // max(1, numbers))
        for at in range(1, numbers + 1):
            self.setColumnWidth(at, each)
        self.setColumnWidth(0, max(_DAY, self.viewport().width() - each * numbers))


class NeedsCard(Card):
    """The table, and what it was counted with."""

    noticed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="whatifpage.needs", margin=12)
        self._assumed: Assumptions | None = None
        self.copy = LinkButton("people.copy", tip="whatifpage.copy_needs_tip")
        self.copy.clicked.connect(self.copy_lines)
        self.head.addWidget(self.copy)
        columns: list[Column[Line]] = [
            Column("whatifpage.day", _DAY, _day, lambda line: line.at, dress="strong"),
            _column("whatifpage.tests", lambda day: len(day.tests)),
            *(_column(f"whatifpage.{place}", _people(place)) for place in PLACES),
            _column("whatifpage.meals", lambda day: day.meals),
        ]
        self.model: TableModel[Line] = TableModel(columns, lambda line: str(line.at), lambda line: "", self)
        self.table = NeedsTable(self.model)
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.bind(self.table.setAccessibleName, "whatifpage.needs")
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        copied = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table)
        copied.setContext(Qt.ShortcutContext.WidgetShortcut)
        copied.activated.connect(self.copy_lines)
        self.body.addWidget(self.table)
        self.assumed = text_label("note", wrap=True)
        self.body.addWidget(self.assumed)
        self._fit()

    def show_needs(self, before: Needs, after: Needs) -> None:
        """Show both sides."""
        self._assumed = before.assumed
        self.model.set_rows(lines(before, after))
        self._fit()
        self._say()

    def _fit(self) -> None:
        """All days are seen: the page scrolls, not the table."""
        head = self.table.horizontalHeader().height()
        self.table.setFixedHeight(head + _ROW * max(1, self.model.rowCount()) + 12)
        self.copy.setEnabled(self.model.rowCount() > 0)

    def _say(self) -> None:
        if self._assumed is not None:
            places = say("whatifpage.between").join(say(f"whatifpage.{place}") for place in self._assumed.fed)
            told = say("whatifpage.assumed", meals=self._assumed.meals_a_day, places=places)
            self.assumed.setText(f"{told} {say('whatif.no-staff')}")

    def retranslate(self) -> None:
        """Say it in the language."""
        super().retranslate()
        if hasattr(self, "assumed"):
            self._say()

    def copied(self) -> str:
        """The table as text, tabs between."""
        rows: Sequence[Line] = self.model.shown()
        told = [[say(column.says) for column in self.model.columns]]
        told += [[column.text(row) for column in self.model.columns] for row in rows]
        return "\n".join("\t".join(line) for line in told)

    def copy_lines(self) -> None:
        """Copy the table."""
        QGuiApplication.clipboard().setText(self.copied())
        self.noticed.emit(Notice("whatifpage.copied_days", {"number": self.model.rowCount()}))


def _people(place: str) -> Callable[[DayNeeds], int]:
    return lambda day: len(day.places[place])  # type: ignore[index]  # the name is one of PLACES


def _column(says: str, number: Callable[[DayNeeds], int]) -> Column[Line]:
    """A number of both sides; one alone where they agree."""

    def text(line: Line) -> str:
        before, after = number(line.before), number(line.after)
        return str(before) if before == after else f"{before} → {after}"

    def ink(line: Line) -> str:
        before, after = number(line.before), number(line.after)
        return "accent" if before != after else "ink" if before else "ink_2"

    return Column(says, _WIDE, text, lambda line: number(line.after), ink=ink, right=True)


def _day(line: Line) -> str:
    days: dict[Day, None] = dict.fromkeys((line.before.day, line.after.day))
    return " → ".join(f"{dates.short(day)} {dates.weekday(day)}" for day in days)
