"""Text, names, phones, temperatures, numbers and classes: the realities of DOMAIN §6 that concern one cell."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from schoolprep.facts.blank import Field, KindName
from schoolprep.facts.divisions import load
from schoolprep.facts.kinds import KINDS, Frame, Reading, Writing, name_key
from schoolprep.facts.text import Same
from tests.readings import code

NO_WORDS = Same()
SHEET = Frame(load(), "140802", filled_on=date(2022, 8, 8))
TYPED = SHEET._replace(typed=True)


def read(kind: KindName, writing: Writing, frame: Frame = SHEET) -> Reading:
    field = Field(name="it", kind=kind, headings=(), label=NO_WORDS, help=NO_WORDS)
    return KINDS[kind].read(writing, field, frame)


@pytest.mark.parametrize(
    ("writing", "value", "repair"),
    [
        ("王小明", "王小明", ""),
        ("王 明", "王明", "name-spaces"),
        ("王\u3000明", "王明", "name-spaces"),
        ("王\u00a0\u00a0明", "王明", "name-spaces"),
        ("欧阳 小明", "欧阳小明", "name-spaces"),
        ("买买提·艾力", "买买提·艾力", ""),
        ("买买提•艾力", "买买提·艾力", "name-point"),
        ("买买提・艾力", "买买提·艾力", "name-point"),
        ("买买提‧艾力", "买买提·艾力", "name-point"),
        ("买买提．艾力", "买买提·艾力", "name-point"),
        ("买买提.艾力", "买买提·艾力", "name-point"),
        ("买买提 · 艾力", "买买提·艾力", "name-spaces"),
        ("J. R. Smith", "J. R. Smith", ""),
        ("𠮷田䶮", "𠮷田䶮", ""),
        ("07赵敏", "赵敏", "name-before"),
        ("7号赵敏", "赵敏", "name-before"),
        ("1.陈大宝", "陈大宝", "name-before"),
        ("12、欧阳娜娜", "欧阳娜娜", "name-before"),
        ("3 Amy Smith", "Amy Smith", "name-before"),
        ("三年级2班赵敏", "赵敏", "name-before"),
        ("七（3）班 王小明", "王小明", "name-before"),
        ("3.2班陈大宝", "陈大宝", "name-before"),
        ("王小明\u200b", "王小明", "invisible"),
        ("\ufeff王小明", "王小明", "invisible"),
        ("王\u00ad小\u202c明", "王小明", "invisible"),
        ("丁", "丁", ""),
        ("无", "无", ""),
        ("Null", "Null", ""),
        (
            "阿布都热合曼·买买提依明·阿卜杜拉·吾买尔江·艾则孜",
            "阿布都热合曼·买买提依明·阿卜杜拉·吾买尔江·艾则孜",
            "",
        ),
    ],
)
def test_names(writing: str, value: str, repair: str) -> None:
    assert read("name", writing) == Reading(value, repair)


@pytest.mark.parametrize("name", ["12栋王奶奶", "3年级", "5单元李叔", "班昭", "二班", "Amy 2 Smith"])
def test_what_counts_no_person_stays_before_a_name(name: str) -> None:
    assert read("name", name).value == name


def test_a_lost_character_is_noted() -> None:
    for name in ("张?", "张\ue000", "张\ufffd"):
        reading = read("name", name)
        assert reading.value == name
        assert reading.note is not None
        assert reading.note.code == "kinds.name-lost-character"


@pytest.mark.parametrize("name", ["张三 李四", "张三、李四", "张三（转学）"])
def test_what_may_be_more_than_one_name_stays_as_written_and_is_noted(name: str) -> None:
    """欧阳 修远 has a surname of two characters and is one name; 张三 李四 may be a father and a mother."""
    reading = read("name", name)
    assert (reading.value, reading.repair) == (name, "")
    assert reading.note is not None
    assert reading.note.code == "kinds.name-more"


@pytest.mark.parametrize("kind", ["name", "text", "class", "phone", "date", "place", "choice", "identity"])
@pytest.mark.parametrize("writing", ["同上", "〃", "″", '"', "ditto"])
def test_what_points_at_the_cell_above_is_asked_back(kind: KindName, writing: str) -> None:
    """Sorted by another column it would point at somebody else."""
    assert code(read(kind, writing)) == "ditto"


def test_names_are_the_same_without_spaces_and_points() -> None:
    assert len({name_key(name) for name in ("买买提·艾力", "买买提 艾力", "买买提艾力", "买买提•艾力")}) == 1
    assert name_key("王小明") != name_key("王晓明")


@pytest.mark.parametrize(
    ("writing", "value", "repair"),
    [
        ("学苑小区3号楼", "学苑小区3号楼", ""),
        ("学苑小区３号楼", "学苑小区3号楼", "full-width"),
        ("2号楼   305", "2号楼 305", "spaces"),
        ("Ｇ６１８", "G618", "full-width"),
        ("东城（北区）", "东城（北区）", ""),
        ("'0305", "0305", "invisible"),
        ("305.0", "305", "full-width"),
        (305, "305", "number-cell"),
        (305.0, "305", "number-cell"),
    ],
)
def test_text(writing: Writing, value: str, repair: str) -> None:
    assert read("text", writing) == Reading(value, repair)


def test_text_that_became_a_date_is_asked() -> None:
    assert read("text", datetime(2022, 1, 2)) == Reading("2022-01-02", "date-as-text", doubtful=True)


@pytest.mark.parametrize(
    ("writing", "value", "repair"),
    [
        ("13800138000", "13800138000", ""),
        ("16612345678", "16612345678", ""),
        ("19912345678", "19912345678", ""),
        (13800138000, "13800138000", "number-cell"),
        (13800138000.0, "13800138000", "number-cell"),
        ("13800138000.0", "13800138000", "phone-spelling"),
        ("+86 138-0013-8000", "13800138000", "phone-spelling"),
        ("0086 13800138000", "13800138000", "phone-spelling"),
        ("8613800138000", "13800138000", "phone-spelling"),
        ("138 0013 8000", "13800138000", "phone-spelling"),
        ("１３８００１３８０００", "13800138000", "phone-spelling"),
        ("0359-2022222", "0359-2022222", ""),
        ("03592022222", "0359-2022222", "phone-spelling"),
        ("（0359）2022222", "0359-2022222", "phone-spelling"),
        ("+86 359 2022222", "0359-2022222", "phone-spelling"),
        ("010-6228-8559", "010-62288559", "phone-spelling"),
        ("010-88888888转801", "010-88888888-801", "phone-spelling"),
        ("+1 202 555 0123", "+12025550123", "phone-spelling"),
        ("+44 (0) 161 496 0009", "+441614960009", "phone-spelling"),
    ],
)
def test_phones(writing: Writing, value: str, repair: str) -> None:
    assert read("phone", writing) == Reading(value, repair)


@pytest.mark.parametrize(
    ("writing", "value"),
    [(3592022222, "0359-2022222"), ("妈妈13800138000", "13800138000"), ("1-541-754-3010", "15417543010")],
)
def test_doubtful_phones(writing: Writing, value: str) -> None:
    reading = read("phone", writing)
    assert (reading.value, reading.doubtful) == (value, True)


@pytest.mark.parametrize(
    ("writing", "reason"),
    [
        ("1380013800", "phone-length"),
        ("138001380001", "phone-length"),
        ("2022222", "phone-area-code"),
        ("13800138000/13900139000", "phone-several"),
        ("微信联系", "phone-unreadable"),
        (1e18, "number-too-long"),
    ],
)
def test_refused_phones(writing: Writing, reason: str) -> None:
    assert code(read("phone", writing)) == reason


@pytest.mark.parametrize(
    ("writing", "value", "repair"),
    [
        (36.5, 36.5, ""),
        (37, 37.0, ""),
        ("36.5", 36.5, ""),
        ("36.50", 36.5, ""),
        ("36.5℃", 36.5, "temperature-spelling"),
        ("36.5°C", 36.5, "temperature-spelling"),
        ("36.5度", 36.5, "temperature-spelling"),
        ("36度5", 36.5, "temperature-spelling"),
        ("36。5", 36.5, "temperature-spelling"),
        ("36，5", 36.5, "temperature-spelling"),
        ("３６．５", 36.5, "temperature-spelling"),
        ("体温：36.5", 36.5, "temperature-spelling"),
        (36.800000000000004, 36.8, ""),
        (37.25, 37.3, "rounded"),
        ("98.6℉", 37.0, "fahrenheit"),
    ],
)
def test_temperatures(writing: Writing, value: float, repair: str) -> None:
    assert read("temperature", writing) == Reading(value, repair)


@pytest.mark.parametrize(("writing", "value"), [(98.6, 37.0), ("100.4", 38.0), (101, 38.3), (37.5, 37.5)])
def test_temperatures_where_they_are_measured_in_fahrenheit(writing: Writing, value: float) -> None:
    american = SHEET._replace(zone=ZoneInfo("America/New_York"))
    assert read("temperature", writing, american).value == value
    assert code(read("temperature", 109.6, american)) == "temperature-range"


def test_a_point_left_out() -> None:
    assert read("temperature", "365", TYPED) == Reading(36.5, "point")
    assert read("temperature", 365) == Reading(36.5, "point", doubtful=True)


@pytest.mark.parametrize(
    ("writing", "reason"),
    [
        ("正常", "temperature-word"),
        ("98.6", "temperature-range"),
        (3.65, "temperature-range"),
        (0, "temperature-range"),
        ("36.5-36.8", "temperature-several"),
        ("36.5/36.8", "temperature-several"),
        ("＜37.3", "temperature-unreadable"),
        (True, "not-a-flag"),
        (date(2022, 8, 8), "not-a-date"),
    ],
)
def test_refused_temperatures(writing: Writing, reason: str) -> None:
    assert code(read("temperature", writing)) == reason


@pytest.mark.parametrize(
    ("writing", "value"),
    [
        ("七年级1班", "七年级1班"),
        ("七(1)班", "七年级1班"),
        ("七（1）班", "七年级1班"),
        ("七 (1) 班", "七年级1班"),
        ("7(1)班", "七年级1班"),
        ("7.1", "七年级1班"),
        ("7-1", "七年级1班"),
        ("701", "七年级1班"),
        (701, "七年级1班"),
        ("七年级一班", "七年级1班"),
        ("7年级1班", "七年级1班"),
        ("初一1班", "七年级1班"),
        ("初一（12）班", "七年级12班"),
        ("初三十二班", "九年级12班"),
        ("高一(3)班", "高一3班"),
        ("高1(3)班", "高一3班"),
        ("1203", "高三3班"),
        ("七年级", "七年级"),
        ("初一", "七年级"),
        ("高2025级1班", "高2025级1班"),
        ("大一班", "大一班"),
        ("1班", "1班"),
        ("火箭班", "火箭班"),
    ],
)
def test_classes(writing: Writing, value: str) -> None:
    reading = read("class", writing)
    assert (reading.value, reading.doubtful) == (value, False)


def test_doubtful_classes() -> None:
    assert read("class", 7.4) == Reading("七年级4班", "class", doubtful=True)
    assert read("class", "七一班") == Reading("七年级1班", "class", doubtful=True)
    assert read("class", date(2022, 7, 1)) == Reading("七年级1班", "class-from-date", doubtful=True)
    reading = read("class", 7.1)
    assert code(reading) == "class-two-readings"
    assert reading.problem is not None
    assert (reading.problem.facts["one"], reading.problem.facts["other"]) == ("七年级1班", "七年级10班")


@pytest.mark.parametrize(
    ("writing", "value"), [("12", 12), (12.0, 12), ("１２", 12), ("3人", 3), ("12.0", 12), ("-1", -1)]
)
def test_numbers(writing: Writing, value: int) -> None:
    assert read("number", writing).value == value


def test_refused_numbers() -> None:
    assert code(read("number", "一些")) == "number-unreadable"
    assert code(read("number", 1.5)) == "number-unreadable"
    assert code(read("number", 1e17)) == "number-too-long"
