"""What an intake would do, or did: a line for everything a person may want to see, counted and filtered by its kind.

A line holds what it is about and becomes words only when it is painted: an intake of 5,000 people has 75,000 lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from forms.parts.card import WordButton, text_label
from forms.parts.segments import Segment, Segments
from forms.parts.table import Column, Table, TableModel
from forms.words.tr import Worded, lang, say, say_problem
from schoolprep.facts.blank import Blanks
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds import write
from schoolprep.facts.record import Answers
from schoolprep.intake import Plan, Receipt
from schoolprep.intake.columns import Notice
from schoolprep.intake.rows import Change
from schoolprep.store import Records

STATES = ("refused", "doubtful", "repaired", "changed", "added", "noted", "left-out")
_INKS = {"refused": "deferred", "doubtful": "incomplete", "repaired": "verify", "added": "ready"}
_OPEN = frozenset({"refused", "doubtful"})
"""What waits for a person."""


class Filing(NamedTuple):
    """A statement that is filed: what it says of whom, and what it said before (None: it is new)."""

    blank: str
    subject: str
    answers: Answers
    before: Answers | None


def filings_of(plan: Plan) -> list[Filing]:
    """What a plan files if nothing doubtful is accepted."""
    return [
        Filing(
            step.entry.blank,
            step.entry.subject,
            step.entry.answers or {},
            (step.before.answers or {}) if step.before else None,
        )
        for step in plan.steps
    ]


def filings_now(plan: Plan, act: str, store: Records) -> list[Filing]:
    """What stands in the store now, with what each record replaced: the plan was changed by ticks, or is old."""
    known = {step.before.id: step.before.answers or {} for step in plan.steps if step.before}

    def before(replaced: Sequence[str]) -> Answers | None:
        if not replaced:
            return None
        first = replaced[0]
        return known[first] if first in known else store.record(first).answers or {}

    return [
        Filing(record.blank, record.subject, record.answers or {}, before(record.replaces))
        for record in store.of_act(act)
    ]


class Line(NamedTuple):
    """One line of the table."""

    key: str
    state: str
    of: Notice | Change | Filing
    at: int = -1
    """For something doubtful that can be ticked: its place in `Plan.doubtful`."""
    accepted: bool = False


class Prepared(NamedTuple):
    """A plan made ready to be shown: the people it brings, whom each row is about, its lines in order."""

    names: Mapping[str, str]
    rows: Mapping[tuple[str, str, str], str]
    lines: list[Line]


class PlanView(Worded, QWidget):
    """The counts, the lines, and for a plan the choice of what is doubtful."""

    ticked = Signal()

    def __init__(
        self,
        blanks: Blanks,
        divisions: Divisions,
        name_of: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        """`name_of` gives the name of a subject that is on file, else an empty text."""
        super().__init__(parent)
        self._blanks, self._divisions, self._on_file = blanks, divisions, name_of
        self._names: Mapping[str, str] = {}
        self._rows: Mapping[tuple[str, str, str], str] = {}
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addLayout(self._build_head())
        self._build_table()
        body.addWidget(self.table, 1)
        self.nothing = text_label("quiet", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body.addWidget(self.nothing, 1)
        self.detail = text_label("", wrap=True, select=True)
        body.addWidget(self.detail)
        self.hint = text_label("note", wrap=True)
        self.bind(self.hint.setText, "intakepage.accept_tip")
        body.addWidget(self.hint)

    def _build_head(self) -> QHBoxLayout:
        every = [Segment("", "intakepage.all")]
        kinds = [Segment(state, f"intake.{state}", _INKS.get(state, "ink")) for state in STATES]
        self.segments = Segments([*every, *kinds])
        self.segments.chosen.connect(self._narrow)
        self.accept_all = WordButton("intakepage.accept_all", tip="intakepage.accept_tip")
        self.accept_all.clicked.connect(self._accept_all)
        head = QHBoxLayout()
        head.addWidget(self.segments)
        head.addStretch(1)
        head.addWidget(self.accept_all)
        return head

    def _build_table(self) -> None:
        columns: list[Column[Line]] = [
            Column("intakepage.state", 96, _state, _order, "strong", ink=_ink),
            Column("intakepage.who", 104, self._who),
            Column("intake.heading-sheet", 104, self._sheet, dress="quiet"),
            Column("intake.heading-cell", 62, _cell, dress="quiet"),
            Column("intake.heading-was", 160, self._was),
            Column("intake.heading-now", 210, self._now, stretch=True),
            Column("intake.heading-why", 380, _why),
        ]
        self.model = TableModel[Line](columns, lambda line: line.key, lambda line: "", self)
        self.table = Table(self.model)
        self.bind(self.table.setAccessibleName, "intakepage.lines")
        self.table.opened.connect(self.toggle)
        self.table.shown.connect(self._tell)
        self.table.clicked.connect(self._clicked)
        self.table.installEventFilter(self)

    # ------------------------------------------------------------- showing

    def prepare(self, plan: Plan) -> Prepared:
        """What a plan is shown as; of 100,000 rows that takes a second, so it may be done on any thread."""
        receipt, steps = plan.receipt(), filings_of(plan)
        lines = [*_told(receipt), *_changed(receipt, ticking=True), *_filed(steps)]
        return Prepared(_names(steps), dict(self._about(plan)), sorted(lines, key=_order))

    def show_plan(self, prepared: Prepared) -> None:
        """Show what would be done."""
        self._names, self._rows = prepared.names, prepared.rows
        self._show(prepared.lines, ticking=True)

    def prepare_receipt(self, receipt: Receipt, filed: Sequence[Filing]) -> Prepared:
        """What was done, made ready on any thread; `filed` as the store has it now."""
        lines = [*_told(receipt), *_changed(receipt, ticking=False), *_filed(filed)]
        return Prepared(_names(filed), {}, sorted(lines, key=_order))

    def show_receipt(self, prepared: Prepared) -> None:
        """Show what was done. Whose the cells were is known from the plan."""
        self._names = {**self._names, **prepared.names}
        self._show(prepared.lines, ticking=False)

    def accepted(self) -> set[int]:
        """The doubtful things a person ticked, by their place in the plan."""
        return {line.at for line in self.model.all_rows() if line.accepted}

    def ticks(self) -> set[Change]:
        """What a person ticked, to be ticked again in a plan of the same files."""
        return {line.of for line in self.model.all_rows() if line.accepted and isinstance(line.of, Change)}

    def tick(self, kept: Collection[Change]) -> None:
        """Tick what was ticked before."""
        if kept:
            lines = self.model.all_rows()
            self.model.set_rows(
                line._replace(accepted=True) if line.at >= 0 and line.of in kept else line for line in lines
            )
            self._ticked()

    def waiting(self) -> int:
        """How many lines wait for a person: refused ones, and doubtful ones that are not ticked."""
        return sum(line.state in _OPEN and not line.accepted for line in self.model.all_rows())

    def next_waiting(self) -> None:
        """Go to the next line that waits."""
        self.segments.choose("")
        self._narrow("")
        lines, current = self.model.shown(), self.table.currentIndex().row()
        waiting = [at for at, line in enumerate(lines) if line.state in _OPEN and not line.accepted]
        if waiting:
            at = next((at for at in waiting if at > current), waiting[0])
            self.table.choose(lines[at].key)
            self.table.setFocus()

    def _show(self, lines: list[Line], *, ticking: bool) -> None:
        self.model.set_rows(lines)
        counts = Counter(line.state for line in lines)
        self.segments.show_counts({"": len(lines), **dict.fromkeys(STATES, 0), **counts})
        doubtful = ticking and counts["doubtful"] > 0
        self.accept_all.setVisible(doubtful)
        self.hint.setVisible(doubtful)
        self.bind(self.nothing.setText, "intakepage.nothing" if ticking else "intakepage.nothing_done")
        self.segments.choose("")
        self._narrow("")
        self._ticked()

    def _narrow(self, state: str) -> None:
        self.model.narrow(keep=(lambda line: line.state == state) if state else None)
        some = self.model.rowCount() > 0
        self.table.setVisible(some)
        self.nothing.setVisible(not some)
        self.detail.clear()

    def _tell(self, key: str) -> None:
        """The whole of the line one has come to: its sentence may be longer than the column."""
        line = self.model.row_at(self.model.line_of(key))
        place = " ".join(filter(None, (self._who(line), self._sheet(line), _cell(line))))
        change = " → ".join(filter(None, (self._was(line), self._now(line))))
        self.detail.setText("　".join(filter(None, (place, change, _why(line)))))

    # ------------------------------------------------------------- what a line says

    def _who(self, line: Line) -> str:
        if isinstance(line.of, Filing):
            known = self._names.get(line.of.subject) or self._on_file(line.of.subject)
            return known or self._place(line.of.answers)
        row = "".join(char for char in line.of.cell if char.isdigit())
        return self._rows.get((line.of.file, line.of.sheet, row), "")

    def _about(self, plan: Plan) -> Iterator[tuple[tuple[str, str, str], str]]:
        """Whom or which place each row of each sheet is about, as it says."""
        for row in plan.rows:
            sheet = plan.sheets[row.sheet]
            about_people = sheet.blank.about == "person"
            name = (row.who.name or row.answers.get("name")) if about_people else self._place(row.answers)
            if name:
                yield (sheet.table.file, sheet.table.sheet, str(row.number)), str(name)

    def _place(self, answers: Answers) -> str:
        code = answers.get("place")
        return self._divisions.short_name(code) if isinstance(code, str) and code[:1].isdigit() else ""

    def _sheet(self, line: Line) -> str:
        if isinstance(line.of, Filing):
            return self._blanks[line.of.blank].title[lang()]
        return line.of.sheet or line.of.file

    def _was(self, line: Line) -> str:
        match line.of:
            case Notice():
                return line.of.value
            case Change():
                return line.of.was
            case Filing(before=None):
                return ""
        before = line.of.before or {}
        return self._said(
            line.of, {name: before[name] for name in self._differing(line.of) if name in before}
        )

    def _now(self, line: Line) -> str:
        match line.of:
            case Notice():
                return ""
            case Change():
                return line.of.taken(lang())
            case Filing(before=None):
                return self._said(line.of, line.of.answers)
        return self._said(line.of, {name: line.of.answers[name] for name in self._differing(line.of)})

    def _differing(self, filing: Filing) -> list[str]:
        before = filing.before or {}
        return [name for name, value in filing.answers.items() if before.get(name) != value]

    def _said(self, filing: Filing, answers: Answers) -> str:
        blank = self._blanks[filing.blank]
        return say("intakepage.between").join(
            f"{blank[name].label[lang()]} {write(blank[name], value, lang(), self._divisions)}"
            for name, value in answers.items()
            if name in blank.fields
        )

    # ------------------------------------------------------------- ticking

    def toggle(self, key: str) -> None:
        """Tick a doubtful line, or take its tick away; others have none."""
        for line in self.model.all_rows():
            if line.key == key and line.at >= 0:
                self.model.replace(line._replace(accepted=not line.accepted))
                self._ticked()

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.toggle(self.model.key_at(index.row()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The space bar ticks what is chosen."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
        ):
            for key in self.table.chosen():
                self.toggle(key)
            return True
        return super().eventFilter(watched, event)

    def _accept_all(self) -> None:
        lines = self.model.all_rows()
        wanted = not all(line.accepted for line in lines if line.at >= 0)
        self.model.set_rows(line._replace(accepted=wanted) if line.at >= 0 else line for line in lines)
        self._ticked()

    def _ticked(self) -> None:
        every = all(line.accepted for line in self.model.all_rows() if line.at >= 0)
        word = "intakepage.accept_none" if every else "intakepage.accept_all"
        self.accept_all.bind(self.accept_all.setText, word)
        self.ticked.emit()


def _told(receipt: Receipt) -> Iterator[Line]:
    states = {"refused": receipt.refused, "noted": receipt.notes, "left-out": receipt.left_out}
    for state, notices in states.items():
        for at, notice in enumerate(notices):
            yield Line(f"{state}{at}", state, notice)


def _changed(receipt: Receipt, *, ticking: bool) -> Iterator[Line]:
    for at, change in enumerate(receipt.repaired):
        yield Line(f"repaired{at}", "repaired", change)
    for at, change in enumerate(receipt.doubtful):
        yield Line(f"doubtful{at}", "doubtful", change, at if ticking else -1)


def _filed(filings: Iterable[Filing]) -> Iterator[Line]:
    for at, filing in enumerate(filings):
        yield Line(f"filed{at}", "added" if filing.before is None else "changed", filing)


def _names(filings: Iterable[Filing]) -> dict[str, str]:
    """The people an intake brings, who are on file only afterwards."""
    people = (filing for filing in filings if filing.blank == "person")
    return {filing.subject: str(filing.answers.get("name", "")) for filing in people}


def _state(line: Line) -> str:
    mark = "" if line.at < 0 else "☑ " if line.accepted else "☐ "
    return mark + say(f"intake.{line.state}")


def _ink(line: Line) -> str:
    return _INKS.get(line.state, "ink")


def _order(line: Line) -> int:
    return STATES.index(line.state)


def _cell(line: Line) -> str:
    return "" if isinstance(line.of, Filing) else line.of.cell


def _why(line: Line) -> str:
    match line.of:
        case Notice(problem=problem):
            return say_problem(problem)
        case Change(repair=repair):
            return say(f"repairs.{repair}")
    return ""
