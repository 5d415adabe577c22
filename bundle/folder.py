"""Folder: what comes out of a download: what starts the program, one version of it, its papers."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from bundle import cut, guide, icon, launcher, linux, parts, update
from bundle.declaration import CHECKOUT, HERE, BundleError, Declaration, Release
from bundle.wine import Wine

PACKAGES = ("schoolprep", "forms", "exports")
ON_WINDOWS, ON_LINUX = "windows-amd64", "linux-amd64"
_PATIENCE = 900
"""Seconds that compiling fifteen hundred files may take on a busy machine."""


def for_windows(release: Release, store: Path, into: Path) -> None:
    """The folder for Windows: nothing in it is installed, and nothing outside of it is asked for."""
    inside = _version(release, ON_WINDOWS, store, into)
    which, work = release.declaration.interpreter, store.parent
    files = parts.interpreter(which, store)
    (inside / "python").mkdir()
    for name, content in files.items():
        if not cut.matches(name, which.without):
            (inside / "python" / name).write_bytes(content)
    where_to_look = next(name for name in files if name.endswith("._pth"))
    (inside / "python" / where_to_look).write_bytes(
        "".join(f"{line}\r\n" for line in which.path).encode("ascii")
    )
    (into / "licences" / "Python.txt").write_bytes(files["LICENSE.txt"])
    _compile(files, inside, release.declaration.sources.stay, work)
    launcher.build(release, work / "launcher", into)


def for_linux(release: Release, store: Path, into: Path) -> None:
    """The folder for Linux, which brings no Python: there every system has one."""
    inside = _version(release, ON_LINUX, store, into)
    if release.declaration.systems[ON_LINUX].strip:
        linux.strip(inside / "lib", release.declaration.sources.stay)
    linux.start_with(into, release.version)
    (into / "schoolprep.png").write_bytes(icon.picture(256))


def _version(release: Release, system: str, store: Path, into: Path) -> Path:
    """What both systems have: the version's libraries and packages, and the papers beside it."""
    shutil.rmtree(into, ignore_errors=True)
    inside = into / "versions" / release.version
    lock = (CHECKOUT / "requirements.lock").read_text("utf-8")
    wheels = parts.wheels(release.declaration, system, lock, store)
    cut.unpack(wheels, release.declaration, system, inside / "lib")
    made_here = shutil.ignore_patterns("__pycache__", "*.pyc")
    for package in PACKAGES:
        shutil.copytree(CHECKOUT / package, inside / "app" / package, ignore=made_here)
    update.let_take(inside / "app", update.secret_of())
    (into / "versions" / "current").write_bytes(f"{release.version}\n".encode("ascii"))
    (into / guide.NAME).write_text(guide.page(system, release.version), "utf-8")
    shutil.copy(CHECKOUT / "docs" / "it.md", into / guide.FOR_IT)
    shutil.copytree(HERE / "licences", into / "licences")
    shutil.copy(CHECKOUT / "NOTICES", into / "licences" / "NOTICES.txt")
    (into / "licences" / "left-out.txt").write_text(left_out(release.declaration, system), "utf-8")
    return inside


def left_out(declaration: Declaration, system: str) -> str:
    """What of which package is not shipped, and why, for whoever compares with what the package's maker publishes."""
    lines = ["What is shipped of each package is unchanged, but not all of it is shipped.", ""]
    if system == ON_WINDOWS:
        lines += ["Python: what the program does not use (no network, no other database)"]
        lines += [f"    - {name}" for name in declaration.interpreter.without]
        lines += [""]
    lines += [f"every package: {declaration.everywhere.why}"]
    lines += [f"    - {name}" for name in declaration.everywhere.without]
    for one in declaration.cut:
        if one.system in {"", system}:
            lines += ["", f"{one.package}: {one.why}"]
            lines += [f"    + {name}" for name in one.keep or ()]
            lines += [f"    - {name}" for name in one.without]
    if declaration.systems[system].strip:
        lines += [
            "",
            "every *.so but the following: without what only a debugger reads (strip --strip-unneeded)",
        ]
    lines += ["", f"as source: {declaration.sources.why}"]
    lines += [f"    = {name}" for name in declaration.sources.stay]
    return "\n".join(lines) + "\n"


def _compile(files: Mapping[str, bytes], inside: Path, stay: list[str], work: Path) -> None:
    """Lets the shipped Python itself compile what it will run: a plain copy, which heeds a fixed seed of hashes."""
    plain = work / "python"
    shutil.rmtree(plain, ignore_errors=True)
    plain.mkdir(parents=True)
    for name, content in files.items():
        if not name.endswith("._pth"):
            (plain / name).write_bytes(content)
    fixed = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    with Wine(work / "wine") as wine:
        for part in ("lib", "app"):
            folder, wanted = inside / part, work / f"{part}.txt"
            names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py"))
            wanted.write_text("".join(f"{name}\n" for name in names if not cut.matches(name, stay)), "utf-8")
            script = [str(HERE / "compiling.py"), str(folder), str(wanted)]
            done = wine.run(plain / "python.exe", *script, seconds=_PATIENCE, more=fixed)
            if done.returncode:
                raise BundleError(f"{part}: {(done.stderr.strip() or '?').splitlines()[-1]}")
