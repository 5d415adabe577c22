"""Risk-area lists: workbook, csv, JSON, a national snapshot, and the pasted text of a bulletin."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from schoolprep.facts import blank, divisions
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers
from schoolprep.facts.steps import finish
from schoolprep.intake import Plan, plan_areas, take_in
from schoolprep.intake.area_lines import entries, put_right
from schoolprep.intake.bulletin import read_bulletin
from schoolprep.store import Key, School, Store, Who

BLANKS = blank.load()
DIVISIONS = divisions.load()
HEADINGS = ["地区", "详细地址", "等级", "起始时间", "结束时间", "来源", "发布时间"]
ROW = ["海南省三亚市吉阳区", "迎宾路111号", "高风险", "2022-07-20", "", "三亚市", "2022-08-06 15:00"]
ENTRY = {
    "place": "460203", "detail": "迎宾路111号", "level": "high", "since": "2022-07-20", "source": "三亚市",
    "published_at": "2022-08-06T15:00",
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new workspace."""
    school = School(name="一中", region="140802", profile="yuncheng-2022")
    with Store.create(tmp_path / "school.schoolprep", Key.random(), school, Who("校医", "desk")) as opened:
        yield opened


def _plan(store: Store, *lists: Path | str, today: date | None = None) -> Plan:
    return finish(plan_areas(lists, store, BLANKS, DIVISIONS, "140802", today=today))


def _entries(made: Plan) -> list[Answers]:
    return [step.entry.answers or {} for step in made.steps]


def _told(text: str, store: Store, today: date | None = None) -> list[tuple[int, str, str, str, str]]:
    """Line, place, address, level and first day of each entry of a text."""
    return [
        (
            step.row,
            *(
                str((step.entry.answers or {}).get(name, ""))
                for name in ("place", "detail", "level", "since")
            ),
        )  # type: ignore[misc]
        for step in _plan(store, text, today=today).steps
    ]


def _write(path: Path, rows: list[list[str]]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)


def test_a_workbook_whatever_its_sheet_is_called(store: Store, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "8月6日"
    sheet.append(["全国风险地区名单"])
    sheet.append(HEADINGS)
    sheet.append(ROW)
    book.save(tmp_path / "名单.xlsx")
    made = _plan(store, tmp_path / "名单.xlsx")
    assert _entries(made) == [ENTRY]
    take_in(store, made)
    assert not _plan(store, tmp_path / "名单.xlsx").steps


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("名单.csv", ",".join(HEADINGS) + "\n" + ",".join(ROW)),
        ("名单.json", json.dumps([dict(zip(HEADINGS, ROW, strict=True))], ensure_ascii=False)),
        (
            "名单.json",
            json.dumps({"list": [{**ENTRY, "place": ROW[0], "level": "高风险"}]}, ensure_ascii=False),
        ),
    ],
)
def test_csv_and_json_with_our_headings_or_names(
    store: Store, tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    assert _entries(_plan(store, tmp_path / name)) == [ENTRY]


def _snapshot(path: Path, day: str, communities: list[str]) -> Path:
    data = {
        "end_update_time": f"{day} 15时",
        "highlist": [{"province": "上海市", "city": "上海市", "county": "普陀区", "communitys": communities}],
        "middlelist": [
            {"province": "北京市", "city": "朝阳区", "county": "六里屯街道", "communitys": ["10号楼"]}
        ],
        "lowlist": [],
    }
    path.write_text(json.dumps({"data": data, "code": 0}, ensure_ascii=False), "utf-8")
    return path


def test_a_snapshot_is_as_of_its_day_and_a_later_one_finds_its_entries_again(
    store: Store, tmp_path: Path
) -> None:
    made = _plan(store, _snapshot(tmp_path / "a.json", "2022-08-01", ["曹杨路710弄"]))
    assert [(a["place"], a["level"], a["since"], a["published_at"]) for a in _entries(made)] == [
        ("310107", "high", "2022-08-01", "2022-08-01T15:00"),
        ("110105014", "medium", "2022-08-01", "2022-08-01T15:00"),
    ]
    assert [notice.problem.code for notice in made.receipt().notes] == ["intake.as-of-list"]
    take_in(store, made)
    later = _plan(store, _snapshot(tmp_path / "b.json", "2022-08-02", ["曹杨路710弄", "岚皋路1号"]))
    assert [(a["detail"], a["since"]) for a in _entries(later)] == [("岚皋路1号", "2022-08-02")]
    assert later.receipt().unchanged == 2


def test_a_zone_without_a_code_lies_in_its_city(store: Store, tmp_path: Path) -> None:
    county = {"province": "四川省", "city": "成都市", "county": "高新区", "communitys": ["桂溪街道锦城社区"]}
    data = {"end_update_time": "2022-08-06 15时", "highlist": [county]}
    (tmp_path / "a.json").write_text(json.dumps({"data": data}, ensure_ascii=False), "utf-8")
    (entry,) = _entries(_plan(store, tmp_path / "a.json"))
    assert (entry["place"], entry["detail"]) == ("5101", "高新区桂溪街道锦城社区")


def test_a_list_under_levels_provinces_and_cities(store: Store) -> None:
    text = """全国高中风险地区（截至2022年8月6日15时）

    一、高风险区（5个）：
    海南省三亚市吉阳区迎宾路111号（7月20日起）
    浙江省金华市东阳市江北街道花园小区2、4、6号楼（8月1日起）；义乌市大陈镇杜门村（8月2日0时起）
    海南省（2个）：
    三亚市崖州区崖城村
    三亚市天涯区海坡村、桶井村
    【中风险地区】
    1.河南省郑州市金水区
    吐鲁番市：高昌区
    """
    assert _told(text, store) == [
        (4, "460203", "迎宾路111号", "high", "2022-07-20"),
        (5, "330783004", "花园小区2、4、6号楼", "high", "2022-08-01"),
        (5, "330782106", "杜门村", "high", "2022-08-02"),
        (7, "460205", "崖城村", "high", "2022-08-06"),
        (8, "460204", "海坡村", "high", "2022-08-06"),
        (8, "460204", "桶井村", "high", "2022-08-06"),
        (10, "410105", "", "medium", "2022-08-06"),
        (11, "650402", "", "medium", "2022-08-06"),
    ]


def test_a_reminder_in_running_text(store: Store) -> None:
    text = """市疫情防控办健康提示（发布时间：2022年8月6日）
7月27日以来有浙江省金华市东阳市、海南省三亚市吉阳区、崖州区旅居史的人员，请主动报备。
1、7月14日(含)以来有甘肃省兰州市西固区、兰州新区，广西壮族自治区北海市海城区、银海区旅居史的人员；"""
    assert [(row, place, level, since) for row, place, _, level, since in _told(text, store)] == [
        (2, "330783", "outbreak", "2022-07-27"),
        (2, "460203", "outbreak", "2022-07-27"),
        (2, "460205", "outbreak", "2022-07-27"),
        (3, "620104", "outbreak", "2022-07-14"),
        (3, "620171", "outbreak", "2022-07-14"),
        (3, "450502", "outbreak", "2022-07-14"),
        (3, "450503", "outbreak", "2022-07-14"),
    ]


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("高风险区：海南省三亚市吉阳区", ("460203", "", "high", "")),
        ("8月3日起，将吐鲁番市高昌区由高风险区调整为低风险区。", ("650402", "", "low", "2022-08-03")),
        ("自2022年8月3日起将三亚市崖州区崖城村划定为高风险区", ("460205", "崖城村", "high", "2022-08-03")),
        ("三亚市吉阳区 中风险（2022-08-01至2022-08-07）", ("460203", "", "medium", "2022-08-01")),
        ("涉疫地区：上海市浦东新区花木街道（8月2日以来）", ("310115016", "", "outbreak", "2022-08-02")),
    ],
)
def test_the_level_before_or_behind_the_place(store: Store, line: str, entry: tuple[str, ...]) -> None:
    (found,) = _told(f"截至2022年8月6日\n{line}", store)
    assert found == (2, *entry[:3], entry[3] or "2022-08-06")


def test_a_span_ends(store: Store) -> None:
    (entry,) = _entries(_plan(store, "中风险：三亚市吉阳区（2022年8月1日至2022年8月7日）"))
    assert (entry["since"], entry["until"]) == ("2022-08-01", "2022-08-07")


def test_a_day_written_in_another_way_is_never_kept_as_an_address(store: Store) -> None:
    (entry,) = _entries(_plan(store, "中风险：三亚市吉阳区（2022年8月1日）"))
    assert (entry["since"], "detail" in entry) == ("2022-08-01", False)
    made = _plan(store, "截至2022年8月6日\n中风险：三亚市吉阳区（8月1日至3日每天）")
    assert not made.steps
    assert made.receipt().refused[0].value == "8月1日至3日每天"


def test_a_date_without_any_year_is_doubtful(store: Store) -> None:
    made = _plan(store, "高风险区：\n海南省三亚市吉阳区（7月20日起）", today=date(2022, 8, 8))
    assert [(change.cell, change.was, change.now) for change in made.doubtful] == [
        ("A2", "7月20日", "2022-07-20")
    ]
    assert take_in(store, made, True).added == 1


def test_what_is_no_place_is_listed_with_its_line(store: Store) -> None:
    text = "截至2022年8月6日\n高风险区：\n三亚市吉阳区\n请上述人员立即向社区报备。\n云深不知处区"
    receipt = _plan(store, text).receipt()
    assert receipt.added == 1
    assert [(one.cell, one.problem.code) for one in receipt.left_out] == [
        ("A5", "intake.line-not-used"), ("", "intake.lines-no-place"),
    ]  # fmt: skip


def test_a_place_is_never_swallowed_as_the_address_of_the_one_above(store: Store) -> None:
    text = "截至2022年8月6日\n高风险区：\n广西壮族自治区北海市海城区、银海区、铁山港区营盘镇"
    assert [place for _, place, *_ in _told(text, store)] == ["450502", "450503", "450512101"]


@pytest.mark.parametrize("content", ["{", "[]", '{"data": {"highlist": []}}', "[1, 2]", '"高风险"'])
def test_a_json_that_is_no_list_is_one_sentence(store: Store, tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content, "utf-8")
    with pytest.raises(CallError):
        _plan(store, tmp_path / "a.json")


PIECES = (
    *(
        "高风险区",
        "中风险",
        "：",
        "（3个）",
        "、",
        "；",
        "\n",
        "海南省",
        "三亚市",
        "吉阳区",
        "迎宾路1号",
        "7月20日起",
    ),
    *(
        "2022年13月45日",
        "截至2022年8月6日",
        "截至2022年2月30日",
        "以来",
        "旅居史",
        "由",
        "调整为",
        "1.",
        "8.8",
        "(",
        ")",
        "2、4",
    ),
)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_text_breaks_the_reader(text: str) -> None:
    read = read_bulletin(text, DIVISIONS, "x")
    assert len(read.table.rows_at) == len(read.table.cells)


def test_a_place_with_two_levels_from_one_day_on_has_both_and_it_is_said(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "名单.xlsx"
    _write(path, [HEADINGS, ROW, [*ROW[:2], "中风险", *ROW[3:]]])
    made = _plan(store, path)
    assert [entry["level"] for entry in _entries(made)] == ["high", "medium"]
    assert [(note.cell, note.problem.code) for note in made.settled.notes] == [
        ("C2", "intake.two-levels"), ("C3", "intake.two-levels"),
    ]  # fmt: skip
    assert take_in(store, made).added == 2
    again = _plan(store, path)
    assert again.settled.unchanged == 2
    assert not again.settled.notes


def test_a_level_other_than_the_one_on_file_is_told(store: Store, tmp_path: Path) -> None:
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    _write(first, [HEADINGS, ROW])
    _write(second, [HEADINGS, [*ROW[:2], "低风险", *ROW[3:]]])
    take_in(store, _plan(store, first))
    made = _plan(store, second)
    assert [(note.cell, note.problem.code) for note in made.settled.notes] == [("C2", "intake.two-levels")]
    assert take_in(store, made).added == 1


def test_one_list_of_several_that_cannot_be_read_is_told(store: Store, tmp_path: Path) -> None:
    good, bad = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    _write(good, [HEADINGS, ROW])
    bad.write_bytes(good.read_bytes()[:900])
    made = _plan(store, good, bad)
    assert _entries(made) == [ENTRY]
    assert [one.problem.code for one in made.receipt().refused] == ["intake.damaged"]
    with pytest.raises(CallError):
        _plan(store, bad)


@pytest.mark.parametrize(
    "said", ["2022年08月08日（星期一）", "二〇二二年八月八日", "20220808", "2022年8月8号"]
)
def test_what_a_sheet_reads_as_a_day_a_pasted_text_reads_too(store: Store, said: str) -> None:
    told = _told(f"自{said}起，将海南省三亚市吉阳区列为高风险区。", store)
    assert told == [(1, "460203", "", "high", "2022-08-08")]


def test_a_day_without_its_year_is_asked_as_in_a_sheet(store: Store) -> None:
    made = _plan(store, "自8月8号起，将海南省三亚市吉阳区列为高风险区。", today=date(2022, 8, 9))
    assert made.left_out == ()
    ((doubt,),) = [made.receipt().doubtful]
    assert (doubt.was, doubt.now, doubt.repair) == ("8月8号", "2022-08-08", "year-added")


PUBLIC_HEADINGS = (
    ("所属地区", "风险地区名", "地区名", "省市区", "县区", "地市", "管控地区", "涉及地区", "中高风险地区", "地区（县）",
     "区域名称"),
    ("详细地址", "具体位置", "小区（村）", "具体管控范围", "点位名称", "场所"),
    ("等级", "风险等级", "风险区等级", "区域类别", "管控级别", "类型"),
    ("起始时间", "开始时间", "划定时间", "公布时间", "管控时间", "确定日期", "起始时间1"),
)  # fmt: skip
"""What public risk-area lists write over place, address, level and first day."""
SIGNS = ("", "*", "1", "（必填）", " ", "：", "?", "、")


def test_no_heading_of_a_public_list_stops_the_intake(tmp_path: Path, store: Store) -> None:
    """One heading at a time is another, with a sign more: its entries come in whole, or every row is told."""
    usual = ["地区", "详细地址", "等级", "起始时间"]
    row = ["海南省三亚市吉阳区", "榆红村", "高风险", "2022-08-01"]
    whole = {"place": "460203", "detail": "榆红村", "level": "high", "since": "2022-08-01"}
    for at, headings in enumerate(PUBLIC_HEADINGS):
        for number, heading in enumerate(headings):
            for sign in (SIGNS[number % len(SIGNS)], SIGNS[(number + at + 3) % len(SIGNS)]):
                line = [*usual[:at], f"{heading}{sign}", *usual[at + 1 :]]
                path = tmp_path / f"{at}{number}.csv"
                path.write_text("\n".join(",".join(cells) for cells in (line, row)) + "\n", encoding="utf-8")
                made = _plan(store, path)
                receipt = made.receipt()
                told = [*receipt.refused, *receipt.left_out, *receipt.notes, *receipt.doubtful]
                for entry in _entries(made):
                    assert entry.items() <= whole.items()
                if not any(entry == whole for entry in _entries(made)):
                    assert told, line


def test_a_guessed_place_waits_for_a_person(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "a.csv"
    path.write_text("所属地区,详细地址,等级,起始时间\n海南省三亚市吉阳区,榆红村,高风险,2022-08-01\n", "utf-8")
    made = _plan(store, path)
    assert not made.steps
    assert "intake.guessed-heading" in [notice.problem.code for notice in made.receipt().left_out]


def test_an_entry_of_whose_sentence_words_are_left_over_waits_for_a_person(store: Store) -> None:
    text = "自2022年8月2日起，将三亚市吉阳区甲路以东、吉阳区丙小区划定为高风险区。\n2022年8月9日\n"
    made = _plan(store, text)
    assert [entry["detail"] for entry in _entries(made)] == ["丙小区"]
    assert [change.repair for change in made.doubtful] == ["place-left-over"]
    waiting, certain = entries(made)
    assert (waiting.sure, waiting.repairs, waiting.line[:9]) == (
        "doubtful",
        ("place-left-over",),
        "自2022年8月2",
    )
    assert certain.sure == "certain"
    again = finish(put_right(made, waiting, waiting.answers, store, DIVISIONS, region="140802"))
    assert [entry["detail"] for entry in _entries(again)] == ["甲路以东", "丙小区"]
    assert {entry.sure for entry in entries(again)} == {"certain"}
    first = take_in(store, made)
    assert (len(first.doubtful), len(list(store.current()))) == (1, 1)
    take_in(store, _plan(store, text), accept=True)
    assert len(list(store.current())) == 2


HIGH = "自2022年8月1日起，将盐湖区东城街道锦绣小区划定为高风险区。"


@pytest.mark.parametrize(
    ("later", "ends"),
    [("自2022年8月8日0时起，将盐湖区东城街道锦绣小区由高风险区调整为低风险区。", "2022-08-08"),
     ("自2022年8月8日起，将盐湖区东城街道锦绣小区由高风险区降为中风险区。", "2022-08-08"),
     ("自2022年8月8日起，将盐湖区东城街道锦江小区划定为低风险区。", None),
     ("自2022年7月20日起，将盐湖区东城街道锦绣小区划定为中风险区。", None)],
)  # fmt: skip
def test_a_lower_level_asks_whether_the_earlier_entry_ends(
    store: Store, later: str, ends: str | None
) -> None:
    """On the day of the change, of the same address only; what nobody says yes to stands, and is asked again."""
    take_in(store, _plan(store, HIGH), accept=True)
    for _ in range(2):
        made = _plan(store, later)
        asked = [line for line in entries(made) if line.repairs == ("area-lowered",)]
        assert [line.answers["until"] for line in asked] == ([ends] if ends else [])
        assert all("锦绣小区 2022-08-01 2022-08-08" in line.text for line in asked), (
            "the earlier entry, as it would be"
        )
        take_in(store, made)
    take_in(store, _plan(store, later), accept=True)
    high = next(one.answers for one in store.current() if one.answers and one.answers["level"] == "high")
    assert high.get("until") == ends
    assert not [line for line in entries(_plan(store, later)) if line.repairs == ("area-lowered",)]
