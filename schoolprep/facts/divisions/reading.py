"""Reads a written place: which division it names for certain, and what is left over.

Of all ways the book allows (`ways`) the one that understands most of the text wins.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from schoolprep.facts.divisions import names
from schoolprep.facts.divisions.called import FULL, SHORT, PlaceNames
from schoolprep.facts.divisions.model import Match
from schoolprep.facts.divisions.ways import GAP, PlaceStep, PlaceWay, PlaceWays
from schoolprep.facts.pattern import pattern

if TYPE_CHECKING:
    from schoolprep.facts.divisions.book import Divisions
    from schoolprep.facts.divisions.data import DivisionEntry

RECENT = 2019  # without a year, a division abolished since is as likely meant as a living one
_TOWN_IN_BRACKETS = pattern(
    r"\([^()]{1,6}地区\)(?=[镇乡])|(?<=[^()]{2})\(地区\)(?=[镇乡])"
)  # 平谷（渔阳地区）镇
_HAN_GAP = pattern(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_LEAD = pattern(
    r"(?:[\u4e00-\u9fff]{0,6}(?:地址|住址|居住地|户籍地|所在地|现住|籍贯|家住)[一二三1-3]?[:\s]*)?"
    r"(?:\d{6}(?=[^\d]))?\s*(?:中国|中华人民共和国)?"
)
_CODE = pattern(r"\d{6}|\d{9}|\d{12}")
_ESTATE = pattern(
    r"[\u4e00-\u9fff]{0,6}?(?:小|社|园|校|厂|片|地|景|库|住宅|生活|别墅|新|老|宿舍|家属|营|辖|院|矿|大)区|市区|[^区县市旗]{0,4}市(?:场|政|委|民|府|直)"
)
_UNKNOWN_COUNTY = pattern(r"[\u4e00-\u9fff]{1,4}?(?:区|县(?!城|医|中|委|政|道)|市|自治旗)")
_UNKNOWN_TOWN = pattern(
    r"(?P<stem>[^路号村街巷区县市\d\sA-Za-z]{1,6}?)(?P<end>街道|(?<!小)镇|乡)(?![路街村东西南北中大医派卫政府])"
)


class PlaceReader:
    """Chooses among the ways to read a text, and says what is certain."""

    def __init__(self, book: Divisions) -> None:
        self._book = book
        self._called = PlaceNames(book)
        self._ways = PlaceWays(book, self._called)

    def resolve(self, text: str, near: str, year: int | None) -> Match:
        """See Divisions.resolve."""
        plain = unicodedata.normalize("NFKC", text)
        plain = "".join(c for c in plain if unicodedata.category(c) != "Cf").strip()
        plain = _TOWN_IN_BRACKETS().sub("", plain)
        if _CODE().fullmatch(plain):
            return self._number(plain)
        found = self._read(plain, near, year)
        closed = _HAN_GAP().sub("", plain)
        if found.sure or closed == plain:
            return found
        again = self._read(closed, near, year)  # 盐 湖 区: spread out to fill a column
        return again if again.sure or (found.code is None and not found.candidates) else found

    def _read(self, plain: str, near: str, year: int | None) -> Match:
        lead = _LEAD().match(plain)
        return self._choose(plain, lead.end() if lead else 0, near, year)

    # -- codes ------------------------------------------------------------------------------------------------

    def _number(self, digits: str) -> Match:
        book = self._book
        code, rest = book.clean(digits), ""
        if len(digits) == 12 and not digits.endswith("000"):
            rest = digits[9:]
        entries = book.entries(code)
        if not entries:
            above = book.parent(code)
            return Match(above or None, digits[len(above) :], False, (above,) if above else ())
        elsewhere = [c.lstrip("~") for e in entries[:-1] if e.other_place for c in e.went_to]
        if len(code) == 9 and elsewhere:
            return Match(book.parent(code), rest, False, (code, *dict.fromkeys(elsewhere)))
        return Match(code, rest, True, ())

    # -- choosing ---------------------------------------------------------------------------------------------

    def _choose(self, text: str, start: int, near: str, year: int | None) -> Match:
        ways = list(self._ways.of(text, start))
        if not ways:
            return Match(None, text[start:].strip(), False, ())
        best = self._timely(_provinces_first(_least_shortened(_furthest(ways))), year)
        strong = [way for way in best if not way.weak]
        codes = _outermost({way.code for way in strong})
        if len(codes) != 1:
            return self._unsure(text, start, strong or best, near)
        return self._sure(text, start, next(way for way in strong if way.code in codes), near)

    def _timely(self, ways: list[PlaceWay], year: int | None) -> list[PlaceWay]:
        """Ways through divisions of the right time, where there are any; one way to each place."""
        if year is None:
            fitting = [w for w in ways if (w.steps[-1].entry.division.until or RECENT) >= RECENT]
        else:
            fitting = [w for w in ways if w.steps[-1].entry.division.valid(year)]
        fitting = fitting or ways
        fitting.sort(key=lambda w: (w.weak, -(w.steps[-1].entry.division.until or 9999)))
        kept: list[PlaceWay] = []
        places: set[str] = set()
        for way in fitting:
            grounds = self._ground(way.steps[-1])
            if grounds and places.issuperset(grounds):
                continue
            places.update(grounds or (way.code,))
            kept.append(way)
        return kept

    def _ground(self, step: PlaceStep) -> tuple[str, ...]:
        return (step.code,) if step.entry.division.until is None else self._book.became(step.entry)

    def _owns_code(self, step: PlaceStep) -> bool:
        """Whether the code, without a year, means this place and not one that got the code later."""
        entries = self._book.entries(step.code)
        return step.entry is entries[-1] or step.code in step.entry.went_to or self._same_name(step, entries)

    def _same_name(self, step: PlaceStep, entries: list[DivisionEntry]) -> bool:
        return entries[-1].division.name == step.entry.division.name

    def _unsure(self, text: str, start: int, ways: list[PlaceWay], near: str) -> Match:
        codes = self._nearest(dict.fromkeys(w.code for w in ways), near)
        weak = all(way.weak for way in ways)
        certain = _first_of(ways) if weak else _common([tuple(self._book.path(code)) for code in codes])
        end = next((s.end for w in ways for s in w.steps if s.code == certain), start)
        return Match(certain, _rest(text, end), False, tuple(codes))

    def _nearest(self, codes: Iterable[str], near: str) -> list[str]:
        def rank(code: str) -> tuple[int, bool, int, str]:
            shared = next((n for n in (9, 6, 4, 2) if len(near) >= n and code.startswith(near[:n])), 0)
            division = self._book.get(code)
            return -shared, division is None or division.until is not None, len(code), code

        return sorted(codes, key=rank)

    def _sure(self, text: str, start: int, way: PlaceWay, near: str) -> Match:
        last = way.steps[-1]
        if not self._owns_code(last):
            above = self._book.parent(last.code)
            went = tuple(c.lstrip("~") for c in last.entry.went_to)
            end = way.steps[-2].end if len(way.steps) > 1 else start
            return Match(above or None, _rest(text, end), False, went or (last.code,))
        rest = _rest(text, way.end)
        doubt = self._doubt(rest, way.code)
        if doubt is None:
            return Match(way.code, rest, True, ())
        return Match(way.code, rest, False, tuple(self._nearest(doubt, near)) or (way.code,))

    def _doubt(self, rest: str, code: str) -> set[str] | None:
        """Codes that the unread rest may name; None: nothing in it looks like a division."""
        if len(code) == 9:
            return None
        zone = names.ZONE_WORDS.match(rest)
        if zone and self._ways.is_zone(zone[0], code):
            return set()
        if len(code) < 6 and not _ESTATE().match(rest):
            unknown = _UNKNOWN_COUNTY().match(rest)
            if unknown and self._ways.stands(rest, unknown[0], unknown.end(), FULL):
                return {c for c, e, form in self._called.upper.get(unknown[0], ()) if form == FULL}
        town = _UNKNOWN_TOWN().match(rest)
        if town and not _ESTATE().match(rest):
            return self._alike(town["stem"], code)
        return None

    def _alike(self, stem: str, code: str) -> set[str]:
        """Towns below a code that have the stem under another ending: 泓芝驿乡 may be 泓芝驿镇."""
        return {
            c
            for ending in ("街道", "镇", "乡", "地区", "民族乡", "苏木")
            for c, e, form in self._called.towns(stem + ending, code)
            if c.startswith(code if len(code) != 6 else code[:4]) and e.division.until is None
        }


def _furthest(ways: list[PlaceWay]) -> list[PlaceWay]:
    most = max(way.end for way in ways)
    return [way for way in ways if way.end == most]


def _least_shortened(ways: list[PlaceWay]) -> list[PlaceWay]:
    fewest = min(map(_shortened, ways))
    return [way for way in ways if _shortened(way) == fewest]


def _shortened(way: PlaceWay) -> int:
    return sum(step.form == SHORT for step in way.steps)


def _provinces_first(ways: list[PlaceWay]) -> list[PlaceWay]:
    """海南 is the province, not the district in Wuhai."""
    return [way for way in ways if len(way.code) == 2] or ways


def _first_of(ways: list[PlaceWay]) -> str | None:
    """The one division that all ways begin with before they lead on."""
    first = {way.steps[0].code if len(way.steps) > 1 else None for way in ways}
    return first.pop() if len(first) == 1 else None


def _rest(text: str, end: int) -> str:
    gap = GAP().match(text, end)
    return text[gap.end() if gap else end :].strip()


def _outermost(codes: set[str]) -> set[str]:
    """Where one code holds the others, it alone: 大理 is the prefecture and the city in it."""
    return {c for c in codes if not any(c != o and c.startswith(o) for o in codes)}


def _common(paths: list[tuple[str, ...]]) -> str | None:
    shared = None
    for level in zip(*paths, strict=False):
        if len(set(level)) > 1:
            break
        shared = level[0]
    return shared
