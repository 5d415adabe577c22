"""In question: of whom something is asked because it was said in several ways, and what they would be by each answer.

While a question is open the safe side of its answers counts: whoever is held back by one of them is held back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import product
from math import prod

import msgspec

from schoolprep.facts.blank import Blanks
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.file import Binder, File
from schoolprep.facts.kinds import Frame
from schoolprep.facts.record import Record
from schoolprep.facts.subject import people_among
from schoolprep.handover.at_odds import Umpire
from schoolprep.store import Records
from schoolprep.store.records.conflicts import Rivals

_MOST = 64
"""Ways to answer one person's questions that are all judged; of more it is judged as if nothing of them were said."""


class InQuestion:
    """The questions of a school, read when first asked for, and again about those of whom something is filed."""

    def __init__(self, store: Records, blanks: Blanks, divisions: Divisions, binder: Binder) -> None:
        self._store = store
        self._blanks = blanks
        self._divisions = divisions
        self._binder = binder
        self._rivals: list[Rivals] | None = None
        self._doubles: dict[str, tuple[File, ...]] = {}

    @cached_property
    def umpire(self) -> Umpire:
        """Who knows what joins by itself."""
        school = self._store.school
        return Umpire(self._blanks, Frame(self._divisions, school.region, zone=school.zone))

    def rivals(self) -> list[Rivals]:
        """What was said in several ways and does not join by itself."""
        if self._rivals is None:
            self._rivals = self._found(None)
            self._lay_doubles(people_among(subjects_of(self._rivals)))
        return self._rivals

    def doubles(self) -> Mapping[str, tuple[File, ...]]:
        """The files of those of whom something is asked, as each answer would make them."""
        self.rivals()
        return self._doubles

    def read_again(self, subjects: Collection[str]) -> None:
        """Something was filed about these."""
        if self._rivals is None:
            return
        touched = [one for one in self._rivals if not subjects_of([one]).isdisjoint(subjects)]
        fresh = self._found(subjects)
        self._rivals = [one for one in self._rivals if one not in touched] + fresh
        self._lay_doubles(people_among({*subjects, *subjects_of(touched), *subjects_of(fresh)}))

    def forget(self) -> None:
        """Read everything again when it is asked for."""
        self._rivals = None
        self._doubles = {}

    def _found(self, subjects: Collection[str] | None) -> list[Rivals]:
        found = self._store.rivals.found(self.umpire.same, subjects)
        return [rivals for rivals in found if not self.umpire.joined(rivals)]

    def _lay_doubles(self, people: Iterable[str]) -> None:
        for subject in people:
            asked = [one for one in self._rivals or () if subject in subjects_of([one])]
            self._doubles.pop(subject, None)
            if asked:
                self._doubles[subject] = tuple(self._made(subject, asked))

    def _made(self, subject: str, asked: list[Rivals]) -> Iterator[File]:
        """The file of somebody by every way to answer what is asked of them; whoever is nobody by it has none."""
        rivals = {record.id for one in asked for record in one.records}
        rest = [record for record in self._store.current_of(subject) if record.id not in rivals]
        answers = [self._answers(subject, one) for one in asked]
        if prod(map(len, answers)) > _MOST:
            answers = [
                [(), each[-1]] if of.records[0].blank == "person" else [()]
                for of, each in zip(asked, answers, strict=True)
            ]
        for chosen in product(*answers):
            held = [record for some in chosen for record in some]
            made = self._binder.file(subject, sorted([*rest, *held], key=_by_id))
            if made.person.record:
                yield made

    def _answers(self, subject: str, asked: Rivals) -> list[tuple[Record, ...]]:
        """What would stand of somebody by each answer to a question: a record, or none."""
        found: list[tuple[Record, ...]] = []
        for chosen in self.umpire.choices(asked):
            entry = self.umpire.settled(asked, chosen)
            held = msgspec.structs.replace(chosen, subject=entry.subject, answers=entry.answers)
            found.append((held,) if entry.answers is not None and entry.subject == subject else ())
        return found


def subjects_of(rivals: Iterable[Rivals]) -> frozenset[str]:
    """Whom and what they are about."""
    return frozenset(record.subject for one in rivals for record in one.records)


def _by_id(record: Record) -> str:
    return record.id
