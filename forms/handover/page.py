"""交接 Hand-over: who has handed over, what came, what is to be settled, what goes back; a colleague's own part."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from forms.handover.arrivals_view import ArrivalsView
from forms.handover.books_view import BooksView
from forms.handover.colleagues_view import ColleaguesView
from forms.handover.inviting_view import InvitingView
from forms.handover.own_view import OwnView
from forms.handover.questions_view import QuestionsView
from forms.intake.station import Station, Stops
from forms.pages.asking import SEALED, Asking
from forms.pages.keeping import KeepingPage
from forms.pages.page import Wanted
from forms.pages.printing import Print, print_page
from forms.parts.segments import Segment, Segments
from schoolprep.desk import Changed, Desk
from schoolprep.facts.days import Moment
from schoolprep.handover.nouns import Colleague

_NAMED = 3
"""Files that are named while they are looked at; of more, the first ones."""


class HandoverPage(KeepingPage):
    """See the module. What stands on it follows from the seat: a principal seals nothing, a teacher invites nobody."""

    name = "handover"

    def __init__(
        self,
        desk: Desk,
        on: Moment,
        parent: QWidget | None = None,
        *,
        asking: Asking | None = None,
        printing: Print = print_page,
    ) -> None:
        super().__init__(desk, on, parent, asking=asking)
        self.colleagues, self.questions = ColleaguesView(desk, on, self.asking), QuestionsView(desk, on)
        self.own, self.arrivals = OwnView(desk, on, self.asking), ArrivalsView(desk)
        self.inviting, self.books = InvitingView(desk, self.asking, printing), BooksView(desk, self.asking)
        self.mains = self._mains()
        self.modes = Segments([Segment(one.name, one.title) for one in (*self.mains, self.arrivals)])
        every = (self.own, self.colleagues, self.questions, self.arrivals, self.inviting, self.books)
        self.stops = Stops(*self.mains, *(one for one in every if one not in self.mains))
        head, body = self.framed()
        head.addWidget(self.modes)
        head.addWidget(self.stops.acts, 1)
        body.addWidget(self.stops, 1)
        self._connect()
        self.refresh(None)

    def _mains(self) -> list[Station]:
        """What this seat has to do with."""
        seat = self.desk.handover.seat
        own: list[Station] = [self.own] if seat is not None else []
        merging: list[Station] = [self.colleagues, self.questions] if self.desk.handover.merges else []
        return own + merging

    def _connect(self) -> None:
        self.stops.speak_through(self)
        self.modes.chosen.connect(self.show_view)
        self.colleagues.invite_wanted.connect(self._invite)
        self.colleagues.receive_wanted.connect(self.choose_files)
        self.colleagues.card.change_wanted.connect(self._change)
        self.colleagues.card.again_wanted.connect(self._invite)
        self.inviting.closed.connect(self.go_home)
        self.colleagues.books_wanted.connect(self._write_books)
        self.books.started.connect(self.started)
        self.books.closed.connect(self.go_home)
        self.own.receive_wanted.connect(self.choose_files)
        self.arrivals.started.connect(self.started)
        self.arrivals.came.connect(self._show_arrivals)
        self.arrivals.questions_wanted.connect(self._show_questions)
        self.arrivals.closed.connect(self.go_home)

    # ------------------------------------------------------------- what is shown

    def show_view(self, name: str) -> None:
        """Go to one of the views."""
        self._go(next(one for one in self.stops.stations if one.name == name))

    def go_home(self) -> None:
        """To the first view, or back to files that wait for a word."""
        self.inviting.leave()
        self.books.leave()
        self._fill()
        self._go(self.arrivals if self.arrivals.under_way else self.mains[0])

    def _show_questions(self) -> None:
        self.show_view(self.questions.name)

    def _go(self, station: Station) -> None:
        if station not in (self.inviting, self.books):
            self.modes.choose(station.name)
        self.stops.show_station(station)
        station.go()

    def show_wanted(self, wanted: Wanted) -> None:
        """One of the views, by its name."""
        if any(one.name == wanted.text for one in self.mains):
            self.show_view(wanted.text)

    def show_day(self, on: Moment) -> None:
        """Who has no word of the day, and what follows from an answer, hang on it."""
        super().show_day(on)
        self.colleagues.show_day(on)
        self.questions.show_day(on)
        self.own.show_day(on)

    def refresh(self, changed: Changed) -> None:
        """Something was filed: there may be more to hand over, less to ask."""
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Looked at: shown as it is now."""
        super().showEvent(event)
        self._fill()

    def hideEvent(self, event: QHideEvent) -> None:
        """A code does not stay when one goes elsewhere."""
        super().hideEvent(event)
        if self.stops.here() in (self.inviting, self.books):
            self.leave()

    def leave(self) -> None:
        """Forget what was shown once."""
        self.inviting.leave()
        self.books.leave()
        if self.stops.here() in (self.inviting, self.books):
            self.stops.show_station(self.mains[0])

    def unfinished(self) -> bool:
        """Files that were looked at and not taken in."""
        return self.arrivals.planned

    def next_problem(self) -> None:
        """Go to the next thing that waits."""
        self.stops.here().next_waiting()

    def _fill(self) -> None:
        for station, fill in (
            (self.own, self.own.fill),
            (self.colleagues, self.colleagues.fill),
            (self.questions, self.questions.fill),
        ):
            if station in self.mains:
                fill()
        open_ = len(self.questions.questions)
        self.modes.show_counts({"questions": open_})
        self.modes.show_enabled({"arrivals": self.arrivals.under_way})
        self.badged.emit(open_)

    # ------------------------------------------------------------- what comes and goes

    def take_files(self, files: Sequence[Path]) -> bool:
        """Look at what colleagues handed over; files of other kinds are told as such."""
        if files:
            self.arrivals.read(files)
        return bool(files)

    def choose_files(self) -> None:
        """Ask which files."""
        self.take_files(self.asking.open_files(self, "handoverpage.receive_title", SEALED))

    def _show_arrivals(self) -> None:
        self.hushed.emit()
        self._fill()
        self._go(self.arrivals)

    def _invite(self, like: Colleague | None = None) -> None:
        self.inviting.ask(like)
        self.stops.show_station(self.inviting)

    def _write_books(self) -> None:
        self.books.ask()
        self.stops.show_station(self.books)

    def _change(self, colleague: Colleague) -> None:
        self.inviting.change(colleague)
        self.stops.show_station(self.inviting)
