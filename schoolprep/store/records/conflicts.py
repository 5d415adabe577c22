"""Conflicts: records that all stand and speak of one statement, as hand-over brings them together.

They go back to the same record, or were filed on several devices under one key (one person's health of one day). What
of them agrees and what a person has to say is worked out in `schoolprep/handover/at_odds.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, bindparam, func, or_, select

from schoolprep.facts.record import Record
from schoolprep.facts.subject import HANDS
from schoolprep.store.records.find import by_ids, chunks, fetch, what_replaces
from schoolprep.store.records.room import Room
from schoolprep.store.records.strays import Stray, strays
from schoolprep.store.records.tables import CURRENT, REPLACED, devices, filings, records, replacements

_ARRIVAL = "arrival"
"""The blank of what came from colleagues."""
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
    undoes: str | None
    """The act that its own act took back."""
    stands: bool

    @property
    def brings_back(self) -> bool:
        """Whether an undo filed it; of an act that is here in part the undo is told by what it restores alone."""
        return bool(self.undoes or self.restores)


class RivalRecords:
    """What of an open store speaks of one statement in several ways, or of somebody who is another by now."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def found(
        self, same: SameStatement | None = None, subjects: Collection[str] | None = None
    ) -> list[Rivals]:
        """The groups of records that all stand and speak of one statement, about whomever or one of `subjects`."""
        with self._room.reading() as connection:
            return conflicts(connection, same, subjects)

    def several_hands(self) -> bool:
        """Whether records of more than one device are here."""
        with self._room.reading() as connection:
            return connection.execute(_DEVICES).scalar_one() > 1

    def standing(self, blank: str) -> list[Record]:
        """The current records of one blank, about whomever."""
        with self._room.reading() as connection:
            return fetch(connection, records.c.blank == blank, records.c.standing == CURRENT)

    def strays(self, blank: str) -> list[Stray]:
        """The current records about somebody who was joined with another, or parted from them, after they were filed.

        `blank`: the one that says who somebody is.
        """
        with self._room.reading() as connection:
            return strays(connection, blank)


def conflicts(
    connection: Connection, same: SameStatement | None = None, subjects: Collection[str] | None = None
) -> list[Rivals]:
    """The groups of records that all stand and speak of one statement; `subjects`: only those about one of these.

    Two corrections of one record are such a group, and a correction and a withdrawal; two withdrawals agree. What was
    erased says nothing.
    """
    if _is_alone(connection):
        return []  # and asked before anything is filed
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


def _is_alone(connection: Connection) -> bool:
    """Whether one device filed everything, and no class workbook of somebody without the program came back."""
    if connection.execute(_DEVICES).scalar_one() > 1:
        return False
    return connection.execute(_CAME).first() is None


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
        columns = (records.c.id, records.c.restores, filings.c.undoes, stands)
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
        found += connection.execute(_CORRECTED, {"subjects": some}).scalars()
    return found


def _keyed(
    connection: Connection, same: SameStatement, subjects: Collection[str] | None
) -> Iterator[list[tuple[str, str]]]:
    """The current records of several devices that are one statement by its key, each with a name for that."""
    statements: dict[tuple[str, str, Hashable], list[Record]] = {}
    for record in _of_several(connection, subjects):
        if (key := same(record)) is not None:
            statements.setdefault((record.subject, record.blank, key), []).append(record)
    several = [told for told in statements.values() if len(told) > 1]
    origins = _origins(connection, [record for told in several for record in told])
    for told in several:
        if len({origins[record.id] for record in told}) > 1:
            yield [(record.id, f"{told[0].id} key") for record in told]


def _origins(connection: Connection, told: Iterable[Record]) -> dict[str, str]:
    """The devices that records were filed on; of what an undo brought back, or was moved as it stood, the first one."""
    found = {record.id: record.device for record in told}
    open_ = {record.id: record for record in told}
    """What is looked at, by the record for which."""
    while open_:
        restored = _restores(connection, [record.id for record in open_.values()])
        olds = {id_: restored.get(one.id) or _moved_from(one) for id_, one in open_.items()}
        before = {record.id: record for record in by_ids(connection, [old for old in olds.values() if old])}
        open_ = {
            id_: before[old]
            for id_, old in olds.items()
            if old in before and (open_[id_].id in restored or before[old].subject != open_[id_].subject)
        }
        found |= {id_: record.device for id_, record in open_.items()}
    return found


def _moved_from(record: Record) -> str:
    """What a record may say again of another person."""
    return record.replaces[0] if len(record.replaces) == 1 else ""


def _restores(connection: Connection, ids: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in chunks(ids):
        brought = records.c.id.in_(some) & records.c.restores.is_not(None)
        found |= dict(connection.execute(select(records.c.id, records.c.restores).where(brought)).all())
    return found


def _of_several(connection: Connection, subjects: Collection[str] | None) -> list[Record]:
    """The current records of each subject and blank about which several devices may have filed what is current."""
    if subjects is None:
        rows = [row for one in (_PAIRS, _MOVED) for row in connection.execute(one)]
    else:
        rows = [
            row
            for some in chunks(sorted(subjects))
            for one in (_PAIRS_ABOUT, _MOVED_ABOUT)
            for row in connection.execute(one, {"subjects": some})
        ]
    wanted = {(row.subject, row.blank) for row in rows}
    several = sorted({subject for subject, _ in wanted})
    return [
        record
        for some in chunks(several)
        for record in fetch(connection, records.c.subject.in_(some) & (records.c.standing == CURRENT))
        if (record.subject, record.blank) in wanted
    ]


# Questions that are put after every filing are composed once: composing one costs more than its answer.
_DEVICES = select(func.count()).select_from(devices)
_CAME = (
    select(records.c.id)
    .where(records.c.subject == HANDS, records.c.blank == _ARRIVAL, records.c.standing == CURRENT)
    .limit(1)
)
_ABOUT: BindParameter[Sequence[str]] = bindparam("subjects", expanding=True)
_CORRECTED = (
    select(records.c.id)
    .join(replacements, replacements.c.new == records.c.id)
    .where(records.c.subject.in_(_ABOUT), records.c.standing != REPLACED)
)
"""The records about some subjects that nothing replaces and that replace something."""
_several = (
    select(records.c.subject, records.c.blank)
    .join(filings, records.c.filing == filings.c.n)
    .where(records.c.standing == CURRENT)
    .group_by(records.c.subject, records.c.blank)
)
_PAIRS = _several.having((func.count(filings.c.device.distinct()) > 1) | (func.count(records.c.restores) > 0))
"""The subjects and blanks with current records of several devices; what an undo brought back may be of any."""
_PAIRS_ABOUT = _PAIRS.where(records.c.subject.in_(_ABOUT))
_new, _old = records.alias(), records.alias()
_joined = (
    select(_new.c.subject)
    .join(replacements, replacements.c.new == _new.c.id)
    .join(_old, replacements.c.old == _old.c.id)
    .where(_new.c.subject != _old.c.subject)
)
_MOVED = _several.where(records.c.subject.in_(_joined)).having(func.count() > 1)
"""The same of those to whom something was moved that had been said of somebody else."""
_MOVED_ABOUT = _several.where(
    records.c.subject.in_(_ABOUT), records.c.subject.in_(_joined.where(_new.c.subject.in_(_ABOUT)))
).having(func.count() > 1)


# ------------------------------------------------------------------ what goes back to what


def lineage(leaf: str, place: Mapping[str, Leaf]) -> set[str]:
    """The records a record goes back to; one that an undo brought back goes back to what it restores only."""
    return _older(leaf, place, restoring=True)


def _older(leaf: str, place: Mapping[str, Leaf], *, restoring: bool) -> set[str]:
    found: set[str] = set()
    open_ = [leaf]
    while open_:
        at = place.get(open_.pop())
        if at is not None:
            older = {at.restores} if at.restores and restoring else set(at.replaces)
            open_ += older - found
            found |= older
    return found


def _nearest(lineages: list[set[str]], place: Mapping[str, Leaf]) -> list[str]:
    """The records that all go back to, without those that another of these goes back to."""
    common = set.intersection(*lineages)
    passed = {older for one in common for older in lineage(one, place)}
    return sorted(common - passed)


def _opposed(group: list[str], place: Mapping[str, Leaf]) -> bool:
    """Whether an undo among them takes back what another of them was built upon."""
    below = {id_: _older(id_, place, restoring=False) for id_ in group}
    undone = {id_: set(place[id_].replaces) for id_ in group if id_ in place and place[id_].brings_back}
    return any(olds & below[other] for id_, olds in undone.items() for other in group if other != id_)


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
