"""Wine: runs a Windows program on this computer; what it says comes back, and nothing of it stays running."""

from __future__ import annotations

import os
import selectors
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from bundle.declaration import BundleError

_SILENT = subprocess.DEVNULL
_LOOK = 0.1
"""Seconds between two looks whether a program has ended."""


def there() -> bool:
    """Whether Windows programs can be run here."""
    return shutil.which("wine") is not None


class Wine:
    """A Windows of its own in the folder `prefix`, until it is closed; `display` is the X server its windows are on."""

    def __init__(self, prefix: Path, display: str = "") -> None:
        self.home = prefix.resolve() / "home"
        """What its user takes for their documents; Wine else links those of whoever starts it."""
        self.home.mkdir(parents=True, exist_ok=True)
        own = {
            "HOME": str(self.home),
            "WINEPREFIX": str(prefix.resolve()),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "LANG": "C.UTF-8",
            "DISPLAY": display,
        }
        strange = ("PYTHON", "SCHOOLPREP", "LC_")
        outer = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
        self.surroundings = {**outer, **own}
        # Its services are started here and stay: started by a later call, they would keep the pipes of that call open.
        for command in (["wineserver", "-p"], ["wine", "wineboot", "-i"]):
            subprocess.run(
                command, env=self.surroundings, stdin=_SILENT, stdout=_SILENT, stderr=_SILENT, check=False
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *wrong: object) -> None:
        self.close()

    def close(self) -> None:
        """End whatever this Windows still runs."""
        subprocess.run(["wineserver", "-k"], env=self.surroundings, check=False)

    def start(
        self, program: Path | str, *words: str, more: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program, its output in pipes: a Windows Python does not start with a file of Unix in their place."""
        return subprocess.Popen(
            ["wine", str(program), *words],
            env={**self.surroundings, **(more or {})},
            stdin=_SILENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(
        self, program: Path | str, *words: str, seconds: float = 300, more: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end; BundleError where that takes longer than `seconds`."""
        with self.start(program, *words, more=more) as running:
            try:
                out, wrong = _listen(running, seconds)
            except TimeoutError as late:
                running.kill()
                raise BundleError(f"{Path(program).name} did not end within {seconds:.0f} s") from late
        return subprocess.CompletedProcess([str(program), *words], running.returncode, out, wrong)


def _listen(running: subprocess.Popen[bytes], seconds: float) -> list[str]:
    """What a program says on both its pipes until it has ended, whoever may still hold them; TimeoutError if late."""
    end = time.monotonic() + seconds
    said: dict[int, bytes] = {}
    with selectors.DefaultSelector() as pipes:
        for pipe in (running.stdout, running.stderr):
            assert pipe is not None
            said[pipe.fileno()] = b""
            pipes.register(pipe, selectors.EVENT_READ)
        while True:
            ended = running.poll() is not None
            heard = pipes.select(_LOOK) if pipes.get_map() else []
            for key, _ in heard:
                if part := os.read(key.fd, 65536):
                    said[key.fd] += part
                else:
                    pipes.unregister(key.fileobj)
            if ended and not heard:
                return [text.decode("utf-8", "replace").replace("\r\n", "\n") for text in said.values()]
            if time.monotonic() > end:
                raise TimeoutError
            if not pipes.get_map():
                time.sleep(_LOOK)
