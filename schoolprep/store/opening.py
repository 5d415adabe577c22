"""Opening: make a workspace, enter one, prove a copy of one; this loads SQLAlchemy and SQLCipher."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from shutil import copyfile
from typing import NamedTuple

from schoolprep.facts.problem import KnownError, WorkspaceError
from schoolprep.store import look, school
from schoolprep.store.audit import verify
from schoolprep.store.key import Key
from schoolprep.store.migrate import bring_up
from schoolprep.store.nouns import Clock, Who, stamp
from schoolprep.store.packed import Packing
from schoolprep.store.reading import Reading
from schoolprep.store.school import School
from schoolprep.store.settings import Settings
from schoolprep.store.vault import Vault, sync
from schoolprep.store.writing import Writing

SECRET_BYTES = 32
"""HMAC-SHA256's full strength (RFC 2104 §3)."""


class Rooms(NamedTuple):
    """An open workspace, by what is done in it."""

    vault: Vault
    reading: Reading
    writing: Writing
    settings: Settings
    packing: Packing


def enter(path: Path, key: Key, who: Who, clock: Clock) -> Rooms:
    """Open a workspace that is locked for us, and bring it up to this program's format."""
    for mark in (look.NEW, look.NEW + look.PART):  # left by a crash; never the only copy of anything
        look.remove(look.beside(path, mark))
    vault = Vault(path, key)
    try:
        bring_up(vault, stamp(clock), lambda: vault.copy(look.backup_path(path, clock())))
        settings = Settings(vault)
        secret = settings.get("secret")
        if not (settings.get("school") and secret):
            raise look.damaged(path)
    except BaseException:
        vault.close()
        raise
    return Rooms(
        vault, Reading(vault), Writing(vault, who, clock), settings, Packing(vault, bytes.fromhex(secret))
    )


def make(path: Path, key: Key, new: School, clock: Clock) -> None:
    """Make the file under another name and give it its own when it is whole."""
    fresh = look.beside(path, look.NEW)
    look.remove(fresh)
    try:
        vault = Vault(fresh, key, new=True)
        home = False
        try:
            bring_up(vault, stamp(clock), lambda: None)
            Settings(vault).put("school", school.dump(new))
            Settings(vault).put("secret", os.urandom(SECRET_BYTES).hex())
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
        problems = verify(vault)
    finally:
        vault.close()
    if problems:
        raise WorkspaceError("store.backup-damaged", file=backup.name)
    sync(fresh)
