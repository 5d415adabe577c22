"""Clean texts: what a column is taken for without reading each cell is what reading each cell gives."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.facts import blank, kinds
from schoolprep.facts.blank import Field
from schoolprep.facts.divisions import load
from schoolprep.facts.gate import Gate
from schoolprep.facts.kinds import KINDS, Frame, Reading, Writing
from schoolprep.facts.kinds.base import Common

BLANKS = blank.load()
DIVISIONS = load()
FIELDS = [field for form in BLANKS.values() for field in form.field]
CLEAN = {name: kind.clean for name, kind in KINDS.items() if isinstance(kind, Common) and kind.clean}
FRAMES = st.builds(
    Frame,
    st.just(DIVISIONS),
    st.sampled_from(["", "140802"]),
    filled_on=st.none() | st.dates(date(2019, 1, 1), date(2026, 12, 31)),
    typed=st.booleans(),
)
AREAS = ("140802", "110101", "110221", "140899", "810000", "931156", "000000")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@given(st.data(), FRAMES)
def test_a_clean_text_reads_as_itself_and_nothing_is_said_of_it(data: st.DataObject, frame: Frame) -> None:
    field = data.draw(st.sampled_from([field for field in FIELDS if field.kind in CLEAN]))
    pattern = CLEAN[field.kind]
    text = data.draw(st.from_regex(pattern, fullmatch=True) | st.text(max_size=6))
    if kinds.are_clean(field, [text], [], frame):
        assert kinds.read(field, text, frame) == Reading(text)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Numbers of cards, right ones and ones with a slip."""
    born = draw(st.dates(date(1890, 1, 1), date(2030, 12, 31)))
    body = f"{draw(st.sampled_from(AREAS))}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    number = body + "10X98765432"[rest]
    at, sign = draw(st.integers(0, 17)), draw(st.sampled_from("0123456789Xx ０"))
    return draw(st.sampled_from([number, number[:at] + sign + number[at + 1 :], number[:at], number + sign]))


@given(numbers(), st.sampled_from(["", "resident_id", "passport", "hmt_residence"]), FRAMES)
def test_a_clean_number_reads_as_itself_and_nothing_is_said_of_it(
    number: str, kind: str, frame: Frame
) -> None:
    field = BLANKS["person"]["document_no"]
    if kinds.are_clean(field, [number], [kind or None], frame):
        answers = frame._replace(answers={"document_type": kind} if kind else {})
        assert kinds.read(field, number, answers) == Reading(number)


@pytest.mark.parametrize("number", ["140802200809010013", "110101199003071233", "11010519491231002X"])
def test_the_usual_numbers_are_clean(number: str) -> None:
    assert kinds.are_clean(BLANKS["person"]["document_no"], [number], ["resident_id"], Frame(DIVISIONS))


def test_one_text_that_is_not_clean_is_enough() -> None:
    phone: Field = BLANKS["person"]["phone"]
    assert kinds.are_clean(phone, ["13800138000"], [], Frame(DIVISIONS))
    assert not kinds.are_clean(phone, ["13800138000", "138 0013 8000"], [], Frame(DIVISIONS))


@given(
    st.lists(
        st.tuples(
            numbers(),
            st.sampled_from(["", " ", "男", "女", "male", "—"]),
            st.sampled_from(["", "　", "居民身份证", "护照", None]),
            st.sampled_from(["", "2008-09-01", "2008-9-1", date(2008, 9, 1), " "]),
            st.sampled_from(["学生", "教师", ""]),
        ),
        min_size=1,
        max_size=5,
    ),
    st.booleans(),
)
def test_what_a_number_tells_is_the_same_whichever_way_it_is_read(
    lines: list[tuple[Writing, ...]], one_day: bool
) -> None:
    names = ("document_no", "sex", "document_type", "birth_date", "category")
    if one_day:
        lines = [("140802200809010013", *line[1:]) for line in lines]
    frame = Frame(DIVISIONS, "140802", today=date(2022, 8, 8))
    alone = [Gate(BLANKS["person"], frame).row(dict(zip(names, line, strict=True))) for line in lines]
    assert Gate(BLANKS["person"], frame).rows(names, lines) == alone
