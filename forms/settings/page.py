"""Settings (设置): the school, the window, the passphrase and the recovery code, the file itself.

Everything is saved at once when it is changed, and said in the bar, where it can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from forms.editors.line import AnswerLine
from forms.editors.suggest import SHOWN, Suggestion, Suggestions
from forms.look.current import length, look
from forms.look.style import set_kind
from forms.pages.asking import Asking, FileDialogs
from forms.pages.background import Job
from forms.pages.notice import Notice
from forms.pages.page import Page
from forms.pages.printing import Print, print_page
from forms.parts.card import Card, WordButton, text_label
from forms.parts.inputs import ComboBox
from forms.parts.secret import Secret
from forms.parts.segments import Segment, Segments
from forms.settings.meals import Meals
from forms.words.tr import lang, say, say_problem
from schoolprep import __version__
from schoolprep.desk import Changed, Desk, Key, School, key_of
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import Fact, KnownError
from schoolprep.rules.pack import asks_where

_MINUTES = (2, 5, 10, 15, 30, 60, 0)
_WIDEST, _WORDS_WIDE = 1240, 116
_GROUPS_A_LINE = 5
_COUNTY = 6
"""Digits of a county's code."""


class _Keys(NamedTuple):
    """What was made from the passphrases typed: whether the old one is right, and the new key."""

    right: bool
    new: Key | None


class SettingsPage(Page):
    """See the module."""

    name = "settings"

    def __init__(
        self,
        desk: Desk,
        on: Moment,
        parent: QWidget | None = None,
        *,
        asking: Asking | None = None,
        printing: Print = print_page,
    ) -> None:
        super().__init__(desk, on, parent)
        self._asking = asking or FileDialogs()
        self._printing = printing
        self._code = ""
        head, body = self.framed()
        head.addStretch(1)
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        across = QHBoxLayout(inside)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(length("gap"))
        across.addLayout(_column(self._school_card(), self._window_card(), self._file_card()), 1)
        across.addLayout(_column(self._passphrase_card(), self._recovery_card()), 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        body.addWidget(self._scroll, 1)
        self._fill()

    # ------------------------------------------------------------- building

    def _school_card(self) -> Card:
        card = Card(title="settings.school")
        self.school_name = QLineEdit()
        self.school_name.editingFinished.connect(self._name_given)
        self.region = AnswerLine()
        self.bind(self.region.setPlaceholderText, "settings.region_hint")
        self.suggestions = Suggestions(self.region, self._counties)
        self.suggestions.taken.connect(self._region_taken)
        self.region.textEdited.connect(self._region_typed)
        self.region.left.connect(self._region_left)
        self.profile = ComboBox()
        self.profile.activated.connect(self._profile_chosen)
        self.meals = Meals()
        self.meals.activated.connect(self._meals_chosen)
        self.problem = text_label("problem", wrap=True)
        self.problem.hide()
        rows = {
            "settings.name": self.school_name,
            "settings.region": self.region,
            "settings.profile": self.profile,
            "settings.meals": self.meals,
        }
        card.body.addLayout(self._grid(rows))
        card.body.addWidget(self.problem)
        return card

    def _window_card(self) -> Card:
        card = Card(title="settings.window")
        self.language = Segments(
            [Segment("zh", "settings.language_zh"), Segment("en", "settings.language_en")]
        )
        self.language.chosen.connect(self.spoken)
        themes = ("system", "light", "dark")
        self.theme = Segments([Segment(theme, f"settings.theme_{theme}") for theme in themes])
        self.theme.chosen.connect(self._theme_chosen)
        self.lock = ComboBox()
        self.lock.activated.connect(self._lock_chosen)
        rows = {"settings.language": self.language, "settings.theme": self.theme, "settings.lock": self.lock}
        card.body.addLayout(self._grid(rows))
        return card

    def _passphrase_card(self) -> Card:
        card = Card(title="settings.passphrase")
        self.old = Secret("settings.old")
        self.new = Secret("settings.new", "settings.new_hint")
        self.again = Secret("settings.again")
        self.again.entered.connect(self._change)
        rows = {"settings.old": self.old, "settings.new": self.new, "settings.again": self.again}
        card.body.addLayout(self._grid(rows))
        self.change = WordButton("settings.change", icon="key")
        self.change.clicked.connect(self._change)
        card.body.addLayout(_line(self.change))
        return card

    def _recovery_card(self) -> Card:
        card = Card(title="settings.recovery")
        text = text_label("quiet", wrap=True)
        self.bind(text.setText, "settings.recovery_text")
        self.for_code = Secret("settings.old")
        self.for_code.entered.connect(self._show_code)
        self.show_code = WordButton("settings.show", icon="eye")
        self.show_code.clicked.connect(self._show_code)
        self.code = text_label("lead", select=True)
        self.bind(self.code.setAccessibleName, "settings.recovery")
        self.copy_code = WordButton("start.recovery_copy", icon="copy")
        self.copy_code.clicked.connect(self._copy_code)
        self.print_code = WordButton("settings.print", icon="print")
        self.print_code.clicked.connect(self._print_code)
        self.hide_code = WordButton("settings.hide", icon="eye_closed")
        self.hide_code.clicked.connect(self._forget_code)
        self._asked = QWidget()
        asked = QHBoxLayout(self._asked)
        asked.setContentsMargins(0, 0, 0, 0)
        word = text_label("quiet")
        word.setFixedWidth(_WORDS_WIDE)
        self.bind(word.setText, "settings.old")
        asked.addWidget(word)
        asked.addWidget(self.for_code, 1)
        asked.addWidget(self.show_code)
        for widget in (text, self._asked, self.code):
            card.body.addWidget(widget)
        self._code_acts = QWidget()
        acts = _line(self.copy_code, self.print_code, self.hide_code)
        acts.setContentsMargins(0, 0, 0, 0)
        self._code_acts.setLayout(acts)
        card.body.addWidget(self._code_acts)
        return card

    def _file_card(self) -> Card:
        card = Card(title="settings.file")
        self.place = text_label("", wrap=True, select=True)
        self.size_label = text_label()
        version = text_label("", f"SchoolPrep {__version__}", select=True)
        rows = {"settings.place": self.place, "settings.size": self.size_label, "settings.version": version}
        card.body.addLayout(self._grid(rows))
        self.backup = WordButton("settings.backup", icon="save", tip="settings.backup_tip")
        self.backup.clicked.connect(self._back_up)
        self.backup_to = WordButton("settings.backup_to")
        self.backup_to.clicked.connect(self._back_up_to)
        self.verify = WordButton("settings.verify", icon="done", tip="settings.verify_tip")
        self.verify.clicked.connect(self._verify)
        card.body.addLayout(_line(self.backup, self.backup_to, self.verify))
        self.verified = text_label("", wrap=True, select=True)
        self.verified.hide()
        card.body.addWidget(self.verified)
        return card

    def _grid(self, rows: Mapping[str, QWidget]) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(10)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        for at, (key, widget) in enumerate(rows.items()):
            word = text_label("quiet", wrap=True)
            word.setFixedWidth(_WORDS_WIDE)
            self.bind(word.setText, key)
            field = widget.focusProxy() or widget
            self.bind(field.setAccessibleName, key)
            grid.addWidget(word, at, 0)
            left = Qt.AlignmentFlag.AlignLeft if isinstance(widget, Segments) else Qt.AlignmentFlag(0)
            grid.addWidget(widget, at, 1, left)
        return grid

    # ------------------------------------------------------------- showing

    def _fill(self) -> None:
        school = self.desk.workspace.school
        self.school_name.setText(school.name)
        self.region.setText(self.desk.data.divisions.full_name(school.region))
        self.profile.clear()
        for profile in self.desk.data.library.profiles.values():
            self.profile.addItem(profile.title[lang()], profile.id)
        self.profile.setCurrentIndex(self.profile.findData(school.profile))
        self.meals.show_settings(school.settings)
        self.lock.clear()
        for minutes in sorted({*_MINUTES, school.lock_after_minutes}, key=lambda n: n or 10_000):
            self.lock.addItem(
                say("settings.minutes", n=minutes) if minutes else say("settings.never"), minutes
            )
        self.lock.setCurrentIndex(self.lock.findData(school.lock_after_minutes))
        self.language.choose(lang())
        self.theme.choose(look.chosen or "system")
        path = self.desk.workspace.path
        self.place.setText(str(path))
        size = path.stat().st_size if path.is_file() else 0
        self.size_label.setText(say("settings.megabytes", n=f"{size / 1e6:.1f}"))
        self._show_code_state()

    def refresh(self, changed: Changed) -> None:
        """Show the school anew."""
        self._fill()

    def retranslate(self) -> None:
        """Say what is chosen among, too."""
        super().retranslate()
        if hasattr(self, "verified"):
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """The theme may have been chosen elsewhere, the file may have grown."""
        super().showEvent(event)
        self._fill()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing secret stays when one goes elsewhere."""
        super().hideEvent(event)
        self.leave()

    def leave(self) -> None:
        """Forget what was typed and shown."""
        for secret in (self.old, self.new, self.again, self.for_code):
            secret.clear()
        self._forget_code()

    # ------------------------------------------------------------- the school

    def _save(self, what: str, school: School) -> None:
        """Save the school and offer the way back; `what` is what it is now, in words."""
        before = self.desk.workspace.school
        if school == before:
            return
        try:
            self.desk.workspace.save_school(school)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            self._fill()
            return

        def restore() -> None:
            self.desk.workspace.save_school(before)
            self._fill()
            self.noticed.emit(Notice("settings.restored"))

        self.noticed.emit(Notice("settings.saved", {"what": what}, act="notice.undo", do=restore))

    def _tell(self, key: str, line: QLineEdit | None, **facts: Fact) -> None:
        """Say what is wrong with the school's name or county, at the line; an empty key: nothing is."""
        for each in (self.school_name, self.region):
            set_kind(each, "", state="problem" if each is line else "")
        self.problem.setVisible(bool(key))
        self.counted.emit(int(bool(key)))
        if key:
            self.bind(self.problem.setText, key, **facts)

    def _name_given(self) -> None:
        name = self.school_name.text().strip()
        if not name:
            self._tell("settings.no_name", self.school_name, name=self.desk.workspace.school.name)
            return
        self._tell("", None)
        self._save(name, msgspec.structs.replace(self.desk.workspace.school, name=name))

    def _counties(self, text: str) -> Sequence[Suggestion]:
        divisions = self.desk.data.divisions
        found = divisions.search(text, within=self.desk.workspace.school.region[:2], limit=5 * SHOWN)
        return [
            Suggestion(divisions.full_name(one.code), one.code) for one in found if len(one.code) == _COUNTY
        ]

    def _region_typed(self) -> None:
        self.suggestions.typed(sure=False)

    def _region_taken(self, text: str) -> None:
        self.region.setText(text)
        self._region_given()

    def _region_left(self) -> None:
        if not self.suggestions.open():
            self._region_given()

    def _region_given(self) -> None:
        text = self.region.text().strip()
        code = (self.desk.data.divisions.resolve(text).code if text else None) or ""
        name = self.desk.data.divisions.full_name(self.desk.workspace.school.region)
        if len(code) != _COUNTY and asks_where(self.desk.data.library, self.desk.workspace.school.profile):
            self._tell("settings.no_region", self.region, region=name)
            return
        code = code if len(code) == _COUNTY else text  # a school abroad: its place by a plain name
        self._tell("", None)
        self._save(
            self.desk.data.divisions.full_name(code),
            msgspec.structs.replace(self.desk.workspace.school, region=code),
        )

    def _profile_chosen(self) -> None:
        chosen = str(self.profile.currentData())
        region = self.desk.workspace.school.region
        if asks_where(self.desk.data.library, chosen) and self.desk.data.divisions.get(region) is None:
            self.profile.setCurrentIndex(self.profile.findData(self.desk.workspace.school.profile))
            self._tell("settings.no_region", self.region, region=region or "—")
            return
        self._save(
            self.profile.currentText(), msgspec.structs.replace(self.desk.workspace.school, profile=chosen)
        )

    def _meals_chosen(self) -> None:
        school = self.desk.workspace.school
        settings = self.meals.settings_with(school.settings)
        self._save(self.meals.currentText(), msgspec.structs.replace(school, settings=settings))

    def _lock_chosen(self) -> None:
        minutes = int(self.lock.currentData())
        self._save(
            self.lock.currentText(),
            msgspec.structs.replace(self.desk.workspace.school, lock_after_minutes=minutes),
        )

    def _theme_chosen(self, theme: str) -> None:
        self.dressed.emit("" if theme == "system" else theme)

    # ------------------------------------------------------------- passphrase and recovery code

    def _check(self, title: str, old: str, new: str, then: Callable[[_Keys], None]) -> None:
        """Make the keys off the window's thread: each takes half a second by design."""
        path, code = self.desk.workspace.path, self.desk.workspace.recovery_code()

        def steps() -> Generator[tuple[int, int], None, _Keys]:
            yield 0, 2
            right = bool(old) and key_of(path, old) == Key.of_recovery_code(code)
            yield 1, 2
            return _Keys(right, Key.of_passphrase(new) if right and new else None)

        job = Job(say(title), steps())
        job.done.connect(then)
        job.ended.connect(self._idle)
        self._busy(on=True)
        self.started.emit(job)

    def _idle(self) -> None:
        self._busy(on=False)

    def _busy(self, *, on: bool) -> None:
        for widget in (self.change, self.show_code, self.old, self.new, self.again, self.for_code):
            widget.setEnabled(not on)

    def _change(self) -> None:
        wrong = self._wrong_passphrase()
        if wrong is not None:
            secret, sentence = wrong
            secret.tell(sentence)
            secret.setFocus()
        elif self.change.isEnabled():
            self._check("settings.changing", self.old.text(), self.new.text(), self._keys_made)

    def _wrong_passphrase(self) -> tuple[Secret, str] | None:
        if not self.old.text():
            return self.old, say("settings.wrong")
        if problem := Key.objection(self.new.text()):
            return self.new, say_problem(problem)
        if self.new.text() != self.again.text():
            return self.again, say("settings.not_same")
        return None

    def _keys_made(self, keys: _Keys) -> None:
        self._idle()
        if not keys.right or keys.new is None:
            self.old.tell(say("settings.wrong"))
            self.old.setFocus()
            return
        try:
            self.desk.workspace.change_passphrase(keys.new)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        for secret in (self.old, self.new, self.again):
            secret.clear()
        self._code = self.desk.workspace.recovery_code()
        self._show_code_state()
        self.noticed.emit(Notice("settings.changed", tone="warn"))

    def _show_code(self) -> None:
        if not self.for_code.text():
            self.for_code.tell(say("settings.wrong"))
            self.for_code.setFocus()
        elif self.show_code.isEnabled():
            self._check("settings.showing", self.for_code.text(), "", self._checked)

    def _checked(self, keys: _Keys) -> None:
        self._idle()
        if not keys.right:
            self.for_code.tell(say("settings.wrong"))
            self.for_code.setFocus()
            return
        self.for_code.clear()
        self._code = self.desk.workspace.recovery_code()
        self._show_code_state()
        self.copy_code.setFocus()

    def _show_code_state(self) -> None:
        groups = self._code.split("-")
        lines = [groups[at : at + _GROUPS_A_LINE] for at in range(0, len(groups), _GROUPS_A_LINE)]
        self.code.setText("\n".join("  ".join(line) for line in lines))
        self.code.setVisible(bool(self._code))
        self._code_acts.setVisible(bool(self._code))
        self._asked.setVisible(not self._code)

    def _forget_code(self) -> None:
        self._code = ""
        self._show_code_state()

    def _copy_code(self) -> None:
        QGuiApplication.clipboard().setText(self._code)

    def _print_code(self) -> None:
        title = say("settings.printed_title", school=self.desk.workspace.school.name)
        text = say("settings.printed_text", file=self.desk.workspace.path.name)
        self._printing(self, [title, text, self.code.text()], self._printed)

    def _printed(self) -> None:
        self.noticed.emit(Notice("settings.printed"))

    # ------------------------------------------------------------- the file

    def _back_up(self) -> None:
        self._backed_up(None)

    def _back_up_to(self) -> None:
        day = self.on.text()[:10]
        name = say("settings.backup_name", school=self.desk.workspace.path.stem, day=day)
        out = self._asking.save_file(self, "settings.backup_title", name)
        if out is not None:
            self._backed_up(out)

    def _backed_up(self, out: Path | None) -> None:
        try:
            path = self.desk.workspace.backup(out)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
        else:
            self.noticed.emit(Notice("settings.backed_up", {"path": str(path)}))

    def _verify(self) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            problems = self.desk.workspace.verify()
            records = sum(1 for _ in self.desk.filing.current())
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.verified.show()
        if problems:
            said = [say("settings.broken", n=len(problems)), *(say_problem(problem) for problem in problems)]
        else:
            said = [say("settings.whole", records=records)]
        self.verified.setText("\n".join(said))
        set_kind(self.verified, "problem" if problems else "")
        QTimer.singleShot(0, self, self._show_verified)

    def _show_verified(self) -> None:
        """Once it has its place: low windows would leave it below the edge."""
        self._scroll.ensureWidgetVisible(self.verified)


def _column(*cards: Card) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(length("gap"))
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column


def _line(*buttons: WordButton) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
