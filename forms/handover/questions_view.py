"""Questions: where two colleagues wrote different things of the same, with what follows from each; a person decides."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from forms.handover import lines
from forms.intake.station import Station
from forms.look.current import length
from forms.pages.notice import Notice
from forms.parts.card import Card, WordButton, text_label
from forms.parts.chip import VerdictChip
from forms.parts.empty import Empty
from forms.words import dates
from forms.words.answers import value_of
from forms.words.tr import lang, say
from forms.words.units import unit_of_person
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment, day_of
from schoolprep.facts.problem import KnownError
from schoolprep.facts.record import Record
from schoolprep.handover.nouns import Question, QuestionChoice
from schoolprep.rules.outcome import OUTCOMES, Outcome

_SHOWN = 20
"""So many questions are shown at once; the others follow when these are settled."""


class QuestionCard(Card):
    """One question: of whom and what, each answer with its author and consequence, and a button to each."""

    settled = Signal(object, object)
    """The `Question` and the `QuestionChoice` that holds."""
    parted = Signal(object)
    """The `Question` of two who may be one, and are two."""

    def __init__(self, desk: Desk, question: Question) -> None:
        super().__init__(margin=14)
        self._desk, self.question = desk, question
        self.asked, self.text = text_label("lead", wrap=True), text_label("quiet", wrap=True)
        self.body.addWidget(self.asked)
        self.body.addWidget(self.text)
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(3, 2)
        self.buttons = [self._line(grid, at, one) for at, one in enumerate(question.choices)]
        self.body.addLayout(grid)
        self.two = WordButton("handoverpage.choice_two")
        self.two.clicked.connect(lambda: self.parted.emit(self.question))
        self.two.setVisible(bool(question.or_two))
        self.body.addWidget(self.two, alignment=Qt.AlignmentFlag.AlignRight)
        self._say()

    def _line(self, grid: QGridLayout, at: int, choice: QuestionChoice) -> WordButton:
        value = text_label("strong", self._value(choice), wrap=True, select=True)
        when = lines.moment(choice.written, self._desk.workspace.school.zone)
        author = text_label(
            "note", say("handoverpage.choice_from", author=choice.author, when=when), wrap=True
        )
        day = text_label("", _first_day(choice), wrap=True)
        button = WordButton("handoverpage.choice_take")
        named = say("handoverpage.choice_take_name", author=choice.author, value=self._value(choice))
        button.setAccessibleName(named)
        button.clicked.connect(lambda: self.settled.emit(self.question, choice))
        outcome = _outcome(choice)
        for column, widget in enumerate(
            (value, author, VerdictChip(outcome) if outcome else None, day, button)
        ):
            if widget is not None:
                grid.addWidget(widget, at, column)
        return button

    def who(self) -> str:
        """Name and class."""
        people = self._desk.people.files()
        if self.question.subject not in people:
            return say("handoverpage.nobody")
        person = people[self.question.subject].person
        named = person.name or say("handoverpage.nobody")
        return say("today.who", unit=unit_of_person(person), name=named)

    def blank(self) -> str:
        """The title of what it is about."""
        return self._desk.filing.title(self.question.blank, lang())

    def _say(self) -> None:
        question = self.question
        self.asked.setText(self._desk.conflicts.head(question, lang()))
        self.setAccessibleName(self.asked.text())
        if question.or_two:
            self.text.setText(say("handoverpage.question_two"))
        elif not question.field:
            self.text.setText(say("handoverpage.question_withdrawn", blank=self.blank()))
        else:
            facts = {"blank": self.blank(), "field": self._label()}
            self.text.setText(say("handoverpage.question_field", **facts))

    def _label(self) -> str:
        blank = self._desk.data.blanks.get(self.question.blank)
        field = blank.fields.get(self.question.field) if blank is not None else None
        return field.label[lang()] if field is not None else self.question.field

    def _value(self, choice: QuestionChoice) -> str:
        """What the answer says; of a correction against a withdrawal, and of two who may be one, the whole record."""
        record = self._desk.filing.record(choice.record)
        if record.answers is None:
            return say("handoverpage.choice_none")
        if not self.question.field or self.question.or_two:
            return self._desk.filing.said(record, lang())
        blank = self._desk.data.blanks.get(self.question.blank)
        field = blank.fields.get(self.question.field) if blank is not None else None
        value = record.answers.get(self.question.field)
        if value is None:
            return say("handoverpage.choice_empty")
        return str(value) if field is None else value_of(field, value, self._desk.data.divisions)


class QuestionsView(Station):
    """See the module."""

    name = "questions"
    title = "handoverpage.view_questions"

    def __init__(self, desk: Desk, on: Moment) -> None:
        super().__init__()
        self._desk, self._on = desk, on
        self.questions: list[Question] = []
        self.cards: list[QuestionCard] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(length("gap"))
        self._list.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(0, 0, 0, 0)
        down.addLayout(self._list)
        self.more = text_label("quiet", wrap=True)
        down.addWidget(self.more)
        down.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self._either = QStackedWidget()
        self._either.addWidget(self._scroll)
        self._either.addWidget(Empty("done", "handoverpage.no_questions", "handoverpage.no_questions_text"))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self._either)

    def show_day(self, on: Moment) -> None:
        """The consequences are those of another day."""
        self._on = on

    def fill(self) -> None:
        """Ask what is open now."""
        self.questions = list(self._desk.conflicts.open(self._on))
        self._draw()
        self.waits.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Cards are worded when they are made."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._draw()

    def _draw(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.cards = [QuestionCard(self._desk, one) for one in self.questions[:_SHOWN]]
        for card in self.cards:
            card.settled.connect(self._settle)
            card.parted.connect(self._part)
            self._list.addWidget(card)
        left = len(self.questions) - _SHOWN
        self.more.setVisible(left > 0)
        self.more.setText(say("handoverpage.more_questions", n=left))
        self._either.setCurrentIndex(0 if self.questions else 1)

    def _settle(self, question: Question, choice: QuestionChoice) -> None:
        card = next(one for one in self.cards if one.question is question)
        facts = {"who": card.who(), "blank": card.blank(), "author": choice.author}
        answer = partial(self._desk.conflicts.settle, question.id, choice.record)
        self._answer(answer, "handoverpage.settled", facts)

    def _part(self, question: Question) -> None:
        self._answer(partial(self._desk.conflicts.part, question.id), "handoverpage.parted", {})

    def _answer(self, answer: Callable[[], Record], told: str, facts: dict[str, str]) -> None:
        try:
            record = answer()
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        undo = partial(self._desk.filing.undo, record.act)
        self.noticed.emit(Notice(told, facts, act="notice.undo", do=undo))

    def waiting(self) -> int:
        """How many are open."""
        return len(self.questions)

    def next_waiting(self) -> None:
        """To the next question's first button."""
        if not self.cards:
            return
        here = next((at for at, card in enumerate(self.cards) if card.isAncestorOf(_focused(self))), -1)
        button = self.cards[(here + 1) % len(self.cards)].buttons[0]
        button.setFocus()
        self._scroll.ensureWidgetVisible(button)

    def go(self) -> None:
        """Take the keyboard."""
        if self.cards:
            self.cards[0].buttons[0].setFocus()


def _focused(widget: QWidget) -> QWidget:
    return widget.window().focusWidget() or widget


def _outcome(choice: QuestionChoice) -> Outcome | None:
    return next((one for one in OUTCOMES if one == choice.verdict), None)


def _first_day(choice: QuestionChoice) -> str:
    """From which day the person may come, if this holds."""
    if choice.verdict == "ready":
        return ""
    if choice.may_return_on is None:
        return say("handoverpage.choice_no_day")
    return say("handoverpage.choice_day", day=dates.short(day_of(choice.may_return_on)))
