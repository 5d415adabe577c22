"""Styles: what the number formats of a workbook mean for the reading of its cells, and how its cells are dressed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from lxml import etree

from schoolprep.intake.reading.limits import natural
from schoolprep.intake.reading.stream import parser

_Kept = TypeVar("_Kept", bool, str)

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DAYS = re.compile(r"[dmyhs]|e+(?!\+|-)|a{3,4}", re.IGNORECASE)
_NUMBERS = re.compile(r"[0#?]\.?[0#?]*$|General|G/通用格式", re.IGNORECASE)
_PARTS_OF_SECONDS = re.compile(r"(?<=[hms])\]?\.0+", re.IGNORECASE)
_ZEROS = re.compile(r"0{2,18}")
_BUILT_IN_DAYS = frozenset((*range(14, 23), *range(45, 48)))
EASTERN_DAYS = frozenset((*range(27, 37), *range(50, 59)))
"""Formats that Chinese, Japanese and Korean editions write by number alone, without their text (ECMA-376 part 1,
18.8.30): 31 is 2022年8月8日. Readers made in the West take such a day for a number."""


class CellStyle(NamedTuple):
    """How a cell is shown."""

    day: bool = False
    """Its number is a day or a time of day."""
    eastern: bool = False
    """By a format number of the Far East alone."""
    zeros: int = 0
    """Its number is filled up with zeros to this many digits: 00000000."""
    struck: bool = False
    fill: str = ""


PLAIN_STYLE = CellStyle()


def shows_day(code: str) -> bool:
    """Whether a format shows a day or a time of day; only its first part, that for positive numbers, says so."""
    first = _QUOTED.sub("", code).split(";")[0]
    return bool(_DAYS.search(first)) and _NUMBERS.search(_PARTS_OF_SECONDS.sub("", first)) is None


def zeros(code: str) -> int:
    """How many digits a format fills up to: 00000 → 5; 0 where it does not."""
    first = _QUOTED.sub("", code).split(";")[0]
    return len(first) if _ZEROS.fullmatch(first) else 0


def read_styles(content: bytes) -> list[CellStyle]:
    """The styles of a workbook in the order in which cells name them. Raises `etree.XMLSyntaxError`."""
    if not content:
        return []
    root = etree.fromstring(content, parser())
    codes = {
        item.get("numFmtId", ""): item.get("formatCode", "") for item in root.iterfind("{*}numFmts/{*}numFmt")
    }
    struck = [_is_struck(font) for font in root.iterfind("{*}fonts/{*}font")]
    fills = [_colour(fill) for fill in root.iterfind("{*}fills/{*}fill")]
    return [_style(xf, codes, struck, fills) for xf in root.iterfind("{*}cellXfs/{*}xf")]


def _style(xf: etree._Element, codes: dict[str, str], struck: list[bool], fills: list[str]) -> CellStyle:
    number = xf.get("numFmtId", "0")
    code = codes.get(number)
    by_number = natural(number) or 0
    eastern = code is None and by_number in EASTERN_DAYS
    return CellStyle(
        day=shows_day(code) if code is not None else eastern or by_number in _BUILT_IN_DAYS,
        eastern=eastern,
        zeros=zeros(code or ""),
        struck=_at(struck, xf.get("fontId"), False),
        fill=_at(fills, xf.get("fillId"), ""),
    )


def _at(values: Sequence[_Kept], index: str | None, otherwise: _Kept) -> _Kept:
    at = natural(index or "")
    return values[at] if at is not None and at < len(values) else otherwise


def _is_struck(font: etree._Element) -> bool:
    strike = font.find("{*}strike")
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def _colour(fill: etree._Element) -> str:
    """The colour of a solid background as RRGGBB; empty for none, and for colours of the theme."""
    pattern = fill.find("{*}patternFill")
    front = (
        pattern.find("{*}fgColor") if pattern is not None and pattern.get("patternType") == "solid" else None
    )
    colour = front.get("rgb", "") if front is not None else ""
    return colour[-6:].upper() if len(colour) in (6, 8) else ""
