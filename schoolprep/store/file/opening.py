"""Opening: make a workspace, enter one, read one, prove a copy of one; this loads SQLAlchemy and SQLCipher."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copyfile
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import select

from schoolprep.facts.problem import KnownError, Problem, WorkspaceError
from schoolprep.store.file import copies, logs, look, rewriting, schema, seals, shapes
from schoolprep.store.file.key import Key
from schoolprep.store.file.migrate import bring_up
from schoolprep.store.file.vault import Vault, sync
from schoolprep.store.records import audit
from schoolprep.store.records.nouns import Clock, spoken, stamp
from schoolprep.store.records.records import begin
from schoolprep.store.records.school import School
from schoolprep.store.records.seat import Membership
from schoolprep.store.records.settings import Settings
from schoolprep.store.records.tables import filings

_CLOCKS_DIFFER = timedelta(hours=1)
"""How far one computer's clock may be behind another's without a word."""
_LONG_UNUSED = timedelta(days=400)
"""A year of school and its holidays: a file that nobody saved for longer is rarer than a clock that is wrong."""
_YEARS = range(2020, 2050)
"""Years that a clock may show: this program is younger than the first, and its calendars end with the last."""


class Entered(NamedTuple):
    """An open file, and what there is to tell of how it was found."""

    vault: Vault
    told: Sequence[Problem] = ()


def enter(path: Path, key: Key, clock: Clock) -> Entered:
    """Open a workspace that is locked for us, and bring it up to this program's format."""
    look.clear_half_made(path)
    told = logs.settle(path, key, clock())
    vault = Vault(path, key)
    try:
        bring_up(vault, stamp(clock), lambda: vault.copy(look.backup_path(path, clock())))
        told = [*told, *_looked_over(vault, clock), *_rewritten(vault)]
        return Entered(vault, [*told, *copies.told(path, clock().date())])
    except BaseException:
        vault.close()
        raise


def _rewritten(vault: Vault) -> list[Problem]:
    """Finish what an erasure that a crash or a full disk interrupted still owes; told where it cannot be."""
    try:
        rewriting.settle(vault)
    except KnownError as known:
        return [known.problem]
    return []


def enter_reading(path: Path, key: Key, clock: Clock) -> Entered:
    """Open a workspace where nothing can be written. Raises `WorkspaceError` where it would have to be."""
    if look.log_of(path):
        raise WorkspaceError("store.read-only-log", file=path.name)
    vault = Vault(path, key, reads_only=True)
    try:
        bring_up(vault, stamp(clock), lambda: None)
        return Entered(vault, _looked_over(vault, clock))
    except BaseException:
        vault.close()
        raise


def _looked_over(vault: Vault, clock: Clock) -> list[Problem]:
    """Raises `WorkspaceError` for what is no school's file; tells of a clock that is behind the records."""
    if not shapes.sound(vault):
        raise look.damaged(vault.path)
    with vault.reading() as connection:
        own = select(filings.c.written).where(filings.c.came.is_(None))  # others' clocks are not this one's
        last = connection.execute(own.order_by(filings.c.n.desc()).limit(1)).scalar()
    return list(_odd_clock(stamp(clock), last))


def _odd_clock(now: str, last: str | None) -> Iterator[Problem]:
    """What makes one doubt the day that everybody will be judged for."""
    shows, facts = datetime.fromisoformat(now), {"now": spoken(now), "written": spoken(last or "")}
    since = shows - datetime.fromisoformat(last) if last else timedelta()
    if since < -_CLOCKS_DIFFER:
        yield Problem("store.clock-behind", facts)
    elif shows.year not in _YEARS:
        yield Problem("store.clock-wrong", facts)
    elif since > _LONG_UNUSED:
        yield Problem("store.clock-ahead", {**facts, "days": since.days})


def make(path: Path, key: Key, new: School, clock: Clock, joined: Membership | None = None) -> None:
    """Make the file under another name and give it its own when it is whole."""
    fresh = look.beside(path, look.NEW)
    look.remove(fresh)
    try:
        vault = Vault(fresh, key, new=True)
        try:
            bring_up(vault, stamp(clock), lambda: None)
            begin(vault, new, joined)
        finally:
            vault.close()
        sync(fresh)
        look.set_aside(path, clock())
        fresh.replace(path)
        sync(path.parent)
    except OSError as wrong:
        raise look.unwritten(path, wrong) from wrong
    finally:
        look.remove(fresh)


def copy_verified(backup: Path, fresh: Path, key: Key, clock: Clock) -> None:
    """Copy a backup into this program's format and prove the copy. Raises `WorkspaceError` naming the backup."""
    look.remove(fresh)
    copyfile(backup, fresh)
    if log := look.log_of(backup):  # a file that a crash left, taken for a backup
        copyfile(log, look.beside(fresh, log.name.removeprefix(backup.name)))
    try:
        problems = _proved(fresh, key, clock)
    except WorkspaceError as wrong:
        facts = {**wrong.problem.facts, "file": backup.name}
        raise WorkspaceError(wrong.problem.code, **facts) from wrong
    if problems:
        raise WorkspaceError("store.backup-damaged", file=backup.name)
    vault = Vault(fresh, key)
    try:  # two files that go on from one state would else go on with one chain
        Settings(vault).put("copy", uuid4().hex)
    finally:
        vault.close()
    sync(fresh)


def _proved(fresh: Path, key: Key, clock: Clock) -> list[Problem]:
    """What is wrong with a copy; a whole one is of this program's format afterwards."""
    vault = Vault(fresh, key, proving=True)
    try:
        if problems := seals.verify(vault):
            return problems
        bring_up(vault, stamp(clock), lambda: None)
        return shapes.verify(vault) or [*schema.verify(vault), *audit.verify(vault)]
    finally:
        vault.close()
