"""Ruling: what a line over or between rows says of everybody under it: their class, the day, the hour of the day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from schoolprep.facts.kinds import when
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.traditional import simplified
from schoolprep.intake.nobody import is_like_a_name
from schoolprep.intake.tables import shown

_GRADE = "(?:小学|初中|高中)?(?:[一二三四五六七八九]|初[一二三]|高[一二三])(?:年级)?"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
CLASS = re.compile(
    rf"{_GRADE}\s*[(（]?\s*{_NUMBER}\s*[)）]?\s*班|(?<![\d.])(?:\d{{1,2}}\s*[.．]\s*\d{{1,2}}|[1-9]\d{{2}})\s*班"
)
"""A class with its grade, in a text."""
CLASS_LABEL = re.compile(
    r"^(?:班级|班别|年级班级|所在班级|class|form|tutor\s*group)\s*[:：](.*)$", re.DOTALL | re.I
)
_MONTH, _OF_MONTH = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
DAY = re.compile(
    rf"{when.DAY_IN_TEXT}|(?<!\d)(?:{_MONTH}\s*月\s*{_OF_MONTH}(?!\d)|{_MONTH}\s*[./-]\s*{_OF_MONTH}(?!\d|[./-]|\s*班))"
)
"""A day in a title or heading, where 8.8 and 8-8 are days as well."""
PLANNED = re.compile(r"[\s)）]*(?:返校|开学|到校|报到|入学|前|后|起|以来|至|到|-|—|~|～)")
"""Behind a day in a title: not the day that the sheet is about."""
_HOUR = re.compile(r"[晨早午晚]检|(?:早上|上午|中午|下午|晚上)(?=测温|体温|检)")
_ENDS_CLASS = re.compile(rf"{_NUMBER}\s*[)）]?\s*班")
"""What any class ends with: a line with more of them than classes is about several."""
_BARE_CLASS = re.compile(rf"[(（]?\s*{_NUMBER}\s*[)）]?\s*班")
_ONLY_GRADE = re.compile(r"[一二三四五六七八九]年级|初[一二三](?!班)|高[一二三](?!班)")
_ROOM = re.compile(
    r"名单|花名册|学生|情况|信息|统计|登记|汇总|记录|台账|体温|健康|核酸|检测|监测|测温|一览|学年|第?[一二]?学期|中学|小学|学校|共|计|"
    r"人数|总数|人|表|册|的|日|号|星期[一二三四五六日]|周[一二三四五六日]|[\d\W_]"
)
"""What may stand beside a class or a day in a line that is about nothing else."""
_SCHOOL = re.compile(r"^\S{2,16}?(?:中学|小学|学校|幼儿园|学院)")
_OF_SOMEBODY = re.compile(r"(?:班主任|负责人|填表人|联系电话|辅导员|任课教师|教师)\s*[:：]?\s*\S*$")
_LIST = re.compile(r"(?:名单|花名册|登记|统计|情况|一览|台账|汇总|记录|信息|表|册)\s*(?:[(（].*)?$")
_OTHERS = re.compile(r"教师|教职|职工|后勤|工勤|老师|家长|员工|保安|食堂")
"""People who are in no class."""
_PEOPLE = re.compile(r"名单\s*(?:[(（].*)?$|(?:学生|人员)$|^(?:教师|教职工|教职员工|职工|员工|教工|保安)$")
"""What heads a column of people."""
_WORDY = 4
"""So many other characters, and a line is a sentence that happens to name a class."""

SaidKind = Literal["class", "day", "hour", "title"]


class LineSaid(NamedTuple):
    """One thing a line says, in its own words, and the place of its cell in the row."""

    kind: SaidKind
    writing: Writing
    at: int


def row_says(cells: Sequence[Writing]) -> Iterator[LineSaid]:
    """What a row says of everybody under it; a class behind its label may be called anything."""
    for at, cell in enumerate(cells):
        if isinstance(cell, date):
            yield LineSaid("day", cell, at)
        elif isinstance(cell, str) and cell.strip():
            yield from _cell_says(cell, at, cells)


def _cell_says(cell: str, at: int, cells: Sequence[Writing]) -> Iterator[LineSaid]:
    flat = "".join(cell.split())
    if label := CLASS_LABEL.match(simplified(flat)):
        behind = flat[label.start(1) :] or next(
            (shown(one) for one in cells[at + 1 :] if shown(one).strip()), ""
        )
        if behind:
            yield LineSaid("class", behind, at)
        return
    classes = CLASS.findall(cell)
    if classes and len(_ENDS_CLASS.findall(cell)) > len(
        classes
    ):  # 七年级1班、2班: of whom it is nobody can say
        classes = [""]
    yield from (LineSaid("class", one, at) for one in classes)
    left = CLASS.sub(" ", cell)
    for found in DAY.finditer(left):
        if not PLANNED.match(left, found.end()):
            yield LineSaid("day", found[0], at)


def of_others(text: str) -> bool:
    """Whether a line is about people who are in no class."""
    return _OTHERS.search(simplified(text)) is not None


def heads_people(text: str) -> bool:
    """Whether a heading names a list or a kind of people: names under it are its own."""
    return _PEOPLE.search(simplified(text)) is not None


def heads_others(text: str) -> bool:
    """Whether a heading asks for the names of people who are in no class (任课教师; not 老师评语)."""
    return re.search(rf"(?:{_OTHERS.pattern})(?:姓名)?$", simplified(text)) is not None


def changes_meaning(text: str) -> bool:
    """Whether a line is a title of its own: what stood over an earlier table does not hold under it."""
    return of_others(text) or not (rules_only(text) or any(mark in text for mark in ":："))


def names_a_list(text: str) -> bool:
    """Whether words name a list: nobody is called so."""
    return _LIST.search(simplified(text)) is not None


def rules_only(text: str) -> bool:
    """Whether a line does nothing but say of whom or of when the rows under it are."""
    label = CLASS_LABEL.match(simplified(text).strip())
    left = _OF_SOMEBODY.sub("", label[1] if label else simplified(text).strip())
    for shape in (_SCHOOL, CLASS, DAY, _HOUR, _ROOM):
        left = shape.sub("", left)
    return len(left) < _WORDY and not is_like_a_name(left)


def bare_class(text: str, over: Sequence[str]) -> str:
    """The class a line names without its grade (2班), by the one grade that stands over it; empty where none does."""
    if not _BARE_CLASS.fullmatch(text.strip()):
        return ""
    grades = {found[0] for line in over for found in _ONLY_GRADE.finditer(line)}
    return f"{grades.pop()}{text.strip()}" if len(grades) == 1 else ""


def is_bare_class(text: str) -> bool:
    """Whether a text is a class without its grade."""
    return _BARE_CLASS.fullmatch(text.strip()) is not None


def words_of_row(cells: Sequence[Writing]) -> list[tuple[int, str]]:
    """The cells of a row in which something is written: their places and words."""
    return [(at, text) for at, cell in enumerate(cells) if (text := shown(cell).strip())]
