"""On file: what the school already holds, as an intake compares with it.

Plain data, so that a plan can be made on another thread than the store's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import tzinfo
from functools import cached_property

from schoolprep.facts.blank import Blank, Blanks
from schoolprep.facts.days import CHINA
from schoolprep.facts.record import Answers, Record
from schoolprep.facts.subject import AREAS, PAIRS
from schoolprep.facts.unread import UNREAD_BLANK
from schoolprep.intake import alike
from schoolprep.intake.people import PeopleOnFile
from schoolprep.store.records.nouns import Became

StatementKey = tuple[str, str, tuple[object, ...]]
"""One statement: blank, subject and key. Two rows of one slot say the same thing, perhaps differently."""
BecameOf = Callable[[Collection[str]], Mapping[str, Became]]
"""What stands now of records, by id; one that is not here is left out."""
BlankOf = tuple[str, str]
"""Blank and subject."""


class Known:
    """The current records by slot, the people they are about, and how a person gets a subject."""

    def __init__(
        self,
        current: Iterable[Record],
        blanks: Blanks,
        subject_of: Callable[[str, str], str],
        new_subject: Callable[[], str],
        last_act: str = "",
        *,
        zone: tzinfo | None = CHINA,
        is_past: bool = False,
        became: BecameOf = lambda _: {},
        proof: Callable[[bytes], str] = lambda _: "",
    ) -> None:
        """Sort what is on file.

        `subject_of`: document type and number to subject, as the store makes it. `last_act`: the store's newest act,
        by which a change since then is noticed. `zone`: of the school. `is_past`: its rules are over, so that today is
        no measure of how old a day may be. `became` and `proof`: as the store has them, for class workbooks.
        """
        self.blanks = blanks
        self.records: dict[StatementKey, Record] = {}
        self.unread: dict[str, list[Record]] = {}
        """The answers that nobody could read, those dealt with among them, by whom they are about."""
        self.people = PeopleOnFile()
        pairs: list[Record] = []
        self.subject_of = subject_of
        self.new_subject = new_subject
        self.last_act = last_act
        self.zone = zone
        self.is_past = is_past
        self.became = became
        self.proof = proof
        for record in current:
            if record.answers is None or record.blank not in blanks:
                if record.subject == PAIRS:
                    pairs.append(record)
                elif record.blank == UNREAD_BLANK:
                    self.unread.setdefault(record.subject, []).append(record)
                continue
            self.records[slot_of(blanks[record.blank], record.subject, record.answers)] = record
            if record.blank == "person":
                self.people.add(record.subject, record.answers)

        self.apart = alike.apart(pairs)

    @cached_property
    def open_pairs(self) -> set[BlankOf]:
        """Where an incomplete statement is on file."""
        return {slot[:2] for slot in self.records if is_open(slot)}

    def of_pair(self, pair: BlankOf) -> list[StatementKey]:
        """What is on file of one blank and subject."""
        return self._by_pair.get(pair, [])

    def listed_since(self, area: Answers) -> str | None:
        """Since when an entry of a risk-area list stands on file; None where it does not, or was lifted."""
        return self._listed.get(_area(area))

    @cached_property
    def _listed(self) -> dict[tuple[object, ...], str]:
        return {
            _area(record.answers): str(record.answers.get("since", ""))
            for record in self.records.values()
            if record.subject == AREAS and record.answers and "until" not in record.answers
        }

    @cached_property
    def _by_pair(self) -> dict[BlankOf, list[StatementKey]]:
        pairs: dict[BlankOf, list[StatementKey]] = {}
        for slot in self.records:
            pairs.setdefault(slot[:2], []).append(slot)
        return pairs


def _area(answers: Answers) -> tuple[object, ...]:
    return answers.get("place"), answers.get("detail"), answers.get("level")


def slot_of(blank: Blank, subject: str, answers: Answers) -> StatementKey:
    """The slot a record fills."""
    return blank.id, subject, blank.key_of(answers)


def is_open(slot: StatementKey) -> bool:
    """Whether a part of the key is unanswered, so that a fuller statement may be meant.

    Not for risk areas: a county that is listed whole is no street of which the name is missing.
    """
    _, subject, key = slot
    return subject != AREAS and (None in key or (bool(key) and isinstance(key[0], tuple)))
