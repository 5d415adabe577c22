"""Zone: by which clocks the school goes: its days, deadlines and the times that things were filed."""

from __future__ import annotations

from collections.abc import Mapping

from forms.parts.inputs import ComboBox
from forms.words.tr import say
from schoolprep.desk import ZONE, School
from schoolprep.facts.days import CHINA, CHINA_NAMED
from schoolprep.facts.record import Value

_OFFERED = (
    CHINA_NAMED,
    "Europe/London",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
)
_COMPUTER = ""


class ZoneBox(ComboBox):
    """The choice, by the names that the zones have everywhere; the last follows this computer."""

    def show_school(self, school: School) -> None:
        """Offer the zones and show the school's."""
        self.clear()
        now = _now(school)
        for name in dict.fromkeys((*_OFFERED, now, _COMPUTER)):
            self.addItem(_called(name), name)
        self.setCurrentIndex(self.findData(now))

    def settings_with(self, settings: Mapping[str, Value]) -> dict[str, Value]:
        """The settings with the zone chosen."""
        return {**settings, ZONE: str(self.currentData())}


def _now(school: School) -> str:
    if school.zone is None:
        return _COMPUTER
    return CHINA_NAMED if school.zone is CHINA else str(school.settings.get(ZONE, _COMPUTER))


def _called(name: str) -> str:
    if name == _COMPUTER:
        return say("settings.zone_computer")
    return say("settings.zone_china") if name == CHINA_NAMED else name
