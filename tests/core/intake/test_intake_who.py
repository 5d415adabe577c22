"""Who is it: documents that cannot be read, people who look alike, and what a person says about both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.desk import Desk
from schoolprep.facts import blank, divisions
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.steps import finish
from schoolprep.facts.words import catalogue, say_problem
from schoolprep.intake import Plan, Receipt, plan_tables, take_in
from schoolprep.intake.documents import cannot_be, is_slip, may_be
from schoolprep.intake.tables import Table
from schoolprep.store import Store
from tests.program import program_data

BLANKS = blank.load()
DIVISIONS = divisions.load()
ONE, OTHER, THIRD = "140802200809010013", "110101199003071233", "810000199408230021"
PEOPLE = ["证件号", "姓名", "班级"]
Rows = Sequence[Sequence[Writing]]
Take = Callable[..., Receipt]


@pytest.fixture
def planned(store: Store) -> Callable[[Mapping[str, Rows]], Plan]:
    """Plan sheets of one file."""

    def plan(sheets: Mapping[str, Rows]) -> Plan:
        tables = [Table("表.xlsx", name, rows) for name, rows in sheets.items()]
        return finish(plan_tables(tables, store, BLANKS, DIVISIONS, "140802", today=date(2022, 8, 8)))

    return plan


@pytest.fixture
def taken(store: Store, planned: Callable[[Mapping[str, Rows]], Plan]) -> Take:
    return lambda sheets, accept=False: take_in(store, planned(sheets), accept)


def _answers(store: Store, of: str) -> list[Answers]:
    return [record.answers or {} for record in store.current() if record.blank == of]


# ---------------------------------------------------------------- one document, two names


def test_one_number_beside_two_names_costs_neither_of_them_the_school(taken: Take, store: Store) -> None:
    """S5: both stay, by name and class, and so do the other sheets that repeat number and name."""
    receipt = taken(
        {
            "人员信息": [[*PEOPLE], [ONE, "张三", "七1"], [ONE, "李四", "七1"], [OTHER, "王五", "七1"]],
            "疾病": [
                ["证件号", "姓名", "疾病"],
                [ONE, "张三", "水痘"],
                [ONE, "李四", "流感"],
                [ONE, "", "麻疹"],
            ],
        }
    )
    people = {record.subject: record.answers or {} for record in store.current() if record.blank == "person"}
    assert sorted(str(answers["name"]) for answers in people.values()) == ["张三", "李四", "王五"]
    assert [answers.get("document_no") for answers in people.values() if answers["name"] != "王五"] == [
        None
    ] * 2
    assert not any("birth_date" in about for about in people.values() if about["name"] != "王五")
    ill = {
        people[record.subject]["name"]: (record.answers or {})["disease"]
        for record in store.current()
        if record.blank == "illness"
    }
    assert ill == {"张三": "varicella", "李四": "influenza"}
    codes = [(notice.cell, notice.problem.code) for notice in receipt.refused]
    assert codes == [(cell, "intake.shared-document") for cell in ("A2", "A3", "A4")]


def test_a_number_on_file_stays_with_the_one_who_has_it(taken: Take, store: Store) -> None:
    taken({"人员信息": [[*PEOPLE], [ONE, "张三", "七1"]]})
    taken({"人员信息": [[*PEOPLE], [ONE, "李四", "七1"], [ONE, "张三", "七1"]]})
    numbers = {str(about["name"]): about.get("document_no") for about in _answers(store, "person")}
    assert numbers == {"张三": ONE, "李四": None}


# ---------------------------------------------------------------- documents that cannot be read


@pytest.mark.parametrize(
    ("spoiled", "found"),
    [
        (1.40802200809010e17, True),  # went through a number: its first digits are his
        ("1.40802E+17", True),  # by class
        (140802200809010031, True),  # a number cell again, other last digits
        ("140802200809010031", True),  # two neighbours exchanged
        ("14080220080901001", True),  # one too few
        (3.10101199912120e17, False),  # the beginning is somebody else's
    ],
)
def test_an_unreadable_document_is_offered_and_never_guessed(
    store: Store, taken: Take, spoiled: Writing, found: bool
) -> None:
    taken({"人员": [PEOPLE, [ONE, "王明", "七年级1班"]]})
    sheets = {
        "核酸检测": [
            [*PEOPLE, "采样时间", "结果"],
            [spoiled, "王明", "七年级1班", "2022-08-07 08:00", "阴性"],
        ]
    }
    receipt = taken(sheets)
    assert not _answers(store, "test")
    assert receipt.refused[0].cell == "A2"
    if not found:
        assert [change.repair for change in receipt.doubtful] == ["new-people"]
        return
    (offer,) = receipt.doubtful
    assert (offer.cell, offer.now, offer.repair) == ("A2", "王明 七年级1班 2008-09-01", "document-unread")
    assert taken(sheets, accept=True).added == 1
    again = taken(sheets)
    assert (again.added, again.unchanged, again.doubtful) == (0, 1, ())


def test_what_is_left_of_the_number_and_the_name_are_enough_to_ask(store: Store, taken: Take) -> None:
    taken({"人员": [PEOPLE, [ONE, "王明", "七年级1班"], [OTHER, "王明", "七年级2班"]]})
    sheets = {"核酸检测": [["证件号", "姓名", "采样时间"], [1.40802200809010e17, "王明", "2022-08-07 08:00"]]}
    assert [offer.now for offer in taken(sheets).doubtful] == ["王明 七年级1班 2008-09-01"]


def test_one_question_for_all_rows_of_one_unreadable_document(store: Store, taken: Take) -> None:
    taken({"人员": [PEOPLE, [ONE, "王明", "七年级1班"]]})
    rows = [[int(ONE), "王明", "七年级1班", f"2022-08-0{day}", "36.5"] for day in range(1, 6)]
    sheets = {"健康监测": [[*PEOPLE, "日期", "早体温"], *rows]}
    assert len(taken(sheets).doubtful) == 1
    assert taken(sheets, accept=True).added == 5


def test_a_person_with_an_unreadable_document_who_is_on_file_is_asked_about(
    store: Store, taken: Take
) -> None:
    taken({"人员": [PEOPLE, [ONE, "王明", "七年级1班"]]})
    sheets = {"人员": [[*PEOPLE, "宿舍"], [int(ONE), "王明", "七年级1班", "101"]]}
    assert [change.repair for change in taken(sheets).doubtful] == ["document-unread"]
    assert len(_answers(store, "person")) == 1
    taken(sheets, accept=True)
    assert [(p["document_no"], p["dormitory"]) for p in _answers(store, "person")] == [(ONE, "101")]


def test_the_same_file_with_an_unreadable_document_twice_adds_nobody_twice(store: Store, taken: Take) -> None:
    sheets = {"人员": [PEOPLE, [int(ONE), "王明", "七年级1班"], [int(ONE), "王明", "七年级1班"]]}
    assert taken(sheets).added == 1
    again = taken(sheets)
    assert (again.added, again.unchanged, again.doubtful) == (0, 1, ())


def test_a_line_of_a_survey_is_one_person_whatever_became_of_the_number(store: Store, taken: Take) -> None:
    header = [*PEOPLE, "联系电话", "宿舍", "住宿方式", "核酸采样时间", "核酸结果"]
    line = [int(ONE), "王明", "七年级1班", "13800138000", "101", "住校", "2022-08-07 08:00", "阴性"]
    receipt = taken({"Sheet1": [header, line]})
    assert (receipt.added, receipt.doubtful) == (2, ())
    assert [notice.cell for notice in receipt.refused] == ["A2"]


def test_a_line_whose_person_is_refused_says_nothing_about_anybody(store: Store, taken: Take) -> None:
    header = [*PEOPLE, "联系电话", "宿舍", "住宿方式", "核酸采样时间", "核酸结果"]
    line = ["", "王明", "", "13800138000", "101", "住校", "2022-08-07 08:00", "阴性"]
    assert taken({"Sheet1": [header, line]}).added == 0


def test_a_birth_date_says_more_than_a_class(store: Store, taken: Take) -> None:
    header = ["姓名", "班级", "出生日期"]
    taken({"人员": [header, ["王明", "六年级1班", "2009-01-02"]]})
    taken({"人员": [header, ["王明", "七年级1班", "2009-01-02"]]})
    assert [person["class_name"] for person in _answers(store, "person")] == ["七年级1班"]


def test_slips() -> None:
    assert is_slip(ONE, ONE[:10] + "9" + ONE[11:])
    assert is_slip(ONE, ONE[:14] + ONE[15] + ONE[14] + ONE[16:]) or ONE[14] == ONE[15]
    assert is_slip(ONE, ONE + "1") and is_slip(ONE[1:], ONE)
    assert not is_slip(ONE, ONE) and not is_slip(ONE, OTHER) and not is_slip("1", "2")


@given(st.integers(11 * 10**15, 92 * 10**15), st.sampled_from("0123456789X"))
def test_a_number_cell_never_speaks_against_its_own_document(body: int, last: str) -> None:
    document = f"{body}{last}"
    number = float(body * 10 + (0 if last == "X" else int(last)))
    for shown in (str(number), f"{number:.14e}", f"{number:.5E}", str(int(number)), str(body)[:15] + "000"):
        assert not cannot_be(shown, document)
    assert may_be(f"{number:.14e}", document)
    assert cannot_be(f"{number:.14e}", f"{(body + 10**15) % 10**17:017d}1")


# ---------------------------------------------------------------- people who look alike


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (["", "王晓明", "七年级2班", "2008-09-01"], "alike-sound"),
        (["", "王小朋", "七年级2班", "2008-09-01"], "alike-character"),
        (["", "王明", "七年级2班", "2008-09-01"], "alike-character"),
        (["", "王小明", "八年级1班", ""], "alike-moved-up"),
        (["", "王小明", "高一3班", ""], "alike-name"),
        ([OTHER, "王小明", "七年级2班", ""], ""),
        (["", "王小明", "七年级2班", "2008-09-02"], ""),
        (["", "李小明", "七年级2班", "2008-09-02"], ""),
        (["140802200809010021", "王小红", "七年级1班", ""], ""),
        (["140802200809010021", "王晓明", "七年级1班", ""], "alike-sound"),
    ],
)
def test_why_two_people_may_be_one(taken: Take, other: list[str], why: str) -> None:
    header = [*PEOPLE, "出生日期"]
    taken({"人员": [header, [ONE, "王小明", "七年级1班", ""]]})
    receipt = taken({"人员": [header, other]})
    assert receipt.added == 1
    found = [notice for notice in receipt.notes if notice.problem.code == "intake.alike"]
    assert [notice.problem.facts["why"] for notice in found] == (
        [catalogue()[f"intake.{why}"]] if why else []
    )
    for notice in found:
        assert "王小明" in say_problem(notice.problem, "zh")
        assert notice.cell in ("A2", "B2")


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    yield Desk(store, program_data())


def test_not_the_same_person_is_remembered_and_can_be_taken_back(desk: Desk, taken: Take) -> None:
    header = [*PEOPLE, "出生日期"]
    taken({"人员": [header, [ONE, "王小明", "七年级1班", ""], ["", "王晓明", "七年级2班", "2008-09-01"]]})
    (pair,) = desk.intake.look_alikes()
    assert pair.why == ("alike-sound",)
    (record,) = desk.intake.set_apart(pair.one, pair.other)
    assert desk.intake.look_alikes() == []
    assert desk.intake.not_the_same() == {pair.pair: record.id}
    assert set(desk.people.files()) == {pair.one, pair.other}
    desk.filing.withdraw(record.id)
    assert desk.intake.look_alikes() == [pair]


def test_one_person_is_made_of_two_and_nothing_is_lost(desk: Desk, store: Store, taken: Take) -> None:
    health = [*PEOPLE, "日期", "早体温", "晚体温"]
    taken({
        "人员": [[*PEOPLE, "出生日期", "宿舍"], [ONE, "王小明", "七年级1班", "", ""],
                ["", "王晓明", "七年级2班", "2008-09-01", "101"]],
        "健康监测": [health, [ONE, "", "", "2022-08-01", 36.5, ""], ["", "王晓明", "七年级2班", "2022-08-01", "", 36.7],
                     ["", "王晓明", "七年级2班", "2022-08-02", 36.6, ""]],
    })  # fmt: skip
    keep = store.subject_of("resident_id", ONE)
    (pair,) = desk.intake.look_alikes()
    other = next(iter(pair.pair - {keep}))
    records = desk.intake.join(keep, other)
    assert set(desk.people.files()) == {keep}
    days = [(one["day"], one.get("temp_am"), one.get("temp_pm")) for one in _answers(store, "health")]
    assert days == [("2022-08-01", 36.5, 36.7), ("2022-08-02", 36.6, None)]
    (person,) = _answers(store, "person")
    assert (person["name"], person["dormitory"]) == ("王小明", "101")
    assert len(desk.people.history(other)) == 3
    desk.filing.undo(records[0].act)
    assert set(desk.people.files()) == {keep, other}


def test_two_documents_are_two_people(desk: Desk, taken: Take, store: Store) -> None:
    taken({"人员": [PEOPLE, [ONE, "王明", "七年级1班"], [OTHER, "王明", "七年级1班"]]})
    one, other = (store.subject_of("resident_id", number) for number in (ONE, OTHER))
    with pytest.raises(CallError):
        desk.intake.join(one, other)


def test_what_was_put_right_is_remembered_until_it_is_forgotten(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "七1.csv"
    path.write_text("姓名,班级,号码\n王明,七年级1班,13800138000\n", "utf-8")
    made = finish(desk.intake.plan([path]))
    key = made.pages[0].key
    chosen = made.choices.with_column(key, "号码", "person.phone")
    desk.intake.take_in(finish(desk.intake.replan(made, chosen)))
    assert set(desk.intake.remembered()) == {key}
    again = finish(desk.intake.plan([path]))
    assert (again.pages[0].headings[2].by, again.steps) == ("remembered", [])
    desk.intake.forget(key)
    assert desk.intake.remembered() == {}
    assert finish(desk.intake.plan([path])).pages[0].headings[2].targets == ()


# ---------------------------------------------------------------- what everybody of a sheet is


@pytest.mark.parametrize(
    ("sheet", "rows", "category"),
    [
        (
            "7.1",
            [["七年级1班学生花名册"], ["班主任：王丽老师"], ["姓名", "班级"], ["张三", "七1"]],
            "student",
        ),
        ("教职工", [["姓名", "证件号", "部门"], ["张三", ONE, "语文组"]], "teacher"),
        ("Sheet1", [["学生姓名", "班级"], ["张三", "七1"]], "student"),
        ("Sheet1", [["姓名", "班级", "家长电话"], ["张三", "七1", "13800138000"]], "student"),
        ("师生信息", [["姓名", "班级", "家长电话"], ["张三", "七1", "13800138000"]], None),
        ("Sheet1", [["姓名", "班级"], ["张三", "七1"]], None),
        ("学生", [["姓名", "班级", "人员类别"], ["张三", "七1", "教师"]], "teacher"),
    ],
)
def test_a_sheet_says_once_what_its_people_are(
    sheet: str, rows: Rows, category: str | None, taken: Take, store: Store
) -> None:
    taken({sheet: rows})
    (person,) = _answers(store, "person")
    assert person.get("category") == category


@pytest.mark.parametrize("written", ["2008.9", "2008.09", "2008年9月", "2008-09", "200809", 2008.9, 200809])
def test_a_birth_month_that_agrees_with_the_number_is_no_refusal(
    written: Writing, taken: Take, store: Store
) -> None:
    receipt = taken({"学生": [[*PEOPLE, "出生年月"], [ONE, "张三", "七1", written]]})
    assert not receipt.refused
    assert _answers(store, "person")[0]["birth_date"] == "2008-09-01"


@pytest.mark.parametrize("written", ["2008.8", "2007.9", "2008.90"])
def test_another_birth_month_is_told(written: str, taken: Take) -> None:
    receipt = taken({"学生": [[*PEOPLE, "出生年月"], [ONE, "张三", "七1", written]]})
    assert [notice.cell for notice in receipt.refused] == ["D2"]


# ---------------------------------------------------------------- an illness written among the symptoms


def test_an_illness_among_symptoms_is_asked_about_and_becomes_a_case(taken: Take, store: Store) -> None:
    """TRIED 2.1.10: 水痘 as "other symptom" lost the case."""
    sheets: dict[str, Rows] = {
        "人员信息": [[*PEOPLE], [ONE, "张三", "七1"], [OTHER, "王五", "七1"]],
        "健康监测": [
            ["证件号", "日期", "症状", "备注"],
            [ONE, "2022-08-07", "水痘", ""],
            [OTHER, "2022-08-07", "发热、流感", "请假"],
        ],
    }
    receipt = taken(sheets)
    assert [change.repair for change in receipt.doubtful] == ["is-illness"] * 2
    assert not _answers(store, "illness")
    taken(sheets, accept=True)
    cases = sorted(_answers(store, "illness"), key=lambda answers: str(answers["disease"]))
    assert cases == [
        {"disease": "influenza", "onset": "2022-08-07"},
        {"disease": "varicella", "onset": "2022-08-07"},
    ]
    assert {str(day.get("remark")) for day in _answers(store, "health")} == {"水痘", "请假、流感"}
    assert taken(sheets, accept=True).added == 0  # a second time nothing is added
    assert len(_answers(store, "illness")) == 2


def test_a_suspected_illness_among_symptoms_stays_suspected(taken: Take, store: Store) -> None:
    sheets: dict[str, Rows] = {
        "人员信息": [[*PEOPLE], [ONE, "张三", "七1"]],
        "健康监测": [["证件号", "日期", "症状"], [ONE, "2022-08-07", "发热、水痘?"]],
    }
    assert [change.repair for change in taken(sheets).doubtful] == ["is-illness"]
    taken(sheets, accept=True)
    assert _answers(store, "illness") == [
        {"disease": "varicella", "onset": "2022-08-07", "certainty": "suspected"}
    ]


def test_an_illness_on_file_is_not_made_twice(desk: Desk, store: Store) -> None:
    who = desk.people.new_person()
    filed: list[tuple[str, Answers]] = [
        ("person", {"name": "张三", "class_name": "七1"}),
        ("illness", {"disease": "varicella", "onset": "2022-08-01T08:00"}),
        ("health", {"day": "2022-08-03", "symptoms": ["other"], "remark": "水痘"}),
        ("health", {"day": "2022-08-04", "symptoms": ["other"], "remark": "妹妹水痘"}),
    ]
    for form, answers in filed:
        desk.filing.append([Entry(blank=form, subject=who, answers=answers)])
    assert len(_answers(store, "illness")) == 1
    desk.filing.append(
        [
            Entry(
                blank="health",
                subject=who,
                answers={"day": "2022-12-03", "symptoms": ["other"], "remark": "水痘"},
            )
        ]
    )
    assert len(_answers(store, "illness")) == 2


# ---------------------------------------------------------------- what is nobody's for sure, or only guessed


def test_an_illness_of_one_of_two_namesakes_holds_both(taken: Take, store: Store) -> None:
    receipt = taken(
        {
            "人员信息": [[*PEOPLE], [ONE, "李同", "七1"], [OTHER, "李同", "七1"], [THIRD, "王五", "七1"]],
            "疾病": [["姓名", "班级", "疾病"], ["李同", "七1", "流感"]],
        }
    )
    assert [notice.problem.code for notice in receipt.refused] == ["intake.namesakes"]
    people = {record.subject: record.answers or {} for record in store.current() if record.blank == "person"}
    marked = {people[record.subject]["document_no"] for record in store.current() if record.blank == "unread"}
    assert marked == {ONE, OTHER}


def test_a_column_that_waits_for_a_word_needs_somebody(taken: Take, store: Store) -> None:
    sheets: dict[str, Rows] = {
        "Sheet9": [["姓名", "班级", "病因", "请假日期"], ["张三", "七1", "水痘", "2022-08-07"]]
    }
    taken({"人员信息": [[*PEOPLE], [ONE, "张三", "七1"]]})
    receipt = taken(sheets)
    assert [answers["disease"] for answers in _answers(store, "illness")] == ["varicella"]
    assert "intake.guessed-heading" in {notice.problem.code for notice in receipt.left_out}
    assert receipt.needs_somebody
