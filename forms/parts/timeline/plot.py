"""Plot: where everything of a scene lies at a width and a place in time; arithmetic alone, nothing of Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from schoolprep.facts.days import MINUTES_A_DAY, Day
from schoolprep.verdicts.timeline.scene import LaneName, Mark, RulerDay, Scene

LEFT, RIGHT, HEAD, FOOT = 68.0, 10.0, 26.0, 22.0
"""What stands around the days: names of the lanes, air, days of the month, legend; in pixels like all below."""
ROW_HEIGHT: dict[LaneName, float] = {
    "stays": 28, "contacts": 26, "tests": 42, "illness": 28, "temperature": 54, "measures": 60, "custody": 28,
}  # fmt: skip
_BETWEEN = 6.0
_LEAST_DAY = 23.0
_LEAST_ROOM = 60.0
_NOW_AT = 0.64
"""Where the day judged for stands at first: more of the past is shown than of the future."""
_COOL, _HOT = 35.6, 39.6
"""°C at the foot and at the top of the lane of temperatures."""
_NORMAL = 36.5
"""Where a day without a temperature stands."""

Advance = Callable[[str, str], float]
"""How wide a text is in a font of the house: font's name, text."""


class Box(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    wide: float
    high: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.wide

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x <= x <= self.right and self.y <= y <= self.y + self.high


class Target(NamedTuple):
    """Something one can point at: where it is drawn, what it tells, the record it opens."""

    box: Box
    lane: LaneName
    row: int
    start: int
    tip: str
    record: str


def height(scene: Scene | None) -> float:
    """How high a scene is, whatever its width."""
    if scene is None:
        return 120.0
    rows = sum(ROW_HEIGHT[lane] * count for lane, count in scene.rows.items())
    return HEAD + rows + _BETWEEN * len(scene.rows) + (FOOT if scene.ruler else 4)


class Plot:
    """A scene at a width: `offset` is how far it is scrolled, None where the day judged for is to be in sight."""

    def __init__(self, scene: Scene, width: float, offset: float | None, advance: Advance) -> None:
        self.scene = scene
        self.width = width
        self.room = max(_LEAST_ROOM, width - LEFT - RIGHT)
        days = scene.last - scene.first + 1
        self.day_width = max(_LEAST_DAY, self.room / days)
        self.offset = self._within(self._at_first() if offset is None else offset, days)
        self.tops = self._tops()
        self._advance = advance

    def _at_first(self) -> float:
        return (self.scene.on.day - self.scene.first + 0.5) * self.day_width - self.room * _NOW_AT

    def _within(self, offset: float, days: int) -> float:
        return min(max(0.0, offset), max(0.0, self.day_width * days - self.room))

    def _tops(self) -> dict[LaneName, float]:
        tops, y = {}, HEAD + 3.0
        for lane, count in self.scene.rows.items():
            tops[lane] = y
            y += ROW_HEIGHT[lane] * count + _BETWEEN
        return tops

    @property
    def edge(self) -> float:
        """Where the days end at the right."""
        return LEFT + self.room

    @property
    def bottom(self) -> float:
        """Where the lanes end."""
        return height(self.scene) - (FOOT if self.scene.ruler else 0)

    def x(self, minutes: float) -> float:
        """Where a minute stands."""
        return LEFT - self.offset + (minutes / MINUTES_A_DAY - self.scene.first) * self.day_width

    def day_at(self, x: float) -> Day:
        """The day that stands there."""
        return self.scene.first + int((x - LEFT + self.offset) / self.day_width)

    def in_sight(self, box: Box) -> float:
        """How far to scroll so that a box is in sight; as far as now where it is."""
        left, right = LEFT + 4, self.edge - 4
        near = min(box.right, box.x + 60)
        if box.x < left:
            return self.offset - (left - box.x) - self.day_width
        if near > right:
            return self.offset + near - right + self.day_width
        return self.offset

    def degree(self, celsius: float) -> float:
        """Where a temperature stands."""
        top = self.tops["temperature"]
        share = (min(max(celsius, _COOL), _HOT) - _COOL) / (_HOT - _COOL)
        return top + 6 + (ROW_HEIGHT["temperature"] - 12) * (1 - share)

    def mark(self, mark: Mark) -> Box:
        """Where a mark lies."""
        x, y = self.x(mark.start), self.tops[mark.lane] + mark.row * ROW_HEIGHT[mark.lane]
        if mark.lane == "tests":
            return Box(x - 8 + mark.level_line * 7, y + 3, 16, 16)
        if mark.lane == "temperature" and mark.look == "missing":
            return Box(x, y + 14, self.x(mark.end) - x, 24)
        if mark.lane == "temperature":
            return Box(x - 7, self.degree(_NORMAL if mark.value is None else mark.value) - 7, 14, 14)
        if mark.lane == "contacts":
            return Box(x - 7, y + 3, 20 + self._advance("note", mark.text), 20)
        if mark.look == "act":
            return Box(x - 4, y + 3, 16 + self._advance("small", mark.text), 22)
        return Box(x, y + 3, max(4.0, self.x(mark.end) - x - 1), 22)

    def ruler(self, day: RulerDay) -> Box:
        """Where a day of a ruler lies."""
        y = self.tops["measures"] + day.row * ROW_HEIGHT["measures"] + 27
        return Box(self.x(day.day * MINUTES_A_DAY), y, self.day_width, 30)

    def targets(self) -> list[Target]:
        """What can be pointed at, lane by lane, in time."""
        marks = (
            Target(self.mark(mark), mark.lane, mark.row, mark.start, mark.tip, mark.record)
            for mark in self.scene.marks
            if mark.lane in self.tops
        )
        days = (
            Target(
                self.ruler(day), "measures", day.row, day.day * MINUTES_A_DAY + 1, day.tip,
                day.test.record if day.test else "",
            )
            for day in self.scene.ruler
        )  # fmt: skip
        lanes = list(self.scene.rows)
        return sorted((*marks, *days), key=lambda one: (lanes.index(one.lane), one.row, one.start))
