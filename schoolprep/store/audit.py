"""Audit: whether the store still says what was filed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from schoolprep.facts.problem import Problem
from schoolprep.store import chain, look
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
from schoolprep.store.vault import Vault, bad_pages


class _Kept(NamedTuple):
    """Where a chain stands while it is recomputed."""

    seq: int
    link: bytes


def verify(vault: Vault) -> list[Problem]:
    """Everything that is wrong with the file: its pages, its tables, its chains, the mark of what is current."""
    broken = _pages(vault)
    if broken:
        return broken  # nothing read from broken pages can be trusted
    with vault.transaction() as connection:
        return [
            *_loose_ends(connection),
            *_chains(connection),
            *_opening_chains(connection),
            *_standings(connection),
        ]


def _pages(vault: Vault) -> list[Problem]:
    """Broken seals and broken tables."""
    with vault.raw() as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        broken = bad_pages(raw)
        if broken:
            return [look.damaged(vault.path, broken).problem]
        said = [text for (text,) in raw.execute("PRAGMA integrity_check").fetchall()]
    return [] if said == ["ok"] else [Problem("store.tables-damaged", {"count": len(said)})]


def _loose_ends(connection: Connection) -> list[Problem]:
    """Rows that name a filing, a record or a device that is not there."""
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    return [Problem("store.loose-ends", {"count": len(loose)})] if loose else []


def _chains(connection: Connection) -> Iterator[Problem]:
    """Recompute every record's digest and every device's chain of links."""
    replaced = _replaced(connection)
    kept: dict[str, _Kept] = {}
    filed: dict[int, bytes] = {}
    broken: set[str] = set()
    order = (filings.c.device, records.c.seq)
    joined = records.join(filings, records.c.filing == filings.c.n)
    for row in connection.execute(select(records, *_FILING).select_from(joined).order_by(*order)):
        at = kept.get(row.device, _Kept(0, chain.start(row.device)))
        if row.filing not in filed:
            filed[row.filing] = chain.filing(tuple(row)[-6:])
        if not _digest_holds(row, filed[row.filing], replaced.get(row.id, ())):
            yield Problem(
                "store.record-altered", {"id": row.id, "device": row.device, "written": row.written}
            )
        link = chain.link(at.link, row.id, row.digest)
        if (row.seq, row.link) != (at.seq + 1, link) and row.device not in broken:
            broken.add(row.device)
            yield Problem("store.chain-broken", {"id": row.id, "device": row.device, "written": row.written})
        kept[row.device] = _Kept(row.seq, row.link)
    yield from _ends(connection, kept, broken)


_FILING = (
    filings.c.act,
    filings.c.undoes,
    filings.c.about,
    filings.c.author,
    filings.c.device,
    filings.c.written,
)


def _digest_holds(row: Row[*tuple[Any, ...]], filed: bytes, replaces: tuple[str, ...]) -> bool:
    """Whether the record says what its digest covers; an erased one says nothing, and its digest stays."""
    if row.nonce is None:
        return row.answers is None
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
    replaced = {old for olds in _replaced(connection).values() for old in olds}
    marks = select(records.c.id, records.c.answers.is_(None).label("empty"), records.c.standing)
    wrong = [
        row.id
        for row in connection.execute(marks)
        if row.standing != (REPLACED if row.id in replaced else WITHDRAWN if row.empty else CURRENT)
    ]
    if wrong:
        yield Problem("store.current-wrong", {"count": len(wrong), "id": wrong[0]})


def _replaced(connection: Connection) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for new, old in connection.execute(
        select(replacements.c.new, replacements.c.old).order_by(replacements.c.new, replacements.c.place)
    ):
        found[new] = (*found.get(new, ()), old)
    return found
