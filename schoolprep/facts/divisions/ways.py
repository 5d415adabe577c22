"""Ways: every way to read a written place level by level, from its beginning, as names of the book lead downwards.

Nothing is ever searched for inside the text, so 新绛县 cannot be taken for 绛县.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from schoolprep.facts.divisions import names
from schoolprep.facts.divisions.called import FULL, SHORT, ZONE, Named, PlaceNames
from schoolprep.facts.divisions.model import MUNICIPALITIES
from schoolprep.facts.pattern import pattern

if TYPE_CHECKING:
    from schoolprep.facts.divisions.book import Divisions
    from schoolprep.facts.divisions.data import DivisionEntry

_LONGEST = 32

GAP = pattern(
    r"(?:[\s,，、。.·•\-—_/\\|>→;:]|市辖区|(?:省|自治区)?直辖县级行政(?:单位|区划)|自治区直辖县级行政单位)*"
)
_END = pattern(r"$|[\s,，、。/|>;:]")
# After a shortened name these show that it was part of another: 北京东路, 中山大学, 平安大厦.
_NOT_A_PLACE = pattern(
    r"(?:[东西南北中上下前后内外环大小新老一二三四五六七八九十\d]{0,3}(?:路|街(?!道)|大街|大道|道(?!县)|巷|胡同|弄|里(?!弄)|村|庄|桥|井|坊))|"
    r"大学|学院|医院|中学|小学|学校|幼儿园|机场|车站|火车|高铁|寺|山(?!区|县|市|镇|乡)|湖(?!区|县|镇|乡)|江(?!区|县|市)|河(?!区|县)|广场|大厦|"
    r"公园|花园|花苑|中心|酒店|宾馆|饭店|国际|集团|公司|银行|门(?!区|县|市|镇|乡|街道)|家园|小区|社区|苑|城(?!区|县|市|镇|乡|关|街道|厢|阳)|楼|馆|港(?!区|镇)|湾"
)
_AFTER_FULL = {"市": ("场",)}


class PlaceStep(NamedTuple):
    """One name understood: which code, by which entry, in what form, up to which character."""

    code: str
    entry: DivisionEntry
    form: int
    end: int


class PlaceWay(NamedTuple):
    """One way to read the text: the names that led downwards, and where understanding ended."""

    steps: tuple[PlaceStep, ...]
    end: int
    weak: bool

    @property
    def code(self) -> str:
        """The deepest division of this reading."""
        return self.steps[-1].code if self.steps else ""


class PlaceWays:
    """Finds the ways; every name that fits where it stands is followed."""

    def __init__(self, book: Divisions, called: PlaceNames) -> None:
        self._book = book
        self._called = called

    def of(self, text: str, start: int) -> Iterator[PlaceWay]:
        """Every way to read a text from a character on."""
        return self._from(text, start, (), False)

    def _from(self, text: str, start: int, steps: tuple[PlaceStep, ...], zone: bool) -> Iterator[PlaceWay]:
        here = steps[-1].code if steps else ""
        gap = GAP().match(text, start)
        at = gap.end() if gap else start
        deeper = False
        for step in self._names_at(text, at, here):
            if here and here.startswith(step.code):
                yield from self._repeated(text, step, steps, zone)
            else:
                deeper = True
                yield from self._from(text, step.end, (*steps, step), zone)
        if here and not zone and not deeper and len(here) < 9:
            yield from self._past_zone(text, at, steps)
        if steps:
            end = steps[-1].end
            yield PlaceWay(steps, end, _bare_county(text, end, steps) or self._lonely(steps))

    def _past_zone(self, text: str, at: int, steps: tuple[PlaceStep, ...]) -> Iterator[PlaceWay]:
        """Ways that lead on behind a zone that the book does not have."""
        found = names.ZONE_WORDS.match(text, at)
        if found and self.is_zone(found[0], steps[-1].code):
            for way in self._from(text, found.end(), steps, True):
                if len(way.steps) > len(steps):
                    yield way

    def _repeated(
        self, text: str, step: PlaceStep, steps: tuple[PlaceStep, ...], zone: bool
    ) -> Iterator[PlaceWay]:
        """A name already said, said again: skipped if it ends the text or leads to a new or equally deep name."""
        if step.form != FULL or zone:
            return
        here = steps[-1]
        if step.code == here.code and (step.end >= len(text) or len(here.code) < 6 or len(steps) > 1):
            again = (*steps[:-1], here._replace(end=step.end))
            yield from self._from(text, step.end, again, zone)
            return
        for way in self._from(text, step.end, steps, zone):
            if way.end > step.end:
                yield way

    def _lonely(self, steps: tuple[PlaceStep, ...]) -> bool:
        """A town without its city could be one that the list does not have."""
        last = steps[-1]
        if len(last.code) != 9:
            return False
        above = steps[-2].code if len(steps) > 1 else ""
        if last.entry.division.zone and self._called.names_its_city(last.code, last.entry):
            return False
        return above == "" or (len(above) == 2 and self._book.parent(steps[-1].code[:6]) != above)

    def _names_at(self, text: str, at: int, here: str) -> Iterator[PlaceStep]:
        upper = self._called.upper
        for end in range(min(at + _LONGEST, len(text)), at + 1, -1):
            said = text[at:end]
            if called := upper.get(said):
                found = [one for one in called if self._fits(one[0], here, one[2])]
                yield from self._upper_at(text, said, end, found)
            if here or end - at > 2:
                yield from self._towns_at(text, said, end, here)

    def _upper_at(self, text: str, said: str, end: int, found: list[Named]) -> Iterator[PlaceStep]:
        alive = any(entry.division.until is None for _, entry, _ in found)
        for code, entry, form in found:
            if form == SHORT and alive and entry.division.until is not None:
                continue  # who says 重庆 does not mean the city it was until 1997
            if self.stands(text, said, end, form) or (form == SHORT and self._leads_on(text, end, code)):
                yield PlaceStep(code, entry, form, end)

    def _leads_on(self, text: str, end: int, code: str) -> bool:
        """Whether a full name below a code follows: 杭州 is a place in 杭州江干区, though 江 comes next."""
        following = (self._called.upper.get(text[end : end + length], ()) for length in range(2, 9))
        return any(
            form == FULL and c != code and c.startswith(code) for names in following for c, _, form in names
        )

    def _towns_at(self, text: str, said: str, end: int, here: str) -> Iterator[PlaceStep]:
        for code, entry, form in self._called.towns(said, here):
            if form > ZONE and len(here) < 6:
                continue
            if self._fits(code, here, form) and self.stands(text, said, end, FULL):
                yield PlaceStep(code, entry, min(form, ZONE), end)

    def _fits(self, code: str, here: str, form: int) -> bool:
        if form == ZONE:
            return (
                bool(here)
                and code.startswith(here)
                and code != here
                and (len(here) > 2 or here in MUNICIPALITIES)
            )
        if code.startswith(here) or here.startswith(code):
            return True
        return len(code) == 9 and len(here) == 6 and self._heir(here) == code[:6]

    def _heir(self, county: str) -> str:
        """The one living county that an abolished one became: 广德市 of 广德县, whose towns it has now."""
        living = self._book.current(county)
        return living[0] if len(living) == 1 else ""

    def stands(self, text: str, said: str, end: int, form: int) -> bool:
        """Whether the name is a name where it stands, not the beginning of another word."""
        if form == SHORT:
            return not _NOT_A_PLACE().match(text, end)
        return not text.startswith(_AFTER_FULL.get(said[-1], ("\0",)), end)

    def is_zone(self, said: str, here: str) -> bool:
        """Whether words that end like a zone's name one below a code; below a county 新区, 新城 are estates."""
        if re.search(r"[路街号村镇乡弄巷]", said) or len(said) > 14:
            return False
        return len(here) < 6 or not said.endswith(("新区", "新城", "新城区", "科技城", "科学城", "生态城"))


def _bare_county(text: str, end: int, steps: tuple[PlaceStep, ...]) -> bool:
    """Whether all that was understood is a county's shortened name that does not end the words."""
    first = steps[0]
    alone = len(steps) == 1 and first.form == SHORT and len(first.code) == 6
    return alone and not _END().match(text, end)
