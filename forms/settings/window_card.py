"""The window: its language and theme, after how long it locks."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Signal

from forms.look.current import look
from forms.parts.inputs import ComboBox
from forms.parts.segments import Segment, Segments
from forms.settings.card import SettingsCard
from forms.words.tr import lang, say
from schoolprep.desk import Desk
from schoolprep.facts import languages

_MINUTES = (2, 5, 10, 15, 30, 60, 0)
_NEVER = 10_000
"""Where `0` stands in the order: not locking is the longest time."""


class WindowCard(SettingsCard):
    """See the module. Language and theme are of this computer; they are handed on, not filed."""

    spoken = Signal(str)
    dressed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "settings.window")
        self.language = Segments(
            [Segment(code, "", word=languages.of(code).name) for code in languages.known()]
        )
        self.language.chosen.connect(self.spoken)
        themes = ("system", "light", "dark")
        self.theme = Segments([Segment(theme, f"settings.theme_{theme}") for theme in themes])
        self.theme.chosen.connect(self._theme_chosen)
        self.lock = ComboBox()
        self.lock.activated.connect(self._lock_chosen)
        self.lines(
            {"settings.language": self.language, "settings.theme": self.theme, "settings.lock": self.lock}
        )
        self.composed(self.fill)

    def fill(self) -> None:
        """Show what is chosen, here or elsewhere."""
        self.language.choose(lang())
        self.theme.choose(look.chosen or "system")
        set_now = self.desk.workspace.school.lock_after_minutes
        self.lock.clear()
        for minutes in sorted({*_MINUTES, set_now}, key=lambda n: n or _NEVER):
            word = say("settings.minutes", n=minutes) if minutes else say("settings.never")
            self.lock.addItem(word, minutes)
        self.lock.setCurrentIndex(self.lock.findData(set_now))

    def _theme_chosen(self, theme: str) -> None:
        self.dressed.emit("" if theme == "system" else theme)

    def _lock_chosen(self) -> None:
        minutes = int(self.lock.currentData())
        school = self.desk.workspace.school
        self.save(self.lock.currentText(), msgspec.structs.replace(school, lock_after_minutes=minutes))
