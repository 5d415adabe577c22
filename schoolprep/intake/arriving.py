"""Arriving: all that a person gave, file by file into whoever reads it; each that cannot be read is told with why.

Folders stand for what is in them, archives are opened in memory, and a folder in an archive is like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from schoolprep.facts.problem import CallError, Filling, Problem, Series
from schoolprep.facts.steps import share
from schoolprep.intake.columns import IntakeNotice
from schoolprep.intake.reading import GivenFile, NeedsPassword, files_of
from schoolprep.intake.reading.packed import MOST_DEEP, Allowance, PackedFiles, is_archive

_Read = TypeVar("_Read")
FileReading = Callable[[GivenFile, str], Generator[float, None, _Read]]
"""How one file is read with the password that may open it (empty: none); steps of 0 to 1. Raises `CallError`."""
_NAMED = 5
"""So many of the names that are passed over are told."""


class Arriving(Generic[_Read]):
    """See the module; `read` is what came of the files, in their order.

    `passwords`: those a person gave, by file; one for an archive is tried on what is inside, an empty one says that
    there is none.
    """

    def __init__(
        self, reading: FileReading[_Read], passwords: Mapping[Path, str], *, alone_raises: bool = True
    ) -> None:
        """`alone_raises`: what is wrong with one file, where it alone was given, is raised and not told."""
        self.read: list[_Read] = []
        self.unread: list[IntakeNotice] = []
        """The files that cannot be read."""
        self.passed_over: list[IntakeNotice] = []
        """What no person made: lock files and the like."""
        self._alone_raises = alone_raises
        self._wrong: list[CallError] = []
        self._reading = reading
        self._passwords = passwords
        self._allowance = Allowance()

    def all(self, paths: Sequence[Path]) -> Generator[float, None, None]:
        """Steps of 0 to 1 through everything.

        Raises `NeedsPassword`, and `CallError` where one file alone was given and cannot be read.
        """
        found = files_of(paths)
        for name, passed in found.passed_over.items():
            self._pass_over(name, passed)
        count = len(found.files)
        for at, file in enumerate(found.files):
            yield from share(self._one(file, 0), _between(at / count, (at + 1) / count))
        if self._alone_raises and count == 1 and len(self._wrong) == 1 and not self.read:
            raise self._wrong[0]

    def _one(self, file: GivenFile, deep: int) -> Generator[float, None, None]:
        """One file, or those in it."""
        try:
            if _is_archive(file):
                yield from self._packed(file, deep)
            else:
                self.read.append((yield from self._reading(file, self._password(file))))
        except NeedsPassword as wrong:
            if self._passwords.get(wrong.path) != "":
                raise
            self._refuse(wrong.name, CallError("intake.password-none", file=wrong.name))
        except CallError as wrong:
            self._refuse(file.name, wrong)

    def _packed(self, file: GivenFile, deep: int) -> Generator[float, None, None]:
        if deep == MOST_DEEP:
            raise CallError("intake.archive-too-deep", file=file.name)
        inside = PackedFiles(file, self._password(file), self._allowance)
        some = False
        for one, begin, end in inside.files():
            some = True
            yield begin
            yield from share(self._one(one, deep + 1), _between(begin, end))
        if inside.passed_over:
            self._pass_over(file.name, inside.passed_over)
        if not some:
            raise CallError("intake.empty-archive", file=file.name)

    def _password(self, file: GivenFile) -> str:
        """The password of a file, else that of the archive it is in."""
        places = (file.path, *file.path.parents)
        return next((self._passwords[place] for place in places if place in self._passwords), "")

    def _refuse(self, name: str, wrong: CallError) -> None:
        self._wrong.append(wrong)
        self.unread.append(_told(name, wrong.problem))

    def _pass_over(self, name: str, passed: Sequence[str]) -> None:
        some = [*passed[:_NAMED], "…"] if len(passed) > _NAMED else passed
        facts: dict[str, Filling] = {"file": name, "count": len(passed), "names": Series(some)}
        self.passed_over.append(_told(name, Problem("intake.left-by-programs", facts)))


def _between(begin: float, end: float) -> Callable[[float], float]:
    """How far the whole is while one of its parts is as far as asked."""
    return lambda done: begin + (end - begin) * done


def _is_archive(file: GivenFile) -> bool:
    if file.kind != "zip":
        return False
    with file.opened() as source:
        return is_archive(source, file.name)


def _told(name: str, problem: Problem) -> IntakeNotice:
    return IntakeNotice(name, "", "", "", problem, "file")
