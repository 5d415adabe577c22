"""Vault: the encrypted file, open: a room for records with one connection, and copies of it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, Select, Table, create_engine, event, func, insert, select
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from schoolprep.facts.problem import KnownError
from schoolprep.store.file import look
from schoolprep.store.file.faults import told
from schoolprep.store.file.key import Key, new_salt, salt_of

_WAIT_SECONDS = 1.0
_BROKEN = (11, 26)
"""SQLite's CORRUPT and NOTADB (sqlite.org/rescode.html)."""
_SETTINGS = (
    "PRAGMA temp_store = MEMORY",  # nothing in the clear in a temporary file
    "PRAGMA foreign_keys = ON",
    "PRAGMA locking_mode = EXCLUSIVE",  # keeps out programs that know nothing of our lock file; no -shm file
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # an acknowledged save survives a power cut
    "PRAGMA cache_size = -65536",  # KiB: a school of 5,000 fits, so no page is deciphered twice
    "PRAGMA journal_size_limit = 1048576",
)

_READING = {"schoolprep_reads": True}
"""Filling of a connection that only reads."""


class Vault:
    """An open workspace file. Raises `WorkspaceError` where the key does not fit or the file is damaged."""

    def __init__(self, path: Path, key: Key, *, new: bool = False) -> None:
        self.path = path
        self.key = key
        self.turn = threading.RLock()
        """Who has it may use the one connection; other threads wait."""
        self._home = True
        """Whether all that was written is in the file; else it is safe in the log and brought home at the next turn."""
        with told(path):
            self.engine = _engine(path, key, new=new)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing; trouble of the surroundings comes out as `KnownError`."""
        with self.turn, told(self.path):
            with self.engine.begin() as connection:
                yield connection
            self._home = self._bring_home()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One state to read from."""
        with self.turn, told(self.path):
            with self.engine.connect().execution_options(**_READING) as connection, connection.begin():
                yield connection
            self._home = self._home or self._bring_home()

    def rows(self, connection: Connection, question: Select[*tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
        """Rows as the driver has them: SQLAlchemy's own way wraps each of them first."""
        sql = str(question.compile(connection.engine, compile_kwargs={"literal_binds": True}))
        cursor: Any = connection.exec_driver_sql(sql).cursor
        return cursor  # type: ignore[no-any-return]

    def bulk(self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        """Rows straight to the driver: SQLAlchemy's own way took as long as everything else together."""
        if rows:
            connection.exec_driver_sql(str(insert(table).compile(connection.engine)), [*rows])

    def next(self, connection: Connection, number: Column[int], count: int = 1) -> int:
        """One more than the highest: nobody else writes to this file meanwhile, so `count` need not be told."""
        return (connection.execute(select(func.max(number))).scalar() or 0) + 1

    @contextmanager
    def raw(self) -> Iterator[Any]:
        """The driver's own connection, outside any transaction."""
        with self.turn, told(self.path), self.engine.connect() as connection:
            yield connection.connection.driver_connection

    def _bring_home(self) -> bool:
        """Move what was written from the log (WAL) into the file; False where it must wait, safe in the log.

        After every write, so that the one file is the whole truth: whoever copies it after a crash, or lays a
        backup in its place, does not know of a log beside it.
        """
        with self.engine.connect() as connection, suppress(dbapi2.DatabaseError):
            raw: Any = connection.connection.driver_connection
            return bool(raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
        return False

    def copy(self, to: Path) -> None:
        """A consistent copy under the same key; it is there whole or not at all, and it was opened once."""
        self._make(to, self.key, lambda raw, part: raw.execute("VACUUM INTO ?", (str(part),)))

    def change_key(self, key: Key) -> None:
        """Put the file under another key.

        Not by `PRAGMA rekey`: on a full disk that answers "ok", keeps the old key in the file and reads nothing any
        more until it is opened again (tried with SQLCipher 4.19). A copy under the new key takes the file's place.
        """
        key = key if key.salt else key.with_salt(new_salt())
        fresh = look.beside(self.path, look.NEW)
        self._make(fresh, key, lambda raw, part: _export(raw, part, key))
        try:
            if not self.close():  # a log of the old file, laid over the new one, would ruin it
                raise KnownError("store.disk-full", file=self.path.name)
            fresh.replace(self.path)
            self.key = key
        except OSError as wrong:
            raise look.unwritten(self.path, wrong) from wrong
        finally:
            look.remove(fresh)
            with told(self.path):
                self.engine = _engine(self.path, self.key, new=False)

    def close(self) -> bool:
        """Let go of the file; False where a full disk left the log beside it, which the next opening brings home."""
        home = self._bring_home()
        self.engine.dispose()
        return home

    def _make(self, to: Path, key: Key, write: Callable[[Any, Path], object]) -> None:
        part = look.beside(to, look.PART)
        look.remove(part)
        try:
            with told(to), self.raw() as raw:
                write(raw, part)
            Vault(part, key).close()  # a copy that does not open is none
            sync(part)
            part.replace(to)
        except OSError as wrong:
            raise look.unwritten(to, wrong) from wrong
        finally:
            look.remove(part)


def sync(path: Path) -> None:
    """Have the operating system write the file to the disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _export(raw: Any, part: Path, key: Key) -> None:
    assert key.salt is not None
    raw.execute(f"ATTACH DATABASE ? AS fresh KEY {key.literal(key.salt)}", (str(part),))
    try:
        raw.execute("SELECT sqlcipher_export('fresh')").fetchall()
    finally:
        raw.execute("DETACH DATABASE fresh")


def _engine(path: Path, key: Key, *, new: bool) -> Engine:
    """An engine of one connection; its transactions begin as writers, DDL included, unless they say they only read."""
    connection = _connect(path, key, new=new)
    made = create_engine(
        "sqlite://", creator=lambda: connection, module=dbapi2, poolclass=StaticPool, hide_parameters=True
    )  # hidden: an answer must not get into an error's text
    event.listen(made, "begin", _begin)
    return made


def _begin(connection: Connection) -> None:
    reads = _READING.items() <= connection.get_execution_options().items()
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def bad_pages(connection: Any) -> list[int]:
    """The numbers of the pages whose seal (HMAC) is broken, what is still in the WAL not counted."""
    rows = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    return [int(number) for (text,) in rows if (number := text.rpartition(" ")[2]).isdigit()]


def _connect(path: Path, key: Key, *, new: bool) -> Any:
    salt = key.salt if new else salt_of(path)
    if salt is None:
        raise ValueError("a new workspace needs a key with a salt")
    connection = dbapi2.connect(
        str(path), isolation_level=None, timeout=_WAIT_SECONDS, check_same_thread=False
    )  # threads take turns (`Vault.turn`)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # it writes to standard error
        connection.execute(f"PRAGMA key = {key.literal(salt)}")
        for setting in _SETTINGS:
            connection.execute(setting)
        _refuse_broken(connection, path)
    except dbapi2.DatabaseError as wrong:
        broken = getattr(wrong, "sqlite_errorcode", 0) & 0xFF in _BROKEN
        why = look.diagnose(path, bad_pages(connection)) if broken else None
        connection.close()
        if why is None:
            raise
        raise why from wrong
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_broken(connection: Any, path: Path) -> None:
    """Check every page's seal: damage is told at the door, not in the middle of the work.

    What a crash left in the WAL is brought home first, because it may be what makes a torn page whole.
    """
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    broken = bad_pages(connection)
    if broken or path.stat().st_size % look.PAGE_BYTES:  # of a page cut in two no seal is checked
        raise look.diagnose(path, broken)
