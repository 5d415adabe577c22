"""Data: what is declared beside the program, handed in by who starts it."""

from __future__ import annotations

from typing import NamedTuple

from schoolprep.facts.blank import Blanks
from schoolprep.facts.divisions import Divisions
from schoolprep.roster import Layouts
from schoolprep.rules.pack import Library


class Data(NamedTuple):
    """The declarations of all packages, loaded by `__main__` and handed in."""

    blanks: Blanks
    layouts: Layouts
    library: Library
    divisions: Divisions
