"""Short: what a text becomes where there is no room for it: lines, and … at the end, but never half a day or number.

12月14日 shortened to 12月1… would be read as another day. So a day, an hour or a number stands whole or not at all.
"""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption

from schoolprep.facts.forgetting import remembered

_NUMBER = r"\d[\d.:：/\-–]*"
_UNIT = re.compile(r"(?:[年月日号號时時点點分天次人度%％℃]+|\s?[A-Z][a-z]{2,8}\b)")
_WHOLE = re.compile(rf"{_NUMBER}(?:{_UNIT.pattern}?\s?{_NUMBER})*{_UNIT.pattern}?")
"""8月14日, 2026年8月14日 07:30, 14 Aug 2026, 38.6℃, 08-14 08:40, 4人."""
_MORE = "…"
_JOINER, _SPACE = "\u2060", "\u00a0"
"""No line ends at one of these; the first takes no room."""


def shortened(text: str, made: QFont | QFontMetrics, room: float) -> str:
    """As much of a text as has room (pixels), with … behind where that is not all."""
    metrics = made if isinstance(made, QFontMetrics) else QFontMetrics(made)
    if metrics.horizontalAdvance(text) <= room:  # elidedText cuts some that just fit
        return text
    fits = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(room)))
    if fits == text:
        return text
    cut = len(fits.removesuffix(_MORE))
    for whole in _WHOLE.finditer(text):
        if whole.start() < cut < whole.end():
            cut = whole.start()
    while cut and _leads_on(text[cut - 1]):
        cut -= 1
    return text[:cut] + _MORE


def _leads_on(sign: str) -> bool:
    """Whether nothing ends in this sign before …: a comma, an opening bracket, a blank."""
    return unicodedata.category(sign) in ("Po", "Ps", "Zs") and not _UNIT.fullmatch(sign)


@remembered(4096)  # a table is painted again with every move of the mouse
def in_rows(text: str, made: QFont, room: float, most: int) -> tuple[str, ...]:
    """The lines a text takes, no day or number broken between two; what is beyond `most` lines is shortened away."""
    if most <= 1 or QFontMetrics(made).horizontalAdvance(text) <= room:
        return (shortened(text, made, room),)
    joined = _WHOLE.sub(_join, text)
    starts = _line_starts(joined, made, room)
    ends = [*starts[1:], len(joined)]
    lines = [_parted(joined[at:end]).strip() for at, end in zip(starts, ends, strict=True)]
    if len(lines) > most:
        lines[most - 1 :] = [shortened(_parted(joined[starts[most - 1] :]), made, room)]
    return tuple(lines)


def _join(whole: re.Match[str]) -> str:
    return _JOINER.join(whole.group()).replace(" ", _SPACE)


def _parted(text: str) -> str:
    return text.replace(_JOINER, "").replace(_SPACE, " ")


def rows_needed(text: str, made: QFont, room: float) -> int:
    """How many lines the whole text takes."""
    return len(in_rows(text, made, room, 99))


def _line_starts(text: str, made: QFont, room: float) -> list[int]:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text, made)
    layout.setTextOption(option)
    layout.beginLayout()
    found = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, room))
        found.append(line.textStart())
    layout.endLayout()
    return found
