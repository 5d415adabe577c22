"""Vault: the encrypted file, open: a room for records with one connection, and copies of it.

What is acknowledged is in the one file. A transaction keeps the pages it changes in memory and writes the old ones
into a log beside the file (SQLite's rollback journal, sqlite.org/atomiccommit.html) before it overwrites them; when it
is done the log is empty. A disk without room refuses before anything is overwritten or is rolled back, and what a
crash leaves in the log is undone by the next opening (`logs`).
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

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
_CIPHER = 4
"""SQLCipher's major version whose settings the file format is bound to (`cipher_compatibility`): page size, HMAC, key
derivation. A library with other defaults must not call every old file a wrong passphrase."""
_SETTINGS = (
    "PRAGMA temp_store = MEMORY",  # nothing in the clear in a temporary file
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",  # a function planted in a table's definition is not called
    "PRAGMA cell_size_check = ON",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten in its page
    "PRAGMA cache_size = -65536",  # KiB: a school of 5,000 fits, so no page is deciphered twice
    "PRAGMA cache_spill = OFF",  # nothing of an act is in the file before all of it is
    "PRAGMA locking_mode = EXCLUSIVE",  # keeps out programs that know nothing of our lock file
    "PRAGMA synchronous = EXTRA",  # an acknowledged save survives a power cut
)
_LOG = "PRAGMA journal_mode = TRUNCATE"
_OPEN, _CLOSED = 1, 0
"""`user_version`: written to since it was opened · closed after the last writing. A file that says the first and has no
log beside it may be half of an act: copied meanwhile, or the log was thrown away."""

_READING = {"schoolprep_reads": True}
"""Filling of a connection that only reads."""


class Vault:
    """An open workspace file. Raises `WorkspaceError` where the key does not fit or the file is damaged."""

    def __init__(
        self, path: Path, key: Key, *, new: bool = False, proving: bool = False, reads_only: bool = False
    ) -> None:
        """`proving`: look at every table, however the file was left. `reads_only`: nothing can be written here."""
        self.path = path
        self.key = key
        self.reads_only = reads_only
        self.wrote = False
        """Whether anything was written since it was opened."""
        self.turn = threading.RLock()
        """Who has it may use the one connection; other threads wait."""
        with told(path):
            self.engine, self._connection = _engine(path, key, _Way(new, proving, reads_only))
        self._place = _place(path)
        self._closed = False

    @property
    def _open(self) -> Engine:
        if self._closed:
            raise KnownError("store.closed", file=self.path.name)
        return self.engine

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing; trouble of the surroundings comes out as `KnownError`.

        Nothing is acknowledged where the file's name no longer names what is open.
        """
        with self.turn, told(self.path):
            self.refuse_gone()
            with self._open.begin() as connection:
                if not self.wrote:
                    connection.exec_driver_sql(f"PRAGMA user_version = {_OPEN}")
                yield connection
                self.refuse_gone()
            self.wrote = True
            self.refuse_gone()

    def refuse_gone(self) -> None:
        """Raises `KnownError` where the file was moved, replaced or deleted while it is open.

        The system goes on taking what is written into a file that has no name any more.
        """
        if _place(self.path) != self._place:
            raise KnownError("store.file-gone", file=self.path.name)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One state to read from."""
        with (
            self.turn,
            told(self.path),
            self._open.connect().execution_options(**_READING) as connection,
            connection.begin(),
        ):
            yield connection

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
        with self.turn, told(self.path), self._open.connect() as connection:
            yield connection.connection.driver_connection

    def copy(self, to: Path) -> None:
        """A consistent copy under the same key; it is there whole or not at all, and it was opened once."""
        self._make(to, self.key, lambda raw, part: raw.execute("VACUUM INTO ?", (str(part),)))

    def rewrite(self) -> None:
        """Lay the file out anew, so that no page keeps anything of what was deleted (sqlite.org/lang_vacuum.html)."""
        with self.raw() as raw:
            self.refuse_gone()
            raw.execute("VACUUM")

    def change_key(self, key: Key) -> None:
        """Put the file under another key.

        Not by `PRAGMA rekey`: on a full disk that answers "ok", keeps the old key in the file and reads nothing any
        more until it is opened again (tried with SQLCipher 4.19). A copy under the new key takes the file's place.
        """
        key = key if key.salt else key.with_salt(new_salt())
        self.refuse_gone()
        fresh = look.beside(self.path, look.NEW)
        self._make(fresh, key, lambda raw, part: _export(raw, part, key))
        try:
            self.close()
            if look.log_of(self.path):  # a log of the old file, laid over the new one, would ruin it
                raise KnownError("store.disk-trouble", file=self.path.name)
            fresh.replace(self.path)
            self.key = key
            sync(self.path.parent)
        except OSError as wrong:
            raise look.unwritten(self.path, wrong) from wrong
        finally:
            look.remove(fresh)
            with told(self.path):
                self.engine, self._connection = _engine(self.path, self.key, _Way())
            self._place, self._closed = _place(self.path), False

    def close(self) -> None:
        """Let go of the file, which says that it was closed; closing twice does no harm."""
        with self.turn:
            if self._closed:
                return
            if self.wrote:
                with suppress(dbapi2.DatabaseError), self.engine.connect() as connection:
                    raw: Any = connection.connection.driver_connection
                    raw.execute(f"PRAGMA user_version = {_CLOSED}")
            self.wrote, self._closed = False, True
            self.engine.dispose()
            self._connection.close()  # one that was never asked for anything is unknown to the engine
            if not self.reads_only and _place(self.path) == self._place:
                look.remove_empty_logs(self.path)

    def _make(self, to: Path, key: Key, write: Callable[[Any, Path], object]) -> None:
        part = look.beside(to, look.PART)
        look.remove(part)
        try:
            with told(to), self.raw() as raw:
                write(raw, part)
            Vault(part, key, proving=True).close()  # a copy that does not open is none
            sync(part)
            part.replace(to)
            sync(to.parent)
        except OSError as wrong:
            raise look.unwritten(to, wrong) from wrong
        finally:
            look.remove(part)


def _place(path: Path) -> tuple[int, int]:
    """What the name names: device and inode (Windows: volume and file index); nothing where it names nothing."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino


def sync(path: Path) -> None:
    """Have the operating system write the file, or a folder's names, to the disk."""
    if path.is_dir() and sys.platform == "win32":
        return  # it has no handle of a folder, and writes names by itself
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
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


class _Way(NamedTuple):
    """How a file is opened; see `Vault.__init__`."""

    new: bool = False
    proving: bool = False
    reads_only: bool = False


def _engine(path: Path, key: Key, way: _Way) -> tuple[Engine, Any]:
    """An engine of one connection, and that connection.

    Its transactions begin as writers, DDL included, unless they say they only read.
    """
    connection = _connect(path, key, way)
    made = create_engine(
        "sqlite://", creator=lambda: connection, module=dbapi2, poolclass=StaticPool, hide_parameters=True
    )  # hidden: an answer must not get into an error's text
    event.listen(made, "begin", _begin)
    return made, connection


def _begin(connection: Connection) -> None:
    reads = _READING.items() <= connection.get_execution_options().items()
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def bad_pages(connection: Any) -> list[int]:
    """The numbers of the pages whose seal (HMAC) is broken."""
    rows = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    return [int(number) for (text,) in rows if (number := text.rpartition(" ")[2]).isdigit()]


def _connect(path: Path, key: Key, way: _Way) -> Any:
    salt = key.salt if way.new else salt_of(path)
    if salt is None:
        raise ValueError("a new workspace needs a key with a salt")
    name = f"{path.absolute().as_uri()}?mode=ro" if way.reads_only else str(path)
    connection = dbapi2.connect(
        name, isolation_level=None, timeout=_WAIT_SECONDS, check_same_thread=False, uri=way.reads_only
    )  # threads take turns (`Vault.turn`)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # it writes to standard error
        connection.execute(f"PRAGMA cipher_default_compatibility = {_CIPHER}")  # of copies as well
        connection.execute(f"PRAGMA key = {key.literal(salt)}")
        for setting in _SETTINGS:
            connection.execute(setting)
        if not way.reads_only and connection.execute(_LOG).fetchone() != ("truncate",):
            raise KnownError("store.disk-trouble", file=path.name)
        _refuse_broken(connection, path, way)
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


def _refuse_broken(connection: Any, path: Path, way: _Way) -> None:
    """Check every page's seal: damage is told at the door, not in the middle of the work.

    Whether the pages also fit each other is asked where the file was not closed.
    """
    broken = bad_pages(connection)
    if broken or path.stat().st_size % look.PAGE_BYTES:  # of a page cut in two no seal is checked
        raise look.diagnose(path, broken)
    closed = connection.execute("PRAGMA user_version").fetchone() == (_CLOSED,)
    if closed and not way.proving:
        return
    if connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
        raise look.diagnose(path, ())
