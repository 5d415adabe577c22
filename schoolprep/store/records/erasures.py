"""Erasures: what was erased, what would be, and the erasing itself, in an open store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection

from schoolprep.store.records import erasing
from schoolprep.store.records.erasing import Erased, Erasure
from schoolprep.store.records.room import Room
from schoolprep.store.records.writing import RecordWriter


class Erasures:
    """See the module. A room that keeps something beside the records extends `besides`."""

    def __init__(self, room: Room, writing: RecordWriter) -> None:
        self._room = room
        self._writing = writing

    def erase(
        self, what: Sequence[Erasure], why: str, *, words: Sequence[str] = (), purpose: str = ""
    ) -> Erased:
        """Take the answers of records for good, as one act that nothing takes back; the chains hold without them.

        `words`: what the person is known by (drafts of somebody not on file yet); `purpose`: the pack whose time of
        keeping is over.
        """
        return self._writing.erase(what, why, words=words, purpose=purpose, besides=self.besides)

    def besides(self, connection: Connection, what: Sequence[Erasure]) -> None:
        """What a room keeps beside the records goes with them."""

    def would_take(self, what: Sequence[Erasure]) -> Erased:
        """What an erasure would take, without doing it (no act, drafts not counted)."""
        with self._room.reading() as connection:
            total = sum((Counter(erasing.counted(connection, one)) for one in what), Counter[str]())
            gone = set().union(*(erasing.papers_of(connection, one) for one in what))
        return Erased("", dict(total), len(gone), 0)

    def subjects(self) -> frozenset[str]:
        """Those who were erased as a whole and are not on file again: what comes of them is dropped."""
        with self._room.reading() as connection:
            return erasing.erased_subjects(connection)
