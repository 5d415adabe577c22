"""A version's folder becomes an update that the program takes, signed by the key that the bundle was built with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bundle import update
from bundle.declaration import CHECKOUT, BundleError
from schoolprep import __version__
from schoolprep.facts.problem import KnownError
from schoolprep.facts.steps import finish
from schoolprep.updates import Versions, read, take, trusted
from tests.updates import content_of, versions_in


def test_what_the_builder_signs_the_program_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(update.KEY_VARIABLE, raising=False)
    made, old = versions_in(tmp_path / "new", "9.0"), versions_in(tmp_path / "old", "1.0")
    files = [tmp_path / name for name in ("one.update", "two.update")]
    for file in files:
        update.build(made.folder / "9.0", old.system, 1_796_000_000, update.secret_of(), file)
    assert files[0].read_bytes() == files[1].read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "old", "one.update", "two.update"]
    finish(take(finish(read(files[0], old, trusted())), old))
    put = old.folder / "9.0"
    found = {path.relative_to(old.folder).as_posix() for path in put.rglob("*.*") if path.suffix != ".pyc"}
    assert found == {*content_of("9.0")}


def test_a_key_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = tmp_path / "钥匙.toml"
    assert update.main([str(key), '县教育局 "电教"']) == 0
    assert key.stat().st_mode & 0o077 == 0 or sys.platform == "win32"
    with pytest.raises(FileExistsError):
        update.main([str(key), "again"])
    monkeypatch.setenv(update.KEY_VARIABLE, str(key))
    own = update.secret_of()
    assert own.name == '县教育局 "电教"' and not own.test
    app = tmp_path / "app/schoolprep/updates"
    app.mkdir(parents=True)
    update.let_take(tmp_path / "app", own)
    known = trusted(app / "key.toml")
    assert known == own.maker
    made, file = versions_in(tmp_path / "new", "9.0"), tmp_path / "u.update"
    update.build(made.folder / "9.0", made.system, 1_796_000_000, own, file)
    old = Versions(tmp_path, "1.0", made.system)
    assert finish(read(file, old, known)).update.version == "9.0"
    with pytest.raises(KnownError):
        finish(read(file, old, trusted()))


def test_what_is_no_key(tmp_path: Path) -> None:
    for text in ("", 'name = "x"\nsecret = "12"\n', "\0"):
        (tmp_path / "key.toml").write_text(text, "utf-8")
        with pytest.raises(BundleError):
            update.secret_of(tmp_path / "key.toml")


def test_the_program_keeps_what_it_promised_to_older_ones() -> None:
    """Each version tries the next one by this module, before it makes way."""
    call = [sys.executable, "-m", "forms.frame.trial"]
    done = subprocess.run(call, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == (__version__, 0), done.stderr
