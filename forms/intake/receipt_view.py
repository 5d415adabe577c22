"""What an intake did: its lines, undone, kept as a file, the refused rows for their senders, look-alikes it brought."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from forms.intake.lines_view import LinesView
from forms.intake.taking import TakenPlan
from forms.pages import keeping
from forms.parts.card import text_label
from forms.words.tr import lang, say
from schoolprep.desk import Desk
from schoolprep.intake.alike import Alike


class ReceiptView(LinesView):
    """See the module."""

    name = "receipt"
    title = "intakepage.step_receipt"
    empty = "intakepage.nothing_done"

    more_wanted = Signal()
    undo_wanted = Signal()
    resume_wanted = Signal()
    """What the files were asked and nobody answered shall be answered now."""
    pairs_wanted = Signal(object)
    """The look-alikes that came in."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, places: bool = False) -> None:
        """`places`: it is about places (`LinesView`)."""
        super().__init__(desk, parent, places=places)
        self._outcome: TakenPlan | None = None
        self.unread = text_label("caution", wrap=True)
        self.unread.hide()
        self.body.insertWidget(1, self.unread)
        self.pairs = self.act("alike.look", self._show_pairs, tip="alike.look_tip")
        self.resume = self.act(
            "intakepage.resume", self.resume_wanted.emit, kind="filled", tip="intakepage.resume_tip"
        )
        self.more = self.act("intakepage.choose", self.more_wanted.emit, icon="open")
        self.undo = self.act("intakepage.undo", self.undo_wanted.emit, icon="undo")
        self.keep = self.act("intakepage.receipt", self._keep, icon="save")
        self.refused = self.act(
            "intakepage.refused_save", self._keep_refused, icon="save", tip="intakepage.refused_tip"
        )

    def show_outcome(self, outcome: TakenPlan) -> None:
        """Show what was done."""
        self._outcome = outcome
        found = self._alike()
        self.pairs.bind(self.pairs.setText, "alike.found", n=len(found))
        self.pairs.setVisible(bool(found))
        waiting = outcome.taken.receipt.unread
        self.unread.setVisible(bool(waiting))
        self.bind(self.unread.setText, "intake.counts-unread", count=waiting)
        self.resume.setVisible(bool(outcome.taken.receipt.questions))
        self.undo.setVisible(bool(outcome.taken.receipt.act))
        self.refused.setVisible(bool(outcome.refused))
        self.show_lines(outcome.prepared)

    def _alike(self) -> Sequence[Alike]:
        return self._outcome.plan.settled.alike if self._outcome is not None else ()

    def _show_pairs(self) -> None:
        self.pairs_wanted.emit(self._alike())

    def _keep(self) -> None:
        if self._outcome is not None:
            told = self._outcome.taken.receipt
            name = say("intakepage.receipt_name")
            self.keeps.emit(
                "intakepage.receipt_title", name, lambda out: keeping.receipt(told, out, lang()), None
            )

    def _keep_refused(self) -> None:
        """One book for each sender: the first where one says, the others beside it."""
        if self._outcome is not None:
            suffix, books = say("intake.returned-suffix"), self._outcome.refused
            name = books[0].path_in(Path(), suffix).name
            self.keeps.emit(
                "intakepage.refused_title",
                name,
                lambda out: keeping.refused(books, out, suffix, lang()),
                None,
            )
