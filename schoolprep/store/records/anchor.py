"""Anchor: a short code of how a file stands, to be kept outside it: on paper, in a backup's name.

Whoever has the passphrase can write the whole file anew, chains and all; then it no longer fits a code that stands on
a sheet in a drawer. The code names how many records and lines of the log it covers, so it goes on holding for a file
that has grown since, and for no other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, func, select

from schoolprep.facts.problem import Problem
from schoolprep.store.records import chain
from schoolprep.store.records.find import chunks
from schoolprep.store.records.school import SETTING_BLANK
from schoolprep.store.records.tables import devices, filings, openings, records, replacements

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter is taken for a digit."""
_HASH_SIGNS = 10
"""50 bits."""
_MISREAD = str.maketrans("OILU", "011V")
_CODE = re.compile(r"(\d{1,12})-(\d{1,12})-([0-9A-Z]{5})-([0-9A-Z]{5})")


class Anchor(NamedTuple):
    """A code, taken apart."""

    records: int
    """Up to which record of the file (`records.n`)."""
    openings: int
    mark: str

    def __str__(self) -> str:
        return f"{self.records}-{self.openings}-{self.mark[:5]}-{self.mark[5:]}"


def read(code: str) -> Anchor | None:
    """A code as somebody typed it from paper; None where it is none."""
    plain = "".join(code.upper().split()).replace("–", "-").replace("—", "-")
    found = _CODE.fullmatch(plain)
    if found is None:
        return None
    mark = (found[3] + found[4]).translate(_MISREAD)
    return Anchor(int(found[1]), int(found[2]), mark) if set(mark) <= set(_SIGNS) else None


def taken(connection: Connection, settings: Mapping[str, str]) -> Anchor:
    """The code of the file as it stands; `settings`: those of the school that are on record (`school.recorded`)."""
    last, looked = _last(connection)
    return Anchor(last, looked, _mark(connection, last, looked, settings))


def misfit(connection: Connection, code: str, settings: Mapping[str, str]) -> Problem | None:
    """What is wrong with the file by a code that was taken of it; None where it holds."""
    anchor = read(code)
    if anchor is None:
        return Problem("store.anchor-misread", {"code": code})
    last, looked = _last(connection)
    if anchor.records > last or anchor.openings > looked:
        return Problem("store.anchor-ahead", {"code": str(anchor), "records": last, "wanted": anchor.records})
    if anchor.mark != _mark(connection, anchor.records, anchor.openings, settings):
        return Problem("store.anchor-other", {"code": str(anchor)})
    return None


def _last(connection: Connection) -> tuple[int, int]:
    last = connection.execute(select(func.max(records.c.n))).scalar() or 0
    return last, connection.execute(select(func.max(openings.c.n))).scalar() or 0


def _mark(connection: Connection, last: int, looked: int, settings: Mapping[str, str]) -> str:
    said = (
        last,
        looked,
        sorted((device, *end) for device, end in _ends(connection, last).items()),
        sorted(_log_ends(connection, looked)),
        sorted((dict(settings) | _settings_at(connection, last)).items()),
        _merges(connection, last),
    )
    number = int.from_bytes(blake2b(msgspec.json.encode(said), digest_size=8, person=b"anchor").digest()[:7])
    return "".join(_SIGNS[number >> 5 * at & 31] for at in reversed(range(_HASH_SIGNS)))


def _ends(connection: Connection, last: int) -> dict[str, tuple[int, str]]:
    """How many records of each device there were, and where its chain ended, when `last` was the last record."""
    joined = records.join(filings, records.c.filing == filings.c.n)
    newest = (
        select(filings.c.device, func.max(records.c.n).label("n"), func.count().label("many"))
        .select_from(joined)
        .where(records.c.n <= last)
        .group_by(filings.c.device)
    )
    ends = {row.device: row for row in connection.execute(newest)}
    links: dict[int, bytes] = {}
    for some in chunks([row.n for row in ends.values()]):
        links |= dict(
            connection.execute(select(records.c.n, records.c.link).where(records.c.n.in_(some))).all()
        )
    found = {device: (int(row.many), links[row.n].hex()) for device, row in ends.items()}
    parts = select(devices.c.device, devices.c.partial).where(devices.c.partial.is_not(None))
    for device, whole_until in connection.execute(parts).all():
        if device in found:
            found[device] = (found[device][0], _running(connection, device, whole_until, last).hex())
    return found


def _running(connection: Connection, device: str, whole_until: int, last: int) -> bytes:
    """The link over a chain in part, in the order it came here (see `tables.devices`)."""
    joined = records.join(filings, records.c.filing == filings.c.n)
    rows = connection.execute(
        select(records.c.id, records.c.digest, records.c.link)
        .select_from(joined)
        .where(filings.c.device == device, records.c.n <= last)
        .order_by(records.c.n)
    )
    link = chain.start(device)
    for at, row in enumerate(rows):
        link = row.link if at < whole_until else chain.link(link, row.id, row.digest)
    return link


def _merges(connection: Connection, last: int) -> list[tuple[int, str]]:
    """Which merge brought which of the filings that there were."""
    newest = select(func.max(records.c.filing)).where(records.c.n <= last).scalar_subquery()
    asked = select(filings.c.n, filings.c.came).where(filings.c.came.is_not(None), filings.c.n <= newest)
    return [(n, came) for n, came in connection.execute(asked.order_by(filings.c.n))]


def _log_ends(connection: Connection, looked: int) -> Sequence[tuple[str, int, str]]:
    newest = (
        select(func.max(openings.c.n))
        .where(openings.c.n <= looked)
        .group_by(openings.c.device)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(openings.c.device, openings.c.seq, openings.c.link).where(openings.c.n.in_(newest))
    )
    return [(row.device, row.seq, row.link.hex()) for row in rows]


def _settings_at(connection: Connection, last: int) -> dict[str, str]:
    """The settings by the records that stood when `last` was the last one.

    Before the first change of one no record says it; then the oldest record does, which says what stood before.
    """
    asked = select(records.c.id, records.c.n, records.c.answers).where(
        records.c.blank == SETTING_BLANK, records.c.answers.is_not(None)
    )
    rows = connection.execute(asked.order_by(records.c.n)).all()
    then = {row.id for row in rows if row.n <= last}
    over = select(replacements.c.old).where(replacements.c.new.in_(then))
    gone = set(connection.execute(over).scalars()) if then else set()
    oldest: dict[str, str] = {}
    standing: dict[str, str] = {}
    for row in rows:
        said = msgspec.json.decode(row.answers, type=dict[str, object])
        name, value = str(said.get("name", "")), str(said.get("value", ""))
        oldest.setdefault(name, value)
        if row.id in then - gone:
            standing[name] = value
    return oldest | standing
