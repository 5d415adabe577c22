"""The name of this computer: it stays, and a spoilt one stops nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolprep.facts.record import Entry
from schoolprep.store import Key, School, Store, Who, device


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("schoolprep.store.device.folder", lambda: tmp_path)
    return tmp_path


def test_the_name_stays() -> None:
    assert device.here().device == device.here().device


@pytest.mark.parametrize("spoilt", [b"\xff\xfe\x00", b"", b"\0" * 32, b"a\x07b", b"x" * 5000])
def test_a_spoilt_name_is_set_aside_and_a_new_one_made(own_folder: Path, spoilt: bytes) -> None:
    (own_folder / "device").write_bytes(spoilt)
    first = device.here().device
    assert len(first) == 32 and device.here().device == first
    kept = [one for one in own_folder.iterdir() if one.name != "device"]
    assert [one.read_bytes() for one in kept] == [spoilt]


def test_a_folder_in_its_place_is_set_aside(own_folder: Path) -> None:
    (own_folder / "device").mkdir()
    assert device.here().device == device.here().device


def test_an_older_copy_in_the_file_s_place_is_known_by_what_left(tmp_path: Path, school: School) -> None:
    """Copied back by hand, on the same computer: its chain would go another way than what was handed over."""
    with Store.create(tmp_path / "s.schoolprep", Key(b"k" * 32), school, Who("x", "d")) as store:
        one = Entry(blank="test", subject="s", answers={"n": 1})
        store.append([one])
        older = store.backup(tmp_path / "older.schoolprep")
        store.append([one])
        assert not device.went_back(store)
        device.note(store)
        assert not device.went_back(store)
        name = store.device
    with Store.open(older, Key(b"k" * 32), Who("x", "d")) as back:
        assert device.went_back(back)
        back.seating.go_on_anew()
        assert back.device != name and not device.went_back(back)
        back.append([one])
        assert back.verify() == [] and len(back.travel.vector()) == 2


def test_so_is_one_that_lacks_only_lines_of_the_log(tmp_path: Path, school: School) -> None:
    with Store.create(tmp_path / "s.schoolprep", Key(b"k" * 32), school, Who("x", "d")) as store:
        store.append([Entry(blank="test", subject="s", answers={"n": 1})])
        older = store.backup(tmp_path / "older.schoolprep")
        store.opened("s")
        device.note(store)
    with Store.open(older, Key(b"k" * 32), Who("x", "d")) as back:
        assert device.went_back(back)


def test_spoilt_notes_stop_nobody(own_folder: Path, store: Store) -> None:
    (own_folder / "chains").write_bytes(b"\xff\x00 1 2\nx y z\n")
    assert not device.went_back(store)
    device.note(store)
    assert not device.went_back(store)
