"""Row: one question of a form: its label, its editor, and under them how it was understood or what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from forms.editors.base import EditorTools
from forms.editors.registry import make
from forms.look.current import length
from forms.look.style import set_kind
from forms.parts.card import LinkButton, text_label
from forms.words.tr import Worded, lang, say_problem
from schoolprep.facts.blank import Field
from schoolprep.facts.draft import Draft
from schoolprep.facts.problem import Problem

DOUBTFUL = "blanks.doubtful"


class EditorRow(Worded, QWidget):
    """Editor and what is said about the answer; `label` is placed beside it by the form."""

    confirmed = Signal(str)
    """The person says that the doubtful reading is right."""

    def __init__(self, field: Field, tools: EditorTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.editor = make(field, tools)
        self.problem: Problem | None = None
        self.label = text_label("quiet", wrap=True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.label.setMinimumHeight(length("control"))
        self.label.setBuddy(self.editor)
        self._told = text_label("reading", wrap=True)
        self._says = text_label("problem", wrap=True)
        self._says.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._confirm = LinkButton("editors.confirm")
        self._confirm.clicked.connect(self._confirmed)
        self._help = text_label("note", wrap=True)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(2)
        body.addWidget(self.editor)
        body.addWidget(self._told)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._says)
        line.addWidget(self._confirm, 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(line)
        body.addWidget(self._help)
        body.addStretch(1)
        for label in (self._told, self._says, self._help):
            label.hide()
        self._confirm.hide()
        self.retranslate()

    def show_answer(self, draft: Draft) -> None:
        """Show what stands there."""
        name = self.field.name
        self.editor.show_answer(draft.writing(name), draft.reading(name), draft.answers)
        self._show_told()

    def tell(self, problem: Problem | None, note: Problem | None, *, soft: bool) -> None:
        """Say what is wrong, or worth a second look; softly while the person is still writing there."""
        self.problem = problem
        told = problem or note
        says = say_problem(told) if told else ""
        _show(self._says, says)
        kind = "note" if soft or not problem else "problem"
        if self._says.property("kind") != kind:
            set_kind(self._says, kind)
        doubtful = problem is not None and problem.code == DOUBTFUL
        self._confirm.setVisible(doubtful)
        self.editor.mark(
            "doubt" if doubtful or (note and not problem) else "problem" if problem and not soft else ""
        )
        parts = (self._told.text() or self.editor.told(), says, self.field.help[lang()])
        self.editor.describe(" ".join(part for part in parts if part))

    def said(self) -> str:
        """The sentence that stands under the answer."""
        return "" if self._says.isHidden() else self._says.text()

    def show_help(self) -> None:
        """Show or hide what the question means (F1)."""
        _show(self._help, self.field.help[lang()] if self._help.isHidden() else "")

    def has_focus(self) -> bool:
        """Whether the person is in here."""
        focused = self.window().focusWidget()
        return focused is not None and self.editor.isAncestorOf(focused) and focused.hasFocus()

    def go(self) -> None:
        """Put the cursor here."""
        (self.editor.focusProxy() or self.editor).setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Word the question."""
        super().retranslate()
        self.label.setText(self.field.label[lang()])
        if not self._help.isHidden():
            self._help.setText(self.field.help[lang()])

    def resizeEvent(self, event: object) -> None:
        """Other width: what is told fits inside, or stands below."""
        self._show_told()

    def _show_told(self) -> None:
        _show(self._told, self.editor.told())

    def _confirmed(self) -> None:
        self.confirmed.emit(self.field.name)


def _show(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
    if label.isHidden() == bool(text):
        label.setVisible(bool(text))
