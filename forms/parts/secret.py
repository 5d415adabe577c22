"""Secret: the line a passphrase is typed into, an eye to see it, its problem below; a recovery code in lines."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from forms.look import icons
from forms.look.style import set_kind
from forms.parts.card import LinkButton, text_label
from forms.words.tr import Worded, lang, say, say_problem
from schoolprep.desk import FEWEST_CHARACTERS, Key, offered

_GROUPS_A_LINE = 5


class Secret(Worded, QWidget):
    """A line for a passphrase. `entered` on Enter."""

    entered = Signal()

    def __init__(
        self, key: str, hint: str = "", parent: QWidget | None = None, *, offers: bool = False
    ) -> None:
        """`offers`: four words are offered for a passphrase that is chosen here."""
        super().__init__(parent)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhSensitiveData
        )
        self.bind(self.line.setAccessibleName, key)
        if hint:
            self.bind(self.line.setPlaceholderText, hint, fewest=FEWEST_CHARACTERS)
        self._eye = QAction(self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show)
        self.bind(self._eye.setText, "start.show_passphrase")
        self.line.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self.line.returnPressed.connect(self.entered)
        self.line.textEdited.connect(self.clear_problem)
        self.problem = text_label("problem", wrap=True)
        self.problem.hide()
        body.addWidget(self.line)
        body.addWidget(self.problem)
        self.offer = LinkButton("start.offer", tip="start.offer_tip")
        self.offer.clicked.connect(self._offer)
        self.offer.setVisible(offers)
        body.addWidget(self.offer)
        self.setFocusProxy(self.line)
        self._show(on=False)

    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def clear(self) -> None:
        """Forget what was typed, hide it again."""
        self.line.clear()
        self._eye.setChecked(False)
        self.clear_problem()

    def see(self, *, on: bool) -> None:
        """Show what is typed, or dots."""
        self._eye.setChecked(on)

    def _offer(self) -> None:
        """Write four words, to be seen and written down; they are typed once more like any other."""
        self.line.setText(offered(lang()))
        self.see(on=True)
        self.clear_problem()

    def tell(self, sentence: str) -> None:
        """Say what is wrong, at the line."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.line.setProperty("state", "problem" if sentence else "")
        set_kind(self.line, "secret")
        self.line.setAccessibleDescription(sentence)

    def refuse(self, sentence: str) -> None:
        """Say what is wrong; it can be typed over at once."""
        self.tell(sentence)
        self.line.selectAll()
        self.line.setFocus()

    def refuse_key(self, sentence: str) -> None:
        """Say that what was typed does not open the school; a slip in what is made like a code is told instead."""
        slip = Key.slip(self.text())
        self.refuse(say_problem(slip) if slip else sentence)

    def clear_problem(self) -> None:
        """Nothing is wrong now."""
        if self.problem.text():
            self.tell("")

    def _show(self, on: bool) -> None:
        echo = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        self.line.setEchoMode(echo)
        self._eye.setIcon(icons.icon("eye_closed" if on else "eye"))


def chosen_wrongly(new: Secret, again: Secret) -> tuple[Secret, str] | None:
    """What is wrong with a passphrase chosen and typed twice, and at which line; nothing where it may be."""
    if problem := Key.objection(new.text()):
        return new, say_problem(problem)
    if new.text() != again.text():
        return again, say("start.not_same")
    return None


def in_lines(code: str) -> str:
    """A recovery code as it is written down: lines of five groups."""
    groups = code.split("-")
    lines = [groups[at : at + _GROUPS_A_LINE] for at in range(0, len(groups), _GROUPS_A_LINE)]
    return "\n".join("  ".join(line) for line in lines)
