"""Reading: the questions that are put to the records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from schoolprep.facts import collector
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Record
from schoolprep.store.records.find import FILED, answers_of, became, fetch, what_replaces
from schoolprep.store.records.nouns import Act, Became, Misshapen
from schoolprep.store.records.room import Room
from schoolprep.store.records.tables import CURRENT, filings, records
from schoolprep.store.records.undo import ACT, Undone, of_act

_CURRENT = (
    select(records.c.subject, records.c.id, records.c.blank, records.c.answers, records.c.filing)
    .where(records.c.standing == CURRENT)
    .order_by(records.c.n)
)
"""Read from end to end and sorted by subject here: a database would go by the index on subjects, which fetches the
pages in the order of the subjects (half as long again from a cold file), or sort as its language is sorted."""


class RecordReader:
    """The questions that can be put to an open store."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def current(self) -> list[Record]:
        """Every current record, by subject."""
        with self._room.reading() as connection:
            filed = {n: tuple(rest) for n, *rest in connection.execute(select(filings.c.n, *FILED))}
            replaced = what_replaces(connection)
            made = _records(self._room.rows(connection, _CURRENT), filed, replaced)
        made.sort(key=attrgetter("id"))  # nearly so already; what two files hold in another order reads alike
        made.sort(key=attrgetter("subject"))  # and sorting is stable
        return made

    def where(self, *conditions: ColumnElement[bool]) -> list[Record]:
        """The records of which all `conditions` hold, in the order they came here."""
        with self._room.reading() as connection:
            return fetch(connection, *conditions)

    def current_of(self, subject: str, connection: Connection | None = None) -> list[Record]:
        """A subject's current records, by id; asked within a transaction where its `connection` is given."""
        with nullcontext(connection) if connection else self._room.reading() as asked:
            found = fetch(asked, records.c.subject == subject, records.c.standing == CURRENT)
        return sorted(found, key=attrgetter("id"))

    def history(self, subject: str) -> list[Record]:
        """Everything ever filed about a subject, by id."""
        return sorted(self.where(records.c.subject == subject), key=attrgetter("id"))

    def of_act(self, act: str) -> list[Record]:
        """What was filed in an act, or brought by it."""
        return self.where(of_act(act))

    def record(self, id_: str) -> Record:
        """One record. Raises `CallError`."""
        for found in self.where(records.c.id == id_):
            return found
        raise CallError("store.no-record", id=id_)

    def became(self, ids: Sequence[str]) -> dict[str, Became]:
        """What became of these records; one that is not here is left out."""
        with self._room.reading() as connection:
            return became(connection, ids)

    def acts(self, limit: int) -> list[Act]:
        """The newest acts first."""
        newest = func.max(filings.c.n)
        with self._room.reading() as connection:
            ids = connection.execute(select(ACT).group_by(ACT).order_by(newest.desc()).limit(limit))
            undone = Undone(connection)
            return [_act(connection, act, undone) for act in ids.scalars().all()]

    def titles_of(self, subject: str) -> dict[str, str]:
        """What the acts are called that filed something about a subject."""
        filed = records.join(filings, records.c.filing == filings.c.n)
        question = (
            select(filings.c.act, filings.c.about).select_from(filed).where(records.c.subject == subject)
        )
        with self._room.reading() as connection:
            return dict(connection.execute(question.distinct()).all())


def _records(
    rows: Iterable[tuple[Any, ...]],
    filed: dict[int, tuple[str, ...]],
    replaced: dict[str, tuple[str, ...]],
) -> list[Record]:
    """The bulk path. Garbage is not looked for meanwhile: nothing made here is garbage."""
    made = []
    with collector.resting():
        for subject, id_, blank, answers, n in rows:
            if n not in filed or subject.__class__ is not str or blank.__class__ is not str:
                raise Misshapen
            act, author, device, written = filed[n]
            made.append(
                Record(
                    id=id_, blank=blank, subject=subject, answers=answers_of(answers), replaces=replaced.get(id_, ()),
                    act=act, author=author, device=device, written=written,
                )
            )  # fmt: skip
    return made


def _act(connection: Connection, act: str, undone: Undone) -> Act:
    own = select(filings).where(of_act(act)).order_by(filings.c.came.is_not(None), filings.c.n)
    first = connection.execute(own).first()
    assert first is not None
    blanks = connection.execute(
        select(records.c.blank, func.count())
        .select_from(records.join(filings, records.c.filing == filings.c.n))
        .where(of_act(act))
        .group_by(records.c.blank)
        .order_by(records.c.blank)
    )
    return Act(
        act, first.author, first.device, first.written, first.about, dict(blanks.all()),
        first.undoes or "", not undone.stands(act),
    )  # fmt: skip
