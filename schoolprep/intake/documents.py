"""Documents: what is left of an identity number that cannot be read, compared with the numbers on file.

Never a repair: it only finds whom to ask about.
"""

from __future__ import annotations

import re
from typing import NamedTuple

TELLING = 14
"""Digits that must be left to mean somebody by name and number: area and birth date."""
_WHOLE = re.compile(r"\d{17}[\dX]")
_EXPONENT = re.compile(r"(\d)(?:\.(\d+))?E\+?17")
_LOST = 100
"""Between the neighbours of a float of 18 digits lie 16 or 32 (IEEE 754), and an X is no digit: so far a number that
was not cut may be from its document."""


class _Left(NamedTuple):
    """What a number cell has kept: a number, how far from it the document may be, and how many digits were shown."""

    about: int
    within: int
    digits: int


def may_be(spoiled: str, document: str) -> bool:
    """Whether a spoiled writing may mean a document: enough of its digits are left, or one slip parts the two."""
    left = _left(spoiled)
    if left is None:
        return bool(spoiled) and is_slip(_flat(spoiled), document)
    return left.digits >= TELLING and _is_near(left, document)


def cannot_be(spoiled: str, document: str) -> bool:
    """Whether a number cell is too far from a document of 18 digits: then it is somebody else's."""
    left = _left(spoiled)
    return left is not None and _WHOLE.fullmatch(document) is not None and not _is_near(left, document)


def _is_near(left: _Left, document: str) -> bool:
    return _WHOLE.fullmatch(document) is not None and (
        abs(int(document[:17] + "0") - left.about) <= left.within + _LOST
    )


def is_slip(one: str, other: str) -> bool:
    """Whether two numbers differ by one slip of the pen: a sign, two neighbours exchanged, one too many or too few."""
    if one == other or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < TELLING:
        return False
    if len(one) != len(other):
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    middle = len(one) // 2
    if one[:middle] != other[:middle] and one[middle + 1 :] != other[middle + 1 :]:
        return False  # most are apart in both halves, and that is no slip
    apart = [at for at in range(len(one)) if one[at] != other[at]]
    if len(apart) == 1:
        return True
    return (
        len(apart) == 2
        and apart[1] == apart[0] + 1
        and one[apart[0]] == other[apart[1]]
        and (one[apart[1]] == other[apart[0]])
    )


def _left(spoiled: str) -> _Left | None:
    """What a number cell has kept of 18 digits; None where the writing is no number cell's."""
    flat = _flat(spoiled)
    if found := _EXPONENT.fullmatch(flat):
        shown = found[1] + (found[2] or "")[:17]
        return _Left(int(shown.ljust(18, "0")), 10 ** (18 - len(shown)), len(shown))
    if re.fullmatch(r"\d{18}", flat) and flat.endswith("00"):
        return _Left(int(flat), 1000, TELLING + 1)
    return None


def _flat(text: str) -> str:
    return "".join(text.split()).strip("'").upper()
