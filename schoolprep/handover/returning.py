"""Returning: the way back taken in at a colleague's workspace: what was acknowledged, what is new, who is theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from schoolprep.facts.paper import PAPER_BLANK, paper_digest
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.subject import is_person
from schoolprep.handover.messages import Given, PassLine
from schoolprep.handover.own import OwnHand
from schoolprep.handover.state import Acked
from schoolprep.handover.unsealing import OpenedAcknowledgement
from schoolprep.store.records.load import Load
from schoolprep.store.records.seat import PASS
from schoolprep.store.records.taking import TakenIn

_PERSON = "person"
_NOTHING = TakenIn("", 0, 0)


class Returned(NamedTuple):
    """What an acknowledgement did."""

    taken: TakenIn
    changed: frozenset[str]
    """Whose records are others now, or gone."""
    school_changed: bool


def take_back(own: OwnHand, opened: OpenedAcknowledgement, about: str, act: str | None) -> Returned:
    """Take an acknowledgement in. One that is older than what is known changes nothing but what it brings.

    Raises `KnownError` where its rows do not hold, and nothing of it is here then.
    """
    message, state = opened.message, own.state
    if message.revoked or message.given is None:
        state.revoked = message.revoked
        own.save()
        return Returned(_NOTHING, frozenset(), school_changed=False)
    given = message.given
    held = state.acked.get(message.by)
    is_newer = held is None or held.is_before(given.made, message.count)
    is_newest = given.version >= state.version and is_newer
    whole = given.whole and own.is_whole
    load = opened.load if is_newest or whole else _of_those_here(own, opened.load)
    taken = own.store.travel.take(load, whole=whole, act=act, about=about)
    if is_newer:
        state.acked[message.by] = Acked(given.made, message.vector, message.count)
        state.revoked = ""
        state.learn_seats(given.seats, opened.sender)
    changed = settle(own, given, is_newest=is_newest)
    return Returned(taken, taken.subjects | changed.subjects, changed.school_changed)


def _of_those_here(own: OwnHand, load: Load) -> Load:
    """What somebody who does not know the newest may still bring: nobody who is not here comes back by it."""
    here = frozenset(own.store.seating.subjects())
    rows = tuple(row for row in load.records if row.subject in here or not is_person(row.subject))
    named = "".join(row.answers or "" for row in rows if row.blank == PAPER_BLANK)
    papers = tuple(one for one in load.papers if paper_digest(one) in named)
    return msgspec.structs.replace(load, records=rows, papers=papers)


class Settlement(NamedTuple):
    """What became of the workspace by what it was given."""

    subjects: frozenset[str]
    school_changed: bool


def settle(own: OwnHand, given: Given, *, is_newest: bool) -> Settlement:
    """Be who the principal says: the seat, the school, the people who are theirs now. Older news change none of it."""
    state, store = own.state, own.store
    changed: frozenset[str] = frozenset()
    school_changed = False
    if is_newest:
        state.version = given.version
        store.seating.take_seat(given.seat)
        school_changed = store.seating.take_school(given.school)
        if given.passes is not None:
            changed |= take_passes(own, given.passes)
        if given.scope is not None:
            state.scope = given.scope
    own.save()
    return Settlement(changed | let_go(own), school_changed)


def let_go(own: OwnHand) -> frozenset[str]:
    """Whoever is not theirs any more goes, without a trace; who went.

    Where our own records about somebody were not acknowledged by the principal yet they are handed over first, and
    go with a later acknowledgement.
    """
    state, store = own.state, own.store
    if state.scope is None:
        return frozenset()
    keep = frozenset(state.scope)
    gone = frozenset(
        subject for subject in store.seating.subjects() if is_person(subject) and subject not in keep
    )
    waits = store.travel.news(state.acknowledged_by("principal")).size
    ours = store.seating.filed_here(gone) if waits else frozenset()
    if not ours:
        state.scope = None
    own.save()
    if gone - ours:
        store.seating.let_go(gone - ours)
    return gone - ours


# ---------------------------------------------------------------- the gate


def take_passes(own: OwnHand, passes: Iterable[PassLine]) -> frozenset[str]:
    """The gate's list in the place of the one before; whom it changes."""
    lines = {line.subject: line for line in passes}
    store = own.store
    gone = frozenset(
        subject for subject in store.seating.subjects() if is_person(subject) and subject not in lines
    )
    if gone:
        store.seating.let_go(gone)
    held: dict[tuple[str, str], tuple[str, Answers]] = {
        (record.subject, record.blank): (record.id, record.answers or {}) for record in store.current()
    }
    entries = [entry for line in lines.values() for entry in _entries(line, held)]
    if entries:
        store.append(entries)
    return gone | {entry.subject for entry in entries}


def _entries(line: PassLine, held: Mapping[tuple[str, str], tuple[str, Answers]]) -> Iterable[Entry]:
    who = {"name": line.name, "class_name": line.klass, "category": line.category}
    says = {"verdict": line.verdict, "on": line.on, "may_return_on": line.may_return_on}
    for blank, said in ((_PERSON, who), (PASS, says)):
        answers: Answers = {name: value for name, value in said.items() if value}
        before = held.get((line.subject, blank))
        if before is None or before[1] != answers:
            replaces = () if before is None else (before[0],)
            yield Entry(blank=blank, subject=line.subject, answers=answers, replaces=replaces)


def load_of(given: Given) -> Load:
    """The rows that somebody was given."""
    from schoolprep.store.records.load import unpacked  # noqa: PLC0415 - beside the type

    return unpacked(given.load) if given.load else Load()
