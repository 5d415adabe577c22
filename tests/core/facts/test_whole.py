"""A file whole or none: for its owner alone, with nothing left by a process that was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from schoolprep.facts.whole import write_whole


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


@pytest.fixture(params=["nameless", "named"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With and without files that have no name yet."""
    if request.param == "named":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    return str(request.param)


@pytest.mark.usefixtures("way")
def test_it_is_written_and_written_over(tmp_path: Path) -> None:
    out = tmp_path / "名单.xlsx"
    for content in (b"one", b"two"):
        write_whole(out, content)
        assert out.read_bytes() == content and names(tmp_path) == [out.name]
    if sys.platform != "win32":
        assert out.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("way")
def test_a_folder_in_the_way_is_left_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError) as caught:
        write_whole(tmp_path / "taken", b"one")
    assert caught.value.filename2
    assert names(tmp_path) == ["taken"]


def test_what_a_killed_process_left_is_removed_by_the_next(tmp_path: Path) -> None:
    left, fresh = tmp_path / ".00ff.schoolprep-part", tmp_path / ".11ff.schoolprep-part"
    left.write_bytes(b"a name in the clear")
    fresh.write_bytes(b"somebody is writing")
    hour_ago = time.time() - 3600
    os.utime(left, (hour_ago, hour_ago))
    write_whole(tmp_path / "a", b"one")
    assert names(tmp_path) == [fresh.name, "a"]


KILLED = """
import os, signal, sys
from pathlib import Path
from schoolprep.facts import whole
def killed(handle): os.kill(os.getpid(), signal.SIGKILL)
os.fsync = killed
whole.write_whole(Path(sys.argv[1]), b"a name in the clear")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="files without a name are Linux's")
def test_a_process_killed_before_the_end_leaves_nothing(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, tmp_path / "out.xlsx"], check=False)
    assert done.returncode < 0
    assert names(tmp_path) == []
