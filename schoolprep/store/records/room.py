"""Room: what records ask of the database they are kept in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import Column, Connection, Select, Table


class Room(Protocol):
    """A database that has the tables of `records.tables`.

    Statements are SQLAlchemy's, in words that every database has; where databases differ, the room answers.
    """

    @property
    def turn(self) -> AbstractContextManager[object]:
        """Who is inside is the only one to write; others wait. Who is inside may come in again."""

    def transaction(self) -> AbstractContextManager[Connection]:
        """Everything written inside or nothing; trouble of the surroundings comes out as `KnownError`."""

    def reading(self) -> AbstractContextManager[Connection]:
        """One state to read from, whatever is written meanwhile; nothing is written inside."""

    def rows(self, connection: Connection, question: Select[*tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
        """A great many rows as plain tuples, in this database's fastest way."""

    def bulk(self, connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert a great many rows, which stand in the order of the table's columns."""

    def next(self, connection: Connection, number: Column[int], count: int = 1) -> int:
        """The first of `count` numbers in a row, each higher than any that this column holds."""
