"""Strays: records about somebody who was joined with another, or parted from them again, after they were filed.

A colleague who does not know yet that two people became one files on about the one who is no more; a record that was
moved stays behind where the joining was undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from schoolprep.facts.record import Record
from schoolprep.store.records.find import chunks, fetch
from schoolprep.store.records.tables import CURRENT, REPLACED, records, replacements


class Stray(NamedTuple):
    """A current record and where it belongs."""

    record: Record
    subject: str
    """Whom it is about by now."""


def strays(connection: Connection, blank: str) -> list[Stray]:
    """See `RivalRecords.strays`."""
    return [*_left_behind(connection, blank), *_to_go_back(connection, blank)]


def _left_behind(connection: Connection, blank: str) -> Iterator[Stray]:
    homes = _homes(connection, blank)
    for some in chunks(sorted(homes)):
        about = records.c.subject.in_(some) & (records.c.blank != blank)
        for record in fetch(connection, about, records.c.standing == CURRENT):
            yield Stray(record, homes[record.subject])


def _homes(connection: Connection, blank: str) -> dict[str, str]:
    """With whom those were joined of whom nothing says any more who they are."""
    new, old = records.alias(), records.alias()
    both = replacements.join(new, replacements.c.new == new.c.id).join(old, replacements.c.old == old.c.id)
    crossing = (
        select(new.c.subject, old.c.subject.label("was"))
        .select_from(both)
        .where(new.c.subject != old.c.subject, new.c.blank == blank, old.c.blank == blank)
        .order_by(new.c.id)
    )
    last = {row.was: row.subject for row in connection.execute(crossing)}
    there = _standing_people(connection, {*last, *last.values()}, blank)
    found: dict[str, str] = {}
    for was in last.keys() - there:
        at, seen = was, {was}
        while at not in there and at in last and last[at] not in seen:
            at = last[at]
            seen.add(at)
        if at in there:
            found[was] = at
    return found


def _standing_people(connection: Connection, subjects: Iterable[str], blank: str) -> set[str]:
    """Those of whom something says who they are."""
    found: set[str] = set()
    for some in chunks(sorted(subjects)):
        about = records.c.subject.in_(some) & (records.c.blank == blank) & (records.c.standing == CURRENT)
        found |= set(connection.execute(select(records.c.subject).where(about)).scalars())
    return found


def _to_go_back(connection: Connection, blank: str) -> Iterator[Stray]:
    """What was moved as it stood from somebody who is on file by themselves again."""
    new, old = records.alias(), records.alias()
    alone = select(replacements.c.new).group_by(replacements.c.new).having(func.count() == 1)
    moved = (
        select(new.c.id, old.c.subject)
        .select_from(
            replacements.join(new, replacements.c.new == new.c.id).join(old, replacements.c.old == old.c.id)
        )
        .where(
            new.c.standing == CURRENT,
            old.c.standing == REPLACED,
            new.c.subject != old.c.subject,
            new.c.blank != blank,
            new.c.answers == old.c.answers,
            new.c.id.in_(alone),
        )
    )
    was = dict(connection.execute(moved).all())
    there = _standing_people(connection, was.values(), blank)
    for some in chunks(sorted(id_ for id_, subject in was.items() if subject in there)):
        for record in fetch(connection, records.c.id.in_(some)):
            yield Stray(record, was[record.id])
