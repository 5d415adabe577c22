"""Lock: one window, one computer at a time on a workspace, and the second is told who has it.

The lock file lies beside the workspace and is gone when it is closed. The operating system lets go of the lock when
a process dies, so what a killed program left behind blocks nobody.
"""

from __future__ import annotations

import errno
import getpass
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from schoolprep.facts.days import local
from schoolprep.facts.naming import file_name
from schoolprep.facts.problem import WorkspaceError

if TYPE_CHECKING:
    from filelock import BaseFileLock

_TRIES_FOR_SECONDS = 0.3
_NOTE_AT = 1
"""Where the note begins: Windows locks the first byte against reading."""


class Holder(msgspec.Struct, frozen=True):
    """Who has the workspace open."""

    user: str
    computer: str
    process: int
    since: str


def take(path: Path, since: str) -> BaseFileLock:
    """Lock the workspace at `path`; raises `WorkspaceError` naming who holds it, where that is known."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - half a tenth of a second that only opening pays

    beside = lock_file(path)
    lock = FileLock(beside)
    try:
        lock.acquire(timeout=_TRIES_FOR_SECONDS)
    except Timeout as held:
        raise _held_by(path, _note(beside)) from held
    except OSError as wrong:
        if wrong.errno == errno.EINVAL:  # a stick formatted as FAT, of a name with a colon
            raise WorkspaceError("store.other-name", file=path.name, instead=file_name(path.name)) from wrong
        raise WorkspaceError("store.folder-read-only", folder=str(path.parent)) from wrong
    with suppress(OSError):  # the note is a courtesy; the lock holds without it
        _write_note(beside, Holder(_user(), socket.gethostname(), os.getpid(), since))
    return lock


def refuse_held(path: Path) -> None:
    """Where no lock can be taken: raises `WorkspaceError` where a lock file says that somebody has the file open."""
    beside = lock_file(path)
    if beside.exists():
        raise _held_by(path, _note(beside))


@contextmanager
def taken(path: Path, since: str) -> Iterator[BaseFileLock]:
    """Lock the workspace; the lock outlives the block unless the block fails."""
    held = take(path, since)
    try:
        yield held
    except BaseException:
        release(held)
        raise


def release(lock: BaseFileLock) -> None:
    """Give the workspace free and take the lock file away.

    It is removed while it is still held: who waits for it then sees that its name is gone and makes a new one.
    """
    beside = Path(lock.lock_file)
    if sys.platform != "win32":
        beside.unlink(missing_ok=True)
    lock.release()
    if sys.platform == "win32":  # it removes no open file; who has taken the lock meanwhile keeps it
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def lock_file(path: Path) -> Path:
    """The lock file of a workspace."""
    return path.with_name(path.name + ".lock")


def _held_by(path: Path, holder: Holder | None) -> WorkspaceError:
    if holder is None:
        return WorkspaceError("store.locked", file=path.name)
    return WorkspaceError(
        "store.locked-by",
        file=path.name,
        user=holder.user,
        computer=holder.computer,
        process=holder.process,
        since=local(holder.since, None).text().replace("T", " "),
    )


def _write_note(beside: Path, holder: Holder) -> None:
    with beside.open("r+b", buffering=0) as file:
        file.truncate(_NOTE_AT)
        file.seek(_NOTE_AT)
        file.write(msgspec.json.encode(holder))


def _note(beside: Path) -> Holder | None:
    try:
        with beside.open("rb", buffering=0) as file:
            file.seek(_NOTE_AT)
            return msgspec.json.decode(file.read(), type=Holder)
    except (OSError, msgspec.DecodeError):
        return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"
