"""Updates: a newer version is put beside the one that runs and started next time; whatever else comes is refused."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.facts.problem import KnownError
from schoolprep.facts.steps import finish
from schoolprep.facts.words import say_problem
from schoolprep.updates import UpdateFile, Versions, go_back, read, running_from, take, trusted
from schoolprep.updates.versions import numbers
from tests.updates import OTHER_KEY, content_of, is_posix, update_of, versions_in, whole, zipped

pytestmark = pytest.mark.skipif(
    not is_posix(), reason="the versions of these tests have no Python of their own"
)


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return versions_in(tmp_path / "程序 Folder", "1.9.0")


def opened(folder: Path, content: bytes, versions: Versions) -> UpdateFile:
    stick = folder / "U盘.update"
    stick.write_bytes(content)
    return finish(read(stick, versions, trusted()))


def state(versions: Versions) -> dict[str, bytes]:
    """All that lies in the folder of versions."""
    found = sorted(path for path in versions.folder.rglob("*") if path.is_file())
    return {path.relative_to(versions.folder).as_posix(): path.read_bytes() for path in found}


def refused(work: Callable[[], object]) -> str:
    with pytest.raises(KnownError) as caught:
        work()
    problem = caught.value.problem
    assert all(say_problem(problem, lang) for lang in ("zh", "en", "zh-TW"))
    return problem.code


def test_the_next_start_takes_it_and_one_click_goes_back(tmp_path: Path, versions: Versions) -> None:
    took = finish(take(opened(tmp_path, whole("1.10.0"), versions), versions))
    assert took.version == "1.10.0"
    assert (versions.folder / "current").read_text() == "1.10.0\n"
    assert (versions.folder / "previous").read_text() == "1.9.0\n"
    assert (versions.folder / "1.10.0/lib/数据 1.txt").read_text("utf-8") == "内容" * 500
    assert sorted(path.name for path in versions.folder.iterdir()) == [
        "1.10.0",
        "1.9.0",
        "current",
        "previous",
    ]
    assert (versions.next, versions.other) == ("1.10.0", "1.9.0")
    restarted = versions._replace(running="1.10.0")
    assert restarted.other == "1.9.0"
    assert go_back(restarted) == "1.9.0"
    assert versions.next == "1.9.0" and versions.other == "1.10.0"
    assert go_back(versions) == "1.10.0"


def test_everybody_may_read_what_the_starter_reads(tmp_path: Path, versions: Versions) -> None:
    """A folder that an administrator keeps is started by others."""
    before = os.umask(0o022)
    try:
        finish(take(opened(tmp_path, whole("2.0"), versions), versions))
    finally:
        os.umask(before)
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in versions.folder.rglob("*") if path.is_file())


def test_it_takes_the_place_of_a_version_that_was_left(tmp_path: Path, versions: Versions) -> None:
    for _ in range(2):
        finish(take(opened(tmp_path, whole("2.0"), versions), versions))
        assert go_back(versions) == "1.9.0"
    assert sorted(path.name for path in versions.folder.iterdir()) == ["1.9.0", "2.0", "current", "previous"]


def test_what_ran_before_the_last_one_is_gone(tmp_path: Path) -> None:
    versions = versions_in(tmp_path, "1.9.0", "1.8.0", "1.10.0", "0.9")
    (versions.folder / "notes.txt").touch()
    (versions.folder / "照片").mkdir()
    took = finish(take(opened(tmp_path, whole("2.0"), versions), versions))
    assert took.gone == ("0.9", "1.8.0", "1.10.0")
    assert {path.name for path in versions.folder.iterdir()} == {
        "1.9.0", "2.0", "current", "previous", "notes.txt", "照片",
    }  # fmt: skip
    assert go_back(versions._replace(running="2.0")) == "1.9.0"


GOOD = whole("2.0")
BODY = GOOD.index(b"\n", GOOD.index(b"{")) + 1
BOMB = zipped({"2.0/app/bomb": "0" * 3_000_000})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "updates.no-update"),
        (b"PK\3\4 anything", "updates.no-update"),
        (GOOD[:10], "updates.no-update"),
        (GOOD.replace(b"update 1", b"update 2", 1), "updates.newer-format"),
        (GOOD[:60], "updates.not-signed"),
        (GOOD[:BODY], "updates.cut-short"),
        (GOOD[:-1], "updates.cut-short"),
        (GOOD + b"\0", "updates.altered"),
        (GOOD[:-40] + bytes([GOOD[-40] ^ 1]) + GOOD[-39:], "updates.altered"),
        (GOOD.replace(b'"2.0"', b'"3.0"', 1), "updates.not-signed"),
        (update_of("2.0", zipped(content_of("2.0")), key=OTHER_KEY), "updates.not-signed"),
        (update_of("2.0", zipped(content_of("2.0")), system="windows-amd64"), "updates.other-system"),
        (whole("1.8.7"), "updates.not-newer"),
        (whole("1.9"), "updates.not-newer"),
        (whole("../2.0"), "updates.odd"),
        (update_of("2.0", zipped({"2.0/../../../evil": "x"})), "updates.odd"),
        (update_of("2.0", zipped({"/2.0/evil": "x"})), "updates.odd"),
        (update_of("2.0", zipped({"1.9.0/app/evil": "x"})), "updates.odd"),
        (update_of("2.0", zipped({"2.0/a\\..\\..\\evil": "x"})), "updates.odd"),
        (update_of("2.0", zipped({"2.0/app/..": "x"})), "updates.odd"),
        (update_of("2.0", zipped({"2.0/C:evil": "x"})), "updates.odd"),
        (update_of("2.0", zipped({"2.0/app/Evil": "x", "2.0/app/evil": "y"})), "updates.odd"),
        (update_of("2.0", BOMB, unpacked=5_000), "updates.odd"),
        (update_of("2.0", BOMB, files=2), "updates.odd"),
        (update_of("2.0", zipped({"2.0/app/big": "x"}), unpacked=1 << 60), "updates.no-room"),
        (whole("2.0", "print('1.9.0')"), "updates.does-not-start"),
        (whole("2.0", "raise SystemExit('blocked')"), "updates.does-not-start"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_in_one_sentence(
    content: bytes, code: str, tmp_path: Path, versions: Versions
) -> None:
    before = state(versions)
    assert refused(lambda: finish(take(opened(tmp_path, content, versions), versions))) == code
    assert state(versions) == before
    assert sorted(path.name for path in versions.folder.iterdir()) == ["1.9.0", "current"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["U盘.update", "程序 Folder"]


def test_a_link_is_no_file_of_a_version(tmp_path: Path, versions: Versions) -> None:
    link = zipfile.ZipInfo("2.0/app/link")
    link.external_attr = 0o120777 << 16
    packed = tmp_path / "z"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(link, "/etc")
    file = opened(tmp_path, update_of("2.0", packed.read_bytes()), versions)
    assert refused(lambda: finish(take(file, versions))) == "updates.odd"


@given(at=st.integers(0, len(GOOD) - 1), bit=st.integers(0, 7))
def test_not_one_bit_may_differ(at: int, bit: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever is flipped in a good file, it is not taken. (The case of a hexadecimal sign is no content.)"""
    content = bytearray(GOOD)
    content[at] ^= 1 << bit
    if bytes(content).lower() == GOOD.lower() and at < BODY:
        return
    folder = tmp_path_factory.mktemp("flipped")
    refused(lambda: opened(folder, bytes(content), Versions(folder, "1.9.0", "linux-amd64")))


def test_broken_off_nothing_is_left(tmp_path: Path, versions: Versions) -> None:
    before = state(versions)
    steps = take(opened(tmp_path, whole("2.0"), versions), versions)
    for _ in range(3):
        next(steps)
    steps.close()
    assert state(versions) == before
    assert not list(versions.folder.glob("*part*"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path, versions: Versions) -> None:
    file = opened(tmp_path, whole("2.0"), versions)
    versions.folder.chmod(0o555)
    try:
        assert refused(lambda: finish(take(file, versions))) == "updates.unwritten"
    finally:
        versions.folder.chmod(0o755)


def test_a_folder_that_is_gone(tmp_path: Path, versions: Versions) -> None:
    file = opened(tmp_path, whole("2.0"), versions)
    nowhere = versions._replace(folder=tmp_path / "fort")
    assert refused(lambda: finish(take(file, nowhere))) == "updates.unwritten"
    assert (
        refused(lambda: finish(read(tmp_path / "fort.update", versions, trusted()))) == "updates.unreadable"
    )
    assert refused(lambda: finish(read(tmp_path, versions, trusted()))) == "updates.unreadable"
    assert refused(lambda: go_back(versions)) == "updates.none-before"


def test_a_version_that_no_longer_starts_is_not_gone_back_to(tmp_path: Path) -> None:
    versions = versions_in(tmp_path, "2.0", "1.0")
    (versions.folder / "previous").write_text("1.0\n", "ascii")
    (versions.folder / "1.0/app/forms/frame/trial.py").write_text("raise OSError('blocked')", "utf-8")
    assert refused(lambda: go_back(versions)) == "updates.does-not-start"
    assert versions.next == "2.0"


def test_where_the_program_runs_from(tmp_path: Path) -> None:
    assert running_from() is None
    inside = tmp_path / "versions/0.5.0/app/schoolprep/__init__.py"
    found = running_from(inside)
    assert found is not None and (found.folder, found.running) == (tmp_path / "versions", "0.5.0")
    (tmp_path / "versions").mkdir()
    for name in ("..", "../0.4", ".hidden", "坏", ""):
        (tmp_path / "versions/current").write_text(name, "utf-8")
        (tmp_path / "versions/previous").write_text(name, "utf-8")
        assert (found.next, found.other) == ("0.5.0", "")


def test_versions_are_numbers() -> None:
    assert numbers("0.10.0") > numbers("0.9.9") > numbers("0.9") == numbers("0.9.0")


def test_the_key_in_the_repository_says_that_it_proves_nothing() -> None:
    assert trusted().test and "TEST" in trusted().name
