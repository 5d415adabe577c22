"""Reach: whom the entries of the area list can concern on a day (动态摸排: re-screening when the list changes)."""

from __future__ import annotations

from collections.abc import Iterable

from schoolprep.area import Areas, Level
from schoolprep.days import Moment
from schoolprep.file import File
from schoolprep.judge.view import View

LEVELS: frozenset[Level] = frozenset({"high", "medium", "low", "outbreak"})
LOOK_BACK = 7
"""Days, both after leaving a place and before it was listed: the ninth edition's travel look-back and DOMAIN §8 A6."""


def reached(files: Iterable[File], areas: Areas, on: Moment, region: str) -> dict[str, list[str]]:
    """For each entry (by its record) the subjects with a stay in it that matters on `on`, certain or not."""
    found: dict[str, list[str]] = {}
    for file in files:
        view = View(file, areas, on, region)
        for area in {one.touch.area for one in view.exposures(LEVELS, LOOK_BACK, LOOK_BACK)}:
            found.setdefault(area.record, []).append(file.subject)
    return found
