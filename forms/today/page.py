"""今日 Today: what a principal must know without scrolling; every number opens the people it counts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from forms.look.current import length
from forms.pages.notice import Notice
from forms.pages.page import Page, Wanted
from forms.parts.bars import Bar, Bars, Legend
from forms.parts.card import Card, Elided, LinkButton, WordButton, text_label
from forms.parts.empty import Empty
from forms.parts.table import Column, TableModel, TableView
from forms.parts.tile import NumberTile, TilePiece
from forms.parts.weekgrid import WeekGrid
from forms.today.handover_lines import HandoverLines
from forms.today.signals_card import SignalsCard
from forms.today.urgent import urgent
from forms.words import dates
from forms.words.tr import lang, listed, say
from forms.words.units import unit_name, unit_of_person
from schoolprep.desk.summary import WEEK, WEEK_ROWS, Group, Summary, WeekRow, summarise
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import Filling
from schoolprep.facts.subject import Subjects
from schoolprep.rules.outcome import OUTCOMES, Outcome

if TYPE_CHECKING:
    from schoolprep.desk import Changed, Desk

_PIECES = 4
_EARLIEST = 60
_LOWEST_BARS = 160
"""Pixels of the classes' bars, which scroll by themselves."""
_FEWEST = 2
"""So many of them are seen at least; where there is no room the page scrolls."""
_ALWAYS: Mapping[WeekRow, str] = {"returns": "travel", "releases": "travel", "tests": "test"}
"""Rows of the week that stand there even when they are empty, where the rules look at the blank."""


class TodayPage(Page):
    """The page."""

    name = "today"

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(desk, on, parent)
        self.summary: Summary | None = None
        head, body = self.framed()
        self._about = Elided("quiet")
        head.addWidget(self._about, 1)
        self.copy = WordButton("today.copy", icon="copy", tip="today.copy_tip")
        self.copy.clicked.connect(self._copy)
        self.export = WordButton("today.export", kind="filled", icon="export")
        self.export.clicked.connect(self._export)
        head.addWidget(self.copy)
        head.addWidget(self.export)
        self._either = QStackedWidget()
        self._either.addWidget(self._figures())
        empty = Empty("people", "today.empty", "today.empty_text", "today.empty_button")
        empty.pressed.connect(self._to_intake)
        self._either.addWidget(empty)
        body.addWidget(self._either, 1)
        self.refresh(None)

    # ------------------------------------------------------------- building

    def _figures(self) -> QWidget:
        whole = QWidget()
        body = QVBoxLayout(whole)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(length("gap"))
        row = QHBoxLayout()
        row.setSpacing(length("gap"))
        self.tiles: dict[Outcome, NumberTile] = {}
        for outcome in OUTCOMES:
            tile = NumberTile(outcome)
            tile.opened.connect(self._tile_opened)
            tile.piece_opened.connect(self._piece_opened)
            self.tiles[outcome] = tile
            row.addWidget(tile, 1)
        body.addLayout(row)
        self.strange = text_label("quiet", wrap=True, select=True)
        body.addWidget(self.strange)
        self.unread = LinkButton("today.unread", facts={"n": 0, "people": 0})
        self.unread.clicked.connect(self._open_unread)
        body.addWidget(self.unread)
        self.handover = HandoverLines()
        self.handover.opened.connect(self._to_handover)
        body.addWidget(self.handover)
        self.signals = SignalsCard()
        self.signals.opened.connect(partial(self.asked.emit, "people"))
        body.addWidget(self.signals)
        columns = QHBoxLayout()
        columns.setSpacing(length("gap"))
        columns.addWidget(self._groups_card(), 9)
        right = QVBoxLayout()
        right.setSpacing(length("gap"))
        right.addWidget(self._week_card())
        right.addWidget(self._earliest_card(), 1)
        columns.addLayout(right, 11)
        body.addLayout(columns, 1)
        return _scrolled(whole)

    def _groups_card(self) -> Card:
        card = Card(title="today.groups")
        self.unreported = LinkButton("today.all_reported")
        self.unreported.clicked.connect(self._open_unreported)
        card.head.addWidget(self.unreported)
        self.fill = LinkButton("today.fill", tip="today.fill_tip")
        self.fill.clicked.connect(self._fill_in)
        card.head.addWidget(self.fill)
        self.bars = Bars()
        self.bars.opened.connect(self._group_opened)
        self.bars.noted.connect(self._note_opened)
        inside = QWidget()
        lay = QVBoxLayout(inside)
        lay.setContentsMargins(0, 0, 0, 0)
        lay.addWidget(self.bars)
        lay.addStretch(1)
        area = _scrolled(inside)
        _as_low_as(area, _LOWEST_BARS)
        card.body.addWidget(area, 1)
        card.body.addWidget(Legend())
        return card

    def _week_card(self) -> Card:
        card = Card(title="today.week")
        card.body.setSpacing(2)
        self.week = WeekGrid()
        self._weeks: list[WeekRow] = []
        self.week.opened.connect(self._week_opened)
        card.body.addWidget(self.week)
        return card

    def _earliest_card(self) -> Card:
        card = Card(title="today.earliest")
        columns: list[Column[tuple[Any, ...]]] = [
            Column("today.column_name", 82, lambda row: str(row[1]), dress="strong"),
            Column("today.column_unit", 88, lambda row: str(row[2])),
            Column("today.column_day", 70, lambda row: str(row[4]), order=lambda row: row[3], whole=True),
            Column("today.column_reason", 160, lambda row: str(row[5]), stretch=True, wrap=True),
            Column("today.column_owed", 110, lambda row: str(row[6]), dress="quiet", wrap=True),
            Column("today.column_phone", 108, lambda row: str(row[7])),
        ]
        self.earliest_model: TableModel[tuple[Any, ...]] = TableModel(
            columns, key=lambda row: str(row[0]), words=lambda row: str(row[1])
        )
        self.earliest = TableView(self.earliest_model, most=2)
        self.bind(self.earliest.setAccessibleName, "today.earliest")
        self.earliest.opened.connect(self._person)
        self.earliest.clicked.connect(self._clicked)
        self.earliest.setCursor(Qt.CursorShape.PointingHandCursor)
        _as_low_as(self.earliest, (_FEWEST + 1) * length("row"))
        self._none = text_label("quiet", wrap=True)
        self.bind(self._none.setText, "today.earliest_none")
        card.body.addWidget(self.earliest, 1)
        card.body.addWidget(self._none, 1, Qt.AlignmentFlag.AlignTop)
        return card

    # ------------------------------------------------------------- showing

    def show_day(self, on: Moment) -> None:
        """Show another day."""
        super().show_day(on)
        self.refresh(None)

    def refresh(self, changed: Changed) -> None:
        """Add everything up again."""
        self.summary = summarise(self.desk.judging.cases(self.on), self.on)
        self._show()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        if self.summary is not None:
            self._show()

    def _show(self) -> None:
        summary = self._summary()
        self._show_about(summary)
        for outcome, tile in self.tiles.items():
            pieces = list(_told(summary, outcome).items())[:_PIECES]
            shown = [TilePiece(name, say(f"today.piece_{name}", n=len(people))) for name, people in pieces]
            tile.show_count(len(summary.outcomes[outcome]), shown)
        self.bars.show_bars([self._bar(number, group) for number, group in enumerate(summary.groups)])
        self._show_unreported(summary)
        asked = self.desk.rules.in_force(self.on).source.looks_at
        self._weeks = [row for row in WEEK_ROWS if _ALWAYS.get(row) in asked or any(summary.week[row])]
        self._weeks = self._weeks or ["returns"]
        numbers = [[len(cell) for cell in summary.week[row]] for row in self._weeks]
        calendar, first = self.desk.rules.in_force(self.on).calendar, self.on.day
        free = {day for day in range(first, first + WEEK) if not calendar.of(day).is_open}
        self.week.show_numbers(first, [f"today.week_{row}" for row in self._weeks], numbers, free)
        strange = self.desk.people.strange(lang())
        self.strange.setVisible(bool(strange))
        self.strange.setText("\n".join(strange))
        unread = sum(summary.unread.values())
        self.unread.setVisible(bool(unread))
        self.unread.bind(self.unread.setText, "today.unread", n=unread, people=len(summary.unread))
        self.handover.show_counts(self.desk, self.on)
        self.signals.show_signals(urgent(self.desk, self.on))
        self._show_earliest(summary)

    def _show_about(self, summary: Summary) -> None:
        some = bool(summary.people)
        self._either.setCurrentIndex(0 if some else 1)
        self.copy.setEnabled(some)
        self.export.setVisible(some)
        areas = [area for area in self.desk.judging.grounds.areas().on(self.on.day) if area.level != "normal"]
        day = dates.short(self.on.day)
        asked = "travel" in self.desk.rules.in_force(self.on).source.looks_at or bool(areas)
        says = "today.about" if asked else "today.about_people"
        about = say(says, people=len(summary.people), day=day, areas=len(areas))
        self._about.setText(about if some else "")

    def _show_unreported(self, summary: Summary) -> None:
        silent = len(summary.unreported)
        self.unreported.setEnabled(bool(silent))
        self.fill.setVisible(any(map(_is_class, summary.unreported)))
        if silent:
            self.unreported.bind(self.unreported.setText, "today.unreported_count", n=silent)
        else:
            self.unreported.bind(self.unreported.setText, "today.all_reported")

    def _bar(self, number: int, group: Group) -> Bar:
        counts = {outcome: len(group.outcomes[outcome]) for outcome in OUTCOMES}
        told = say("today.reported", n=len(group.reported)) if group.reported else say("today.unreported")
        ink = "ink_2" if group.reported else "deferred"
        tip = say("today.fill_class_tip") if _is_class(group) else ""
        return Bar(str(number), unit_name(group.category, group.name), counts, told, ink, tip)

    def _show_earliest(self, summary: Summary) -> None:
        explain = self.desk.judging.explainer(self.on, lang())
        rows: list[tuple[Any, ...]] = []
        for day, subject in summary.earliest[:_EARLIEST]:
            person, verdict = (
                self.desk.people.file(subject).person,
                self.desk.judging.verdict(subject, self.on),
            )
            reason, owed = explain.reason_line(verdict), explain.owed_line(verdict)
            rows.append(
                (
                    subject,
                    person.name,
                    unit_of_person(person),
                    day,
                    explain.first_day(verdict),
                    reason,
                    owed or "—",
                    person.guardian_phone or person.guardian2_phone or person.phone or "",
                )
            )
        self.earliest_model.set_rows(rows)
        self.earliest.setVisible(bool(rows))
        self._none.setVisible(not rows)

    def _summary(self) -> Summary:
        assert self.summary is not None
        return self.summary

    # ------------------------------------------------------------- opening

    def _ask(self, people: Subjects, says: str, outcome: Outcome | None = None, **facts: Filling) -> None:
        self.asked.emit("people", Wanted(people, outcome, says=says, facts=facts))

    def _tile_opened(self) -> None:
        tile = self.sender()
        if isinstance(tile, NumberTile):
            self.asked.emit("people", Wanted(outcome=tile.outcome))

    def _piece_opened(self, name: str) -> None:
        tile = self.sender()
        if isinstance(tile, NumberTile):
            people = self._summary().pieces[tile.outcome][name]
            outcome = say(f"rules.outcome-{tile.outcome}")
            piece = say(f"today.piece_{name}", n=len(people))
            self._ask(people, "today.asked_piece", tile.outcome, word=outcome, piece=piece)

    def _group_opened(self, key: str, outcome: str) -> None:
        group = self._summary().groups[int(key)]
        unit = unit_name(group.category, group.name)
        for one in OUTCOMES:
            if one == outcome:
                words = say(f"rules.outcome-{one}")
                self._ask(group.outcomes[one], "today.asked_group_outcome", one, unit=unit, word=words)
                return
        self._ask(group.people, "today.asked_group", unit=unit)

    def _week_opened(self, row: int, cell: int) -> None:
        what = self._weeks[row]
        people = self._summary().week[what][cell]
        day = dates.short(self.on.day + cell)
        self._ask(people, "today.asked_week", row=say(f"today.week_{what}"), day=day)

    def _fill_in(self) -> None:
        """Fill in the first class that has not reported, in the class grid."""
        first = next(group for group in self._summary().unreported if _is_class(group))
        self.asked.emit("intake", Wanted(class_name=first.name))

    def _note_opened(self, key: str) -> None:
        """Whether a class has reported opens its grid; of those who are no class, the people."""
        group = self._summary().groups[int(key)]
        if _is_class(group):
            self.asked.emit("intake", Wanted(class_name=group.name))
        else:
            self._group_opened(key, "")

    def _open_unreported(self) -> None:
        people = tuple(subject for group in self._summary().unreported for subject in group.people)
        self._ask(people, "today.asked_unreported")

    def _open_unread(self) -> None:
        self._ask(tuple(self._summary().unread), "today.asked_unread")

    def _clicked(self, index: QModelIndex) -> None:
        self._person(self.earliest_model.key_at(index.row()))

    def _person(self, subject: str) -> None:
        self.asked.emit("people", Wanted(chosen=subject))

    def _export(self) -> None:
        self.asked.emit("rosters", Wanted())

    def _to_handover(self, view: str) -> None:
        self.asked.emit("handover", Wanted(text=view))

    def _to_intake(self) -> None:
        self.asked.emit("intake", Wanted())

    # ------------------------------------------------------------- the missing list

    def missing_list(self) -> list[str]:
        """A line for each group in which somebody still owes something, e.g. 高三(2)班 缺4人, with the names."""
        lines = []
        for group in self._summary().groups:
            if group.lacking:
                names = listed(self.desk.people.file(subject).person.name for subject in group.lacking)
                unit = unit_name(group.category, group.name)
                lines.append(say("today.lacking_line", unit=unit, n=len(group.lacking), names=names))
        return lines

    def _copy(self) -> None:
        lines = self.missing_list()
        if not lines:
            self.noticed.emit(Notice("today.nobody_lacks", tone="info"))
            return
        QGuiApplication.clipboard().setText("\n".join(lines))
        people = sum(len(group.lacking) for group in self._summary().groups)
        self.noticed.emit(Notice("today.copied", {"units": len(lines), "people": people}))


def _scrolled(inside: QWidget) -> QScrollArea:
    """Scrolls where there is no room; what is above stays, nothing is pressed together."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    inside.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(False)
    return area


def _as_low_as(widget: QWidget, high: int) -> None:
    """Takes what room there is, and asks for so much (pixels)."""
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    widget.setMinimumHeight(high)


def _told(summary: Summary, outcome: Outcome) -> Mapping[str, Subjects]:
    """What an outcome is made of; where nobody has a planned return, nobody lacks one."""
    pieces = summary.pieces[outcome]
    return {} if list(pieces) == ["no_plan"] else pieces


def _is_class(group: Group) -> bool:
    return group.category == "student" and bool(group.name)
