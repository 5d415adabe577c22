"""Conflicts: records that all stand and go back to the same one, as hand-over brings them together."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, select

from schoolprep.facts.record import Record
from schoolprep.store.records.find import by_ids, what_replaces
from schoolprep.store.records.tables import REPLACED, records, replacements


class Leaf(NamedTuple):
    """A record's place among the others: what it replaces, and whose answers it brought back."""

    replaces: tuple[str, ...]
    restores: str | None


def conflicts(connection: Connection) -> list[tuple[Record, ...]]:
    """The groups of records that all stand and go back to the same one.

    Two corrections of one record are such a group, and a correction and a withdrawal; two withdrawals agree.
    """
    groups = _clashes(connection)
    found = {record.id: record for record in by_ids(connection, [id_ for group in groups for id_ in group])}
    clashes = [tuple(found[id_] for id_ in group) for group in groups]
    return [clash for clash in clashes if any(record.answers is not None for record in clash)]


def _clashes(connection: Connection) -> list[list[str]]:
    """The ids of unreplaced records that go back to a common record, group by group."""
    replaced = what_replaces(connection)
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
