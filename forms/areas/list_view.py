"""A risk-area list before it is taken in: what was written beside what was understood, and a line put right by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from forms.editors.base import EditorTools
from forms.editors.form import Form
from forms.intake.locked import Read
from forms.intake.station import PlanStation
from forms.parts.card import WordButton, text_label
from forms.parts.segments import Segment, Segments
from forms.parts.table import Column, TableModel, TableView
from forms.words import dates
from forms.words.tr import lang, say, say_problem
from schoolprep.desk import Desk
from schoolprep.facts import kinds
from schoolprep.facts.days import day_of
from schoolprep.facts.draft import Draft
from schoolprep.facts.languages import MOTHER_TONGUE
from schoolprep.facts.subject import AREAS
from schoolprep.intake.area_lines import AreaLine, entries, lacking_too

_SURE = ("refused", "doubtful", "unused", "certain")
_INKS = {"refused": "deferred", "doubtful": "incomplete", "unused": "ink_2", "certain": "ready"}
_MARKS = {"refused": "!", "doubtful": "?", "unused": "–", "certain": "✓"}
_OPEN = ("refused", "doubtful")
_BY_LIST = "*"
"""Behind a first day that is the list's, and not the place's own."""
_WIDE = 352


class ListView(PlanStation):
    """The lines of a list.

    `corrected` carries an `AreaLine`, its answers as a person wrote them, and whether what it lacked is so for all that
    lack it.
    """

    name = "list"
    title = "areas.lines"

    corrected = Signal(object, object, bool)

    def __init__(self, desk: Desk, tools: EditorTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tools = tools
        self._entries: dict[str, AreaLine] = {}
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(8)
        self.segments = Segments(
            [Segment("", "intakepage.all"), *(Segment(one, f"areas.sure_{one}", _INKS[one]) for one in _SURE)]
        )
        self.segments.chosen.connect(self._narrow)
        left.addWidget(self.segments)
        self._build_table()
        left.addWidget(self.table, 1)
        self.why = text_label("note", wrap=True, select=True)
        left.addWidget(self.why)
        across.addLayout(left, 1)
        across.addWidget(self._build_form())
        self.composed(self._tell)

    def _build_table(self) -> None:
        columns: list[Column[AreaLine]] = [
            Column("areas.sure", 88, _sure, _order, "strong", ink=lambda entry: _INKS[entry.sure]),
            Column("areas.line", 34, lambda entry: str(entry.number), lambda entry: entry.number, "quiet"),
            Column("areas.written", 150, lambda entry: entry.text, stretch=True),
            Column("areas.place", 168, self._place, dress="strong"),
            Column("areas.detail", 104, lambda entry: str(entry.answers.get("detail", ""))),
            Column("areas.level", 98, lambda entry: self._said(entry, "level")),
            Column("areas.since", 66, lambda entry: _day(entry, "since"), whole=True),
            Column("areas.until", 66, lambda entry: _day(entry, "until"), whole=True),
        ]
        self.model = TableModel[AreaLine](columns, _key, lambda entry: entry.text, self)
        self.table = TableView(self.model)
        self.bind(self.table.setAccessibleName, "areas.lines")
        self.table.shown.connect(self._tell)
        self.table.opened.connect(self._go_to_form)

    def _build_form(self) -> QWidget:
        """The form of the line one has come to; filing it plans the list anew."""
        made = QWidget()
        made.setFixedWidth(_WIDE)
        body = QVBoxLayout(made)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        title = text_label("section")
        self.bind(title.setText, "areas.by_hand")
        body.addWidget(title)
        self.form = Form(self._desk.data.blanks["area"], self._tools)
        self.form.file.bind(self.form.file.setText, "areas.use")
        self.form.file.setProperty("kind", "")  # the page's one filled button takes the list in
        self.form.file_asked.connect(self._use)
        self.everywhere = WordButton("areas.use_everywhere", facts={"count": 0})
        self.everywhere.clicked.connect(self._use_everywhere)
        self.form.put_aside.connect(self.table.setFocus)
        self.form.discarded.connect(self._show_again)
        self._form_area = QScrollArea()
        self._form_area.setWidgetResizable(True)
        self._form_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._form_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self.form)
        down.addWidget(self.everywhere)
        down.addStretch(1)
        self._form_area.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._form_area.viewport().setAutoFillBackground(False)
        nothing = text_label("quiet", wrap=True)
        self.bind(nothing.setText, "areas.choose_line")
        nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._either = QStackedWidget()
        self._either.addWidget(nothing)
        self._either.addWidget(self._form_area)
        body.addWidget(self._either, 1)
        return made

    # ------------------------------------------------------------- what is shown

    def show_read(self, read: Read, fresh: bool) -> None:
        """Show the lines of a list; go to the first that waits."""
        before = self.table.currentIndex().row()
        here = self.model.key_at(before) if 0 <= before < self.model.rowCount() else ""
        found = entries(read.plan)
        self._entries = {_key(entry): entry for entry in found}
        self.model.set_rows(sorted(found, key=_order))
        counts = Counter(str(entry.sure) for entry in found)
        self.segments.show_counts({"": len(found), **dict.fromkeys(_SURE, 0), **counts})
        self._narrow(self.segments.choice())
        still = self._entries.get(here)
        if still is not None and still.sure in _OPEN:
            self.table.choose(here)
        elif found:
            self.table.choose(self.model.key_at(0))
        self._tell()
        self.waits.emit()

    def go(self) -> None:
        """Into the table."""
        self.table.setFocus()

    def waiting(self) -> int:
        """How many lines wait for a word."""
        return sum(entry.sure in _OPEN for entry in self._entries.values())

    def next_waiting(self) -> None:
        """Go to the next line that waits."""
        self.segments.choose("")
        self._narrow("")
        rows, current = self.model.shown(), self.table.currentIndex().row()
        waiting = [at for at, entry in enumerate(rows) if entry.sure in _OPEN]
        if waiting:
            at = next((at for at in waiting if at > current), waiting[0])
            self.table.choose(_key(rows[at]))
            self.table.setFocus()

    def _narrow(self, sure: str) -> None:
        self.model.narrow(keep=(lambda entry: entry.sure == sure) if sure else None)
        self._tell()

    def _entry(self) -> AreaLine | None:
        row = self.table.currentIndex().row()
        return self.model.row_at(row) if 0 <= row < self.model.rowCount() else None

    def _tell(self) -> None:
        """Why the line is as sure as it is, and the form with what stands in it."""
        entry = self._entry()
        self._either.setCurrentIndex(0 if entry is None else 1)
        if entry is None:
            self.why.clear()
            return
        told = [say_problem(problem) for problem in entry.problems]
        told += [say(f"repairs.{repair}") for repair in entry.repairs]
        told += [say("areas.by_list", mark=_BY_LIST)] if entry.dated_by_list else []
        self.why.setText("　".join(dict.fromkeys([entry.text, *told])))
        others = lacking_too(entry, self._entries.values())
        self.everywhere.bind(self.everywhere.setText, "areas.use_everywhere", count=others)
        self.everywhere.setVisible(others > 0)
        self.form.show_draft(self._draft(entry))

    def _draft(self, entry: AreaLine) -> Draft:
        """What stands in the line, to be gone on with; what was understood for certain as it is read."""
        draft = self._desk.filing.draft("area", AREAS, date.fromordinal(self._tools.today()))
        blank = self._desk.data.blanks["area"]
        for name, writing in entry.writings.items():
            if name in entry.answers and name not in entry.doubtful:
                draft.write(
                    name,
                    kinds.write(blank[name], entry.answers[name], MOTHER_TONGUE, self._desk.data.divisions),
                )
            elif name in blank.fields and writing not in (None, ""):
                draft.write(name, writing)
        for name, value in entry.answers.items():
            if name not in entry.writings:  # what stood behind the place
                draft.write(name, kinds.write(blank[name], value, MOTHER_TONGUE, self._desk.data.divisions))
        return draft

    def _show_again(self) -> None:
        self._tell()
        self.table.setFocus()

    def _go_to_form(self) -> None:
        self.form.go()

    def _use(self) -> None:
        """The line as it is written in the form, if that is in order."""
        self._emit(everywhere=False)

    def _use_everywhere(self) -> None:
        """The same, and what the line lacked for all that lack it."""
        self._emit(everywhere=True)

    def _emit(self, *, everywhere: bool) -> None:
        entry, draft = self._entry(), self.form.draft
        if entry is None or draft is None or self.form.show_problems():
            return
        self.corrected.emit(entry, draft.answers, everywhere)

    # ------------------------------------------------------------- what a line says

    def _place(self, entry: AreaLine) -> str:
        code = entry.answers.get("place")
        mark = "? " if "place" in entry.doubtful else ""
        return mark + self._desk.data.divisions.short_name(str(code)).removeprefix("~") if code else ""

    def _said(self, entry: AreaLine, name: str) -> str:
        value = entry.answers.get(name)
        field = self._desk.data.blanks["area"][name]
        return "" if value is None else kinds.write(field, value, lang(), self._desk.data.divisions)


def _key(entry: AreaLine) -> str:
    return f"{entry.table}/{entry.number}/{entry.row}"


def _order(entry: AreaLine) -> tuple[int, int, int]:
    return _SURE.index(entry.sure), entry.table, entry.number


def _sure(entry: AreaLine) -> str:
    return f"{_MARKS[entry.sure]} {say(f'areas.sure_{entry.sure}')}"


def _day(entry: AreaLine, name: str) -> str:
    value = entry.answers.get(name)
    if not value:
        return ""
    before = "? " if name in entry.doubtful else ""
    behind = _BY_LIST if name == "since" and entry.dated_by_list else ""
    return f"{before}{dates.short(day_of(str(value)))}{behind}"
