"""A row of which nobody knows yet whose it is, or of which hour, is unread of everybody it may be about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schoolprep.desk import Desk
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.record import Answers
from schoolprep.facts.unread import is_harmless
from schoolprep.intake import Plan
from schoolprep.intake.people import PeopleOnFile
from schoolprep.intake.perhaps import PerhapsMeant
from schoolprep.intake.rows import RowSubject
from schoolprep.intake.tables import Table
from schoolprep.rules.outcome import OUTCOMES
from schoolprep.store import Key, School, Store, Who
from tests.core.intake.test_intake_unread import DATA, NOW, Rows, Schoolroom

ONE, TWO = "三年级1班", "三年级2班"
ON_FILE = [
    ("王小明", ONE, "20230101"), ("李雪", ONE, "20230102"), ("张伟", ONE, "20230103"), ("张伟", TWO, "20230104"),
    ("陈大宝", TWO, "20230105"), ("陈小宝", TWO, "20230106"), ("赵敏", TWO, "20230107"),
    ("Amy Smith", TWO, "20230108"), ("Benjamin Jones", ONE, "20230109"), ("Gus White", ONE, "20230110"),
]  # fmt: skip
DAY = "2026-11-16"
PEOPLE = PeopleOnFile(
    (number, {"name": name, "class_name": unit, "number": number}) for name, unit, number in ON_FILE
)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Schoolroom]:
    about = School(name="一中", region="140802", profile="cn-school-today")
    desk = Desk(Store.create(tmp_path / "s.schoolprep", Key.random(), about, Who("王老师", "d")), DATA)
    made = Schoolroom(desk, NOW)
    made.take(人员=[["姓名", "班级", "学号"], *map(list, ON_FILE)], accept=True)
    yield made
    desk.close()


def _held(school: Schoolroom, plan: Plan) -> dict[str, list[str]]:
    """The numbers of those of whom a plan keeps something unread, with its words."""
    numbers = {subject: str(file.person.number) for subject, file in school.desk.people.files().items()}
    found: dict[str, list[str]] = {}
    for entry in plan.settled.leftover.filed:
        found.setdefault(numbers[entry.subject], []).append(str((entry.answers or {})["words"]))
    return {number: sorted(words) for number, words in sorted(found.items())}


def _outcomes(school: Schoolroom) -> dict[str, str]:
    numbers = {subject: str(file.person.number) for subject, file in school.desk.people.files().items()}
    return {
        number: school.desk.judging.verdict(subject, school.now).outcome
        for subject, number in sorted(numbers.items(), key=lambda one: one[1])
    }


# Whom words may mean ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "meant"),
    [
        (RowSubject(name="赵敏"), "07"),
        (RowSubject(name="赵敏", number="20230199"), "07"),
        (RowSubject(name="张伟"), "03 04"),
        (RowSubject(name="张伟", class_name=TWO, number="20230199"), "04"),
        (RowSubject(name="张伟", class_name="三年级3班"), "03 04"),
        (RowSubject(name="陈小宝", number="20230105"), "05 06"),
        (RowSubject(number="20230105"), "05"),
        (RowSubject(name="赵敏（走读）", class_name=TWO), "07"),
        (RowSubject(name="*李雪*"), "02"),
        (RowSubject(name="陈小宝38.5"), "06"),
        (RowSubject(name="陈大宝、陈小宝", class_name=TWO), "05 06"),
        (RowSubject(name="王小明 李雪"), "01 02"),
        (RowSubject(name="赵 敏（女）", class_name=TWO), "07"),
        (RowSubject(name="7号赵敏（走读）"), "07"),
        (RowSubject(name="三年级2班赵敏*"), "07"),
        (RowSubject(name="Miss Amy Smith"), "08"),
        (RowSubject(name="陈大宝和赵敏"), "05 07"),
        (RowSubject(name="赵敏妈妈"), "07"),
        (RowSubject(name="小明"), "01"),
        (RowSubject(name="王晓明", class_name=ONE), "01"),
        (RowSubject(name="王晓明"), ""),
        (RowSubject(name="李雪梅"), ""),
        (RowSubject(name="Smith, Amy"), "08"),
        (RowSubject(name="A Smith"), "08"),
        (RowSubject(name="Smith"), "08"),
        (RowSubject(name="Ben Jones", class_name=ONE), "09"),
        (RowSubject(name="Amy Smith, Ben Jones"), "08 09"),
        (RowSubject(name="Amy Smith (new)"), "08"),
        (RowSubject(name="Gus Whyte", class_name=ONE), "10"),
        (RowSubject(name="Amy Taylor"), ""),
        (RowSubject(number="20230199"), ""),
    ],
)
def test_whom_name_or_number_may_mean(who: RowSubject, meant: str) -> None:
    assert sorted(PerhapsMeant(PEOPLE).of(who)) == [f"202301{number}" for number in meant.split()]


def test_a_number_within_a_class_means_one_of_each_class_where_nothing_else_is_said() -> None:
    people = PeopleOnFile(
        [("a", {"name": "甲", "class_name": ONE, "number": "5"}), ("b", {"class_name": TWO, "number": "5"})]
    )
    assert PerhapsMeant(people).of(RowSubject(number="5")) == ("a", "b")
    assert PerhapsMeant(people).of(RowSubject(number="5", class_name=TWO)) == ("b",)
    assert PerhapsMeant(people).of(RowSubject(number="5", name="乙")) == ()


def test_who_has_another_document_is_not_meant_by_the_name_alone() -> None:
    people = PeopleOnFile([("a", {"name": "甲一", "class_name": ONE, "document_no": "140802201209010014"})])
    stranger = RowSubject(name="甲一", document="140802201301010017")
    assert PerhapsMeant(people).of(stranger) == ()
    assert PerhapsMeant(people).of(stranger._replace(class_name=ONE)) == ("a",)
    assert PerhapsMeant(people).of(stranger._replace(document="140802201209010041")) == ("a",)  # a slip away


@pytest.mark.parametrize(
    ("blank", "answers", "harmless"),
    [
        ("health", {"day": DAY, "temp_am": 36.9, "symptoms": [], "antipyretic": False}, True),
        ("health", {"day": DAY}, True),
        ("health", {"day": DAY, "temp_am": 37.2}, False),
        ("health", {"day": DAY, "symptoms": ["cough"]}, False),
        ("health", {"day": DAY, "temp_am": 36.5, "antipyretic": True}, False),
        ("test", {"sampled_at": DAY, "result": "negative", "lab": "二院"}, True),
        ("test", {"sampled_at": DAY}, False),
        ("test", {"result": "positive"}, False),
        ("code", {"checked_at": DAY, "colour": "green"}, True),
        ("code", {"colour": "green", "card_cities": ["460200"]}, False),
        ("code", {"checked_at": DAY}, False),
        ("illness", {"disease": "varicella"}, False),
        ("contact", {}, False),
    ],
)
def test_what_makes_nobody_worse(blank: str, answers: Answers, harmless: bool) -> None:
    assert is_harmless(DATA.blanks[blank], answers) == harmless


# What an intake keeps -----------------------------------------------------------------------------------------------


def test_rows_of_nobody_settled_are_kept_of_everybody_they_may_be_about(school: Schoolroom) -> None:
    head = ["日期", "学号", "班级", "姓名", "晨检体温"]
    rows: Rows = [
        head,
        [DAY, "20230105", "", "陈小宝", 38.1],  # the number of one, the name of the other
        [DAY, "20230199", "", "赵敏", 38.5],  # nobody's number
        [DAY, "", ONE, "王小明\n李雪", 38.9],
        [DAY, "", "", "张伟", 38.6],  # no class
        [DAY, "", TWO, "Smith, Amy", 36.5],  # well
    ]
    plan = school.plan({"晨检": rows})
    held = _held(school, plan)
    said = {number: words[0][-4:] for number, words in held.items()}
    assert said == {
        "20230101": "38.9", "20230102": "38.9", "20230103": "38.6", "20230104": "38.6", "20230105": "38.1",
        "20230106": "38.1", "20230107": "38.5",
    }  # fmt: skip
    assert plan.receipt().unread == len(said)


def test_a_class_that_is_asked_leaves_its_rows_unread_until_it_is_said(school: Schoolroom) -> None:
    rows: Rows = [["日期", "姓名", "晨检体温"], [DAY, "张伟", 38.9], [DAY, "赵敏", 38.9], [DAY, "李雪", 36.5]]
    plan = school.plan({"Sheet1": rows})
    assert [question.name for question in plan.questions] == ["class_name"]
    assert set(_held(school, plan)) == {"20230103", "20230104", "20230107"}
    school.take("登记.xlsx", Sheet1=rows)
    assert [number for number, one in _outcomes(school).items() if one != "ready"] == [
        "20230103", "20230104", "20230107",
    ]  # fmt: skip
    told: Rows = [["日期", "班级", "姓名", "晨检体温"], [DAY, TWO, "张伟", 38.9], [DAY, TWO, "赵敏", 36.9]]
    school.take("登记.xlsx", Sheet1=told)
    outcomes = _outcomes(school)
    assert (outcomes["20230103"], outcomes["20230104"]) == ("ready", "deferred")  # whose it was is known
    assert outcomes["20230107"] == "verify"  # another temperature is not that one


def test_an_hour_that_is_asked_leaves_its_temperatures_unread_until_it_is_said(school: Schoolroom) -> None:
    head = ["日期", "班级", "姓名", "体温", "症状"]
    rows: Rows = [
        head,
        [DAY, ONE, "王小明", 39.8, "无"],
        [DAY, ONE, "李雪", "发烫", ""],
        [DAY, TWO, "赵敏", 36.4, "无"],
        [DAY, TWO, "陈大宝", "未测", "无"],
    ]
    made = school.take("登记.xlsx", Sheet1=rows)
    assert [question.name for question in made.questions] == ["hour"]
    assert (made.unread, school.words("王小明"), school.words("李雪")) == (2, ["39.8"], ["发烫"])
    assert [number for number, one in _outcomes(school).items() if one != "ready"] == ["20230101", "20230102"]
    assert school.take("登记.xlsx", Sheet1=rows).unread == 2  # the same again
    noon: Rows = [["日期", "班级", "姓名", "午体温"], [DAY, ONE, "王小明", 36.6]]
    school.take("午检.xlsx", 午检=noon)
    assert school.words("王小明") == ["39.8"]  # another hour's answer is none
    school.take("登记.xlsx", Sheet1=[["日期", "班级", "姓名", "午体温"], [DAY, ONE, "王小明", 38.4]])
    assert (school.words("王小明"), _outcomes(school)["20230101"]) == ([], "deferred")


def test_days_beside_each_other_keep_an_open_hour_too(school: Schoolroom) -> None:
    days: list[list[Writing]] = [["班级", "姓名", "2026-11-13", "2026-11-16"]]
    days += [[TWO, name, 36.5, 36.6] for name in ("赵敏", "陈大宝", "陈小宝")]
    plan = school.plan({"体温": [*days, [ONE, "王小明", 36.5, 39.1], [ONE, "李雪", 36.4, "病"]]})
    assert _held(school, plan) == {"20230101": ["39.1"], "20230102": ["病"]}


def test_hidden_rows_are_not_taken_in_and_not_forgotten(school: Schoolroom) -> None:
    rows: list[list[Writing]] = [
        ["日期", "班级", "姓名", "晨检体温", "症状"],
        [DAY, ONE, "王小明", 38.9, "无"],
        [DAY, TWO, "赵敏", "烫", "无"],
        [DAY, ONE, "李雪", 36.6, "无"],
        [DAY, TWO, "陈大宝", 36.6, "无"],
    ]
    table = Table("晨检.xlsx", "晨检", rows, hidden_rows=frozenset({1, 2, 3}))
    made = school.take_in({"晨检": table})
    assert (made.added, made.unread, made.refused) == (1, 2, ())
    assert [number for number, one in _outcomes(school).items() if one != "ready"] == ["20230101", "20230107"]
    school.take("晨检.xlsx", 晨检=rows)
    assert (school.words("王小明"), _outcomes(school)["20230101"]) == ([], "deferred")


def test_a_list_of_the_ill_that_does_not_say_who_holds_everybody_it_may_name(school: Schoolroom) -> None:
    rows: Rows = [
        ["发热学生名单"],
        ["序号", "姓名", "备注"],
        [1, "赵敏", ""],
        [2, "张伟", ""],
        [3, "没有这人", "水痘"],
    ]
    plan = school.plan({"名单": rows})
    assert set(_held(school, plan)) == {"20230103", "20230104", "20230107"}


def test_a_survey_that_adds_somebody_called_like_somebody_on_file_holds_them(school: Schoolroom) -> None:
    head = ["姓名", "性别", "班级", "学号", "现住址", "家长电话", "日期", "早体温"]
    rows: Rows = [
        head,
        ["赵敏", "女", "", "20230199", "学府街", "13800000007", DAY, 38.8],
        ["李雪", "女", "三年级5班", "20230198", "学府街", "13800000007", DAY, 38.8],
        ["陈大宝", "男", TWO, "20230197", "学府街", "13800000007", DAY, 36.8],
    ]
    assert set(_held(school, school.plan({"登记": rows}))) == {"20230107"}


names = st.sampled_from(
    ["王小明", "张伟", "赵敏（走读）", "陈大宝、陈小宝", "小明", "Smith", "王晓明", "没有这人"]
)
numbers = st.sampled_from(["", "20230105", "20230199", "5"])
units = st.sampled_from(["", ONE, TWO, "三年级9班"])
temperatures = st.sampled_from(["36.5", "38.9", "病"])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(numbers, units, names, temperatures), min_size=1, max_size=4),
    st.sampled_from(["体温", "晨检体温"]),
)
def test_no_row_makes_anybody_better_and_no_fever_is_forgotten(
    school: Schoolroom, rows: list[tuple[str, str, str, str]], heading: str
) -> None:
    before = _outcomes(school)
    head = ["日期", "学号", "班级", "姓名", heading]
    made = school.take(Sheet1=[head, *([DAY, *row] for row in rows)])
    after = _outcomes(school)
    assert all(OUTCOMES.index(after[one]) >= OUTCOMES.index(before[one]) for one in before)
    known = [row for row in rows if row[2] not in {"没有这人", "王晓明"} and row[3] != "36.5"]
    assert not known or made.unread or made.added
    if made.act:
        school.desk.filing.undo(
            made.act
        )  # what a later row settles is better for a namesake, and no matter here
