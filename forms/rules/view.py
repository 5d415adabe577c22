"""View: what stands on the Rules page behind one of its segments."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from forms.pages.background import Job
from forms.pages.keeping import logged
from forms.pages.notice import Notice
from forms.words.tr import Worded, say
from schoolprep.desk import Changed, Desk
from schoolprep.desk.log import Leaving
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import KnownError
from schoolprep.facts.steps import Steps


class RulesView(Worded, QWidget):
    """Base of the views; the page passes on what they say."""

    noticed = Signal(object)
    """A `Notice` for the bar."""
    started = Signal(object)
    """A `Job` to run."""
    opened = Signal(str)
    """A person to go to."""

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.on = on

    def show_day(self, on: Moment) -> None:
        """Show another day; views extend this."""
        self.on = on

    def refresh(self, changed: Changed) -> None:
        """Show what changed; views extend this."""

    def take_files(self, files: list[Path]) -> bool:
        """Read files that were dropped; views that can extend this and say so."""
        return False

    def save(self, out: Path, steps: Steps[Path], leaving: Leaving | None = None) -> None:
        """Write a file as a job, and say where it is; `leaving`: what the log says of it."""
        try:
            job = logged(self.desk, Job(say("rosters.saving", name=out.name), steps), leaving)
        except KnownError as wrong:
            self.noticed.emit(Notice.of_error(wrong))
            return
        self.started.emit(job.then(self._saved))

    def _saved(self, out: Path) -> None:
        self.noticed.emit(Notice("rosters.saved", {"path": str(out)}))

    def leave(self) -> None:
        """The window locks or closes: give up what runs; views that run something extend this."""

    def unfinished(self) -> bool:
        """Whether a decision was begun here; views in which one decides extend this."""
        return False
