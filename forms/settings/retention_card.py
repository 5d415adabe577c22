"""What was collected for a purpose that is over: how long it is kept, what erasing it would take, and the erasing."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSpinBox, QVBoxLayout

from forms.pages.asking import Asking
from forms.pages.notice import Notice
from forms.parts.card import WordButton, text_label
from forms.settings.card import SettingsCard
from forms.words.tr import lang, say
from schoolprep.desk import Desk
from schoolprep.desk.erasing import Keeping
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import KnownError
from schoolprep.facts.words import listed
from schoolprep.verdicts.explain import full_day

_MOST_DAYS = 3650


class RetentionCard(SettingsCard):
    """See the module. Nothing is erased by itself."""

    def __init__(self, desk: Desk, on: Moment, asking: Asking) -> None:
        super().__init__(desk, "settings.retention")
        self._asking = asking
        self._on = on
        about = text_label("quiet", wrap=True)
        self.bind(about.setText, "settings.retention_about")
        self.body.addWidget(about)
        self.days = QSpinBox()
        self.days.setRange(-1, _MOST_DAYS)
        self.days.editingFinished.connect(self._say_days)
        self.lines({"settings.retention_days": self.days})
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.body.addLayout(self._list)
        self.buttons: dict[str, WordButton] = {}
        self.composed(self.fill)

    def show_day(self, on: Moment) -> None:
        """The day by which something is due."""
        self._on = on

    def fill(self) -> None:
        """Show what is kept, and for how long."""
        erasing = self.desk.erasing
        self.days.setSpecialValueText(say("settings.retention_unsaid"))
        self.days.setSuffix(say("settings.retention_suffix"))
        if not self.days.hasFocus():
            self.days.setValue(-1 if erasing.own_days is None else erasing.own_days)
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.buttons = {}
        today = date.fromordinal(self._on.day)
        for one in erasing.keepings(today):
            self._list.addWidget(text_label("", self._told(one, today), wrap=True, select=True))
            if one.is_due(today):
                button = WordButton("settings.retention_erase", facts={"n": one.would.records})
                button.clicked.connect(lambda _=False, one=one: self._erase(one))
                self.buttons[one.pack] = button
                self._list.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if not self._list.count():
            self._list.addWidget(text_label("note", say("settings.retention_none"), wrap=True))

    def _told(self, one: Keeping, today: date) -> str:
        filing = self.desk.filing
        counts = listed(
            (
                say("privacy.count", blank=filing.title(blank, lang()), n=count)
                for blank, count in one.would.counts.items()
            ),
            lang(),
        )
        said = [
            say(
                "settings.retention_line",
                pack=one.title,
                ended=full_day(one.ended.toordinal(), lang()),
                counts=counts,
            ),
            one.cites[lang()],
        ]
        if one.days is None:
            said.append(say("settings.retention_say"))
        else:
            until = one.ended + timedelta(days=one.days)
            key = "settings.retention_due" if one.is_due(today) else "settings.retention_until"
            said.append(say(key, day=full_day(until.toordinal(), lang())))
        return "\n".join(said)

    def _say_days(self) -> None:
        if self.days.value() >= 0 and self.days.value() != self.desk.erasing.own_days:
            try:
                self.desk.erasing.keep_for(self.days.value())
            except KnownError as wrong:
                self.noticed.emit(Notice.of_error(wrong))
            self.fill()

    def _erase(self, one: Keeping) -> None:
        if not self._asking.sure(self, say("settings.retention_sure", n=one.would.records, pack=one.title)):
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            done = self.desk.erasing.erase_kept(one, one.cites[lang()])
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.noticed.emit(Notice("settings.retention_done", {"n": done.records}))
        self.fill()
