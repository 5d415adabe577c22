"""Bulletin: the pasted text of a health authority, line by line, as rows of the sheet 风险地区.

Understood are the shapes of DOMAIN §7: lists under a level (高风险区：…), under a province or city (海南省（3个）：…),
with dates behind the place (7月20日起), and reminders in running text (7月27日以来有浙江省金华市东阳市、… 旅居史).
Everything is only taken apart here; places and dates are read by the gate, with whatever doubt there is. A line that
gives no entry is listed with its number, and so is a piece of a line that is no place, so that nothing disappears.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from schoolprep.facts import kinds
from schoolprep.facts.blank import Field
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds import Frame, when
from schoolprep.facts.problem import Problem
from schoolprep.facts.text import Same, Written
from schoolprep.intake.columns import IntakeNotice
from schoolprep.intake.tables import Table

_DATE = rf"{when.DAY_IN_TEXT}{when.WEEKDAY_BESIDE}"
_ANY_DATE = rf"{_DATE}|{when.BRIEF_DAY}"
"""Between words that can only stand around a day."""
_HOUR = r"(?:\d{1,2}(?:时|点|:\d{2})(?:\d{1,2}分)?)?"
_SPAN = re.compile(rf"[自从]?({_DATE}){_HOUR}(?:至|到|-|—|~)({_DATE}){_HOUR}")
_SINCE = re.compile(
    rf"(?:[自从](?P<from>{_ANY_DATE})|(?P<since>{_DATE})){_HOUR}(?:\(含\)|\(含当日\))?(?:起|以来|开始|之后|以后)(?:将|,)?"
)
_UNTIL = re.compile(rf"({_DATE}){_HOUR}(?:解除|起解除|解封)")
_LEFT = re.compile(rf"(?:{_DATE}).*")
_PUBLISHED = re.compile(
    r"(?:截至|截止|发布时间|更新时间|发布日期|公布时间|填报日期)[^\d]{0,4}"
    rf"({when.WHOLE_DAY}{when.WEEKDAY_BESIDE})\s*({_HOUR})"
)
_DATED = re.compile(rf"^(?:[^:;。]*\()?({when.WHOLE_DAY}{when.WEEKDAY_BESIDE})\s*({_HOUR})\)?$")
"""A title with its day in brackets, or a line that is a day and nothing else."""
_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d{1,3}[、.](?!\d)|[①-⑳]|[-·•●])\s*"
)
_LEVEL = re.compile(
    r"(高|中|低)风险(?:地区|区域|区)?|(涉疫)(?:地区|区域|区)?|(常态化)(?:防控)?(?:地区|区域|区)?"
)
_CHANGED = re.compile(
    r"(?:由|从)?(?:[高中低]风险(?:地区|区域|区)?)?(?:划定为|划为|调整为|列为|定为|降为|升为|调为|为)$"
)
_BOTH = re.compile(r"(?:高、?中|中、?高)(?:、?低)?风险(?:地区|区域|区)?(?:名单|一览表?|情况|信息|汇总)?")
"""A title over lists of several levels; it says no level."""
_EXCEPT = re.compile(r"\((?:除|不含|不包括)[^()]*\)|除[^,、;()]{1,20}(?:以外|之外)")
"""What a place is without: the level named there is another one's."""
_LIFTED = re.compile(r"^(?:将|对|,|:)*(?:解除|取消|撤销)")
_FROM_THERE = re.compile(r"(?:等地)?的\w{0,6}人员.*$|(?:来|返|抵|入)\w{1,2}人员.*$")
_SIDE = re.compile(r"以[东西南北]")
_ZONE = re.compile(
    r"^\w{0,12}(?:开发区|经开区|高新区|新区|园区|示范区|度假区|风景区|生态区|保税区|试验区|管理区|起步区|新城)$"
)
"""An administration without a code of its own, beside the counties of its city (DOMAIN §7)."""
_COUNT = re.compile(r"\(?(?:共|计)?\d+个\)?")
_TRAVEL = re.compile(r"(?:等地)?(?:的)?(?:旅居|旅行|居住|活动)(?:史|轨迹).*$")
_LEAD = re.compile(r"^(?:将|有|到过|途经|来自|以下|现有|新增|全国|全市|全省|国内|疫情)+")
_CLAUSES = re.compile(r"[;。；]+")
_APART = re.compile(r"[、,]+")
_BETWEEN = "、"
"""Between the parts of one address, as notices write them."""
_NAMED = re.compile(
    r"省|市|区|县|州|盟|旗|镇|乡|街|村|路|团场|道|巷|弄|里|号|楼|栋|幢|单元|组|屯|寨|园|苑|院|府|城|庄|湾|公寓|宿舍|工地|"
    r"公司|厂|店|馆|酒楼|饭庄|市场|超市|广场|大厦|中心|医院|诊所|学校|车站|网吧|浴|影"
)
_WHOLE = re.compile(r"(?:区|县|市|州|盟|旗)$")
_PROSE = re.compile(
    r"请|应当|须|需要|报备|人员|提示|提醒|发布|防控|要求|措施|立即|主动|情况|病例|感染者|划定|其他|除外"
)
_EMPTY = re.compile(r"^[\s:()（）【】\[\]共计]*$")
_CITY = 4
"""Digits of the code of a city."""
_COUNTY = 6
_LEADING = 3
"""So many characters (自, 凡自) may stand before a day that is for the whole line."""
_PUBLISHED_ON = Field("published_at", "date", (), Written({"zh": "发布时间", "en": "Published at"}), Same())
_HEADINGS = ("地区", "详细地址", "等级", "起始时间", "结束时间", "来源", "发布时间")


class _Entry(NamedTuple):
    line: int
    place: str
    detail: str
    level: str
    since: str
    until: str


class _Stated(NamedTuple):
    """What a line says of its places: their level and days, whether it reminds who travelled, and what is left."""

    body: str
    """Without number, level and leading day."""
    bare: str
    """Without its days as well."""
    level: str
    since: str
    """The day it begins with."""
    own: str
    """The first day elsewhere in it."""
    travel: bool
    heading: bool
    """Whether its form is that of a heading (吉阳区高风险区：, 海南省（3个）)."""


class Bulletin(NamedTuple):
    """A text taken apart. The rows of `table` stand in the lines they came from."""

    table: Table
    left_out: list[IntakeNotice]
    """Lines that gave no entry, and pieces of others that are no place."""
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
        self._left_out: list[IntakeNotice] = []
        self._unplaced: list[str] = []
        self._over: tuple[int, str] | None = None

    def read(self, text: str) -> Bulletin:
        """All lines."""
        for number, line in enumerate(text.splitlines(), 1):
            flat = unicodedata.normalize("NFKC", line).strip()
            if not flat:
                continue
            before, self._unplaced = len(self._entries), []
            said = self._line(number, flat)
            if len(self._entries) > before:
                self._over = None
                for piece in self._unplaced:
                    self._leave(number, piece, "piece-not-used", piece=piece)
            elif not said:
                self._leave(number, line.strip(), "line-lifts" if self._lifts(flat) else "line-not-used")
        self._close()
        return Bulletin(self._table(), self._left_out, sum(not entry.since for entry in self._entries))

    def _close(self) -> None:
        """A province or city that stood over nothing was perhaps meant whole; a person must say so."""
        if self._over:
            self._leave(*self._over, "place-alone")
        self._over = None

    def _leave(self, number: int, text: str, code: str, **facts: str) -> None:
        problem = Problem(f"intake.{code}", {"row": number, **facts})
        self._left_out.append(IntakeNotice(self._name, "", f"A{number}", text, problem))

    @staticmethod
    def _lifts(line: str) -> bool:
        """Whether a line ends what another one began; which one that was is not in this text."""
        _, body = _leading_date(_NUMBER.sub("", line))
        return _LIFTED.match(body) is not None

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
        return Table(self._name, "风险地区", cells, rows_at=lines, text=True, as_of=as_of)

    def _line(self, number: int, line: str) -> bool:
        """One line; gives whether it said something for the lines below (entries are counted by the caller)."""
        said = self._publication(line)
        if self._lifts(line):
            return said
        body = _NUMBER.sub("", line)
        if title := _BOTH.search(body):
            self._becomes_heading(body[: title.start()].removesuffix("疫情").strip(" :"))
            return True
        stated = _stated(body)
        self._level = stated.level or self._level
        if not self._level and not stated.travel:
            return said
        said = said or bool(stated.level)
        if _EMPTY.match(stated.bare):
            self._since = stated.since or stated.own or self._since
            return said
        if stated.heading and self._becomes_heading(stated.bare):
            self._since = stated.since or stated.own
            return True
        return self._lists(number, line, stated) or said

    def _lists(self, number: int, line: str, stated: _Stated) -> bool:
        """The places of a line; gives whether it began with what they, or the lines below, lie in."""
        rest = _COUNT.sub("", stated.body).strip(" :。;")
        head, colon, tail = rest.partition(":")
        under = bool(colon) and self._becomes_heading(head.strip())
        if not under and self._stands_over(line, stated):
            self._close()
            self._over = (number, line)
            return self._becomes_heading(stated.bare)
        level = "涉疫" if stated.travel and not stated.level else self._level
        at = _Entry(number, "", "", level, stated.since or self._since, "")
        self._places(tail if under else rest, at, leading=bool(stated.since))
        return under

    def _stands_over(self, line: str, stated: _Stated) -> bool:
        """Whether a province or city is alone on its line, so that the lines below lie in it."""
        listed = _NUMBER.match(line) is not None or stated.travel or self._level == "涉疫"
        return not listed and self._is_wide(stated.bare)

    def _publication(self, line: str) -> bool:
        """When the text was published: it gives dates their year."""
        found = _PUBLISHED.search(line) or _DATED.match(line)
        day = _day(found[1]) if found else ""
        if found and day and not self._published:
            self._published = f"{day} {_clock(found[2])}".strip()
        return bool(day)

    def _is_wide(self, text: str) -> bool:
        """A province or city alone on its line stands over the lines below."""
        match = self._divisions.resolve(text)
        if not (match.sure and match.code and len(match.code) <= _CITY and not match.rest):
            return False
        return any(
            len(below.code) <= _COUNTY for below in self._divisions.children(match.code)
        )  # 儋州市 has none

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

    def _places(self, text: str, at: _Entry, *, leading: bool) -> None:
        """Each place of a line. A date stands behind its place, or behind the last of those it is for.

        `leading`: the line begins with one (7月27日以来甲地、乙地，7月28日以来丙地); then each goes before its places.
        """
        above, first = self._above, len(self._entries)
        for clause in filter(None, _CLAUSES.split(text)):
            since, until, bare = _dates(clause)
            if _is_a_day(since, until, bare) and len(self._entries) > first:
                self._dated(since, until, at.since)
                continue
            begun = len(self._entries)
            for piece in _pieces(_LEAD.sub("", clause.strip())):
                self._piece(piece, at, begun)
            if leading:
                at = self._date_onwards(begun, at)
            else:
                self._date_back(begun, at)
        self._above = above

    def _date_onwards(self, begun: int, at: _Entry) -> _Entry:
        """A day is for the places behind it; gives what the next clause begins with."""
        for number, entry in enumerate(self._entries[begun:], begun):
            at = at._replace(since=entry.since or at.since)
            self._entries[number] = entry._replace(since=at.since)
        return at

    def _date_back(self, begun: int, at: _Entry) -> None:
        """The last day of a clause is for the places before it that have none."""
        mine = self._entries[begun:]
        dated = next((one for one in reversed(mine) if one.since or one.until), at)
        self._entries[begun:] = [
            one if one.since or one.until else one._replace(since=dated.since, until=dated.until)
            for one in mine
        ]

    def _piece(self, piece: str, at: _Entry, begun: int) -> None:
        """One place; what begins with a number goes on with the address before it."""
        since, until, bare = _piece_dates(piece)
        follows = len(self._entries) > begun
        if follows and _is_a_day(since, until, bare):
            self._dated(since, until, at.since)
        elif follows and re.match(r"\d", bare):
            self._goes_on(since, until, bare)
        else:
            self._begins(bare, at._replace(since=since, until=until))

    def _begins(self, bare: str, at: _Entry) -> None:
        place, detail = self._placed(_LEAD.sub("", bare))
        if place:
            self._entries.append(at._replace(place=place, detail=detail))
        elif bare.strip():
            self._unplaced.append(bare.strip())

    def _goes_on(self, since: str, until: str, address: str) -> None:
        last = self._entries[-1]
        detail = f"{last.detail}{_BETWEEN}{address}"
        self._entries[-1] = last._replace(detail=detail, since=since or last.since, until=until or last.until)

    def _dated(self, since: str, until: str, usual: str) -> None:
        """A day alone is of the place before it (迎宾路丽景小区，8月1日起), unless that has one of its own."""
        last = self._entries[-1]
        own = last.since if last.since != usual else ""
        self._entries[-1] = last._replace(since=own or since or usual, until=last.until or until)

    def _placed(self, piece: str) -> tuple[str, str]:
        """A place and the address in it: as written, or inside what was named before it; empty where it is none."""
        if _PROSE.search(piece):
            return "", ""
        for candidate in self._with_above(piece):
            if found := self._placed_in(candidate, piece):
                return found
        if not _NAMED.search(piece):
            return "", ""
        return (piece, "") if not self._above or _WHOLE.search(piece) else (self._above, piece)

    def _placed_in(self, candidate: str, piece: str) -> tuple[str, str] | None:
        """The same for a piece inside one of what was named before it; None where no division of it is certain."""
        match = self._divisions.resolve(candidate)
        if not match.code:
            return None
        if match.sure and (candidate == piece or self._is_deeper(candidate, piece)):
            if match.rest and self._lies_below(match.code):
                return self._above, piece  # 运城市人民医院 under 盐湖区 is in 盐湖区
            self._above = self._divisions.full_name(match.code[:6])
            return self._divisions.full_name(match.code), match.rest
        zone = len(match.code) == _CITY and _ZONE.match(match.rest)
        if zone and (candidate == piece or _ZONE.match(piece)):
            self._above = self._divisions.full_name(match.code)
            return self._above, match.rest
        return None

    def _lies_below(self, code: str) -> bool:
        """Whether what stands above lies inside a division, and is not that division itself."""
        above = self._divisions.resolve(self._above).code if self._above else None
        return bool(above and above != code and above.startswith(code))

    def _is_deeper(self, candidate: str, piece: str) -> bool:
        """Whether the piece itself named a division, and was not only swallowed as an address."""
        match = self._divisions.resolve(candidate)
        outer = self._divisions.resolve(candidate.removesuffix(piece))
        return bool(match.code and outer.code and len(match.code) > len(outer.code))


def _stated(line: str) -> _Stated:
    """What a line without its number says."""
    body, travel = _travel(line)
    since, body = _leading_date(body)
    level, body, heading = _leveled(body)
    own, _, bare = _dates(_COUNT.sub("", body))
    heading = heading or bare.rstrip().endswith(":") or bool(_COUNT.search(body.rstrip()[-6:]))
    return _Stated(body, bare.strip(" :。;"), level, since, own, travel, heading)


def _leveled(body: str) -> tuple[str, str, bool]:
    """The level a line names, the rest of the line, and whether the rest is a heading (吉阳区高风险区：)."""
    found = None
    plain = _EXCEPT.sub(lambda other: "\0" * len(other[0]), body)
    for found in _LEVEL.finditer(plain):  # noqa: B007 - the last one holds: 由中风险区调整为低风险区
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


def _travel(body: str) -> tuple[str, bool]:
    """A reminder to those who were in places since a day, without what it wants of them; and whether it is one."""
    if "以来" not in body:
        return _TRAVEL.sub("", body), False
    for end in (_TRAVEL, _FROM_THERE):
        if end.search(body):
            return end.sub("", body), True
    return body, False


def _pieces(clause: str) -> list[str]:
    """The places of a clause. The sides of one area (以东、…以南) belong together."""
    pieces: list[str] = []
    for piece in filter(None, map(str.strip, _APART.split(clause))):
        if pieces and _SIDE.search(pieces[-1][-4:]) and _SIDE.search(piece):
            pieces[-1] += _BETWEEN + piece
        else:
            pieces.append(piece)
    return pieces


def _is_a_day(since: str, until: str, bare: str) -> bool:
    """Whether nothing but a day is written."""
    return bool(since or until) and not bare.strip(" ()")


def _piece_dates(piece: str) -> tuple[str, str, str]:
    """As `_dates`; a day in a shape of its own is handed on as it stands, to be read or refused, never an address."""
    since, until, bare = _dates(piece)
    if left := _LEFT.search(bare):
        return since or left[0].strip(" ()"), until, bare[: left.start()].rstrip(" (")
    return since, until, bare


def _day(written: str) -> str:
    """A date with its year as ISO; empty where the calendar has no such day, or another weekday for it."""
    reading = kinds.read(_PUBLISHED_ON, written, Frame(Divisions()))
    return "" if reading.doubtful or reading.value is None else str(reading.value)


def _clock(written: str) -> str:
    """15时, 15:30, 15时30分 as 15:00, 15:30; empty where nothing is written."""
    digits = re.findall(r"\d+", written)
    return f"{int(digits[0]):02d}:{int(digits[1]) if len(digits) > 1 else 0:02d}" if digits else ""


def _leading_date(text: str) -> tuple[str, str]:
    """The day a line begins with (7月27日以来有…), which is for all its places, and the rest of the line."""
    found = _SINCE.search(text)
    if found is None or found.start() > _LEADING:
        return "", text
    return found["from"] or found["since"], text[: found.start()] + text[found.end() :]


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
        since = start["from"] or start["since"]
        text = _SINCE.sub("", text)
    return since, until, re.sub(r"\(\s*\)|\[\s*\]", "", text)
