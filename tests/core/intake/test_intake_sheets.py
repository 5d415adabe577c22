"""Sheets as schools really send them: joined headers, surveys, blocks, columns for each day, and what a person says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from schoolprep.facts import blank, divisions
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.record import Answers
from schoolprep.facts.steps import finish
from schoolprep.intake import (
    Choices,
    Plan,
    Receipt,
    plan,
    plan_tables,
    remembered_layouts,
    replan,
    take_in,
)
from schoolprep.intake.tables import Merge, Table
from schoolprep.store import Key, School, Store, Who

BLANKS = blank.load()
DIVISIONS = divisions.load()
ONE, OTHER, THIRD = "140802200809010013", "110101199003071233", "810000199408230021"
DAY = date(2022, 8, 8)
Rows = Sequence[Sequence[Writing]]
PEOPLE: dict[str, Rows] = {
    "人员": [["证件号", "姓名", "班级"], [ONE, "王明", "七(1)班"], [OTHER, "李红", "七年级1班"]]
}


class Book:
    """A store, and workbooks taken into it."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder

    def plan(
        self,
        sheets: Mapping[str, Rows],
        merged: dict[str, list[str]] | None = None,
        choices: Choices | None = None,
    ) -> Plan:
        book = Workbook()
        book.remove(book.active)  # type: ignore[arg-type]
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
            for cells in (merged or {}).get(title, []):
                sheet.merge_cells(cells)
        path = self.folder / "表.xlsx"
        book.save(path)
        return finish(plan([path], self.store, BLANKS, DIVISIONS, "140802", today=DAY, choices=choices))

    def take(self, sheets: Mapping[str, Rows], merged: dict[str, list[str]] | None = None) -> Receipt:
        receipt = take_in(self.store, self.plan(sheets, merged))
        again = self.plan(sheets, merged).receipt()
        assert (again.added, again.changed) == (0, 0)
        return receipt

    def answers(self, of: str, name: str = "") -> list[Answers]:
        """The records of a blank, of one person where named, without what a number tells."""
        who = {
            record.subject: (record.answers or {}).get("name")
            for record in self.store.current()
            if record.blank == "person"
        }
        return [
            record.answers or {}
            for record in self.store.current()
            if record.blank == of and (not name or who.get(record.subject) == name)
        ]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    school = School(name="一中", region="140802", profile="yuncheng-2022")
    with Store.create(tmp_path / "school.schoolprep", Key.random(), school, Who("校医", "desk")) as opened:
        yield Book(opened, tmp_path)


SURVEY: Rows = [
    ["师生健康信息摸排表"],
    ["填报日期：2022-08-08"],
    ["序号", "班级", "姓名", "性别", "证件号", "联系电话", "14天内旅居史(有/无)", "旅居地", "离开时间", "健康码颜色",
     "最近核酸采样时间", "结果", "本人身体状况", "共同居住人姓名", "共同居住人关系", "是否密接", "备注"],
    [1, "七年级1班", "王明", "男", ONE, "13800138000", "无", "", "", "绿", "2022-08-07 08:00", "阴性", "正常",
     "王父", "父亲", "否", ""],
    [2, "七年级1班", "李红", "男", OTHER, "", "有", "海南省三亚市", "2022-08-03", "黄", "2022-08-07", "待出", "发热",
     "李母", "母亲", "是", "x"],
]  # fmt: skip


def test_a_survey_answers_several_blanks_at_once(book: Book) -> None:
    receipt = book.take({"Sheet1": SURVEY})
    assert (receipt.added, receipt.refused, receipt.left_out) == (13, (), ())
    assert book.answers("travel", "王明") == [
        {"no_travel": True, "from_day": "2022-07-25", "to_day": "2022-08-08"}
    ]
    assert book.answers("travel", "李红") == [{"place": "4602", "left": "2022-08-03"}]
    assert book.answers("test", "李红") == [{"sampled_at": "2022-08-07", "result": "pending"}]
    assert (
        book.answers("code") == [{"colour": "green"}, {"colour": "yellow"}] or len(book.answers("code")) == 2
    )
    assert book.answers("health", "李红") == [{"day": "2022-08-08", "symptoms": ["fever"]}]
    assert book.answers("cohabitant", "王明") == [{"name": "王父", "relation": "父亲"}]
    assert book.answers("contact") == [{"category": "close"}]
    assert [person.get("remark") for person in book.answers("person", "李红")] == ["x"]


TRADITIONAL: Rows = [
    ["師生健康信息摸排表"],
    ["填報日期：2022-08-08"],
    ["序號", "班級", "姓名", "性別", "證件號", "聯繫電話", "14天內旅居史(有/無)", "旅居地", "離開時間", "健康碼顏色",
     "最近核酸採樣時間", "結果", "本人身體狀況", "共同居住人姓名", "共同居住人關係", "是否密接", "備註"],
    [1, "七年级1班", "張國榮", "男", ONE, "13800138000", "無", "", "", "綠", "2022-08-07 08:00", "陰性", "正常",
     "張父", "父親", "否", ""],
    [2, "七年级1班", "李紅", "男", OTHER, "", "有", "海南省三亚市", "2022-08-03", "黃", "2022-08-07", "待出", "發熱",
     "李母", "母親", "是", "複診"],
    ["合計：2人"],
]  # fmt: skip


def test_headings_and_words_in_traditional_characters_are_ours_and_names_stay(book: Book) -> None:
    receipt = book.take({"Sheet1": TRADITIONAL})
    assert (receipt.added, receipt.refused) == (13, ())
    assert [notice.value for notice in receipt.left_out] == ["合計：2人"]
    assert book.answers("travel", "張國榮") == [
        {"no_travel": True, "from_day": "2022-07-25", "to_day": "2022-08-08"}
    ]
    assert [one["result"] for one in book.answers("test", "李紅")] == ["pending"]
    assert [one["colour"] for one in book.answers("code", "張國榮")] == ["green"]
    assert book.answers("health", "李紅") == [{"day": "2022-08-08", "symptoms": ["fever"]}]
    assert book.answers("cohabitant", "張國榮") == [{"name": "張父", "relation": "父親"}]
    assert book.answers("contact") == [{"category": "close"}]
    assert {(one["name"], one.get("remark")) for one in book.answers("person")} == {
        ("張國榮", None), ("李紅", "複診"),
    }  # fmt: skip


def test_a_declaration_whose_period_nobody_gives_has_no_days(book: Book) -> None:
    rows = [
        ["姓名", "班级", "性别", "有无旅居史"],
        ["王明", "七年级1班", "男", "无"],
        ["李红", "七年级1班", "女", "去过北京"],
    ]
    receipt = book.take({"Sheet1": rows})
    assert book.answers("travel") == [{"no_travel": True}]
    assert [(notice.cell, notice.value) for notice in receipt.refused] == [("D3", "去过北京")]


def test_two_rows_of_headings_are_joined(book: Book) -> None:
    receipt = book.take(
        {**PEOPLE, "Sheet1": [
            ["七年级1班 健康登记表 2022年8月8日"],
            ["姓名", "体温", None, None, "核酸检测", None, "班主任"],
            [None, "早", "午", "晚", "采样时间", "结果", "姓名"],
            ["王明", 36.5, 36.6, None, "2022-08-07", "阴性", "张老师"],
        ]},
        {"Sheet1": ["A1:G1", "A2:A3", "B2:D2", "E2:F2"]},
    )  # fmt: skip
    assert book.answers("health", "王明") == [{"day": "2022-08-08", "temp_am": 36.5, "temp_noon": 36.6}]
    assert book.answers("test", "王明") == [{"sampled_at": "2022-08-07", "result": "negative"}]
    assert [notice.problem.code for notice in receipt.left_out] == ["intake.guessed-heading"]


def test_three_rows_of_headings_under_a_title(book: Book) -> None:
    book.take(
        {"Sheet1": [
            ["第一中学返校登记表"],
            ["基本信息", None, None, "家长信息", None],
            ["姓名", "班级", "证件", "姓名", "电话"],
            [None, None, "号码", None, None],
            ["王明", "七年级1班", ONE, "王父", "13800138000"],
        ]},
        {"Sheet1": ["A1:E1", "A2:C2", "D2:E2", "A3:A4", "B3:B4", "D3:D4", "E3:E4"]},
    )  # fmt: skip
    (person,) = book.answers("person")
    assert {key: person[key] for key in ("name", "document_no", "guardian", "guardian_phone")} == {
        "name": "王明", "document_no": ONE, "guardian": "王父", "guardian_phone": "13800138000",
    }  # fmt: skip


def test_columns_under_days(book: Book) -> None:
    receipt = book.take(
        {**PEOPLE, "体温": [
            ["填报日期：2022-08-08"],
            ["班级", "姓名", "8月1日", None, "8月2日", None],
            [None, None, "早", "晚", "早", "晚"],
            ["七年级1班", "王明", 36.5, 36.7, None, 37.5],
            ["七年级1班", "李红", None, None, 36.4, None],
        ]},
        {"体温": ["C2:D2", "E2:F2", "A2:A3", "B2:B3"]},
    )  # fmt: skip
    assert book.answers("health", "王明") == [
        {"day": "2022-08-01", "temp_am": 36.5, "temp_pm": 36.7}, {"day": "2022-08-02", "temp_pm": 37.5},
    ]  # fmt: skip
    assert book.answers("health", "李红") == [{"day": "2022-08-02", "temp_am": 36.4}]
    assert [(change.cell, change.now) for change in receipt.repaired if change.sheet == "体温"] == [
        ("C2", "2022-08-01"), ("E2", "2022-08-02"),
    ]  # fmt: skip


def test_a_day_without_its_year_over_columns_is_one_question(book: Book) -> None:
    rows: Rows = [
        ["班级", "姓名", "8月1日早体温", "8月1日晚体温"],
        ["七年级1班", "王明", 36.5, 36.7],
        ["七年级1班", "李红", 36.6, None],
    ]
    made = book.plan({**PEOPLE, "体温": rows})
    assert [(change.cell, change.was, change.now) for change in made.doubtful] == [
        ("C1", "8月1日", "2022-08-01")
    ]
    take_in(book.store, made, {0})
    assert [answers["day"] for answers in book.answers("health")] == ["2022-08-01"] * 2


def test_one_sheet_for_each_class_and_each_day(book: Book) -> None:
    head = ["姓名", "早体温", "症状"]
    book.take({**PEOPLE, "七(1)班8月7日": [["2022年度"], head, ["王明", 36.5, "无"]],
               "8.8": [["班级：七年级1班"], ["填报日期：2022-08-08"], head, ["李红", 36.6, "咳嗽"]]})  # fmt: skip
    assert [answers["day"] for answers in book.answers("health", "李红")] == ["2022-08-08"]
    made = book.plan({**PEOPLE, "七(1)班8月7日": [head, ["王明", 36.5, "无"]]})
    assert [change.was for change in made.doubtful] == ["8月7日"]
    page = made.pages[1]
    assert [(one.name, one.writing, one.by) for one in page.told] == [
        ("class_name", "七(1)班", "sheet"),
        ("day", "8月7日", "sheet"),
    ]


def test_a_sheet_called_by_month_and_day(book: Book) -> None:
    sheets = {**PEOPLE, "0808": [["姓名", "班级", "早体温"], ["王明", "七年级1班", "36.5"]]}
    assert [(one.was, one.now) for one in book.take(sheets).doubtful] == [("0808", "2022-08-08")]


def test_two_sheets_that_say_the_same_without_their_day_are_both_told(book: Book) -> None:
    """Not taken for one statement, nor for the one of a third sheet that has its day."""
    rows = [["姓名", "班级", "早体温"], ["王明", "七年级1班", "36.5"]]
    receipt = book.take({**PEOPLE, "周一": rows, "周二": rows, "8.7": rows, "2022-08-08": rows})
    asked = [(one.sheet, one.name, one.waiting[0].problem.code) for one in receipt.questions]
    assert asked == [("周一", "day", "intake.row-incomplete"), ("周二", "day", "intake.row-incomplete")]
    assert [one.sheet for one in receipt.doubtful] == ["8.7"]
    assert receipt.added == 3


def test_rows_of_two_files_that_disagree_name_each_others_file(book: Book) -> None:
    rows = (["证件号", "姓名", "班级"], [ONE, "王明", "七年级1班"])
    other = (["证件号", "姓名"], [ONE, "王明"])
    tables = [Table("甲.xlsx", "名单", rows), Table("七年级2班.xlsx", "Sheet1", other)]
    found = finish(plan_tables(tables, book.store, BLANKS, DIVISIONS, "140802", today=DAY))
    assert [(one.file, one.problem.facts["other"]) for one in found.receipt().refused] == [
        ("甲.xlsx", "七年级2班.xlsx Sheet1 A2"),
        ("七年级2班.xlsx", "甲.xlsx 名单 C2"),
    ]


def test_a_day_and_its_time_in_two_columns_are_one_answer(book: Book) -> None:
    rows: Rows = [
        ["证件号", "姓名", "采样时间", "采样日期", "报告日期", "报告时间", "结果"],
        [ONE, "王明", "8:30", "2022-08-07", date(2022, 8, 7), time(18, 30), "阴性"],
        [OTHER, "李红", "/", "2022-08-07", "", "18:30", "阴性"],
    ]
    receipt = book.take({**PEOPLE, "核酸检测": rows})
    assert book.answers("test", "王明") == [
        {"sampled_at": "2022-08-07T08:30", "reported_at": "2022-08-07T18:30", "result": "negative"}
    ]
    assert book.answers("test", "李红") == [{"sampled_at": "2022-08-07", "result": "negative"}]
    assert [(one.cell, one.problem.code) for one in receipt.refused] == [("E3", "kinds.moment-no-day")]


def test_two_columns_of_days_are_not_told_apart(book: Book) -> None:
    rows: Rows = [
        ["证件号", "姓名", "采样时间", "采样日期", "结果"], [ONE, "王明", "2022-08-06", "2022-08-07", "阴性"],
    ]  # fmt: skip
    receipt = book.take({**PEOPLE, "核酸检测": rows})
    assert [one.problem.code for one in receipt.refused] == ["intake.column-twice"]
    assert book.answers("test") == [{"result": "negative"}]


def test_a_heading_that_says_whose_it_is_counts_under_any_group(book: Book) -> None:
    """家长手机 is a guardian's under 联系 too; 姓名 under 接送人 is nobody's own."""
    rows: Rows = [
        ["七年级1班学生健康状况登记表"],
        ["基本信息", "", "", "联系", "", "核酸", "", "接送人", ""],
        ["姓名", "证件号", "住校", "学生电话", "家长手机", "采样", "结果", "姓名", "电话"],
        ["王明", ONE, "是", "13800000001", "13900000001", "2022-08-07", "阴性", "赵四", "13700000001"],
    ]
    book.take({"Sheet1": rows})
    (person,) = book.answers("person")
    assert (person["name"], person["boarding"]) == ("王明", "boarder")
    assert (person["phone"], person["guardian_phone"]) == ("13800000001", "13900000001")
    assert book.answers("test") == [{"sampled_at": "2022-08-07", "result": "negative"}]


def test_province_city_and_county_in_columns_of_their_own_are_one_place(book: Book) -> None:
    rows: Rows = [
        ["证件号", "姓名", "省份", "城市", "区县", "详细地址", "抵达日期"],
        [ONE, "王明", "山西省", "太原市", "小店区", "学府街1号", "2022-08-01"],
        [ONE, "王明", "北京市", "北京市", "朝阳区", "", "2022-08-03"],
        [OTHER, "李红", "海南", "三亚", "", "", "2022-08-01"],
        [OTHER, "李红", "", "", "", "", "2022-08-05"],
    ]
    book.take({**PEOPLE, "旅居史": rows})
    assert sorted(str(one["place"]) for one in book.answers("travel", "王明")) == ["110105", "140105"]
    assert [one.get("place") for one in book.answers("travel", "李红")] in (["4602", None], [None, "4602"])


def test_the_place_meant_is_the_one_that_stands_over_its_levels(book: Book) -> None:
    """现住地区 over 省, 市, 县 is the home; 籍贯 over them is none of ours."""
    rows: Rows = [
        ["姓名", "证件号", "性别", "籍贯", "", "", "现住地区", "", "", "电话"],
        ["", "", "", "省", "市", "县", "省", "市", "县", ""],
        ["王明", ONE, "男", "河南", "郑州", "中原区", "山西", "太原", "小店", "13800138000"],
    ]
    receipt = book.take({"Sheet1": rows}, {"Sheet1": ["D1:F1", "G1:I1"]})
    (person,) = book.answers("person")
    assert (person["home_area"], person["phone"]) == ("140105", "13800138000")
    assert [one.value for one in receipt.left_out] == ["籍贯-省", "籍贯-市", "籍贯-县"]


def test_a_column_without_a_heading_is_told(book: Book) -> None:
    """A second block of people whose headings nobody repeated."""
    rows = [["花名册"], ["姓名", "班级", "证件号"], ["王明", "七(1)班", ONE, "李红", "七(1)班", OTHER]]
    receipt = book.take({"花名册": rows})
    assert receipt.added == 1
    assert [(one.cell, one.value, one.problem.code) for one in receipt.left_out] == [
        ("D2", "李红", "intake.no-heading"), ("E2", "七(1)班", "intake.no-heading"),
        ("F2", OTHER, "intake.no-heading"),
    ]  # fmt: skip


def test_peoples_blocks_side_by_side(book: Book) -> None:
    cells: Rows = [
        ["班级", "姓名", "证件号", "性别", "姓名", "证件号", "性别"],
        ["七年级1班", "王明", ONE, "男", "李红", OTHER, "男"],
        [None, "张三", THIRD, "女"],
        [None, None, None, None, None, None, None],
    ]
    table = Table("a.xlsx", "Sheet1", cells, merges=(Merge(1, 0, 3, 0),))
    receipt = take_in(book.store, finish(plan_tables([table], book.store, BLANKS, DIVISIONS, "140802")))
    assert receipt.refused == ()
    assert {(person["name"], person["class_name"]) for person in book.answers("person")} == {
        (name, "七年级1班") for name in ("王明", "李红", "张三")
    }
    assert [(change.cell, change.repair) for change in receipt.repaired] == [("A2:A4", "merged")]


def test_names_and_temperatures_in_two_halves_of_a_page(book: Book) -> None:
    rows: Rows = [
        ["填报日期：2022-08-08"],
        ["七年级1班晨检表"],
        ["姓名", "早体温", "姓名", "早体温"],
        ["王明", 36.5, "李红", 36.6],
    ]
    book.take({**PEOPLE, "Sheet1": rows})
    assert [answers["temp_am"] for answers in book.answers("health", "李红")] == [36.6]


def test_a_pupils_and_a_parents_name_are_no_blocks(book: Book) -> None:
    made = book.plan(
        {"Sheet1": [["姓名", "电话", "班级", "姓名", "电话"], ["王明", "1", "七年级1班", "王父", "2"]]}
    )
    assert not made.sheets
    assert [notice.problem.code for notice in made.receipt().left_out] == ["intake.who-twice"]


def test_symptoms_with_a_column_each(book: Book) -> None:
    rows = [["填报日期：2022-08-08"], ["姓名", "班级", "早体温", "有无发热", "干咳", "乏力"],
            ["王明", "七年级1班", "36.5", "无", "无", "无"],
            ["李红", "七年级1班", "38.5", "有", "√", "轻微"]]  # fmt: skip
    receipt = book.take({**PEOPLE, "Sheet1": rows})
    assert book.answers("health", "王明") == [{"day": "2022-08-08", "temp_am": 36.5, "symptoms": []}]
    assert "symptoms" not in book.answers("health", "李红")[0] or receipt.doubtful or receipt.refused


def test_two_symptoms_denied_are_not_all_of_them(book: Book) -> None:
    rows = [
        ["填报日期：2022-08-08"],
        ["姓名", "班级", "早体温", "发热", "咳嗽"],
        ["王明", "七年级1班", "36.5", "无", "无"],
    ]
    book.take({**PEOPLE, "Sheet1": rows})
    assert book.answers("health", "王明") == [{"day": "2022-08-08", "temp_am": 36.5}]


MORNING: Rows = [
    ["晨检记录"],
    [
        "填报日期",
        "班级",
        "应到学生人数",
        "发热",
        None,
        None,
        "咽痛流涕咳嗽",
        None,
        None,
        "流感确诊",
        None,
        None,
    ],
    [None, None, None, "姓名", "人数", "具体情况说明", "姓名", "人数", "说明", "姓名", "人数", "说明"],
    ["2022-08-08", "七(1)班", 45, "王明、李红", 2, "38.5度", "王明", 1, "咳嗽", "李红", 1, "甲流"],
    ["2022-08-09", "七(1)班", 45, "无", 0, None, "/", 0, None, None, 0, None],
]


def test_a_morning_check_names_people_under_their_complaints(book: Book) -> None:
    receipt = book.take({**PEOPLE, "晨检": MORNING}, {"晨检": ["A2:A3", "D2:F2", "G2:I2", "J2:L2"]})
    assert not receipt.refused
    assert [one.problem.code for one in receipt.left_out] == ["intake.silent-row"], (
        "a class of which nobody is ill"
    )
    assert book.answers("health", "王明") == [
        {"day": "2022-08-08", "symptoms": ["fever", "other"], "remark": "38.5度；咳嗽"}
    ]
    assert book.answers("health", "李红") == [
        {"day": "2022-08-08", "symptoms": ["fever"], "remark": "38.5度"}
    ]
    assert book.answers("illness", "李红") == [{"disease": "influenza", "remark": "甲流"}]


@pytest.mark.parametrize("spare", range(7))
def test_an_illness_and_its_onset_in_two_columns_however_many_stand_before_them(
    book: Book, spare: int
) -> None:
    """An answer without a column has no place that another one could meet."""
    rows: Rows = [
        ["班级", *(f"备用{at}" for at in range(spare)), "流感确诊", None, None, "发病日期", "发病时间"],
        [None, *([None] * spare), "姓名", "人数", "具体情况说明", None, None],
        ["七年级1班", *([None] * spare), "王明", 1, "发烧", "2022-08-03", "08:30"],
    ]
    book.take({**PEOPLE, "晨检": rows})
    assert book.answers("illness", "王明") == [
        {"disease": "influenza", "onset": "2022-08-03T08:30", "remark": "发烧"}
    ]


def test_a_province_merged_over_its_counties_is_said_in_every_row(book: Book) -> None:
    rows: Rows = [
        ["证件号", "姓名", "省份", "城市", "区县", "详细地址", "抵达日期"],
        [ONE, "王明", "海南省", "三亚市", "吉阳区", "", "2022-08-01"],
        [OTHER, "李红", None, None, "天涯区", "", "2022-08-02"],
    ]
    book.take({**PEOPLE, "旅居史": rows}, {"旅居史": ["C2:C3", "D2:D3"]})
    assert {trip["place"] for trip in book.answers("travel")} == {"460203", "460204"}


def test_classes_under_the_grade_beside_them(book: Book) -> None:
    rows: Rows = [
        ["年级", "班级", "姓名", "性别"],
        ["七年级", 1, "王明", "男"],
        ["七", "(2)班", "李红", "女"],
        ["初一", "十二班", "张三", "女"],
    ]
    receipt = book.take({"人员": rows})
    assert [person["class_name"] for person in book.answers("person", "王明")] == ["七年级1班"]
    assert [person["class_name"] for person in book.answers("person", "张三")] == ["七年级12班"]
    assert {change.cell for change in receipt.repaired} >= {"B2", "B4"}


def test_the_day_of_a_planned_return_is_not_the_day_of_the_symptoms(book: Book) -> None:
    rows: Rows = [
        ["七年级1班2022年8月20日返校学生健康状况表"],
        ["姓名", "班级", "本人身体状况"],
        ["王明", "七年级1班", "发热"],
    ]
    made = book.plan({**PEOPLE, "Sheet1": rows})
    assert not [step for step in made.steps if step.entry.blank == "health"]


def test_a_fathers_name_is_nobodys_own(book: Book) -> None:
    rows: Rows = [
        ["序号", "学生", "父亲", None],
        [None, None, "姓名", "电话"],
        [1, "王明", "王父", "13800138000"],
    ]
    made = book.plan({**PEOPLE, "Sheet1": rows})
    assert made.pages[1].blanks == ()
    assert len(made.steps) == 2


def test_lines_of_the_page_above_the_header_are_no_groups(book: Book) -> None:
    rows: Rows = [["第一中学", "班级：七年级1班", "2022年"], ["姓名", "证件号", "宿舍"], ["王明", ONE, "101"]]
    book.take({"Sheet1": rows})
    assert [(one["name"], one["dormitory"]) for one in book.answers("person")] == [("王明", "101")]


def test_a_report_of_a_disease_is_no_test(book: Book) -> None:
    """报告时间 of an illness is not the report of a nucleic-acid test (DOMAIN §5.15)."""
    rows: Rows = [
        ["姓名", "班级", "病名", "发病日期", "报告时间", "复课证明"],
        ["王明", "七年级1班", "流感", "2022-08-01", "2022-08-02", "有"],
    ]
    made = book.plan({**PEOPLE, "Sheet1": rows})
    assert made.pages[1].blanks == ("illness",)


LEDGERS = {
    "5.1": (
        "序号 班级 姓名 性别 人员类别 证件类型 证件号 联系电话 家长姓名 家长电话 现住址 "
        "是否住校/走读 7(14)天内旅居史(有/无) 旅居地 离开时间 抵达时间 交通工具 车次/航班/车牌 "
        "健康码颜色 行程卡(绿/途经城市) 最近核酸采样时间 结果 共同居住人姓名 共同居住人关系 "
        "共同居住人电话 共同居住人健康码 是否密接/次密接 承诺书(已交) 备注",
        "person travel cohabitant test code contact",
    ),
    "5.2": (
        "序号 姓名 证件类型 证件号 手机号 来源地 来义居所 来义时间 详细地址 离开中高风险地区时间 "
        "来义交通工具 车次/航班/车牌 核酸检测结果",
        "travel test",
    ),
    "5.3": (
        "姓名 国籍 性别 有效证件号 联系方式 现住址 职业 工作单位 密接类型 最后接触日期 转归 "
        "一码通入住日期 医学观察方式",
        "person contact custody",
    ),
    "5.5": (
        "姓名 班级 人员类型 身份证号 联系电话 进场时间 出发地 到达方式 采样单位 采样时间 条码号 "
        "样本类型 检测结果 报告时间 检测机构",
        "test",
    ),
    "5.6": (
        "姓名 班级 日期 早体温 晚体温 有无发热 干咳 乏力 咽痛 嗅(味)觉减退 腹泻 家长签字",
        "health",
    ),
    "5.9": (
        "序号 姓名 性别 年龄 家庭地址 家长电话 发病时间 离校时间 跟踪情况 追踪人 班别",
        "person",
    ),
    "5.11": (
        "序号 班级 姓名 证件号 暂缓原因(代码) 触发规则/依据 当前所在地 管控措施 起始日 "
        "预计可返校日 需补材料 家长电话 责任人",
        "person",
    ),
    "5.15": (
        "姓名 性别 班级 家长电话 病名 发病日期 诊断日期 诊断单位 报告时间 报告人 复课证明 返校日期",
        "illness",
    ),
}
"""DOMAIN §5: headings of a ledger, and the blanks it answers."""


@pytest.mark.parametrize("number", LEDGERS)
def test_the_ledgers_of_the_field_are_recognised(book: Book, number: str) -> None:
    headings, blanks = (text.split() for text in LEDGERS[number])
    made = book.plan({"Sheet1": [["某某台账"], headings, ["1"] * len(headings)]})
    assert list(made.pages[0].blanks) == blanks


# ---------------------------------------------------------------- what a person says

UNCLEAR: dict[str, Rows] = {
    "Sheet1": [
        ["姓名", "班级", "号码一", "家里电话", "备注"],
        ["王明", "七年级1班", ONE, "13800138000", "旧"],
    ]
}


def test_a_guess_is_shown_and_not_used(book: Book) -> None:
    made = book.plan(UNCLEAR)
    (page,) = made.pages
    assert [(one.key, one.targets, one.certainty) for one in page.headings] == [
        ("姓名", ("person.name",), "certain"), ("班级", ("person.class_name",), "certain"),
        ("号码一", (), "likely"), ("家里电话", (), "likely"), ("备注", ("person.remark",), "certain"),
    ]  # fmt: skip
    assert page.headings[2].others[0] == "person.document_no"
    take_in(book.store, made)
    assert [person.keys() for person in book.answers("person")] == [{"name", "class_name", "remark"}]


def test_a_sheet_of_which_no_heading_is_known_can_be_put_right(
    book: Book,
) -> None:
    rows: Rows = [["学生们"], ["叫什么", "证件", "早上量的"], ["王明", ONE, 36.5], ["李红", OTHER, 36.6]]
    made = book.plan({**PEOPLE, "Sheet9": rows})
    (page,) = [page for page in made.pages if page.table.sheet == "Sheet9"]
    assert [(one.text, one.others[:1], one.certainty) for one in page.headings] == [
        ("叫什么", ("person.name",), "likely"),
        ("证件", ("person.document_no",), "likely"),
        ("早上量的", ("health.temp_am",), "guessed"),
    ]
    assert {notice.problem.code for notice in made.left_out} == {"intake.unknown-sheet"}
    menu: Rows = [["早餐", "午餐"], ["粥", "面"]]
    (page,) = [page for page in book.plan({**PEOPLE, "周一": menu}).pages if page.table.sheet == "周一"]
    assert (page.blanks, [(one.text, one.others) for one in page.headings]) == (
        (),
        [("早餐", ()), ("午餐", ())],
    )


def test_a_file_from_which_nothing_was_taken_needs_somebody(book: Book) -> None:
    rows: Rows = [["叫什么", "证件", "早上量的"], ["王明", ONE, 36.5]]
    receipt = book.take({"Sheet9": rows})
    assert (receipt.added, receipt.needs_somebody) == (0, True)


def test_a_column_put_right_is_used_and_remembered_for_the_layout(book: Book) -> None:
    made = book.plan(UNCLEAR)
    key = made.pages[0].key
    choices = (
        made.choices.with_column(key, "号码一", "person.document_no")
        .with_column(key, "家里电话", "person.guardian_phone")
        .with_column(key, "备注", "")
    )
    again = finish(replan(made, choices, DIVISIONS, "140802", today=DAY))
    assert [one.by for one in again.pages[0].headings] == ["heading", "heading", "person", "person", "person"]
    take_in(book.store, again)
    (person,) = book.answers("person")
    assert (person["document_no"], person["guardian_phone"], "remark" in person) == (
        ONE,
        "13800138000",
        False,
    )
    memory = remembered_layouts.learned({}, choices, again.pages, "张老师")
    kept = remembered_layouts.load(remembered_layouts.dump(memory))
    assert (kept[key].sender, kept[key].sheet) == ("张老师", "Sheet1")
    next_week = {
        "七年级2班": [
            ["x"],
            ["姓 名", "班级：", "号码一", "家里电话", "备注"],
            ["李红", "七年级2班", OTHER, "", ""],
        ]
    }
    later = book.plan(next_week, choices=remembered_layouts.recalled(kept))
    assert [one.by for one in later.pages[0].headings][2:] == ["remembered"] * 3
    assert later.pages[0].headings[2].targets == ("person.document_no",)


def test_a_sheet_can_be_left_out_or_be_another_blank(book: Book) -> None:
    made = book.plan(
        {**PEOPLE, "某表": [["姓名", "班级", "日期", "地点"], ["王明", "七年级1班", "2022-08-08", "x"]]}
    )
    page = made.pages[1]
    left = finish(replan(made, made.choices.with_left_out(page.key, True), DIVISIONS, "140802"))
    assert left.pages[1].blanks == ()
    custody = made.choices.with_blank(page.key, "custody").with_column(page.key, "日期", "custody.starts")
    other = finish(replan(made, custody, DIVISIONS, "140802"))
    assert other.pages[1].blanks[0] == "custody"


def test_the_header_row_can_be_pointed_out(book: Book) -> None:
    rows: Rows = [["姓名", "班级", "宿舍"], ["姓名", "班级", "宿舍号"], ["王明", "七年级1班", "101"]]
    made = book.plan({"人员": rows})
    chosen = made.choices.with_header(made.pages[0].table.place, 2)
    again = finish(replan(made, chosen, DIVISIONS, "140802"))
    assert (made.pages[0].header, again.pages[0].header) == (1, 2)


HOW: dict[str, Rows] = {
    "人员": [["证件号", "姓名", "班级", "宿舍", "备注"], [ONE, "王明", "七年级1班", "101", "近视"]]
}


@pytest.mark.parametrize(
    ("how", "sent", "dormitory"),
    [
        ("overwrite", "202", "202"), ("overwrite", "", "101"), ("fill", "202", "101"),
        ("append", "202", "101；202"), ("append", "101", "101"), ("clear", "", None), ("clear", "202", "202"),
    ],
)  # fmt: skip
def test_each_column_does_to_what_is_on_file_as_it_was_told(
    book: Book, how: str, sent: str, dormitory: str | None
) -> None:
    book.take(HOW)
    rows = [HOW["人员"][0], [ONE, "王明", "七年级1班", sent, ""]]
    made = book.plan({"人员": rows})
    choices = made.choices.with_how(made.pages[0].key, "person.dormitory", how)  # type: ignore[arg-type]
    again = finish(replan(made, choices, DIVISIONS, "140802"))
    take_in(book.store, again)
    (person,) = book.answers("person")
    assert (person.get("dormitory"), person["remark"]) == (dormitory, "近视")
    repeated = finish(
        plan([book.folder / "表.xlsx"], book.store, BLANKS, DIVISIONS, "140802", choices=choices)
    )
    assert not repeated.steps


def test_hidden_rows_and_struck_cells_are_told_and_not_used(book: Book) -> None:
    table = Table(
        "a.xlsx", "人员",
        [["证件号", "姓名", "班级", "宿舍"], [ONE, "王明", "七年级1班", "101"], [OTHER, "李红", "七年级1班", "9"]],
        hidden_rows=frozenset({2}), struck=frozenset({(1, 3)}),
    )  # fmt: skip
    made = finish(plan_tables([table], book.store, BLANKS, DIVISIONS, "140802"))
    receipt = take_in(book.store, made)
    assert [(notice.cell, notice.problem.code) for notice in receipt.refused] == [("D2", "intake.struck")]
    assert [(notice.cell, notice.problem.code) for notice in receipt.left_out] == [
        ("A3", "intake.hidden-row")
    ]
    assert [(person["name"], "dormitory" in person) for person in book.answers("person")] == [("王明", False)]
