"""Area list (风险地区名单): dated entries with place, level and source, and the question whether a place lay in one."""

from __future__ import annotations

from typing import Literal, NamedTuple

from schoolprep.days import Day, Moment
from schoolprep.record import Record

Level = Literal["high", "medium", "low", "outbreak", "normal"]


class Area(NamedTuple):
    """One entry: `place` (division code) and `detail` (street address text, may be empty) had `level` on the days
    from `since` to `until` (None: not lifted yet)."""

    record: str
    place: str
    detail: str
    level: Level
    since: Day
    until: Day | None
    source: str = ""
    published: Moment | None = None
