"""Model: a pack, the profile that names the packs of a place and time, and the library of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from schoolprep.facts.days import Day
from schoolprep.facts.schooldays import Calendar
from schoolprep.facts.text import Text
from schoolprep.rules.pack.declared import CitedDocument, Document, Layer, Lift, Plain, Retention
from schoolprep.rules.pack.illness import Cluster, IllnessRule, Testing, Unwell, Watch
from schoolprep.rules.pack.kinds import (
    Answer,
    Colour,
    Exposure,
    Household,
    Monitoring,
    Post,
    Proof,
    Screening,
    Symptoms,
    TravelCard,
)
from schoolprep.rules.pack.looking import looked_at
from schoolprep.rules.pack.transition import Transition

AnyRule = (
    Exposure | Screening | Proof | Answer | Monitoring | Colour | TravelCard | Symptoms | Household | Post
    | IllnessRule | Unwell | Watch | Testing | Cluster
)  # fmt: skip


class PackHead(Plain, frozen=True, kw_only=True):
    """What a pack says of itself."""

    id: str
    layer: Layer
    title: Text
    document: Document
    since: date
    until: date | None = None
    sources: Mapping[str, CitedDocument] = {}
    """The documents its rules rest on, by a key of the author's."""
    note: Text | None = None
    lift: tuple[Lift, ...] = ()
    """Rules of higher layers that do not apply while this pack does."""
    retention: Retention | None = None
    """What of the answers is to be erased when it is over; nothing is erased by itself."""


class Contents(PackHead, frozen=True, kw_only=True):
    """A pack without its rules: its head, which names them in their order."""

    rules: tuple[str, ...]


class Pack(PackHead, frozen=True, kw_only=True):
    """See the module."""

    rule: tuple[AnyRule, ...]
    transition: tuple[Transition, ...] = ()
    """What it does with measures of earlier packs that are running on its first day."""


class Profile(Plain, frozen=True, kw_only=True):
    """The packs of a place and time; on each day those in force apply."""

    id: str
    title: Text
    since: date
    until: date | None = None
    """Outside these days the profile knows no rules, and says so: a part of the rules must not look like all."""
    packs: tuple[str, ...]
    calendar: Calendar | None = None
    """Whose public holidays the school keeps; None: those that each rule names."""
    zone: str = ""
    """The time zone of such schools; empty: there are several, and the school says which."""


class Library(NamedTuple):
    """Everything that can be judged by."""

    packs: Mapping[str, Pack]
    profiles: Mapping[str, Profile]


class Carried(NamedTuple):
    """A rule of an earlier pack that still reaches into the day, by a clause of the pack that followed."""

    pack: Pack
    clause: Transition
    old: Pack
    rule: AnyRule
    earlier: tuple[Carried, ...] = ()
    """What that rule had taken over from editions before its own."""

    @property
    def key(self) -> str:
        """`pack/rule` of the earlier rule."""
        return self.clause.of

    @property
    def since(self) -> Day:
        """The first day of the new edition."""
        return self.pack.since.toordinal()

    @property
    def last(self) -> Day:
        """The last day of a measure that the clause closes."""
        return self.clause.last.toordinal() if self.clause.last else self.since - 1


class InForce(NamedTuple):
    """The rules that apply on one day under one profile, highest layer first, replaced ones left out."""

    profile: str
    day: Day
    packs: tuple[Pack, ...]
    rules: tuple[tuple[Pack, AnyRule], ...]
    carried: tuple[Carried, ...] = ()
    """Rules of earlier editions whose measures may still run, or were ended by the change."""
    former: tuple[Carried, ...] = ()
    """The same and those whose measures are long over."""
    calendar: Calendar | None = None
    """Whose public holidays a school of the profile keeps."""

    @property
    def fever(self) -> float | None:
        """°C from which a temperature is a fever by the rules that keep out for one; None: none of them looks at it.

        The lowest where several do. A school that tightened the number sees its own (A23: never a constant).
        """
        asked = (rule.fever for _, rule in self.rules if isinstance(rule, Symptoms | Unwell))
        return min((fever for fever in asked if fever is not None), default=None)

    @property
    def looks_at(self) -> tuple[str, ...]:
        """The blanks of a person that the rules look at, those that most of them look at first."""
        return looked_at(rule for _, rule in self.rules)

    def rule(self, key: str) -> tuple[Pack, AnyRule]:
        """The rule of a finding (`pack/rule`), also of one carried over. Raises `KeyError`."""
        for pack, rule in self.rules:
            if f"{pack.id}/{rule.id}" == key:
                return pack, rule
        one = self.carry(key)
        return one.old, one.rule

    def carry(self, key: str) -> Carried:
        """How a rule of an earlier edition (`pack/rule`) was carried over. Raises `KeyError`."""
        for one in _all(self.former or self.carried):
            if one.key == key:
                return one
        raise KeyError(key)


def _all(carried: Iterable[Carried]) -> Iterator[Carried]:
    """What was carried over, with what that had carried over."""
    for one in carried:
        yield one
        yield from _all(one.earlier)
