"""Carrying: which rules of an earlier edition still reach into a day, and by which clause of the new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schoolprep.facts.days import Day
from schoolprep.rules.pack.kinds import Exposure, Screening
from schoolprep.rules.pack.model import AnyRule, Carried, Library, Pack
from schoolprep.rules.pack.transition import Transition

OPEN = 60
"""Days for which a measure without an end (hospital) is looked for."""
UNTESTED = 14
"""Days after its end on which a measure that ran on is still asked for its last test."""


def closed(valid: Iterable[Pack]) -> set[str]:
    """The rules (`pack/rule`) that the packs in force put an end to without another in their place."""
    return {clause.of for pack in valid for clause in pack.transition if clause.how == "closed"}


def carried(library: Library, valid: Iterable[Pack]) -> Iterator[Carried]:
    """What the packs in force carry over from earlier ones."""
    for pack in valid:
        for clause in pack.transition:
            if one := _carried(library, pack, clause):
                yield one


def _carried(library: Library, pack: Pack, clause: Transition) -> Carried | None:
    """A clause with the earlier rule it speaks of, and what that one had carried over itself."""
    name, _, rule_id = clause.of.partition("/")
    old = library.packs.get(name)
    rule = next((rule for rule in old.rule if rule.id == rule_id), None) if old else None
    if old is None or not isinstance(rule, Exposure | Screening) or old.since >= pack.since:
        return None
    earlier = (_carried(library, old, one) for one in old.transition if one.to == rule.id)
    return Carried(pack, clause, old, rule, tuple(one for one in earlier if one is not None))


def reaches(one: Carried, day: Day) -> bool:
    """Whether a measure of the earlier rule can matter on a day: it runs, or its last test is asked for."""
    asked_on = isinstance(one.rule, Exposure) and one.rule.of == "contact" and one.clause.how == "recount"
    return asked_on or day <= one.since + length(one.rule) + UNTESTED


def length(rule: AnyRule) -> int:
    """The most days a measure of a rule can run after its anchor."""
    if isinstance(rule, Exposure):
        return OPEN if rule.endless else sum(stage.days for stage in rule.stages)
    return rule.within_days if isinstance(rule, Screening) else 0
