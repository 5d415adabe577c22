"""A risk-area list line by line: what each was understood as, and a line put right by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from schoolprep.desk import Desk
from schoolprep.facts.record import Answers
from schoolprep.facts.steps import finish
from schoolprep.intake.area_lines import AreaLine, entries, lacking_too
from schoolprep.store import Key, School, Store, Who
from tests.program import program_data

ON = date(2022, 8, 8)
BULLETIN = """截至2022年8月8日8时
高风险区：
海南省三亚市吉阳区凤凰路水蛟村（8月7日起）
三亚市天厓区某某路（8月6日起）
以上区域请落实管控。"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    data = program_data()
    school = School(name="盐湖区实验中学", region="140802", profile="yuncheng-2022")
    store = Store.create(
        tmp_path / "s.schoolprep", Key.random(), school, Who("王老师", "device-of-the-tests")
    )
    made = Desk(store, data)
    yield made
    made.close()


def told(found: list[AreaLine]) -> list[tuple[int, str, str | None]]:
    return [(one.number, one.sure, str(one.answers.get("place"))) for one in found]


def test_every_line_says_how_sure_it_is(desk: Desk) -> None:
    plan = finish(desk.intake.plan_areas([BULLETIN], ON))
    found = entries(plan)
    assert [(one.number, one.sure) for one in found] == [(3, "certain"), (4, "doubtful"), (5, "unused")]
    assert found[0].answers == {
        "place": "460203", "detail": "凤凰路水蛟村", "level": "high", "since": "2022-08-07", "source": "粘贴的文字",
        "published_at": "2022-08-08T08:00",
    }  # fmt: skip
    assert found[1].doubtful == {"place"}
    assert "天厓区" in found[1].text
    assert found[2].writings["place"] == "以上区域请落实管控。"


def test_a_line_put_right_goes_the_way_of_every_other(desk: Desk) -> None:
    plan = finish(desk.intake.plan_areas([BULLETIN], ON))
    wrong = entries(plan)[1]
    answers = {**wrong.answers, "place": "460204", "detail": "某某路"}
    again = finish(desk.intake.put_area_right(plan, wrong, answers, ON))
    assert told(entries(again)) == [
        (3, "certain", "460203"), (4, "certain", "460204"), (5, "unused", "None"),
    ]  # fmt: skip
    receipt = desk.intake.take_in(again)
    assert receipt.added == 2
    assert {one.place for one in desk.judging.grounds.areas().entries} == {"460203", "460204"}
    desk.filing.undo(receipt.act)
    assert not desk.judging.grounds.areas().entries


def test_a_line_that_gave_nothing_becomes_an_entry(desk: Desk) -> None:
    plan = finish(desk.intake.plan_areas([BULLETIN], ON))
    unused = entries(plan)[2]
    answers: Answers = {"place": "110105", "level": "low", "since": "2022-08-01"}
    again = finish(desk.intake.put_area_right(plan, unused, answers, ON))
    assert told(entries(again))[2:] == [(5, "certain", "110105")]
    assert desk.intake.take_in(again, accept=True).added == 3


def test_a_workbook_without_a_column_gets_it(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("地区,等级,起始时间\n三亚市吉阳区,高风险,2022-08-01\n天厓区,高风险,2022-08-01\n", "utf-8")
    plan = finish(desk.intake.plan_areas([path], ON))
    wrong = entries(plan)[1]
    assert wrong.sure in ("refused", "doubtful")
    right: Answers = {"place": "460204", "level": "high", "since": "2022-08-01", "until": "2022-08-07"}
    again = finish(desk.intake.put_area_right(plan, wrong, right, ON))
    desk.intake.take_in(again)
    assert [
        one.until is not None for one in desk.judging.grounds.areas().entries if one.place == "460204"
    ] == [True]


TWO_DAYS = """截至2022年8月7日24时
高风险区：
三亚市吉阳区榆红村（8月5日起）
三亚市天涯区水岸小区"""


def test_a_place_whose_first_day_is_its_lists_says_so(desk: Desk) -> None:
    found = [one for one in entries(finish(desk.intake.plan_areas([TWO_DAYS], ON))) if one.row >= 0]
    assert [(one.answers["since"], one.dated_by_list) for one in found] == [
        ("2022-08-05", False), ("2022-08-07", True),
    ]  # fmt: skip


PLACES_WITH_CASES = """截至2022年8月7日17时，14天内有新冠肺炎病例报告的县（市、区）如下。
辽宁省：葫芦岛市（绥中县、连山区）、丹东市东港市
江苏省：无锡市"""


def test_a_level_that_nothing_says_is_asked_once(desk: Desk) -> None:
    plan = finish(desk.intake.plan_areas([PLACES_WITH_CASES], ON))
    found = [one for one in entries(plan) if one.row >= 0]
    assert [(one.sure, lacking_too(one, found)) for one in found] == [("refused", 3)] * 4
    answers: Answers = {"place": "211421", "level": "outbreak", "since": "2022-08-07"}
    again = finish(desk.intake.put_area_right(plan, found[0], answers, ON, everywhere=True))
    assert [one.sure for one in entries(again) if one.row >= 0] == ["certain"] * 4
    assert desk.intake.take_in(again).added == 4
    assert {(one.place, one.level) for one in desk.judging.grounds.areas().entries} == {
        (code, "outbreak") for code in ("211421", "211402", "210681", "3202")
    }


def test_a_sentence_stands_beside_the_entries_it_gave(desk: Desk) -> None:
    sentence = "自2022年8月2日起，将三亚市吉阳区甲小区划定为高风险区；将天涯区乙村由高风险区降为中风险区"
    found = entries(finish(desk.intake.plan_areas([f"{sentence}。请市民配合。"], ON)))
    assert [(one.line, one.sure, one.answers.get("level")) for one in found] == [
        (sentence, "certain", "high"), (sentence, "certain", "medium"),
    ]  # fmt: skip
