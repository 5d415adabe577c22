"""What is kept of declared files is taken only where it is what their text says, whole and of now."""

from __future__ import annotations

import os
import tomllib
from datetime import date
from pathlib import Path

import pytest

from schoolprep.facts import toml

TEXT = 'name = "甲"\nday = 2022-08-08\nlist = [1, { deep = [1.5, true] }]\n[table]\n"odd key" = "x"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.toml").write_text(TEXT, "utf-8")
    (tmp_path / "two.toml").write_text("n = 1\n", "utf-8")
    return tmp_path


def _kept(folder: Path) -> Path:
    (kept,) = (folder / "__pycache__").iterdir()
    return kept


def test_it_says_what_the_text_says_the_first_time_and_the_second(folder: Path) -> None:
    first = toml.folder(folder)
    assert first == {"one.toml": tomllib.loads(TEXT), "two.toml": {"n": 1}}
    assert _kept(folder).stat().st_size
    second = toml.folder(folder)
    assert second == first and type(second["one.toml"]["day"]) is date


def test_what_is_kept_is_read_instead_of_the_text(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = toml.folder(folder)
    monkeypatch.setattr(tomllib, "loads", None)
    assert toml.folder(folder) == first


def test_a_text_that_changed_is_read_again(folder: Path) -> None:
    toml.folder(folder)
    was = (folder / "two.toml").stat()
    (folder / "two.toml").write_text("n = 2\n", "utf-8")
    os.utime(folder / "two.toml", ns=(was.st_atime_ns, was.st_mtime_ns))
    assert toml.folder(folder)["two.toml"] == {"n": 2}
    (folder / "three.toml").write_text("n = 3\n", "utf-8")
    assert list(toml.folder(folder)) == ["one.toml", "three.toml", "two.toml"]
    (folder / "one.toml").unlink()
    assert list(toml.folder(folder)) == ["three.toml", "two.toml"]


def test_what_is_damaged_is_as_if_it_were_not_there(folder: Path) -> None:
    first = toml.folder(folder)
    whole = _kept(folder).read_bytes()
    for at in range(len(whole)):
        _kept(folder).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert toml.folder(folder) == first
        assert _kept(folder).read_bytes() == whole, "and made anew"
    for at in range(0, len(whole), 7):
        _kept(folder).write_bytes(whole[:at])
        assert toml.folder(folder) == first


def test_where_nothing_can_be_kept_the_text_is_read(folder: Path) -> None:
    (folder / "__pycache__").write_text("in the way", "utf-8")
    assert toml.folder(folder)["two.toml"] == {"n": 1}


def test_what_cannot_be_kept_is_read_each_time(folder: Path) -> None:
    (folder / "two.toml").write_text("at = 2022-08-08T07:30:00\n", "utf-8")
    for _ in range(2):
        assert toml.folder(folder)["two.toml"] == tomllib.loads("at = 2022-08-08T07:30:00\n")
    assert not (folder / "__pycache__").exists()


def test_what_is_not_well_written_is_named(folder: Path) -> None:
    (folder / "two.toml").write_text("n = \n", "utf-8")
    with pytest.raises(toml.UnreadableToml) as wrong:
        toml.folder(folder)
    assert wrong.value.file == "two.toml"
