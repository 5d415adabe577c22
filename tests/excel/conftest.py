"""What comes in from a workbook goes into a school's new file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schoolprep.store import Key, School, Store, Who


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    school = School(name="一中", region="140802", profile="yuncheng-2022")
    with Store.create(tmp_path / "s.schoolprep", Key.random(), school, Who("校医", "desk")) as opened:
        yield opened
