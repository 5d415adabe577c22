"""A file that holds what this program never writes, and a damaged backup: a sentence each, and nothing is changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import update

from schoolprep.facts.problem import WorkspaceError
from schoolprep.store import Key, School, Store, restore
from schoolprep.store.file.migrate import bring_up, migrations
from schoolprep.store.file.vault import Vault
from schoolprep.store.records.records import begin
from schoolprep.store.records.tables import filings, meta, records
from tests import fuzz_stores
from tests.fuzz_stores import WHO

KEY = Key.random()
SCHOOLS, BACKUPS = 12, 60


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small school that nobody writes to."""
    path: Path = tmp_path_factory.mktemp("whole") / "school.schoolprep"
    fuzz_stores.school(path, KEY)
    return path


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path))


@pytest.mark.parametrize(
    "spoilt", ["", "x", "{}", "null", "[]", '{"name": 1, "region": "", "profile": ""}', '{"name":']
)
@pytest.mark.parametrize("name", ["school", "secret"])
def test_a_school_that_cannot_be_read_is_damage_and_left_as_it_is(path: Path, name: str, spoilt: str) -> None:
    vault = Vault(path, KEY)
    with vault.transaction() as connection:
        connection.execute(update(meta).where(meta.c.name == name).values(value=spoilt))
    vault.close()
    before = path.read_bytes()
    for opening in (Store.open, Store.read):
        with pytest.raises(WorkspaceError) as told:
            opening(path, KEY, WHO)
        assert told.value.problem.code == "store.damaged"
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_day_of_filing_that_is_none_is_damage(path: Path) -> None:
    vault = Vault(path, KEY)
    with vault.transaction() as connection:
        connection.execute(update(filings).values(written="2022-08-08 午"))
    vault.close()
    with pytest.raises(WorkspaceError):
        Store.open(path, KEY, WHO)


@pytest.mark.parametrize("answers", ["", "{", "[1]", "null"])
def test_answers_that_cannot_be_read_are_told_at_reading_and_by_verify(path: Path, answers: str) -> None:
    vault = Vault(path, KEY)
    with vault.transaction() as connection:
        connection.execute(update(records).where(records.c.n == 1).values(answers=answers))
    vault.close()
    with Store.open(path, KEY, WHO) as store:
        assert [problem.code for problem in store.verify()] == ["store.record-altered"]
        for ask in (store.current, lambda: store.of_act(store.acts()[-1].id)):
            with pytest.raises(WorkspaceError) as told:
                list(ask())
            assert told.value.problem.code == "store.damaged"


@pytest.mark.parametrize("first", range(0, SCHOOLS, 6))
def test_whatever_values_stand_in_it_a_school_costs_at_most_sentences(
    whole: Path, tmp_path: Path, first: int
) -> None:
    for seed in range(first, first + 6):
        path = Path(shutil.copy(whole, tmp_path / f"{seed}.schoolprep"))
        fuzz_stores.value_spoilt(Random(seed), path, KEY)
        fuzz_stores.use(path, KEY)


@pytest.mark.parametrize("known", range(1, len(migrations()) + 1))
def test_a_backup_of_an_older_program_is_restored(tmp_path: Path, known: int) -> None:
    backup, to = tmp_path / "b.schoolprep", tmp_path / "s.schoolprep"
    vault = Vault(backup, KEY, new=True)
    bring_up(vault, "2026-01-05T08:00:00+08:00", lambda: None, steps=migrations()[:known])
    begin(vault, School(name="一中", region="140802", profile="yuncheng-2022"))
    vault.close()
    assert restore(backup, to, KEY) is None
    with Store.open(to, KEY, WHO) as store:
        assert store.verify() == [] and store.school.name == "一中"


def test_a_spoilt_backup_is_refused_and_the_file_left_as_it_is(whole: Path, tmp_path: Path) -> None:
    backup, to = tmp_path / "backup" / "b.schoolprep", tmp_path / "here" / "s.schoolprep"
    for place in (backup, to):
        place.parent.mkdir()
        shutil.copy(whole, place)
    for seed in range(BACKUPS):
        fuzz_stores.restored(Random(seed), backup, to, KEY)
