"""Taking: puts an update beside the version that runs, tries whether it starts, and lets the next start take it."""

from __future__ import annotations

import io
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import Steps
from schoolprep.facts.whole import trial
from schoolprep.updates.letter import Update, UpdateFile
from schoolprep.updates.versions import Versions, numbers

_PART = ".part-"
_LEFT_AFTER_SECONDS = 86_400
_REFUSED_SIGNS = frozenset('\\:*?"<>|')
_LINK = 0o120000
_KIND = 0o170000
_TRIES, _BETWEEN_SECONDS = 25, 0.2
"""An antivirus program holds what was just written for a moment, and Windows then refuses to rename it."""
_PATIENCE_SECONDS = 180
_TRIAL = (
    "import runpy, sys; sys.path[:0] = sys.argv[1:3]; del sys.argv[1:]; "
    "runpy.run_module('forms.frame.trial', run_name='__main__')"
)
"""What a version says of itself where all that its window needs can be loaded: its number. Every version has this."""


class TakenUpdate(NamedTuple):
    """What the next start takes, and the versions that nobody could go back to any more and are gone."""

    version: str
    gone: tuple[str, ...]


def take(file: UpdateFile, versions: Versions) -> Steps[TakenUpdate]:
    """Steps that end with the update put in place; until the last of them the next start is what it was.

    Closing them, or a failure, leaves the folder as it was. Raises `CallError`. What ran until now is kept, one click
    goes back to it; a version before that is removed, but for one that Windows says is in use.
    """
    update, total = file.update, file.update.files + 2
    part = versions.folder / f"{update.version}{_PART}{secrets.token_hex(4)}"
    try:
        _refuse_no_room(update, versions)
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            entries = _entries(archive, file)
            part.mkdir()
            for done, (entry, name) in enumerate(entries):
                yield done, total
                _unpack(archive, entry, part / name)
        yield update.files, total
        _refuse_silent(part, update.version, versions)
        yield update.files + 1, total
        _give_name(part, versions.folder / update.version)
        versions.point(update.version, previous=versions.running)
        gone = tuple(name for name in _left_behind(versions) if _removed(versions.folder / name))
    except OSError as wrong:
        raise CallError("updates.unwritten", folder=str(versions.folder), why=str(wrong.strerror)) from wrong
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError) as wrong:
        raise CallError("updates.odd", file=file.name, what=type(wrong).__name__) from wrong
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return TakenUpdate(update.version, gone)


def _left_behind(versions: Versions) -> list[str]:
    """The versions that are neither started next nor gone back to, the oldest first."""
    kept = {versions.next, versions.running}
    found = [one.parent.name for one in versions.folder.glob("*/app") if _PART not in one.parent.name]
    return sorted((name for name in found if name not in kept), key=numbers)


def _removed(folder: Path) -> bool:
    """Whether a version could be removed: as a whole or not at all, by a name first under which nothing starts it."""
    aside = folder.with_name(f"{folder.name}{_PART}{secrets.token_hex(4)}")
    try:
        folder.rename(aside)
    except OSError:
        return False
    shutil.rmtree(aside, ignore_errors=True)
    return True


def go_back(versions: Versions) -> str:
    """Let the next start take the other version; gives its number. Raises `CallError` where none does start."""
    other, left = versions.other, versions.next
    if not other:
        raise CallError("updates.none-before")
    if other != versions.running:
        _refuse_silent(versions.folder / other, other, versions)
    try:
        versions.point(other, previous=left)
    except OSError as wrong:
        raise CallError("updates.unwritten", folder=str(versions.folder), why=str(wrong.strerror)) from wrong
    return other


def _refuse_no_room(update: Update, versions: Versions) -> None:
    with trial(versions.folder):
        free = shutil.disk_usage(versions.folder).free
    if free < update.unpacked * 1.1:
        need, there = (round(size / 1e6) for size in (update.unpacked * 1.1, free))
        raise CallError("updates.no-room", folder=str(versions.folder), need=need, free=there)
    for left in versions.folder.glob(f"*{_PART}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_AFTER_SECONDS:
                shutil.rmtree(left, ignore_errors=True)


def _entries(archive: zipfile.ZipFile, file: UpdateFile) -> list[tuple[zipfile.ZipInfo, Path]]:
    """Every file in the zip, and its place in the version's folder; refused as a whole where one is not as signed."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    named = [(entry, _inside(entry, file)) for entry in entries]
    update = file.update
    alike = len({str(name).casefold() for _, name in named})
    size = sum(entry.file_size for entry in entries)
    if not alike == len(entries) == update.files or size != update.unpacked:
        raise CallError("updates.odd", file=file.name, what=f"{len(entries)}, {size}")
    return named


def _inside(entry: zipfile.ZipInfo, file: UpdateFile) -> Path:
    """Where in the version's folder an entry goes. Raises `CallError` for one that would leave it, or is no file."""
    name = entry.filename
    top, *parts = name.split("/")
    plain = top == file.update.version and parts and not _REFUSED_SIGNS & set(name) and name.isprintable()
    leaves = any(not part.strip(" .") or part != part.rstrip(" .") for part in parts)
    if not plain or leaves or entry.external_attr >> 16 & _KIND == _LINK:
        raise CallError("updates.odd", file=file.name, what=name[:80])
    return Path(PurePosixPath(*parts))


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as packed, out.open("xb") as file:
        shutil.copyfileobj(
            packed, file
        )  # gives no more than the size that was compared, and compares the checksum
        file.flush()
        os.fsync(file.fileno())
    if out.stat().st_size != entry.file_size:
        raise zipfile.BadZipFile(entry.filename)


def _give_name(part: Path, name: Path) -> None:
    """A version of that number that is there already, left behind when one went back, is replaced by this one."""
    if name.exists():
        aside = part.with_name(f"{part.name}-before")
        _rename(name, aside)
        shutil.rmtree(aside, ignore_errors=True)
    _rename(part, name)


def _rename(path: Path, name: Path) -> None:
    for _ in range(_TRIES):
        try:
            path.rename(name)
        except PermissionError:
            time.sleep(_BETWEEN_SECONDS)
        else:
            return
    path.rename(name)


def _refuse_silent(folder: Path, version: str, versions: Versions) -> None:
    """Start the version apart, without a window. Raises `CallError` where it does not say its number."""
    said = _said_by(_call(folder, versions))
    if said.strip().rpartition("\n")[2].strip() != version:
        last = (said.strip().splitlines() or ["?"])[-1]
        raise CallError("updates.does-not-start", version=version, running=versions.running, why=last[:200])


def _call(folder: Path, versions: Versions) -> Sequence[str]:
    where = [str(folder / "app"), str(folder / "lib")]
    if versions.system.startswith("windows"):
        return [str(folder / "python" / "python.exe"), "-c", _TRIAL, *where]
    return [sys.executable, "-I", "-S", "-c", _TRIAL, *where]


def _said_by(call: Sequence[str]) -> str:
    no_console = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with (
        tempfile.TemporaryFile() as said
    ):  # a pipe would be waited for as long as anything that was started holds it
        try:
            tried = subprocess.Popen(
                call,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                creationflags=no_console,
            )
        except OSError as wrong:
            return str(wrong.strerror)
        try:
            tried.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            tried.kill()
            tried.wait()
            return f"{_PATIENCE_SECONDS} s"
        said.seek(0)
        return said.read().decode("utf-8", "replace")
