"""Crashes and full disks: what was acknowledged is there, nothing is torn, and the store goes on."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from schoolprep.facts.problem import KnownError, WorkspaceError
from schoolprep.facts.record import Entry, Record
from schoolprep.facts.words import say_problem
from schoolprep.store import Key, Membership, School, Seat, Store, Who, restore
from schoolprep.store.file.look import log_of
from schoolprep.store.records.load import packed, unpacked

if sys.platform == "win32":
    pytest.skip("kills and fills as Unix does", allow_module_level=True)

import resource

KEY = Key(b"k" * 32)

FILE_FOR_EVER = """
import random, sys
from pathlib import Path
from schoolprep.facts.record import Entry
from schoolprep.store import Key, Store, Who
store = Store.open(Path(sys.argv[1]), Key(b"k" * 32), Who("b", "device-b"))
last = []
for n in range(10**6):
    size = random.randint(1, 60)
    replaces = ()
    if n % 3 == 1:  # a correction of the act before
        size, replaces = 1, (last[0].id,)
    answers = {"act": n, "size": size, "lab": "医院" * 40}
    entries = [Entry(blank="test", subject=f"s{n}", answers=answers, replaces=replaces) for _ in range(size)]
    last = store.append(entries)
    if n % 5 == 2:
        store.save_draft("d", str(n).encode())
    print(n, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path, school: School, who: Who) -> Path:
    with Store.create(tmp_path / "s.schoolprep", KEY, school, who) as made:
        return made.path


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def filed_until_killed(path: Path, acknowledgements: int) -> int:
    """Let another process file without end, kill it after so many acknowledgements; the number of the last one."""
    with subprocess.Popen(
        [sys.executable, "-c", FILE_FOR_EVER, path], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(acknowledgements):
            process.stdout.readline()
        process.kill()
        rest = process.stdout.read().split()
    return int(rest[-1]) if rest else acknowledgements - 1


def acts_in(store: Store) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = {}
    with store._vault.raw() as raw:
        subjects = [subject for (subject,) in raw.execute("SELECT DISTINCT subject FROM records")]
    for subject in subjects:
        for record in store.history(subject):
            answers = record.answers or {}
            found.setdefault(int(str(answers["act"])), []).append(record)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_killed_in_the_middle_of_filing(path: Path, who: Who, seed: int) -> None:
    last = filed_until_killed(path, random.Random(seed).randint(3, 120))
    with Store.open(path, KEY, who) as store:
        acts = acts_in(store)
        assert set(range(last + 1)) <= set(acts), "an acknowledged act is lost"
        for records in acts.values():
            assert len(records) == (records[0].answers or {})["size"], "an act is torn"
        assert store.verify() == []
        store.append([Entry(blank="test", subject="s", answers={"act": 0})])
    assert names(path.parent) == [path.name]


def test_what_a_crashed_change_of_passphrase_left_is_cleared_away(path: Path, who: Who) -> None:
    for mark in (".new", ".new.part", ".new.part-journal"):
        path.with_name(path.name + mark).write_bytes(b"half")
    Store.open(path, KEY, who).close()
    assert names(path.parent) == [path.name]


TAKE_ALL = """
import sys
from pathlib import Path
from schoolprep.facts.record import Entry
from schoolprep.store import Key, Store, Who
from schoolprep.store.records.load import unpacked
store = Store.open(Path(sys.argv[1]), Key(b"k" * 32), Who("b", "device-b"))
for n, load in enumerate(sorted(Path(sys.argv[2]).iterdir())):
    arrival = Entry(blank="arrival", subject="hands", answers={"number": n})
    store.travel.take(unpacked(load.read_bytes()), whole=True, entries=[arrival])
    print(n, flush=True)
"""


@pytest.mark.parametrize("seed", range(3))
def test_killed_while_merging(path: Path, tmp_path: Path, school: School, who: Who, seed: int) -> None:
    """What was acknowledged is in, with all its records; the rest comes in afterwards as if nothing had been."""
    brought = tmp_path / "brought"
    brought.mkdir()
    chance = random.Random(seed)
    sizes = [chance.randint(1, 200) for _ in range(30)]
    with Store.open(path, KEY, who) as store:
        seat = Seat(id="a" * 16, name="李老师", role="class-teacher")
        joined = Membership(seat, store.travel.secret())
        name = tmp_path / "li.schoolprep"
        with Store.create(name, KEY, school, Who("?", "laptop"), joined=joined) as teacher:
            for n, size in enumerate(sizes):
                known = teacher.travel.vector()
                teacher.append(Entry(blank="test", subject="s", answers={"n": n}) for _ in range(size))
                (brought / f"{n:03}").write_bytes(packed(teacher.travel.news(known)))
            teacher.close()
    name.unlink()
    wait = chance.randint(1, 20)
    with subprocess.Popen(
        [sys.executable, "-c", TAKE_ALL, path, brought], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(wait):
            process.stdout.readline()
        process.kill()
        rest = process.stdout.read().split()
    last = int(rest[-1]) if rest else wait - 1
    with Store.open(path, KEY, who) as store:
        arrived = {(one.answers or {})["number"] for one in store.history("hands")}
        found = [(one.answers or {})["n"] for one in store.history("s")]
        assert set(range(last + 1)) <= arrived, "an acknowledged merge is lost"
        assert {n: found.count(n) for n in arrived} == {n: sizes[n] for n in range(len(arrived))}
        assert len(found) == sum(sizes[: len(arrived)]) and store.verify() == []
        merged = sum(
            store.travel.take(unpacked(one.read_bytes()), whole=True).merged
            for one in sorted(brought.iterdir())
        )
        assert merged == sum(sizes[len(arrived) :]) and store.verify() == []


CHANGE_FOR_EVER = """
import sys
from pathlib import Path
from schoolprep.store import Key, Store, Who
store = Store.open(Path(sys.argv[1]), Key(b"k" * 32), Who("b", "device-b"))
for n in range(1, 10**6):
    store.change_passphrase(Key(bytes([n % 256]) * 32, b"%016d" % n))
    print(n, flush=True)
"""


@pytest.mark.parametrize("seed", range(3))
def test_killed_while_the_passphrase_changes(path: Path, who: Who, seed: int) -> None:
    """Either the old key opens everything or the new one does."""
    with Store.open(path, KEY, who) as store:
        saved = store.append(entries(300))
    with subprocess.Popen(
        [sys.executable, "-c", CHANGE_FOR_EVER, path], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(2 + seed * 3):
            process.stdout.readline()
        process.kill()
        rest = process.stdout.read().split()
    last = int(rest[-1]) if rest else 2 + seed * 3
    opened = 0
    for n in (last, last + 1):
        try:
            with Store.open(path, Key(bytes([n % 256]) * 32), who) as store:
                assert list(store.current()) == saved and store.verify() == []
                opened += 1
        except WorkspaceError as wrong:
            assert wrong.problem.code == "store.passphrase"
    assert opened == 1
    assert names(path.parent) == [path.name]


class Disk(Protocol):
    """A disk that can be filled to the last byte."""

    folder: Path

    def fill(self) -> None: ...
    def free(self) -> None: ...


LEAVE_A_LOG = """
import resource, signal, sys
from pathlib import Path
from schoolprep.facts.record import Entry
from schoolprep.store import Key, Store, Who
path = Path(sys.argv[1])
store = Store.open(path, Key(b"k" * 32), Who("b", "device-b"))
store.append(Entry(blank="test", subject="s", answers={"act": 0, "lab": "x" * 3000}) for _ in range(200))
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # the file cannot grow: killed in the middle of overwriting it
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, -1))
store.append([Entry(blank="test", subject="s", answers={"act": 1, "lab": "x" * 3000})] * 3)
"""


@pytest.fixture
def backup(path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace as it was when nothing was filed yet."""
    return Path(shutil.copy(path, tmp_path_factory.mktemp("backup") / "backup.schoolprep"))


@pytest.fixture
def crashed(path: Path, backup: Path) -> Path:
    """A workspace half overwritten: what undoes that stands in the log beside it only."""
    assert (
        subprocess.run([sys.executable, "-c", LEAVE_A_LOG, path], check=False).returncode == -signal.SIGXFSZ
    )
    assert log_of(path) == path.with_name(path.name + "-journal")
    return path


def test_a_wrong_passphrase_after_a_crash_harms_nothing(crashed: Path, who: Who) -> None:
    with pytest.raises(WorkspaceError) as caught:
        Store.open(crashed, Key.random(), who)
    assert caught.value.problem.code == "store.passphrase"
    with Store.open(crashed, KEY, who) as store:
        assert set(acts_in(store)) == {0} and store.verify() == []
    assert names(crashed.parent) == [crashed.name]


def test_restoring_over_a_crashed_workspace_does_not_mix_them(crashed: Path, backup: Path, who: Who) -> None:
    kept = restore(backup, crashed, KEY)
    assert kept is not None
    with Store.open(crashed, KEY, who) as back, Store.open(kept, KEY, who) as before:
        assert list(back.current()) == [] and back.verify() == []
        assert set(acts_in(before)) == {0} and before.verify() == []


def test_restoring_over_a_crashed_workspace_that_does_not_open(
    crashed: Path, tmp_path: Path, who: Who, school: School
) -> None:
    """Its log cannot be brought home; it is kept with it."""
    key = Key.random()
    with Store.create(tmp_path / "other.schoolprep", key, school, who) as other:
        saved = other.append(entries(3))
    kept = restore(other.path, crashed, key)
    assert kept is not None
    with Store.open(crashed, key, who) as back, Store.open(kept, KEY, who) as before:
        assert list(back.current()) == saved and back.verify() == []
        assert set(acts_in(before)) == {0}


@pytest.mark.parametrize("way", ["create", "restore"])
def test_a_log_without_its_file_is_not_laid_over_another(
    crashed: Path, backup: Path, who: Who, school: School, way: str
) -> None:
    crashed.unlink()
    if way == "create":
        Store.create(crashed, KEY, school, who).close()
    else:
        restore(backup, crashed, KEY)
    with Store.open(crashed, KEY, who) as store:
        assert list(store.current()) == [] and store.verify() == []


def test_a_file_without_its_log_says_what_is_missing(crashed: Path, who: Who) -> None:
    """Half of an act is overwritten: whoever copies the file alone has neither the state before nor the one after."""
    before = crashed.read_bytes()
    log_of(crashed).unlink()  # type: ignore[union-attr]  # the crash left one
    with pytest.raises(WorkspaceError) as caught:
        Store.open(crashed, KEY, who)
    assert caught.value.problem.code == "store.log-missing"
    for lang in ("zh", "en"):
        assert f"{crashed.name}-journal" in say_problem(caught.value.problem, lang)
    assert crashed.read_bytes() == before and names(crashed.parent) == [crashed.name]


def test_a_backup_laid_over_the_file_is_not_ruined_by_the_old_log(
    crashed: Path, backup: Path, who: Who
) -> None:
    shutil.copy(backup, crashed)
    log = log_of(crashed)
    assert log is not None
    content = log.read_bytes()
    with Store.open(crashed, KEY, who) as store:
        (told,) = store.told
        assert told.code == "store.log-set-aside"
        assert list(store.current()) == [] and store.verify() == []
    aside = crashed.with_name(str(told.facts["log"]))
    assert aside.read_bytes() == content
    assert names(crashed.parent) == [crashed.name, aside.name]
    with Store.open(crashed, KEY, who) as store:
        assert store.told == ()


WRITE_AHEAD = """
import os, sys
from pathlib import Path
from sqlcipher3 import dbapi2
from schoolprep.store import Key
path = Path(sys.argv[1])
raw = dbapi2.connect(str(path), isolation_level=None)
raw.execute("PRAGMA key = " + Key(b"k" * 32).literal(path.read_bytes()[:16]))
raw.execute("PRAGMA locking_mode = EXCLUSIVE")
raw.execute("PRAGMA journal_mode = WAL")
raw.execute("PRAGMA wal_autocheckpoint = 0")
raw.execute("INSERT INTO drafts VALUES ('d', x'61', '2026')")
os._exit(9)
"""


@pytest.mark.parametrize("belongs", [True, False])
def test_a_log_of_an_older_program(path: Path, backup: Path, who: Who, belongs: bool) -> None:
    """Programs up to 0.3.0 wrote ahead: what their log holds was acknowledged."""
    assert subprocess.run([sys.executable, "-c", WRITE_AHEAD, path], check=False).returncode == 9
    if not belongs:  # a copy made anew: the same school, its pages in other places
        with Store.open(backup, KEY, who) as store:
            store.append(entries(40))
            shutil.copy(store.backup(), path)
    with Store.open(path, KEY, who) as store:
        assert [told.code for told in store.told] == ([] if belongs else ["store.log-set-aside"])
        assert store.drafts() == ({"d": b"a"} if belongs else {})
        assert len(list(store.current())) == (0 if belongs else 40) and store.verify() == []
    assert log_of(path) is None


def test_what_a_killed_backup_left_is_cleared_away(path: Path, who: Who) -> None:
    for mark in (".part", ".part-journal"):
        path.with_name(f"s.backup-20220808-073000.schoolprep{mark}").write_bytes(b"half")
    Store.open(path, KEY, who).close()
    assert names(path.parent) == [path.name]


def test_every_save_is_in_the_one_file(path: Path, tmp_path: Path, who: Who) -> None:
    """Whoever copies the file of an open or crashed workspace, and only it, has everything."""
    with Store.open(path, KEY, who) as store:
        for count in (1, 500, 1):
            store.append(entries(count))
            shutil.copy(path, tmp_path / "copy.schoolprep")
            with Store.open(tmp_path / "copy.schoolprep", KEY, who) as copy:
                assert list(copy.current()) == list(store.current())


@pytest.mark.parametrize("room", range(0, 130, 3))
def test_on_every_size_of_disk_done_means_done_and_the_file_alone_opens(
    path: Path, tmp_path: Path, who: Who, room: int
) -> None:
    """No file may grow beyond what there is and so many pages: the log and the file meet their end at all places."""
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    with Store.open(path, KEY, who) as store:
        before = store.append(entries(60))
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + room * 4096, hard))
        try:
            saved = before + store.append(entries(300))
        except KnownError as wrong:
            assert wrong.problem.code in {"store.disk-full", "store.disk-trouble"}
            saved = before
        assert log_of(path) is None
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        shutil.copy(path, tmp_path / "copy.schoolprep")
        with Store.open(tmp_path / "copy.schoolprep", KEY, who) as copy:
            assert list(copy.current()) == saved and copy.verify() == []
        assert list(store.current()) == saved


class SmallDisk:
    """A file system of its own, filled by another file: the real thing; needs the right to mount."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self) -> None:
        block = bytes(4096)
        with (self.folder / "ballast").open("ab", buffering=0) as file:
            try:
                while file.write(block) == len(block):
                    pass
            except OSError:
                return

    def free(self) -> None:
        (self.folder / "ballast").unlink()


class ShortFiles:
    """The system lets no file of this process grow beyond what it has: works everywhere on Unix."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]

    def fill(self) -> None:
        longest = max(path.stat().st_size for path in self.folder.iterdir())
        resource.setrlimit(resource.RLIMIT_FSIZE, (longest, self._hard))

    def free(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self._hard, self._hard))


@pytest.fixture(params=["mounted", "limited"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param == "limited":
        short = ShortFiles(folder)
        yield short
        short.free()
        return
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=6m", "none", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small disk here; the limited one is tried instead")
    yield SmallDisk(folder)
    subprocess.run(["umount", str(folder)], check=True)


def entries(count: int) -> list[Entry]:
    return [
        Entry(blank="test", subject="s", answers={"n": n, "lab": "运城市中心医院" * 20}) for n in range(count)
    ]


def test_a_full_disk_loses_nothing_and_the_store_goes_on(disk: Disk, school: School, who: Who) -> None:
    with Store.create(disk.folder / "s.schoolprep", KEY, school, who) as store:
        before = store.append(entries(200))
        store.save_draft("d", b"typed so far")
        disk.fill()
        for _ in range(2):  # trying again on a disk that is still full is no worse
            with pytest.raises(KnownError) as caught:
                store.append(entries(3000))
            assert caught.value.problem.code in {"store.disk-full", "store.disk-trouble"}
            assert list(store.current()) == before
        disk.free()
        after = store.append(entries(300))
        assert list(store.current()) == before + after
        assert store.verify() == [] and store.drafts() == {"d": b"typed so far"}
    with Store.open(store.path, KEY, who) as again:
        assert list(again.current()) == before + after


def test_closing_on_a_full_disk_keeps_what_was_saved(disk: Disk, school: School, who: Who) -> None:
    store = Store.create(disk.folder / "s.schoolprep", KEY, school, who)
    saved = store.append(entries(900))
    disk.fill()
    store.close()
    disk.free()
    with Store.open(store.path, KEY, who) as again:
        assert list(again.current()) == saved and again.verify() == []


def test_a_new_passphrase_on_a_full_disk_leaves_the_old_one(disk: Disk, school: School, who: Who) -> None:
    """`PRAGMA rekey` says "ok" here and leaves a connection that reads nothing; see `Vault.change_key`."""
    store = Store.create(disk.folder / "s.schoolprep", KEY, school, who)
    with store:
        saved = store.append(entries(2000))
        store.close()
    with Store.open(store.path, KEY, who) as store:
        if isinstance(disk, ShortFiles):
            resource.setrlimit(resource.RLIMIT_FSIZE, (store.path.stat().st_size // 2, disk._hard))
        else:
            disk.fill()
        with pytest.raises(KnownError) as caught:
            store.change_passphrase(Key.random())
        assert caught.value.problem.code in {"store.disk-full", "store.disk-trouble"}
        with pytest.raises(KnownError):
            store.backup()
        disk.free()
        assert list(store.current()) == saved
        saved += store.append(entries(1))
    assert names(disk.folder) == [store.path.name]
    with Store.open(store.path, KEY, who) as again:
        assert list(again.current()) == saved and again.verify() == []


def test_no_workspace_is_made_on_a_full_disk(disk: Disk, school: School, who: Who) -> None:
    (disk.folder / "other").write_bytes(b"x")
    disk.fill()
    with pytest.raises(KnownError) as caught:
        Store.create(disk.folder / "s.schoolprep", KEY, school, who)
    assert caught.value.problem.code in {"store.disk-full", "store.disk-trouble"}
    disk.free()
    assert set(names(disk.folder)) <= {"other"}
    Store.create(disk.folder / "s.schoolprep", KEY, school, who).close()
