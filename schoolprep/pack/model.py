"""Model: a pack, the profile that names the packs of a place and time, and the library of both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from schoolprep.blank import Both
from schoolprep.days import Day
from schoolprep.pack.declared import Document, Layer, Plain
from schoolprep.pack.illness import Cluster, Illness, Testing, Unwell, Watch
from schoolprep.pack.kinds import (
    Answer,
    Card,
    Colour,
    Exposure,
    Household,
    Monitoring,
    Post,
    Proof,
    Screening,
    Symptoms,
)

AnyRule = (
    Exposure | Screening | Proof | Answer | Monitoring | Colour | Card | Symptoms | Household | Post
    | Illness | Unwell | Watch | Testing | Cluster
)  # fmt: skip


class Pack(Plain, frozen=True, kw_only=True):
    """See the module."""

    id: str
    layer: Layer
    title: Both
    document: Document
    since: date
    until: date | None = None
    sources: Mapping[str, str | Both] = {}
    """Where wordings were seen, by key: a bare address, or words in both languages."""
    note: Both | None = None
    rule: tuple[AnyRule, ...]


class Profile(Plain, frozen=True, kw_only=True):
    """The packs of a place and time; on each day those in force apply."""

    id: str
    title: Both
    since: date
    until: date | None = None
    """Outside these days the profile knows no rules, and says so: a part of the rules must not look like all."""
    packs: tuple[str, ...]


class Library(NamedTuple):
    """Everything that can be judged by."""

    packs: Mapping[str, Pack]
    profiles: Mapping[str, Profile]


class InForce(NamedTuple):
    """The rules that apply on one day under one profile, highest layer first, replaced ones left out."""

    profile: str
    day: Day
    packs: tuple[Pack, ...]
    rules: tuple[tuple[Pack, AnyRule], ...]

    def rule(self, key: str) -> tuple[Pack, AnyRule]:
        """The rule of a finding (`pack/rule`). Raises `KeyError`."""
        for pack, rule in self.rules:
            if f"{pack.id}/{rule.id}" == key:
                return pack, rule
        raise KeyError(key)
