"""Units: how a class or a department of the staff is called, short enough for a table."""

from __future__ import annotations

from forms.words.tr import say
from schoolprep.desk.summary import unit_of
from schoolprep.facts.file import Person


def unit_name(category: str, name: str) -> str:
    """七年级1班; 教师 语文组; 未填班级 where nothing is known."""
    if category == "student" or (not category and name):
        return name or say("roster.staff-student")
    staff = say(f"roster.staff-{category or 'unknown'}")
    return f"{staff} {name}".strip()


def unit_of_person(person: Person) -> str:
    """The same, of a person."""
    return unit_name(*unit_of(person))
