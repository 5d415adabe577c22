"""What stands in a row and nobody asks for is heard where it speaks of an illness; harmless words hold nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.steps import finish
from schoolprep.intake import Plan, plan_tables
from schoolprep.intake.tables import Table
from schoolprep.store import Key, School, Store, Who
from tests.program import program_data

DATA = program_data()
TODAY = date(2025, 3, 5)
Rows = Sequence[Sequence[Writing]]
UNIT = "三年级1班"
NAMES = [f"{family}{given}" for family in "赵钱孙李周吴郑王冯陈" for given in "甲乙丙丁戊己庚辛"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A school in which everybody is ready; nothing of these tests is filed."""
    path = tmp_path_factory.mktemp("school") / "s.schoolprep"
    school = School(name="一中", region="140802", profile="cn-school-today")
    made = Desk(Store.create(path, Key.random(), school, Who("甲", "d")), DATA)
    people = [[name, UNIT, f"2023{at:04d}"] for at, name in enumerate(NAMES)]
    made.intake.take_in(
        _plan(made, [Table("花名册.xlsx", "人员", [["姓名", "班级", "学号"], *people])]), True
    )
    yield made
    made.close()


def _plan(desk: Desk, tables: Sequence[Table]) -> Plan:
    return finish(plan_tables(tables, desk._store, DATA.blanks, DATA.divisions, "140802", today=TODAY))


def _heard(desk: Desk, *tables: Table) -> dict[str, list[str]]:
    """Whom an intake of sheets leaves something unread of, and what."""
    names = {subject: file.person.name or "" for subject, file in desk.people.files().items()}
    found: dict[str, list[str]] = {}
    for entry in _plan(desk, tables).settled.leftover.filed:
        found.setdefault(names[entry.subject], []).append(str((entry.answers or {})["words"]))
    return found


def _each(heads: Sequence[str], asked: str, cells: Sequence[Writing], file: str = "表.xlsx") -> Table:
    """A sheet that gives one person after the other another answer to the same question."""
    day: Mapping[str, Writing] = {
        "日期": "2025-03-05",
        "班级": UNIT,
        "晨检体温": 36.5,
        "健康码": "绿",
        "性别": "男",
    }
    rows = [
        [cell if head == asked else name if head == "姓名" else day.get(head, "") for head in heads]
        for name, cell in zip(NAMES, cells, strict=False)
    ]
    return Table(file, "Sheet1", [list(heads), *rows])


CHECK = ["日期", "班级", "姓名", "晨检体温"]
PEOPLE = ["班级", "姓名", "性别"]


@pytest.mark.parametrize(
    ("beside", "heading", "cells"),
    [
        (PEOPLE, "备注", ["水痘，3月1日起在家", "猩红热", "昨晚发烧", "住院", "密接", "隔离"]),
        (["班级", "姓名", "健康码"], "备注", ["密接", "昨晚被通知是次密接", "同住人阳性", "发烧"]),
        (CHECK, "缺勤原因", ["水痘", "病假"]),
        (CHECK, "晨检结果", ["水痘", "异常"]),
        (CHECK, "身体异常情况", ["发热", "有"]),
        (CHECK, "异常情况", ["呕吐", "是"]),
        (CHECK, "处理情况", ["水痘，回家", "就医"]),
        (CHECK, "家长反馈", ["昨晚39度"]),
        (CHECK, "监护人姓名", ["昨晚39度"]),
        (CHECK, "体温是否正常", ["否", "异常", 37.8, "不正常", "×"]),
        (CHECK, "复测体温", [39, "38.5℃", 37.4, 385]),
        (CHECK, "接触史", ["密接"]),
        (CHECK, "原因", ["水痘", "chickenpox"]),
        (PEOPLE, "Remarks", ["measles", "chickenpox since Monday"]),
    ],
)
def test_words_in_a_column_that_nobody_reads_are_unread(
    desk: Desk, beside: list[str], heading: str, cells: list[Writing]
) -> None:
    heard = _heard(desk, _each([*beside, heading], heading, cells))
    assert heard.keys() == set(NAMES[: len(cells)]), heard


@pytest.mark.parametrize(
    ("beside", "heading", "cells"),
    [
        (PEOPLE, "备注", ["走读", "课代表", "家长接送", "无", "√", "未发烧", "2组"]),
        (PEOPLE, "既往病史", ["哮喘", "水痘", "热性惊厥"]),
        (PEOPLE, "过敏史", ["发热时对布洛芬过敏"]),
        (PEOPLE, "水痘疫苗", ["已接种", "是", 1]),
        (PEOPLE, "身高", [138.5, 139, 141]),
        (PEOPLE, "体重", [38.5, 39.2, 41]),
        (PEOPLE, "语文", [38, 39, 41]),
        (PEOPLE, "座位", [38, "39", 40]),
        (PEOPLE, "家庭住址", ["发热巷3号"]),
        (CHECK, "晨检结果", ["正常", "无", "✓", "√", "健康", "/", "—", ""]),
        (CHECK, "体温是否正常", ["是", "正常", "√", 36.5, "无异常"]),
        (CHECK, "复测体温", [36.5, "36.8℃", 37.2]),
        (CHECK, "身体异常情况", ["无", "否", "没有", "正常", "无发热、咳嗽"]),
        (CHECK, "请假类型", ["事假"]),
        (CHECK, "精神", ["√", "好", "正常"]),
    ],
)
def test_harmless_words_hold_nobody(
    desk: Desk, beside: list[str], heading: str, cells: list[Writing]
) -> None:
    assert not _heard(desk, _each([*beside, heading], heading, cells))


def test_what_is_heard_is_told_once_each(desk: Desk) -> None:
    plan = _plan(desk, [_each([*PEOPLE, "备注"], "备注", ["水痘", "走读", "昨晚39度"])])
    told = {(one.cell, one.value, one.problem.code) for one in plan.receipt().notes}
    assert told == {("D2", "水痘", "intake.words-speak"), ("D4", "昨晚39度", "intake.words-speak")}
    assert plan.receipt().unread == 2


def test_the_disease_beside_temperature_and_symptoms_is_an_illness(desk: Desk) -> None:
    for heads in ([*CHECK, "疾病"], [*CHECK, "病名"], ["日期", "班级", "姓名", "症状", "诊断"]):
        plan = _plan(desk, [_each(heads, heads[-1], ["水痘", "无", "正常", "", "甲流"])])
        ill = [step.entry.answers for step in plan.steps if step.entry.blank == "illness"]
        assert ill == [{"disease": "varicella"}, {"disease": "influenza"}], heads
        assert not plan.settled.leftover.filed


@pytest.mark.parametrize(
    "days", [["3.3", "3.4", "3.5"], [3, 4, 5], ["周一", "周二", "周三"], ["3月3日", "3月4日", "3月5日"]]
)
def test_a_cross_or_a_fever_under_a_day_is_heard(desk: Desk, days: list[Writing]) -> None:
    head: list[Writing] = ["班级", "姓名", *days]
    marks: Rows = [
        [UNIT, NAMES[0], "√", "√", "×"],
        [UNIT, NAMES[1], "√", "√", "√"],
        [UNIT, NAMES[2], "√", "病", "√"],
    ]
    measured: Rows = [
        [UNIT, NAMES[0], 36.5, 36.6, 38.2],
        [UNIT, NAMES[1], 36.5, 36.6, 36.5],
        [UNIT, NAMES[2], 36.4, 39, ""],
    ]
    assert _heard(desk, Table("晨检.xlsx", "Sheet1", [head, *marks])).keys() == {NAMES[0], NAMES[2]}
    hot = _plan(desk, [Table("晨检体温.xlsx", "Sheet1", [["2025年3月晨检体温"], head, *measured])])
    left = {
        entry.subject
        for entry in hot.settled.entries
        if "38.2" in str(entry.answers) or "39" in str(entry.answers)
    }
    assert len(left) == 2


def test_what_a_form_asks_and_we_do_not_know_is_said_of_its_person(desk: Desk) -> None:
    lines: Rows = [
        ["姓名", NAMES[0]],
        ["班级", UNIT],
        ["日期", "2025-03-05"],
        ["体温", 36.5],
        ["是否有发热", "是"],
        ["其他", "昨晚发烧"],
    ]
    plan = _plan(desk, [Table("表.xlsx", "Sheet1", [["学生健康情况登记"], *lines])])
    assert "昨晚发烧" in str([entry.answers for entry in plan.settled.leftover.filed])


def test_two_columns_of_remarks_are_both_heard(desk: Desk) -> None:
    rows: Rows = [
        ["2025-03-05", UNIT, NAMES[0], 36.5, "", "水痘"],
        ["2025-03-05", UNIT, NAMES[1], 36.5, "发热39", ""],
    ]
    assert _heard(desk, Table("表.xlsx", "晨检", [[*CHECK, "备注", "备注"], *rows])).keys() == set(NAMES[:2])


def test_what_is_pinned_to_a_cell_is_heard(desk: Desk) -> None:
    table = _each(CHECK, "晨检体温", [36.5, 36.5, 36.5])
    heard = _heard(desk, table._replace(comments={(1, 3): "昨晚39度", (2, 3): "已核对", (0, 3): "发热≥37.3"}))
    assert heard == {NAMES[0]: ["昨晚39度"]}


@pytest.mark.parametrize("mark", ["异常打×", "√正常 ×发热 △请假", "（× 为不适）"])
def test_marks_mean_what_the_lines_around_say(desk: Desk, mark: str) -> None:
    table = _each([*CHECK, "精神", "口腔"], "精神", ["×", "√", ""])
    heard = _heard(desk, table._replace(cells=[[f"晨检登记表（{mark}）"], *table.cells]))
    assert heard.keys() == {NAMES[0]}


@pytest.mark.parametrize(
    ("file", "sheet", "title"),
    [
        ("发热学生.xlsx", "Sheet1", "2025年3月5日发热学生名单"),
        ("名单.xlsx", "Sheet1", "三年级水痘学生名单（2025年3月5日）"),
        ("因病缺课.xlsx", "流感", ""),
        ("名单.xlsx", "Sheet1", "Pupils off with chickenpox - 5 March 2025"),
        ("密接人员名单.xlsx", "Sheet1", ""),
        ("名单.xlsx", "Sheet1", "疫情防控期间发热学生名单"),
    ],
)
def test_a_list_of_the_ill_holds_everybody_on_it(desk: Desk, file: str, sheet: str, title: str) -> None:
    rows = [[UNIT, name] for name in NAMES[:3]]
    over = [[title]] if title else []
    plain = Table(file, sheet, [*over, ["班级", "姓名"], *rows])
    dated = Table(file, sheet, [*over, ["日期", "班级", "姓名"], *(["2025-03-05", *row] for row in rows)])
    assert _heard(desk, plain).keys() == set(NAMES[:3])
    assert _heard(desk, dated).keys() == set(NAMES[:3])
    (note,) = [
        one for one in _plan(desk, [plain]).receipt().notes if one.problem.code == "intake.title-speaks"
    ]
    assert note.problem.facts["count"] == 3


@pytest.mark.parametrize(
    ("file", "sheet", "title"),
    [
        ("花名册.xlsx", "人员", "三年级1班学生名单"),
        ("晨检.xlsx", "Sheet1", "疫情防控期间学生晨检登记表"),
        ("表.xlsx", "Sheet1", "流感疫苗接种学生名单"),
        ("表.xlsx", "Sheet1", "学生缺勤统计表"),
        ("表.xlsx", "Sheet1", "晨午检及因病缺课登记表"),
        ("表.xlsx", "Sheet1", "学生有无发热咳嗽情况登记表"),
        ("表.xlsx", "Sheet1", "填表说明：发热学生请另行填写"),
        ("新冠疫苗.xlsx", "Sheet1", ""),
        ("手足口病消毒记录.xlsx", "Sheet1", ""),
        ("结核菌素试验登记表.xlsx", "Sheet1", ""),
        ("flu consent.xlsx", "Sheet1", ""),
        ("表.xlsx", "Sheet1", "Head lice letter sent"),
        ("Measles MMR catch-up.xlsx", "Sheet1", ""),
    ],
)
def test_a_list_of_anybody_holds_nobody(desk: Desk, file: str, sheet: str, title: str) -> None:
    over = [[title]] if title else []
    assert not _heard(
        desk, Table(file, sheet, [*over, ["班级", "姓名"], *([UNIT, name] for name in NAMES[:3])])
    )


def test_the_list_that_gives_the_illness_itself_needs_no_question(desk: Desk) -> None:
    rows = [[UNIT, NAMES[0], "水痘", "2025-03-04"]]
    table = Table("水痘.xlsx", "Sheet1", [["水痘学生名单"], ["班级", "姓名", "疾病", "发病时间"], *rows])
    assert not _heard(desk, table)


def test_a_list_that_is_taken_in_twice_asks_once(desk: Desk, tmp_path: Path) -> None:
    school = School(name="一中", region="140802", profile="cn-school-today")
    own = Desk(Store.create(tmp_path / "s.schoolprep", Key.random(), school, Who("甲", "d")), DATA)
    table = _each([*PEOPLE, "备注"], "备注", ["水痘"])
    own.intake.take_in(_plan(own, [table]))
    (subject,) = own.people.files()
    assert own.judging.verdict(subject, Moment.parse("2025-03-05T08:00")).outcome == "verify"
    again = own.intake.take_in(_plan(own, [table]))
    assert (again.added, again.unchanged, again.unread, again.notes) == (0, 1, 1, ())
    (waiting,) = own.people.file(subject).unread_answers
    own.filing.set_aside([waiting.record], "去年的")
    assert own.intake.take_in(_plan(own, [table])).unread == 0
    assert own.intake.take_in(_plan(own, [table._replace(file="下周.xlsx")])).unread == 1
    own.close()


def test_somebody_named_where_nobody_reads_beside_an_illness_is_held(desk: Desk) -> None:
    one, two, three, four, five = NAMES[:5]
    bare = Table("名单.xlsx", "Sheet1", [["3月5日因发热未到校学生名单"], [one], [two]])
    counted = Table(
        "统计.xlsx", "Sheet1", [["班级", "应到", "其他症状学生"], [UNIT, 30, f"{three}（呕吐）、{four}"]]
    )
    over = Table(
        "花名册.xlsx", "人员", [[f"今日发热：{five}"], ["姓名", "班级", "学号"], [NAMES[9], UNIT, "20230009"]]
    )
    harmless = Table(
        "值日.xlsx", "Sheet1", [["值日表"], ["周一", NAMES[6]], [f"课代表：{NAMES[7]}", "发热请报告"]]
    )
    heard = _heard(desk, bare, counted, over, harmless)
    assert heard.keys() - {NAMES[7]} == {one, two, three, four, five}


@pytest.mark.parametrize("above", [[], [["2025年3月5日"]], [["一中疫情日报"], ["单位：人"]]])
def test_names_under_an_illness_have_that_one_and_no_other(desk: Desk, above: Rows) -> None:
    one, two, three, four = NAMES[:4]
    rows: Rows = [
        ["班级", "应到", "水痘", "病假", "事假"],
        [UNIT, 30, one, f"{two}、{three}", four],
    ]
    heard = _heard(desk, Table("日报.xlsx", "Sheet1", [*above, *rows]))
    assert heard == {one: [f"水痘：{one}"], two: [f"病假：{two}、{three}"], three: [f"病假：{two}、{three}"]}


def test_a_line_between_names_says_what_those_under_it_have(desk: Desk) -> None:
    one, two, three = NAMES[:3]
    rows: Rows = [["水痘"], [UNIT, one], [UNIT, two], ["流感学生"], [UNIT, three]]
    assert _heard(desk, Table("统计.xlsx", "Sheet1", rows)) == {
        one: ["水痘"],
        two: ["水痘"],
        three: ["流感学生"],
    }


def test_a_message_under_who_speaks_is_about_their_child(desk: Desk) -> None:
    one, two = NAMES[:2]
    chat: Rows = [[f"2025-03-05 07:20 {one}妈妈"], ["老师，孩子昨晚吐了"], [f"{two}爸爸 7:21"], ["今天39度"]]
    assert _heard(desk, Table("聊天.txt", "聊天", chat)).keys() == {one, two}


@pytest.mark.parametrize("heading", ["备注", "缺勤原因"])
@pytest.mark.parametrize(("above", "held"), [("昨晚呕吐", 3), ("事假", 0)])
def test_a_ditto_says_what_stands_above_it(desk: Desk, heading: str, above: str, held: int) -> None:
    heard = _heard(desk, _each([*CHECK, heading], heading, [above, "同上", "〃", "走读"]))
    assert list(heard) == NAMES[:held]
    assert not held or heard[NAMES[1]] == [f"同上、{above}"]


@pytest.mark.parametrize("name", [f"07{NAMES[0]}", f"7号{NAMES[0]}", f"1.{NAMES[0]}", f"{UNIT}{NAMES[0]}"])
def test_who_is_counted_before_their_name_is_no_nobody(desk: Desk, name: str) -> None:
    rows: Rows = [CHECK, ["2025-03-05", UNIT, name, 38.4]]
    (step,) = _plan(desk, [Table("晨检.xlsx", "Sheet1", rows)]).steps
    assert desk.people.files()[step.entry.subject].person.name == NAMES[0]


def test_who_is_of_another_class_by_their_name_is_nobody_in_particular(desk: Desk) -> None:
    """The class beside the name and the one before it differ: whose it is has to be asked."""
    plan = _plan(
        desk, [Table("晨检.xlsx", "Sheet1", [CHECK, ["2025-03-05", "三年级2班", f"{UNIT}{NAMES[0]}", 38.4]])]
    )
    assert not plan.steps
    (kept,) = plan.settled.leftover.filed
    assert desk.people.files()[kept.subject].person.name == NAMES[0]


def test_who_is_named_in_another_column_of_a_line_about_a_class_is_held(desk: Desk) -> None:
    heads = ["日期", "班级", "应到人数", "发热学生姓名", "其他症状学生", "班主任"]
    rows: Rows = [
        ["2025-03-05", UNIT, 40, NAMES[0], NAMES[1], NAMES[5]],
        ["2025-03-05", UNIT, 40, "无", "", NAMES[6]],
    ]
    plan = _plan(desk, [Table("汇总.xlsx", "Sheet1", [heads, *rows])])
    assert [step.entry.blank for step in plan.steps] == ["health"]
    assert _heard(desk, Table("汇总.xlsx", "Sheet1", [heads, *rows])).keys() == {NAMES[1]}


def test_what_a_form_says_that_was_taken_for_a_list_is_said_of_its_person(desk: Desk) -> None:
    """姓名 | 赵甲 | 班级 | … with labels nobody knows under it: its sickness is not lost with its headings."""
    leave: Rows = [
        ["学生请假条"],
        ["姓名", "赵甲", "班级", UNIT],
        ["请假时间", "2025-03-04至2025-03-06", "请假类别", "病假"],
        ["请假事由", "发热39度"],
    ]
    assert list(_heard(desk, Table("请假条.xlsx", "Sheet1", leave))) == ["赵甲"]


@pytest.mark.parametrize(
    "lines",
    [
        [["", "缺勤学生：赵乙（水痘）"]],
        [["缺勤学生：赵乙（水痘）"]],
        [["缺勤学生"], ["姓名", "原因"], ["赵乙", "水痘"], ["赵丙", "事假"]],
    ],
)
def test_whom_a_row_without_a_name_speaks_of_is_held(desk: Desk, lines: Rows) -> None:
    """Lines under a list that stand in no column of names."""
    rows: Rows = [["日期", "班级", "姓名", "晨检体温"], ["2025-03-05", UNIT, "赵甲", 36.5], *lines]
    assert list(_heard(desk, Table("晨检.xlsx", "Sheet1", rows))) == ["赵乙"]


@pytest.mark.parametrize("below", [["", "", "", 38.5, ""], ["", UNIT, "", "", "昨晚39度"]])
def test_a_row_without_a_name_goes_on_about_the_one_above(desk: Desk, below: list[Writing]) -> None:
    """Its fever is perhaps that person's; a harmless one holds nobody."""
    heads: list[Writing] = ["日期", "班级", "姓名", "晨检体温", "备注"]
    day = "2025-03-05"
    rows: Rows = [heads, [day, UNIT, "赵甲", 36.5], below, [day, UNIT, "赵乙", 36.4], ["", "", "", 36.6]]
    assert list(_heard(desk, Table("晨检.xlsx", "Sheet1", rows))) == ["赵甲"]


def test_a_row_without_a_name_goes_on_in_a_list_of_people_too(desk: Desk) -> None:
    rows: Rows = [
        ["班级", "姓名", "家长电话", "备注"],
        [UNIT, "赵甲", "13800000001", ""],
        ["", "", "", "昨晚39度"],
    ]
    assert list(_heard(desk, Table("名单.xlsx", "Sheet1", rows))) == ["赵甲"]


def test_who_is_named_in_a_second_list_beside_the_first_is_held(desk: Desk) -> None:
    rows: Rows = [
        ["日期", "班级", "姓名", "晨检体温", "", "缺勤姓名", "缺勤原因"],
        ["2025-03-05", UNIT, "赵甲", 36.5, "", "赵乙", "水痘"],
        ["2025-03-05", UNIT, "赵丙", 36.5, "", "", ""],
    ]
    assert "赵乙" in _heard(desk, Table("晨检.xlsx", "Sheet1", rows))


@pytest.mark.parametrize(
    ("heading", "sick", "well"),
    [
        ("家庭成员有无异常", "有", "无"),
        ("是否符合返校条件", "否", "是"),
        ("是否发热", "A.是", "B.否"),
        ("身体是否异常", "A、有", "B、无"),
        ("体温是否正常", "B.否", "A.是"),
        ("Mon AM", "I", "/"),
        ("05/03 PM", "I", "\\"),
        ("Medication", "Yes", "Inhaler"),
    ],
)
def test_what_is_answered_to_a_question_nobody_knows(desk: Desk, heading: str, sick: str, well: str) -> None:
    """A no to "is all well" holds, a yes to "is anything wrong" too, in any of the ways of surveys."""
    rows: list[list[Writing]] = [["班级", "姓名", heading], [UNIT, "赵甲", sick], [UNIT, "赵乙", well]]
    assert list(_heard(desk, Table("表.xlsx", "Sheet1", rows))) == ["赵甲"]


@pytest.mark.parametrize("heading", ["检测机构", "采样医院", "送检单位"])
def test_the_hospital_that_tested_a_class_holds_nobody(desk: Desk, heading: str) -> None:
    """Where a test was made says nothing of whom it was made of."""
    rows: Rows = [
        ["班级", "姓名", "采样时间", "检测结果", heading],
        *([UNIT, name, "2025-03-04 08:00", "阴性", "中心医院"] for name in NAMES[:5]),
    ]
    assert _heard(desk, Table("核酸检测结果.xlsx", "Sheet1", rows)) == {}


def test_the_health_of_a_register_of_pupils_is_good(desk: Desk) -> None:
    """健康或良好 is the first of the four states of health of GB/T 2261.3."""
    rows: Rows = [["班级", "姓名", "户口性质", "健康状况"], [UNIT, "赵甲", "农业", "健康或良好"]]
    assert _heard(desk, Table("学籍.xlsx", "Sheet1", rows)) == {}


def test_who_stands_over_a_column_is_who_it_speaks_of(desk: Desk) -> None:
    """A sheet nobody reads, with names for headings."""
    rows: Rows = [
        ["日期", "赵甲", "赵乙", "赵丙"],
        ["3月4日", 36.5, 36.5, 36.4],
        ["3月5日", 36.4, 38.6, 36.5],
    ]
    assert list(_heard(desk, Table("体温.xlsx", "Sheet1", rows))) == ["赵乙"]


def test_a_cell_that_names_somebody_speaks_of_nobody_beside_it(desk: Desk) -> None:
    rows: Rows = [[UNIT, "三年级2班"], ["赵甲（发热）", "赵乙"], ["赵丙", "赵丁(水痘)"]]
    assert sorted(_heard(desk, Table("表.xlsx", "Sheet1", rows))) == ["赵丁", "赵甲"]


def test_the_first_line_of_a_chat_is_no_title(desk: Desk) -> None:
    rows: Rows = [["赵甲妈妈：昨晚发烧39度，今天请假"], ["赵乙爸爸：收到"]]
    assert list(_heard(desk, Table("剪贴板", "剪贴板", rows, text=True))) == ["赵甲"]


def test_who_is_to_be_asked_about_a_notice_is_not_ill(desk: Desk) -> None:
    rows: Rows = [["请各班做好流感防控，联系人：赵甲"]]
    assert _heard(desk, Table("剪贴板", "剪贴板", rows, text=True)) == {}
