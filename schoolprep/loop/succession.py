"""Succession: what one record orders by one rule, and which of it takes the place of what was ordered before.

Nothing that was ordered is forgotten: what ended early is cut, what was counted anew stays and is named by the new.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from schoolprep.facts.days import Day
from schoolprep.loop.measure import Measure


class Ordered(NamedTuple):
    """What one record orders by one rule."""

    stages: tuple[Measure, ...]
    """In turn; at least one."""
    gone: bool = False
    """Another rule speaks of the record now: a later edition's, a stricter level's, that of close contacts."""

    @property
    def ground(self) -> str:
        """The record."""
        return self.stages[0].ground

    @property
    def anchor(self) -> Day:
        """The day its first stage counts from."""
        return self.stages[0].anchor

    @property
    def ends(self) -> Day | None:
        """The last day of all; None: no end can be given."""
        return self.stages[-1].ends

    def reaches(self, day: Day) -> bool:
        """Whether it still ran on a day, or was yet to begin."""
        return self.ends is None or day <= self.ends


def until(ordered: Ordered, last: Day) -> Ordered:
    """The same, ended on a day if it would run longer; what was to begin later was never begun."""
    if not ordered.reaches(last + 1):
        return ordered
    begun = [stage for stage in ordered.stages if stage.starts <= last] or ordered.stages[:1]
    return ordered._replace(stages=tuple(ended(stage, last) for stage in begun))


def ended(stage: Measure, last: Day) -> Measure:
    """A measure that ends on a day at the latest, with the tests that fall before."""
    ends = last if stage.ends is None else min(stage.ends, last)
    return stage._replace(ends=ends, tests=tuple(test for test in stage.tests if test.on <= last))


def in_turn(found: Iterable[Ordered]) -> list[Ordered]:
    """What several records order by one rule: the later takes the place of whatever still ran on its anchor (A8).

    Of two that count from the same day the last given stands.
    """
    turn: list[Ordered] = []
    for one in sorted(found, key=lambda one: one.anchor):
        turn.append(_over(one, [before for before in turn if before.reaches(one.anchor)]))
    return turn


def settled(found: Iterable[Ordered]) -> dict[str, Measure]:
    """Every measure by its id; where another rule speaks of a record now, its measures name those that went."""
    everything = list(found)
    went: dict[str, list[Ordered]] = {}
    for one in everything:
        if one.gone:
            went.setdefault(one.ground, []).append(one)
    standing = [one if one.gone else _over(one, went.get(one.ground, ())) for one in everything]
    return {stage.id: stage for one in standing for stage in one.stages}


def _over(new: Ordered, olds: Iterable[Ordered]) -> Ordered:
    """The new names the old, stage by stage; what the old had more of is named by the last."""
    names: dict[int, list[str]] = {}
    for old in olds:
        for at, stage in enumerate(old.stages):
            names.setdefault(min(at, len(new.stages) - 1), []).append(stage.id)
    if not names:
        return new
    return new._replace(
        stages=tuple(
            stage._replace(recounts=tuple(dict.fromkeys((*stage.recounts, *names.get(at, ())))))
            for at, stage in enumerate(new.stages)
        )
    )
