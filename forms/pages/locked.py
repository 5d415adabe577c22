"""Locked: reading that ends with a question instead of a failure where a file is behind a password."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import NamedTuple

from forms.pages.plan_view import Prepared
from schoolprep.intake import Plan, Steps
from schoolprep.intake.reading import NeedsPassword


class Locked(NamedTuple):
    """The file whose password is wanted; `wrong`: the one that was given did not open it."""

    path: Path
    wrong: bool


class Read(NamedTuple):
    """A plan, made ready to be shown."""

    plan: Plan
    prepared: Prepared


def or_locked(
    steps: Steps, prepare: Callable[[Plan], Prepared]
) -> Generator[tuple[int, int], None, Read | Locked]:
    """The same steps; they run where nobody can be asked, so that the question is what they end with."""
    try:
        plan = yield from steps
    except NeedsPassword as locked:
        return Locked(locked.path, locked.wrong)
    return Read(plan, prepare(plan))
