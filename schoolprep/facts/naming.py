"""Naming: a text, such as the name of a school or a class, as the name of a file that every system can keep."""

from __future__ import annotations

import unicodedata

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
_LONGEST_ENDING = 12


def file_name(text: str) -> str:
    """A text as the name of a file, its ending kept; empty where nothing of it is left.

    What no system shows is left out, what one of them refuses becomes its wide twin (1/2班 → 1／2班), a device's name
    gets a sign more, and what is too long is cut before its ending.
    """
    plain = unicodedata.normalize("NFC", text).translate(_WIDE)
    shown = "".join(sign for sign in plain if sign.isprintable()).strip(" .")
    stem, dot, ending = shown.rpartition(".")
    if not dot or not ending.isascii() or " " in ending or len(ending) > _LONGEST_ENDING:
        stem, dot, ending = shown, "", ""
    if stem.partition(".")[0].rstrip(" ").upper() in _DEVICES:
        first, point, rest = stem.partition(".")
        stem = f"{first.rstrip(' ')}_{point}{rest}"
    cut = stem.encode()[: _MOST_BYTES - len(ending)].decode(errors="ignore").rstrip(" .")
    return f"{cut}{dot}{ending}" if cut else ""
