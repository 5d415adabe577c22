"""Area list (风险地区名单): dated entries with place, level and source, and the question whether a place lay in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar, cast

from schoolprep.facts.address import within
from schoolprep.facts.days import Day, Moment, day_of
from schoolprep.facts.record import Answers, Record
from schoolprep.facts.stored import MALFORMED

if TYPE_CHECKING:
    from schoolprep.facts.divisions import Divisions

Level = Literal["high", "medium", "low", "outbreak", "controlled", "normal"]
"""`controlled`: a temporary controlled area (临时管控区), which holds those who live in it and nobody who left."""
LEVELS: tuple[Level, ...] = ("normal", "controlled", "outbreak", "low", "medium", "high")
"""Strictest last (DOMAIN §8 A8): what everybody compares by."""
_Plain = TypeVar("_Plain")
_TOWN = re.compile(r".{1,12}?(?:街道|镇|乡)")
_COUNTY = 6
_WIDTHS = (2, 4, 6, 9)
"""Lengths of division codes: province, city, county, street or town."""

LOW_REDEFINED = day_of("2022-06-28")
"""Until then 低风险 meant "everywhere else", since then the rest of a county with zones (DOMAIN §1.2, §8 A13)."""


class Area(NamedTuple):
    """One entry of the list.

    `place` (division code) and `detail` (street address text, may be empty) had `level` on the days from `since` to
    `until` (None: not lifted yet).
    """

    record: str
    place: str
    detail: str
    level: Level
    since: Day
    until: Day | None
    source: str = ""
    published: Moment | None = None

    @property
    def known_from(self) -> Day:
        """The day from which anybody could know of it: its first, or that of its publication."""
        return self.since if self.published is None else min(self.since, self.published.day)

    def listed(self, day: Day) -> bool:
        """Whether it was in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def strictness(self) -> int:
        """Place of its level among `LEVELS`."""
        return LEVELS.index(self.level)


class Touch(NamedTuple):
    """An entry that a place may lie in; `certain` False: only if the place is the part that was listed."""

    area: Area
    certain: bool


class Areas:
    """All entries of the list, ready to be asked about places.

    Matching goes by division code with the years it was valid, then by the parts of the address, never by substring
    (绛县 is not 新绛县). Answers are remembered: a school's people have been to few places.
    """

    def __init__(self, entries: Iterable[Area], divisions: Divisions) -> None:
        self.entries = tuple(entries)
        self._divisions = divisions
        self._at: dict[str, list[Area]] = {}
        self._below: dict[str, list[Area]] = {}
        self._known: dict[tuple[str, str], tuple[Touch, ...]] = {}
        self._near: dict[str, bool] = {}
        self._towns: dict[str, dict[str, str]] = {}
        for area in (self._deepened(entry) for entry in self.entries):
            for code in divisions.current(area.place) or (area.place,):
                self._at.setdefault(code, []).append(area)
                for width in _WIDTHS:
                    if width < len(code):
                        self._below.setdefault(code[:width], []).append(area)

    def _deepened(self, area: Area) -> Area:
        place, detail = self._deepen(area.place, area.detail)
        return area if place == area.place else area._replace(place=place, detail=detail)

    def _deepen(self, place: str, detail: str) -> tuple[str, str]:
        """A county and an address that begins with one of its streets or towns: that one, and the rest."""
        if len(place) != _COUNTY or not _TOWN.search(detail):
            return place, detail
        if place not in self._towns:
            self._towns[place] = {town.name: town.code for town in self._divisions.children(place)}
        found = _TOWN.match(detail)
        town = self._towns[place].get(found.group()) if found else None
        return (town, detail[found.end() :]) if found and town else (place, detail)

    def on(self, day: Day) -> list[Area]:
        """The entries in force on a day."""
        return [area for area in self.entries if area.listed(day)]

    def differing(self, other: Areas) -> Areas:
        """The entries that only one of the two lists has, as a list of their own."""
        return Areas(set(self.entries) ^ set(other.entries), self._divisions)

    def near(self, place: str) -> bool:
        """Whether any entry, of whatever day and address, lies in the place or around it."""
        known = self._near.get(place)
        if known is None:
            known = self._near[place] = any(
                code in self._below or any(code[:width] in self._at for width in _WIDTHS)
                for code in self._codes(place)
            )
        return known

    def level_on(self, place: str, detail: str, day: Day) -> tuple[Level | None, bool]:
        """The strictest level of a place on a day, and whether the place certainly lies in the listed part."""
        touches = [touch for touch in self.touching(place, detail) if touch.area.listed(day)]
        if not touches:
            return None, True
        worst = max(touches, key=lambda touch: touch.area.strictness)
        return worst.area.level, worst.certain

    def touching(self, place: str, detail: str = "") -> tuple[Touch, ...]:
        """Every entry, of whatever day, that the place lies in or may lie in."""
        if not self.near(place):  # asked of everybody's home: most lie nowhere near, whatever the address
            return ()
        known = self._known.get((place, detail))
        if known is None:
            known = self._known[place, detail] = tuple(self._touching(place, detail))
        return known

    def _touching(self, place: str, detail: str) -> Iterator[Touch]:
        place, detail = self._deepen(place, detail)
        codes = self._codes(place)
        several = len(codes) > 1
        for code in codes:
            for width in _WIDTHS:
                if width <= len(code):
                    for area in self._at.get(code[:width], ()):
                        inside = within(area.detail, detail)
                        if inside is not False:
                            yield Touch(area, inside is True and not several)
            for area in self._below.get(code, ()):
                yield Touch(area, certain=False)

    def _codes(self, place: str) -> tuple[str, ...]:
        """The present codes of a place; none for what stands outside the divisions."""
        return (self._divisions.current(place) or (place,)) if place[:1].isdigit() else ()


NO_AREAS = Areas((), cast("Divisions", None))
"""No entry at all, which asks no divisions anything."""


def of(records: Iterable[Record], divisions: Divisions) -> Areas:
    """The area list from its current records; without place, level and first day an entry cannot be matched."""
    return Areas([area for record in records if (area := _entry(record))], divisions)


def _entry(record: Record) -> Area | None:
    answers = record.answers or {}
    place, level, since = answers.get("place"), answers.get("level"), _plain(day_of, answers, "since")
    if record.blank != "area" or not isinstance(place, str) or level not in LEVELS or since is None:
        return None
    redefined = level == "low" and since < LOW_REDEFINED
    return Area(
        record.id,
        place,
        str(answers.get("detail", "")),
        "normal" if redefined else level,
        since,
        _plain(day_of, answers, "until"),
        str(answers.get("source", "")),
        _plain(Moment.parse, answers, "published_at"),
    )


def _plain(read: Callable[[str], _Plain], answers: Answers, name: str) -> _Plain | None:
    """An answer as `read` understands it; None where there is none, or none that can be read."""
    with suppress(*MALFORMED):
        return read(cast(str, answers[name]))
    return None
