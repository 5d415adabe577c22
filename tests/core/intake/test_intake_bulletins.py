"""Bulletins as authorities write them (DOMAIN §1.2, §7): every naming, every way of saying since when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from schoolprep.facts import blank, divisions, kinds
from schoolprep.facts.kinds import Frame
from schoolprep.facts.steps import finish
from schoolprep.intake.area_headings import as_areas
from schoolprep.intake.bulletin import read_bulletin
from schoolprep.intake.lists import GivenList, read_list, read_text
from schoolprep.intake.reading import GivenFile
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
    given = finish(read_list(GivenFile.at(tmp_path / "a.xlsx"), BLANKS, DIVISIONS))
    assert _rows(given)[1:] == AS_AREAS


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


def _chinese(number: int) -> str:
    """八, 十二, 三十一."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")


_WEEKDAYS = "一二三四五六日"
_WHOLE = {
    "iso": "{0:%Y-%m-%d}",
    "stroke": "{0.year}/{0.month}/{0.day}",
    "point": "{0.year}.{0.month}.{0.day}",
    "compact": "{0:%Y%m%d}",
    "plain": "{0.year}年{0.month}月{0.day}日",
    "padded": "{0:%Y}年{0:%m}月{0:%d}日",
    "spaced": "{0.year} 年 {0.month} 月 {0.day} 日",
    "spoken": "{0.year}年{0.month}月{0.day}号",
    "weekday": "{0.year}年{0.month}月{0.day}日（星期{1}）",
    "numerals": "二〇二二年{2}月{3}日",
    "half-numerals": "2022年{2}月{3}日",
}
_YEARLESS = {
    "plain": "{0.month}月{0.day}日",
    "spoken": "{0.month}月{0.day}号",
    "weekday": "{0.month}月{0.day}日(周{1})",
    "numerals": "{2}月{3}日",
}
_BRIEF = {"point": "{0.month}.{0.day}", "stroke": "{0.month}/{0.day}", "short": "22.{0.month}.{0.day}"}


def _written(spelling: str, day: date) -> str:
    return spelling.format(day, _WEEKDAYS[day.weekday()], _chinese(day.month), _chinese(day.day))


_days = st.dates(date(2022, 1, 1), date(2022, 12, 31))
_frame = Frame(DIVISIONS, "140802", filled_on=date(2022, 8, 8))
_since = BLANKS["area"]["since"]
PLACE = "海南省三亚市吉阳区"


@given(
    _days,
    st.sampled_from([*_WHOLE.values(), *_YEARLESS.values()]),
    st.sampled_from(
        [
            "自{0}起，将{1}列为高风险区。",
            "从{0}起将{1}列为高风险区",
            "高风险区\n{1}（{0}起）",
            "高风险区\n{1}{0}起",
        ]
    ),
)
def test_a_day_reads_in_a_bulletin_as_it_reads_in_a_cell(day: date, spelling: str, line: str) -> None:
    written = _written(spelling, day)
    ((_, place, detail, level, since),) = _entries(line.format(written, PLACE))
    assert (place, detail, level) == (PLACE, "", "高风险")
    told, cell = (kinds.read(_since, one, _frame) for one in (since, written))
    assert (told.value, told.doubtful) == (cell.value, cell.doubtful)
    assert cell.doubtful or cell.value == day.isoformat()


@given(_days, st.sampled_from([*_BRIEF.values()]))
def test_a_brief_day_is_one_only_between_words_that_leave_nothing_else(day: date, spelling: str) -> None:
    written = _written(spelling, day)
    ((_, place, detail, _, since),) = _entries(f"自{written}起，将{PLACE}列为高风险区。")
    assert (place, detail, since) == (PLACE, "", written)
    ((_, _, detail, _, since),) = _entries(f"高风险区\n{PLACE}迎宾路{written}号")
    assert (detail, since) == (f"迎宾路{written}号", "")


@given(_days, st.sampled_from(list(_WHOLE.values())))
def test_a_text_is_published_on_its_day_however_that_is_written(day: date, spelling: str) -> None:
    for head in (f"发布时间：{_written(spelling, day)}", f"高风险地区名单（{_written(spelling, day)}）"):
        ((_, place, _, _, since),) = _entries(f"{head}\n高风险区：{PLACE}")
        if "（2" in head or "二〇" in head or "发布" in head:
            assert (place, since) == (PLACE, day.isoformat())


@pytest.mark.parametrize(
    "said", ["自8月1号至8月8号", "2022年8月1日(星期一)至2022年8月8日", "八月一日至八月八日"]
)
def test_a_range_is_both_its_ends(said: str) -> None:
    ((row,),) = [read_bulletin(f"高风险区\n{PLACE}（{said}）", DIVISIONS, "x").table.cells[2:]]
    ends = [kinds.read(_since, one, _frame).value for one in row[3:5]]
    assert (row[0], row[1], ends) == (PLACE, "", ["2022-08-01", "2022-08-08"])


def test_a_day_with_another_weekday_dates_no_text() -> None:
    """8 August 2022 was a Monday: one of the two is wrong, and a person says which."""
    text = f"发布时间：2022年8月8日（星期二）\n高风险区：{PLACE}"
    ((*_, since),) = _entries(text)
    assert (since, _left_out(text)) == ("", [("A1", "intake.line-not-used")])


def test_numbers_of_houses_are_no_days() -> None:
    address = "十月一号院、8月8号楼、迎宾路8-8号、20221号"
    found = _entries(f"高风险区\n{PLACE}迎宾路{address}")
    assert [since for *_, since in found] == [""] * len(found)
