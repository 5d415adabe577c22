"""Linux: the same folder for a system that has Python and the X libraries, and a Debian package of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bundle import packing
from bundle.cut import matches
from bundle.declaration import HERE, BundleError, Release

_START = "schoolprep"
_PLACES = {
    "schoolprep.desktop": "usr/share/applications/schoolprep.desktop",
    "schoolprep.xml": "usr/share/mime/packages/schoolprep.xml",
    "command": "usr/bin/schoolprep",
}
"""Where the files of linux/ go that a package brings beside its folder."""


def start_with(folder: Path, version: str) -> None:
    """Puts into the folder what starts the version in it."""
    shutil.copy(HERE / "linux" / _START, folder / _START)
    (folder / _START).chmod(0o755)
    shutil.copy(HERE / "linux" / "start.py", folder / "versions" / version / "start.py")


def strip(libraries: Path, stay: Sequence[str]) -> None:
    """Takes from every compiled part what only a debugger reads, but from those that may be replaced."""
    parts = sorted(libraries.rglob("*.so"))
    plain = [part for part in parts if not matches(part.relative_to(libraries).as_posix(), stay)]
    done = subprocess.run(
        ["strip", "--strip-unneeded", *plain], stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise BundleError(f"strip: {done.stderr.strip()}")


def archive(folder: Path, release: Release, into: Path) -> None:
    """The folder as one file to be unpacked anywhere."""
    into.write_bytes(packing.tarred(folder, release.second, folder.name, {_START}))


def package(folder: Path, release: Release, libraries: Sequence[str], into: Path) -> None:
    """The folder as a Debian package: under /opt, with a command, an entry in the menu, and what opens .schoolprep."""
    root, control = folder.parent / "root", folder.parent / "control"
    for work in (root, control):
        shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder, root / "opt/schoolprep")
    for source, target in _PLACES.items():
        (root / target).parent.mkdir(parents=True)
        shutil.copy(HERE / "linux" / source, root / target)
    kilobytes = sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) // 1024
    control.mkdir()
    for script in ("postinst", "prerm"):
        shutil.copy(HERE / "linux" / script, control / script)
    wanted = ", ".join(["python3 (>= 3.11)", "python3 (<< 3.15)", *libraries])
    told = (HERE / "linux" / "control").read_text("utf-8")
    told = (
        told.replace("@VERSION@", release.version)
        .replace("@SIZE@", str(kilobytes))
        .replace("@DEPENDS@", wanted)
    )
    (control / "control").write_text(told, "utf-8")
    may_start = {f"opt/schoolprep/{_START}", "usr/bin/schoolprep"}
    members = {
        "debian-binary": b"2.0\n",
        "control.tar.xz": packing.tarred(control, release.second, ".", {"postinst", "prerm"}),
        "data.tar.xz": packing.tarred(root, release.second, ".", may_start),
    }
    into.write_bytes(packing.ar(members, release.second))
