"""How the names of divisions are shortened, and what people call them besides."""

from __future__ import annotations

import re
from functools import cache

from schoolprep.facts.pattern import pattern

# Peoples as they stand in the names of autonomous units, longest first so that 蒙古族 goes before 蒙古.
_PEOPLES = (
    "蒙古族|蒙古|回族|回|藏族|藏|维吾尔|苗族|苗|彝族|彝|壮族|壮|布依族|布依|朝鲜族|朝鲜|满族|满|侗族|侗|瑶族|瑶|白族|土家族|"
    "哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|"
    "达斡尔族|达斡尔|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|锡伯|阿昌族|普米族|塔吉克族|塔吉克|怒族|鄂温克族|鄂温克|"
    "德昂族|保安族|裕固族|独龙族|鄂伦春族|门巴族|珞巴族|基诺族|俄罗斯族|塔塔尔族|京族|各族"
)
_AUTONOMOUS = pattern(rf"(?P<stem>.{{2,}}?)(?:{_PEOPLES})*(?:自治州|自治县|自治旗)")
_TOWN_OF_A_PEOPLE = pattern(rf"(?P<stem>.{{2,}}?)(?:{_PEOPLES})+(?:民族)?[乡镇]")
PROVINCES = {
    "15": "内蒙古", "45": "广西", "54": "西藏", "64": "宁夏", "65": "新疆", "81": "香港", "82": "澳门",
}  # fmt: skip
_PLAIN = pattern(r"(?P<stem>.+?)(?:省|市|地区|盟|林区|特区|新区|区|县|旗|行政委员会)")

TOWN_ENDINGS = (
    "街道办事处",
    "地区办事处",
    "街道办",
    "街办",
    "办事处",
    "街道",
    "地区",
    "民族乡",
    "苏木",
    "镇",
    "乡",
)
# How people write the ending of a street, whatever the list says.
TOWN_SAME = {"街道": ("街道办事处", "街道办", "街办", "办事处"), "地区": ("地区办事处", "街道")}

# A zone's full ending and what people say instead.
ZONE_ENDINGS = {
    "经济技术开发区": ("经济技术开发区", "经济开发区", "经开区", "开发区"),
    "经济开发区": ("经济开发区", "经开区", "开发区"),
    "高新技术产业开发区": ("高新技术产业开发区", "高新技术开发区", "高新开发区", "高新区"),
    "高新技术开发区": ("高新技术开发区", "高新技术产业开发区", "高新区"),
    "高新技术产业园区": ("高新技术产业园区", "高新技术产业开发区", "高新区"),
    "高技术产业开发区": ("高技术产业开发区", "高新技术产业开发区", "高新区"),
    "工业园区": ("工业园区", "工业园"),
    "管理区管委会": ("管理区管委会", "管理区"),
    "航空港经济综合实验区": (
        "航空港经济综合实验区",
        "航空港区",
        "航空港实验区",
        "航空港经济实验区",
        "航空港",
    ),
    "城乡一体化示范区": ("城乡一体化示范区", "示范区"),
}
ZONE_WORDS = re.compile(
    r"(?:新区|(?![区县市])[\u4e00-\u9fff]){0,10}?(?:经济技术开发区|高新技术产业开发区|高新技术开发区|高新产业开发区|经济开发区|技术开发区|"
    r"开发区|经开区|高新区|高开区|产业园区|工业园区|产业集聚区|工业新区|工业区|综合实验区|实验区|示范区|试验区|合作区|保税港区|综合保税区|"
    r"保税区|管理区|度假区|旅游区|风景名胜区|风景区|航空港区|临空经济区|经济区|新区|新城区|新城|自贸区|自贸港|科学城|科技城|生态城)"
    r"(?:管委会|管理委员会)?|(?:(?:新疆)?生产建设兵团)+(?:第?[一二三四五六七八九十\d]+师)?"
)


@cache
def short(code: str, name: str) -> str:
    """The name without its ending, as people say it; the name itself where nothing sensible is left.

    盐湖区 → 盐湖, 延边朝鲜族自治州 → 延边, 内蒙古自治区 → 内蒙古, 绛县 → 绛县.
    """
    if len(code) == 2:
        return PROVINCES.get(code) or name.removesuffix("省").removesuffix("市")
    if len(code) == 9:
        stem = next((name[: -len(e)] for e in TOWN_ENDINGS if name.endswith(e)), name)
        return stem if len(stem) > 1 else name
    match = _AUTONOMOUS().fullmatch(name) or _PLAIN().fullmatch(name)
    stem = match["stem"] if match else name
    return stem if len(stem) > 1 else name


def spellings(code: str, name: str) -> list[str]:
    """Other forms of the full name that mean it as surely: 延边州, 东城街道办事处."""
    if len(code) == 9:
        people = _TOWN_OF_A_PEOPLE().fullmatch(name)
        if people:
            return [people["stem"] + name[-1]]  # 常营回族乡 is written 常营乡
        said = [name]
        if name.endswith("街街道"):
            said.append(name.removesuffix("街街道") + "街道")  # 红旗街街道 is written 红旗街道
        other = [
            n[: -len(e)] + s for n in said for e, same in TOWN_SAME.items() if n.endswith(e) for s in same
        ]
        return other + said[1:]
    if len(code) == 2 and code in PROVINCES:
        return [PROVINCES[code] + "省"] + (["内蒙"] if code == "15" else [])
    found = []
    for ending, letter in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗")):
        if name.endswith(ending):
            stem = short(code, name)
            found += [stem + letter, stem + ending]
    return found


def zone_names(name: str, owners: tuple[str, ...]) -> set[str]:
    """What a zone is called inside its owner: 运城经济技术开发区 → 经济技术开发区, 经开区, 运城经开区."""
    found: set[str] = set()
    for bare in {name, *(name.removeprefix(o) for o in owners if name.startswith(o))}:
        ending = next((e for e in ZONE_ENDINGS if bare.endswith(e)), None)
        found.add(bare)
        if ending:
            found |= {bare[: -len(ending)] + said for said in ZONE_ENDINGS[ending]}
    return {f for f in found if len(f) > 2 or f == name}
