"""How the sheets of an intake were understood: every heading, what it is taken for and why, and the way to change it.

Sheets with the same headings are one here: what is said about one holds for all of them, and is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.editors.tools import tools_of
from forms.intake.column_lines import BY_CODE, ColumnLine, GivenLine, Line, lines_of
from forms.intake.column_word import ColumnWord
from forms.intake.locked import Read
from forms.intake.one_answer import OneAnswer
from forms.intake.station import PlanStation
from forms.parts.card import WordButton, text_label
from forms.parts.flow import Flow
from forms.parts.inputs import ComboBox, NumberBox
from forms.parts.table import Column, TableModel, TableView
from forms.words.tr import lang, say
from schoolprep.desk import Desk
from schoolprep.intake import Plan
from schoolprep.intake.choices import HOWS, NO_HEADER, NOT_USED, Choices, How
from schoolprep.intake.questions import called
from schoolprep.intake.sheets import PlannedSheet

_MOST_ROWS = 40
"""A header is never farther down than this."""
_NUMBER = 72
"""Pixels of a row's number, or of the word that there is none."""
_TAKEN_FOR = 4
"""The column of what a column is taken for."""


class ColumnsView(PlanStation):
    """The headings of one layout at a time; those that wait for a word stand first.

    `chosen` carries the `Choices` that a person's word makes; whoever listens plans anew.
    """

    name = "columns"
    title = "intakepage.step_columns"

    chosen = Signal(object)
    shown_wanted = Signal()
    """What is hidden in the files shall be taken in as well."""
    forgotten = Signal(str)
    """What was remembered of this layout shall be forgotten."""

    def __init__(self, desk: Desk, today: Callable[[], date], parent: QWidget | None = None) -> None:
        """`today`: the day judged for, which lends a day without a year its year."""
        super().__init__(parent)
        self._desk, self._today = desk, today
        self._blanks = blanks = desk.data.blanks
        self._plan: Plan | None = None
        self._layouts: list[list[PlannedSheet]] = []
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addLayout(self._build_sheet())
        self._build_table()
        body.addWidget(self.table, 1)
        self.word = ColumnWord(blanks)
        self.word.targeted.connect(self._target_said)
        self.word.how_said.connect(self._how_said)
        body.addWidget(self.word)
        self.answer = OneAnswer(tools_of(desk, lambda: today().toordinal()))
        self.answer.said.connect(self._given_said)
        self.none = WordButton("intakepage.given_off", tip="intakepage.given_off_tip")
        self.none.clicked.connect(self._given_off)
        self.answer.more.addWidget(self.none)
        self.answer.hide()
        body.addWidget(self.answer)
        self.composed(self._show_again)

    def _build_sheet(self) -> QVBoxLayout:
        """Which layout, what its sheets are, where their header ends, whether they are taken in."""
        self.layout_box = ComboBox()
        self.layout_box.setMinimumWidth(200)
        self.bind(self.layout_box.setAccessibleName, "intakepage.sheet")
        self.layout_box.activated.connect(self._show_layout)
        self.blank_box = ComboBox()
        self.blank_box.setMinimumWidth(120)
        self.bind(self.blank_box.setAccessibleName, "intakepage.blank_is")
        self.blank_box.activated.connect(self._blank_chosen)
        self.header = NumberBox()
        self.header.setRange(NO_HEADER, _MOST_ROWS)
        self.bind(self.header.setSpecialValueText, "intakepage.no_header")
        self.header.setFixedWidth(_NUMBER)
        self.bind(self.header.setAccessibleName, "intakepage.header_row")
        self.header.valueChanged.connect(self._header_chosen)
        self.out = WordButton("intakepage.leave_out")
        self.out.clicked.connect(self._leave_out)
        self.remembered = WordButton("intakepage.forget", kind="link", tip="intakepage.forget_tip")
        self.remembered.clicked.connect(self._forget)
        self.hidden = WordButton("intakepage.use_hidden", kind="link", tip="intakepage.use_hidden_tip")
        self.hidden.clicked.connect(self.shown_wanted)
        row = QHBoxLayout()
        row.setSpacing(8)
        for key, widget in (
            ("intakepage.sheet", self.layout_box),
            ("intakepage.blank_is", self.blank_box),
            ("intakepage.header_row", self.header),
        ):
            label = text_label("quiet")
            self.bind(label.setText, key)
            label.setBuddy(widget)
            row.addWidget(label)
            row.addWidget(widget)
        row.addWidget(self.out)
        row.addStretch(1)
        more = Flow(spacing=8)
        more.addWidget(self.hidden)
        more.addWidget(self.remembered)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        rows.addLayout(row)
        rows.addLayout(more)
        return rows

    def _build_table(self) -> None:
        columns: list[Column[Line]] = [
            Column(
                "intakepage.how_sure", 104, lambda line: line.sure(), lambda line: not line.asks, "strong",
                ink=lambda line: line.ink,
            ),
            Column("intake.heading-cell", 62, lambda line: line.cell, dress="quiet"),
            Column("intakepage.heading", 150, lambda line: line.title, dress="strong"),
            Column("intakepage.samples", 220, lambda line: line.samples, dress="quiet", stretch=True, wrap=True),
            Column("intakepage.taken_for", 200, lambda line: line.taken_for(self._blanks), ink=_taken_ink, wrap=True),
            Column("intakepage.how", 150, self._how, dress="quiet", spare=False),
            Column("intakepage.by", 130, lambda line: line.by(), dress="quiet"),
        ]  # fmt: skip
        self.model = TableModel[Line](columns, lambda line: line.key, lambda line: line.title, self)
        self.table = TableView(self.model)
        self.bind(self.table.setAccessibleName, "intakepage.columns")
        self.table.shown.connect(self._tell)
        self.table.opened.connect(self._go_to_word)
        self.table.clicked.connect(self._clicked)

    # ------------------------------------------------------------- what is shown

    def show_read(self, read: Read, fresh: bool) -> None:
        """Show how the files were understood."""
        self.show_plan(read.plan)

    def show_plan(self, plan: Plan) -> None:
        """Show how the files of a plan were understood; stay where one was, or go on to what waits still."""
        before = self.sheet()
        heading = self.line()
        self._plan = plan
        layouts: dict[object, list[PlannedSheet]] = {}
        for number, sheet in enumerate(plan.pages):
            layouts.setdefault(sheet.key or number, []).append(sheet)
        self._layouts = list(layouts.values())
        keys = [sheets[0].key for sheets in self._layouts]
        at = keys.index(before.key) if before is not None and before.key in keys else self._first_asking()
        self._fill_layouts(plan, at)
        self._show_layout()
        if heading is not None:
            self.table.choose(_after(heading, self.model.all_rows()))

    def waiting(self) -> int:
        """How many columns of all layouts wait for a person's word."""
        return sum(line.asks for sheets in self._layouts for line in self._lines(sheets))

    def sheet(self) -> PlannedSheet | None:
        """The first sheet of the layout that is shown."""
        at = self.layout_box.currentIndex()
        return self._layouts[at][0] if 0 <= at < len(self._layouts) else None

    def line(self) -> Line | None:
        """The column one has come to."""
        row = self.table.currentIndex().row()
        return self.model.row_at(row) if 0 <= row < self.model.rowCount() else None

    def show_layout(self, at: int) -> None:
        """Show another layout."""
        self.layout_box.setCurrentIndex(at)
        self._show_layout()

    def go(self) -> None:
        """Into the table."""
        self.table.setFocus()

    def next_waiting(self) -> None:
        """Go to the next column that waits for a word."""
        here, line = self.layout_box.currentIndex(), self.line()
        order = [
            (at, one.key)
            for at, sheets in enumerate(self._layouts)
            for one in self._lines(sheets)
            if one.asks
        ]
        if not order:
            return
        now = order.index((here, line.key)) + 1 if line and (here, line.key) in order else 0
        at, key = order[now % len(order)]
        if at != here:
            self.show_layout(at)
        self.table.choose(key)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_again(self) -> None:
        """Names of blanks and fields in the language."""
        if self._plan is not None:
            self.show_plan(self._plan)

    def _first_asking(self) -> int:
        asking = [any(line.asks for line in self._lines(sheets)) for sheets in self._layouts]
        return asking.index(True) if True in asking else 0

    def _fill_layouts(self, plan: Plan, at: int) -> None:
        self.layout_box.clear()
        for sheets in self._layouts:
            first = sheets[0]
            name = called(first.file, first.sheet, among=len(plan.files) > 1)[lang()]
            many = say("intakepage.sheets", sheet=name, n=len(sheets)) if len(sheets) > 1 else name
            waits = any(line.asks for line in self._lines(sheets))
            self.layout_box.addItem(f"{'? ' if waits else ''}{many}")
        self.layout_box.setCurrentIndex(at)

    def _show_layout(self) -> None:
        sheet, plan = self.sheet(), self._plan
        if sheet is None or plan is None:
            self.model.set_rows([])
            return
        said = plan.choices.about(sheet.key)
        self.model.set_rows(self._lines(self._layouts[self.layout_box.currentIndex()]))
        self.blank_box.clear()
        for blank in self._blanks.values():
            self.blank_box.addItem(blank.title[lang()], blank.id)
        if not sheet.blanks:
            self.blank_box.insertItem(0, say("intakepage.not_used"), "")
        first = sheet.blanks[0] if sheet.blanks else ""
        self.blank_box.setCurrentIndex(max(0, self.blank_box.findData(first)))
        self.header.blockSignals(True)  # showing a number is nobody's word
        self.header.setValue(max(NO_HEADER, sheet.header))
        self.header.blockSignals(False)
        self.out.bind(self.out.setText, "intakepage.take_sheet" if said.left_out else "intakepage.leave_out")
        for widget in (self.blank_box, self.header, self.out):
            widget.setEnabled(not sheet.table.hidden)
        self.remembered.setVisible(sheet.key in plan.choices.remembered)
        self.hidden.setVisible(any(_hides(page) for page in plan.pages))
        if self.model.rowCount():
            self.table.choose(self.model.key_at(0))
        self._tell()

    def _tell(self) -> None:
        """The column one has come to: what it may mean; or what the sheets give once."""
        line, sheet = self.line(), self.sheet()
        given = isinstance(line, GivenLine)
        self.word.setVisible(not given)
        self.answer.setVisible(given)
        if sheet is None or line is None:
            self.word.show_nothing()
        elif isinstance(line, GivenLine):
            self.answer.ask(line.field(self._blanks), self._desk.filing.frame(self._today()), line.offered)
            self.none.setVisible(bool(line.writing))
        else:
            self.word.show_column(line.heading, sheet.blanks, self._how_of(line), asks=line.asks)

    def _lines(self, sheets: Sequence[PlannedSheet]) -> list[Line]:
        return lines_of(sheets, self._plan) if self._plan is not None else []

    def _how(self, line: Line) -> str:
        used = isinstance(line, ColumnLine) and bool(line.heading.targets)
        return say(f"intakepage.how_{self._how_of(line)}") if used else ""

    def _how_of(self, line: Line) -> str:
        sheet = self.sheet()
        if (
            self._plan is None
            or sheet is None
            or not isinstance(line, ColumnLine)
            or not line.heading.targets
        ):
            return HOWS[0]
        return self._plan.choices.about(sheet.key).how.get(line.heading.targets[0], HOWS[0])

    # ------------------------------------------------------------- a person's word

    def _say(self, choices: Choices) -> None:
        if self._plan is not None and choices != self._plan.choices:
            self.chosen.emit(choices)

    def _go_to_word(self) -> None:
        if isinstance(self.line(), GivenLine):
            self.answer.go()
        else:
            self.word.go()

    def _clicked(self, index: QModelIndex) -> None:
        """A click on what a column is taken for opens the choice."""
        if index.column() == _TAKEN_FOR:
            self._go_to_word()

    def _given_said(self, writing: str, value: object) -> None:
        """What the sheets give once; of an hour its field is said, else the answer as it is written."""
        line, sheet = self.line(), self.sheet()
        if isinstance(line, GivenLine) and sheet and self._plan:
            said = str(value) if line.name in BY_CODE else writing
            self._say(line.said(self._plan.choices, sheet.key, said))

    def _given_off(self) -> None:
        line, sheet = self.line(), self.sheet()
        if isinstance(line, GivenLine) and sheet and self._plan:
            self._say(line.said(self._plan.choices, sheet.key, NOT_USED))

    def _target_said(self, target: str) -> None:
        line, sheet = self.line(), self.sheet()
        if isinstance(line, ColumnLine) and sheet and self._plan:
            self._say(self._plan.choices.with_column(sheet.key, line.heading.key, target))

    def _how_said(self, how: How) -> None:
        line, sheet = self.line(), self.sheet()
        if isinstance(line, ColumnLine) and sheet and self._plan and line.heading.targets:
            choices = self._plan.choices
            for target in line.heading.targets:
                choices = choices.with_how(sheet.key, target, how)
            self._say(choices)

    def _blank_chosen(self) -> None:
        sheet, blank = self.sheet(), self.blank_box.currentData()
        if sheet and self._plan and blank:
            self._say(self._plan.choices.with_blank(sheet.key, blank))

    def _header_chosen(self, row: int) -> None:
        sheet = self.sheet()
        if sheet and self._plan:
            choices = self._plan.choices
            for one in self._layouts[self.layout_box.currentIndex()]:
                choices = choices.with_header(one.table.place, row)
            self._say(choices)

    def _leave_out(self) -> None:
        sheet = self.sheet()
        if sheet and self._plan:
            choices = self._plan.choices
            self._say(choices.with_left_out(sheet.key, not choices.about(sheet.key).left_out))

    def _forget(self) -> None:
        sheet = self.sheet()
        if sheet:
            self.forgotten.emit(sheet.key)


def _after(before: Line, lines: Sequence[Line]) -> str:
    """Where one goes on who was at a line: there, or where it has its word now, at the next that waits."""
    now = next((one for one in lines if one.key == before.key), before)
    waits = next((one.key for one in lines if one.asks), before.key)
    return waits if before.asks and not now.asks else before.key


def _hides(sheet: PlannedSheet) -> bool:
    return bool(sheet.table.hidden or sheet.table.hidden_rows)


def _taken_ink(line: Line) -> str:
    used = line.writing if isinstance(line, GivenLine) else line.heading.targets
    return "ink" if used else "ink_2"
