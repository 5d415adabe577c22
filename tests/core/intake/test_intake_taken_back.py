"""A sheet that says well of somebody who is ill on file the same day changes nothing until a person says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schoolprep.desk import Desk
from schoolprep.facts.blank import Blank
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.record import Answers
from schoolprep.facts.steps import finish
from schoolprep.intake.taken_back import TAKEN_BACK, taken_back
from schoolprep.store import Key, School, Store, Who
from tests.core.intake.test_intake_unread import DATA, NOW, Schoolroom

DAY = "2026-11-16"
HEALTH: list[Writing] = ["日期", "班级", "姓名", "早体温", "午体温", "症状"]
UNIT = "三年级1班"


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Schoolroom]:
    about = School(name="一中", region="140802", profile="cn-school-today")
    desk = Desk(Store.create(tmp_path / "s.schoolprep", Key.random(), about, Who("王老师", "d")), DATA)
    made = Schoolroom(desk, NOW)
    made.take(人员=[["姓名", "班级", "学号"], ["甲一", UNIT, "20230101"], ["甲二", UNIT, "20230102"]])
    yield made
    desk.close()


def _blank(name: str) -> Blank:
    return DATA.blanks[name]


@pytest.mark.parametrize(
    ("blank", "held", "said", "asked"),
    [
        ("health", {"temp_am": 38.9}, {"temp_am": 36.5}, ["temp_am"]),
        ("health", {"temp_am": 37.3}, {"temp_am": 37.2}, ["temp_am"]),
        ("health", {"temp_am": 38.9}, {"temp_am": 38.4}, []),
        ("health", {"temp_am": 36.5}, {"temp_am": 36.4}, []),
        ("health", {"temp_am": 36.5}, {"temp_am": 38.9}, []),
        ("health", {"temp_am": 38.9}, {"temp_noon": 36.5}, []),
        ("health", {"symptoms": ["vomiting"]}, {"symptoms": []}, ["symptoms"]),
        ("health", {"symptoms": ["vomiting", "cough"]}, {"symptoms": ["cough"]}, ["symptoms"]),
        ("health", {"symptoms": ["cough"]}, {"symptoms": ["cough", "fever"]}, []),
        ("health", {"symptoms": []}, {"symptoms": ["cough"]}, []),
        ("health", {"antipyretic": True}, {"antipyretic": False}, ["antipyretic"]),
        ("health", {"remark": "一"}, {"remark": "二"}, []),
        ("test", {"result": "positive"}, {"result": "negative"}, ["result"]),
        ("test", {"result": "pending"}, {"result": "negative"}, []),
        ("test", {"result": "negative"}, {"result": "positive"}, []),
        ("code", {"colour": "red"}, {"colour": "green"}, ["colour"]),
        ("code", {"colour": "yellow"}, {"colour": "red"}, []),
        ("illness", {"disease": "varicella"}, {"disease": "influenza"}, []),
    ],
)
def test_what_takes_a_sign_back(blank: str, held: Answers, said: Answers, asked: list[str]) -> None:
    assert list(taken_back(_blank(blank), held, said)) == asked


def test_what_the_noon_says_does_not_undo_the_morning(school: Schoolroom) -> None:
    """A child vomits in the morning; the sheet of noon says that there is nothing."""
    school.take("晨检.xlsx", 晨检=[HEALTH, [DAY, UNIT, "甲一", "", "", "呕吐"]])
    held = school.outcome()
    assert held != "ready"
    noon = school.plan({"午检": [HEALTH, [DAY, UNIT, "甲一", "", 36.5, "无"]]}, "午检.xlsx")
    receipt = school.desk.intake.take_in(noon)
    assert [(one.repair, one.was, one.now) for one in receipt.doubtful] == [(TAKEN_BACK, "呕吐", "无")]
    assert school.outcome() == held
    (health,) = school.desk.people.file(school.subject()).health
    assert (health.noon, health.symptoms) == (36.5, ("vomiting",))  # what takes nothing back comes in
    again = school.plan({"午检": [HEALTH, [DAY, UNIT, "甲一", "", 36.5, "无"]]}, "午检.xlsx")
    assert (again.receipt().unchanged, len(again.doubtful)) == (1, 1)
    school.desk.intake.take_in(finish(again.ticking(True)))
    assert school.outcome() == "ready"


def test_a_sheet_that_is_sent_again_corrects_when_a_person_says_so(school: Schoolroom) -> None:
    school.take("晨检.xlsx", 晨检=[HEALTH, [DAY, UNIT, "甲一", 38.9, "", "无"]])
    right: list[list[Writing]] = [
        HEALTH,
        [DAY, UNIT, "甲一", 36.9, "", "无"],
        [DAY, UNIT, "甲二", 36.5, "", "无"],
    ]
    receipt = school.take("晨检.xlsx", 晨检=right)
    assert (receipt.went.asked, receipt.went.filed) == (1, 1)
    assert school.outcome() != "ready"
    receipt = school.take("晨检.xlsx", 晨检=right, accept=True)
    assert [one.target for one in receipt.corrections] == ["health.temp_am"]
    assert school.outcome() == "ready"


def test_a_worse_answer_counts_at_once(school: Schoolroom) -> None:
    school.take("晨检.xlsx", 晨检=[HEALTH, [DAY, UNIT, "甲一", 36.5, "", "无"]])
    receipt = school.take("复测.xlsx", 晨检=[HEALTH, [DAY, UNIT, "甲一", 38.9, "", "咳嗽"]])
    assert not receipt.doubtful
    assert school.outcome() != "ready"


@pytest.mark.parametrize(("words", "left"), [("38..9", 1), ("3六.5", 0)])
def test_a_fever_that_nobody_could_read_is_not_answered_by_another_sheet(
    school: Schoolroom, words: str, left: int
) -> None:
    school.take("门岗.xlsx", 晨检=[HEALTH, [DAY, UNIT, "甲一", words, "", ""]])
    school.take("班级.xlsx", 晨检=[HEALTH, [DAY, UNIT, "甲一", 36.5, "", "无"]])
    assert len(school.unread()) == left
    school.take("门岗.xlsx", 晨检=[HEALTH, [DAY, UNIT, "甲一", 36.5, "", ""]])
    assert not school.unread()
