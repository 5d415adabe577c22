"""Who changes, how and why: a table of people with both verdicts, and one person's change in full below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from forms.pages.notice import Notice
from forms.parts.card import Card, LinkButton, text_label
from forms.parts.empty import Empty
from forms.parts.table import Column, TableModel, TableView
from forms.rules.matrix import Count, OutcomePair
from forms.rules.sheet import PreviewSheet
from forms.words.tr import lang, listed, say
from schoolprep.desk.whatif import Comparison, Move
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.file import File
from schoolprep.facts.school_order import ClassKey, name_key, unit_key
from schoolprep.rules.outcome import OUTCOMES
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.verdict import Finding, Verdict

_LEAST_HIGH = 300


class BothSides(NamedTuple):
    """One person by both sides."""

    subject: str
    unit: str
    name: str
    order: tuple[tuple[int, ClassKey], str]
    before: Verdict
    after: Verdict
    move: Move | None
    """What is different; None: nothing."""

    @property
    def pair(self) -> OutcomePair:
        """Outcome before and after."""
        return self.before.outcome, self.after.outcome


class Only(NamedTuple):
    """Some people instead of all of whom something is different."""

    keep: Callable[[BothSides], bool]
    told: Callable[[int], str]
    """Their number → the sentence that says whom these are, in the reader's language."""


def of_pair(pair: OutcomePair) -> Only:
    """The people of one outcome before and one after."""

    def told(number: int) -> str:
        before, after = (say(f"rules.outcome-{outcome}") for outcome in pair)
        return say("whatifpage.told_pair", before=before, after=after, number=number)

    return Only(lambda row: row.pair == pair, told)


def rows(found: Comparison, files: Mapping[str, File]) -> list[BothSides]:
    """Everybody by class and name; may be made on any thread."""
    moves = {move.subject: move for move in found.moves}
    made = []
    for subject, before in found.before.verdicts.items():
        person = files[subject].person
        unit = person.class_name or person.department or ""
        order = (unit_key(person), name_key(person.name))
        after = found.after.verdicts[subject]
        made.append(BothSides(subject, unit, person.name, order, before, after, moves.get(subject)))
    return sorted(made, key=lambda row: row.order)


def counted(everybody: list[BothSides]) -> dict[OutcomePair, Count]:
    """How many of each pair."""
    counts: dict[OutcomePair, Count] = {}
    for row in everybody:
        people, differing = counts.get(row.pair, Count())
        counts[row.pair] = Count(people + 1, differing + (row.move is not None))
    return counts


class MovesTable(TableView):
    """The table; in a wide window names and days get room too, not what changes alone.

    In a narrow place what changes gives way: it stands in full below the table.
    """

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Widths follow the window."""
        wide = self.viewport().width()
        self.setColumnWidth(1, min(150, max(76, wide // 9)))
        self.setColumnWidth(4, min(260, max(138, wide // 5)))
        super().resizeEvent(event)


class Moves(Card):
    """The table and the detail."""

    opened = Signal(str)
    """The person to open."""
    noticed = Signal(object)
    save_asked = Signal()
    """As a workbook."""
    all_asked = Signal()
    """Everybody of whom something is different, instead of one pair."""

    def __init__(self, divisions: Divisions, parent: QWidget | None = None) -> None:
        super().__init__(parent, margin=12)
        self._divisions = divisions
        self._found: Comparison | None = None
        self._explain: tuple[Explainer, Explainer] | None = None
        self._only: Only | None = None
        self.setMinimumHeight(_LEAST_HIGH)
        self.told = text_label("section")
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.all = LinkButton("whatifpage.all_changes", tip="whatifpage.all_changes_tip")
        self.all.clicked.connect(self.all_asked)
        self.copy = LinkButton("people.copy", tip="whatifpage.copy_tip")
        self.copy.clicked.connect(self.copy_rows)
        head = QHBoxLayout()
        head.addWidget(self.told, 1)
        head.addWidget(self.all)
        self.save = LinkButton("whatifpage.save", tip="whatifpage.save_tip")
        self.save.clicked.connect(self.save_asked)
        head.addWidget(self.copy)
        head.addWidget(self.save)
        self.body.addLayout(head)
        self.model = self._model()
        self.table = MovesTable(self.model)
        self.bind(self.table.setAccessibleName, "whatifpage.moves")
        self.table.opened.connect(self.opened)
        self.table.shown.connect(self._tell)
        copied = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table)
        copied.setContext(Qt.ShortcutContext.WidgetShortcut)
        copied.activated.connect(self.copy_rows)
        self.nobody = Empty("done", "whatifpage.nobody", "whatifpage.nobody_says")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.nobody)
        self.body.addWidget(self._stack, 1)
        self.detail = text_label("", wrap=True, select=True)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.detail.setMinimumHeight(76)
        self.bind(self.detail.setAccessibleName, "whatifpage.detail")
        self.body.addWidget(self.detail)
        self.composed(self._explainers)
        self.composed(self._say)

    def _model(self) -> TableModel[BothSides]:
        columns: list[Column[BothSides]] = [
            Column("people.class", 82, lambda row: row.unit, order=lambda row: row.order),
            Column("people.name", 76, lambda row: row.name, lambda row: row.order[1], dress="strong", wrap=True),
            Column("whatifpage.before", 116, self._word(0), lambda row: -OUTCOMES.index(row.before.outcome),
                   dress="chip", outcome=lambda row: row.before.outcome),
            Column("whatifpage.after", 116, self._word(1), lambda row: -OUTCOMES.index(row.after.outcome),
                   dress="chip", outcome=lambda row: row.after.outcome),
            Column("people.returns", 138, self.returns, _return_order, whole=True),
            Column("whatifpage.change", 110, self.change, dress="quiet", stretch=True, wrap=True, spare=True),
        ]  # fmt: skip
        return TableModel(columns, lambda row: row.subject, lambda row: "", self)

    # ------------------------------------------------------------- showing

    def show_found(self, found: Comparison, everybody: list[BothSides]) -> None:
        """Show everybody of whom something is different."""
        self._found, self._only = found, None
        self._explainers()
        self.model.set_rows(everybody)
        self.show_only(None)

    def show_only(self, only: Only | None) -> None:
        """Show some people; None: those of whom something is different."""
        self._only = only
        self.model.narrow(keep=only.keep if only is not None else lambda row: row.move is not None)
        self._say()

    def _explainers(self) -> None:
        """Made of what was compared, not of the desk: words can be said again when the school is closed."""
        if self._found is not None:
            before, after = (
                Explainer(one.rules, self._divisions, lang())
                for one in (self._found.before, self._found.after)
            )
            self._explain = before, after

    def _say(self) -> None:
        shown = self.model.rowCount()
        self.told.setText(
            self._only.told(shown) if self._only is not None else say("whatifpage.told", number=shown)
        )
        self.all.setVisible(self._only is not None)
        for button in (self.copy, self.save):
            button.setEnabled(shown > 0)
        self._stack.setCurrentWidget(self.table if shown or self._found is None else self.nobody)
        self.detail.setVisible(shown > 0)
        current = self.table.currentIndex()
        self._tell(self.model.key_at(current.row()) if current.isValid() else "")

    # ------------------------------------------------------------- words

    def _word(self, side: int) -> Callable[[BothSides], str]:
        return lambda row: say(f"rules.outcome-{row.pair[side]}")

    def _days(self, row: BothSides) -> tuple[str, str]:
        assert self._explain is not None
        before, after = self._explain
        return before.return_day(row.before), after.return_day(row.after)

    def returns(self, row: BothSides) -> str:
        """The first possible day, on both sides where it is not the same."""
        before, after = self._days(row)
        return before if before == after else f"{before} → {after}"

    def change(self, row: BothSides) -> str:
        """Which rules no longer speak, which do now, which say something else."""
        if row.move is None or self._explain is None:
            return ""
        before, after = self._explain
        went = dict.fromkeys(map(before.title, row.move.went))
        came = dict.fromkeys(map(after.title, row.move.came))
        parts = {
            "whatifpage.changed": [title for title in went if title in came],
            "whatifpage.went": [title for title in went if title not in came],
            "whatifpage.came": [title for title in came if title not in went],
        }
        told = (say(key, says=listed(titles)) for key, titles in parts.items() if titles)
        return say("whatifpage.then").join(told)

    def sentences(self, row: BothSides) -> Iterator[str]:
        """What no longer holds and what holds now, each as its whole sentence."""
        if row.move is None or self._explain is None:
            return
        before, after = self._explain
        yield from (say("whatifpage.went", says=_said(before, one)) for one in row.move.went)
        yield from (say("whatifpage.came", says=_said(after, one)) for one in row.move.came)

    def _tell(self, key: str) -> None:
        line = self.model.line_of(key) if key else -1
        if line < 0:
            self.detail.setText(say("whatifpage.detail_hint"))
            return
        row = self.model.row_at(line)
        told = list(self.sentences(row)) or [say("whatifpage.detail_same")]
        self.detail.setText("\n".join((f"{row.unit} {row.name}".strip(), *told)))

    # ------------------------------------------------------------- taking along

    def chosen(self) -> list[BothSides]:
        """The rows chosen; all that are shown, where it is one or none."""
        keys = set(self.table.chosen())
        return [row for row in self.model.shown() if len(keys) < 2 or row.subject in keys]

    def cells(self, row: BothSides) -> tuple[str, ...]:
        """A row as texts, what changes as whole sentences."""
        outcomes = self._word(0)(row), self._word(1)(row)
        return (row.unit, row.name, *outcomes, self.returns(row), " ".join(self.sentences(row)))

    def headings(self) -> tuple[str, ...]:
        """What the texts of a row are called."""
        return tuple(say(column.says) for column in self.model.columns)

    def copied(self) -> str:
        """The rows chosen as text, tabs between."""
        return "\n".join("\t".join(line) for line in (self.headings(), *map(self.cells, self.chosen())))

    def trial(self, compared: str) -> PreviewSheet:
        """The rows chosen as a sheet; `compared` says what was put against what."""
        rows = self.chosen()
        return PreviewSheet(
            self.headings(),
            [self.cells(row) for row in rows],
            [row.after.outcome for row in rows],
            compared,
            tuple(row.subject for row in rows),
        )

    def copy_rows(self) -> None:
        """Copy the table."""
        text = self.copied()
        QGuiApplication.clipboard().setText(text)
        self.noticed.emit(Notice("people.copied", {"number": text.count("\n")}))


def _said(explain: Explainer, finding: Finding) -> str:
    return say("whatifpage.finding", title=explain.title(finding), says=explain.sentence(finding))


def _return_order(row: BothSides) -> tuple[int, ...]:
    return tuple(
        10**7 if verdict.may_return_on is None else verdict.may_return_on
        for verdict in (row.after, row.before)
    )
