"""What bundle.toml says is shipped fits the lock; the lock's conditions are asked of the system that is made for."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from bundle.declaration import CHECKOUT, HERE, Declaration, declared, hashes, pinned

LOCK = (CHECKOUT / "requirements.lock").read_text("utf-8")
SMALL = f"""\
one==1.0 ; sys_platform == 'win32' \\
    --hash=sha256:{"a" * 64} \\
    --hash=sha256:{"b" * 64}
two-and==2.0 ; sys_platform == 'linux' and platform_python_implementation != 'PyPy' \\
    --hash=sha256:{"c" * 64}
three==3.0 \\
    --hash=sha256:{"d" * 64}
"""


@pytest.fixture(scope="module")
def declaration() -> Declaration:
    return declared()


def test_a_condition_is_asked_of_the_system_made_for(declaration: Declaration) -> None:
    named = {
        system: [name for name, _ in pinned(SMALL, which.markers)]
        for system, which in declaration.systems.items()
    }
    assert named == {"windows-amd64": ["one", "three"], "linux-amd64": ["two-and", "three"]}


def test_a_block_keeps_its_hashes_and_loses_its_condition(declaration: Declaration) -> None:
    block = dict(pinned(SMALL, declaration.systems["windows-amd64"].markers))["one"]
    assert block.startswith("one==1.0 \\\n") and ";" not in block
    assert hashes(block) == {"a" * 64, "b" * 64}


def test_every_cut_is_of_a_package_that_is_locked(declaration: Declaration) -> None:
    locked = set(re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE))
    assert {one.package for one in declaration.cut} <= locked
    assert all(one.why and one.system in {"", *declaration.systems} for one in declaration.cut)


def test_what_is_cut_whole_is_not_fetched(declaration: Declaration) -> None:
    for system in declaration.systems:
        assert "pycparser" not in declaration.shipped(LOCK, system)
        assert {"pyside6-essentials", "sqlcipher3", "openpyxl"} <= set(declaration.shipped(LOCK, system))


def test_what_keeps_a_console_from_flashing_stays(declaration: Declaration) -> None:
    assert "_wmi.pyd" not in declaration.interpreter.without
    assert "site" not in " ".join(declaration.interpreter.path)


def test_a_key_that_means_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bundle.toml").write_text((HERE / "bundle.toml").read_text("utf-8") + "\nkep = []\n", "utf-8")
    with pytest.raises(msgspec.ValidationError, match="kep"):
        declared(tmp_path / "bundle.toml")


def test_no_address_to_fetch_from_is_written_down() -> None:
    for path in (
        *HERE.glob("*.py"),
        HERE / "bundle.toml",
        HERE / "windows" / "installer.nsi",
        *(HERE / "macos").iterdir(),
    ):
        assert "://" not in path.read_text("utf-8"), path.name
