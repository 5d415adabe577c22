"""Area headings: risk-area lists as authorities write them, brought to the headings of the sheet 风险地区.

Many have the place in three columns (省份 城市 县区), and lists of places to be screened have a day and no level
(排查日期: 2022年6月14日以来).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from schoolprep.facts.blank import Blank
from schoolprep.facts.heading_words import heading_key
from schoolprep.facts.kinds.base import Writing
from schoolprep.intake.layout import HEADER_WITHIN
from schoolprep.intake.tables import Table, shown
from schoolprep.intake.vocabulary import PLACE_LEVELS

_PARTS = tuple(frozenset(map(heading_key, words)) for words in PLACE_LEVELS.values())
_SINCE = re.compile(r"\s*(?:\(含\))?\s*(?:以来|起|以后|之后|至今)$")
_IS_LEVEL = re.compile(r"[高中低]风险(?:地区|区域|区)?|(?:封控|管控|防范)(?:区域|区)?")
LEVEL, OUTBREAK = "等级", "涉疫"


class AreaSheet(NamedTuple):
    """A sheet with one column for the place; `assumed`: it had no level, and its places are to be screened."""

    table: Table
    assumed: bool = False


def as_areas(table: Table, blank: Blank) -> AreaSheet:
    """The sheet with our headings; untouched where it has them."""
    for index, cells in enumerate(table.cells[:HEADER_WITHIN]):
        heads = [heading_key(shown(cell)) for cell in cells]
        parts = [next((at for at, head in enumerate(heads) if head in words), -1) for words in _PARTS]
        places = [at for at in parts if at >= 0]
        fields = {blank.field_of(shown(cell)): at for at, cell in enumerate(cells) if shown(cell)}
        if "place" in fields and "since" not in fields:
            continue
        if "place" in fields or len(places) > 1:
            return _rewritten(table, index, [] if "place" in fields else places, fields)
    return AreaSheet(table)


def _rewritten(table: Table, header: int, places: Sequence[int], fields: dict[str, int]) -> AreaSheet:
    since = fields.get("since", -1)
    rows: list[list[Writing]] = [list(cells) for cells in table.cells]
    assumed = "level" not in fields and since >= 0 and not _says_level(rows[header + 1 :])
    if places:
        _join_places(rows, header, places, _filled(table, places))
    for row in rows[header + 1 :]:
        if 0 <= since < len(row) and isinstance(row[since], str):
            row[since] = _SINCE.sub("", str(row[since]).strip())
        if assumed:
            row.append(OUTBREAK if any(cell not in ("", None) for cell in row) else "")
    if assumed:
        rows[header].append(LEVEL)
    return AreaSheet(table._replace(cells=rows), assumed)


def _says_level(rows: Sequence[Sequence[Writing]]) -> bool:
    """Whether a column says the level whose heading nobody knows: it waits for a person, none is assumed."""
    return any(isinstance(cell, str) and _IS_LEVEL.fullmatch(cell.strip()) for row in rows for cell in row)


def _join_places(
    rows: list[list[Writing]], header: int, places: Sequence[int], above: dict[tuple[int, int], str]
) -> None:
    """Say in the first of several columns what they say together; `above`: what merges cover."""
    for index, row in enumerate(rows[header:], header):
        if len(row) > max(places):
            names = dict.fromkeys(above.get((index, at)) or shown(row[at]).strip() for at in places)
            for at in places:
                row[at] = ""
            row[places[0]] = "".join(names) if index > header else "地区"


def _filled(table: Table, columns: Sequence[int]) -> dict[tuple[int, int], str]:
    """What stands in the cells that a merge covers, in these columns."""
    found = {}
    for merge in table.merges:
        if merge.left == merge.right and merge.left in columns and 0 <= merge.top < len(table.cells):
            said = shown(table.cells[merge.top][merge.left]).strip()
            found.update({(row, merge.left): said for row in range(merge.top, merge.bottom + 1)})
    return found


def pasted(text: str, name: str, sheet: str) -> Table | None:
    """A text that is a table copied out of a page or a workbook, its cells apart by tabs; None where it is none."""
    lines = text.splitlines()
    tabbed = sum("\t" in line for line in lines)
    if tabbed > 1 and 2 * tabbed > sum(bool(line.strip()) for line in lines):
        return Table(name, sheet, [[cell.strip() for cell in line.split("\t")] for line in lines])
    words = [line.split() for line in lines if line.strip()]
    if len(words) > 1 and len(words[0]) > 2 and all(len(row) == len(words[0]) for row in words):
        numbers = [number for number, line in enumerate(lines, 1) if line.strip()]
        return Table(name, sheet, words, rows_at=numbers, text=True)
    return None
