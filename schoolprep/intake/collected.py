"""Collected: lines that a class chat collected (接龙), one person a line, become the rows of a table.

`1. 王小明 36.5`, `2、李雷 7.1班 请假 发烧`: the parts of a line go under headings by what they look like, or, where a
line above them says (`例 姓名 体温`), by their order. What is said of nothing else stands together under one heading;
a line without a number stays a line and is left to whoever reads the rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from schoolprep.facts import languages
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.languages import MOTHER_TONGUE
from schoolprep.facts.traditional import simplified
from schoolprep.intake.tables import Table, shown

IsHeading = Callable[[str], bool]
"""Whether a text is a heading that somebody may have meant."""

_LOOKED_AT = 40
_MOST_LINES = 5_000
_FEWEST = 0.6
"""So many of the lines must be such ones."""
_NUMBERED = re.compile(r"\s*(\d{1,4})\s*[.、．)）:：]\s*(?!\d+(?:\.\d+)?\s*$)(\S.*)", re.DOTALL)
_MARK = re.compile(r"\s*#\s*(?:接龙|接龍|Group\s*Note|Chain)\s*", re.IGNORECASE)
_EXAMPLE = re.compile(r"^\s*(?:接龙格式|填写格式|格式|例如|示例|例)(?:\s*[:：]\s*|\s+)")
_BETWEEN = re.compile(r"[\s,，、;；|+＋]+|(?<=[\u4e00-\u9fff])[-－—]+(?=[\d\u4e00-\u9fff])")
_LABELLED = re.compile(r"([\u4e00-\u9fff]{1,8})[:：]\s*(.+)", re.DOTALL)
_GLUED = re.compile(r"([\u4e00-\u9fff·]{1,6}?)[(（:：]?(\d.*?)[)）]?")
_CLASS = r"(?:[\u4e00-\u9fff]{0,4}\d{0,2}[.．·-])?(?:\d{1,4}|[一二三四五六七八九十]{1,3})[)）]?班"
_CLASS_FIRST = re.compile(rf"([\u4e00-\u9fff]{{0,4}}[(（]?{_CLASS})([\u4e00-\u9fff·]{{2,6}})")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8})+")
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("证件号", re.compile(r"\d{17}[\dXx]")),
    ("联系电话", re.compile(r"(?:\+?86)?1[3-9]\d{9}")),
    ("体温", re.compile(r"(?:3[4-9]|4[0-2])(?:[.．]\d{1,2})?\s*(?:℃|度|°C)?")),
    ("班级", re.compile(rf"[\u4e00-\u9fff]{{0,4}}[(（]?{_CLASS}")),
    ("性别", re.compile(r"[男女]")),
    ("检测结果", re.compile(r"阴性|阳性|未检出")),
    ("健康码", re.compile(r"[绿黄红]码?")),
)
"""What a part is by its look, and the heading that it then stands under."""
_WHO, _HEALTH, _REMARK = "姓名", "症状", "备注"
_OF_HEALTH = re.compile(r"体温|[晨午晚]检|健康|症状|身体|发热|发烧|咳嗽")
_OWN = frozenset((_WHO, _HEALTH, _REMARK, *(head for head, _ in _SHAPES)))
_ALSO_IN_TITLES = frozenset(("", "班级", "性别"))
_SHAPES_OF_HEALTH = frozenset({"体温"})
_TOP = 3
"""Lines in which the mark of a chat's list stands."""


class _Entry(NamedTuple):
    """One line: its place among the rows, what it says, and its parts; of a line that is about nobody, none."""

    at: int
    line: str
    parts: tuple[str, ...]


def collected(table: Table, heading: IsHeading) -> Table:
    """The table that the lines of this one make; itself where they are no such lines."""

    def known(text: str) -> bool:
        return text in _OWN or heading(text)

    entries = _entries(table, known) if _may_be_lines(table, known) else []
    return _laid(table, entries, known) if entries else table


def _laid(table: Table, entries: Sequence[_Entry], known: IsHeading) -> Table:
    """Title lines, a row of headings, a row for each line."""
    first = next(at for at, entry in enumerate(entries) if entry.parts)
    below = entries[first:]
    above = [entry for entry in entries[:first] if not _MARK.fullmatch(entry.line)]
    header = next((entry for entry in above if _headings(entry.line, known)), None)
    heads = _headings(header.line, known) if header else ()
    titles = [entry for entry in above if entry is not header]
    rest = _rest_heading(table, entries)
    rows = [_row(entry, heads, rest, known) for entry in below]
    columns = list(dict.fromkeys((*heads, *_in_order(rows, rest))))
    cells: list[list[Writing]] = [[entry.line] for entry in titles]
    cells += [[*columns], *(_cells(row, columns) for row in rows)]
    numbers = [
        *_numbers(table, titles),
        table.row_number(header.at) if header else 0,
        *_numbers(table, below),
    ]
    return table._replace(cells=cells, rows_at=numbers, first_row=1, text=True)


def _numbers(table: Table, entries: Sequence[_Entry]) -> list[int]:
    return [table.row_number(entry.at) for entry in entries]


def _cells(row: _Row, columns: Sequence[str]) -> list[Writing]:
    between = languages.of(MOTHER_TONGUE).marks.listed
    return [between.join(row.get(head, ())) for head in columns]


def _rest_heading(table: Table, entries: Sequence[_Entry]) -> str:
    """What stands in no column of its own is about health where the list is."""
    told = " ".join((table.sheet, *(entry.line for entry in entries)))
    looks = {_look(part) for entry in entries for part in entry.parts}
    return _HEALTH if _OF_HEALTH.search(told) or _SHAPES_OF_HEALTH & looks else _REMARK


def _in_order(rows: Sequence[_Row], rest: str) -> list[str]:
    """The headings that are used: the name first, what stands together last."""
    used = dict.fromkeys(head for row in rows for head in row)
    return sorted(used, key=lambda head: (head == rest) - (head == _WHO))


# Which lines --------------------------------------------------------------------------------------------------------


def _may_be_lines(table: Table, known: IsHeading) -> bool:
    """Whether its first rows are no cells of a table, and one of them is such a line."""
    if not 0 < len(table.cells) <= _MOST_LINES or table.merges:
        return False
    first = table.cells[:_LOOKED_AT]
    return not any(_is_header(cells, known) for cells in first) and any(
        _parts(cells, known) for cells in first
    )


def _entries(table: Table, known: IsHeading) -> list[_Entry]:
    """The rows as lines; none where most are no such lines."""
    written = ((at, " ".join(_written(cells)), cells) for at, cells in enumerate(table.cells))
    entries = [_Entry(at, line, _parts(cells, known)) for at, line, cells in written if line]
    first = next(at for at, entry in enumerate(entries) if entry.parts)
    count = sum(bool(entry.parts) for entry in entries)
    enough = count > 1 or any(_MARK.match(entry.line) for entry in entries[:_TOP])
    return entries if enough and count >= _FEWEST * len(entries[first:]) else []


def _is_header(cells: Sequence[Writing], known: IsHeading) -> bool:
    return sum(known(text) for text in _written(cells)) > 1


def _written(cells: Sequence[Writing]) -> list[str]:
    return [text for cell in cells if (text := shown(cell).strip())]


def _parts(cells: Sequence[Writing], known: IsHeading) -> tuple[str, ...]:
    """The parts of a line about somebody: it begins with a number, or is a name and something known by its look."""
    written = _written(cells)
    if not written or _EXAMPLE.match(written[0]):
        return ()
    if numbered := _NUMBERED.fullmatch(written[0]):
        return tuple(_apart(" ".join((numbered[2], *written[1:])), known))
    parts = tuple(_apart(written[0], known)) if len(written) == 1 else ()
    looks = [_look(part) for part in parts]
    names = (part for part, look in zip(parts[:2], looks, strict=False) if not look)
    is_somebody = any(_NAME.fullmatch(name) and not known(name) for name in names)
    return parts if is_somebody and any(look not in _ALSO_IN_TITLES for look in looks) else ()


def _headings(line: str, known: IsHeading) -> tuple[str, ...]:
    """The headings that a line above the others gives: 例 姓名 体温; none where it is no such line."""
    parts = tuple(filter(None, _BETWEEN.split(_EXAMPLE.sub("", line))))
    return parts if sum(map(known, parts)) > 1 else ()


# What stands in one --------------------------------------------------------------------------------------------------


def _apart(text: str, known: IsHeading) -> Iterator[str]:
    """The parts of a line, those that were written without a space between them too."""
    for part in filter(None, _BETWEEN.split(text.strip())):
        if _look(part) or _label(part, known):
            yield part
            continue
        glued = _GLUED.fullmatch(part) or _LABELLED.fullmatch(part)
        if glued and not _look(glued[2]):
            glued = None
        found = _CLASS_FIRST.fullmatch(part) or glued
        yield from found.groups() if found else (part,)


def _look(part: str) -> str:
    """The heading of a part by its look; empty where it has none of these."""
    plain = simplified(part)
    return next((head for head, shape in _SHAPES if shape.fullmatch(plain)), "")


def _label(part: str, known: IsHeading) -> tuple[str, str] | None:
    """The heading that stands before an answer (体温：36.5, 早36.4), and the answer."""
    found = _LABELLED.fullmatch(part) or _GLUED.fullmatch(part)
    return (found[1], found[2]) if found and known(found[1]) else None


_Row = dict[str, list[str]]
"""By heading, what was said."""


def _row(entry: _Entry, heads: Sequence[str], rest: str, known: IsHeading) -> _Row:
    """A line's parts under headings: by their order where the line has as many, else by what they are."""
    if not entry.parts:
        return {_WHO: [entry.line]}
    if _in_place(entry.parts, heads) and not any(_label(part, known) for part in entry.parts):
        more = entry.parts[len(heads) :]
        placed = {head: [part] for head, part in zip(heads, entry.parts, strict=False)}
        return placed | ({rest: [*placed.get(rest, []), *more]} if more else {})
    row: _Row = {}
    for part in entry.parts:
        labelled = _label(part, known)
        head, said = labelled or (_by_content(part, heads, rest, first=_WHO not in row), part)
        row.setdefault(head, []).append(said)
    return row


def _in_place(parts: Sequence[str], heads: Sequence[str]) -> bool:
    """Whether a line gives its parts in the order that was asked for: as many, each with the look of its heading."""
    if not heads or len(parts) < len(heads):
        return False
    return all(
        _look(part) in ("", head) or _look(part) in head for part, head in zip(parts, heads, strict=False)
    )


def _by_content(part: str, heads: Sequence[str], rest: str, *, first: bool) -> str:
    look = _look(part) or (_WHO if first and _NAME.fullmatch(part) else "")
    if look:
        return next((head for head in heads if look in head), look)
    return rest
