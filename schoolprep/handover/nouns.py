"""What hand-over tells: who works with the file, what waits to go, what came, what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from schoolprep.facts.problem import Problem
from schoolprep.store.records.seat import Seat

SealedKind = Literal["invitation", "envelope", "acknowledgement", "class-workbook"]
"""What a file that colleagues hand each other is; told by its content, never by its name."""


class Colleague(NamedTuple):
    """Somebody who was invited, as the principal's file knows them."""

    seat: Seat
    record: str
    """The record that says so."""
    invited: str
    """When, ISO 8601 with offset."""
    joined: bool
    """Whether anything ever came from there."""
    revoked: str
    """When it was revoked; empty: it stands."""


class Standing(NamedTuple):
    """Where a colleague's hand-over stands (INTERFACE §5, `handover`)."""

    colleague: Colleague
    last: int | None
    """The highest number that arrived; None: nothing did."""
    when: str
    """When that was sealed, ISO 8601 with offset; empty: nothing came."""
    missing: Sequence[int]
    """Numbers below it whose envelope never arrived, also where a later one brought their records."""
    waiting: int
    """How many of their people still have no word of the day asked for."""


class News(NamedTuple):
    """What has not been handed over yet, for a colleague's own page."""

    number: int
    """The number the next envelope gets."""
    records: int
    """Everything not acknowledged."""
    people: int
    blanks: Mapping[str, int]
    """How many records of which blank."""
    acknowledged: int | None
    """The highest number of ours that the principal has acknowledged."""
    sealed: str
    """When the last envelope was sealed; empty: none was."""


class Invited(NamedTuple):
    """An invitation that was written."""

    colleague: Colleague
    code: str
    """The one-time code, to be passed on separately; it stands nowhere else."""
    path: Path


class SealedEnvelope(NamedTuple):
    """An envelope that was written."""

    path: Path
    number: int
    records: int


class Arrival(NamedTuple):
    """One file that was brought, as it was found; nothing of it is in before it is merged."""

    file: str
    """Its name as given."""
    kind: SealedKind | None
    """None where it is none of these."""
    colleague: Colleague | None
    number: int | None
    new: int
    """Records that are not here yet."""
    known: int
    problem: Problem | None = None
    """Why nothing of it comes in."""
    told: Sequence[Problem] = ()
    """What else there is to say of it (records of a newer edition, people of another class)."""


class MergeReceipt(NamedTuple):
    """What a merge did; the act takes it back."""

    act: str
    """Empty where nothing came in."""
    merged: int
    known: int
    arrivals: Sequence[Arrival]
    conflicts: int
    """Questions that are open now."""


class QuestionChoice(NamedTuple):
    """One of the answers of which a person has to say which holds."""

    record: str
    value: object
    """The stored answer of the field; None where this record takes the statement back."""
    author: str
    written: str
    verdict: str
    """What the person would be judged as if this one held (the words of `check --json`)."""
    may_return_on: str | None


class Question(NamedTuple):
    """Records that say different things of the same, with what follows from each."""

    id: str
    """Stable while the same records are in question."""
    subject: str
    blank: str
    field: str
    """The first field in which they differ; empty where a correction stands against a withdrawal."""
    choices: Sequence[QuestionChoice]
    or_two: str = ""
    """Of two who may be one: why they look so (`intake.alike-…`). Each choice keeps one of them, and
    `desk.conflicts.part` both."""
