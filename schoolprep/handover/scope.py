"""Scope: what part of a school is whose: what may stand in a colleague's file, and what may come from there."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from schoolprep.facts.days import Day
from schoolprep.facts.file import File, Person
from schoolprep.facts.subject import AREAS, PAIRS, RULES, THE_SCHOOL
from schoolprep.store.records.load import Load
from schoolprep.store.records.seat import FULL_RIGHTS, Role, Seat, may_file

EVERYBODY: frozenset[Role] = FULL_RIGHTS | {"doctor"}
"""Who sees everybody."""
COLLEAGUE = "colleague"
"""The blank of a seat."""
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


def has_word(file: File, day: Day) -> bool:
    """Whether anything was said of somebody's health on a day."""
    return any(one.day == day for one in file.health)


def subjects_of(seat: Seat, files: Mapping[str, File]) -> list[str]:
    """Everything of which records stand in a part that is theirs: the people, and what they are judged by."""
    if seat.role == "gate":
        return []
    pairs = (PAIRS,) if seat.role in EVERYBODY else ()
    return [*people_of(seat, files), *WORLD, *pairs]


def is_of(seat: Seat, device: str) -> bool:
    """Whether a device is one of a seat's."""
    return device.startswith(f"{seat.id}-")


def unrightful(seat: Seat, load: Load) -> str:
    """The blank of the first record that somebody may not file; empty where all is rightful.

    Who has the whole school hands on what others filed; what a deputy files of a principal or a deputy is the
    principal's to say.
    """
    if seat.role == "principal":
        return ""
    if seat.role in FULL_RIGHTS:
        own = (row for row in load.records if row.blank == COLLEAGUE and is_of(seat, load.device_of(row)))
        return next((row.blank for row in own if _is_above(row.answers)), "")
    wrong = (row.blank for row in load.records if not may_file(seat.role, row.blank, row.subject))
    return next(wrong, "")


def _is_above(answers: str | None) -> bool:
    """Whether what is filed of a colleague is of one who has the whole school; an invitation may be taken back."""
    if answers is None:
        return False
    said = msgspec.json.decode(answers, type=dict[str, object])
    return said.get("role", "principal") in FULL_RIGHTS or bool(said.get("own"))
