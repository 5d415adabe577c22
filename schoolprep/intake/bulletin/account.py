"""Account: whether everything that is said of a place, its level and its day has been understood.

An entry is certain only where nothing of its sentence is left over: what a reader of patterns did not know is not
nothing. What is left over makes the entry a question, shown beside its sentence, and never an entry nobody asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from schoolprep.intake.bulletin import days
from schoolprep.intake.bulletin.context import ADDRESS_WORDS, ZONE_FIRST
from schoolprep.intake.bulletin.passages import narrow
from schoolprep.intake.bulletin.pieces import BRACKETED

_NO_ADDRESS = re.compile(
    r"除(?!夕)|以外|之外|不含|其[他它余]|其余|所有|全部|部分|有关|相关|上述|以下|下列|各(?:县|区|街|镇|乡|村|小区)|等\d|等$|等地|以及|"
    r"^[将把由从对被经自至含和与及或]|[^管养]被|均|调整|划定|划为|解除|撤销|取消|恢复|升级|降级|[高中低]、?风险|[高中低]风险|所在|沿线|一带|附近|不变|仍|已|前往|到过|"
    r"来返|返回|人员|旅居|报告|病例|感染|确诊|阳性|期间|如下|名单|通告|范围|其中|合计|共\d|\d个"
)
"""What stands in no address: words of a sentence that nobody accounted for."""
_NEW_COUNTY = re.compile(
    r"^[^\d\W]{1,5}?(?:旗|(?<![超集门菜花鱼城夜股])市|县|(?<![小社园片城新发景校院库厂市矿老牧东西南北中一二三四五六七八九十A-Z])区)"
    r"(?=[^\d\W]{2,})"
)
"""How an address begins that names a division nobody knows by that name (土左旗某镇)."""
_ONLY_NUMBER = re.compile(r"^[A-Za-z]?\d+[A-Za-z]?(?:号楼?|栋|幢|座|单元)?$")
"""A house without its street or estate."""
_CHANGES = re.compile(r"由原|调整为|划[定分]?为|[升降]为")
"""Words in a line of a list that say what its places were, and what they are."""
_SIDE = re.compile(r"[以之][东西南北]|[东西南北][至到临抵]")
_RING = re.compile(r"合围|围合|围成|片区")
_TOWN = re.compile(r"^[^\d\W]{2,6}?(?:街道|镇|乡)(?!政府|中心|医院|敬老|路|街|[^\W\d]{0,3}(?:路|街|巷)\d)")
"""How an address begins that names a town."""
_KNOWN = re.compile(
    r"根据|按照|依据|依照|遵照|结合|经|为[了进做切有严坚确加统落]|鉴于|决定|研判|研究|同意|批准|发布|通[报告知]|公[告布]|消息|获悉|介绍|会议|召开|"
    r"指挥部|领导小组|办公室|专家|规定|要求|方案|文件|精神|如下|现[将就]|调整后|截[至止]|目前|其中|此外|同时|另外|全[市区县省国州盟旗域]|[我本][市区县省州盟旗]|"
    r"辖区|疫情|防控|记者|讯$|电$|报$|报告|新增|病例|感染者|评估|风险|等级|第[一二三四五六七八九十\d]|卫健委|卫生健康|疾控|政府|即日|名单|区域|地区|"
    r"安全|健康|需要|部署|申请|报请|通过|提醒|人员"
)
"""Words of those parts of a sentence that say who decides and why, and nothing of where."""
_CONDITION = re.compile(
    r"若|假如|如果|如(?:有|出现|发现|遇|无|连续)|一旦|拟|方可|满足|达到|符合|建议|可以?(?:调整|划|降|解)|即可|的话|视情"
)
"""What has not happened, and may."""
_LIFTS = re.compile(r"解除|撤销|取消|不再|恢复")
_PARTS = re.compile(r"[,:;。!?\s]")
_LEVELS_LOWERED = frozenset({"低风险", "常态化"})
_UNREAD_DAY = re.compile(r"[自从]\s*\d[\d.]*(?![\d.]*(?:个|号|户|区|栋))")


def is_left_over(detail: str, *, alone: bool) -> bool:
    """Whether an address holds words that are none, or begins like another division.

    `alone`: no division is written with it, so that it must end like an address too.
    """
    if not detail:
        return False
    bare = BRACKETED.sub("", narrow(detail))
    if _NO_ADDRESS.search(bare) or _ONLY_NUMBER.match(bare) or _SIDE.match(bare):
        return True
    if _begins_elsewhere(bare):
        return True
    sides = len(_SIDE.findall(bare))
    if sides == 1 and not _RING.search(bare):
        return True
    return alone and not (
        ADDRESS_WORDS.search(bare[-3:]) or bare[-1:].isdigit() or not bare[-1:].isalpha() or sides
    )


def _begins_elsewhere(bare: str) -> bool:
    """Whether an address begins with a division nobody knows, which is no zone."""
    return _NEW_COUNTY.match(bare) is not None and not ZONE_FIRST.match(bare)


def changes(line: str) -> bool:
    """Whether a line of a list says more than what its places are: which of them is meant is not known."""
    return _CHANGES.search(line) is not None


def names_town(detail: str) -> bool:
    """Whether an address begins with a town that the divisions of its county do not have."""
    return _TOWN.match(detail) is not None


def leaves_words(before: str, places: Iterable[str]) -> bool:
    """Whether a part of a sentence before its places says something that is neither a reason nor a day nor a place.

    `places`: parts that are divisions.
    """
    known = set(places)
    bare = days.without(before)
    parts = (part.strip(' "“”()[]【】将把对由从在自的、') for part in _PARTS.split(bare))
    return any(len(part) > 1 and part not in known and not _KNOWN.search(part) for part in parts)


def is_conditional(sentence: str) -> bool:
    """Whether a sentence says what may be, and not what is."""
    return _CONDITION.search(sentence) is not None


def lifts_too(sentence: str, level: str) -> bool:
    """Whether a sentence ends something and yet gives a level that is none of an end."""
    return level not in _LEVELS_LOWERED and _LIFTS.search(sentence) is not None


def has_unread_day(text: str) -> bool:
    """Whether 自 stands before digits that are no day."""
    return _UNREAD_DAY.search(days.without(text)) is not None


def is_torn(said: str, since: str | None, listed: str) -> bool:
    """Whether what stands before a level names several days of which more than one may be its own.

    `listed`: the day the sentence counts something as of, which is not that of 即日起.
    """
    if since and since == listed and days.is_from_notice(said):
        return True
    roles = days.roles(said)
    if len(roles) > 1:
        return True
    return bool(since) and not roles and len(days.named(said)) > 1
