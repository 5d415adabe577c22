"""Opening, and what is said where it fails; one window at a time; backups."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from openpyxl import Workbook

from schoolprep.facts.problem import KnownError, WorkspaceError
from schoolprep.facts.record import Entry
from schoolprep.facts.words import say_problem
from schoolprep.store import Key, School, Store, Who, restore, salt_of

if TYPE_CHECKING:
    from tests.core.conftest import FakeClock

NOBODY = 65534
PAGE = 4096
LANGS: tuple[Literal["zh", "en"], ...] = ("zh", "en")


def said(call: Callable[[], object], kind: type[KnownError] = WorkspaceError) -> tuple[str, str]:
    """The code and the Chinese sentence of a failure; it is one sentence with its facts in both languages."""
    with pytest.raises(kind) as caught:
        call()
    zh, en = (say_problem(caught.value.problem, lang) for lang in LANGS)
    assert zh.endswith("。") and en.endswith(".") and "{" not in zh + en and "\n" not in zh + en
    return caught.value.problem.code, zh


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def fill(store: Store, count: int = 400) -> None:
    store.append(
        Entry(blank="test", subject=f"s{n % 7}", answers={"n": n, "lab": "运城市中心医院" * 9})
        for n in range(count)
    )


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


@pytest.fixture
def closed(store: Store) -> Path:
    """A workspace with some hundred records, closed."""
    fill(store)
    store.close()
    return store.path


class TestNoWorkspace:
    @staticmethod
    def both(path: Path, key: Key, who: Who) -> tuple[str, str]:
        """Opening says the same as reading the salt, so that nobody waits for the passphrase to be worked first."""
        first = said(lambda: salt_of(path))
        assert said(lambda: Store.open(path, key, who)) == first
        return first

    def test_missing(self, tmp_path: Path, raw_key: Key, who: Who) -> None:
        code, text = self.both(tmp_path / "学校.schoolprep", raw_key, who)
        assert code == "store.missing" and "学校.schoolprep" in text

    def test_a_folder(self, tmp_path: Path, raw_key: Key, who: Who) -> None:
        assert self.both(tmp_path, raw_key, who)[0] == "store.folder"

    def test_empty(self, tmp_path: Path, raw_key: Key, who: Who) -> None:
        (tmp_path / "s.schoolprep").touch()
        assert self.both(tmp_path / "s.schoolprep", raw_key, who)[0] == "store.empty"

    @pytest.mark.parametrize(
        "content",
        [
            ("姓名,班级\r\n王小明,七年级1班\r\n" * 500).encode(),
            ("姓名,班级\r\n王小明,七1班\r\n" * 500).encode("gb18030"),
            b"hello",
        ],
    )
    def test_text(self, tmp_path: Path, raw_key: Key, who: Who, content: bytes) -> None:
        path = tmp_path / "s.schoolprep"
        path.write_bytes(content)
        code, text = self.both(path, raw_key, who)
        assert code == "store.other-format" and "text" in text
        assert path.read_bytes() == content

    def test_a_workbook_renamed(self, tmp_path: Path, raw_key: Key, who: Who) -> None:
        path = tmp_path / "s.schoolprep"
        Workbook().save(path)
        code, text = self.both(path, raw_key, who)
        assert code == "store.other-format" and "Excel" in text and "导入" in text

    def test_an_unencrypted_database(self, tmp_path: Path, raw_key: Key, who: Who) -> None:
        path = tmp_path / "s.schoolprep"
        path.write_bytes(b"SQLite format 3\x00" + bytes(PAGE))
        assert self.both(path, raw_key, who)[0] == "store.other-format"

    def test_noise(self, tmp_path: Path, raw_key: Key, who: Who) -> None:
        """Nobody can tell noise from a workspace under another passphrase; the sentence says both."""
        path = tmp_path / "s.schoolprep"
        path.write_bytes(b"\x00" + os.urandom(5 * PAGE - 1))
        code, text = said(lambda: Store.open(path, raw_key, who))
        assert code == "store.passphrase" and "损坏" in text

    def test_an_encrypted_database_that_is_not_ours(self, tmp_path: Path, who: Who) -> None:
        from sqlcipher3 import dbapi2  # noqa: PLC0415

        path, key = tmp_path / "s.schoolprep", Key(b"k" * 32)
        made = dbapi2.connect(str(path))
        made.execute(f"PRAGMA key = {key.literal(os.urandom(16))}")
        made.execute("CREATE TABLE pupils (name TEXT)")
        made.close()
        assert said(lambda: Store.open(path, key, who))[0] == "store.other-format"


class TestDamage:
    def test_wrong_key(self, closed: Path, who: Who) -> None:
        before = closed.read_bytes()
        code, text = said(lambda: Store.open(closed, Key.random(), who))
        assert code == "store.passphrase" and "口令不对" in text
        assert closed.read_bytes() == before and names(closed.parent) == [closed.name]

    @pytest.mark.parametrize("page", [1, 2, 5, 9])
    def test_a_flipped_byte_is_told_at_the_door(
        self, closed: Path, raw_key: Key, who: Who, page: int
    ) -> None:
        flip(closed, (page - 1) * PAGE + 100)
        before = closed.read_bytes()
        code, text = said(lambda: Store.open(closed, raw_key, who))
        assert code == "store.damaged-pages" and f"第{page}页" in text and "口令正确" in text
        assert closed.read_bytes() == before and names(closed.parent) == [closed.name]

    def test_a_flipped_byte_in_the_salt_may_be_either(self, closed: Path, raw_key: Key, who: Who) -> None:
        flip(closed, 3)
        code, text = said(lambda: Store.open(closed, raw_key, who))
        assert code == "store.passphrase" and "文件开头已损坏" in text

    def test_a_flipped_byte_while_it_is_open(self, store: Store) -> None:
        fill(store, 20_000)
        store._vault.close()
        store._vault.__init__(store.path, store._vault.key)  # type: ignore[misc]  # nothing read into the cache
        flip(store.path, store.path.stat().st_size // 3 // PAGE * PAGE + 77)
        assert said(lambda: list(store.current()))[0] == "store.damaged"
        (problem,) = store.verify()
        assert problem.code == "store.damaged-pages"

    @pytest.mark.parametrize("cut", [1, PAGE, PAGE + 7, 20 * PAGE])
    def test_cut_short(self, closed: Path, raw_key: Key, who: Who, cut: int) -> None:
        os.truncate(closed, closed.stat().st_size - cut)
        assert said(lambda: Store.open(closed, raw_key, who))[0] in {"store.cut-short", "store.log-missing"}

    def test_cut_to_less_than_a_page(self, closed: Path, raw_key: Key, who: Who) -> None:
        os.truncate(closed, 1000)
        assert said(lambda: Store.open(closed, raw_key, who))[0] == "store.cut-short"

    def test_the_newest_backup_is_named(
        self, store: Store, raw_key: Key, who: Who, fake_clock: FakeClock
    ) -> None:
        store.backup()
        fake_clock.wind(days=1)
        newest = store.backup()
        store.close()
        flip(store.path, 5 * PAGE + 9)
        code, text = said(lambda: Store.open(store.path, raw_key, who))
        assert code == "store.damaged-pages-backup" and newest.name in text

    def test_nothing_is_printed(self, closed: Path) -> None:
        """SQLCipher's own lines on standard error say what no teacher understands."""
        code = (
            "import sys; from pathlib import Path; from schoolprep.store import *\n"
            "try: Store.open(Path(sys.argv[1]), Key(b'k' * 32), Who('a', 'd'))\n"
            "except Exception as e: print(type(e).__name__)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, closed], capture_output=True, text=True, check=True
        )
        assert (done.stdout, done.stderr) == ("WorkspaceError\n", "")


class TestPlaces:
    def test_nothing_is_laid_over_a_file(self, closed: Path, raw_key: Key, school: School, who: Who) -> None:
        before = closed.read_bytes()
        assert said(lambda: Store.create(closed, raw_key, school, who), KnownError)[0] == "store.exists"
        assert closed.read_bytes() == before

    def test_no_such_folder(self, tmp_path: Path, raw_key: Key, school: School, who: Who) -> None:
        path = tmp_path / "nowhere" / "s.schoolprep"
        assert said(lambda: Store.create(path, raw_key, school, who))[0] == "store.no-folder"

    @pytest.mark.skipif(sys.platform == "win32", reason="rights as Unix gives them")
    def test_rights(self, raw_key: Key, school: School, who: Who) -> None:
        """A read-only file, a read-only folder, a file of somebody else."""
        with tempfile.TemporaryDirectory() as name, as_nobody(Path(name)) as folder:
            path = folder / "s.schoolprep"
            Store.create(path, raw_key, school, who).close()
            path.chmod(0o400)
            assert said(lambda: Store.open(path, raw_key, who))[0] == "store.read-only"
            path.chmod(0o000)
            assert said(lambda: Store.open(path, raw_key, who))[0] == "store.unreadable"
            path.chmod(0o600)
            folder.chmod(0o500)
            assert said(lambda: Store.open(path, raw_key, who))[0] == "store.folder-read-only"
            assert (
                said(lambda: Store.create(folder / "t", raw_key, school, who))[0] == "store.folder-read-only"
            )
            folder.chmod(0o700)
            Store.open(path, raw_key, who).close()
            assert names(folder) == [path.name]

    def test_a_refusal_is_believed(
        self, closed: Path, raw_key: Key, who: Who, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """On Windows a folder that may not be written refuses each name; to try one after another never ends."""
        tried: list[object] = []
        opening = os.open

        def refuse(path: Any, flags: int, *more: Any, **others: Any) -> int:
            if not flags & (os.O_WRONLY | os.O_RDWR):
                return opening(path, flags, *more, **others)
            tried.append(path)
            raise PermissionError(errno.EACCES, "refused")

        monkeypatch.setattr(os, "open", refuse)
        assert said(lambda: Store.open(closed, raw_key, who))[0] in {
            "store.folder-read-only",
            "store.read-only",
        }
        assert 1 <= len(tried) <= 2

    def test_one_file_is_left(self, closed: Path, raw_key: Key, who: Who) -> None:
        assert names(closed.parent) == [closed.name]
        with Store.open(closed, raw_key, who) as again:
            fill(again)
            assert not again.path.with_name(again.path.name + "-shm").exists()
        again.close()
        assert names(closed.parent) == [closed.name]

    def test_nothing_stands_in_the_clear(self, store: Store) -> None:
        store.append(
            [
                Entry(
                    blank="person",
                    subject="s",
                    answers={"name": "王小明", "document_no": "140802200809010013"},
                )
            ]
        )
        store.save_draft("d", "草稿".encode())
        for path in store.path.parent.iterdir():
            content = path.read_bytes()
            for secret in (
                "王小明",
                "140802200809010013",
                "运城市实验中学",
                "草稿",
                "document_no",
                "CREATE TABLE",
            ):
                assert secret.encode() not in content
        store.close()
        assert "王小明".encode() not in store.path.read_bytes()


@contextmanager
def as_nobody(folder: Path) -> Iterator[Path]:
    """Work in `folder` as somebody whom the rights of files bind (root is bound by none)."""
    if os.geteuid() != 0:
        yield folder
        folder.chmod(0o700)
        return
    os.chown(folder, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        os.seteuid(0)


HOLD = """
import sys, time
from pathlib import Path
from schoolprep.store import Key, Store, Who
store = Store.open(Path(sys.argv[1]), Key(b"k" * 32), Who("b", "device-b"))
print("open", flush=True)
time.sleep(600)
"""


class TestSecondWindow:
    @pytest.fixture
    def path(self, tmp_path: Path, school: School, who: Who) -> Path:
        made = Store.create(tmp_path / "s.schoolprep", Key(b"k" * 32), school, who)
        made.close()
        return made.path

    @pytest.fixture
    def other(self, path: Path) -> Iterator[subprocess.Popen[str]]:
        """Another process that has the workspace open."""
        with subprocess.Popen(
            [sys.executable, "-c", HOLD, path], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None and process.stdout.readline() == "open\n"
            yield process
            process.kill()

    def test_the_second_is_told_who_has_it(self, path: Path, other: subprocess.Popen[str], who: Who) -> None:
        with pytest.raises(WorkspaceError) as caught:
            Store.open(path, Key(b"k" * 32), who)
        facts = caught.value.problem.facts
        assert caught.value.problem.code == "store.locked-by"
        assert facts["process"] == other.pid and facts["user"] and facts["computer"] and facts["since"]
        for lang in LANGS:
            assert str(other.pid) in say_problem(caught.value.problem, lang)

    def test_nor_is_it_restored_over(self, path: Path, other: subprocess.Popen[str], tmp_path: Path) -> None:
        backup = tmp_path / "b.schoolprep"
        shutil.copy(path, backup)
        before = path.read_bytes()
        assert said(lambda: restore(backup, path, Key(b"k" * 32)))[0] == "store.locked-by"
        assert path.read_bytes() == before and other.poll() is None

    def test_a_killed_window_blocks_nobody(self, path: Path, other: subprocess.Popen[str], who: Who) -> None:
        other.kill()
        other.wait()
        assert path.with_name(path.name + ".lock").exists()
        Store.open(path, Key(b"k" * 32), who).close()
        assert names(path.parent) == [path.name]

    def test_a_lock_file_without_a_note_says_less(self, store: Store, raw_key: Key, who: Who) -> None:
        store.path.with_name(store.path.name + ".lock").write_bytes(b"\0not json")
        assert said(lambda: Store.open(store.path, raw_key, who))[0] == "store.locked"

    def test_the_note_says_only_who_and_where(self, store: Store) -> None:
        note = store.path.with_name(store.path.name + ".lock").read_bytes()
        assert set(json.loads(note[1:])) == {"user", "computer", "process", "since"}

    def test_a_failed_opening_lets_go(self, closed: Path, raw_key: Key, who: Who) -> None:
        said(lambda: Store.open(closed, Key.random(), who))
        Store.open(closed, raw_key, who).close()

    def test_a_program_that_knows_no_lock_file_is_kept_out(self, store: Store) -> None:
        from sqlcipher3 import dbapi2  # noqa: PLC0415

        fill(store, 1)
        rude = dbapi2.connect(str(store.path), timeout=0)
        rude.execute(f"PRAGMA key = {store._vault.key.literal(salt_of(store.path))}")
        with pytest.raises(dbapi2.OperationalError, match="locked"):
            rude.execute("SELECT * FROM records")
        rude.close()


class TestBackup:
    def test_a_backup_holds_everything_and_opens_alike(
        self, store: Store, tmp_path: Path, raw_key: Key, who: Who
    ) -> None:
        fill(store)
        to = tmp_path / "b" / "copy.schoolprep"
        to.parent.mkdir()
        assert store.backup(to) == to
        fill(store, 1)
        expected = list(store.current())[:-1]
        with Store.open(to, raw_key, who) as copy:
            assert len(list(copy.current())) == len(expected) == 400
            assert copy.school == store.school and copy.verify() == []
        assert names(to.parent) == [to.name]

    def test_a_backup_takes_the_place_of_an_older_one_whole(
        self, store: Store, tmp_path: Path, raw_key: Key, who: Who
    ) -> None:
        to = tmp_path / "copy.schoolprep"
        store.backup(to)
        fill(store)
        store.backup(to)
        with Store.open(to, raw_key, who) as copy:
            assert len(list(copy.current())) == 400

    def test_places_where_none_can_be(self, store: Store, tmp_path: Path) -> None:
        assert said(lambda: store.backup(store.path), KnownError)[0] == "store.backup-onto-itself"
        assert said(lambda: store.backup(tmp_path / "x" / "y"), KnownError)[0] == "store.no-folder"
        (tmp_path / "folder").mkdir()
        assert said(lambda: store.backup(tmp_path / "folder"), KnownError)[0] == "store.unwritten"
        assert {one.name for one in tmp_path.iterdir()} <= {
            "folder", store.path.name, store.path.name + "-journal", store.path.name + ".lock",
        }  # fmt: skip

    def test_restoring_keeps_what_stood_there(
        self, store: Store, raw_key: Key, who: Who, fake_clock: FakeClock
    ) -> None:
        fill(store, 10)
        backup = store.backup()
        fill(store, 10)
        store.close()
        kept = restore(backup, store.path, raw_key, fake_clock)
        assert kept is not None
        with Store.open(store.path, raw_key, who) as back, Store.open(kept, raw_key, who) as before:
            assert len(list(back.current())) == 10 and len(list(before.current())) == 20

    def test_restoring_to_an_empty_place(self, store: Store, tmp_path: Path, raw_key: Key, who: Who) -> None:
        fill(store, 10)
        backup = store.backup()
        assert restore(backup, tmp_path / "new.schoolprep", raw_key) is None
        with Store.open(tmp_path / "new.schoolprep", raw_key, who) as back:
            assert list(back.current()) == list(store.current())

    def test_a_damaged_backup_is_not_restored(self, store: Store, raw_key: Key, who: Who) -> None:
        fill(store)
        backup = store.backup()
        store.close()
        flip(backup, 7 * PAGE + 1)
        before = store.path.read_bytes()
        code, text = said(lambda: restore(backup, store.path, raw_key))
        assert code.startswith("store.damaged-pages") and backup.name in text
        assert said(lambda: restore(store.path, backup, Key.random()))[0] == "store.passphrase"
        assert store.path.read_bytes() == before
        Store.open(store.path, raw_key, who).close()

    def test_a_tampered_backup_is_not_restored(self, store: Store, raw_key: Key) -> None:
        fill(store, 3)
        with store._vault.raw() as raw:
            raw.execute("UPDATE records SET answers = '{}' WHERE n = 2")
        backup = store.backup()
        store.close()
        assert said(lambda: restore(backup, store.path, raw_key))[0] == "store.backup-damaged"

    def test_onto_itself(self, closed: Path, raw_key: Key) -> None:
        assert said(lambda: restore(closed, closed, raw_key), KnownError)[0] == "store.backup-onto-itself"
