"""Bulletins as authorities write them (DOMAIN §1.2, §7): every naming, every way of saying since when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from schoolprep.facts import blank, divisions
from schoolprep.intake.area_headings import as_areas
from schoolprep.intake.bulletin import read_bulletin
from schoolprep.intake.lists import GivenList, read_list, read_text
from schoolprep.intake.tables import Merge, Table

BLANKS = blank.load()
DIVISIONS = divisions.load()


def _entries(text: str) -> list[tuple[int, str, str, str, str]]:
    """Line, place, address, level, first day."""
    table = read_bulletin(text, DIVISIONS, "x").table
    return [
        (number, str(row[0]), str(row[1]), str(row[2]), str(row[3]))
        for number, row in zip(table.rows_at[2:], table.cells[2:], strict=True)
    ]


def _left_out(text: str) -> list[tuple[str, str]]:
    return [(notice.cell, notice.problem.code) for notice in read_bulletin(text, DIVISIONS, "x").left_out]


@pytest.mark.parametrize(
    ("line", "places"),
    [
        (
            "山西省运城市盐湖区东城街道红旗街1号福源小区3号楼2单元",
            [("山西省运城市盐湖区东城街道", "红旗街1号福源小区3号楼2单元")],
        ),
        ("山西省运城市盐湖区姚孟街道张孝村四组", [("山西省运城市盐湖区姚孟街道", "张孝村四组")]),
        ("河北省辛集市辛集市", [("河北省石家庄市辛集市", "")]),
        ("广东省东莞市沙田镇", [("广东省东莞市沙田镇", "")]),
        ("海南省儋州市", [("海南省儋州市", "")]),
        ("浦东新区花木街道白杨路1160弄", [("上海市浦东新区花木街道", "白杨路1160弄")]),
        ("北京市北京市朝阳区六里屯街道", [("北京市朝阳区六里屯街道", "")]),
        (
            "四川省内江市经开区、市中区、东兴区、高新区",
            [
                ("四川省内江市", "经开区"), ("四川省内江市市中区", ""), ("四川省内江市东兴区", ""),
                ("四川省内江市", "高新区"),
            ],
        ),
        ("宜宾市三江新区", [("四川省宜宾市", "三江新区")]),
        ("江西省吉安市永丰县、经开区", [("江西省吉安市永丰县", ""), ("江西省吉安市", "经开区")]),
        ("包头市稀土高新区", [("内蒙古自治区包头市包头稀土高新技术产业开发区", "")]),
        ("山东省东营市东营区（含东营经济技术开发区）", [("山东省东营市东营区", "(含东营经济技术开发区)")]),
        (
            "山西省运城市盐湖区东城街道人民北路以东、中银大道以南、机场路以西、河东街以北区域（网格71）",
            [("山西省运城市盐湖区东城街道", "人民北路以东、中银大道以南、机场路以西、河东街以北区域(网格71)")],
        ),
        (
            "山西省运城市盐湖区如家酒店（河东街店）、运城市人民医院南院区",
            [("山西省运城市盐湖区", "如家酒店(河东街店)"), ("山西省运城市盐湖区", "运城市人民医院南院区")],
        ),
        ("新绛县", [("山西省运城市新绛县", "")]),
        ("绛县", [("山西省运城市绛县", "")]),
    ],
)  # fmt: skip
def test_places_as_they_are_named(line: str, places: list[tuple[str, str]]) -> None:
    found = _entries(f"截至2022年9月5日18时\n高风险区：\n{line}")
    assert found == [(3, place, detail, "高风险", "2022-09-05") for place, detail in places]


def test_a_title_over_both_levels_says_neither_and_names_the_province() -> None:
    text = "四川省疫情中高风险地区（截至2022年9月5日18时）\n内江市东兴区\n中风险区\n内江市东兴区"
    assert _entries(text) == [(4, "四川省内江市东兴区", "", "中风险", "2022-09-05")]
    assert _left_out(text) == [("A2", "intake.line-not-used")]


def test_the_level_of_what_is_excepted_is_another_ones() -> None:
    text = "截至2022年10月3日\n山西省运城市盐湖区中风险区：\n安邑街道大渠村（除高风险区以外的区域）"
    assert [(detail, level) for _, _, detail, level, _ in _entries(text)] == [
        ("大渠村(除高风险区以外的区域)", "中风险")
    ]


def test_reminders_with_a_day_each_and_the_year_of_the_title() -> None:
    text = """长治市疫情防控办提示（2022年8月8日）
7月27日以来有浙江省金华市东阳市、海南省三亚市吉阳区旅居史的人员，请立即报备。
7月28日以来有甘肃省兰州市城关区、七里河区，青海省西宁市城东区旅居史；
8月1日以来到过西藏自治区拉萨市城关区、日喀则市桑珠孜区的人员"""
    assert [(line, place[-3:], since) for line, place, _, level, since in _entries(text) if level == "涉疫"] == [
        (2, "东阳市", "7月27日"), (2, "吉阳区", "7月27日"),
        (3, "城关区", "7月28日"), (3, "里河区", "7月28日"), (3, "城东区", "7月28日"),
        (4, "城关区", "8月1日"), (4, "珠孜区", "8月1日"),
    ]  # fmt: skip
    assert read_bulletin(text, DIVISIONS, "x").table.as_of == date(2022, 8, 8)
    assert not _left_out(text)


def test_what_is_lifted_begins_nothing() -> None:
    text = "截至2022年8月11日\n8月10日24时起，解除海南省三亚市天涯区凤凰镇回新社区高风险区管控"
    assert _entries(text) == []
    assert _left_out(text) == [("A2", "intake.line-lifts")]


def test_no_piece_of_a_line_disappears() -> None:
    text = "截至2022年8月6日\n高风险区：\n三亚市吉阳区迎宾路1号、等相关处所\n三亚市\n河南省\n郑州市金水区"
    assert [place for _, place, *_ in _entries(text)] == ["海南省三亚市吉阳区", "河南省郑州市金水区"]
    assert _left_out(text) == [("A3", "intake.piece-not-used"), ("A4", "intake.place-alone")]


def test_lines_stand_beside_what_was_made_of_them() -> None:
    text = "高风险区：\n三亚市吉阳区迎宾路1号（7月20日起）\n三亚市吉阳区、市中区（2022年7月21日起）\n请立即报备。"
    given = read_text(text, BLANKS, DIVISIONS, "粘贴")
    lines = {line.number: line for line in given.lines}
    assert lines[1].doubt is None
    assert lines[1].entries == ()
    (entry,) = lines[2].entries
    assert (entry.place, entry.code, entry.detail, entry.level, entry.since, entry.until) == (
        "海南省三亚市吉阳区", "460203", "迎宾路1号", "高风险", "7月20日", "",
    )  # fmt: skip
    assert [line.doubt.code if line.doubt else "" for line in given.lines] == [
        "", "intake.line-no-year", "intake.line-place-unsure", "intake.line-not-used",
    ]  # fmt: skip


# ------------------------------------------------------------------ lists with columns of their own


def _rows(given: GivenList) -> list[list[object]]:
    (table,) = given.tables
    return [[cell for cell in row if cell != ""] for row in table.cells]


SCREENED = [["省份", "城市", "县区", "排查日期"], ["广东省", "深圳市", "罗湖区", "2022年6月14日以来"]]
AS_AREAS = [["地区", "排查日期", "等级"], ["广东省深圳市罗湖区", "2022年6月14日", "涉疫"]]


@pytest.mark.parametrize("between", ["\t", " "])
def test_a_table_copied_out_of_a_page(between: str) -> None:
    text = "\n".join(between.join(row) for row in SCREENED)
    given = read_text(text, BLANKS, DIVISIONS, "粘贴")
    assert _rows(given) == AS_AREAS
    assert [notice.problem.code for notice in given.notes] == ["intake.level-assumed"]


def test_a_workbook_with_the_place_in_three_columns(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [["排查地区"], *SCREENED]:
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert _rows(read_list(tmp_path / "a.xlsx", BLANKS, DIVISIONS))[1:] == AS_AREAS


def test_a_province_merged_over_its_cities_is_everybodys() -> None:
    cells = [
        ["省", "市", "风险等级", "起始时间"],
        ["海南省", "三亚市", "高", "8.1"],
        ["", "儋州市", "中", "8.2"],
    ]
    table = as_areas(Table("a", "x", cells, merges=[Merge(1, 0, 2, 0)]), BLANKS["area"]).table
    assert [row[0] for row in table.cells] == ["地区", "海南省三亚市", "海南省儋州市"]


def test_a_copied_table_with_our_headings() -> None:
    text = "序号\t风险等级\t地区\t详细地址\t起始日期\n1\t高风险\t山西省运城市盐湖区\t福源小区\t2022-08-05"
    given = read_text(text, BLANKS, DIVISIONS, "粘贴")
    assert given.tables[0].cells[1] == ["1", "高风险", "山西省运城市盐湖区", "福源小区", "2022-08-05"]
    assert not given.lines


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("三亚市吉阳区迎宾路丽景小区，8月1日起", ["8月1日"]),
        (
            "三亚市吉阳区迎宾路丽景小区、海棠区林旺社区，8月1日起；天涯区，自8月3日起",
            ["8月1日", "8月1日", "8月3日"],
        ),
        ("太原市小店区平阳路街道。8月4日起", ["8月4日"]),
        ("太原市小店区平阳路街道（8月2日起），8月4日起", ["8月2日"]),
    ],
)
def test_a_day_behind_a_comma_is_of_the_places_before_it(line: str, days: list[str]) -> None:
    """Else the list's own day would stand for it, and whoever left in between were out of it."""
    assert [day for *_, day in _entries(f"截至2022年8月8日15时，高风险区：\n{line}")] == days


def test_the_town_of_a_list_is_part_of_its_place() -> None:
    heads = ["省", "市", "区县", "街道/乡镇", "风险等级", "起始日期"]
    rows = [heads, ["北京市", "北京市", "朝阳区", "望京街道", "低风险", "2022-08-03"]]
    assert (
        as_areas(Table("a.xlsx", "风险地区", rows), BLANKS["area"]).table.cells[1][0]
        == "北京市朝阳区望京街道"
    )


def test_days_that_go_before_their_places_are_not_of_those_before_them() -> None:
    """As the cities of Shanxi wrote in August 2022 (DOMAIN §1.2)."""
    line = (
        "7月27日以来浙江省金华市东阳市、海南省三亚市吉阳区，"
        "7月28日以来新疆乌鲁木齐市天山区、8月1日以来西藏拉萨市城关区旅居史的人员请报备"
    )
    assert [(place, day) for _, place, _, _, day in _entries(line)] == [
        ("浙江省金华市东阳市", "7月27日"), ("海南省三亚市吉阳区", "7月27日"),
        ("新疆维吾尔自治区乌鲁木齐市天山区", "7月28日"), ("西藏自治区拉萨市城关区", "8月1日"),
    ]  # fmt: skip
