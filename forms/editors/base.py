"""Editor: what every kind of answer on the screen can do: show what stands there, say what a person wrote.

Two verbs and no third (STYLE §2.13): nothing here decides whether an answer is right; the draft does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from forms.parts.tip import Tip
from forms.words.tr import Worded, lang
from schoolprep.facts.blank import Field
from schoolprep.facts.days import Day
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds import Reading, Writing
from schoolprep.facts.record import Answers

EditorMark = Literal["", "problem", "doubt"]


class EditorTools(NamedTuple):
    """What editors ask about: places, the classes there are, and how risky a place was on a day."""

    divisions: Divisions
    region: str
    """The school's division code: near places come first."""
    classes: Callable[[], Sequence[str]]
    level: Callable[[str, Day], str]
    """The highest level a place (stored form) was listed with on a day, as in `schoolprep.facts.area`; empty: none."""
    today: Callable[[], Day]
    """The day judged for."""


class Editor(Worded, QWidget):
    """One answer. The widget that takes the keys is its focus proxy."""

    edited = Signal(str, object)
    """Name of the field, and what the person wrote; never emitted when the program shows something."""

    left = Signal()
    """The cursor went out of it."""

    def __init__(self, field: Field, tools: EditorTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.tools = tools

    def show_answer(self, writing: str, reading: Reading, answers: Answers) -> None:
        """Show what stands there and how it was understood; `answers` are those of the whole form."""
        raise NotImplementedError

    def mark(self, state: EditorMark) -> None:
        """Dress it as in order, wrong or doubtful."""

    def told(self) -> str:
        """How the answer was understood, where that is not to be seen anyway."""
        return ""

    def wide(self) -> bool:
        """Whether it needs both columns of the form."""
        return False

    def describe(self, text: str) -> None:
        """What a screen reader says besides the name: the reading, the problem, the help."""
        target = self.focusProxy() or self
        if target.accessibleDescription() != text:
            target.setAccessibleDescription(text)

    def retranslate(self) -> None:
        """The field's label is the name a screen reader says; its help is the tooltip."""
        super().retranslate()
        target = self.focusProxy() or self
        target.setAccessibleName(self.field.label[lang()])
        Tip(target)(self.field.help[lang()])

    def write(self, writing: Writing) -> None:
        """Say what the person wrote."""
        self.edited.emit(self.field.name, writing)
