"""Scope: what part of a school is whose: what may stand in a colleague's file, and what may come from there."""

from __future__ import annotations

from collections.abc import Mapping

from schoolprep.facts.file import File, Person
from schoolprep.facts.subject import AREAS, PAIRS, RULES, THE_SCHOOL
from schoolprep.store.records.load import Load
from schoolprep.store.records.seat import FULL_RIGHTS, Role, Seat, may_file

EVERYBODY: frozenset[Role] = FULL_RIGHTS | {"doctor"}
"""Who sees everybody."""
WORLD = (AREAS, RULES, THE_SCHOOL)
"""What is about nobody and is judged by: everybody with records has it, and principal and deputies file it."""


def is_theirs(seat: Seat, person: Person) -> bool:
    """Whether a person is of those whom somebody sees."""
    if seat.role in EVERYBODY:
        return True
    if seat.role == "class-teacher":
        return person.class_name in seat.classes
    return seat.role == "department-head" and person.department in seat.classes


def people_of(seat: Seat, files: Mapping[str, File]) -> list[str]:
    """The subjects whom somebody sees, in the order of the files."""
    return [subject for subject, file in files.items() if is_theirs(seat, file.person)]


def subjects_of(seat: Seat, files: Mapping[str, File]) -> list[str]:
    """Everything of which records stand in a part that is theirs: the people, and what they are judged by."""
    if seat.role == "gate":
        return []
    pairs = (PAIRS,) if seat.role in EVERYBODY else ()
    return [*people_of(seat, files), *WORLD, *pairs]


def unrightful(role: Role, load: Load) -> str:
    """The blank of the first record that a role may not file; empty where all is rightful."""
    return next((row.blank for row in load.records if not may_file(role, row.blank, row.subject)), "")
