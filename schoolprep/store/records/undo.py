"""Undo: what brings back the state before an act, and which acts stand undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from schoolprep.facts.problem import CallError, KnownError
from schoolprep.facts.record import Entry, Record
from schoolprep.store.records.erasing import refuse_erasures
from schoolprep.store.records.find import by_ids, chunks, fetch
from schoolprep.store.records.nouns import Incoming, spoken
from schoolprep.store.records.tables import devices, filings, records, replacements

ACT = func.coalesce(filings.c.came, filings.c.act)
"""The act that a filing belongs to here: the merge that brought it, else its own."""


def of_act(act: str) -> ColumnElement[bool]:
    """What an act is made of: filed in it, or brought here by it where it is a merge."""
    return or_(filings.c.act == act, filings.c.came == act)


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


def is_in_part(connection: Connection, act: str) -> bool:
    """Whether only a part of an act is here, as of a school's intake in a colleague's file.

    Taking that part back takes back the records, and not the act: the rest of it stands elsewhere.
    """
    filed = select(filings.c.n).join(devices, devices.c.device == filings.c.device)
    asked = filed.where(filings.c.act == act, devices.c.partial.is_not(None))
    return connection.execute(asked.limit(1)).first() is not None


def withdrawal(record: Record) -> Entry:
    """What takes a record back."""
    return Entry(blank=record.blank, subject=record.subject, answers=None, replaces=(record.id,))


def standing_act(connection: Connection, act: str) -> str:
    """The act to undo so that `act` has no effect: itself, or, where it was undone and redone, its last redoing.

    Raises `CallError` for an act nobody filed, and `KnownError` where it is undone already.
    """
    undone = Undone(connection)
    if not connection.execute(select(filings.c.n).where(of_act(act))).first():
        raise CallError("store.no-act", act=act)
    if not undone.stands(act):
        raise KnownError("store.already-undone")
    while act in undone.by:
        act = undone.by[undone.by[act]]
    return act


def restored(connection: Connection, act: str) -> list[Incoming]:
    """What brings back the state before an act: what its records replaced, and withdrawals of the rest.

    What something outside the act replaces too does not come back: what stands in its place then is said once more,
    for itself and for the act's, so that nothing is left to ask.
    """
    filed = fetch(connection, of_act(act), records.c.nonce.is_not(None))  # what was erased stays so
    refuse_erasures(filed)
    own = _ids_of(act)
    replaced = select(replacements.c.old).where(replacements.c.new.in_(own))
    before = {one.id: one for one in fetch(connection, records.c.id.in_(replaced), records.c.id.not_in(own))}
    elsewhere = _standing_elsewhere(connection, {*before}, {one.id for one in filed})
    inside = {old for record in filed for old in record.replaces}
    return [
        new
        for group in _connected(filed)
        for new in _before([record for record in group if record.id not in inside], group, before, elsewhere)
    ]


def _before(
    leaves: list[Record],
    group: list[Record],
    before: Mapping[str, Record],
    elsewhere: Mapping[str, Sequence[Record]],
) -> list[Incoming]:
    """What a group of records of one act, of which `leaves` are the last, gives way to."""
    together = tuple(leaf.id for leaf in leaves)
    olds = dict.fromkeys(old for record in group for old in record.replaces if old in before)
    again = [_again(before[old], together) for old in olds if old not in elsewhere]
    others = (one for one in _each(elsewhere, olds) if one.id not in before)  # that comes back by itself
    again += [_again(one, (one.id, *together)) for one in others]
    return again or [Incoming(withdrawal(leaf)) for leaf in leaves]


def _each(elsewhere: Mapping[str, Sequence[Record]], olds: Iterable[str]) -> Iterable[Record]:
    return {one.id: one for old in olds for one in elsewhere.get(old, ())}.values()


def _standing_elsewhere(connection: Connection, olds: set[str], own: set[str]) -> dict[str, list[Record]]:
    """What stands outside an act in the place of records that it replaces too."""
    found: dict[str, list[Record]] = {}
    for old, above in _newer(connection, olds, own).items():
        seen: set[str] = set()
        leaves: set[str] = set()
        level = above
        while level:
            seen |= level
            further = _newer(connection, level, own)
            leaves |= level - further.keys()
            level = set().union(*further.values()) - seen
        found[old] = by_ids(connection, sorted(leaves))
    return found


def _newer(connection: Connection, ids: set[str], own: set[str]) -> dict[str, set[str]]:
    """What replaces these records, but for an act's own."""
    found: dict[str, set[str]] = {}
    for some in chunks(sorted(ids)):
        question = select(replacements.c.old, replacements.c.new).where(replacements.c.old.in_(some))
        for old, new in connection.execute(question):
            if new not in own:
                found.setdefault(old, set()).add(new)
    return found


def _ids_of(act: str) -> Select[tuple[str]]:
    """The question for the ids of an act's records."""
    return select(records.c.id).join(filings, records.c.filing == filings.c.n).where(of_act(act))


def _again(old: Record, replaces: tuple[str, ...]) -> Incoming:
    entry = Entry(blank=old.blank, subject=old.subject, answers=old.answers, replaces=replaces)
    return Incoming(entry, restores=old.id)


def _connected(filed: list[Record]) -> list[list[Record]]:
    """The records of one act in groups that hang together by what they replace, inside the act or before it."""
    group_of: dict[str, list[Record]] = {}
    for record in filed:
        touched = {id(group): group for key in record.replaces if (group := group_of.get(key)) is not None}
        group = [one for other in touched.values() for one in other] + [record]
        for one in group:
            group_of.update(dict.fromkeys((one.id, *one.replaces), group))
    return list({id(group): group for group in group_of.values()}.values())


def refuse_if_built_upon(connection: Connection, act: str) -> None:
    """Raise `KnownError` where a record of another act replaces one of this act's."""
    own = _ids_of(act)
    later = select(replacements.c.new).where(replacements.c.old.in_(own), replacements.c.new.not_in(own))
    news = set(connection.execute(later).scalars())
    if news:
        last = by_ids(connection, [max(news)])[0]
        at = spoken(last.written)
        raise KnownError("store.built-upon", count=len(news), author=last.author, written=at)
