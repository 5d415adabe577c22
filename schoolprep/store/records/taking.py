"""Taking: rows from another file's chain come in, checked against what stands here; a union, whatever the order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, insert, select, update

from schoolprep.facts.paper import paper_digest
from schoolprep.facts.problem import KnownError
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.subject import HANDS, THE_SCHOOL
from schoolprep.store.records import chain, erasing
from schoolprep.store.records.erasing import Erasure
from schoolprep.store.records.find import chunks
from schoolprep.store.records.load import FilingRow, Load, OpeningRow, RecordRow, refuse_misshapen
from schoolprep.store.records.nouns import spoken
from schoolprep.store.records.papers import keep
from schoolprep.store.records.replacing import Topic, replacing, topics
from schoolprep.store.records.room import Room
from schoolprep.store.records.tables import (
    CURRENT,
    REPLACED,
    WITHDRAWN,
    devices,
    filings,
    openings,
    records,
    replacements,
)
from schoolprep.store.records.writing import RecordWriter, new_id


class TakenIn(NamedTuple):
    """What came in."""

    act: str
    """What takes it back; empty where nothing came in."""
    merged: int
    known: int
    """Records that were here already."""
    subjects: frozenset[str] = frozenset()
    """Whom and what the merged ones are about, and whom an erasure took."""
    dropped: int = 0
    """Records about somebody erased: of the merged ones, those that came without their answers."""
    erased: int = 0
    """Erasures that came and were done here too."""


class Manner(NamedTuple):
    """How a load comes in; see `Travel.take`."""

    whole: bool
    seat: str | None
    act: str | None
    about: str


class _Chain(NamedTuple):
    """Where a device's chain ends here."""

    records: int
    link: bytes
    openings: int
    opening_link: bytes
    partial: int | None

    @property
    def whole(self) -> bool:
        """Whether all of it is here."""
        return self.partial is None


class _Weighed(NamedTuple):
    """A load that fits: what of it is new, and where the chains end with it."""

    load: Load
    rows: Sequence[RecordRow]
    dropped: int
    looked: Sequence[OpeningRow]
    ends: Mapping[str, _Chain]
    erasures: Sequence[Erasure]
    """Those that are new here."""

    def taken(self, act: str) -> TakenIn:
        """What is told of it."""
        known = self.load.size - len(self.rows)
        subjects = {row.subject for row in self.rows} | {one.whose for one in self.erasures} - {""}
        came = act if self.rows or self.looked else ""
        return TakenIn(came, len(self.rows), known, frozenset(subjects), self.dropped, len(self.erasures))


def take(
    room: Room,
    writing: RecordWriter,
    load: Load,
    way: Manner,
    entries: Sequence[Entry],
    *,
    besides: Callable[[Connection, Sequence[Erasure]], object],
) -> TakenIn:
    """See `Travel.take`."""
    refuse_misshapen(load)
    act = way.act or new_id()
    with room.transaction() as connection:
        weighed = _weighed(connection, load, way, writing.device)
        for one in weighed.erasures:
            erasing.wipe(connection, one)
        if weighed.erasures:
            besides(connection, weighed.erasures)
        _bring_in(room, connection, weighed, act)
        writing.beside(connection, entries, act, way.about)
        taken = weighed.taken(act)
        if THE_SCHOOL in taken.subjects:
            writing.settled(connection)
    return taken._replace(act=act) if entries else taken


def weigh(room: Room, writing: RecordWriter, load: Load, way: Manner) -> TakenIn:
    """See `Travel.weigh`."""
    refuse_misshapen(load)
    with room.reading() as connection:
        return _weighed(connection, load, way, writing.device).taken("")


# ---------------------------------------------------------------- checking


def _weighed(connection: Connection, load: Load, way: Manner, own: str) -> _Weighed:
    """Check everything that a load says against itself and against what is here."""
    _refuse_foreign(load, way.seat)
    _refuse_strange_acts(connection, load, way.seat)
    _refuse_crossing(connection, load)
    rows = _unknown(connection, load)
    ends = _ends(connection, [load.device_of(row) for row in rows] + [row.device for row in load.openings])
    kept: list[RecordRow] = []
    for device, some in _by_device(load, rows).items():
        if device == own:
            raise _refusal("store.load-own", load, some[0])
        here = ends.get(device) or _beginning(device, None if way.whole else 0)
        ends[device] = _with_rows(connection, load, some, here, whole=way.whole)
        kept += some
    lines: list[OpeningRow] = []
    looked: dict[str, list[OpeningRow]] = defaultdict(list)
    for line in load.openings:
        looked[line.device].append(line)
    for device, opened in looked.items():
        here = ends.get(device) or _beginning(device, None)
        fresh, ends[device] = _with_openings(connection, opened, here)
        lines += fresh
    came = [erasure for row in rows if (erasure := _erasure(row))]
    stripped = _stripped(connection, load, kept, came)
    dropped = sum(one is not row for one, row in zip(stripped, kept, strict=True))
    return _Weighed(load, stripped, dropped, lines, ends, came)


def _unknown(connection: Connection, load: Load) -> list[RecordRow]:
    """The records that are not here yet. Raises `KnownError` where one is not what was filed, or is another here."""
    filed = [chain.filing(_said_of(row)) for row in load.filings]
    known = _known(connection, load.records)
    for row in load.records:
        if row.nonce is not None:
            _refuse_altered(row, load, filed[row.filing])
        said = (row.digest, row.link, row.seq)
        if known.get(row.id, said) != said:
            raise _refusal("store.load-altered", load, row)
    return [row for row in load.records if row.id not in known]


def _by_device(load: Load, rows: Iterable[RecordRow]) -> dict[str, list[RecordRow]]:
    """Records by their devices, in the order of the chains."""
    found: dict[str, list[RecordRow]] = defaultdict(list)
    for row in sorted(rows, key=attrgetter("seq")):
        found[load.device_of(row)].append(row)
    return found


def _erasure(row: RecordRow) -> Erasure | None:
    if row.blank != erasing.ERASURE_BLANK or row.subject != HANDS or row.answers is None:
        return None
    return erasing.read(msgspec.json.decode(row.answers, type=Answers))


def _stripped(
    connection: Connection, load: Load, rows: Sequence[RecordRow], came: Sequence[Erasure]
) -> list[RecordRow]:
    """The new records, without the answers of those about whom something was erased here.

    One that comes without its own is let in where an erasure, here or coming with it, explains that.
    """
    here = erasing.erasures(connection)
    gone = erasing.erased_subjects(connection)
    in_force = [one for one in here if not one.whose or one.blanks or one.whose in gone]
    found = []
    for row in rows:
        about = (row.subject, row.blank, load.filings[row.filing].written)
        if row.nonce is None and not any(one.covers(*about) for one in (*here, *came)):
            raise _refusal("store.load-altered", load, row)
        drop = row.nonce is not None and any(one.covers(*about) for one in in_force)
        found.append(msgspec.structs.replace(row, answers=None, nonce=None) if drop else row)
    return found


def _refuse_foreign(load: Load, seat: str | None) -> None:
    if seat is None:
        return
    filed = [(row.device, row.author) for row in load.filings]
    looked = [(row.device, row.author) for row in load.openings]
    for device, author in filed + looked:
        if not device.startswith(f"{seat}-"):
            raise KnownError("store.load-foreign", device=device, author=author)


def _refuse_altered(row: RecordRow, load: Load, filed: bytes) -> None:
    assert row.nonce is not None
    said = (row.id, row.blank, row.subject, row.replaces, row.restores)
    if chain.digest(row.nonce, filed, said, (row.answers or "").encode()) != row.digest:
        raise _refusal("store.load-altered", load, row)


def _refusal(code: str, load: Load, row: RecordRow) -> KnownError:
    filing = load.filings[row.filing]
    return KnownError(
        code, id=row.id, author=filing.author, device=filing.device, written=spoken(filing.written)
    )


def _refuse_strange_acts(connection: Connection, load: Load, seat: str | None) -> None:
    """An act is one device's: what names another's would be undone with it, or, from a part of it, undo it."""
    named = {act for row in load.filings for act in (row.act, row.undoes) if act}
    whose: dict[str, str] = {}
    for some in chunks([*named]):
        asked = select(filings.c.act, filings.c.device).where(filings.c.act.in_(some))
        whose |= dict(connection.execute(asked).all())
    for row in load.filings:
        others = whose.setdefault(row.act, row.device) != row.device
        others |= seat is not None and whose.get(row.undoes or "", row.device) != row.device
        if others:
            at = spoken(row.written)
            raise KnownError(
                "store.load-altered", id=row.act, author=row.author, device=row.device, written=at
            )


def _refuse_crossing(connection: Connection, load: Load) -> None:
    """Nothing takes away what it is not about."""
    olds = {old for row in load.records for old in row.replaces}
    about = topics(connection, [*olds]) | {row.id: _topic(row) for row in load.records if row.id in olds}
    for row in load.records:
        if not all(_topic(row).fits(about[old]) for old in row.replaces if old in about):
            raise _refusal("store.load-crosses", load, row)


def _topic(row: RecordRow) -> Topic:
    return Topic(row.subject, row.blank)


def _known(connection: Connection, rows: Sequence[RecordRow]) -> dict[str, tuple[bytes, bytes, int]]:
    """Digest, link and number of those records that are here."""
    found: dict[str, tuple[bytes, bytes, int]] = {}
    for some in chunks([row.id for row in rows]):
        columns = (records.c.id, records.c.digest, records.c.link, records.c.seq)
        here = connection.execute(select(*columns).where(records.c.id.in_(some)))
        found |= {row.id: (row.digest, row.link, row.seq) for row in here}
    return found


def _ends(connection: Connection, names: Iterable[str]) -> dict[str, _Chain]:
    """Where these devices' chains end here; those of which nothing is here are left out."""
    found: dict[str, _Chain] = {}
    for some in chunks([*dict.fromkeys(names)]):
        for device, *end in connection.execute(select(devices).where(devices.c.device.in_(some))):
            found[device] = _Chain(*end)
    return found


def _beginning(device: str, partial: int | None) -> _Chain:
    start = chain.start(device)
    return _Chain(0, start, 0, start, partial)


def _with_rows(
    connection: Connection, load: Load, rows: list[RecordRow], here: _Chain, *, whole: bool
) -> _Chain:
    """The end of a chain with new rows of it, which are in its order."""
    if here.whole and (whole or rows[0].seq == here.records + 1):
        end = _continued(load, rows, here, whole=whole)
        if end is not None:
            return end
    elif here.whole and rows[0].seq <= here.records:
        raise _refusal("store.load-forked", load, rows[0])
    return _in_part(connection, load, rows, here)


def _continued(load: Load, rows: list[RecordRow], here: _Chain, *, whole: bool) -> _Chain | None:
    """The end of a whole chain that goes on; None where a part of it leaves something out.

    Raises `KnownError` where it goes another way than here, or the whole has a hole.
    """
    seq, link = here.records, here.link
    for row in rows:
        if row.seq <= seq:
            raise _refusal("store.load-forked", load, row)
        if row.seq != seq + 1:
            if whole:
                raise _refusal("store.load-gap", load, row)
            return None
        seq, link = row.seq, chain.link(link, row.id, row.digest)
        if link != row.link:
            raise _refusal("store.load-forked", load, row)
    return here._replace(records=seq, link=link)


def _in_part(connection: Connection, load: Load, rows: list[RecordRow], here: _Chain) -> _Chain:
    """The end of a chain that is here in part, with more of it.

    Rows that follow each other must hold together. Raises `KnownError` where two stand at one place.
    """
    device = load.device_of(rows[0])
    joined = records.join(filings, records.c.filing == filings.c.n)
    question = select(records.c.seq, records.c.link).select_from(joined).where(filings.c.device == device)
    at: dict[int, bytes] = {0: chain.start(device), **dict(connection.execute(question).all())}
    for row in rows:
        if row.seq in at:
            raise _refusal("store.load-forked", load, row)
        at[row.seq] = row.link
    for row in rows:
        before = at.get(row.seq - 1)
        if before is not None and chain.link(before, row.id, row.digest) != row.link:
            raise _refusal("store.load-forked", load, row)
    link = here.link
    for row in rows:
        link = chain.link(link, row.id, row.digest)
    partial = here.records if here.partial is None else here.partial
    return here._replace(records=here.records + len(rows), link=link, partial=partial)


def _with_openings(
    connection: Connection, lines: list[OpeningRow], here: _Chain
) -> tuple[list[OpeningRow], _Chain]:
    """The lines of a log that are new here, and the end of its chain with them."""
    lines.sort(key=attrgetter("seq"))
    known = _log_known(connection, lines[0].device, lines[0].seq)
    seq, link = here.openings, here.opening_link
    fresh = []
    for line in lines:
        if line.seq <= seq:
            if known.get(line.seq) not in {None, line.link}:
                raise KnownError("store.load-log", device=line.device, author=line.author)
            continue
        link = chain.opening(link, line.subject, line.author, line.device, line.opened)
        if (line.seq, line.link) != (seq + 1, link):
            raise KnownError("store.load-log", device=line.device, author=line.author)
        seq = line.seq
        fresh.append(line)
    return fresh, here._replace(openings=seq, opening_link=link)


def _log_known(connection: Connection, device: str, since: int) -> dict[int, bytes]:
    question = select(openings.c.seq, openings.c.link)
    here = question.where(openings.c.device == device, openings.c.seq >= since)
    return dict(connection.execute(here).all())


def _said_of(row: FilingRow) -> tuple[str, str | None, str, str, str, str]:
    return row.act, row.undoes, row.about, row.author, row.device, row.written


# ---------------------------------------------------------------- bringing in


def _bring_in(room: Room, connection: Connection, weighed: _Weighed, act: str) -> None:
    """Write what is new; everything was checked."""
    _save_ends(connection, weighed.ends)
    numbers = _bring_filings(room, connection, weighed, act)
    rows = weighed.rows
    if rows:
        replaced = _replaced(connection, rows)
        n = room.next(connection, records.c.n, len(rows))
        room.bulk(
            connection,
            records,
            [
                (
                    n + at, row.id, row.blank, row.subject, row.answers, numbers[row.filing],
                    _standing(row, replaced), row.restores, row.seq, row.nonce, row.digest, row.link,
                )
                for at, row in enumerate(rows)
            ],
        )  # fmt: skip
        olds = [(row.id, place, old) for row in rows for place, old in enumerate(row.replaces)]
        room.bulk(connection, replacements, olds)
        _mark_replaced(connection, {old for _, _, old in olds})
        named = {row.paper for row in rows}
        keep(connection, (one for one in weighed.load.papers if paper_digest(one) in named))
    if weighed.looked:
        n = room.next(connection, openings.c.n, len(weighed.looked))
        told = [
            (n + at, one.subject, one.author, one.device, one.opened, one.seq, one.link)
            for at, one in enumerate(weighed.looked)
        ]
        room.bulk(connection, openings, told)


def _save_ends(connection: Connection, ends: Mapping[str, _Chain]) -> None:
    there = _ends(connection, ends)
    for device, end in ends.items():
        if device not in there:
            connection.execute(insert(devices).values(device=device, **end._asdict()))
        elif there[device] != end:
            connection.execute(update(devices).where(devices.c.device == device).values(end._asdict()))


def _bring_filings(room: Room, connection: Connection, weighed: _Weighed, act: str) -> dict[int, int]:
    """Write the filings of what is new; their numbers here by their places in the load."""
    places = sorted({row.filing for row in weighed.rows})
    n = room.next(connection, filings.c.n, len(places)) if places else 0
    numbers = {place: n + at for at, place in enumerate(places)}
    rows = [(numbers[place], *_said_of(weighed.load.filings[place]), act) for place in places]
    room.bulk(connection, filings, rows)
    return numbers


def _replaced(connection: Connection, rows: Sequence[RecordRow]) -> set[str]:
    """Which of these records something replaces, here already or among them."""
    about = {row.id: _topic(row) for row in rows}
    here = replacing(connection, [*about])
    return {old for row in rows for old in row.replaces} | {old for old, new in here if new.fits(about[old])}


def _standing(row: RecordRow, replaced: set[str]) -> int:
    if row.id in replaced:
        return REPLACED
    return WITHDRAWN if row.answers is None else CURRENT


def _mark_replaced(connection: Connection, olds: Iterable[str]) -> None:
    for some in chunks(sorted(olds)):
        still = records.c.id.in_(some) & (records.c.standing != REPLACED)
        connection.execute(update(records).where(still).values(standing=REPLACED))
