"""Notice: what the window tells without stopping anybody: one sentence in a bar, with 撤销 where it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from forms.look import icons
from forms.look.style import set_kind
from forms.parts.card import IconButton, WordButton, text_label
from forms.words.tr import Worded, say
from schoolprep.facts.problem import Filling, KnownError, Problem

Tone = Literal["done", "info", "warn", "error"]
_INKS = {"done": "accent", "info": "accent", "warn": "incomplete", "error": "deferred"}
_GOOD: frozenset[Tone] = frozenset({"done", "info"})
_STAYS_MS = 8000
_STAYS_LONG_MS = 30_000
"""Where something can be done about it that can as well be left."""
_UNDO = "notice.undo"
_BUTTON = 26
"""Pixels: the buttons stay within the room that is kept free."""


class Notice(NamedTuple):
    """One sentence by key, its tone, and at most one act beside it."""

    says: str
    facts: Mapping[str, Filling] = {}
    tone: Tone = "done"
    act: str = ""
    """Key of the act's word (`notice.undo`)."""
    do: Callable[[], object] | None = None
    """The act; a known failure of it is told in the bar."""

    @classmethod
    def of_error(cls, wrong: KnownError | Problem) -> Notice:
        """A known failure as a sentence."""
        problem = wrong.problem if isinstance(wrong, KnownError) else wrong
        return cls(problem.code, problem.facts, "error")


class NoticeBar(Worded, QWidget):
    """Good news goes by itself; what is wrong or can be undone stays until closed.

    Nothing moves when it comes or goes, because somebody may be about to click: it stands over its `dock`, a room that
    is kept free for it, its buttons in that room; only the lines of a long sentence reach above it.
    """

    closed = Signal()

    def __init__(self, dock: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._dock, self._over = dock, parent
        dock.installEventFilter(self)
        self.setProperty("kind", "notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # a plain QWidget shows no ground without
        self._notice: Notice | None = None
        self._icon = QLabel()
        self._text = text_label(wrap=True, select=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._act = WordButton("notice.undo", kind="link")
        self._act.clicked.connect(self._do)
        self._close = IconButton("close", "notice.close")
        for button in (self._act, self._close):
            button.setFixedHeight(_BUTTON)
            button.setFocusPolicy(
                Qt.FocusPolicy.TabFocus
            )  # pressed by mouse, whoever was writing goes on there
        self._close.clicked.connect(self.dismiss)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 6, 2)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text)
        row.addWidget(self._act)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self.hide()

    def tell(self, notice: Notice) -> None:
        """Say something; it takes the place of what stood there."""
        self._notice = notice
        set_kind(self, "notice", tone=notice.tone)
        self._act.setVisible(bool(notice.act and notice.do))
        if notice.act:
            self._act.bind(self._act.setText, notice.act)
        self.retranslate()
        self.show()
        self._place()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._text.text()))
        self._timer.stop()
        if notice.tone in _GOOD and not (notice.do and notice.act == _UNDO):
            self._timer.start(_STAYS_LONG_MS if notice.do else _STAYS_MS)

    def told(self) -> str:
        """The sentence that stands there, empty when none."""
        return self._text.text() if self._notice else ""

    def undo(self) -> bool:
        """Undo what the sentence is about, if that can be undone (Ctrl+Z)."""
        if self._notice is None or self._notice.do is None or self._notice.act != _UNDO:
            return False
        self._do()
        return True

    def dismiss(self) -> None:
        """Take the sentence away."""
        self._notice = None
        self._text.clear()
        self._timer.stop()
        self.hide()
        self.closed.emit()

    def hush(self) -> None:
        """Take good news away, whatever of it could be undone; what is wrong stays until closed."""
        if self._notice is not None and self._notice.tone in _GOOD:
            self.dismiss()

    def retranslate(self) -> None:
        """Say it in the language."""
        super().retranslate()
        if self._notice:
            self._text.setText(say(self._notice.says, **self._notice.facts))
            self._text.setAccessibleName(self._text.text())
            self._icon.setPixmap(icons.icon(self._notice.tone, _INKS[self._notice.tone]).pixmap(18, 18))
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the room."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show):
            self._place()
        return False

    def _place(self) -> None:
        if self.isHidden():
            return
        room = QRect(self._dock.mapTo(self._over, QPoint(0, 0)), self._dock.size())
        high = max(room.height(), self.heightForWidth(room.width()))
        lines = high > room.height()
        for button in (self._act, self._close):  # beside one line in its middle, below several in the room
            self._row.setAlignment(
                button, Qt.AlignmentFlag.AlignBottom if lines else Qt.AlignmentFlag.AlignVCenter
            )
        self.setGeometry(room.x(), room.bottom() + 1 - high, room.width(), high)
        self.raise_()

    def _do(self) -> None:
        do = self._notice.do if self._notice else None
        self.dismiss()
        if do is not None:
            try:
                do()
            except KnownError as wrong:
                self.tell(Notice.of_error(wrong))
