"""Cache: each subject's current records in one piece, so that a school opens without reading every record by itself.

A copy, never the truth, and it may be thrown away at any time. It counts only while it fits: the subject's current
records are still the ones it was made of, the program reads records as it did then, and its seal holds. What it is
made of is the business of whoever packs; here it is bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import NamedTuple

from sqlalchemy import Connection, LargeBinary, bindparam, cast, delete, func, select

from schoolprep.store.file.tables import packed
from schoolprep.store.file.vault import Vault
from schoolprep.store.records.nouns import Misshapen
from schoolprep.store.records.tables import CURRENT, records

SEAL_BYTES = 16
_COPIES = select(
    packed.c.subject, packed.c.number, packed.c.newest,
    cast(packed.c.seal, LargeBinary), cast(packed.c.body, LargeBinary),
).order_by(packed.c.subject)  # fmt: skip
"""Every copy; bytes whatever was done to them."""


class Stand(NamedTuple):
    """Which records of a subject are current.

    Records are only added, and one that is no longer current never becomes so again. So what is current can change
    without a newer current record only by becoming less: the same newest and the same number are the same records.
    """

    number: int
    newest: int
    """The place of the newest among all records of the file (`records.n`)."""


class Copies(NamedTuple):
    """What is packed, and what is not."""

    bodies: dict[str, bytes]
    """By subject, in their order."""
    missing: dict[str, Stand]
    """The subjects whose records must be read, as they stand."""
    stale: frozenset[str]
    """Whose copy no longer fits anything."""


class Cache:
    """The packed copies in an open store."""

    def __init__(self, vault: Vault, secret: bytes) -> None:
        self._vault = vault
        self._secret = secret

    def find(self, form: bytes) -> Copies:
        """Every copy that fits; `form` names how the packer reads records, and another form fits nothing."""
        with self._vault.reading() as connection:
            stands = _stands(connection)
            rows = [*self._vault.rows(connection, _COPIES)]
        bodies: dict[str, bytes] = {}
        for subject, number, newest, seal, body in rows:
            if stands.get(subject) == (number, newest) and seal == self._seal(
                form, subject, Stand(number, newest), body
            ):
                bodies[subject] = body
        missing = {subject: stand for subject, stand in stands.items() if subject not in bodies}
        return Copies(bodies, missing, frozenset(row[0] for row in rows) - bodies.keys())

    def keep(self, form: bytes, found: Copies, bodies: Mapping[str, bytes]) -> None:
        """Put copies of what was missing in the place of what was stale."""
        gone = [{"gone": subject} for subject in found.stale | bodies.keys()]
        rows = [
            (subject, *stand, self._seal(form, subject, stand, body), body)
            for subject, body in bodies.items()
            if (stand := found.missing.get(subject))
        ]
        with self._vault.transaction() as connection:
            if gone:
                connection.execute(delete(packed).where(packed.c.subject == bindparam("gone")), gone)
            self._vault.bulk(connection, packed, rows)

    def _seal(self, form: bytes, subject: str, stand: Stand, body: bytes) -> bytes:
        """Under the school's secret, over everything that says what the copy is a copy of."""
        said = b"%b %b %d %d " % (form, subject.encode(), stand.number, stand.newest)
        return blake2b(said + body, key=self._secret, digest_size=SEAL_BYTES).digest()


def _stands(connection: Connection) -> dict[str, Stand]:
    """How every subject stands: answered from the index on subjects alone. Raises `Misshapen`."""
    n = records.c.n
    rows = connection.execute(
        select(records.c.subject, func.count(), func.max(n))
        .where(records.c.standing == CURRENT)
        .group_by(records.c.subject)
    )
    stands = {subject: Stand(number, newest) for subject, number, newest in rows}
    if not all(isinstance(subject, str) for subject in stands):
        raise Misshapen
    return stands
