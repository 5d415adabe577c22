"""Arrivals: files that were brought, what is in each and what would come in; then what did, undone as one act."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from forms.handover import lines
from forms.handover.acting import acted
from forms.intake.station import Station
from forms.pages.background import Job
from forms.pages.notice import Notice
from forms.parts.card import Card, text_label
from forms.parts.table import Column, TableModel, TableView
from forms.words.seats import seat_line
from forms.words.tr import say, say_problem, sentences
from schoolprep.desk import Desk
from schoolprep.facts.problem import Series
from schoolprep.facts.steps import Steps, finish
from schoolprep.handover.nouns import Arrival, MergeReceipt

_Made = TypeVar("_Made")
_NAMED = 3
"""Files that are named while they are looked at; of more, the first ones."""


class ArrivalLine(NamedTuple):
    """A file with its place among those that came; names may repeat."""

    at: int
    arrival: Arrival


class ArrivalsView(Station):
    """See the module."""

    name = "arrivals"
    title = "handoverpage.view_arrivals"

    started = Signal(object)
    """A `Job` to run."""
    came = Signal()
    """Other files stand here now, or what came of them."""
    questions_wanted = Signal()
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.arrivals: Sequence[Arrival] = ()
        self.receipt: MergeReceipt | None = None
        self._says = text_label("lead", wrap=True)
        columns: list[Column[ArrivalLine]] = [
            Column("handoverpage.column_file", 210, lambda line: Path(line.arrival.file).name, wrap=True),
            Column("handoverpage.column_from", 180, lambda line: _from(line.arrival), dress="strong", wrap=True),
            Column("handoverpage.column_number", 72, lambda line: _number(line.arrival),
                   order=lambda line: line.arrival.number or 0),
            Column("handoverpage.column_new", 58, lambda line: str(line.arrival.new), right=True,
                   order=lambda line: line.arrival.new),
            Column("handoverpage.column_known", 58, lambda line: str(line.arrival.known), right=True,
                   order=lambda line: line.arrival.known, dress="quiet"),
            Column("handoverpage.column_told", 240, lambda line: _told(line.arrival), stretch=True, wrap=True,
                   ink=lambda line: "deferred" if line.arrival.problem else "ink_2"),
        ]  # fmt: skip
        self.model: TableModel[ArrivalLine] = TableModel(
            columns, key=lambda line: str(line.at), words=lambda line: Path(line.arrival.file).name
        )
        self.table = TableView(self.model)
        self.bind(self.table.setAccessibleName, self.title)
        card = Card(margin=12)
        card.body.addWidget(self._says)
        card.body.addWidget(self.table, 1)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(card)
        self.away = self.act("handoverpage.away", self.put_away)
        self.take = self.act("handoverpage.take", self._merge, kind="filled", tip="handoverpage.take_tip")
        self.undo = self.act("handoverpage.undo", self._undo_all, icon="undo")
        self.questions = self.act("handoverpage.view_questions", self.questions_wanted.emit)
        self.questions.hide()
        self.close_button = self.act("handoverpage.close", self.put_away, kind="filled")
        self.composed(self._say)

    # ------------------------------------------------------------- files that came

    def read(self, files: Sequence[Path]) -> None:
        """Look at files that were brought; nothing of them is in before a person says so."""
        names = [path.name for path in files]
        some = names if len(names) <= _NAMED else [*names[:_NAMED], "…"]
        title = say("handoverpage.reading", name=Series(some))
        self.started.emit(Job(title, self._desk.handover.reading(list(files))).then(self.show_plan))

    def _merge(self) -> None:
        self._show_busy(on=True)
        steps = up_to_the_last(self._desk.handover.merging(list(self.arrivals)))
        job = Job(say("handoverpage.merging"), steps)
        self.started.emit(job.then(self._merged).broken_off(partial(self._show_busy, on=False)))

    def _merged(self, steps: Steps[MergeReceipt]) -> None:
        """Judge anew whom it is about, on the window's thread, whose pages are told of it."""
        receipt = finish(steps)
        self._show_busy(on=False)
        self.show_receipt(receipt)
        facts = {"merged": receipt.merged}
        if self._undoes():
            undo = partial(self._undo, receipt.act)
            self.noticed.emit(Notice("handoverpage.merged", facts, act="notice.undo", do=undo))
        elif receipt.act:
            self.noticed.emit(Notice("handoverpage.merged", facts))

    def _undoes(self) -> bool:
        """What came back from the principal is not a colleague's to take back."""
        done = self.receipt
        return done is not None and bool(done.act) and self._desk.handover.merges

    def _undo_all(self) -> None:
        if self.receipt is not None:
            acted(self, partial(self._undo, self.receipt.act))

    def _undo(self, act: str) -> None:
        """Raises `KnownError` where it cannot be: something was built upon it."""
        self._desk.filing.undo(act)
        if self.receipt is not None and self.receipt.act == act:
            self.put_away()
        self.noticed.emit(Notice("handoverpage.undone"))

    # ------------------------------------------------------------- what is shown

    def show_plan(self, arrivals: Sequence[Arrival]) -> None:
        """What would come in; nothing of it has."""
        self.receipt = None
        self._show(arrivals)
        self.came.emit()

    def show_receipt(self, receipt: MergeReceipt) -> None:
        """What came in."""
        self.receipt = receipt
        self._show(receipt.arrivals)
        self.came.emit()

    def put_away(self) -> None:
        """Nothing has come."""
        self.receipt = None
        self._show(())
        self.closed.emit()

    @property
    def under_way(self) -> bool:
        """Whether a plan or a receipt stands here."""
        return bool(self.arrivals) or self.receipt is not None

    @property
    def planned(self) -> bool:
        """Whether something could come in and has not."""
        return self.receipt is None and any(self._takes(one) for one in self.arrivals)

    def _show_busy(self, *, on: bool) -> None:
        """While it comes in nothing can be pressed twice."""
        self.take.setEnabled(not on and self.planned)
        self.undo.setEnabled(not on)

    def _takes(self, arrival: Arrival) -> bool:
        """What is known is taken as well: its number counts."""
        return arrival.problem is None and arrival.kind is not None

    def _show(self, arrivals: Sequence[Arrival]) -> None:
        self.arrivals = arrivals
        self.model.set_rows(ArrivalLine(at, one) for at, one in enumerate(_refused_first(arrivals)))
        done = self.receipt is not None
        self.away.setVisible(not done)
        self.take.setVisible(not done)
        self.take.setEnabled(self.planned)
        self.undo.setVisible(self._undoes())
        self.close_button.setVisible(done)
        open_ = self.receipt.conflicts if self.receipt is not None else 0
        self.questions.setVisible(open_ > 0)
        self.questions.bind(self.questions.setText, "handoverpage.look_questions", n=open_)
        self._say()
        self.waits.emit()

    def _say(self) -> None:
        refused = sum(one.problem is not None for one in self.arrivals)
        if self.receipt is not None:
            done = self.receipt
            key = "done_refused" if refused else "done" if done.merged or done.known else "done_nothing"
            said = say(f"handoverpage.{key}", merged=done.merged, known=done.known, refused=refused)
        elif self.planned:
            new, known = (sum(getattr(one, what) for one in self.arrivals) for what in ("new", "known"))
            facts = {"files": len(self.arrivals), "new": new, "known": known, "refused": refused}
            said = say("handoverpage.plan", **facts)
        else:
            said = say("handoverpage.plan_nothing")
        self._says.setText(said)

    # ------------------------------------------------------------- what waits

    def waiting(self) -> int:
        """How many files were refused, or have something to be told."""
        return sum(one.problem is not None for one in self.arrivals)

    def next_waiting(self) -> None:
        """To those that were refused: they stand first."""
        if self.arrivals:
            self.table.choose(self.model.key_at(0))
            self.table.setFocus()

    def go(self) -> None:
        """Take the keyboard."""
        (
            self.close_button if self.receipt is not None else self.take if self.planned else self.away
        ).setFocus()


def up_to_the_last(steps: Steps[_Made]) -> Steps[Steps[_Made]]:
    """The steps but for what comes after the last of them; that is for whoever gets them to finish."""
    for done, total in steps:
        yield done, total
        if done == total:
            break
    return steps


def _refused_first(arrivals: Sequence[Arrival]) -> list[Arrival]:
    return sorted(arrivals, key=lambda one: one.problem is None)


def _from(arrival: Arrival) -> str:
    if arrival.colleague is not None:
        return seat_line(arrival.colleague.seat)
    return say(f"handoverpage.kind_{arrival.kind or 'none'}")


def _number(arrival: Arrival) -> str:
    return say(lines.NONE) if arrival.number is None else say("handoverpage.number", number=arrival.number)


def _told(arrival: Arrival) -> str:
    said = [say_problem(problem) for problem in (*filter(None, [arrival.problem]), *arrival.told)]
    return sentences(said)
