"""Wine: runs a Windows program on this computer; what it says comes back, and nothing of it stays running."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from typing import IO

from bundle.declaration import BundleError

_SILENT = subprocess.DEVNULL
_LAST_WORDS = 5
"""Seconds that what was said may need to arrive once the program has ended."""


def there() -> bool:
    """Whether Windows programs can be run here."""
    return shutil.which("wine") is not None


class Wine:
    """A Windows of its own in the folder `prefix`; `display` is the X server that its windows are shown on."""

    def __init__(self, prefix: Path, display: str = "") -> None:
        own = {
            "WINEPREFIX": str(prefix.resolve()), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "LANG": "C.UTF-8", "DISPLAY": display,
        }  # fmt: skip
        strange = ("PYTHON", "SCHOOLPREP", "LC_")
        outer = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
        self.surroundings = {**outer, **own}
        prefix.mkdir(parents=True, exist_ok=True)
        # The services of Windows, started here, would keep the pipes of the first call open for ever.
        subprocess.run(
            ["wine", "wineboot", "-i"],
            env=self.surroundings,
            stdin=_SILENT,
            stdout=_SILENT,
            stderr=_SILENT,
            check=False,
        )

    def start(
        self, program: Path | str, *words: str, more: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program, its output in pipes: a Windows Python does not start with a file of Unix in their place."""
        return subprocess.Popen(
            ["wine", str(program), *words], env={**self.surroundings, **(more or {})}, stdin=_SILENT,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(
        self, program: Path | str, *words: str, seconds: float = 300, more: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end; BundleError where that takes longer than `seconds`."""
        running = self.start(program, *words, more=more)
        said: tuple[list[bytes], list[bytes]] = ([], [])
        readers = [
            Thread(target=_listen, args=(pipe, into), daemon=True)
            for pipe, into in zip((running.stdout, running.stderr), said, strict=True)
        ]
        for reader in readers:
            reader.start()
        try:
            running.wait(seconds)
        except subprocess.TimeoutExpired as late:
            running.kill()
            raise BundleError(f"{Path(program).name} did not end within {seconds:.0f} s") from late
        for reader, pipe in zip(readers, (running.stdout, running.stderr), strict=True):
            reader.join(_LAST_WORDS)
            if pipe is not None and not reader.is_alive():
                pipe.close()
        out, wrong = (b"".join(parts).decode("utf-8", "replace").replace("\r\n", "\n") for parts in said)
        return subprocess.CompletedProcess([str(program), *words], running.returncode, out, wrong)

    def close(self) -> None:
        """End whatever this Windows still runs."""
        subprocess.run(["wineserver", "-k"], env=self.surroundings, check=False)


def _listen(pipe: IO[bytes] | None, into: list[bytes]) -> None:
    assert pipe is not None
    while part := os.read(pipe.fileno(), 65536):
        into.append(part)
