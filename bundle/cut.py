"""Cut: unpacks wheels into one folder, without what bundle.toml leaves out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from bundle.declaration import BundleError, Declaration


def unpack(wheels: Mapping[str, Sequence[Path]], declaration: Declaration, system: str, into: Path) -> None:
    """Every package's kept files, each written once.

    Raises BundleError where two wheels differ in a file of the same name, or a pattern of a cut meets nothing: then the
    package has changed and the cut has to be thought over.
    """
    for package, ways in wheels.items():
        contents = _contents(ways)
        for name in kept(package, contents, declaration, system):
            target = into / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(contents[name])


def _contents(ways: Sequence[Path]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for wheel in ways:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                unlike = found.setdefault(name, content) != content
                if unlike and ".dist-info/" not in name:
                    raise BundleError(f"{name} differs between the wheels for two Pythons")
    return found


def kept(package: str, names: Iterable[str], declaration: Declaration, system: str) -> list[str]:
    """The names of a package's files that are shipped, in order."""
    present = sorted(name for name in names if not name.endswith("/"))
    cut = declaration.cut_of(package, system)
    without = [*declaration.everywhere.without, *(cut.without if cut else ())]
    keep = cut.keep if cut and cut.keep is not None else ["*"]
    for pattern in [*(cut.without if cut else ()), *keep]:
        if not any(fnmatchcase(name, pattern) for name in present):
            raise BundleError(f"{package}: nothing is called {pattern} any more")
    return [name for name in present if matches(name, keep) and not matches(name, without)]


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether a path in a package is meant by one of the patterns; `*` also stands for `/`."""
    return any(fnmatchcase(name, pattern) for pattern in patterns)
