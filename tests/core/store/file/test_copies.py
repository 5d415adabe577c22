"""Copies by themselves: one a day, thinned out, never anybody else's file; that they stopped is told."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from schoolprep.facts.record import Entry
from schoolprep.store import Key, Store, Who, workspace_of
from schoolprep.store.file.copies import kept, place_of, spared
from schoolprep.store.file.look import backup_folder, backups_of

if TYPE_CHECKING:
    from tests.core.conftest import FakeClock

ONE = [Entry(blank="test", subject="s", answers={"n": 1})]


def test_a_day_has_one_copy_the_latest(store: Store, raw_key: Key, who: Who) -> None:
    store.append(ONE)
    first = store.copy_of_the_day()
    assert first is not None and first.parent == backup_folder(store.path)
    store.append(ONE)
    assert store.copy_of_the_day(again=False) is None
    second = store.copy_of_the_day()
    assert second is not None and [*kept(store.path).values()] == [second] and not first.exists()
    with Store.open(second, raw_key, who) as copy:
        assert list(copy.current()) == list(store.current())
        code = second.stem.partition("_")[2]
        assert copy.holds(code) is None and store.holds(code) is None, "the name says what stands in it"
    assert workspace_of(second) == store.path and backups_of(store.path) == [second]


def test_nothing_new_is_no_copy(store: Store, raw_key: Key, who: Who, fake_clock: FakeClock) -> None:
    store.append(ONE)
    assert store.copy_of_the_day()
    store.close()
    fake_clock.wind(days=1)
    with Store.open(store.path, raw_key, who, fake_clock) as again:
        assert again.copy_of_the_day() is None
        again.append(ONE)
        assert again.copy_of_the_day()


def test_old_copies_are_thinned_out_and_nothing_else(store: Store, fake_clock: FakeClock) -> None:
    folder = backup_folder(store.path)
    for _ in range(40):
        store.append(ONE)
        store.copy_of_the_day()
        fake_clock.wind(days=1)
        if not (folder / "别动.txt").exists():
            (folder / "别动.txt").write_text("x")
            mine = store.backup(folder / "school.backup-20220808-090000.schoolprep")
    assert (folder / "别动.txt").exists() and mine.exists()
    assert [*kept(store.path)] == sorted(spared(kept(store.path)), reverse=True)
    assert len(kept(store.path)) in {9, 10}


@given(st.sets(st.integers(0, 400).map(lambda n: date(2022, 1, 1) + timedelta(days=n)), max_size=60))
def test_seven_days_and_four_weeks_stay(days: set[date]) -> None:
    stay = spared(days)
    assert stay <= days and len(stay) <= 7 + 4
    assert set(sorted(days, reverse=True)[:7]) <= stay
    assert len({day.isocalendar()[:2] for day in stay}) >= min(4, len({d.isocalendar()[:2] for d in days}))


def test_that_they_stopped_is_told(store: Store, raw_key: Key, who: Who, fake_clock: FakeClock) -> None:
    store.append(ONE)
    copy = store.copy_of_the_day()
    assert copy == place_of(store.path, fake_clock.at.date(), store.anchor())
    store.close()
    fake_clock.wind(days=30)
    os.utime(store.path, (fake_clock.at.timestamp(),) * 2)
    with Store.open(store.path, raw_key, who, fake_clock) as again:
        (told,) = again.told
        assert told.code == "store.copies-stopped" and told.facts["day"] == "2022-08-08"
        again.append(ONE)
        assert again.copy_of_the_day()
    with Store.open(store.path, raw_key, who, fake_clock) as again:
        assert again.told == ()
    assert Path(backup_folder(store.path)).is_dir()
