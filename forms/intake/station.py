"""Station: one stop on the way of files into the school: what it shows, its own buttons, what waits for a word."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from forms.intake.locked import Read
from forms.pages.keeping import KeepingPage
from forms.parts.card import WordButton
from forms.words.tr import Worded


class Station(Worded, QWidget):
    """What every station has. It decides nothing about the way: it says by signals what a person wants."""

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    """Key of its word, where it is chosen among others."""

    noticed = Signal(object)
    """A `Notice` for the bar."""
    asked = Signal(str, object)
    """Another page's name and a `Wanted` for it."""
    keeps = Signal(str, str, object, object)
    """What `KeepingPage.keep_file` takes: a title's key, a file's name, the steps that write it, what the log says."""
    waits = Signal()
    """How much waits here may have changed."""
    ticked = Signal(object)
    """What of a plan's doubtful is accepted now (`Plan.ticking`)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.acts = QWidget()
        """Its buttons, in a row that stands where there is room for them."""
        self._row = QHBoxLayout(self.acts)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self._row.addStretch(1)

    def act(
        self, key: str, do: Callable[[], object], *, kind: str = "", icon: str = "", tip: str = ""
    ) -> WordButton:
        """One more button of its own, behind those it has."""
        button = WordButton(key, kind=kind, icon=icon, tip=tip)
        button.clicked.connect(do)
        self._row.addWidget(button)
        return button

    def room_for(self, widget: QWidget) -> None:
        """Something else among its buttons, as wide as there is room."""
        self._row.addWidget(widget, 1)

    def waiting(self) -> int:
        """How much of it waits for a person's word."""
        return 0

    def next_waiting(self) -> None:
        """Go to the next thing that waits."""

    def go(self) -> None:
        """Take the keyboard: somebody has come here."""


class PlanStation(Station):
    """A station where a plan is looked at and put right before it is taken in."""

    def show_read(self, read: Read, fresh: bool) -> None:
        """Show a plan; `fresh`: the first of these files, not one that was made anew with a person's word."""
        raise NotImplementedError

    def show_busy(self, busy: bool) -> None:
        """While a plan is made anew, the old one cannot be put right."""
        self.setEnabled(not busy)


class Stops(QStackedWidget):
    """Stations of which one is shown, and its buttons with it in `acts`. What any of them says is said here."""

    noticed = Signal(object)
    asked = Signal(str, object)
    keeps = Signal(str, str, object, object)
    waits = Signal()
    """How much waits at the station that is shown may have changed."""

    def __init__(self, *stations: Station) -> None:
        super().__init__()
        self.acts = QWidget()
        row = QHBoxLayout(self.acts)
        row.setContentsMargins(0, 0, 0, 0)
        self.stations = stations
        for station in stations:
            self.addWidget(station)
            row.addWidget(station.acts, 1)
            station.waits.connect(self._waits)
            station.noticed.connect(self.noticed)
            station.asked.connect(self.asked)
            station.keeps.connect(self.keeps)
        self.show_station(stations[0])

    def here(self) -> Station:
        """The station that is shown."""
        return self.stations[self.currentIndex()]

    def show_station(self, shown: Station) -> None:
        """Show a station with its buttons."""
        self.setCurrentWidget(shown)
        for station in self.stations:
            station.acts.setVisible(station is shown)
        self.waits.emit()

    def speak_through(self, page: KeepingPage) -> None:
        """Let a page tell what the stations say, and count what waits at the one that is shown."""
        self.noticed.connect(page.noticed)
        self.asked.connect(page.asked)
        self.keeps.connect(page.keep_file)
        self.waits.connect(lambda: page.counted.emit(self.here().waiting()))

    def _waits(self) -> None:
        if self.sender() is self.here():
            self.waits.emit()
