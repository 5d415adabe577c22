"""While nothing is on its way: what the page is for, the forms to hand out, people on file who may be one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from forms.intake.station import Station
from forms.pages import keeping
from forms.pages.notice import Notice
from forms.parts.empty import Empty
from forms.words.tr import lang, say
from schoolprep.desk import Desk


class OutsetView(Station):
    """See the module."""

    files_wanted = Signal()
    folder_wanted = Signal()
    paste_wanted = Signal()
    pairs_wanted = Signal(object)
    """The look-alikes among those on file."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        empty = Empty("intake", "intakepage.empty_title", "intakepage.empty", "intakepage.choose")
        empty.pressed.connect(self.files_wanted)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(empty)
        self.folder = self.act(
            "intakepage.folder", self.folder_wanted.emit, icon="open", tip="intakepage.folder_tip"
        )
        self.paste = self.act("intakepage.paste", self.paste_wanted.emit, tip="intakepage.paste_tip")
        self.pairs = self.act("alike.look", self._look_for_pairs, tip="alike.look_tip")
        self.phone = self.act(
            "intakepage.phone", self._keep_phone_form, icon="save", tip="intakepage.phone_tip"
        )
        self.blank = self.act("intakepage.blank", self._keep_blank, icon="save", tip="intakepage.blank_tip")
        self.refresh()

    def refresh(self) -> None:
        """Somebody may be on file now, or nobody."""
        self.pairs.setVisible(bool(self._desk.people.files()))

    def _look_for_pairs(self) -> None:
        found = self._desk.intake.look_alikes()
        if found:
            self.pairs_wanted.emit(found)
        else:
            self.noticed.emit(Notice("alike.none", tone="info"))

    def _keep_blank(self) -> None:
        blanks, name = self._desk.data.blanks, say("intakepage.blank_name")
        self.keeps.emit(
            "intakepage.blank_title", name, lambda out: keeping.blank_workbook(blanks, out, lang()), None
        )

    def _keep_phone_form(self) -> None:
        data, name = self._desk.data, say("intakepage.phone_name")
        self.keeps.emit("intakepage.phone_title", name, lambda out: keeping.phone_form(data, out), None)
