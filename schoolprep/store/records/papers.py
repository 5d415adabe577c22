"""Papers: the bytes of people's papers beside the records that name them, each kept once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from sqlalchemy import Connection, insert, select

from schoolprep.facts.paper import PAPER_BLANK, PAPER_DIGEST, paper_digest
from schoolprep.facts.problem import CallError, Problem
from schoolprep.store.records.room import Room
from schoolprep.store.records.tables import papers, records


def keep(connection: Connection, contents: Iterable[bytes]) -> None:
    """Keep these bytes; those that are here already stay as they are."""
    for content in contents:
        digest = paper_digest(content)
        there = connection.execute(select(papers.c.digest).where(papers.c.digest == digest)).first()
        if there is None:
            connection.execute(insert(papers).values(digest=digest, size=len(content), content=content))


def content(room: Room, digest: str) -> bytes:
    """The bytes of a paper. Raises `CallError` where they are not here, or are others."""
    with room.reading() as connection:
        found = connection.execute(select(papers.c.content).where(papers.c.digest == digest)).scalar()
    if found is None or paper_digest(found) != digest:
        raise CallError("store.no-paper")
    return bytes(found)


def verify(connection: Connection) -> Iterator[Problem]:
    """Papers that are not what they were, and papers that records name and nobody has."""
    kept = set()
    altered = 0
    for (digest,) in connection.execute(select(papers.c.digest)).all():
        kept.add(digest)
        found = connection.execute(select(papers.c.content).where(papers.c.digest == digest)).scalar_one()
        altered += paper_digest(found) != digest
    if altered:
        yield Problem("store.papers-altered", {"count": altered})
    named = {_digest(said) for (said,) in connection.execute(_NAMED)} - {""}
    if missing := len(named - kept):
        yield Problem("store.papers-missing", {"count": missing})


_NAMED = select(records.c.answers).where(records.c.blank == PAPER_BLANK, records.c.answers.is_not(None))


def _digest(said: str) -> str:
    try:
        answers = msgspec.json.decode(said, type=dict[str, object])
    except msgspec.DecodeError:  # told as an altered record
        return ""
    return str(answers.get(PAPER_DIGEST, ""))
