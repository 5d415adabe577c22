"""The tests of records run in every room: what they say holds of any database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from schoolprep.store import Records, School, Who
from tests.rooms import ROOMS, Kept

if TYPE_CHECKING:
    from tests.core.conftest import FakeClock


@pytest.fixture(params=ROOMS)
def kept(
    request: pytest.FixtureRequest, tmp_path: Path, school: School, who: Who, fake_clock: FakeClock
) -> Iterator[Kept]:
    made = ROOMS[request.param](tmp_path / "school.schoolprep", school, who, fake_clock)
    yield made
    made.close()


@pytest.fixture
def records(kept: Kept) -> Records:
    return kept.records
