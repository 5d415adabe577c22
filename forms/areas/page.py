"""Areas (风险地区): the list of a day and whom it concerns; lists as files and bulletins as text on their way in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from forms.areas.day_view import DayView
from forms.areas.list_view import ListView
from forms.editors.tools import tools_of
from forms.intake.journey import Journey
from forms.intake.journey_card import JourneyCard
from forms.intake.receipt_view import ReceiptView
from forms.intake.station import Stops
from forms.pages.asking import LIST_FILES, Asking
from forms.pages.keeping import KeepingPage
from forms.pages.page import Wanted
from forms.words.tr import say
from schoolprep.desk import Changed, Desk
from schoolprep.facts.days import Day, Moment
from schoolprep.facts.record import Answers
from schoolprep.facts.steps import Steps
from schoolprep.intake import Plan
from schoolprep.intake.area_lines import AreaLine


class AreasPage(KeepingPage):
    """A journey of risk-area lists, which begins at the list of the day."""

    name = "areas"

    def __init__(
        self, desk: Desk, on: Moment, parent: QWidget | None = None, *, asking: Asking | None = None
    ) -> None:
        super().__init__(desk, on, parent, asking=asking)
        self.journey = Journey(self, self._reading)
        self.day = DayView(desk, on)
        self.lines = ListView(desk, tools_of(desk, self._day))
        self.receipt_view = ReceiptView(desk, places=True)
        self.card = JourneyCard(self.journey, [self.lines], self.receipt_view)
        self.stops = Stops(self.day, self.card)
        head, body = self.framed()
        head.addWidget(self.stops.acts, 1)
        body.addWidget(self.stops, 1)
        self.stops.speak_through(self)
        self.journey.moved.connect(self._go_on)
        self.day.files_wanted.connect(self.choose_files)
        self.day.text_wanted.connect(self._read_text)
        self.receipt_view.more_wanted.connect(self.choose_files)
        self.lines.corrected.connect(self._put_right)

    def _go_on(self) -> None:
        """To the journey, or to the list, where one begins."""
        if self.journey.receipt is not None:
            self.day.text.clear()
        self.day.fill()
        self.stops.show_station(self.card if self.journey.under_way else self.day)
        self.stops.here().go()

    def _day(self) -> Day:
        return self.on.day

    def _today(self) -> date:
        return date.fromordinal(self.on.day)

    def show_day(self, on: Moment) -> None:
        """The list of another day; a plan stays what it is."""
        super().show_day(on)
        self.day.show_day(on)

    def refresh(self, changed: Changed) -> None:
        """Count again whom the list concerns."""
        self.day.fill()

    def show_wanted(self, wanted: Wanted) -> None:
        """A notice that came in elsewhere."""
        if wanted.text:
            self._read_text(wanted.text)

    def unfinished(self) -> bool:
        """A plan that was looked through and not taken in."""
        return self.journey.plan is not None

    def next_problem(self) -> None:
        """Go to the next line that is not understood, or doubtful."""
        self.stops.here().next_waiting()

    # ------------------------------------------------------------- the journey

    def take_files(self, files: Sequence[Path]) -> bool:
        """Files may be dropped anywhere on the page."""
        self.journey.read(files)
        return True

    def choose_files(self) -> None:
        """Ask which files, and read them."""
        self.journey.read(self.asking.open_files(self, "intakepage.choose_title", LIST_FILES))

    def _reading(self, files: Sequence[Path], passwords: Mapping[Path, str]) -> Steps[Plan]:
        return self.desk.intake.plan_areas(files, today=self._today(), passwords=passwords)

    def _read_text(self, text: str) -> None:
        steps = self.desk.intake.plan_areas([text], today=self._today(), pasted=say("intake.pasted"))
        self.journey.go(steps, say("intakepage.reading", name=say("areas.paste")))

    def _put_right(self, entry: AreaLine, answers: Answers, everywhere: bool) -> None:
        """A line as a person wrote it, and what it lacked for all that lack it."""

        def anew(plan: Plan) -> Steps[Plan]:
            return self.desk.intake.put_area_right(plan, entry, answers, self._today(), everywhere=everywhere)

        self.journey.anew(anew)
