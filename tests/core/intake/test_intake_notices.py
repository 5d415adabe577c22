"""Notices in running text, made up after the kinds that authorities wrote in 2020 to 2022: clause by clause.

Each says what a reader gathers: place and address, level, first day. Nothing here was written by an authority.
"""

from __future__ import annotations

import pytest

from schoolprep.facts import blank, divisions
from schoolprep.intake.bulletin import Bulletin, read_bulletin
from schoolprep.intake.lists import read_text

BLANKS = blank.load()
DIVISIONS = divisions.load()
ENDS = "特此通告。\n三亚市新型冠状病毒肺炎疫情防控工作指挥部\n2022年8月9日\n"


def _read(text: str) -> Bulletin:
    return read_bulletin(text, DIVISIONS, "x")


def _entries(text: str) -> list[tuple[str, str, str]]:
    """Place with its address, level and first day."""
    rows = _read(text).table.cells[2:]
    return [(f"{row[0]}{row[1]}", str(row[2]), str(row[3])) for row in rows]


def _told(text: str) -> list[tuple[str, str]]:
    return [(notice.cell, notice.problem.code) for notice in _read(text).left_out]


HIGH, MEDIUM, LOW, CASES = "高风险", "中风险", "低风险", "涉疫"
CITY = "海南省三亚市"


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        (  # each clause its own level, the day once for all
            "兰州市疫情防控指挥部决定：自2022年7月16日零时起，将城关区草场街街道甲小区、雁南街道乙小区划定为高风险区；"
            "将七里河区西湖街道丙小区由高风险区降为中风险区；将安宁区孔家崖街道丁小区由中风险区降为低风险区。\n"
            "截至7月16日10时，兰州市共有高风险区58个、中风险区79个。",
            [
                ("甘肃省兰州市城关区草场街街道甲小区", HIGH, "2022年7月16日"),
                ("甘肃省兰州市城关区雁南街道乙小区", HIGH, "2022年7月16日"),
                ("甘肃省兰州市七里河区西湖街道丙小区", MEDIUM, "2022年7月16日"),
                ("甘肃省兰州市安宁区孔家崖街道丁小区", LOW, "2022年7月16日"),
            ],
        ),
        (  # two days, two sentences
            "自2022年9月4日17时起，将三亚市吉阳区丁小区1-2栋（含底商）的风险等级由低风险区调整为高风险区。\n"
            "自2022年9月6日起，将三亚市吉阳区戊小区3栋、1栋1单元的风险等级由高风险区调整为中风险区。",
            [
                (f"{CITY}吉阳区丁小区1-2栋(含底商)", HIGH, "2022年9月4日"),
                (f"{CITY}吉阳区戊小区3栋、1栋1单元", MEDIUM, "2022年9月6日"),
            ],
        ),
        (  # 即日起 is the notice's own day, and goes on to the next clause
            f"自即日起，将吉阳区甲小区划定为高风险区。\n将天涯区乙小区等2个高风险区降为中风险区。\n{ENDS}",
            [(f"{CITY}吉阳区甲小区", HIGH, "2022-08-09"), (f"{CITY}天涯区乙小区", MEDIUM, "2022-08-09")],
        ),
        (  # the day behind its places
            f"将崖州区渔港、乙市场等2个区域划为高风险区。\n采取封控措施：足不出户。\n"
            f"以上措施自2022年8月2日起执行。\n{ENDS}",
            [(f"{CITY}崖州区渔港", HIGH, "2022年8月2日"), (f"{CITY}崖州区乙市场", HIGH, "2022年8月2日")],
        ),
        (  # a sentence stands over a list
            f"决定自2022年8月7日20时起，将下列区域划定为中高风险区域：\n一、高风险区（1个）\n1.吉阳区甲路5号院。\n"
            f"高风险区执行“足不出户”等措施。\n二、中风险区\n（一）天涯区\n1.乙村三社、四社。\n2.丙大厦片区。"
            f"东至甲路，西至乙楼、丙巷，北至丁街。\n{ENDS}",
            [
                (f"{CITY}吉阳区甲路5号院", HIGH, "2022年8月7日"),
                (f"{CITY}天涯区乙村三社、四社", MEDIUM, "2022年8月7日"),
                (f"{CITY}天涯区丙大厦片区(东至甲路,西至乙楼、丙巷,北至丁街)", MEDIUM, "2022年8月7日"),
            ],
        ),
        (  # counted lists, and what they list as of
            "截至2022年8月8日17时，全国现有高风险地区2个：山西省运城市绛县古绛镇，海南省三亚市吉阳区月川社区；"
            "中风险地区1个：甘肃省兰州市城关区云祥小区。",
            [
                ("山西省运城市绛县古绛镇", HIGH, "2022-08-08"),
                (f"{CITY}吉阳区月川社区", HIGH, "2022-08-08"),
                ("甘肃省兰州市城关区云祥小区", MEDIUM, "2022-08-08"),
            ],
        ),
        (  # what is new has its day; what is only still so has the list's
            "（2021年1月3日）\n自2021年1月2日起，新增北京市顺义区甲镇乙村为中风险地区。\n"
            "截至目前，北京市共有中风险地区2个，分别为朝阳区丙酒店、顺义区甲镇乙村。",
            [
                ("北京市顺义区甲镇乙村", MEDIUM, "2021年1月2日"),
                ("北京市朝阳区丙酒店", MEDIUM, "2021-01-03"),
            ],
        ),
        (  # counties in brackets behind their city, and no level: asked, not guessed
            "截至2022年3月7日17时，14天内有新冠肺炎病例报告的市、县（市、区）如下。\n"
            "辽宁省：葫芦岛市（绥中县、连山区）、丹东市东港市\n江苏省：无锡市",
            [
                ("辽宁省葫芦岛市绥中县", "", "2022-03-07"), ("辽宁省葫芦岛市连山区", "", "2022-03-07"),
                ("辽宁省丹东市东港市", "", "2022-03-07"), ("江苏省无锡市", "", "2022-03-07"),
            ],
        ),
        (  # villages of one town, each a place
            "自2021年9月26日10时起，福建省莆田市仙游县枫亭镇2个村居（学士社区、上浒村）由高风险区调整为中风险区。",
            [
                ("福建省莆田市仙游县枫亭镇学士社区", MEDIUM, "2021年9月26日"),
                ("福建省莆田市仙游县枫亭镇上浒村", MEDIUM, "2021年9月26日"),
            ],
        ),
        (  # what the zones leave over of two counties
            "自2022年8月2日起，将吉阳区、天涯区除高、中风险区外的其他区域划定为低风险区。\n" + ENDS,
            [(f"{CITY}吉阳区", LOW, "2022年8月2日"), (f"{CITY}天涯区", LOW, "2022年8月2日")],
        ),
        (  # roads around one area are one place, a district stands over what is numbered below it
            f"自2022年8月2日起，将以下区域由高风险区调整为中风险区。\n一、吉阳区\n"
            f"1.甲路、乙大道北段、丙电视塔合围区域。\n2.丁路208号大院之一、之二。\n{ENDS}",
            [
                (f"{CITY}吉阳区甲路、乙大道北段、丙电视塔合围区域", MEDIUM, "2022年8月2日"),
                (f"{CITY}吉阳区丁路208号大院之一、之二", MEDIUM, "2022年8月2日"),
            ],
        ),
        (  # lowered by being lifted
            "决定自2022年11月21日起，解除汶上县南站街道甲园30号楼1单元、康驿镇乙村高风险区管理，降为低风险区。",
            [
                ("山东省济宁市汶上县南站街道甲园30号楼1单元", LOW, "2022年11月21日"),
                ("山东省济宁市汶上县康驿镇乙村", LOW, "2022年11月21日"),
            ],
        ),
        (  # reminders: each day its own places, whatever is said before and behind
            "市疾控中心提醒，2022年7月14日（含）以来有甘肃省兰州市西固区、兰州新区；广东省深圳市龙岗区旅居史的人员，"
            "2022年7月16日以来有宁夏银川市、北京丰台区等旅居史的入琼人员，请主动向居住地报告。",
            [
                ("甘肃省兰州市西固区", CASES, "2022年7月14日"), ("甘肃省兰州市兰州新区", CASES, "2022年7月14日"),
                ("广东省深圳市龙岗区", CASES, "2022年7月14日"), ("宁夏回族自治区银川市", CASES, "2022年7月16日"),
                ("北京市丰台区", CASES, "2022年7月16日"),
            ],
        ),
        (  # 和 ties two places; within a name it ties nothing
            "自2022年8月2日起，将北京市东城区和平里街道、朝阳区甲街道乙社区和丰台区丙镇丁村调整为中风险地区。",
            [
                ("北京市东城区和平里街道", MEDIUM, "2022年8月2日"),
                ("北京市朝阳区甲街道乙社区", MEDIUM, "2022年8月2日"),
                ("北京市丰台区丙镇丁村", MEDIUM, "2022年8月2日"),
            ],
        ),
    ],
)  # fmt: skip
def test_what_a_reader_gathers(text: str, entries: list[tuple[str, str, str]]) -> None:
    assert _entries(text) == entries


@pytest.mark.parametrize(
    "text",
    [
        "高风险区调整为7个、中风险区调整为15个。\n对高风险区采取封控措施：足不出户、上门服务。区域内连续7天无新增感染者，"
        "降为中风险区；连续3天无新增感染者降为低风险区。\n附：三亚市高、中风险区一览表\n" + ENDS,
        "8月2日，三亚市新增13例确诊病例，其中吉阳区2例、天涯区11例。请主动报备，第1、2、3、5、7天各开展一次核酸检测。",
        "2022年4月15日，辽宁省沈阳市1个高风险地区调整为低风险，吉林省长春市3个中风险地区调整为低风险。",
        "将天山区、沙依巴克区的34个高风险区调整为中风险区；将水磨沟区的4个中风险区调整为低风险区。",
        "自2022年8月2日起，决定将吉阳区、天涯区部分区域划定为高风险区、中风险区和低风险区。",
        "一、疫情高风险地区：919个\n广东省深圳市3个、东莞市2个、海南省三亚市2个、万宁市21个。\n海南省（17个）",
        "扬州2地由中风险地区调整为低风险地区\n上海两地列为中风险地区\n北京顺义区两个村调整为中风险地区",
        "吉阳区甲村、乙村8个区域不再单独设为中风险地区。",
    ],
)
def test_measures_counts_headlines_and_signatures_are_no_places(text: str) -> None:
    assert _entries(text) == []
    assert _told(text)


def test_a_text_without_any_place_is_one_sentence() -> None:
    text = "高风险区调整为7个。\n对高风险区采取封控措施：足不出户。\n附：三亚市高、中风险区一览表\n" + ENDS
    assert _told(text) == [("", "intake.no-place-at-all")]


def test_what_is_lifted_is_told_line_by_line() -> None:
    text = "自2022年11月2日零时起，将以下2个中风险区解除管控：\n普陀区甲镇乙路1149弄\n金山区丙镇丁路以东区域"
    assert _entries(text) == []
    assert _told(text) == [(f"A{line}", "intake.line-lifts") for line in (1, 2, 3)]


def test_a_list_that_counts_more_than_it_names_says_so() -> None:
    text = "自2022年7月30日起，将兰州市七里河区甲路352号等22个高风险区降为中风险区。"
    assert len(_entries(text)) == 1
    (problem,) = [notice.problem for notice in _read(text).left_out]
    assert (problem.code, problem.facts["count"], problem.facts["made"]) == (
        "intake.fewer-than-counted",
        22,
        1,
    )


def test_every_entry_carries_the_sentence_that_says_so() -> None:
    sentence = "自2022年8月2日起，将三亚市吉阳区甲小区划定为高风险区"
    rows = _read(f"前言。{sentence}。后语。").table.cells[2:]
    assert [row[5] for row in rows] == [sentence]
    places = "、".join(f"三亚市吉阳区{number}号楼甲乙丙丁小区" for number in "一二三四五六七八九")
    for row in _read(f"自2022年8月2日起，将{places}划定为高风险区。").table.cells[2:]:
        said = str(row[5])
        assert said.startswith("自2022年8月2日起，将")
        assert said.endswith("划定为高风险区")
        assert str(row[1])[:4] in said


def test_a_county_that_nobody_knows_by_that_name_is_asked_and_leads_nothing_astray() -> None:
    text = "自2022年3月9日起，将呼和浩特市赛罕区甲社区，土左旗乙镇丙村、丁村调整为低风险地区。"
    given = read_text(text, BLANKS, DIVISIONS, "x")
    assert [row[0] for row in given.tables[0].cells[2:]] == [
        "内蒙古自治区呼和浩特市赛罕区",
        "土左旗乙镇丙村",
        "丁村",
    ]


def test_a_whole_county_over_its_own_estates_is_a_heading_and_that_is_said() -> None:
    text = "三亚市吉阳区——高风险区\n三亚市吉阳区迎宾路1号\n三亚市吉阳区迎宾路2号"
    assert [place for place, _, _ in _entries(text)] == [f"{CITY}吉阳区迎宾路1号", f"{CITY}吉阳区迎宾路2号"]
    assert ("A1", "intake.place-over") in _told(text)


def test_a_day_without_its_month_is_not_taken_for_another() -> None:
    ((_, _, since),) = _entries(
        "2022年11月20日，据三亚市疫情防控指挥部通告，16日起，将吉阳区甲小区划定为高风险区。"
    )
    assert since == "16日"


def _asked(text: str) -> list[tuple[str, set[str]]]:
    """Each address, and what of its entry is asked."""
    table = _read(text).table
    heads = table.cells[1]
    return [
        (str(row[1]), {str(heads[at]) for at in table.asked.get(tuple(row), {})}) for row in table.cells[2:]
    ]


SINCE = "自2022年8月2日起，"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (f"{SINCE}将吉阳区甲小区、乙路5号划定为高风险区。\n{ENDS}", [("甲小区", set()), ("乙路5号", set())]),
        (  # a county by a name nobody knows
            f"{SINCE}将吉阳区甲小区、丙戊旗丁乡乙村划定为高风险区。\n{ENDS}", [("甲小区", set()), ("", set())]
        ),
        (f"{SINCE}将吉阳区甲村除乙组外的地方划定为中风险区。\n{ENDS}", [("甲村除乙组外的地方", {"地区"})]),
        (f"{SINCE}将吉阳区甲路以东划定为高风险区。\n{ENDS}", [("甲路以东", {"地区"})]),
        (f"{SINCE}将吉阳区甲小区所有住户划定为高风险区。\n{ENDS}", [("甲小区所有住户", {"地区"})]),
        (  # what may be, and is not
            f"若有新增，{SINCE}将吉阳区甲小区划定为高风险区。\n{ENDS}", [("甲小区", {"等级"})]
        ),
        (  # words of which nobody knows what they say of the places
            f"{SINCE}琼崖联席甲乙，将吉阳区甲小区划定为高风险区。\n{ENDS}", [("甲小区", {"等级"})]
        ),
        (  # a first day nobody can read: the notice's own is not it
            f"自202208190时起，调整如下：\n1.将吉阳区甲小区划定为高风险区。\n{ENDS}", [("甲小区", {"起始时间"})]
        ),
        (  # two days before one level
            f"自2022年8月1日起、自2022年8月2日起，将吉阳区甲小区划定为高风险区。\n{ENDS}", [("甲小区", {"起始时间"})]
        ),
        (  # counted as of a day before: 即日起 is another
            "截至2022年8月7日24时，甲小区报告2例。本市即日起将吉阳区甲小区由低风险地区升级为中风险地区。",
            [("甲小区", {"起始时间"})],
        ),
        (  # sides without what they are sides of
            f"{SINCE}调整风险区域如下：\n一、高风险区\n吉阳区部分区域，东至甲路、西至乙路、南至丙路、北至丁路。\n{ENDS}",
            [("东至甲路、西至乙路、南至丙路、北至丁路", {"地区"})],
        ),
        (  # what it was and what it is, on one line of a list
            f"{SINCE}调整风险区域如下：\n一、中风险区\n吉阳区甲路1号由原甲村调整为甲村乙组。\n{ENDS}",
            [("甲路1号由原甲村调整为甲村乙组", {"地区"})],
        ),
        (  # the day a page was made is not the day of what it lists
            f"更新时间：2022-08-24 02:20\n{SINCE}将吉阳区甲小区划定为中风险地区。\n高风险地区：天涯区乙小区；",
            [("甲小区", set()), ("乙小区", {"起始时间"})],
        ),
    ],
)  # fmt: skip
def test_an_entry_of_whose_sentence_words_are_left_over_is_asked(
    text: str, asked: list[tuple[str, set[str]]]
) -> None:
    assert _asked(text) == asked


def test_a_road_that_begins_like_a_word_of_the_sentence_keeps_its_name() -> None:
    assert (
        _entries(f"{SINCE}将吉阳区甲小区、将军路3号划定为高风险区。\n{ENDS}")[1][0]
        == f"{CITY}吉阳区将军路3号"
    )
