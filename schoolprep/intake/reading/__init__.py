"""Reading: a file of any kind as tables; what no program of ours should open is one sentence, in seconds.

`read` is a generator of steps; closing it is the cancel. Nothing is ever written, unpacked or decrypted to the disk.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path, PurePath
from typing import BinaryIO

from schoolprep.facts.problem import CallError
from schoolprep.facts.steps import finish, share
from schoolprep.intake.reading import records
from schoolprep.intake.reading.apart import shares_apart
from schoolprep.intake.reading.container import contained
from schoolprep.intake.reading.facts import Book
from schoolprep.intake.reading.files import LOCK, GivenFile, GivenFiles, files_of
from schoolprep.intake.reading.limits import MOST_PACKED, Archive
from schoolprep.intake.reading.locked import NeedsPassword, unlocked
from schoolprep.intake.reading.ods import look_ods
from schoolprep.intake.reading.ooxml import look
from schoolprep.intake.reading.page import read_page
from schoolprep.intake.reading.sniffing import HEAD, FileKind, kind_of
from schoolprep.intake.reading.text import decode, read_text_table
from schoolprep.intake.reading.word import is_word, read_word, text_of_word
from schoolprep.intake.reading.workbook import WorkbookSteps, read_book
from schoolprep.intake.reading.xml2003 import read_xml2003
from schoolprep.intake.tables import Table

__all__ = [
    "GivenFile",
    "GivenFiles",
    "NeedsPassword",
    "WorkbookSteps",
    "decoded",
    "files_of",
    "is_workbook",
    "read",
    "read_tables",
]

_LOOKING = 0.3
"""The part of reading a workbook that the look before the fast reader takes."""


def read_tables(path: Path, password: str | None = None) -> list[Table]:
    """Every sheet of a file, hidden ones marked. Raises `CallError` where the file cannot be read."""
    return finish(read(GivenFile.at(path), password))


def read(file: GivenFile, password: str | None = None, *, western: bool = False) -> WorkbookSteps:
    """Steps that end with every sheet of a file. `western`: the school stands where letters have accents.

    Raises `NeedsPassword` for a workbook behind another password, `CallError` for a file that cannot be read.
    """
    try:
        with file.opened() as source:
            if file.size > MOST_PACKED:
                raise CallError("intake.too-large", file=file.name)
            if (name := PurePath(file.name).name).startswith(LOCK):
                raise CallError("intake.lock-file", file=file.name, other=name.removeprefix(LOCK))
            kind = kind_of(source.read(HEAD))
            source.seek(0)
            if kind == "text":
                return (yield from read_text_table(source.read(), file.name, file.stem, western=western))
            return (yield from _read(source, file, kind, password))
    except OSError as wrong:
        raise CallError("intake.locked", file=file.name) from wrong
    except MemoryError as wrong:
        raise CallError("intake.too-large", file=file.name) from wrong


_REFUSED: Mapping[FileKind, str] = {
    "nothing": "empty-file",
    "old": "old-workbook",
    "mime": "web-page",
    "pdf": "is-pdf",
    "picture": "is-picture",
    "rtf": "is-rtf",
    "squeezed": "squeezed",
}
"""What is said of a file that holds no table for us; of any other, that it is none."""


def _read(source: BinaryIO, file: GivenFile, kind: FileKind, password: str | None) -> WorkbookSteps:
    if kind == "zip":
        return (yield from _zipped(source, file.name))
    if kind == "ole":
        return (yield from _contained(source, file, password))
    if kind == "html":
        return (yield from read_page(source.read(), file.name, file.stem))
    if kind == "xml":
        return (yield from read_xml2003(source.read(), file.name))
    raise _refused(kind, file)


def _refused(kind: FileKind, file: GivenFile) -> CallError:
    return CallError(f"intake.{_REFUSED.get(kind, 'not-a-table')}", file=file.name)


_ODT = b"application/vnd.oasis.opendocument.text"


def _zipped(source: BinaryIO, file: str) -> WorkbookSteps:
    """An xlsx, xlsm, xlsb, ods or docx: a zip archive."""
    archive = Archive(source, file)
    book = Book({})
    yield 0
    if is_word(archive):
        return (yield from read_word(archive, PurePath(file).stem))
    if "ppt/presentation.xml" in archive:
        raise CallError("intake.is-slides", file=file)
    if "content.xml" in archive:
        if archive.read("mimetype").startswith(_ODT):
            raise CallError("intake.is-odt", file=file)
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


def _contained(source: BinaryIO, file: GivenFile, password: str | None) -> WorkbookSteps:
    """An xls, or a workbook behind a password, which Office wraps in the same container."""
    stream = records.stream_of(source, file.name)
    if not stream:
        inside = unlocked(source, file, password) if records.is_wrapped(source) else None
        if inside is None:
            raise CallError(f"intake.{_other_document(source)}", file=file.name)
        yield 0.1
        return (yield from _zipped(inside, file.name))
    if records.is_locked(stream):
        inside = unlocked(source, file, password)
        source, stream = inside, records.stream_of(inside, file.name)
    books = records.Books(file.name)
    for _ in records.walk_xls(stream, books):
        yield 0
    straight = contained(stream, books.dimensions)
    given = shares_apart(straight)
    return (yield from _shared(read_book(given, file.name, Book(books.sheets, books.epoch_1904))))


_STREAMS = {"WordDocument": "is-old-word", "PowerPoint Document": "is-slides"}
"""The stream by which the container of another program's document is known."""


def _other_document(source: BinaryIO) -> str:
    """What is said of a container without a workbook."""
    return next((code for name, code in _STREAMS.items() if records.holds(source, name)), "no-workbook")


def _shared(reading: WorkbookSteps) -> WorkbookSteps:
    """The steps of the fast reader, after those of the look before."""
    return share(reading, lambda done: _LOOKING + (1 - _LOOKING) * done)


_TEXTS: Collection[FileKind] = ("text", "html", "xml", "mime", "nothing")


def is_workbook(file: GivenFile) -> bool:
    """Whether a file is a workbook of any kind, and neither a text nor a docx. Raises `CallError`."""
    return file.kind not in ("text", "nothing") and not _is_word(file)


def _is_word(file: GivenFile) -> bool:
    if file.kind != "zip":
        return False
    with file.opened() as source:
        return is_word(Archive(source, file.name))


def decoded(file: GivenFile) -> str:
    """The text of a file. Raises `CallError` where it is none."""
    kind, word = file.kind, _is_word(file)
    if kind not in _TEXTS and not word:
        raise _refused(kind, file)
    try:
        with file.opened() as source:
            if word:
                return text_of_word(Archive(source, file.name))
            return decode(source.read(), file.name)
    except OSError as wrong:
        raise CallError("intake.locked", file=file.name) from wrong
