"""Travel: what a file gives other devices of its school, and what it takes from them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, or_, select

from schoolprep.facts.record import Entry
from schoolprep.facts.subject import HANDS
from schoolprep.store.records import taking
from schoolprep.store.records.erasing import ERASURE_BLANK, Erasure, read
from schoolprep.store.records.find import answers_of, chunks, what_replaces
from schoolprep.store.records.load import LOOKED, FilingRow, Load, OpeningRow, RecordRow
from schoolprep.store.records.room import Room
from schoolprep.store.records.tables import devices, filings, openings, papers, records, replacements
from schoolprep.store.records.taking import TakenIn
from schoolprep.store.records.writing import RecordWriter

_FILED = (
    filings.c.act,
    filings.c.undoes,
    filings.c.about,
    filings.c.author,
    filings.c.device,
    filings.c.written,
)


class Travel:
    """The rows of an open store, to give and to take."""

    def __init__(
        self,
        room: Room,
        writing: RecordWriter,
        secret: bytes,
        besides: Callable[[Connection, Sequence[Erasure]], object],
        after: Callable[[TakenIn], object],
    ) -> None:
        """`besides`: what goes with what is erased, in the same transaction; `after` is told what came in."""
        self._room = room
        self._writing = writing
        self._secret = secret
        self._besides = besides
        self._after = after

    def secret(self) -> str:
        """The school's secret, for an invitation: with it another file makes the same subjects."""
        return self._secret.hex()

    def vector(self) -> dict[str, int]:
        """How far each device's chain stands here whole: by device its last record's number; `LOOKED`: of its log."""
        with self._room.reading() as connection:
            rows = connection.execute(select(devices)).all()
        known = {row.device: row.records for row in rows if row.records and row.partial is None}
        return known | {LOOKED + row.device: row.openings for row in rows if row.openings}

    def link(self, device: str) -> str:
        """The last link of a device's chain, in hexadecimal digits; empty where nothing of it is here."""
        with self._room.reading() as connection:
            found = connection.execute(select(devices.c.link).where(devices.c.device == device)).scalar()
        return "" if found is None else bytes(found).hex()

    def links(self, device: str, numbers: Collection[int]) -> dict[int, bytes]:
        """The links at these places of a device's chain, as far as they are here."""
        question = select(records.c.seq, records.c.link).join(filings, records.c.filing == filings.c.n)
        with self._room.reading() as connection:
            here = connection.execute(question.where(filings.c.device == device, records.c.seq.in_(numbers)))
            return dict(here.all())

    def filed_from(self, seat: str, blank: str) -> frozenset[str]:
        """About whom and what records of a blank came from the devices of a seat."""
        question = select(records.c.subject).join(filings, records.c.filing == filings.c.n)
        theirs = filings.c.device.startswith(f"{seat}-", autoescape=True)
        with self._room.reading() as connection:
            found = connection.execute(question.where(records.c.blank == blank, theirs).distinct())
            return frozenset(found.scalars())

    def news(self, beyond: Mapping[str, int]) -> Load:
        """Every row of whole chains that somebody who knows `beyond` (a vector) does not have."""
        with self._room.reading() as connection:
            rows = connection.execute(select(devices).order_by(devices.c.device)).all()
            conditions = [
                (filings.c.device == row.device) & (records.c.seq > beyond.get(row.device, 0))
                for row in rows
                if row.partial is None and row.records > beyond.get(row.device, 0)
            ]
            looked = [
                (openings.c.device == row.device) & (openings.c.seq > beyond.get(LOOKED + row.device, 0))
                for row in rows
                if row.openings > beyond.get(LOOKED + row.device, 0)
            ]
            return _load(connection, conditions, looked)

    def part(self, subjects: Iterable[str], ids: Sequence[str] = ()) -> Load:
        """The rows of every record, current or replaced, about these subjects, and of the records with these ids."""
        conditions = [records.c.subject.in_(some) for some in chunks(sorted({*subjects}))]
        conditions += [records.c.id.in_(some) for some in chunks(ids)]
        with self._room.reading() as connection:
            return _load(connection, conditions)

    def erasures(self, subjects: Collection[str]) -> list[str]:
        """The ids of the records that something about these subjects was erased, or about nobody in particular."""
        question = select(records.c.id, records.c.answers).where(
            records.c.blank == ERASURE_BLANK, records.c.subject == HANDS, records.c.answers.is_not(None)
        )
        with self._room.reading() as connection:
            said = {id_: read(answers_of(answers)).whose for id_, answers in connection.execute(question)}
        return [id_ for id_, whose in said.items() if not whose or whose in subjects]

    def take(
        self,
        load: Load,
        *,
        whole: bool,
        act: str | None = None,
        about: str = "",
        entries: Sequence[Entry] = (),
        seat: str | None = None,
    ) -> TakenIn:
        """Take in what is not here yet, with `entries` of our own (who it came from), as one act, all or nothing.

        `whole`: the load is the news of its devices, whose chains must go on where they end here; otherwise it is a
        part. `seat`: rows of devices of this seat alone are accepted. More loads may come in one act. Erasures that
        come are done here too, and of what was erased here only the links come. Raises `KnownError` where something
        of it is not what was filed, and nothing of it is here then.
        """
        how = taking.Manner(whole, seat, act, about)
        taken = taking.take(self._room, self._writing, load, how, entries, besides=self._besides)
        self._after(taken)
        return taken

    def weigh(self, load: Load, *, whole: bool, seat: str | None = None) -> TakenIn:
        """What `take` would do; nothing is written. Raises as it does."""
        return taking.weigh(self._room, self._writing, load, taking.Manner(whole, seat, None, ""))


def _load(
    connection: Connection, chosen: Sequence[ColumnElement[bool]], looked: Sequence[ColumnElement[bool]] = ()
) -> Load:
    """The rows of which one of the conditions holds, each once, in the order of their chains."""
    found: dict[str, Row[*tuple[Any, ...]]] = {}
    replaced: dict[str, tuple[str, ...]] = {}
    joined = records.join(filings, records.c.filing == filings.c.n)
    for condition in chosen:
        ids = select(records.c.id).select_from(joined).where(condition)
        replaced |= what_replaces(connection, replacements.c.new.in_(ids))
        question = select(records, *_FILED).select_from(joined).where(condition)
        found |= {row.id: row for row in connection.execute(question)}
    places: dict[FilingRow, int] = {}
    rows = []
    for row in sorted(found.values(), key=attrgetter("device", "seq")):
        place = places.setdefault(FilingRow(*tuple(row)[-len(_FILED) :]), len(places))
        rows.append(
            RecordRow(
                place, row.id, row.blank, row.subject, row.answers, replaced.get(row.id, ()), row.restores, row.seq,
                row.nonce, row.digest, row.link,
            )
        )  # fmt: skip
    return Load(
        filings=tuple(places),
        records=tuple(rows),
        openings=_openings(connection, looked),
        papers=_papers(connection, rows),
    )


def _openings(connection: Connection, looked: Sequence[ColumnElement[bool]]) -> tuple[OpeningRow, ...]:
    if not looked:
        return ()
    o = openings.c
    question = select(o.subject, o.author, o.device, o.opened, o.seq, o.link).where(or_(*looked))
    return tuple(OpeningRow(*row) for row in connection.execute(question.order_by(o.device, o.seq)))


def _papers(connection: Connection, rows: Iterable[RecordRow]) -> tuple[bytes, ...]:
    named = {digest: None for row in rows if (digest := row.paper)}
    found: dict[str, bytes] = {}
    for some in chunks([*named]):
        question = select(papers.c.digest, papers.c.content).where(papers.c.digest.in_(some))
        found |= dict(connection.execute(question).all())
    return tuple(found[digest] for digest in named if digest in found)
