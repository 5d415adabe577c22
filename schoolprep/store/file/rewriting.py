"""Rewriting: after an erasure every page is laid out anew; what a crash left undone, the next opening does."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from schoolprep.facts.forgetting import forget_everybody
from schoolprep.store.file.tables import packed
from schoolprep.store.file.vault import Vault
from schoolprep.store.records.erasing import Erased, Erasure
from schoolprep.store.records.erasures import Erasures
from schoolprep.store.records.find import chunks
from schoolprep.store.records.tables import meta
from schoolprep.store.records.writing import RecordWriter

_OWED = "rewrite"
"""The name in `meta` that stands while pages may still hold what was erased."""


class FileErasures(Erasures):
    """Erasures of a file: its packed copies go with the records, and then every page is written anew."""

    def __init__(self, vault: Vault, writing: RecordWriter) -> None:
        super().__init__(vault, writing)
        self._vault = vault

    def erase(
        self, what: Sequence[Erasure], why: str, *, words: Sequence[str] = (), purpose: str = ""
    ) -> Erased:
        """See `Erasures`."""
        done = super().erase(what, why, words=words, purpose=purpose)
        settle(self._vault)
        forget_everybody()
        return done

    def besides(self, connection: Connection, what: Sequence[Erasure]) -> None:
        """Owe what these leave behind, in the transaction that erases them."""
        owe(connection, [one.whose for one in what])


def owe(connection: Connection, subjects: Sequence[str]) -> None:
    """Remove the packed copies of those erased (one of them empty: everybody's); pages are to be written anew."""
    if all(subjects):
        for some in chunks(subjects):
            connection.execute(delete(packed).where(packed.c.subject.in_(some)))
    else:
        connection.execute(delete(packed))
    connection.execute(delete(meta).where(meta.c.name == _OWED))
    connection.execute(insert(meta).values(name=_OWED, value="1"))


def settle(vault: Vault) -> None:
    """Lay the file out anew where that is owed. Raises `KnownError` where the disk has no room: then it stays owed."""
    with vault.reading() as connection:
        owed = connection.execute(select(meta.c.value).where(meta.c.name == _OWED)).first()
    if owed is None or vault.reads_only:
        return
    vault.rewrite()
    with vault.transaction() as connection:
        connection.execute(delete(meta).where(meta.c.name == _OWED))
