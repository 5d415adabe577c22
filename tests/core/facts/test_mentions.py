"""Mentions: what free words speak of, and what they only deny."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.facts import blank
from schoolprep.facts.mentions import Mentions, told

BLANKS = blank.load()
REMARK = Mentions(BLANKS["health"]["remark"], BLANKS)
SYMPTOMS = [one for one in BLANKS["health"]["symptoms"].choices if one.code != "other"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("夜里发烧39度", {"fever"}),
        ("昨晚38度5", {"fever"}),
        ("体温37.8", {"fever"}),
        ("39", {"fever"}),
        ("發燒", {"fever"}),
        ("没退烧", {"fever"}),
        ("已退烧", {"fever"}),
        ("吃了退烧药", {"fever"}),
        ("没来上学发烧了", {"fever", "absent"}),
        ("发烧后接种疫苗", {"fever"}),
        ("打疫苗后发烧", {"fever"}),
        ("昨天吐了两次", {"vomiting"}),
        ("没有发热，有呕吐", {"vomiting"}),
        ("没发烧但拉肚子", {"diarrhoea"}),
        ("没发烧就是咳嗽", {"cough"}),
        ("无发热，咳嗽", {"cough"}),
        ("身上起红点", {"rash"}),
        ("家里人阳了", {"positive"}),
        ("是密接", {"contact"}),
        ("甲流", {"influenza"}),
        ("水痘?", {"varicella"}),
        ("去医院看了", {"unwell", "seen"}),
        ("had a temperature last night", {"fever"}),
        ("temp 38.5", {"fever"}),
        ("101F", {"fever"}),
        ("has temperature", {"fever"}),
        ("temp: 38.2", {"fever"}),
        ("was sick last night", {"unwell"}),
        ("vomited twice", {"vomiting"}),
        ("rash on both arms", {"rash"}),
        ("not well", {"unwell"}),
        ("chickenpox?", {"varicella"}),
        ("tested positive", {"positive"}),
    ],
)
def test_what_is_spoken_of(text: str, codes: set[str]) -> None:
    assert REMARK.of(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "吃了美林", "布洛芬", "三十八度二", "三十九", "烧", "有点热", "没有不发烧", "不是没发烧", "不烧了", "待查",
        "传染", "疑似", "抗原阳", "小阳人", "确诊", "送医院了", "急诊", "转院", "手术", "手上起泡", "嘴里长泡",
        "烂嘴", "起疙瘩", "出花", "口腔溃疡", "脸肿", "脖子肿", "眼睛红", "眼睛有点红", "肚肚疼", "拉了两次",
        "窜稀", "大便稀", "反胃", "肺炎", "支气管炎", "哮喘", "喉咙发炎", "痰多", "未到校", "没来", "缺勤",
        "家长接回", "回家休息", "在家观察", "停课", "未好", "没有好转", "发烧疫苗推迟", "D&V", "TB", "flu",
        "runny poo", "loose bowels", "hot to touch", "queasy", "calpol at 7", "ibuprofen", "paracetamol given",
        "sent home", "off school", "A&E last night", "swollen glands", "itchy head", "mum says 38", "absent - ill",
        "pale", "胃痛", "目充血", "已痊愈", "not without fever", "红码", "小区封控",
    ],
)  # fmt: skip
def test_what_no_answer_of_a_form_is_called_is_heard_too(text: str) -> None:
    assert REMARK.of(text)


@pytest.mark.parametrize(
    "text",
    [
        "正常", "无", "√", "良好", "走读", "课代表", "家长接送", "烧烤", "红烧肉", "今天天气有点热",
        "妈妈在市医院工作", "对头孢过敏", "请事假", "跑四十分钟", "三十八人", "第三十八名", "没好好吃饭", "无缺勤",
        "没吃药", "阳光小学", "洛阳", "无口腔溃疡", "肺炎疫苗", "不起泡", "留守儿童", "已交", "未交", "泡面",
        "传染病预防知识", "allergic to penicillin", "nut allergy", "loose tooth", "no absences", "in the kitchen",
        "Mitchell", "emergency contact changed", "packed lunch", "went to dentist", "late", "没来得及交",
        "富有感染力", "预防感冒", "dropped off with gran", "positive attitude", "fluffy", "pitch",
    ],
)  # fmt: skip
def test_what_every_day_brings_is_not(text: str) -> None:
    assert not REMARK.of(text)


def test_denied_over_and_over_is_read_at_once() -> None:
    assert REMARK.of("没有" * 401 + "发烧") == set()
    assert REMARK.of("没有" * 400 + "发烧") == {"fever"}
    assert REMARK.of("没有" * 401 + "的发烧") == {"fever"}


@pytest.mark.parametrize(
    "text",
    [
        "没有发热、咳嗽", "无发热、无咳嗽", "无不适", "没有不舒服", "李雷没有发烧", "未再发热", "没吃退烧药",
        "体温36.5正常", "37.2度", "体温正常", "已接种水痘疫苗", "接种水痘", "家长接走", "38号座位", "38人",
        "10:38到校", "8月8日", "13800138000", "吐字清楚", "对花生过敏", "no fever or cough", "not feverish",
        "flu jab done", "", "temperature 36.6", "temp checked", "temperature 37.1", "手机管控", "烫伤",
        "still here",
    ],
)  # fmt: skip
def test_what_is_denied_or_something_else_is_not(text: str) -> None:
    assert not REMARK.of(text)


@given(
    st.sampled_from(SYMPTOMS),
    st.sampled_from(["", "昨天", "说是", "有点", "夜里", "还"]),
    st.sampled_from(["", "了", "两天", "，在家"]),
)
def test_every_symptom_is_heard_in_other_words(symptom: blank.Choice, before: str, behind: str) -> None:
    for word in (symptom.label.source, *symptom.also):
        if len(word) > 1 and not word.isascii():
            assert REMARK.of(f"{before}{word}{behind}")
            assert not REMARK.of(f"没有{word}")


def test_what_other_answers_say_already_is_told() -> None:
    health, illness = BLANKS["health"], BLANKS["illness"]
    assert told(health, {"symptoms": ["fever", "rash"], "temp_am": 36.5}) == {"fever", "rash"}
    assert told(health, {"temp_am": 38.2}) == {"fever"}
    assert told(health, {"temp_am": 37.6}) == set()  # whether it is one the rules in force say
    assert told(illness, {"disease": "varicella"}) == {
        "varicella",
        "seen",
        "medicine",
        "absent",
        "suspected",
        "recovered",
    }
