"""Undo: what brings back the state before an act, and which acts stand undone."""

from __future__ import annotations

from sqlalchemy import Connection, Select, select

from schoolprep.facts.problem import CallError, KnownError
from schoolprep.facts.record import Entry, Record
from schoolprep.store.records.erasing import refuse_erasures
from schoolprep.store.records.find import by_ids, fetch
from schoolprep.store.records.nouns import Incoming, spoken
from schoolprep.store.records.tables import filings, records, replacements


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


def withdrawal(record: Record) -> Entry:
    """What takes a record back."""
    return Entry(blank=record.blank, subject=record.subject, answers=None, replaces=(record.id,))


def standing_act(connection: Connection, act: str) -> str:
    """The act to undo so that `act` has no effect: itself, or, where it was undone and redone, its last redoing.

    Raises `CallError` for an act nobody filed, and `KnownError` where it is undone already.
    """
    undone = Undone(connection)
    if not connection.execute(select(filings.c.n).where(filings.c.act == act)).first():
        raise CallError("store.no-act", act=act)
    if not undone.stands(act):
        raise KnownError("store.already-undone")
    while act in undone.by:
        act = undone.by[undone.by[act]]
    return act


def restored(connection: Connection, act: str) -> list[Incoming]:
    """What brings back the state before an act: what its records replaced, and withdrawals of the rest."""
    filed = fetch(connection, filings.c.act == act, records.c.nonce.is_not(None))  # what was erased stays so
    refuse_erasures(filed)
    replaced = select(replacements.c.old).where(replacements.c.new.in_(_ids_of(act)))
    before = {
        record.id: record for record in fetch(connection, records.c.id.in_(replaced), filings.c.act != act)
    }
    inside = {old for record in filed for old in record.replaces}
    news: list[Incoming] = []
    for group in _connected(filed):
        leaves = [record for record in group if record.id not in inside]
        olds = dict.fromkeys(old for record in group for old in record.replaces if old in before)
        together = tuple(leaf.id for leaf in leaves)
        again = [_again(before[old], together) for old in olds]
        news += again or [Incoming(withdrawal(leaf)) for leaf in leaves]
    return news


def _ids_of(act: str) -> Select[tuple[str]]:
    """The question for the ids of an act's records."""
    return select(records.c.id).join(filings, records.c.filing == filings.c.n).where(filings.c.act == act)


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
