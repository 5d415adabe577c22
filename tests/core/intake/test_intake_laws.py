"""Laws of intake: order, repetition and slicing of what is sent make no difference to what is on file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from schoolprep.facts import blank, divisions
from schoolprep.facts.blank import Blank
from schoolprep.facts.gate import Gate
from schoolprep.facts.kinds.base import Frame, Writing
from schoolprep.facts.steps import finish
from schoolprep.intake import plan_tables, take_in
from schoolprep.intake.tables import Table
from schoolprep.store import Key, School, Store, Who

BLANKS = blank.load()
DIVISIONS = divisions.load()
SCHOOL = School(name="一中", region="140802", profile="yuncheng-2022")
DOCUMENTS = ("140802200809010013", "110101199003071233", "931156200809010012", "H12345678")
NAMES = ("王明", "李红", "张三", "赵四")
OnFile = list[tuple[str, str, str]]


class Fact(NamedTuple):
    """Something true about a person: a sheet and the answers of one row, by heading."""

    sheet: str
    who: int
    answers: dict[str, str]


@st.composite
def truths(draw: st.DrawFn) -> list[Fact]:
    """A consistent world: each statement has one set of answers, whichever part of it is sent."""
    facts = []
    for who in range(draw(st.integers(1, 3))):
        person = {
            "班级": f"七年级{who + 1}班",
            "宿舍": draw(st.sampled_from(["101", "102"])),
            "联系电话": "13800138000",
        }
        facts.append(Fact("人员", who, person))
        for day in draw(st.sets(st.integers(1, 5), max_size=3)):
            result = draw(st.sampled_from(["阴性", "阳性", "待出"]))
            facts.append(
                Fact("核酸检测", who, {"采样时间": f"2022-08-0{day} 08:00", "结果": result, "检测机构": "甲"})
            )
        for day in draw(st.sets(st.integers(1, 5), max_size=3)):
            temperature = f"36.{draw(st.integers(0, 9))}"
            facts.append(
                Fact("健康监测", who, {"日期": f"2022-08-0{day}", "早体温": temperature, "症状": "无"})
            )
    return facts


KEYS = {"人员": "班级", "核酸检测": "采样时间", "健康监测": "日期"}


@st.composite
def sendings(draw: st.DrawFn) -> tuple[list[Fact], list[list[Table]]]:
    """A world, and files that send it: each statement in at least one, whole or with answers left empty elsewhere."""
    world = draw(truths())
    people = [fact for fact in world if fact.sheet == "人员"]
    count = draw(st.integers(1, 3))
    sent: list[list[Fact]] = [list(people) for _ in range(count)]
    for fact in world:
        sent[draw(st.integers(0, count - 1))].append(fact)
        for file in sent:
            if draw(st.booleans()):
                kept = draw(st.sets(st.sampled_from(sorted(fact.answers)))) | {KEYS[fact.sheet]}
                file.append(
                    fact._replace(answers={key: fact.answers[key] for key in fact.answers if key in kept})
                )
    return world, [_tables(f"{index}.xlsx", draw(st.permutations(file))) for index, file in enumerate(sent)]


def _tables(file: str, facts: Sequence[Fact]) -> list[Table]:
    tables = []
    for sheet in dict.fromkeys(fact.sheet for fact in facts):
        rows = [fact for fact in facts if fact.sheet == sheet]
        headings = sorted({heading for fact in rows for heading in fact.answers})
        cells = [["证件类型", "证件号", "姓名", *headings]]
        for fact in rows:
            kind = "港澳居民来往内地通行证" if fact.who == 3 else ""
            who = [kind, DOCUMENTS[fact.who], NAMES[fact.who]]
            cells.append(who + [fact.answers.get(heading, "") for heading in headings])
        tables.append(Table(file, sheet, cells))
    return tables


def _taken(calls: Sequence[Sequence[Table]]) -> OnFile:
    """What is on file after these intakes, each a call of its own."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "school.schoolprep"
        with Store.create(path, Key.random(), SCHOOL, Who("校医", "desk")) as store:
            for tables in calls:
                made = finish(plan_tables(tables, store, BLANKS, DIVISIONS, "140802"))
                receipt = take_in(store, made)
                assert not receipt.refused
                assert not receipt.doubtful
            current = list(store.current())
            names = {r.subject: str((r.answers or {}).get("name")) for r in current if r.blank == "person"}
            return sorted(
                (r.blank, names[r.subject], str(sorted((r.answers or {}).items()))) for r in current
            )


@settings(max_examples=40)
@given(sendings(), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_of_files_gives_the_same_records(
    sending: tuple[list[Fact], list[list[Table]]], chance: object
) -> None:
    world, books = sending
    whole = _taken([_tables("all.xlsx", world)])
    shuffle = chance.shuffle  # type: ignore[attr-defined]
    again = [*books, *books[:1]]
    shuffle(again)
    assert _taken(again) == whole
    assert _taken([[table for book in again for table in book]]) == whole


@settings(max_examples=25)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"地区": st.sampled_from(["海南省三亚市", "太原市小店区"])},
            optional={
                "抵达日期": st.sampled_from(["2022-08-01", "2022-08-02"]),
                "离开日期": st.just("2022-08-03"),
            },
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda row: tuple(sorted(row.items())),
    )
)
def test_statements_that_complete_each_other_do_so_in_either_order(rows: list[dict[str, str]]) -> None:
    person = _tables("p.xlsx", [Fact("人员", 0, {"班级": "七年级1班"})])
    alone = [_tables(f"{index}.xlsx", [Fact("旅居史", 0, row)]) for index, row in enumerate(rows)]
    less_first = sorted(alone, key=lambda tables: len(tables[0].cells[0]))
    there = _taken([person, *less_first])
    back = _taken([person, *reversed(less_first)])
    assert _fullest(there) == _fullest(back)


def _fullest(records: OnFile) -> set[str]:
    return {answers for blank_id, _, answers in records if blank_id == "travel" and "arrived" in answers}


@settings(max_examples=25)
@given(truths())
def test_the_same_file_again_changes_nothing(world: list[Fact]) -> None:
    book = _tables("a.xlsx", world)
    assert _taken([book, book]) == _taken([book])


ODD: list[Writing] = [
    "", None, " ", "—", "无", "？", 0, 1, True, 36.5, 8.8, 1.408e17, 44781, 10**17, float("nan"), "#N/A", "合计",
    "阴性", "阳性", "8月8日", "2022.8.8", "2022-08-08 24:00", date(2022, 8, 8), datetime(2022, 8, 8, 7, 30), time(7),
    "运城", "海南省三亚市吉阳区迎宾路1号", "绿", "是", "否", "密切接触者", "发热、咳嗽", "流感", "集中隔离", "高风险",
    "王\u200b明", "七(1)班", *DOCUMENTS[:2],
]  # fmt: skip


@settings(max_examples=40)
@given(st.data())
def test_whatever_the_cells_hold_nothing_breaks_and_the_second_time_nothing_changes(
    data: st.DataObject,
) -> None:
    tables = _tables("p.xlsx", [Fact("人员", who, {"班级": "七年级1班"}) for who in (0, 1)])
    for one in data.draw(st.lists(st.sampled_from(list(BLANKS.values())), min_size=1, max_size=3)):
        who = [] if one.about == "areas" or one.id == "person" else ["证件号", "姓名", "班级"]
        header = [*who, *(field.headings[0] for field in one.field)]
        line = st.lists(st.sampled_from(ODD), min_size=len(header), max_size=len(header))
        rows = data.draw(st.lists(line, min_size=1, max_size=4))
        for row in rows:
            row[: len(who)] = [DOCUMENTS[0], "", ""][: len(who)]
        tables.append(Table("odd.xlsx", one.sheet, [header, *rows]))
    accept = data.draw(st.booleans())
    with TemporaryDirectory() as folder:
        path = Path(folder) / "school.schoolprep"
        with Store.create(path, Key.random(), SCHOOL, Who("校医", "desk")) as store:
            for again in (False, True):
                steps = plan_tables(tables, store, BLANKS, DIVISIONS, "140802", today=date(2022, 8, 8))
                receipt = take_in(store, finish(steps), accept)
                assert receipt.json()
                assert len(receipt.rows("zh")) == len(receipt.rows("en"))
                if again:
                    assert (receipt.added, receipt.changed) == (0, 0)


@settings(max_examples=60)
@given(st.sampled_from(list(BLANKS.values())), st.data())
def test_a_sheet_read_at_once_is_read_as_row_by_row(one: Blank, data: st.DataObject) -> None:
    names = list(one.fields)
    line = st.lists(st.sampled_from(ODD), min_size=len(names), max_size=len(names))
    lines = data.draw(st.lists(line, min_size=1, max_size=6))
    frame = Frame(DIVISIONS, "140802", today=date(2022, 8, 8))
    together = Gate(one, frame).rows(names, lines)
    alone = [Gate(one, frame).row(dict(zip(names, cells, strict=True))) for cells in lines]
    assert together == alone


# ---------------------------------------------------------------- sheets as schools send them

SURVEY = ["班级", "姓名", "证件号", "健康码", "核酸采样时间", "核酸结果", "宿舍", "联系电话", "住宿方式"]


@st.composite
def surveys(draw: st.DrawFn) -> list[list[str]]:
    """Rows of a survey that answers three blanks, each true whichever sheet it stands on."""
    rows = []
    for who in range(draw(st.integers(1, 3))):
        answers = [
            draw(st.sampled_from(["绿", "黄", ""])),
            f"2022-08-0{draw(st.integers(1, 5))} 08:00",
            draw(st.sampled_from(["阴性", "待出"])),
            draw(st.sampled_from(["101", ""])),
            "13800138000",
            "住校",
        ]
        rows.append([f"七年级{who + 1}班", NAMES[who], DOCUMENTS[who], *answers])
    return rows


def _one_below_the_other(rows: list[list[str]]) -> Table:
    return Table("一.xlsx", "Sheet1", [["返校摸排表"], SURVEY, *rows])


def _side_by_side(rows: list[list[str]]) -> Table:
    line = [cell for row in rows for cell in row]
    return Table("二.xlsx", "Sheet1", [SURVEY * len(rows), line])


def _under_two_headers(rows: list[list[str]]) -> Table:
    above = ["基本信息", "", "", "健康码", "核酸", "", "住宿情况", "", ""]
    below = ["班级", "姓名", "证件号", "", "采样时间", "结果", "宿舍", "联系电话", "住宿方式"]
    return Table("三.xlsx", "Sheet1", [above, below, *rows])


def _for_each_class(rows: list[list[str]]) -> list[Table]:
    return [Table("四.xlsx", row[0], [SURVEY[1:], row[1:]]) for row in rows]


@settings(max_examples=12)
@given(surveys(), st.permutations(range(4)), st.integers(1, 4))
def test_whatever_the_layout_the_same_survey_gives_the_same_records(
    rows: list[list[str]], order: list[int], count: int
) -> None:
    ways = [
        [_one_below_the_other(rows)], [_side_by_side(rows)], [_under_two_headers(rows)], _for_each_class(rows)
    ]  # fmt: skip
    whole = _taken([ways[0]])
    assert {blank_id for blank_id, _, _ in whole} >= {"person", "test"}
    assert _taken([ways[at] for at in order[:count]]) == whole
    assert _taken([[table for at in order[:count] for table in ways[at]]]) == whole
