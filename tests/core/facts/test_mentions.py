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
        ("没来上学发烧了", {"fever"}),
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
        ("去医院看了", {"unwell"}),
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
        "没有发热、咳嗽", "无发热、无咳嗽", "无不适", "没有不舒服", "李雷没有发烧", "未再发热", "没吃退烧药",
        "体温36.5正常", "37.2度", "体温正常", "已接种水痘疫苗", "接种水痘", "家长接走", "38号座位", "38人", "10:38到校",
        "8月8日", "13800138000", "吐字清楚", "对花生过敏", "no fever or cough", "not feverish", "flu jab done", "",
        "temperature 36.6", "temp checked", "temperature 37.1", "手机管控", "烫伤", "still here",
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
    assert told(illness, {"disease": "varicella"}) == {"varicella"}
