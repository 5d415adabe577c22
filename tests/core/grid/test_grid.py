"""The class sheet: cells through the gate, kept at once, filed as one act, and the rest said as one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schoolprep import grid
from schoolprep.desk import Data, Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.words import say_problem
from schoolprep.grid import GridPlace, Purposes, Sheet, rest_of
from schoolprep.grid.rest import file_rest
from schoolprep.store import Key, School, Store, Who
from tests.program import program_data

ON = Moment.parse("2022-08-08T22:00")
NAMES = ("王小明", "李雷", "韩梅", "赵子涵", "孙悦")


@pytest.fixture(scope="module")
def data() -> Data:
    return program_data()


@pytest.fixture(scope="module")
def purposes(data: Data) -> Purposes:
    return data.purposes


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "school.schoolprep"


@pytest.fixture
def desk(path: Path, data: Data) -> Iterator[Desk]:
    school = School(name="盐湖区实验中学", region="140802", profile="yuncheng-2022")
    made = Desk(Store.create(path, Key.random(), school, Who("王老师", "device-of-the-tests")), data)
    made.filing.append(
        Entry(blank="person", subject=f"p{at}", answers={
            "category": "student", "name": name, "class_name": "七年级1班",
        })
        for at, name in enumerate(NAMES)
    )  # fmt: skip
    yield made
    made.close()


@pytest.fixture
def health(desk: Desk, purposes: Purposes) -> Sheet:
    return Sheet(desk, purposes["health"], list(desk.people.subjects()), ON)


@pytest.fixture
def back(desk: Desk, purposes: Purposes) -> Sheet:
    return Sheet(desk, purposes["return"], list(desk.people.subjects()), ON)


def at(sheet: Sheet, row: int, column: str) -> GridPlace:
    return GridPlace(row, [one.id for one in sheet.columns].index(column))


def write(sheet: Sheet, row: int, column: str, text: str) -> GridPlace:
    place = at(sheet, row, column)
    sheet.put({place: text})
    return place


def filed(desk: Desk, subject: str, blank_id: str) -> list[Answers]:
    return [one.answers or {} for one in desk.people.records(subject) if one.blank == blank_id]


@pytest.mark.parametrize(
    ("column", "typed", "shown"),
    [
        ("health.temp_am", "365", "36.5"),
        ("health.symptoms", "发烧", "发热"),
        ("health.antipyretic", "n", "否"),
        ("travel", "无", "无"),
        ("travel", "三亚吉阳 7.25-8.1", "三亚吉阳区 07-25 08-01"),
        ("travel", "三亚吉阳 迎宾路5号 7.25", "三亚吉阳区 迎宾路5号 07-25"),
        ("travel", "三亚吉阳 7.25 8.1；海口秀英 8.1 8.3", "三亚吉阳区 07-25 08-01; 海口秀英区 08-01 08-03"),
    ],
)
def test_a_cell_shows_what_was_understood(health: Sheet, column: str, typed: str, shown: str) -> None:
    cell = health.cell(write(health, 0, column, typed))
    assert (cell.text, cell.state, cell.writing) == (shown, "written", typed)


@pytest.mark.parametrize(
    ("column", "typed", "says"),
    [
        ("health.temp_am", "正常", "体温"),
        ("travel", "吉阴区 7.25 8.1", "吉阴区"),
        ("travel", "三亚吉阴区 7.25 8.1", "请确认"),
        ("travel", "三亚吉阳 七月底", "七月底"),
        ("travel", "三亚吉阳 8.1 7.25", "早于"),
        ("travel", "三亚吉阳 7.25 8.1 8.2", "F4"),
        ("health.symptoms", "怪怪的38", ""),
    ],
)
def test_a_cell_that_is_not_understood_says_so_and_keeps_what_was_written(
    health: Sheet, column: str, typed: str, says: str
) -> None:
    place = write(health, 0, column, typed)
    cell = health.cell(place)
    assert cell.text == typed
    assert cell.problem is not None
    assert says in say_problem(cell.problem, "zh")
    assert [where for where, _ in health.problems()] == [place]


def test_two_tests_on_one_line_with_signs_for_the_results(back: Sheet, desk: Desk) -> None:
    assert back.cell(write(back, 0, "test", "8.6 9:00-;8.7+")).text == "08-06 09:00 阴性; 08-07 阳性"
    back.file()
    assert filed(desk, "p0", "test") == [
        {"sampled_at": "2022-08-06T09:00", "result": "negative"},
        {"sampled_at": "2022-08-07", "result": "positive"},
    ]


def test_filing_is_one_act_and_leaves_what_is_not_in_order(health: Sheet, desk: Desk) -> None:
    write(health, 0, "health.temp_am", "365")
    write(health, 1, "health.temp_am", "正常")
    write(health, 2, "travel", "三亚吉阳 7.25 8.1")
    done = health.file("七年级1班")
    assert (done.people, done.records, done.waiting) == (2, 2, 1)
    assert filed(desk, "p0", "health") == [{"day": "2022-08-08", "temp_am": 36.5}]
    assert {one.act for one in desk.filing.of_act(done.act)} == {done.act}
    assert desk.filing.acts(1)[0].about == "每日健康 七年级1班 2022-08-08"
    assert health.touched() == [1]
    desk.filing.undo(done.act)
    assert filed(desk, "p0", "health") == filed(desk, "p2", "travel") == []


def test_what_was_written_survives_without_being_filed(health: Sheet, desk: Desk, purposes: Purposes) -> None:
    write(health, 3, "health.temp_am", "368")
    again = Sheet(desk, purposes["health"], health.people, ON)
    assert again.cell(at(again, 3, "health.temp_am")).text == "36.8"
    other_day = Sheet(desk, purposes["health"], health.people, Moment.parse("2022-08-07"))
    assert other_day.touched() == []
    assert [(w.purpose, w.unit.name, w.lines) for w in grid.waiting(desk, purposes)] == [
        ("health", "七年级1班", 1)
    ]


def test_a_second_filing_of_the_day_corrects_the_first(health: Sheet, desk: Desk) -> None:
    write(health, 0, "health.temp_am", "365")
    health.file()
    assert health.cell(at(health, 0, "health.temp_am")).state == "filed"
    write(health, 0, "health.temp_noon", "366")
    health.file()
    assert filed(desk, "p0", "health") == [{"day": "2022-08-08", "temp_am": 36.5, "temp_noon": 36.6}]
    write(health, 0, "health.temp_am", "")
    health.file()
    assert filed(desk, "p0", "health") == [{"day": "2022-08-08", "temp_noon": 36.6}]


def test_the_same_statement_again_files_nothing(back: Sheet) -> None:
    write(back, 0, "test", "8.6 阴")
    assert back.file().records == 1
    write(back, 0, "test", "8.6 阴")
    assert back.file().records == 0
    assert back.touched() == []


def test_undo_takes_the_last_writing_back(health: Sheet) -> None:
    first = write(health, 0, "health.temp_am", "365")
    health.put({first: "389", at(health, 1, "health.temp_am"): "366"})
    assert set(health.undo()) == {first, at(health, 1, "health.temp_am")}
    assert health.cell(first).text == "36.5"
    assert health.cell(at(health, 1, "health.temp_am")).state == "empty"
    health.undo()
    assert health.cell(first).state == "empty"
    assert health.undo() == []


def test_the_rest_leaves_out_whoever_something_is_known_of(back: Sheet, desk: Desk) -> None:
    write(back, 0, "travel", "三亚吉阳 7.25 8.1")
    write(back, 1, "health.symptoms", "咳嗽")
    write(back, 2, "code.colour", "绿")
    rest = rest_of(back)
    assert [(left.row, left.column.id) for left in rest.left] == [(0, "travel"), (1, "health.symptoms")]
    assert rest.rows == [2, 3, 4]
    assert [(said.column.id, said.rows) for said in rest.said] == [
        ("travel", (2, 3, 4)),
        ("health.symptoms", (2, 3, 4)),
    ]
    before = len(desk.filing.acts())
    done = file_rest(back, rest, "七年级1班")
    assert len(desk.filing.acts()) == before + 1
    assert (done.people, done.records) == (3, 6)
    assert filed(desk, "p3", "travel") == [
        {"no_travel": True, "from_day": "2022-08-01", "to_day": "2022-08-08"}
    ]
    assert filed(desk, "p3", "health") == [{"day": "2022-08-08", "symptoms": []}]
    assert filed(desk, "p0", "health") == filed(desk, "p1", "travel") == []
    assert back.touched() == [0, 1, 2]
    desk.filing.undo(done.act)
    assert filed(desk, "p3", "travel") == []


def test_the_rest_says_only_the_days_that_are_unknown(back: Sheet, desk: Desk) -> None:
    desk.filing.append([
        Entry(blank="travel", subject="p0", answers={
            "no_travel": True, "from_day": "2022-07-20", "to_day": "2022-08-05",
        }),
        Entry(blank="travel", subject="p1", answers={"place": "460203", "left": "2022-08-01"}),
        Entry(blank="health", subject="p2", answers={"day": "2022-08-08", "symptoms": []}),
    ])  # fmt: skip
    back.forget()
    lines = {row: {column.id: first for column, _, first in lacking} for row, lacking in rest_of(back).lines}
    sixth, first = Moment.parse("2022-08-06").day, Moment.parse("2022-08-01").day
    assert lines[0]["travel"] == sixth
    assert 1 not in lines  # a stay in these days sets apart
    assert lines[2] == {"travel": first}


@pytest.mark.parametrize(("temperature", "left_out"), [("372", False), ("373", True), ("??", True)])
def test_fever_sets_apart_and_a_normal_temperature_does_not(
    health: Sheet, desk: Desk, temperature: str, left_out: bool
) -> None:
    write(health, 0, "health.temp_am", temperature)
    rest = rest_of(health)
    assert (0 not in rest.rows) is left_out
    file_rest(health, rest)
    if not left_out:
        assert filed(desk, "p0", "health") == [
            {"day": "2022-08-08", "temp_am": 37.2, "symptoms": [], "antipyretic": False}
        ]


@pytest.mark.parametrize(("profile", "temperature", "left_out"), [
    ("uk-school-today", "375", False), ("uk-school-today", "380", True), ("us-school-today", "375", False),
])  # fmt: skip
def test_a_fever_is_what_the_rules_of_the_school_call_one(
    path: Path, data: Data, profile: str, temperature: str, left_out: bool
) -> None:
    school = School(name="Hill School", region="", profile=profile)
    with Store.create(path, Key.random(), school, Who("Ann", "device-of-the-tests")) as store:
        desk = Desk(store, data)
        answers: Answers = {"category": "student", "name": "Sam", "class_name": "7A"}
        desk.filing.append([Entry(blank="person", subject="p0", answers=answers)])
        sheet = Sheet(desk, data.purposes["health"], ["p0"], Moment.parse("2025-03-05T08:00"))
        write(sheet, 0, "health.temp_am", temperature)
        assert (0 not in rest_of(sheet).rows) is left_out


def test_a_fever_on_file_sets_apart_as_well(health: Sheet, desk: Desk) -> None:
    desk.filing.append([Entry(blank="health", subject="p4", answers={"day": "2022-08-08", "temp_am": 38.6})])
    health.forget()
    assert [left.row for left in rest_of(health).left] == [4]


def test_the_commitment_corrects_the_persons_own_form(back: Sheet, desk: Desk) -> None:
    write(back, 0, "person.commitment", "已交")
    back.file()
    (person,) = filed(desk, "p0", "person")
    assert person["commitment"] is True
    assert person["name"] == "王小明"


def unread_words(desk: Desk, subject: str) -> list[str | None]:
    return [one.words for one in desk.people.file(subject).unread_answers if not one.done]


def test_a_cell_nobody_could_read_is_unknown_from_the_filing_on_until_it_is_put_right(
    health: Sheet, desk: Desk
) -> None:
    write(health, 0, "health.temp_am", "发热")
    write(health, 0, "health.temp_noon", "36.9")
    write(health, 1, "health.temp_am", "36.5")
    done = health.file("七年级1班")
    assert (done.records, done.waiting) == (1, 1)
    assert unread_words(desk, "p0") == ["发热"]
    assert desk.judging.verdict("p0", ON).outcome == "verify"
    health.file("七年级1班")
    write(health, 0, "health.temp_am", "有点热")
    health.file("七年级1班")
    assert unread_words(desk, "p0") == ["有点热"]
    write(health, 0, "health.temp_am", "38.4")
    health.file("七年级1班")
    assert unread_words(desk, "p0") == []
    assert filed(desk, "p0", "health") == [{"day": "2022-08-08", "temp_am": 38.4, "temp_noon": 36.9}]


def test_a_line_nobody_could_read_is_unknown_too(back: Sheet, desk: Desk) -> None:
    write(back, 0, "test", "8.7 弱阳性")
    act = back.file("七年级1班").act
    assert unread_words(desk, "p0") == ["8.7 弱阳性"]
    desk.filing.undo(act)
    assert unread_words(desk, "p0") == []
    back.file("七年级1班")
    write(back, 0, "test", "8.7 阴性")
    back.file("七年级1班")
    assert unread_words(desk, "p0") == []
