"""School order: classes as a school counts them, people by class and by their numbers, or by pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from schoolprep.facts.file import Person
from schoolprep.facts.forgetting import remembered
from schoolprep.facts.record import Value

_DIGITS = {digit: number for number, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_NUMBER = re.compile(r"\d+|[〇零一二两三四五六七八九十]+")
_GRADES: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"初([一二三123])"), 6),
    (re.compile(r"高([一二三123])"), 9),
    (re.compile(r"(\d{1,2}|[一二三四五六七八九])年级"), 0),
)
_NURSERY = {"托": -3, "小": -2, "中": -1, "大": 0}
_CATEGORIES = {"student": 0, "teacher": 1, "support": 2, "other": 3}
_UNKNOWN_GRADE = 99
ClassKey = tuple[int, tuple[tuple[int, str], ...]]
PeopleOrder = Literal["number", "name"]
"""How the people of a class follow each other: by the school's own numbers, and those without one by name; or by name
alone."""
ORDERS: tuple[PeopleOrder, ...] = get_args(PeopleOrder)
ORDER = "school.order"
"""The setting of a school with that order."""
PersonKey = tuple[int, tuple[tuple[int, str], ...], str]


def number_of(text: str) -> int:
    """The number that digits or Chinese numerals below a hundred write (`12`, `十二`, `三`)."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return int("".join(str(_DIGITS[digit]) for digit in text))
    return (_DIGITS[tens[-1]] if tens else 1) * 10 + (_DIGITS[ones[0]] if ones and ones[0] != "十" else 0)


def _natural(text: str) -> Iterator[tuple[int, str]]:
    """Pieces that compare as people count: 2班 before 10班, 二班 before 十班."""
    at = 0
    for found in _NUMBER.finditer(text):
        if found.start() > at:
            yield (-1, text[at : found.start()])
        yield (number_of(found.group()), "")
        at = found.end()
    if at < len(text):
        yield (-1, text[at:])


@remembered(4096)
def class_key(text: str) -> ClassKey:
    """Where a class stands in its school: nursery, grades 1–9 (初一 is 七年级), 高一–高三, then everything else."""
    for pattern, before in _GRADES:
        found = pattern.search(text)
        if found:
            rest = text[: found.start()] + text[found.end() :]
            return (before + number_of(found.group(1)), tuple(_natural(rest)))
    nursery = re.match(r"([托小中大])\S*班", text)
    grade = _NURSERY[nursery.group(1)] if nursery else _UNKNOWN_GRADE
    return (grade, tuple(_natural(text)))


@remembered(65536)
def name_key(name: str) -> str:
    """A name as it sorts: by pinyin with tones, then by its characters."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - a fifth of a second, and only rosters need it

    return " ".join(lazy_pinyin(name, style=Style.TONE3)) + "\0" + name


def order_of(settings: Mapping[str, Value]) -> PeopleOrder:
    """How the people of a class follow each other: by number unless the school says otherwise."""
    return "name" if settings.get(ORDER) == "name" else "number"


def person_key(person: Person, order: PeopleOrder) -> PersonKey:
    """Where somebody stands among the people of a class."""
    if order == "number" and person.number:
        return 0, tuple(_natural(person.number)), name_key(person.name)
    return 1, (), name_key(person.name)


def unit_key(person: Person) -> tuple[int, ClassKey]:
    """Pupils by class, then teachers, 后勤 and others by department; who has no category comes last."""
    rank = _CATEGORIES.get(person.counts_as, len(_CATEGORIES))
    unit = person.class_name if person.counts_as == "student" else person.department or person.class_name
    return (rank, class_key(unit) if unit else (_UNKNOWN_GRADE + 1, ()))
