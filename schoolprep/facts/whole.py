"""Whole: a file is written whole or not at all, for its owner alone, and a process that is killed leaves nothing of it.

The content comes as bytes because it is built in memory: a temporary file would leave health data in the clear where
nobody chose. Where the system has files without a name (Linux, `O_TMPFILE`), there is no name before the file is
complete. Elsewhere the passing name is one that the next writing in that folder knows and removes.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_MARK = ".schoolprep-part"
_LEFT_AFTER_SECONDS = 600
"""A passing name that old belongs to nobody who is still writing."""


def write_whole(out: Path, content: bytes) -> None:
    """Write a file, with nobody's rights but the owner's; what stood there stays until the new one is complete.

    Raises `OSError`; it names the target as `filename2` where only the last step, giving the name, was refused. Then
    the folder is as it was.
    """
    _remove_left(out.parent)
    passing = out.with_name(f".{secrets.token_hex(8)}{_MARK}")
    try:
        handle = _opened(passing)
        try:
            with os.fdopen(handle, "wb", closefd=False) as file:
                file.write(content)
            os.fsync(handle)
            if not passing.exists():
                _give_name(handle, passing if out.exists() else out, out)
        finally:
            os.close(handle)
        if passing.exists():
            passing.replace(out)
    except BaseException:
        with suppress(OSError):
            passing.unlink()
        raise


@contextmanager
def trial(folder: Path) -> Iterator[BinaryIO]:
    """A file that is gone again afterwards, to find out whether a folder can be written, and how much has room in it.

    Raises `OSError` at the first refusal. (`tempfile` takes a refusal on Windows for a name that is taken, and tries
    two thousand million others: CPython issue 66305.)
    """
    passing = folder / f".{secrets.token_hex(8)}{_MARK}"
    handle = _opened(passing)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
    finally:
        with suppress(OSError):
            passing.unlink()


def _opened(passing: Path) -> int:
    """A new file to write into: without a name where the system and the disk have such, else under the passing one."""
    nameless = getattr(os, "O_TMPFILE", 0)
    if nameless:
        with suppress(OSError):  # FAT and many network disks have none
            return os.open(passing.parent, nameless | os.O_WRONLY, 0o600)
    return os.open(passing, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)


def _give_name(handle: int, name: Path, out: Path) -> None:
    try:
        # Python follows the link only where a folder is given as well; a whole path does not ask it
        os.link(f"/proc/self/fd/{handle}", name, src_dir_fd=handle, follow_symlinks=True)
    except OSError as wrong:
        raise OSError(wrong.errno, wrong.strerror, str(name), None, str(out)) from wrong


def _remove_left(folder: Path) -> None:
    """Remove what a killed process left in a folder."""
    with suppress(OSError):
        for left in folder.glob(f".*{_MARK}"):
            if time.time() - left.stat().st_mtime > _LEFT_AFTER_SECONDS:
                left.unlink()
