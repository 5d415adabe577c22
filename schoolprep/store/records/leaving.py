"""Leaving: people who are a colleague's no more go out of the colleague's file, rows and all, without a trace.

What is left of the chains stands here in part: it holds where its rows follow each other, and is handed on to nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, delete, exists, select, update

from schoolprep.store.records import chain, erasing
from schoolprep.store.records.erasing import Erasure
from schoolprep.store.records.find import chunks
from schoolprep.store.records.tables import devices, filings, meta, papers, records, replacements

COPY = "copy"
"""In `meta`: the number of this copy of the file, which the name of its device is made of."""


class Cut(NamedTuple):
    """What went."""

    records: int
    devices: frozenset[str]
    """Whose chains are here in part now."""


def subjects(connection: Connection) -> list[str]:
    """Everybody and everything that something is filed about."""
    return list(connection.execute(select(records.c.subject).distinct()).scalars())


def filed_on(connection: Connection, device: str, about: Collection[str]) -> frozenset[str]:
    """About whom of these something was filed on a device."""
    found: set[str] = set()
    joined = records.join(filings, records.c.filing == filings.c.n)
    for some in chunks(sorted(about)):
        question = select(records.c.subject).select_from(joined).distinct()
        found.update(
            connection.execute(
                question.where(records.c.subject.in_(some), filings.c.device == device)
            ).scalars()
        )
    return frozenset(found)


def let_go(connection: Connection, gone: Collection[str]) -> Cut:
    """Delete every row about these, and what only they had: papers, drafts, empty filings."""
    whose = sorted(gone)
    named = {digest for one in whose for digest in erasing.papers_of(connection, Erasure(whose=one))}
    ids = _ids(connection, whose)
    touched = _devices_of(connection, ids)
    for some in chunks(ids):
        connection.execute(delete(replacements).where(replacements.c.new.in_(some)))
        connection.execute(delete(records).where(records.c.id.in_(some)))
    for some in chunks(sorted(named)):
        connection.execute(delete(papers).where(papers.c.digest.in_(some)))
    connection.execute(delete(filings).where(~exists().where(records.c.filing == filings.c.n)))
    for one in whose:
        erasing.drop_drafts(connection, Erasure(whose=one), ())
    for device in touched:
        _rest_of(connection, device)
    return Cut(len(ids), touched)


def new_copy(connection: Connection) -> str:
    """Go on with a chain of another name: the one before is here in part."""
    copy = uuid4().hex
    connection.execute(update(meta).where(meta.c.name == COPY).values(value=copy))
    return copy


def _ids(connection: Connection, gone: Sequence[str]) -> list[str]:
    """The records about these, and what those replaced of others: nothing of it may stand up again."""
    found: dict[str, None] = {}
    open_: list[str] = []
    for some in chunks(gone):
        open_ += connection.execute(select(records.c.id).where(records.c.subject.in_(some))).scalars()
    while open_:
        found |= dict.fromkeys(open_)
        older: list[str] = []
        for some in chunks(open_):
            question = select(replacements.c.old).where(replacements.c.new.in_(some))
            older += connection.execute(question).scalars()
        open_ = [one for one in dict.fromkeys(older) if one not in found]
    return list(found)


def _devices_of(connection: Connection, ids: Sequence[str]) -> frozenset[str]:
    found: set[str] = set()
    joined = records.join(filings, records.c.filing == filings.c.n)
    for some in chunks(ids):
        question = select(filings.c.device).select_from(joined).where(records.c.id.in_(some)).distinct()
        found.update(connection.execute(question).scalars())
    return frozenset(found)


def _rest_of(connection: Connection, device: str) -> None:
    """Where the chain of a device ends with what is left of it; `partial` says how far it is whole."""
    joined = records.join(filings, records.c.filing == filings.c.n)
    question = select(records.c.id, records.c.seq, records.c.digest).select_from(joined)
    rows = connection.execute(question.where(filings.c.device == device).order_by(records.c.n)).all()
    link = chain.start(device)
    for row in rows:
        link = chain.link(link, row.id, row.digest)
    until = _whole_until(row.seq for row in rows)
    connection.execute(
        update(devices).where(devices.c.device == device).values(records=len(rows), link=link, partial=until)
    )


def _whole_until(numbers: Iterable[int]) -> int:
    """How far rows stand without a hole from the first on."""
    until = 0
    for seq in numbers:
        if seq != until + 1:
            break
        until = seq
    return until
