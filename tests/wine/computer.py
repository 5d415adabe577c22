"""Computer: one Windows with its disk and screen, as the trials use it."""

from __future__ import annotations

import os
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bundle.declaration import CHECKOUT
from bundle.wine import Wine
from schoolprep import __version__

DIST = Path(os.environ.get("SCHOOLPREP_DIST", CHECKOUT / "dist"))
ZIP = DIST / f"SchoolPrep-{__version__}-windows.zip"
SETUP = DIST / f"SchoolPrep-{__version__}-setup.exe"
SHOTS = CHECKOUT / "build" / "wine-shots"
ABSENT = {"bcryptprimitives": ["-DRANDOM", "-ladvapi32"], "icuuc": []}
CALL = 600
"""Seconds that one call may take on a busy machine."""
WINDOW = 240
"""Seconds until a window has to be there on a busy machine."""


class Computer:
    """One Windows, its disk C: and its screen."""

    def __init__(self, room: Path, display: str) -> None:
        self.display = display
        self.wine = Wine(room / "prefix", display)
        self.disk = room / "prefix" / "drive_c"
        system = self.disk / "windows" / "system32"
        for name, how in ABSENT.items():
            if not (system / f"{name}.dll").exists():
                source = Path(__file__).with_name("absent.c")
                made = [
                    "x86_64-w64-mingw32-gcc",
                    "-shared",
                    str(source),
                    "-o",
                    str(system / f"{name}.dll"),
                    *how,
                ]
                subprocess.run(made, check=True)

    def unpack(self, where: str) -> Path:
        """The zip unpacked into a folder of disk C:.

        Wine before 10 ends where Python asks it for the system's name by `_wmi`; there the copy goes without.
        """
        into = self.disk / where
        into.mkdir(parents=True)
        with zipfile.ZipFile(ZIP) as archive:
            archive.extractall(into)
        if self.version < 10:
            for part in into.glob("SchoolPrep/versions/*/python/_wmi.pyd"):
                part.unlink()
        return into / "SchoolPrep"

    @contextmanager
    def started(self, program: Path | str, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        """A program with a window, which does not outlive the trial that fails."""
        with self.wine.start(program, *words) as running:
            try:
                yield running
            finally:
                if running.poll() is None:
                    running.kill()

    @property
    def version(self) -> int:
        """Which Wine it is."""
        told = subprocess.check_output(["wine", "--version"], text=True, stderr=subprocess.DEVNULL)
        return int(told.removeprefix("wine-").split(".")[0])

    def windows(self, name: str) -> list[str]:
        """The X windows that are seen under a name."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", name],
            env=self.wine.surroundings, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return found.stdout.split()

    def size(self, window: str) -> tuple[int, int]:
        """How large a window is; nothing where it has gone meanwhile, as the splash does."""
        told = subprocess.run(
            ["xdotool", "getwindowgeometry", "--shell", window],
            env=self.wine.surroundings, capture_output=True, text=True, check=False,
        )  # fmt: skip
        said = dict(line.split("=") for line in told.stdout.split())
        return int(said.get("WIDTH", 0)), int(said.get("HEIGHT", 0))

    def to_front(self, window: str) -> None:
        """A window gets the keyboard, which it may lack after a dialog of Windows has gone."""
        subprocess.run(
            ["xdotool", "windowactivate", "--sync", window], env=self.wine.surroundings, check=True
        )

    def press(self, *keys: str) -> None:
        """Keys on the keyboard, one after the other."""
        subprocess.run(["xdotool", "key", "--delay", "80", *keys], env=self.wine.surroundings, check=True)

    def write(self, text: str) -> None:
        """A text on the keyboard."""
        subprocess.run(["xdotool", "type", "--delay", "60", text], env=self.wine.surroundings, check=True)

    def shoot(self, name: str) -> Path:
        """What the screen shows, kept to be looked at."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        shot = SHOTS / f"{name}.png"
        subprocess.run(["import", "-window", "root", str(shot)], env=self.wine.surroundings, check=True)
        return shot


def until(there: Callable[[], object], seconds: float = WINDOW) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if there():
            return True
        time.sleep(0.2)
    return False


def on_disk(*parts: str) -> str:
    """A path as Windows writes it."""
    return "C:\\" + "\\".join(parts)


def there(folder: Path, names: Sequence[str]) -> set[str]:
    """Which of the names lie in the folder."""
    return {name for name in names if (folder / name).exists()}
