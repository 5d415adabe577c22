"""Joining: two people on file who are one: everything said about either is then about the one that is kept.

A joined record replaces the one it repeats, so that nothing is lost, the history stays, and undoing the act parts them.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from schoolprep.facts.blank import Blanks, hidden
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.intake.on_file import slot_of

PERSON = "person"
"""The blank that says who somebody is."""


def joined(keep: Sequence[Record], other: Sequence[Record], blanks: Blanks) -> list[Entry]:
    """The entries that move everything about `other` to the person `keep` is about.

    What both say is said once. Where they contradict each other, of who somebody is the kept person's answer holds;
    of anything else both stand, so that the safe side counts. Raises `CallError` where the two carry different
    documents: those are two people, or one of the numbers must be put right first.
    """
    subject = keep[0].subject
    known = {**hidden(), **blanks}
    held = {_slot(one, subject, known): one for one in keep}
    entries = []
    for record in other:
        said: Answers = record.answers or {}
        same = held.get(_slot(record, subject, known))
        if same is None or (record.blank != PERSON and _contradict(same.answers or {}, said)):
            entries.append(Entry(blank=record.blank, subject=subject, answers=said, replaces=(record.id,)))
            continue
        kept: Answers = same.answers or {}
        if record.blank == PERSON and _differ(kept, said):
            raise CallError("intake.join-documents")
        answers = {**said, **kept}
        entries.append(
            Entry(blank=record.blank, subject=subject, answers=answers, replaces=(same.id, record.id))
        )
    return entries


def _slot(record: Record, subject: str, known: Blanks) -> Hashable:
    """What makes it one statement with another; of a newer edition nothing does."""
    blank = known.get(record.blank)
    return slot_of(blank, subject, record.answers or {}) if blank else record.id


def _contradict(one: Answers, other: Answers) -> bool:
    return any(one[name] != other[name] for name in one.keys() & other.keys())


def _differ(one: Answers, other: Answers) -> bool:
    numbers = one.get("document_no"), other.get("document_no")
    return all(numbers) and numbers[0] != numbers[1]
