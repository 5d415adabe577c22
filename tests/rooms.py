"""Rooms: the databases that the tests of records run in, the encrypted file and a plain SQLite of the standard library.

The plain one does everything in SQLAlchemy's own words and counts with a counter, as a room on a server would.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Select,
    StaticPool,
    String,
    Table,
    create_engine,
    event,
    insert,
    select,
    update,
)

from schoolprep.store import Key, Membership, Records, School, Store, Who
from schoolprep.store.records.nouns import Clock, now
from schoolprep.store.records.records import begin
from schoolprep.store.records.room import Room
from schoolprep.store.records.tables import metadata

_own = MetaData()
_counters = Table(
    "counters",
    _own,
    Column("name", String(80), primary_key=True),
    Column("next", Integer, nullable=False),
)


class PlainRoom:
    """A room in the standard library's SQLite; its tables are made where they are missing."""

    def __init__(self, path: Path) -> None:
        self.turn = threading.RLock()
        self.engine = create_engine(
            f"sqlite:///{path}", poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
        event.listen(self.engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys = ON"))
        metadata.create_all(self.engine)
        _own.create_all(self.engine)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with self.turn, self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.turn, self.engine.connect() as connection:
            yield connection

    def rows(self, connection: Connection, question: Select[*tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
        return [tuple(row) for row in connection.execute(question)]

    def bulk(self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        names = table.columns.keys()
        if rows:
            connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])

    def next(self, connection: Connection, number: Column[int], count: int = 1) -> int:
        own = _counters.c.name == str(number)
        first = connection.execute(select(_counters.c.next).where(own)).scalar()
        if first is None:
            first = 1
            connection.execute(insert(_counters).values(name=str(number), next=first))
        connection.execute(update(_counters).where(own).values(next=first + count))
        return first


class Kept(Protocol):
    """Records in some room, and what a test does behind their back."""

    records: Records

    def again(self, who: Who) -> Records:
        """Close, and open again in somebody's name."""

    def close(self) -> None:
        """Close."""

    def raw(self, statement: str, *values: object, loose: bool = False) -> list[tuple[Any, ...]]:
        """Run a statement as somebody with a database tool would; `loose`: whatever hangs on what it changes."""


class KeptInFile:
    """In the encrypted file."""

    def __init__(
        self, path: Path, school: School, who: Who, clock: Clock = now, joined: Membership | None = None
    ) -> None:
        self._key, self._clock = Key.random(), clock
        self.store = Store.create(path, self._key, school, who, clock, joined=joined)
        self.records: Records = self.store

    def again(self, who: Who) -> Records:
        self.close()
        self.records = self.store = Store.open(self.store.path, self._key, who, self._clock)
        return self.records

    def close(self) -> None:
        self.store.close()

    def raw(self, statement: str, *values: object, loose: bool = False) -> list[tuple[Any, ...]]:
        with self.store._vault.raw() as raw:
            return _run(raw, statement, values, loose=loose)


class KeptInPlainSqlite:
    """In the standard library's SQLite."""

    def __init__(
        self, path: Path, school: School, who: Who, clock: Clock = now, joined: Membership | None = None
    ) -> None:
        self._path, self._clock = path, clock
        self._room = PlainRoom(path)
        room: Room = self._room  # the checker of types says whether it is one
        begin(room, school, joined)
        self.records = Records(room, who, clock)

    def again(self, who: Who) -> Records:
        self.close()
        self._room = PlainRoom(self._path)
        self.records = Records(self._room, who, self._clock)
        return self.records

    def close(self) -> None:
        self._room.engine.dispose()

    def raw(self, statement: str, *values: object, loose: bool = False) -> list[tuple[Any, ...]]:
        with self._room.engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            found = _run(raw, statement, values, loose=loose)
            raw.commit()
            return found


def _run(raw: Any, statement: str, values: Sequence[object], *, loose: bool) -> list[tuple[Any, ...]]:
    if loose:
        raw.execute("PRAGMA foreign_keys = OFF")
    cursor = raw.execute(statement, values)
    assert cursor.rowcount != 0, statement
    found: list[tuple[Any, ...]] = cursor.fetchall()
    if loose:
        raw.commit()
        raw.execute("PRAGMA foreign_keys = ON")
    return found


ROOMS: dict[str, type[KeptInFile] | type[KeptInPlainSqlite]] = {
    "encrypted-file": KeptInFile,
    "plain-sqlite": KeptInPlainSqlite,
}
