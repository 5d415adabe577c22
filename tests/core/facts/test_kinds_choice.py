"""Yes and no, one of several, several of several, and places."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.facts import blank, kinds
from schoolprep.facts.divisions import load
from schoolprep.facts.kinds import Frame, Reading, Writing
from schoolprep.facts.words import say_problem
from tests.readings import code

BLANKS = blank.load()
DIVISIONS = load()
SHEET = Frame(DIVISIONS, "140802", filled_on=date(2022, 8, 8))
TYPED = SHEET._replace(typed=True)


def read(where: str, writing: Writing, frame: Frame = SHEET) -> Reading:
    """`where` is blank.field."""
    form, name = where.split(".")
    return kinds.read(BLANKS[form].fields[name], writing, frame)


@pytest.mark.parametrize(
    ("writing", "value", "repair"),
    [
        ("是", True, ""),
        ("有", True, ""),
        ("Y", True, ""),
        ("yes", True, ""),
        (True, True, ""),
        ("√", True, "sign"),
        ("1", True, "sign"),
        (1, True, "sign"),
        (1.0, True, "sign"),
        ("否", False, ""),
        ("无", False, ""),
        ("N", False, ""),
        (False, False, ""),
        ("×", False, "sign"),
        ("0", False, "sign"),
        (0, False, "sign"),
    ],
)
def test_yes_and_no(writing: Writing, value: bool, repair: str) -> None:
    reading = read("person.high_risk_post", writing)
    assert reading.value is value
    assert reading.repair in (repair, "number-cell" if isinstance(writing, int | float) else repair)


@pytest.mark.parametrize("writing", [None, "", " ", "—", "－", "/", "不详"])
def test_nothing_is_never_no(writing: Writing) -> None:
    reading = read("person.high_risk_post", writing)
    assert (reading.value, reading.problem) == (None, None)


def test_the_blanks_own_words() -> None:
    assert read("person.commitment", "已交").value is True
    assert read("person.commitment", "未交").value is False
    assert read("contact.home_impossible", "不具备").value is True
    assert read("contact.home_impossible", "具备").value is False
    assert code(read("person.commitment", "2")) == "yes-no-unreadable"


@pytest.mark.parametrize("writing", ["无", "有"])
def test_under_no_travel_a_bare_none_is_asked_back(writing: str) -> None:
    assert code(read("travel.no_travel", writing)) == "yes-no-unclear"


@pytest.mark.parametrize(
    ("where", "writing", "value", "repair"),
    [
        ("test.result", "阴性", "negative", ""),
        ("test.result", "negative", "negative", ""),
        ("test.result", "Negative", "negative", ""),
        ("test.result", "阴", "negative", "synonym"),
        ("test.result", "阴性（-）", "negative", "synonym"),
        ("test.result", "（+）", "positive", "synonym"),
        ("contact.category", "密接的密接", "subclose", "synonym"),
        ("contact.category", "密 接", "close", "synonym"),
        ("area.level", "高风险地区", "high", "synonym"),
        ("person.sex", "男", "male", ""),
        ("person.boarding", "否", "day", "synonym"),
        ("person.boarding", True, "boarder", "synonym"),
    ],
)
def test_one_of_several(where: str, writing: Writing, value: str, repair: str) -> None:
    assert read(where, writing) == Reading(value, repair)


def test_what_is_no_choice_names_the_choices() -> None:
    reading = read("test.result", "48小时阴性")
    assert code(reading) == "choice-unknown"
    assert reading.problem is not None
    assert say_problem(reading.problem, "zh").endswith("阴性、阳性、待出。")
    assert reading.problem.field == "result"


def test_an_illness_of_no_list_is_offered_as_other_and_keeps_its_word() -> None:
    assert read("illness.disease", "阑尾炎") == Reading("other", "as-other", doubtful=True, rest="阑尾炎")


@pytest.mark.parametrize(
    ("writing", "value", "repair"),
    [
        ("无", [], ""),
        ("正常", [], "synonym"),
        ("无不适", [], "synonym"),
        ("发热", ["fever"], ""),
        ("发热、咳嗽", ["fever", "cough"], ""),
        ("发热，咳嗽；头痛", ["fever", "cough", "headache"], ""),
        ("发热 咳嗽", ["fever", "cough"], ""),
        ("发热/发热", ["fever"], ""),
        ("发烧、干咳", ["fever", "cough"], "synonym"),
        ("fever, cough", ["fever", "cough"], ""),
        ("Sore throat, Cough", ["sore_throat", "cough"], ""),
        ("嗅(味)觉减退", ["smell_taste_loss"], "synonym"),
    ],
)
def test_symptoms(writing: str, value: list[str], repair: str) -> None:
    assert read("health.symptoms", writing) == Reading(value, repair)


@pytest.mark.parametrize(
    ("writing", "reason"),
    [
        ("无发热", "choices-denied"),
        ("没有咳嗽", "choices-denied"),
        ("无、咳嗽", "choices-none-and-others"),
        ("发热38.5", "choice-unknown"),
    ],
)
def test_symptoms_never_guessed_at(writing: str, reason: str) -> None:
    assert code(read("health.symptoms", writing)) == reason


def test_a_symptom_of_no_list_is_offered_as_other() -> None:
    reading = read("health.symptoms", "发热、脚痛")
    assert reading == Reading(["fever", "other"], "as-other", doubtful=True, rest="脚痛")


@pytest.mark.parametrize(
    ("writing", "value", "rest"),
    [
        ("盐湖区", "140802", ""),
        ("运城盐湖区", "140802", ""),
        ("山西省运城市盐湖区东城街道学苑社区3号楼", "140802002", "学苑社区3号楼"),
        ("绛县", "140826", ""),
        ("新绛县", "140825", ""),
        (140802, "140802", ""),
        ("美国", "~美国", ""),
        ("日本东京", "~日本东京", ""),
        ("境外", "~境外", ""),
        ("United States", "~United States", ""),
        ("香港", "81", ""),
        ("山西省-运城市-盐湖区", "140802", ""),
        ("北京、朝阳区", "110105", ""),
        ("内蒙古呼和浩特市和林格尔县", "150123", ""),
        ("天津和平区", "120101", ""),
        ("太原市 西安街", "1401", "西安街"),
        ("盐湖区(原运城市)", "140802", "(原运城市)"),
        ("西安市碑林区南大街与东大街交叉口", "610103", "南大街与东大街交叉口"),
    ],
)
def test_places(writing: Writing, value: str, rest: str) -> None:
    reading = read("travel.place", writing)
    assert (reading.value, reading.rest, reading.doubtful) == (value, rest, False)


@pytest.mark.parametrize(
    ("writing", "reason"),
    [
        ("鼓楼区", "place-several"),
        ("火星基地", "place-unknown"),
        ("无", "place-none"),
        ("朝鲜族乡", "place-unknown"),
        ("三亚、海口", "place-many"),
        ("三亚 太原", "place-many"),
        ("太原到西安", "place-many"),
        ("天津、河北", "place-many"),  # and not 天津市河北区
        ("太原小店区、迎泽区", "place-many"),
        ("山西太原，陕西西安碑林区", "place-many"),
        ("太原（途经西安）", "place-many"),
    ],
)
def test_places_never_guessed_at(writing: str, reason: str) -> None:
    assert code(read("travel.place", writing)) == reason


def test_a_name_borne_elsewhere_too_is_offered_where_the_school_is() -> None:
    reading = read("travel.place", "东城街道学苑社区")
    assert reading == Reading("140802002", "place-near", doubtful=True, rest="学苑社区")


def test_a_place_outside_every_list_is_taken_from_a_person_only() -> None:
    assert read("travel.place", "~公海", TYPED) == Reading("~公海")
    assert read("travel.place", "~公海").doubtful


@pytest.mark.parametrize(
    ("writing", "value", "repair"),
    [
        ("运城市、太原市", ["1408", "1401"], ""),
        ("运城市 太原市", ["1408", "1401"], ""),
        ("山西省 运城市", ["1408"], ""),
        ("山西省运城市，陕西省西安市", ["1408", "6101"], ""),
        ("无", [], ""),
    ],
)
def test_cities_of_the_travel_card(writing: str, value: list[str], repair: str) -> None:
    assert read("code.card_cities", writing) == Reading(value, repair)


@pytest.mark.parametrize(
    ("looked", "repair"),
    [
        ("2022-06-28T23:59", "star"),
        ("2022-06-29", "star-late"),
        ("2022-08-08", "star-late"),
        (None, "star-late"),
    ],
)
def test_a_star_of_the_travel_card_belongs_to_its_time(looked: str | None, repair: str) -> None:
    frame = SHEET._replace(answers={"checked_at": looked} if looked else {})
    reading = read("code.card_cities", "运城市*", frame)
    assert reading == Reading(["1408"], repair, doubtful=repair == "star-late")


def test_one_unknown_city_is_named() -> None:
    reading = read("code.card_cities", "运城市、火星市")
    assert code(reading) == "place-unknown"
    assert reading.problem is not None
    assert reading.problem.facts["value"] == "火星市"


@pytest.mark.parametrize("writing", ["无", "没有", "未外出", "none"])
def test_a_co_resident_who_has_been_nowhere_has_no_place_and_no_problem(writing: str) -> None:
    found = read("cohabitant.travel_place", writing)
    assert (found.value, found.problem, found.doubtful) == (None, None, False)


# ---------------------------------------------------------------- as people write them

ILLNESS = BLANKS["illness"]["disease"]
WORDS = {
    word: one.code for one in ILLNESS.choices for word in (one.label.source, *one.also) if one.code != "other"
}
DENIED = (
    "无",
    "没有",
    "没得",
    "不是",
    "非",
    "已排除",
    "排除",
    "未患",
    "否认",
    "不考虑",
    "不可能是",
    "not ",
    "no ",
    "unlikely ",
)


@pytest.mark.parametrize(
    ("writing", "value", "repair"),
    [
        ("疑似水痘", "varicella", "suspected"),
        ("水痘?", "varicella", "suspected"),
        ("？水痘", "varicella", "suspected"),
        ("水痘（疑似）", "varicella", "suspected"),
        ("考虑水痘", "varicella", "suspected"),
        ("未确诊水痘", "varicella", "suspected"),
        ("流感待排", "influenza", "suspected"),
        ("不排除手足口", "hfmd", "suspected"),
        ("诺如？", "norovirus", "suspected"),
        ("疑似支原体", "mycoplasma", "suspected"),
        ("chickenpox?", "varicella", "suspected"),
        ("?flu", "influenza", "suspected"),
        ("possible measles", "measles", "suspected"),
        ("甲型H1N1", "influenza", "synonym"),
        ("乙流", "influenza", "synonym"),
        ("支原体", "mycoplasma", "synonym"),
        ("感冒", "respiratory", "synonym"),
        ("水痘患者", "varicella", "synonym"),
        ("确诊水痘", "varicella", "synonym"),
        ("D&V", "diarrhoea", "synonym"),
        ("strep", "strep_throat", "synonym"),
        ("水痘（体温≥37.3℃）", "varicella", "explained"),
    ],
)
def test_an_illness_as_people_write_it(writing: str, value: str, repair: str) -> None:
    reading = read("illness.disease", writing)
    assert (reading.value, reading.repair, reading.doubtful) == (value, repair, False)
    assert (reading.rest == "suspected") is (repair == "suspected")


@pytest.mark.parametrize(
    "writing",
    [
        "禽流感",
        "水痘疫苗",
        "水痘已愈",
        "水痘（已排除）",
        "流感、水痘",
        "流感?水痘",
        "流感（水痘）",
        "流感（非甲型）",
    ],
)
def test_what_holds_the_word_of_an_illness_and_says_something_else_is_asked_back(writing: str) -> None:
    assert code(read("illness.disease", writing)) == "choice-unknown"


def test_what_more_is_said_in_brackets_is_kept_and_asked() -> None:
    expected = Reading("influenza", "beside-brackets", doubtful=True, rest="甲型")
    assert read("illness.disease", "流感（甲型）") == expected


def test_every_word_of_an_illness_is_that_illness() -> None:
    for word, value in WORDS.items():
        assert read("illness.disease", word).value == value


@given(
    st.sampled_from(sorted(WORDS)), st.sampled_from(DENIED), st.sampled_from(["", "?", "疑似", "suspected "])
)
def test_no_denied_illness_is_one(word: str, denied: str, hedge: str) -> None:
    for writing in (f"{denied}{hedge}{word}", f"{hedge}{denied}{word}", f"{word}({denied.strip()})"):
        reading = read("illness.disease", writing)
        assert reading.value in (None, "other") or reading.doubtful or WORDS.get(writing)


@given(st.sampled_from(sorted(WORDS)), st.sampled_from([*ILLNESS.hedges, *ILLNESS.around]))
def test_words_around_an_illness_make_no_other_of_it(word: str, around: str) -> None:
    for writing in (f"{around}{word}", f"{word}{around}", f"{word} ({around})"):
        assert read("illness.disease", writing).value in (WORDS[word], None, "other")


@given(st.sampled_from(sorted(WORDS)), st.sampled_from(sorted(WORDS)))
def test_two_illnesses_are_not_one_of_them(word: str, other: str) -> None:
    for between in ("", "、", "和", " "):
        if WORDS[word] != WORDS[other] and (writing := f"{word}{between}{other}") not in WORDS:
            reading = read("illness.disease", writing)
            assert reading.value in (None, "other") or reading.doubtful


@pytest.mark.parametrize(
    ("where", "writing", "value"),
    [
        ("health.symptoms", "发热（体温≥37.3℃）", ["fever"]),
        ("health.symptoms", "发热（体温≥37.3℃、腋温）、咳嗽（如干咳、有痰）", ["fever", "cough"]),
        ("health.symptoms", "嗅(味)觉减退（如闻不到味）", ["smell_taste_loss"]),
        ("health.symptoms", "健康（体温<37.3℃）", []),
        ("health.symptoms", "无（如有请填写）", []),
        ("person.high_risk_post", "是（包括保洁等）", True),
        ("person.high_risk_post", "否（以上均无）", False),
        ("code.colour", "绿码（48小时以上）", "green"),
    ],
)
def test_a_choice_that_the_form_explains_in_brackets_is_that_choice(
    where: str, writing: str, value: object
) -> None:
    assert read(where, writing) == Reading(value, "explained")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("where", "writing"),
    [
        ("health.symptoms", "无（咳嗽）"),
        ("health.symptoms", "发热（无）"),
        ("test.result", "阴性（抗原）"),
        ("test.result", "阴性（复检阳性）"),
        ("person.high_risk_post", "否（保洁）"),
    ],
)
def test_what_somebody_adds_in_brackets_is_not_passed_over(where: str, writing: str) -> None:
    assert read(where, writing).problem is not None


@pytest.mark.parametrize(
    "writing", ["无以上症状", "以上均无", "以上都没有", "无上述症状", "None of the above"]
)
def test_none_of_the_above_is_none(writing: str) -> None:
    assert read("health.symptoms", writing) == Reading([], "synonym")


@pytest.mark.parametrize("writing", ["(跳过)", "（跳过）", "跳过", "[未填]", "（空）", "Skipped"])
@pytest.mark.parametrize(
    "where", ["health.symptoms", "travel.place", "test.result", "travel.left", "person.phone"]
)
def test_a_question_that_was_skipped_has_no_answer(where: str, writing: str) -> None:
    assert read(where, writing) == Reading(repair="no-answer")


@pytest.mark.parametrize(
    "writing",
    [
        "北京上海", "兰州西宁", "三亚海口", "海南省三亚市吉阳区天涯区", "兰州张家川", "太原永济", "北京上海广州",
        "三亚海口等地", "北京回上海", "北京飞往海口", "上海经停武汉", "山西 北京上海", "海口三亚",
    ],
)  # fmt: skip
def test_several_places_without_a_mark_between_them_are_several(writing: str) -> None:
    assert code(read("travel.place", writing)) == "place-many"


@pytest.mark.parametrize(
    ("writing", "value"),
    [
        ("山西运城", "1408"), ("山西运城永济", "140881"), ("内蒙古呼和浩特回民区", "150103"), ("吉林吉林", "2202"),
        ("运城市盐湖区北京花园", "140802"), ("甘肃兰州城关区天水路", "620102"), ("盐湖区新城", "140802"),
        ("北京西站", "11"), ("天津和平", "120101"), ("湖北武汉武昌", "420106"), ("盐湖区东城街道上海花园", "140802002"),
    ],
)  # fmt: skip
def test_one_place_by_its_levels_or_with_its_street_is_one(writing: str, value: str) -> None:
    assert read("travel.place", writing).value == value


@pytest.mark.parametrize(
    ("writing", "value"),
    [
        ("1-Jul", "七年级1班"), ("Jul-1", "七年级1班"), ("1-Jul-22", "七年级1班"), ("7月3日", "七年级3班"),
        (44743, "七年级1班"), ("44743", "七年级1班"), ("2022/7/4", "七年级4班"), (date(2022, 7, 1), "七年级1班"),
        ("2022-07-04 00:00:00", "七年级4班"), ("7/1/2022", "七年级1班"), ("12月30日", "高三30班"),
        ("Mon Jul 04 2022 00:00:00 GMT+0800", "七年级4班"),
    ],
)  # fmt: skip
def test_a_class_that_became_a_day_is_asked_whatever_it_is_saved_as(writing: Writing, value: str) -> None:
    assert read("person.class_name", writing) == Reading(value, "class-from-date", doubtful=True)


@pytest.mark.parametrize("writing", ["9B", "25130", "Year 9", "2022级3班", "7月", "May"])
def test_a_class_that_is_no_day_stays(writing: str) -> None:
    assert read("person.class_name", writing) == Reading(writing)
