"""A journey's stations in one card: what is on its way above them, the word of each, and what is done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from forms.intake.journey import Journey
from forms.intake.receipt_view import ReceiptView
from forms.intake.station import PlanStation, Station, Stops
from forms.parts.card import Card, Elided, text_label
from forms.parts.segments import Segment, Segments
from forms.words.tr import say
from schoolprep.facts.problem import Series


class JourneyCard(Station):
    """See the module. A new journey is its stations before it is taken in, and how its files are read."""

    def __init__(self, journey: Journey, before: Sequence[PlanStation], after: ReceiptView) -> None:
        super().__init__()
        self.journey = journey
        self._before, self._after = before, after
        self._says = text_label("lead")
        self._files = Elided("note")
        self.stops = Stops(*before, after)
        self.views = Segments([Segment(one.name, one.title) for one in self.stops.stations])
        self.views.setVisible(len(before) > 1)
        self.views.chosen.connect(self._choose)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._says)
        top.addWidget(self._files, 1)
        top.addWidget(self.views)
        card = Card(margin=12)
        card.body.addLayout(top)
        card.body.addWidget(self.stops, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(card)
        self.room_for(self.stops.acts)
        self.away = self.act("intakepage.away", journey.put_away)
        self.take = self.act("intakepage.take", self._take_in, kind="filled")
        self._connect()
        self.composed(self._say)

    def _connect(self) -> None:
        for station in self._before:
            self.journey.planned.connect(station.show_read)
            self.journey.busied.connect(station.show_busy)
            station.ticked.connect(self.journey.tick)
            station.waits.connect(self._count)
        self._after.waits.connect(self._count)
        self.stops.noticed.connect(self.noticed)
        self.stops.asked.connect(self.asked)
        self.stops.keeps.connect(self.keeps)
        self._after.undo_wanted.connect(self.journey.undo)
        self._after.resume_wanted.connect(self.journey.resume)
        self.journey.planned.connect(self._planned)
        self.journey.taken.connect(self._after.show_outcome)
        self.journey.busied.connect(self._show_takes)
        self.journey.moved.connect(self._moved)

    # ------------------------------------------------------------- where the journey stands

    def _planned(self, read: object, fresh: bool) -> None:
        """Fresh files begin at the first station where something waits for a word, else at the last."""
        if fresh:
            waits = (station for station in self._before if station.waiting())
            self._go(next(waits, self._before[-1]))

    def _moved(self) -> None:
        plan = self.journey.plan
        if plan is None:
            self._go(self._after)
        self.away.bind(self.away.setText, "intakepage.away" if plan else "intakepage.close")
        self.take.setVisible(plan is not None)
        self.views.show_enabled(
            {station.name: (station is self._after) == (plan is None) for station in self.stops.stations}
        )
        self._show_takes()
        self._say()
        self._count()

    def _show_takes(self) -> None:
        plan = self.journey.plan
        self.take.setEnabled(
            not self.journey.busy and plan is not None and bool(plan.settled.entries or plan.doubtful)
        )

    def _say(self) -> None:
        plan, receipt = self.journey.plan, self.journey.receipt
        said = receipt or (plan.receipt() if plan else None)
        if said is not None:
            done = "intakepage.done" if said.act else "intakepage.done_nothing"
            counts = {"added": said.added, "changed": said.changed}
            self._says.setText(say(done) if receipt else say("intakepage.plan", **counts))
            files = Series(said.files)
            self._files.setText(say("intakepage.files", files=files, unchanged=said.unchanged))

    # ------------------------------------------------------------- the stations

    def go(self) -> None:
        """To the station that is shown."""
        self.stops.here().go()

    def _choose(self, name: str) -> None:
        self._go(next(station for station in self.stops.stations if station.name == name))

    def _go(self, station: Station) -> None:
        self.views.choose(station.name)
        self.stops.show_station(station)

    def _take_in(self) -> None:
        self.journey.take_in()

    # ------------------------------------------------------------- what waits

    def _there(self) -> Sequence[Station]:
        return self._before if self.journey.plan is not None else (self._after,)

    def _count(self) -> None:
        self.views.show_counts({station.name: station.waiting() for station in self._there()})
        self.waits.emit()

    def waiting(self) -> int:
        """How much of a plan waits for a word; of a receipt, how much was refused or left unknown."""
        return sum(station.waiting() for station in self._there())

    def next_waiting(self) -> None:
        """The next thing that waits where one is; where nothing does, at the next station."""
        here = self.stops.here()
        found = next((one for one in (here, *self._there()) if one.waiting()), self._there()[-1])
        if found is not here:
            self._go(found)
        found.next_waiting()
