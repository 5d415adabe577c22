"""Sections: a sheet is a list of tables, and every line rules what follows it; nobody is called by a heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schoolprep.facts import blank, divisions
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.steps import finish
from schoolprep.intake import Plan, take_in
from schoolprep.intake.notices import accepting
from schoolprep.intake.plan import plan_tables, replan
from schoolprep.intake.sections import sections
from schoolprep.intake.settle import settle
from schoolprep.intake.tables import Merge, Table
from schoolprep.intake.vocabulary import Vocabulary
from schoolprep.store import Key, School, Store, Who

BLANKS, DIVISIONS = blank.load(), divisions.load()
WORDS = Vocabulary(BLANKS)
Row = Sequence[Writing]
SCHOOL = School(name="运城市实验中学", region="140802", profile="yuncheng-2022")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, raw_key: Key) -> Iterator[Store]:
    """Nobody is on file; planning leaves nothing behind."""
    path = tmp_path_factory.mktemp("sections") / "school.schoolprep"
    with Store.create(path, raw_key, SCHOOL, Who("王老师", "device-a")) as opened:
        yield opened


@pytest.fixture(scope="module")
def peopled(tmp_path_factory: pytest.TempPathFactory, raw_key: Key) -> Iterator[Store]:
    """Three pupils are on file."""
    path = tmp_path_factory.mktemp("sections") / "school.schoolprep"
    with Store.create(path, raw_key, SCHOOL, Who("王老师", "device-a")) as opened:
        take_in(
            opened,
            planned(
                opened,
                ["姓名", "证件号", "班级"],
                ["李雷", "140802200901200530", "七年级3班"],
                ["韩梅", "140802200902200559", "七年级3班"],
                ["王浩", "140802200903200577", "七年级4班"],
            ),
        )
        yield opened


def planned(store: Store, *rows: Row, sheet: str = "Sheet1", **more: object) -> Plan:
    width = max(map(len, rows))
    table = Table("a.xlsx", sheet, [[*row, *[""] * (width - len(row))] for row in rows], **more)  # type: ignore[arg-type]
    return finish(plan_tables([table], store, BLANKS, DIVISIONS, "140802", today=date(2022, 8, 8)))


def said(plan: Plan, *fields: str) -> list[tuple[object, ...]]:
    return [tuple((step.entry.answers or {}).get(field) for field in fields) for step in plan.steps]


def once(plan: Plan, page: int) -> dict[str, tuple[str, str]]:
    """What a table gives once: the writing, and the cell it stands in."""
    return {one.target: (one.writing, one.cell) for one in plan.pages[page].told}


def waiting(plan: Plan) -> list[str]:
    """Who waits for an answer to a question about their table."""
    return [notice.value for question in plan.receipt().questions for notice in question.waiting]


def told(plan: Plan) -> dict[str, str]:
    return {notice.cell: notice.problem.code for notice in plan.receipt().left_out}


PUPILS = ["序号", "姓名", "性别", "联系电话"]


def test_each_title_rules_its_own_table(store: Store) -> None:
    plan = planned(
        store,
        ["七年级3班学生名单"],
        PUPILS,
        [1, "李雷", "男", "13800138001"],
        [2, "韩梅", "女", "13800138002"],
        ["合计", 2],
        [],
        ["七年级4班学生名单"],
        PUPILS,
        [1, "王浩", "男", "13800138003"],
    )
    assert said(plan, "name", "class_name") == [
        ("李雷", "七年级3班"),
        ("韩梅", "七年级3班"),
        ("王浩", "七年级4班"),
    ]
    assert [page.header for page in plan.pages] == [2, 8]
    assert [page.table.place[2] for page in plan.pages] == ["A1", "A7"]
    assert once(plan, 1)["person.class_name"] == ("七年级4班", "A7")
    assert told(plan) == {"A5": "intake.foot-row"}
    assert plan.steps[2].row == 9


def test_a_day_and_an_hour_hold_until_the_next(peopled: Store) -> None:
    plan = planned(
        peopled,
        ["七年级3班2022年8月7日晨检"],
        ["姓名", "早体温", "症状"],
        ["李雷", 36.5, "无"],
        ["七年级3班2022年8月8日晨检"],
        ["姓名", "早体温", "症状"],
        ["李雷", 37.8, "发热"],
        ["七年级4班"],
        ["姓名", "症状", "早体温"],
        ["王浩", "无", 36.6],
    )
    assert said(plan, "day", "temp_am", "symptoms") == [
        ("2022-08-07", 36.5, []),
        ("2022-08-08", 37.8, ["fever"]),
        ("2022-08-08", 36.6, []),
    ]


@pytest.mark.parametrize(
    "second",
    [
        ["姓名", "班级", "离开日期", "抵达日期", "地区"],
        ["姓 名", "班 级", "离开日期：", "抵达日期：", "地区"],
        ["班级", "姓名", "离开日期", "抵达日期", "所在地区"],
    ],
)
def test_a_second_header_with_its_columns_in_another_order(peopled: Store, second: list[str]) -> None:
    cells = {
        "姓": "王浩",
        "班": "七年级4班",
        "离": "2022-08-02",
        "抵": "2022-07-20",
        "地": "海南省三亚市吉阳区",
        "所": "海南省三亚市吉阳区",
    }
    plan = planned(
        peopled,
        ["姓名", "班级", "抵达日期", "离开日期", "地区"],
        ["李雷", "七年级3班", "2022-07-20", "2022-08-01", "海南省三亚市吉阳区"],
        [],
        second,
        [cells[heading[0]] for heading in second],
        sheet="旅居史",
    )
    assert said(plan, "arrived", "left") == [("2022-07-20", "2022-08-01"), ("2022-07-20", "2022-08-02")]
    assert not plan.receipt().refused


def test_the_guardian_telephone_of_a_second_table_is_the_guardians(store: Store) -> None:
    plan = planned(
        store,
        ["姓名", "班级", "联系电话"],
        ["李雷", "七年级3班", "13800138001"],
        ["姓名", "班级", "监护人电话"],
        ["王浩", "七年级4班", "13800138003"],
    )
    assert said(plan, "name", "phone", "guardian_phone") == [
        ("李雷", "13800138001", None),
        ("王浩", None, "13800138003"),
    ]


@pytest.mark.parametrize("again", [["姓名", "班级", "性别"], ["姓 名", "班级：", "性别"]])
def test_a_header_printed_again_is_told_and_nobody(store: Store, again: list[str]) -> None:
    plan = planned(
        store, ["姓名", "班级", "性别"], ["李雷", "七年级3班", "男"], again, ["王浩", "七年级4班", "男"]
    )
    assert said(plan, "name") == [("李雷",), ("王浩",)]
    assert told(plan) == {"A3": "intake.repeated-header"}
    assert len(plan.pages) == 1


def test_a_header_of_two_rows_printed_again(peopled: Store) -> None:
    head = [["姓名", "班级", "体温", "", ""], ["", "", "早", "午", "晚"]]
    plan = planned(
        peopled,
        ["2022年8月8日"],
        *head,
        ["李雷", "七年级3班", 36.5, 36.6, 36.7],
        *head,
        ["王浩", "七年级4班", 36.1, 36.2, 36.3],
    )
    assert said(plan, "temp_am", "temp_noon", "temp_pm") == [(36.5, 36.6, 36.7), (36.1, 36.2, 36.3)]
    assert set(told(plan)) == {"A5", "C6"} or set(told(plan)) == {"A5", "A6"}


def test_two_languages_of_one_header_are_one(store: Store) -> None:
    plan = planned(store, ["姓名", "班级"], ["Name", "Class"], ["李雷", "七年级3班"])
    assert said(plan, "name") == [("李雷",)]


@pytest.mark.parametrize("merges", [(), (Merge(3, 0, 3, 3), Merge(5, 0, 5, 3))])
def test_a_line_between_rows_changes_the_class(store: Store, merges: tuple[Merge, ...]) -> None:
    plan = planned(
        store,
        ["实验中学学生花名册"],
        ["姓名", "性别", "联系电话", "备注"],
        ["李雷", "男", "13800138001"],
        ["七年级2班"],
        ["韩梅", "女", "13800138002"],
        ["七年级3班（班主任：王丽）"],
        ["王浩", "男", "13800138003"],
        ["2022年8月8日"],
        merges=merges,
    )
    assert said(plan, "name", "class_name") == [("韩梅", "七年级2班"), ("王浩", "七年级3班")]
    assert waiting(plan) == ["李雷"], "nothing says his class"
    assert told(plan)["A8"] == "intake.line-skipped", "a day under the last row rules nobody"
    assert [page.key for page in plan.pages] == [plan.pages[0].key] * 3


@pytest.mark.parametrize(
    ("line", "found", "left"),
    [("班级：七年级3班", [("李雷", "七年级2班"), ("王浩", "七年级3班")], {}),
     ("七年级各班：七年级3班、4班", [("李雷", "七年级2班")], {"A5": "intake.line-skipped"})],
)  # fmt: skip
def test_a_line_that_ends_a_class_is_never_lost(
    store: Store, line: str, found: list[tuple[str, str]], left: dict[str, str]
) -> None:
    """A class behind its label rules what follows (班 is a family name too); one that is not certain is told."""
    plan = planned(
        store,
        ["姓名", "性别", "联系电话", "备注"],
        ["班级：七年级2班"],
        ["李雷", "男", "13800138001"],
        ["七年级2班"],
        [line],
        ["王浩", "男", "13800138003"],
    )
    assert said(plan, "name", "class_name") == found
    assert {cell: code for cell, code in told(plan).items() if cell == "A5"} == left


def test_a_class_without_its_grade_takes_the_one_over_it(store: Store) -> None:
    rows = [["姓名", "性别"], ["1班"], ["李雷", "男"], ["(2)班"], ["韩梅", "女"]]
    graded = planned(store, *rows, sheet="七年级")
    assert said(graded, "name", "class_name") == [("李雷", "七年级1班"), ("韩梅", "七年级2班")]
    bare = planned(store, ["七年级1班"], *rows, sheet="名单")
    assert said(bare, "name", "class_name") == [("李雷", "七年级1班"), ("韩梅", "七年级2班")]
    none = planned(store, *rows, sheet="名单")
    assert not none.steps, "of which grade nobody said"
    assert waiting(none) == ["李雷", "韩梅"]


def test_teachers_under_pupils_are_in_no_class(store: Store) -> None:
    plan = planned(
        store,
        ["七年级3班学生名单"],
        ["姓名", "性别"],
        ["李雷", "男"],
        [],
        ["教师名单"],
        ["姓名", "性别"],
        ["王丽", "女"],
    )
    assert said(plan, "name", "class_name") == [("李雷", "七年级3班")]
    assert waiting(plan) == ["王丽"]


def test_lines_that_say_nothing_are_told(store: Store) -> None:
    plan = planned(
        store,
        ["七年级3班"],
        ["序号", "姓名", "性别", "联系电话"],
        ["第一组"],
        [1, "李雷", "男", "13800138001"],
        ["第二组"],
        [2, "韩梅", "女", "13800138002"],
    )
    assert said(plan, "name") == [("李雷",), ("韩梅",)]
    assert told(plan) == {"A3": "intake.line-skipped", "A5": "intake.line-skipped"}


def test_tables_beside_each_other(store: Store) -> None:
    plan = planned(
        store,
        ["七年级3班", "", "", "", "七年级4班"],
        ["姓名", "性别", "联系电话", "", "姓名", "联系电话", "性别"],
        ["李雷", "男", "13800138001", "", "王浩", "13800138003", "男"],
        ["韩梅", "女", "13800138002", "", "", "", ""],
    )
    assert said(plan, "name", "class_name", "phone") == [
        ("李雷", "七年级3班", "13800138001"),
        ("韩梅", "七年级3班", "13800138002"),
        ("王浩", "七年级4班", "13800138003"),
    ]
    assert [page.headings[0].cell for page in plan.pages] == ["A2", "E2"]
    assert once(plan, 1)["person.class_name"] == ("七年级4班", "E1")


def test_one_title_over_two_tables_beside_each_other(store: Store) -> None:
    plan = planned(
        store,
        ["七年级3班学生名单"],
        ["姓名", "性别", "", "姓名", "性别"],
        ["李雷", "男", "", "王浩", "男"],
    )
    assert said(plan, "name", "class_name") == [("李雷", "七年级3班"), ("王浩", "七年级3班")]
    assert once(plan, 1)["person.class_name"] == ("七年级3班", "A1")


def test_blocks_side_by_side_each_under_its_class(store: Store) -> None:
    plan = planned(
        store,
        ["七年级3班", "", "", "七年级4班"],
        ["姓名", "性别", "联系电话"] * 2,
        ["李雷", "男", "13800138001", "王浩", "男", "13800138003"],
    )
    assert said(plan, "name", "class_name") == [("李雷", "七年级3班"), ("王浩", "七年级4班")]


ROLL = ["姓名", "证件号", "班级"]
LI_LEI = ["李雷", "140802200901200530", "七年级3班"]
HAN_MEI = ["韩梅", "140802200902200559", "七年级3班"]


@pytest.mark.parametrize(
    ("heading", "others"),
    [
        (["", "异常名单", "早体温"], ["", "王浩", 38.5]),
        (["", "", "任课教师", "联系电话"], ["", "", "周芳", "13800138000"]),
        (["", "教师", "岗位", "电话"], ["", "周芳", "班主任", "13800138000"]),
        (["教职工姓名", "联系电话", "岗位"], ["周芳", "13800138000", "保安"]),
        (["", "班级", "人数"], ["", "七年级4班", 41]),
        (["班级", "人数"], ["七年级4班", 41]),
        (["异常名单", "早体温"], ["王浩", 38.5]),
    ],
)
def test_what_others_stand_beside_a_list_is_not_its_peoples(
    store: Store, heading: list[str], others: Row
) -> None:
    alone = said(planned(store, ROLL, LI_LEI, HAN_MEI), "name", "document_no", "class_name", "category")
    plan = planned(store, [*ROLL, *heading], [*LI_LEI, *others], [*HAN_MEI, *others])
    assert said(plan, "name", "document_no", "class_name", "category") == alone
    assert all(step.entry.blank == "person" for step in plan.steps)
    assert said(plan, "phone", "post") == [(None, None)] * 2
    assert plan.receipt().questions or plan.receipt().left_out


def test_a_temperature_behind_the_teachers_is_the_pupils(peopled: Store) -> None:
    plan = planned(peopled, [*ROLL, "班主任老师", "早体温", "日期"], [*LI_LEI, "周芳", 36.5, "2022-08-08"])
    assert said(plan, "temp_am") == [(36.5,)]


@pytest.mark.parametrize("heading", ["情况", "异常", "老师评语"])
def test_words_that_read_like_names_are_the_pupils(peopled: Store, heading: str) -> None:
    rows: list[Row] = [[*LI_LEI, "", "水痘", 38.5, "2022-08-08"], [*HAN_MEI, "", "高烧", 38.6, "2022-08-08"]]
    plan = planned(peopled, [*ROLL, "", heading, "早体温", "日期"], *rows)
    assert said(plan, "temp_am") == [(38.5,), (38.6,)]


@pytest.mark.parametrize("title", [[], ["男生", "", "女生"]])
def test_two_lists_beside_each_other_without_an_empty_column(store: Store, title: list[str]) -> None:
    plan = planned(store, ["七年级3班"], title, ROLL[:2] * 2, [*LI_LEI[:2], *HAN_MEI[:2]])
    assert said(plan, "name", "document_no", "class_name") == [tuple(LI_LEI), tuple(HAN_MEI)]
    assert not said(planned(store, ["学生及家长"], ROLL[:2] * 2, [*LI_LEI[:2], *HAN_MEI[:2]]), "name")


@pytest.mark.parametrize(
    ("sheet", "over", "classes"),
    [
        ("名单", [["七年级3班", "七年级4班", "七年级5班"]], ["七年级3班", "七年级4班", "七年级5班"]),
        ("七年级3班", [["学生名单"]], ["七年级3班"] * 3),
        ("Sheet1", [["七年级3班学生名单"], []], ["七年级3班"] * 3),
        ("七年级3班", [["第一组", "第二组", "第三组"]], ["七年级3班"] * 3),
    ],
)
def test_names_side_by_side_are_a_list_each(
    store: Store, sheet: str, over: list[list[str]], classes: list[str]
) -> None:
    names = [
        ["李雷", "韩梅", "王浩"],
        ["钱多", "何欣", "马超"],
        ["赵磊", "阿依古丽", "周芳"],
        ["吴芳", "孙丽 ", "13号"],
        ["班主任：李老师"],
    ]
    plan = planned(store, *over, *names, sheet=sheet)
    found = set(said(plan, "name", "class_name"))
    assert found == {
        (name.strip(), unit)
        for row in names[:4]
        for name, unit in zip(row, classes, strict=True)
        if name != "13号"
    }
    first = len(over) + 1
    assert told(plan) == {f"C{first + 3}": "intake.line-skipped", f"A{first + 4}": "intake.foot-row"}
    assert {page.table.place[2][0] for page in plan.pages} == {"A", "B", "C"}


@pytest.mark.parametrize(
    ("sheet", "rows"),
    [
        ("七年级3班", [["李雷", "李强"], ["韩梅", "韩冬"]]),
        ("七年级3班名单", [["李雷", "李强", "张丽"], ["韩梅", "韩冬", "周芳"]]),
        ("七年级3班家长名单", [["李雷", "王强", "张丽"], ["韩梅", "吴冬", "周芳"]]),
        ("Sheet1", [["李雷", "王强", "张丽"], ["韩梅", "吴冬", "周芳"]]),
    ],
)
def test_names_beside_names_that_may_be_parents_are_asked(store: Store, sheet: str, rows: list[Row]) -> None:
    plan = planned(store, *rows, sheet=sheet)
    assert not plan.steps
    assert plan.receipt().left_out


def test_a_header_is_chosen_for_one_table_of_a_sheet(store: Store) -> None:
    plan = planned(
        store,
        ["姓名", "班级", "性别"],
        ["李雷", "七年级3班", "男"],
        [],
        ["姓名", "班级", "联系电话"],
        ["王浩", "七年级4班", "13800138003"],
    )
    first, second = plan.pages
    assert (first.table.place, second.table.place) == (("a.xlsx", "Sheet1", "A1"), ("a.xlsx", "Sheet1", "A4"))
    chosen = plan.choices.with_header(second.table.place, 5)
    again = finish(replan(plan, chosen, DIVISIONS, "140802", today=date(2022, 8, 8)))
    assert [page.header for page in again.pages] == [1, 5]
    assert said(again, "name") == [("李雷",)]


def test_what_is_refused_goes_back_under_its_own_lines(store: Store) -> None:
    plan = planned(
        store,
        ["七年级3班"],
        PUPILS,
        [1, "李雷", "男", "13800138001"],
        [2, "韩梅", "女", "1380013"],
        [],
        ["七年级4班"],
        PUPILS,
        [1, "王浩", "男", "138001380"],
        [2, "赵磊", "男", "13800138004"],
    )
    (book,) = plan.returned(plan.receipt())
    (sheet,) = book.sheets
    assert [[cell for cell in row if cell] for row in sheet.cells] == [
        ["七年级3班"],
        PUPILS,
        [2, "韩梅", "女", "1380013"],
        [],
        ["七年级4班"],
        PUPILS,
        [1, "王浩", "男", "138001380"],
    ]
    assert (sheet.head, sheet.between, book.rows) == (2, frozenset({3, 4, 5}), 2)
    assert set(sheet.marks) == {(2, 3), (6, 3)}
    assert all(mark.field is BLANKS["person"]["phone"] for mark in sheet.marks.values())


def test_one_table_is_the_sheet_itself() -> None:
    table = Table("a.xlsx", "人员", [["姓名", "班级"], ["李雷", "七年级3班"], ["王浩", "七年级3班"]])
    (found,) = sections(table, WORDS)
    assert found is table


def test_one_row_is_one_person(store: Store) -> None:
    rows = [[name, "七年级3班", "男"] for name in SEVERAL]
    plan = planned(store, ["姓名", "班级", "性别"], *rows, *([name, "七年级4班", "男"] for name in ALONE))
    assert [name for (name,) in said(plan, "name")] == [*ALONE.values()]
    assert {change.was: change.repair for change in plan.receipt().doubtful} == {
        name: why for name, why in SEVERAL.items() if why in ("several-names", "unlikely-name")
    }
    assert {notice.value: notice.problem.code for notice in plan.receipt().refused} == {
        name: why for name, why in SEVERAL.items() if why == "intake.several-people"
    }
    assert {notice.value for notice in plan.receipt().left_out} == {"女"}
    assert sum(plan.receipt().went) == len(rows) + len(ALONE)


def test_nobody_is_made_of_a_cell_with_several_names(store: Store) -> None:
    plan = planned(
        store,
        ["班级", "姓名", "核酸结果", "采样时间"],
        ["七年级3班", "李雷 韩梅", "阴性", "2022-08-07 08:00"],
    )
    assert not plan.steps
    assert [notice.problem.code for notice in plan.receipt().refused] == ["intake.unknown-person"]


SEVERAL = {
    "刘洋 陈静怡": "several-names",
    "刘洋　陈静": "several-names",
    "王建国 李秀英": "several-names",
    "王建国和李秀英": "several-names",
    "刘洋\n陈静怡": "intake.several-people",
    "王建国、李秀英、张伟明": "intake.several-people",
    "杨帆/赵敏": "intake.several-people",
    "Tom Reed; Ann Lee": "intake.several-people",
    "徐强*": "unlikely-name",
    "李红（班主任）": "unlikely-name",
    "(已转学)孙丽": "unlikely-name",
    "女": "",
}
"""What stands in a cell of names → why it is nobody without a person's word."""
ALONE = {
    "欧阳  娜娜": "欧阳娜娜",
    "司马 光": "司马光",
    "王 丽": "王丽",
    "李和平": "李和平",
    "吴芳（班长）": "吴芳（班长）",
    "王伟/David": "王伟/David",
    "Smith, Jane": "Smith, Jane",
    "Mary Ann van der Berg": "Mary Ann van der Berg",
    "阿依古丽·买买提": "阿依古丽·买买提",
}


@pytest.mark.parametrize("sign", ["例", "示例：", "例1", "(示例)", "Example"])
def test_an_example_is_nobody_whatever_its_number(store: Store, sign: str) -> None:
    example = [sign, "张三", "110101199003071233", "七年级3班"]
    plan = planned(store, ["序号", *ROLL], example, [1, *LI_LEI])
    assert said(plan, "name") == [("李雷",)]
    assert told(plan) == {"A2": "intake.example-row"}


@pytest.mark.parametrize(
    "row",
    [
        ["必填", "必填", "男/女"],
        ["例：张三", "七年级1班", "男"],
        ["示例", "七年级1班", "男"],
        ["（例）李四", "七年级1班", "男"],
        ["全班", "50人", ""],
        ["应到", 50, "实到48"],
        ["实到", 48, ""],
        ["制表人", "王老师", ""],
        ["说明", "以上属实", ""],
        ["NULL", "七年级3班", "NULL"],
        ["无", "七年级3班", ""],
        ["测试", "七年级3班", "男"],
        ["空", "七年级3班", ""],
        ["姓名", "班级", ""],
        ["请填写真实姓名", "", ""],
        ["运城市实验中学", "", ""],
        ["第一组", "七年级3班", ""],
        ["Total", "30", ""],
        ["test user 1", "7B", ""],
    ],
)
def test_what_is_nobodys_name_is_told_and_not_added(store: Store, row: Row) -> None:
    plan = planned(
        store, ["姓名", "班级", "性别"], ["李雷", "七年级3班", "男"], row, ["王浩", "七年级4班", "男"]
    )
    assert said(plan, "name") == [("李雷",), ("王浩",)]
    assert not plan.receipt().refused
    (notice,) = plan.receipt().left_out
    assert notice.cell == "A3"
    assert notice.value == str(row[0])


@pytest.mark.parametrize(
    "name",
    [
        "全",
        "全安",
        "安总",
        "应雄",
        "单位伟",
        "计明",
        "说明明",
        "注恩",
        "时光",
        "空海",
        "江一",
        "Null Smith",
        "例行",
        "女真",
    ],
)
def test_real_names_are_people_or_are_asked(store: Store, name: str) -> None:
    plan = planned(store, ["姓名", "班级", "性别", "证件号"], [name, "七年级3班", "", "140802200901200530"])
    asked = [change.was for change in plan.doubtful]
    assert said(plan, "name") == [(name,)] or asked == [name]


@pytest.mark.parametrize("name", ["应到", "全班", "计算"])
def test_a_name_that_reads_like_none_is_asked(store: Store, name: str) -> None:
    plan = planned(store, ["姓名", "班级"], [name, "七年级3班"])
    assert said(plan, "name") == [(name,)] or [change.repair for change in plan.doubtful] == ["unlikely-name"]
    accepted = finish(settle(plan.sheets, plan.gates, plan.rows, plan.known, accepting(True)))
    assert [(step.entry.answers or {}).get("name") for step in accepted.steps] == [name]


def test_teachers_called_by_their_office_are_told_on_every_sheet(peopled: Store) -> None:
    plan = planned(
        peopled,
        ["姓名", "班级", "日期", "早体温"],
        ["例：张三", "七年级1班", "2022-08-08", 36.5],
        ["李雷", "七年级3班", "2022-08-08", 36.5],
    )
    assert said(plan, "temp_am") == [(36.5,)]
    assert told(plan) == {"A2": "intake.nobody"}
    assert not plan.receipt().refused


# One person a page ------------------------------------------------------------------------------------------------


def form(name: str, number: str, *more: Row) -> list[Row]:
    return [
        ["姓名", name, "性别", "男"],
        ["班级", "七年级3班", "身份证号", number],
        ["联系电话", "13800138000", "监护人姓名", "李建"],
        *more,
    ]


def test_a_form_of_one_person(store: Store) -> None:
    plan = planned(
        store,
        ["学生健康登记表"],
        *form(
            "李雷", "140802200901200530", ["家庭情况", "良好"], ["14天内有无旅居史", "无", "早体温", "36.5"]
        ),
        ["本人承诺以上内容属实"],
    )
    (person, *_) = plan.steps
    assert person.entry.answers is not None
    assert [person.entry.answers[name] for name in ("name", "class_name", "document_no", "guardian", "category")] == [
        "李雷", "七年级3班", "140802200901200530", "李建", "student",
    ]  # fmt: skip
    assert not plan.receipt().refused
    assert told(plan) == {"A5": "intake.unknown-heading", "A7": "intake.line-skipped"}
    cells = {heading.text: heading.cell for heading in plan.pages[0].headings}
    assert (cells["姓名"], cells["身份证号"], cells["早体温"]) == ("A2", "C3", "C6")


@pytest.mark.parametrize("gap", [[], [[]], [[], ["学生登记表"]]])
def test_forms_under_each_other_are_rows_of_one_table(store: Store, gap: list[Row]) -> None:
    plan = planned(
        store, ["学生登记表"], *form("李雷", "140802200901200530"), *gap, *form("韩梅", "14080220090220055")
    )
    assert said(plan, "name", "document_no") == [("李雷", "140802200901200530"), ("韩梅", None)]
    assert len(plan.pages) == 1
    (refused,) = plan.receipt().refused
    assert (refused.cell, refused.value) == (f"D{6 + len(gap)}", "14080220090220055")


def test_forms_beside_each_other(store: Store) -> None:
    one, other = form("李雷", "140802200901200530"), form("韩梅", "140802200902200559")
    plan = planned(store, *([*left, "", *right] for left, right in zip(one, other, strict=True)))
    assert said(plan, "name", "document_no") == [
        ("李雷", "140802200901200530"),
        ("韩梅", "140802200902200559"),
    ]


def test_labels_and_answers_in_one_cell(store: Store) -> None:
    plan = planned(
        store,
        ["姓名：李雷  性别：男", ""],
        ["班级：七年级3班", "联系电话：13800138000"],
        ["身份证号：140802200901200530", ""],
    )
    assert said(plan, "name", "class_name", "phone", "document_no") == [
        ("李雷", "七年级3班", "13800138000", "140802200901200530")
    ]


def test_a_guardian_in_a_form_is_no_pupil(store: Store) -> None:
    plan = planned(
        store,
        ["姓名", "李雷", "班级", "七年级3班"],
        ["身份证号", "140802200901200530", "性别", "男"],
        ["监护人", "姓名", "李建", "联系电话", "13800138001"],
    )
    assert said(plan, "name", "phone", "guardian", "guardian_phone") == [
        ("李雷", None, "李建", "13800138001")
    ]


def test_a_list_with_few_rows_is_no_form(store: Store) -> None:
    plan = planned(store, ["姓名", "年级", "班级", "性别"], ["李雷", "七年级", "七年级3班", "男"])
    assert said(plan, "name") == [("李雷",)]
    assert plan.pages[0].header == 1


@pytest.mark.parametrize(
    "header",
    [["Role", "Name", "Class", "Sex"], ["Name", "Role", "Class", "Sex"], ["Sex", "Class", "Role", "Name"]],
)
@pytest.mark.parametrize("names", [["Tom Reed"], ["Tom Reed", "Ann Hall", "Sam Lee"]])
def test_a_list_that_says_student_of_everybody_is_no_form(
    store: Store, header: list[str], names: list[str]
) -> None:
    """Student is a heading of names too: the last one of a column was taken for a label."""
    rows: list[Row] = [
        [{"Role": "Student", "Name": name, "Class": "7B", "Sex": "Male"}[one] for one in header]
        for name in names
    ]
    assert said(planned(store, header, *rows), "name") == [(name,) for name in names]


def test_a_long_name_under_a_header_makes_no_form_of_a_list(store: Store) -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff"
    plan = planned(store, ["姓名", "班级", "性别", "联系电话"], [long, "七年级1班", "男", "13835908000"])
    assert plan.pages[0].header == 1 and [one.field for one in plan.pages[0].headings][:2] == [
        "name",
        "class_name",
    ]


def test_an_empty_form_adds_nobody(store: Store) -> None:
    plan = planned(store, ["学生登记表"], *([row[0], "", row[2], ""] for row in form("", "")))
    assert not plan.steps
    assert not plan.receipt().refused


def test_a_list_under_a_form_comes_in_as_well(store: Store) -> None:
    plan = planned(
        store,
        *form("李雷", "140802200901200530"),
        [],
        ["七年级4班"],
        ["姓名", "性别"],
        ["王浩", "男"],
    )
    assert said(plan, "name", "class_name") == [("李雷", "七年级3班"), ("王浩", "七年级4班")]


# A column for each day --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2022年8月5日核酸", "2022年8月6日核酸"),
        ("核酸检测（2022年8月5日）", "核酸检测(2022.8.6)"),
        ("2022-08-05 结果", "2022-08-06 结果"),
    ],
)
def test_a_test_for_each_day(peopled: Store, one: str, other: str) -> None:
    plan = planned(
        peopled,
        ["姓名", "班级", one, other],
        ["李雷", "七年级3班", "阴性", "阴性"],
        ["韩梅", "七年级3班", "", "未出"],
    )
    assert said(plan, "sampled_at", "result") == [
        ("2022-08-05", "negative"),
        ("2022-08-06", "negative"),
        ("2022-08-06", "pending"),
    ]
    assert not plan.receipt().left_out


def test_days_over_results_of_tests(peopled: Store) -> None:
    plan = planned(
        peopled,
        ["姓名", "班级", "核酸检测", ""],
        ["", "", date(2022, 8, 5), date(2022, 8, 6)],
        ["李雷", "七年级3班", "阴性", "阳性"],
    )
    assert said(plan, "sampled_at", "result") == [("2022-08-05", "negative"), ("2022-08-06", "positive")]


def test_bare_days_over_temperatures_ask_for_the_hour_once(peopled: Store) -> None:
    rows: list[Row] = [
        ["姓名", "班级", date(2022, 8, 5), date(2022, 8, 6)],
        ["李雷", "七年级3班", 36.5, 37.8],
    ]
    plan = planned(peopled, *rows)
    assert {question.name for question in plan.receipt().questions} == {"hour"}
    assert not plan.steps
    morning = planned(peopled, ["晨检记录"], *rows)
    assert said(morning, "day", "temp_am") == [("2022-08-05", 36.5), ("2022-08-06", 37.8)]


def test_a_day_that_a_heading_only_mentions_is_none_of_its_answers(store: Store) -> None:
    plan = planned(store, ["姓名", "班级", "返校日期(2022年8月20日)"], ["李雷", "七年级3班", "是"])
    assert said(plan, "name") == [("李雷",)]
    assert told(plan) == {"C1": "intake.guessed-heading"} or set(told(plan)) == {"C1"}


# No header at all -------------------------------------------------------------------------------------------------

NUMBERS = ("140802200901200530", "140802200902200559", "140802200903200577", "140802200904200595")
NAMES = ("李雷", "韩梅", "王浩", "赵磊")


def test_without_a_header_the_first_row_is_somebody(store: Store) -> None:
    plan = planned(
        store, *([name, number, "13800138000"] for name, number in zip(NAMES, NUMBERS, strict=True))
    )
    assert said(plan, "name", "document_no", "phone") == [
        (name, number, None) for name, number in zip(NAMES, NUMBERS, strict=True)
    ]
    assert told(plan) == {"C1": "intake.guessed-heading"}, "whose telephone it is nobody said"
    page = plan.pages[0]
    assert page.header == 0
    chosen = plan.choices.with_column(page.key, page.headings[2].key, "person.guardian_phone")
    again = finish(replan(plan, chosen, DIVISIONS, "140802", today=date(2022, 8, 8)))
    assert said(again, "guardian_phone") == [("13800138000",)] * 4


def test_without_a_header_lines_rule_all_the_same(store: Store) -> None:
    rows: list[Row] = [
        [at + 1, name, number] for at, (name, number) in enumerate(zip(NAMES, NUMBERS, strict=True))
    ]
    plan = planned(store, ["七年级3班名单"], *rows[:2], ["七年级4班"], *rows[2:], ["制表人：王老师"])
    assert said(plan, "name", "class_name") == [
        ("李雷", "七年级3班"),
        ("韩梅", "七年级3班"),
        ("王浩", "七年级4班"),
        ("赵磊", "七年级4班"),
    ]


def test_without_proof_the_columns_are_proposed_and_nobody_is_added(store: Store) -> None:
    plan = planned(store, *([name, "七年级3班", "13800138000"] for name in NAMES))
    assert not plan.steps
    assert told(plan) == {"": "intake.unheaded"}
    page = plan.pages[0]
    assert [heading.others[:1] for heading in page.headings] == [
        ("person.name",),
        ("person.class_name",),
        ("person.phone",),
    ]
    choices = plan.choices
    for heading in page.headings:
        choices = choices.with_column(page.key, heading.key, heading.others[0])
    again = finish(replan(plan, choices, DIVISIONS, "140802", today=date(2022, 8, 8)))
    assert said(again, "name", "class_name") == [(name, "七年级3班") for name in NAMES]


def test_wrong_numbers_prove_nothing(store: Store) -> None:
    plan = planned(store, *([name, number[:-1] + "1"] for name, number in zip(NAMES, NUMBERS, strict=True)))
    assert not plan.steps


def test_people_above_a_header_are_not_lost(store: Store) -> None:
    plan = planned(
        store,
        [NAMES[0], NUMBERS[0], "七年级3班"],
        [NAMES[1], NUMBERS[1], "七年级3班"],
        ["姓名", "班级", "身份证号"],
        [NAMES[2], "七年级4班", NUMBERS[2]],
    )
    assert said(plan, "name", "class_name", "document_no") == [
        (NAMES[0], "七年级3班", NUMBERS[0]),
        (NAMES[1], "七年级3班", NUMBERS[1]),
        (NAMES[2], "七年级4班", NUMBERS[2]),
    ]


# The law ----------------------------------------------------------------------------------------------------------

TABLES: dict[str, tuple[list[str], list[list[Writing]]]] = {
    "person": (
        ["姓名", "证件号", "性别", "联系电话"],
        [["李雷", NUMBERS[0], "男", "13800138001"], ["韩梅", NUMBERS[1], "男", "13800138002"]],
    ),
    "travel": (
        ["姓名", "证件号", "地区", "抵达日期", "离开日期"],
        [["李雷", NUMBERS[0], "海南省三亚市吉阳区", "2022-07-20", "2022-08-01"]],
    ),
    "test": (
        ["证件号", "姓名", "采样时间", "结果"],
        [[NUMBERS[0], "李雷", "2022-08-05 08:00", "阴性"], [NUMBERS[1], "韩梅", "2022-08-06 08:00", "待出"]],
    ),
    "health": (
        ["姓名", "证件号", "日期", "早体温", "症状"],
        [["韩梅", NUMBERS[1], "2022-08-07", 36.5, "无"], ["李雷", NUMBERS[0], "2022-08-08", 37.8, "发热"]],
    ),
    "contact": (
        ["姓名", "证件号", "类别", "末次接触日期"],
        [["李雷", NUMBERS[0], "密切接触者", "2022-08-01"]],
    ),
}
FEET: list[list[Writing]] = [[], ["合计", 2], ["制表人：王老师"]]


def _drawn(name: str, order: Sequence[int], titled: bool, numbered: bool, foot: Row) -> list[list[Writing]]:
    heads, rows = TABLES[name]
    lead: list[list[Writing]] = [["七年级3班情况表"]] if titled else []
    first: list[Writing] = ["序号"] if numbered else []
    table: list[list[Writing]] = [[*first, *(heads[at] for at in order)]]
    for number, row in enumerate(rows, 1):
        table.append([*([number] if numbered else []), *(row[at] for at in order)])
    return [*lead, *table, *([list(foot)] if foot else [])]


@st.composite
def drawn(draw: st.DrawFn) -> list[list[Writing]]:
    """A canonical table as somebody may have drawn it: with its columns in any order, numbered, titled, with a foot."""
    name = draw(st.sampled_from(sorted(TABLES)))
    order = draw(st.permutations(range(len(TABLES[name][0]))))
    return _drawn(name, order, draw(st.booleans()), draw(st.booleans()), draw(st.sampled_from(FEET)))


def _records(store: Store, *tables: list[list[Writing]]) -> set[str]:
    sheets = [
        Table(f"{at}.xlsx", "Sheet1", [[*row, *[""] * (8 - len(row))] for row in rows])
        for at, rows in enumerate(tables)
    ]
    plan = finish(plan_tables(sheets, store, BLANKS, DIVISIONS, "140802", today=date(2022, 8, 8)))
    people = {
        step.entry.subject: (step.entry.answers or {}).get("document_no")
        for step in plan.steps
        if step.entry.blank == "person"
    }
    said = {
        (step.entry.blank, people.get(step.entry.subject), str(sorted((step.entry.answers or {}).items())))
        for step in plan.steps
    }
    return {str(one) for one in said} | {notice.problem.code for notice in plan.receipt().refused}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn(), drawn(), st.integers(0, 3))
def test_tables_on_one_sheet_say_what_they_say_alone(
    store: Store, upper: list[list[Writing]], lower: list[list[Writing]], empty: int
) -> None:
    gap: list[list[Writing]] = [[] for _ in range(empty)]
    title = upper[:1] if len(upper[0]) == 1 and len(lower[0]) > 1 else []  # it rules on
    assert _records(store, [*upper, *gap, *lower]) == _records(store, upper, [*title, *lower])


def test_teachers_under_a_line_of_theirs_are_in_no_class(store: Store) -> None:
    plan = planned(
        store,
        ["七年级3班"],
        ["姓名", "性别", "联系电话"],
        ["李雷", "男", "13800138000"],
        ["教师"],
        ["王丽", "女", "13800138001"],
    )
    assert said(plan, "name", "class_name") == [("李雷", "七年级3班")]
    assert waiting(plan) == ["王丽"]


def test_a_title_of_several_classes_says_none(store: Store) -> None:
    plan = planned(store, ["七年级1班、2班名单"], ["姓名", "性别"], ["李雷", "男"])
    assert not plan.steps
    assert waiting(plan) == ["李雷"]


@pytest.mark.parametrize(
    "block", [["姓名", "班级"], ["姓名", "学号"], ["学号", "姓名", "班级"], ["姓名", "联系电话"]]
)
def test_what_repeats_to_the_right_is_somebody_each(store: Store, block: list[str]) -> None:
    cells = {
        "姓名": NAMES,
        "班级": ("七年级3班",) * 4,
        "学号": ("101", "102", "103", "104"),
        "联系电话": ("13800138000",) * 4,
    }
    row = [cells[heading][at] for at in range(3) for heading in block]
    plan = planned(store, ["七年级3班"], block * 3, row)
    assert said(plan, "name") == [(name,) for name in NAMES[:3]]


def test_an_english_class_over_each_table(store: Store) -> None:
    plan = planned(
        store,
        ["Class: 7B"],
        ["Name", "Sex", "Telephone"],
        ["Siân Price", "F", ""],
        ["Class: 8A"],
        ["Name", "Sex", "Telephone"],
        ["Zoë Smith", "F", ""],
    )
    assert said(plan, "name", "class_name") == [("Siân Price", "7B"), ("Zoë Smith", "8A")]
