"""Versions: the folder of whole versions beside what starts the program, and the two lines that say which is started.

`current` names the folder that is started, `previous` the one that is tried where it does not load (bundle/windows,
bundle/linux). Each is written beside itself and renamed, so that there is always a whole line.
"""

from __future__ import annotations

import os
import re
import secrets
import sysconfig
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import schoolprep

_NAME = re.compile(r"[0-9A-Za-z+_-][0-9A-Za-z.+_-]{0,59}")
"""What the starter takes for a name."""
_SYSTEMS = {"win-amd64": "windows-amd64", "linux-x86_64": "linux-amd64"}


class Versions(NamedTuple):
    """The folder, the version that runs from it, and the system it runs on."""

    folder: Path
    running: str
    system: str

    @property
    def next(self) -> str:
        """The version that the next start takes."""
        return self._named("current") or self.running

    @property
    def other(self) -> str:
        """The version that one click goes back to; empty where there is none.

        After an update that is what still runs, after the next start what ran before.
        """
        before = self.running if self.next != self.running else self._named("previous")
        return before if before != self.next and (self.folder / before).is_dir() else ""

    def point(self, current: str, previous: str) -> None:
        """Let the next start take `current`. Raises `OSError`; what was started until now still is then."""
        self._write("previous", previous)
        self._write("current", current)

    def _named(self, which: str) -> str:
        try:
            name = (self.folder / which).read_text("utf-8").strip()
        except (OSError, ValueError):
            return ""
        return name if _NAME.fullmatch(name) else ""

    def _write(self, which: str, name: str) -> None:
        # not `write_whole`, which keeps a file for its owner: whoever may start the program has to read this one
        passing = self.folder / f".{which}-{secrets.token_hex(4)}"
        try:
            with passing.open("x", encoding="ascii", newline="\n") as file:
                file.write(f"{name}\n")
                file.flush()
                os.fsync(file.fileno())
            passing.replace(self.folder / which)
        except BaseException:
            with suppress(OSError):
                passing.unlink()
            raise


def running_from(module: Path = Path(schoolprep.__file__)) -> Versions | None:
    """Where this program runs from; None in a checkout, which is brought up to date in other ways."""
    inside = module.absolute().parents[2]
    platform = sysconfig.get_platform()
    if inside.parent.name != "versions" or not _NAME.fullmatch(inside.name):
        return None
    return Versions(inside.parent, inside.name, _SYSTEMS.get(platform, platform))


def numbers(version: str) -> tuple[int, ...]:
    """A version as what can be compared: 0.10 is newer than 0.9.2, and 0.5 is 0.5.0."""
    found = [int(number) for number in re.findall(r"\d+", version)]
    while found and not found[-1]:
        found.pop()
    return tuple(found)
