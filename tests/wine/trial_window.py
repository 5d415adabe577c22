"""What a person sees: the splash at once, the demo's window, and one sentence where the zip was not unpacked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bundle.launcher import WINDOW as PROGRAM
from tests.wine.computer import Computer, until

LARGE = 600
"""Pixels: a window wider than the splash and any message."""
SETTLES = 5
"""Seconds in which a page that has begun to change has changed."""


@pytest.fixture
def large(computer: Computer) -> Iterator[Computer]:
    """The computer, without a window of the program left after the trial."""
    yield computer
    computer.wine.close()


def _sees(computer: Computer, width: int) -> list[str]:
    """Windows of the program at least so wide."""
    return [
        window for window in computer.windows("SchoolPrep|返校准备|中学") if computer.size(window)[0] >= width
    ]


def test_the_demo_is_seen_and_closed(large: Computer, folder: Path) -> None:
    computer = large
    with computer.wine.start(folder / PROGRAM, "demo") as running:
        assert until(lambda: computer.windows("SchoolPrep"), 60), "no splash"
        computer.shoot("1-splash")
        assert until(lambda: _sees(computer, LARGE)), "no window"
        until(lambda: False, 3 * SETTLES)
        computer.shoot("2-today")
        computer.press("ctrl+5")
        _look(computer, "3-rosters")
        computer.press("ctrl+k")
        computer.write("fty")
        _look(computer, "4-finder")
        computer.press("Return")
        _look(computer, "5-pupil")
        small = [window for window in computer.windows("SchoolPrep") if computer.size(window)[0] < LARGE]
        assert not small, "the splash stays"
        computer.press("alt+F4")
        assert until(lambda: running.poll() is not None), "does not close"
    assert running.returncode == 0
    data = computer.disk / "users/root/AppData/Local/SchoolPrep"
    assert not [path.name for path in data.iterdir() if path.name.endswith(("-wal", "-shm", ".lock"))]


def test_started_inside_the_zip_it_says_so_in_a_sentence(large: Computer, folder: Path) -> None:
    """Windows unpacks only the program into a folder of its own, and starts it there."""
    computer = large
    alone = computer.disk / "Temp1_SchoolPrep.zip"
    alone.mkdir()
    shutil.copy(folder / PROGRAM, alone / PROGRAM)
    with computer.wine.start(alone / PROGRAM) as running:
        assert until(lambda: computer.windows("SchoolPrep"), 60), "nothing is said"
        until(lambda: False, SETTLES)
        computer.shoot("6-not-unpacked")
        computer.press("Return")
        assert until(lambda: running.poll() is not None, 60)
    assert running.returncode == 3


def _look(computer: Computer, name: str) -> None:
    """Waits until the screen shows something else, and for it to settle; then it is kept to be looked at."""
    before = computer.shoot("now").read_bytes()
    assert until(lambda: computer.shoot("now").read_bytes() != before), f"nothing is seen for {name}"
    until(lambda: False, SETTLES)
    computer.shoot(name)
