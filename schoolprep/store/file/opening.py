"""Opening: make a workspace, enter one, prove a copy of one; this loads SQLAlchemy and SQLCipher."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from shutil import copyfile

from schoolprep.facts.problem import KnownError, WorkspaceError
from schoolprep.store.file import look, seals
from schoolprep.store.file.key import Key
from schoolprep.store.file.migrate import bring_up
from schoolprep.store.file.vault import Vault, sync
from schoolprep.store.records import audit
from schoolprep.store.records.nouns import Clock, stamp
from schoolprep.store.records.records import begin
from schoolprep.store.records.school import School
from schoolprep.store.records.settings import Settings


def enter(path: Path, key: Key, clock: Clock) -> Vault:
    """Open a workspace that is locked for us, and bring it up to this program's format."""
    for mark in (look.NEW, look.NEW + look.PART):  # left by a crash; never the only copy of anything
        look.remove(look.beside(path, mark))
    vault = Vault(path, key)
    try:
        bring_up(vault, stamp(clock), lambda: vault.copy(look.backup_path(path, clock())))
        settings = Settings(vault)
        if not (settings.get("school") and settings.get("secret")):
            raise look.damaged(path)
    except BaseException:
        vault.close()
        raise
    return vault


def make(path: Path, key: Key, new: School, clock: Clock) -> None:
    """Make the file under another name and give it its own when it is whole."""
    fresh = look.beside(path, look.NEW)
    look.remove(fresh)
    try:
        vault = Vault(fresh, key, new=True)
        home = False
        try:
            bring_up(vault, stamp(clock), lambda: None)
            begin(vault, new)
        finally:
            home = vault.close()
        if not home:
            raise KnownError("store.disk-full", file=path.name)
        look.set_aside(path, clock())
        fresh.replace(path)
    except OSError as wrong:
        raise look.unwritten(path, wrong) from wrong
    finally:
        look.remove(fresh)


def bring_home(path: Path, key: Key) -> None:
    """Move what a crash left in the log (WAL) into its file, where the file is there and the key opens it."""
    with suppress(KnownError):
        Vault(path, key).close()


def copy_verified(backup: Path, fresh: Path, key: Key) -> None:
    """Copy a backup and prove the copy. Raises `WorkspaceError` naming the backup."""
    look.remove(fresh)
    copyfile(backup, fresh)
    try:
        vault = Vault(fresh, key)
    except WorkspaceError as wrong:
        facts = {**wrong.problem.facts, "file": backup.name}
        raise WorkspaceError(wrong.problem.code, **facts) from wrong
    try:
        problems = seals.verify(vault) or audit.verify(vault)
    finally:
        vault.close()
    if problems:
        raise WorkspaceError("store.backup-damaged", file=backup.name)
    sync(fresh)
