"""Reading: what the store knows, found in it."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, LargeBinary, Row, cast, func, select

from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Record
from schoolprep.store.nouns import Act
from schoolprep.store.tables import CURRENT, REPLACED, filings, records, replacements
from schoolprep.store.vault import Vault

CHUNK = 500
"""How many ids one question names: every database allows that many."""

_decode = msgspec.json.Decoder().decode

_FULL = (
    records.c.id, records.c.blank, records.c.subject, records.c.answers, filings.c.act, filings.c.author,
    filings.c.device, filings.c.written,
)  # fmt: skip
_BULK = (
    select(
        records.c.subject,
        records.c.id,
        records.c.blank,
        cast(records.c.answers, LargeBinary),
        records.c.filing,
    )
    .where(records.c.standing == CURRENT)
    .order_by(records.c.subject.concat(""), records.c.n)
)
"""Read from end to end and sorted then: the index on subjects would fetch the pages in the order of the subjects,
which took up to half as long again from a cold file (hence the empty text, which no index has)."""


class Leaf(NamedTuple):
    """A record's place among the others: what it replaces, and whose answers it brought back."""

    replaces: tuple[str, ...]
    restores: str | None


class Reading:
    """The questions that can be put to an open store."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def current(self) -> list[Record]:
        """Every current record, by subject."""
        with self._vault.transaction() as connection:
            filed = {n: tuple(rest) for n, *rest in connection.execute(select(filings.c.n, *_FULL[4:]))}
            replaced = _replaced(connection)
            sql = str(_BULK.compile(connection.engine, compile_kwargs={"literal_binds": True}))
            cursor: Any = connection.exec_driver_sql(
                sql
            ).cursor  # the driver's own: its rows are plain tuples
            return _records(cursor, filed, replaced)

    def where(self, *conditions: ColumnElement[bool]) -> list[Record]:
        """The records of which all `conditions` hold, in the order they were filed here."""
        with self._vault.transaction() as connection:
            return fetch(connection, *conditions)

    def current_of(self, subject: str) -> list[Record]:
        """A subject's current records."""
        return self.where(records.c.subject == subject, records.c.standing == CURRENT)

    def history(self, subject: str) -> list[Record]:
        """Everything ever filed about a subject."""
        return self.where(records.c.subject == subject)

    def of_act(self, act: str) -> list[Record]:
        """What was filed in an act."""
        return self.where(filings.c.act == act)

    def record(self, id_: str) -> Record:
        """One record. Raises `CallError`."""
        for found in self.where(records.c.id == id_):
            return found
        raise CallError("store.no-record", id=id_)

    def acts(self, limit: int) -> list[Act]:
        """The newest acts first."""
        newest = func.max(filings.c.n)
        with self._vault.transaction() as connection:
            ids = connection.execute(
                select(filings.c.act).group_by(filings.c.act).order_by(newest.desc()).limit(limit)
            )
            undone = Undone(connection)
            return [_act(connection, act, undone) for act in ids.scalars().all()]

    def conflicts(self) -> list[tuple[Record, ...]]:
        """The groups of records that all stand and go back to the same one.

        Two corrections of one record are such a group, and a correction and a withdrawal; two withdrawals agree.
        """
        with self._vault.transaction() as connection:
            groups = _clashes(connection)
            found = {
                record.id: record for record in by_ids(connection, [id_ for group in groups for id_ in group])
            }
        clashes = [tuple(found[id_] for id_ in group) for group in groups]
        return [clash for clash in clashes if any(record.answers is not None for record in clash)]


class Undone:
    """Which acts were taken back, by which."""

    def __init__(self, connection: Connection) -> None:
        rows = connection.execute(
            select(filings.c.undoes, filings.c.act).where(filings.c.undoes.is_not(None)).order_by(filings.c.n)
        )
        self.by: dict[str, str] = dict(rows.all())
        """The act that undid an act."""

    def stands(self, act: str) -> bool:
        """Whether an act has effect now."""
        stands = True
        while act in self.by:
            act = self.by[act]
            stands = not stands
        return stands


def fetch(connection: Connection, *conditions: ColumnElement[bool]) -> list[Record]:
    """The records of which all `conditions` (on records and filings) hold, in the order they were filed here."""
    joined = records.join(filings, records.c.filing == filings.c.n)
    chosen = select(records.c.id).select_from(joined).where(*conditions)
    replaced = _replaced(connection, replacements.c.new.in_(chosen))
    rows = connection.execute(select(*_FULL).select_from(joined).where(*conditions).order_by(records.c.n))
    return [_record(row, replaced.get(row.id, ())) for row in rows]


def by_ids(connection: Connection, ids: Sequence[str]) -> list[Record]:
    """The records with these ids, in the order they were filed here; an id nobody has is left out."""
    return [record for some in chunks(ids) for record in fetch(connection, records.c.id.in_(some))]


def chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """The ids in portions that one question may name."""
    for at in range(0, len(ids), CHUNK):
        yield ids[at : at + CHUNK]


def _record(row: Row[*tuple[Any, ...]], replaces: tuple[str, ...]) -> Record:
    return Record(
        id=row.id, blank=row.blank, subject=row.subject, answers=None if row.answers is None else _decode(row.answers),
        replaces=replaces, act=row.act, author=row.author, device=row.device, written=row.written,
    )  # fmt: skip


def _records(
    rows: Iterable[tuple[str, str, str, bytes, int]],
    filed: dict[int, tuple[str, ...]],
    replaced: dict[str, tuple[str, ...]],
) -> list[Record]:
    """The bulk path. Garbage is not looked for meanwhile: nothing made here is garbage."""
    decode = _decode
    collecting = gc.isenabled()
    gc.disable()
    try:
        made = []
        for subject, id_, blank, answers, n in rows:
            act, author, device, written = filed[n]
            made.append(
                Record(
                    id=id_, blank=blank, subject=subject, answers=decode(answers), replaces=replaced.get(id_, ()),
                    act=act, author=author, device=device, written=written,
                )
            )  # fmt: skip
        return made
    finally:
        if collecting:
            gc.enable()


def _replaced(connection: Connection, *conditions: ColumnElement[bool]) -> dict[str, tuple[str, ...]]:
    """What each record replaces, in its order."""
    rows = connection.execute(
        select(replacements.c.new, replacements.c.old)
        .where(*conditions)
        .order_by(replacements.c.new, replacements.c.place)
    )
    found: dict[str, tuple[str, ...]] = {}
    for new, old in rows:
        found[new] = (*found.get(new, ()), old)
    return found


def _act(connection: Connection, act: str, undone: Undone) -> Act:
    first = connection.execute(select(filings).where(filings.c.act == act).order_by(filings.c.n)).first()
    assert first is not None
    blanks = connection.execute(
        select(records.c.blank, func.count())
        .select_from(records.join(filings, records.c.filing == filings.c.n))
        .where(filings.c.act == act)
        .group_by(records.c.blank)
        .order_by(records.c.blank)
    )
    return Act(
        act, first.author, first.device, first.written, first.about, dict(blanks.all()),
        first.undoes or "", not undone.stands(act),
    )  # fmt: skip


def _clashes(connection: Connection) -> list[list[str]]:
    """The ids of unreplaced records that go back to a common record, group by group."""
    replaced = _replaced(connection)
    brought_back = select(records.c.id, records.c.restores).where(records.c.restores.is_not(None))
    restores: dict[str, str] = dict(connection.execute(brought_back).all())
    standing = set(
        connection.execute(
            select(records.c.id)
            .join(replacements, replacements.c.new == records.c.id)
            .where(records.c.standing != REPLACED)
            .order_by(records.c.n)
        ).scalars()
    )
    place = {id_: Leaf(olds, restores.get(id_)) for id_, olds in replaced.items()}
    return grouped({leaf: lineage(leaf, place) for leaf in sorted(standing)})


def lineage(leaf: str, place: dict[str, Leaf]) -> set[str]:
    """The records a record goes back to; one that an undo brought back goes back to what it restores only."""
    found: set[str] = set()
    open_ = [leaf]
    while open_:
        at = place.get(open_.pop())
        if at is not None:
            older = {at.restores} if at.restores else set(at.replaces)
            open_ += older - found
            found |= older
    return found


def grouped(lineages: dict[str, set[str]]) -> list[list[str]]:
    """The leaves whose lineages touch, directly or through a third; a leaf alone is no group."""
    above: dict[str, str] = {}

    def top(id_: str) -> str:
        while (higher := above.setdefault(id_, id_)) != id_:
            above[id_] = above[higher]
            id_ = higher
        return id_

    for leaf, ancestors in lineages.items():
        for ancestor in ancestors:
            above[top(ancestor)] = top(leaf)
    groups: dict[str, list[str]] = {}
    for leaf in lineages:
        groups.setdefault(top(leaf), []).append(leaf)
    return [group for group in groups.values() if len(group) > 1]
