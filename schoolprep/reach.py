"""Reach: whom the entries of the area list can concern on a day (动态摸排: re-screening when the list changes)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schoolprep.area import Areas, Level
from schoolprep.days import Moment
from schoolprep.file import File, Stay
from schoolprep.judge.view import View

LEVELS: frozenset[Level] = frozenset({"high", "medium", "low", "outbreak"})
LOOK_BACK = 7
"""Days, both after leaving a place and before it was listed: the ninth edition's travel look-back and DOMAIN §8 A6."""


def places(file: File) -> Iterator[tuple[str, str]]:
    """Every place (division code, address) about which the rules ask the area list when they judge this file."""
    for stay in file.stays:
        if stay.place:
            yield stay.place, stay.detail or ""
    if file.person.home:
        yield file.person.home, file.person.home_detail or ""
    for place in file.person.route or ():
        yield place, ""
    for row in file.cohabitants:
        if row.place:
            yield row.place, ""


def concerned(files: Iterable[File], areas: Areas) -> Iterator[str]:
    """The subjects whom entries of the list can concern at all, on whatever day: nobody else's verdict asks them."""
    if areas.entries:
        for file in files:
            if any(areas.near(place) and areas.touching(place, detail) for place, detail in places(file)):
                yield file.subject


def reached(files: Iterable[File], areas: Areas, on: Moment, region: str) -> dict[str, list[str]]:
    """For each entry (by its record) the subjects with a stay in it that matters on `on`, certain or not."""
    found: dict[str, list[str]] = {}
    for file in files:
        if not any(_may_matter(stay, areas, on) for stay in file.stays):
            continue
        view = View(file, areas, on, region)
        for area in {one.touch.area for one in view.exposures(LEVELS, LOOK_BACK, LOOK_BACK)}:
            found.setdefault(area.record, []).append(file.subject)
    return found


def _may_matter(stay: Stay, areas: Areas, on: Moment) -> bool:
    """Whether a stay is worth a closer look: most of a school's are not in a listed county, or long over."""
    recent = stay.left is None or stay.left.day >= on.day - LOOK_BACK
    return recent and bool(stay.place) and areas.near(stay.place or "")
