"""Faults: what goes wrong in the surroundings of a database, as sentences; a bug stays a bug."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from schoolprep.facts.problem import KnownError, WorkspaceError
from schoolprep.store.file import look
from schoolprep.store.records.nouns import Misshapen


def _disk_full(path: Path) -> KnownError:
    return KnownError("store.disk-full", file=path.name)


def _disk_trouble(path: Path) -> KnownError:
    return KnownError("store.disk-trouble", file=path.name)


def _read_only(path: Path) -> KnownError:
    return WorkspaceError("store.read-only", file=str(path))


def _busy(path: Path) -> KnownError:
    return WorkspaceError("store.locked", file=path.name)


def _unopened(path: Path) -> KnownError:
    return WorkspaceError("store.unreadable", file=str(path), why="SQLITE_CANTOPEN")


def _gone(path: Path) -> KnownError:
    return KnownError("store.file-gone", file=path.name)


_MOVED = 1032
"""SQLite's READONLY_DBMOVED: it looks whether the file still has its name before it begins a log."""
_SAID: dict[int, Callable[[Path], KnownError]] = {
    5: _busy,
    6: _busy,
    8: _read_only,
    10: _disk_trouble,
    11: look.damaged,
    13: _disk_full,
    14: _unopened,
    26: look.damaged,
}
"""By SQLite's primary result code (sqlite.org/rescode.html): BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL,
CANTOPEN, NOTADB."""
_HIDDEN = {"database or disk is full": 13, "disk I/O error": 10}
"""What SQLCipher's export reports as a general error (1), with the true one's text (SQLite's `sqlite3_errstr`)."""


def known(wrong: BaseException, path: Path) -> KnownError | None:
    """The sentence for a database's error, None where it is no trouble of the surroundings."""
    if isinstance(wrong, Misshapen):
        return look.damaged(path)
    cause = getattr(wrong, "orig", wrong)
    code = getattr(cause, "sqlite_errorcode", None)
    if code == 1:
        code = _HIDDEN.get(str(cause), code)
    if code == _MOVED:
        return _gone(path)
    said = _SAID.get(code & 0xFF) if isinstance(code, int) else None
    return said(path) if said else None


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the database's errors about the surroundings into `KnownError`."""
    try:
        yield
    except KnownError:
        raise
    except Exception as wrong:
        error = known(wrong, path)
        if error is None:
            raise
        raise error from wrong
