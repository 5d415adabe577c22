"""Packing: a folder as one file, the same bytes for the same content: names in order, one date, no owner."""

from __future__ import annotations

import io
import lzma
import tarfile
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

_EXECUTABLE, _PLAIN = 0o755, 0o644
_FAST = 2
"""How hard xz tries; its default takes four times as long for a tenth less."""


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def zipped(folder: Path, second: int, into: Path) -> None:
    """The folder with all in it as a zip, under its own name; every file dated `second`."""
    with zipfile.ZipFile(into, "w") as archive:
        for path in _files(folder):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            entry = zipfile.ZipInfo(name, time.gmtime(second)[:6])
            entry.external_attr = _PLAIN << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)


def tarred(folder: Path, second: int, root: str, executable: set[str]) -> bytes:
    """The folder as a tar, xz, in which it is called `root`; the files named in `executable` may be started."""
    holder = io.BytesIO()
    files = {path.relative_to(folder) for path in _files(folder)}
    folders = {above for name in files for above in name.parents}
    with (
        lzma.open(holder, "wb", preset=_FAST) as xz,
        tarfile.open(fileobj=xz, mode="w", format=tarfile.GNU_FORMAT) as archive,
    ):
        for name in sorted(folders | files):
            entry = tarfile.TarInfo(root if name == Path() else f"{root}/{name.as_posix()}")
            entry.mtime, entry.uname, entry.gname = second, "root", "root"
            if name in folders:
                entry.type, entry.mode = tarfile.DIRTYPE, _EXECUTABLE
                archive.addfile(entry)
                continue
            content = (folder / name).read_bytes()
            entry.mode = _EXECUTABLE if name.as_posix() in executable else _PLAIN
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return holder.getvalue()


def ar(members: Mapping[str, bytes], second: int) -> bytes:
    """The members as an `ar` archive, of which a Debian package consists."""
    parts = [b"!<arch>\n"]
    for name, content in members.items():
        parts.append(f"{name:<16}{second:<12}{0:<6}{0:<6}{0o100644:<8o}{len(content):<10}`\n".encode("ascii"))
        parts.append(content + b"\n" * (len(content) % 2))
    return b"".join(parts)
