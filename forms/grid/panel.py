"""Panel: the class grid with all that belongs to it: which class, what for, the rest, filing, what a cell says."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from forms.editors.tools import tools_of
from forms.grid.foot import Foot
from forms.grid.paste import Fit
from forms.grid.statement import Statement
from forms.grid.view import GridView
from forms.pages.notice import Notice
from forms.pages.page import Wanted
from forms.parts.card import Card, Elided, WordButton, text_label
from forms.parts.empty import Empty
from forms.parts.inputs import ComboBox
from forms.parts.segments import Segment, Segments
from forms.parts.tip import Tip
from forms.words import dates
from forms.words.tr import Worded, clauses, lang, say
from forms.words.units import unit_name
from schoolprep import grid
from schoolprep.desk import Changed, Desk
from schoolprep.facts.days import Day, Moment
from schoolprep.facts.problem import KnownError, Series
from schoolprep.grid import Filed, GridPlace, Sheet, Unit
from schoolprep.grid.paper import paper


class ClassGrid(Worded, QWidget):
    """See the module. `controls` stands where the page has room for it."""

    noticed = Signal(object)
    asked = Signal(str, object)
    counted = Signal(int)
    printed = Signal(object, str)
    """The form of this class to print, drawn, and the name its file might have."""

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.on = on
        self.purposes = desk.data.purposes
        self.people: dict[Unit, list[str]] = {}
        self.sheet: Sheet | None = None
        self._filing = False
        self.controls = self._build_controls()
        self.statement = Statement()
        self.statement.agreed.connect(self._file_rest)
        self.statement.declined.connect(self._put_away)
        self.view = GridView(tools_of(desk, self._day))
        self.foot = Foot(self.purposes)
        self._connect()
        card = Card(margin=4)
        card.body.setSpacing(4)
        card.body.addWidget(self.statement)
        card.body.addWidget(self.view, 1)
        card.body.addWidget(self.foot)
        empty = Empty("intake", "grid.empty_title", "grid.empty")
        self._either = QStackedWidget()
        self._either.addWidget(card)
        self._either.addWidget(empty)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self._either)
        self.bind(self.view.setAccessibleName, "grid.table")

    def _day(self) -> Day:
        return self.on.day

    def _build_controls(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.unit = ComboBox()
        self.unit.setMinimumWidth(150)
        self.unit.setMaxVisibleItems(24)
        self.bind(self.unit.setAccessibleName, "grid.unit")
        self.unit.activated.connect(self._chosen)
        self.purpose = Segments([Segment(one, f"grid.purpose_{one}") for one in self.purposes])
        self.purpose.chosen.connect(self._chosen)
        self.day = text_label("strong")
        self.told = Elided("note")
        self.told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.paper = WordButton("grid.paper", icon="print", tip="grid.paper_tip")
        self.paper.clicked.connect(self._print)
        self.rest = WordButton("grid.rest")
        self.rest.clicked.connect(self.state_rest)
        self.file = WordButton("grid.file", kind="filled", tip="grid.file_tip")
        self.file.clicked.connect(self.file_sheet)
        row.addWidget(self.unit)
        row.addWidget(self.purpose)
        row.addWidget(self.day)
        row.addWidget(self.told, 1)
        row.addWidget(self.paper)
        row.addWidget(self.rest)
        row.addWidget(self.file)
        return made

    def _connect(self) -> None:
        self.view.moved.connect(self._tell)
        self.view.written.connect(self._count)
        self.view.pasted.connect(self._pasted)
        self.view.person_asked.connect(self._open_person)
        self.view.file_asked.connect(self.file_sheet)
        self.view.confirm_asked.connect(self._confirm)
        self.view.left.connect(self._leave_grid)
        self.foot.elsewhere.wanted.connect(self._go_elsewhere)
        self.foot.sure.clicked.connect(self._confirm)
        self.foot.person.clicked.connect(self._open_here)
        shortcut = QShortcut(QKeySequence("Ctrl+R"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.state_rest)

    # ------------------------------------------------------------- which sheet

    def show_units(self) -> None:
        """List the classes; stay in the one that is shown."""
        self.people = grid.units(self.desk)
        chosen = self.chosen_unit()
        self.unit.blockSignals(True)  # filling the list is nobody's choice
        self.unit.clear()
        for unit, people in self.people.items():
            name = unit_name(*unit)
            self.unit.addItem(say("grid.unit_count", unit=name, n=len(people)), unit)
        self.unit.setCurrentIndex(max(0, list(self.people).index(chosen) if chosen in self.people else 0))
        self.unit.blockSignals(False)
        self._either.setCurrentIndex(0 if self.people else 1)
        for widget in (self.unit, self.purpose, self.paper, self.rest, self.file):
            widget.setEnabled(bool(self.people))

    def chosen_unit(self) -> Unit | None:
        """The class that is shown."""
        data = self.unit.currentData()
        return Unit(*data) if data else None

    def show_unit(self, unit: Unit, purpose: str = "") -> None:
        """Show a class, and what for."""
        if not self.people:
            self.show_units()
        if unit in self.people:
            self.unit.setCurrentIndex(list(self.people).index(unit))
        if purpose:
            self.purpose.choose(purpose)
        self.open_sheet()

    def open_sheet(self) -> None:
        """Show the sheet of the class, the purpose and the day."""
        unit = self.chosen_unit()
        people = self.people.get(unit, []) if unit else []
        self.sheet = Sheet(self.desk, self.purposes[self.purpose.choice()], people, self.on, lang())
        self._put_away(focus=False)
        self.view.show_sheet(self.sheet)
        self._count()
        self._tell()

    def show_day(self, on: Moment) -> None:
        """The sheet of another day."""
        self.on = on
        if self.sheet is not None:
            self.open_sheet()

    def refresh(self, changed: Changed) -> None:
        """Somebody's records changed, here or elsewhere."""
        if self._filing or self.sheet is None:
            return
        before = self.people
        self.show_units()
        if before != self.people:
            self.open_sheet()
        else:
            self.sheet.forget()
            self.view.refresh()

    def _chosen(self) -> None:
        self.open_sheet()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------- filing

    def file_sheet(self) -> None:
        """File what is in order."""
        sheet = self.sheet
        if sheet is None or not sheet.touched():
            return
        held = sheet.held()
        done = self._filed(lambda: sheet.file(self._class_name()))
        if done is None:
            return
        facts = {"people": done.people, "records": done.records, "waiting": done.waiting}
        if not done.records:
            says = "grid.filed_none" if done.waiting else "grid.filed_same"
            self.noticed.emit(Notice(says, facts, "warn" if done.waiting else "info"))
            return

        def undo() -> None:
            self._undo(sheet, done, "grid.undone", held)

        says = "grid.filed_some" if done.waiting else "grid.filed"
        self.noticed.emit(Notice(says, facts, act="notice.undo", do=undo))

    def state_rest(self) -> None:
        """State what may be filed of all the others."""
        if self.sheet is None or not self.people:
            return
        rest = grid.rest_of(self.sheet)
        if rest.rows:
            self.statement.show_rest(self.sheet, rest)
        else:
            self.noticed.emit(Notice("grid.rest_none", tone="info"))

    def _file_rest(self) -> None:
        sheet = self.sheet
        self._put_away()
        if sheet is None:
            return
        held = sheet.held()
        done = self._filed(lambda: grid.file_rest(sheet, grid.rest_of(sheet), self._class_name()))
        if done is None or not done.act:
            return

        def undo() -> None:
            self._undo(sheet, done, "grid.undone_rest", held)

        facts = {"people": done.people, "records": done.records}
        self.noticed.emit(Notice("grid.rest_done", facts, act="notice.undo", do=undo))

    def _class_name(self) -> str:
        unit = self.chosen_unit()
        return unit_name(*unit) if unit else ""

    def _filed(self, work: Callable[[], Filed]) -> Filed | None:
        """Do a filing; a known failure is told, and nothing was filed."""
        self._filing = True  # what the desk tells meanwhile is ours, and shown once at the end
        try:
            done = work()
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return None
        finally:
            self._filing = False
        self.view.refresh()
        self._count()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)  # one writes on where one was
        return done

    def _undo(self, sheet: Sheet, done: Filed, says: str, held: dict[int, dict[str, str]]) -> None:
        """Take a filing back; what was written stands in its cells again."""
        self.desk.filing.undo(done.act)
        sheet.hold(held)
        self.view.refresh()
        self._count()
        self.noticed.emit(Notice(says))

    def _put_away(self, *, focus: bool = True) -> None:
        self.statement.hide()
        if focus:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------- what is told

    def next_problem(self) -> None:
        """Go to the next cell that is not in order."""
        found = [place for place, _ in self.sheet.problems()] if self.sheet else []
        if found:
            here = GridPlace(*self.view.hand.at)
            place = next((one for one in found if one > here), found[0])
            self.view.hand.go(*place)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def problems(self) -> int:
        """How many cells are not in order."""
        return len(self.sheet.problems()) if self.sheet else 0

    def retranslate(self) -> None:
        """Headings, cells and counts in the language."""
        super().retranslate()
        if self.sheet is not None:
            self.sheet.speak(lang())
            self.show_units()
            self.view.grid.retranslate()
            self._count()
            self._tell()

    def _count(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        self.day.setText(dates.short(sheet.day))
        touched, problems = len(sheet.touched()), len(sheet.problems())
        some = say("grid.counts", touched=touched, problems=problems)
        self.told.setText(some if touched else say("grid.counts_none"))
        self.file.setEnabled(touched > 0)
        self.counted.emit(problems)
        asked = clauses(
            f"{column.title[lang()]} {sheet.word(column, column.rest)}"
            for column in sheet.columns
            if column.rest
        )
        self.rest.bind(Tip(self.rest), "grid.rest_tip", answers=asked)
        here = (self.chosen_unit(), self.purpose.choice(), self.on.day)
        waiting = grid.waiting(self.desk, self.purposes)
        self.foot.elsewhere.show_others([one for one in waiting if (one.unit, one.purpose, one.day) != here])

    def _tell(self) -> None:
        if self.sheet is not None:
            self.foot.show_cell(self.sheet, self.view.hand.at)

    def _go_elsewhere(self, one: grid.Waiting) -> None:
        self.on = Moment(one.day) if one.day != self.on.day else self.on
        self.show_unit(one.unit, one.purpose)

    def _pasted(self, fitted: Fit) -> None:
        """Tell what found no room; what was placed by name is told as well."""
        if fitted.rows_over > 0 or fitted.columns_over > 0:
            facts = {"rows": max(0, fitted.rows_over), "columns": max(0, fitted.columns_over)}
            self.noticed.emit(Notice("grid.paste_over", facts, "warn"))
        elif fitted.strangers:
            names = Series(fitted.strangers)
            self.noticed.emit(Notice("grid.paste_strangers", {"names": names}, "warn"))
        elif fitted.by_name:
            rows = len({place.row for place in fitted.cells})
            self.noticed.emit(Notice("grid.paste_by_name", {"n": rows}, "info"))

    # ------------------------------------------------------------- what is asked

    def _confirm(self) -> None:
        if self.sheet is not None:
            self.sheet.confirm(GridPlace(*self.view.hand.at))
            self.view.refresh()
            self._count()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_here(self) -> None:
        self._open_person(self.view.hand.at.row)

    def _open_person(self, row: int) -> None:
        if self.sheet is not None:
            self.asked.emit("people", Wanted(chosen=self.sheet.people[row]))

    def _print(self) -> None:
        """The class form on paper, its lines numbered as here."""
        unit = self.chosen_unit()
        if unit is None:
            return
        purpose = self.purposes[self.purpose.choice()]
        try:
            drawn = paper(self.desk, purpose, self.on, lang(), unit)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        name = say(
            "grid.paper_name", unit=unit_name(*unit), purpose=purpose.title[lang()], day=self.on.text()[:10]
        )
        self.printed.emit(drawn, name)

    def _leave_grid(self) -> None:
        self.rest.setFocus(Qt.FocusReason.TabFocusReason)
