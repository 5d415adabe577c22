"""Classes and grades: one canonical form, so that 七(1)班, 7.1 and 701 are the same class (DOMAIN §6 row 27)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from schoolprep.facts import toml
from schoolprep.facts.blank import Field
from schoolprep.facts.kinds import spelling, when
from schoolprep.facts.kinds.base import NOTHING, Common, Frame, Reading, wrong

_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_HAN_NUMBER = "一二三四五六七八九十"
_CLASS = re.compile(rf"\(?([0-9]{{1,2}}|[{_HAN_NUMBER}]{{1,3}})\)?(班?)\)?")
_POINTED = re.compile(r"(\d{1,2})[.\-_—、](\d{1,2})班?")
_THREE = re.compile(r"([1-9])(\d{2})班?")
_FOUR = re.compile(r"(1[0-2])(\d{2})班?")
_BARE = re.compile(rf"([{_HAN_NUMBER[:9]}])([{_HAN_NUMBER}]{{1,3}})班")
_MIXED = re.compile(rf"([{_HAN_NUMBER[:9]}])(\d{{1,2}})班?")
_SPACES = re.compile(r"\s+")
_MONTH = rf"(?:{when.MONTH})[a-z]*"
_DAY = re.compile(
    rf"(?:\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号]|{when.WHOLE_DAY}|\d{{1,2}}-{_MONTH}(?:-\d{{2,4}})?|{_MONTH}[ -]\d{{1,2}}"
    rf"|[a-z]{{3}} {_MONTH} \d{{1,2}} \d{{4}}|4[2-9]\d{{3}})(?:[ T]+[\d:.]+.*)?",
    re.IGNORECASE,
)
"""How a program shows the day that it made of a class (7-1): whole, without its year, or as a spreadsheet's own count
of days, which is 42000 to 49999 from 2014 to 2036."""
_YEAR_LAST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](?:20)\d{2}")
"""The same where the year stands last: whether day or month comes first, what was typed first does."""
_SOME_DAY = date(2020, 1, 1)
"""Lends a year, of which nothing is kept, to a day without one; a leap year has every day."""


class _Grade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    year: int
    also: tuple[str, ...]


class _Grades(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    grade: tuple[_Grade, ...]


@cache
def _grades() -> tuple[_Grade, ...]:
    return msgspec.convert(toml.file(Path(__file__).with_name("classes.toml")), _Grades).grade


@cache
def _by_word() -> Mapping[str, str]:
    """Every spelling of a grade, longest first, to its name."""
    words = {word: grade.name for grade in _grades() for word in (grade.name, *grade.also)}
    return dict(sorted(words.items(), key=lambda entry: -len(entry[0])))


@cache
def _by_year() -> Mapping[int, str]:
    return {grade.year: grade.name for grade in _grades()}


class ClassKind(Common):
    """A class (七年级1班, 高一3班) or a grade alone (七年级). What is written in no known way is kept as it is."""

    nothing = frozenset(("无", *NOTHING))

    def of_text(self, text: str, field: Field, frame: Frame) -> Reading:
        """The canonical form, or the text itself."""
        flat = _SPACES.sub("", spelling.without_zero_tail(spelling.flat(text)))
        if not flat:
            return Reading(text)
        found = _with_grade(flat) or _by_number(flat)
        if found is None and (bare := _BARE.fullmatch(flat)) and _number(bare[2]):
            grade = _by_year()[int(bare[1].translate(_DIGITS))]
            return Reading(f"{grade}{_number(bare[2])}班", "class", doubtful=True)
        if found is None and (made := _of_day(spelling.flat(text), field, frame)):
            return Reading(made, "class-from-date", doubtful=True)
        if found is None:
            kept = _SPACES.sub(" ", spelling.halfwidth(text))
            return Reading(kept, "" if kept == text else "full-width")
        return Reading(found, "" if found == text else "class")

    def of_number(self, number: int | float, field: Field, frame: Frame) -> Reading:
        """701 is a class; 7.1 may have been 7.10 before Excel took it for a number."""
        digits = spelling.digits(number)
        found = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", digits or "")
        if not found or int(found[1]) not in _by_year():
            return super().of_number(number, field, frame)
        grade, behind = _by_year()[int(found[1])], found[2]
        if len(behind) == 1 and behind in "123":
            one, other = f"{grade}{behind}班", f"{grade}{behind}0班"
            return wrong("class-two-readings", value=digits or "", one=one, other=other)
        return Reading(f"{grade}{int(behind)}班", "class", doubtful=True)

    def of_day(self, day: date, field: Field, frame: Frame) -> Reading:
        """7-1 that Excel made a date of."""
        return Reading(_from_day(day.month, day.day), "class-from-date", doubtful=True)


def _from_day(month: int, day: int) -> str:
    return f"{_by_year()[month]}{day}班"


def _of_day(flat: str, field: Field, frame: Frame) -> str:
    """The class that a day was made of, saved as text (7月3日, 1-Jul, 44743); empty where it is none."""
    if (found := _YEAR_LAST.fullmatch(flat)) and int(found[1]) in _by_year() and int(found[2]):
        return _from_day(int(found[1]), int(found[2]))
    if not _DAY.fullmatch(flat):
        return ""
    some = frame._replace(filled_on=frame.by or _SOME_DAY, typed=False)
    said = when.DateKind().read(flat, field, some).value
    day = date.fromisoformat(str(said)) if said else None
    return _from_day(day.month, day.day) if day else ""


def _with_grade(flat: str) -> str | None:
    """七(1)班, 七1, 七年级一班, 初一1班, 高一(1)班, 七年级."""
    for word, name in _by_word().items():
        if flat.startswith(word):
            return name if flat == word else _class(name, flat[len(word) :])
    if mixed := _MIXED.fullmatch(flat):  # 七1: two scripts, so grade and class
        return f"{_by_year()[int(mixed[1].translate(_DIGITS))]}{int(mixed[2])}班"
    bracketed = re.fullmatch(rf"([{_HAN_NUMBER[:9]}]|[1-9])(\(.+)", flat)
    if bracketed:
        return _class(_by_year()[int(bracketed[1].translate(_DIGITS))], bracketed[2])
    return None


def _class(grade: str, rest: str) -> str | None:
    found = _CLASS.fullmatch(rest)
    if not found or not (found[2] or rest.startswith("(")):
        return None
    number = _number(found[1])
    return f"{grade}{number}班" if number else None


def _number(text: str) -> int:
    """3, 三, 十二, 二十; 0 where it is none."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(text.translate(_DIGITS)) if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return int((tens or "一").translate(_DIGITS)) * 10 + int((ones or "零").translate(_DIGITS))


def _by_number(flat: str) -> str | None:
    """7.1, 7-1, 701, 1201 as text; the grade must exist and the class not be 0."""
    found = _POINTED.fullmatch(flat) or _THREE.fullmatch(flat) or _FOUR.fullmatch(flat)
    if not found or int(found[1]) not in _by_year() or not int(found[2]):
        return None
    return f"{_by_year()[int(found[1])]}{int(found[2])}班"
