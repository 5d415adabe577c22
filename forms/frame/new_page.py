"""New: what a new school needs: its name, where it is, its rules, a passphrase, a place for its file."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from forms.frame.centred import Centred
from forms.look.current import length
from forms.look.style import set_kind
from forms.pages.asking import Asking
from forms.parts.card import Card, LinkButton, WordButton, text_label
from forms.parts.inputs import ComboBox
from forms.parts.secret import Secret, chosen_wrongly
from forms.words.tr import lang, say
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.naming import file_name
from schoolprep.facts.synced import synced_by
from schoolprep.rules.pack import Library, asks_where

_SEARCHED, _OFFERED = 30, 8
"""Places looked through for counties, and counties offered."""
_PROFILE_LETTERS = 12
"""Letters of a profile's title that have room in any case; the column is narrower than the longest."""


class NewSchool(NamedTuple):
    """What a new school needs."""

    name: str
    region: str
    profile: str
    passphrase: str
    path: Path


class NewPage(Centred):
    """Name, district, rules, passphrase. `made(NewSchool)`."""

    made = Signal(object)
    back = Signal()

    def __init__(
        self,
        ask: Asking,
        library: Library,
        divisions: Divisions,
        documents: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ask, self._divisions, self._documents = ask, divisions, documents
        self._library = library
        self._path: Path | None = None
        self._found: dict[str, str] = {}
        card = Card(margin=24)
        title = text_label("title")
        self.bind(title.setText, "start.new_title")
        card.body.addWidget(title)
        self.name = self._line("start.school_name", "start.school_name_hint")
        self.region = self._line("start.region", "start.region_hint")
        self.profile = self._profiles()
        self.passphrase = Secret("start.new_passphrase", "start.new_passphrase_hint", offers=True)
        self.again = Secret("start.again")
        grid = QGridLayout()
        grid.setVerticalSpacing(10)
        grid.setHorizontalSpacing(12)
        rows: list[tuple[str, QWidget]] = [
            ("start.school_name", self.name),
            ("start.region", self.region),
            ("start.profile", self.profile),
            ("start.new_passphrase", self.passphrase),
            ("start.again", self.again),
            ("start.place", self._place()),
        ]
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        for number, (key, widget) in enumerate(rows):
            word = text_label("quiet")
            word.setMinimumHeight(length("control"))
            self.bind(word.setText, key)
            grid.addWidget(word, number, 0, top)
            grid.addWidget(widget, number, 1)
        card.body.addLayout(grid)
        self.problem = text_label("problem", wrap=True)
        self.problem.hide()
        card.body.addWidget(self.problem)
        acts = QHBoxLayout()
        self.back_button = WordButton("start.back")
        self.back_button.clicked.connect(self.back)
        self.create_button = WordButton("start.create", kind="filled")
        self.create_button.clicked.connect(self._make)
        acts.addWidget(self.back_button)
        acts.addStretch(1)
        acts.addWidget(self.create_button)
        card.body.addLayout(acts)
        self.column.addWidget(card)
        self.passphrase.entered.connect(self.again.setFocus)
        self.again.entered.connect(self._make)
        self._complete()
        self._fill_profiles()

    def _profiles(self) -> ComboBox:
        combo = ComboBox()
        combo.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(_PROFILE_LETTERS)
        self.bind(combo.setAccessibleName, "start.profile")
        return combo

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit()
        self.bind(line.setAccessibleName, name)
        self.bind(line.setPlaceholderText, hint)
        line.textChanged.connect(self._mend)
        return line

    def _place(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        self.place = text_label("note", wrap=True)
        self.elsewhere = LinkButton("start.choose_place")
        self.elsewhere.clicked.connect(self._choose_place)
        row.addWidget(self.place, 1)
        row.addWidget(self.elsewhere)
        self.name.textChanged.connect(self._show_place)
        return whole

    def _complete(self) -> None:
        """The district narrows while one types, by name, pinyin or initials."""
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.region.setCompleter(completer)
        self.region.textEdited.connect(self._search_region)

    def _search_region(self, text: str) -> None:
        found = self._divisions.search(text, limit=_SEARCHED)
        places = [place for place in found if self._divisions.is_seat(place.code)][:_OFFERED]
        self._found |= {self._divisions.full_name(place.code): place.code for place in places}
        self._names.setStringList([self._divisions.full_name(place.code) for place in places])

    def region_code(self) -> str:
        """The code of the county that was typed or chosen; empty where it is none for certain."""
        text = self.region.text().strip()
        return self._found.get(text) or self._divisions.seat(text)

    def _fill_profiles(self) -> None:
        chosen = self.profile.currentIndex()
        self.profile.clear()
        for profile in self._library.profiles.values():
            facts = {"title": profile.title[lang()], "since": str(profile.since)}
            if profile.until is None:
                text = say("start.profile_open", **facts)
            else:
                text = say("start.profile_days", **facts, until=str(profile.until))
            self.profile.addItem(text, profile.id)
        self.profile.setCurrentIndex(max(chosen, 0))

    def retranslate(self) -> None:
        """Say everything again, the profiles and the folder too."""
        super().retranslate()
        self._fill_profiles()
        self._show_place()

    def _where(self) -> Path:
        name = file_name(self.name.text()) or say("start.new")
        return self._path or self._documents / say("start.folder") / say("start.file_name", school=name)

    def _show_place(self) -> None:
        where = self._where()
        cloud = synced_by(where)
        said = [str(where), *([say("start.synced", cloud=cloud)] if cloud else [])]
        self.place.setText("\n".join(said))

    def _choose_place(self) -> None:
        where = self._where()
        path = self._ask.save_file(self, "start.new_title", file_name(where.name), where.parent)
        if path is not None:
            self._path = path
            self._show_place()

    def busy(self, on: bool) -> None:
        """While the file is made nothing can be pressed."""
        self.create_button.setEnabled(not on)
        self.create_button.bind(self.create_button.setText, "start.creating" if on else "start.create")

    def tell(self, sentence: str) -> None:
        """Say what went wrong."""
        self.busy(on=False)
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def prepare(self) -> None:
        """Go on where one was: who looks back at the start loses nothing that was typed."""
        self.busy(on=False)
        self._show_place()
        self.name.setFocus()

    def clear(self) -> None:
        """Empty, for the next school."""
        for line in (self.name, self.region):
            line.clear()
        self.passphrase.clear()
        self.again.clear()
        self.tell("")
        self._path = None
        self._show_place()

    def _problem(self) -> tuple[str, QWidget] | None:
        if not self.name.text().strip():
            return say("start.no_name"), self.name
        if not self.region_code() and asks_where(self._library, str(self.profile.currentData())):
            return say("start.no_region"), self.region
        if wrong := chosen_wrongly(self.passphrase, self.again):
            secret, sentence = wrong
            return sentence, secret
        return None

    def _mend(self) -> None:
        """What was wrong is being put right."""
        self._say("")
        self._mark(None)

    def _mark(self, wrong: QWidget | None) -> None:
        for line in (self.name, self.region):
            set_kind(line, "", state="problem" if line is wrong else "")

    def _make(self) -> None:
        wrong = self._problem()
        self._mark(wrong[1] if wrong else None)
        self.passphrase.clear_problem()
        self.again.clear_problem()
        if wrong is not None:
            sentence, widget = wrong
            if isinstance(widget, Secret):
                widget.tell(sentence)
                self.tell("")
            else:
                self.tell(sentence)
            widget.setFocus()
            return
        self.tell("")
        self.busy(on=True)
        name, profile = self.name.text().strip(), str(self.profile.currentData())
        region = self.region_code() or self.region.text().strip()  # England has no code and needs none
        self.made.emit(NewSchool(name, region, profile, self.passphrase.text(), self._where()))
