"""Start: what one sees while no school is open: three choices, opening a file, making a school, its recovery code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from forms.look import icons
from forms.look.current import colour, length
from forms.look.style import focus_ring, set_kind
from forms.look.type import covers_chinese, font
from forms.pages.asking import SCHOOLS, Asking
from forms.parts.card import Card, LinkButton, WordButton, text_label
from forms.parts.inputs import ComboBox
from forms.parts.secret import Secret
from forms.words.tr import Worded, lang, say, say_problem
from schoolprep.desk import Key
from schoolprep.facts.divisions import Divisions
from schoolprep.rules.pack import Library, asks_where

_WIDE = 460
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class _Choice(Worded, QAbstractButton):
    """One of the three: an icon, a title, a sentence."""

    def __init__(self, icon: str, title: str, sentence: str) -> None:
        super().__init__()
        self._icon, self._title, self._sentence = icon, title, sentence
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.bind(self.setAccessibleName, title)
        self.bind(self.setAccessibleDescription, sentence)

    def sizeHint(self) -> QSize:
        """A wide button."""
        return QSize(_WIDE, 72)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter as well as the space bar; up and down go to the neighbours."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        over = self.underMouse() or self.isDown()
        painter.setPen(colour("accent" if over else "line_strong"))
        painter.setBrush(colour("hover" if over else "card"))
        radius = length("radius")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        disc = QRectF(18, (self.height() - 40) / 2, 40, 40)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent_ground"))
        painter.drawEllipse(disc)
        icons.draw(painter, disc.adjusted(10, 10, -10, -10), self._icon, "accent")
        painter.setPen(colour("ink"))
        painter.setFont(font("lead", bold=True))
        room = self.width() - 76 - 40
        painter.drawText(QRectF(76, 13, room, 24), _LEFT, say(self._title))
        painter.setPen(colour("ink_2"))
        painter.setFont(font("note"))
        painter.drawText(QRectF(76, 37, room, 20), _LEFT, say(self._sentence))
        icons.draw(painter, QRectF(self.width() - 34, (self.height() - 16) / 2, 16, 16), "after", "ink_2")
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), radius)
        painter.end()


class _Centred(Worded, QWidget):
    """A page with one narrow column in its middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        across = QHBoxLayout(self)
        down = QVBoxLayout()
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        holder = QWidget()
        holder.setFixedWidth(_WIDE + 40)
        holder.setLayout(self.column)
        down.addStretch(2)
        down.addWidget(holder)
        down.addStretch(3)
        across.addStretch(1)
        across.addLayout(down)
        across.addStretch(1)


class StartPage(_Centred):
    """The three choices, the files opened lately, the other language."""

    new = Signal()
    received = Signal()
    demo = Signal()
    recent = Signal(str)
    other_language = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        head = QHBoxLayout()
        title = QLabel()
        title.setProperty("kind", "title")
        self.bind(title.setText, "start.title")
        self.language = WordButton("start.language", kind="link")
        self.language.bind(self.language.setAccessibleName, "start.language_name")
        self.language.clicked.connect(self.other_language)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.language)
        about = text_label("quiet", wrap=True)
        self.bind(about.setText, "start.about")
        self.column.addLayout(head)
        self.column.addWidget(about)
        self.column.addSpacing(4)
        self.choices = [
            _Choice("school", "start.new", "start.new_text"),
            _Choice("received", "start.received", "start.received_text"),
            _Choice("demo", "start.demo", "start.demo_text"),
        ]
        for choice, signal in zip(self.choices, (self.new, self.received, self.demo), strict=True):
            choice.clicked.connect(signal)
            self.column.addWidget(choice)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        self.column.addLayout(self._recent)
        self.problem = text_label("problem", wrap=True)
        self.column.addWidget(self.problem)
        self.problem.setVisible(not covers_chinese())
        if not covers_chinese():
            self.bind(self.problem.setText, "start.no_font")

    def show_recent(self, paths: Sequence[str]) -> None:
        """Offer the files opened lately that are still there."""
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        there = [path for path in paths if Path(path).is_file()]
        if there:
            word = text_label("note")
            self.bind(word.setText, "start.recent")
            self._recent.addWidget(word)
        for path in there[:3]:
            link = LinkButton("start.file_name", facts={"school": Path(path).stem})
            link.setToolTip(path)
            link.setProperty("path", path)
            link.clicked.connect(self._open_recent)
            self._recent.addWidget(link)

    def tell(self, sentence: str) -> None:
        """Say what went wrong, or what is being done."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _open_recent(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.recent.emit(str(sender.property("path")))


class OpenPage(_Centred):
    """A file and its passphrase, or its recovery code. `opened(path, text, by_code)`."""

    opened = Signal(object, str, bool)
    back = Signal()

    def __init__(self, ask: Asking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._path: Path | None = None
        self._by_code = False
        card = Card(margin=24)
        title = text_label("title")
        self.bind(title.setText, "start.open_title")
        card.body.addWidget(title)
        row = QHBoxLayout()
        self.file = text_label("strong", wrap=True)
        self.other = LinkButton("start.open_other")
        self.other.clicked.connect(self.choose)
        row.addWidget(self.file, 1)
        row.addWidget(self.other)
        card.body.addLayout(row)
        self._word = text_label("note")
        card.body.addWidget(self._word)
        self.secret = Secret("start.passphrase")
        self.secret.entered.connect(self._open)
        card.body.addWidget(self.secret)
        acts = QHBoxLayout()
        self.back_button = WordButton("start.back")
        self.back_button.clicked.connect(self.back)
        self.code = LinkButton("start.use_code")
        self.code.clicked.connect(self._change)
        self.open = WordButton("start.open", kind="filled")
        self.open.clicked.connect(self._open)
        acts.addWidget(self.back_button)
        acts.addWidget(self.code)
        acts.addStretch(1)
        acts.addWidget(self.open)
        card.body.addSpacing(8)
        card.body.addLayout(acts)
        self.column.addWidget(card)
        self._show_way()

    def show_file(self, path: Path | None) -> None:
        """Offer to open a file."""
        self._path = path
        self.file.setText(path.name if path else say("start.no_file"))
        self.file.setToolTip(str(path) if path else "")
        self._by_code = False
        self._show_way()
        self.busy(on=False)
        self.secret.setFocus()

    def choose(self) -> None:
        """Let the person choose a file."""
        path = next(iter(self._ask.open_files(self, "start.open_title", SCHOOLS)), None)
        if path is not None:
            self.show_file(path)

    def busy(self, on: bool) -> None:
        """While the key is made from the passphrase nothing can be pressed."""
        self.open.setEnabled(not on)
        self.secret.setEnabled(not on)
        self.open.bind(self.open.setText, "start.opening" if on else "start.open")

    def tell(self, sentence: str) -> None:
        """Say why it did not open; what was typed stays selected."""
        self.busy(on=False)
        self.secret.tell(sentence)
        self.secret.line.setFocus()
        self.secret.line.selectAll()

    def _change(self) -> None:
        self._by_code = not self._by_code
        self._show_way()
        self.secret.setFocus()

    def _show_way(self) -> None:
        self.secret.clear()
        self.bind(self._word.setText, "start.code" if self._by_code else "start.passphrase")
        self.secret.bind(
            self.secret.line.setAccessibleName, "start.code" if self._by_code else "start.passphrase"
        )
        self.code.bind(self.code.setText, "start.use_passphrase" if self._by_code else "start.use_code")

    def _open(self) -> None:
        if self._path is None:
            self.tell(say("start.no_file"))
        elif self.open.isEnabled():
            self.busy(on=True)
            self.opened.emit(self._path, self.secret.text(), self._by_code)


class NewSchool(NamedTuple):
    """What a new school needs."""

    name: str
    region: str
    profile: str
    passphrase: str
    path: Path


class NewPage(_Centred):
    """Name, district, rules, passphrase. `made(NewSchool)`."""

    made = Signal(object)
    back = Signal()

    def __init__(
        self, ask: Asking, library: Library, divisions: Divisions, folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ask, self._divisions, self._folder = ask, divisions, folder
        self._library = library
        self._path: Path | None = None
        self._found: dict[str, str] = {}
        card = Card(margin=24)
        title = text_label("title")
        self.bind(title.setText, "start.new_title")
        card.body.addWidget(title)
        self.name = self._line("start.school_name", "start.school_name_hint")
        self.region = self._line("start.region", "start.region_hint")
        self.profile = ComboBox()
        self.bind(self.profile.setAccessibleName, "start.profile")
        self.passphrase = Secret("start.new_passphrase", "start.new_passphrase_hint")
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
        self.again.entered.connect(self._make)
        self._complete()
        self._fill_profiles()

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit()
        self.bind(line.setAccessibleName, name)
        self.bind(line.setPlaceholderText, hint)
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
        places = [p for p in self._divisions.search(text, limit=30) if len(p.code) == 6][:8]
        self._found |= {self._divisions.full_name(place.code): place.code for place in places}
        self._names.setStringList([self._divisions.full_name(place.code) for place in places])

    def region_code(self) -> str:
        """The code of the county that was typed or chosen; empty where it is none for certain."""
        text = self.region.text().strip()
        known = self._found.get(text) or self._divisions.resolve(text).code if text else ""
        return known if known and len(known) == 6 else ""

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
        """Say everything again, the profiles too."""
        super().retranslate()
        self._fill_profiles()

    def _where(self) -> Path:
        name = "".join(ch for ch in self.name.text().strip() if ch not in '\\/:*?"<>|') or say("start.new")
        return self._path or self._folder / say("start.file_name", school=name)

    def _show_place(self) -> None:
        self.place.setText(str(self._where()))

    def _choose_place(self) -> None:
        path = self._ask.save_file(self, "start.new_title", str(self._where()))
        if path is not None:
            self._path = path if path.suffix == ".schoolprep" else path.with_name(path.name + ".schoolprep")
            self._show_place()

    def busy(self, on: bool) -> None:
        """While the file is made nothing can be pressed."""
        self.create_button.setEnabled(not on)
        self.create_button.bind(self.create_button.setText, "start.creating" if on else "start.create")

    def tell(self, sentence: str) -> None:
        """Say what went wrong."""
        self.busy(on=False)
        self.problem.setText(sentence)

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
        if problem := Key.objection(self.passphrase.text()):
            return say_problem(problem), self.passphrase
        if self.passphrase.text() != self.again.text():
            return say("start.not_same"), self.again
        return None

    def _make(self) -> None:
        wrong = self._problem()
        for line in (self.name, self.region):
            set_kind(line, "", state="problem" if wrong and wrong[1] is line else "")
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


class RecoveryPage(_Centred):
    """The recovery code, shown once. `done` when it is written down."""

    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = Card(margin=24)
        title = text_label("title")
        self.bind(title.setText, "start.recovery_title")
        text = text_label("quiet", wrap=True)
        self.bind(text.setText, "start.recovery_text")
        self.code = text_label("code", select=True)
        self.bind(self.code.setAccessibleName, "start.code")
        card.body.addWidget(title)
        card.body.addWidget(text)
        ground = Card(margin=14)
        ground.body.addWidget(self.code)
        card.body.addWidget(ground)
        acts = QHBoxLayout()
        self.copy = WordButton("start.recovery_copy", icon="copy")
        self.copy.clicked.connect(self._copy)
        self.go_on = WordButton("start.recovery_done", kind="filled")
        self.go_on.clicked.connect(self._done)
        acts.addWidget(self.copy)
        acts.addStretch(1)
        acts.addWidget(self.go_on)
        card.body.addSpacing(6)
        card.body.addLayout(acts)
        self.column.addWidget(card)
        self._code = ""

    def show_code(self, code: str) -> None:
        """Show a code in lines of groups."""
        self._code = code
        groups = code.split("-")
        self.code.setText("\n".join("  ".join(groups[at : at + 5]) for at in range(0, len(groups), 5)))
        self.copy.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._code)

    def _done(self) -> None:
        self._code = ""
        self.code.clear()
        self.done.emit()


class LockPage(_Centred):
    """Nothing of the school is to be seen. `tried(text)` for a passphrase, `closed` to close the school."""

    tried = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = Card(margin=24)
        head = QHBoxLayout()
        self._picture = QLabel()
        title = text_label("title")
        self.bind(title.setText, "start.locked")
        head.addWidget(self._picture)
        head.addWidget(title)
        head.addStretch(1)
        text = text_label("quiet", wrap=True)
        self.bind(text.setText, "start.locked_text")
        self.secret = Secret("start.passphrase")
        self.secret.entered.connect(self._try)
        acts = QHBoxLayout()
        self.close_button = LinkButton("start.close_school")
        self.close_button.clicked.connect(self.closed)
        self.unlock = WordButton("start.unlock", kind="filled")
        self.unlock.clicked.connect(self._try)
        acts.addWidget(self.close_button)
        acts.addStretch(1)
        acts.addWidget(self.unlock)
        card.body.addLayout(head)
        card.body.addWidget(text)
        card.body.addWidget(self.secret)
        card.body.addSpacing(6)
        card.body.addLayout(acts)
        self.column.addWidget(card)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme as well as the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self._picture.setPixmap(icons.icon("lock", "accent").pixmap(24, 24))

    def prepare(self) -> None:
        """Empty, ready to be typed into."""
        self.secret.clear()
        self.busy(on=False)
        self.secret.setFocus()

    def busy(self, on: bool) -> None:
        """While the passphrase is looked at nothing can be pressed."""
        self.unlock.setEnabled(not on)
        self.unlock.bind(self.unlock.setText, "start.checking" if on else "start.unlock")

    def refuse(self) -> None:
        """Say that it was wrong."""
        self.busy(on=False)
        self.secret.tell(say("start.wrong_passphrase"))
        self.secret.line.selectAll()
        self.secret.setFocus()

    def _try(self) -> None:
        if self.unlock.isEnabled():
            self.busy(on=True)
            self.tried.emit(self.secret.text())
