"""What lies in the folder beside the program: the page for who opens it first, and what starts it on Linux."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bundle import guide
from bundle.declaration import HERE


@pytest.mark.parametrize("system", ["windows-amd64", "linux-amd64"])
def test_the_page_needs_nothing_beside_it(system: str) -> None:
    page = guide.page(system, "1.2.3")
    assert "1.2.3" in page and page.count("data:image/png;base64,") == 3
    words = re.sub(r"base64,[^\"]+", "", page)
    assert not re.search(r"@\w+@", words) and "://" not in words
    assert "src=" not in words.replace('src="data:image', "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for Linux with two versions that say which they are."""
    root = tmp_path / "学校 资料"
    for version in ("1.0", "2.0"):
        (root / "versions" / version).mkdir(parents=True)
        (root / "versions" / version / "start.py").write_text(
            f"import sys; print('{version}', *sys.argv[1:])", "utf-8"
        )
    (root / "versions/current").write_text("2.0\n", "ascii")
    (root / "versions/previous").write_text("1.0\n", "ascii")
    shutil.copy(HERE / "linux/schoolprep", root / "schoolprep")
    return root


def _started(folder: Path) -> tuple[int, str]:
    """The script's status and words, where the system's Python is the one that runs the tests."""
    system = folder.parent / "bin"
    system.mkdir(exist_ok=True)
    (system / "python3").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    (system / "python3").chmod(0o755)
    call = ["sh", str(folder / "schoolprep"), "check", "两个 词"]
    paths = {"PATH": f"{system}:/usr/bin:/bin"}
    done = subprocess.run(call, env=paths, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).strip()


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a script for sh")


def test_the_current_version_is_started_with_all_words(folder: Path) -> None:
    assert _started(folder) == (0, "2.0 check 两个 词")


def test_where_it_is_gone_the_one_before_it(folder: Path) -> None:
    shutil.rmtree(folder / "versions/2.0")
    assert _started(folder) == (0, "1.0 check 两个 词")


def test_where_nothing_is_left_one_sentence(folder: Path) -> None:
    shutil.rmtree(folder / "versions")
    status, said = _started(folder)
    assert status == 3 and said.startswith("文件夹不完整") and "\n" not in said
