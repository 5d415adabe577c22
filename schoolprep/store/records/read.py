"""Read: the questions that other rooms put to a school's records."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from schoolprep.facts.record import Record
from schoolprep.store.records.nouns import Act, Became, Look

if TYPE_CHECKING:
    from schoolprep.store.records.room import Room


class ReadRecords:
    """A school's records as they are asked for; see `Records`."""

    def __init__(self, room: Room) -> None:
        from schoolprep.store.records import conflicts, reading  # noqa: PLC0415 - SQLAlchemy, a tenth of a second

        self._room = room
        self._reading = reading.RecordReader(room)
        self.rivals = conflicts.RivalRecords(room)
        """What several said of one thing."""

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

    def became(self, ids: Collection[str]) -> dict[str, Became]:
        """What stands now of what these records said, by id; one that is not here is left out."""
        return self._reading.became(list(ids))

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
