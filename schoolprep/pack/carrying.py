"""Carrying: which rules of an earlier edition still reach into a day, and by which clause of the new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schoolprep.days import Day
from schoolprep.pack.kinds import Exposure, Screening
from schoolprep.pack.model import Carried, Library, Pack

OPEN = 60
"""Days for which a measure without an end (hospital) is looked for."""
UNTESTED = 14
"""Days after its end on which a measure that ran on is still asked for its last test."""


def closed(valid: Iterable[Pack]) -> set[str]:
    """The rules (`pack/rule`) that the packs in force put an end to without another in their place."""
    return {clause.of for pack in valid for clause in pack.transition if clause.how == "closed"}


def carried(library: Library, valid: Iterable[Pack], day: Day) -> Iterator[Carried]:
    """What the packs in force carry over from earlier ones, as long as a measure begun before can still run."""
    for pack in valid:
        for clause in pack.transition:
            old, _, name = clause.of.partition("/")
            if old not in library.packs:
                continue
            rule = next((rule for rule in library.packs[old].rule if rule.id == name), None)
            if (
                isinstance(rule, Exposure | Screening)
                and day <= pack.since.toordinal() + length(rule) + UNTESTED
            ):
                yield Carried(pack, clause, library.packs[old], rule)


def length(rule: Exposure | Screening) -> int:
    """The most days a measure of a rule can run after its anchor."""
    if isinstance(rule, Exposure):
        return OPEN if rule.endless else sum(stage.days for stage in rule.stages)
    return rule.within_days
