"""Guard: what the program keeps from others on this computer: a dump of its memory, the passphrase it was given."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress

_SECRETS = ("SCHOOLPREP_PASSPHRASE", "SCHOOLPREP_BOOK_PASSWORD", "SCHOOLPREP_CODE")
_PR_SET_DUMPABLE = 4
"""`prctl(2)`: 0 keeps the memory from a core file and from other programs of the same user."""
_kept: dict[str, str] = {}


def stand_guard() -> None:
    """For a whole process: no core file, no look into its memory, no secret for the processes it starts."""
    for name in _SECRETS:
        if name in os.environ:
            _kept[name] = os.environ.pop(name)
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - Unix alone

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def given(name: str) -> str:
    """A secret that a script set in the environment; empty where none did."""
    return _kept.get(name) or os.environ.get(name, "")
