"""Migrate: bring a workspace to this program's format, in numbered steps of SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, LargeBinary, insert, inspect, select
from sqlalchemy.exc import DBAPIError

from schoolprep.facts.problem import WorkspaceError
from schoolprep.store.file import look, tables
from schoolprep.store.file.vault import Vault


class Migration(NamedTuple):
    """One step: its number, its name, its statements."""

    number: int
    name: str
    sql: str

    def statements(self, connection: Connection) -> list[str]:
        """The statements in the words of the database."""
        sql = self.sql.replace("{bytes}", LargeBinary().compile(dialect=connection.dialect))
        bare = "\n".join(line for line in sql.splitlines() if not line.lstrip().startswith("--"))
        return [statement.strip() for statement in bare.split(";") if statement.strip()]


@cache
def migrations() -> tuple[Migration, ...]:
    """Every step in order, from `migrations/NNNN_name.sql`."""
    found = []
    for path in Path(__file__).with_name("migrations").iterdir():
        if path.name.endswith(".sql"):
            number, _, name = path.name.removesuffix(".sql").partition("_")
            found.append(Migration(int(number), name, path.read_text("utf-8")))
    return tuple(sorted(found))


def bring_up(
    vault: Vault, at: str, before: Callable[[], object], steps: tuple[Migration, ...] | None = None
) -> None:
    """Run the steps that have not run yet, each in one transaction with the row that says so; in a new file all in one.

    `before` is called once before the first of them where the file already has a format (it makes the backup).
    Raises `WorkspaceError` for a file of a newer program.
    """
    steps = migrations() if steps is None else steps
    done = _done(vault)
    if done > steps[-1].number:
        raise WorkspaceError("store.newer", file=vault.path.name, found=done, known=steps[-1].number)
    missing = [step for step in steps if step.number > done]
    if missing and done:
        _refuse_misfit(vault, missing)
        before()
    for together in [[step] for step in missing] if done else [missing]:
        with vault.transaction() as connection:
            tables.migrations.create(connection, checkfirst=True)
            for step in together:
                for statement in step.statements(connection):
                    connection.exec_driver_sql(statement)
                connection.execute(
                    insert(tables.migrations).values(number=step.number, name=step.name, ran=at)
                )


class _TriedOnly(Exception):
    """Takes back what a trial did."""


def _refuse_misfit(vault: Vault, steps: Iterable[Migration]) -> None:
    """Try the steps and take them back; raises `WorkspaceError` where the tables are not what the file says they are.

    A file that lost a row of its migrations would otherwise be copied at every opening before it is refused.
    """
    try:
        with vault.transaction() as connection:
            for step in steps:
                for statement in step.statements(connection):
                    connection.exec_driver_sql(statement)
            raise _TriedOnly
    except _TriedOnly:
        return
    except DBAPIError as wrong:
        raise look.damaged(vault.path) from wrong


def _done(vault: Vault) -> int:
    """The number of the last step that ran; 0 for a new file."""
    numbers: Sequence[int] = ()
    with vault.reading() as connection:
        tables_there = inspect(connection).get_table_names()
        if tables.migrations.name in tables_there:
            numbers = connection.execute(select(tables.migrations.c.number)).scalars().all()
    if not numbers and {*tables_there} - {tables.migrations.name}:
        raise WorkspaceError("store.other-format", file=str(vault.path), format="SQLCipher")
    if sorted(numbers) != [*range(1, len(numbers) + 1)]:
        raise look.damaged(vault.path)
    return len(numbers)
