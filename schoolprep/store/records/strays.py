"""Strays: records about somebody who was joined with another, or parted from them again, after they were filed.

A colleague who does not know yet that two people became one files on about the one who is no more; a record that was
moved stays behind where the joining was undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, Select, func, select

from schoolprep.facts.record import Record
from schoolprep.store.records.find import by_ids, chunks, fetch
from schoolprep.store.records.tables import CURRENT, filings, records, replacements


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
    last = {row.was: row.subject for row in connection.execute(_crossing(blank).order_by(_new.c.id))}
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
    """What was moved as it stood, beside no joining, from somebody who is on file by themselves again."""
    was = {record.id: _first_of(connection, record) for record in _moved(connection, blank)}
    there = _standing_people(connection, was.values(), blank)
    for record in by_ids(connection, sorted(was)):
        if was[record.id] in there and was[record.id] != record.subject:
            yield Stray(record, was[record.id])


def _moved(connection: Connection, blank: str) -> list[Record]:
    """The current records that say again of somebody what one record had said of another."""
    of_people = select(filings.c.act).join(records, records.c.filing == filings.c.n)
    joining = of_people.where(records.c.id.in_(_crossing(blank).with_only_columns(_new.c.id)))
    alone = select(replacements.c.new).group_by(replacements.c.new).having(func.count() == 1)
    moved = (
        _both()
        .where(
            _new.c.standing == CURRENT,
            _new.c.restores.is_(None),
            _new.c.subject != _old.c.subject,
            _new.c.answers == _old.c.answers,
            _new.c.blank != blank,
            _new.c.id.in_(alone),
        )
        .with_only_columns(_new.c.id)
    )
    return fetch(connection, records.c.id.in_(moved), filings.c.act.not_in(joining))


def _first_of(connection: Connection, record: Record) -> str:
    """Whom a record was about before it was moved for the first time."""
    at = record
    while len(at.replaces) == 1:
        before = next(iter(by_ids(connection, at.replaces)), at)
        if before.subject == at.subject or before.answers != at.answers:
            break
        at = before
    return at.subject


_new, _old = records.alias(), records.alias()


def _both() -> Select[tuple[str, str]]:
    """The question for whom records are about, and those that they replace."""
    return (
        select(_new.c.subject, _old.c.subject.label("was"))
        .join(replacements, replacements.c.new == _new.c.id)
        .join(_old, replacements.c.old == _old.c.id)
    )


def _crossing(blank: str) -> Select[tuple[str, str]]:
    """The question for the records by which somebody became another."""
    return _both().where(_new.c.subject != _old.c.subject, _new.c.blank == blank, _old.c.blank == blank)
