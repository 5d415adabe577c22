"""Given: what a sheet gives once for all its rows: what a person says of it goes before what stands on it.

What was said of all sheets of a layout holds where a sheet says nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from schoolprep.intake.choices import GIVEN, NOT_USED, Choices
from schoolprep.intake.sources import GivenBy, GivenOnce
from schoolprep.intake.tables import Table


class SheetGiven(NamedTuple):
    """What a person said that one sheet gives once."""

    said: Mapping[str, str] = {}
    """Of this sheet alone."""
    alike: Mapping[str, str] = {}
    """Of all sheets of its layout."""
    alike_by: GivenBy = "person"

    def source(self, name: str, found: GivenOnce | None) -> GivenOnce | None:
        """Where the answer of that name comes from; `found`: what stands on the sheet."""
        said = self.said.get(name)
        if said is not None:
            return None if said == NOT_USED else GivenOnce(said, by="person")
        if found is not None or not self.alike.get(name):
            return found
        return GivenOnce(self.alike[name], by=self.alike_by)

    def is_off(self, name: str) -> bool:
        """Whether a person said that the sheet does not give it, whatever stands there."""
        return self.said.get(name) == NOT_USED

    def fields_of(self, blank: str) -> Iterator[tuple[str, GivenOnce]]:
        """The other fields of a blank that are given once."""
        for target in dict.fromkeys((*self.said, *self.alike)):
            owner, _, field = target.partition(".")
            if target not in GIVEN and owner == blank and (source := self.source(target, None)):
                yield field, source


def given_for(choices: Choices, table: Table, layout: str, alike: Mapping[str, str]) -> SheetGiven:
    """What was said of a sheet. `alike`: of all sheets of its layout, now, for an earlier file or by its template."""
    said, before = choices.layouts.get(layout), choices.remembered.get(layout)
    by: GivenBy = "remembered" if before is not None and before.given else "template"
    by = "person" if said is not None and said.given else by
    return SheetGiven(choices.given.get(table.place, {}), alike, by)
