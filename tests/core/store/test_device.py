"""The name of this computer: it stays, and a spoilt one stops nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolprep.store import device


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
