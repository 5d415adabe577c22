"""Records as the other rooms know them: added, corrected by newer ones, taken back, never changed."""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata
import uuid
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from schoolprep.facts.days import Day, local
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Entry, Record
from schoolprep.store.records import school
from schoolprep.store.records.nouns import Act, Clock, Look, Who, now, stamp
from schoolprep.store.records.school import School
from schoolprep.store.records.seat import Membership, Seat, seated

if TYPE_CHECKING:
    from schoolprep.store.records.conflicts import Rivals, SameStatement
    from schoolprep.store.records.room import Room

SECRET_BYTES = 32
"""HMAC-SHA256's full strength (RFC 2104 §3)."""


class Records:
    """A school's records in the room they are kept in, in one person's name.

    Threads take turns: a call waits until another thread's transaction has ended. Any call may raise `KnownError`
    (full disk, damage), and has then changed nothing.
    """

    def __init__(self, room: Room, who: Who, clock: Clock = now) -> None:
        from schoolprep.store.records import (  # noqa: PLC0415 - SQLAlchemy, a tenth of a second
            erasures,
            reading,
            seating,
            settings,
            travel,
            writing,
        )

        self._room = room
        self._clock = clock
        self.stamp = partial(stamp, clock)
        """The time of the clock as records carry it."""
        self._reading = reading.RecordReader(room)
        self._settings = settings.Settings(room)
        self.school: School = school.load(self._settings.get("school") or "{}")
        """The school and its settings; changed by `save_school` alone."""
        self._secret = bytes.fromhex(self._settings.get("secret") or "")
        said = self._settings.get("seat")
        self.seat = msgspec.json.decode(said, type=Seat) if said else None
        """Whose workspace it is; None: the principal's own."""
        named = who
        who = seated(who, self.seat, self._settings.get("copy") or "")
        self.device = who.device
        """The name of the chain that is gone on with here."""
        self.author = who.author
        """In whose name is filed here."""
        self._writing = writing.RecordWriter(room, who, clock)
        self.erasures = erasures.Erasures(room, self._writing)
        """What was erased for good, and how it is."""
        self.travel = travel.Travel(room, self._writing, self._secret)
        """What goes to other devices and what comes from them."""
        self.seating = seating.Seating(self, room, self._settings, self._writing, named)
        """A colleague's file becomes another's: other classes, another school's name, people who go."""

    def today(self) -> Day:
        """The day of the clock where the school is."""
        return local(stamp(self._clock), self.school.zone).day

    # ---------------------------------------------------------------- writing

    def append(
        self,
        entries: Iterable[Entry],
        act: str | None = None,
        about: str = "",
        papers: Iterable[bytes] = (),
    ) -> list[Record]:
        """File entries as one act (or as more of the act given), all or none, with the papers that they name.

        `about` is what `acts` shall call it (a workbook's name). Raises `KnownError` where an entry replaces what
        somebody else has replaced meanwhile.
        """
        return self._writing.append(entries, act, about, papers)

    def filing(self, entries: Sequence[Entry], about: str = "") -> Generator[int, None, str]:
        """`append` step by step, for a great many entries; a step says how many are written.

        The steps run on one thread and keep every other one out until they end. Their value is the act, empty where
        there was nothing to file; closing them is the cancel, and then nothing was filed.
        """
        return self._writing.filing(entries, about)

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Keep other threads out meanwhile, so that what was read still holds when it is written."""
        with self._room.turn:
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

    # ---------------------------------------------------------------- reading

    def current(self) -> Iterator[Record]:
        """Every current record, ordered by subject and within it by id: the fast way for a whole school."""
        return iter(self._reading.current())

    def current_of(self, subject: str) -> list[Record]:
        """A subject's current records, ordered by id, which is the same in every file that holds them."""
        return self._reading.current_of(subject)

    def record(self, id: str) -> Record:
        """One record, current or not. Raises `CallError`."""
        return self._reading.record(id)

    def history(self, subject: str) -> list[Record]:
        """Every record about a subject, oldest first."""
        return self._reading.history(subject)

    def titles_of(self, subject: str) -> dict[str, str]:
        """What the acts that filed something about a subject are called (a workbook's name); by act."""
        return self._reading.titles_of(subject)

    def acts(self, limit: int = 100) -> list[Act]:
        """The newest acts first."""
        return self._reading.acts(limit)

    def of_act(self, act: str) -> list[Record]:
        """The records of an act, in the order they were filed; none for an act nobody filed."""
        return self._reading.of_act(act)

    def paper(self, digest: str) -> bytes:
        """The bytes of a paper that a record names. Raises `CallError` where they are not here as they were."""
        from schoolprep.store.records import papers  # noqa: PLC0415

        return papers.content(self._room, digest)

    def conflicts(
        self, same: SameStatement | None = None, subjects: Collection[str] | None = None
    ) -> list[Rivals]:
        """Groups of records that all stand and speak of one statement, about whomever or about one of `subjects`.

        They go back to the same record, or came from several devices and are one by `same`.
        """
        return self._reading.conflicts(same, subjects)

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

    def save_school(self, changed: School) -> None:
        """Change the school's settings; settings of a newer program stay as they are."""
        self._settings.put("school", school.dump(changed, self._settings.get("school")))
        self.school = changed

    def opened(self, subject: str) -> None:
        """Log that this person's file was opened, by whom, where and when."""
        self._writing.opened(subject)

    def looks(self, limit: int, subject: str = "", author: str = "") -> list[Look]:
        """Who opened whose file: the newest that came into the log here, of one person or by one author."""
        from schoolprep.store.records import log  # noqa: PLC0415

        return log.looks(self._room, limit, subject, author)

    def newest_of(self, subject: str, limit: int, *, blank: str = "", saying: str = "") -> list[Record]:
        """The newest records about a subject, replaced or not; of one blank only those that stand.

        `saying`: a run of letters and digits that stands in the answers.
        """
        from schoolprep.store.records import log  # noqa: PLC0415

        return log.newest_of(self._room, subject, limit, blank=blank, saying=saying)

    def verify(self) -> list[Problem]:
        """What is wrong with what is kept: altered, missing or inserted records, the log."""
        from schoolprep.store.records import audit  # noqa: PLC0415

        return audit.verify(self._room)


def begin(room: Room, new: School, joined: Membership | None = None) -> None:
    """Put a school into a room that has none: with a secret of its own, or as a colleague's who `joined` it."""
    from schoolprep.store.records.settings import Settings  # noqa: PLC0415

    settings = Settings(room)
    settings.put("school", school.dump(new))
    settings.put("secret", joined.secret if joined else os.urandom(SECRET_BYTES).hex())
    if joined:
        settings.put("seat", msgspec.json.encode(joined.seat).decode())
        settings.put("copy", uuid.uuid4().hex)
