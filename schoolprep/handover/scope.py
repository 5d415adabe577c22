"""Scope: what part of a school is whose: what may stand in a colleague's file, and what may come from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schoolprep.facts.file import File, Person
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Entry
from schoolprep.facts.subject import AREAS, HANDS, PAIRS, RULES, THE_SCHOOL, is_person
from schoolprep.store.records.load import Load
from schoolprep.store.records.seat import Role, Seat

FULL_RIGHTS: frozenset[Role] = frozenset({"principal", "deputy"})
"""Whose file is the school's whole file: every chain, and the right to everything."""
EVERYBODY: frozenset[Role] = FULL_RIGHTS | {"doctor"}
"""Who sees everybody."""
WORLD = (AREAS, RULES, THE_SCHOOL)
"""What is about nobody and is judged by: everybody with records has it, and principal and deputies file it."""
HANDED_OUT = "handed_out"
"""The blank of what was given out: whoever did it files it, from whatever seat."""
PASS = "pass"
"""The blank of the gate's list: it goes out and never comes in."""


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


def may_file(role: Role, blank: str, subject: str) -> bool:
    """Whether somebody of a role may file this: what is about nobody is the principal's and the deputies'."""
    if role in FULL_RIGHTS:
        return blank != PASS
    if subject == HANDS:
        return blank == HANDED_OUT
    return role != "gate" and blank != PASS and (is_person(subject) or subject == PAIRS)


def unrightful(role: Role, load: Load) -> str:
    """The blank of the first record that a role may not file; empty where all is rightful."""
    return next((row.blank for row in load.records if not may_file(role, row.blank, row.subject)), "")


def refusal(role: Role, entries: Iterable[Entry]) -> Problem | None:
    """Why these are not filed in a colleague's own file: what would come back refused is not taken in."""
    wrong = any(not may_file(role, entry.blank, entry.subject) for entry in entries)
    return Problem("handover.not-yours-to-file") if wrong else None
