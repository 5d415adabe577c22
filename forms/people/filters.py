"""Filters: which people the table shows: by verdict, class, reason, measure, and by what is typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from forms.look import icons
from forms.pages.page import Wanted
from forms.parts.card import LinkButton, text_label
from forms.parts.flow import Flow
from forms.parts.inputs import ComboBox
from forms.parts.segments import Segment, Segments
from forms.people.lines import PersonLine, PersonLines
from forms.words.tr import Worded, say
from schoolprep.rules.outcome import OUTCOMES

_ALL = "all"
_ROOM = 13
"""Signs: a class and how many it has, 七年级1班（48）, stand whole."""


class _Choice(ComboBox):
    """A filter's list: everything first, then what there is, each with how many."""

    def __init__(self, everything: str) -> None:
        super().__init__()
        self._everything = everything
        self.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_ROOM)
        self.setMaxVisibleItems(16)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(say(everything))

    def show_items(self, counts: Mapping[str, int], words: Callable[[str], str]) -> None:
        """Show what there is; the choice stays, also where nobody is left in it."""
        chosen = self.choice()
        self.clear()
        self.addItem(say(self._everything), "")
        for name in counts if chosen in counts or not chosen else [chosen, *counts]:
            self.addItem(say("people.filter_count", word=words(name), number=counts.get(name, 0)), name)
        self.choose(chosen)
        self.setAccessibleName(say(self._everything))
        self.view().setMinimumWidth(
            self.view().sizeHintForColumn(0) + 24
        )  # it is never narrower than the box

    def choice(self) -> str:
        """What is chosen; empty: everything."""
        return str(self.currentData() or "")

    def choose(self, name: str) -> None:
        """Choose without a person."""
        self.setCurrentIndex(max(0, self.findData(name)))


class SearchLine(QLineEdit):
    """The search: a glass before the text."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextMargins(20, 0, 0, 0)
        self.setMinimumWidth(150)
        self.setMaximumWidth(320)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, then the glass."""
        super().paintEvent(event)
        painter = QPainter(self)
        icons.draw(painter, QRectF(9, (self.height() - 15) / 2, 15, 15), "search", "ink_2")
        painter.end()


class Filters(Worded, QWidget):
    """`changed` whenever something else shall be shown."""

    changed = Signal()
    downward = Signal()
    """The cursor goes from the search into the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._only: frozenset[str] | None = None
        self._units: dict[str, str] = {}
        self.line = SearchLine()
        self.bind(self.line.setPlaceholderText, "people.filter_text")
        self.bind(self.line.setAccessibleName, "people.filter_text_name")
        self.line.textEdited.connect(self._typed)
        self.line.installEventFilter(self)
        segments = [Segment(_ALL, "parts.all")]
        segments += [Segment(outcome, f"rules.outcome-{outcome}", outcome, outcome) for outcome in OUTCOMES]
        self.outcome = Segments(segments)
        self.unit = _Choice("people.all_classes")
        self.rule = _Choice("people.all_reasons")
        self.measure = _Choice("people.all_measures")
        self.outcome.chosen.connect(self._changed)
        for choice in (self.unit, self.rule, self.measure):
            choice.activated.connect(self._changed)
        self._build()

    def _build(self) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        flow = Flow(spacing=8)
        for widget in (self.outcome, self.unit, self.rule, self.measure):
            flow.addWidget(widget)
        body.addLayout(flow)
        self._told = QWidget()
        told = QHBoxLayout(self._told)
        told.setContentsMargins(0, 0, 0, 0)
        self.says = text_label("strong")
        self.says.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.clear_button = LinkButton("people.show_all")
        self.clear_button.clicked.connect(self.clear)
        told.addWidget(self.says, 1)
        told.addWidget(self.clear_button)
        body.addWidget(self._told)
        self._told.hide()

    # ------------------------------------------------------------- what passes

    def text(self) -> str:
        """What is typed."""
        return self.line.text().strip()

    def any(self) -> bool:
        """Whether anything is filtered."""
        chosen = (self.unit.choice(), self.rule.choice(), self.measure.choice(), self.text())
        return any(chosen) or self.outcome.choice() != _ALL or self._only is not None

    def test(self, *, any_outcome: bool = False) -> Callable[[PersonLine], bool] | None:
        """What tells who passes, apart from what is typed; None: everybody does.

        The choices are read once: it is asked ten thousand times a keystroke.
        """
        outcome = _ALL if any_outcome else self.outcome.choice()
        unit, rule, measure = self.unit.choice(), self.rule.choice(), self.measure.choice()
        only = self._only
        if outcome == _ALL and not (unit or rule or measure) and only is None:
            return None

        def passes(line: PersonLine) -> bool:
            return (
                (outcome in (_ALL, line.verdict.outcome))
                and (only is None or line.subject in only)
                and (not unit or line.unit == unit)
                and (not rule or rule in line.rules)
                and (not measure or measure in line.measures)
            )

        return passes

    def show_counts(self, found: Sequence[PersonLine]) -> None:
        """Count verdicts among the people that pass everything but the verdict; `found`: those the text finds."""
        keeps = self.test(any_outcome=True)
        counts = Counter(line.verdict.outcome for line in found if keeps is None or keeps(line))
        self.outcome.show_counts({_ALL: counts.total(), **{outcome: counts[outcome] for outcome in OUTCOMES}})

    def show_choices(self, lines: Sequence[PersonLine], words: PersonLines) -> None:
        """What there is to choose among everybody."""
        self._units = {line.subject: line.unit for line in lines}
        units = Counter(line.unit for line in lines if line.unit)
        order = {line.unit: line.order for line in lines}
        rules = Counter(rule for line in lines for rule in line.rules)
        measures = Counter(kind for line in lines for kind in line.measures)
        self.unit.show_items({unit: units[unit] for unit in sorted(units, key=lambda u: order[u])}, str)
        self.rule.show_items(dict(rules.most_common()), words.rule)
        self.measure.show_items(dict(measures.most_common()), words.measure)

    def show_wanted(self, wanted: Wanted) -> None:
        """Show whom another page asked for, and say who they are."""
        self._reset()
        self._only = frozenset(wanted.subjects) if wanted.subjects is not None else None
        self.outcome.choose(wanted.outcome or _ALL)
        self.unit.choose(wanted.class_name or self._unit_of(wanted.subjects or ()))
        self.line.setText(wanted.text)
        self._told.setVisible(bool(wanted.says) or self._only is not None)
        if wanted.says or self._only is not None:
            facts = dict(wanted.facts) or {"number": len(wanted.subjects or ())}
            self.bind(self.says.setText, wanted.says or "people.chosen_people", **facts)
        self.changed.emit()

    def _unit_of(self, subjects: Sequence[str]) -> str:
        """The class that all of them are in; empty where they are of several."""
        units = {self._units.get(subject, "") for subject in subjects}
        return units.pop() if len(units) == 1 else ""

    def clear(self) -> None:
        """Show everybody."""
        self._reset()
        self.changed.emit()

    def _reset(self) -> None:
        self._only = None
        self._told.hide()
        self.outcome.choose(_ALL)
        for choice in (self.unit, self.rule, self.measure):
            choice.choose("")
        self.line.clear()

    # ------------------------------------------------------------- keys

    def type(self, text: str) -> None:
        """Go on typing here what was begun in the table."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.setCursorPosition(len(self.line.text()))
        self.line.insert(text)  # tells itself, as keys do

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Enter go into the table, Esc clears."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.downward.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.clear()
                self.downward.emit()
                return True
        return False

    def _typed(self, text: str) -> None:
        self.changed.emit()

    def _changed(self) -> None:
        self.changed.emit()
