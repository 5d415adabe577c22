"""Change: where the school sets its own number, chooses a variant or sets a rule aside, and first sees who changes.

Nothing stands in a box: what is asked stands on the page, which way it goes is said while one types, and only what
was seen can be filed. What was filed is taken back by undo.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from forms.look.style import set_kind
from forms.notice import Notice
from forms.parts.card import Card, IconButton, WordButton, text_label
from forms.parts.inputs import ComboBox
from forms.rules.lines import LABEL
from forms.rules.trial import Found, Trial
from forms.rules.undoing import undoable
from forms.rules.value import ValueEditor, offered
from forms.rules.wording import called, value
from forms.tr import lang, say
from schoolprep.days import Moment
from schoolprep.desk import Desk
from schoolprep.pack import AnyRule, Pack
from schoolprep.pack.anatomy import declared, parameters, tag
from schoolprep.pack.change import Change, Way, allowed, find, variant
from schoolprep.problem import CallError, Fact, KnownError, Problem
from schoolprep.whatif import Side

_INKS = {"tighter": "reading", "looser": "caution", "other": "caution"}


class Asked(NamedTuple):
    """Which rule is being changed, and how; plain data, so that it can be worded again without the desk."""

    key: str
    pack: Pack
    rule: AnyRule
    """As its pack has it."""
    own: tuple[Change, ...]
    """What the school decided about it before."""
    variant: str = ""
    off: bool = False


class ChangeForm(Card):
    """See the module."""

    noticed = Signal(object)
    found = Signal(object)
    """Who would change: a `Found`; None: not known yet."""
    closed = Signal()

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.on = on
        self.asked: Asked | None = None
        self.way: Way | None = None
        self._problem: Problem | None = None
        self._moves: int | None = None
        self.trial = Trial(desk, self)
        self.trial.found.connect(self._found)
        self.trial.refused.connect(self._refused)
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
        self.parameter = ComboBox()
        self.parameter.activated.connect(self._chosen)
        self.value = ValueEditor()
        self.value.edited.connect(self._edited)
        self.limits = text_label("note", wrap=True)
        self.why, self.document = QLineEdit(), QLineEdit()
        self.value.entered.connect(self.why.setFocus)
        self.why.returnPressed.connect(self.document.setFocus)
        self.document.returnPressed.connect(self.file)
        for line in (self.why, self.document):
            line.textEdited.connect(self._say)
        self.bind(self.why.setPlaceholderText, "rulesform.why_hint")
        self.bind(self.document.setPlaceholderText, "rulesform.document_hint")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._labels: dict[str, QWidget] = {}
        for key, widget in (
            ("rulesform.parameter", self.parameter), ("rulesform.value", self.value), ("", self.limits),
            ("rulesform.why", self.why), ("rulesform.document", self.document),
        ):  # fmt: skip
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
        if key:
            label = text_label("note", wrap=True)
            label.setFixedWidth(LABEL)
            self.bind(label.setText, key)
            self._labels[key] = label
            self._grid.addWidget(label, at, 0)
            if not isinstance(widget, ValueEditor):
                self.bind(widget.setAccessibleName, key)
        self._grid.addWidget(widget, at, 1)

    # ------------------------------------------------------------- what is asked

    def ask(self, key: str, *, variant_id: str = "", off: bool = False) -> None:
        """Ask for a change of the rule `pack/rule`: a number, or to choose a variant, or to set it aside."""
        book = self.desk.rulebook
        try:
            pack, rule = find(book.base().packs, key)
        except CallError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        own = tuple(one for one in book.changes() if one.rule == key)
        self.asked = Asked(key, pack, rule, own, variant_id, off)
        self._fill_parameters()
        number = not variant_id and not off
        for widget in (self.parameter, self.value, self.limits, *(self._labels[key] for key in _OF_NUMBERS)):
            widget.setVisible(number)
        for line in (self.why, self.document):
            line.clear()
        self.show()
        if number:
            self._chosen()
            self.parameter.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._edited()
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)
        self._word()

    def show_day(self, on: Moment) -> None:
        """Another day: who changes is asked again."""
        self.on = on
        if self.asked is not None:
            self._edited()

    def close_form(self) -> None:
        """Leave it; nothing is filed."""
        self.trial.drop()
        self.asked = None
        self.hide()
        self.found.emit(None)
        self.closed.emit()

    def _fill_parameters(self) -> None:
        if self.asked is None:
            return
        rule, before = self.asked.rule, self.parameter.currentData()
        values = parameters(rule)
        self.parameter.clear()
        for path in offered(rule):
            now = value(rule, path, values.get(path))
            self.parameter.addItem(say("rulesform.now", parameter=called(rule, path), now=now), path)
        self.parameter.setCurrentIndex(max(0, self.parameter.findData(before)))

    def _chosen(self) -> None:
        """Another number of the rule."""
        if self.asked is not None and self.parameter.currentData():
            self.value.show_parameter(self.asked.rule, self.parameter.currentData())
        self._word()
        self._edited()

    def change(self) -> Change | None:
        """What is to be filed; None while nothing is written."""
        if self.asked is None:
            return None
        why, document = self.why.text().strip(), self.document.text().strip()
        bare = Change(self.asked.key, why, document=document)
        if self.asked.off:
            return bare._replace(off=True)
        if self.asked.variant:
            return bare._replace(variant=self.asked.variant)
        path, text = self.parameter.currentData(), self.value.text()
        return bare._replace(parameter=path, value=text) if path and text else None

    # ------------------------------------------------------------- which way, and who

    def _edited(self) -> None:
        """Weigh it, and ask who would change."""
        self.way, self._problem, self._moves = None, None, None
        self.trial.drop()
        self.found.emit(None)
        change = self.change()
        if change is not None and not self._unchanged(change):
            whole = change._replace(why=change.why or "—", document=change.document or "—")
            try:
                self.way = self.desk.rulebook.weigh(whole)
            except CallError as wrong:
                self._problem = wrong.problem
            else:
                self.trial.ask(Side(self.on), Side(self.on, changes=(whole,)))
        self._say()

    def _unchanged(self, change: Change) -> bool:
        """Whether nothing was written yet: what stands there is what the pack has."""
        if self.asked is None or not change.parameter:
            return False
        now = parameters(self.asked.rule).get(change.parameter)
        return self.value.same(now)

    def _found(self, found: Found) -> None:
        self._moves = len(found.comparison.moves)
        self.found.emit(found)
        self._say()

    def _refused(self, problem: Problem) -> None:
        self._problem = problem
        self._say()

    # ------------------------------------------------------------- words

    def _say(self) -> None:
        """Which way it goes, what is still missing, who would change."""
        if self._problem is not None:
            text, kind = self._sentence(self._problem), "problem"
        elif self.way is None:
            text, kind = say("rulesform.write"), "note"
        else:
            missing = self._missing()
            text = " ".join((say(f"rulesform.{self.way}"), *missing))
            kind = _INKS[self.way]
        self.told.setText(text)
        set_kind(self.told, kind)
        self.who.setText(self._who())
        self.who.setVisible(bool(self.who.text()))
        self.submit.setEnabled(self.way is not None and self._moves is not None and not self._missing())

    def _missing(self) -> list[str]:
        """What must still be written down."""
        asked = [] if self.why.text().strip() else ["rulesform.needs_why"]
        if self.way != "tighter" and not self.document.text().strip():
            asked.append("rulesform.needs_document")
        return [say(key) for key in asked]

    def _who(self) -> str:
        if self.way is None or self._problem is not None:
            return ""
        if self._moves is None:
            return say("whatifpage.judging")
        if self._moves:
            return say("rulesform.moves", number=self._moves)
        return say("rulesform.nobody")

    def _sentence(self, problem: Problem) -> str:
        """What stands against it, with the names that stand on the page."""
        asked = self.asked
        if asked is None:
            return ""
        facts: dict[str, Fact] = {**problem.facts, "rule": asked.rule.title[lang()]}
        path = str(facts.get("parameter", "")).partition("（")[0] or self.parameter.currentData() or ""
        facts["parameter"] = called(asked.rule, path)
        code = problem.code.rpartition(".")[2]
        try:
            return say(f"rulesform.{code}", **facts)
        except KeyError:
            return say(problem.code, **facts)

    def _word(self) -> None:
        """Title and limits."""
        asked = self.asked
        if asked is None:
            return
        key = "off" if asked.off else "variant" if asked.variant else "number"
        named = (
            variant(asked.rule, Change(asked.key, "", variant=asked.variant)).title[lang()]
            if asked.variant
            else ""
        )
        title = say(f"rulesform.title_{key}", rule=asked.rule.title[lang()], variant=named)
        self.head_label.setText(title)
        self.setAccessibleName(title)
        self.limits.setText(self._limits(asked.rule, self.parameter.currentData() or ""))

    def _limits(self, rule: AnyRule, path: str) -> str:
        known = declared(tag(rule), path)
        if known is None:
            return ""
        told = []
        if known.least is not None:
            told.append(say("rulesform.allowed", allowed=allowed(rule, path)))
        limit = parameters(rule).get(known.within)
        if limit is not None:
            told.append(say("rulesform.within", parameter=called(rule, known.within), limit=limit))
        own = next((one for one in self.asked.own if one.parameter == path), None) if self.asked else None
        if own is not None:
            told.append(say("rulesform.own", value=own.value, by=own.by))
        return " ".join(told)

    def retranslate(self) -> None:
        """Say it all in the language; nothing is judged anew."""
        super().retranslate()
        if self.asked is not None:
            self._fill_parameters()
            self._word()
            self._say()

    # ------------------------------------------------------------- filing

    def file(self) -> None:
        """File what was seen, with the way back."""
        change = self.change()
        if change is None or not self.submit.isEnabled():
            return
        try:
            self.desk.rulebook.change(change)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        facts = {"rule": self.asked.rule.title[lang()] if self.asked else ""}
        self.close_form()
        self.noticed.emit(undoable(self.desk, "rulesform.filed", self.noticed.emit, **facts))


_OF_NUMBERS = ("rulesform.parameter", "rulesform.value")
_WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut
