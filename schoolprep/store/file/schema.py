"""Schema: whether a file has the tables, indexes and nothing else that the program makes.

A trigger that somebody planted with the passphrase would change what is written from then on, without a record of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable
from sqlcipher3 import dbapi2

from schoolprep.facts.problem import Problem
from schoolprep.store.file import tables
from schoolprep.store.file.migrate import migrations
from schoolprep.store.file.vault import Vault

_ASKED = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"


def verify(vault: Vault) -> list[Problem]:
    """What is there that no step of the format made, what is missing, what is another."""
    with vault.raw() as raw:
        found = _made(raw.execute(_ASKED).fetchall())
    wanted = _wanted()
    wrong = sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))
    return [Problem("store.schema-altered", {"count": len(wrong), "name": wrong[0]})] if wrong else []


def _wanted() -> dict[str, tuple[str, ...]]:
    """What all the steps make of an empty file."""
    raw = dbapi2.connect(":memory:")
    try:
        raw.execute(str(CreateTable(tables.migrations).compile(dialect=sqlite.dialect())))
        for step in migrations():
            raw.executescript(step.sql.replace("{bytes}", "BLOB"))
        return _made(raw.execute(_ASKED).fetchall())
    finally:
        raw.close()


def _made(rows: Iterable[tuple[str, str, str, str | None]]) -> dict[str, tuple[str, ...]]:
    """What is there by name, without how its words stand apart."""
    return {
        name: (kind, table, "".join((sql or "").replace('"', "").split()).casefold())
        for kind, name, table, sql in rows
    }
