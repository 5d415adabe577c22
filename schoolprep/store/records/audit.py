"""Audit: whether the records still say what was filed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, exists, func, select

from schoolprep.facts.problem import Problem
from schoolprep.store.records import chain, erasing, papers
from schoolprep.store.records.erasing import Erasure
from schoolprep.store.records.find import what_replaces
from schoolprep.store.records.replacing import Topic
from schoolprep.store.records.room import Room
from schoolprep.store.records.tables import (
    CURRENT,
    REPLACED,
    WITHDRAWN,
    devices,
    filings,
    metadata,
    openings,
    records,
)


class _Kept(NamedTuple):
    """Where a chain stands while it is recomputed."""

    seq: int
    link: bytes


def verify(room: Room) -> list[Problem]:
    """Everything that is wrong with the records: what hangs loose, their chains, the mark of what is current."""
    with room.reading() as connection:
        return [
            *_loose_ends(connection),
            *_chains(connection),
            *_opening_chains(connection),
            *_standings(connection),
            *papers.verify(connection),
        ]


def _loose_ends(connection: Connection) -> Iterator[Problem]:
    """Rows that name a filing, a record or a device that is not there."""
    count = 0
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            named = exists().where(key.column == key.parent)
            count += connection.execute(select(func.count()).select_from(table).where(~named)).scalar_one()
    if count:
        yield Problem("store.loose-ends", {"count": count})


def _chains(connection: Connection) -> Iterator[Problem]:
    """Recompute every record's digest and every device's chain of links."""
    replaced = what_replaces(connection)
    partial: dict[str, int | None] = dict(
        connection.execute(select(devices.c.device, devices.c.partial)).all()
    )
    kept: dict[str, _Kept] = {}
    filed: dict[int, bytes] = {}
    broken: set[str] = set()
    erased = erasing.erasures_by_place(connection)
    parts: dict[str, dict[int, Row[*tuple[Any, ...]]]] = {}
    order = (filings.c.device, records.c.n)
    joined = records.join(filings, records.c.filing == filings.c.n)
    for row in connection.execute(
        select(records, filings.c.came, *_FILING).select_from(joined).order_by(*order)
    ):
        at = kept.get(row.device, _Kept(0, chain.start(row.device)))
        if row.filing not in filed:
            filed[row.filing] = chain.filing(tuple(row)[-6:])
        holds = (
            _is_erased(row, erased)
            if row.nonce is None
            else _digest_holds(row, filed[row.filing], replaced.get(row.id, ()))
        )
        if not holds:
            yield Problem(
                "store.record-altered", {"id": row.id, "device": row.device, "written": row.written}
            )
        link = chain.link(at.link, row.id, row.digest)
        whole_until = partial.get(row.device)
        if whole_until is not None and at.seq >= whole_until:
            parts.setdefault(row.device, {})[row.seq] = row
            kept[row.device] = _Kept(at.seq + 1, link)
            continue
        if (row.seq, row.link) != (at.seq + 1, link) and row.device not in broken:
            broken.add(row.device)
            yield _broken(row)
        kept[row.device] = _Kept(row.seq, row.link)
    yield from _ends(connection, kept, broken)
    yield from (_broken(wrong) for some in parts.values() if (wrong := _unlinked(some)) is not None)


def _broken(row: Row[*tuple[Any, ...]]) -> Problem:
    return Problem("store.chain-broken", {"id": row.id, "device": row.device, "written": row.written})


def _unlinked(rows: dict[int, Row[*tuple[Any, ...]]]) -> Row[*tuple[Any, ...]] | None:
    """A row of a chain in part that does not follow the one before it, where that is here too."""
    for seq, row in rows.items():
        before = rows.get(seq - 1)
        if before is not None and chain.link(before.link, row.id, row.digest) != row.link:
            return row
    return None


_FILING = (
    filings.c.act,
    filings.c.undoes,
    filings.c.about,
    filings.c.author,
    filings.c.device,
    filings.c.written,
)


def _is_erased(row: Row[*tuple[Any, ...]], erased: Iterable[tuple[int, Erasure]]) -> bool:
    """Whether a record without its nonce says nothing, and an erasure on file explains it; its digest stays.

    What was filed here after an erasure is none of its; what came late from elsewhere came without its answers.
    """
    return row.answers is None and any(
        one.covers(row.subject, row.blank, row.written) and (row.n < n or row.came is not None)
        for n, one in erased
    )


def _digest_holds(row: Row[*tuple[Any, ...]], filed: bytes, replaces: tuple[str, ...]) -> bool:
    """Whether the record says what its digest covers."""
    if len(row.nonce) != chain.NONCE_BYTES:
        return False
    said = (row.id, row.blank, row.subject, replaces, row.restores)
    answers: str = row.answers or ""
    digest: bytes = row.digest
    return chain.digest(row.nonce, filed, said, answers.encode()) == digest


def _ends(connection: Connection, kept: dict[str, _Kept], broken: set[str]) -> Iterator[Problem]:
    """Whether each chain ends where its device says: records cut off the end are missed here."""
    for row in connection.execute(select(devices).order_by(devices.c.device)):
        at = kept.get(row.device, _Kept(0, chain.start(row.device)))
        if (at.seq, at.link) != (row.records, row.link) and row.device not in broken:
            yield Problem(
                "store.records-missing", {"device": row.device, "found": at.seq, "wanted": row.records}
            )


def _opening_chains(connection: Connection) -> Iterator[Problem]:
    """The log of who opened whose file."""
    kept: dict[str, _Kept] = {}
    bad: set[str] = set()
    for row in connection.execute(select(openings).order_by(openings.c.device, openings.c.seq)):
        at = kept.get(row.device, _Kept(0, chain.start(row.device)))
        link = chain.opening(at.link, row.subject, row.author, row.device, row.opened)
        if (row.seq, row.link) != (at.seq + 1, link):
            bad.add(row.device)
        kept[row.device] = _Kept(row.seq, row.link)
    for row in connection.execute(select(devices).order_by(devices.c.device)):
        at = kept.get(row.device, _Kept(0, chain.start(row.device)))
        if row.device in bad or (at.seq, at.link) != (row.openings, row.opening_link):
            yield Problem("store.openings-altered", {"device": row.device})


def _standings(connection: Connection) -> Iterator[Problem]:
    """Whether the mark of what is current agrees with what replaces what."""
    marks = select(
        records.c.id, records.c.subject, records.c.blank, records.c.answers.is_(None).label("empty"), records.c.standing
    )  # fmt: skip
    rows = connection.execute(marks).all()
    about = {row.id: Topic(row.subject, row.blank) for row in rows}
    replaced = {
        old
        for new, olds in what_replaces(connection).items()
        for old in olds
        if old in about and new in about and about[new].fits(about[old])
    }
    wrong = [
        row.id
        for row in rows
        if row.standing != (REPLACED if row.id in replaced else WITHDRAWN if row.empty else CURRENT)
    ]
    if wrong:
        yield Problem("store.current-wrong", {"count": len(wrong), "id": wrong[0]})
