"""Sheet names, as a workbook takes them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST = 31


def _units(text: str) -> int:
    """Length as Excel counts it: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, units: int) -> str:
    while _units(text) > units:
        text = text[:-1]
    return text


def sheet_names(titles: Iterable[str]) -> list[str]:
    r"""A sheet name for each title, which Excel, WPS and LibreOffice take.

    At most 31 units, none of `[]:*?/\`, no apostrophe at either end, not empty, not the reserved `History`, and no
    two alike (Excel does not tell upper from lower case).
    """
    taken: set[str] = {"history"}
    names: list[str] = []
    for title in titles:
        plain = _cut(_FORBIDDEN.sub("-", title).strip().strip("'"), _LONGEST).strip().strip("'") or "-"
        name, count = plain, 1
        while name.casefold() in taken:
            count += 1
            mark = f" ({count})"
            name = _cut(plain, _LONGEST - len(mark)) + mark
        taken.add(name.casefold())
        names.append(name)
    return names
