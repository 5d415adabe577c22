"""Stream: plain cells as the rows of a worksheet, in the words of the xlsx format (ECMA-376 part 1, 18.3).

A person's text is always text (an inline string, never a formula), whatever it begins with. Control characters, which
the format cannot hold, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

PlainCell = str | int | float | None
_LONGEST = 32_767
"""Characters a cell can hold (Excel's limit)."""
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f&<>\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_SAFE_DAY = 61
"""1900-03-01: before it Excel counts a 29 February that never was."""
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d))?", re.ASCII)


def fit(text: str) -> str:
    """A text as a cell can hold it: not too long, without control characters."""
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: str) -> str:
    """A text as it stands between two tags."""
    if len(text) <= _LONGEST and not _SPECIAL.search(text):
        return text
    text = fit(text)
    text = _ESCAPED.sub("_x005F_", text)  # what looks like the format's own escape (22.9.2.19) is no escape
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def serial(text: str) -> int | float | None:
    """The number that stands for an ISO date or moment in a workbook; None for any other text."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    try:
        days = date.fromisoformat(found[1]).toordinal() - _EPOCH
    except ValueError:
        return None
    if days < _FIRST_SAFE_DAY:
        return None
    if found[2] is None:
        return days
    minutes = int(found[2]) * 60 + int(found[3])
    return days + minutes / 1440 if minutes < 1440 else None


def row(
    number: int, letters: Sequence[str], cells: Iterable[PlainCell], styles: Iterable[int], height: float
) -> str:
    """One row with its cell references (some readers want them) and its height in points."""
    parts = [f'<row r="{number}" ht="{height:g}" customHeight="1">']
    for letter, cell, style in zip(letters, cells, styles, strict=True):
        if cell is None or cell == "":
            parts.append(f'<c r="{letter}{number}" s="{style}"/>')
        elif cell.__class__ is str:
            text = escaped(cell)
            parts.append(
                f'<c r="{letter}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
            )
        else:
            parts.append(f'<c r="{letter}{number}" s="{style}"><v>{cell}</v></c>')
    parts.append("</row>")
    return "".join(parts)
