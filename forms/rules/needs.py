"""Needs: tests, isolation places and meals of the next days, by both sides."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QPainter, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QWidget

from forms.look.style import focus_ring
from forms.pages.notice import Notice
from forms.parts.card import Card, LinkButton, text_label
from forms.parts.table import Column, Index, RowDelegate, TableModel, TableView
from forms.rules.who_changes import Only
from forms.words import dates
from forms.words.tr import listed, say
from schoolprep.loop.needs import COUNTED, Assumptions, DayNeeds, Needs, SameDay, side_by_side

_ROW = 26
"""Pixels of a line: two weeks should be seen at once."""
_WIDE, _DAY = 116, 200


class _Cells(RowDelegate):
    """One goes from number to number here, not from line to line."""

    def _ring(self, painter: QPainter, rect: QRectF, index: Index, table: TableView) -> None:
        if index.column() == table.currentIndex().column():
            focus_ring(painter, rect.adjusted(0, 0, 0, -1), 4)


class NeedsTable(TableView):
    """The table; its numbers stand evenly, so that a line can be read across in a wide window too."""

    def __init__(self, model: TableModel[SameDay]) -> None:
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
        columns: list[Column[SameDay]] = [
            Column("whatifpage.day", _DAY, _day, lambda line: line.day, dress="strong", whole=True),
            *(_column(what) for what in COUNTED),
        ]
        self.model: TableModel[SameDay] = TableModel(
            columns, lambda line: str(line.day), lambda line: "", self
        )
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
        self.composed(self._say)

    def show_needs(self, before: Needs, after: Needs) -> None:
        """Show both sides."""
        self._assumed = before.assumed
        self.model.set_rows(side_by_side(before, after))
        self._fit()
        self._say()

    def _fit(self) -> None:
        """All days are seen: the page scrolls, not the table."""
        head = self.table.horizontalHeader().height()
        self.table.setFixedHeight(head + _ROW * max(1, self.model.rowCount()) + 12)
        self.copy.setEnabled(self.model.rowCount() > 0)

    def _say(self) -> None:
        if self._assumed is not None:
            places = listed(say(f"whatifpage.{place}") for place in self._assumed.fed)
            told = say("whatifpage.assumed", meals=self._assumed.meals_a_day, places=places)
            self.assumed.setText(f"{told} {say('whatif.no-staff')}")

    def _ask(self, key: str) -> None:
        """Whom the number counts on which one is; of a day, everybody who needs something."""
        line = self.model.row_at(self.model.line_of(key))
        column = self.table.currentIndex().column()
        asked = COUNTED[column - 1 : column] if column else COUNTED
        people = {
            subject
            for side in (line.before, line.after)
            if side is not None
            for what in asked
            for subject in self._people(side, what)
        }

        def told(number: int) -> str:
            words = listed(say(f"whatifpage.{what}") for what in asked)
            return say("whatifpage.told_needs", day=_day(line), what=words, number=number)

        self.asked.emit(Only(lambda row: row.subject in people, told))

    def _people(self, day: DayNeeds, what: str) -> tuple[str, ...]:
        """Who is counted; for meals, who is fed."""
        if what != "meals":
            return day.who(what)
        fed = self._assumed.fed if self._assumed is not None else ()
        return tuple(subject for place in fed for subject in day.who(place))

    def copied(self) -> str:
        """The table as text, tabs between."""
        rows: Sequence[SameDay] = self.model.shown()
        told = [[say(column.says) for column in self.model.columns]]
        told += [[column.text(row) for column in self.model.columns] for row in rows]
        return "\n".join("\t".join(line) for line in told)

    def copy_lines(self) -> None:
        """Copy the table."""
        QGuiApplication.clipboard().setText(self.copied())
        self.noticed.emit(Notice("whatifpage.copied_days", {"number": self.model.rowCount()}))


def _column(what: str) -> Column[SameDay]:
    """A number of both sides; one alone where they agree, a dash where a side's days do not reach the day."""

    def text(line: SameDay) -> str:
        texts = dict.fromkeys("—" if number is None else str(number) for number in line.numbers(what))
        return " → ".join(texts)

    def ink(line: SameDay) -> str:
        before, after = line.numbers(what)
        if before is None or after is None:
            return "ink_2"
        return "accent" if before != after else "ink" if before else "ink_2"

    def order(line: SameDay) -> int:
        return max((number for number in line.numbers(what) if number is not None), default=0)

    return Column(f"whatifpage.{what}", _WIDE, text, order, ink=ink, right=True)


def _day(line: SameDay) -> str:
    return f"{dates.short(line.day)} {dates.weekday(line.day)}"
