"""The risk areas of a day: the list, its changes since the day before, whom each concerns; room to paste a bulletin."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from forms.intake.station import Station
from forms.pages.page import Wanted
from forms.parts.card import Card, Elided, WordButton, text_label
from forms.parts.empty import Empty
from forms.parts.segments import Segment, Segments
from forms.parts.table import Column, TableModel, TableView
from forms.words.tr import lang, say
from schoolprep.desk import Desk
from schoolprep.facts.area import Area, Level
from schoolprep.facts.days import Day, Moment
from schoolprep.facts.kinds import write
from schoolprep.verdicts.area_concerns import reached
from schoolprep.verdicts.explain import full_day

_INKS: dict[Level, str] = {"high": "deferred", "medium": "incomplete", "low": "verify"}
_PEOPLE = 5
"""The column with the number of people; a click on it opens them."""
_VIEWS = ("now", "new", "lifted", "all")


class ListedArea(NamedTuple):
    """One entry of the list, and whom it concerns."""

    key: str
    area: Area
    place: str
    subjects: tuple[str, ...]


class DayView(Station):
    """See the module; where a journey of lists begins."""

    files_wanted = Signal()
    text_wanted = Signal(str)
    """A pasted text shall be read as a list."""

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._on = desk, on
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        across.addWidget(self._build_list(), 1)
        across.addWidget(self._build_paste())
        self.more = self.act("intakepage.choose", self.files_wanted.emit, icon="open")
        self.fill()

    def _build_list(self) -> QWidget:
        card = Card(margin=12)
        self.day_views = Segments([Segment(one, f"areas.view_{one}") for one in _VIEWS])
        self.day_views.chosen.connect(self._narrow)
        head = QHBoxLayout()
        head.addWidget(self.day_views)
        self.change = Elided("note")
        head.addWidget(self.change, 1)
        card.body.addLayout(head)
        columns: list[Column[ListedArea]] = [
            Column("areas.level", 104, self._level, lambda row: -row.area.strictness, "strong",
                   ink=lambda row: _INKS.get(row.area.level, "ink_2")),
            Column("areas.place", 176, lambda row: row.place, dress="strong", wrap=True),
            Column("areas.detail", 130, lambda row: row.area.detail, stretch=True, wrap=True),
            Column("areas.since", 118, lambda row: _day(row.area.since), lambda row: row.area.since, whole=True),
            Column("areas.until", 118, lambda row: _day(row.area.until), lambda row: row.area.until or 0, whole=True),
            Column("areas.people", 76, _people, lambda row: -len(row.subjects), "strong",
                   ink=lambda row: "accent", right=True),
            Column("areas.source", 120, lambda row: row.area.source, dress="quiet", wrap=True),
        ]  # fmt: skip
        self.model = TableModel[ListedArea](
            columns, lambda row: row.key, lambda row: f"{row.place} {row.area.detail} {row.area.source}", self
        )
        self.table = TableView(self.model)
        self.bind(self.table.setAccessibleName, "areas.list")
        self.table.opened.connect(self._open)
        self.table.clicked.connect(self._clicked)
        card.body.addWidget(self.table, 1)
        self.nothing = text_label("quiet", wrap=True)
        self.bind(self.nothing.setText, "areas.nothing")
        card.body.addWidget(self.nothing, 1)
        self.none = Empty("areas", "areas.empty_title", "areas.empty", "intakepage.choose")
        self.none.pressed.connect(self.files_wanted)
        card.body.addWidget(self.none, 1)
        self._hint = text_label("note", wrap=True)
        self.bind(self._hint.setText, "areas.hint")
        card.body.addWidget(self._hint)
        return card

    def _build_paste(self) -> QWidget:
        card = Card(title="areas.paste", margin=12)
        card.setFixedWidth(280)
        self.text = QPlainTextEdit()
        self.bind(self.text.setPlaceholderText, "areas.paste_example")
        self.bind(self.text.setAccessibleName, "areas.paste")
        self.text.setTabChangesFocus(True)
        self.text.setAcceptDrops(False)  # a dropped file is read, not named
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.text.textChanged.connect(self._typed)
        self.read_text = WordButton("areas.read")
        self.read_text.setEnabled(False)
        self.read_text.clicked.connect(self._read_text)
        card.body.addWidget(self.text, 1)
        card.body.addWidget(self.read_text)
        return card

    def _typed(self) -> None:
        self.read_text.setEnabled(bool(self.text.toPlainText().strip()))

    def _read_text(self) -> None:
        self.text_wanted.emit(self.text.toPlainText())

    # ------------------------------------------------------------- the list

    def fill(self) -> None:
        """Show the list as it is now, and count again whom it concerns."""
        areas = self._desk.judging.grounds.areas()
        whom = reached(
            self._desk.people.files().values(), areas, self._on, self._desk.rules.in_force(self._on)
        )
        self.model.set_rows(
            ListedArea(
                one.record,
                one,
                self._desk.data.divisions.short_name(one.place),
                tuple(whom.get(one.record, ())),
            )
            for one in sorted(areas.entries, key=lambda one: (-one.strictness, one.place, one.detail))
        )
        rows, today = self.model.all_rows(), self._on.day
        self.day_views.show_counts(
            {view: sum(_shown(view, row.area, today) for row in rows) for view in _VIEWS}
        )
        self.day_views.setVisible(bool(rows))
        self._tell_change(rows)
        self._hint.setVisible(bool(rows))
        self.none.setVisible(not rows)
        self.more.setVisible(bool(rows))
        self._narrow(self.day_views.choice())

    def _tell_change(self, rows: list[ListedArea]) -> None:
        """What changed since the day before, and how many people of the school that concerns."""
        changed = {
            view: [row for row in rows if _shown(view, row.area, self._on.day)] for view in ("new", "lifted")
        }
        people = {subject for found in changed.values() for row in found for subject in row.subjects}
        some = any(changed.values())
        facts = {"new": len(changed["new"]), "lifted": len(changed["lifted"]), "people": len(people)}
        self.change.setText(say("areas.change", **facts) if some else "")

    def _narrow(self, view: str) -> None:
        today = self._on.day
        self.model.narrow(keep=lambda row: _shown(view, row.area, today))
        some = self.model.rowCount() > 0
        self.table.setVisible(some)
        self.nothing.setVisible(not some and bool(self.model.all_rows()))

    def _level(self, row: ListedArea) -> str:
        field = self._desk.data.blanks["area"]["level"]
        return write(field, row.area.level, lang(), self._desk.data.divisions)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == _PEOPLE:
            self._open(self.model.key_at(index.row()))

    def _open(self, key: str) -> None:
        """Show whom an entry concerns."""
        for row in self.model.all_rows():
            if row.key == key and row.subjects:
                self.asked.emit(
                    "people", Wanted(row.subjects, says="areas.asked", facts={"place": row.place})
                )

    def show_day(self, on: Moment) -> None:
        """The list of another day."""
        if on != self._on:
            self._on = on
            self.fill()


def _shown(view: str, area: Area, today: Day) -> bool:
    match view:
        case "now":
            return area.since <= today and (area.until is None or today <= area.until)
        case "new":
            return area.since == today
        case "lifted":
            return area.until is not None and area.until == today - 1
    return True


def _people(row: ListedArea) -> str:
    return str(len(row.subjects) or "")


def _day(day: Day | None) -> str:
    return "" if day is None else full_day(day, lang())
