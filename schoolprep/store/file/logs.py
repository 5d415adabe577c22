"""Logs: what a crash left beside a file, and whether it belongs to it.

A log that belongs to the file undoes (programs up to 0.3.0: completes) what the crash cut short, and SQLite does that
by itself. One that belongs to another file, because a backup was copied into its place, would ruin it. Which it is is
tried on copies.
"""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from shutil import copyfile

from schoolprep.facts.problem import KnownError, Problem, WorkspaceError
from schoolprep.facts.whole import trial
from schoolprep.store.file import look
from schoolprep.store.file.key import Key
from schoolprep.store.file.vault import Vault
from schoolprep.store.records import audit

_DOES_NOT_OPEN, _OPENS, _HOLDS = range(3)
"""A copy: no file that opens · one whose pages fit each other · one whose records are also all there."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def settle(path: Path, key: Key, at: datetime) -> list[Problem]:
    """Leave a log beside the file only where it belongs to it; what was set aside is told.

    Raises `KnownError` where there is no room to try, and then nothing was changed; a key that does not fit, or damage,
    is left for the opening to tell.
    """
    log = look.log_of(path)
    if log is None:
        look.remove_empty_logs(path)
        return []
    with _room_beside(path) as fresh:
        found = _tried(path, fresh, key, log)
        if found == _HOLDS or _tried(path, fresh, key) <= found:
            return []
    kept = look.set_log_aside(path, at)
    return [Problem("store.log-set-aside", {"file": path.name, "log": kept.name})]


def _tried(path: Path, fresh: Path, key: Key, log: Path | None = None) -> int:
    """How a copy of the file holds, with the log or without."""
    look.remove(fresh)
    try:
        copyfile(path, fresh)
        if log is not None:
            copyfile(log, look.beside(fresh, log.name.removeprefix(path.name)))
        vault = Vault(fresh, key, proving=True)
    except WorkspaceError:
        return _DOES_NOT_OPEN
    except (KnownError, OSError) as wrong:
        megabytes = (path.stat().st_size + (log.stat().st_size if log else 0)) // 10**6 + 1
        raise KnownError("store.log-no-room", file=path.name, megabytes=megabytes) from wrong
    try:
        return _OPENS if audit.verify(vault) else _HOLDS
    except KnownError:
        return _OPENS
    finally:
        vault.close()


@contextmanager
def _room_beside(path: Path) -> Iterator[Path]:
    """A name for a copy: beside the file, or, where that disk is full, in the system's folder; it is encrypted."""
    fresh = look.beside(path, look.NEW)
    try:
        if _has_room(path):
            yield fresh
        else:
            with tempfile.TemporaryDirectory() as folder:
                yield Path(folder) / fresh.name
    finally:
        look.remove(fresh)


def _has_room(path: Path) -> bool:
    """Whether a second copy of the file and its log fit beside it; found out by writing as much."""
    log = look.log_of(path)
    needed = path.stat().st_size + 2 * (log.stat().st_size if log else 0)
    try:
        with trial(path.parent) as file:
            for _ in range(needed // look.PAGE_BYTES + 1):
                file.write(bytes(look.PAGE_BYTES))
            file.flush()
    except OSError as wrong:
        if wrong.errno in _NO_ROOM:
            return False
        raise look.unwritten(path, wrong) from wrong
    return True
