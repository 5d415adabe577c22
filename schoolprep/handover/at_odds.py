"""At odds: records that speak of one statement: what joins by itself, what a person has to say, and what that makes.

Answers are compared with those of the record that all go back to. Whatever only one of them changed is taken from that
one; where two changed one matter differently nobody but a person knows which holds.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from schoolprep.facts.blank import Blank, Blanks, Field
from schoolprep.facts.gate import Gate
from schoolprep.facts.gate.porter import Porter
from schoolprep.facts.kinds import Frame
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.store.records.conflicts import Rivals

Matter = tuple[str, ...]
"""Fields that say one thing between them: a place and its street, a document and its type."""


class _Before(NamedTuple):
    """What stood before rivals parted."""

    subject: str
    answers: Answers


class _Weighed(NamedTuple):
    """Rivals compared field by field."""

    subjects: tuple[str, ...]
    """Whom they are about now, where that was changed; several: somebody has to say."""
    agreed: Answers
    """What holds whatever is said of the rest."""
    disputed: tuple[Matter, ...]


class Umpire:
    """Knows by the blanks what makes one statement and which of its fields belong together."""

    def __init__(self, blanks: Blanks, frame: Frame) -> None:
        self._blanks = blanks
        self._frame = frame
        self._porter = Porter(blanks)
        self._gates: dict[str, Gate] = {}

    def same(self, record: Record) -> Hashable | None:
        """What makes a record the same statement as another (`Blank.key_of`); of what nobody is asked nothing does."""
        blank = self._blanks.get(record.blank)
        return None if blank is None or record.answers is None else blank.key_of(record.answers)

    def joined(self, rivals: Rivals) -> Entry | None:
        """The record that joins them; None where a person has to say something."""
        told = [record.answers for record in rivals.records if record.answers is not None]
        if len(told) < len(rivals.records) or self._blank_of(rivals) is None:
            return None
        one = rivals.records[0]
        if all(record.answers == one.answers and record.subject == one.subject for record in rivals.records):
            return _entry(rivals, one.subject, one.answers)
        weighed = None if rivals.opposed else self._weighed(rivals)
        if weighed is None or weighed.disputed or len(weighed.subjects) > 1:
            return None
        entry = _entry(rivals, weighed.subjects[0], weighed.agreed)
        return entry if self._is_sound(entry, rivals.records) else None

    def settled(self, rivals: Rivals, chosen: Record) -> Entry:
        """The record by which `chosen` holds: its answers, and what the others say that contradicts none of them."""
        if chosen.answers is None:
            return _entry(rivals, chosen.subject, None)
        whole = _entry(rivals, chosen.subject, chosen.answers)
        weighed = None if rivals.opposed or self._blank_of(rivals) is None else self._weighed(rivals)
        if weighed is None:
            return whole
        fields = [name for matter in weighed.disputed for name in matter]
        said = {name: chosen.answers[name] for name in fields if name in chosen.answers}
        subject = weighed.subjects[0] if len(weighed.subjects) == 1 else chosen.subject
        entry = _entry(rivals, subject, {**weighed.agreed, **said})
        return entry if self._is_sound(entry, [chosen]) else whole

    def field(self, rivals: Rivals) -> str:
        """The first field in which they differ, as the blank has them; empty where one takes the statement back."""
        told = [record.answers for record in rivals.records]
        if any(answers is None for answers in told):
            return ""
        weighed = self._weighed(rivals)
        disputed = [name for matter in weighed.disputed for name in matter] if weighed else []
        return next(self._differing(rivals, disputed), "") or next(self._differing(rivals, None), "")

    def choices(self, rivals: Rivals) -> list[Record]:
        """The records of which one has to be chosen; of those with which the same would hold, the first."""
        found: dict[tuple[str, bytes], Record] = {}
        for record in rivals.records:
            entry = self.settled(rivals, record)
            found.setdefault((entry.subject, _told(entry.answers)), record)
        return list(found.values())

    # -------------------------------------------------------------- how they are weighed

    def _blank_of(self, rivals: Rivals) -> str | None:
        """The blank of all of them; None where they are of several."""
        blanks = {record.blank for record in rivals.records}
        return blanks.pop() if len(blanks) == 1 else None

    def _weighed(self, rivals: Rivals) -> _Weighed | None:
        """Compare them with what stood before; where nobody knows that, every difference is a dispute."""
        before = self._before(rivals)
        told = [record.answers for record in rivals.records if record.answers is not None]
        subjects = {record.subject for record in rivals.records}
        if before:
            subjects = {one for one in subjects if one != before.subject} or {before.subject}
        agreed: Answers = {}
        disputed: list[Matter] = []
        for matter in self._matters(rivals.records[0].blank, told):
            values = _values(matter, before.answers if before else None, told)
            if values is None:
                disputed.append(matter)
            else:
                agreed |= values
        return _Weighed(tuple(sorted(subjects)), agreed, tuple(disputed))

    def _before(self, rivals: Rivals) -> _Before | None:
        """What stood before they parted; None where that is itself in dispute, or not common to all."""
        base = rivals.base
        if isinstance(base, Record):
            return _Before(base.subject, base.answers or {})
        if isinstance(base, Rivals):
            entry = self.joined(base)
            return _Before(entry.subject, entry.answers or {}) if entry else None
        return _Before(rivals.records[0].subject, {}) if rivals.independent else None

    def _matters(self, blank: str, told: Iterable[Answers]) -> list[Matter]:
        """The fields answered, as they belong together, in the order of the blank."""
        known = self._blanks.get(blank)
        matters = list(_matters(known)) if known else []
        rest = sorted({name for answers in told for name in answers} - {one for m in matters for one in m})
        return [*matters, *((name,) for name in rest)]

    def _differing(self, rivals: Rivals, among: list[str] | None) -> Iterator[str]:
        told = [record.answers or {} for record in rivals.records]
        for matter in self._matters(rivals.records[0].blank, told):
            for name in matter:
                if (among is None or name in among) and any(
                    answers.get(name) != told[0].get(name) for answers in told
                ):
                    yield name

    def _is_sound(self, entry: Entry, of: Iterable[Record]) -> bool:
        """Whether the gate has nothing against it that it has not against one of those it is made of."""
        known = {code for record in of for code in self._wrong(record)}
        return known.issuperset(self._wrong(entry))

    def _wrong(self, one: Record | Entry) -> set[tuple[str, str]]:
        problem = self._porter.check(one)
        if problem:
            return {(problem.code, problem.field)}
        if one.blank not in self._blanks:
            return set()
        if one.blank not in self._gates:
            self._gates[one.blank] = Gate(self._blanks[one.blank], self._frame)
        return {(each.code, each.field) for each in self._gates[one.blank].problems(one.answers or {})}


def question_id(records: Iterable[Record]) -> str:
    """The id of a question: the same wherever and whenever it is asked about the same records."""
    named = " ".join(sorted(record.id for record in records))
    return blake2b(named.encode(), digest_size=8).hexdigest()


def _entry(rivals: Rivals, subject: str, answers: Answers | None) -> Entry:
    replaces = tuple(record.id for record in rivals.records)
    return Entry(blank=rivals.records[0].blank, subject=subject, answers=answers, replaces=replaces)


def _told(answers: Answers | None) -> bytes:
    return msgspec.json.encode(answers, order="sorted")


def _values(matter: Matter, before: Answers | None, told: Sequence[Answers]) -> Answers | None:
    """What of a matter holds for all; None where two changed it differently, or nobody said what it came to."""
    said = [_part(matter, answers) for answers in told]
    if all(one == said[0] for one in said):
        return said[0]
    if before is None:
        return None
    found: Answers = {}
    for name in matter:
        changed = [answers.get(name) for answers in told if answers.get(name) != before.get(name)]
        if any(one != changed[0] for one in changed):
            return None
        value = changed[0] if changed else before.get(name)
        if value is not None:
            found[name] = value
    return found if found in said else None


def _part(matter: Matter, answers: Answers) -> Answers:
    return {name: answers[name] for name in matter if name in answers}


def _matters(blank: Blank) -> Iterator[Matter]:
    """The fields of a blank in its order, those that say one thing between them together."""
    beside = {field.name: _beside(field) for field in blank.field}
    inside = {name for names in beside.values() for name in names if name in blank.fields}
    for field in blank.field:
        if field.name not in inside:
            yield (field.name, *(name for name in beside[field.name] if name in blank.fields))


def _beside(field: Field) -> Matter:
    """The fields that mean little without this one: a place's street, a document's type, how certain it is."""
    street = field.rest_to if field.kind == "place" else ""
    return tuple(filter(None, (street, field.default_of, field.hedged_to)))
