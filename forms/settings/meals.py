"""Meals: with how many meals a day the school counts what people in isolation need; no document prescribes it."""

from __future__ import annotations

from collections.abc import Mapping

from forms.parts.inputs import ComboBox
from forms.words.tr import say
from schoolprep.facts.record import Value
from schoolprep.loop.needs import assumptions, declared

_SETTING = "needs.meals_a_day"
_OFFERED = range(1, 7)


class Meals(ComboBox):
    """The choice; the program's own figure is marked as that."""

    def show_settings(self, settings: Mapping[str, Value]) -> None:
        """Offer the figures and show the one that is counted with."""
        now, own = assumptions(settings).meals_a_day, declared().meals_a_day
        self.clear()
        for number in sorted({*_OFFERED, now}):
            self.addItem(say("settings.meals_own" if number == own else "settings.meals_n", n=number), number)
        self.setCurrentIndex(self.findData(now))

    def settings_with(self, settings: Mapping[str, Value]) -> dict[str, Value]:
        """The settings with the figure chosen."""
        return {**settings, _SETTING: int(self.currentData())}
