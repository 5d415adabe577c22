"""Together card: the same answers for all selected people; who changes, old → new, stands below before it is filed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea

from forms.editors.base import EditorTools
from forms.editors.form import Form
from forms.pages.notice import Notice
from forms.parts.card import Card, LinkButton, text_label
from forms.parts.table import Column, TableModel, TableView
from forms.people.aside_card import waiting
from forms.words.tr import clauses, lang, listed, say, say_problem
from schoolprep.desk import Desk
from schoolprep.desk.together import Together, TogetherChange, file_together, together, told
from schoolprep.facts.draft import Draft
from schoolprep.facts.problem import KnownError


class ChangeLine(NamedTuple):
    """One person in the preview."""

    subject: str
    unit: str
    name: str
    says: str
    refused: bool


class TogetherCard(Card):
    """Filled in once, filed for everybody selected; one undo takes it back."""

    noticed = Signal(object)
    done = Signal()
    """Filed or put aside: the page of a person may be shown again."""
    aside_asked = Signal(object)
    """The people whose unread answers shall be set aside."""

    def __init__(self, desk: Desk, tools: EditorTools) -> None:
        super().__init__()
        self._desk = desk
        self._tools = tools
        self._subjects: Sequence[str] = ()
        self._plan = Together({}, (), (), 0)
        self._title = text_label("title")
        self._says = text_label("quiet", wrap=True)
        self.unread = LinkButton("people.aside_some", facts={"n": 0})
        self.unread.clicked.connect(self._ask_aside)
        self.form = Form(desk.data.blanks["person"].of_many, tools)
        self.model = TableModel(
            [
                Column[ChangeLine]("people.class", 90, lambda line: line.unit),
                Column[ChangeLine]("people.name", 90, lambda line: line.name, dress="strong"),
                Column[ChangeLine]("people.together_change", 200, lambda line: line.says, stretch=True),
            ],
            key=lambda line: line.subject,
            words=lambda line: line.name,
        )
        self.table = TableView(self.model)
        self.bind(self.table.setAccessibleName, "people.together_change")
        for widget in (self._title, self.unread):
            self.head.addWidget(widget)
        self.head.addStretch(1)
        self.body.addLayout(self.head)
        self.body.addWidget(self._form_area(), 3)
        self.body.addWidget(self._says)
        self.body.addWidget(self.table, 1)
        self.form.changed.connect(self._count)
        self.form.file_asked.connect(self.file)
        self.form.discarded.connect(self._discard)
        self.form.put_aside.connect(self.done)

    def _form_area(self) -> QScrollArea:
        """The form as high as it is; in a low window one scrolls."""
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.form)
        self.form.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        return area

    def show_people(self, subjects: Sequence[str]) -> None:
        """Begin an act for these people; what was written and neither filed nor thrown away still stands there."""
        self._subjects = subjects
        unread = sum(1 for _ in waiting(self._desk, subjects))
        self.unread.setVisible(bool(unread))
        self.unread.bind(self.unread.setText, "people.aside_some", n=unread)
        if self.form.draft is None or not self.form.draft.touched:
            self._begin()
        self._count()
        self.form.go()

    def _begin(self) -> None:
        today = date.fromordinal(self._tools.today())
        self.form.show_draft(Draft(self.form.blank, "", self._desk.filing.frame(today), lang=lang()))

    def _ask_aside(self) -> None:
        self.aside_asked.emit(self._subjects)

    def _discard(self) -> None:
        self._begin()
        self.done.emit()

    def file(self) -> None:
        """File for everybody whom it changes."""
        if self.form.show_problems() or not self._plan.changes:
            return
        try:
            records = file_together(self._desk, self._plan)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        undo = records[0].act

        def back() -> None:
            self._desk.filing.undo(undo)

        self.noticed.emit(Notice("people.together_filed", {"n": len(records)}, act="notice.undo", do=back))
        self._discard()

    def retranslate(self) -> None:
        """Word the preview."""
        super().retranslate()
        self.model.retranslate()
        self._show()

    def _count(self) -> None:
        draft = self.form.draft
        said = draft.answers if draft is not None else {}
        today = date.fromordinal(self._tools.today())
        self._plan = together(self._desk, self._subjects, said, today)
        self._show()

    def _show(self) -> None:
        plan = self._plan
        self._title.setText(say("people.together_title", n=len(self._subjects)))
        lines = [self._line(one) for one in (*plan.refused, *plan.changes)]
        self.model.set_rows(lines)
        facts = {
            "changes": len(plan.changes),
            "same": plan.same,
            "refused": len(plan.refused),
            "n": len(self._subjects),
        }
        self._says.setText(say("people.together_counts" if plan.said else "people.together_says", **facts))
        self.form.file.setEnabled(bool(plan.changes))

    def _line(self, change: TogetherChange) -> ChangeLine:
        person = self._desk.people.file(change.subject).person
        says = listed(
            say("people.together_one", label=label, was=was or "—", now=now or "—")
            for label, was, now in told(self._desk, change, self._plan.said, lang())
        )
        if change.problems:
            says = clauses([say("people.together_refused"), *map(say_problem, change.problems)])
        unit = person.class_name or person.department or ""
        return ChangeLine(change.subject, unit, person.name, says, bool(change.problems))
