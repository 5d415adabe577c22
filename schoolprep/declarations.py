"""Declarations: what is declared beside the code, each kind read when it is first asked for, and once.

Whoever starts the program makes one `Data` and hands it in; nothing below loads a declaration by itself.
"""

from __future__ import annotations

from functools import cached_property
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schoolprep.facts.blank import Blanks
    from schoolprep.facts.divisions import Divisions
    from schoolprep.intake.phone import PhoneForm
    from schoolprep.intake.purpose import Purposes
    from schoolprep.roster import Layouts
    from schoolprep.rules.pack import Library


class Data:
    """The declarations of all packages; any of them may raise `CallError` where it cannot be read."""

    def __init__(self, layouts: Traversable, purposes: Traversable) -> None:
        """`layouts` and `purposes`: the folders in which the other packages declare rosters and class sheets."""
        self._layouts = layouts
        self._purposes = purposes

    @cached_property
    def blanks(self) -> Blanks:
        """The forms that can be filled in."""
        from schoolprep.facts import blank  # noqa: PLC0415 - here and below: what nobody asks for is not imported

        return blank.load()

    @cached_property
    def layouts(self) -> Layouts:
        """The rosters that can be drawn."""
        from schoolprep import roster  # noqa: PLC0415

        return roster.load(self._layouts, self.blanks)

    @cached_property
    def library(self) -> Library:
        """The program's rule packs and profiles."""
        from schoolprep.rules import pack  # noqa: PLC0415

        return pack.load()

    @cached_property
    def purposes(self) -> Purposes:
        """What a class sheet can be filled in for."""
        from schoolprep.intake import purpose  # noqa: PLC0415

        return purpose.load(self._purposes, self.blanks)

    @cached_property
    def phone_form(self) -> PhoneForm:
        """The form families fill in on their phones."""
        from schoolprep.intake import phone  # noqa: PLC0415

        return phone.load()

    @cached_property
    def divisions(self) -> Divisions:
        """The divisions of the country, with their history."""
        from schoolprep.facts import divisions  # noqa: PLC0415

        return divisions.load()
