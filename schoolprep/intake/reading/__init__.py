"""Reading: a file of any kind as tables; what no program of ours should open is one sentence, in seconds.

`read` is a generator of steps; closing it is the cancel. Nothing is ever written, unpacked or decrypted to the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import finish, share
from schoolprep.intake.reading import records
from schoolprep.intake.reading.apart import shares_apart
from schoolprep.intake.reading.container import contained
from schoolprep.intake.reading.facts import Book
from schoolprep.intake.reading.limits import MOST_PACKED, Archive
from schoolprep.intake.reading.locked import NeedsPassword, unlocked
from schoolprep.intake.reading.ods import look_ods
from schoolprep.intake.reading.ooxml import look
from schoolprep.intake.reading.page import read_page
from schoolprep.intake.reading.sniffing import HEAD, FileKind, kind_of
from schoolprep.intake.reading.text import decode, read_text_table
from schoolprep.intake.reading.workbook import WorkbookSteps, read_book
from schoolprep.intake.reading.xml2003 import read_xml2003
from schoolprep.intake.tables import Table

__all__ = [
    "SUFFIXES",
    "NeedsPassword",
    "WorkbookSteps",
    "decoded",
    "files_of",
    "is_workbook",
    "read",
    "read_tables",
]

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".tsv"})
"""What is taken from a folder; a file named by a person is looked into whatever its name."""
LOCK = "~$"
"""How the small files begin that Excel and WPS leave beside a workbook while it is open."""
_LOOKING = 0.3
"""The part of reading a workbook that the look before the fast reader takes."""


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files meant: a folder stands for the workbooks in it, by name. Raises `CallError` for an empty folder."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = [entry for entry in path.iterdir() if entry.is_file() and _looks_like_a_book(entry)]
        if not inside:
            raise CallError("intake.empty-folder", file=path.name)
        found += sorted(inside)
    return found


def _looks_like_a_book(path: Path) -> bool:
    """Not the `~$` lock files that Excel leaves beside an open workbook."""
    return path.suffix.lower() in SUFFIXES and not path.name.startswith((LOCK, "."))


def read_tables(path: Path, password: str | None = None) -> list[Table]:
    """Every sheet of a file, hidden ones marked. Raises `CallError` where the file cannot be read."""
    return finish(read(path, {path: password} if password else {}))


def read(path: Path, passwords: Mapping[Path, str] | None = None) -> WorkbookSteps:
    """Steps that end with every sheet of a file.

    `passwords`: those a person gave, by file. Raises `NeedsPassword` for a workbook behind another one, `CallError`
    for a file that cannot be read.
    """
    kind = _kind(path)
    if path.name.startswith(LOCK):
        raise CallError("intake.lock-file", file=path.name, other=path.name.removeprefix(LOCK))
    try:
        with path.open("rb") as source:
            if path.stat().st_size > MOST_PACKED:
                raise CallError("intake.too-large", file=path.name)
            return (yield from _read(source, path, kind, (passwords or {}).get(path)))
    except OSError as wrong:
        raise CallError("intake.locked", file=path.name) from wrong
    except MemoryError as wrong:
        raise CallError("intake.too-large", file=path.name) from wrong


def _read(source: BinaryIO, path: Path, kind: FileKind, password: str | None) -> WorkbookSteps:
    file = path.name
    if kind == "zip":
        return (yield from _zipped(source, file))
    if kind == "ole":
        return (yield from _contained(source, path, password))
    if kind == "text":
        return (yield from read_text_table(source.read(), file, path.stem))
    if kind == "html":
        return (yield from read_page(source.read(), file, path.stem))
    if kind == "xml":
        return (yield from read_xml2003(source.read(), file))
    code = {"nothing": "empty-file", "old": "old-workbook", "mime": "web-page"}.get(kind, "not-a-table")
    raise CallError(f"intake.{code}", file=file)


def _zipped(source: BinaryIO, file: str) -> WorkbookSteps:
    """An xlsx, xlsm, xlsb or ods: a zip archive."""
    archive = Archive(source, file)
    book = Book({})
    yield 0
    if "content.xml" in archive:
        for found in look_ods(archive):
            book = found
            yield 0
    elif "xl/workbook.bin" in archive:
        books = records.Books(file)
        for _ in records.walk_xlsb(archive, books):
            yield 0
        book = Book(books.sheets, books.epoch_1904)
    else:
        for found in look(archive):
            book = found
            yield 0
    source.seek(0)
    return (yield from _shared(read_book(shares_apart(source.read(), archive.unpacked), file, book)))


def _contained(source: BinaryIO, path: Path, password: str | None) -> WorkbookSteps:
    """An xls, or a workbook behind a password, which Office wraps in the same container."""
    stream = records.stream_of(source, path.name)
    if not stream:
        inside = unlocked(source, path, password) if records.is_wrapped(source) else None
        if inside is None:
            raise CallError("intake.no-workbook", file=path.name)
        yield 0.1
        return (yield from _zipped(inside, path.name))
    if records.is_locked(stream):
        inside = unlocked(source, path, password)
        source, stream = inside, records.stream_of(inside, path.name)
    books = records.Books(path.name)
    for _ in records.walk_xls(stream, books):
        yield 0
    straight = contained(stream, books.dimensions)
    given = shares_apart(straight)
    return (yield from _shared(read_book(given, path.name, Book(books.sheets, books.epoch_1904))))


def _shared(reading: WorkbookSteps) -> WorkbookSteps:
    """The steps of the fast reader, after those of the look before."""
    return share(reading, lambda done: _LOOKING + (1 - _LOOKING) * done)


def is_workbook(path: Path) -> bool:
    """Whether a file begins like a workbook of any kind, and not like a text. Raises `CallError`."""
    return _kind(path) not in ("text", "nothing")


def decoded(path: Path) -> str:
    """The text of a file. Raises `CallError` where it is none."""
    if _kind(path) == "other":
        raise CallError("intake.not-a-table", file=path.name)
    try:
        return decode(path.read_bytes(), path.name)
    except OSError as wrong:
        raise CallError("intake.locked", file=path.name) from wrong


def _kind(path: Path) -> FileKind:
    """What a file is. Raises `CallError` where it cannot be opened."""
    if path.is_dir():
        raise CallError("intake.is-folder", file=path.name)
    try:
        with path.open("rb") as file:
            return kind_of(file.read(HEAD))
    except FileNotFoundError as wrong:
        raise CallError("intake.no-file", file=path.name) from wrong
    except OSError as wrong:
        raise CallError("intake.locked", file=path.name) from wrong
