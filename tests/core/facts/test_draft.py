"""Drafts and the gate every answer passes."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schoolprep.facts import blank
from schoolprep.facts.divisions import load
from schoolprep.facts.draft import Draft, Unfinished
from schoolprep.facts.gate import Gate, GateCell
from schoolprep.facts.kinds import Frame, Reading, Writing
from schoolprep.facts.problem import CallError, Problem
from schoolprep.facts.record import Answers
from schoolprep.facts.words import say_problem

BLANKS = blank.load()
ON = date(2022, 8, 8)
SHEET = Frame(load(), "140802", filled_on=ON, today=ON)
TYPED = SHEET._replace(typed=True)
NUMBER = "140802200809010013"


def draft(form: str, answers: Answers | None = None, **writings: Writing) -> Draft:
    made = Draft(BLANKS[form], "subject", TYPED, answers, ("old",) if answers else ())
    for name, writing in writings.items():
        made.write(name, writing)
    return made


def codes(problems: list[Problem]) -> list[str]:
    for problem in problems:
        assert say_problem(problem, "zh")
        assert say_problem(problem, "en")
    return [f"{problem.code.split('.')[1]}:{problem.field}" for problem in problems]


# Soft while writing, hard when finishing ----------------------------------------------------------------------


def test_an_empty_draft_is_no_problem_until_it_is_handed_in() -> None:
    empty = draft("person")
    assert empty.write("name", "") is None
    assert codes(empty.problems()) == ["missing:name", "none-of:document_no"]
    with pytest.raises(Unfinished) as wrong:
        empty.finish()
    assert wrong.value.problems == empty.problems()


def test_a_person_is_finished_with_little() -> None:
    by_number = draft("person", name="王小明", document_no=NUMBER).finish()
    assert by_number.answers == {
        "name": "王小明",
        "document_no": NUMBER,
        "document_type": "resident_id",
        "birth_date": "2008-09-01",
        "sex": "male",
    }
    by_class = draft("person", name="王小明", class_name="七(1)班").finish()
    assert by_class.answers == {"name": "王小明", "class_name": "七年级1班"}


def test_an_answer_not_understood_is_kept_and_stops_the_finish() -> None:
    wrong = draft("person", name="王小明", class_name="七(1)班")
    problem = wrong.write("phone", "1380013800")
    assert problem is not None
    assert problem.code == "kinds.phone-length"
    assert wrong.writing("phone") == "1380013800"
    assert codes(wrong.problems()) == ["phone-length:phone"]
    assert wrong.write("phone", "13800138000") is None
    assert wrong.finish().answers == {"name": "王小明", "class_name": "七年级1班", "phone": "13800138000"}


def test_not_understood_says_more_than_missing() -> None:
    assert codes(draft("health", day="八月初八", temp_am="36.5").problems()) == ["date-lunar:day"]


def test_all_problems_at_once_in_the_forms_order() -> None:
    wrong = draft("person", remark="#N/A", phone="1", birth_date="9月1日")
    assert codes(wrong.problems()) == [
        "missing:name",
        "none-of:document_no",
        "date-needs-year:birth_date",
        "phone-length:phone",
        "cell-error:remark",
    ]


def test_how_it_was_understood_stands_beside_it() -> None:
    health = draft("health", day="昨天", temp_am="365", symptoms="无")
    assert health.reading("day") == Reading("2022-08-07", "relative")
    assert health.reading("temp_am") == Reading(36.5, "point")
    assert health.reading("symptoms") == Reading([])
    assert health.reading("temp_pm") == Reading()
    assert health.finish().answers == {"day": "2022-08-07", "temp_am": 36.5, "symptoms": []}


def test_a_doubtful_answer_waits_for_a_person() -> None:
    stay = draft("travel", place="东城街道", left="8.1")
    assert codes(stay.problems()) == ["doubtful:place"]
    assert "place" not in stay.answers
    stay.confirm("place")
    assert stay.finish().answers == {"place": "140802002", "left": "2022-08-01"}
    stay.write("place", "东城街道 ")
    assert codes(stay.problems()) == ["doubtful:place"]


# What is asked, and what one answer does to another -----------------------------------------------------------


def test_no_travel_asks_for_its_days_only() -> None:
    names = [field.name for field in draft("travel", no_travel="是").asked()]
    assert names == ["no_travel", "from_day", "to_day", "remark"]
    names = [field.name for field in draft("travel").asked()]
    assert "place" in names
    assert "from_day" not in names


def test_a_stay_and_no_travel_contradict_each_other() -> None:
    both = draft("travel", place="盐湖区", no_travel="是", from_day="8.1", to_day="8.8")
    assert codes(both.problems()) == ["contradicts:place"]


def test_nobody_else_lives_there() -> None:
    assert draft("cohabitant", name="无").finish().answers == {"name": "无"}
    assert codes(draft("cohabitant", name="无", relation="父亲").problems()) == ["contradicts:relation"]


@pytest.mark.parametrize(
    ("form", "writings", "field"),
    [
        ("travel", {"place": "盐湖区", "arrived": "8.3", "left": "8.1"}, "left"),
        ("travel", {"no_travel": "是", "from_day": "8.8", "to_day": "8.1"}, "to_day"),
        ("custody", {"step": "转运", "starts": "8.8", "ends": "8.7"}, "ends"),
        ("illness", {"disease": "流感", "onset": "8.8", "symptoms_gone_at": "8.7"}, "symptoms_gone_at"),
        ("area", {"place": "盐湖区", "level": "高", "since": "8.8", "until": "8.7"}, "until"),
    ],
)
def test_the_later_cannot_come_first(form: str, writings: dict[str, str], field: str) -> None:
    wrong = draft(form)
    for name, writing in writings.items():
        wrong.write(name, writing)
    assert codes(wrong.problems()) == [f"order:{field}"]


def test_of_a_report_before_its_sampling_either_may_be_wrong() -> None:
    wrong = draft("test", sampled_at="8.8 10:00", reported_at="8.8 09:00")
    assert codes(wrong.problems()) == ["order:sampled_at", "order:reported_at"]


def test_the_order_within_a_bare_day_is_open() -> None:
    assert draft("travel", place="盐湖区", arrived="8.8 10:00", left="8.8").problems() == []
    assert draft("test", sampled_at="8.8", reported_at="8.8 09:00").problems() == []


def test_seen_before_it_began_is_noted() -> None:
    ill = draft("illness", disease="流感", onset="8.5", seen_at="8.4")
    assert ill.problems() == []
    assert codes(ill.notes()) == ["order:seen_at"]


def test_street_and_house_go_to_the_address() -> None:
    stay = draft("travel", place="盐湖区东城街道学苑社区3号楼")
    assert stay.finish().answers == {"place": "140802002", "detail": "学苑社区3号楼"}
    assert stay.reading("detail") == Reading("学苑社区3号楼", "rest")
    assert stay.writing("detail") == ""


def test_street_and_house_beside_another_address_are_asked() -> None:
    stay = draft("travel", place="盐湖区东城街道学苑社区3号楼", detail="河东街5号")
    assert codes(stay.problems()) == ["doubtful:place"]
    stay.confirm("place")
    assert stay.finish().answers == {"place": "140802002", "detail": "河东街5号"}
    same = draft("travel", place="盐湖区东城街道学苑社区3号楼", detail="学苑社区3号楼2单元")
    assert same.finish().answers == {"place": "140802002", "detail": "学苑社区3号楼2单元"}


def test_an_address_without_a_field_for_it_is_asked() -> None:
    home = draft("cohabitant", name="李四", travel_place="盐湖区东城街道学苑社区3号楼")
    assert codes(home.problems()) == ["doubtful:travel_place"]


def test_the_word_for_an_illness_of_no_list_is_kept() -> None:
    ill = draft("illness", disease="阑尾炎")
    ill.confirm("disease")
    assert ill.finish().answers == {"disease": "other", "remark": "阑尾炎"}


def test_the_number_tells_birth_and_sex() -> None:
    person = draft("person", name="王小明", document_no=NUMBER)
    assert person.reading("birth_date") == Reading("2008-09-01", "derived")
    assert person.reading("sex") == Reading("male", "derived")
    assert codes(draft("person", name="王", document_no=NUMBER, birth_date="2008-09-02").problems()) == [
        "birth-contradicts:birth_date"
    ]
    other = draft("person", name="王", document_no=NUMBER, sex="女")
    assert other.problems() == []
    assert codes(other.notes()) == ["sex-contradicts:sex"]


def test_the_type_decides_how_a_number_is_read_in_whatever_order() -> None:
    person = draft("person", name="王", document_no="140802200809010014")
    assert codes(person.problems()) == ["identity-check-digit:document_no"]
    person.write("document_type", "其他")
    assert person.finish().answers == {
        "name": "王",
        "document_type": "other",
        "document_no": "140802200809010014",
    }


def test_what_is_unusual_is_noted() -> None:
    assert codes(
        draft("person", name="王", class_name="七(1)班", category="学生", birth_date="1958-09-01").notes()
    ) == ["odd-age:birth_date"]
    assert codes(draft("test", sampled_at="2022-08-09").notes()) == ["ahead:sampled_at"]
    assert draft("person", name="王", planned_return="2022-08-28").notes() == []


# Correcting a record ------------------------------------------------------------------------------------------


def test_a_correction_shows_and_keeps_what_was_filed() -> None:
    filed: Answers = {"place": "140802", "left": "2022-08-01T07:30", "detail": "学苑社区"}
    stay = draft("travel", filed)
    assert stay.writing("place") == "山西省运城市盐湖区"
    assert stay.writing("left") == "2022-08-01 07:30"
    assert not stay.touched
    stay.write("left", "8.2")
    entry = stay.finish()
    assert entry.answers == {"place": "140802", "left": "2022-08-02", "detail": "学苑社区"}
    assert entry.replaces == ("old",)
    stay.write("detail", "")
    assert "detail" not in stay.answers


def test_a_filed_answer_that_no_longer_fits_is_named() -> None:
    person = draft("person", {"name": "王", "document_type": "other", "document_no": "140802200809010014"})
    assert person.problems() == []
    person.write("document_type", "居民身份证")
    assert codes(person.problems()) == ["identity-check-digit:document_no"]


def test_english_labels_when_the_window_is_english() -> None:
    form = Draft(BLANKS["test"], "s", TYPED, {"result": "negative"}, lang="en")
    assert form.writing("result") == "Negative"


# The crash-safe copy ------------------------------------------------------------------------------------------


@given(
    st.dictionaries(
        st.sampled_from([*BLANKS["travel"].fields, "gone"]),
        st.one_of(
            st.text(max_size=8),
            st.none(),
            st.booleans(),
            st.integers(),
            st.dates(),
            st.datetimes(),
            st.times(),
        ),
    ),
    st.sets(st.sampled_from(sorted(BLANKS["travel"].fields))),
)
def test_a_draft_survives_a_crash(writings: dict[str, Writing], confirmed: set[str]) -> None:
    before = Draft(BLANKS["travel"], "s", TYPED, {"remark": "x"}, ("old",))
    for name, writing in writings.items():
        if name in BLANKS["travel"].fields:
            before.write(name, writing)
    for name in confirmed:
        before.confirm(name)
    after = Draft.restore(json.loads(json.dumps(before.state())), BLANKS, TYPED)
    assert after.state() == before.state()
    assert (after.answers, after.problems(), after.replaces) == (
        before.answers,
        before.problems(),
        before.replaces,
    )
    for name in BLANKS["travel"].fields:
        assert after.writing(name) == before.writing(name)


def test_a_field_gone_from_the_blank_is_not_lost() -> None:
    state = draft("travel", place="盐湖区").state()
    state["writings"]["gone"] = "still here"
    assert Draft.restore(state, BLANKS, TYPED).state() == state


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"blank": "flying"},
        {"blank": "travel", "subject": "s", "held": {}, "replaces": [], "writings": {"place": {"day": "x"}}},
    ],
)
def test_a_broken_state_is_named(state: dict[str, object]) -> None:
    with pytest.raises(CallError) as wrong:
        Draft.restore(state, BLANKS, TYPED)
    assert wrong.value.problem.code == "blanks.draft-unreadable"


# The gate, as intake uses it ----------------------------------------------------------------------------------


def test_a_refused_cell_refuses_that_answer_only() -> None:
    gate = Gate(BLANKS["health"], SHEET)
    row = gate.row({"day": "2022-08-08", "temp_am": "正常", "symptoms": "无"})
    assert row.problems == []
    assert [cell.field for cell in row.cells] == ["temp_am"]
    assert gate.entry("s", row).answers == {"day": "2022-08-08", "symptoms": []}


def test_a_doubtful_cell_is_left_out_until_it_is_accepted() -> None:
    gate = Gate(BLANKS["health"], SHEET)
    writings = {"day": 8.8, "temp_am": 36.5}
    row = gate.row(writings)
    assert row.cells == [GateCell("day", Reading("2022-08-08", "date-from-number", doubtful=True))]
    assert codes(row.problems) == ["missing:day"]
    with pytest.raises(Unfinished):
        gate.entry("s", row)
    again = gate.row(writings, accepted={"day"})
    assert gate.entry("s", again).answers == {"day": "2022-08-08", "temp_am": 36.5}


def test_one_and_true_are_different_cells_however_often_they_are_read() -> None:
    gate = Gate(BLANKS["health"], SHEET)
    for _ in range(2):
        kinds = [gate.row({"day": "2022-08-08", "antipyretic": cell}).cells for cell in (True, 1, 1.0, "1")]
        assert (
            kinds
            == [[], [GateCell("antipyretic", Reading(True, "sign"))]]
            + [[GateCell("antipyretic", Reading(True, "sign"))]] * 2
        )


def test_a_remembered_number_is_read_anew_for_another_type() -> None:
    gate = Gate(BLANKS["person"], SHEET)
    for _ in range(2):
        other = gate.row({"name": "王", "document_no": "140802200809010014", "document_type": "其他"})
        assert other.answers["document_no"] == "140802200809010014"
        resident = gate.row(
            {"document_no": "140802200809010014", "document_type": "居民身份证", "name": "王"}
        )
        assert "document_no" not in resident.answers


def test_rows_do_not_share_their_lists() -> None:
    gate = Gate(BLANKS["health"], SHEET)
    first, second = (gate.row({"day": "2022-08-08", "symptoms": "发热"}) for _ in range(2))
    assert first.answers["symptoms"] is not second.answers["symptoms"]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schoolprep.facts.gate.REMEMBERED", 10)
    gate = Gate(BLANKS["health"], SHEET)
    for day in range(1, 29):
        for cell in (f"2022-07-{day:02d}", f"7月{day}日"):
            assert gate.row({"day": cell}).answers == {"day": f"2022-07-{day:02d}"}
    assert len(gate._plain["day"]) + len(gate._notable["day"]) <= 11


def test_typed_and_imported_pass_the_same_gate() -> None:
    writings: dict[str, Writing] = {
        "place": "盐湖区",
        "arrived": datetime(2022, 8, 1, 7, 30),
        "left": "2022.8.5",
    }
    gate = Gate(BLANKS["travel"], SHEET)
    imported = gate.entry("s", gate.row(writings))
    form = Draft(BLANKS["travel"], "s", SHEET)
    for name, writing in writings.items():
        form.write(name, writing)
    assert form.finish() == imported


CELLS: st.SearchStrategy[Writing] = st.one_of(
    st.none(),
    st.just(""),
    st.sampled_from(
        [
            "2022-08-08",
            "8.8",
            "2022-08-01 07:30",
            "是",
            "否",
            "无",
            "1",
            "盐湖区",
            "东城街道",
            "发热",
            "36.5",
            "王 明",
        ]
    ),
    st.sampled_from(
        [NUMBER, "140802200809010014", "E12345678", "护照", "其他", "居民身份证", "男", "女", "密接", "阴性"]
    ),
    st.sampled_from([1, 1.0, True, 8.8, 44781, 36.5, date(2022, 8, 8)]),
)


@given(st.data())
def test_many_rows_at_once_are_read_as_one_by_one(data: st.DataObject) -> None:
    form = BLANKS[data.draw(st.sampled_from(sorted(BLANKS)))]
    names = data.draw(st.lists(st.sampled_from(list(form.fields)), unique=True, min_size=1))
    lines = data.draw(st.lists(st.tuples(*(CELLS for _ in names)), max_size=6))
    assume(lines)
    gate = Gate(form, SHEET)
    one_by_one = [Gate(form, SHEET).row(dict(zip(names, line, strict=True))) for line in lines]
    for _ in range(2):
        assert gate.rows(names, lines) == one_by_one
