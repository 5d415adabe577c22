"""Shapes: whether the rows of a file hold what is written there: numbers, texts, bytes, days where they belong.

A seal says that a page is as it was written, and not by what. What another program put in with the passphrase is told
as damage; nothing further on has to reckon with a text where a number stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import Column, Connection, Integer, LargeBinary, Table, select, text

from schoolprep.facts.problem import Problem
from schoolprep.store.file.vault import Vault
from schoolprep.store.records import school
from schoolprep.store.records.records import SECRET_BYTES
from schoolprep.store.records.seat import Seat
from schoolprep.store.records.tables import devices, drafts, filings, meta, metadata

_SMALL = (meta, devices, filings, drafts)
"""Tables that are looked over at every opening; reading the others would cost as long as the file is."""


def sound(vault: Vault) -> bool:
    """Whether a workspace can be worked with: its school, secret, devices, filings and drafts."""
    with vault.reading() as connection:
        if any(_misshapen(connection, _SMALL)):
            return False
        settings = dict(connection.execute(select(meta.c.name, meta.c.value)).all())
        written = connection.execute(select(filings.c.written).distinct()).scalars().all()
    try:
        school.load(settings["school"])
        stamps = [datetime.fromisoformat(stamp) for stamp in written]
        secret = bytes.fromhex(settings["secret"])
        msgspec.json.decode(settings.get("seat", "null"), type=Seat | None)
    except (KeyError, ValueError, msgspec.MsgspecError):
        return False
    return len(secret) == SECRET_BYTES and all(stamp.tzinfo for stamp in stamps)


def verify(vault: Vault) -> list[Problem]:
    """The rows of any table that hold what is never written there."""
    with vault.reading() as connection:
        count = sum(_misshapen(connection, metadata.sorted_tables))
    return [Problem("store.misshapen", {"count": count})] if count else []


def _misshapen(connection: Connection, tables: Iterable[Table]) -> Iterable[int]:
    """How many rows of each table do."""
    for table in tables:
        wrong = " OR ".join(map(_is_other, table.columns))
        yield connection.execute(text(f'SELECT count(*) FROM "{table.name}" WHERE {wrong}')).scalar_one()


def _is_other(column: Column[object]) -> str:
    kind = (
        "integer"
        if isinstance(column.type, Integer)
        else "blob"
        if isinstance(column.type, LargeBinary)
        else "text"
    )
    either = f"'{kind}', 'null'" if column.nullable else f"'{kind}'"
    return f'typeof("{column.name}") NOT IN ({either})'
