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
from schoolprep.facts.subject import THE_SCHOOL
from schoolprep.store.records import school
from schoolprep.store.records.nouns import Clock, Who, now, stamp
from schoolprep.store.records.read import ReadRecords
from schoolprep.store.records.school import School
from schoolprep.store.records.seat import Membership, Seat, leads, seated

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from schoolprep.store.records.erasing import Erasure
    from schoolprep.store.records.room import Room
    from schoolprep.store.records.taking import TakenIn

SECRET_BYTES = 32
"""HMAC-SHA256's full strength (RFC 2104 §3)."""


_SECRET_MARK = "secret"


class Records(ReadRecords):
    """A school's records in the room they are kept in, in one person's name.

    Threads take turns: a call waits until another thread's transaction has ended. Any call may raise `KnownError`
    (full disk, damage), and has then changed nothing.
    """

    def __init__(self, room: Room, who: Who, clock: Clock = now) -> None:
        from schoolprep.store.records import (  # noqa: PLC0415 - SQLAlchemy, a tenth of a second
            erasures,
            seating,
            settings,
            travel,
            writing,
        )

        super().__init__(room)
        self._clock = clock
        self.stamp = partial(stamp, clock)
        """The time of the clock as records carry it."""
        self._settings = settings.Settings(room)
        self._school: School | None = school.load(self._settings.get("school") or "{}")
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
        self._writing.settled = self._settled
        self.erasures = erasures.Erasures(room, self._writing)
        """What was erased for good, and how it is."""
        self.travel = travel.Travel(room, self._writing, self._secret, self._besides, self._took)
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

    def filing(
        self, entries: Sequence[Entry], about: str = "", beside: Collection[str] = ()
    ) -> Generator[int, None, str]:
        """`append` step by step, for a great many entries; a step says how many are written.

        `beside`: records that may be replaced although a newer one stands in their place: then both stand, and a person
        is asked which holds.

        The steps run on one thread and keep every other one out until they end. Their value is the act, empty where
        there was nothing to file; closing them is the cancel, and then nothing was filed.
        """
        return self._writing.filing(entries, about, frozenset(beside))

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

    def proof(self, content: bytes) -> str:
        """What shows that a file of this school wrote this: a keyed hash under the school's secret, in hexadecimal."""
        return hmac.new(self._secret, b"proof\n" + content, hashlib.sha256).hexdigest()

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
        """Change the school's settings; settings of a newer program stay as they are.

        Those on which verdicts hang are filed as records as well, unless this is the file of a colleague who does not
        lead the school: they come from the principal's.
        """
        stood, kept = self.school, self._settings.get("school")
        with self._room.transaction() as connection:
            if leads(self.seat):
                self._file_settings(connection, stood, changed)
            self._settings.put_in(connection, "school", school.dump(changed, kept))
        self.school_is_another()

    @property
    def school(self) -> School:
        """The school and its settings; changed by `save_school` alone, and by records of them that come."""
        if self._school is None:
            self._school = school.load(self._settings.get("school") or "{}")
        return self._school

    def school_is_another(self) -> None:
        """What is kept of the school was written anew."""
        self._school = None

    def _file_settings(self, connection: Connection, stood: School, changed: School) -> None:
        """File what changes, and before the first change what stood."""
        found = school.on_record(self._reading.current_of(THE_SCHOOL, connection))
        before, after = self._recorded(stood), self._recorded(changed)
        if before != after or not found:
            unsaid = {name: value for name, value in before.items() if name not in found}
            made = self._writing.beside(connection, school.settings_to_file(unsaid, found), None)
            found |= school.on_record(made)
            self._writing.beside(connection, school.settings_to_file(after, found), None)

    def _recorded(self, one: School) -> dict[str, str]:
        """The settings that are on record, and a mark of the secret, so that it cannot be another one unseen."""
        mark = hashlib.blake2b(self._secret, digest_size=8, person=b"secret").hexdigest()
        return school.recorded(one) | {_SECRET_MARK: mark}

    def _as_recorded(self) -> tuple[School, bool]:
        """The school as its records have it, and whether its secret is the one they know."""
        found = school.on_record(self._reading.current_of(THE_SCHOOL))
        told = found.get(_SECRET_MARK)
        known = told is None or school.setting_of(told) == self._recorded(self.school)[_SECRET_MARK]
        return school.as_recorded(self.school, found, ours=leads(self.seat)), known

    def _settled(self, connection: Connection) -> None:
        """Something about the school came or was taken back: the school is as its records have it."""
        kept = self._settings.get_in(connection, "school")
        found = school.on_record(self._reading.current_of(THE_SCHOOL, connection))
        then = school.as_recorded(school.load(kept or "{}"), found, ours=leads(self.seat))
        self._settings.put_in(connection, "school", school.dump(then, kept))
        self.school_is_another()

    def anchor(self) -> str:
        """A short code of how the file stands now, to be kept outside it; see `holds`."""
        from schoolprep.store.records import anchor  # noqa: PLC0415

        said = self._recorded(self.school)
        with self._room.reading() as connection:
            return str(anchor.taken(connection, said))

    def holds(self, code: str) -> Problem | None:
        """What is wrong by a code that was taken of this file once: None where it is that file, or has grown since."""
        from schoolprep.store.records import anchor  # noqa: PLC0415

        said = self._recorded(self.school)
        with self._room.reading() as connection:
            return anchor.misfit(connection, code, said)

    def _besides(self, connection: Connection, what: Sequence[Erasure]) -> None:
        self.erasures.besides(connection, what)  # a file's own way, which is put in place later

    def _took(self, taken: TakenIn) -> None:
        """Something came from another device."""

    def opened(self, subject: str) -> None:
        """Log that this person's file was opened, by whom, where and when."""
        self._writing.opened(subject)

    def verify(self) -> list[Problem]:
        """What is wrong with what is kept: altered, missing or inserted records, the log."""
        from schoolprep.store.records import audit  # noqa: PLC0415

        then, known = self._as_recorded()
        wrong = [] if known and then == self.school else [Problem("store.settings-altered")]
        return audit.verify(self._room) + wrong


def begin(room: Room, new: School, joined: Membership | None = None) -> None:
    """Put a school into a room that has none: with a secret of its own, or as a colleague's who `joined` it."""
    from schoolprep.store.records.settings import Settings  # noqa: PLC0415

    settings = Settings(room)
    settings.put("school", school.dump(new))
    settings.put("secret", joined.secret if joined else os.urandom(SECRET_BYTES).hex())
    if joined:
        settings.put("seat", msgspec.json.encode(joined.seat).decode())
        settings.put("copy", uuid.uuid4().hex)
