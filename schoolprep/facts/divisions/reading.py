"""Reads a written place: which division it names for certain, and what is left over.

A text is read from its beginning, level by level, in every way the book allows; the way that understands
most of the text wins. Nothing is ever searched for inside the text, so 新绛县 cannot be taken for 绛县.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from schoolprep.facts.divisions import names
from schoolprep.facts.divisions.model import Match
from schoolprep.facts.pattern import pattern

if TYPE_CHECKING:
    from schoolprep.facts.divisions.book import Divisions
    from schoolprep.facts.divisions.data import DivisionEntry

CITIES = ("11", "12", "31", "50")  # municipalities, provinces that are cities
FULL, SHORT, ZONE = 0, 1, 2
RECENT = 2019  # without a year, a division abolished since is as likely meant as a living one
LONGEST = 32

_GAP = pattern(
    r"(?:[\s,，、。.·•\-—_/\\|>→;:]|市辖区|(?:省|自治区)?直辖县级行政(?:单位|区划)|自治区直辖县级行政单位)*"
)
_TOWN_IN_BRACKETS = pattern(
    r"\([^()]{1,6}地区\)(?=[镇乡])|(?<=[^()]{2})\(地区\)(?=[镇乡])"
)  # 平谷（渔阳地区）镇
_END = pattern(r"$|[\s,，、。/|>;:]")
_HAN_GAP = pattern(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_LEAD = pattern(
    r"(?:[\u4e00-\u9fff]{0,6}(?:地址|住址|居住地|户籍地|所在地|现住|籍贯|家住)[一二三1-3]?[:\s]*)?"
    r"(?:\d{6}(?=[^\d]))?\s*(?:中国|中华人民共和国)?"
)
_CODE = pattern(r"\d{6}|\d{9}|\d{12}")
# After a shortened name these show that it was part of another: 北京东路, 中山大学, 平安大厦.
_NOT_A_PLACE = pattern(
    r"(?:[东西南北中上下前后内外环大小新老一二三四五六七八九十\d]{0,3}(?:路|街(?!道)|大街|大道|道(?!县)|巷|胡同|弄|里(?!弄)|村|庄|桥|井|坊))|"
    r"大学|学院|医院|中学|小学|学校|幼儿园|机场|车站|火车|高铁|寺|山(?!区|县|市|镇|乡)|湖(?!区|县|镇|乡)|江(?!区|县|市)|河(?!区|县)|广场|大厦|"
    r"公园|花园|花苑|中心|酒店|宾馆|饭店|国际|集团|公司|银行|门(?!区|县|市|镇|乡|街道)|家园|小区|社区|苑|城(?!区|县|市|镇|乡|关|街道|厢|阳)|楼|馆|港(?!区|镇)|湾"
)
_AFTER_FULL = {"市": ("场",)}
_ESTATE = pattern(
    r"[\u4e00-\u9fff]{0,6}?(?:小|社|园|校|厂|片|地|景|库|住宅|生活|别墅|新|老|宿舍|家属|营|辖|院|矿|大)区|市区|[^区县市旗]{0,4}市(?:场|政|委|民|府|直)"
)
_UNKNOWN_COUNTY = pattern(r"[\u4e00-\u9fff]{1,4}?(?:区|县(?!城|医|中|委|政|道)|市|自治旗)")
_UNKNOWN_TOWN = pattern(
    r"(?P<stem>[^路号村街巷区县市\d\sA-Za-z]{1,6}?)(?P<end>街道|(?<!小)镇|乡)(?![路街村东西南北中大医派卫政府])"
)


Named = tuple[str, "DivisionEntry", int]  # code, entry, form


class _Step(NamedTuple):
    """One name understood: which code, by which entry, in what form, up to which character."""

    code: str
    entry: DivisionEntry
    form: int
    end: int


class _Way(NamedTuple):
    """One way to read the text: the names that led downwards, and where understanding ended."""

    steps: tuple[_Step, ...]
    end: int
    weak: bool

    @property
    def code(self) -> str:
        """The deepest division of this reading."""
        return self.steps[-1].code if self.steps else ""


class PlaceReader:
    """Reads places with the book's names. Indexes are made at the first use."""

    def __init__(self, book: Divisions) -> None:
        self._book = book
        self._towns: dict[str, dict[str, list[Named]]] = {}

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
            above = next((code[:n] for n in (6, 4, 2) if n < len(code) and code[:n] in book.upper), None)
            return Match(above, digits[len(above or "") :], False, (above,) if above else ())
        elsewhere = [c.lstrip("~") for e in entries[:-1] if e.other_place for c in e.went_to]
        if len(code) == 9 and elsewhere:
            return Match(book.parent(code), rest, False, (code, *dict.fromkeys(elsewhere)))
        return Match(code, rest, True, ())

    # -- names ------------------------------------------------------------------------------------------------

    @cached_property
    def _upper(self) -> dict[str, list[Named]]:
        index: dict[str, list[Named]] = {}
        for code in self._book.upper:
            for entry in self._book.entries(code):
                for name, form in self._forms(code, entry):
                    index.setdefault(name, []).append((code, entry, form))
        return index

    def _forms(self, code: str, entry: DivisionEntry) -> Iterator[tuple[str, int]]:
        name = entry.division.name
        said = {_plain(name): FULL}
        for other in names.spellings(code, name):
            said.setdefault(other, FULL)
        if entry.division.zone:
            for other in names.zone_names(name, self._owners(self._book.parent(code))):
                said.setdefault(other, ZONE)
        elif name not in {"郊区", "城区", "矿区"}:
            said.setdefault(names.short(code, name), SHORT)
        return iter(said.items())

    def _owners(self, code: str) -> tuple[str, ...]:
        """Names a zone may carry in front of its own: those of a division and of what is above it."""
        found: list[str] = []
        for above in self._book.path(code):
            name = self._book.entries(above)[-1].division.name
            found += [name, names.short(above, name)]
            if len(above) == 6:
                found.append(names.short(above, name) + "市")
        return tuple(sorted(found, key=len, reverse=True))

    def _towns_in(self, here: str) -> dict[str, list[Named]]:
        """Towns by name: those of the city around a code; below a province or nothing, of all China."""
        prefix = here[:2] if here[:2] in CITIES else here[:4]
        if len(prefix) < 4 and prefix not in CITIES:
            return {}
        if prefix not in self._towns:
            index: dict[str, list[Named]] = {}
            for add in (self._add_town, self._add_spellings):
                for county in self._book.towns.counties(prefix):
                    for code, entries in self._book.towns.of(county).items():
                        for entry in entries:
                            add(index, code, entry)
            self._towns[prefix] = index
        return self._towns[prefix]

    def _add_town(self, index: dict[str, list[Named]], code: str, entry: DivisionEntry) -> None:
        for name in (entry.division.name, *entry.also):
            index.setdefault(_plain(name), []).append((code, entry, FULL))

    def _add_spellings(self, index: dict[str, list[Named]], code: str, entry: DivisionEntry) -> None:
        """Other ways to write a town, unless another town of the county is called so."""
        for name in (entry.division.name, *entry.also):
            for said in names.spellings(code, name):
                if not any(c[:6] == code[:6] for c, _, _ in index.get(said, ())):
                    index.setdefault(said, []).append((code, entry, FULL))
        if entry.division.zone and "区" in entry.division.name[-4:]:
            self._zone_town(index, code, entry)

    @cached_property
    def _codes_anywhere(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for county, line in self._book.towns.raw():
            cells = line.split("\t", 5)
            for name in (cells[1], *(cells[5].split("\t")[0].split("|") if len(cells) > 5 else ())):
                if name:
                    index.setdefault(_plain(name), []).append(county + cells[0])
        return index

    def _towns_called(self, said: str, here: str) -> list[Named]:
        if len(here) >= 4 or here in CITIES:
            return self._towns_in(here).get(said, [])
        if not said.endswith(names.TOWN_ENDINGS) and not said.endswith("区"):
            return []
        codes = dict.fromkeys(self._codes_anywhere.get(said, ()))
        entries = ((c, e) for c in codes for e in self._book.entries(c))
        return [(c, e, FULL) for c, e in entries if said in map(_plain, (e.division.name, *e.also))]

    def _zone_town(self, index: dict[str, list[Named]], code: str, entry: DivisionEntry) -> None:
        """A zone named for its city is known by its kind in the whole city, any other only in its county."""
        name = entry.division.name
        city = self._owners(self._city(code))
        form = ZONE if any(name.startswith(o) for o in city) else ZONE + 1
        for said in names.zone_names(name, self._owners(self._book.parent(code))) - {name}:
            index.setdefault(said, []).append((code, entry, form))

    def _city(self, code: str) -> str:
        """The city of a code, or the province where there is no city."""
        path = self._book.path(code)
        return path[1] if len(path) > 1 and len(path[1]) == 4 else path[0]

    # -- ways to read -----------------------------------------------------------------------------------------

    def _ways(self, text: str, start: int, steps: tuple[_Step, ...], zone: bool) -> Iterator[_Way]:
        here = steps[-1].code if steps else ""
        gap = _GAP().match(text, start)
        at = gap.end() if gap else start
        deeper = False
        for step in self._names_at(text, at, here):
            if here and here.startswith(step.code):
                yield from self._repeated(text, step, steps, zone)
            else:
                deeper = True
                yield from self._ways(text, step.end, (*steps, step), zone)
        if here and not zone and not deeper and len(here) < 9:
            yield from self._past_zone(text, at, steps)
        if steps:
            end = steps[-1].end
            yield _Way(steps, end, _bare_county(text, end, steps) or self._lonely(steps))

    def _past_zone(self, text: str, at: int, steps: tuple[_Step, ...]) -> Iterator[_Way]:
        """Ways that lead on behind a zone that the book does not have."""
        found = names.ZONE_WORDS.match(text, at)
        if found and self._is_zone(found[0], steps[-1].code):
            for way in self._ways(text, found.end(), steps, True):
                if len(way.steps) > len(steps):
                    yield way

    def _repeated(self, text: str, step: _Step, steps: tuple[_Step, ...], zone: bool) -> Iterator[_Way]:
        """A name already said, said again: skipped if it ends the text or leads to a new or equally deep name."""
        if step.form != FULL or zone:
            return
        here = steps[-1]
        if step.code == here.code and (step.end >= len(text) or len(here.code) < 6 or len(steps) > 1):
            again = (*steps[:-1], here._replace(end=step.end))
            yield from self._ways(text, step.end, again, zone)
            return
        for way in self._ways(text, step.end, steps, zone):
            if way.end > step.end:
                yield way

    def _lonely(self, steps: tuple[_Step, ...]) -> bool:
        """A town without its city could be one that the list does not have."""
        last = steps[-1]
        if len(last.code) != 9:
            return False
        above = steps[-2].code if len(steps) > 1 else ""
        if last.entry.division.zone and last.entry.division.name.startswith(
            self._owners(self._city(last.code))
        ):
            return False  # it names its city itself
        return above == "" or (len(above) == 2 and self._book.parent(steps[-1].code[:6]) != above)

    def _names_at(self, text: str, at: int, here: str) -> Iterator[_Step]:
        for length in range(min(LONGEST, len(text) - at), 1, -1):
            said = text[at : at + length]
            end = at + length
            found = [n for n in self._upper.get(said, ()) if self._fits(n[0], here, n[2])]
            alive = any(e.division.until is None for _, e, _ in found)
            for code, entry, form in found:
                if form == SHORT and alive and entry.division.until is not None:
                    continue  # who says 重庆 does not mean the city it was until 1997
                if self._stands(text, said, end, form) or (form == SHORT and self._leads_on(text, end, code)):
                    yield _Step(code, entry, form, end)
            if length > 2 or (here and length == 2):
                yield from self._towns_at(text, said, end, here)

    def _leads_on(self, text: str, end: int, code: str) -> bool:
        """Whether a full name below a code follows: 杭州 is a place in 杭州江干区, though 江 comes next."""
        following = (self._upper.get(text[end : end + length], ()) for length in range(2, 9))
        return any(
            form == FULL and c != code and c.startswith(code) for names in following for c, _, form in names
        )

    def _towns_at(self, text: str, said: str, end: int, here: str) -> Iterator[_Step]:
        for code, entry, form in self._towns_called(said, here):
            if form > ZONE and len(here) < 6:
                continue
            if self._fits(code, here, form) and self._stands(text, said, end, FULL):
                yield _Step(code, entry, min(form, ZONE), end)

    def _fits(self, code: str, here: str, form: int) -> bool:
        if form == ZONE:
            return bool(here) and code.startswith(here) and code != here and (len(here) > 2 or here in CITIES)
        if code.startswith(here) or here.startswith(code):
            return True
        return len(code) == 9 and len(here) == 6 and self._heir(here) == code[:6]

    def _heir(self, county: str) -> str:
        """The one living county that an abolished one became: 广德市 of 广德县, whose towns it has now."""
        living = self._book.current(county)
        return living[0] if len(living) == 1 else ""

    def _stands(self, text: str, said: str, end: int, form: int) -> bool:
        """Whether the name is a name where it stands, not the beginning of another word."""
        if form == SHORT:
            return not _NOT_A_PLACE().match(text, end)
        return not text.startswith(_AFTER_FULL.get(said[-1], ("\0",)), end)

    def _is_zone(self, said: str, here: str) -> bool:
        if re.search(r"[路街号村镇乡弄巷]", said) or len(said) > 14:
            return False
        return len(here) < 6 or not said.endswith(("新区", "新城", "新城区", "科技城", "科学城", "生态城"))

    # -- choosing ---------------------------------------------------------------------------------------------

    def _choose(self, text: str, start: int, near: str, year: int | None) -> Match:
        ways = list(self._ways(text, start, (), False))
        if not ways:
            return Match(None, text[start:].strip(), False, ())
        best = self._timely(_provinces_first(_least_shortened(_furthest(ways))), year)
        strong = [way for way in best if not way.weak]
        codes = _outermost({way.code for way in strong})
        if len(codes) != 1:
            return self._unsure(text, start, strong or best, near)
        return self._sure(text, start, next(way for way in strong if way.code in codes), near)

    def _timely(self, ways: list[_Way], year: int | None) -> list[_Way]:
        """Ways through divisions of the right time, where there are any; one way to each place."""
        if year is None:
            fitting = [w for w in ways if (w.steps[-1].entry.division.until or RECENT) >= RECENT]
        else:
            fitting = [w for w in ways if w.steps[-1].entry.division.valid(year)]
        fitting = fitting or ways
        fitting.sort(key=lambda w: (w.weak, -(w.steps[-1].entry.division.until or 9999)))
        kept: list[_Way] = []
        places: set[str] = set()
        for way in fitting:
            grounds = self._ground(way.steps[-1])
            if grounds and places.issuperset(grounds):
                continue
            places.update(grounds or (way.code,))
            kept.append(way)
        return kept

    def _ground(self, step: _Step) -> tuple[str, ...]:
        return (step.code,) if step.entry.division.until is None else self._book.became(step.entry)

    def _owns_code(self, step: _Step) -> bool:
        """Whether the code, without a year, means this place and not one that got the code later."""
        entries = self._book.entries(step.code)
        return step.entry is entries[-1] or step.code in step.entry.went_to or self._same_name(step, entries)

    def _same_name(self, step: _Step, entries: list[DivisionEntry]) -> bool:
        return entries[-1].division.name == step.entry.division.name

    def _unsure(self, text: str, start: int, ways: list[_Way], near: str) -> Match:
        codes = self._nearest(dict.fromkeys(w.code for w in ways), near)
        certain = (
            _common([tuple(self._book.path(c)) for c in codes]) if not all(w.weak for w in ways) else None
        )
        if all(w.weak for w in ways):
            said = [w.steps[0].code for w in ways if len(w.steps) > 1]
            certain = said[0] if said and len(set(said)) == 1 and len(said) == len(ways) else None
        end = next((s.end for w in ways for s in w.steps if s.code == certain), start)
        return Match(certain, _rest(text, end), False, tuple(codes))

    def _nearest(self, codes: Iterable[str], near: str) -> list[str]:
        def rank(code: str) -> tuple[int, bool, int, str]:
            shared = next((n for n in (9, 6, 4, 2) if len(near) >= n and code.startswith(near[:n])), 0)
            division = self._book.get(code)
            return -shared, division is None or division.until is not None, len(code), code

        return sorted(codes, key=rank)

    def _sure(self, text: str, start: int, way: _Way, near: str) -> Match:
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
        if zone and self._is_zone(zone[0], code):
            return set()
        if len(code) < 6 and not _ESTATE().match(rest):
            unknown = _UNKNOWN_COUNTY().match(rest)
            if unknown and self._stands(rest, unknown[0], unknown.end(), FULL):
                return {c for c, e, form in self._upper.get(unknown[0], ()) if form == FULL}
        town = _UNKNOWN_TOWN().match(rest)
        if town and not _ESTATE().match(rest):
            return self._alike(town["stem"], code)
        return None

    def _alike(self, stem: str, code: str) -> set[str]:
        """Towns below a code that have the stem under another ending: 泓芝驿乡 may be 泓芝驿镇."""
        return {
            c
            for ending in ("街道", "镇", "乡", "地区", "民族乡", "苏木")
            for c, e, form in self._towns_called(stem + ending, code)
            if c.startswith(code if len(code) != 6 else code[:4]) and e.division.until is None
        }


def _bare_county(text: str, end: int, steps: tuple[_Step, ...]) -> bool:
    """Whether all that was understood is a county's shortened name that does not end the words."""
    first = steps[0]
    alone = len(steps) == 1 and first.form == SHORT and len(first.code) == 6
    return alone and not _END().match(text, end)


def _furthest(ways: list[_Way]) -> list[_Way]:
    most = max(way.end for way in ways)
    return [way for way in ways if way.end == most]


def _least_shortened(ways: list[_Way]) -> list[_Way]:
    fewest = min(map(_shortened, ways))
    return [way for way in ways if _shortened(way) == fewest]


def _shortened(way: _Way) -> int:
    return sum(step.form == SHORT for step in way.steps)


def _provinces_first(ways: list[_Way]) -> list[_Way]:
    """海南 is the province, not the district in Wuhai."""
    return [way for way in ways if len(way.code) == 2] or ways


def _plain(name: str) -> str:
    """A name as it looks after the text was normalised: （ becomes (."""
    return unicodedata.normalize("NFKC", name) if "（" in name else name


def _rest(text: str, end: int) -> str:
    gap = _GAP().match(text, end)
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
