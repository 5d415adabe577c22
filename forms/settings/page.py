"""Settings (设置): the school, the window, the passphrase and the recovery code, the file itself, each on its card."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from forms.look.current import length
from forms.pages.asking import Asking, FileDialogs
from forms.pages.page import Page
from forms.pages.printing import Print, print_page
from forms.settings.calendar_card import CalendarCard
from forms.settings.card import SettingsCard
from forms.settings.file_card import FileCard
from forms.settings.log_card import SchoolLogCard
from forms.settings.passphrase_card import PassphraseCard
from forms.settings.recovery_card import RecoveryCard
from forms.settings.retention_card import RetentionCard
from forms.settings.school_card import SchoolCard
from forms.settings.templates_card import TemplatesCard
from forms.settings.update_card import UpdateCard
from forms.settings.window_card import WindowCard
from schoolprep.desk import Changed, Desk
from schoolprep.facts.days import Moment

_WIDEST = 1240


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
        self.school, self.looks = SchoolCard(desk), WindowCard(desk)
        asks = asking or FileDialogs()
        self.file, self.calendar = FileCard(desk, on, asks), CalendarCard(desk, on, asks)
        self.passphrase, self.recovery = PassphraseCard(desk), RecoveryCard(desk, printing)
        self.templates, self.update_card = TemplatesCard(desk, asks), UpdateCard(desk, asks)
        self.log = SchoolLogCard(desk)
        self.retention = RetentionCard(desk, on, asks)
        left = (self.school, self.looks, self.templates, self.file, self.update_card)
        right = (self.calendar, self.passphrase, self.recovery, self.retention, self.log)
        about_school: tuple[SettingsCard, ...] = (self.school, self.calendar)
        for card in about_school:  # what is filed there is not a colleague's to file
            card.setHidden(not desk.handover.merges)
        self._cards: tuple[SettingsCard, ...] = (*left, *right)
        head, body = self.framed()
        head.addStretch(1)
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        across = QHBoxLayout(inside)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(length("gap"))
        across.addLayout(_column(*left), 1)
        across.addLayout(_column(*right), 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        body.addWidget(self._scroll, 1)
        self._connect()

    def _connect(self) -> None:
        for card in self._cards:
            card.noticed.connect(self.noticed)
            card.started.connect(self.started)
            card.counted.connect(self.counted)
        self.looks.spoken.connect(self.spoken)
        self.looks.dressed.connect(self.dressed)
        self.passphrase.changed.connect(self.recovery.reveal)
        self.file.found.connect(self._show_found)

    def show_day(self, on: Moment) -> None:
        """A backup is named by the day."""
        super().show_day(on)
        self.file.show_day(on)
        self.calendar.show_day(on)
        self.retention.show_day(on)

    def refresh(self, changed: Changed) -> None:
        """Show the school anew."""
        for card in self._cards:
            card.fill()

    def showEvent(self, event: QShowEvent) -> None:
        """The theme may have been chosen elsewhere, the file may have grown."""
        super().showEvent(event)
        self.refresh(None)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing secret stays when one goes elsewhere."""
        super().hideEvent(event)
        self.leave()

    def leave(self) -> None:
        """Forget what was typed and shown."""
        for card in self._cards:
            card.leave()

    def _show_found(self) -> None:
        """Once it has its place: low windows would leave it below the edge."""
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.file.verified))


def _column(*cards: SettingsCard) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(length("gap"))
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column
