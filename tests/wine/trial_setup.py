"""The installer without a word: installed, started, installed again, taken away; the school's data stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolprep import __version__
from tests.wine.computer import CALL, SETUP, Computer, on_disk, there, until

FILES = [
    "SchoolPrep.exe",
    "schoolprep-cli.exe",
    "使用说明.html",
    "网管说明.txt",
    "licences",
    "versions",
    "uninstall.exe",
]
KEYS = [
    "Software\\Classes\\.schoolprep",
    "Software\\Classes\\SchoolPrep.File\\shell\\open\\command",
    "Software\\SchoolPrep",
]
ROOM = ("users", "root", "AppData", "Local", "Programs", "SchoolPrep")
UNINSTALL = "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\SchoolPrep"


def _key(computer: Computer, key: str) -> str:
    """What the registry holds under a key of the person's own, or nothing."""
    done = computer.wine.run("reg", "query", f"HKCU\\{key}", seconds=120)
    return done.stdout if done.returncode == 0 else ""


@pytest.fixture(scope="module")
def place(computer: Computer) -> Path:
    """Where the installer puts the program; installed once for these trials, which run in order."""
    done = computer.wine.run(SETUP, "/S", seconds=CALL)
    assert done.returncode == 0
    return computer.disk.joinpath(*ROOM)


def test_it_is_installed_for_this_person(computer: Computer, place: Path) -> None:
    assert there(place, FILES) == set(FILES)
    assert (place / "versions/current").read_text("ascii").strip() == __version__
    for key in (*KEYS, UNINSTALL):
        assert _key(computer, key), key
    assert '\\SchoolPrep.exe" "%1"' in _key(computer, KEYS[1])
    assert list((computer.disk / "users/root").rglob("返校准备 SchoolPrep.lnk"))


def test_it_starts(computer: Computer, place: Path) -> None:
    if computer.version < 10:
        (place / "versions" / __version__ / "python" / "_wmi.pyd").unlink(missing_ok=True)
    done = computer.wine.run(place / "schoolprep-cli.exe", "--version", seconds=CALL)
    assert done.stdout.strip() == f"schoolprep {__version__}"


def test_while_it_is_open_nothing_is_changed(computer: Computer, place: Path) -> None:
    with computer.started(place / "SchoolPrep.exe") as running:
        assert until(lambda: computer.windows("SchoolPrep")), "does not start"
        assert computer.wine.run(SETUP, "/S", seconds=CALL).returncode == 1
        assert (
            computer.wine.run(place / "uninstall.exe", "/S", f"_?={on_disk(*ROOM)}", seconds=CALL).returncode
            == 1
        )
        assert there(place, FILES) == set(FILES)
        running.terminate()


def test_installed_over_another_version_it_keeps_that_beside(computer: Computer, place: Path) -> None:
    (place / "versions" / "0.0.1").mkdir()
    (place / "versions/current").write_text("0.0.1\n", "ascii")
    assert computer.wine.run(SETUP, "/S", seconds=CALL).returncode == 0
    named = {name: (place / "versions" / name).read_text("ascii").strip() for name in ("current", "previous")}
    assert named == {"current": __version__, "previous": "0.0.1"}


def test_taken_away_it_leaves_what_is_the_school_s(computer: Computer, place: Path) -> None:
    kept = [place / "本校.schoolprep", computer.disk / "users/root/AppData/Local/SchoolPrep/device"]
    for path in kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"school")
    assert computer.wine.run(place / "uninstall.exe", "/S", seconds=CALL).returncode == 0
    assert until(lambda: not there(place, FILES)), there(place, FILES)
    assert [path.read_bytes() for path in kept] == [b"school"] * 2
    assert not [key for key in (*KEYS, UNINSTALL) if _key(computer, key)]
    assert not list((computer.disk / "users/root").rglob("返校准备 SchoolPrep.lnk"))
