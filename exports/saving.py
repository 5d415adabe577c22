"""Saving: a whole file or none; what stood there before stays until the new one is complete.

The content comes as bytes because it is built in memory: a temporary file would leave health data in the clear outside
the folder the person chose (openpyxl's own sheet writers do that), and a school's workbook is a few megabytes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from schoolprep.facts.problem import CallError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""No room: the disk, the person's share of it, or what the file system takes in one file."""


def check(out: Path) -> None:
    """Refuse early: raises `CallError` for a missing folder, or a folder where the file should stand."""
    with _told(out, "roster.folder-locked", folder=str(out.parent)):
        if not out.parent.is_dir():
            raise CallError("roster.folder-missing", folder=str(out.parent))
        if out.is_dir():
            raise CallError("roster.target-folder", file=out.name)


def save(out: Path, content: bytes) -> None:
    """Write the file whole, under a passing name in the same folder, then give it its name.

    Raises `CallError` (missing or closed folder, file open elsewhere, disk full); then the folder is as it was.
    """
    check(out)
    passing = out.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with _told(out, "roster.folder-locked", folder=str(out.parent)):
            file = passing.open("xb")
        with _told(out, "roster.folder-locked", folder=str(out.parent)), file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with _told(out, "roster.target-locked", file=out.name):
            passing.replace(out)
    except BaseException:
        with contextlib.suppress(OSError):
            passing.unlink()
        raise


@contextlib.contextmanager
def _told(out: Path, denied: str, **facts: str) -> Iterator[None]:
    """What the system refuses, as one sentence; `denied` is the one for "not allowed" at this step."""
    try:
        yield
    except PermissionError as wrong:
        raise CallError(denied, **facts) from wrong
    except OSError as wrong:
        if wrong.errno in _FULL:
            raise CallError("roster.disk-full", file=out.name) from wrong
        raise CallError("roster.not-written", file=out.name, why=wrong.strerror or str(wrong)) from wrong
