"""Look: what can be said about a workspace file without its key, and what its failure to open means."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from schoolprep.facts.naming import better_name
from schoolprep.facts.problem import KnownError, WorkspaceError
from schoolprep.facts.whole import trial

PAGE_BYTES = 4096
"""SQLCipher 4's page size; a workspace is whole pages."""
_HEAD = 512
_MAGIC_BYTES = 8
"""How a log of SQLite begins."""
_FORMATS = (
    (b"PK\x03\x04", "Excel/WPS/zip"),
    (b"\xd0\xcf\x11\xe0", "Excel/WPS (.xls/.et)"),
    (b"%PDF", "PDF"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"age-encryption.org", "age"),
)
"""How files begin that people take for a workspace."""
_NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)
SUFFIX = ".schoolprep"
BACKUP_MARK = ".backup-"
CODE_MARK = "_"
_CODE_SIGNS = 30
"""Of the longest code (`Records.anchor`)."""
ASIDE_MARK = ".replaced-"
NEW = ".new"
PART = ".part"
"""What is put behind a file's name while it is being made; such a file is never the only copy of anything."""
LOGS = ("-journal", "-wal")
"""What SQLite lays beside a file while it writes, and a crash leaves there; the second is of programs up to 0.3.0."""


def refuse_what_is_no_workspace(path: Path) -> None:
    """Raise `WorkspaceError` where there is no such file, or it is plainly something else."""
    if path.is_dir():
        raise WorkspaceError("store.folder", file=str(path))
    if not path.exists():
        raise WorkspaceError("store.missing", file=str(path))
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as wrong:
        raise WorkspaceError("store.unreadable", file=str(path), why=wrong.strerror or str(wrong)) from wrong
    if not head:
        raise _with_backup(path, "store.empty")
    for beginning, name in _FORMATS:
        if head.startswith(beginning):
            raise WorkspaceError("store.other-format", file=str(path), format=name)
    if _is_text(head):
        raise WorkspaceError("store.other-format", file=str(path), format="text")
    if path.stat().st_size < PAGE_BYTES:
        raise _with_backup(path, "store.cut-short")


def refuse_unwritable(path: Path, error: type[KnownError] = WorkspaceError) -> None:
    """Raise `error` where the file or its folder cannot be written; found out by trying, rights alone do not tell."""
    if not path.parent.is_dir():
        raise error("store.no-folder", folder=str(path.parent))
    try:
        with trial(path.parent):
            pass
    except OSError as wrong:
        if wrong.errno in _NOT_ALLOWED:
            raise error("store.folder-read-only", folder=str(path.parent)) from wrong
    try:
        if path.is_file():
            path.open("r+b").close()
    except OSError as wrong:
        if wrong.errno in _NOT_ALLOWED:
            raise error("store.read-only", file=str(path)) from wrong


def refuse_name(path: Path, error: type[KnownError] = WorkspaceError) -> None:
    """Raise `error` for a file to be made whose name the system would refuse or take for something else."""
    room = max(map(len, (NEW + PART, *LOGS)))
    if workspace_of(path) is None:
        room += len(backup_path(path, datetime.min, "0" * _CODE_SIGNS).name) - len(path.name)
    if instead := better_name(path.name, room):
        raise error("store.other-name", file=path.name, instead=instead)


def unwritten(path: Path, wrong: OSError) -> KnownError:
    """The sentence for a file the operating system would not write."""
    if wrong.errno == errno.ENOSPC:
        return KnownError("store.disk-full", file=path.name)
    return KnownError("store.unwritten", file=str(path), why=wrong.strerror or str(wrong))


def backup_path(path: Path, at: datetime, code: str = "") -> Path:
    """Where a backup made at a time lies by default; `code`: the anchor of what stands in it."""
    return path.with_name(f"{path.stem}{BACKUP_MARK}{at:%Y%m%d-%H%M%S}{coded(code)}{path.suffix}")


def coded(code: str) -> str:
    """How a name says the code of what stands in the file."""
    return f"{CODE_MARK}{code}" if code else ""


def workspace_of(backup: Path) -> Path | None:
    """The workspace a backup was made of, by its name; None where the name does not tell."""
    stem, mark, _ = backup.stem.partition(BACKUP_MARK)
    if not mark:
        return None
    name = stem + backup.suffix
    near = (
        backup.parent.parent if backup.parent == backup_folder(backup.parent.parent / name) else backup.parent
    )
    return near / name


def beside(path: Path, mark: str) -> Path:
    """The file of the same name with `mark` behind it."""
    return path.with_name(path.name + mark)


def set_aside(path: Path, at: datetime) -> Path | None:
    """Rename what stands at `path`, and a log (WAL) beside it: laid over another file it would ruin it.

    The answer is the new name, None where no file stood there.
    """
    kept = path.with_name(f"{path.stem}{ASIDE_MARK}{at:%Y%m%d-%H%M%S}{path.suffix}")
    stood = path.exists()
    for mark in ("", *LOGS, "-shm"):
        if beside(path, mark).exists():
            beside(path, mark).replace(beside(kept, mark))
    return kept if stood else None


def log_of(path: Path) -> Path | None:
    """The log beside a file in which something stands: a crash left it, and the file alone may not be whole.

    One that begins with zeros is done with, or what it was for had not begun (sqlite.org/fileformat.html §3).
    """
    for mark in LOGS:
        with suppress(OSError), beside(path, mark).open("rb") as log:
            if any(log.read(_MAGIC_BYTES)):
                return beside(path, mark)
    return None


def set_log_aside(path: Path, at: datetime) -> Path:
    """Rename the log beside a file, so that nothing lays it over the file; its new name."""
    log = log_of(path)
    assert log is not None
    kept = log.with_name(f"{log.name}.set-aside-{at:%Y%m%d-%H%M%S}")
    log.replace(kept)
    remove_empty_logs(path)
    return kept


def remove_empty_logs(path: Path) -> None:
    """Remove what SQLite leaves beside a file and nothing stands in."""
    if log_of(path) is None:
        for mark in (*LOGS, "-shm"):
            with suppress(OSError):
                beside(path, mark).unlink(missing_ok=True)


def clear_half_made(path: Path) -> None:
    """Remove what a crash left of a new passphrase, a trial or a backup; never the only copy of anything."""
    for mark in (NEW, NEW + PART):
        remove(beside(path, mark))
    for half in backups_of(path, PART):
        remove(half)


def remove(path: Path) -> None:
    """Remove a database file that is not needed and what SQLite laid beside it."""
    for mark in ("", *LOGS, "-shm"):
        with suppress(OSError):
            beside(path, mark).unlink(missing_ok=True)


def diagnose(path: Path, bad_pages: Sequence[int]) -> WorkspaceError:
    """Why a file did not open, from the pages whose seal the key does not fit.

    One flipped byte breaks one page's seal; a wrong key breaks all. Where the first page and with it every seal is
    broken, a wrong passphrase and damage to the file's first bytes look the same, and the sentence says so. Where every
    seal holds and the pages do not fit each other, it is half of what was being written.
    """
    size = path.stat().st_size
    pages = size // PAGE_BYTES
    if size % PAGE_BYTES:
        return _with_backup(path, "store.cut-short")
    if not bad_pages:
        return _with_backup(path, "store.log-missing")
    if len(bad_pages) >= pages:
        return WorkspaceError("store.passphrase", file=path.name)
    return damaged(path, bad_pages)


def damaged(path: Path, bad_pages: Sequence[int] = ()) -> WorkspaceError:
    """The sentence for a damaged file; it names the newest backup beside it."""
    if bad_pages:
        return _with_backup(path, "store.damaged-pages", count=len(bad_pages), page=bad_pages[0])
    return _with_backup(path, "store.damaged")


def backups_of(path: Path, mark: str = "") -> list[Path]:
    """The backups lying beside a workspace and in its folder of backups, newest first; `mark`: what may follow."""
    pattern = f"{_escaped(path.stem)}{BACKUP_MARK}*{path.suffix}{mark}"
    found = [*path.parent.glob(pattern), *backup_folder(path).glob(pattern)]
    return sorted(found, key=lambda backup: backup.name, reverse=True)


def workspaces_in(folder: Path) -> list[Path]:
    """The school files of a folder, the last written first; backups and what was set aside are none."""
    try:
        found = [
            (path.stat().st_mtime, path)
            for path in folder.glob(f"*{SUFFIX}")
            if path.is_file() and not any(mark in path.name for mark in (BACKUP_MARK, ASIDE_MARK))
        ]
    except OSError:
        return []
    return [path for _, path in sorted(found, reverse=True)]


def backup_folder(path: Path) -> Path:
    """Where the backups lie that are made by themselves."""
    return path.with_name(path.name + "-backups")


def _with_backup(path: Path, code: str, **facts: str | int) -> WorkspaceError:
    backups = backups_of(path)
    if backups:
        newest = backups[0].relative_to(path.parent)
        return WorkspaceError(f"{code}-backup", file=path.name, backup=str(newest), **facts)
    return WorkspaceError(code, file=path.name, **facts)


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _is_text(head: bytes) -> bool:
    """Whether the beginning reads as text: 512 random bytes have control characters, text has none."""
    return not any(byte < 32 and byte not in b"\t\n\r\f" for byte in head)
