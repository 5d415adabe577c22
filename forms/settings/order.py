"""Order: how the people of a class follow each other in lists, on class forms and rosters."""

from __future__ import annotations

from collections.abc import Mapping

from forms.parts.inputs import ComboBox
from forms.words.tr import say
from schoolprep.facts.record import Value
from schoolprep.facts.school_order import ORDER, ORDERS, order_of


class OrderBox(ComboBox):
    """The choice."""

    def show_settings(self, settings: Mapping[str, Value]) -> None:
        """Offer both and show the one that holds."""
        self.clear()
        for order in ORDERS:
            self.addItem(say(f"settings.order_{order}"), order)
        self.setCurrentIndex(self.findData(order_of(settings)))

    def settings_with(self, settings: Mapping[str, Value]) -> dict[str, Value]:
        """The settings with the order chosen."""
        return {**settings, ORDER: str(self.currentData())}
