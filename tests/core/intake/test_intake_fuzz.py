"""Whatever comes in: no book stops the intake, every row has gone somewhere, a spoilt file costs one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from schoolprep.store import Key, School, Store, Who
from tests.fuzz_books import REGION, book, lost, planned
from tests.fuzz_files import SEEDS, SLOW, read_spoilt, spoilt

BOOKS, FILES = 200, 500


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A new workspace; nothing is filed in it."""
    path: Path = tmp_path_factory.mktemp("fuzz") / "school.schoolprep"
    school = School(name="一中", region=REGION, profile="yuncheng-2022")
    with Store.create(path, Key.random(), school, Who("校医", "desk")) as opened:
        yield opened


@pytest.mark.parametrize("first", range(0, BOOKS, 50))
def test_rows_in_are_rows_filed_unchanged_asked_refused_or_told(store: Store, first: int) -> None:
    for seed in range(first, first + 50):
        tables = book(Random(seed))
        assert lost(planned(store, tables), tables) == [], seed


@pytest.mark.parametrize("name", SEEDS)
def test_whatever_happens_to_a_file_costs_at_most_a_sentence(tmp_path: Path, name: str) -> None:
    """No error of the program; what is slow to read, a tenth as often."""
    whole, path = SEEDS[name](), tmp_path / name
    path.write_bytes(whole)
    assert read_spoilt(path)
    for seed in range(FILES // 10 if name in SLOW else FILES):
        path.write_bytes(spoilt(Random(seed), whole))
        read_spoilt(path)
