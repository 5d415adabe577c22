"""Sentences: what is said of every example of every pack, in both languages, is whole: no codes, no holes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest

from schoolprep.facts import divisions
from schoolprep.facts.days import Moment
from schoolprep.facts.languages import Lang
from schoolprep.rules import pack
from schoolprep.rules.pack import AnyRule, Carried, Cluster, Example, Exposure, InForce, Pack, varied
from schoolprep.verdicts import examples, outline, signalling
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge import Rules, compile_rule, compile_rules, judge
from schoolprep.verdicts.judge.cluster import signals
from schoolprep.verdicts.outline import Node
from schoolprep.verdicts.verdict import Verdict

LIBRARY = pack.proofs()
DIVISIONS = divisions.load()
REGION = examples.REGION
BROKEN = re.compile(
    r"[{}]|\b(?:None|True|False|null)\b|[a-z]+_[a-z_]+|，，|。。|、、|：：|（）|\(\)|“”|\s[,.;:，。；]|^[,.;，。；、]"
)
"""Places left open, Python's words, codes of the program, marks with nothing between them."""
WIDE = re.compile("[、。〈-】！-～]")
"""Chinese marks, which no English sentence has; names and places of a Chinese school stay as they are."""
CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


def _told(node: Node) -> Iterator[tuple[str, str]]:
    yield node.kind, node.sentence
    for child in node.children:
        yield from _told(child)


def _said(verdict: Verdict, rules: Rules, lang: Lang) -> Iterator[tuple[str, str]]:
    """Everything the window, the rosters and the command line say of a verdict."""
    words = Explainer(rules, DIVISIONS, lang)
    yield from _told(outline.tree(verdict, words, lambda record: record))
    for finding in verdict.findings:
        yield from (("step", line) for line in words.arithmetic(finding))
    if verdict.findings:
        yield "reason", words.reason_line(verdict)
    if verdict.owes:
        yield "owed", words.owed_line(verdict)


def _flaws(said: Iterator[tuple[str, str]], lang: Lang) -> list[str]:
    return [
        text
        for kind, text in said
        if kind not in ("source", "record")
        and (
            not text.strip()
            or BROKEN.search(text)
            or CODE.search(text)
            or (lang == "en" and kind not in ("basis", "change") and WIDE.search(text))
        )
    ]


def _judged(one: Pack, rule: AnyRule, example: Example) -> tuple[Verdict, Rules]:
    on = Moment.parse(example.on)
    source = InForce("example", on.day, (one,), ((one, rule),))
    rules = Rules(source, (compile_rule(rule, f"{one.id}/{rule.id}"),), REGION)
    return judge(examples.file_of(example), examples.areas_of(example, DIVISIONS), rules, on), rules


def _signalled(one: Pack, rule: Cluster, example: Example, lang: Lang) -> Iterator[tuple[str, str]]:
    source = InForce("example", Moment.parse(example.on).day, (one,), ((one, rule),))
    words = Explainer(Rules(source, (), REGION), DIVISIONS, lang)
    for signal in signals(examples.files_of(example), source, source.day):
        yield "signal", signalling.sentence(signal, words)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("one", LIBRARY.packs.values(), ids=lambda one: one.id)
def test_nothing_an_example_says_has_a_hole_in_it(one: Pack, lang: Lang) -> None:
    for base in one.rule:
        for rule in (base, *(varied(base, variant) for variant in base.variant)):
            for example in rule.example:
                if isinstance(rule, Cluster):
                    said = _signalled(one, rule, example, lang)
                else:
                    said = _said(*_judged(one, rule, example), lang)
                assert _flaws(said, lang) == [], (rule.id, example.name["zh"])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "one", [one for one in LIBRARY.packs.values() if one.transition], ids=lambda one: one.id
)
def test_nothing_a_transition_says_has_a_hole_in_it(one: Pack, lang: Lang) -> None:
    for clause in one.transition:
        old, _, name = clause.of.partition("/")
        rule = next(rule for rule in LIBRARY.packs[old].rule if rule.id == name)
        taken = tuple((one, own) for own in one.rule if own.id == clause.to)
        for example in clause.example:
            on = Moment.parse(example.on)
            carried = (Carried(one, clause, LIBRARY.packs[old], rule),)
            rules = compile_rules(InForce("example", on.day, (one,), taken, carried), REGION)
            areas = examples.areas_of(example, DIVISIONS)
            verdict = judge(examples.file_of(example), areas, rules, on)
            assert _flaws(_said(verdict, rules, lang), lang) == [], (clause.of, example.name["zh"])


def test_a_number_of_its_own_is_the_one_that_is_said() -> None:
    one = LIBRARY.packs["cn-p9"]
    rule = next(rule for rule in one.rule if rule.id == "close-contact")
    assert isinstance(rule, Exposure)
    first, second = rule.stages
    longer = msgspec.structs.replace(rule, stages=(first, msgspec.structs.replace(second, days=5)))
    example = next(example for example in rule.example if example.expect.says == "running")
    verdict, rules = _judged(one, longer, example)
    words = Explainer(rules, DIVISIONS, "zh")
    assert "7天集中隔离加5天居家健康监测" in words.sentence(verdict.findings[0])
