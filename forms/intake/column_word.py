"""A person's word on one column: what it means, and what it does to answers on file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from forms.intake.column_lines import named
from forms.parts.card import Elided, WordButton, text_label
from forms.parts.inputs import ComboBox, SearchBox
from forms.words.tr import Worded, say
from schoolprep.facts.blank import Blanks
from schoolprep.intake.choices import HOWS, NOT_USED
from schoolprep.intake.sheets import Heading


class ColumnWord(Worded, QWidget):
    """See the module."""

    targeted = Signal(str)
    """What the column is (`blank.field`, or not used)."""
    how_said = Signal(str)

    def __init__(self, blanks: Blanks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blanks = blanks
        self._near: Sequence[str] = ()
        self.about = Elided("strong")
        self.target = SearchBox()
        self.target.setMinimumWidth(300)
        self.bind(self.target.setAccessibleName, "intakepage.taken_for")
        self.target.activated.connect(self._target_chosen)
        self.how = self._combo("intakepage.how", 190)
        self.how.activated.connect(self._how_chosen)
        self.yes = WordButton("intakepage.is_right", facts={"field": ""})
        self.yes.clicked.connect(self._agreed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.about, 1)
        for key, widget in (("intakepage.taken_for", self.target), ("intakepage.how", self.how)):
            label = text_label("quiet")
            self.bind(label.setText, key)
            label.setBuddy(widget)
            row.addWidget(label)
            row.addWidget(widget)
        row.addWidget(self.yes)

    def _combo(self, key: str, wide: int) -> ComboBox:
        combo = ComboBox()
        combo.setMinimumWidth(wide)
        self.bind(combo.setAccessibleName, key)
        return combo

    def show_nothing(self) -> None:
        """One has come to no column."""
        self.about.setText("")
        for widget in (self.target, self.how, self.yes):
            widget.setEnabled(False)

    def show_column(self, heading: Heading, first: Sequence[str], how: str, *, asks: bool) -> None:
        """Offer what a column may mean: its own suggestions, then the fields of the blanks `first`, then the rest."""
        self.about.setText(f"{heading.cell} {heading.text}")
        self.target.clear()
        self.target.addItem(say("intakepage.not_used"), NOT_USED)
        self._near = list(dict.fromkeys((*heading.targets, *heading.others)))
        for target in self._near:
            self.target.addItem(named(target, self._blanks), target)
        for target in self._fields(first):
            if target not in self._near:
                self.target.addItem(named(target, self._blanks), target)
        wanted = heading.targets[0] if heading.targets else NOT_USED
        self.target.setCurrentIndex(self.target.findData(wanted))
        self.how.clear()
        for one in HOWS:
            self.how.addItem(say(f"intakepage.how_{one}"), one)
        self.how.setCurrentIndex(self.how.findData(how))
        for widget in (self.target, self.yes):
            widget.setEnabled(True)
        self.how.setEnabled(bool(heading.targets))
        self.yes.setVisible(asks and bool(self._near))
        if self._near:
            self.yes.bind(self.yes.setText, "intakepage.is_right", field=named(self._near[0], self._blanks))

    def go(self) -> None:
        """Into the choice of what it means: one types its name, or picks it."""
        self.target.search()

    def _fields(self, first: Sequence[str]) -> Iterator[str]:
        """Every field a column may answer."""
        for name in (*first, *(name for name in self._blanks if name not in first)):
            yield from (f"{name}.{field.name}" for field in self._blanks[name].field)

    def _target_chosen(self) -> None:
        target = self.target.currentData()
        if target is not None:
            self.targeted.emit(target)

    def _agreed(self) -> None:
        """The first thing it may mean is what it means."""
        self.targeted.emit(self._near[0])

    def _how_chosen(self) -> None:
        self.how_said.emit(self.how.currentData())
