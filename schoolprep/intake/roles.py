"""Roles: the category that everybody of a sheet has.

Its title says it (教师花名册), or the heading of its names (学生姓名); or only pupils have what it asks for (家长电话).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schoolprep.facts.blank import Field
from schoolprep.intake.layout import ColumnHead, SheetHeader
from schoolprep.intake.sources import GivenOnce
from schoolprep.intake.tables import Table

_OF_PUPILS = frozenset({"guardian", "guardian_phone", "guardian2", "guardian2_phone", "register_no"})
"""Fields of a person that only pupils have."""
_PUPIL_NUMBERS = ("学号", "學號", "学生编号", "Pupil", "Roll", "Student", "Admission")
"""Words of the headings of numbers that only pupils have."""
_STAFF = ("师", "职工", "员工", "工勤", "后勤", "Staff", "staff")
"""Where one of these stands over a sheet, its people need not be pupils (师生信息表)."""
_LABELS = ("：", ":")
"""What stands behind the words of a line that is about somebody else (班主任：王丽), not about the sheet."""


def role_told(table: Table, layout: SheetHeader, category: Field) -> GivenOnce | None:
    """The category that the sheet gives once for all its people; None where it says none, or more than one."""
    said = dict(_titles(table, layout, category)) or dict(_names(layout, category))
    if not said and _asks_pupils(layout) and not _may_be_staff(table, layout):
        pupil = category.choices[0]
        return GivenOnce(pupil.label.source, by="columns")
    return next(iter(said.values())) if len(said) == 1 else None


def _titles(table: Table, layout: SheetHeader, category: Field) -> Iterator[tuple[str, GivenOnce]]:
    for row, cells in enumerate(table.cells[: layout.top]):
        for at, cell in enumerate(cells):
            if isinstance(cell, str) and not any(mark in cell for mark in _LABELS):
                for code, word in _roles(cell, category):
                    yield code, GivenOnce(word, row, at)
    for code, word in _roles(table.sheet, category):
        yield code, GivenOnce(word, by="sheet")


def _names(layout: SheetHeader, category: Field) -> Iterator[tuple[str, GivenOnce]]:
    for head in layout.heads:
        if head.certain and head.fields.get("person") == "name":
            for code, word in _roles(head.text, category):
                yield code, GivenOnce(word, head.row, head.at)


def _roles(text: str, category: Field) -> Iterable[tuple[str, str]]:
    """Each category a text names, with the word it names it by; a bare 职工 in 教职工 is no further one."""
    left = "".join(text.split())
    for word, code in sorted(_words(category), key=lambda pair: -len(pair[0])):
        if word in left:
            left = left.replace(word, "\0")
            yield code, word


def _words(category: Field) -> Iterator[tuple[str, str]]:
    for choice in category.choices:
        for word in (choice.label.source, *choice.also):
            if len(word) > 1:
                yield word, choice.code


def _asks_pupils(layout: SheetHeader) -> bool:
    return any(head.fields.get("person") in _OF_PUPILS or _numbers_pupils(head) for head in layout.heads)


def _numbers_pupils(head: ColumnHead) -> bool:
    asked = head.fields.get("person") == "number" and "工号" not in head.text
    return asked and any(word in head.text for word in _PUPIL_NUMBERS)


def _may_be_staff(table: Table, layout: SheetHeader) -> bool:
    above = (cell for cells in table.cells[: layout.top] for cell in cells if isinstance(cell, str))
    said = (table.sheet, *above, *(head.text for head in layout.heads))
    return any(word in text for text in said for word in _STAFF if not any(mark in text for mark in _LABELS))
