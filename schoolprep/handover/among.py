"""Among: which of some files and folders are what colleagues hand each other, told by how they begin."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from schoolprep.handover.sealing import is_ours

_ENDINGS = (".envelope", ".invitation", ".acknowledgement")
"""A chat adds (1) or .txt behind them; a damaged one is known by nothing else."""
_HEAD_BYTES = 128
_MOST_FILES = 20_000
"""So many files of a folder are looked at, as on a stick with all of somebody's papers."""


def sealed_among(paths: Sequence[Path]) -> list[Path]:
    """Those that are such files, or folders that hold one."""
    return [path for path in paths if any(map(_is_sealed, _files(path)))]


def _files(path: Path) -> Iterable[Path]:
    return islice(_within(path), _MOST_FILES) if path.is_dir() else (path,)


def _within(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent) / name for name in sorted(names))


def _is_sealed(path: Path) -> bool:
    if any(ending in path.name.lower() for ending in _ENDINGS):
        return True
    try:
        with path.open("rb") as file:
            return is_ours(file.read(_HEAD_BYTES))
    except OSError:
        return False
