"""Find: records by what holds of them, with what each replaces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, select

from schoolprep.facts.record import Answers, Record
from schoolprep.store.records.nouns import Became, Misshapen
from schoolprep.store.records.tables import filings, records, replacements

_CHUNK = 500
"""How many ids one question names: every database allows that many."""

_decode = msgspec.json.Decoder(dict).decode


FILED = (filings.c.act, filings.c.author, filings.c.device, filings.c.written)
"""What a record has from its filing."""
_FULL = (records.c.id, records.c.blank, records.c.subject, records.c.answers, *FILED)


def fetch(connection: Connection, *conditions: ColumnElement[bool]) -> list[Record]:
    """The records of which all `conditions` (on records and filings) hold, in the order they were filed here."""
    joined = records.join(filings, records.c.filing == filings.c.n)
    chosen = select(records.c.id).select_from(joined).where(*conditions)
    replaced = what_replaces(connection, replacements.c.new.in_(chosen))
    rows = connection.execute(select(*_FULL).select_from(joined).where(*conditions).order_by(records.c.n))
    return [_record(row, replaced.get(row.id, ())) for row in rows]


def by_ids(connection: Connection, ids: Sequence[str]) -> list[Record]:
    """The records with these ids, in the order they were filed here; an id nobody has is left out."""
    return [record for some in chunks(ids) for record in fetch(connection, records.c.id.in_(some))]


def became(connection: Connection, ids: Sequence[str]) -> dict[str, Became]:
    """What became of these records, by id; one that is not here is left out."""
    roots = {id_: {id_} for id_ in ids}
    leaves: dict[str, set[str]] = {id_: set() for id_ in ids}
    while roots:
        newer: dict[str, set[str]] = {}
        for some in chunks([*roots]):
            found = connection.execute(
                select(replacements.c.old, replacements.c.new).where(replacements.c.old.in_(some))
            ).all()
            replaced = {old for old, _ in found}
            for old, new in found:
                newer.setdefault(new, set()).update(roots[old])
            for leaf in set(some) - replaced:
                for root in roots[leaf]:
                    leaves[root].add(leaf)
        roots = newer
    known = {one.id: one for one in by_ids(connection, [*{*ids}.union(*leaves.values())])}
    return {
        id_: Became(known[id_], tuple(known[leaf] for leaf in sorted(leaves[id_]) if leaf in known))
        for id_ in ids
        if id_ in known
    }


def chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """The ids in portions that one question may name."""
    for at in range(0, len(ids), _CHUNK):
        yield ids[at : at + _CHUNK]


def what_replaces(connection: Connection, *conditions: ColumnElement[bool]) -> dict[str, tuple[str, ...]]:
    """What each record replaces, in its order; `conditions` on replacements."""
    rows = connection.execute(
        select(replacements.c.new, replacements.c.old)
        .where(*conditions)
        .order_by(replacements.c.new, replacements.c.place)
    )
    found: dict[str, tuple[str, ...]] = {}
    for new, old in rows:
        found[new] = (*found.get(new, ()), old)
    return found


def answers_of(stored: str) -> Answers:
    """The answers of a record. Raises `Misshapen`."""
    try:
        return _decode(stored)
    except (msgspec.MsgspecError, TypeError) as wrong:
        raise Misshapen from wrong


def _record(row: Row[*tuple[Any, ...]], replaces: tuple[str, ...]) -> Record:
    if not (isinstance(row.subject, str) and isinstance(row.blank, str)):
        raise Misshapen
    return Record(
        id=row.id, blank=row.blank, subject=row.subject,
        answers=None if row.answers is None else answers_of(row.answers),
        replaces=replaces, act=row.act, author=row.author, device=row.device, written=row.written,
    )  # fmt: skip
