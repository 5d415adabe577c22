"""A small school with colleagues on other computers, all in one process: what the tests of hand-over share."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from schoolprep.desk import Desk, Key, School, Who
from schoolprep.desk.joining import join
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.facts.steps import finish
from schoolprep.handover.nouns import Invited, MergeReceipt
from schoolprep.store.records.seat import Role
from tests.program import program_data

DATA = program_data()
SCHOOL = School(name="运城市实验中学", region="140802", profile="yuncheng-2022")
KEY = Key.random()
PEOPLE = {
    "王小明": ("七年级1班", "140802200809010013"),
    "李小红": ("七年级1班", "140802200809020027"),
    "赵小刚": ("七年级2班", "140802200809030030"),
    "孙小兰": ("八年级1班", "140802200709040043"),
}
"""Invented; the numbers belong to nobody."""


class Hands(NamedTuple):
    """A folder with the principal's desk; colleagues come from it."""

    folder: Path
    principal: Desk

    def invite(self, name: str, role: Role = "class-teacher", *classes: str) -> Invited:
        return self.principal.handover.invite(name, role, classes, self.folder / f"{name}.invitation")

    def colleague(self, name: str, role: Role = "class-teacher", *classes: str) -> Desk:
        """Invited and joined, on a computer of their own."""
        invited = self.invite(name, role, *classes)
        return joined(invited, self.folder / f"{name}.schoolprep")

    def returned(self, desk: Desk) -> MergeReceipt:
        """The principal acknowledges, and this colleague takes it in."""
        folder = self.folder / "back"
        folder.mkdir(exist_ok=True)
        self.principal.handover.acknowledge(folder)
        return brought(desk, folder)

    def handed_over(self, desk: Desk, name: str = "x.envelope") -> MergeReceipt:
        """This colleague seals, and the principal merges."""
        out = self.folder / name
        desk.handover.seal(out)
        return brought(self.principal, out)


def joined(invited: Invited, path: Path) -> Desk:
    return join(invited.path, invited.code, path, KEY, DATA, Who("someone", f"computer of {path.stem}"))


def brought(desk: Desk, *paths: Path) -> MergeReceipt:
    return finish(desk.handover.merging(finish(desk.handover.reading(paths))))


def school_of(folder: Path) -> Hands:
    desk = Desk.create(folder / "school.schoolprep", KEY, SCHOOL, DATA, Who("校长", "principal's computer"))
    desk.filing.append(person_entry(desk, name) for name in PEOPLE)
    return Hands(folder, desk)


def subject(desk: Desk, name: str) -> str:
    return desk.people.subject_of("resident_id", PEOPLE[name][1])


def person_entry(desk: Desk, name: str) -> Entry:
    class_name, document = PEOPLE[name]
    answers: Answers = {"name": name, "class_name": class_name, "document_type": "resident_id",
                        "document_no": document, "category": "student"}  # fmt: skip
    return Entry(blank="person", subject=subject(desk, name), answers=answers)


def filed_health(desk: Desk, name: str, temperature: float = 36.5, day: str = "2022-08-08") -> Record:
    answers: Answers = {"day": day, "temp_am": temperature, "symptoms": []}
    return desk.filing.append([Entry(blank="health", subject=subject(desk, name), answers=answers)])[0]
