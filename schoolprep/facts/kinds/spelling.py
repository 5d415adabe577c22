"""Spelling: what is done to the characters of a writing before anybody looks at its meaning (DOMAIN §6)."""

from __future__ import annotations

import re
import unicodedata

from schoolprep.facts.traditional import simplified

CELL_ERRORS = frozenset(
    (
        "#N/A",
        "#VALUE!",
        "#REF!",
        "#DIV/0!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#####",
    )
)
"""What a spreadsheet shows where a formula failed."""

EXACT_DIGITS = 10**15
"""From here on a spreadsheet number has lost digits (IEEE 754 and Excel keep 15; DOMAIN §6 row 1)."""

_DASHES = re.compile(r"[-‐‑‒–—―−─－_/／\\＼]+")
_DITTO = re.compile(r"同[上左前][。.]?|[〃″”“\"]{1,2}|ditto|idem|same as above", re.IGNORECASE)
_BLANKS = re.compile(r"\s{2,}")
_NUMBER_TAIL = re.compile(r"(\d+)\.0+")
_WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_POINTS = str.maketrans("。，：；﹒", ".,:;.")


def visible(text: str) -> str:
    """Without what nobody sees or meant; every space an ordinary one.

    Left out: zero-width and direction marks (row 18), control characters, the leading apostrophe and trailing tab of
    number tricks (row 5), spaces at the ends.
    """
    if not text.isprintable():
        text = "".join(_shown(char) for char in text)
    return text.rstrip().lstrip(" '") if text[:1] in " '" or text[-1:] == " " else text


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Zs", "Zl", "Zp") or char in "\t\r\n\v\f":
        return " "
    return "" if category in ("Cf", "Cc", "Cs") else char


def paired(text: str) -> str:
    """A text whose halves of characters are characters again; a half without its other is shown as lost."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_dash(text: str) -> bool:
    """Whether a cell holds only a stroke: nobody has answered (row 25: it is never "no")."""
    return _DASHES.fullmatch(text) is not None


def is_ditto(text: str) -> bool:
    """Whether a cell only points at the one above or beside it: sorted otherwise it would point at somebody else."""
    return _DITTO.fullmatch(text) is not None


def halfwidth(text: str) -> str:
    """Full-width digits and letters made ordinary; everything else stays (row 19)."""
    return text if text.isascii() else text.translate(_WIDE)


def single_spaced(text: str) -> str:
    """Every run of blanks made one: columns of fixed width are filled up with them."""
    return _BLANKS.sub(" ", text)


def flat(text: str) -> str:
    """For values that are signs, not words: every width and shape made ordinary, Chinese points and colons too."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_POINTS)).strip()
    return single_spaced(plain)


def key(text: str) -> str:
    """What makes two names equal: width, case and spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def word(text: str) -> str:
    """What makes two words of a list equal: as `key`, and traditional characters are as good as simplified ones."""
    return simplified(key(text))


def digits(number: int | float) -> str | None:
    """A number cell as it was typed: 13800138000.0 → 13800138000; None where digits are lost."""
    if abs(number) >= EXACT_DIGITS:
        return None
    if isinstance(number, float):
        return str(int(number)) if number.is_integer() else repr(number)
    return str(number)


def without_zero_tail(text: str) -> str:
    """The text of a number that went through floating point: "701.0" → "701"."""
    found = _NUMBER_TAIL.fullmatch(text)
    return found[1] if found else text
