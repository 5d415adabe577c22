"""Peers: what a school's own files say about the close contact somebody is linked to (关联人员).

A contact's contact is released only after the close contact's first two tests were negative, and becomes a close
contact where one of them is positive (DOMAIN §1.1). Where the close contact is of the same school, that person's own
file knows. Plain data, made once from all files: only who is a close contact or was ever positive is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Literal, NamedTuple

from schoolprep.facts.days import Day, Moment
from schoolprep.facts.file import Contact, File, Test, nucleic
from schoolprep.facts.kinds import name_key

FIRST_TESTS = 2
"""Of the close contact's tests the first two count (DOMAIN §1.1)."""
INFECTED = frozenset({"confirmed", "asymptomatic"})
UNDATED_BACK = 14
"""Days before the contact from which a close contact's tests count where nobody said since when he is one."""

LinkedState = Literal["negative", "positive", "pending"]


class Linked(NamedTuple):
    """What is known of the close contact somebody is linked to; `state` None: nothing."""

    state: LinkedState | None = None
    evidence: tuple[str, ...] = ()
    """Records of that person's file it rests on."""


class Peer(NamedTuple):
    """Somebody of the school whose contacts may have to know."""

    close: tuple[Contact, ...]
    infected: tuple[Contact, ...]
    tests: tuple[Test, ...]


class Peers(NamedTuple):
    """Everybody who may be named as a linked contact, by document number and, where it is unique, by name."""

    known: Mapping[str, Peer] = {}

    def linked(self, text: str | None, day: Day, now: Moment) -> Linked:
        """What the person `text` names is known to be at `now`, for somebody in contact with them on `day`."""
        peer = self.known.get(name_key(text)) if text else None
        return _state(peer, day, now) if peer else Linked()


NO_PEERS = Peers()


class Roll:
    """Who may be named as a linked contact, kept up to date file by file."""

    def __init__(self, files: Iterable[File] = ()) -> None:
        self._names: Counter[str] = Counter()
        self._found: dict[str, tuple[File, Peer]] = {}
        for file in files:
            self.change(None, file)

    def change(self, before: File | None, after: File | None) -> None:
        """A file is another than before; None: there is none."""
        if before is not None:
            self._names[name_key(before.person.name)] -= 1
            self._found.pop(before.subject, None)
        if after is not None:
            self._names[name_key(after.person.name)] += 1
            if peer := _peer(after):
                self._found[after.subject] = (after, peer)

    def peers(self) -> Peers:
        """Everybody on it by what others may call them."""
        known: dict[str, Peer] = {}
        for _, (file, peer) in sorted(self._found.items()):
            if self._names[name := name_key(file.person.name)] == 1 and name:
                known[name] = peer
            if file.person.document:
                known[name_key(file.person.document)] = peer
        return Peers(known)


def _peer(file: File) -> Peer | None:
    if not file.contacts and not _ever_positive(file.tests):
        return None
    tests = tuple(test for test in file.tests if nucleic(test))
    close = tuple(one for one in file.contacts if one.category == "close")
    infected = tuple(one for one in file.contacts if one.category in INFECTED)
    return Peer(close, infected, tests) if close or infected or _ever_positive(tests) else None


def _ever_positive(tests: Iterable[Test]) -> bool:
    return any(test.result == "positive" for test in tests)


def named(file: File) -> frozenset[str]:
    """By what others may name somebody as their linked contact."""
    keys = (name_key(file.person.name), name_key(file.person.document))
    return frozenset(key for key in keys if key)


def dependants(files: Iterable[File], whom: Collection[str] | None = None) -> frozenset[str]:
    """Whose verdict may rest on somebody else's file: on those `named` so, or on anybody's."""
    return frozenset(
        file.subject
        for file in files
        if file.contacts  # of nearly nobody
        and any(one.linked and (whom is None or name_key(one.linked) in whom) for one in file.contacts)
    )


def _state(peer: Peer, day: Day, now: Moment) -> Linked:
    notices = [one for one in peer.close if _had_come(one, now)]
    said = tuple(one.record for one in notices)
    since = min((one.last_on.day for one in notices if one.last_on), default=day - UNDATED_BACK)
    tests = _sampled_since(peer, since, now)
    if positive := _positive(peer, tests, since, now):
        return Linked("positive", (positive, *said))
    if not notices:
        return Linked()
    first = tests[:FIRST_TESTS]
    cleared = len(first) == FIRST_TESTS and all(_reported_negative(test, now) for test in first)
    return Linked("negative" if cleared else "pending", (*said, *(test.record for test in first)))


def _positive(peer: Peer, tests: Iterable[Test], since: Day, now: Moment) -> str:
    """The record that says of somebody that they are infected, of a notice or of the first such test; "" for none."""
    for notice in peer.infected:
        if _had_come(notice, now) and not _before(notice, since):
            return notice.record
    for test in tests:
        if test.result == "positive" and _reported(test, now):
            return test.record
    return ""


def _had_come(notice: Contact, now: Moment) -> bool:
    """Whether a notice speaks of a day that was there by now; one without its day may."""
    return notice.last_on is None or notice.last_on.day <= now.day


def _before(notice: Contact, day: Day) -> bool:
    return notice.last_on is not None and notice.last_on.day < day


def _sampled_since(peer: Peer, since: Day, now: Moment) -> list[Test]:
    """The tests from a day up to now in the order they were sampled (or, where that is unknown, reported)."""
    dated = [(at, test) for test in peer.tests if (at := test.sampled or test.reported) is not None]
    found = [(at.earliest, test) for at, test in dated if at.day >= since and at.earliest <= now.latest]
    return [test for _, test in sorted(found, key=lambda pair: pair[0])]


def _reported(test: Test, now: Moment) -> bool:
    return test.reported is None or test.reported.earliest <= now.latest


def _reported_negative(test: Test, now: Moment) -> bool:
    return test.result == "negative" and _reported(test, now)
