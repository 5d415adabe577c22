"""The declaration: what bundle.toml says is shipped, and the lock's word for what it consists of."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec
from packaging.markers import Marker
from packaging.utils import canonicalize_name

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent


class BundleError(Exception):
    """The bundle cannot be made; the message is one sentence that says why."""


class Interpreter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The Python for a system that has none: a source archive of the package index, and what lies in it."""

    package: str
    version: str
    python: str
    sha256: str
    archive: str
    """The zip in the source archive that holds it, and `folder` the part of that zip."""
    folder: str
    without: list[str]
    path: list[str]
    """Where it looks for modules, from its own folder; it looks nowhere else."""


class System(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of computer: which wheels run on it, and what the lock's conditions mean there."""

    pythons: list[str]
    platforms: list[str]
    markers: dict[str, str]
    strip: bool = False
    """Whether compiled parts lose what only a debugger reads; those that stay as source stay whole."""


class Cut(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What of one package is shipped: what `keep` matches (everything, where it is not said) and `without` does not."""

    package: str
    why: str
    system: str = ""
    keep: list[str] | None = None
    without: list[str] = []


class Everywhere(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out of every package."""

    why: str
    without: list[str]


class Sources(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is never compiled, so that whoever gets it can read and change it."""

    why: str
    stay: list[str]


class Declaration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of bundle.toml."""

    dated: datetime.date
    interpreter: Interpreter
    systems: dict[str, System]
    everywhere: Everywhere
    sources: Sources
    cut: list[Cut]

    def cut_of(self, package: str, system: str) -> Cut | None:
        """What is said of one package on one system."""
        said = (one for one in self.cut if one.package == package and one.system in {"", system})
        return next(said, None)

    def shipped(self, lock: str, system: str) -> dict[str, str]:
        """The lock's blocks for one system, by package: without conditions, and without what is cut whole."""
        markers = self.systems[system].markers
        wanted = dict(pinned(lock, markers))
        kept = {name: self.cut_of(name, system) for name in wanted}
        return {
            name: block for name, block in wanted.items() if (cut := kept[name]) is None or cut.keep != []
        }


class Release(NamedTuple):
    """What is being made: the declaration, for one version of the program."""

    version: str
    declaration: Declaration

    @property
    def numbers(self) -> list[str]:
        """The version as the four numbers that Windows asks for."""
        return [*self.version.split("."), "0", "0", "0", "0"][:4]

    @property
    def second(self) -> int:
        """The moment every file bears, in seconds since 1970."""
        return int(
            datetime.datetime.combine(self.declaration.dated, datetime.time(), datetime.UTC).timestamp()
        )


def declared(path: Path = HERE / "bundle.toml") -> Declaration:
    """The declaration as it stands; a key that means nothing is refused."""
    return msgspec.toml.decode(path.read_bytes(), type=Declaration)


def pinned(lock: str, markers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each package of a lock whose condition holds there, with its version and hashes."""
    for block in re.findall(r"^\S+==.*?(?=^\S+==|\Z)", lock, re.MULTILINE | re.DOTALL):
        found = re.match(r"(\S+)==(\S+)(?: ; ([^\\\n]+))?", block)
        assert found is not None
        name, version, condition = found.groups()
        if condition is None or Marker(condition).evaluate(dict(markers)):
            hashes = re.findall(r"--hash=sha256:[0-9a-f]{64}", block)
            yield canonicalize_name(name), " \\\n    ".join([f"{name}=={version}", *hashes]) + "\n"


def hashes(block: str) -> set[str]:
    """The hashes that a block of a lock allows."""
    return set(re.findall(r"sha256:([0-9a-f]{64})", block))
