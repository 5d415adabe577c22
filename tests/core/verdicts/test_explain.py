"""Explain: a verdict as a tree, from the sentence down to the records, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from schoolprep.facts.area import Areas
from schoolprep.facts.days import Moment
from schoolprep.facts.languages import Lang
from schoolprep.facts.record import Answers
from schoolprep.rules import pack
from schoolprep.verdicts import outline
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge import Rules, compile_rules, judge
from schoolprep.verdicts.outline import Node
from schoolprep.verdicts.verdict import Verdict
from tests.filings import DIVISIONS, REGION, Row, areas_of, file_of, filed, lists

LIBRARY = pack.load()
ON = Moment.parse("2022-08-08T07:30")
RULES: Rules = compile_rules(pack.in_force(LIBRARY, "yuncheng-2022", ON.day), REGION)
LANGS: tuple[Lang, Lang] = ("zh", "en")
CHINESE = re.compile("[㐀-鿿]")


def _tree(verdict: Verdict, lang: Lang) -> Node:
    return outline.tree(verdict, Explainer(RULES, DIVISIONS, lang), lambda record: f"<{record}>")


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)


def _verdict(rows: list[Row], areas: Areas | None = None) -> Verdict:
    return judge(file_of(rows), areas or areas_of([]), RULES, ON)


CONTACT: list[Row] = [
    ("person", {"name": "王小明", "commitment": True}),
    ("contact", {"category": "close", "last_on": "2022-08-05"}),
    ("test", {"sampled_at": "2022-08-06T09:00", "result": "negative"}),
]


def test_a_contact_from_verdict_to_record() -> None:
    tree = _tree(_verdict(CONTACT), "zh")
    assert (tree.kind, tree.of) == ("verdict", "deferred")
    contact = next(
        child for child in tree.children if child.kind == "finding" and "密切接触者" in child.sentence
    )
    assert [child.kind for child in contact.children] == ["basis", "count", "evidence"]
    basis, count, evidence = contact.children
    assert "联防联控机制综发〔2022〕71号" in basis.sentence
    assert [child.kind for child in basis.children] == ["standing", *["source"] * (len(basis.children) - 1)]
    assert "待与原文核对" in count.sentence, "a number that is not seen says so"
    assert [step.sentence for step in count.children] == [
        "起算：8月5日（第0天）",
        "集中隔离医学观察：8月5日＋7天＝8月12日24:00止",
        "居家健康监测：8月12日＋3天＝8月15日24:00止",
        "8月15日24:00期满，8月16日起可返校",
        "集中隔离医学观察的核酸：第1天8月6日（已做）、第2天8月7日（漏检）、第3天8月8日（今日应检）、第5天8月10日（待检）、第7天8月12日（待检）",
        "居家健康监测的核酸：第3天8月15日（待检）",
    ]  # fmt: skip
    assert [record.of for record in evidence.children] == ["s1", "s2"]
    assert [record.sentence for record in evidence.children] == ["<s1>", "<s2>"]
    assert any(child.kind == "owed" and "8月10日" in child.sentence for child in tree.children)


def test_a_first_day_on_a_weekend_names_the_next_working_day() -> None:
    rows: list[Row] = [CONTACT[0], ("contact", {"category": "subclose", "last_on": "2022-08-05"})]
    tree = _tree(_verdict(rows), "zh")  # until 12 August, back from Saturday the 13th
    assert [child.sentence for child in tree.children if child.kind == "day"] == [
        "8月13日学校不上课，之后的上学日不早于8月15日，以校历为准。"
    ]


def test_what_is_missing_says_that_nothing_is_on_record() -> None:
    tree = _tree(_verdict(CONTACT[:1]), "zh")
    evidence = {node.sentence for node in _all(tree) if node.kind == "evidence" and not node.children}
    assert evidence == {"证据：没有这方面的记录"}


def test_each_level_stands_further_in() -> None:
    tree = _tree(_verdict(CONTACT), "en")
    lines = list(outline.lines(tree))
    assert len(lines) == sum(1 for _ in _all(tree))
    assert lines[0].startswith("Deferred: ")
    depths = [(len(line) - len(line.lstrip())) // 2 for line in lines]
    assert depths[0] == 0
    assert all(later - sooner <= 1 for sooner, later in pairwise(depths))


def test_the_languages_say_the_same_things() -> None:
    zh, en = (_tree(_verdict(CONTACT), one) for one in LANGS)
    assert [(node.kind, node.of) for node in _all(zh)] == [(node.kind, node.of) for node in _all(en)]
    for node in _all(en):  # what stands in Chinese documents, and the word that says nobody, stay as they are
        assert node.kind in ("basis", "source") or not CHINESE.search(node.sentence)


@settings(max_examples=80, deadline=None)
@given(filed, lists, st.sampled_from(LANGS))
def test_every_verdict_explains_itself(rows: list[Row], listed: list[Answers], lang: Lang) -> None:
    verdict = _verdict(rows, areas_of(listed))
    tree = _tree(verdict, lang)
    findings = [child for child in tree.children if child.kind == "finding"]
    assert [node.of for node in findings] == [finding.outcome for finding in verdict.findings]
    for node, finding in zip(findings, verdict.findings, strict=True):
        shown = [one.of for one in _all(node) if one.kind == "record"]
        assert shown == list(dict.fromkeys(finding.evidence)), "all of it, and nothing else"
        dated = finding.until is not None or (finding.earliest or 0) > ON.day
        assert not dated or any(one.kind == "step" for one in _all(node)), (
            "every date shows how it was counted"
        )
    assert all(node.sentence.strip() and "{" not in node.sentence for node in _all(tree))


def test_a_code_of_a_newer_program_stands_as_it_is() -> None:
    """In the file of a program that knows a symptom more, a sentence names the others and that one by its code."""
    explain = Explainer(RULES, DIVISIONS, "zh")
    assert explain.facts(
        {"symptoms": "fever、of_tomorrow", "disease": "of_tomorrow", "level": "of_tomorrow"}
    ) == {
        "symptoms": explain.facts({"symptoms": "fever"})["symptoms"] + "、of_tomorrow",  # type: ignore[operator]
        "disease": "of_tomorrow",
        "level": "of_tomorrow",
    }


def test_a_test_without_a_day_is_asked_about_in_words() -> None:
    rows: list[Row] = [
        ("person", {"name": "王小明"}),
        ("travel", {"place": "460203", "arrived": "2022-07-18", "left": "2022-07-18"}),
        ("test", {"ct_n": 34.9}),
        ("test", {"sampled_at": "2022-08-03", "result": "negative"}),
    ]
    listed = areas_of([{"place": "460203", "level": "high", "since": "2022-06-20"}])
    said = _tree(_verdict(rows, listed), "zh")
    assert "核酸的结果" in "".join(node.sentence for node in _all(said))
