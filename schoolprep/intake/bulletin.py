"""Bulletin: the pasted text of a health authority, line by line, as rows of the sheet 风险地区.

Understood are the shapes of DOMAIN §7: lists under a level (高风险区：…), under a province or city (海南省（3个）：…),
with dates behind the place (7月20日起), and reminders in running text (7月27日以来有浙江省金华市东阳市、… 旅居史).
Everything is only taken apart here; places and dates are read by the gate, with whatever doubt there is. A line that
gives no entry is listed with its number, so that nothing disappears.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from schoolprep.divisions import Divisions
from schoolprep.intake.match import Notice
from schoolprep.intake.tables import Table
from schoolprep.problem import Problem

_DATE = r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
_HOUR = r"(?:\d{1,2}(?:时|点|:\d{2})(?:\d{1,2}分)?)?"
_SPAN = re.compile(rf"({_DATE}){_HOUR}(?:至|到|-|—|~)({_DATE}){_HOUR}")
_SINCE = re.compile(rf"(?:自|从)?({_DATE}){_HOUR}(?:\(含\)|\(含当日\))?(?:起|以来|开始|之后|以后)(?:将|,)?")
_UNTIL = re.compile(rf"({_DATE}){_HOUR}(?:解除|起解除|解封)")
_LEFT = re.compile(rf"(?:{_DATE}).*")
_PUBLISHED = re.compile(
    r"(?:截至|截止|发布时间|更新时间|发布日期|公布时间|填报日期)[^\d]{0,4}"
    rf"(\d{{4}}年\d{{1,2}}月\d{{1,2}}日|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}})\s*({_HOUR})"
)
_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d{1,3}[、.](?!\d)|[①-⑳]|[-·•●])\s*"
)
_LEVEL = re.compile(
    r"(高|中|低)风险(?:地区|区域|区)?|(涉疫)(?:地区|区域|区)?|(常态化)(?:防控)?(?:地区|区域|区)?"
)
_CHANGED = re.compile(
    r"(?:由|从)?(?:[高中低]风险(?:地区|区域|区)?)?(?:划定为|划为|调整为|列为|定为|降为|升为|调为)$"
)
_COUNT = re.compile(r"\(?(?:共|计)?\d+个\)?")
_TRAVEL = re.compile(r"(?:等地)?(?:的)?(?:旅居|旅行|居住|活动)(?:史|轨迹).*$")
_LEAD = re.compile(r"^(?:将|有|到过|途经|来自|以下|现有|新增|全国|全市|全省|国内|疫情)+")
_CLAUSES = re.compile(r"[;。；]+")
_BETWEEN = re.compile(r"[、,]+")
_NAMED = re.compile(r"省|市|区|县|州|盟|旗|镇|乡|街道|村|社区|路|团场")
_WHOLE = re.compile(r"(?:区|县|市|州|盟|旗)$")
_PROSE = re.compile(
    r"请|应当|须|需要|报备|人员|提示|提醒|发布|防控|要求|措施|立即|主动|情况|病例|感染者|划定|其他|除外"
)
_EMPTY = re.compile(r"^[\s:()（）【】\[\]共计]*$")
_LEADING = 3
"""So many characters (自, 凡自) may stand before a day that is for the whole line."""
_HEADINGS = ("地区", "详细地址", "等级", "起始时间", "结束时间", "来源", "发布时间")


class _Entry(NamedTuple):
    line: int
    place: str
    detail: str
    level: str
    since: str
    until: str


class Bulletin(NamedTuple):
    """A text taken apart. The rows of `table` stand in the lines they came from."""

    table: Table
    left_out: list[Notice]
    undated: int
    """How many entries have no day of their own and take the text's."""


def read_bulletin(text: str, divisions: Divisions, name: str) -> Bulletin:
    """Take a pasted text apart; `name`: what it is called in receipts (a file's name, or 粘贴)."""
    return _Reader(divisions, name).read(text)


class _Reader:
    """What the lines above say about those below: level, place, dates."""

    def __init__(self, divisions: Divisions, name: str) -> None:
        self._divisions = divisions
        self._name = name
        self._level = ""
        self._above = ""
        self._since = ""
        self._published = ""
        self._entries: list[_Entry] = []
        self._left_out: list[Notice] = []

    def read(self, text: str) -> Bulletin:
        """All lines."""
        for number, line in enumerate(text.splitlines(), 1):
            flat = unicodedata.normalize("NFKC", line).strip()
            if not flat:
                continue
            before = len(self._entries)
            if not self._line(number, flat) and len(self._entries) == before:
                problem = Problem("intake.line-not-used", {"row": number})
                self._left_out.append(Notice(self._name, "", f"A{number}", line.strip(), problem))
        return Bulletin(self._table(), self._left_out, sum(not entry.since for entry in self._entries))

    def _table(self) -> Table:
        """The entries as rows; where no day stands beside one it is listed as of the text's own."""
        day = self._published[:10]
        rows = [
            [
                entry.place,
                entry.detail,
                entry.level,
                entry.since or day,
                entry.until,
                self._name,
                self._published,
            ]
            for entry in self._entries
        ]
        lines = [0, 0, *(entry.line for entry in self._entries)]
        as_of = date.fromisoformat(day) if day else None
        cells = [[f"填报日期:{day}"], [*_HEADINGS], *rows]
        return Table(self._name, "风险地区", cells, rows_at=lines, as_of=as_of)

    def _line(self, number: int, line: str) -> bool:
        """One line; gives whether it said something for the lines below (entries are counted by the caller)."""
        said = self._publication(line)
        numbered = _NUMBER.match(line) is not None
        body = _NUMBER.sub("", line)
        travel = "以来" in body and _TRAVEL.search(body) is not None
        since, body = _leading_date(_TRAVEL.sub("", body))
        level, body, heading = self._leveled(body)
        if level:
            self._level = level
            said = True
        if not self._level and not travel:
            return said
        own, _, bare = _dates(_COUNT.sub("", body))
        heading = heading or bare.rstrip().endswith(":") or bool(_COUNT.search(body.rstrip()[-6:]))
        bare = bare.strip(" :。;")
        if _EMPTY.match(bare):
            self._since = since or own or self._since
            return said
        if heading and self._becomes_heading(bare):
            self._since = since or own
            return True
        rest = _COUNT.sub("", body).strip(" :。;")
        head, colon, tail = rest.partition(":")
        if colon and self._becomes_heading(head.strip()):
            rest, said = tail, True
        elif not numbered and not travel and self._level != "涉疫" and self._is_wide(bare):
            return self._becomes_heading(bare)
        at = _Entry(number, "", "", "涉疫" if travel and not level else self._level, since or self._since, "")
        self._places(rest, at)
        return said

    def _publication(self, line: str) -> bool:
        """When the text was published: it gives dates their year."""
        found = _PUBLISHED.search(line)
        day = _day(found[1]) if found else ""
        if found and day and not self._published:
            self._published = f"{day} {_clock(found[2])}".strip()
        return bool(day)

    def _leveled(self, body: str) -> tuple[str, str, bool]:
        """The level a line names, the rest of the line, and whether the rest is a heading (吉阳区高风险区：)."""
        found = None
        for found in _LEVEL.finditer(body):  # noqa: B007 - the last one holds: 由中风险区调整为低风险区
            pass
        if found is None:
            return "", body, False
        before = _CHANGED.sub("", body[: found.start()].rstrip())
        after = _COUNT.sub("", body[found.end() :]).strip()
        level = (found[1] + "风险") if found[1] else found[2] or found[3]
        named = bool(before.strip(" :,()【】[]将"))
        return (
            level,
            f"{before} {after}".strip(" 【】[]") if named else after.strip(" 【】[]"),
            named and after == ":",
        )

    def _is_wide(self, text: str) -> bool:
        """A province or city alone on its line stands over the lines below."""
        match = self._divisions.resolve(text)
        return bool(match.sure and match.code and len(match.code) <= 4 and not match.rest)

    def _becomes_heading(self, text: str) -> bool:
        """Take a place as what the lines below lie in; False where it is none."""
        for candidate in self._with_above(_LEAD.sub("", text)):
            match = self._divisions.resolve(candidate)
            if match.code and not match.rest:
                self._above = self._divisions.full_name(match.code)
                return True
        return False

    def _with_above(self, text: str) -> list[str]:
        """The text inside what stands above it, widest first, then alone."""
        match = self._divisions.resolve(self._above) if self._above else None
        path = self._divisions.path(match.code) if match and match.code else []
        return [text, *(self._divisions.full_name(code) + text for code in reversed(path))]

    def _places(self, text: str, at: _Entry) -> None:
        """Each place of a line. A date stands behind its place, or behind the last of those it is for."""
        above = self._above
        for clause in filter(None, _CLAUSES.split(text)):
            begun = len(self._entries)
            for piece in filter(None, map(str.strip, _BETWEEN.split(_LEAD.sub("", clause.strip())))):
                self._piece(piece, at, begun)
            mine = self._entries[begun:]
            since, until = next(
                ((e.since, e.until) for e in reversed(mine) if e.since or e.until), (at.since, "")
            )
            self._entries[begun:] = [
                e if e.since or e.until else e._replace(since=since, until=until) for e in mine
            ]
        self._above = above

    def _piece(self, piece: str, at: _Entry, begun: int) -> None:
        """One place; what begins with a number goes on with the address before it."""
        since, until, bare = _dates(piece)
        if left := _LEFT.search(bare):
            # A day written in another way is handed on as it stands, to be read or refused, never kept as address.
            since, bare = since or left[0].strip(" ()"), bare[: left.start()].rstrip(" (")
        if re.match(r"\d", bare) and len(self._entries) > begun:
            last = self._entries[-1]
            detail = f"{last.detail}、{bare}"
            self._entries[-1] = last._replace(
                detail=detail, since=since or last.since, until=until or last.until
            )
            return
        place, detail = self._placed(_LEAD.sub("", bare))
        if place:
            self._entries.append(at._replace(place=place, detail=detail, since=since, until=until))

    def _placed(self, piece: str) -> tuple[str, str]:
        """A place and the address in it: as written, or inside what was named before it; empty where it is none."""
        if _PROSE.search(piece):
            return "", ""
        for candidate in self._with_above(piece):
            match = self._divisions.resolve(candidate)
            if match.sure and match.code and (candidate == piece or self._is_deeper(candidate, piece)):
                self._above = self._divisions.full_name(match.code[:6])
                return self._divisions.full_name(match.code), match.rest
        if not _NAMED.search(piece):
            return "", ""
        return (piece, "") if not self._above or _WHOLE.search(piece) else (self._above, piece)

    def _is_deeper(self, candidate: str, piece: str) -> bool:
        """Whether the piece itself named a division, and was not only swallowed as an address."""
        match = self._divisions.resolve(candidate)
        outer = self._divisions.resolve(candidate.removesuffix(piece))
        return bool(match.code and outer.code and len(match.code) > len(outer.code))


def _day(written: str) -> str:
    """A date with its year as ISO; empty where the calendar has no such day."""
    year, month, day = (int(part) for part in re.findall(r"\d+", written)[:3])
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _clock(written: str) -> str:
    """15时, 15:30, 15时30分 as 15:00, 15:30; empty where nothing is written."""
    digits = re.findall(r"\d+", written)
    return f"{int(digits[0]):02d}:{int(digits[1]) if len(digits) > 1 else 0:02d}" if digits else ""


def _leading_date(text: str) -> tuple[str, str]:
    """The day a line begins with (7月27日以来有…), which is for all its places, and the rest of the line."""
    found = _SINCE.search(text)
    if found is None or found.start() > _LEADING:
        return "", text
    return found[1], text[: found.start()] + text[found.end() :]


def _dates(text: str) -> tuple[str, str, str]:
    """First and last day in a text, and the text without them and the brackets they stood in."""
    since = until = ""
    if span := _SPAN.search(text):
        since, until = span[1], span[2]
        text = _SPAN.sub("", text)
    elif end := _UNTIL.search(text):
        until = end[1]
        text = _UNTIL.sub("", text)
    if not since and (start := _SINCE.search(text)):
        since = start[1]
        text = _SINCE.sub("", text)
    return since, until, re.sub(r"\(\s*\)|\[\s*\]", "", text)
