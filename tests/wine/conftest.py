"""A Windows for the trials, and in it the folder that `dev.py bundle` has made, unpacked as a person unpacks it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.wine.computer import CALL, Computer


@pytest.fixture(scope="session")
def computer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Computer]:
    """A Windows with a school laptop's screen, gone after the trials."""
    if shutil.which("wine") is None:
        pytest.skip("no Wine here")
    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        display = f":{told.readline().strip()}"
    manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": display}, stderr=subprocess.DEVNULL)
    made = Computer(tmp_path_factory.mktemp("wine"), display)
    yield made
    made.wine.close()
    for one in (manager, screen):
        one.terminate()
        one.wait()


@pytest.fixture(scope="session")
def folder(computer: Computer) -> Path:
    """The zip, unpacked where people unpack it: a path with Chinese and a space."""
    return computer.unpack("学校 资料")


@pytest.fixture(scope="session")
def cli(computer: Computer, folder: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The program for a console, called in the folder of the trials' own school."""
    own = computer.disk / "学校 资料" / "七年级"
    own.mkdir()

    def called(*words: str, passphrase: str = "qinghe-2022") -> subprocess.CompletedProcess[str]:
        return computer.wine.run(
            folder / "schoolprep-cli.exe", *words, seconds=CALL, more={"SCHOOLPREP_PASSPHRASE": passphrase}
        )

    return called
