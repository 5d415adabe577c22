"""Installer: SchoolPrep-VERSION-setup.exe, made of the folder by NSIS."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from bundle.declaration import HERE, BundleError, Release


def build(folder: Path, release: Release, icon: Path, into: Path) -> None:
    """The installer of a Windows folder; the same bytes for the same folder and the same NSIS."""
    given = {
        "VERSION": release.version,
        "NUMBERS": ".".join(release.numbers),
        "SOURCE": folder.resolve(),
        "ICON": icon.resolve(),
        "OUT": into.resolve(),
    }
    said = [f"-D{name}={value}" for name, value in given.items()]
    done = subprocess.run(
        ["makensis", "-V2", "-INPUTCHARSET", "UTF8", *said, str(HERE / "windows" / "installer.nsi")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(release.second), "LC_ALL": "C.UTF-8"},
        text=True,
        check=False,
    )
    if done.returncode:
        raise BundleError(f"makensis: {done.stdout.strip()[-400:]}")
