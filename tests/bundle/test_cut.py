"""What of a wheel is shipped; a package that has changed under its cut is noticed."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import msgspec
import pytest

from bundle import cut
from bundle.declaration import CHECKOUT, BundleError, Cut, Declaration, declared
from bundle.folder import left_out

SYSTEM = "windows-amd64"


def _declared(*cuts: Cut) -> Declaration:
    return msgspec.structs.replace(declared(), cut=list(cuts))


def _wheel(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return path


def _unpacked(into: Path) -> set[str]:
    return {path.relative_to(into).as_posix() for path in into.rglob("*") if path.is_file()}


def test_what_is_kept_and_not_left_out_is_there(tmp_path: Path) -> None:
    wheel = _wheel(
        tmp_path / "a.whl", a__one_DOT_py="1", a__two_DOT_py="2", a__deep__three_DOT_py="3", a__types_DOT_pyi="",
        b__four_DOT_py="4",
    )  # fmt: skip
    said = Cut(package="a", why="w", keep=["a/*"], without=["a/two.py"])
    cut.unpack({"a": [wheel]}, _declared(said), SYSTEM, tmp_path / "lib")
    assert _unpacked(tmp_path / "lib") == {"a/one.py", "a/deep/three.py"}


def test_a_package_of_which_nothing_is_said_is_there_whole(tmp_path: Path) -> None:
    wheel = _wheel(tmp_path / "a.whl", a__one_DOT_py="1", a__data_DOT_json="{}", a__tests__t_DOT_py="")
    cut.unpack({"a": [wheel]}, _declared(), SYSTEM, tmp_path / "lib")
    assert _unpacked(tmp_path / "lib") == {"a/one.py", "a/data.json"}


@pytest.mark.parametrize("said", [{"keep": ["a/gone*"]}, {"without": ["a/gone*"]}])
def test_a_pattern_that_meets_nothing_is_refused(tmp_path: Path, said: dict[str, list[str]]) -> None:
    wheel = _wheel(tmp_path / "a.whl", a__one_DOT_py="1")
    named = msgspec.convert({"package": "a", "why": "w", **said}, Cut)
    with pytest.raises(BundleError, match="a: nothing is called a/gone"):
        cut.unpack({"a": [wheel]}, _declared(named), SYSTEM, tmp_path / "lib")


def test_the_cut_of_another_system_is_not_this_one_s(tmp_path: Path) -> None:
    wheel = _wheel(tmp_path / "a.whl", a__one_DOT_py="1")
    cut.unpack(
        {"a": [wheel]},
        _declared(Cut(package="a", why="w", system="linux-amd64", keep=[])),
        SYSTEM,
        tmp_path / "lib",
    )
    assert _unpacked(tmp_path / "lib") == {"a/one.py"}


def test_wheels_of_two_pythons_share_a_folder(tmp_path: Path) -> None:
    old = _wheel(tmp_path / "a311.whl", a__one_DOT_py="1", a__c_DOT_cpython_311_DOT_so="x")
    new = _wheel(tmp_path / "a313.whl", a__one_DOT_py="1", a__c_DOT_cpython_313_DOT_so="y")
    cut.unpack({"a": [old, new]}, _declared(), SYSTEM, tmp_path / "lib")
    assert _unpacked(tmp_path / "lib") == {"a/one.py", "a/c.cpython_311.so", "a/c.cpython_313.so"}


def test_wheels_that_disagree_about_a_file_are_refused(tmp_path: Path) -> None:
    ways = [_wheel(tmp_path / f"{n}.whl", a__one_DOT_py=str(n)) for n in (1, 2)]
    with pytest.raises(BundleError, match=r"a/one\.py differs"):
        cut.unpack({"a": ways}, _declared(), SYSTEM, tmp_path / "lib")


def test_what_is_left_out_is_told_to_who_compares() -> None:
    told = left_out(_declared(Cut(package="a", why="not used", without=["a/big/*"])), SYSTEM)
    assert "a: not used\n    - a/big/*" in told


PLATFORM_S = {"pyside6-essentials", "shiboken6"}
"""Their parts are called otherwise on each system; the trials under Wine tell."""
TRIED = """
import importlib, pkgutil, sys
from bundle.cut import matches
from bundle.declaration import declared

CUTS = [(one.keep, one.without) for one in declared().cut if one.package in sys.argv[1].split(",")]
OWN = {name.partition(".")[0] for name in declared().interpreter.without}
TOPS = {name.partition("/")[0] for keep, without in CUTS for name in [*(keep or ()), *without]} - {"*"}

class Cut:
    def find_spec(self, name, path=None, target=None):
        at = name.replace(".", "/")
        files = [at + ".py", at + "/__init__.py"]
        cut = at.partition("/")[0] in TOPS and any(matches(file, without) for _, without in CUTS for file in files)
        if cut or name in OWN or name in sys.argv[2].split(","):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Cut())
for name in [name for name in sys.modules if name in OWN]:
    del sys.modules[name]
for top in ("schoolprep", "forms", "exports"):
    for one in pkgutil.walk_packages(importlib.import_module(top).__path__, top + "."):
        if not one.name.endswith("__main__"):
            importlib.import_module(one.name)
from schoolprep.__main__ import main
there = sys.argv[3]
own = ["--file", there + "/s.schoolprep"]
assert main(["new", *own, "--school", "s", "--region", "140802", "--profile", "yuncheng-2022"]) == 0
assert main(["backup", *own]) == 0
"""


def test_the_program_asks_for_nothing_that_is_left_out(tmp_path: Path) -> None:
    cuts = {one.package for one in declared().cut} - PLATFORM_S
    gone = {one.package for one in declared().cut if one.keep == []}
    call = [sys.executable, "-c", TRIED, ",".join(cuts), ",".join(gone), str(tmp_path)]
    own = {"SCHOOLPREP_PASSPHRASE": "own words for it", "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    done = subprocess.run(
        call, env={**os.environ, **own}, capture_output=True, text=True, check=False, cwd=CHECKOUT
    )
    assert done.returncode == 0, done.stderr
