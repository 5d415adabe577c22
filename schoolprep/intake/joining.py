"""Joining: two people on file who are one: everything said about either is then about the one that is kept.

A joined record replaces the one it repeats, so that nothing is lost, the history stays, and undoing the act parts them.
"""

from __future__ import annotations

from collections.abc import Sequence

from schoolprep.facts.blank import Blanks
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.intake.on_file import slot_of


def joined(keep: Sequence[Record], other: Sequence[Record], blanks: Blanks) -> list[Entry]:
    """The entries that move everything about `other` to the person `keep` is about.

    What both say is said once; where they contradict each other the kept person's answer holds. Raises `CallError`
    where the two carry different documents: those are two people, or one of the numbers must be put right first.
    """
    subject = keep[0].subject
    held = {slot_of(blanks[one.blank], subject, one.answers or {}): one for one in keep}
    entries = []
    for record in other:
        said: Answers = record.answers or {}
        same = held.get(slot_of(blanks[record.blank], subject, said))
        if same is None:
            entries.append(Entry(blank=record.blank, subject=subject, answers=said, replaces=(record.id,)))
            continue
        kept: Answers = same.answers or {}
        if record.blank == "person" and _differ(kept, said):
            raise CallError("intake.join-documents")
        answers = {**said, **kept}
        entries.append(
            Entry(blank=record.blank, subject=subject, answers=answers, replaces=(same.id, record.id))
        )
    return entries


def _differ(one: Answers, other: Answers) -> bool:
    numbers = one.get("document_no"), other.get("document_no")
    return all(numbers) and numbers[0] != numbers[1]
