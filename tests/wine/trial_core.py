"""The project's own tests, run by the Windows Python that is shipped, a room at a time.

What fails there stands in KNOWN with its reason, or fails here. The numbers are printed at the end of each room.
"""

from __future__ import annotations

import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from bundle import parts
from bundle.declaration import CHECKOUT, declared
from bundle.folder import ON_WINDOWS
from schoolprep import __version__
from tests.wine.computer import Computer

_CORE = [path for path in sorted((CHECKOUT / "tests" / "core").iterdir()) if list(path.rglob("test_*.py"))]
ROOMS = [path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "tests" / "journeys", *_CORE)]
LONGEST = 3000
"""Seconds that a room may take on a busy machine."""
NOT_TESTED = (".*", "build", "dist", "__pycache__", "docs")
CUT_BUT_TESTED = {
    "pyside6-essentials": ["PySide6/QtTest.pyd", "PySide6/Qt6Test.dll"],
    "sqlalchemy": ["sqlalchemy/dialects/postgresql/*"],
}
"""What the tests ask for and the program does not: it is cut from the folder, and laid beside it for them."""
KNOWN: dict[str, str] = {}
"""Tests that fail under Wine, by the end of their name, and why that is no fault of the program."""


@pytest.fixture(scope="session")
def python(computer: Computer, folder: Path) -> Path:
    """The shipped Python and libraries beside the tools of the tests, on disk C: of the trials."""
    shipped, room = folder / "versions" / __version__, computer.disk / "tests"
    shutil.copytree(CHECKOUT, room / "checkout", ignore=shutil.ignore_patterns(*NOT_TESTED))
    plain = shutil.copytree(shipped / "python", room / "python")
    for closed in plain.glob("*._pth"):
        closed.unlink()
    declaration, store = declared(), CHECKOUT / "build" / "parts"
    run, test = (
        (CHECKOUT / name).read_text("utf-8") for name in ("requirements.lock", "requirements-test.lock")
    )
    tools = parts.wheels(declaration, ON_WINDOWS, test, store)
    for wheels in tools.values():
        for wheel in wheels:
            subprocess.run(["unzip", "-q", "-o", str(wheel), "-d", str(room / "tools")], check=True)
    shutil.copytree(shipped / "lib", room / "tools", dirs_exist_ok=True)
    whole = parts.wheels(declaration, ON_WINDOWS, run, store)
    for package, names in CUT_BUT_TESTED.items():
        (wheel,) = whole[package]
        subprocess.run(["unzip", "-q", "-o", str(wheel), *names, "-d", str(room / "tools")], check=True)
    return plain / "python.exe"


@pytest.mark.parametrize("room", ROOMS)
def test_the_room_s_own_tests_pass(computer: Computer, python: Path, room: str, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    surroundings = {
        "PYTHONPATH": "C:\\tests\\tools", "PYTHONPYCACHEPREFIX": "C:\\pyc", "PYTHONUTF8": "1",
        "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip
    where = "C:\\tests\\checkout"
    words = [
        "-q",
        "-p",
        "no:cacheprovider",
        "--basetemp",
        "C:\\tests\\temp",
        f"--rootdir={where}",
        f"-c{where}\\pyproject.toml",
    ]
    computer.wine.run(
        python, "-m", "pytest", *words, f"--junitxml=Z:{report}", f"{where}\\" + room.replace("/", "\\"),
        seconds=LONGEST, more=surroundings,
    )  # fmt: skip
    assert report.is_file(), "the tests did not come to their end"
    cases = list(ET.parse(report).getroot().iter("testcase"))
    failed = {f"{case.get('classname')}::{case.get('name')}": why for case in cases if (why := _why(case))}
    skipped = sum(case.find("skipped") is not None for case in cases)
    print(f"{room}: {len(cases) - len(failed) - skipped} passed, {len(failed)} failed, {skipped} skipped")
    for name, why in failed.items():
        print(f"    {name}: {why}")
    assert {name for name in failed if not any(name.endswith(known) for known in KNOWN)} == set()


def _why(case: ET.Element) -> str:
    """The first line of what a test failed by; nothing where it did not."""
    wrong = [found for kind in ("failure", "error") if (found := case.find(kind)) is not None]
    return next((one.get("message", "?").strip() or "?").splitlines()[0] for one in wrong) if wrong else ""
