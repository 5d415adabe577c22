"""Writing: records are added, all of an act or none, and never changed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Select, Table, bindparam, func, insert, select, update
from uuid_utils import uuid7

from schoolprep.facts.problem import CallError, KnownError
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.store import chain
from schoolprep.store.nouns import Clock, Who, stamp
from schoolprep.store.reading import Undone, by_ids, chunks, fetch
from schoolprep.store.tables import (
    CURRENT,
    REPLACED,
    WITHDRAWN,
    devices,
    filings,
    openings,
    records,
    replacements,
)
from schoolprep.store.vault import Vault

AT_ONCE = 2_000
"""Records written between two steps: some twenty milliseconds."""
_encode = msgspec.json.Encoder(order="deterministic").encode
_SUPERSEDE = (
    update(records)
    .where(records.c.id == bindparam("old"), records.c.standing != REPLACED)
    .values(standing=REPLACED)
)


class Written(NamedTuple):
    """An entry on its way into the store, with what only an undo knows."""

    entry: Entry
    restores: str | None = None


class Filing(NamedTuple):
    """One call that files records."""

    n: int
    act: str
    undoes: str | None
    about: str
    author: str
    device: str
    written: str


class Head(NamedTuple):
    """Where a device's chains end."""

    records: int
    link: bytes
    openings: int
    opening_link: bytes


class Writing:
    """The ways into an open store, in one person's name."""

    def __init__(self, vault: Vault, who: Who, clock: Clock) -> None:
        self._vault = vault
        self._who = who
        self._clock = clock

    def append(self, entries: Iterable[Entry], act: str | None, about: str) -> list[Record]:
        """File entries. Raises `KnownError` where one replaces a record that is no longer current."""
        with self._vault.transaction() as connection:
            if act in Undone(connection).by:
                raise ValueError("an act that was undone takes no more records")
            return _all(
                self._file(connection, [Written(entry) for entry in entries], act or new_id(), None, about)
            )

    def filing(self, entries: Sequence[Entry], about: str) -> Generator[int, None, str]:
        """File entries as one act, step by step; a step says how many are written. Their value is the act."""
        act = new_id()
        with self._vault.transaction() as connection:
            done = 0
            for made in self._file(connection, [Written(entry) for entry in entries], act, None, about):
                done += len(made)
                yield done
        return act if entries else ""

    def withdraw(self, ids: Sequence[str]) -> list[Record]:
        """Take records back. Raises `KnownError` where one is no longer current."""
        with self._vault.transaction() as connection:
            found = by_ids(connection, ids)
            if len(found) != len(set(ids)):
                missing = set(ids) - {record.id for record in found}
                raise CallError("store.no-record", id=min(missing))
            if any(record.answers is None for record in found):
                raise KnownError("store.already-withdrawn")
            news = [Written(withdrawal(record)) for record in found]
            return _all(self._file(connection, news, new_id(), None, ""))

    def undo(self, act: str) -> list[Record]:
        """Bring back what was current before an act, as an act of its own."""
        with self._vault.transaction() as connection:
            act = standing_act(connection, act)
            _refuse_if_built_upon(connection, act)
            return _all(self._file(connection, restored(connection, act), new_id(), act, "", together=True))

    def opened(self, subject: str) -> None:
        """Log that somebody's file was opened."""
        with self._vault.transaction() as connection:
            head = self._head(connection)
            at = stamp(self._clock)
            link = chain.opening(head.opening_link, subject, self._who.author, self._who.device, at)
            n = (connection.execute(select(func.max(openings.c.n))).scalar() or 0) + 1
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
        news: list[Written],
        act: str,
        undoes: str | None,
        about: str,
        *,
        together: bool = False,
    ) -> Iterator[list[Record]]:
        """Write one filing, so many records at a time.

        `together`: several of its records may replace the same one (an undone merge).
        """
        if not news:
            return
        _supersede(connection, [new.entry for new in news], together=together)
        head = self._head(connection)
        filing = self._filing(connection, act, undoes, about)
        for at in range(0, len(news), AT_ONCE):
            made, rows, link = _rows(connection, news[at : at + AT_ONCE], filing, head)
            _insert(connection, records, rows)
            olds = [(one.id, place, old) for one in made for place, old in enumerate(one.replaces)]
            _insert(connection, replacements, olds)
            head = head._replace(records=head.records + len(made), link=link)
            yield made
        self._save_head(connection, head)

    def _filing(self, connection: Connection, act: str, undoes: str | None, about: str) -> Filing:
        n = (connection.execute(select(func.max(filings.c.n))).scalar() or 0) + 1
        filing = Filing(n, act, undoes, about, self._who.author, self._who.device, stamp(self._clock))
        connection.execute(insert(filings).values(filing._asdict()))
        return filing

    def _head(self, connection: Connection) -> Head:
        """The ends of this device's chains; a new device begins them."""
        columns = (devices.c.records, devices.c.link, devices.c.openings, devices.c.opening_link)
        row = connection.execute(select(*columns).where(devices.c.device == self._who.device)).first()
        if row is not None:
            return Head(*row)
        start = chain.start(self._who.device)
        head = Head(0, start, 0, start)
        connection.execute(insert(devices).values(device=self._who.device, **head._asdict()))
        return head

    def _save_head(self, connection: Connection, head: Head) -> None:
        connection.execute(update(devices).where(devices.c.device == self._who.device).values(head._asdict()))


def _all(steps: Iterable[list[Record]]) -> list[Record]:
    return [record for made in steps for record in made]


def new_id() -> str:
    """A new id: UUIDv7, rising within this process."""
    return uuid7().hex


def withdrawal(record: Record) -> Entry:
    """What takes a record back."""
    return Entry(blank=record.blank, subject=record.subject, answers=None, replaces=(record.id,))


def standing_act(connection: Connection, act: str) -> str:
    """The act to undo so that `act` has no effect: itself, or, where it was undone and redone, its last redoing.

    Raises `CallError` for an act nobody filed, and `KnownError` where it is undone already.
    """
    undone = Undone(connection)
    if not connection.execute(select(filings.c.n).where(filings.c.act == act)).first():
        raise CallError("store.no-act", act=act)
    if not undone.stands(act):
        raise KnownError("store.already-undone")
    while act in undone.by:
        act = undone.by[undone.by[act]]
    return act


def restored(connection: Connection, act: str) -> list[Written]:
    """What brings back the state before an act: what its records replaced, and withdrawals of the rest."""
    filed = fetch(connection, filings.c.act == act)
    inside = {record.id for record in filed}
    replaced = select(replacements.c.old).where(replacements.c.new.in_(_ids_of(act)))
    before = {
        record.id: record for record in fetch(connection, records.c.id.in_(replaced), filings.c.act != act)
    }
    replaced_inside = {old for record in filed for old in record.replaces if old in inside}
    news: list[Written] = []
    for group in _connected(filed):
        leaves = [record for record in group if record.id not in replaced_inside]
        olds = dict.fromkeys(old for record in group for old in record.replaces if old in before)
        together = tuple(leaf.id for leaf in leaves)
        again = [_again(before[old], together) for old in olds]
        news += again or [Written(withdrawal(leaf)) for leaf in leaves]
    return news


def _ids_of(act: str) -> Select[tuple[str]]:
    """The question for the ids of an act's records."""
    return select(records.c.id).join(filings, records.c.filing == filings.c.n).where(filings.c.act == act)


def _again(old: Record, replaces: tuple[str, ...]) -> Written:
    entry = Entry(blank=old.blank, subject=old.subject, answers=old.answers, replaces=replaces)
    return Written(entry, restores=old.id)


def _connected(filed: list[Record]) -> list[list[Record]]:
    """The records of one act in groups that hang together by what they replace, inside the act or before it."""
    group_of: dict[str, list[Record]] = {}
    for record in filed:
        touched = {id(group): group for key in record.replaces if (group := group_of.get(key)) is not None}
        group = [one for other in touched.values() for one in other] + [record]
        for one in group:
            group_of.update(dict.fromkeys((one.id, *one.replaces), group))
    return list({id(group): group for group in group_of.values()}.values())


def _refuse_if_built_upon(connection: Connection, act: str) -> None:
    """Raise `KnownError` where a record of another act replaces one of this act's."""
    own = _ids_of(act)
    later = select(replacements.c.new).where(replacements.c.old.in_(own), replacements.c.new.not_in(own))
    news = set(connection.execute(later).scalars())
    if news:
        last = by_ids(connection, [max(news)])[0]
        raise KnownError(
            "store.built-upon", count=len(news), author=last.author, written=_spoken(last.written)
        )


def _supersede(connection: Connection, entries: list[Entry], *, together: bool) -> None:
    """Mark what the entries replace. Raises `KnownError` where some of it is replaced already or unknown."""
    counts = Counter(old for entry in entries for old in entry.replaces)
    twice = [old for old, count in counts.items() if count > 1]
    if twice and not together:
        raise KnownError("store.replaced-twice", id=twice[0])
    if not counts:
        return
    marked = connection.execute(_SUPERSEDE, [{"old": old} for old in counts])
    if marked.rowcount != len(counts):
        raise _no_longer_current(connection, list(counts))


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
    return KnownError(
        "store.changed-meanwhile", count=len(newer), author=last.author, written=_spoken(last.written)
    )


def _rows(
    connection: Connection, news: list[Written], filing: Filing, head: Head
) -> tuple[list[Record], list[tuple[Any, ...]], bytes]:
    """The records, their rows (in the order of the table's columns) and the device's last link."""
    n = connection.execute(select(func.max(records.c.n))).scalar() or 0
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
            n + at + 1, record.id, record.blank, record.subject, None if answers is None else answers.decode(),
            filing.n, standing, restores, head.records + at + 1, nonce, digest, link,
        ))  # fmt: skip
    return made, rows, link


def _insert(connection: Connection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    """Insert rows that stand in the order of the table's columns, straight through the driver.

    SQLAlchemy's own way wraps each value first, which took as long as everything else together.
    """
    if not rows:
        return
    sql = insert(table).compile(dialect=connection.dialect)
    names = [column.name for column in table.columns]
    rows_ = rows if sql.positional else [dict(zip(names, row, strict=True)) for row in rows]
    connection.exec_driver_sql(str(sql), rows_)


def _record(entry: Entry, filing: Filing) -> Record:
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


def _spoken(written: str) -> str:
    return written[:16].replace("T", " ")
