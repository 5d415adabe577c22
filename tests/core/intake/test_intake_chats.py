"""Lists of a class chat: what comes of them in a school that has its people on file."""

from __future__ import annotations

from datetime import date

import pytest

from schoolprep.facts import blank, divisions
from schoolprep.facts.steps import finish
from schoolprep.facts.words import say_problem
from schoolprep.intake import Plan, plan_tables, take_in
from schoolprep.intake.given_tables import Clip
from schoolprep.intake.plan import plan_pasted
from schoolprep.intake.tables import Table
from schoolprep.store import Store

BLANKS, DIVISIONS = blank.load(), divisions.load()
TODAY = date(2022, 8, 9)
UNIT = "七年级3班"
NAMES = {"王小明": "", "李秀英": "青霉素过敏", "张伟": "", "刘洋": "", "陈静": ""}


@pytest.fixture
def filled(store: Store) -> Store:
    rows: list[list[str]] = [["姓名", "班级", "学号", "备注"]]
    rows += [[name, UNIT, f"202200{at}", remark] for at, (name, remark) in enumerate(NAMES.items())]
    table = Table("花名册.xlsx", "名单", rows)
    take_in(store, finish(plan_tables([table], store, BLANKS, DIVISIONS, "140802", today=TODAY)))
    return store


def said(store: Store, text: str) -> Plan:
    return finish(plan_pasted(Clip("", text), store, BLANKS, DIVISIONS, "140802", today=TODAY))


def filed(plan: Plan) -> dict[tuple[str, str], dict[str, object]]:
    """By name and blank, what would be filed."""
    names = {who: str(said.get("name")) for who, said in plan.known.people.about.items()}
    names |= {
        step.entry.subject: str((step.entry.answers or {}).get("name"))
        for step in plan.steps
        if step.entry.blank == "person"
    }
    return {
        (names[step.entry.subject], step.entry.blank): dict(step.entry.answers or {}) for step in plan.steps
    }


def test_a_remark_on_file_is_nobodys_to_overwrite(filled: Store) -> None:
    plan = said(filled, f"#接龙\n{UNIT} 收到请接龙\n1. 王小明 收到\n2. 李秀英妈妈 已知晓\n3. 张伟 在家")
    assert not filed(plan)
    told = {say_problem(one.problem, "zh") for one in plan.receipt().left_out}
    assert any("接龙内容" in one for one in told) and any("接龙人" in one for one in told)


def test_journeys_and_tests_of_a_list(filled: Store) -> None:
    travel = said(
        filled,
        f"#接龙\n2022年8月8日 {UNIT} 外出情况\n1. 王小明 8月6日去北京\n2. 李秀英 8月5日-8月7日 海南省三亚市吉阳区\n"
        "3. 张伟 无\n4. 刘洋 昨天从三亚回来",
    )
    assert filed(travel) == {
        ("王小明", "travel"): {"place": "11", "arrived": "2022-08-06"},
        ("李秀英", "travel"): {"place": "460203", "arrived": "2022-08-05", "left": "2022-08-07"},
        ("张伟", "travel"): {"no_travel": True},
    }
    assert [one.value for one in travel.receipt().refused] == ["昨天从三亚回来"]
    tests = said(
        filled,
        f"#接龙\n{UNIT} 2022年8月8日核酸\n1. 王小明 阴性\n2. 李秀英 阴性 2022-08-07\n3. 张伟 没做\n4. 王晓明",
    )
    assert filed(tests) == {
        ("王小明", "test"): {"result": "negative", "sampled_at": "2022-08-08"},
        ("李秀英", "test"): {"result": "negative", "sampled_at": "2022-08-07"},
    }
    assert [one.value for one in tests.receipt().refused] == ["没做"]
    assert len(tests.settled.leftover.filed) == 1 and not tests.notes
    undated = said(filled, f"#接龙\n{UNIT} 核酸结果\n1. 王小明 阴性")
    assert [one.problem.code for one in undated.notes] == ["intake.undated"]


def test_who_is_meant_and_the_hour_of_a_title(filled: Store) -> None:
    plan = said(
        filled,
        f"#接龙\n2022年8月8日{UNIT}早体温\n1. 李秀英妈妈 38.1\n2. 3班张伟37.9\n3. 刘洋爸爸代 36.5\n"
        "4. 妈妈 36.6\n5. 36.7",
    )
    assert filed(plan) == {
        ("李秀英", "health"): {"day": "2022-08-08", "temp_am": 38.1},
        ("张伟", "health"): {"day": "2022-08-08", "temp_am": 37.9},
        ("刘洋", "health"): {"day": "2022-08-08", "temp_am": 36.5},
    }
    receipt = plan.receipt()
    assert [one.part for one in receipt.refused] == ["row", "row"]
    assert sum(receipt.went) == 5


def test_whoever_a_list_names_alone_is_asked(filled: Store) -> None:
    """Beside people on file a chat's list makes nobody; who is nearly somebody is offered first."""
    text = f"#接龙\n{UNIT}\n1. 王小明\n2. 王晓明\n3. 周杰 13800138000\n4. 李秀英"
    plan = said(filled, text)
    assert not filed(plan)
    assert sorted(change.repair for change in plan.doubtful) == ["near-name", "new-people", "new-people-near"]
    assert plan.receipt().went.asked == 2 and sum(plan.receipt().went) == 4
    offered = [at for at, change in enumerate(plan.doubtful) if change.repair != "new-people-near"]
    take_in(filled, plan, offered)
    names = {str((one.answers or {}).get("name")) for one in filled.current() if one.blank == "person"}
    assert names == {*NAMES, "周杰"}


def test_the_first_list_of_a_school_makes_its_people(store: Store) -> None:
    plan = said(store, f"#接龙\n{UNIT}\n1. 王小明\n2. 李秀英妈妈\n3. 张伟爸爸")
    assert {answers["name"] for answers in filed(plan).values()} == {"王小明", "李秀英", "张伟"}
