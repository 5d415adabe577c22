"""Pack: return rules of one authority for one span of time, in TOML that a school doctor can read.

Not a programming language: a small set of rule kinds with named parameters, because what changes between editions
is parameters. Each kind is one struct here (what may be said) and one module in `schoolprep/judge/` (what it means).
Every rule carries its sentences in both languages, its source and its own examples.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, NamedTuple

import msgspec

from schoolprep.area import Level
from schoolprep.blank import Both
from schoolprep.days import Day, iso
from schoolprep.problem import CallError
from schoolprep.verdict import MeasureKind, Outcome
from schoolprep.words import Lang

Layer = Literal["national", "province", "city", "school"]
LAYERS: tuple[Layer, ...] = ("national", "province", "city", "school")


class Plain(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Declared data: frozen, and an unknown key is a mistake."""


class Document(Plain, frozen=True, kw_only=True):
    """Where a pack comes from."""

    title: Both
    number: str
    """Document number (文号), empty where it has none."""
    issued: date | None = None
    published: date | None = None
    standing: Both
    """`seen` where the text was read in public, else `to be checked against the original` with what is uncertain."""


class Cites(Plain, frozen=True, kw_only=True):
    """Source of one rule: clause, page where known, and where the wording was seen."""

    clause: str
    seen: Both
    """Standing of the numbers: keys of the pack's `sources` (the same in both languages), what is to be checked."""
    page: str = ""


class Expect(Plain, frozen=True, kw_only=True):
    """What an example must give; `outcome = "none"`: the rule says nothing."""

    outcome: Literal["none", "ready", "incomplete", "verify", "deferred"]
    says: str = ""
    until: str = ""
    earliest: str = ""
    """Empty: not looked at; `none`: no day can be given."""
    measures: tuple[str, ...] | None = None
    """`kind first-day last-day`, e.g. `central_isolation 2022-08-01 2022-08-08`."""
    tests: tuple[str, ...] | None = None
    """`day state` of every test day of the measures."""


class Example(Plain, frozen=True, kw_only=True):
    """A small file with what the rule must say of it (`schoolprep rules test`, and the test-suite)."""

    name: Both
    on: str
    records: tuple[dict[str, str | bool | int | float | list[str]], ...]
    """Answers by their names with `blank`; `person` may be left out."""
    areas: tuple[dict[str, str], ...] = ()
    expect: Expect


class Rule(Plain, frozen=True, kw_only=True, tag_field="kind"):
    """What all kinds of rule share."""

    id: str
    title: Both
    says: Mapping[str, Both]
    """The sentence for each branch the rule can take."""
    cites: Cites
    replaces: str = ""
    """`pack/rule` of a higher layer that this one stands for."""
    why: Both | None = None
    """Why it replaces."""
    example: tuple[Example, ...] = ()


class Stage(Plain, frozen=True, kw_only=True):
    """One stage of a measure: `days` after its anchor, tests on the numbered days."""

    kind: MeasureKind
    days: int
    tests: tuple[int, ...] = ()
    if_home_impossible: MeasureKind | None = None


class Exposure(Rule, frozen=True, kw_only=True, tag="exposure"):
    """A stay, a contact, a post or a positive test that orders a chain of measures.

    While the chain runs the outcome is `outcome`; when it is over, the last test of the chain (or a later one) must
    be there and negative. Without stages the outcome stands until `look_back` is over or `ended_by` came.
    """

    of: Literal["stay", "contact", "home", "test"]
    levels: tuple[Level, ...] = ()
    categories: tuple[str, ...] = ()
    anchor: Literal["left", "arrived", "last_on"] = "last_on"
    anchor_counts: bool = False
    """True: the anchor is day 1 (DOMAIN §8 A1 takes day 0)."""
    look_back: int | None = None
    """A stay matters while on − left ≤ look_back (A5); None: always."""
    before_designation: int = 0
    """Days before an area was listed that count as well (A6)."""
    stages: tuple[Stage, ...] = ()
    endless: MeasureKind | None = None
    """A measure without a day of its end (hospital)."""
    outcome: Outcome = "deferred"
    ended_by: tuple[str, ...] = ()
    """Later notices that end it (治愈出院)."""
    released_by_link: bool = False
    """A later 解除 link ends it as well: for notices whose measure somebody else decides."""


class Screening(Rule, frozen=True, kw_only=True, tag="screening"):
    """Tests after an arrival or exposure: `count` samples within `within_days`, at least `gap_hours` apart (A9)."""

    of: Literal["stay", "contact"]
    levels: tuple[Level, ...] = ()
    outside: bool = False
    """Every arrival from outside the school's city, whatever the level there."""
    categories: tuple[str, ...] = ()
    look_back: int
    before_designation: int = 0
    count: int
    within_days: int
    gap_hours: int = 0
    outcome: Outcome = "incomplete"


class Proof(Rule, frozen=True, kw_only=True, tag="proof"):
    """A negative test not older than `n` hours or days, by sampling or report time (A10, A11)."""

    n: int
    unit: Literal["hour", "day"]
    basis: Literal["sample", "report"]
    levels: tuple[Level, ...] = ()
    categories: tuple[str, ...] = ()
    """Asked only of people with such a stay or contact within `days`; of everybody where both are empty."""
    days: int = 0
    before_designation: int = 0


class Answer(Rule, frozen=True, kw_only=True, tag="answer"):
    """An answer that must be known before anyone is ready (A15)."""

    of: Literal["travel", "code", "card", "commitment", "cohabitants", "first_point"]
    look_back: int = 0
    """Days back from the day judged for on which it must be known."""
    fields: tuple[str, ...] = ()
    """For co-residents: which of their answers must be known."""
    missing: Outcome
    """Outcome while the answer is unknown."""
    refused: Outcome = "incomplete"
    """Outcome where the answer is known to be no (承诺书 未交)."""


class Monitoring(Rule, frozen=True, kw_only=True, tag="monitoring"):
    """Daily health must be filed for each of the `days` days before the day judged for."""

    days: int
    missing: Outcome = "incomplete"


class Colour(Rule, frozen=True, kw_only=True, tag="code"):
    """A red or yellow health code keeps out until it is green (§2.2 CODE)."""

    colours: tuple[Literal["yellow", "red"], ...]


class Card(Rule, frozen=True, kw_only=True, tag="card"):
    """A travel card that shows a city nobody declared: it can only contradict, never prove (DOMAIN §1.4)."""

    look_back: int


class Symptoms(Rule, frozen=True, kw_only=True, tag="symptoms"):
    """Fever or a listed symptom keeps out until a symptom-free day and a negative test after it (§2.2 SYMPT)."""

    fever: float
    """°C from which a temperature is a fever (A23: a parameter of the pack, never a constant)."""
    symptoms: tuple[str, ...]
    look_back: int


class Household(Rule, frozen=True, kw_only=True, tag="household"):
    """What a co-resident's state does to the person (A14)."""

    categories: tuple[str, ...] = ()
    colours: tuple[Literal["yellow", "red"], ...] = ()
    levels: tuple[Level, ...] = ()
    look_back: int = 0
    before_designation: int = 0
    outcome: Outcome


class Post(Rule, frozen=True, kw_only=True, tag="post"):
    """Somebody on duty in a high-risk post is in its closed loop until the post is left (§1.1)."""

    outcome: Outcome = "deferred"


AnyRule = Exposure | Screening | Proof | Answer | Monitoring | Colour | Card | Symptoms | Household | Post


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


def within(dated: Pack | Profile, day: Day) -> bool:
    """Whether a pack or profile applies on `day`."""
    return dated.since.toordinal() <= day and (dated.until is None or day <= dated.until.toordinal())


def read(path: Traversable) -> Pack | Profile:
    """One pack or profile file. Raises `CallError` naming the file, the place in it and what is wrong."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        if "rule" in data:
            return msgspec.convert(data, Pack)
        return msgspec.convert(data, Profile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as wrong:
        raise CallError("rules.unreadable", file=path.name, why=str(wrong)) from wrong
    except OSError as wrong:
        raise CallError("rules.no-file", file=str(path)) from wrong


def load(folder: Traversable | None = None) -> Library:
    """All packs and profiles of a folder, the program's own by default."""
    found = [
        read(path)
        for path in sorted(
            (folder or files("schoolprep") / "rulepacks").iterdir(), key=lambda entry: entry.name
        )
        if path.name.endswith(".toml")
    ]
    return Library(
        {pack.id: pack for pack in found if isinstance(pack, Pack)},
        {profile.id: profile for profile in found if isinstance(profile, Profile)},
    )


def in_force(library: Library, profile: str, day: Day) -> InForce:
    """The rules of a profile on a day. Raises `CallError` where the profile or one of its packs is not known."""
    if profile not in library.profiles:
        raise CallError("rules.no-profile", profile=profile, known="、".join(library.profiles))
    missing = [pack for pack in library.profiles[profile].packs if pack not in library.packs]
    if missing:
        raise CallError("rules.no-pack", profile=profile, pack=missing[0])
    chosen = library.profiles[profile]
    known = [library.packs[pack] for pack in chosen.packs] if within(chosen, day) else []
    valid = sorted((pack for pack in known if within(pack, day)), key=lambda pack: LAYERS.index(pack.layer))
    replaced = {rule.replaces for pack in valid for rule in pack.rule}
    rules = tuple(
        (pack, rule) for pack in valid for rule in pack.rule if f"{pack.id}/{rule.id}" not in replaced
    )
    return InForce(profile, day, tuple(valid), rules)


def cited(pack: Pack, rule: AnyRule, lang: Lang) -> Iterator[tuple[str, str]]:
    """The sources a rule's numbers stand on, key and address, in the reader's language."""
    for key, text in pack.sources.items():
        if re.search(rf"\b{key}\b", rule.cites.seen.en):
            yield key, text if isinstance(text, str) else text[lang]


def span(pack: Pack | Profile) -> str:
    """The days a pack is in force, for lists: `2022-06-28 – 2022-11-10`."""
    return f"{iso(pack.since.toordinal())} – {iso(pack.until.toordinal()) if pack.until else ''}".strip()
