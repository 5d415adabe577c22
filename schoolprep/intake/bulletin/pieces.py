"""Pieces: a list of places in running text cut at its signs, without the words around it and without reading any."""

from __future__ import annotations

import re
from typing import NamedTuple

from schoolprep.intake.bulletin.passages import TextSpan

_GOES_ON = re.compile(
    r"\s*(?:\d|[一二三四五六七八九十]+(?:[社组队号栋幢单期巷弄区片]|路(?!街道))|[A-Z][\dA-Z~—-]*[区栋座幢号]|之[一二三四五六七八九十]|第\d"
    r"|(?:包)?含(?!山|笑)|包括)"
)
"""How a piece begins that belongs to the address before it."""
_BOUND = re.compile(r"\s*(?:四至)?[东西南北](?:至|到|临|抵|起|侧)")
_TO = re.compile(r"[东西南北]至")
_SIDE = re.compile(r"[以之][东西南北]")
_RING = re.compile(r"(?<!半)(?:合围|围合)|围成")
_LISTS = re.compile(r"\s*、\s*")
_BEGINS = re.compile(r"\s*[^\W\d]{1,8}?(?:街道|镇|乡|市|县|区)(?=\w)")
_HOUSE = re.compile(r"小区|社区|村$|[\d号]$|[号栋楼]|单元")
"""What is an address of its own, and no side of an area."""
_TAIL = re.compile(
    r"(?:等(?:地区?|区域)?|[,、]?(?:等|共|共计)\s*(?P<count>\d+)\s*[个处栋](?:[中高低]+风险)?(?:\w{0,5})|(?P<several>\d+)个(?:区域|地区|点位|场所)|等[一二两三四五六七八九十]+[个处地](?:\w{0,5}))$"
)
"""等5个区域: how a list of places ends, and how many it counts."""
_SUCH = re.compile(r"等\s*(?:(?P<count>\d+)\s*[个处栋].*|[一二两三四五六七八九十]+[个处地].{0,4})$")
_NOUN = re.compile(r"村|小区|社区|街道|镇|乡|单位|场所|点位|区域|楼栋")
_LEAD = re.compile(
    r"^(?:[\s,、：:“\"]|继|因|将(?!军|台|乐)|对|已?划定的?|[^,、;]{0,12}划定的(?:[高中低]风险(?:地区|区域|区)?)?|到过|途经|来自|以下|现有|新增|调整|划定|全国|国内|疫情|原标题|:)+"
)
_FOOT = re.compile(r"(?:的|被|均|都|仍然?|仍旧|还|从|由|因|调整|重新|风险等级|[”\"]|\s|\(由原[^()]*\))+$")
_NUMBERED = re.compile(r"\(?(?:共|计)?\d+\s*[个处例]\)?$")
BRACKETED = re.compile(r"\([^()]*\)")
_PROSE = re.compile(
    r"请|应当|须|需要|报备|人员|提示|提醒|发布|防控|要求|措施|立即|主动|情况|病例|感染者|划定|除外|采取|实行|实施|执行|"
    r"足不出|人不出|错峰|上门|服务上门|防护|聚集|通告|通知|公告|特此|热线|咨询|记者|编辑|责编|来源|作者|标签|推荐|点击|查看|声明|转载|"
    r"核酸|医学观察|指挥部|领导小组|恢复|进行|开展|做好|加强|坚持|积极|配合|严格|落实|继续|根据|按照|决定|研判|研究(?:决定|同意|部署)|经研究|报告|介绍|获悉|"
    r"封闭|新冠|肺炎|病毒|(?<![居村]民)委员会|日报讯|日报$|编发|融媒|新闻(?:网|办|发布|中心)|健康局|局$|哪|什么|吗$|年第?\d+号|新增|阳性|阴性|风险|疫情|期间|旅居|广大|群众|全国|涉及|此外|其中|届时|截至|目前"
)
"""What stands in sentences and not in names of places."""


class Listed(NamedTuple):
    """What a span of places is without the words around them."""

    span: TextSpan
    counted: int
    """How many it says there are; 0 where it says nothing."""


def named_of(piece: str) -> tuple[str, int]:
    """A piece without the words that count what it stands for (甲小区等42个小区), and how many it counts."""
    found = _SUCH.search(piece)
    lead = _LEAD.match(piece)
    start = lead.end() if lead else 0
    return (piece[start : found.start()], int(found["count"] or 0)) if found else (piece[start:], 0)


def is_noun(piece: str) -> bool:
    """Whether a piece is only what the pieces before it are called (…等42个小区、村)."""
    return _NOUN.fullmatch(piece) is not None


def bare(text: str, span: TextSpan) -> Listed:
    """A list without the words before and behind it (将…等5个区域的风险等级), and how many places it counts."""
    start, end, count = span.start, span.end, 0
    while True:
        foot = _FOOT.search(text, start, end)
        tail = _TAIL.search(text, start, foot.start() if foot else end)
        cut = tail or foot
        if cut is None or cut.start() <= start:
            break
        end = cut.start()
        if tail:
            count = int(tail["count"] or tail["several"] or 0) or count
    lead = _LEAD.match(text[start:end])
    return Listed(TextSpan(start + (lead.end() if lead else 0), end), count)


def goes_on(text: str, before: TextSpan, piece: TextSpan) -> bool:
    """Whether a piece belongs to the address before it (甲小区1号楼、2号楼; 以东、…以南)."""
    if _GOES_ON.match(text, *piece) or (_BOUND.match(text, *piece) and _TO.search(text, *before)):
        return True
    return bool(
        _SIDE.search(text, max(before.start, before.end - 4), before.end) and _SIDE.search(text, *piece)
    )


def bounded(text: str, pieces: list[TextSpan]) -> list[TextSpan]:
    """Bounds (东至甲路，西至乙楼、丙巷，北至丁街) are one area, with what stands between them."""
    sides = [at for at, piece in enumerate(pieces) if _BOUND.match(text, *piece)]
    if len(sides) < 2:
        return pieces
    first, last = sides[0], sides[-1]
    return [*pieces[:first], TextSpan(pieces[first].start, pieces[last].end), *pieces[last + 1 :]]


def is_no_name(piece: str) -> bool:
    """Whether a piece is running text or a count, whatever stands in its brackets."""
    return is_prose(piece) or _NUMBERED.search(piece) is not None


def is_prose(text: str) -> bool:
    """Whether a text is running text; what stands in brackets behind a name says nothing of it."""
    return _PROSE.search(BRACKETED.sub("", text) or text) is not None


def is_bounds(text: str) -> bool:
    """Whether a sentence only says where the area before it ends."""
    return _BOUND.match(text) is not None


def ringed(text: str, pieces: list[TextSpan]) -> list[TextSpan]:
    """Roads and marks between 、 that together go around one area are one place."""
    joined: list[TextSpan] = []
    for piece in pieces:
        start = piece.start
        while _RING.search(text, *piece) and joined and _is_one_side(text, joined[-1], start):
            start = joined.pop().start
            if _BEGINS.match(text, start):
                break  # 晋江市甲路、乙路围合区域: the county is written with the first side
        joined.append(TextSpan(start, piece.end))
    return joined


def _is_one_side(text: str, before: TextSpan, start: int) -> bool:
    between = text[before.end : start]
    return (
        _LISTS.fullmatch(between) is not None
        and not _RING.search(text, *before)
        and not _HOUSE.search(text, *before)
    )
