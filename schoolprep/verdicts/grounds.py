"""Grounds: what a school's verdicts rest on, in memory: everybody's file, the area list, what files say of each other.

They are read when first asked for, and again where something is filed: one person's file after a record, the whole
school after so many that this is faster.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from schoolprep.facts import area, collector
from schoolprep.facts.area import Areas
from schoolprep.facts.blank import Blanks
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.file import Binder, File
from schoolprep.facts.gate.porter import Porter
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Record
from schoolprep.facts.subject import AREAS, PAIRS, RULES, THE_SCHOOL, people_among
from schoolprep.store import Store
from schoolprep.store import file_cache as packed
from schoolprep.verdicts.area_concerns import concerned
from schoolprep.verdicts.in_question import InQuestion
from schoolprep.verdicts.judge.peers import Peers, Roll, dependants, named

_ONE_BY_ONE = 16
"""From one in so many people on, reading the whole school again is faster than reading each by itself."""
_IN_A_MOMENT = 500
"""People who are read and judged before anybody could see that they are."""


class ReadBeside(NamedTuple):
    """A school's grounds read beside those in use; see `Grounds.beside`."""

    act: str
    """The store's newest act when they were read."""
    files: dict[str, File]
    areas: Areas
    roll: Roll
    peers: Peers
    in_question: InQuestion


class Grounds:
    """See the module."""

    def __init__(self, store: Store, blanks: Blanks, divisions: Divisions) -> None:
        self.store = store
        self.divisions = divisions
        self.binder = Binder(blanks)
        self.porter = Porter(blanks)
        self._blanks = blanks
        self.in_question = self._questions()
        """Of whom something is asked because it was said in several ways."""
        self._files: dict[str, File] | None = None
        self._areas: Areas | None = None
        self._roll: Roll | None = None
        self._peers: Peers | None = None
        self._strange_world: list[tuple[Record, Problem]] | None = None
        """What is strange of what is about nobody; people's files know by themselves."""

    def files(self) -> dict[str, File]:
        """Everybody's file, by subject."""
        if self._files is None:
            with collector.resting():
                self._areas = self._listed()
                self._files = self._everybody()
                # these are never garbage by themselves; looking through them each time held the window up
                gc.freeze()
        return self._files

    def file(self, subject: str) -> File:
        """One person's file. Raises `KeyError`."""
        return self.files()[subject]

    def areas(self) -> Areas:
        """The area list."""
        self.files()
        assert self._areas is not None
        return self._areas

    def peers(self) -> Peers:
        """What files say about people whom others are linked to."""
        if self._peers is None:
            self._roll = self._roll or Roll(self.files().values())
            self._peers = self._roll.peers()
        return self._peers

    def _questions(self) -> InQuestion:
        return InQuestion(self.store, self._blanks, self.divisions, self.binder)

    def _everybody(self) -> dict[str, File]:
        """The files of people; a subject of whom nothing says who it is has none."""
        read = packed.read(self.store, self.binder)
        return {subject: one for subject, one in read.items() if one.person.record}

    def _listed(self) -> Areas:
        return area.of(self.store.current_of(AREAS), self.divisions)

    # -------------------------------------------------------------- whether they can be relied on

    def strange(self) -> list[tuple[Record, Problem]]:
        """The current records this program does not understand wholly, about people on file, rules and area list."""
        if self._strange_world is None:
            world = (
                record
                for subject in (AREAS, RULES, PAIRS, THE_SCHOOL)
                for record in self.store.current_of(subject)
            )
            self._strange_world = self._strange(world)
        told = (id_ for one in self.files().values() for id_ in (*one.unread, *one.newer))
        people = (self.store.record(id_) for id_ in dict.fromkeys(told))
        return [*self._strange_world, *self._strange(people)]

    def _strange(self, records: Iterable[Record]) -> list[tuple[Record, Problem]]:
        return [(record, problem) for record in records if (problem := self.porter.check(record))]

    def verify(self) -> list[Problem]:
        """What is wrong with the file, and whether what is kept for speed agrees with its records."""
        return (
            self.store.verify()
            or packed.altered(self.store, self.binder)
            or [problem for _, problem in self._strange(self.store.current())]
        )

    # -------------------------------------------------------------- read again

    def are_many(self, subjects: Collection[str]) -> bool:
        """Whether so many files are in use and changed that the whole school is read again."""
        return self._files is not None and len(subjects) > max(1, len(self._files) // _ONE_BY_ONE)

    def takes_long(self, subjects: Collection[str]) -> bool:
        """Whether that is more than a moment's work."""
        return self.are_many(subjects) and max(len(subjects), len(self._files or {})) > _IN_A_MOMENT

    def read_again(self, subjects: frozenset[str]) -> frozenset[str]:
        """Take in what was filed about these; who no longer stands where they stood when they were judged.

        Those are the people themselves, whoever is linked to them, and whom a changed entry of the area list concerns.
        """
        people = people_among(subjects)
        if people < subjects:
            self._strange_world = None
        if self.are_many(people):
            self.in_question.forget()
        else:
            self.in_question.read_again(subjects)
        moved = people
        if people and self._files is not None:
            moved |= self._files_again(self._files, people)
        if AREAS in subjects and self._areas is not None:
            moved |= self._list_again(self._areas)
        return moved

    def _files_again(self, files: dict[str, File], people: frozenset[str]) -> frozenset[str]:
        """Those linked to somebody whose file changed, by the name they had or have."""
        self._peers = None
        if self.are_many(people):
            self._files = self._roll = None
            return dependants(files.values(), None)
        names = _names(files, people)
        for subject in people:
            self._reread(files, subject)
        return dependants(files.values(), names | _names(files, people))

    def _reread(self, files: dict[str, File], subject: str) -> None:
        before, made = files.get(subject), self._of(subject)
        if made is not None:
            files[subject] = made
        else:
            files.pop(subject, None)
        if self._roll is not None:
            self._roll.change(before, made)

    def _of(self, subject: str) -> File | None:
        """The file of somebody as it stands in the store; None for nobody."""
        made = self.binder.file(subject, self.store.current_of(subject))
        return made if made.person.record else None

    def _list_again(self, before: Areas) -> frozenset[str]:
        """A new area list: only those whom an entry added, changed or taken away can concern."""
        files = self.files()
        now = self._areas = self._listed()
        return frozenset(concerned(files.values(), before.differing(now)))

    # -------------------------------------------------------------- read beside what is in use

    def beside(self) -> ReadBeside:
        """The whole school read anew, on any thread; nothing in use is touched until `adopt`."""
        act, files = self._newest(), self._everybody()
        areas, roll, asked = self._listed(), Roll(files.values()), self._questions()
        asked.rivals()
        return ReadBeside(act, files, areas, roll, roll.peers(), asked)

    def adopt(self, read: ReadBeside) -> bool:
        """Use what was read; False, and nothing done, where something was filed since."""
        if read.act != self._newest():
            return False
        self._files, self._areas, self._roll, self._peers = read.files, read.areas, read.roll, read.peers
        self.in_question = read.in_question
        self._strange_world = None
        return True

    def _newest(self) -> str:
        return next((act.id for act in self.store.acts(1)), "")


def _names(files: Mapping[str, File], people: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(named(files[subject]) for subject in people if subject in files))
