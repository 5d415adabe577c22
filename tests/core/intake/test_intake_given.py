"""What a sheet gives once for all its rows: found in title, sheet and file name, said by a person, asked once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schoolprep.facts import blank, divisions
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers
from schoolprep.facts.steps import finish
from schoolprep.intake import Choices, Plan, plan_tables, remembered_layouts, replan, take_in
from schoolprep.intake.sheets import ToldOnce
from schoolprep.intake.spoken import SheetWords, spoken
from schoolprep.intake.tables import Table
from schoolprep.store import Key, School, Store, Who

BLANKS, DIVISIONS = blank.load(), divisions.load()
ROLL = Table(
    "名册.xlsx",
    "人员",
    [["姓名", "班级"], ["李雷", "七年级3班"], ["韩梅", "七年级3班"], ["王浩", "七年级4班"]],
)
CHECK = [["姓名", "体温"], ["李雷", "36.5"], ["韩梅", "37.9"]]


class Room:
    """A school with three pupils, and tables planned for it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        take_in(store, self.plan(ROLL))

    def plan(self, *tables: Table, choices: Choices | None = None) -> Plan:
        return finish(plan_tables(tables, self.store, BLANKS, DIVISIONS, "140802", choices=choices))

    def again(self, made: Plan, choices: Choices) -> Plan:
        return finish(replan(made, choices, DIVISIONS, "140802"))

    def answers(self, name: str) -> list[Answers]:
        return [one.answers or {} for one in self.store.current() if one.blank == name]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    school = School(name="一中", region="140802", profile="yuncheng-2022")
    with Store.create(tmp_path / "school.schoolprep", Key.random(), school, Who("校医", "desk")) as opened:
        yield Room(opened)


def _told(made: Plan, at: int = 0) -> dict[str, tuple[str, str]]:
    told: tuple[ToldOnce, ...] = made.pages[at].told
    return {one.name: (one.writing, one.by) for one in told}


def _filed(made: Plan) -> list[Answers]:
    return [step.entry.answers or {} for step in made.steps]


def test_a_column_beside_the_temperature_says_the_hour_of_each_row(room: Room) -> None:
    """A county system's sheet has a row for each time of day; an hour nobody can read is no other hour."""
    head = ["姓名", "班级", "日期", "体温", "填报时段（晨/午/晚）"]
    rows = [
        ("李雷", "36.5", "晨"),
        ("李雷", "38.6", "晚"),
        ("韩梅", "36.4", "午检"),
        ("韩梅", "37.0", "课间"),
    ]
    cells = [[name, "七年级3班", "2022-08-08", temp, hour] for name, temp, hour in rows]
    made = room.plan(Table("晨检.xlsx", "县", [head, *cells]))
    assert made.questions == ()
    day = {"day": "2022-08-08"}
    assert _filed(made) == [day | {"temp_am": 36.5, "temp_pm": 38.6}, day | {"temp_noon": 36.4}]
    assert [(one.cell, one.problem.code) for one in made.refused] == [("D5", "kinds.temperature-unreadable")]


@pytest.mark.parametrize(
    ("file", "sheet", "said"),
    [
        ("七年级3班2022年8月8日晨检.xlsx", "Sheet1", {"day": "2022-08-08", "temp_am": 37.9}),
        ("2022-08-08/七年级3班/午检.xlsx", "Sheet1", {"day": "2022-08-08", "temp_noon": 37.9}),
        ("表.xlsx", "七(3)班20220808晚检", {"day": "2022-08-08", "temp_pm": 37.9}),
        ("八年级1班2022-08-01.xlsx", "七年级3班2022.8.8晨检", {"day": "2022-08-08", "temp_am": 37.9}),
    ],
)  # fmt: skip
def test_class_day_and_hour_of_the_nearest_name(room: Room, file: str, sheet: str, said: Answers) -> None:
    made = room.plan(Table(file, sheet, CHECK))
    assert made.questions == ()
    assert _filed(made)[1] == said


def test_a_file_of_two_classes_gives_none(room: Room) -> None:
    made = room.plan(Table("七年级3班4班 2022年8月8日晨检.xlsx", "Sheet1", CHECK))
    assert [one.name for one in made.questions] == ["class_name"]


@pytest.mark.parametrize("file", ["晨午检 2022-08-08 七年级3班.xlsx", "体温 2022-08-08 七年级3班.xlsx"])
def test_an_hour_that_nothing_says_is_asked_once(room: Room, file: str) -> None:
    made = room.plan(Table(file, "Sheet1", CHECK))
    (question,) = made.questions
    assert (question.name, question.cell, question.rows) == ("hour", "B1", 2)
    assert (made.receipt().refused, made.receipt().left_out, made.steps) == ((), (), [])
    again = room.again(made, made.choices.with_given(question.place, "hour", "temp_noon"))
    assert [one["temp_noon"] for one in _filed(again)] == [36.5, 37.9]
    assert again.questions == ()


def test_what_is_lacking_is_one_question_and_not_a_refusal_a_row(room: Room) -> None:
    made = room.plan(Table("表.xlsx", "晨检", CHECK))
    assert [(one.name, one.rows) for one in made.questions] == [("class_name", 2), ("day", 2)]
    receipt = made.receipt()
    assert (receipt.refused, receipt.needs_somebody) == ((), True)
    assert [one["given"] for one in receipt.json()["asked"]] == ["class_name", "day"]
    place = made.questions[0].place
    one = room.again(made, made.choices.with_given(place, "class_name", "七(3)班"))
    assert [question.name for question in one.questions] == ["day"]
    both = room.again(made, one.choices.with_given(place, "day", "2022-08-08"))
    assert both.questions == ()
    assert take_in(room.store, both).added == 2
    assert sorted(str(one["temp_am"]) for one in room.answers("health")) == ["36.5", "37.9"]


def test_a_person_goes_before_the_sheet_and_can_turn_it_off(room: Room) -> None:
    made = room.plan(Table("七年级4班2022-08-08晨检.xlsx", "Sheet1", CHECK))
    assert _told(made)["class_name"] == ("七年级4班", "file")
    place = made.pages[0].table.place
    put_right = room.again(made, made.choices.with_given(place, "class_name", "七年级3班"))
    assert _told(put_right)["class_name"] == ("七年级3班", "person")
    assert len(put_right.steps) == 2
    off = room.again(made, made.choices.with_given(place, "class_name", ""))
    assert [one.name for one in off.questions] == ["class_name"]


def test_what_is_said_of_a_layout_yields_to_what_a_sheet_says(room: Room) -> None:
    tables = (
        Table("一.xlsx", "七年级3班2022-08-08晚检", CHECK),
        Table("一.xlsx", "七年级3班2022-08-09", CHECK),
    )
    made = room.plan(*tables)
    (question,) = made.questions
    again = room.again(made, made.choices.with_given_alike(question.layout, "hour", "temp_am"))
    assert [sorted(one) for one in _filed(again)] == [["day", "temp_pm"]] * 2 + [["day", "temp_am"]] * 2


def test_any_field_can_be_given_once(room: Room) -> None:
    made = room.plan(
        Table("表.xlsx", "七年级3班", [["姓名", "采样时间"], ["李雷", "2022-08-07"], ["韩梅", "2022-08-07"]])
    )
    again = room.again(made, made.choices.with_given(made.pages[0].table.place, "test.result", "阴性"))
    assert [one["result"] for one in _filed(again)] == ["negative"] * 2


def test_a_workbook_of_which_nothing_is_known_is_no_dead_end(room: Room) -> None:
    rows = [["昵称", "说明"], ["甲", "乙"], ["花名", "所属单位", "度数"], ["李雷", "七年级3班", "36.5"]]
    made = room.plan(Table("未知.xlsx", "Sheet1", rows))
    assert [one.problem.code for one in made.receipt().left_out] == [
        "intake.nothing-known",
        "intake.unknown-sheet",
    ]
    choices = made.choices.with_header(made.pages[0].table.place, 3)
    read = room.again(made, choices)
    key = read.pages[0].key
    said = (
        choices.with_column(key, "花名", "person.name")
        .with_column(key, "所属单位", "person.class_name")
        .with_column(key, "度数", "health.temp_am")
    )
    done = room.again(read, said)
    assert [one.name for one in done.questions] == ["day"]
    day = said.with_given(done.pages[0].table.place, "day", "2022-08-08")
    assert _filed(room.again(done, day)) == [{"day": "2022-08-08", "temp_am": 36.5}]


def test_what_goes_back_has_a_column_for_what_is_missing_and_comes_in_with_it(room: Room) -> None:
    rows = [["学校体温表"], ["姓名", "早体温"], ["李雷", "36.5"], ["王浩", "36.6"]]
    made = room.plan(Table("表.xlsx", "体检", rows))
    (book,) = made.returned(made.receipt())
    (sheet,) = book.sheets
    assert [list(row) for row in sheet.cells] == [
        ["学校体温表"], ["姓名", "早体温", "班级", "日期"], ["李雷", "36.5"], ["王浩", "36.6"],
    ]  # fmt: skip
    assert {(at, mark.field.name if mark.field else "") for at, mark in sheet.marks.items()} == {
        ((2, 2), "class_name"), ((3, 2), "class_name"), ((2, 3), "day"), ((3, 3), "day"),
    }  # fmt: skip
    day = "2022-08-08"
    filled = [*sheet.cells[:2], ["李雷", "36.5", "七年级3班", day], ["王浩", "36.6", "七年级4班", day]]
    again = room.plan(Table("表.xlsx", "体检", filled))
    assert (again.questions, len(again.steps)) == ((), 2)


def test_a_heading_without_its_hour_goes_back_with_every_row(room: Room) -> None:
    made = room.plan(Table("表.xlsx", "七年级3班2022-08-08", CHECK))
    ((sheet,),) = [book.sheets for book in made.returned(made.receipt())]
    assert [list(row) for row in sheet.cells] == CHECK
    ((at, mark),) = sheet.marks.items()
    assert (at, mark.problems[0].code) == ((0, 1), "intake.ask-hour")


def test_a_cell_written_anew_is_read_so_and_told(room: Room) -> None:
    table = Table(
        "表.xlsx",
        "晨检",
        [["日期", "班级", "姓名", "早体温"], ["2022-08-08", "七年级3班", "李雷", "三十六度五"]],
    )
    made = room.plan(table)
    (refused,) = made.receipt().refused
    again = room.again(made, made.choices.with_cell((refused.file, refused.sheet, refused.cell), "36.5"))
    assert _filed(again) == [{"day": "2022-08-08", "temp_am": 36.5}]
    receipt = again.receipt()
    assert receipt.refused == ()
    assert [(one.cell, one.was, one.now, one.repair) for one in receipt.repaired] == [
        ("D2", "三十六度五", "36.5", "by-hand")
    ]
    assert take_in(room.store, again).added == 1


def test_the_receipt_tells_each_answer_that_changes(room: Room) -> None:
    sheet = [["姓名", "班级", "性别"], ["李雷", "七年级3班", "男"], ["韩梅", "七年级3班", "女"]]
    take_in(room.store, room.plan(Table("表.xlsx", "人员", sheet)))
    sheet[1][2] = "女"
    (correction,) = room.plan(Table("表.xlsx", "人员", sheet)).receipt().json()["changes"]
    assert correction == {
        "file": "表.xlsx", "sheet": "人员", "cell": "C2", "name": "李雷", "class_name": "七年级3班",
        "target": "person.sex", "label": {"zh": "性别", "en": "Sex"}, "was": {"zh": "男", "en": "Male"},
        "now": {"zh": "女", "en": "Female"},
    }  # fmt: skip


def test_words_of_a_command_line_are_the_same_choices(room: Room) -> None:
    rows = [["某校", "说明"], ["花名", "所属单位", "度数"], ["李雷", "七年级3班", "36.5"]]
    made = room.plan(Table("未知.xlsx", "Sheet1", rows))
    words = SheetWords(
        "Sheet1", 2, "", ["A=姓名", "所属单位=person.class_name", "C=早体温"], ["day=2022-08-08"]
    )
    assert _filed(spoken(made, words, room.again)) == [{"day": "2022-08-08", "temp_am": 36.5}]
    hour = room.plan(Table("七年级3班2022-08-08.xlsx", "Sheet1", CHECK))
    for said in ("hour=午体温", "hour=temp_noon", "hour=Noon"):
        assert "temp_noon" in _filed(spoken(hour, SheetWords(given=[said]), room.again))[0]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (SheetWords(sheet="没有"), "intake.no-such-sheet"),
        (SheetWords(columns=["Z=person.name"]), "intake.no-such-column"),
        (SheetWords(columns=["A=爱好"]), "intake.no-such-field"),
        (SheetWords(given=["school=一中"]), "intake.no-such-field"),
        (SheetWords(blank="菜谱"), "intake.no-such-blank"),
        (SheetWords(header=99), "intake.no-such-row"),
    ],
)
def test_words_that_mean_nothing_are_said(room: Room, words: SheetWords, code: str) -> None:
    with pytest.raises(CallError) as wrong:
        spoken(room.plan(Table("表.xlsx", "Sheet1", CHECK)), words, room.again)
    assert wrong.value.problem.code == code


def test_what_was_said_is_remembered_and_a_class_only_offered(room: Room) -> None:
    made = room.plan(Table("张老师体温 8.8.xlsx", "Sheet1", CHECK))
    unit, day, hour = made.questions
    said = (
        made.choices.with_given(unit.place, "class_name", "七年级3班")
        .with_given(day.place, "day", "2022-08-08")
        .with_given_alike(hour.layout, "hour", "temp_noon")
    )
    memory = remembered_layouts.learned({}, said, room.again(made, said).pages)
    recalled = remembered_layouts.recalled(remembered_layouts.load(remembered_layouts.dump(memory)))
    again = room.plan(Table("张老师体温 8.9(1).xlsx", "Sheet1", CHECK), choices=recalled)
    assert [(one.name, one.offered) for one in again.questions] == [
        ("class_name", "七年级3班"),
        ("day", "8.9"),
    ]
    other = room.plan(Table("李老师体温 8.9.xlsx", "Sheet1", CHECK), choices=recalled)
    assert [(one.name, one.offered) for one in other.questions] == [("class_name", ""), ("day", "8.9")]
    assert made.questions[2].name == "hour"


def test_what_stands_in_a_column_that_is_not_used_is_never_called_empty(room: Room) -> None:
    rows = [["日期", "班级", "姓名", "早体温", "今日心情"], ["2022-08-08", "七年级3班", "李雷", "", "开心"],
            ["2022-08-08", "七年级3班", "韩梅", "", ""]]  # fmt: skip
    receipt = room.plan(Table("表.xlsx", "健康监测", rows)).receipt()
    assert [(one.problem.code, one.cell) for one in receipt.left_out if one.cell != "E1"] == [
        ("intake.row-unused", "C2"), ("intake.row-unanswered", "C3"),
    ]  # fmt: skip
