"""What comes from the package index is what the lock and bundle.toml name, or nothing."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

import msgspec
import pytest

from bundle import parts
from bundle.declaration import BundleError, Interpreter, declared

SMALL = Interpreter(
    package="python-small", version="3.0", python="3.13", sha256="", archive="p/data.zip", folder="cp/", without=[],
    path=[],
)  # fmt: skip


def _source(store: Path) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("cp/", "")
        archive.writestr("cp/python.exe", "program")
        archive.writestr("else/readme", "")
    path = store / "python_small-3.0.tar.gz"
    with tarfile.open(path, "w:gz") as outer:
        entry = tarfile.TarInfo("p/data.zip")
        entry.size = len(inner.getvalue())
        outer.addfile(entry, io.BytesIO(inner.getvalue()))
    return path


def test_the_interpreter_comes_out_of_its_two_archives(tmp_path: Path) -> None:
    which = msgspec.structs.replace(SMALL, sha256=parts.sha256(_source(tmp_path)))
    assert parts.interpreter(which, tmp_path) == {"python.exe": b"program"}


def test_another_interpreter_is_refused(tmp_path: Path) -> None:
    _source(tmp_path)
    with pytest.raises(BundleError, match=r"python_small-3\.0\.tar\.gz is not what bundle.toml names"):
        parts.interpreter(msgspec.structs.replace(SMALL, sha256="0" * 64), tmp_path)


def _lock(content: bytes) -> str:
    return f"one==1.0 \\\n    --hash=sha256:{hashlib.sha256(content).hexdigest()}\n"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store whose folder for Windows holds one wheel; no index is asked."""

    def nothing_to_fetch(platforms: list[str], python: str, wanted: str, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "one-1.0-py3-none-any.whl").write_bytes(b"wheel")

    monkeypatch.setattr(parts, "_download", nothing_to_fetch)
    return tmp_path


def test_a_wheel_of_the_lock_is_taken(kept: Path) -> None:
    found = parts.wheels(declared(), "windows-amd64", _lock(b"wheel"), kept)
    assert [wheel.name for wheel in found["one"]] == ["one-1.0-py3-none-any.whl"]


def test_another_wheel_is_refused(kept: Path) -> None:
    with pytest.raises(BundleError, match="is not what the lock names"):
        parts.wheels(declared(), "windows-amd64", _lock(b"another"), kept)


def test_one_wheel_for_every_python_is_taken_once(kept: Path) -> None:
    assert len(parts.wheels(declared(), "linux-amd64", _lock(b"wheel"), kept)["one"]) == 1
