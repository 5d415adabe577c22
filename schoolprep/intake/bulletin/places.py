"""Places: the pieces of a list of places, each with its division and address inside what stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schoolprep.facts.divisions.model import Match
from schoolprep.intake.bulletin.context import ADDRESS_WORDS, WRITTEN_OUT, ZONE_FIRST, PlaceContext
from schoolprep.intake.bulletin.passages import TextSpan, apart, outside
from schoolprep.intake.bulletin.pieces import BRACKETED, bounded, goes_on, is_no_name, ringed

_PROVINCE, _CITY, _COUNTY = 2, 4, 6
"""Digits of codes."""
_SIGNS = re.compile(r"[、,;。]")
_TIES = re.compile(r"以及|[和及与]")
_TOWN = re.compile(r"\w{1,6}?(?:街道|镇|乡)")
_WHOLE_OF = re.compile(r"(?:全域|全境|辖区内?|辖区全域)(?:\(除[^()]*风险区[^()]*\))?$")
_EACH = re.compile(r"^(?P<base>.+?)\d+个\w{1,6}\((?P<inner>[^()]+)\)$")
"""枫亭镇9个村居（学士社区、上浒村）: each is a place of its own."""
_CITY_OF = re.compile(r"^(?P<base>[^()]*[市州盟区县])\((?P<inner>[^()]+)\)$")
_SOME = re.compile(
    r"(?:这些?|该|上述|下列|以下|部分|有关|相关|其他|其它|其余|多[个处]|[\d一二两三四五六七八九十]+[个处])[^,、;]{0,12}|.*[\d一二两三四五六七八九十多]+(?:地|个\w{0,4})|.*(?:这些|部分|以下|下列|上述)\w{0,6}"
)
"""Places that are not named."""
_CITY_ZONE = re.compile(
    r"^\w{0,4}(?:新区|生态区|港务区|示范区|度假区|保税区|试验区|经济技术开发区|经济开发区|高新技术产业开发区|高新技术开发区|高新区|经开区|开发区)"
)
_WHOLE = re.compile(
    r"(?:(?<![社小片校院园生林库营街里楼东西南北中老新上下前后一二三四五六七八九十期A-Za-z\d])区|县|(?<![超集门菜花鱼])市|州|盟|旗)$"
)
"""How divisions end, and no estate."""
_ESTATE = re.compile(
    r"小区|社区|家园|花园|[家佳]苑|苑|大厦|广场|公寓|新[城村]|市场|酒店|宾馆|医院|学校|中学|小学"
)
_OF = re.compile(r"(?<=[区县市])的(?=\w{1,6}(?:街道|镇|乡))")
_NEW_COUNTY = re.compile(r"^[^\d\W]{1,4}(?:旗|县)(?=\w{2})")
"""How a piece begins that names a county nobody knows by that name (土左旗某镇)."""
_ZONE_OF = re.compile(r"^[^()]*(?:开发区|高新区|经开区|产业园区?)\((?P<place>[^()]*[区县市])\)(?P<rest>.*)$")
"""高新区（新市区）: the zone and the county it is."""


class Places(PlaceContext):
    """Takes lists of places apart, in the light of what stands above them."""

    def are_divisions(self, text: str) -> bool:
        """Whether all pieces of a text are divisions and nothing else."""
        pieces = self.pieces(text, TextSpan(0, len(text)))
        words = [re.sub(r"\([^()]*\)$", "", text[one.start : one.end].strip()) for one in pieces]
        return all(self.is_division(word) or ZONE_FIRST.fullmatch(word) for word in words)

    def pieces(self, text: str, span: TextSpan) -> list[TextSpan]:
        """The pieces of a list, each a place: what goes on with the address before it is one with that."""
        found: list[TextSpan] = []
        for piece in apart(text, span, _SIGNS):
            for part in self._tied(text, piece):
                if found and goes_on(text, found[-1], part):
                    found[-1] = TextSpan(found[-1].start, part.end)
                else:
                    found.append(part)
        return ringed(text, bounded(text, found))

    def _tied(self, text: str, piece: TextSpan) -> Iterator[TextSpan]:
        """A piece at each 和 behind which a division is named (甲小区和皇姑区乙小区)."""
        start = piece.start
        for at in outside(text, piece):
            tie = _TIES.match(text, at)
            if tie and at > start and self._is_tie(text, start, tie, piece.end):
                yield TextSpan(start, at)
                start = tie.end()
        yield TextSpan(start, piece.end)

    def _is_tie(self, text: str, start: int, tie: re.Match[str], end: int) -> bool:
        """Whether another place begins behind 和; it may also be part of a name (和平里街道)."""
        if self._begins_division(text[tie.end() : end]):
            return True
        town = _TOWN.match(text, tie.end(), end)
        if town is None:
            return False
        whole = self._match(text[start : town.end()])
        return not (whole.sure and len(whole.code or "") > _COUNTY and not whole.rest)

    def _begins_division(self, text: str) -> bool:
        match = self._match(text)
        said = text.removesuffix(match.rest)
        return match.sure and said != "" and said[-1:] in WRITTEN_OUT and len(said) > _PROVINCE

    def places(self, piece: str) -> list[tuple[str, str]]:
        """The places a piece names, as division and address; none where it is no place."""
        if each := _EACH.match(piece) or self._city_of(piece):
            inner = [self.placed(each["base"] + part.strip()) for part in re.split(r"[、,]", each["inner"])]
            if all(inner):
                return [one for one in inner if one]
        one = self.placed(piece)
        return [one] if one else []

    def _city_of(self, piece: str) -> re.Match[str] | None:
        """葫芦岛市（绥中县、连山区）: a division, and in brackets others in it."""
        found = _CITY_OF.match(piece)
        if found is None or not self.is_division(found["base"]):
            return None
        base = self._match(found["base"]).code or ""
        inner = [self._match(found["base"] + part) for part in re.split(r"[、,]", found["inner"])]
        return found if all(one.sure and one.code and len(one.code) > len(base) for one in inner) else None

    def stands_below(self, piece: str, place: str) -> bool:
        """Whether a piece lies in a place that stands alone on the line above it, by itself naming no other."""
        above = self.above
        if not piece.startswith(self._name(self._match(place).code or "")):
            found = self._by_division(piece)
            self.above = above
            return found is None or found[0].startswith(place)
        return False

    def is_some(self, piece: str) -> bool:
        """Whether a piece speaks of parts of a division without naming them (南明区部分区域)."""
        above = self.above
        found = self._by_division(piece)
        self.above = above
        return found is not None and _SOME.fullmatch(found[1]) is not None

    def placed(self, piece: str) -> tuple[str, str] | None:
        """A place and the address in it: as written, or inside what was named before it; None where it is none."""
        if not piece or is_no_name(piece):
            return None
        piece = _OF.sub("", piece)
        if zone := _ZONE_OF.match(piece):
            piece = zone["place"] + zone["rest"] if self._by_division(zone["place"]) else piece
        if found := self._by_division(piece):
            return None if _SOME.fullmatch(found[1]) else (found[0], _WHOLE_OF.sub("", found[1]))
        if not ADDRESS_WORDS.search(piece) or _SOME.fullmatch(BRACKETED.sub("", piece)):
            return None
        return self._address(piece)

    def _address(self, piece: str) -> tuple[str, str]:
        """A piece that names no division: an address in what stands above, or a place that has to be asked."""
        if not self._holds_addresses() or _WHOLE.search(piece) or self._is_somebodys(piece):
            return piece, ""
        if _NEW_COUNTY.match(piece):  # what follows lies in it, and not in the county before
            self.above = ""
            return piece, ""
        match = self._match(self.above + piece)
        if match.code and len(match.code) <= _CITY and not match.sure:
            return self.above + piece, ""  # it begins like a county that nobody knows
        return self.above, self.zone + _WHOLE_OF.sub("", piece)

    def _is_somebodys(self, piece: str) -> bool:
        """Whether a piece is the name of divisions elsewhere (市中区): which one is meant has to be asked."""
        return any(self._name(code) == piece for code in self._match(piece).candidates)

    def is_named(self, piece: str) -> bool:
        """Whether a piece certainly names a division, and is no running text."""
        if is_no_name(piece):
            return False
        return self._city_of(piece) is not None or (
            self._by_division(piece) is not None and self._is_full(piece)
        )

    def _is_full(self, piece: str) -> bool:
        """Whether a division of a piece is written out (贵阳市, 某街道), and what follows it reads like an address."""
        for candidate in self._inside_first(piece):
            match = self._match(candidate)
            said = candidate.removesuffix(match.rest)
            if match.code and (
                ZONE_FIRST.match(match.rest)
                or (len(said) > len(candidate) - len(piece) and said[-1:] in WRITTEN_OUT)
            ):
                return True
        return False

    def _by_division(self, piece: str) -> tuple[str, str] | None:
        found = (self._placed_in(candidate, piece) for candidate in self._candidates(piece))
        return next(filter(None, found), None)

    def _candidates(self, piece: str) -> list[str]:
        """How a piece may be read, the likeliest first: a county of another city only if no county here is meant."""
        alone, *inside = self._inside_first(piece)
        if _CITY_ZONE.match(piece):  # a zone is its city's, not the county's named before it
            inside = [one for one in inside if not self._is_county(one.removesuffix(piece))]
        match = self._match(alone)
        if not inside or not match.code or self._is_near(match.code) or self._begins_wide(alone, match.code):
            return [alone, *inside]
        return [*inside, alone]

    def _placed_in(self, candidate: str, piece: str) -> tuple[str, str] | None:
        """The same for a piece inside one of what was named before it; None where no division of it is certain."""
        match = self._match(candidate)
        if not match.code:
            return None
        if candidate == piece or self._is_deeper(candidate, piece):
            if match.sure:
                return self._certain(piece, match)
            if len(match.code) >= _COUNTY:  # certain, whatever its address may be
                self.above = self._divisions.full_name(match.code[:_COUNTY])
                said = piece.removesuffix(match.rest)
                return self._divisions.full_name(match.code), match.rest if said[
                    -1:
                ] in WRITTEN_OUT else piece
        return self._in_zone(candidate, piece, match)

    def _certain(self, piece: str, match: Match) -> tuple[str, str]:
        """A piece whose division is certain, unless it is a street or house here that only bears the name."""
        if match.rest and (self._lies_below(match.code or "") or self._is_street_name(piece, match)):
            return self.above, piece  # 运城市人民医院 under 盐湖区 is in 盐湖区
        code, rest = self._without_estate(piece, match)
        self.above = self._divisions.full_name(code[:_COUNTY])
        return self._divisions.full_name(code), rest

    def _in_zone(self, candidate: str, piece: str, match: Match) -> tuple[str, str] | None:
        """A zone without a code is an address in its city."""
        shape = _CITY_ZONE if self._is_county(self.above) else ZONE_FIRST
        zone = len(match.code or "") == _CITY and shape.match(match.rest)
        if not zone or not (candidate == piece or shape.match(piece)):
            return None
        self.above = self._divisions.full_name(match.code or "")
        return self.above, match.rest

    def _without_estate(self, piece: str, match: Match) -> tuple[str, str]:
        """Code and address; an estate that bears a town's name (南岗区农垦小区) is an address and not that town."""
        code = match.code or ""
        said = piece.removesuffix(match.rest)
        if len(code) <= _COUNTY or said[-1:] in WRITTEN_OUT or not _ESTATE.match(match.rest):
            return code, match.rest
        county = self._name(code[:_COUNTY])
        return code[:_COUNTY], piece.partition(county)[2] or piece

    def _is_street_name(self, piece: str, match: Match) -> bool:
        """Whether a place here only bears the name of one elsewhere (吉林大路小区)."""
        said = piece.removesuffix(match.rest)
        if said == piece or said[-1:] in WRITTEN_OUT or not self.above or not self._holds_addresses():
            return False
        path = self._divisions.path(match.code or "")
        if len(path) > 2 and self._begins_wide(piece, path[-1]):
            return False  # its city is written too: 郑州新郑某园区
        return not any(piece.startswith(self._name(code)) for code in path)

    def _lies_below(self, code: str) -> bool:
        """Whether what stands above lies inside a division, and is not that division itself."""
        above = self._match(self.above).code if self.above else None
        return bool(above and above != code and above.startswith(code))

    def _is_deeper(self, candidate: str, piece: str) -> bool:
        """Whether the piece itself named a division, and was not only swallowed as an address."""
        match = self._match(candidate)
        outer = self._match(candidate.removesuffix(piece))
        return bool(match.code and outer.code and len(match.code) > len(outer.code))
