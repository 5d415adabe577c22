"""Orders on a timeline: what was ordered is drawn with its days also when it is over, and the same days only once."""

from __future__ import annotations

import pytest

from schoolprep.facts.days import MINUTES_A_DAY, Day, Moment, day_of
from schoolprep.facts.kinds.choice import label
from schoolprep.facts.languages import Lang
from schoolprep.facts.record import Answers
from schoolprep.verdicts.timeline import lay_out
from schoolprep.verdicts.timeline.scene import LaneName, Mark, Scene
from tests.core.loop.test_stretch import SANYA
from tests.roster_school import blanks, case, context


def _scene(day: str, said: list[tuple[str, Answers]], lang: Lang = "zh") -> Scene:
    on = Moment.parse(day)
    one, around = case("p", said, on), context(lang, on=on)
    return lay_out(
        one, around.areas, around.explain,
        lambda blank, field, code: label(code, blanks()[blank][field], lang), around.peers,
    )  # fmt: skip


def _lane(scene: Scene, name: LaneName) -> list[Mark]:
    return [mark for mark in scene.marks if mark.lane == name]


def _contact(last: str) -> tuple[str, Answers]:
    return "contact", {"category": "close", "last_on": last}


def _day(minute: int) -> Day:
    return minute // MINUTES_A_DAY


@pytest.mark.parametrize("day", ["2022-08-09", "2022-08-10", "2022-08-27"])
@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "集中隔离医学观察 8月1日—8月8日，已结束\n高风险区旅居史\n国家 · "),
        ("en", "Central isolation 1 Aug—8 Aug, over\nStay in a high-risk area\nNational · "),
    ],
)
def test_what_is_over_stands_above_the_custody_that_was_left_early(day: str, lang: Lang, told: str) -> None:
    scene = _scene(day, SANYA, lang)
    (over,) = _lane(scene, "measures")
    assert (over.look, _day(over.start), _day(over.end)) == (
        "measure_past", day_of("2022-08-01"), day_of("2022-08-09"),
    )  # fmt: skip
    assert over.tip.startswith(told)
    assert over.record == "p-1"
    (left,) = _lane(scene, "custody")
    assert _day(left.end - 1) == day_of("2022-08-06")
    assert scene.returns is None, "nothing is left to wait for the end of"


def test_its_ruler_still_says_what_came_of_its_tests() -> None:
    untested = [one for one in SANYA if one[1].get("sampled_at") != "2022-08-04T09:00"]
    ruler = _scene("2022-08-20", untested).ruler
    states = {one.number: one.test.state for one in ruler if one.test}
    assert [one.number for one in ruler] == list(range(8))
    assert {number for number, state in states.items() if state != "done"} == {3}


def test_what_holds_is_not_drawn_as_over_as_well() -> None:
    assert [mark.look for mark in _lane(_scene("2022-08-08", SANYA), "measures")] == ["measure"]


def test_what_was_over_before_the_days_shown_takes_no_room() -> None:
    scene = _scene("2022-12-05", SANYA)
    assert "measures" not in scene.rows


@pytest.mark.parametrize("day", ["2022-08-05", "2022-08-20"])
def test_what_was_counted_anew_is_drawn_as_it_was_counted_last(day: str) -> None:
    scene = _scene(day, [SANYA[0], _contact("2022-08-01"), _contact("2022-08-03")])
    days = [(_day(mark.start), _day(mark.end)) for mark in _lane(scene, "measures")]
    assert [(start - day_of("2022-08-03"), end - day_of("2022-08-03")) for start, end in days] == [
        (0, 8),
        (8, 11),
    ]


@pytest.mark.parametrize(
    ("day", "reasons"),
    [
        ("2022-08-05", ("7天内在高风险区三亚吉阳区停留", "密切接触者")),
        ("2022-08-20", ("高风险区旅居史", "密切接触者")),
    ],
)
def test_days_that_two_rules_order_are_drawn_once_with_both_reasons(
    day: str, reasons: tuple[str, str]
) -> None:
    scene = _scene(day, [*SANYA, _contact("2022-08-01")])
    central, home = _lane(scene, "measures")
    assert (central.row, home.row, scene.rows["measures"]) == (0, 0, 1)
    assert all(reason in central.tip for reason in reasons)
    assert reasons[0] not in home.tip
    assert len({(one.row, one.day) for one in scene.ruler}) == len(scene.ruler)
