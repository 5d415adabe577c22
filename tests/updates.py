"""What the tests of the updates stand on: versions that say which they are, and signed files of newer ones."""

from __future__ import annotations

import hashlib
import io
import sysconfig
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bundle.update import SigningSecret, secret_of, signed
from schoolprep.updates import Update, Versions

SYSTEM = "linux-amd64"
OTHER_KEY = SigningSecret("别人", "07" * 32)
SAYS = "print('{version}')"
"""What the tests' versions do when they are tried."""


def content_of(version: str, says: str = SAYS) -> dict[str, str]:
    """The files of a version that says `says` when it is tried."""
    return {
        f"{version}/app/forms/__init__.py": "",
        f"{version}/app/forms/frame/__init__.py": "",
        f"{version}/app/forms/frame/trial.py": says.format(version=version),
        f"{version}/lib/数据 1.txt": "内容" * 500,
    }


def versions_in(folder: Path, *names: str) -> Versions:
    """Versions that lie there, of which the first runs."""
    for name in names:
        for inside, text in content_of(name).items():
            path = folder / "versions" / inside
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    (folder / "versions" / "current").write_text(f"{names[0]}\n", "ascii")
    return Versions(folder / "versions", names[0], SYSTEM)


def zipped(files: Mapping[str, str]) -> bytes:
    """The files as a zip."""
    holder = io.BytesIO()
    with zipfile.ZipFile(holder, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return holder.getvalue()


def update_of(
    version: str,
    content: bytes,
    *,
    key: SigningSecret | None = None,
    system: str = SYSTEM,
    files: int | None = None,
    unpacked: int | None = None,
) -> bytes:
    """An update's file with that zip, signed by the test key; `files` and `unpacked` as the zip says, or as said."""
    entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    size = sum(entry.file_size for entry in entries)
    what = Update(
        version,
        system,
        date(2026, 12, 1),
        len(content),
        hashlib.sha256(content).hexdigest(),
        len(entries) if files is None else files,
        size if unpacked is None else unpacked,
    )
    return signed(what, content, key or secret_of())


def whole(version: str, says: str = SAYS) -> bytes:
    """A good update."""
    return update_of(version, zipped(content_of(version, says)))


def is_posix() -> bool:
    """Whether the versions made here can be tried: their Python is that of the tests."""
    return not sysconfig.get_platform().startswith("win")
