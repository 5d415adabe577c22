"""Saving: a whole file or none, and what the system refuses as one sentence."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from schoolprep.facts.naming import better_name, file_name
from schoolprep.facts.problem import CallError
from schoolprep.facts.whole import write_whole

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""No room: the disk, the person's share of it, or what the file system takes in one file."""


def check(out: Path) -> None:
    """Refuse early: raises `CallError` for a missing folder, a folder in the file's place, a name no disk keeps."""
    if instead := better_name(out.name):
        raise CallError("store.other-name", file=out.name, instead=instead)
    with _told(out):
        if not out.parent.is_dir():
            raise CallError("roster.folder-missing", folder=str(out.parent))
        if out.is_dir():
            raise CallError("roster.target-folder", file=out.name)


def save(out: Path, content: bytes) -> None:
    """Write the file whole, readable to its owner alone.

    Raises `CallError` (missing or closed folder, file open elsewhere, disk full); then the folder is as it was.
    """
    check(out)
    with _told(out):
        write_whole(out, content)


@contextlib.contextmanager
def _told(out: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as wrong:
        if wrong.filename2:  # the folder took the file, its place is held
            raise CallError("roster.target-locked", file=out.name) from wrong
        raise CallError("roster.folder-locked", folder=str(out.parent)) from wrong
    except OSError as wrong:
        if wrong.errno in _FULL:
            raise CallError("roster.disk-full", file=out.name) from wrong
        if wrong.errno == errno.EINVAL and file_name(out.name) != out.name:  # on a stick formatted as FAT
            raise CallError("store.other-name", file=out.name, instead=file_name(out.name)) from wrong
        raise CallError("roster.not-written", file=out.name, why=wrong.strerror or str(wrong)) from wrong
