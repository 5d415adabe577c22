"""The school's own numbers: how they are written, what makes two the same, and how people follow each other by them."""

from __future__ import annotations

import pytest

from schoolprep.facts import blank, divisions, kinds, search
from schoolprep.facts.file import File, Person
from schoolprep.facts.kinds import Frame, Writing
from schoolprep.facts.kinds.serial import is_of_class, serial_key
from schoolprep.facts.school_order import ORDER, order_of, person_key

FIELD = blank.load()["person"]["number"]
FRAME = Frame(divisions.load())


@pytest.mark.parametrize(
    ("writing", "value"),
    [
        ("20220701", "20220701"), (20220701, "20220701"), (20220701.0, "20220701"), ("２０２２０７０１", "20220701"),
        ("0301", "0301"), ("12号", "12"), ("学号：0301", "0301"), ("u1044", "U1044"), ("2022-07-01号", "2022-07-01"),
        ("G140802200901200530", "G140802200901200530"), ("E823200112005A", "E823200112005A"),
        ("20220701.0", "20220701"), ("#17", "17"),
    ],
)  # fmt: skip
def test_a_number_is_kept_as_it_was_given(writing: Writing, value: str) -> None:
    reading = kinds.read(FIELD, writing, FRAME)
    assert (reading.value, reading.doubtful) == (value, False)
    assert kinds.read(FIELD, value, FRAME).plain


@pytest.mark.parametrize(
    ("writing", "code"),
    [
        ("2.02207E+07", "kinds.serial-number-cell"), (2.0220701e17, "kinds.serial-number-cell"),
        ("借读", "kinds.serial-unreadable"), (3.5, "kinds.serial-unreadable"), (-4, "kinds.serial-unreadable"),
        ("1、2", "kinds.serial-unreadable"), ("同上", "kinds.ditto"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_told(writing: Writing, code: str) -> None:
    problem = kinds.read(FIELD, writing, FRAME).problem
    assert problem is not None and problem.code == code


@pytest.mark.parametrize("writing", ["", "无", "待定", "—", None])
def test_nothing_written_is_no_number(writing: Writing) -> None:
    reading = kinds.read(FIELD, writing, FRAME)
    assert (reading.value, reading.problem) == (None, None)


def test_zeros_before_and_marks_between_make_no_other_number() -> None:
    assert serial_key("00701") == serial_key("701") and serial_key("2022-07-01") == serial_key("20220701")
    assert (
        serial_key("701") != serial_key("7010")
        and serial_key("U1") == serial_key("u1")
        and serial_key("0") == "0"
    )
    assert is_of_class("17") and is_of_class("007") and not is_of_class("0301") and not is_of_class("U1")


def test_people_follow_each_other_by_number_and_those_without_by_name() -> None:
    names = {"陈晨": "10", "李雷": "9", "安安": None, "白雪": "2"}
    people = [Person(name=name, number=number) for name, number in names.items()]
    by_number = sorted(people, key=lambda one: person_key(one, "number"))
    assert [one.name for one in by_number] == ["白雪", "李雷", "陈晨", "安安"]
    by_name = sorted(people, key=lambda one: person_key(one, "name"))
    assert [one.name for one in by_name] == ["安安", "白雪", "陈晨", "李雷"]
    assert (order_of({}), order_of({ORDER: "name"}), order_of({ORDER: 3})) == ("number", "name", "number")


def test_somebody_is_found_by_their_number() -> None:
    key = search.keys(File("s", Person(name="李雷", number="20220701", register_no="G140802200901200530")))
    assert search.rank(key, "20220701") == 0 and search.rank(key, "0701") == 2 and "g1408" in key
