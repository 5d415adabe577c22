"""Settings: the small things beside the records: the school, its secret, drafts."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from schoolprep.store.records.room import Room
from schoolprep.store.records.tables import drafts, meta


class Settings:
    """Names with a value, and drafts."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def get(self, name: str) -> str | None:
        """The value kept under a name."""
        with self._room.reading() as connection:
            return self.get_in(connection, name)

    @staticmethod
    def get_in(connection: Connection, name: str) -> str | None:
        """The value kept under a name, asked in a transaction that is under way."""
        return connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar()

    def put(self, name: str, value: str) -> None:
        """Keep a value under a name."""
        with self._room.transaction() as connection:
            self.put_in(connection, name, value)

    @staticmethod
    def put_in(connection: Connection, name: str, value: str) -> None:
        """Keep a value in a transaction that is under way."""
        connection.execute(delete(meta).where(meta.c.name == name))
        connection.execute(insert(meta).values(name=name, value=value))

    def save_draft(self, name: str, state: bytes, at: str) -> None:
        """Keep a draft in place of the one of that name."""
        with self._room.transaction() as connection:
            connection.execute(delete(drafts).where(drafts.c.name == name))
            connection.execute(insert(drafts).values(name=name, state=state, saved=at))

    def drafts(self) -> dict[str, bytes]:
        """Every kept draft, the latest saved last."""
        with self._room.reading() as connection:
            rows = connection.execute(
                select(drafts.c.name, drafts.c.state).order_by(drafts.c.saved, drafts.c.name)
            )
            return dict(rows.all())

    def drop_draft(self, name: str) -> None:
        """Forget a draft."""
        with self._room.transaction() as connection:
            connection.execute(delete(drafts).where(drafts.c.name == name))
