"""Rosters (报表): choose what for and whom, see it as it will stand in the workbook, save it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from forms.look.type import font
from forms.pages.asking import Asking
from forms.pages.keeping import KeepingPage, roster_book
from forms.pages.notice import Notice
from forms.parts.card import Card, WordButton, text_label
from forms.parts.empty import Empty
from forms.parts.inputs import ComboBox
from forms.parts.table import Column, Index, TableModel, TableView
from forms.parts.tip import Tip
from forms.words.tr import lang, say
from schoolprep.desk import Changed, Desk
from schoolprep.desk.log import leaving_roster
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import KnownError
from schoolprep.facts.school_order import unit_key
from schoolprep.roster import DrawnColumn, Roster, RosterCell

_PIXELS_A_CHARACTER = 7
_WIDEST = 170
"""Pixels to which a column grows beyond its declared width."""
_LONGEST = 200
"""Signs of whom a roster is for."""
_INKS = {"done": "ready", "due": "incomplete", "missed": "deferred", "planned": "verify", "past": "ink_2"}
"""Ink of a test's state; a verdict's ink has its own name."""


class _Row(NamedTuple):
    key: str
    cells: tuple[str, ...]
    tone: str


class RostersPage(KeepingPage):
    """See the module."""

    name = "rosters"

    def __init__(
        self, desk: Desk, on: Moment, parent: QWidget | None = None, *, asking: Asking | None = None
    ) -> None:
        super().__init__(desk, on, parent, asking=asking)
        self._drawn: Roster | None = None
        self.table: TableView | None = None
        head, body = self.framed()
        self._build_head(head)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self._build_list())
        across.addWidget(self._build_preview(), 1)
        body.addLayout(across, 1)
        self.composed(self._fill_list)
        self.composed(self._draw_again)

    def _build_head(self, head: QHBoxLayout) -> None:
        head.addStretch(1)
        self.classes = ComboBox()
        self.classes.setMinimumWidth(150)
        self.bind(self.classes.setAccessibleName, "rosters.whom")
        self.classes.activated.connect(self._draw)
        self.masked = QCheckBox()
        self.bind(self.masked.setText, "rosters.mask")
        self.bind(Tip(self.masked), "rosters.mask_tip")
        self.masked.clicked.connect(self._draw)
        self.save = WordButton("rosters.save", kind="filled", icon="save")
        self.save.clicked.connect(self._save)
        for widget in (self.masked, self.classes, self.save):
            head.addWidget(widget)

    def _build_list(self) -> QWidget:
        card = Card(title="rosters.which", margin=12)
        card.setFixedWidth(220)
        self.layouts = QListWidget()
        self.bind(self.layouts.setAccessibleName, "rosters.which")
        self.layouts.setWordWrap(True)
        self.layouts.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.layouts.currentItemChanged.connect(self._draw)
        self.layouts.currentItemChanged.connect(self._recall)
        self._purpose = text_label("note", wrap=True)
        card.body.addWidget(self.layouts, 1)
        card.body.addWidget(self._purpose)
        self.whom, self.what_for = QLineEdit(), QLineEdit()
        for line, key in ((self.whom, "rosters.for_whom"), (self.what_for, "rosters.what_for")):
            self.bind(line.setPlaceholderText, key)
            self.bind(line.setAccessibleName, key)
            self.bind(Tip(line), "rosters.logged_tip")
            line.setMaxLength(_LONGEST)
            card.body.addWidget(line)
        return card

    def _build_preview(self) -> QWidget:
        self._card = Card(margin=14)
        self.heading = text_label("lead")
        self.under = text_label("note", wrap=True)
        self.sheets = ComboBox()
        self.bind(self.sheets.setAccessibleName, "rosters.sheet")
        self.sheets.activated.connect(self._show_sheet)
        line = QHBoxLayout()
        line.addWidget(self.heading, 1)
        line.addWidget(self.sheets)
        self._card.body.addLayout(line)
        self._card.body.addWidget(self.under)
        self._room = QVBoxLayout()
        self._card.body.addLayout(self._room, 1)
        self.foot = text_label("note", wrap=True)
        self._card.body.addWidget(self.foot)
        self.empty = Empty("rosters", "rosters.empty_title", "rosters.empty")
        self._room.addWidget(self.empty)
        return self._card

    # ------------------------------------------------------------- choosing

    def layout_id(self) -> str:
        """The chosen roster."""
        item = self.layouts.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""

    def choose(self, layout: str) -> None:
        """Choose a roster."""
        for at in range(self.layouts.count()):
            if self.layouts.item(at).data(Qt.ItemDataRole.UserRole) == layout:
                self.layouts.setCurrentRow(at)

    def _fill_list(self) -> None:
        chosen = self.layout_id()
        self.layouts.blockSignals(True)
        self.layouts.clear()
        for layout in sorted(self.desk.data.layouts.values(), key=lambda one: one.position):
            item = QListWidgetItem(layout.title[lang()])
            Tip(item)(layout.purpose[lang()])
            item.setData(Qt.ItemDataRole.UserRole, layout.id)
            self.layouts.addItem(item)
        self.layouts.setCurrentRow(0)
        self.layouts.blockSignals(False)
        self.choose(chosen)

    def _fill_classes(self) -> None:
        chosen = self.classes.currentData()
        people = [file.person for file in self.desk.people.files().values()]
        classes = {one.class_name: unit_key(one) for one in people if one.class_name}
        self.classes.clear()
        self.classes.addItem(say("rosters.everybody"), None)
        for name in sorted(classes, key=lambda name: classes[name]):
            self.classes.addItem(name, name)
        self.classes.setCurrentIndex(max(0, self.classes.findData(chosen)))

    # ------------------------------------------------------------- showing

    def _draw(self) -> None:
        chosen = self.desk.data.layouts.get(self.layout_id())
        self._purpose.setText(chosen.purpose[lang()] if chosen else "")
        if chosen is None or not self.desk.people.files():
            self._show_nothing()
            return
        try:
            self._drawn = self.desk.rosters.draw(
                chosen.id, self.on, lang(), self.classes.currentData(), mask=self.masked.isChecked()
            )
        except KnownError as wrong:
            self._show_nothing()
            self.noticed.emit(Notice.of_error(wrong))
            return
        drawn = self._drawn
        self.save.setEnabled(True)
        self.heading.setText(drawn.title_lines[0])
        self.under.setText("  ".join(drawn.title_lines[1:]))
        self.foot.setText("\n".join((*drawn.foot, "　　".join(drawn.signatures))).rstrip())
        self.sheets.clear()
        for group in drawn.groups:
            self.sheets.addItem(group.title or group.sheet)
        self.sheets.setVisible(len(drawn.groups) > 1)
        self._show_sheet()

    def _show_nothing(self) -> None:
        self._drawn = None
        self.save.setEnabled(False)
        self._put_table(None)
        for label in (self.heading, self.under, self.foot):
            label.clear()
        self.sheets.hide()

    def _show_sheet(self) -> None:
        drawn, at = self._drawn, max(0, self.sheets.currentIndex())
        if drawn is None or not drawn.groups:
            return
        group = drawn.groups[at]
        columns = [
            Column[_Row](
                column.heading, _width(column, [row[number] for row in group.rows]),
                _cell(number), right=column.align == "right",
                dress="strong" if column.toned else "plain", ink=_ink if column.toned else None,
                whole=column.kind == "date", wrap=column.wrap,
            )
            for number, column in enumerate(drawn.columns)
        ]  # fmt: skip
        model = _Preview(columns, lambda row: row.key, lambda row: " ".join(row.cells), self)
        if group.rows:
            model.set_rows(
                _Row(str(number), tuple("" if cell is None else str(cell) for cell in cells), tone)
                for number, (cells, tone) in enumerate(zip(group.rows, group.tones, strict=True))
            )
        else:
            model.set_rows([_Row("", (drawn.nobody, *[""] * (len(columns) - 1)), "")])
        table = TableView(model, lines=1 + any(column.wrap for column in drawn.columns))
        table.setAccessibleName(group.title or drawn.title_lines[0])
        self._put_table(table)

    def _put_table(self, table: TableView | None) -> None:
        """The preview's columns change with the roster, so the table is a new one each time."""
        if self.table is not None:
            self._room.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        self.table = table
        self.empty.setVisible(table is None)
        if table is not None:
            self._room.addWidget(table)

    def refresh(self, changed: Changed) -> None:
        """Draw again."""
        self._draw_again()

    def _draw_again(self) -> None:
        self._fill_classes()
        self._draw()

    def show_day(self, on: Moment) -> None:
        """Draw for another day."""
        other = on != self.on
        super().show_day(on)
        if other:
            self._draw()

    # ------------------------------------------------------------- saving

    def _save(self) -> None:
        drawn = self._drawn
        if drawn is None:
            return
        day = self.on.text()[:10]
        leaving = leaving_roster(
            drawn, self.on, unit=self.classes.currentData() or "", masked=self.masked.isChecked(),
            whom=self.whom.text(), purpose=self.what_for.text(),
        )  # fmt: skip
        self.keep_file(
            "rosters.save_title",
            f"{drawn.title_lines[0]}_{day}.xlsx",
            lambda out: roster_book(drawn, out),
            leaving,
        )

    def _recall(self) -> None:
        """For whom and what for this roster was made last."""
        last = self.desk.log.last_of(self.layout_id())
        self.whom.setText(last.whom if last else "")
        self.what_for.setText(last.purpose if last else "")


class _Preview(TableModel[_Row]):
    """Headings are the roster's own words, already in the language."""

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:  # Qt's roles differ in type
        """The roster's heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].says
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:  # as above
        """What a cell says."""
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid():
            column = self.columns[index.column()]
            return f"{column.says} {column.text(self.row_at(index))}"
        return super().data(index, role)


def _width(column: DrawnColumn, cells: Sequence[RosterCell]) -> int:
    """As declared for paper; wider where a short answer would be cut (English words), as far as a preview may."""
    metrics = QFontMetrics(font(bold=column.toned))
    words = {str(cell) for cell in cells if cell is not None} if not column.wrap else set()
    longest = max((metrics.horizontalAdvance(word) for word in (column.heading, *words)), default=0)
    return max(int(column.width * _PIXELS_A_CHARACTER), min(longest, _WIDEST)) + 18


def _cell(number: int) -> Callable[[_Row], str]:
    return lambda row: row.cells[number]


def _ink(row: _Row) -> str:
    return _INKS.get(row.tone, row.tone or "ink")
