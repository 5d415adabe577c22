"""The one file: moved or replaced while it is open, read where nothing can be written, as its format says, when."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from schoolprep.facts.problem import KnownError, WorkspaceError
from schoolprep.facts.record import Entry
from schoolprep.facts.words import say_problem
from schoolprep.store import Key, School, Store, Who, workspace_of
from schoolprep.store.file.look import backup_folder

if TYPE_CHECKING:
    from tests.core.conftest import FakeClock

if sys.platform == "win32":
    pytest.skip("there an open file can be neither moved nor replaced", allow_module_level=True)

ONE = [Entry(blank="test", subject="s", answers={"n": 1})]


def _moved(path: Path, copy: Path) -> None:
    path.rename(path.with_name("elsewhere.schoolprep"))


def _deleted(path: Path, copy: Path) -> None:
    path.unlink()


def _replaced(path: Path, copy: Path) -> None:
    copy.replace(path)


@pytest.mark.parametrize("lose", [_moved, _deleted, _replaced])
def test_nothing_is_acknowledged_into_a_file_that_has_lost_its_name(
    store: Store, tmp_path: Path, raw_key: Key, who: Who, lose: Callable[[Path, Path], None]
) -> None:
    saved = store.append(ONE)
    copy = store.backup(tmp_path / "copy.schoolprep")
    lose(store.path, copy)
    for _ in range(2):
        with pytest.raises(KnownError) as caught:
            store.append(ONE)
        assert caught.value.problem.code == "store.file-gone"
    assert "另存" in say_problem(caught.value.problem, "zh")
    rescued = store.backup(tmp_path / "rescued.schoolprep")
    with pytest.raises(KnownError):
        store.change_passphrase(Key.random())
    store.close()
    with Store.open(rescued, raw_key, who) as again:
        assert list(again.current()) == saved and again.verify() == []
    if lose is _replaced:
        with Store.open(store.path, raw_key, who) as again:
            assert list(again.current()) == saved
    else:
        assert not store.path.exists()


def test_what_is_not_acknowledged_is_not_there(
    store: Store, raw_key: Key, who: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is lost while an act is being written: nothing of the act is filed, wherever the file is now."""
    moved = store.path.with_name("moved.schoolprep")

    def entries() -> list[Entry]:
        return ONE

    filing = store.filing([*entries(), *entries()])
    next(filing)
    store.path.rename(moved)
    with pytest.raises(KnownError):
        list(filing)
    store.close()
    with Store.open(moved, raw_key, who) as again:
        assert list(again.current()) == [] and again.verify() == []


class TestReading:
    @pytest.fixture
    def medium(self, store: Store, tmp_path: Path) -> Path:
        """A closed workspace in a folder of its own."""
        store.append(ONE)
        store.close()
        folder = tmp_path / "medium"
        folder.mkdir()
        return Path(shutil.copy(store.path, folder))

    def test_a_medium_that_cannot_be_written_is_read(
        self, medium: Path, raw_key: Key, who: Who, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = medium.read_bytes()
        monkeypatch.setattr(
            "schoolprep.store.file.look.refuse_unwritable", _refuse
        )  # root may write everywhere
        medium.chmod(0o400)
        medium.parent.chmod(0o500)
        with pytest.raises(WorkspaceError):
            Store.open(medium, raw_key, who)
        with Store.read(medium, raw_key, who) as store:
            assert len(list(store.current())) == 1 and store.verify() == []
            store.opened("s")
            with pytest.raises(KnownError) as caught:
                store.append(ONE)
            assert caught.value.problem.code == "store.read-only"
        medium.parent.chmod(0o700)
        assert medium.read_bytes() == before
        assert [one.name for one in medium.parent.iterdir()] == [medium.name]

    def test_not_while_somebody_has_it_open(
        self, medium: Path, raw_key: Key, who: Who, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with Store.open(medium, raw_key, who):
            monkeypatch.setattr("schoolprep.store.file.look.refuse_unwritable", _refuse)
            with pytest.raises(WorkspaceError) as caught:
                Store.read(medium, raw_key, who)
            assert caught.value.problem.code == "store.locked-by"

    def test_where_it_can_be_written_it_is_opened(self, medium: Path, raw_key: Key, who: Who) -> None:
        with Store.read(medium, raw_key, who) as store:
            assert store.append(ONE)


def _refuse(path: Path, error: type[KnownError] = WorkspaceError) -> None:
    raise error("store.read-only", file=str(path))


def test_the_cipher_of_the_format_is_not_the_librarys_default(store: Store, raw_key: Key, who: Who) -> None:
    """A SQLCipher with other defaults opens what this one wrote."""
    from sqlcipher3 import dbapi2  # noqa: PLC0415

    store.append(ONE)
    store.close()
    other = dbapi2.connect(":memory:")
    other.execute("PRAGMA cipher_default_page_size = 8192")
    other.execute("PRAGMA cipher_default_hmac_algorithm = HMAC_SHA1")
    with Store.open(store.path, raw_key, who) as again:
        assert len(list(again.current())) == 1
        with again._vault.raw() as raw:
            settings = {text for (text,) in raw.execute("PRAGMA cipher_settings")}
            careful = [
                raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("trusted_schema", "cell_size_check")
            ]
    assert {"PRAGMA cipher_page_size = 4096;", "PRAGMA cipher_hmac_algorithm = HMAC_SHA512;"} <= settings
    assert careful == [0, 1]


def test_a_clock_that_is_behind_the_records_is_told(
    store: Store, raw_key: Key, who: Who, fake_clock: FakeClock
) -> None:
    store.append(ONE)
    store.close()
    fake_clock.wind(days=-300)
    with Store.open(store.path, raw_key, who, fake_clock) as again:
        (told,) = again.told
        assert told.code == "store.clock-behind"
        assert "2022-08-08 07:30" in say_problem(told, "zh") and "2021-10-12" in say_problem(told, "en")
    fake_clock.wind(days=300)
    with Store.open(store.path, raw_key, who, fake_clock) as again:
        assert again.told == ()


CLOCKS = {399: [], 401: ["store.clock-ahead"], 28_000: ["store.clock-wrong"], -19_200: ["store.clock-behind"]}
"""Days that a clock is ahead, and what is said of it."""


@pytest.mark.parametrize("days", CLOCKS)
def test_a_clock_that_is_wrong_by_years_is_told(
    store: Store, raw_key: Key, who: Who, fake_clock: FakeClock, days: int
) -> None:
    store.append(ONE)
    store.close()
    fake_clock.wind(days=days)
    with Store.open(store.path, raw_key, who, fake_clock) as again:
        assert [told.code for told in again.told if told.code.startswith("store.clock")] == CLOCKS[days]
        assert all(say_problem(told, lang) for told in again.told for lang in ("zh", "en"))


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_new_school_hears_of_a_clock_that_cannot_be_right(
    tmp_path: Path, raw_key: Key, who: Who, year: int
) -> None:
    school = School(name="一中", region="140802", profile="yuncheng-2022")
    at = datetime(year, 1, 2, 8, tzinfo=UTC)
    with Store.create(tmp_path / "n.schoolprep", raw_key, school, who, lambda: at) as made:
        assert [told.code for told in made.told] == ["store.clock-wrong"]


@pytest.mark.parametrize(
    ("backup", "workspace"),
    [
        ("一中.backup-20220808-073000.schoolprep", "一中.schoolprep"),
        ("一中.schoolprep-backups/一中.backup-20220808.schoolprep", "一中.schoolprep"),
        ("elsewhere/一中.backup-20220808.schoolprep", "elsewhere/一中.schoolprep"),
        ("一中 2022-08-08 备份.schoolprep", None),
    ],
)
def test_the_name_of_a_backup_tells_whose_it_is(backup: str, workspace: str | None) -> None:
    assert workspace_of(Path("/s", backup)) == (Path("/s", workspace) if workspace else None)
    assert backup_folder(Path("/s/一中.schoolprep")) == Path("/s/一中.schoolprep-backups")
