"""Packed: the files inside a zip archive, one after another, in memory alone; none is ever written to the disk.

What an archive says of its own sizes is not believed, and all archives of an intake share one allowance.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from schoolprep.facts.problem import CallError
from schoolprep.intake.reading import winzip
from schoolprep.intake.reading.files import MOST_FILES, GivenFile, is_left_by_programs
from schoolprep.intake.reading.limits import MOST_PACKED, MOST_UNPACKED, PIECE
from schoolprep.intake.reading.locked import NeedsPassword

MOST_DEEP = 3
"""Archives inside archives."""
_DOCUMENTS = ("[content_types].xml", "mimetype", "content.xml", "xl/", "word/", "ppt/")
"""What begins the names of parts where a zip is itself one document."""
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError, IndexError, struct.error, OSError,
)  # fmt: skip
_UTF8, _LOCKED = 0x800, 0x1
_UNICODE_PATH = 0x7075


class Allowance:
    """How much all archives of one intake may still give."""

    def __init__(self) -> None:
        self._bytes, self._files = MOST_UNPACKED, MOST_FILES

    def take(self, count: int, file: str) -> None:
        """Use some bytes. Raises `CallError` where there are none left."""
        self._bytes -= count
        if self._bytes < 0:
            raise CallError("intake.archive-too-large", file=file)

    def another(self, file: str) -> None:
        """Use a file. Raises `CallError`."""
        self._files -= 1
        if self._files < 0:
            raise CallError("intake.too-many-files", file=file, most=MOST_FILES)


def is_archive(source: BinaryIO, name: str) -> bool:
    """Whether a zip holds files, and is not itself a workbook or another document."""
    try:
        with zipfile.ZipFile(source) as archive:
            names = [part.filename.casefold() for part in archive.infolist()]
    except (*_BROKEN, NotImplementedError):
        return name.lower().endswith(".zip")
    return not any(name.startswith(_DOCUMENTS) for name in names)


class PackedFiles:
    """An archive. `passed_over`: the names of what no person made, once its files were gone through."""

    def __init__(self, file: GivenFile, password: str, allowance: Allowance) -> None:
        self.file = file
        self.passed_over: list[str] = []
        self._passwords = [text.encode(code) for text in [password] if text for code in ("utf-8", "gb18030")]
        self._allowance = allowance

    def files(self) -> Iterator[tuple[GivenFile, float, float]]:
        """Its files, each with where its share of the archive begins and ends. Raises `NeedsPassword`, `CallError`."""
        try:
            with self.file.opened() as source, zipfile.ZipFile(source) as archive:
                parts = [part for part in archive.infolist() if not part.is_dir()]
                for at, part in enumerate(parts):
                    name = _name(part)
                    if any(map(is_left_by_programs, name.parts)):
                        self.passed_over.append(str(name))
                        continue
                    self._allowance.another(self.file.name)
                    content = self._unpacked(archive, part)
                    one = GivenFile(self.file.path / name, f"{self.file.name}/{name}", content)
                    yield one, at / len(parts), (at + 1) / len(parts)
        except (*_BROKEN, NotImplementedError) as wrong:
            raise self._damaged() from wrong

    def _damaged(self) -> CallError:
        return CallError("intake.damaged-archive", file=self.file.name)

    def _unpacked(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
        if part.file_size > MOST_PACKED:
            raise CallError("intake.archive-too-large", file=self.file.name)
        if not part.flag_bits & _LOCKED:
            return self._read(archive, part, None)
        for password in self._passwords:
            try:
                return self._read(archive, part, password)
            except (RuntimeError, zipfile.BadZipFile, zlib.error):
                continue  # not the right one, of which old archives keep one byte only
        raise NeedsPassword(self.file, wrong=bool(self._passwords))

    def _read(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo, password: bytes | None) -> bytes:
        if part.compress_type == winzip.METHOD:
            pieces = winzip.pieces(archive, part, password or b"")
        else:
            pieces = _pieces(archive, part, password)
        found: list[bytes] = []
        for piece in pieces:
            self._allowance.take(len(piece), self.file.name)
            found.append(piece)
        return b"".join(found)


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo, password: bytes | None) -> Iterator[bytes]:
    """A part, never beyond the size it promised (Python's reader stops there and compares the check sum)."""
    with archive.open(part, pwd=password) as inside:
        while piece := inside.read(PIECE):
            yield piece


def _name(part: zipfile.ZipInfo) -> PurePosixPath:
    """The name of a part as whoever packed it saw it.

    Chinese Windows and the programs there write GBK and do not say so, where the format means code page 437.
    """
    name = part.orig_filename
    if not part.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        name = _told_beside(part.extra) or _decoded(raw)
    steps = name.replace("\\", "/").split("/")
    clean = ["".join(sign for sign in step if sign.isprintable() and sign != ":") for step in steps]
    kept = [step for step in clean if step.strip(". ")]
    return PurePosixPath(*(kept or ["?"]))


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _told_beside(extra: bytes) -> str:
    """The name in UTF-8 that some programs put beside the other one; empty where none is there."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == _UNICODE_PATH and size > 5:
            return extra[at + 9 : at + 4 + size].decode("utf-8", "ignore")
        at += 4 + size
    return ""
