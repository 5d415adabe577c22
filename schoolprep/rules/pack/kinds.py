"""Kinds of rule for exposures, tests, documents and states: what may be said; `verdicts/judge/` has the meaning."""

from __future__ import annotations

from datetime import date
from typing import Literal

from schoolprep.facts.area import Level
from schoolprep.loop.measure import MeasureKind
from schoolprep.rules.outcome import Outcome
from schoolprep.rules.pack.declared import Plain, Rule


class Stage(Plain, frozen=True, kw_only=True):
    """One stage of a measure: `days` after its anchor, tests on the numbered days."""

    kind: MeasureKind
    days: int
    tests: tuple[int, ...] = ()
    if_home_impossible: MeasureKind | None = None
    if_home_assessed: MeasureKind | None = None
    """For special groups (14 years or under, pregnant, ill, elderly), only where an assessment is filed."""


class Exposure(Rule, frozen=True, kw_only=True, tag="exposure"):
    """A stay, a contact, a post or a positive test that orders a chain of measures.

    While the chain runs the outcome is `outcome`; when it is over, the last test of the chain (or a later one) must
    be there and negative. Without stages the outcome stands until `look_back` is over or `ended_by` came.
    """

    of: Literal["stay", "contact", "home", "route", "test"]
    """`home`: living in a listed area; `route`: the way to school leads through one."""
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
    reclassified: tuple[str, ...] = ()
    """Categories that count as this one once the close contact they are linked to is positive (A19)."""
    linked_days: int = 0
    """Days after the last contact in which the linked close contact's first two tests must become known, else
    nobody is released; positive, the person falls under the rule that has this category as `reclassified`."""
    harmless_ct: float | None = None
    """Ct value from which a second positive without symptoms needs no measure (A22)."""
    negative_ends: int | None = None
    """Days after a positive test from which a negative one ends the chain before its last day."""
    anchor_from: date | None = None
    anchor_until: date | None = None
    """Only exposures whose anchor lies in these days: what a transition leaves to one edition or the other."""


class Screening(Rule, frozen=True, kw_only=True, tag="screening"):
    """Tests after an arrival or exposure: `count` samples within `within_days`, at least `gap_hours` apart (A9)."""

    of: Literal["stay", "contact"]
    levels: tuple[Level, ...] = ()
    outside: bool = False
    """Every arrival from outside the school's city, whatever the level there."""
    beyond: Literal["city", "province"] = "city"
    """For `outside`: from outside what."""
    categories: tuple[str, ...] = ()
    look_back: int
    before_designation: int = 0
    count: int
    within_days: int
    gap_hours: int = 0
    outcome: Outcome = "incomplete"
    anchor_from: date | None = None
    anchor_until: date | None = None
    """As for an exposure."""


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
    lives: bool = False
    """Asked also of people whose home lies in an area of these levels outside the school's own county."""


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


class TravelCard(Rule, frozen=True, kw_only=True, tag="card"):
    """A travel card that shows a city nobody declared: it can only contradict, never prove (DOMAIN §1.4)."""

    look_back: int
    """Days for which the card shows where it has been."""
    before: date | None = None
    look_back_before: int = 0
    """Until this day a card showed more days (14 until 2022-07-07, DOMAIN §1.4)."""


class Symptoms(Rule, frozen=True, kw_only=True, tag="symptoms"):
    """Fever or a listed symptom keeps out until a symptom-free day and a negative test after it (§2.2 SYMPT)."""

    fever: float
    """°C from which a temperature is a fever (A23: a parameter of the pack, never a constant)."""
    symptoms: tuple[str, ...]
    mild: tuple[str, ...] = ()
    """Symptoms with which one may come, by the document; what neither these nor `symptoms` name is asked about."""
    look_back: int
    test: bool = True
    """Whether a negative test after the symptoms is asked for."""


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
