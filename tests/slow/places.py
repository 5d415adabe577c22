"""Places: a small map with its own truth table, so that matching is not proved by the code it is to prove."""

from __future__ import annotations

YES, MAYBE, NO = 2, 1, 0

AREAS = ("460203", "620103", "410105", "140802", "140826", "330783", "6101")
"""Divisions the invented bulletins name."""
PLACES = (
    "460203", "4602", "460202", "620103", "6201", "410105", "410104", "140802", "140825", "140826", "1408",
    "330783", "6101", "610113", "14", "110105",
)  # fmt: skip
"""Divisions people write down."""
ESTATE = "东城街道阳光小区"
DETAILS = ("", "东城街道", "东城街道阳光小区3号楼", "西城街道河东小区2号楼")
"""Addresses people write down in 140802."""


def inside(area: str, area_detail: str, place: str, detail: str) -> int:
    """Whether someone who was in `place` was inside the area."""
    if place.startswith(area):
        if not area_detail:
            return YES
        return {DETAILS[2]: YES, DETAILS[3]: NO}.get(detail, MAYBE)
    return MAYBE if area.startswith(place) else NO
