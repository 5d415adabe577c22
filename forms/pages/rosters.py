"""Rosters (报表): choose what for and whom, see it as it will stand in the workbook, save it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from exports import workbook
from forms.asking import Asking, FileDialogs
from forms.background import Job
from forms.notice import Notice
from forms.page import Page
from forms.parts.card import Card, Elided, WordButton, text_label
from forms.parts.empty import Empty
from forms.parts.inputs import ComboBox
from forms.parts.table import Column, Table, TableModel
from forms.tr import lang, say
from schoolprep.days import Moment
from schoolprep.desk import Changed, Desk
from schoolprep.problem import KnownError
from schoolprep.roster import Roster
from schoolprep.roster.order import unit_key

_PIXELS_A_CHARACTER = 8


class _Row(NamedTuple):
    key: str
    cells: tuple[str, ...]


class RostersPage(Page):
    """See the module."""

    name = "rosters"

    def __init__(
        self, desk: Desk, on: Moment, parent: QWidget | None = None, *, asking: Asking | None = None
    ) -> None:
        super().__init__(desk, on, parent)
        self._asking = asking or FileDialogs()
        self._drawn: Roster | None = None
        self._table: Table | None = None
        head, body = self.framed()
        self._build_head(head)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self._build_list())
        across.addWidget(self._build_preview(), 1)
        body.addLayout(across, 1)
        self._fill_list()
        self._fill_classes()
        self.refresh(None)

    def _build_head(self, head: QHBoxLayout) -> None:
        head.addStretch(1)
        self.classes = ComboBox()
        self.classes.setMinimumWidth(150)
        self.bind(self.classes.setAccessibleName, "rosters.whom")
        self.classes.activated.connect(self._draw)
        self.mask = QCheckBox()
        self.bind(self.mask.setText, "rosters.mask")
        self.bind(self.mask.setToolTip, "rosters.mask_tip")
        self.mask.clicked.connect(self._draw)
        self.save = WordButton("rosters.save", kind="filled", icon="save")
        self.save.clicked.connect(self._save)
        for widget in (self.mask, self.classes, self.save):
            head.addWidget(widget)

    def _build_list(self) -> QWidget:
        card = Card(title="rosters.which", margin=12)
        card.setFixedWidth(250)
        self.layouts = QListWidget()
        self.bind(self.layouts.setAccessibleName, "rosters.which")
        self.layouts.setWordWrap(True)
        self.layouts.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.layouts.currentItemChanged.connect(self._draw)
        card.body.addWidget(self.layouts, 1)
        return card

    def _build_preview(self) -> QWidget:
        self._card = Card(margin=14)
        self._heading = text_label("lead")
        self._under = text_label("note", wrap=True)
        self._sheets = ComboBox()
        self.bind(self._sheets.setAccessibleName, "rosters.sheet")
        self._sheets.activated.connect(self._show_sheet)
        line = QHBoxLayout()
        line.addWidget(self._heading, 1)
        line.addWidget(self._sheets)
        self._card.body.addLayout(line)
        self._card.body.addWidget(self._under)
        self._room = QVBoxLayout()
        self._card.body.addLayout(self._room, 1)
        self._foot = Elided("note")
        self._card.body.addWidget(self._foot)
        self._empty = Empty("rosters", "rosters.empty_title", "rosters.empty")
        self._room.addWidget(self._empty)
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
            item.setToolTip(layout.purpose[lang()])
            item.setData(Qt.ItemDataRole.UserRole, layout.id)
            self.layouts.addItem(item)
        self.layouts.setCurrentRow(0)
        self.layouts.blockSignals(False)
        self.choose(chosen)

    def _fill_classes(self) -> None:
        chosen = self.classes.currentData()
        people = [file.person for file in self.desk.files().values()]
        classes = {one.class_name: unit_key(one) for one in people if one.class_name}
        self.classes.clear()
        self.classes.addItem(say("rosters.everybody"), None)
        for name in sorted(classes, key=lambda name: classes[name]):
            self.classes.addItem(name, name)
        self.classes.setCurrentIndex(max(0, self.classes.findData(chosen)))

    # ------------------------------------------------------------- showing

    def _draw(self) -> None:
        if not self.layout_id() or not self.desk.files():
            self._drawn = None
            self.save.setEnabled(False)
            return
        try:
            self._drawn = self.desk.roster(
                self.layout_id(), self.on, lang(), self.classes.currentData(), mask=self.mask.isChecked()
            )
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        drawn = self._drawn
        self.save.setEnabled(True)
        self._heading.setText(drawn.title_lines[0])
        self._under.setText("  ".join(drawn.title_lines[1:]))
        self._foot.setText("  ".join((*drawn.foot, *drawn.signatures)))
        self._sheets.clear()
        for group in drawn.groups:
            self._sheets.addItem(group.title or group.sheet)
        self._sheets.setVisible(len(drawn.groups) > 1)
        self._show_sheet()

    def _show_sheet(self) -> None:
        drawn, at = self._drawn, max(0, self._sheets.currentIndex())
        if drawn is None or not drawn.groups:
            return
        group = drawn.groups[at]
        columns = [
            Column[_Row](f"\0{heading}", int(column.width * _PIXELS_A_CHARACTER) + 16, _cell(number))
            for number, (heading, column) in enumerate(zip(drawn.headings, drawn.columns, strict=True))
        ]
        model = _Preview(columns, lambda row: row.key, lambda row: " ".join(row.cells), self)
        rows = group.rows or [(drawn.nobody, *[""] * (len(columns) - 1))]
        model.set_rows(
            _Row(str(number), tuple("" if cell is None else str(cell) for cell in cells))
            for number, cells in enumerate(rows)
        )
        table = Table(model)
        table.setAccessibleName(group.title or drawn.title_lines[0])
        self._empty.hide()
        if self._table is not None:
            self._room.removeWidget(self._table)
            self._table.deleteLater()
        self._table = table
        self._room.addWidget(table)

    def refresh(self, changed: Changed) -> None:
        """Draw again."""
        self._fill_classes()
        self._draw()

    def show_day(self, on: Moment) -> None:
        """Draw for another day."""
        super().show_day(on)
        self._draw()

    def retranslate(self) -> None:
        """Draw in the language."""
        super().retranslate()
        if hasattr(self, "_card"):
            self._fill_list()
            self.refresh(None)

    # ------------------------------------------------------------- saving

    def _save(self) -> None:
        drawn = self._drawn
        if drawn is None:
            return
        day = self.on.text()[:10]
        out = self._asking.save_file(self, "rosters.save_title", f"{drawn.title_lines[0]}_{day}.xlsx")
        if out is None:
            return
        job = Job(say("rosters.saving", name=out.name), workbook.write(drawn, out))
        self._saving = out
        job.done.connect(self._saved)
        self.started.emit(job)

    def _saved(self, _: object) -> None:
        self.noticed.emit(Notice("rosters.saved", {"path": str(self._saving)}))


class _Preview(TableModel[_Row]):
    """Headings are the roster's own words, already in the language."""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        """The roster's heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].says[1:]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return super().headerData(section, orientation, role)
        return None


def _cell(number: int):  # type: ignore[no-untyped-def]
    return lambda row: row.cells[number]


__all__ = ["Path", "RostersPage"]
