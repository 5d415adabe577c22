"""Sheets as English schools write them: their headings, their words, and lists that say why somebody is off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schoolprep.facts import blank
from schoolprep.intake.nobody import is_part_of_a_name
from schoolprep.intake.vocabulary import Vocabulary
from schoolprep.store import Key, School, Store, Who
from tests.core.intake.test_intake_numbers import Office, Rows

_PEOPLE: Rows = [
    ["First name", "Last name", "Form"],
    ["Amy", "Smith", "3A"], ["Ben", "Jones", "3A"], ["Cara", "Lee", "3A"],
    ["Dan", "Smith", "3B"], ["Eve", "Brown", "3B"],
]  # fmt: skip
_WHO = ["Form", "First name", "Last name"]
_AMY, _BEN, _CARA, _DAN, _EVE = ([form, first, last] for first, last, form in _PEOPLE[1:])
_DAY = "2022-08-08"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    school = School(
        name="Hill", region="England", profile="uk-school-today", settings={"school.zone": "Europe/London"}
    )
    with Store.create(tmp_path / "school.schoolprep", Key.random(), school, Who("Jo", "desk")) as opened:
        office = Office(opened, "England")
        office.take({"Pupils": _PEOPLE})
        yield office


def test_headings_of_english_sheets() -> None:
    words = Vocabulary(blank.load())
    asked = {
        "Date": {"health.day"}, "Temperature am": {"health.temp_am"}, "PM temperature": {"health.temp_pm"},
        "Temperature (am)": {"health.temp_am"}, "Illness": {"illness.disease"}, "Date of onset": {"illness.onset"},
        "Recovered": {"illness.symptoms_gone_at"}, "Reason for absence": {"illness.disease"},
        "Doctor's note": {"illness.certificate"}, "Date of positive test": {"illness.positive_at"},
        "Test date": {"test.sampled_at"}, "Date of last contact": {"contact.last_on"},
    }  # fmt: skip
    found = {heading: {f"{form}.{name}" for form, name in words.fields(heading).items()} for heading in asked}
    assert found == asked
    for remarks in ("Comments", "Notes", "Remark"):
        assert {"health", "illness", "person"} <= words.fields(remarks).keys()


def test_a_register_with_times_of_day_is_read_where_temperatures_stand_under_them(office: Office) -> None:
    rows: Rows = [
        ["Date", *_WHO, "AM", "PM", "Comments"],
        [_DAY, *_AMY, 36.5, 36.6, ""], [_DAY, *_BEN, 38.9, "", "went home"], [_DAY, *_CARA, 36.6, 36.7, "calpol at 7"],
    ]  # fmt: skip
    marks: Rows = [
        ["Form", "Name", "AM", "PM"],
        ["3B", "Dan Smith", "/", "\\"],
        ["3B", "Eve Brown", "I", "\\"],
    ]
    plan = office.take({"Register": rows, "Marks": marks})
    of_health = [one for _, one in office.of("health")]
    assert [(one.get("temp_am"), one.get("temp_pm")) for one in of_health] == [
        (36.5, 36.6), (38.9, None), (36.6, 36.7),
    ]  # fmt: skip
    assert len(office.of("unread")) == 3  # went home, calpol, and the mark for an illness
    assert plan.receipt().refused == ()


def test_a_list_of_who_is_off_says_why_and_makes_nobody(office: Office) -> None:
    rows: Rows = [
        ["Date", "Name", "Form", "Reason for absence", "Notes"],
        [_DAY, "Amy Smith", "3A", "D&V", ""], [_DAY, "Ben Jones", "3A", "Measles?", ""],
        [_DAY, "Cara Lee", "3A", "holiday", ""], [_DAY, "Dan Smith", "3B", "unwell", ""],
        [_DAY, "Brown", "3B", "chickenpox", ""],
    ]  # fmt: skip
    taken = office.take({"Absences": rows})
    assert [(one["disease"], one.get("certainty")) for _, one in office.of("illness")] == [
        ("diarrhoea", None), ("measles", "suspected"),
    ]  # fmt: skip
    assert ("D4", "says-none") in [(change.cell, change.repair) for change in taken.repaired]
    assert [change.was for change in taken.doubtful] == ["unwell", "Brown"]
    assert len(office.people()) == len(_PEOPLE) - 1


def test_the_day_of_a_list_does_not_hide_what_it_says(office: Office) -> None:
    office.take({"缺课": [["日期", "姓名", "班级", "疾病"], [_DAY, "Eve Brown", "3B", "水痘"]]})
    assert [one for _, one in office.of("illness")] == [{"disease": "varicella"}]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Smith", True), ("D Smith", True), ("D. Smith", True), ("Smith D", True), ("Cara", True),
        ("J. R. Green", True), ("Amy Smith", False), ("Smith, Amy", False), ("Amy J Smith", False),
        ("O'Neil, Sean", False), ("Jo Ng", False), ("王小明", False), ("小明", False), ("김", False),
        ("Иван Петров", False), ("Иван", True), ("12", False), ("", False),
    ],
)  # fmt: skip
def test_what_is_a_part_of_a_name(name: str, part: bool) -> None:
    assert is_part_of_a_name(name) == part


def test_parts_of_names_and_lists_of_who_is_ill_make_nobody_unasked(office: Office) -> None:
    sheets: dict[str, Rows] = {
        "Pupils": [
            ["Name", "Form"],
            ["Smith", "3C"],
            ["D Brown", "3C"],
            ["Zed New", "3C"],
            ["Smith, Amy", "3A"],
        ],
        "Off sick": [["Name", "Form"], ["Zoe Other", "3C"], ["Amy Smith", "3A"]],
        "List": [["Name", "Form", "缺勤原因"], ["Una Third", "3C", "水痘"]],
        "Away": [["Pupils absent today"], ["Name", "Form"], ["Ivy Fourth", "3C"]],
    }
    plan = office.take(sheets)
    assert [(change.was, change.repair) for change in plan.doubtful] == [
        ("Smith、D Brown", "new-people-part"), ("Zoe Other", "new-people"), ("Una Third", "new-people"),
        ("Ivy Fourth", "new-people"),
    ]  # fmt: skip
    names = [one["name"] for one in office.people()]
    assert (len(names), {"Zed New", "Amy Smith"} <= set(names)) == (len(_PEOPLE), True)
    took = office.take({"Pupils": sheets["Pupils"]}, accept=True)
    assert (len(took.doubtful), len(office.people())) == (1, len(_PEOPLE) + 2)
    assert "Amy Smith" in [one["name"] for one in office.people()]
    again = office.plan({"Pupils": sheets["Pupils"]}).receipt()
    assert (again.added, again.changed, again.doubtful) == (0, 0, ())


def test_a_school_without_anybody_takes_its_first_list_whatever_it_says(tmp_path: Path) -> None:
    with Store.create(
        tmp_path / "s", Key.random(), School(name="Hill", region="England", profile="uk-school-today"), Who("Jo", "d")
    ) as store:  # fmt: skip
        office = Office(store, "England")
        plan = office.take({"Absent": [["Name", "Form"], ["Amy Smith", "3A"], ["Lee", "3A"]]})
        assert [one["name"] for one in office.people()] == ["Amy Smith"]
        assert [change.was for change in plan.doubtful] == ["Lee"]
