"""Files: what a person gave, file by file: a folder stands for all that is in it, whatever is inside that.

Nothing is passed over without a word: what no person made (lock files, what systems leave in folders) is counted.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple

from schoolprep.facts.problem import CallError
from schoolprep.intake.reading.sniffing import HEAD, FileKind, kind_of

LOCK = "~$"
"""How the small files begin that Excel and WPS leave beside a workbook while it is open."""
MOST_FILES = 5_000
"""Files of one intake: a year of a class a day."""
_LEFT_BY_PROGRAMS = re.compile(
    r"\..*|~\$.*|~WRL\d+\.tmp|thumbs\.db|desktop\.ini|__MACOSX", re.IGNORECASE | re.DOTALL
)
"""Names of files and folders that systems and programs make for themselves."""


class GivenFile(NamedTuple):
    """One file to be read; `content` where it does not lie on the disk by itself (it came out of an archive)."""

    path: Path
    """Where it stands; of one in an archive, its place in it behind the archive's own. Passwords are kept by it."""
    name: str
    """What a person is told it is called: with the folders it lay in, from the one that was given."""
    content: bytes | None = None

    @classmethod
    def at(cls, path: Path) -> GivenFile:
        """The file of a path."""
        return cls(path, path.name)

    @property
    def stem(self) -> str:
        """Its name without folders and ending."""
        return PurePath(self.name).stem

    @property
    def suffix(self) -> str:
        """The ending of its name, in small letters."""
        return PurePath(self.name).suffix.lower()

    @property
    def size(self) -> int:
        """Bytes. Raises `OSError`."""
        return self.path.stat().st_size if self.content is None else len(self.content)

    def opened(self) -> BinaryIO:
        """Its bytes. Raises `CallError` where it cannot be opened."""
        if self.content is not None:
            return BytesIO(self.content)
        if self.path.is_dir():
            raise CallError("intake.is-folder", file=self.name)
        try:
            return self.path.open("rb")
        except FileNotFoundError as wrong:
            raise CallError("intake.no-file", file=self.name) from wrong
        except OSError as wrong:
            raise CallError("intake.locked", file=self.name) from wrong

    @property
    def kind(self) -> FileKind:
        """What it is. Raises `CallError`."""
        with self.opened() as source:
            try:
                return kind_of(source.read(HEAD))
            except OSError as wrong:
                raise CallError("intake.locked", file=self.name) from wrong


class GivenFiles(NamedTuple):
    """The files meant, and what was passed over."""

    files: tuple[GivenFile, ...]
    passed_over: Mapping[str, tuple[str, ...]]
    """By what was given: the names of what no person made."""


def files_of(paths: Iterable[Path]) -> GivenFiles:
    """The files meant, those of a folder by name and with all folders in it. Raises `CallError` for an empty folder.

    A file named by a person is one whatever its name.
    """
    found: list[GivenFile] = []
    passed: dict[str, tuple[str, ...]] = {}
    for path in dict.fromkeys(paths):
        if not path.is_dir():
            found.append(GivenFile.at(path))
            continue
        inside = _Inside()
        found += (GivenFile(one, _named(path, one)) for one in inside.files(path))
        if not inside.seen:
            raise CallError("intake.empty-folder", file=path.name)
        if inside.passed:
            passed[path.name] = tuple(inside.passed)
        if len(found) > MOST_FILES:
            raise CallError("intake.too-many-files", file=path.name, most=MOST_FILES)
    return GivenFiles(tuple(_told_apart(found)), passed)


def is_left_by_programs(name: str) -> bool:
    """Whether a file or folder of this name was made by no person."""
    return _LEFT_BY_PROGRAMS.fullmatch(name) is not None


class _Inside:
    """Walks one folder."""

    def __init__(self) -> None:
        self.passed: list[str] = []
        self.seen = 0

    def files(self, folder: Path) -> Iterator[Path]:
        """Its files by name, then those of its folders; links to folders are not followed, they may go in circles."""
        for place, folders, names in os.walk(folder):
            here = Path(place)
            folders[:] = sorted(name for name in folders if self._is_somebodys(name))
            for name in sorted(names):
                if self._is_somebodys(name):
                    self.seen += 1
                    yield here / name
            if self.seen > MOST_FILES:
                return

    def _is_somebodys(self, name: str) -> bool:
        if is_left_by_programs(name):
            self.passed.append(name)
            return False
        return True


def _named(folder: Path, path: Path) -> str:
    return (PurePath(folder.resolve().name) / path.relative_to(folder)).as_posix()


def _told_apart(found: Iterable[GivenFile]) -> Iterator[GivenFile]:
    """Two of one name from different folders are called by their folders as well."""
    taken: set[str] = set()
    for file in found:
        name = file.name
        for folder in file.path.absolute().parents[len(PurePath(name).parts) - 1 :]:
            if name not in taken or not folder.name:
                break
            name = f"{folder.name}/{name}"
        taken.add(name)
        yield file._replace(name=name)
