"""Surroundings: what the window is handed, so that tests hand it something else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from forms.frame.shell import MomentClock
from forms.pages.asking import Asking
from forms.pages.page import MadePage
from schoolprep.desk import Data, Desk, Who


class Surroundings(NamedTuple):
    """Who sits there, the clock, the pages, where to remember, how to ask."""

    data: Data
    who: Who
    clock: MomentClock
    pages: Mapping[str, MadePage]
    make_demo: Callable[[], Desk]
    remembered: Path
    """Folder of the window's own state."""
    folder: Path
    """Where a new school is kept if nothing else is chosen."""
    ask: Asking
