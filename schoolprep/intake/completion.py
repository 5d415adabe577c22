"""Completion: a statement that says less than another of the same kind and person is the same one, incomplete.

A stay whose date could not be read is filed without it; when the corrected sheet comes, its row completes that record
and does not stand beside it. It must not matter which of the two comes first. But two rows of one sheet are two
statements, however alike: nobody writes the same thing twice on one page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from schoolprep.facts.record import Answers, Record
from schoolprep.intake.on_file import BlankOf, Known, StatementKey, is_open
from schoolprep.intake.rows import SheetRow

Groups = Mapping[StatementKey, Sequence[SheetRow]]


class Completion(NamedTuple):
    """What belongs together.

    `said`: statements of the plan that something else says more completely, and whether that is on file already.
    `completes`: the records on file that a statement of the plan completes.
    """

    said: dict[StatementKey, bool]
    completes: dict[StatementKey, tuple[Record, ...]]


def complete(groups: Groups, known: Known) -> Completion:
    """Which statements are the same as a fuller one."""
    found = Completion({}, {})
    for pair, slots in _pairs(groups, known).items():
        one = _Pair(groups, known, slots, known.of_pair(pair))
        for slot in slots:
            if is_open(slot):
                one.look_for_fuller(slot, found.said)
        for slot in slots:
            if slot not in found.said and slot not in known.records:
                one.look_for_less(slot, found.completes)
    return found


def _pairs(groups: Groups, known: Known) -> dict[BlankOf, list[StatementKey]]:
    """The statements of every blank and person of whom an incomplete one is sent or on file."""
    touched = {slot[:2] for slot in groups if is_open(slot)} | known.open_pairs
    pairs: dict[BlankOf, list[StatementKey]] = {}
    if touched:
        for slot in groups:
            if slot[:2] in touched:
                pairs.setdefault(slot[:2], []).append(slot)
    return pairs


class _Pair:
    """The statements of one blank about one person: those sent, those on file."""

    def __init__(
        self, groups: Groups, known: Known, slots: Sequence[StatementKey], filed: Sequence[StatementKey]
    ) -> None:
        self._known = known
        self._filed = filed
        self._sheets = {slot: {row.sheet for row in groups[slot]} for slot in slots}
        self._answers: dict[StatementKey, Answers] = {
            slot: {name: value for row in groups[slot] for name, value in row.answers.items()}
            for slot in slots
        }
        self._completed: set[StatementKey] = set()

    def look_for_fuller(self, slot: StatementKey, said: dict[StatementKey, bool]) -> None:
        """Note a statement that another sheet, or a record no row of its own sheet repeats, says more completely."""
        mine = self._answers[slot]
        if any(self._apart(slot, other) and _less(mine, theirs) for other, theirs in self._answers.items()):
            said[slot] = False
        elif slot not in self._known.records and any(
            _less(mine, held) for held in self._unclaimed(slot).values()
        ):
            said[slot] = True

    def look_for_less(self, slot: StatementKey, completes: dict[StatementKey, tuple[Record, ...]]) -> None:
        """Note the records that a statement completes; a record is completed once."""
        less = [
            other
            for other, held in self._unclaimed(slot).items()
            if is_open(other) and other not in self._completed and _less(held, self._answers[slot])
        ]
        if less:
            self._completed.update(less)
            completes[slot] = tuple(self._known.records[other] for other in less)

    def _apart(self, slot: StatementKey, other: StatementKey) -> bool:
        return self._sheets[slot].isdisjoint(self._sheets[other])

    def _unclaimed(self, slot: StatementKey) -> dict[StatementKey, Answers]:
        """What is on file and not repeated by another row of the sheets that make this statement."""
        return {
            filed: self._known.records[filed].answers or {}
            for filed in self._filed
            if filed != slot and (filed not in self._sheets or self._apart(slot, filed))
        }


def _less(some: Answers, more: Answers) -> bool:
    """Whether everything in `some` stands in `more` too, which says more."""
    return len(some) < len(more) and some.items() <= more.items()
