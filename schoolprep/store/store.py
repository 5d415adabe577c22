"""The store itself: what the other rooms call; see the package."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
import uuid
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from schoolprep.facts.problem import CallError, Problem
from schoolprep.facts.record import Entry, Record
from schoolprep.store import lock, look, school
from schoolprep.store.key import Key, new_salt
from schoolprep.store.nouns import Act, Clock, Who, now, stamp
from schoolprep.store.school import School

if TYPE_CHECKING:
    from filelock import BaseFileLock

    from schoolprep.store.opening import Rooms
    from schoolprep.store.packed import Found


class Store:
    """An open workspace: records are added, never changed.

    Threads take turns: a call waits until another thread's transaction has ended. Any call may raise `KnownError`
    (full disk, damage), and has then changed nothing.
    """

    def __init__(self, rooms: Rooms, held: BaseFileLock, clock: Clock) -> None:
        self._vault, self._reading, self._writing, self._settings, self._packing = rooms
        self._lock: BaseFileLock | None = held
        self._clock = clock
        self._school = school.load(self._settings.get("school") or "{}")
        self._secret = bytes.fromhex(self._settings.get("secret") or "")

    # ---------------------------------------------------------------- opening

    @classmethod
    def create(cls, path: Path, key: Key, school: School, who: Who, clock: Clock = now) -> Store:
        """A new workspace at `path`. Raises `CallError` where a file is there, `WorkspaceError` where none can be."""
        from schoolprep.store import opening  # noqa: PLC0415 - SQLAlchemy and SQLCipher, a third of a second

        path = path.resolve()
        look.refuse_unwritable(path)
        with lock.taken(path, stamp(clock)) as held:
            if path.exists():
                raise CallError("store.exists", file=str(path))
            opening.make(path, key if key.salt else key.with_salt(new_salt()), school, clock)
            return cls(opening.enter(path, key, who, clock), held, clock)

    @classmethod
    def open(cls, path: Path, key: Key, who: Who, clock: Clock = now) -> Store:
        """Open a workspace; an older format is brought up to date, after a backup beside it.

        Raises `WorkspaceError`: no workspace, damaged, wrong passphrase, of a newer program, open elsewhere.
        """
        from schoolprep.store import opening  # noqa: PLC0415

        path = path.resolve()
        look.refuse_what_is_no_workspace(path)
        look.refuse_unwritable(path)
        with lock.taken(path, stamp(clock)) as held:
            return cls(opening.enter(path, key, who, clock), held, clock)

    @property
    def path(self) -> Path:
        """The workspace file."""
        return self._vault.path

    def close(self) -> None:
        """Close the workspace; one file is left. Closing twice does no harm."""
        if self._lock is not None:
            self._vault.close()
            lock.release(self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---------------------------------------------------------------- writing records

    def append(self, entries: Iterable[Entry], act: str | None = None, about: str = "") -> list[Record]:
        """File entries as one act (or as more of the act given), all or none.

        `about` is what `acts` shall call it (a workbook's name). Raises `KnownError` where an entry replaces what
        somebody else has replaced meanwhile.
        """
        return self._writing.append(entries, act, about)

    def filing(self, entries: Sequence[Entry], about: str = "") -> Generator[int, None, str]:
        """`append` step by step, for a great many entries; a step says how many are written.

        The steps run on one thread and keep every other one out until they end. Their value is the act, empty where
        there was nothing to file; closing them is the cancel, and then nothing was filed.
        """
        return self._writing.filing(entries, about)

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Keep other threads out meanwhile, so that what was read still holds when it is written."""
        with self._vault.turn:
            yield

    def withdraw(self, ids: Iterable[str]) -> list[Record]:
        """Take records back, as one act. Raises `KnownError` where one is no longer current."""
        return self._writing.withdraw(list(ids))

    def undo(self, act: str) -> list[Record]:
        """Bring back what was current before an act, as an act of its own; undoing that is redoing.

        An act that was undone and redone is undone by its own id again. Raises `KnownError` where it is undone
        already or where a newer record of another act stands on it.
        """
        return self._writing.undo(act)

    # ---------------------------------------------------------------- reading records

    def current(self) -> Iterator[Record]:
        """Every current record, ordered by subject and within it by filing: the fast way for a whole school."""
        return iter(self._reading.current())

    def current_of(self, subject: str) -> list[Record]:
        """A subject's current records, in the order they were filed."""
        return self._reading.current_of(subject)

    def record(self, id: str) -> Record:
        """One record, current or not. Raises `CallError`."""
        return self._reading.record(id)

    def history(self, subject: str) -> list[Record]:
        """Every record about a subject, oldest first."""
        return self._reading.history(subject)

    def acts(self, limit: int = 100) -> list[Act]:
        """The newest acts first."""
        return self._reading.acts(limit)

    def of_act(self, act: str) -> list[Record]:
        """The records of an act, in the order they were filed; none for an act nobody filed."""
        return self._reading.of_act(act)

    def conflicts(self) -> list[tuple[Record, ...]]:
        """Groups of records that all stand and go back to the same one, and so ask a person which holds."""
        return self._reading.conflicts()

    def packed(self, form: bytes) -> Found:
        """Each subject's current records in one piece, as far as kept copies fit; `form` names the way of packing."""
        return self._packing.find(form)

    def keep_packed(self, form: bytes, found: Found, bodies: Mapping[str, bytes]) -> None:
        """Keep copies of what was missing, packed from its current records."""
        self._packing.keep(form, found, bodies)

    # ---------------------------------------------------------------- subjects

    def subject_of(self, document_type: str, document_no: str) -> str:
        """The subject of an identity document: the same on every device of this school, and nowhere else.

        HMAC-SHA256 of type and number under the school's secret, as a UUID of version 8 (RFC 9562 §5.8) in
        hexadecimal.
        """
        plain = document_no.isascii() and document_no.isalnum()
        number = document_no if plain else "".join(unicodedata.normalize("NFKC", document_no).split())
        mac = bytearray(
            hmac.digest(self._secret, f"{document_type}\n{number.upper()}".encode(), hashlib.sha256)[:16]
        )
        mac[6] = mac[6] & 0x0F | 0x80
        mac[8] = mac[8] & 0x3F | 0x80
        return mac.hex()

    def new_subject(self) -> str:
        """A subject for somebody without a document: random."""
        return uuid.uuid4().hex

    # ---------------------------------------------------------------- drafts, school, log

    def save_draft(self, name: str, state: bytes) -> None:
        """Keep the crash-safe copy of a draft; the last one under a name counts."""
        self._settings.save_draft(name, state, stamp(self._clock))

    def drafts(self) -> dict[str, bytes]:
        """Every kept draft by name, the latest saved last."""
        return self._settings.drafts()

    def drop_draft(self, name: str) -> None:
        """Forget a draft (it was filed or thrown away); one that is not there does no harm."""
        self._settings.drop_draft(name)

    @property
    def school(self) -> School:
        """The school and its settings."""
        return self._school

    def save_school(self, changed: School) -> None:
        """Change the school's settings; settings of a newer program stay as they are."""
        self._settings.put("school", school.dump(changed, self._settings.get("school")))
        self._school = changed

    def opened(self, subject: str) -> None:
        """Log that this person's file was opened, by whom, where and when."""
        self._writing.opened(subject)

    # ---------------------------------------------------------------- keeping it safe

    def verify(self) -> list[Problem]:
        """What is wrong with the file: broken seals and tables, altered, missing or inserted records, the log."""
        from schoolprep.store import audit  # noqa: PLC0415

        return audit.verify(self._vault)

    def backup(self, to: Path | None = None) -> Path:
        """Write a consistent copy that the same passphrase opens, and say where it is.

        Without `to`, beside the workspace under the time's name, where the sentences about damage look for it.
        Raises `CallError` where it cannot be put there, and `KnownError` for a full disk.
        """
        to = look.backup_path(self.path, self._clock()) if to is None else to.resolve()
        if to == self.path:
            raise CallError("store.backup-onto-itself", file=to.name)
        look.refuse_unwritable(to, CallError)
        self._vault.copy(to)
        return to

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
    from schoolprep.store import opening  # noqa: PLC0415

    backup, to = backup.resolve(), to.resolve()
    if backup == to:
        raise CallError("store.backup-onto-itself", file=to.name)
    look.refuse_what_is_no_workspace(backup)
    look.refuse_unwritable(to)
    held = lock.take(to, stamp(clock))
    fresh = look.beside(to, look.NEW)
    try:
        opening.copy_verified(backup, fresh, key)
        opening.bring_home(to, key)
        kept = look.set_aside(to, clock())
        fresh.replace(to)
        return kept
    except OSError as wrong:
        raise look.unwritten(to, wrong) from wrong
    finally:
        look.remove(fresh)
        lock.release(held)
