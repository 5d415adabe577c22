"""One answer: a question's own editor on one line, and the button that says it: of a whole sheet, or of one cell."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from forms.editors.base import Editor, EditorTools
from forms.editors.registry import make
from forms.look.style import set_kind
from forms.parts.card import WordButton, text_label
from forms.words.tr import Worded, lang, say, say_problem
from schoolprep.facts.blank import Field
from schoolprep.facts.kinds import UNANSWERED, Frame, Reading, read, write
from schoolprep.facts.languages import MOTHER_TONGUE

_WIDE = 260
"""What the editor has at least (pixels)."""

_CLASS = "class"
"""The kind of the answers that name a class."""

_PICKED = ("choice", "yes_no")
"""Kinds of which an answer is picked, and needs no second word."""


class OneAnswer(Worded, QWidget):
    """See the module. Whatever was typed is said as the answer it was understood as, in writing."""

    said = Signal(str, object)
    """The answer as it is written, and its stored value."""

    def __init__(self, tools: EditorTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._frame = Frame(tools.divisions, tools.region)
        self._reading: Reading = UNANSWERED
        self.editor: Editor | None = None
        self.label = text_label("quiet")
        self.problem = text_label("problem", wrap=True)
        self.enough = WordButton("intakepage.say_it")
        self.enough.clicked.connect(self.say_it)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.label)
        self._row.addWidget(self.enough)
        self.more = QHBoxLayout()
        """Room for another button."""
        self._row.addLayout(self.more)
        self._row.addWidget(self.problem, 1)

    def ask(self, field: Field, frame: Frame, writing: str = "") -> None:
        """Ask for one field; `frame`: what the answer is read in."""
        self._frame = frame
        if self.editor is not None:
            self._row.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
        self.editor = make(field, self._tools)
        self.editor.setMinimumWidth(_WIDE)
        self.editor.edited.connect(self._edited)
        self.enough.setVisible(field.kind not in _PICKED)
        self.label.setBuddy(self.editor)
        self.label.setText(field.label[lang()])
        self._row.insertWidget(1, self.editor)
        self._show(writing)

    def go(self) -> None:
        """Into the editor."""
        if self.editor is not None:
            (self.editor.focusProxy() or self.editor).setFocus(Qt.FocusReason.OtherFocusReason)

    def say_it(self) -> None:
        """Say what stands there, where it is understood."""
        editor, value = self.editor, self._reading.value
        if editor is not None and value is not None:
            self.said.emit(write(editor.field, value, MOTHER_TONGUE, self._frame.divisions), value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter says it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.say_it()
        else:
            super().keyPressEvent(event)

    def _edited(self, name: str, writing: object) -> None:
        """Something was written; what was picked is said at once."""
        self._show("" if writing is None else str(writing))
        if self.editor is not None and self.editor.field.kind in _PICKED:
            self.say_it()

    def _show(self, writing: str) -> None:
        editor = self.editor
        assert editor is not None  # nothing is shown before something is asked
        self._reading = read(editor.field, writing, self._frame) if writing else UNANSWERED
        answers = {} if self._reading.value is None else {editor.field.name: self._reading.value}
        editor.show_answer(writing, self._reading, answers)
        problem, strange = self._reading.problem, self._is_strange()
        told = say("intakepage.class_of_nobody", unit=str(self._reading.value)) if strange else ""
        set_kind(self.problem, "caution" if strange else "problem")
        self.problem.setText(say_problem(problem) if problem else told)
        editor.mark("problem" if problem else "doubt" if strange else "")
        self.enough.setEnabled(self._reading.value is not None)

    def _is_strange(self) -> bool:
        """Whether it is a class that nobody on file is in, where classes are known."""
        editor, value = self.editor, self._reading.value
        if editor is None or value is None or editor.field.kind != _CLASS:
            return False
        known = self._tools.classes()
        return bool(known) and value not in known

    def retranslate(self) -> None:
        """Its question in the language."""
        super().retranslate()
        if self.editor is not None:
            self.label.setText(self.editor.field.label[lang()])
