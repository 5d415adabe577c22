"""What could not be read is not "no": it is kept, holds as to verify, and is put right, answered or set aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.draft import Unfinished
from schoolprep.facts.file import UnreadAnswer
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers, Entry
from schoolprep.facts.steps import finish
from schoolprep.facts.words import say_problem
from schoolprep.intake import Plan, Receipt, plan_tables
from schoolprep.intake.tables import Table
from schoolprep.rules.outcome import OUTCOMES
from schoolprep.store import Key, School, Store, Who
from tests.program import program_data

DATA = program_data()
Rows = Sequence[Sequence[Writing]]
NUMBERS = [
    "140802201209010014", "140802201209010030", "140802201209010057", "140802201209010073", "14080220120901009X",
    "140802201209010110",
]  # fmt: skip
NAMES = ["甲一", "甲二", "甲三", "甲四", "甲五", "甲六"]
UNIT = "七年级1班"
PEOPLE: Rows = [
    ["人员类别", "姓名", "证件类型", "证件号", "班级"],
    *(["学生", name, "居民身份证", number, UNIT] for name, number in zip(NAMES, NUMBERS, strict=True)),
]
NOW = Moment.parse("2026-11-16T08:30")
ILLNESS, HEALTH = (
    ["证件号", "姓名", "疾病", "发病时间"],
    ["证件号", "姓名", "日期", "早体温", "午体温", "症状"],
)
ZHANG = ["140802200809010013", "张三"]
DAYS = [*(f"07-{day}" for day in range(23, 32)), *(f"08-{day:02d}" for day in range(1, 9))]


class Schoolroom:
    """A school, and what one does with sheets in it."""

    def __init__(self, desk: Desk, now: Moment) -> None:
        self.desk = desk
        self.now = now

    def plan(self, sheets: Mapping[str, Rows | Table], file: str = "表.xlsx") -> Plan:
        tables = [one if isinstance(one, Table) else Table(file, name, one) for name, one in sheets.items()]
        store = self.desk._store
        today = date.fromordinal(self.now.day)
        return finish(plan_tables(tables, store, DATA.blanks, DATA.divisions, "140802", today=today))

    def take(self, file: str = "表.xlsx", *, accept: bool = False, **sheets: Rows | Table) -> Receipt:
        return self.take_in(sheets, file, accept=accept)

    def take_in(
        self, sheets: Mapping[str, Rows | Table], file: str = "表.xlsx", *, accept: bool = False
    ) -> Receipt:
        return self.desk.intake.take_in(self.plan(sheets, file), accept)

    def subject(self, name: str = "甲一") -> str:
        files = self.desk.people.files().items()
        return next(subject for subject, file in files if file.person.name == name)

    def outcome(self, name: str = "甲一") -> str:
        return self.desk.judging.verdict(self.subject(name), self.now).outcome

    def unread(self, name: str = "甲一") -> list[UnreadAnswer]:
        return [one for one in self.desk.people.file(self.subject(name)).unread_answers if not one.done]

    def words(self, name: str = "甲一") -> list[str | None]:
        return [one.words for one in self.unread(name)]

    def reason(self, name: str = "甲一") -> str:
        verdict = self.desk.judging.verdict(self.subject(name), self.now)
        return self.desk.judging.explainer(self.now, "zh").reason_line(verdict)


def _school(path: Path, profile: str, now: Moment) -> Schoolroom:
    school = School(name="盐湖区实验中学", region="140802", profile=profile)
    at = datetime.fromisoformat(f"{now.text()}+08:00")
    store = Store.create(path, Key.random(), school, Who("王老师", "d"), lambda: at)
    return Schoolroom(Desk(store, DATA), now)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Schoolroom]:
    made = _school(tmp_path / "s.schoolprep", "cn-school-today", NOW)
    made.take(人员=PEOPLE)
    yield made
    made.desk.close()


@pytest.fixture
def yuncheng(tmp_path: Path) -> Iterator[Schoolroom]:
    """A school of August 2022 in which the one child is ready."""
    made = _school(tmp_path / "s.schoolprep", "yuncheng-2022", Moment.parse("2022-08-08T07:30"))
    made.take(
        人员=[
            ["人员类别", "姓名", "证件号", "班级", "现住地区", "现住址", "健康承诺书"],
            ["学生", *ZHANG[::-1], UNIT, "山西省运城市盐湖区", "学府街1号", "已交"],
        ],
        旅居史=_of("无旅居史 起始日期 截止日期", ["是", "2022-07-20", "2022-08-08"]),
        核酸检测=_of("采样时间 报告时间 结果", ["2022-08-07 09:00", "2022-08-07 15:00", "阴性"]),
        健康码行程卡=_of("查验时间 健康码 行程卡途经城市", ["2022-08-08 07:00", "绿", "运城市"]),
        健康监测=_of("日期 早体温 午体温 症状", *([f"2022-{day}", "36.5", "36.5", "无"] for day in DAYS)),
        共同居住人=_of("同住人姓名", ["无"]),
    )
    yield made
    made.desk.close()


def _of(headings: str, *rows: Sequence[Writing]) -> Rows:
    """A sheet about that child."""
    return [["证件号", "姓名", *headings.split()], *([*ZHANG, *row] for row in rows)]


def _ill(*rows: Sequence[Writing]) -> Rows:
    return [ILLNESS, *([NUMBERS[0], NAMES[0], *row] for row in rows)]


# ---------------------------------------------------------------- it holds


def test_six_children_of_whom_something_was_not_read_are_not_ready(school: Schoolroom) -> None:
    receipt = school.take(
        疾病=[
            ILLNESS,
            [NUMBERS[0], "甲一", "疑似水痘病例吧", "2026-11-14"],
            [NUMBERS[1], "甲二", "甲型H1N1流感毒株", "2026-11-14"],
            [NUMBERS[2], "甲三", "没听过的病", "2026-11-14"],
            [NUMBERS[3], "甲四", "某某肺病", "2026-11-14"],
        ],
        健康监测=[
            HEALTH,
            [NUMBERS[4], "甲五", "2026-11-16", "发热", "", ""],
            [NUMBERS[5], "甲六", "2026-11-16", "36.5", "", "身上起小水泡"],
        ],
    )  # fmt: skip
    assert {school.outcome(name) for name in NAMES} == {"verify"}
    assert receipt.unread == 6
    assert school.reason("甲五") == ("“发热”没有读懂（“健康监测”表“早体温”一栏）：问清后改正，或写明理由作废")
    assert "身上起小水泡" in school.reason("甲六")


@pytest.mark.parametrize(
    ("sheet", "headings", "row"),
    [
        ("核酸检测", "采样时间 结果", ["2022-08-07 21:00", "弱阳性"]),
        ("核酸检测", "采样时间 结果", ["2022-08-07 21:00", "可疑"]),
        ("健康码行程卡", "查验时间 健康码", ["2022-08-08 07:10", "弹窗"]),
        ("健康码行程卡", "查验时间 健康码", ["2022-08-08 07:10", "橙"]),
        ("健康监测", "日期 晚体温", ["2022-08-07", "偏高"]),
        ("接触史", "类别 末次接触日期", ["同一趟什么车", "2022-08-05"]),
        ("核酸检测", "采样时间 报告时间 结果", ["2022-08-07", "2022-07-30", "阴性"]),  # F9
        ("核酸检测", "采样时间 结果", ["2022-08-07 21:00", ""]),  # F7
        ("健康码行程卡", "查验时间 健康码 行程卡途经城市", ["2022-08-08 07:10", "绿", "运城市*"]),  # S1
    ],
)  # fmt: skip
def test_a_later_answer_nobody_can_read_disturbs_an_earlier_good_one(
    yuncheng: Schoolroom, sheet: str, headings: str, row: Sequence[Writing]
) -> None:
    assert yuncheng.outcome("张三") == "ready"
    yuncheng.take_in({sheet: _of(headings, row)})
    assert yuncheng.outcome("张三") == "verify"


def test_a_remark_that_speaks_of_an_illness_is_to_be_verified_and_told(yuncheng: Schoolroom) -> None:
    sheets = {"健康监测": _of("日期 早体温 症状 备注", ["2022-08-08", "36.5", "无", "夜里发烧39度"])}
    receipt = yuncheng.take_in(sheets)
    assert yuncheng.outcome("张三") == "verify"
    assert (receipt.unread, yuncheng.words("张三")) == (1, ["夜里发烧39度"])
    assert [note.problem.code for note in receipt.notes] == ["intake.remark-speaks"]
    again = yuncheng.take_in(sheets)
    assert (again.added, again.changed, yuncheng.words("张三")) == (0, 0, ["夜里发烧39度"])
    yuncheng.take(健康监测=_of("日期 备注", ["2022-08-08", "家长接走"]))
    assert yuncheng.outcome("张三") == "verify"  # other words are no answer
    (one,) = yuncheng.unread("张三")
    yuncheng.desk.filing.set_aside([one.record], "问过家长，没有发烧")
    assert yuncheng.outcome("张三") == "ready"


def test_a_remark_on_a_sheet_of_people_that_asks_of_health_too_is_heard(yuncheng: Schoolroom) -> None:
    headings = "班级 性别 联系电话 现住址 监护人姓名 日期 早体温 备注"
    row = [UNIT, "男", "13800138000", "学府街1号", "张父", "2022-08-08", "36.5", "昨天吐了两次"]
    yuncheng.take(Sheet1=_of(headings, row))
    assert (yuncheng.words("张三"), yuncheng.outcome("张三")) == (["昨天吐了两次"], "verify")


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["吐了", "39度", "没退烧", "没有发热", "家长接", "水痘"]),
    st.sampled_from(["36.5", "37.9", ""]),
    st.sampled_from(["无", "发热", ""]),
)
def test_a_remark_never_makes_a_verdict_better(
    yuncheng: Schoolroom, remark: str, temperature: str, symptoms: str
) -> None:
    row = ["2022-08-08", temperature, symptoms]
    yuncheng.take(健康监测=_of("日期 早体温 症状", row))
    before = OUTCOMES.index(yuncheng.outcome("张三"))
    yuncheng.take(健康监测=_of("日期 早体温 症状 备注", [*row, remark]))
    assert OUTCOMES.index(yuncheng.outcome("张三")) >= before


def test_what_a_day_says_already_is_not_asked_again(school: Schoolroom) -> None:
    school.take(
        健康监测=[
            [*HEALTH, "备注"],
            [NUMBERS[1], "甲二", "2026-11-16", "38.6", "", "发热", "夜里发烧39度"],
            [NUMBERS[2], "甲三", "2026-11-16", "36.6", "", "发热", "夜里发烧，吐了"],
        ],
    )  # fmt: skip
    assert (school.words("甲二"), school.words("甲三")) == ([], ["夜里发烧，吐了"])


def test_a_remark_on_an_illness_that_names_another_is_asked(school: Schoolroom) -> None:
    school.take(
        疾病=[
            [*ILLNESS, "备注"],
            [NUMBERS[0], "甲一", "水痘", "2026-11-14", "水痘，在家休息"],
            [NUMBERS[1], "甲二", "水痘", "2026-11-14", "弟弟手足口"],
        ]
    )
    assert (school.words("甲一"), school.words("甲二")) == ([], ["弟弟手足口"])


def test_a_result_still_to_come_and_a_star_of_its_time_disturb_nothing(yuncheng: Schoolroom) -> None:
    yuncheng.take(
        核酸检测=_of("采样时间 结果", ["2022-08-07 21:00", "待出"]),
        健康码行程卡=_of("查验时间 健康码 行程卡途经城市", ["2022-06-28", "绿", "运城市*"]),
    )
    assert yuncheng.outcome("张三") == "ready"


def test_impossible_times_prove_neither_way_until_they_are_put_right(yuncheng: Schoolroom) -> None:
    head = "采样时间 报告时间 结果"
    receipt = yuncheng.take(核酸检测=_of(head, ["2022-08-07", "2022-07-30", "阴性"]))
    assert [notice.cell for notice in receipt.refused] == ["C2", "D2"]
    assert yuncheng.words("张三") == ["2022-08-07", "2022-07-30"]
    yuncheng.take(核酸检测=_of(head, ["2022-08-07", "2022-08-07", "阴性"]))
    assert yuncheng.outcome("张三") == "ready"


def test_ticks_struck_cells_and_columns_that_are_there_twice_are_kept_too(school: Schoolroom) -> None:
    struck = [[*ILLNESS], [NUMBERS[1], "甲二", "流感", "2026-11-14"]]
    school.take(
        健康监测=[
            ["证件号", "姓名", "日期", "发热", "咳嗽"],
            [NUMBERS[0], "甲一", "2026-11-16", "有点", "无"],
        ],
        疾病=Table("表.xlsx", "疾病", struck, struck=frozenset({(1, 2)})),
    )
    school.take(
        健康监测=[
            ["证件号", "姓名", "日期", "早体温", "早体温"],
            [NUMBERS[2], "甲三", "2026-11-16", "39.0", ""],
        ]
    )
    assert {school.outcome(name) for name in NAMES[:3]} == {"verify"}
    assert (school.words("甲二"), school.words("甲三")) == (["流感"], ["39.0"])


def test_rows_that_contradict_each_other_are_unread(school: Schoolroom) -> None:
    row = [NUMBERS[0], "甲一", "2026-11-16"]
    school.take(健康监测=[HEALTH, [*row, "36.5", "", "无"], [*row, "39.0", "", "无"]])
    assert sorted(filter(None, school.words())) == ["36.5", "39.0"]
    assert school.outcome() == "verify"


def test_an_answer_that_breaks_two_orders_is_told_twice_and_kept_once(school: Schoolroom) -> None:
    head = ["证件号", "姓名", "疾病", "发病时间", "出疹时间", "全部结痂时间"]
    receipt = school.take(
        疾病=[head, [NUMBERS[0], "甲一", "水痘", "2026-10-20", "2026-10-21", "2026-10-19"]],
        健康监测=[HEALTH, [NUMBERS[1], "甲二", "2026-11-16", "36.5", "", "无"]],
    )
    assert [say_problem(notice.problem, "zh") for notice in receipt.refused] == [
        "“全部结痂时间”早于“发病时间”，请核对。", "“全部结痂时间”早于“出疹时间”，请核对。",
    ]  # fmt: skip
    assert (receipt.added, school.words()) == (2, ["2026-10-19"])


# ---------------------------------------------------------------- days that cannot be so


def test_a_day_a_long_way_off_is_asked_once_and_holds_those_it_is_about(school: Schoolroom) -> None:
    head = ["证件号", "姓名", "日期", "早体温"]
    sheets = {
        "晨检": [
            head,
            [NUMBERS[0], "甲一", "2025-11-16", "38.9"],  # last year
            [NUMBERS[1], "甲二", "2025-11-15", "36.5"],
            [NUMBERS[2], "甲三", "2026-11-17", "38.9"],  # tomorrow
            [NUMBERS[3], "甲四", "2026-11-16", "36.5"],
            [NUMBERS[3], "甲四", "2025-11-14", ""],  # prepared, and never filled in
            [NUMBERS[3], "甲四", "2026-11-18", ""],
        ],
        "疾病": [ILLNESS, [NUMBERS[4], "甲五", "水痘", "2025-11-14"]],
    }
    receipt = school.take_in(sheets)
    asked = [(one.sheet, one.cell, one.was, one.repair) for one in receipt.doubtful]
    assert asked == [
        ("晨检", "C2", "2025-11-15、2025-11-16", "far-day"),
        ("晨检", "C4", "2026-11-17", "ahead"),
        ("疾病", "D2", "2025-11-14", "far-day"),
    ]
    assert [notice.problem.code for notice in receipt.left_out] == ["intake.row-unanswered"] * 2
    assert [school.words(name) for name in NAMES[:5]] == [
        ["2025-11-16"], ["2025-11-15"], ["2026-11-17"], [], ["2025-11-14"],
    ]  # fmt: skip
    assert [school.outcome(name) for name in NAMES] == [*["verify"] * 3, "ready", "verify", "ready"]
    school.take_in(sheets, accept=True)
    assert school.take_in(sheets).doubtful == ()  # what was accepted is not asked again
    assert [school.outcome(name) for name in NAMES] == [
        "ready",
        "ready",
        "verify",
        "ready",
        "verify",
        "ready",
    ]


def test_a_day_far_from_the_files_name_or_from_all_others_is_asked(school: Schoolroom) -> None:
    head = ["证件号", "姓名", "日期", "早体温"]
    rows = [[NUMBERS[at], NAMES[at], f"2026-11-{day}", "36.5"] for at in range(1, 6) for day in (14, 15, 16)]
    slip = [NUMBERS[0], NAMES[0], "2026-10-16", "38.9"]
    receipt = school.take(晨检=[head, *rows, slip])
    assert [(one.cell, one.repair) for one in receipt.doubtful] == [("C17", "far-day")]
    assert [school.outcome(name) for name in NAMES] == ["verify", *["ready"] * 5]
    title = [["2026年10月27日晨检"], ["证件号", "姓名", "早体温"], [NUMBERS[2], NAMES[2], "38.9"]]
    (change,) = school.take("晨检20261116.xlsx", 晨检=title).doubtful
    assert (change.was, change.repair) == ("2026-10-27", "far-day")
    assert school.take("晨检20261030.xlsx", 晨检=title).doubtful == ()


def test_who_has_no_telephone_has_no_card_and_not_one_without_cities(yuncheng: Schoolroom) -> None:
    yuncheng.take(健康码行程卡=_of("查验时间 健康码 行程卡", ["2022-08-08 07:10", "无手机", "无"]))
    assert (yuncheng.words("张三"), yuncheng.outcome("张三")) == (["无手机", "无"], "verify")
    codes = yuncheng.desk.people.file(yuncheng.subject("张三")).codes
    assert [one.cities for one in codes if one.checked and one.checked.text().endswith("07:10")] == [None]


@pytest.mark.parametrize(
    ("sheet", "headings", "row"),
    [
        ("旅居史", "地区 抵达日期 离开日期", ["8.1去三亚，8.5回", "", ""]),
        ("旅居史", "地区 抵达日期 离开日期", ["外地", "", ""]),
        ("旅居史", "地区 抵达日期 离开日期", ["海南省三亚市", "昨天", "今天"]),
        ("旅居史", "地区 抵达日期 离开日期", ["海南省三亚市", "", ""]),
        ("旅居史", "有无旅居史", ["去过海口"]),
        ("共同居住人", "同住人姓名 同住人健康码", ["张父", "弹窗"]),
        ("共同居住人", "同住人姓名 同住人旅居史", ["张父", "8.5从三亚回"]),
    ],
)
def test_travel_and_household_keep_what_nobody_could_read(
    yuncheng: Schoolroom, sheet: str, headings: str, row: Sequence[Writing]
) -> None:
    yuncheng.take_in({sheet: _of(headings, row)})
    assert yuncheng.outcome("张三") == "verify"


def test_a_few_crosses_among_empty_signs_are_not_read(school: Schoolroom) -> None:
    """Whether they mean yes or no nobody can say; a cross under each sign is told as no (the next test)."""
    head = ["证件号", "姓名", "日期", "早体温", "发热", "咳嗽", "皮疹"]
    receipt = school.take(
        晨检=[
            head,
            [NUMBERS[0], "甲一", "2026-11-16", "36.5", "", "×", ""],
            [NUMBERS[1], "甲二", "2026-11-16", "36.5", "", "", ""],
        ]
    )
    assert receipt.repaired == ()
    assert (school.words(), school.outcome(), school.outcome("甲二")) == (["咳嗽×"], "verify", "ready")


def test_leave_is_no_empty_temperature_and_a_cross_is_told(school: Schoolroom) -> None:
    head = ["证件号", "姓名", "日期", "早体温", "发热", "咳嗽", "皮疹"]
    receipt = school.take(
        晨检=[
            head,
            [NUMBERS[0], "甲一", "2026-11-16", "请假", "×", "×", "×"],
            [NUMBERS[1], "甲二", "2026-11-16", "36.5", "×", "×", "×"],
        ]
    )
    assert [(one.cell, one.was, one.repair) for one in receipt.repaired] == [("E2:G3", "×", "cross")]
    assert (school.words(), school.outcome(), school.outcome("甲二")) == (["请假"], "verify", "ready")
    legend = [["正常打√，异常打×"], head, [NUMBERS[2], "甲三", "2026-11-16", "36.5", "×", "√", "√"],
              [NUMBERS[3], "甲四", "2026-11-16", "36.5", "√", "√", "√"]]  # fmt: skip
    assert school.take(晨检=legend).repaired == ()
    assert (school.outcome("甲三"), school.outcome("甲四")) == ("deferred", "ready")


# ---------------------------------------------------------------- whose it is


def test_a_number_that_is_nobodys_beside_a_name_and_class_holds_that_child(school: Schoolroom) -> None:
    head = ["证件号", "姓名", "班级", "疾病", "发病时间"]
    receipt = school.take(疾病=[head, ["140802201301010017", "甲一", UNIT, "流感", "2026-11-14"]])
    assert [change.repair for change in receipt.doubtful] == ["near-name", "new-people-near"]
    assert school.outcome() == "verify"
    assert school.reason() == (
        "“疾病”表写“甲一”的一行可能说的是本人（“疾病 流感，发病时间 2026-11-14”）：问清是谁后登记，或写明理由作废"
    )
    assert school.outcome("甲二") == "ready"
    school.take(疾病=[head, [NUMBERS[0], "甲一", UNIT, "流感", "2026-11-14"]])
    assert school.unread() == []
    assert "流感" in school.reason()


def test_a_number_of_somebody_else_holds_both_until_somebody_says_whose_it_is(school: Schoolroom) -> None:
    sheet = [["证件号", "姓名", "班级", "疾病", "发病时间"], [NUMBERS[1], "甲一", UNIT, "流感", "2026-11-14"]]
    school.take(疾病=sheet)
    assert (school.outcome(), school.outcome("甲二")) == ("verify", "verify")
    school.take(疾病=sheet, accept=True)
    assert school.unread("甲二") == []
    assert "流感" in school.reason("甲二")
    assert school.unread("甲一") == []  # it is known now whose it is


def test_a_row_about_nobody_known_holds_nobody(school: Schoolroom) -> None:
    receipt = school.take(疾病=[ILLNESS, ["140802201301010017", "甲一", "流感", "2026-11-14"]])
    assert [change.repair for change in receipt.doubtful] == ["new-people"]
    assert {school.outcome(name) for name in NAMES} == {"ready"}


# ---------------------------------------------------------------- until it is dealt with


def test_the_same_file_twice_leaves_one_and_says_that_it_still_waits(school: Schoolroom) -> None:
    first, again = (school.take(疾病=_ill(["没听过的病", "2026-11-14"])) for _ in range(2))
    assert (first.unread, again.unread, again.act) == (1, 1, "")
    assert school.words() == ["没听过的病"]
    school.desk.filing.undo(first.act)
    assert school.outcome() == "ready"


def test_accepting_the_doubt_later_deals_with_it(school: Schoolroom) -> None:
    sheet = _ill(["没听过的病", "11.14"])
    school.take(疾病=sheet)
    assert sorted(filter(None, school.words())) == ["11.14", "没听过的病"]
    school.take(疾病=sheet, accept=True)
    assert school.unread() == []


@pytest.mark.parametrize("name", ["表.xlsx", "表 待更正.xlsx", "表 待更正 2.xlsx"])
def test_the_row_put_right_and_sent_again_deals_with_it(school: Schoolroom, name: str) -> None:
    school.take(疾病=_ill(["没听过的病", "2026-11-14"]))
    school.take(name, 疾病=_ill(["流感", "2026-11-14"]))
    assert school.unread() == []
    assert "流感" in school.reason()


def test_another_illness_does_not(school: Schoolroom) -> None:
    school.take(疾病=_ill(["没听过的病", "2026-11-14"]), 健康监测=[HEALTH])
    school.take("另一张.xlsx", 疾病=_ill(["流感", "2026-09-02"]))
    assert school.words() == ["没听过的病"]
    bare = [["证件号", "姓名", "疾病"], [NUMBERS[1], "甲二", "没听过的病"]]
    school.take(疾病=bare)
    school.take("另一张.xlsx", 疾病=[ILLNESS, [NUMBERS[1], "甲二", "流感", "2026-09-02"]])
    assert school.words("甲二") == ["没听过的病"]
    bare[1][2] = "水痘"
    school.take("表 待更正.xlsx", 疾病=bare)
    assert school.words("甲二") == []


def test_the_same_cell_in_other_words_stays_one(school: Schoolroom) -> None:
    school.take(疾病=_ill(["没听过的病", "2026-11-14"]))
    school.take(疾病=_ill(["也没听过", "2026-11-14"]))
    assert school.words() == ["也没听过"]


def test_answering_the_question_in_its_form_deals_with_it(school: Schoolroom) -> None:
    school.take(健康监测=[HEALTH, [NUMBERS[0], "甲一", "2026-11-16", "发热", "36.9", "无"]])
    (one,) = school.unread()
    draft = school.desk.filing.put_right(one.record, date(2026, 11, 16))
    assert (draft.writing("day"), draft.writing("temp_noon")) == ("2026-11-16", "36.9")
    draft.write("temp_am", "38.2")
    filed = school.desk.filing.file_draft(draft)
    assert filed.answers == {"day": "2026-11-16", "temp_am": 38.2, "temp_noon": 36.9, "symptoms": []}
    assert (school.unread(), school.outcome()) == ([], "deferred")
    school.take(健康监测=[HEALTH, [NUMBERS[0], "甲一", "2026-11-16", "发热", "36.9", "无"]])
    assert school.unread() == []  # the same cell sent again asks nobody again
    school.desk.filing.undo(filed.act)
    assert school.words() == ["发热"]


def test_what_could_be_read_of_a_refused_row_stands_in_its_form(school: Schoolroom) -> None:
    school.take(疾病=_ill(["没听过的病", "2026-11-14"]))
    (one,) = school.unread()
    draft = school.desk.filing.put_right(one.record, date(2026, 11, 16))
    assert (draft.blank.id, draft.writing("onset"), draft.writing("disease")) == ("illness", "2026-11-14", "")
    with pytest.raises(Unfinished):
        draft.finish()
    draft.write("disease", "水痘")
    draft.write("onset", "2026-11-12")  # and what one learns by asking may be another day
    school.desk.filing.file_draft(draft)
    assert (school.unread(), school.outcome()) == ([], "deferred")


def test_another_way_in_answers_it_as_well(school: Schoolroom) -> None:
    school.take(健康监测=[HEALTH, [NUMBERS[0], "甲一", "2026-11-16", "发热", "", ""]])
    answers: Answers = {"day": "2026-11-15", "temp_am": 36.6}
    school.desk.filing.append([Entry(blank="health", subject=school.subject(), answers={**answers})])
    assert school.words() == ["发热"]
    answers["day"] = "2026-11-16"
    school.desk.filing.append([Entry(blank="health", subject=school.subject(), answers={**answers})])
    assert (school.unread(), school.outcome()) == ([], "ready")


def test_it_is_set_aside_with_a_reason_and_not_without(school: Schoolroom) -> None:
    school.take(疾病=_ill(["没听过的病", "2026-11-14"]))
    (one,) = school.unread()
    with pytest.raises(CallError):
        school.desk.filing.set_aside([one.record], " ")
    (aside,) = school.desk.filing.set_aside([one.record], "写错了行")
    assert (school.outcome(), aside.replaces) == ("ready", (one.record,))
    assert school.desk.filing.said(aside, "zh") == "“没听过的病”（表.xlsx 疾病 疾病 C2），作废：写错了行"
    school.take(疾病=_ill(["没听过的病", "2026-11-14"]))
    assert school.outcome() == "ready"
    school.desk.filing.undo(aside.act)
    assert school.outcome() == "verify"


def test_what_was_unread_goes_back_to_its_sender(school: Schoolroom) -> None:
    plan = school.plan(
        {"疾病": _ill(["没听过的病", "2026-11-14"], ["也没听过", "2026-10-01"], ["流感", "2026-09-01"])}
    )
    (book,) = plan.returned(plan.receipt())
    assert [row[2] for row in book.sheets[0].cells] == ["疾病", "没听过的病", "也没听过"]


def test_it_does_not_judge_the_days_before_it(school: Schoolroom) -> None:
    school.take(健康监测=[HEALTH, [NUMBERS[0], "甲一", "2026-11-16", "发热", "", ""]])
    assert school.desk.judging.verdict(school.subject(), Moment.parse("2026-11-15")).outcome == "ready"


# ---------------------------------------------------------------- the law

unreadable = st.sampled_from(["偏高", "待查", "？？", "不详", "见备注", "弹窗", "38.x", "2026-13-40", "*"])
good: Mapping[str, Mapping[str, Sequence[str]]] = {
    "疾病": {"疾病": ["流感", "水痘"], "发病时间": ["2026-11-14", "2026-10-02"], "体温正常时间": ["2026-11-15"]},
    "接触史": {"类别": ["密接", "次密接"], "末次接触日期": ["2026-11-13"], "关联人员": ["李雷"]},
    "健康监测": {"日期": ["2026-11-16", "2026-11-15"], "早体温": ["36.5", "38.9"], "症状": ["无", "咳嗽"]},
    "核酸检测": {"采样时间": ["2026-11-15 09:00"], "结果": ["阴性", "阳性"], "样本类型": ["鼻咽拭子"]},
    "健康码行程卡": {"查验时间": ["2026-11-16 07:00"], "健康码": ["绿", "红"]},
}  # fmt: skip
"""What may stand under the headings of each sheet and is understood."""


@st.composite
def rows_with_an_unreadable_cell(draw: st.DrawFn) -> tuple[str, list[Writing]]:
    sheet = draw(st.sampled_from(sorted(good)))
    columns = good[sheet]
    spoiled = draw(st.sampled_from([name for name in columns if name not in ("关联人员", "样本类型")]))
    return sheet, [
        draw(unreadable) if name == spoiled else draw(st.sampled_from(["", *said]))
        for name, said in columns.items()
    ]


good_rows = st.lists(
    st.sampled_from(sorted(good)).flatmap(
        lambda sheet: st.tuples(
            st.just(sheet), st.tuples(*(st.sampled_from(["", *said]) for said in good[sheet].values()))
        )
    ),
    max_size=3,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=good_rows, spoiled=rows_with_an_unreadable_cell())
def test_a_row_with_an_unreadable_cell_is_never_ready_and_makes_nothing_better(
    school: Schoolroom, before: list[tuple[str, tuple[str, ...]]], spoiled: tuple[str, list[Writing]]
) -> None:
    name = f"学{chr(0x5000 + len(school.desk.people.files()))}"
    school.take(人员=[["人员类别", "姓名", "班级"], ["学生", name, UNIT]])

    def take(sheet: str, row: Sequence[Writing]) -> Receipt:
        return school.take_in({sheet: [["姓名", "班级", *good[sheet]], [name, UNIT, *row]]}, f"{sheet}.xlsx")

    for sheet, row in before:
        take(sheet, row)
    was = OUTCOMES.index(school.desk.judging.verdict(school.subject(name), NOW).outcome)
    receipt = take(*spoiled)
    now = OUTCOMES.index(school.desk.judging.verdict(school.subject(name), NOW).outcome)
    assert now >= was
    if receipt.refused or receipt.doubtful:  # 不详 is read: it says nothing
        assert school.unread(name)
        assert now >= OUTCOMES.index("verify")


@pytest.mark.parametrize(
    ("day", "temperature", "remark", "kept"),
    [
        ("11月16日", 36.5, "", 0),
        ("11.16", 36.5, "走读", 0),
        ("16/11", 36.5, "", 0),
        ("11月16日", 38.9, "", 1),
        ("11月16日", "正常", "", 2),
        ("11月16日", 36.5, "昨晚呕吐", 2),
        ("11月16日发烧", 36.5, "", 1),
    ],
)
def test_who_was_well_on_a_day_that_is_asked_is_not_held(
    school: Schoolroom, day: Writing, temperature: Writing, remark: Writing, kept: int
) -> None:
    """A class sheet whose day lacks its year waits for a tick, and holds whoever was not surely well."""
    row: list[Writing] = [NUMBERS[0], NAMES[0], day, temperature, "无", remark]
    school.take(健康监测=[["证件号", "姓名", "日期", "早体温", "症状", "备注"], row])
    assert len(school.unread()) == kept
    assert school.outcome() == ("verify" if kept else "ready")


def test_how_somebody_travelled_says_nothing_alone(school: Schoolroom) -> None:
    heads: list[Writing] = ["证件号", "姓名", "是否返校", "交通方式"]
    school.take(返校确认=[heads, [NUMBERS[0], NAMES[0], "是", "自驾"]])
    assert not school.unread()
