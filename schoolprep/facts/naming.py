"""Naming: a text, such as the name of a school or a class, as the name of a file that every system can keep."""

from __future__ import annotations

import os
import unicodedata
from typing import NewType

FileName = NewType("FileName", str)
"""A name that every system can keep; whoever offers one to a person asks for this type, so that none goes past here."""

_WIDE = {ord(sign): wide for sign, wide in zip('\\/:*?"<>|', "＼／：＊？”＜＞｜", strict=True)}
"""Signs that Windows refuses in a name ("Naming Files, Paths, and Namespaces"), as wide ones that every disk keeps:
left out, 1/2班 would become 12班."""
_DEVICES = frozenset(
    (
        "CON",
        "PRN",
        "AUX",
        "NUL",
        *(f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"),
    )
)
"""Names that mean a device there, whatever ending follows them."""
_MOST_BYTES = 200
"""ext4 keeps 255 bytes, NTFS and FAT 255 signs; what is put behind a name while it is being written needs the rest."""
_LAST_BYTES = 60
"""How much of the end of what is too long is kept: there stand the class's number and the day."""
_LONGEST_ENDING = 12
_MOST_ON_DISK = 255
_WINDOWS = os.name == "nt"


def file_name(text: str) -> FileName:
    """A text as the name of a file, its ending kept; empty where nothing of it is left.

    What no system shows is left out, what one of them refuses becomes its wide twin (1/2班 → 1／2班), a device's name
    gets a sign more, and what is too long is cut in its middle.
    """
    plain = unicodedata.normalize("NFC", text).translate(_WIDE)
    shown = "".join(sign for sign in plain if sign.isprintable()).strip(" .")
    stem, dot, ending = _parted(shown)
    if _is_device(stem):
        first, point, rest = stem.partition(".")
        stem = f"{first.rstrip(' ')}_{point}{rest}"
    cut = _cut(stem, _MOST_BYTES - len(ending)).rstrip(" .")
    return FileName(f"{cut}{dot}{ending}" if cut else "")


def better_name(name: str, room: int = 0) -> FileName | None:
    """What to call a file whose typed name this system refuses or takes for something else; None where it keeps it.

    `room` is for what is put behind the name beside it. Windows keeps `班级1:2.xlsx` as a stream of a file 班级1 that
    looks empty and is left behind by every copy, drops dots at the end, and writes CON.xlsx to a console.
    """
    size = len(name.encode("utf-16-le", "replace")) // 2 if _WINDOWS else len(name.encode(errors="replace"))
    kept = size + room <= _MOST_ON_DISK
    if _WINDOWS:
        strange = any(ord(sign) in _WIDE or ord(sign) < ord(" ") for sign in name)
        kept = kept and not strange and not name.endswith((" ", ".")) and not _is_device(name)
    return None if kept else file_name(name)


def _parted(name: str) -> tuple[str, str, str]:
    """A name before its ending, the dot, the ending; 第1.2班 has none."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not ending.isascii() or " " in ending or len(ending) > _LONGEST_ENDING:
        return name, "", ""
    return stem, dot, ending


def _is_device(name: str) -> bool:
    return name.partition(".")[0].rstrip(" ").upper() in _DEVICES


def _cut(text: str, most: int) -> str:
    """A text in so many bytes: where it has more, its beginning and its end."""
    whole = text.encode()
    if len(whole) <= most:
        return text
    last = whole[-_LAST_BYTES:].decode(errors="ignore")
    first = whole[: most - len(last.encode()) - len("…".encode())].decode(errors="ignore")
    return f"{first.rstrip(' .')}…{last}"
