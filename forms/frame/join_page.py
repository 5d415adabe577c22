"""Join: an invitation, its code, an own passphrase, a place: a colleague's own workspace in a minute."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from forms.frame.centred import Doorstep
from forms.frame.surroundings import Surroundings
from forms.look.current import length
from forms.look.style import set_kind
from forms.pages.asking import INVITATIONS
from forms.pages.background import Job, Office
from forms.parts.card import Card, LinkButton, WordButton, text_label
from forms.parts.secret import Secret, chosen_wrongly
from forms.words.tr import say, say_problem
from schoolprep.desk import Desk
from schoolprep.desk.joining import join
from schoolprep.facts.naming import file_name
from schoolprep.facts.problem import KnownError, Problem
from schoolprep.facts.steps import Steps
from schoolprep.facts.synced import synced_by

_COPIED = re.compile(r"\s*[(（]\d+[)）]$")
"""What a chat or a browser adds to the name of a second copy."""


class JoinPage(Doorstep):
    """See the module. `joined` with the open `Desk`."""

    joined = Signal(object)
    back = Signal()

    def __init__(self, around: Surroundings, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around, self._office = around, office
        self._ask, self._documents = around.ask, around.documents
        self._invitation: Path | None = None
        self._path: Path | None = None
        card = Card(margin=24)
        title, text = text_label("title"), text_label("quiet", wrap=True)
        self.bind(title.setText, "handoverpage.join_title")
        self.bind(text.setText, "handoverpage.join_text")
        card.body.addWidget(title)
        card.body.addWidget(text)
        self.file, self.place = text_label("strong", wrap=True), text_label("note", wrap=True)
        self.code = QLineEdit()
        self.bind(self.code.setAccessibleName, "handoverpage.join_code")
        self.bind(self.code.setPlaceholderText, "handoverpage.join_code_hint")
        self.code.textEdited.connect(self._mend)
        self.passphrase = Secret("handoverpage.join_passphrase", "start.new_passphrase_hint", offers=True)
        self.again = Secret("start.again")
        self.problem = text_label("problem", wrap=True)
        card.body.addLayout(self._rows())
        card.body.addLayout(self._acts())
        self.column.addWidget(card)
        self.code.returnPressed.connect(self.passphrase.setFocus)
        self.passphrase.entered.connect(self.again.setFocus)
        self.again.entered.connect(self._join)
        self.composed(self._show)
        self.tell(None)

    def _rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(10)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        self.choose_link = LinkButton("handoverpage.join_choose")
        self.choose_link.clicked.connect(self.choose)
        self.elsewhere = LinkButton("start.choose_place")
        self.elsewhere.clicked.connect(self._choose_place)
        rows: tuple[tuple[str, QWidget, QWidget | None], ...] = (
            ("handoverpage.join_file", self.file, self.choose_link),
            ("handoverpage.join_code", self.code, None),
            ("handoverpage.join_passphrase", self.passphrase, None),
            ("start.again", self.again, None),
            ("start.place", self.place, self.elsewhere),
        )
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        at = 0
        for key, widget, link in rows:
            word = text_label("quiet")
            word.setMinimumHeight(length("control"))
            self.bind(word.setText, key)
            grid.addWidget(word, at, 0, top)
            grid.addWidget(widget, at, 1, 1, 1 if link is not None else 2)
            if link is not None:
                grid.addWidget(link, at, 2)
            at += 1
            if widget is self.code:
                grid.addWidget(self.problem, at, 1, 1, 2)
                at += 1
        return grid

    def _acts(self) -> QHBoxLayout:
        self.back_button = WordButton("start.back")
        self.back_button.clicked.connect(self.back)
        self.begin_button = WordButton("handoverpage.join_do", kind="filled")
        self.begin_button.clicked.connect(self._join)
        acts = QHBoxLayout()
        acts.addWidget(self.back_button)
        acts.addStretch(1)
        acts.addWidget(self.begin_button)
        return acts

    # ------------------------------------------------------------- what is asked

    def begin(self, invitation: Path) -> None:
        """Ask for what opens this invitation; what was typed for another one goes."""
        if invitation != self._invitation:
            self.clear()
        self._invitation = invitation
        self._show()
        self.code.setFocus()

    def choose(self) -> None:
        """Let the person choose another invitation."""
        chosen = next(iter(self._ask.open_files(self, "handoverpage.join_file", INVITATIONS)), None)
        if chosen is not None:
            self.given.emit(chosen)

    def clear(self) -> None:
        """Forget what was typed."""
        self._invitation = self._path = None
        self.code.clear()
        self.passphrase.clear()
        self.again.clear()
        self.tell(None)

    def _where(self) -> Path:
        called = called_by(self._invitation) if self._invitation else say("start.folder")
        name = file_name(say("start.file_name", school=called))
        return self._path or free(self._documents / say("start.folder") / name)

    def _show(self) -> None:
        self.file.setText(self._invitation.name if self._invitation else say("handoverpage.join_no_file"))
        key = "start.open_other" if self._invitation else "handoverpage.join_choose"
        self.choose_link.bind(self.choose_link.setText, key)
        where = self._where()
        cloud = synced_by(where)
        said = [str(where), *([say("start.synced", cloud=cloud)] if cloud else [])]
        self.place.setText("\n".join(said))

    def _choose_place(self) -> None:
        where = self._where()
        path = self._ask.save_file(self, "start.place", file_name(where.name), where.parent)
        if path is not None:
            self._path = path
            self._show()

    def busy(self, *, on: bool) -> None:
        """While the invitation is opened nothing can be pressed."""
        for widget in (self.begin_button, self.back_button, self.code, self.choose_link):
            widget.setEnabled(not on)
        key = "handoverpage.joining" if on else "handoverpage.join_do"
        self.begin_button.bind(self.begin_button.setText, key)

    # ------------------------------------------------------------- what is wrong

    def tell(self, problem: Problem | None) -> None:
        """Say at the code what is wrong with it or with the file; None: nothing is."""
        self.busy(on=False)
        self._say(say_problem(problem) if problem is not None else "")
        if problem is not None:
            self.code.selectAll()
            self.code.setFocus()

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        set_kind(self.code, "", state="problem" if sentence else "")
        self.code.setAccessibleDescription(sentence)

    def _mend(self) -> None:
        self._say("")

    def _join(self) -> None:
        self._say("")
        self.passphrase.clear_problem()
        self.again.clear_problem()
        if self._invitation is None or not self.code.text().strip():
            self._say(say("handoverpage.join_no_code" if self._invitation else "handoverpage.join_none"))
            self.code.setFocus()
            return
        if wrong := chosen_wrongly(self.passphrase, self.again):
            secret, sentence = wrong
            secret.tell(sentence)
            secret.setFocus()
            return
        self.busy(on=True)
        steps = self._joining(self._invitation, self.code.text(), self.passphrase.text(), self._where())
        job = Job(say("handoverpage.joining"), steps)
        self._office.start(job.then(self._joined).otherwise(self._not_joined))

    def _joining(self, invitation: Path, code: str, passphrase: str, path: Path) -> Steps[Desk]:
        """Off the thread: the code and the passphrase each take their time by design."""
        yield 0, 1
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as wrong:
            raise KnownError("store.unwritten", file=path.name, why=str(wrong.strerror)) from wrong
        return join(invitation, code, path, passphrase, self._around.data, self._around.who)

    def _joined(self, desk: Desk) -> None:
        self.clear()
        self.joined.emit(desk)

    def _not_joined(self, wrong: Exception) -> None:
        self.tell(wrong.problem if isinstance(wrong, KnownError) else None)
        if not isinstance(wrong, KnownError):
            raise wrong


def called_by(invitation: Path) -> str:
    """What a workspace is called after its invitation: 邀请 王老师(1).invitation.txt is 王老师."""
    stem = _COPIED.sub("", invitation.name.split(".")[0])
    return stem.partition(" ")[2].strip() or stem


def free(path: Path) -> Path:
    """The path, or a name beside it that no file has."""
    number, found = 2, path
    while found.exists():
        found = path.with_name(f"{path.stem} {number}{path.suffix}")
        number += 1
    return found
