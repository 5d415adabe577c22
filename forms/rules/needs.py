"""Needs: tests, isolation places and meals of the next days, by both sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QPainter, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QWidget

from forms import dates
from forms.look.style import focus_ring
from forms.notice import Notice
from forms.parts.card import Card, LinkButton, text_label
from forms.parts.table import Column, Index, RowDelegate, Table, TableModel
from forms.rules.moves import Only
from forms.tr import say
from schoolprep.days import Day
from schoolprep.whatif import PLACES, Assumptions, DayNeeds, Needs

_ROW = 26
"""Pixels of a line: two weeks should be seen at once."""
_WIDE, _DAY = 116, 200


_TESTS, _MEALS = "tests", "meals"
_WHAT = (_TESTS, *PLACES, _MEALS)
"""What is needed, a column each."""


class Line(NamedTuple):
    """One day of both sides; where the sides are of different days, day by day from each side's own."""

    at: int
    before: DayNeeds
    after: DayNeeds


def lines(before: Needs, after: Needs) -> list[Line]:
    """The days side by side."""
    return [Line(at, *pair) for at, pair in enumerate(zip(before.days, after.days, strict=True))]


class _Cells(RowDelegate):
    """One goes from number to number here, not from line to line."""

    def _ring(self, painter: QPainter, rect: QRectF, index: Index, table: Table) -> None:
        if index.column() == table.currentIndex().column():
            focus_ring(painter, rect.adjusted(0, 0, 0, -1), 4)


class NeedsTable(Table):
    """The table; its numbers stand evenly, so that a line can be read across in a wide window too."""

    def __init__(self, model: TableModel[Line]) -> None:
        super().__init__(model)
        self.setItemDelegate(_Cells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

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
    asked = Signal(object)
    """The people (`Only`) whom a number counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="whatifpage.needs", margin=12)
        self._assumed: Assumptions | None = None
        self.copy = LinkButton("people.copy", tip="whatifpage.copy_needs_tip")
        self.copy.clicked.connect(self.copy_lines)
        self.head.addWidget(self.copy)
        columns: list[Column[Line]] = [
            Column("whatifpage.day", _DAY, _day, lambda line: line.at, dress="strong"),
            *(_column(f"whatifpage.{what}", _number(what)) for what in _WHAT),
        ]
        self.model: TableModel[Line] = TableModel(columns, lambda line: str(line.at), lambda line: "", self)
        self.table = NeedsTable(self.model)
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.bind(self.table.setAccessibleName, "whatifpage.needs")
        self.table.opened.connect(self._ask)
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

    def _ask(self, key: str) -> None:
        """Whom the number counts on which one is; of a day, everybody who needs something."""
        line = self.model.row_at(self.model.line_of(key))
        column = self.table.currentIndex().column()
        asked = _WHAT[column - 1 : column] if column else _WHAT
        people = {
            subject
            for side in (line.before, line.after)
            for what in asked
            for subject in self._people(side, what)
        }

        def told(number: int) -> str:
            between = say("whatifpage.between")
            words = between.join(say(f"whatifpage.{what}") for what in asked)
            return say("whatifpage.told_needs", day=_day(line), what=words, number=number)

        self.asked.emit(Only(lambda row: row.subject in people, told))

    def _people(self, day: DayNeeds, what: str) -> tuple[str, ...]:
        if what != _MEALS:
            return _people(day, what)
        fed = self._assumed.fed if self._assumed is not None else ()
        return tuple(subject for place in fed for subject in day.places[place])

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


def _people(day: DayNeeds, what: str) -> tuple[str, ...]:
    return day.tests if what == _TESTS else day.places[what]  # type: ignore[index]  # one of PLACES


def _number(what: str) -> Callable[[DayNeeds], int]:
    return lambda day: day.meals if what == _MEALS else len(_people(day, what))


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
