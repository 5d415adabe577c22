"""What the tests of the core share: a fresh store under a raw key, and a clock that the test winds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from schoolprep.store import Key, School, Store, Who

BEIJING = timezone(timedelta(hours=8))


class FakeClock:
    """Stands at 2022-08-08 07:30 in Beijing until it is wound."""

    def __init__(self) -> None:
        self.at = datetime(2022, 8, 8, 7, 30, tzinfo=BEIJING)

    def __call__(self) -> datetime:
        return self.at

    def wind(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def fake_clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def raw_key() -> Key:
    """A key without a passphrase: making one from a passphrase takes half a second by design."""
    return Key.random()


@pytest.fixture
def school() -> School:
    return School(name="运城市实验中学", region="140802", profile="yuncheng-2022")


@pytest.fixture
def who() -> Who:
    return Who("王老师", "device-a")


@pytest.fixture
def store(tmp_path: Path, raw_key: Key, school: School, who: Who, fake_clock: FakeClock) -> Iterator[Store]:
    with Store.create(tmp_path / "school.schoolprep", raw_key, school, who, fake_clock) as opened:
        yield opened
