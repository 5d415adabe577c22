"""Surroundings: what the window is handed, so that tests hand it something else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from forms.frame.shell import MomentClock
from forms.pages.asking import Asking
from forms.pages.page import MadePage
from forms.pages.printing import Print, print_page
from schoolprep.desk import Data, Desk, Who


class Surroundings(NamedTuple):
    """Who sits there, the clock, the pages, where to remember, how to ask."""

    data: Data
    who: Who
    clock: MomentClock
    pages: Mapping[str, MadePage]
    make_demo: Callable[[], Desk]
    demo: Path
    """Where the demo school stands, or will."""
    remembered: Path
    """Folder of the window's own state."""
    documents: Path
    """The person's own documents: a new school is kept in a folder there if nothing else is chosen."""
    hidden: Path
    """Where the program kept new schools until 0.3: they are looked for there too."""
    ask: Asking
    printing: Print = print_page
