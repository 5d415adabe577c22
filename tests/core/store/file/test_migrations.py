"""Migrations: every step runs once and whole; old files come up to date, newer ones are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from schoolprep.facts.problem import WorkspaceError
from schoolprep.facts.record import Entry
from schoolprep.facts.words import say_problem
from schoolprep.store import Key, School, Store, Who
from schoolprep.store.file import migrate, tables
from schoolprep.store.file.look import backups_of
from schoolprep.store.file.migrate import Migration, bring_up, migrations
from schoolprep.store.file.vault import Vault
from schoolprep.store.records.tables import metadata as of_records

DECLARED = {table.name: table for kept in (of_records, tables.metadata) for table in kept.sorted_tables}
FORMAT_0 = Migration(
    1, "before", "CREATE TABLE meta (name VARCHAR(40) NOT NULL PRIMARY KEY, value TEXT NOT NULL);"
)
ADD = Migration(2, "add", "ALTER TABLE meta ADD COLUMN note TEXT; UPDATE meta SET note = 'moved';")
BREAKS = Migration(3, "breaks", "CREATE TABLE half (a INTEGER); INSERT INTO nowhere VALUES (1);")


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """A file in an older format: only settings."""
    made = Vault(tmp_path / "s.schoolprep", Key.random(), new=True)
    bring_up(made, "2022-01-01", lambda: None, (FORMAT_0,))
    with made.transaction() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('school', 'old')")
    return made


def ran(vault: Vault) -> list[tuple[int, str, str]]:
    with vault.transaction() as connection:
        rows = connection.execute(sa.select(tables.migrations).order_by(tables.migrations.c.number))
        return [(row.number, row.name, row.ran) for row in rows]


def test_the_steps_are_numbered_without_a_gap() -> None:
    assert [step.number for step in migrations()] == list(range(1, len(migrations()) + 1))


def test_the_steps_make_the_tables_as_they_are_declared(store: Store) -> None:
    with store._vault.transaction() as connection:
        found = sa.MetaData()
        found.reflect(connection)
        types = connection.dialect
        assert set(found.tables) == set(DECLARED)
        for name, declared in DECLARED.items():
            made = found.tables[name]

            def shape(table: sa.Table) -> list[tuple[str, str, bool, bool]]:
                return [
                    (c.name, c.type.compile(types), bool(c.nullable), c.primary_key) for c in table.columns
                ]

            def ties(table: sa.Table) -> set[tuple[str, str]]:
                return {(key.parent.name, key.target_fullname) for key in table.foreign_keys}

            def indexes(table: sa.Table) -> set[tuple[str | None, tuple[str, ...]]]:
                return {(index.name, tuple(index.columns.keys())) for index in table.indexes}

            assert shape(made) == shape(declared)
            assert ties(made) == ties(declared)
            assert indexes(made) == indexes(declared)


def test_the_tables_are_words_another_database_knows() -> None:
    dialect: sa.Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in DECLARED.values():
        assert "CREATE TABLE" in str(sa.schema.CreateTable(table).compile(dialect=dialect))


def test_an_old_file_comes_up_to_date_after_a_backup(vault: Vault) -> None:
    calls: list[list[tuple[int, str, str]]] = []
    bring_up(vault, "2022-08-08", lambda: calls.append(ran(vault)), (FORMAT_0, ADD))
    assert calls == [[(1, "before", "2022-01-01")]], "the backup is taken once, before the first step"
    assert ran(vault) == [(1, "before", "2022-01-01"), (2, "add", "2022-08-08")]
    with vault.transaction() as connection:
        assert connection.exec_driver_sql("SELECT * FROM meta").fetchall() == [("school", "old", "moved")]
    bring_up(vault, "2022-08-09", lambda: calls.append([]), (FORMAT_0, ADD))
    assert len(calls) == 1 and len(ran(vault)) == 2
    vault.close()


def test_steps_that_do_not_fit_leave_no_trace_and_no_backup(vault: Vault) -> None:
    """They are tried first: a file whose tables are not what it says is not copied at every opening."""
    with pytest.raises(WorkspaceError) as caught:
        bring_up(vault, "2022-08-08", lambda: pytest.fail("a needless backup"), (FORMAT_0, ADD, BREAKS))
    assert caught.value.problem.code == "store.damaged"
    assert [number for number, _, _ in ran(vault)] == [1]
    with vault.transaction() as connection:
        assert "half" not in sa.inspect(connection).get_table_names()
    vault.close()


@pytest.mark.parametrize("number", [1, 2])
def test_a_missing_row_of_the_migrations_is_told_without_a_backup(
    store: Store, raw_key: Key, who: Who, number: int
) -> None:
    with store._vault.raw() as raw:
        raw.execute("DELETE FROM migrations WHERE number = ?", (number,))
    store.close()
    with pytest.raises(WorkspaceError) as caught:
        Store.open(store.path, raw_key, who)
    assert caught.value.problem.code == "store.damaged"
    assert backups_of(store.path) == []


def test_opening_an_old_workspace(
    tmp_path: Path, school: School, who: Who, raw_key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workspace of today's format is an old one to tomorrow's program."""
    with Store.create(tmp_path / "s.schoolprep", raw_key, school, who) as made:
        records = made.append([Entry(blank="test", subject="s", answers={"n": 1})])
    tomorrow = (
        *migrations(),
        Migration(len(migrations()) + 1, "tomorrow", "CREATE TABLE later (a INTEGER);"),
    )
    monkeypatch.setattr(migrate, "migrations", lambda: tomorrow)
    with Store.open(made.path, raw_key, who) as again:
        assert list(again.current()) == records
        assert ran(again._vault)[-1][1] == "tomorrow"
    (backup,) = backups_of(made.path)
    monkeypatch.undo()
    with Store.open(backup, raw_key, who) as before:
        assert list(before.current()) == records
    written, beside = made.path.read_bytes(), {path.name for path in tmp_path.iterdir()}
    for enter in (Store.open, Store.read):
        with pytest.raises(WorkspaceError) as caught:
            enter(made.path, raw_key, who)
        assert caught.value.problem.code == "store.newer"
    assert (made.path.read_bytes(), {path.name for path in tmp_path.iterdir()}) == (written, beside)
    with pytest.raises(WorkspaceError) as caught:
        Store.open(made.path, raw_key, who)
    assert caught.value.problem.code == "store.newer"
    assert "更新程序" in say_problem(caught.value.problem, "zh")
    monkeypatch.setattr(migrate, "migrations", lambda: tomorrow)
    Store.open(made.path, raw_key, who).close()  # the refusal changed nothing and holds no lock
    assert len(backups_of(made.path)) == 1
