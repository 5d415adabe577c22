"""The plot of a timeline: where things lie at a width, without a window."""

from __future__ import annotations

import pytest

from forms.parts.timeline.plot import LEFT, RIGHT, Plot, height
from schoolprep.facts.days import MINUTES_A_DAY, Moment
from schoolprep.verdicts.timeline.scene import Mark, Scene

ON = Moment.parse("2022-08-08T07:30")
SCENE = Scene(
    first=ON.day - 21,
    last=ON.day + 21,
    on=ON,
    marks=(
        Mark("stays", 0, ON.earliest - 5 * MINUTES_A_DAY, ON.earliest, "level_none", "三亚", ""),
        Mark("contacts", 1, ON.earliest, ON.earliest, "contact", "密接", "", "c1"),
    ),
    ruler=(),
    returns=None,
    rows={"stays": 1, "contacts": 2, "temperature": 1},
    fever=37.3,
)


def _plot(width: float, offset: float | None = None) -> Plot:
    return Plot(SCENE, width, offset, lambda size, text: 10.0 * len(text))


@pytest.mark.parametrize("width", [0, 320, 590, 1200, 4000])
def test_the_day_judged_for_is_in_sight_at_every_width(width: float) -> None:
    plot = _plot(width)
    assert LEFT < plot.x(ON.earliest) < plot.edge
    assert plot.day_at(plot.x(ON.earliest)) == ON.day


def test_time_ends_where_the_scene_does() -> None:
    assert _plot(590, -500).x(SCENE.first * MINUTES_A_DAY) == pytest.approx(LEFT)
    assert _plot(590, 9999).x((SCENE.last + 1) * MINUTES_A_DAY) == pytest.approx(590 - RIGHT)


def test_a_word_makes_its_box_wider_and_a_row_its_lane_higher() -> None:
    stay, contact = (_plot(590).mark(mark) for mark in SCENE.marks)
    assert contact.wide == 20 + 20
    assert contact.y >= stay.y + stay.high + 26
    assert height(SCENE) > height(SCENE._replace(rows={"stays": 1, "temperature": 1}))


def test_warmer_is_higher() -> None:
    plot = _plot(590)
    assert plot.degree(39) < plot.degree(37.3) < plot.degree(36)
    assert plot.degree(45) == plot.degree(39.6)
