"""Inviting: name, role, classes; the file is written and its code shown once. The same for classes that change."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from forms.handover.code_card import CodeCard
from forms.handover.units_pick import UnitsPick
from forms.intake.station import Station
from forms.look.current import length
from forms.look.style import set_kind
from forms.pages.asking import Asking
from forms.pages.notice import Notice
from forms.pages.printing import Print
from forms.parts.card import Card, WordButton, text_label
from forms.parts.inputs import ComboBox
from forms.words.seats import role_word, seat_line
from forms.words.tr import say, say_problem
from schoolprep.desk import ROLES, Desk, Role
from schoolprep.facts.naming import file_name
from schoolprep.facts.problem import KnownError
from schoolprep.facts.school_order import class_key
from schoolprep.handover.nouns import Colleague

_WIDE = 560
"""Pixels of the form."""
_UNITS: dict[Role, str] = {"class-teacher": "classes", "department-head": "departments"}
"""The roles that see a part of the school, and what that part is made of."""
_CHANGEABLE: tuple[Role, ...] = ("doctor", "class-teacher", "department-head")
"""The roles that can become each other; for the others an invitation of their own is written."""


class InvitingView(Station):
    """See the module."""

    name = "inviting"
    title = "handoverpage.view_inviting"

    closed = Signal()

    def __init__(self, desk: Desk, asking: Asking, printing: Print) -> None:
        super().__init__()
        self._desk, self._asking = desk, asking
        self._changing: Colleague | None = None
        self.code = CodeCard(desk, printing)
        self.code.closed.connect(self.closed)
        self._either = QStackedWidget()
        self._either.addWidget(self._form())
        self._either.addWidget(self.code)
        self._either.setFixedWidth(_WIDE)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(self._either)
        across.addStretch(1)
        self.composed(self._word)

    def _form(self) -> Card:
        card = Card(margin=20)
        self.head = text_label("lead")
        self.who = QLineEdit()
        self.bind(self.who.setAccessibleName, "handoverpage.name")
        self.bind(self.who.setPlaceholderText, "handoverpage.name_hint")
        self.role = ComboBox()
        self.bind(self.role.setAccessibleName, "handoverpage.role")
        self.role.currentIndexChanged.connect(self._role_chosen)
        self.sees = text_label("note", wrap=True)
        self.units = UnitsPick()
        self.units_word = text_label("quiet")
        self.problem = text_label("problem", wrap=True)
        self.problem.hide()
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        self._only_new: list[QWidget] = []
        for at, (key, widget) in enumerate((("name", self.who), ("role", self.role))):
            word = text_label("quiet")
            self.bind(word.setText, f"handoverpage.{key}")
            grid.addWidget(word, at, 0)
            grid.addWidget(widget, at, 1)
            if key == "name":
                self._only_new += [word, widget]
        grid.addWidget(self.sees, 2, 1)
        grid.addWidget(self.units_word, 3, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.units, 3, 1)
        self.units_word.setMinimumHeight(length("control"))
        card.body.addWidget(self.head)
        card.body.addLayout(grid)
        card.body.addWidget(self.problem)
        card.body.addStretch(1)
        card.body.addLayout(self._build_acts())
        self.who.textEdited.connect(self._mend)
        self.units.changed.connect(self._mend)
        return card

    def _build_acts(self) -> QHBoxLayout:
        self.back = WordButton("handoverpage.cancel")
        self.back.clicked.connect(self.closed)
        self.write = WordButton("handoverpage.write_invitation", kind="filled")
        self.write.clicked.connect(self._write)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.write)
        return row

    # ------------------------------------------------------------- what is asked

    def ask(self, like: Colleague | None = None) -> None:
        """A new colleague, or another computer of one who is there."""
        self._changing = None
        self._begin()
        self.who.setText(like.seat.name if like else "")
        self._choose(like.seat.role if like else "class-teacher")
        self._offer(like.seat.classes if like else ())
        (self.write if like else self.who).setFocus()

    def change(self, colleague: Colleague) -> None:
        """Other classes, or departments, of a colleague."""
        self._changing = colleague
        self._begin()
        self._choose(colleague.seat.role)
        self._offer(colleague.seat.classes)
        self.units.setFocus()

    def refuse(self, sentence: str, widget: QWidget | None = None) -> None:
        """Say what is missing, at the answer."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        set_kind(self.who, "", state="problem" if widget is self.who else "")
        if widget is not None:
            widget.setFocus()

    def leave(self) -> None:
        """Forget the code."""
        self.code.forget()

    def _begin(self) -> None:
        self._either.setCurrentIndex(0)
        self.refuse("")
        for widget in self._only_new:
            widget.setVisible(self._changing is None)
        self._word()

    def _word(self) -> None:
        roles = self._roles()
        chosen = self.role.currentData()
        self.role.blockSignals(True)
        self.role.clear()
        for role in roles:
            self.role.addItem(role_word(role), role)
        self.role.setCurrentIndex(roles.index(chosen) if chosen in roles else 0)
        self.role.blockSignals(False)
        if self._changing is not None:
            self.head.setText(say("handoverpage.change_title", name=self._changing.seat.name))
        else:
            self.head.setText(say("handoverpage.invite_title"))
        key = "save_change" if self._changing is not None else "write_invitation"
        self.write.bind(self.write.setText, f"handoverpage.{key}")
        self._say_role()

    def _roles(self) -> list[Role]:
        """What somebody can be: invited as, or made afterwards, as whoever sees the whole is another file."""
        if self._changing is None:
            return [role for role in ROLES if role != "principal"]
        if self._changing.seat.role in _CHANGEABLE:
            return list(_CHANGEABLE)
        return [self._changing.seat.role]

    def _choose(self, role: Role) -> None:
        self.role.setCurrentIndex(max(0, self.role.findData(role)))

    def _role_chosen(self) -> None:
        self._offer(())
        self._say_role()
        self.refuse("")

    def _chosen_role(self) -> Role:
        role: Role = self.role.currentData()
        return role

    def _say_role(self) -> None:
        role = self._chosen_role()
        self.sees.setText(say(f"handoverpage.sees_{role}"))
        units = _UNITS.get(role)
        self.units.setVisible(units is not None)
        self.units_word.setVisible(units is not None)
        if units is not None:
            self.units_word.setText(say(f"handoverpage.{units}"))

    def _offer(self, ticked: tuple[str, ...]) -> None:
        self.units.offer(known_units(self._desk, self._chosen_role()), ticked)

    # ------------------------------------------------------------- what is wanted

    def _mend(self) -> None:
        self.refuse("")

    def _problem(self) -> tuple[str, QWidget] | None:
        if self._changing is None and not self.who.text().strip():
            return say("handoverpage.no_name"), self.who
        units = _UNITS.get(self._chosen_role())
        if units is not None and not self.units.chosen():
            return say(f"handoverpage.no_{units}"), self.units
        return None

    def _write(self) -> None:
        wrong = self._problem()
        if wrong is not None:
            self.refuse(*wrong)
            return
        try:
            self._invite() if self._changing is None else self._change(self._changing)
        except KnownError as refused:
            self.refuse(say_problem(refused.problem))

    def _units(self) -> tuple[str, ...]:
        return self.units.chosen() if self._chosen_role() in _UNITS else ()

    def _invite(self) -> None:
        name = self.who.text().strip()
        called = file_name(say("handoverpage.invitation_name", name=name))
        out = self._asking.save_file(self, "handoverpage.write_title", called)
        if out is not None:
            invited = self._desk.handover.invite(name, self._chosen_role(), self._units(), out)
            self._either.setCurrentWidget(self.code)
            self.code.show_invited(invited)

    def _change(self, colleague: Colleague) -> None:
        changed = self._desk.handover.change(colleague.seat, classes=self._units(), role=self._chosen_role())
        self.closed.emit()
        self.noticed.emit(Notice("handoverpage.changed", {"seat": seat_line(changed.seat)}))


def known_units(desk: Desk, role: Role) -> list[str]:
    """The classes of the pupils, or the departments of the staff, in the school's order."""
    people = [file.person for file in desk.people.files().values()]
    if role == "department-head":
        found = {person.department for person in people if person.department}
    else:
        found = {person.class_name for person in people if person.class_name}
    return sorted(found, key=class_key)
