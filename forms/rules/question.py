"""Question: what the present judging is put against: another day, other rules, a pack more or less, another number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from forms.look.style import set_kind
from forms.parts.card import IconButton, text_label
from forms.parts.daypick import DayButton
from forms.parts.inputs import ComboBox
from forms.parts.segments import Segment, Segments
from forms.parts.tip import Tip
from forms.rules.numbers import Number, Variety, typed, varieties
from forms.words import dates
from forms.words.tr import Worded, lang, say, say_problem
from schoolprep.desk import Desk
from schoolprep.desk.whatif import Side
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import Problem
from schoolprep.rules.pack import Pack, Profile, joined, span, within
from schoolprep.rules.pack.change import SCHOOL_PACKS, Change

_KINDS = ("day", "profile", "pack", "rule")
_NUMBER, _VARIANT, _ASIDE = "number", "variant", "aside"
"""What is another about a rule."""
_TYPING_MS = 350
"""A number is judged when the typing rests."""


class Offer(NamedTuple):
    """What can be chosen among on one day; plain data, so that it can be worded again without the desk."""

    on: Moment
    profile: Profile
    profiles: tuple[Profile, ...]
    """The others."""
    applying: tuple[Pack, ...]
    others: tuple[Pack, ...]
    """Packs of that day that do not apply."""
    rules: tuple[Variety, ...]
    zone: tzinfo | None
    """Where the school's clocks run."""


def offer(desk: Desk, on: Moment) -> Offer:
    """What can be chosen on a day. Raises `CallError` where a pack that is switched on cannot be read."""
    source, library = desk.rules.in_force(on).source, desk.rules.library()
    imported = {id_: one.pack for id_, one in desk.rules.decided.imports().items()}
    applying = {one.id for one in source.packs}
    others = (
        one
        for id_, one in joined(library.packs, imported).items()
        if id_ not in applying and not id_.startswith(SCHOOL_PACKS) and within(one, on.day)
    )
    return Offer(
        on, library.profiles[source.profile],
        tuple(one for one in library.profiles.values() if one.id != source.profile),
        source.packs, tuple(others), tuple(varieties(source, library.packs)), desk.workspace.school.zone,
    )  # fmt: skip


class RuleQuestion(Worded, QWidget):
    """See the module; `asked` says that the other side is another one now."""

    asked = Signal()

    def __init__(self, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer: Offer | None = None
        self._on = on
        self._other = tomorrow(on)
        self._picked = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_TYPING_MS)
        self._rest.timeout.connect(self.asked)
        self.kinds = Segments([Segment(kind, f"whatifpage.by_{kind}") for kind in _KINDS])
        self.bind(self.kinds.setAccessibleName, "whatifpage.by")
        self.kinds.chosen.connect(self._show_kind)
        self._inputs = QStackedWidget()
        self._inputs.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for made in (self._day_input(), self._profile_input(), self._pack_input(), self._number_input()):
            self._inputs.addWidget(made)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.kinds)
        row.addWidget(self._inputs, 1)
        self.problem = text_label("problem", wrap=True, select=True)
        self.problem.hide()
        self.caution = text_label("caution", wrap=True, select=True)
        self.caution.hide()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        body.addLayout(row)
        body.addWidget(self.problem)
        body.addWidget(self.caution)
        self.composed(self._word)

    # ------------------------------------------------------------- building

    def _day_input(self) -> QWidget:
        self.day = _OtherDayButton()
        self.day.picked.connect(self.pick_day)
        before, after = IconButton("before", "shell.day_before"), IconButton("after", "shell.day_after")
        before.clicked.connect(self._day_before)
        after.clicked.connect(self._day_after)
        self.day_note = text_label("note")
        return _line(before, self.day, after, self.day_note)

    def _profile_input(self) -> QWidget:
        self.profile = self._combo("whatifpage.by_profile", 420)
        self.profile.activated.connect(self.asked)
        return _line(self.profile)

    def _pack_input(self) -> QWidget:
        self.pack = self._combo("whatifpage.by_pack", 520)
        self.pack.activated.connect(self.asked)
        return _line(self.pack)

    def _number_input(self) -> QWidget:
        self.rule = self._combo("whatifpage.rule", 260)
        self.rule.activated.connect(self._rule_chosen)
        self.number = self._combo("whatifpage.parameter", 190)
        self.number.activated.connect(self._number_chosen)
        self.value = QLineEdit()
        self.value.setFixedWidth(92)
        self.bind(self.value.setAccessibleName, "whatifpage.value")
        self.bind(self.value.setPlaceholderText, "whatifpage.value")
        self.value.textEdited.connect(self._typed)
        self.value.returnPressed.connect(self.asked)
        self.number_note = text_label("note")
        return _line(self.rule, self.number, self.value, self.number_note)

    def _combo(self, key: str, wide: int) -> ComboBox:
        combo = ComboBox()
        combo.setMaximumWidth(wide)
        combo.setMinimumWidth(min(wide, 150))
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        combo.setMaxVisibleItems(18)
        self.bind(combo.setAccessibleName, key)
        self.bind(combo.setPlaceholderText, "whatifpage.choose")
        return combo

    # ------------------------------------------------------------- what is offered

    def show_offer(self, offered: Offer) -> None:
        """Offer what that day has; what was chosen stays where it is still offered."""
        self._on = offered.on
        if not self._picked:
            self._other = tomorrow(offered.on)
        self._offer = offered
        self._word()

    def _word(self) -> None:
        self.day.show_day(self._other, followed=True)
        days = self._other.day - self._on.day
        key = (
            "whatifpage.days_later"
            if days > 0
            else "whatifpage.days_earlier"
            if days
            else "whatifpage.days_same"
        )
        self.day_note.setText(say(key, days=abs(days)))
        if self._offer is None:
            return
        _fill(self.profile, [(f"{one.title[lang()]}  {span(one)}", one.id) for one in self._offer.profiles])
        packs = [("without", one) for one in self._offer.applying] + [
            ("with", one) for one in self._offer.others
        ]
        _fill(
            self.pack,
            [
                (
                    say(f"whatifpage.{way}", pack=one.title[lang()], layer=say(f"rules.layer-{one.layer}")),
                    f"{way} {one.id}",
                )
                for way, one in packs
            ],
        )
        _fill(
            self.rule, [(f"{one.title[lang()]} · {one.pack[lang()]}", one.key) for one in self._offer.rules]
        )
        self._show_numbers()

    def _show_numbers(self) -> None:
        """What can be another about the rule: its numbers, its variants, that it does not apply."""
        rule = self._rule()
        items: list[tuple[str, str]] = []
        if rule is not None:
            items += [(one.title[lang()], f"{_NUMBER} {one.path}") for one in rule.numbers]
            items += [
                (say("whatifpage.variant", title=one.title[lang()]), f"{_VARIANT} {one.id}")
                for one in rule.variants
            ]
            items.append((say("whatifpage.aside"), _ASIDE))
        _fill(self.number, items)
        self.number.setEnabled(rule is not None)
        self._show_number()

    def _show_number(self) -> None:
        number = self._number()
        self.value.setVisible(number is not None)
        if number is None:
            self.value.clear()
            self.number_note.clear()
            return
        now = number.written or say("whatifpage.not_given")
        self.number_note.setText(say("whatifpage.number_note", now=now, allowed=number.allowed))

    # ------------------------------------------------------------- what is chosen

    def _rule(self) -> Variety | None:
        key = self.rule.currentData()
        return next((one for one in (self._offer.rules if self._offer else ()) if one.key == key), None)

    def _another(self) -> tuple[str, str]:
        """What is another about the rule: its kind, and which number or variant."""
        kind, _, which = str(self.number.currentData() or "").partition(" ")
        return kind, which

    def _number(self) -> Number | None:
        rule, (kind, path) = self._rule(), self._another()
        numbers = rule.numbers if rule is not None and kind == _NUMBER else ()
        return next((one for one in numbers if one.path == path), None)

    def sides(self) -> tuple[Side, Side] | None:
        """The present one and the other; None while nothing is chosen."""
        other = self._side()
        return None if other is None else (Side(self._on), other)

    def _side(self) -> Side | None:
        match self.kinds.choice():
            case "day":
                return Side(self._other)
            case "profile":
                chosen = self.profile.currentData()
                return Side(self._on, chosen) if chosen else None
            case "pack":
                way, _, id_ = str(self.pack.currentData() or "").partition(" ")
                if not id_:
                    return None
                return Side(self._on, without=(id_,)) if way == "without" else Side(self._on, with_=(id_,))
        change = self._change()
        return Side(self._on, changes=(change,)) if change is not None else None

    def _change(self) -> Change | None:
        rule, number, (kind, which) = self._rule(), self._number(), self._another()
        if rule is None or not kind:
            return None
        if kind == _ASIDE:
            return Change(rule.key, "", off=True)
        if kind == _VARIANT:
            return Change(rule.key, "", variant=which)
        text = self.value.text().strip()
        return Change(rule.key, "", which, typed(text, number)) if number is not None and text else None

    def named(self) -> str:
        """The other side in words."""
        match self.kinds.choice():
            case "day":
                return dates.full(self._other)
            case "profile":
                chosen = (
                    next((one for one in self._offer.profiles if one.id == self.profile.currentData()), None)
                    if self._offer
                    else None
                )
                return chosen.title[lang()] if chosen else ""
            case "pack":
                return self.pack.currentText()
        rule, number = self._rule(), self._number()
        if rule is None:
            return ""
        if number is None:
            return say("whatifpage.named_rule", rule=rule.title[lang()], another=self.number.currentText())
        return say(
            "whatifpage.named_number", rule=rule.title[lang()], parameter=number.title[lang()],
            before=number.written or say("whatifpage.not_given"), after=self.value.text().strip(),
        )  # fmt: skip

    def hint(self) -> str:
        """Key of what is still to be chosen."""
        return f"whatifpage.hint_{self.kinds.choice()}"

    def tell(self, problem: Problem | None) -> None:
        """Say what is wrong with the choice, at it; None: nothing."""
        self.warn(None)
        self.problem.setText(self._plain(problem))
        self.problem.setVisible(problem is not None)
        set_kind(
            self.value, "", state="problem" if problem is not None and self.kinds.choice() == "rule" else ""
        )

    def warn(self, caution: Problem | None) -> None:
        """Say why what was asked can be tried, but not be decided; None: it can."""
        self.caution.setText(say("whatifpage.unfit", why=self._plain(caution)) if caution else "")
        self.caution.setVisible(caution is not None)

    def _plain(self, problem: Problem | None) -> str:
        """A problem in words, rule and number by the names one sees here."""
        if problem is None:
            return ""
        rule = self._rule()
        if rule is None or problem.facts.get("rule") != rule.key:
            return say_problem(problem)
        path = problem.facts.get("path", problem.facts.get("parameter"))
        number = next((one for one in rule.numbers if one.path == path), None)
        named = {"rule": rule.title[lang()]} | ({"parameter": number.title[lang()]} if number else {})
        return say_problem(Problem(problem.code, {**problem.facts, **named}))

    # ------------------------------------------------------------- choosing

    def pick_day(self, on: Moment | None) -> None:
        """Compare with another day; None: with now."""
        self._other = on or dates.now(self._offer.zone if self._offer else None)
        self._picked = True
        self._word()
        self.asked.emit()

    def _day_before(self) -> None:
        self.pick_day(self._other._replace(day=self._other.day - 1))

    def _day_after(self) -> None:
        self.pick_day(self._other._replace(day=self._other.day + 1))

    def choose(self, kind: str) -> None:
        """Choose what is another, as a person would."""
        self.kinds.choose(kind)
        self._show_kind(kind)

    def _show_kind(self, kind: str) -> None:
        self._inputs.setCurrentIndex(_KINDS.index(kind))
        self.asked.emit()

    def _rule_chosen(self) -> None:
        self.value.clear()
        self._show_numbers()
        self.asked.emit()

    def _number_chosen(self) -> None:
        self.value.clear()
        self._show_number()
        self.asked.emit()

    def _typed(self) -> None:
        self._rest.start()


class _OtherDayButton(DayButton):
    """The same button for the day one compares with."""

    def retranslate(self) -> None:
        super().retranslate()
        Tip(self)(say("whatifpage.day_tip"))
        self.setAccessibleName(say("whatifpage.day_name", day=self.text().rstrip()))


def tomorrow(on: Moment) -> Moment:
    """The next day at the same time."""
    return on._replace(day=on.day + 1)


def _fill(combo: ComboBox, items: Sequence[tuple[str, str]]) -> None:
    """Offer items; the choice stays where it is still there, and nothing is chosen for the person."""
    chosen = combo.currentData()
    combo.clear()
    for text, data in items:
        combo.addItem(text, data)
    combo.setCurrentIndex(combo.findData(chosen) if chosen else -1)


def _line(*widgets: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return made
