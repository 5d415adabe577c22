"""Value: how a person writes a parameter's new value: a number, days, yes or no, one or several words of a list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from forms.look.style import set_kind
from forms.parts.flow import Flow
from forms.parts.inputs import ComboBox
from forms.parts.segments import Segment, Segments
from forms.rules.wording import value
from forms.words.tr import Worded, listed
from schoolprep.rules.pack import AnyRule
from schoolprep.rules.pack.anatomy import Tree, declared, parameters, tag, written
from schoolprep.rules.pack.change import choices
from schoolprep.rules.pack.speaking import codes
from schoolprep.rules.pack.writing import value_text

_Form = Literal["number", "numbers", "truth", "choice", "choices", "texts"]
_ALWAYS = ("outcome", "missing", "anchor_counts")
"""What may be changed also where the rule leaves it at its default."""
_BETWEEN = re.compile(r"[\s,;、，；/]+")
_CHIPS_HIGH = 104


def form_of(rule: AnyRule, path: str, now: Tree) -> _Form | None:
    """How a parameter is written; None: it cannot be changed here."""
    known = declared(tag(rule), path)
    if known is None or known.fixed or isinstance(now, dict):
        return None
    if known.least is not None:
        return "numbers" if isinstance(now, list) else "number"
    if isinstance(now, bool):
        return "truth"
    if isinstance(now, list):
        return "choices" if options(rule, path) else "texts"
    return (
        "choice"
        if (options(rule, path) and "." not in path.removeprefix("stages.")) or _stage(path)
        else None
    )


def _stage(path: str) -> bool:
    return path.startswith("stages.") and path.endswith(("kind", "if_home_impossible", "if_home_assessed"))


def options(rule: AnyRule, path: str) -> tuple[str, ...]:
    """The codes among which a parameter is chosen."""
    return choices(rule, path) or codes(path, tag(rule))


def offered(rule: AnyRule) -> Iterator[str]:
    """The paths of what a school may change of a rule, numbers first."""
    own, kind = written(rule), tag(rule)
    found: list[tuple[bool, str]] = []
    for path, now in parameters(rule).items():
        form, known = form_of(rule, path, now), declared(kind, path)
        unset = now is None and known is not None and known.unset == "loosest"
        if form is not None and (path in own or path in _ALWAYS or unset) and now != []:
            found.append((form not in ("number", "numbers"), path))
    yield from (path for _, path in sorted(found, key=lambda one: one[0]))


class _Chip(QPushButton):
    """One word of a list; taken, it has a tick."""

    def __init__(self, code: str, word: str, *, on: bool) -> None:
        super().__init__()
        self.code = code
        self._word = word
        self.setCheckable(True)
        self.setChecked(on)
        set_kind(self, "chip")
        self.toggled.connect(self._say)
        self._say()

    def _say(self) -> None:
        self.setText(f"✓ {self._word}" if self.isChecked() else self._word)
        self.setAccessibleName(self._word)


class ValueEditor(Worded, QStackedWidget):
    """The editor of one parameter's value; it takes the shape the parameter needs."""

    edited = Signal()
    entered = Signal()
    """Enter was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rule: AnyRule | None = None
        self._path = ""
        self._form: _Form = "number"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line = QLineEdit()
        self.line.textEdited.connect(self.edited)
        self.line.returnPressed.connect(self.entered)
        self.truth = Segments([Segment("true", "rulebook.yes"), Segment("false", "rulebook.no")])
        self.truth.chosen.connect(self.edited)
        self.choice = ComboBox()
        self.choice.activated.connect(self.edited)
        self.chips = QScrollArea()
        self.chips.setWidgetResizable(True)
        self.chips.setMaximumHeight(_CHIPS_HIGH)
        self.chips.viewport().setAutoFillBackground(False)
        for widget in (self.line, self.truth, self.choice, self.chips):
            self.addWidget(widget)
        for field in (self.line, self.truth, self.choice, self.chips):
            self.bind(field.setAccessibleName, "rulesform.value")

    def show_parameter(self, rule: AnyRule, path: str) -> None:
        """Ask for another value of a parameter; what it is now stands there where it is chosen from a list."""
        now = parameters(rule).get(path)
        self._rule, self._path, self._form = rule, path, form_of(rule, path, now) or "number"
        self.line.clear()
        if self._form in ("numbers", "texts") and isinstance(now, list):
            self.line.setText(listed(map(str, now)))
        if self._form == "truth":
            self.truth.choose("true" if now else "false")
        self._fill(now)
        self._shape()

    def _fill(self, now: Tree) -> None:
        """Choices and chips in the language."""
        rule, path = self._rule, self._path
        if rule is None:
            return
        if self._form == "choice":
            self.choice.clear()
            for code in options(rule, path):
                self.choice.addItem(value(rule, path, code), code)
            self.choice.setCurrentIndex(self.choice.findData(now))
        if self._form == "choices":
            self._fill_chips(rule, now if isinstance(now, Sequence) else ())

    def _fill_chips(self, rule: AnyRule, picked: Sequence[Tree]) -> None:
        inside = QWidget()
        flow = Flow(inside, spacing=6)
        for code in dict.fromkeys((*picked, *options(rule, self._path))):
            chip = _Chip(code, value(rule, self._path, code), on=code in picked)
            chip.toggled.connect(self.edited)
            flow.addWidget(chip)
        self.chips.setWidget(inside)
        inside.setAutoFillBackground(False)

    def _shape(self) -> None:
        shapes: dict[_Form, QWidget] = {"truth": self.truth, "choice": self.choice, "choices": self.chips}
        widget = shapes.get(self._form, self.line)
        self.setCurrentWidget(widget)
        self.setFocusProxy(widget)
        self.setFixedHeight(_CHIPS_HIGH if widget is self.chips else self.line.sizeHint().height())

    def text(self) -> str:
        """The new value as a pack writes it; empty while nothing is written."""
        match self._form:
            case "truth":
                return self.truth.choice()
            case "choice":
                return str(self.choice.currentData() or "")
            case "choices":
                return value_text(self._picked())
        plain = unicodedata.normalize("NFKC", self.line.text()).strip()
        parts = [part for part in _BETWEEN.split(plain) if part]
        if self._form == "numbers":
            return f"[{', '.join(parts)}]" if parts else ""
        return value_text(parts) if self._form == "texts" else plain

    def same(self, now: Tree) -> bool:
        """Whether what is written is what is there now."""
        if self._form in ("choice", "truth"):
            return self.text() == value_text(now).strip('"')
        return self.text() == value_text(now)

    def _picked(self) -> list[str]:
        inside = self.chips.widget()
        chips = inside.findChildren(_Chip) if inside is not None else []
        return [chip.code for chip in chips if chip.isChecked()]

    def retranslate(self) -> None:
        """Say the choices again; what is chosen stays."""
        super().retranslate()
        if self._rule is not None:
            self._fill(self._picked() if self._form == "choices" else self.choice.currentData())
