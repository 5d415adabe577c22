"""Apart: the fast reader in a process of its own, which one bad workbook may end or fill without harm to this one.

The workbook goes there and the cells come back through pipes; nothing is written to the disk. A process that has read
waits a moment for the next workbook: forty classes send forty of them, and each start costs a twentieth of a second.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Generator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread, Timer
from typing import Any

from schoolprep.intake.reading import fast
from schoolprep.intake.reading.fast import ReadingFailed, Share, Shares
from schoolprep.intake.reading.limits import MOST_CELLS

_MEMORY, _TIMES = 448 << 20, 8
"""Bytes the process may take for any workbook, and how often the size of this one beside them."""
_MOST_KEPT = _MEMORY + (64 << 20)
"""A process that was allowed more is not used again: what it has taken would be missing to the next workbook."""
_BEGINS_WITHIN = 20
"""Seconds after which a process that has not begun never will: a slow disk, a virus scanner."""
_KEPT_SECONDS = 2
"""How long a process waits: about what one intake does between two files."""
_MOMENT = 0.05
"""Seconds between two looks whether something has come; each is a step, at which the reading can be cancelled."""
_PATIENCE = round(90 / _MOMENT)
"""Looks in a row at which nothing had come, after which nothing will."""
_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""Of this process's environment, which may hold a passphrase, only what Python needs to start."""
_MADE_THERE = {
    ("datetime", one.__name__): one for one in (date, datetime, time, timedelta)
} | {
    ("__main__", one.__name__): one
    for one in (fast.BookListed, fast.SheetBegun, fast.SheetRows, fast.ReadingFailed)
}  # fmt: skip
"""All that may come back."""


def shares_apart(content: bytes, unpacked: int = 0) -> Shares:
    """What the fast reader gives of a workbook, read in another process; None while nothing has come yet.

    Closing it ends the process. Where none begins (a system that forbids it) the workbook is read in this one.
    `unpacked`: the bytes of its parts, where they are packed.
    """
    try:
        process = _waiting() or _started()
    except OSError:
        yield from fast.shares(BytesIO(content), MOST_CELLS)
        return
    come: SimpleQueue[bytes | None] = SimpleQueue()
    memory = _MEMORY + _TIMES * max(len(content), unpacked)
    carrier = Thread(target=_carry, args=(process, content, memory, come), daemon=True)
    carrier.start()
    whole = False
    try:
        whole = yield from _arriving(come)
    finally:
        whole = whole or _ends(come)  # who was told that a book cannot be read asks no further
        if not whole:
            process.kill()
        carrier.join()
        _dismiss(process, keep=whole and memory <= _MOST_KEPT)


def _arriving(come: SimpleQueue[bytes | None]) -> Generator[Share | None, None, bool]:
    """The shares as they come, at the end whether all have; a failed one where the process ended or never answered."""
    waited = 0
    while waited < _PATIENCE:
        try:
            content = come.get(timeout=_MOMENT)
        except Empty:
            waited += 1
            yield None
            continue
        if content == b"":
            return True
        if content is None:
            break
        waited = 0
        yield _Unpickler(BytesIO(content)).load()
    yield ReadingFailed(ended=True)
    return False


def _ends(come: SimpleQueue[bytes | None]) -> bool:
    """Whether nothing comes but the end."""
    try:
        return come.get(timeout=_MOMENT) == b""
    except Empty:
        return False


# ------------------------------------------------------------------ the process

_idle: list[subprocess.Popen[bytes]] = []
"""Processes that have read and wait for the next workbook, each for `_KEPT_SECONDS`."""
_one_at_a_time = Lock()


def _waiting() -> subprocess.Popen[bytes] | None:
    """A process that waits for a workbook; None where there is none that lives."""
    with _one_at_a_time:
        while _idle:
            process = _idle.pop()
            if process.poll() is None:
                return process
    return None


def _started() -> subprocess.Popen[bytes]:
    """A process that can read. Raises `OSError` where none begins."""
    found = find_spec("python_calamine")
    there = Path(found.origin).parents[1] if found and found.origin else Path()
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", fast.__file__, str(there), str(MOST_CELLS)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip
    assert process.stdout is not None  # a pipe
    late = Timer(_BEGINS_WITHIN, process.kill)
    late.daemon = True
    late.start()
    said = fast.unframed(process.stdout)
    late.cancel()
    if said != fast.READY:
        _end(process)
        raise ChildProcessError
    return process


def _dismiss(process: subprocess.Popen[bytes], *, keep: bool) -> None:
    """End a process; where it can be used again, unless the next workbook comes first."""
    if not keep:
        _end(process)
        return
    with _one_at_a_time:
        _idle.append(process)
    clock = Timer(_KEPT_SECONDS, _unless_used, (process,))
    clock.daemon = True
    clock.start()


def _unless_used(process: subprocess.Popen[bytes]) -> None:
    with _one_at_a_time:
        if process not in _idle:
            return
        _idle.remove(process)
    _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            assert pipe is not None  # both are pipes
            pipe.close()


def _carry(
    process: subprocess.Popen[bytes], content: bytes, memory: int, come: SimpleQueue[bytes | None]
) -> None:
    """Bring the workbook there and what is answered back, until its end or until either side ends."""
    assert process.stdin is not None  # both are pipes
    assert process.stdout is not None
    with suppress(OSError, ValueError):
        with suppress(BrokenPipeError):
            process.stdin.write(fast.framed(str(memory).encode()))
            process.stdin.write(fast.framed(content))
            process.stdin.flush()
        while share := fast.unframed(process.stdout):
            come.put(share)
        come.put(share)
        return
    come.put(None)


class _Unpickler(pickle.Unpickler):
    """Makes nothing but what the fast reader gives."""

    def find_class(self, module: str, name: str) -> Any:
        """One of `_MADE_THERE`."""
        return _MADE_THERE[module, name]
