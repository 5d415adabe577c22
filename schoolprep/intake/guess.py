"""Guess: what a column may be whose heading nobody knows, by words inside the heading and by its cells.

A guess is shown and never used before a person has said so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from schoolprep.facts.heading_words import heading_key
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.traditional import simplified
from schoolprep.intake.layout import ColumnHead, SheetHeader
from schoolprep.intake.tables import Table, shown
from schoolprep.intake.vocabulary import Vocabulary, field_at, target

LOOKED_AT = 60
"""Rows under the header that are looked at: a class."""
MOST = 0.8
"""So many of the written cells must look alike."""

# Shapes that hardly anything else has (DOMAIN §6 rows 1, 7, 9; GB 11643; mobile numbers `1[3-9]` and nine digits).
_SHAPES: dict[str, tuple[re.Pattern[str], tuple[str, ...], bool]] = {
    "identity": (re.compile(r"\d{17}[\dXx]"), ("person.document_no", "cohabitant.document_no"), True),
    "phone": (
        re.compile(r"(?:\+?86)?1[3-9]\d{9}(?:\.0)?"),
        ("person.phone", "person.guardian_phone", "cohabitant.phone"),
        True,
    ),
    "result": (re.compile(r"阴性?|阳性?|待出|[(（]?[-+－＋][)）]?|未检出"), ("test.result",), True),
    "colour": (re.compile(r"[绿黄红][码色]?"), ("code.colour", "cohabitant.code_colour"), True),
    "temperature": (
        re.compile(r"3[4-9](?:\.\d{1,2})?(?:℃|度|°C)?|4[0-2](?:\.\d{1,2})?(?:℃|度|°C)?"),
        ("health.temp_am", "health.temp_noon", "health.temp_pm"),
        False,
    ),
    "sex": (re.compile(r"[男女]"), ("person.sex",), True),
    "class": (
        re.compile(r".{0,4}(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]?班"),
        ("person.class_name",),
        True,
    ),
    "place": (
        re.compile(r"\w{2,}(?:省|市|区|县)\w*"),
        ("area.place", "travel.place", "person.home_area", "person.home_address"),
        False,
    ),
    "level": (re.compile(r"[高中低](?:风险)?(?:地?区)?|(?:封控|管控|防范)区?"), ("area.level",), True),
}


class Guess(NamedTuple):
    """What a column may be, best first; `likely`: hardly anything else looks like it."""

    targets: tuple[str, ...]
    likely: bool
    by_content: bool


def guess(table: Table, at: int, body: int, heading: str, words: Vocabulary) -> Guess | None:
    """A guess for one column among the blanks that are asked; None where nothing speaks for anything."""
    near = [target(blank, field) for blank, field in words.near(heading)]
    kind = shape_of(under(table, at, body))
    if not kind:
        return Guess(tuple(near), False, False) if near else None
    _, fields, unmistakable = _SHAPES[kind]
    targets = [one for one in fields if field_at(words.blanks, one)]
    if not targets:
        return Guess(tuple(near), False, False) if near else None
    both = [one for one in near if one in targets]
    if both:
        return Guess(tuple(dict.fromkeys((*both, *targets, *near))), True, True)
    return Guess(tuple(dict.fromkeys((*targets, *near))), unmistakable and not near, True)


def shown_by_cells(
    heads: Sequence[ColumnHead], table: Table, body: int, words: Vocabulary
) -> list[ColumnHead]:
    """Headings that may stand over temperatures (AM), meaning them where the cells under them are such."""
    return [_shown_by_cells(head, table, body, words) for head in heads]


def _shown_by_cells(head: ColumnHead, table: Table, body: int, words: Vocabulary) -> ColumnHead:
    perhaps = {} if head.fields else _perhaps_temperatures(head.text, words)
    if not perhaps or shape_of(under(table, head.at, body)) != "temperature":
        return head
    return head._replace(fields=perhaps)


def _perhaps_temperatures(heading: str, words: Vocabulary) -> dict[str, str]:
    """The temperatures that a heading may ask for, which as well stands over anything of that time of day (AM)."""
    key = heading_key(heading)
    return {
        one.id: field.name
        for one in words.blanks.values()
        for field in one.field
        if field.kind == "temperature" and key and key in map(heading_key, field.perhaps)
    }


def under(table: Table, at: int, body: int) -> list[Writing]:
    """The cells under a heading that are looked at."""
    return [row[at] for row in table.cells[body : body + LOOKED_AT] if at < len(row)]


def below_days(table: Table, layout: SheetHeader, words: Vocabulary) -> SheetHeader:
    """The header, its headings that are a day alone with what the cells under them show that they ask."""
    if all(head.day is None or head.levels for head in layout.heads):
        return layout
    return layout._replace(
        heads=tuple(
            head if head.day is None or head.levels else _below_day(table, head, layout.bottom + 1, words)
            for head in layout.heads
        )
    )


def _below_day(table: Table, head: ColumnHead, body: int, words: Vocabulary) -> ColumnHead:
    found = guess(table, head.at, body, "", words)
    targets = [one.partition(".") for one in (found.targets if found else ())]
    daily = [(blank, field) for blank, _, field in targets if words.blanks[blank].column_day]
    if open_ := _hour_left_open(daily, words):
        return head._replace(levels=(open_,))
    return head._replace(fields=dict(daily)) if len(daily) == 1 else head


def _hour_left_open(fields: Sequence[tuple[str, str]], words: Vocabulary) -> str:
    """The heading of several fields of a blank that differ by their hour; empty where they do not."""
    for one in words.blanks.values():
        for hourly in one.hourly:
            if len(fields) > 1 and {(one.id, field) for field in hourly.fields} >= set(fields):
                return hourly.headings[0]
    return ""


def shape_of(cells: Sequence[Writing]) -> str:
    """What most of some cells look like; empty where they look like nothing of ours."""
    written = [text for cell in cells if (text := "".join(shown(cell).split()).strip("'"))]
    for kind, (shape, _, _) in _SHAPES.items():
        if written and sum(shape.fullmatch(simplified(text)) is not None for text in written) >= MOST * len(
            written
        ):
            return kind
    return ""
