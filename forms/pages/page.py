"""Page: what every page of the window is: a widget with a name that shows one day and hands things on by signals.

A page knows the desk and nothing of the window or of other pages (STYLE §4.1, §4.3): it says what it wants told,
opened, run; the shell listens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from forms.look.current import length
from forms.parts.card import text_label
from forms.words.tr import Worded
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import Filling
from schoolprep.rules.outcome import Outcome

if TYPE_CHECKING:
    from schoolprep.desk import Changed, Desk


class Wanted(NamedTuple):
    """Whom another page is asked to show; every part narrows further."""

    subjects: tuple[str, ...] | None = None
    """Exactly these people (whom a number counted); None: everybody."""
    outcome: Outcome | None = None
    class_name: str | None = None
    text: str = ""
    """What to put into the page's search; for the risk areas, a notice to read."""
    chosen: str = ""
    """The person to go to."""
    says: str = ""
    """Key of the sentence that tells whom these are (`today.asked_tests`); it stands above the list."""
    facts: Mapping[str, Filling] = {}


class Page(Worded, QWidget):
    """Base of all pages."""

    name: ClassVar[str]
    """Its icon's name; its word is `rail.<name>`, its help `rail.<name>_help`."""

    noticed = Signal(object)
    """A `Notice` for the bar."""
    hushed = Signal()
    """Something else is shown now: good news of what was done before goes from the bar."""
    asked = Signal(str, object)
    """Another page's name and a `Wanted` for it."""
    started = Signal(object)
    """A `Job` to run."""
    counted = Signal(int)
    """How many problems stand on the page."""
    badged = Signal(int)
    """How many things wait on the page: the number at its icon."""
    dressed = Signal(str)
    """The theme a person chose (`light`, `dark`, empty: the system's)."""
    spoken = Signal(str)
    """The language a person chose."""

    def __init__(self, desk: Desk, on: Moment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.on = on
        self.bind(self.setAccessibleName, f"rail.{self.name}")

    def framed(self) -> tuple[QHBoxLayout, QVBoxLayout]:
        """The usual page: a line with its title (buttons go behind it), and below it room for the rest."""
        body = QVBoxLayout(self)
        edge = length("page")
        body.setContentsMargins(edge, edge - 4, edge, edge)
        body.setSpacing(length("gap"))
        head = QHBoxLayout()
        head.setSpacing(10)
        self.title: QLabel = text_label("title")
        self.bind(self.title.setText, f"rail.{self.name}")
        head.addWidget(self.title)
        body.addLayout(head)
        return head, body

    def show_day(self, on: Moment) -> None:
        """Show another day or time; pages extend this."""
        self.on = on

    def refresh(self, changed: Changed) -> None:
        """Show what changed about these people (None: anybody); pages extend this."""

    def show_wanted(self, wanted: Wanted) -> None:
        """Show what another page asked for; pages that can be asked extend this."""

    def take_files(self, files: Sequence[Path]) -> bool:
        """Read files that were dropped on the window; pages that can extend this and say so."""
        return False

    def next_problem(self) -> None:
        """Go to the next problem (F8); pages with answers extend this."""

    def leave(self) -> None:
        """Put away what is half done: the window locks or closes; pages with drafts extend this."""

    def unfinished(self) -> bool:
        """Whether something stands here that is nowhere else: the lock keeps it in memory then; pages extend this."""
        return False


MadePage = Callable[["Desk", Moment], Page]
"""What makes a page; mostly its class."""
