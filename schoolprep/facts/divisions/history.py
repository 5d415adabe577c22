"""What became of a division, and whether one lies inside another through all changes."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schoolprep.facts.divisions.book import Divisions
    from schoolprep.facts.divisions.data import DivisionEntry

ISSUE_LAG = 5  # years for which registration offices went on giving an abolished area code
PERMIT_AREAS = {"810000", "820000", "830000", "710000"}  # residence permits of Hong Kong, Macao, Taiwan


class DivisionHistory:
    """Follows codes through their successors."""

    def __init__(self, book: Divisions) -> None:
        self._book = book
        self._memo: dict[tuple[str, int | None], tuple[dict[str, bool], bool]] = {}

    @cached_property
    def _absorbed(self) -> Counter[str]:
        """How many old codes each county or city has taken in."""
        book = self._book
        steps = (
            (code, step.lstrip("~")) for code in book.upper for e in book.entries(code) for step in e.went_to
        )
        return Counter(to for code, to in steps if to != code)

    def ground(self, code: str, on: int | None = None) -> tuple[dict[str, bool], bool]:
        """Living codes on the ground of a code, each with whether the whole ground went there; and whether known.

        on: the year in which the code is met, for one that was given twice. Where the sources do not tell what
        became of a division, its ground is somewhere in what became of its parent.
        """
        if (code, on) not in self._memo:
            self._memo[code, on] = ({}, False)  # a circle of successors tells nothing
            self._memo[code, on] = self._follow(code, on)
        return self._memo[code, on]

    def _follow(self, code: str, on: int | None) -> tuple[dict[str, bool], bool]:
        entries = self._met(code, on)
        if not entries:
            return {}, False
        if entries[-1].division.until is None:
            return {code: True}, True
        found: dict[str, bool] = {}
        for entry in entries:
            for step in entry.went_to:
                parts, known = self.ground(step.lstrip("~"), entry.division.until)
                whole = known and not step.startswith("~") and len(entries) == 1
                for living, all_of_it in parts.items() if known else ():
                    found[living] = found.get(living, True) and all_of_it and whole
        if found:
            return found, True
        return dict.fromkeys(self.ground(self._book.parent(code), on)[0], False), False

    def _met(self, code: str, on: int | None) -> list[DivisionEntry]:
        """What a code meant in a year: when it changed in that very year, what it meant afterwards."""
        entries = self._book.entries(code)
        if on is None or len(entries) < 2:
            return entries
        valid = [e for e in entries if e.division.valid(on)]
        return valid[-1:] or entries

    def current(self, code: str) -> tuple[str, ...]:
        """Living codes of an old one, itself where still valid, () where unknown."""
        parts, known = self.ground(code)
        return tuple(parts) if known else ()

    def covers(self, area: str, place: str) -> bool | None:
        """Three-valued inclusion; see Divisions.covers."""
        if not area or not place or not self._book.entries(area):
            return None
        if area == place:
            return True
        if not self._book.entries(place):
            return True if place.startswith(area) else None
        return True if self._listed_below(area, place) else self._on_the_ground(area, place)

    def _listed_below(self, area: str, place: str) -> bool:
        """Whether the book lists the place below the area, or the area is a zone that holds the town."""
        below = place.startswith(area) and not self._overlay(area, place)
        return below or (len(place) == 9 and self._held_by_zone(area, place))

    def _on_the_ground(self, area: str, place: str) -> bool | None:
        """The same by what both are today."""
        areas, _ = self.ground(area)
        places, _ = self.ground(place)
        if not areas or not places:
            return None
        answers = {self._inside(area, areas, one) for one in places}
        if answers == {True} and list(places.values()) == [False]:
            return None  # a part is known to have gone there, not the rest
        return answers.pop() if len(answers) == 1 else None

    def _inside(self, area: str, areas: dict[str, bool], place: str) -> bool | None:
        """Whether living `place` is inside the living codes that make up an area."""
        best: bool | None = False
        for living in areas:
            if place.startswith(living):
                if self._overlay(living, place) or not self._same_ground(area, living):
                    best = None
                else:
                    return True
            elif living.startswith(place) or self._zones_meet(living, place):
                best = None
        return best

    def _same_ground(self, area: str, living: str) -> bool:
        """Whether a living code is no larger than the old area: the area, or begun as the heir of it alone."""
        if living == area or len(living) == 9:  # a town's two codes are two lists, not two territories
            return True
        return self._absorbed[living] == 1 and self._began_with(living)

    def _began_with(self, living: str) -> bool:
        first = self._book.entries(living)[0].division
        return first.since is not None and first.until is None

    def _overlay(self, area: str, place: str) -> bool:
        """A zone's ground cannot be counted to the county it is listed under."""
        division = self._book.get(place)
        return (
            len(area) == 6
            and len(place) == 9
            and division is not None
            and division.zone
            and _named_zone(division.name)
        )

    def _zones_meet(self, one: str, other: str) -> bool:
        """Two living codes of a city overlap if one of them is a zone."""
        width = 2 if one[:2] in {"11", "12", "31", "50"} else 4
        if one[:width] != other[:width] or len(one) < 6 or len(other) < 6:
            return False
        return self._is_zone(one) != self._is_zone(other)

    def _held_by_zone(self, area: str, place: str) -> bool:
        """Whether the statistics bureau listed the same street under the zone: 高新区 holds 裕华区长江街道."""
        division = self._book.get(area)
        if division is None or len(area) != 6 or not division.zone:
            return False
        return any(place in e.went_to for entries in self._book.towns.of(area).values() for e in entries)

    def _is_zone(self, code: str) -> bool:
        county = self._book.get(code[:6])
        if county is not None and county.zone:
            return True
        town = self._book.get(code)
        return town is not None and len(code) == 9 and town.zone and _named_zone(town.name)

    def known_for_identity(self, code6: str, year: int) -> bool | None:
        """See Divisions.known_for_identity."""
        if code6 in PERMIT_AREAS:
            return True
        entries: list[DivisionEntry] = self._book.upper.get(code6)
        if not entries and code6[4:] in {"00", "01"}:
            entries = self._book.upper.get(code6[:4]) or self._book.upper.get(code6[:2])
        if not entries:
            return None
        if any(e.division.until is None or e.division.until >= year for e in entries):
            return True
        last = max(e.division.until or 0 for e in entries)
        return None if year - last <= ISSUE_LAG else False


def _named_zone(name: str) -> bool:
    return name.endswith(("区", "园", "城", "委会", "委员会", "基地", "港", "谷", "）"))
