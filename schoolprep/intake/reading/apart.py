"""Apart: the fast reader in a process of its own, which one bad workbook may end or fill without harm to this one.

The workbook goes there and the cells come back through pipes; nothing is written to the disk.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from schoolprep.intake.reading import fast
from schoolprep.intake.reading.fast import ReadingFailed, Share, Shares
from schoolprep.intake.reading.limits import MOST_CELLS

_MEMORY, _TIMES = 448 << 20, 8
"""Bytes the process may take for any workbook, and how often the size of this one beside them."""
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


def shares_apart(content: bytes) -> Shares:
    """What the fast reader gives of a workbook, read in another process; None while nothing has come yet.

    Closing it ends the process. Where none can be started (a system that forbids it) the workbook is read in this one.
    """
    try:
        process = _started(len(content))
    except OSError:
        yield from fast.shares(BytesIO(content), MOST_CELLS)
        return
    come: SimpleQueue[bytes | None] = SimpleQueue()
    carrier = Thread(target=_carry, args=(process, content, come), daemon=True)
    carrier.start()
    try:
        yield from _arriving(come)
    finally:
        process.kill()
        process.wait()
        carrier.join()


def _arriving(come: SimpleQueue[bytes | None]) -> Iterator[Share | None]:
    """The shares as they come; one that failed where the other process ended before its time or never answered."""
    waited = 0
    while waited < _PATIENCE:
        try:
            content = come.get(timeout=_MOMENT)
        except Empty:
            waited += 1
            yield None
            continue
        if content == b"":
            return
        if content is None:
            break
        waited = 0
        yield _Unpickler(BytesIO(content)).load()
    yield ReadingFailed()


def _started(size: int) -> subprocess.Popen[bytes]:
    found = find_spec("python_calamine")
    there = Path(found.origin).parents[1] if found and found.origin else Path()
    numbers = (MOST_CELLS, _MEMORY + _TIMES * size)
    return subprocess.Popen(
        [sys.executable, "-I", "-S", fast.__file__, str(there), *map(str, numbers)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip


def _carry(process: subprocess.Popen[bytes], content: bytes, come: SimpleQueue[bytes | None]) -> None:
    """Bring the workbook there and what is answered back, until either side ends."""
    assert process.stdin is not None  # both are pipes
    assert process.stdout is not None
    with process.stdout as answers, suppress(OSError, ValueError):
        with suppress(BrokenPipeError), process.stdin as question:
            question.write(fast.framed(content))
        while share := fast.unframed(answers):
            come.put(share)
        come.put(share)
        return
    come.put(None)


class _Unpickler(pickle.Unpickler):
    """Makes nothing but what the fast reader gives."""

    def find_class(self, module: str, name: str) -> Any:
        """One of `_MADE_THERE`."""
        return _MADE_THERE[module, name]
