"""What a division is, and what reading a written place gives."""

from __future__ import annotations

from typing import Literal, NamedTuple

DivisionLevel = Literal["province", "city", "county", "town"]
MUNICIPALITIES = ("11", "12", "31", "50")
"""Provinces that are cities."""
_LEVELS: dict[int, DivisionLevel] = {2: "province", 4: "city", 6: "county", 9: "town"}

# Pseudo-counties that the statistics bureau keeps outside its range 71-79 for zones.
OTHER_ZONES = {"232761", "232762", "232763", "232764", "460321", "460322", "460323", "632857"}


class Division(NamedTuple):
    """One division under one name during one span of years.

    A code that was given twice (142723: 闻喜县 until 1982, then 芮城县) is several of these.
    """

    code: str
    """The significant digits: "14", "1408", "140802", "140802001"."""
    name: str
    """The official name, "盐湖区"."""
    since: int | None
    """First year valid; None: since the data begin (1980, for towns 2023)."""
    until: int | None
    """Last year in which it was valid on at least one day; None: still valid in 2026."""

    @property
    def level(self) -> DivisionLevel:
        """Which of the four levels this is."""
        return _LEVELS[len(self.code)]

    @property
    def zone(self) -> bool:
        """Whether this is no division by law but a development zone, farm or the like with a statistical code.

        The ground of a zone belongs to counties of its city, so a zone and those counties overlap.
        """
        if len(self.code) == 6:
            return 71 <= int(self.code[4:]) <= 79 or self.code in OTHER_ZONES
        return len(self.code) == 9 and int(self.code[6]) >= 4

    def valid(self, year: int | None) -> bool:
        """Whether it was valid on some day of the year; None asks whether it is valid still."""
        if year is None:
            return self.until is None
        return (self.since or 0) <= year <= (self.until or year)


class Match(NamedTuple):
    """What was understood of a written place."""

    code: str | None
    """The deepest division that certainly holds the place; None: nothing is certain.

    This is so even when `sure` is False: 鼓楼区 alone has no code but four candidates, 江苏鼓楼区 has code "32".
    """
    rest: str
    """What follows the division part: street, estate, building; the zone when it has no code.

    In half-width characters, as the text was read."""
    sure: bool
    """False: a person must confirm, the text has several readings or is partly unknown."""
    candidates: tuple[str, ...]
    """Codes that could be meant, best first; empty when sure."""
