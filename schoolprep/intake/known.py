"""Known: what the school already holds, as an intake compares with it.

Plain data, so that a plan can be made on another thread than the store's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from schoolprep.blank import Blank, Blanks
from schoolprep.intake.people import People
from schoolprep.record import Answers, Record

Slot = tuple[str, str, tuple[object, ...]]
"""One statement: blank, subject and key. Two rows of one slot say the same thing, perhaps differently."""


class Known(NamedTuple):
    """The current records by slot, the people they are about, and how a person gets a subject."""

    records: dict[Slot, Record]
    people: People
    subject_of: Callable[[str, str], str]
    """Document type and number to subject (`Store.subject_of`)."""
    new_subject: Callable[[], str]

    @classmethod
    def of(
        cls,
        current: Iterable[Record],
        blanks: Blanks,
        subject_of: Callable[[str, str], str],
        new_subject: Callable[[], str],
    ) -> Known:
        """Sort the current records of a store."""
        records: dict[Slot, Record] = {}
        people = People()
        for record in current:
            if record.answers is None or record.blank not in blanks:
                continue
            records[slot_of(blanks[record.blank], record.subject, record.answers)] = record
            if record.blank == "person":
                people.add(record.subject, record.answers)
        return cls(records, people, subject_of, new_subject)


def slot_of(blank: Blank, subject: str, answers: Answers) -> Slot:
    """The slot a record fills."""
    return blank.id, subject, blank.key_of(answers)
