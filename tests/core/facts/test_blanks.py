"""The ten blanks, tested as data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from schoolprep.facts import blank
from schoolprep.facts.blank import Blank, Field
from schoolprep.facts.heading_words import heading_key
from schoolprep.facts.kinds import KINDS, spelling
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers
from schoolprep.facts.text import Text
from schoolprep.facts.words import say

BLANKS = blank.load()

# INTERFACE §2: the canonical headings, in their order. 证件号 and 姓名 before them say whose row it is.
CANONICAL = {
    "人员": "人员类别 姓名 学号 性别 证件类型 证件号 出生日期 学籍号 联系电话 年级 班级 部门 岗位 "
    "住宿方式 宿舍 监护人姓名 监护人电话 监护人关系 第二监护人姓名 第二监护人电话 第二监护人关系 "
    "现住地区 现住址 计划返校时间 返校批次 返校途经地区 高风险岗位 健康承诺书 备注",
    "旅居史": "地区 详细地址 抵达日期 离开日期 交通工具 车次 第一落点 无旅居史 起始日期 截止日期 备注",
    "接触史": "类别 末次接触日期 关联人员 通知单位 不具备居家隔离条件 关联密接检测结果 特殊人群 经评估居家隔离 "
    "备注 接触的疾病 首次接触日期 有免疫力",
    "核酸检测": "采样时间 报告时间 结果 采样单位 检测机构 样本类型 Ct值N基因 Ct值ORF1ab基因",
    "健康码行程卡": "查验时间 健康码 行程卡途经城市",
    "健康监测": "日期 早体温 午体温 晚体温 症状 用退烧药 备注",
    "共同居住人": "同住人姓名 关系 同住人证件号 同住人联系电话 同住人类别 同住人健康码 同住人旅居地区 同住人离开日期 "
    "同住人传染病",
    "疾病": "疾病 发病时间 就诊时间 出疹时间 开始治疗时间 体温正常时间 症状消失时间 复课证明 备注 症状好转时间 "
    "阳性采样时间 腮肿出现时间 腮肿消退时间 全部结痂时间 有无黄疸 黄疸出现时间 并发肺炎 皮损可遮盖 出院时间 "
    "疾控同意复课 发病时班级 无症状感染 诊断分类 病原学阳性或重症",
    "管控环节": "环节 开始时间 结束时间 地点 房间 移交人 接收人 车辆 备注",
    "风险地区": "地区 详细地址 等级 起始时间 结束时间 来源 发布时间",
}
CHOICES = {
    "person.category": "学生/教师/后勤/其他",
    "person.boarding": "住校/走读",
    "contact.category": "密切接触者/次密接/入境人员/涉疫场所/时空伴随/确诊病例/无症状感染者/高风险岗位/治愈出院/"
    "传染病接触",
    "test.result": "阴性/阳性/待出",
    "code.colour": "绿/黄/红",
    "custody.step": "告知/转运/集中隔离/居家隔离/居家健康监测/校内隔离室/医院/解除/返校",
    "area.level": "高风险/中风险/低风险/涉疫/临时管控/常态化",
}
CODES = {
    "health.symptoms": "fever cough fatigue sore_throat smell_taste_loss diarrhoea runny_nose conjunctivitis myalgia "
    "headache vomiting abdominal_pain rash breathless parotid_swelling jaundice dizziness other",
    "illness.disease": "influenza norovirus hfmd herpangina varicella mumps scarlet_fever measles rubella tuberculosis "
    "diarrhoea dysentery conjunctivitis pertussis hepatitis_a hepatitis_e meningococcal covid conjunctivitis_other "
    "diphtheria dengue respiratory strep_throat tonsillitis glandular_fever slapped_cheek impetigo scabies shingles "
    "ringworm athletes_foot head_lice threadworm cold_sores molluscum warts mrsa viral_meningitis hepatitis_b "
    "hepatitis_c hiv mycoplasma adenovirus rsv chikungunya mpox typhoid cholera encephalitis hfrs rabies stec "
    "salmonella rotavirus ekc roseola hib invasive_strep trachoma other",
    "custody.step": "notice transfer central_isolation home_isolation home_monitoring school_room hospital "
    "release return",
    "area.level": "high medium low outbreak controlled normal",
    "person.document_type": "resident_id hmt_residence permanent_residence passport hm_travel_permit tw_travel_permit "
    "birth_certificate other",
}
WHOSE = ("document_no", "name", "class_name")
"""The person's fields that say on every other sheet whose row it is."""


def fields() -> Iterator[tuple[Blank, Field]]:
    return ((form, field) for form in BLANKS.values() for field in form.field)


EVERY = [pytest.param(form, field, id=f"{form.id}.{field.name}") for form, field in fields()]
FORMS = [pytest.param(form, id=form.id) for form in BLANKS.values()]


def test_the_ten_sheets_in_their_order() -> None:
    assert [form.sheet for form in BLANKS.values()] == list(CANONICAL)
    assert [form.order for form in BLANKS.values()] == list(range(1, 11))


@pytest.mark.parametrize("form", FORMS)
def test_canonical_headings_come_first(form: Blank) -> None:
    headings = {field.headings[0] for field in form.field}
    missing = set(CANONICAL[form.sheet].split()) - headings
    assert not missing
    assert [field.headings[0] for field in form.field] == CANONICAL[form.sheet].split()


@pytest.mark.parametrize("name", CHOICES)
def test_canonical_choices(name: str) -> None:
    form, field = name.split(".")
    assert "/".join(choice.label["zh"] for choice in BLANKS[form].fields[field].choices) == CHOICES[name]


@pytest.mark.parametrize("name", CODES)
def test_stored_codes(name: str) -> None:
    form, field = name.split(".")
    assert [choice.code for choice in BLANKS[form].fields[field].choices] == CODES[name].split()


@pytest.mark.parametrize("form", FORMS)
def test_one_heading_means_one_field(form: Blank) -> None:
    headings = Counter(heading_key(heading) for field in form.field for heading in field.headings)
    headings.update(heading_key(heading) for heading in form.ignored)
    assert [heading for heading, times in headings.items() if times > 1] == []


@pytest.mark.parametrize(
    "form", [form for form in BLANKS.values() if form.about == "person" and form.id != "person"]
)
def test_no_heading_is_taken_for_the_one_that_says_whose_row_it_is(form: Blank) -> None:
    whose = {heading_key(heading) for name in WHOSE for heading in BLANKS["person"].fields[name].headings}
    assert whose.isdisjoint(form.known_headings)


@pytest.mark.parametrize("heading", ["时间", "日期", "检测时间", "核酸时间", "地址", "有无", "状态"])
def test_what_leaves_its_meaning_open_is_no_heading_of_a_test(heading: str) -> None:
    assert BLANKS["test"].field_of(heading) == ""


REAL_HEADINGS = {
    "person": {
        " 姓　名* ": "name", "人员类别(学生/教师/后勤/其他)": "category", "身份证号码：": "document_no",
        "联系电话（家长）": "guardian_phone", "联系电话（必填）": "phone", "\ufeff手机号\n": "phone", "户籍地址": "",
    },
    "travel": {"来源地": "place", "来义时间": ""},
}  # fmt: skip


@pytest.mark.parametrize("form", REAL_HEADINGS)
def test_headings_in_the_shapes_of_real_sheets(form: str) -> None:
    headings = REAL_HEADINGS[form]
    assert {heading: BLANKS[form].field_of(heading) for heading in headings} == headings


@pytest.mark.parametrize(("form", "field"), EVERY)
def test_a_field_is_whole(form: Blank, field: Field) -> None:
    assert field.kind in KINDS
    assert field.headings
    for text in (field.label, field.help):
        assert_text(text)
    assert bool(field.choices) == (field.kind in ("choice", "choices"))
    assert field.kind not in ("choices", "places") or field.none_word
    assert field.help["zh"].endswith("。")
    assert field.help["en"].endswith(".")
    assert len(field.help["zh"]) <= 40, "a help is one line"


def assert_text(text: Text) -> None:
    for words in (text["zh"], text["en"]):
        assert words
        assert words == words.strip()
        assert "  " not in words
    assert re.search(r"[\u4e00-\u9fff]", text["zh"])
    assert not re.search(r"[（）：；]", text["en"])


@pytest.mark.parametrize(("form", "field"), EVERY)
def test_names_in_a_field_exist(form: Blank, field: Field) -> None:
    named = [field.default_of, field.born_to, field.sex_to, field.rest_to, field.year_of]
    conditions = [condition for condition in (field.ask_if, field.ask_unless) if condition]
    named += [condition.field for condition in conditions]
    assert set(filter(None, named)) <= set(form.fields)
    for condition in conditions:
        other = form.fields[condition.field]
        codes = [choice.code for choice in other.choices]
        assert all(isinstance(answer, bool) == (other.kind == "yes_no") for answer in condition.among)
        assert not codes or set(condition.among) <= set(codes)
    assert not field.rest_to or form.fields[field.rest_to].kind == "text"


@pytest.mark.parametrize(("form", "field"), EVERY)
def test_choices_cannot_be_mixed_up(form: Blank, field: Field) -> None:
    codes = [choice.code for choice in field.choices]
    assert len(codes) == len(set(codes))
    seen: dict[str, str] = {}
    for choice in field.choices:
        for word in (choice.code, choice.label["zh"], choice.label["en"], *choice.also):
            assert seen.setdefault(spelling.key(word), choice.code) == choice.code, word
        if field.kind == "choices":
            assert not re.search(r"[、，,;；/|+\n]", choice.label["zh"] + choice.label["en"])
        assert choice.label["zh"] == choice.label["zh"].strip()
        assert choice.label["en"] == choice.label["en"].strip()


@pytest.mark.parametrize(("form", "field"), EVERY)
def test_yes_no_words_cannot_be_mixed_up(form: Blank, field: Field) -> None:
    groups = [
        {spelling.key(word) for word in words}
        for words in (field.yes_words, field.no_words, field.unclear_words)
    ]
    assert sum(map(len, groups)) == len(set().union(*groups))
    assert not any(groups) or field.kind == "yes_no"


def test_the_diseases_are_the_same_everywhere() -> None:
    illness = BLANKS["illness"].fields["disease"].choices
    assert BLANKS["contact"].fields["disease"].choices == illness
    assert BLANKS["cohabitant"].fields["disease"].choices == illness
    for choice in illness:
        assert (say(f"diseases.{choice.code}", "zh"), say(f"diseases.{choice.code}", "en")) == (
            choice.label["zh"],
            choice.label["en"],
        )


@pytest.mark.parametrize("form", FORMS)
def test_a_blank_is_whole(form: Blank) -> None:
    assert_text(form.title)
    assert_text(form.help)
    names = [field.name for field in form.field]
    assert len(names) == len(set(names))
    assert set(form.key) <= set(names)
    assert bool(form.key) == form.many
    assert {name for group in form.any_of for name in group} <= set(names)
    for pair in form.in_order:
        assert {form.fields[pair.first].kind, form.fields[pair.then].kind} <= {"date", "moment"}
    assert {ages.code for ages in form.ages} <= {
        c.code for f in form.field if f.name == "category" for c in f.choices
    }


def test_statement_keys() -> None:
    travel, test = BLANKS["travel"], BLANKS["test"]
    stay = {"place": "1408", "arrived": "2022-08-01", "detail": "a"}
    assert travel.key_of({**stay, "left": "2022-08-05"}) == travel.key_of(stay)
    assert travel.key_of({**stay, "arrived": "2022-08-02"}) != travel.key_of(stay)
    none: Answers = {"no_travel": True, "from_day": "2022-08-01"}
    assert travel.key_of({**none, "to_day": "2022-08-08"}) == travel.key_of(none)
    # Two tests without a sampling time are two tests, unless everything is equal.
    assert test.key_of({"reported_at": "2022-08-08"}) != test.key_of({"reported_at": "2022-08-09"})
    assert test.key_of({"reported_at": "2022-08-08"}) == test.key_of({"reported_at": "2022-08-08"})
    assert BLANKS["person"].key_of({"name": "王明"}) == BLANKS["person"].key_of({"name": "王小明"})


@pytest.mark.parametrize(
    "text",
    ["id = ", 'id = "x"\nsheet = "x"\nunknown = 1', "\ufeff", '[[field]]\nname = "x"\nkind = "colour"'],
)
def test_a_broken_blank_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "wrong.toml").write_text(text, "utf-8")
    with pytest.raises(CallError) as wrong:
        blank.load(tmp_path)
    assert wrong.value.problem.code == "blanks.unreadable"
    assert wrong.value.problem.facts["file"] == "wrong.toml"


def test_a_blank_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CallError):
        blank.load(tmp_path)
