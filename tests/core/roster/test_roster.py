"""Rosters: whom they choose, in what order, on which sheets, and what stands in the cells."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.facts import divisions, words
from schoolprep.facts.area import LEVELS, Area, Areas, Level
from schoolprep.facts.days import Moment, day_of, iso
from schoolprep.facts.headings import ColumnSaid, declared, headings
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers
from schoolprep.facts.school_order import PeopleOrder, class_key, number_of, unit_key
from schoolprep.facts.text import as_text
from schoolprep.facts.words import say_problem
from schoolprep.loop.measure import DueTest, Measure
from schoolprep.roster import Layout, Roster, RosterColumn, draw, load
from schoolprep.roster.column import written_out
from schoolprep.roster.masks import identity, phone
from schoolprep.roster.sheet_names import sheet_names
from schoolprep.roster.values import SOURCES, VALUES
from schoolprep.verdicts.verdict import Case, Finding, Owed, Verdict
from tests.roster_school import ON, blanks, case, context, in_order, layouts, person, sanya, school

LAYOUTS, BLANKS = layouts(), blanks()
CHINESE = re.compile(r"[㐀-鿿]")


def _draw(layout: str, cases: list[Case] | None = None, lang: Lang = "zh", *, mask: bool = False) -> Roster:
    return draw(LAYOUTS[layout], school() if cases is None else cases, context(lang, mask=mask))


def _column(roster: Roster, heading: str, group: int = 0) -> list[str | int | None]:
    at = roster.headings.index(heading)
    return [row[at] for row in roster.groups[group].rows]


def _one(roster: Roster, heading: str) -> str | int | None:
    (cell,) = _column(roster, heading)
    return cell


# --- layouts as data ---------------------------------------------------------------------------------------------


def test_the_rosters_of_the_school_are_there_in_their_order() -> None:
    assert list(LAYOUTS) == ["return", "deferred", "travel", "closed-loop", "tests-owed"]


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.id)
def test_every_layout_speaks_both_languages_and_says_no_heading_twice(layout: Layout) -> None:
    for lang in ("zh", "en"):
        headings = [column.heading[lang] for column in layout.column]
        assert len(set(headings)) == len(headings)
        said = [layout.title[lang], layout.purpose[lang], *headings, *(who[lang] for who in layout.signature)]
        assert all(said)
        assert all(bool(CHINESE.search(text)) == (lang == "zh") for text in said), said


def test_every_value_belongs_to_a_family_that_some_source_offers() -> None:
    offered = {family for families in SOURCES.values() for family in families}
    assert {name.partition(".")[0] for name in VALUES} <= offered


def test_every_value_is_declared_and_every_declaration_is_a_value() -> None:
    assert set(declared()) == set(VALUES)
    bare = [name for name, said in declared().items() if "heading" not in said and "field" not in said]
    assert bare == ["row.blank"]  # what is written by hand is called by its layout


def _column_of(said: str | ColumnSaid) -> RosterColumn:
    return msgspec.convert(written_out(said, BLANKS), RosterColumn, dec_hook=as_text)


def test_a_column_is_what_its_value_declares_with_what_the_layout_says_instead() -> None:
    column = _column_of({"value": "person.document", "width": 30})
    assert (column.heading["zh"], column.mask, column.width) == ("证件号", "identity", 30)


def test_a_value_that_repeats_a_field_is_called_as_its_blank_calls_it() -> None:
    column = _column_of("test.sampled")
    assert (column.heading["zh"], column.heading["en"]) == (
        "采样时间",
        BLANKS["test"]["sampled_at"].heading("en"),
    )


def test_a_heading_of_a_field_means_the_value_that_repeats_it() -> None:
    known: dict[str, set[str]] = {}
    for heading, name in headings(BLANKS):
        known.setdefault(heading, set()).add(name)
    assert known["身份证号"] == {"person.document"}
    assert known["学生姓名"] == {"person.name"}
    assert known["算式"] == {"verdict.arithmetic"}


def test_every_word_of_the_rosters_asks_for_the_same_facts_in_both_languages() -> None:
    for key, sentence in words.catalogue().items():
        if key.startswith("roster."):
            asked = [set(re.findall(r"\{(\w+)\}", sentence[lang])) for lang in ("zh", "en")]
            assert asked[0] == asked[1], key


GOOD = (files("exports") / "layouts" / "deferred.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('source = "people"', 'source = "houses"', "houses"),
        ("frozen = 3", "frosen = 3", "frosen"),
        ('"person.name"', '"person.shoe"', "person.shoe"),
        ('"person.name"', '"stay.place"', "stay.place"),
        (
            '{ value = "row.blank", heading = { zh = "责任人", en = "In charge" }, width = 8 }',
            '"row.blank"',
            "heading",
        ),
        ("position = 2", "position = ", "deferred.toml"),
        ('id = "deferred"', "id = 7", "deferred.toml"),
        ("width = 8", "width = true", "deferred.toml"),
    ],
)
def test_a_mistake_in_a_layout_is_one_sentence_with_its_file(
    was: str, now: str, said: str, tmp_path: Path
) -> None:
    assert was in GOOD
    (tmp_path / "deferred.toml").write_text(GOOD.replace(was, now), "utf-8")
    with pytest.raises(CallError) as wrong:
        load(tmp_path, BLANKS)
    for lang in ("zh", "en"):
        sentence = say_problem(wrong.value.problem, lang)
        assert said in sentence
        assert "deferred.toml" in sentence


def test_two_layouts_with_one_id_are_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(GOOD, "utf-8")
    with pytest.raises(CallError) as wrong:
        load(tmp_path, BLANKS)
    assert "b.toml" in say_problem(wrong.value.problem, "zh")


def test_a_layout_without_columns_is_refused(tmp_path: Path) -> None:
    empty = re.sub(r"column = \[.*?\n\]\n", "column = []\n", GOOD, flags=re.DOTALL)
    (tmp_path / "empty.toml").write_text(empty, "utf-8")
    with pytest.raises(CallError) as wrong:
        load(tmp_path, BLANKS)
    assert "empty.toml" in say_problem(wrong.value.problem, "zh")


# --- whom, in what order, on which sheets ------------------------------------------------------------------------


def test_a_sheet_per_class_then_staff_with_a_summary_in_front() -> None:
    made = _draw("return")
    assert [group.sheet for group in made.groups] == ["七年级1班", "七年级2班", "十年级10班", "教师", "后勤"]
    assert made.summary is not None
    assert made.summary.sheet == "汇总"
    assert made.summary.rows[0] == ("七年级1班", 3, 1, 1, 0, 1)
    assert made.summary.rows[-1] == ("合计", 7, 4, 1, 1, 1)


def test_people_of_a_class_stand_by_pinyin_and_are_counted_from_one() -> None:
    made = _draw("return")
    assert _column(made, "姓名") == ['=HYPERLINK("http://x","李雷")', "韩梅", "钱思远"]
    assert _column(made, "序号") == [1, 2, 3]


def test_a_verdict_has_its_word_its_reason_and_its_day() -> None:
    made = _draw("return")
    assert _column(made, "判定") == ["可返校", "暂缓返校", "待补材料"]
    assert made.groups[0].tones == ["ready", "deferred", "incomplete"]
    assert _column(made, "最早可返校日") == ["2022-08-08", "2022-08-09", "2022-08-08"]
    reasons = _column(made, "原因")
    assert reasons[0] is None
    assert "三亚" in str(reasons[1])
    assert "承诺书" in str(reasons[2])


def test_only_the_deferred_stand_on_their_list_with_rule_and_document() -> None:
    made = _draw("deferred")
    assert [group.sheet for group in made.groups] == ["暂缓返校名单"]
    assert made.summary is None
    assert _one(made, "姓名") == "韩梅"
    assert "联防联控机制综发〔2022〕71号" in str(_one(made, "触发规则／依据"))
    assert _one(made, "管控措施") == "集中隔离医学观察，至08-08"
    assert (_one(made, "起始日"), _one(made, "预计可返校日")) == ("2022-08-01", "2022-08-09")
    assert _one(made, "当前所在地") == "盐湖隔离点 302"
    assert "8月8日核酸" in str(_one(made, "需补材料"))


def test_nobody_is_an_answer() -> None:
    made = _draw("deferred", [case("p", [person("王小明", "140802200809010013", "七年级2班"), *in_order()])])
    assert made.groups[0].rows == []
    assert made.nobody == "没有符合条件的人。"
    assert "本表从 1 人的档案中选出 0 人" in made.foot[0]


def test_an_empty_school_is_one_empty_sheet() -> None:
    made = _draw("return", [])
    assert [(group.sheet, group.rows) for group in made.groups] == [("师生返校花名册", [])]


def test_a_class_by_itself_is_one_sheet_and_the_foot_says_out_of_how_many() -> None:
    made = draw(LAYOUTS["return"], school(), context(class_name="七年级1班"))
    assert [group.sheet for group in made.groups] == ["七年级1班"]
    assert made.summary is None
    assert "七年级1班 3 人（全校 7 人）" in made.foot[0]


def test_a_class_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(CallError) as wrong:
        draw(LAYOUTS["return"], school(), context(class_name="七年级9班"))
    assert say_problem(wrong.value.problem, "zh") == (
        "没有“七年级9班”这个班。现有：七年级1班、七年级2班、十年级10班。"
    )


def test_title_and_foot_say_school_day_rules_counts_and_maker() -> None:
    made = _draw("return")
    assert made.title_lines[0] == "盐湖区实验中学师生返校花名册"
    assert "2022年8月8日 07:30" in made.title_lines[1]
    assert made.groups[0].line.endswith("可返校 1、待补材料 1、暂缓返校 1")
    foot = "\n".join(made.foot)
    assert "联防联控机制综发〔2022〕71号，2022-06-28起" in foot
    assert "全部 7 人：可返校 4、待补材料 1、待核实 1、暂缓返校 1" in foot
    assert "SchoolPrep" in foot


def test_a_day_without_rules_is_said_in_the_foot() -> None:
    late = Moment.parse("2025-09-01")
    one = case("p", [person("王小明", "140802200809010013", "七年级2班")], late)
    assert "判定规则：当日没有生效的规则" in draw(LAYOUTS["return"], [one], context(on=late)).foot


# --- what stands in the cells ------------------------------------------------------------------------------------


def test_unknown_travel_is_never_none() -> None:
    names = {"p-zhao": "未填", "p-wang": "无（已申报）"}
    for subject, shown in names.items():
        of = next(one for one in school() if one.file.subject == subject)
        assert _one(_draw("return", [of]), "旅居地及日期") == shown


def test_what_came_after_the_moment_judged_for_is_not_the_latest() -> None:
    late: list[tuple[str, Answers]] = [
        ("test", {"sampled_at": "2022-08-08T09:00", "result": "positive"}),
        ("code", {"checked_at": "2022-08-09", "colour": "red"}),
    ]
    made = _draw(
        "return", [case("p", [person("王小明", "140802200809010013", "七年级2班"), *in_order(), *late])]
    )
    assert _one(made, "最近核酸") == "08-07 09:00 阴性"
    assert _one(made, "健康码") == "绿"


def test_a_stay_shows_the_level_of_its_days_and_the_rule_it_sets_off() -> None:
    made = _draw("travel")
    assert _column(made, "地区") == ["海南省三亚市吉阳区", "山西省运城市盐湖区"]
    assert _column(made, "当时风险等级") == ["高风险", "未列入"]
    assert _column(made, "抵达日期") == ["2022-07-25", "2022-08-04 09:00"]
    assert _column(made, "离开日期") == ["2022-08-01", None]
    assert "高风险区三亚吉阳区" in str(_column(made, "规则说明")[0])
    assert _column(made, "规则说明")[1] is None
    assert "有旅居记录 1 人；已申报无旅居 5 人；未填 1 人。" in made.foot


def test_a_stay_after_the_area_was_lifted_is_not_listed() -> None:
    stays: list[tuple[str, Answers]] = [
        ("travel", {"place": "620103", "arrived": "2022-08-05", "left": "2022-08-06"}),
        ("travel", {"place": "620103", "arrived": "2022-08-07", "left": "2022-08-07"}),
        ("travel", {"place": "62", "arrived": "2022-08-01", "left": "2022-08-02"}),
    ]
    made = _draw("travel", [case("p", [person("王小明", "140802200809010013", "七年级2班"), *stays])])
    assert _column(made, "当时风险等级") == ["可能是中风险", "中风险", "未列入"]


def test_a_measure_stands_beside_the_custody_that_answers_it() -> None:
    made = _draw("closed-loop")
    shown = {heading: _one(made, heading) for heading in made.headings}
    assert shown["管控措施"] == "集中隔离医学观察"
    assert (shown["起算日"], shown["应解除日"]) == ("2022-08-01", "2022-08-08")
    assert (shown["隔离点"], shown["房间"]) == ("盐湖隔离点", "302")
    assert (shown["转运车辆"], shown["移交人"], shown["接收人"]) == ("晋M12345", "王老师", "刘护士")
    assert shown["开始时间"] == "2022-08-04 10:10"
    assert shown["状态"] == "第7天，到第7天止"
    assert shown["解除时间"] is None
    assert str(shown["核酸"]).splitlines()[-1] == "08-08 今日应检"


def test_a_measure_that_is_over_says_whether_the_release_is_on_record() -> None:
    on = Moment.parse("2022-08-09T12:00")
    release: tuple[str, Answers] = (
        "custody",
        {"step": "release", "starts": "2022-08-09T08:00", "receiver": "王老师"},
    )
    for more, state in (([], "期满，未登记解除"), ([release], "已解除")):
        made = draw(LAYOUTS["closed-loop"], [case("p", [*sanya(), *more], on)], context(on=on))
        assert _one(made, "状态") == state
    assert (_one(made, "解除时间"), _one(made, "解除后接收人")) == ("2022-08-09 08:00", "王老师")


def test_custody_that_no_rule_orders_is_not_lost() -> None:
    said: list[tuple[str, Answers]] = [
        person("王小明", "140802200809010013", "七年级2班"), *in_order(),
        ("custody", {"step": "school_room", "starts": "2022-08-07T10:00", "place": "校内隔离室"}),
    ]  # fmt: skip
    made = _draw("closed-loop", [case("p", said)])
    assert (_one(made, "隔离点"), _one(made, "状态")) == ("校内隔离室", "现无对应措施，未登记解除")
    assert _one(made, "应解除日") is None


@pytest.mark.parametrize("others", [(), ("outbreak",), ("normal", "controlled", "outbreak")])
def test_a_stay_has_the_level_by_which_the_rules_judge_it(others: tuple[Level, ...]) -> None:
    since = day_of("2022-07-20")
    entries = [Area(level, "460203", "", level, since, None) for level in (*others, LEVELS[3])]
    listed = Areas(entries, divisions.load())
    said: list[tuple[str, Answers]] = [
        person("王小明", "140802200809010013"),
        ("travel", {"place": "460203", "arrived": "2022-08-01", "left": "2022-08-04"}),
    ]
    made = draw(LAYOUTS["travel"], [case("p", said, listed=listed)], context(listed=listed))
    assert _one(made, "当时风险等级") == "低风险"
    assert "低风险区" in str(_one(made, "规则说明"))


def test_who_missed_a_test_is_listed_once_with_the_days_missed() -> None:
    made = _draw("tests-owed")
    assert _one(made, "姓名") == "韩梅"
    assert (_one(made, "应检日期"), _one(made, "漏检日期")) == ("2022-08-08", "08-04")
    assert _one(made, "状态") == "漏检"
    assert made.groups[0].tones == ["missed"]
    assert _one(made, "应检原因") == "集中隔离医学观察第7天"
    assert _one(made, "结果") is None


def test_a_proof_that_is_missing_is_owed_today() -> None:
    said = [entry for entry in in_order() if entry[0] != "test"]
    made = _draw("tests-owed", [case("p", [person("王小明", "140802200809010013", "七年级2班"), *said])])
    assert (_one(made, "应检日期"), _one(made, "状态")) == ("2022-08-08", "今日应检")
    assert "核酸阴性" in str(_one(made, "应检原因"))


DAY = ON.day
STAGE = Measure(
    "cn-p9/x",
    "p-1",
    "home_isolation",
    DAY - 3,
    DAY - 3,
    DAY + 4,
    (DueTest(DAY - 1, "missed"), DueTest(DAY + 1, "planned")),
)
PROOF = Owed("test", None, "owed.proof", {"n": 48, "unit": "hour"})


@pytest.mark.parametrize(
    ("measures", "owes", "shown"),
    [
        ((STAGE,), (), ("尽快", "08-07", "漏检", "居家隔离医学观察第2天")),
        ((), (PROOF,), ("尽快", None, "今日应检", "48小时内核酸阴性")),
        ((), (PROOF._replace(by=DAY - 1),), ("尽快", "08-07", "漏检", "48小时内核酸阴性")),
        ((STAGE,), (PROOF,), ("尽快", "08-07", "漏检", "48小时内核酸阴性")),
    ],
)
def test_a_test_day_says_when_and_why(
    measures: tuple[Measure, ...], owes: tuple[Owed, ...], shown: tuple[str | None, ...]
) -> None:
    finding = Finding("cn-p9/x", "deferred", measures=measures, owes=owes)
    one = case("p", [person("王小明", "140802200809010013", "七年级2班")])
    made = _draw("tests-owed", [one._replace(verdict=Verdict("p", ON, "deferred", None, (finding,)))])
    assert tuple(_one(made, name) for name in ("应检日期", "漏检日期", "状态", "应检原因")) == shown


@pytest.mark.parametrize(
    ("starts", "ends", "state"),
    [
        (DAY + 1, DAY + 3, "未开始"),
        (DAY, DAY + 3, "第2天，到第5天止"),
        (DAY - 2, DAY, "第2天，到第2天止"),
        (DAY - 2, DAY - 1, "期满，未登记解除"),
        (DAY - 2, None, "第2天"),
    ],
)
def test_a_measure_says_where_it_stands(starts: int, ends: int | None, state: str) -> None:
    measure = Measure("cn-p9/high-area-stay", "p-1", "hospital", DAY - 2, starts, ends)
    one = case("p", sanya())
    finding = one.verdict.findings[0]._replace(measures=(measure,))
    judged = Verdict("p", ON, "deferred", None, (finding,))
    made = _draw("closed-loop", [Case(one.file._replace(links=()), judged)])
    assert _one(made, "状态") == state
    assert _one(made, "应解除日") == (iso(ends) if ends else "待定")


def test_masked_numbers_keep_their_ends() -> None:
    made = _draw("return", mask=True)
    assert "140802********0046" in _column(made, "证件号")
    assert set(_column(made, "联系电话")) == {"138****8000"}
    assert "证件号、电话已隐去中间几位" in made.foot
    assert not any(
        re.search(r"\d{12}", str(cell)) for group in made.groups for row in group.rows for cell in row
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_english_roster_says_nothing_in_chinese_but_names_and_places(layout: str) -> None:
    one = case("p", [("person", {"category": "student", "name": "Ann", "class_name": "7-1"}), *sanya()[1:]])
    made = _draw(layout, [one], "en")
    said = [*made.headings, made.groups[0].line, made.groups[0].sheet, *made.signatures, made.nobody]
    assert not [text for text in said if CHINESE.search(text)]
    cells = " ".join(str(cell) for row in made.groups[0].rows for cell in row if cell is not None)
    assert not CHINESE.search(
        re.sub(r"\S*(?:三亚|运城|盐湖|迎宾|火车|晋M|老师|护士|联防|风险|〔)\S*", "", cells)
    ), cells


# --- laws --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "classes",
    [
        ["小班", "中班", "大班", "一年级1班", "六年级12班", "初一(2)班", "初一(10)班", "高一1班", "高三(2)班"],
        ["七年级二班", "七年级三班", "七年级十班", "七年级十一班", "七年级二十班"],
        ["2021级2班", "2021级10班", "2022级1班"],
        ["7年级1班", "8年级1班", "10年级1班"],
    ],
)  # fmt: skip
def test_classes_stand_as_a_school_counts_them(classes: list[str]) -> None:
    assert sorted(set(classes), key=class_key) == classes


def test_pupils_stand_before_teachers_before_the_kitchen() -> None:
    people = sorted((one.file.person for one in school()), key=unit_key)
    assert [one.category for one in people[-2:]] == ["teacher", "support"]


@given(st.integers(0, 99))
def test_chinese_numerals_are_numbers(number: int) -> None:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    written = (
        ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "") if tens else digits[ones]
    )
    assert number_of(written) == number == number_of(str(number))


@given(st.text(alphabet="一二三四五六七八九十〇零两百0123456789年级班()-\n", max_size=12))
def test_any_class_name_has_a_place(text: str) -> None:
    assert class_key(text) <= class_key(text)


@given(st.lists(st.text(max_size=40), max_size=8))
def test_sheet_names_are_what_workbooks_take(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert len(names) == len(titles)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le", "surrogatepass")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", name)
        assert name.strip("'") == name
        assert name.casefold() != "history"


def test_sheet_names_keep_what_they_can() -> None:
    long = "很" * 40
    assert sheet_names(["七年级1班", "七/1", "七\\1", "a", "A", long, long, "", "History"]) == [
        "七年级1班", "七-1", "七-1 (2)", "a", "A (2)", "很" * 31, "很" * 27 + " (2)", "-", "History (2)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [("140802200801010013", "140802********0013"), ("E12345678", "E1*****78"), ("A123", "****"), ("", "")],
)
def test_an_identity_keeps_its_ends_only(text: str, shown: str) -> None:
    assert identity(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"), [("13835908000", "138****8000"), ("0359-2222222", "035*****2222"), ("110", "***")]
)
def test_a_phone_keeps_its_ends_only(text: str, shown: str) -> None:
    assert phone(text) == shown


@given(st.text(min_size=1, max_size=30))
def test_a_mask_keeps_the_length_and_never_the_whole(text: str) -> None:
    for mask in (identity, phone):
        assert len(mask(text)) == len(text)
        assert "*" in mask(text)


def test_numbers_of_the_school_stand_on_its_rosters_and_order_them() -> None:
    people = [("陈晨", "10"), ("李雷", "9"), ("安安", "2")]
    cases = [
        case(name, [person(name, f"14080220091103004{at}", "七年级1班", number=number)])
        for at, (name, number) in enumerate(people)
    ]
    layout = LAYOUTS["return"]
    by: dict[PeopleOrder, list[str]] = {"number": ["安安", "李雷", "陈晨"], "name": ["安安", "陈晨", "李雷"]}
    for order, names in by.items():
        drawn = draw(layout, cases, context()._replace(order=order))
        at = [column.levels[-1] for column in drawn.columns].index("学号")
        assert [(row[2], row[at]) for row in drawn.groups[0].rows] == [
            (name, dict(people)[name]) for name in names
        ]
    nobody = draw(layout, [case("甲", [person("甲", "140802200911030046", "七年级1班")])], context())
    assert "学号" not in [column.levels[-1] for column in nobody.columns]
