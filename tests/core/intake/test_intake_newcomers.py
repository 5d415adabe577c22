"""New people from any sheet: one question a sheet; in an empty school the first list makes its people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schoolprep.facts.words import say
from schoolprep.intake.whereabouts import RowCounts
from schoolprep.store import Key, School, Store, Who
from tests.core.intake.test_intake_numbers import Office, Rows

_HEAD = ["姓名", "班级", "日期", "早体温"]
_FIRST: Rows = [
    _HEAD,
    ["李雷", "七年级3班", "2022-08-07", 36.5],
    ["韩梅梅", "七年级3班", "2022-08-07", 37.9],
    ["王浩", "七年级3班", "", ""],
]  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    school = School(name="一中", region="140802", profile="yuncheng-2022")
    with Store.create(tmp_path / "school.schoolprep", Key.random(), school, Who("校医", "desk")) as opened:
        yield Office(opened, "140802")


def test_the_first_list_of_an_empty_school_makes_its_people(office: Office) -> None:
    made = office.take({"晨检": _FIRST})
    assert (made.doubtful, made.receipt().refused) == ([], ())
    assert [one["name"] for one in office.people()] == ["李雷", "王浩", "韩梅梅"]  # who was not measured too
    assert [one["temp_am"] for _, one in office.of("health")] == [36.5, 37.9]
    assert [note.problem.code for note in made.receipt().notes] == ["intake.people-made"]
    again = office.plan({"晨检": _FIRST}).receipt()
    assert (again.added, again.changed, again.refused, again.doubtful) == (0, 0, (), ())


def test_a_list_of_tests_makes_people_with_what_their_numbers_tell(office: Office) -> None:
    rows: Rows = [
        ["姓名", "身份证号", "采样时间", "结果"],
        ["李雷", "140802200901200530", "2022-08-06 08:00", "阴性"],
    ]
    office.take({"核酸检测": rows})
    assert office.people() == [
        {"name": "李雷", "document_no": "140802200901200530", "document_type": "resident_id",
         "birth_date": "2009-01-20", "sex": "male"}
    ]  # fmt: skip


def test_a_passport_keeps_its_kind(office: Office) -> None:
    head = ["姓名", "班级", "证件类型", "证件号", "采样时间", "结果"]
    office.take(
        {"核酸检测": [head, ["Tom Reed", "七年级3班", "护照", "E12345678", "2022-08-06 08:00", "阴性"]]}
    )
    assert [(one["document_type"], one["document_no"]) for one in office.people()] == [
        ("passport", "E12345678")
    ]


def test_who_is_not_on_file_is_one_question_for_a_sheet(office: Office) -> None:
    office.take({"人员": [["姓名", "班级"], ["李雷", "七年级3班"]]})
    rows: Rows = [
        _HEAD,
        *(([name, "七年级4班", "2022-08-07", 36.5]) for name in ("赵磊", "钱程", "孙悦")),
        _FIRST[1],
    ]
    noon: Rows = [["姓名", "班级", "日期", "午体温"], ["周舟", "七年级5班", "2022-08-07", 36.6]]
    made = office.plan({"晨检": rows, "午检": noon})
    assert [(one.sheet, one.was, one.repair) for one in made.doubtful] == [
        ("晨检", "赵磊、钱程、孙悦", "new-people"), ("午检", "周舟", "new-people")
    ]  # fmt: skip
    assert made.doubtful[0].taken("zh") == say("intake.as-new-people", "zh", count=3)
    assert len(made.steps) == 1 and not made.receipt().refused
    assert (made.settled.went, made.whereabouts(made.settled).lost) == (RowCounts(filed=1, asked=4), [])
    office.take({"晨检": rows}, accept=True)
    assert len(office.people()) == 4 and len(office.of("health")) == 4


def test_a_near_name_on_file_is_offered_before_somebody_new(office: Office) -> None:
    office.take({"人员": [["姓名", "班级"], ["韩梅梅", "七年级3班"], ["李雷", "七年级3班"]]})
    rows: Rows = [
        _HEAD,
        ["韩煤梅", "七年级3班", "2022-08-07", 36.5],
        ["李雷", "七年级4班", "2022-08-07", 36.5],
    ]
    made = office.plan({"晨检": rows})
    assert [(one.was, one.now, one.repair) for one in made.doubtful[:2]] == [
        ("韩煤梅 七年级3班", "韩梅梅 七年级3班", "near-name"), ("李雷 七年级4班", "李雷 七年级3班", "near-name")
    ]  # fmt: skip
    assert [one.repair for one in made.doubtful[2:]] == ["new-people-near"]
    office.take({"晨检": rows}, accept=True)
    assert sorted(name for name, _ in office.of("health")) == ["李雷", "韩梅梅"]
    assert len(office.people()) == 2


def test_one_of_several_namesakes_elsewhere_is_asked_and_holds_them(office: Office) -> None:
    office.take(
        {
            "人员": [
                ["学号", "姓名", "班级"],
                ["20220701", "韩梅", "七年级1班"],
                ["20220702", "韩梅", "七年级2班"],
            ]
        }
    )
    illness: Rows = [["姓名", "班级", "疾病", "发病时间"], ["韩梅", "七年级3班", "流感", "2022-08-07"]]
    made = office.take({"疾病": illness})
    assert [one.repair for one in made.doubtful] == ["new-people-near"]
    assert len({one.subject for one in office.store.current() if one.blank == "unread"}) == 2


def test_the_same_temperature_makes_nobody_of_a_near_name_the_one_on_file(office: Office) -> None:
    office.take({"晨检": _FIRST})
    made = office.plan({"晨检": [_HEAD, ["韩煤梅", "七年级3班", "2022-08-07", 37.9]]})
    assert [one.repair for one in made.doubtful] == ["near-name", "new-people-near"]
    office.take({"人员": [["学号", "姓名", "班级"], ["20220701", "李雷", "七年级3班"]]})
    made = office.plan({"晨检": [["学号", *_HEAD], ["20220701", "王浩", "七年级3班", "2022-08-07", 36.5]]})
    assert made.doubtful[0].repair == "name-differs"


def test_a_number_of_ones_own_is_somebody_new_whatever_the_name(office: Office) -> None:
    office.take({"人员": [["学号", "姓名", "班级"], ["20220701", "韩梅梅", "七年级3班"]]})
    rows: Rows = [["学号", *_HEAD], ["20220702", "韩煤梅", "七年级3班", "2022-08-07", 36.5]]
    made = office.plan({"晨检": rows})
    assert [one.repair for one in made.doubtful] == ["new-people"]


def test_one_new_person_on_several_sheets_is_one(office: Office) -> None:
    head = ["姓名", "班级", "身份证号", "采样时间", "结果"]
    tests: Rows = [head, ["李雷", "七年级3班", "140802200901200530", "2022-08-06", "阴性"]]
    office.take({"晨检": _FIRST, "核酸检测": tests})
    assert sorted(str(one["name"]) for one in office.people()) == ["李雷", "王浩", "韩梅梅"]


def test_nobody_is_made_who_cannot_be_told_from_others(office: Office) -> None:
    office.take({"人员": [["姓名", "班级"], ["李雷", "七年级3班"]]})
    head = ["姓名", "证件号", "日期", "早体温"]
    rows: Rows = [head, ["赵磊", "", "2022-08-07", 36.5], ["", "140802200901200530", "2022-08-07", 36.5]]
    made = office.plan({"健康监测": rows})
    assert [one.problem.code for one in made.receipt().refused] == [
        "intake.no-person",
        "intake.unknown-document",
    ]
    assert not made.doubtful


def test_numbers_within_a_class_ask_for_the_class_once(office: Office) -> None:
    made = office.plan({"Sheet1": [["学号", "姓名", "性别"], [1, "李雷", "男"], [2, "韩梅", "女"]]})
    assert [(one.name, one.rows) for one in made.questions] == [("class_name", 2)] and not made.steps
