"""Who it is: the school's own numbers, namesakes, names and headings as schools and their tools write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.facts import blank, divisions
from schoolprep.facts.heading_words import heading_key
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.record import Answers
from schoolprep.facts.steps import finish
from schoolprep.intake import Plan, plan_tables, take_in
from schoolprep.intake.alike import look_alikes
from schoolprep.intake.tables import Table
from schoolprep.intake.vocabulary import Vocabulary
from schoolprep.store import Key, School, Store, Who

BLANKS = blank.load()
DIVISIONS = divisions.load()
WORDS = Vocabulary(BLANKS)
DAY = date(2022, 8, 8)
Rows = Sequence[Sequence[Writing]]


class Office:
    """A school, and lists taken into it."""

    def __init__(self, store: Store, region: str) -> None:
        self.store = store
        self.region = region

    def plan(self, sheets: Mapping[str, Rows], file: str = "表.xlsx") -> Plan:
        tables = [Table(file, title, rows) for title, rows in sheets.items()]
        return finish(plan_tables(tables, self.store, BLANKS, DIVISIONS, self.region, today=DAY))

    def take(self, sheets: Mapping[str, Rows], *, accept: bool = False) -> Plan:
        made = self.plan(sheets)
        take_in(self.store, made, accept)
        return made

    def people(self) -> list[Answers]:
        found = [one.answers or {} for one in self.store.current() if one.blank == "person"]
        return sorted(found, key=lambda answers: (str(answers.get("number")), str(answers.get("name"))))

    def of(self, blank_id: str) -> list[tuple[str, Answers]]:
        """The records of a blank, each with the number or name of whom it is about."""
        about = {one.subject: one.answers or {} for one in self.store.current() if one.blank == "person"}
        return sorted(
            (str(about[one.subject].get("number", about[one.subject].get("name"))), one.answers or {})
            for one in self.store.current()
            if one.blank == blank_id
        )


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    school = School(name="一中", region="140802", profile="yuncheng-2022")
    with Store.create(tmp_path / "school.schoolprep", Key.random(), school, Who("校医", "desk")) as opened:
        yield Office(opened, "140802")


# Headings -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("1、学生姓名", "name"), ("(3) 班级", "class_name"), ("Q4_姓名", "name"), ("第5题 班级", "class_name"),
        ("您的姓名：", "name"), ("请填写您孩子的姓名", "name"), ("您的姓名是？", "name"), ("①姓名", "name"),
        ("学生姓名（必填）", "name"), ("*姓名", "name"), ("真实姓名", "name"), ("student_name", "name"),
        ("sname", "name"), ("이름", "name"), ("nom_prenom", "name"), ("Patient_Name", "name"), ("full name", "name"),
        ("student/name", "name"), ("group_a1/name", "name"), ("学生学号", "number"), ("学籍号", "register_no"),
        ("CHILD_DATE_OF_BIRTH", "birth_date"), ("父亲姓名", "guardian"), ("母亲电话", "guardian2_phone"),
        ("PARENT_1_NAME", "guardian"), ("mother/name", ""), ("姓名/班级", ""), ("班主任", ""), ("班主任电话", ""),
    ],
)  # fmt: skip
def test_headings_as_tools_and_people_write_them(heading: str, field: str) -> None:
    assert WORDS.fields(heading).get("person", "") == field


def test_a_number_before_a_heading_is_no_day_and_no_span() -> None:
    assert heading_key("8.8体温") != heading_key("体温")
    assert heading_key("14天内有无旅居史") != heading_key("天内有无旅居史")
    assert heading_key("24小时核酸") != heading_key("小时核酸")


def test_no_two_headings_of_a_form_become_one() -> None:
    for form in BLANKS.values():
        known: dict[str, str] = {}
        for field in form.field:
            halves = (*field.given, *field.middle, *field.family)
            for heading in (*field.all_headings, *halves):
                assert known.setdefault(heading_key(heading), field.name) == field.name, heading


_ALL = [
    (form.id, field.name, one) for form in BLANKS.values() for field in form.field for one in field.headings
]


@given(
    st.sampled_from(_ALL),
    st.sampled_from(["{}（必填）", "3、{}", "(12) {}", "Q7_{}", "*{}", "请填写{}", "{}：", "⑤{}"]),
)
def test_what_is_put_around_a_heading_changes_nothing(known: tuple[str, str, str], around: str) -> None:
    form, field, heading = known
    assert WORDS.fields(around.format(heading)).get(form) == field


# Numbers of the school ----------------------------------------------------------------------------------------------


def test_a_number_is_enough_to_be_somebody_and_tells_namesakes_apart(office: Office) -> None:
    roll: Rows = [
        ["学号", "姓名", "性别"], ["2022070301", "李雷", "男"], [2022070302, "韩梅", "女"], ["2022070303", "韩梅", "女"]
    ]  # fmt: skip
    tests: Rows = [
        ["学号", "采样时间", "结果"],
        ["2022070301", "2022-08-07 09:10", "阴性"],
        ["2022070303", "2022-08-07 09:20", "阴性"],
    ]  # fmt: skip
    made = office.take({"名单": roll, "核酸检测": tests})
    assert (made.receipt().added, made.receipt().refused, made.doubtful) == (5, (), [])
    assert [one["number"] for one in office.people()] == ["2022070301", "2022070302", "2022070303"]
    assert [number for number, _ in office.of("test")] == ["2022070301", "2022070303"]
    again = office.plan({"名单": roll, "核酸检测": tests}).receipt()
    assert (again.added, again.changed, again.unchanged) == (0, 0, 5)


def test_zeros_that_a_spreadsheet_dropped_make_nobody_else(office: Office) -> None:
    office.take({"人员": [["学号", "姓名", "班级"], ["00701", "王明", "七年级1班"]]})
    made = office.plan({"健康监测": [["学号", "日期", "早体温"], [701, "2022-08-08", 36.5]]})
    assert not made.receipt().refused and len(made.steps) == 1


def test_a_number_of_another_name_is_asked(office: Office) -> None:
    office.take({"人员": [["学号", "姓名", "班级"], ["20220701", "陈晨", "七年级1班"]]})
    made = office.plan({"人员": [["学号", "姓名", "班级"], ["20220701", "陈辰", "七年级1班"]]})
    assert [(one.was, one.now, one.repair) for one in made.doubtful[:1]] == [("陈辰", "陈晨", "name-differs")]
    assert [one.repair for one in made.doubtful[1:]] == ["new-people-near"] and not made.steps
    daily: Rows = [["学号", "姓名", "日期", "早体温"], ["20220701", "李红", "2022-08-08", 36.5]]
    made = office.plan({"健康监测": daily})
    assert [(one.was, one.now, one.repair) for one in made.doubtful] == [("李红", "陈晨", "name-differs")]


def test_another_number_for_one_name_and_class_is_asked_unless_both_are_written(office: Office) -> None:
    head = ["学号", "姓名", "班级"]
    office.take({"人员": [head, ["20220701", "陈晨", "七年级1班"]]})
    one = office.plan({"人员": [head, ["20220799", "陈晨", "七年级1班"]]})
    assert [change.repair for change in one.doubtful] == [
        "number-differs",
        "new-people-near",
    ] and not one.steps
    two = office.take({"人员": [head, ["20220701", "陈晨", "七年级1班"], ["20220799", "陈晨", "七年级1班"]]})
    assert (two.receipt().added, two.receipt().unchanged, two.doubtful) == (1, 1, [])
    assert not two.settled.alike


def test_one_number_beside_two_names_is_nobodys(office: Office) -> None:
    made = office.take(
        {
            "人员": [
                ["学号", "姓名", "班级"],
                ["20220701", "陈晨", "七年级1班"],
                ["20220701", "李红", "七年级1班"],
            ]
        }
    )
    assert [one.problem.code for one in made.receipt().refused] == ["intake.shared-number"] * 2
    assert [(one["name"], one.get("number")) for one in office.people()] == [("李红", None), ("陈晨", None)]


def test_a_number_that_is_on_file_for_somebody_else_waits_beside_a_document(office: Office) -> None:
    office.take({"人员": [["学号", "姓名", "班级"], ["20220701", "陈晨", "七年级1班"]]})
    made = office.plan(
        {
            "人员": [
                ["证件号", "学号", "姓名", "班级"],
                ["140802200901200530", "20220701", "李雷", "七年级1班"],
            ]
        }
    )
    assert [one.repair for one in made.doubtful] == ["number-taken"]
    assert [step.entry.answers and step.entry.answers.get("number") for step in made.steps] == [None]


def test_a_number_within_a_class_means_nobody_by_itself(office: Office) -> None:
    roll: Rows = [
        ["学号", "姓名", "班级"],
        [1, "陈晨", "七年级1班"],
        [2, "陈晨", "七年级1班"],
        [1, "李红", "七年级2班"],
    ]
    office.take({"人员": roll})
    daily: Rows = [
        ["学号", "姓名", "班级", "日期", "早体温"],
        [2, "陈晨", "七年级1班", "2022-08-08", 36.2],
        [1, "", "七年级2班", "2022-08-08", 36.3],
        [1, "", "", "2022-08-08", 36.4],
    ]
    made = office.take({"健康监测": daily})
    assert [(number, one["temp_am"]) for number, one in office.of("health")] == [("1", 36.3), ("2", 36.2)]
    assert [one.problem.code for one in made.receipt().refused] == ["intake.number-in-class"]


def test_a_register_number_means_the_person_of_its_identity_number(office: Office) -> None:
    office.take({"人员": [["证件号", "姓名", "班级"], ["140802200901200530", "李雷", "七年级1班"]]})
    made = office.plan(
        {"健康监测": [["学籍号", "日期", "早体温"], ["G140802200901200530", "2022-08-08", 36.5]]}
    )
    assert len(made.steps) == 1 and not made.receipt().refused
    made = office.plan({"人员": [["学籍号", "学号", "姓名"], ["G140802200901200530", "20220701", "李雷"]]})
    assert [step.before is None for step in made.steps] == [False]


@pytest.mark.parametrize(
    ("heading", "cells", "given"),
    [
        ("编号", ["20220701", "20220702"], True), ("ID", ["S1044", "S1051"], True), ("No.", ["A0001", "A0002"], True),
        ("编号", ["1", "2"], False), ("编号", ["20220701", "20220701"], False),
        ("序号", ["20220701", "20220702"], False),
    ],
)  # fmt: skip
def test_a_number_beside_a_name_is_the_schools_where_it_counts_no_rows(
    office: Office, heading: str, cells: list[str], given: bool
) -> None:
    names = ["陈晨", "李红"]
    rows = [[number, name, "七年级1班"] for number, name in zip(cells, names, strict=True)]
    office.take({"Sheet1": [[heading, "姓名", "班级"], *rows]})
    assert [one.get("number") for one in office.people()] == (cells if given else [None, None])


# Namesakes ----------------------------------------------------------------------------------------------------------

_TWICE: Rows = [
    ["姓名", "班级", "联系电话"],
    ["陈晨", "七年级1班", "13800138001"],
    ["陈晨", "七年级1班", "13800138002"],
]
_AGAIN: Rows = [
    ["姓名", "班级", "联系电话"],
    ["陈晨", "七年级1班", "13800138001"],
    ["陈晨", "七年级1班", "13800138001"],
]


def test_two_rows_of_one_name_and_class_are_asked(office: Office) -> None:
    made = office.plan({"人员": _TWICE})
    assert [(one.cell, one.repair) for one in made.doubtful] == [("A3", "namesake")]
    office.take({"人员": _TWICE}, accept=True)
    assert sorted(str(one["phone"]) for one in office.people()) == ["13800138001", "13800138002"]
    again = office.plan({"人员": [_TWICE[0], _TWICE[2], _TWICE[1]]}).receipt()
    assert (again.added, again.changed, again.unchanged, again.refused) == (0, 0, 2, ())


def test_a_row_that_stands_twice_is_asked_and_is_one_person(office: Office) -> None:
    made = office.plan({"人员": _AGAIN})
    assert [one.repair for one in made.doubtful] == ["row-again"]
    office.take({"人员": _AGAIN}, accept=True)
    assert len(office.people()) == 1


def test_where_one_of_two_namesakes_is_on_file_nobody_guesses_which(office: Office) -> None:
    office.take({"人员": [["姓名", "班级"], ["陈晨", "七年级1班"]]})
    made = office.plan({"人员": _TWICE})
    assert [one.problem.code for one in made.receipt().refused] == ["intake.namesakes"] * 2
    assert not made.steps


def test_whoever_is_not_the_one_with_the_number_can_be_made_without_it(office: Office) -> None:
    head = ["学号", "姓名", "班级"]
    office.take({"人员": [head, ["20220701", "陈晨", "七年级1班"]]})
    made = office.plan({"人员": [head, ["20220701", "王浩", "七年级2班"]]})
    others = [one for one in made.doubtful if one.repair == "new-people-near"]
    take_in(office.store, made, [made.doubtful.index(one) for one in others])
    assert [(one["name"], one.get("number")) for one in office.people()] == [
        ("陈晨", "20220701"),
        ("王浩", None),
    ]


def test_who_was_given_another_number_with_another_class_is_worth_a_look(office: Office) -> None:
    office.take(
        {
            "人员": [
                ["学号", "姓名", "班级"],
                ["20220701", "陈晨", "七年级1班"],
                ["20220702", "李红", "七年级1班"],
            ]
        }
    )
    made = office.plan(
        {
            "人员": [
                ["学号", "姓名", "班级"],
                ["20230801", "陈晨", "八年级1班"],
                ["20230809", "李红", "九年级9班"],
            ]
        }
    )
    assert [one.why for one in made.settled.alike] == [("alike-moved-up",)]


# Names and guardians ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heads", "row", "name"),
    [
        (["First name", "Last name"], ["Tom", "Reed"], "Tom Reed"),
        (["Surname", "Forename"], ["Reed", "Tom"], "Tom Reed"),
        (["familyName", "givenName"], ["Reed", "Tom"], "Tom Reed"),
        (["Nachname", "Vorname"], ["Müller", "Jörg"], "Jörg Müller"),
        (["Nom", "Prénom"], ["Durand", "Zoë"], "Zoë Durand"),
        (["CHILD_FIRST_NAME", "CHILD_LAST_NAME"], ["Siân", "Price"], "Siân Price"),
        (["First name", "Middle name", "Last name"], ["Ann", "B.", "Lee"], "Ann B. Lee"),
        (["person.lastName", "person.firstName"], ["王", "小明"], "王小明"),
        (["姓", "名"], ["欧阳", "娜娜"], "欧阳娜娜"),
        (["姓", "名"], ["ZHANG", "WEI"], "ZHANG WEI"),
    ],
)  # fmt: skip
def test_a_name_in_two_columns(tmp_path: Path, heads: list[str], row: list[str], name: str) -> None:
    school = School(name="School", region="", profile="uk-school-today")
    with Store.create(tmp_path / "school.schoolprep", Key.random(), school, Who("Nurse", "desk")) as opened:
        made = Office(opened, "").take({"Sheet1": [[*heads, "Class", "Roll no."], [*row, "9B", "4711"]]})
        assert [one["name"] for one in Office(opened, "").people()] == [name], made.receipt()


def test_a_teachers_name_beside_a_pupils_is_nobody_of_the_list(office: Office) -> None:
    office.take({"人员": [["学生姓名", "班级", "教师姓名"], ["王明", "七年级1班", "钱老师"]]})
    assert [one["name"] for one in office.people()] == ["王明"]


def test_half_a_name_is_no_name(office: Office) -> None:
    made = office.plan({"人员": [["First name", "Class", "Student ID"], ["Tom", "9B", "4711"]]})
    assert not any("name" in (step.entry.answers or {}) for step in made.steps)


def test_guardians_are_guardians(office: Office) -> None:
    rows: Rows = [
        ["姓名", "班级", "父亲姓名", "父亲电话", "母亲姓名", "母亲电话", "班主任"],
        ["王明", "七年级1班", "王强", "13800138001", "李梅", "13900139002", "赵老师"],
        ["李红", "七年级1班", "", "", "周兰", "13900139003", "赵老师"],
    ]
    made = office.take({"人员": rows})
    assert not made.receipt().left_out
    people = {str(one["name"]): one for one in office.people()}
    assert {key: value for key, value in people["王明"].items() if key.startswith("guardian")} == {
        "guardian": "王强", "guardian_phone": "13800138001", "guardian_relation": "父亲",
        "guardian2": "李梅", "guardian2_phone": "13900139002", "guardian2_relation": "母亲",
    }  # fmt: skip
    assert "guardian_relation" not in people["李红"] and people["李红"]["guardian2_relation"] == "母亲"


@pytest.mark.parametrize(
    "cell",
    ["13800138001(爸)、13900139002(妈)", "爸：13800138001 妈：13900139002", "父13800138001，母13900139002"],
)
@pytest.mark.parametrize("heading", ["家长电话", "联系电话"])
def test_two_telephones_in_a_cell_are_two(office: Office, cell: str, heading: str) -> None:
    office.take(
        {
            "人员": [
                ["姓名", "班级", heading],
                ["王明", "七年级1班", cell],
                ["李红", "七年级1班", "13700137000"],
            ]
        }
    )
    people = {str(one["name"]): one for one in office.people()}
    assert {key: value for key, value in people["王明"].items() if "guardian" in key or key == "phone"} == {
        "guardian_phone": "13800138001", "guardian_relation": "父亲",
        "guardian2_phone": "13900139002", "guardian2_relation": "母亲",
    }  # fmt: skip
    assert people["李红"].get("phone", people["李红"].get("guardian_phone")) == "13700137000"


def test_two_bare_numbers_under_the_pupil_are_nobodys(office: Office) -> None:
    made = office.plan(
        {"人员": [["姓名", "班级", "联系电话"], ["王明", "七年级1班", "13800138001/13900139002"]]}
    )
    assert [one.problem.code for one in made.receipt().refused] == ["kinds.phone-several"]


def test_two_people_on_file_with_one_number_are_worth_a_look() -> None:
    people: dict[str, Answers] = {
        "a": {"name": "陈晨", "number": "20220701"}, "b": {"name": "李红", "number": "020220701"},
        "c": {"name": "王明", "number": "7"}, "d": {"name": "赵磊", "number": "7"},
    }  # fmt: skip
    assert [(one.one, one.other, one.why) for one in look_alikes(people)] == [
        ("a", "b", ("alike-same-number",))
    ]
