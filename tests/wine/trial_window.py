"""What a person sees: the splash at once, the demo's window, and one sentence where the zip was not unpacked."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bundle.launcher import WINDOW as PROGRAM
from tests.wine.computer import Computer, until
from tests.wine.trial_commands import DAY, DEMO, Call

LARGE = 600
"""Pixels: a window wider than the splash and any message."""
SETTLES = 4
"""Seconds in which a busy machine shows what came of a key."""


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


def test_a_day_at_the_desk_by_keys(large: Computer, folder: Path, cli: Call) -> None:
    """The demo is seen, a pupil found, a stay corrected, a new one filed, a roster saved; then the file is asked."""
    computer, data = large, large.disk / "users/root/AppData/Local/SchoolPrep"
    with computer.started(folder / PROGRAM, "demo") as running:
        assert until(lambda: computer.windows("SchoolPrep"), 60), "no splash"
        computer.shoot("1-splash")
        assert until(lambda: _sees(computer, LARGE)), "no window"
        until(lambda: False, 3 * SETTLES)
        computer.shoot("2-today")
        _find(computer, "cty", "3-pupil")
        _do(computer, "4-the-older-stay", "Return", "Tab", "Tab", "Return")
        _do(computer, "5-left-a-day-later", "Tab", "Tab", "Tab", "ctrl+a", "=8.4", "ctrl+Return")
        _find(computer, "mxy", "6-another-pupil")
        _do(computer, "7-a-new-stay", "Return", "Tab", "Tab", "=yhq", "Return")
        _do(computer, "8-filed", "Tab", "Tab", "=8.5", "ctrl+Return")
        _do(computer, "9-rosters", "ctrl+5")
        _do(computer, "10-where-to-keep-it", "Tab", "Tab", "space")
        computer.press("Return")
        assert until(lambda: list(computer.wine.home.rglob("*花名册*.xlsx")), 120), "no roster"
        computer.shoot("11-kept")
        small = [window for window in computer.windows("SchoolPrep") if computer.size(window)[0] < LARGE]
        assert not small, "the splash stays"
        computer.to_front(_sees(computer, LARGE)[0])
        computer.press("alt+F4")
        assert until(lambda: running.poll() is not None), "does not close"
    assert running.returncode == 0
    assert not [path.name for path in data.iterdir() if path.name.endswith(("-wal", "-shm", ".lock"))]
    told = _people(cli)
    assert told["褚天宇"]["may_return_on"] == "2022-08-12", "the stay was not corrected"
    assert cli("verify", "--file", DEMO).returncode == 0


def _people(cli: Call) -> dict[str, Any]:
    done = cli("check", "--file", DEMO, "--on", DAY, "--json")
    return {person["name"]: person for person in json.loads(done.stdout)["people"]}


def _find(computer: Computer, letters: str, name: str) -> None:
    """A pupil by the first letters of their name in pinyin."""
    _do(computer, name, "ctrl+k", f"={letters}", "Return")


def _do(computer: Computer, name: str, *keys: str) -> None:
    """Keys, and behind = what is typed, each when the one before has been seen; the end is kept to be looked at."""
    for key in keys:
        computer.write(key[1:]) if key.startswith("=") else computer.press(key)
        until(lambda: False, SETTLES)
    computer.shoot(name)


def test_a_school_that_may_not_be_written_is_a_sentence(large: Computer, folder: Path, cli: Call) -> None:
    """Opened from a stick that is protected: the page says so and waits for nothing."""
    where = os.environ.get("SCHOOLPREP_READ_ONLY")
    if not where:
        pytest.skip("SCHOOLPREP_READ_ONLY names no demo school on a disk that is protected")
    with large.started(folder / PROGRAM, f"Z:{where}".replace("/", "\\")) as running:
        assert until(lambda: _sees(large, LARGE)), "no window"
        until(lambda: False, 3 * SETTLES)
        _do(large, "12-passphrase", "=qinghe-2022", "Return")
        until(lambda: False, 3 * SETTLES)
        large.shoot("13-protected")
        large.to_front(_sees(large, LARGE)[0])
        large.press("alt+F4")
        assert until(lambda: running.poll() is not None), "it waits without end"
    assert running.returncode == 0


def test_started_inside_the_zip_it_says_so_in_a_sentence(large: Computer, folder: Path) -> None:
    """Windows unpacks only the program into a folder of its own, and starts it there."""
    computer = large
    alone = computer.disk / "Temp1_SchoolPrep.zip"
    alone.mkdir()
    shutil.copy(folder / PROGRAM, alone / PROGRAM)
    with computer.started(alone / PROGRAM) as running:
        assert until(lambda: computer.windows("SchoolPrep"), 60), "nothing is said"
        until(lambda: False, SETTLES)
        computer.shoot("6-not-unpacked")
        computer.press("Return")
        assert until(lambda: running.poll() is not None, 60)
    assert running.returncode == 3
