"""Conflicts: records that all stand and speak of one statement, as hand-over brings them together.

They go back to the same record, or were filed on several devices under one key (one person's health of one day). What
of them agrees and what a person has to say is worked out in `schoolprep/handover/at_odds.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from schoolprep.facts.record import Record
from schoolprep.store.records.find import by_ids, chunks, fetch, what_replaces
from schoolprep.store.records.tables import CURRENT, REPLACED, devices, filings, records, replacements

SameStatement = Callable[[Record], Hashable | None]
"""What makes records of one subject and blank one statement; None: nothing but its own history does."""


class Rivals(NamedTuple):
    """Records that all stand and speak of one statement."""

    records: tuple[Record, ...]
    """In the order of their ids."""
    base: Record | Rivals | None = None
    """The nearest record that all of them go back to, or the nearest ones where these were rivals themselves; None:
    they have none in common."""
    opposed: bool = False
    """An undo among them takes back what another was built upon."""
    independent: bool = False
    """No two of them have anything in common but the key."""


class Leaf(NamedTuple):
    """A record's place among the others."""

    replaces: tuple[str, ...]
    restores: str | None
    """Whose answers an undo brought back."""
    act: str
    undoes: str | None
    """The act that its own act took back."""
    stands: bool


def conflicts(
    connection: Connection, same: SameStatement | None = None, subjects: Collection[str] | None = None
) -> list[Rivals]:
    """The groups of records that all stand and speak of one statement; `subjects`: only those about one of these.

    Two corrections of one record are such a group, and a correction and a withdrawal; two withdrawals agree. What was
    erased says nothing.
    """
    place = _Places(connection)
    place.around(_forked(connection) if subjects is None else _standing(connection, subjects))
    lineages = {leaf: lineage(leaf, place.of) for leaf in sorted(place.standing())}
    for pair in _keyed(connection, same, subjects) if same else ():
        for leaf, key in pair:
            lineages.setdefault(leaf, lineage(leaf, place.of)).add(key)
    groups = grouped(lineages)
    found = {record.id: record for record in by_ids(connection, [id_ for group in groups for id_ in group])}
    clashes = [[found[id_] for id_ in sorted(group)] for group in groups]
    said = [clash for clash in clashes if any(record.answers is not None for record in clash)]
    return _with_bases(connection, said, lineages, place)


def _with_bases(
    connection: Connection, clashes: Iterable[list[Record]], lineages: Mapping[str, set[str]], place: _Places
) -> list[Rivals]:
    known = {record.id: record for record in by_ids(connection, sorted(set().union(*lineages.values())))}
    return [_rivals(clash, [lineages[one.id] for one in clash], known, place.of) for clash in clashes]


def _rivals(
    clash: Iterable[Record],
    lineages: list[set[str]],
    known: Mapping[str, Record],
    place: Mapping[str, Leaf],
) -> Rivals:
    told = tuple(clash)
    older = [known.keys() & one for one in lineages]
    nearest = _nearest(older, place)
    base: Record | Rivals | None = known[nearest[0]] if len(nearest) == 1 else None
    if len(nearest) > 1:
        base = _rivals(
            map(known.__getitem__, nearest), [lineage(one, place) for one in nearest], known, place
        )
    return Rivals(
        told,
        base,
        _opposed([one.id for one in told], place),
        not any(a & b for a, b in combinations(older, 2)),
    )


class _Places:
    """The places of some records, and of all that hang together with them by what they replace."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.of: dict[str, Leaf] = {}

    def around(self, seeds: Iterable[str]) -> None:
        """Find the places of these records, of what they replace and of what replaces them, however far."""
        wanted = set(seeds)
        while wanted:
            replaced = self._replaced(sorted(wanted))
            for id_, *rest in self._rows(sorted(wanted)):
                self.of[id_] = Leaf(replaced.get(id_, ()), *rest)
            near = {id_ for new, olds in replaced.items() for id_ in (new, *olds)}
            wanted = near - self.of.keys() - wanted

    def standing(self) -> list[str]:
        """Those that nothing replaces."""
        return [id_ for id_, leaf in self.of.items() if leaf.stands]

    def _replaced(self, ids: list[str]) -> dict[str, tuple[str, ...]]:
        """What these replace, and what those replace that replace one of these."""
        found: dict[str, tuple[str, ...]] = {}
        for some in chunks(ids):
            newer = select(replacements.c.new).where(replacements.c.old.in_(some))
            found |= what_replaces(
                self._connection, or_(replacements.c.new.in_(some), replacements.c.new.in_(newer))
            )
        return found

    def _rows(self, ids: list[str]) -> Iterator[tuple[Any, ...]]:
        joined = records.join(filings, records.c.filing == filings.c.n)
        says = records.c.nonce.is_not(None)  # an erased one does not
        stands = (records.c.standing != REPLACED) & says
        columns = (records.c.id, records.c.restores, filings.c.act, filings.c.undoes, stands)
        for some in chunks(ids):
            found = select(*columns).select_from(joined).where(records.c.id.in_(some))
            yield from map(tuple, self._connection.execute(found))


def _forked(connection: Connection) -> list[str]:
    """The records that several replace: below no other are there several that go back to one."""
    old = replacements.c.old
    return list(connection.execute(select(old).group_by(old).having(func.count() > 1)).scalars())


def _standing(connection: Connection, subjects: Collection[str]) -> list[str]:
    """The records about some subjects that nothing replaces and that replace something."""
    found: list[str] = []
    for some in chunks(sorted(subjects)):
        of = records.c.subject.in_(some) & (records.c.standing != REPLACED)
        corrected = select(records.c.id).join(replacements, replacements.c.new == records.c.id)
        found += connection.execute(corrected.where(of)).scalars()
    return found


def _keyed(
    connection: Connection, same: SameStatement, subjects: Collection[str] | None
) -> Iterator[list[tuple[str, str]]]:
    """The current records of several devices that are one statement by its key, each with a name for that."""
    if connection.execute(select(func.count()).select_from(devices)).scalar_one() < 2:
        return
    statements: dict[tuple[str, str, Hashable], list[Record]] = {}
    for record in _of_several(connection, subjects):
        if (key := same(record)) is not None:
            statements.setdefault((record.subject, record.blank, key), []).append(record)
    several = [told for told in statements.values() if len(told) > 1]
    brought_back = _brought_back(connection, [record.id for told in several for record in told])
    for told in several:
        if len({brought_back.get(record.id, record.device) for record in told}) > 1:
            yield [(record.id, f"{told[0].id} key") for record in told]


def _brought_back(connection: Connection, ids: list[str]) -> dict[str, str]:
    """The devices on which that was filed whose answers an undo brought back with these, wherever the undo was."""
    found: dict[str, str] = {}
    open_ = {id_: id_ for id_ in ids}
    """The record that is looked at, and the one for which."""
    while open_:
        restored = _restores(connection, list(open_))
        origins = {record.id: record.device for record in by_ids(connection, list(restored.values()))}
        open_ = {old: open_[new] for new, old in restored.items() if old in origins}
        found |= {first: origins[old] for old, first in open_.items()}
    return found


def _restores(connection: Connection, ids: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in chunks(ids):
        brought = records.c.id.in_(some) & records.c.restores.is_not(None)
        found |= dict(connection.execute(select(records.c.id, records.c.restores).where(brought)).all())
    return found


def _of_several(connection: Connection, subjects: Collection[str] | None) -> list[Record]:
    """The current records of each subject and blank about which several devices have filed what is current."""
    if subjects is not None:
        about = chunks(sorted(subjects))
        return [record for some in about for record in fetch(connection, _is_current(some))]
    wanted = {(row.subject, row.blank) for row in connection.execute(_pairs())}
    several = sorted({subject for subject, _ in wanted})
    return [
        record
        for some in chunks(several)
        for record in fetch(connection, _is_current(some))
        if (record.subject, record.blank) in wanted
    ]


def _is_current(subjects: Collection[str]) -> ColumnElement[bool]:
    return records.c.subject.in_(subjects) & (records.c.standing == CURRENT)


def _pairs() -> Select[tuple[str, str]]:
    """The question for the subjects and blanks about which several devices have filed what is current.

    What an undo brought back may have been filed on any.
    """
    return (
        select(records.c.subject, records.c.blank)
        .join(filings, records.c.filing == filings.c.n)
        .where(records.c.standing == CURRENT)
        .group_by(records.c.subject, records.c.blank)
        .having((func.count(filings.c.device.distinct()) > 1) | (func.count(records.c.restores) > 0))
    )


# ------------------------------------------------------------------ what goes back to what


def lineage(leaf: str, place: Mapping[str, Leaf]) -> set[str]:
    """The records a record goes back to.

    One that an undo brought back goes back to what it restores only, and a withdrawal by an undo to what the undone
    act had filed: before that act there was nothing of it.
    """
    own = place.get(leaf)
    undone = own.undoes if own and not own.restores else None
    found: set[str] = set()
    open_ = [leaf]
    while open_:
        id_ = open_.pop()
        at = place.get(id_)
        if at is None or (undone and id_ != leaf and at.act != undone):
            continue
        older = {at.restores} if at.restores else set(at.replaces)
        open_ += older - found
        found |= older
    return found


def _nearest(lineages: list[set[str]], place: Mapping[str, Leaf]) -> list[str]:
    """The records that all go back to, without those that another of these goes back to."""
    common = set.intersection(*lineages)
    passed = {older for one in common for older in lineage(one, place)}
    return sorted(common - passed)


def _opposed(group: list[str], place: Mapping[str, Leaf]) -> bool:
    """Whether an undo or a withdrawal among them takes back what another of them was built upon."""
    taken = {id_: _taken_back(id_, place) for id_ in group if id_ in place}
    below = {id_: _all_before(id_, place) for id_ in group}
    return any(olds & below[other] for id_, olds in taken.items() for other in group if other != id_)


def _taken_back(id_: str, place: Mapping[str, Leaf]) -> set[str]:
    return set(place[id_].replaces) if place[id_].undoes else set()


def _all_before(leaf: str, place: Mapping[str, Leaf]) -> set[str]:
    """Everything a record has replaced, and what that had, whatever an undo brought back."""
    found: set[str] = set()
    open_ = [leaf]
    while open_:
        at = place.get(open_.pop())
        if at is not None:
            open_ += set(at.replaces) - found
            found |= set(at.replaces)
    return found


def grouped(lineages: Mapping[str, set[str]]) -> list[list[str]]:
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
