"""Calendar card: the school's year at a glance, its terms, holidays and closures, and the notices it takes in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from forms.editors.line import AnswerLine
from forms.look.current import colour
from forms.look.style import set_kind
from forms.pages.asking import LIST_FILES, Asking
from forms.pages.notice import Notice
from forms.parts.card import IconButton, LinkButton, WordButton, text_label
from forms.parts.inputs import ComboBox
from forms.parts.yeargrid import KINDS_SHOWN, YearGrid, ground
from forms.settings.card import SettingsCard, acts
from forms.words import dates
from forms.words.tr import say, say_problem
from schoolprep.desk import Desk
from schoolprep.desk.calendar import CalendarPlan
from schoolprep.facts import kinds
from schoolprep.facts.blank import hidden
from schoolprep.facts.days import Day, Moment, day_of
from schoolprep.facts.problem import CallError, KnownError, Problem
from schoolprep.facts.record import Record
from schoolprep.facts.schooldays import SPELL_KINDS, Spell
from schoolprep.facts.schooldays.filed import CALENDAR_BLANK

_YEARS = range(2004, 2051)


class SpellLine(QWidget):
    """Some days on file, and the way to take them back."""

    def __init__(self, spell: Spell, withdraw: Callable[[str], None]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.text = text_label("", spelled(spell), wrap=True, select=True)
        row.addWidget(self.text, 1)
        self.back = LinkButton("settings.calendar_withdraw")
        self.back.clicked.connect(lambda: withdraw(spell.record))
        row.addWidget(self.back)


def spelled(spell: Spell) -> str:
    """2026年9月1日至2027年1月22日  学期  第一学期."""
    first, last = dates.full(Moment(spell.first)), dates.full(Moment(spell.last))
    days = first if first == last else say("calendar.span", first=first, last=last)
    return "  ".join(filter(None, (days, say(f"calendar.kind-{spell.kind}"), spell.name)))


class CalendarCard(SettingsCard):
    """See the module. Nothing of a notice is filed before its days were shown."""

    def __init__(self, desk: Desk, on: Moment, asking: Asking) -> None:
        super().__init__(desk, "settings.calendar")
        self.asking, self._on = asking, on
        self.year = date.fromordinal(on.day).year
        self._plan: CalendarPlan | None = None
        self._about = ""
        self.year_label = text_label("strong")
        earlier, later = (
            IconButton("before", "settings.year_before"),
            IconButton("after", "settings.year_after"),
        )
        earlier.clicked.connect(lambda: self.show_year(self.year - 1))
        later.clicked.connect(lambda: self.show_year(self.year + 1))
        for widget in (earlier, self.year_label, later):
            self.head.addWidget(widget)
        self.known = text_label("quiet", wrap=True)
        self.grid = YearGrid()
        self.grid.picked.connect(self._picked)
        self.body.addWidget(self.known)
        self.body.addWidget(self.grid)
        self.body.addLayout(self._legend())
        self._make_entry()
        self._make_import()
        self.lines_box = QVBoxLayout()
        self.lines_box.setSpacing(2)
        self.spell_lines: list[SpellLine] = []
        self.body.addLayout(self.lines_box)
        self.composed(self.fill)

    # ------------------------------------------------------------- how it is laid out

    def _legend(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        self._patches: list[tuple[QLabel, str]] = []
        for kind in KINDS_SHOWN:
            patch, word = QLabel(), text_label("note")
            patch.setFixedSize(12, 12)
            self._patches.append((patch, ground(kind)))
            self.bind(word.setText, f"settings.day_{kind}")
            row.addWidget(patch)
            row.addWidget(word)
        unsure = text_label("note")
        self.bind(unsure.setText, "settings.day_unsure_mark")
        row.addWidget(unsure)
        row.addStretch(1)
        return row

    def _make_entry(self) -> None:
        """The line in which days are added by hand."""
        self.kind = ComboBox()
        self.first, self.last, self.name = AnswerLine(), AnswerLine(), QLineEdit()
        for line, key in ((self.first, "first"), (self.last, "last"), (self.name, "name")):
            self.bind(line.setPlaceholderText, f"settings.calendar_{key}")
            self.bind(line.setAccessibleName, f"settings.calendar_{key}")
        self.bind(self.kind.setAccessibleName, "settings.calendar_kind")
        self.add = WordButton("settings.calendar_add", icon="add")
        self.add.clicked.connect(self._add)
        for line in (self.first, self.last, self.name):
            line.returnPressed.connect(self._add)
        row = QHBoxLayout()
        for widget, wide in ((self.kind, 3), (self.first, 2), (self.last, 2), (self.name, 2), (self.add, 0)):
            row.addWidget(widget, wide)
        self.body.addLayout(row)
        self.problem = text_label("problem", wrap=True)
        self.problem.hide()
        self.body.addWidget(self.problem)

    def _make_import(self) -> None:
        """Notices come as files or are pasted; they are shown before they are filed."""
        self.take_file = WordButton("settings.calendar_file", tip="settings.calendar_file_tip")
        self.take_file.clicked.connect(self._open)
        self.take_pasted = WordButton("settings.calendar_paste", tip="settings.calendar_paste_tip")
        self.take_pasted.clicked.connect(self._paste)
        self.body.addLayout(acts(self.take_file, self.take_pasted))
        self.preview = text_label("", wrap=True, select=True)
        self.take = WordButton("settings.calendar_take", kind="filled")
        self.take.clicked.connect(self._take)
        self.drop = WordButton("settings.calendar_drop")
        self.drop.clicked.connect(self._forget)
        self._choice = QWidget()
        self._choice.setLayout(acts(self.take, self.drop))
        for widget in (self.preview, self._choice):
            widget.hide()
            self.body.addWidget(widget)

    # ------------------------------------------------------------- what it shows

    def show_day(self, on: Moment) -> None:
        """The day that gives days without a year their year."""
        self._on = on

    def show_year(self, year: int) -> None:
        """Show another year."""
        if year in _YEARS:
            self.year = year
            self.fill()

    def fill(self) -> None:
        """Show the year, and what is on file of it."""
        calendar = self.desk.calendar.calendar()
        first, last = date(self.year, 1, 1).toordinal(), date(self.year, 12, 31).toordinal()
        self.year_label.setText(str(self.year))
        state = "known" if calendar.knows(self.year) else "unknown"
        self.known.setText(say(f"calendar.year-{state}", year=self.year))
        self.grid.show_year(
            self.year, {day: calendar.of(day) for day in range(first, last + 1)}, self._on.day
        )
        for patch, name in self._patches:
            ink = QPixmap(patch.size())
            ink.fill(colour(name))
            patch.setPixmap(ink)
        chosen = self.kind.currentData()
        self.kind.clear()
        for kind in SPELL_KINDS:
            self.kind.addItem(say(f"calendar.kind-{kind}"), kind)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        self._show_lines([one for one in calendar.spells if one.first <= last and first <= one.last])
        self._show_plan()

    def _show_lines(self, spells: Sequence[Spell]) -> None:
        for line in self.spell_lines:
            self.lines_box.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.spell_lines = [SpellLine(one, self._withdraw) for one in spells]
        for line in self.spell_lines:
            self.lines_box.addWidget(line)

    def leave(self) -> None:
        """A notice that was not taken in is forgotten."""
        self._forget()

    # ------------------------------------------------------------- by hand

    def _picked(self, day: Day) -> None:
        """A day of the year goes to the line that waits for one."""
        line = self.last if self.first.text().strip() and not self.last.text().strip() else self.first
        if line is self.first:
            self.last.clear()
        line.setText(date.fromordinal(day).isoformat())

    def _add(self) -> None:
        first = self._day_in(self.first)
        if first is None:
            return
        last = self._day_in(self.last) if self.last.text().strip() else first
        if last is None:
            return
        kind = next(one for one in SPELL_KINDS if one == self.kind.currentData())
        spell = Spell(kind, first, last, self.name.text().strip())
        if self._filed(lambda: self.desk.calendar.add(spell), spelled(spell)):
            for line in (self.first, self.last, self.name):
                line.clear()
            self.first.setFocus()

    def _day_in(self, line: AnswerLine) -> Day | None:
        """The day in a line; None, and told, where there is none."""
        frame = self.desk.filing.frame(date.fromordinal(self._on.day))
        reading = kinds.read(hidden()[CALENDAR_BLANK]["first"], line.text(), frame)
        if reading.value is None:
            self._tell(reading.problem or Problem("settings.calendar_no_day"), line)
            return None
        return day_of(str(reading.value))

    def _withdraw(self, record: str) -> None:
        told = next(spelled(one) for one in self.desk.calendar.spells() if one.record == record)
        self._filed(lambda: self.desk.calendar.withdraw(record), told, "settings.calendar_withdrawn")

    def _filed(
        self, file: Callable[[], list[Record]], told: str, says: str = "settings.calendar_added"
    ) -> bool:
        """File something, and offer the way back; whether it was."""
        self._tell(None, None)
        try:
            records = file()
        except CallError as wrong:
            self._tell(wrong.problem, self.first)
            return False
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return False
        self.fill()
        if records:
            undo = records[0].act
            self.noticed.emit(
                Notice(says, {"what": told}, act="notice.undo", do=lambda: self.desk.filing.undo(undo))
            )
        return True

    def _tell(self, problem: Problem | None, line: QLineEdit | None) -> None:
        for each in (self.first, self.last):
            set_kind(each, "", state="problem" if each is line else "")
        self.problem.setVisible(problem is not None)
        self.counted.emit(int(problem is not None))
        if problem is not None:
            self.problem.setText(say_problem(problem))

    # ------------------------------------------------------------- notices

    def _open(self) -> None:
        for path in self.asking.open_files(self, "settings.calendar_file", LIST_FILES)[:1]:
            self._look(path, path.name)

    def _paste(self) -> None:
        self._look(QGuiApplication.clipboard().text(), say("settings.calendar_pasted"))

    def _look(self, what: Path | str, about: str) -> None:
        self._tell(None, None)
        try:
            self._plan, self._about = self.desk.calendar.plan(what, self.year), about
        except KnownError as wrong:
            self._forget()
            self._tell(wrong.problem, None)
            return
        self._show_plan()

    def _show_plan(self) -> None:
        plan = self._plan
        for widget in (self.preview, self._choice):
            widget.setVisible(plan is not None)
        if plan is None:
            return
        self.take.setEnabled(bool(plan.added or plan.gone))
        head = say(
            "settings.calendar_plan", added=len(plan.added), known=len(plan.known), gone=len(plan.gone)
        )
        told = (say_problem(problem) for problem in plan.notice.told)
        self.preview.setText("\n".join((head, *map(spelled, plan.added), *told)))

    def _take(self) -> None:
        plan, about = self._plan, self._about
        if plan is None:
            return
        self._plan = None
        years = [date.fromordinal(one.last).year for one in plan.added]
        self._filed(lambda: self.desk.calendar.take(plan, about), about)
        if years and self.year not in years:
            self.show_year(years[0])

    def _forget(self) -> None:
        self._plan = None
        self._show_plan()
