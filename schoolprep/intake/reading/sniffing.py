"""Sniffing: what a file is follows from its first bytes, never from its name (DOMAIN §6 row 29)."""

from __future__ import annotations

import codecs
import re
from typing import Literal

FileKind = Literal[
    "zip",
    "ole",
    "old",
    "html",
    "xml",
    "mime",
    "picture",
    "pdf",
    "rtf",
    "squeezed",
    "other",
    "text",
    "nothing",
]
HEAD = 4_096
"""Bytes that are looked at."""
_BEGINNINGS: tuple[tuple[FileKind, tuple[bytes, ...]], ...] = (
    ("zip", (b"PK\x03\x04", b"PK\x05\x06")),
    ("ole", (bytes.fromhex("d0cf11e0a1b11ae1"),)),
    # Excel 2 to 4, before there were containers.
    ("old", (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")),
    ("picture", (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")),
    ("pdf", (b"%PDF",)),
    ("rtf", (b"{\\rtf",)),
    ("squeezed", (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")),
    ("other", (b"ID;P", b"SQLite format 3")),
)
"""How files begin that are known by it."""
_BOX = 4
_IN_BOXES = (b"ftyphei", b"ftyphev", b"ftypmif1", b"ftypmsf1", b"ftypavif")
"""The telephone's own pictures (ISO/IEC 23008-12), behind the length of their first box."""
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|meta|table|div|body|style|tr)\b", re.IGNORECASE)
_SHEETS = ("urn:schemas-microsoft-com:office:spreadsheet",)


def kind_of(head: bytes) -> FileKind:
    """What the first `HEAD` bytes say a file is."""
    if not head:
        return "nothing"
    known = next((kind for kind, signs in _BEGINNINGS if head.startswith(signs)), None)
    if known is not None:
        return known
    if head[_BOX:].startswith(_IN_BOXES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return "picture"
    return _kind_of_text(head)


def _kind_of_text(head: bytes) -> FileKind:
    """What is written at the beginning of a text says what it is; zeros are in none."""
    encoding = marked_encoding(head)
    start = head.decode(encoding or "latin-1", "ignore").lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        if any(name in start for name in _SHEETS):
            return "xml"
        if _PAGE.search(start):
            return "html"
        return "other" if start.startswith("<?xml") else "text"
    if start.startswith("MIME-Version:"):
        return "mime"
    return "other" if "\0" in start else "text"


def marked_encoding(head: bytes) -> str:
    """The encoding that a mark at the beginning names, or the zeros of UTF-16; empty where nothing does."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith(
        (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
    ):  # whose first two bytes may be those of UTF-16
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    plain = head[: len(head) & ~1]
    if len(plain) >= 8 and b"\0" in plain:
        # Headings hold Latin signs, commas and line ends, whose UTF-16 has a zero on one side only.
        first, second = plain[::2].count(0), plain[1::2].count(0)
        if second and not first:
            return "utf-16-le"
        if first and not second:
            return "utf-16-be"
    return ""
