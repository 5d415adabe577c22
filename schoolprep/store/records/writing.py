"""Writing: records are added, all of an act or none, and never changed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, insert, select, update
from uuid_utils import uuid7

from schoolprep.facts.problem import CallError, KnownError
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.facts.subject import THE_SCHOOL
from schoolprep.store.records import chain, erasing
from schoolprep.store.records.erasing import Erased, Erasure
from schoolprep.store.records.find import by_ids, chunks
from schoolprep.store.records.nouns import Clock, Incoming, Who, spoken, stamp
from schoolprep.store.records.papers import keep
from schoolprep.store.records.replacing import Topic, topics
from schoolprep.store.records.room import Room
from schoolprep.store.records.seat import FULL_RIGHTS, Role, may_file
from schoolprep.store.records.tables import (
    CURRENT,
    REPLACED,
    WITHDRAWN,
    devices,
    filings,
    openings,
    records,
    replacements,
)
from schoolprep.store.records.undo import (
    Undone,
    is_in_part,
    refuse_if_built_upon,
    restored,
    standing_act,
    withdrawal,
)

AT_ONCE = 2_000
"""Records written between two steps: some twenty milliseconds."""
_encode = msgspec.json.Encoder(order="deterministic").encode


class _Filing(NamedTuple):
    """One call that files records."""

    n: int
    act: str
    undoes: str | None
    about: str
    author: str
    device: str
    written: str


class _Head(NamedTuple):
    """Where a device's chains end."""

    records: int
    link: bytes
    openings: int
    opening_link: bytes


class RecordWriter:
    """The ways into an open store, in one person's name."""

    def __init__(self, room: Room, who: Who, clock: Clock) -> None:
        self._room = room
        self._who = who
        self._clock = clock
        self.role: Role = "principal"
        """What may be filed in this name (`seat.may_file`); a gate's own list is its own."""
        self.settled: Callable[[Connection], object] = lambda _: None
        """Told, in the transaction, when something about the school came or went."""

    @property
    def device(self) -> str:
        """Whose chain what is filed here goes on."""
        return self._who.device

    @property
    def author(self) -> str:
        """In whose name is filed here."""
        return self._who.author

    def become(self, who: Who) -> None:
        """File in this name and go on with this chain from now on."""
        self._who = who

    def append(
        self, entries: Iterable[Entry], act: str | None, about: str, papers: Iterable[bytes] = ()
    ) -> list[Record]:
        """File entries, with the papers they name. Raises `KnownError` where one replaces what is no longer current."""
        with self._room.transaction() as connection:
            keep(connection, papers)
            return self.beside(connection, list(entries), act, about)

    def filing(
        self, entries: Sequence[Entry], about: str, beside: frozenset[str] = frozenset()
    ) -> Generator[int, None, str]:
        """File entries as one act, step by step; a step says how many are written. Their value is the act.

        `beside`: see `Records.filing`.
        """
        act = new_id()
        with self._room.transaction() as connection:
            done = 0
            news = [Incoming(entry) for entry in entries]
            for made in self._file(connection, news, act, None, about, beside=beside):
                done += len(made)
                yield done
        return act if entries else ""

    def withdraw(self, ids: Sequence[str]) -> list[Record]:
        """Take records back. Raises `KnownError` where one is no longer current."""
        with self._room.transaction() as connection:
            found = by_ids(connection, ids)
            if len(found) != len(set(ids)):
                missing = set(ids) - {record.id for record in found}
                raise CallError("store.no-record", id=min(missing))
            if any(record.answers is None for record in found):
                raise KnownError("store.already-withdrawn")
            erasing.refuse_erasures(found)
            news = [Incoming(withdrawal(record)) for record in found]
            return _all(self._file(connection, news, new_id(), None, ""))

    def undo(self, act: str) -> list[Record]:
        """Bring back what was current before an act, as an act of its own."""
        with self._room.transaction() as connection:
            act = standing_act(connection, act)
            refuse_if_built_upon(connection, act)
            undoes = None if is_in_part(connection, act) else act
            return _all(
                self._file(connection, restored(connection, act), new_id(), undoes, "", together=True)
            )

    def erase(
        self,
        what: Sequence[Erasure],
        why: str,
        *,
        words: Sequence[str] = (),
        purpose: str = "",
        besides: Callable[[Connection, Sequence[Erasure]], object] = lambda *_: None,
    ) -> Erased:
        """Erase for good, as one act that no undo takes back; `besides` is done in the same transaction."""
        with self._room.transaction() as connection:
            counts = [erasing.counted(connection, one) for one in what]
            gone = [len(erasing.papers_of(connection, one)) for one in what]
            act = new_id()
            news = [
                Incoming(one.entry(why, count, papers, purpose))
                for one, count, papers in zip(what, counts, gone, strict=True)
            ]
            _all(self._file(connection, news, act, None, ""))
            dropped = sum(erasing.wipe(connection, one, words) for one in what)
            besides(connection, what)
        total = sum(map(Counter, counts), Counter[str]())
        return Erased(act, dict(total), sum(gone), dropped)

    def beside(
        self, connection: Connection, entries: Sequence[Entry], act: str | None, about: str = ""
    ) -> list[Record]:
        """File entries as a part of what is written in this transaction."""
        if act in Undone(connection).by:
            raise ValueError("an act that was undone takes no more records")
        return _all(
            self._file(connection, [Incoming(entry) for entry in entries], act or new_id(), None, about)
        )

    def opened(self, subject: str) -> None:
        """Log that somebody's file was opened."""
        with self._room.transaction() as connection:
            head = self._head(connection)
            at = stamp(self._clock)
            link = chain.opening(head.opening_link, subject, self._who.author, self._who.device, at)
            n = self._room.next(connection, openings.c.n)
            connection.execute(
                insert(openings).values(
                    n=n, subject=subject, author=self._who.author, device=self._who.device, opened=at,
                    seq=head.openings + 1, link=link,
                )
            )  # fmt: skip
            self._save_head(connection, head._replace(openings=head.openings + 1, opening_link=link))

    def _file(
        self,
        connection: Connection,
        news: list[Incoming],
        act: str,
        undoes: str | None,
        about: str,
        *,
        together: bool = False,
        beside: frozenset[str] = frozenset(),
    ) -> Iterator[list[Record]]:
        """Write one filing, so many records at a time.

        `together`: several of its records may replace the same one (an undone merge). `beside`: these may be replaced
        already.
        """
        if not news:
            return
        self._refuse_without_right(news)
        _supersede(connection, [new.entry for new in news], together=together, beside=beside)
        head = self._head(connection)
        filing = self._filing(connection, act, undoes, about)
        for at in range(0, len(news), AT_ONCE):
            some = news[at : at + AT_ONCE]
            n = self._room.next(connection, records.c.n, len(some))
            made, rows, link = _rows(some, filing, head, n)
            self._room.bulk(connection, records, rows)
            olds = [(one.id, place, old) for one in made for place, old in enumerate(one.replaces)]
            self._room.bulk(connection, replacements, olds)
            head = head._replace(records=head.records + len(made), link=link)
            yield made
        self._save_head(connection, head)
        if any(new.entry.subject == THE_SCHOOL for new in news):
            self.settled(connection)

    def _refuse_without_right(self, news: Iterable[Incoming]) -> None:
        """Raise `CallError`: what would come back refused with the next envelope is not filed at all."""
        for entry, _ in news if self.role not in {"gate", *FULL_RIGHTS} else ():
            if not may_file(self.role, entry.blank, entry.subject):
                raise CallError("store.not-yours-to-file")

    def _filing(self, connection: Connection, act: str, undoes: str | None, about: str) -> _Filing:
        n = self._room.next(connection, filings.c.n)
        filing = _Filing(n, act, undoes, about, self._who.author, self._who.device, stamp(self._clock))
        connection.execute(insert(filings).values(filing._asdict()))
        return filing

    def _head(self, connection: Connection) -> _Head:
        """The ends of this device's chains, held until this transaction ends; a new device begins them."""
        columns = (devices.c.records, devices.c.link, devices.c.openings, devices.c.opening_link)
        own = select(*columns).where(devices.c.device == self._who.device).with_for_update()
        row = connection.execute(own).first()
        if row is not None:
            return _Head(*row)
        start = chain.start(self._who.device)
        head = _Head(0, start, 0, start)
        connection.execute(insert(devices).values(device=self._who.device, **head._asdict()))
        return head

    def _save_head(self, connection: Connection, head: _Head) -> None:
        connection.execute(update(devices).where(devices.c.device == self._who.device).values(head._asdict()))


def _all(steps: Iterable[list[Record]]) -> list[Record]:
    return [record for made in steps for record in made]


def new_id() -> str:
    """A new id: UUIDv7, rising within this process."""
    return uuid7().hex


def _supersede(
    connection: Connection, entries: list[Entry], *, together: bool, beside: frozenset[str]
) -> None:
    """Mark what the entries replace. Raises `KnownError` where some of it is replaced already or unknown."""
    counts = Counter(old for entry in entries for old in entry.replaces if old not in beside)
    twice = [old for old, count in counts.items() if count > 1]
    if twice and not together:
        raise KnownError("store.replaced-twice", id=twice[0])
    if not counts:
        return
    olds = list(counts)
    marked = 0
    for some in chunks(olds):
        still = records.c.id.in_(some) & (records.c.standing != REPLACED)
        marked += connection.execute(update(records).where(still).values(standing=REPLACED)).rowcount
    if marked != len(olds):
        raise _no_longer_current(connection, olds)
    about = topics(connection, olds)
    for entry in entries:
        own = Topic(entry.subject, entry.blank)
        if not all(own.fits(about[old]) for old in entry.replaces if old in about):
            raise ValueError("a record takes the place only of what it is about")


def _no_longer_current(connection: Connection, olds: list[str]) -> KnownError:
    """Which of these somebody else replaced; called after the marking, so replacements tell, not flags."""
    known = {record.id for record in by_ids(connection, olds)}
    unknown = [old for old in olds if old not in known]
    if unknown:
        return CallError("store.no-record", id=unknown[0])
    newer: list[str] = []
    for some in chunks(olds):
        newer += connection.execute(select(replacements.c.new).where(replacements.c.old.in_(some))).scalars()
    if not newer:  # marked as replaced and nothing replaces it: the mark was tampered with
        return KnownError("store.current-wrong", count=1, id=olds[0])
    last = by_ids(connection, newer)[-1]
    at = spoken(last.written)
    return KnownError("store.changed-meanwhile", count=len(newer), author=last.author, written=at)


def _rows(
    news: list[Incoming], filing: _Filing, head: _Head, n: int
) -> tuple[list[Record], list[tuple[Any, ...]], bytes]:
    """The records, their rows (in the order of the table's columns, from number `n` on) and the device's last link."""
    nonces = os.urandom(chain.NONCE_BYTES * len(news))
    filed = chain.filing(filing[1:])
    link = head.link
    made: list[Record] = []
    rows: list[tuple[Any, ...]] = []
    for at, (entry, restores) in enumerate(news):
        record = _record(entry, filing)
        answers = stored(entry.answers)
        nonce = nonces[at * chain.NONCE_BYTES : (at + 1) * chain.NONCE_BYTES]
        said = (record.id, record.blank, record.subject, record.replaces, restores)
        digest = chain.digest(nonce, filed, said, answers or b"")
        link = chain.link(link, record.id, digest)
        made.append(record)
        standing = WITHDRAWN if answers is None else CURRENT
        rows.append((
            n + at, record.id, record.blank, record.subject, None if answers is None else answers.decode(),
            filing.n, standing, restores, head.records + at + 1, nonce, digest, link,
        ))  # fmt: skip
    return made, rows, link


def _record(entry: Entry, filing: _Filing) -> Record:
    if entry.answers is None and not entry.replaces:
        raise ValueError("an entry without answers withdraws something")
    return Record(
        id=new_id(), blank=entry.blank, subject=entry.subject, answers=entry.answers, replaces=entry.replaces,
        act=filing.act, author=filing.author, device=filing.device, written=filing.written,
    )  # fmt: skip


def stored(answers: Answers | None) -> bytes | None:
    """The answers as the store keeps them: JSON with sorted keys. Raises `CallError` for what JSON cannot hold."""
    if answers is None:
        return None
    try:
        text = _encode(answers)
    except UnicodeEncodeError as wrong:  # half a character, as a broken clipboard gives it
        raise CallError("store.unwritable", field=_bad_field(answers)) from wrong
    if b"null" in text and (field := _bad_field(answers)):  # not-a-number would come back as nothing
        raise CallError("store.unwritable", field=field)
    return text


def _bad_field(answers: Answers) -> str:
    for field, value in answers.items():
        try:
            if msgspec.json.decode(_encode(value)) != value:
                return field
        except UnicodeEncodeError:
            return field
    return ""
