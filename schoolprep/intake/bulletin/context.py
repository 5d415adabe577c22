"""Context: what stands above a list of places, who speaks, and what of a division zones leave over."""

from __future__ import annotations

import re

from schoolprep.facts.divisions import Divisions
from schoolprep.facts.divisions.model import MUNICIPALITIES, Match
from schoolprep.intake.bulletin.pieces import is_prose

_PROVINCE, _CITY, _COUNTY = 2, 4, 6
"""Digits of codes."""
WRITTEN_OUT = "省市区县旗州盟道镇乡处"
"""How divisions written out end (办事处 too)."""
_REST = re.compile(
    r"^(?P<place>.*?)(?:辖区内?)?(?:除.+?(?:以外|之外|外)的?(?:其他|其它|其余|所有)?|(?:的)?(?:其他|其它|其余))"
    r"(?:区域|地区|全域|楼宇|县\(市、区\)|街道|乡镇)+$"
)
"""X其他区域: what the zones leave over, which has the county's level."""
_OURS = re.compile(r"^(?:[全本我][市县区旗])?$")
ZONE_FIRST = re.compile(
    r"^\w{0,12}(?:开发区|经开区|高新区|新区|园区|示范区|度假区|风景区|生态区|保税区|试验区|管理区|起步区|新城|景名胜区)(?:\([^()]*\))?"
)
"""An administration without a code of its own, beside the counties of its city (DOMAIN §7)."""
ADDRESS_WORDS = re.compile(
    r"省|市|区|县|州|盟|旗|镇|乡|街|村|路|团场|道|巷|弄|里|(?<=[\d一二三四五六七八九十甲乙丙丁])号|楼|栋|幢|单元|组|屯|寨|园|苑|院|府|城|庄|湾|公寓|宿舍|工地|"
    r"公司|厂|店|馆|酒楼|饭庄|市场|超市|广场|大厦|中心|医院|诊所|学校|车站|网吧|浴|影|邸|居|轩|庭|座|期|\d社|[一二三四五六七八九十]社|队|学院|小学|校"
)
_ATTACHED = re.compile(r"^\(?附|一览表|附件")
"""The title of a list that is not in the text."""
_AUTHORITY = re.compile(
    r"指挥部|领导小组|新冠|冠状病毒|疫情|办公室|防控办|疾控|疾病预防|卫健委|卫生健康|发布|召开|部分|区域|政府|辖区|风险|通告|通报|公告|调整|划定|一地|地区|决定|新增"
)
"""Words of who speaks, or of whom a title speaks: the place before them is where what follows lies."""
_BEFORE_AUTHORITY = re.compile(
    r"^(?:\s|[“\"@(【《]|经|据|由|从|在|对|报请|请示|并|关于|划定|解除|根据|鉴于|原标题:?|中共|近日|截至目前|其中|此前|调整|将|全域低风险!?)+"
)
_LONGEST_SIGNATURE, _LONGEST_NAME = 50, 30
_HAVING = re.compile(r"(?:目前|现|共|还|仍|累计)*有?$")
_SPEAKER = re.compile(
    r"指挥部|领导小组|办公室|防控办|疾控|疾病预防|卫健委|卫生健康|发布|召开|政府|通告|通报|公告|新冠|疫情|报告|风险等级不变"
)
_WORDS = re.compile(r"[,;。\s]")
_PIECES = re.compile(r"[,;:。\s!?【】《]")
_PARTS = re.compile(r"[、,;:。\s!?【】《]")


class PlaceContext:
    """Where a list of places lies: what stands above it and who speaks."""

    def __init__(self, divisions: Divisions) -> None:
        self._above = ""
        self.astray = False
        """Whether it lies elsewhere than what stood above it, and does not say so: the towns of a district."""
        self.zone = ""
        """The zone without a code in which the addresses below lie (郑东新区：…)."""
        self._divisions = divisions
        self._known: dict[str, Match] = {}

    def _match(self, text: str) -> Match:
        """What a text names; the same few texts are asked for again and again within a notice."""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._divisions.resolve(text)
        return found

    @property
    def above(self) -> str:
        """What the pieces of a list lie in as long as they do not say otherwise."""
        return self._above

    @above.setter
    def above(self, place: str) -> None:
        self.astray = self.astray and place == self._above
        self._above, self.zone = place, ""

    def becomes_above(self, text: str) -> bool:
        """Take a place as what follows lies in."""
        for candidate in self._inside_first(text.strip()):
            match = self._match(candidate)
            if match.code and not match.rest:
                place = self._divisions.full_name(match.code)
                astray = self.strays(text, place, self.above)
                self.above = place
                self.astray = astray
                return True
            if match.code and len(match.code) == _CITY and ZONE_FIRST.fullmatch(match.rest):
                self.above, self.zone = self._divisions.full_name(match.code), match.rest
                return True
        return False

    def strays(self, words: str, place: str, above: str) -> bool:
        """Whether a place lies in another county than what stands above it, and does not say so itself."""
        code, over = self._match(place).code or "", self._match(above).code or ""
        if len(over) < _COUNTY or len(code) < _COUNTY or code[:_COUNTY] == over[:_COUNTY]:
            return False
        wider = (self._name(one) for one in self._divisions.path(code) if len(one) <= _COUNTY)
        return not any(name[:2] in words for name in wider if name)

    def hear(self, text: str) -> bool:
        """Take the place of whoever speaks (兰州市疫情防控指挥部决定) as what follows lies in."""
        heard = [code for piece in _PIECES.split(text) if (code := self._authority(piece))]
        near = [code for code in heard if self._is_narrow(code)] or ([] if self.above else heard)
        if near:
            self.above = self._divisions.full_name(near[-1])
        return bool(near)

    def hear_before(self, text: str) -> None:
        """The same of what stands before a list, or the place that has it (郑东新区：…, 北京市共有…)."""
        self.hear(text)
        last = _WORDS.split(text.rstrip(": "))[-1]
        named = _HAVING.sub("", last)
        if named and (named != last or text.rstrip().endswith(":")) and self.is_division(named):
            self.becomes_above(named)

    def lie_in(self, text: str) -> bool:
        """Take the place before the level of a heading as what is listed below lies in; False where it is none."""
        return self.becomes_above(text) or self.hear(f"{text}区域")

    def speaker(self, line: str) -> str:
        """The place of whoever signs a notice; empty where a line is no signature."""
        code = self._authority(line) if len(line) <= _LONGEST_SIGNATURE else ""
        return self._divisions.full_name(code) if code else ""

    def _authority(self, piece: str) -> str:
        bare = _BEFORE_AUTHORITY.sub("", piece)
        if not _AUTHORITY.search(bare):
            return ""
        match = self._match(bare)
        return (match.code or "")[:_COUNTY] if match.rest != bare else ""

    def _is_narrow(self, code: str) -> bool:
        return len(code) > _PROVINCE or code in MUNICIPALITIES

    def is_wide(self, text: str) -> bool:
        """Whether a text is a province or city with others below it."""
        match = self._match(text)
        if not (match.sure and match.code and len(match.code) <= _CITY and not match.rest):
            return False
        return any(len(below.code) <= _COUNTY for below in self._divisions.children(match.code))

    def is_division(self, text: str) -> bool:
        """Whether a text is a division and nothing else."""
        named = map(self._match, self._inside_first(text)) if text else ()
        return any(match.code and not match.rest for match in named)

    def is_rest(self, text: str) -> bool:
        """Whether a text is what zones leave over of something (其他区域)."""
        return _REST.match(text) is not None

    def rests(self, text: str) -> list[str]:
        """The divisions whose remainder a text is (甲县、乙县其他区域); none where nobody knows of which."""
        whole = text.removesuffix("全域") if text.endswith("全域") else ""
        found = _REST.match(text)
        if found is None and not whole:
            return []
        named = (found["place"] if found else whole).removesuffix("辖区内").removesuffix("除")
        if ours := _OURS.match(named):
            return self._ours(ours[0])
        codes = [self._whole(part) for part in re.split(r"[、和及]", named)]
        return [self._divisions.full_name(code) for code in codes] if all(codes) else []

    def _ours(self, said: str) -> list[str]:
        """What 全市, 全区 mean where something stands above."""
        code = self._match(self.above).code if self.above else None
        if not code:
            return []
        name = self._name(code[:_COUNTY])
        width = _CITY if said.endswith("市") and not name.endswith("市") else _COUNTY
        return [self._divisions.full_name(self._divisions.clean(code[:width]))]

    def _whole(self, text: str) -> str:
        """The code of a text that is a division and nothing else."""
        matches = map(self._match, self._inside_first(text))
        return next((one.code for one in matches if one.sure and one.code and not one.rest), "")

    def county(self, place: str) -> str:
        """The county a place lies in, or the place where it is wider."""
        return self._divisions.full_name((self._match(place).code or "")[:_COUNTY])

    def around(self, place: str) -> str:
        """The division around a place."""
        return self._divisions.full_name(self._divisions.parent(self._match(place).code or ""))

    def names_any(self, text: str) -> bool:
        """Whether running text names a county, street or town, or a city with something in it, outside who speaks."""
        if _ATTACHED.search(text):
            return False
        if len(text) <= _LONGEST_NAME and ADDRESS_WORDS.search(text[-2:]) and not is_prose(text):
            return True
        return any(self._is_told(piece) for piece in _PARTS.split(text))

    def _is_told(self, piece: str) -> bool:
        bare = _BEFORE_AUTHORITY.sub("", piece)
        match = self._match(bare)
        said = bare.removesuffix(match.rest)
        full = bool(match.code) and len(said) > 2 and said[-1:] in WRITTEN_OUT
        return full and not _SPEAKER.search(bare)

    def _holds_addresses(self) -> bool:
        """Whether what stands above is narrow enough for an address alone."""
        code = self._match(self.above).code if self.above else None
        return bool(code and self._is_narrow(code))

    def _inside_first(self, text: str) -> list[str]:
        """The text alone, then inside what stands above it, widest first."""
        match = self._match(self.above) if self.above else None
        path = self._divisions.path(match.code) if match and match.code else []
        inside = [self._divisions.full_name(code) + text for code in reversed(path)]
        return [text, *([self.above + self.zone + text] if self.zone else []), *inside]

    def _is_county(self, place: str) -> bool:
        return bool(place) and len(self._match(place).code or "") > _CITY

    def _is_near(self, code: str) -> bool:
        above = self._match(self.above).code or ""
        return code[:_CITY] == above[:_CITY]

    def _begins_wide(self, text: str, code: str) -> bool:
        """Whether a place is written from its province or city down."""
        return any(
            text[:2] == self._divisions.full_name(wide)[-len(self._name(wide)) :][:2]
            for wide in self._divisions.path(code)
            if len(wide) <= _CITY
        )

    def _name(self, code: str) -> str:
        division = self._divisions.get(code)
        return division.name if division else ""
