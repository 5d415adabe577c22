"""Limits: how large a file may be before and after it is unpacked; a hostile one is refused in seconds.

The largest honest workbook (100,000 rows of 20 cells) has 8 MB packed and 130 MB unpacked; the limits leave it four
times that. What a file says of its own sizes is not believed: parts are inflated by us, piece by piece, and stop at
what the directory promised.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from schoolprep.facts.problem import CallError

MOST_PACKED = 256 << 20
"""Bytes of a file as it lies on the disk."""
MOST_UNPACKED = 512 << 20
"""Bytes of all parts of a workbook that a reader looks into."""
MOST_TEXTS = 128 << 20
"""Bytes of all texts in the cells of a workbook; one long text may stand in a million cells."""
MOST_CELLS = 6_000_000
"""Cells of the rectangle that holds all filled cells of a sheet, and of all sheets: readers keep all of it."""
MOST_ROWS = 1 << 20
"""Rows a sheet can have (Excel's own limit); a file of a megabyte holds forty million empty ones."""
MOST_PARTS = 10_000
MOST_SHEETS = 1_000
MOST_COUNTED = 10**9
"""What every number beyond counts as: more rows, columns or texts than anything may have."""
_DIGITS = 9
SMALL_PART = 16 << 20
"""Bytes of a part that is read whole: the list of sheets, the styles."""
PIECE = 1 << 18
_READ_PARTS = re.compile(r"\.(xml|rels|bin|vml)$")
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def natural(given: str | bytes) -> int | None:
    """A number that a file gives in digits, `MOST_COUNTED` where it is larger; None where it is none."""
    if not (given.isascii() and given.isdigit()):
        return None
    return int(given) if len(given) <= _DIGITS else MOST_COUNTED


_BROKEN = (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, IndexError, struct.error, OSError)
"""What Python's own reader of archives raises; of a part without a name it looks at the last letter."""


class Archive:
    """A zip archive with its parts by name, in small letters. Raises `CallError` where it is broken or too large."""

    def __init__(self, source: BinaryIO, file: str) -> None:
        self.file = file
        self._source = source
        try:
            with zipfile.ZipFile(source) as archive:
                parts = archive.infolist()
            self._parts = {_key(part.filename): part for part in parts if not part.is_dir()}
        except _BROKEN as wrong:
            raise self.damaged() from wrong
        if len(parts) > MOST_PARTS:
            raise CallError("intake.too-large", file=file)
        if len(self._parts) != sum(not part.is_dir() for part in parts):
            raise self.damaged()  # one name twice: two readers may take different ones
        self.unpacked = sum(part.file_size for name, part in self._parts.items() if _READ_PARTS.search(name))
        """Bytes of the parts that a reader looks into, as they say of themselves."""
        if self.unpacked > MOST_UNPACKED:
            raise CallError("intake.too-large", file=file)

    def damaged(self) -> CallError:
        """What is said where a part is missing or cannot be read."""
        return CallError("intake.damaged", file=self.file)

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def size(self, name: str) -> int:
        """Bytes of a part, unpacked; 0 where there is none."""
        part = self._parts.get(_key(name))
        return part.file_size if part else 0

    def read(self, name: str) -> bytes:
        """A small part, whole; empty where there is none."""
        if name not in self:
            return b""
        if self.size(name) > SMALL_PART:
            raise CallError("intake.too-large", file=self.file)
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part, unpacked piece by piece and never beyond the size it promised.

        A part that declares entities is refused: no program that writes workbooks does. (One that declares them
        behind so much else that the first piece ends before is read, and they are not: `stream.parser`.)
        """
        part = self._parts.get(_key(name))
        if part is None:
            raise self.damaged()
        left = part.file_size
        try:
            for index, piece in enumerate(self._inflated(part)):
                left -= len(piece)
                if left < 0 or (index == 0 and _DECLARES.search(piece)):
                    raise self.damaged()
                yield piece
        except (zlib.error, struct.error, OSError, ValueError) as wrong:  # a place before the beginning
            raise self.damaged() from wrong
        if left:
            raise self.damaged()

    def _inflated(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        """The pieces of a part, whatever size it promised."""
        if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.damaged()
        self._source.seek(part.header_offset)
        name_length, extra_length = struct.unpack("<26x2H", self._source.read(30))
        at = part.header_offset + 30 + name_length + extra_length
        end = at + part.compress_size
        inflater = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
        while at < end:
            self._source.seek(at)  # whoever takes the pieces may read elsewhere in between
            packed = self._source.read(min(end - at, PIECE))
            if not packed:
                raise self.damaged()
            at += len(packed)
            if inflater is None:
                yield packed
                continue
            while packed:
                yield inflater.decompress(packed, PIECE)
                packed = inflater.unconsumed_tail

    def check(self, names: Iterator[str]) -> None:
        """Unpack parts for their sizes alone."""
        for name in names:
            if _READ_PARTS.search(name):
                for _ in self.pieces(name):
                    pass


def _key(name: str) -> str:
    """A part's name as readers compare it."""
    return name.replace("\\", "/").lstrip("/").casefold()
