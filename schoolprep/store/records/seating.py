"""Seating: whose file it is, what only it knows, and what becomes of a colleague's when the principal says so."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING
from uuid import uuid4

import msgspec

from schoolprep.store.records import erasing, leaving, school
from schoolprep.store.records.nouns import Who
from schoolprep.store.records.room import Room
from schoolprep.store.records.seat import Seat, seated
from schoolprep.store.records.settings import Settings
from schoolprep.store.records.writing import RecordWriter

if TYPE_CHECKING:
    from schoolprep.store.records.records import Records

_PRIVATE = "private."


class Seating:
    """See the module. `named`: in whose name the file was opened, before its seat was looked at."""

    def __init__(
        self, store: Records, room: Room, settings: Settings, writing: RecordWriter, named: Who
    ) -> None:
        self._store = store
        self._room = room
        self._settings = settings
        self._writing = writing
        self._named = named
        self._set_rights()
        self.afterwards: Callable[[], None] = lambda: None
        """What a room does so that nothing is left of what was deleted."""

    def private(self, name: str) -> bytes | None:
        """What only this file knows (a key of its own), by name; it never travels."""
        kept = self._settings.get(_PRIVATE + name)
        return None if kept is None else bytes.fromhex(kept)

    def keep_private(self, name: str, value: bytes) -> None:
        """Keep something that only this file shall know, in place of what it had under the name."""
        self._settings.put(_PRIVATE + name, value.hex())

    def take_seat(self, seat: Seat) -> None:
        """Be this from now on."""
        if seat != self._store.seat:
            self._settings.put("seat", msgspec.json.encode(seat).decode())
            self._store.seat = seat
            self._begin_chain()

    def take_school(self, said: str) -> bool:
        """Call the school and judge as the principal does (JSON of `School`); what is set for this computer stays.

        Whether anything is another now. Nothing of it is filed here: it is not a colleague's to say.
        """
        given = school.load(said)
        held = self._store.school
        now = msgspec.structs.replace(
            held, name=given.name, region=given.region, profile=given.profile,
            settings=held.settings | given.settings,
        )  # fmt: skip
        if now == held:
            return False
        self._settings.put("school", school.dump(now, self._settings.get("school")))
        self._store.school_is_another()
        return True

    def go_on_anew(self) -> None:
        """Go on with a chain of another name; the one before stays as it is."""
        self._settings.put(leaving.COPY, uuid4().hex)
        self._begin_chain()

    def subjects(self) -> list[str]:
        """Everybody and everything that something is filed about."""
        with self._room.reading() as connection:
            return leaving.subjects(connection)

    def filed_here(self, about: Collection[str]) -> frozenset[str]:
        """About whom of these something stands in the chain that is gone on with here."""
        with self._room.reading() as connection:
            return leaving.filed_on(connection, self._store.device, about)

    def let_go(self, gone: Collection[str]) -> None:
        """Delete every row about these. A chain of this file that has lost some is gone on with under another name."""
        with self._room.transaction() as connection:
            cut = leaving.let_go(connection, gone)
            self._store.erasures.besides(connection, [erasing.Erasure(whose=one) for one in gone])
            if self._store.device in cut.devices:
                leaving.new_copy(connection)
        self._begin_chain()
        self.afterwards()

    def _begin_chain(self) -> None:
        copy = self._settings.get(leaving.COPY) or ""
        who = seated(self._named, self._store.seat, copy)
        self._store.author, self._store.device = who
        self._writing.become(who)
        self._set_rights()

    def _set_rights(self) -> None:
        seat = self._store.seat
        self._writing.role = seat.role if seat is not None else "principal"
