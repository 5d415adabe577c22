"""Decision: what every decision about rules asks on the page: reason and document, after one has seen who changes.

Nothing stands in a box. Only what was seen can be filed; what was filed is taken back by undo.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from forms.look.style import set_kind
from forms.parts.card import Card, IconButton, WordButton, text_label
from forms.rules.lines import LABEL
from forms.rules.preview import Preview, Previewed
from forms.rules.refusals import key_of, refusal, undoable
from forms.words.tr import say
from schoolprep.desk import Desk
from schoolprep.desk.whatif import Side
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import CallError, Filling, KnownError, Problem

_WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut
ToldLine = tuple[str, str]
"""A sentence and the kind of label it is."""


class Decision(Card):
    """See the module; what is decided is said by those who extend it."""

    noticed = Signal(object)
    found = Signal(object)
    """Who would change: a `Previewed`; None: not known yet."""
    closed = Signal()
    filed_key = "rulesform.filed"
    """The sentence that says it was filed."""

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.on = on
        self.problem: Problem | None = None
        self.moves: int | None = None
        """How many people change; None: not known yet."""
        self.trial = Preview(desk, self)
        self.trial.found.connect(self._found)
        self.trial.refused.connect(self._refused)
        self._labels: dict[str, QWidget] = {}
        self._build()
        QShortcut(QKeySequence("Ctrl+Return"), self, self.file, context=_WITHIN)
        QShortcut(QKeySequence("Esc"), self, self.close_form, context=_WITHIN)
        self.hide()

    def _build(self) -> None:
        self.head_label = text_label("name", wrap=True)
        self.head.addWidget(self.head_label, 1)
        close = IconButton("close", "rulesform.close")
        close.clicked.connect(self.close_form)
        self.head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self.head)
        self.why, self.document = QLineEdit(), QLineEdit()
        self.why.returnPressed.connect(self.document.setFocus)
        self.document.returnPressed.connect(self.file)
        for line in (self.why, self.document):
            line.textEdited.connect(self.say)
        self.bind(self.why.setPlaceholderText, "rulesform.why_hint")
        self.bind(self.document.setPlaceholderText, "rulesform.document_hint")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        own = self.fields()
        for key, widget in (own | {"rulesform.why": self.why, "rulesform.document": self.document}).items():
            self._row(key, widget)
        self.body.addLayout(self._grid)
        self.told = text_label("reading", wrap=True, select=True)
        self.who = text_label("strong", wrap=True, select=True)
        self.body.addWidget(self.told)
        self.body.addWidget(self.who)
        self.submit = WordButton("rulesform.file", kind="filled", tip="rulesform.file_tip")
        self.submit.clicked.connect(self.file)
        cancel = WordButton("rulesform.cancel")
        cancel.clicked.connect(self.close_form)
        across = QHBoxLayout()
        across.addWidget(self.submit)
        across.addWidget(cancel)
        across.addStretch(1)
        self.body.addLayout(across)

    def _row(self, key: str, widget: QWidget) -> None:
        at = self._grid.rowCount()
        label = text_label("note", wrap=True)
        label.setFixedWidth(LABEL)
        self.bind(label.setText, key)
        self._labels[key] = label
        self._grid.addWidget(label, at, 0)
        self._grid.addWidget(widget, at, 1)
        self.bind(widget.setAccessibleName, key)

    # ------------------------------------------------------------- what is decided

    def fields(self) -> dict[str, QWidget]:
        """What is asked before the reason, by the keys of the labels; decisions extend this."""
        return {}

    def is_open(self) -> bool:
        """Whether something is being decided."""
        raise NotImplementedError

    def weigh(self) -> tuple[Side, Side] | None:
        """What is judged to see who changes; None: nothing is written yet. Raises `CallError`: it cannot be so."""
        raise NotImplementedError

    def tell(self) -> ToldLine:
        """Which way it goes."""
        raise NotImplementedError

    def needs_document(self) -> bool:
        """Whether a document must be named."""
        raise NotImplementedError

    def ready(self) -> bool:
        """Whether nothing else has to be waited for; decisions extend this."""
        return True

    def decide(self) -> Mapping[str, Filling]:
        """File it; the facts of the sentence that says so. Raises `KnownError`."""
        raise NotImplementedError

    def forget(self) -> None:
        """Nothing is being decided any more."""
        raise NotImplementedError

    def word(self) -> None:
        """Say title and choices in the language."""
        raise NotImplementedError

    # ------------------------------------------------------------- the way it takes

    def begin(self, focus: QWidget) -> None:
        """Ask, with nothing written yet."""
        self.why.clear()
        self.document.clear()
        self.show()
        focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.word()
        self.edited()

    def close_form(self) -> None:
        """Leave it; nothing is filed."""
        self.trial.drop()
        self.forget()
        self.hide()
        self.found.emit(None)
        self.closed.emit()

    def show_day(self, on: Moment) -> None:
        """Another day: who changes is asked again."""
        self.on = on
        if self.is_open():
            self.edited()

    def go_on(self) -> None:
        """Ask again who would change, where the answer was given up."""
        if self.is_open() and self.moves is None and not self.trial.busy():
            self.edited()

    def edited(self) -> None:
        """Weigh what is written, and ask who would change."""
        self.problem, self.moves = None, None
        self.trial.drop()
        self.found.emit(None)
        try:
            sides = self.weigh()
        except CallError as wrong:
            self.problem = wrong.problem
        else:
            if sides is not None:
                self.trial.ask(*sides)
        self.say()

    def _found(self, found: Previewed) -> None:
        self.moves = len(found.comparison.moves)
        self.found.emit(found)
        self.say()

    def _refused(self, problem: Problem) -> None:
        self.problem = problem
        self.say()

    def file(self) -> None:
        """File what was seen, with the way back."""
        if not self.is_open() or not self.submit.isEnabled():
            return
        try:
            facts = self.decide()
        except KnownError as wrong:
            self.noticed.emit(refusal(wrong))
            return
        self.close_form()
        self.noticed.emit(undoable(self.desk, self.filed_key, self.noticed.emit, **facts))

    # ------------------------------------------------------------- words

    def say(self) -> None:
        """Which way it goes, what is still missing, who would change."""
        written = self.moves is not None or self.trial.busy()
        if self.problem is not None:
            text, kind = self.sentence(self.problem), "problem"
        elif not written:
            text, kind = say("rulesform.write"), "note"
        else:
            text, kind = self.tell()
            text = " ".join((text, *map(say, self._missing())))
        self.told.setText(text)
        set_kind(self.told, kind)
        self.who.setText(self._who())
        self.who.setVisible(bool(self.who.text()))
        seen = self.problem is None and self.moves is not None
        self.submit.setEnabled(seen and self.ready() and not self._missing())

    def _missing(self) -> list[str]:
        """Keys of what must still be written down."""
        asked = [] if self.why.text().strip() else ["rulesform.needs_why"]
        if self.needs_document() and not self.document.text().strip():
            asked.append("rulesform.needs_document")
        return asked

    def _who(self) -> str:
        if self.problem is not None or (self.moves is None and not self.trial.busy()):
            return ""
        if self.moves is None:
            return say("whatifpage.judging")
        return say("rulesform.moves", number=self.moves) if self.moves else self.nobody()

    def nobody(self) -> str:
        """Why nobody changes; decisions extend this where they know."""
        return say("rulesform.nobody")

    def sentence(self, problem: Problem) -> str:
        """What stands against it; decisions extend this with the names that stand on the page."""
        return say(key_of(problem), **problem.facts)

    def retranslate(self) -> None:
        """Say it all in the language; nothing is judged anew."""
        super().retranslate()
        if self.is_open():
            self.word()
            self.say()
