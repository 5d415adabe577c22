"""One or two: people without a document whom two hands entered, and who look alike: one of them is kept, or both are.

Look-alikes that one hand entered are told where sheets are taken in (`intake/alike`); these a merge brought together.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from schoolprep.declarations import Data
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Entry, Record
from schoolprep.facts.subject import PAIRS
from schoolprep.intake import alike, joining
from schoolprep.store import Records
from schoolprep.verdicts.judging import Judging
from schoolprep.verdicts.verdict import Verdict

_DOCUMENT = "document_no"


class Twins(NamedTuple):
    """Two who may be one: what says of each who they are, and why they look alike (`intake.alike-…`)."""

    records: tuple[Record, Record]
    why: str


class OneOrTwo:
    """See the module."""

    def __init__(self, store: Records, data: Data, judging: Judging) -> None:
        self._store = store
        self._data = data
        self._judging = judging
        self._found: list[Twins] | None = None

    def forget(self) -> None:
        """Look again when asked: something was filed."""
        self._found = None

    def twins(self) -> list[Twins]:
        """Those of whom a person has to say whether they are one."""
        if self._found is None:
            self._found = self._looked() if self._store.rivals.several_hands() else []
        return self._found

    def _looked(self) -> list[Twins]:
        people = {one.subject: one for one in self._store.rivals.standing(joining.PERSON) if one.answers}
        apart = alike.apart(self._store.current_of(PAIRS))
        pairs = alike.look_alikes({subject: one.answers or {} for subject, one in people.items()}, apart)
        found = (Twins((people[one], people[other]), why[0]) for one, other, why in pairs)
        return [twins for twins in found if self._is_asked(*twins.records)]

    def _is_asked(self, one: Record, other: Record) -> bool:
        documents = all((record.answers or {}).get(_DOCUMENT) for record in (one, other))
        return not documents and self._entered_by(one.subject) != self._entered_by(other.subject)

    def _entered_by(self, subject: str) -> str:
        """The device that somebody was first entered on."""
        return next((one.device for one in self._store.history(subject) if one.blank == joining.PERSON), "")

    def joined(self, twins: Twins, keep: Record) -> list[Entry]:
        """What makes one person of the two; `keep`: whose answers hold."""
        other = next(record for record in twins.records if record.id != keep.id)
        kept, moved = self._store.current_of(keep.subject), self._store.current_of(other.subject)
        return joining.joined(kept, moved, self._data.blanks)

    def apart(self, twins: Twins) -> list[Entry]:
        """What says that they are two."""
        one, other = (record.subject for record in twins.records)
        return [alike.set_apart(one, other)]

    def verdict(self, twins: Twins, keep: Record, on: Moment) -> Verdict | None:
        """What the one person would be judged as."""
        entries = self.joined(twins, keep)
        gone = {old for entry in entries for old in entry.replaces}
        stays = [one for one in self._store.current_of(keep.subject) if one.id not in gone]
        return self._judging.as_if(keep.subject, [*stays, *map(self._as_record, entries)], on)

    def _as_record(self, entry: Entry) -> Record:
        old = self._store.record(entry.replaces[-1])
        return msgspec.structs.replace(old, subject=entry.subject, answers=entry.answers)
