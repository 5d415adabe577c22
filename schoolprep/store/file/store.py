"""The store: a school's records in the one encrypted file they stand in; see the package."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from schoolprep.facts.forgetting import forget_everybody
from schoolprep.facts.problem import CallError, Problem, WorkspaceError
from schoolprep.store.file import lock, look
from schoolprep.store.file.key import Key, new_salt
from schoolprep.store.records.nouns import Clock, Who, now, stamp
from schoolprep.store.records.records import Records
from schoolprep.store.records.school import School
from schoolprep.store.records.seat import Membership

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from schoolprep.store.file.opening import Entered
    from schoolprep.store.records.taking import TakenIn


class Store(Records):
    """An open workspace: its records, and what only a file has: a place, a lock, a key, backups, copies for speed."""

    def __init__(self, entered: Entered, held: BaseFileLock | None, who: Who, clock: Clock) -> None:
        from schoolprep.store.file.cache import Cache  # noqa: PLC0415 - SQLAlchemy, a tenth of a second
        from schoolprep.store.file.rewriting import FileErasures  # noqa: PLC0415

        super().__init__(entered.vault, who, clock)
        self._vault = entered.vault
        self._lock = held
        self.told = tuple(entered.told)
        """What there is to say about how the file was found."""
        self.seating.afterwards = self._laid_out_anew
        self.cache = Cache(self._vault, self._secret)
        self.erasures = FileErasures(self._vault, self._writing)

    @classmethod
    def create(
        cls,
        path: Path,
        key: Key,
        school: School,
        who: Who,
        clock: Clock = now,
        *,
        joined: Membership | None = None,
    ) -> Store:
        """A new workspace at `path`; a colleague's own where `joined` says so.

        Raises `CallError` where a file is there, `WorkspaceError` where none can be.
        """
        from schoolprep.store.file import opening  # noqa: PLC0415 - SQLAlchemy and SQLCipher, a third of a second

        path = path.resolve()
        look.refuse_name(path)
        look.refuse_unwritable(path)
        with lock.taken(path, stamp(clock)) as held:
            if path.exists():
                raise CallError("store.exists", file=str(path))
            opening.make(path, key if key.salt else key.with_salt(new_salt()), school, clock, joined)
            return cls(opening.enter(path, key, clock), held, who, clock)

    @classmethod
    def open(cls, path: Path, key: Key, who: Who, clock: Clock = now) -> Store:
        """Open a workspace; an older format is brought up to date, after a backup beside it.

        Raises `WorkspaceError`: no workspace, damaged, wrong passphrase, of a newer program, open elsewhere.
        """
        from schoolprep.store.file import opening  # noqa: PLC0415

        path = path.resolve()
        look.refuse_what_is_no_workspace(path)
        look.refuse_unwritable(path)
        with lock.taken(path, stamp(clock)) as held:
            return cls(opening.enter(path, key, clock), held, who, clock)

    @classmethod
    def read(cls, path: Path, key: Key, who: Who, clock: Clock = now) -> Store:
        """Open a workspace to read; as `open` where it can be written, without a trace on a medium where it cannot.

        There the log of who looked at whom is not continued. Raises `WorkspaceError` as `open` does.
        """
        from schoolprep.store.file import opening  # noqa: PLC0415

        path = path.resolve()
        look.refuse_what_is_no_workspace(path)
        try:
            look.refuse_unwritable(path)
        except WorkspaceError:
            lock.refuse_held(path)
            return cls(opening.enter_reading(path, key, clock), None, who, clock)
        return cls.open(path, key, who, clock)

    def opened(self, subject: str) -> None:
        """See `Records`; where nothing can be written nothing is logged."""
        if not self.reads_only:
            super().opened(subject)

    @property
    def reads_only(self) -> bool:
        """Whether nothing can be written where the file lies."""
        return self._vault.reads_only

    @property
    def path(self) -> Path:
        """The workspace file."""
        return self._vault.path

    def close(self) -> None:
        """Close the workspace; one file is left and nobody is remembered. Closing twice does no harm."""
        forget_everybody()
        self._vault.close()
        if self._lock is not None:
            lock.release(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _laid_out_anew(self) -> None:
        from schoolprep.store.file import rewriting  # noqa: PLC0415

        rewriting.settle(self._vault)
        forget_everybody()

    def _took(self, taken: TakenIn) -> None:
        super()._took(taken)
        if taken.erased:
            self._laid_out_anew()

    def older_copies(self) -> list[Path]:
        """The copies of this file beside it, as they were before now: an erasure does not reach into them."""
        return look.backups_of(self.path)

    def renew_copies(self) -> Path:
        """One fresh copy in the place of every older one beside the file; it was opened before those were removed."""
        older = self.older_copies()
        to = self._copied(self._clock().date())
        for copy in older:
            if copy != to:
                look.remove(copy)
        return to

    def verify(self) -> list[Problem]:
        """What is wrong with the file: broken seals and tables, altered, missing or inserted records, the log."""
        from schoolprep.store.file import schema, seals, shapes  # noqa: PLC0415

        # Nothing that is read from broken pages can be trusted, and no chain recomputed of what is none.
        return (
            seals.verify(self._vault)
            or shapes.verify(self._vault)
            or [*schema.verify(self._vault), *super().verify()]
        )

    def backup(self, to: Path | None = None) -> Path:
        """Write a consistent copy that the same passphrase opens, and say where it is.

        Without `to`, beside the workspace under the time's name, where the sentences about damage look for it.
        Raises `CallError` where it cannot be put there, and `KnownError` for a full disk.
        """
        to = look.backup_path(self.path, self._clock(), self.anchor()) if to is None else to.resolve()
        if to == self.path:
            raise CallError("store.backup-onto-itself", file=to.name)
        look.refuse_name(to, CallError)
        look.refuse_unwritable(to, CallError)
        self._vault.copy(to)
        return to

    def copy_of_the_day(self, *, again: bool = True) -> Path | None:
        """Keep today's copy in the folder beside the workspace; None where there is nothing new to keep.

        `again` False: one copy of today is enough. Raises `KnownError` as `backup` does; older copies are thinned out.
        """
        from schoolprep.store.file import copies  # noqa: PLC0415

        day = self._clock().date()
        if self._vault.reads_only or (day in copies.kept(self.path) and not again):
            return None
        if not (self._vault.wrote or copies.is_needed(self.path)):
            return None
        self._vault.refuse_gone()
        to = self._copied(day)
        copies.thin_out(self.path)
        return to

    def _copied(self, day: date) -> Path:
        """A copy of today in the folder of copies, named by what stands in it."""
        from schoolprep.store.file import copies  # noqa: PLC0415

        to = copies.place_of(self.path, day, self.anchor())
        try:
            to.parent.mkdir(exist_ok=True)
        except OSError as wrong:
            raise look.unwritten(to, wrong) from wrong
        return self.backup(to)

    def change_passphrase(self, key: Key) -> None:
        """Put the workspace under another key: `Key.of_passphrase(new)`. The recovery code is a new one then.

        Backups made before keep the passphrase they had.
        """
        self._vault.change_key(key)

    def recovery_code(self) -> str:
        """The key in readable groups; who has it can open the file without the passphrase."""
        return self._vault.key.recovery_code()


def restore(backup: Path, to: Path, key: Key, clock: Clock = now) -> Path | None:
    """Put a backup in the place of a workspace, after the whole backup was verified.

    What stood there is kept beside it; its path is the answer (None: nothing stood there). Raises `WorkspaceError`
    for a backup that does not open or is damaged, and for a workspace that is open.
    """
    from schoolprep.store.file import opening  # noqa: PLC0415

    backup, to = backup.resolve(), to.resolve()
    if backup == to:
        raise CallError("store.backup-onto-itself", file=to.name)
    look.refuse_what_is_no_workspace(backup)
    look.refuse_name(to)
    look.refuse_unwritable(to)
    held = lock.take(to, stamp(clock))
    fresh = look.beside(to, look.NEW)
    try:
        opening.copy_verified(backup, fresh, key, clock)
        kept = look.set_aside(to, clock())
        fresh.replace(to)
        return kept
    except OSError as wrong:
        raise look.unwritten(to, wrong) from wrong
    finally:
        look.remove(fresh)
        lock.release(held)
