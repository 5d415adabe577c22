"""Locked: reading that ends with a question instead of a failure: a file behind a password, a notice of risk areas."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from forms.intake.lines import Prepared, prepared
from schoolprep.facts import collector
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.steps import Steps
from schoolprep.intake import Plan
from schoolprep.intake.given_tables import IsNotice
from schoolprep.intake.reading import NeedsPassword
from schoolprep.intake.rows import CellChange


class Locked(NamedTuple):
    """The file whose password is wanted; `wrong`: the one that was given did not open it."""

    path: Path
    name: str
    """What it is called."""
    wrong: bool


class AreaNotice(NamedTuple):
    """A notice of risk areas: what it is called, and what it says."""

    name: str
    text: str


class Passwords:
    """The passwords of the files that are being read, until they are read.

    The first one that was typed is tried on the other files as well: a school has one for all its classes.
    """

    def __init__(self) -> None:
        self.by_file: dict[Path, str] = {}
        self._typed: set[Path] = set()

    def says(self, locked: Locked) -> str:
        """The key of the question: whoever typed nothing for this file has typed nothing wrong."""
        again = locked.wrong and locked.path in self._typed
        return "intakepage.password_again" if again else "intakepage.password"

    def take(self, locked: Locked, given: str | None, files: Sequence[Path]) -> None:
        """What was typed; None: there is none, and the file is told as one that cannot be read."""
        if given is None:
            self.by_file[locked.path] = ""
            return
        self._typed.add(locked.path)
        others = [path for path in files if path != locked.path]
        self.by_file = dict.fromkeys(others, given) | self.by_file | {locked.path: given}

    def forget(self) -> None:
        """They are kept nowhere."""
        self.by_file.clear()
        self._typed.clear()


class Read(NamedTuple):
    """A plan, made ready to be shown."""

    plan: Plan
    prepared: Prepared


def or_locked(steps: Steps[Plan], prepare: Callable[[Plan], Prepared]) -> Steps[Read | Locked | AreaNotice]:
    """The same steps; they run where nobody can be asked, so that the question is what they end with."""
    try:
        with collector.resting():
            plan = yield from steps
            return Read(plan, prepare(plan))
    except NeedsPassword as locked:
        return Locked(locked.path, locked.name, locked.wrong)
    except IsNotice as notice:
        return AreaNotice(str(notice.problem.facts["file"]), notice.text)


def ticking(read: Read, accepted: bool | Collection[CellChange], divisions: Divisions) -> Steps[Read]:
    """Steps to a plan with these of what is doubtful accepted (`Plan.ticking`), made ready to be shown."""
    plan = yield from read.plan.ticking(accepted)
    return Read(plan, prepared(plan, divisions, read.prepared))
