"""The same content makes the same bytes, whenever and by whomever it was written."""

from __future__ import annotations

import io
import os
import shutil
import struct
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from bundle import launcher, linux, packing
from bundle.declaration import Release, declared

SECOND = Release("1.2.3", declared()).second


def _folder(root: Path, *, turned: bool = False) -> Path:
    """A small folder, whose files were made in this or the other order, at another time, for other people."""
    folder = root / "SchoolPrep"
    for at, name in enumerate(reversed(NAMES) if turned else NAMES):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, "utf-8")
        os.utime(folder / name, (1_600_000_000 + at,) * 2)
        (folder / name).chmod(0o600 if turned else 0o644)
    return folder


NAMES = [
    "使用说明.html",
    "schoolprep",
    "versions/current",
    "versions/1.2.3/start.py",
    "versions/1.2.3/app/a.py",
]


def test_a_zip_holds_the_folder_under_its_name(tmp_path: Path) -> None:
    packing.zipped(_folder(tmp_path), SECOND, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == [f"SchoolPrep/{name}" for name in sorted(NAMES)]
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 12, 1, 0, 0, 0)}
        chinese = archive.getinfo("SchoolPrep/使用说明.html")
        assert chinese.flag_bits & 0x800, (
            "Windows reads the name as Chinese only where the archive says UTF-8"
        )


def test_made_twice_it_is_the_same(tmp_path: Path) -> None:
    folders = [_folder(tmp_path / name, turned=name == "two") for name in ("one", "two")]
    for folder in folders:
        packing.zipped(folder, SECOND, folder.parent / "a.zip")
        linux.package(folder, Release("1.2.3", declared()), ["libgl1"], folder.parent / "a.deb")
    one, two = (folder.parent for folder in folders)
    assert (one / "a.zip").read_bytes() == (two / "a.zip").read_bytes()
    assert (one / "a.deb").read_bytes() == (two / "a.deb").read_bytes()
    assert packing.tarred(folders[0], SECOND, "x", set()) == packing.tarred(folders[1], SECOND, "x", set())


def test_only_what_is_to_be_started_may_be_started(tmp_path: Path) -> None:
    packed = packing.tarred(_folder(tmp_path), SECOND, "SchoolPrep-1", {"schoolprep"})
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        modes = {entry.name: entry.mode for entry in archive if entry.isfile()}
    assert [name for name, mode in modes.items() if mode & 0o111] == ["SchoolPrep-1/schoolprep"]


def test_debian_reads_the_package(tmp_path: Path) -> None:
    linux.package(_folder(tmp_path), Release("1.2.3", declared()), ["libgl1", "libegl1"], tmp_path / "a.deb")
    if shutil.which("dpkg-deb") is None:
        pytest.skip("dpkg-deb is Debian's")
    told = subprocess.check_output(["dpkg-deb", "--info", tmp_path / "a.deb"], text=True)
    assert "Version: 1.2.3" in told and "python3 (>= 3.11), python3 (<< 3.15), libgl1, libegl1" in told
    listed = subprocess.check_output(["dpkg-deb", "--contents", tmp_path / "a.deb"], text=True)
    for name in (
        "./opt/schoolprep/versions/1.2.3/start.py",
        "./usr/bin/schoolprep",
        "./usr/share/applications/schoolprep.desktop",
    ):
        assert name in listed


def test_the_icon_holds_every_size_that_windows_asks_for(qapp: object) -> None:
    content = launcher.ico()
    _, kind, count = struct.unpack_from("<HHH", content)
    sizes = [struct.unpack_from("<BBBBHHII", content, 6 + 16 * n) for n in range(count)]
    assert kind == 1 and [size[0] or 256 for size in sizes] == [16, 20, 24, 32, 40, 48, 64, 128, 256]
    for *_, length, at in sizes:
        assert content[at : at + 4] == b"\x89PNG" and at + length <= len(content)
