"""Every pack's own examples, and what a pack must carry to be trusted."""

from __future__ import annotations

import re
import string
from pathlib import Path

import msgspec
import pytest

from schoolprep.facts import divisions
from schoolprep.facts.problem import CallError
from schoolprep.facts.text import Text
from schoolprep.facts.words import say_problem
from schoolprep.rules import pack
from schoolprep.rules.pack import AnyRule, Example, Pack
from schoolprep.verdicts import examples
from schoolprep.verdicts.judge import compile_rule

LIBRARY = pack.proofs()
RULES = [(one, rule) for one in LIBRARY.packs.values() for rule in one.rule]
EXAMPLES = [(one, rule, example) for one, rule in RULES for example in rule.example]


def _name(value: object) -> str:
    return (
        value.id
        if isinstance(value, Pack | pack.Rule)
        else value.name["en"]
        if isinstance(value, Example)
        else str(value)
    )


def _both(words: Text) -> tuple[str, str]:
    return words["zh"], words["en"]


def _asked(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("one", LIBRARY.packs.values(), ids=_name)
def test_every_example_comes_out_as_it_says(one: Pack) -> None:
    assert list(examples.run(one, divisions.load())) == []


@pytest.mark.parametrize(("one", "rule"), RULES, ids=_name)
def test_every_rule_has_an_example_that_hits_and_one_that_misses(one: Pack, rule: AnyRule) -> None:
    outcomes = {example.expect.outcome for example in rule.example}
    assert "none" in outcomes
    assert outcomes - {"none"}


@pytest.mark.parametrize(("one", "rule"), [(one, rule) for one, rule in RULES if rule.variant], ids=_name)
def test_every_variant_can_be_applied_and_has_examples_on_both_sides(one: Pack, rule: AnyRule) -> None:
    for variant in rule.variant:
        changed = pack.varied(rule, variant)
        assert changed != rule
        assert (changed.id, changed.variant, changed.cites) == (rule.id, (), variant.cites)
        outcomes = {example.expect.outcome for example in changed.example}
        assert "none" in outcomes and outcomes - {"none"}, variant.id


def test_a_variant_that_does_not_fit_is_one_sentence() -> None:
    rule = next(rule for one, rule in RULES if one.id == "cn-school-today" and rule.id == "influenza")
    (first, *_) = rule.variant
    for change in (
        {"days": 3},
        {"until": {"days": -1, "after": "onset"}},
        {"until": {"days": 3}},
        {"id": "x"},
    ):
        with pytest.raises(CallError) as wrong:
            pack.varied(rule, msgspec.structs.replace(first, change=change))
        assert first.id in say_problem(wrong.value.problem, "en")


@pytest.mark.parametrize(("one", "rule"), RULES, ids=_name)
def test_every_sentence_asks_for_the_same_facts_in_both_languages(one: Pack, rule: AnyRule) -> None:
    for branch, sentence in rule.says.items():
        assert _asked(sentence["zh"]) == _asked(sentence["en"]), branch
        assert sentence["zh"] and sentence["en"]


@pytest.mark.parametrize(("one", "rule"), RULES, ids=_name)
def test_every_rule_compiles_and_names_its_source(one: Pack, rule: AnyRule) -> None:
    assert callable(compile_rule(rule, f"{one.id}/{rule.id}"))
    assert rule.cites.clause
    assert rule.cites.seen["zh"]


@pytest.mark.parametrize(("one", "rule"), RULES, ids=_name)
def test_every_source_named_is_listed_and_the_same_in_both_languages(one: Pack, rule: AnyRule) -> None:
    named = [
        set(re.findall(r"(?<![A-Za-z])(?:S\d+[a-z]?|R)(?![A-Za-z])", text)) for text in _both(rule.cites.seen)
    ]
    assert named[0] == named[1]
    assert {key for key, _ in pack.cited(one, rule, "zh")} == named[0]


@pytest.mark.parametrize("one", LIBRARY.packs.values(), ids=_name)
def test_what_a_school_reads_of_a_pack_is_words_in_its_language(one: Pack) -> None:
    words = [one.document.standing, *(rule.cites.seen for rule in one.rule if "；" in rule.cites.seen["zh"])]
    words += [example.name for rule in one.rule for example in rule.example]
    for said in words:
        assert re.search(r"[一-鿿]", said["zh"]), said
        assert re.search(r"[a-z]", said["en"]), said
        assert not any(re.search(r"DOMAIN|\(A\d+\)", text) for text in _both(said)), said
    for source in one.sources.values():
        if isinstance(text := source.declared(), str):
            assert all(re.search(r"[\d./…]", part) for part in re.split(r"[\s;()]+", text) if part), text


def test_the_rules_page_and_explain_name_only_the_sources_of_the_rule() -> None:
    p9 = LIBRARY.packs["cn-p9"]
    rule = next(rule for rule in p9.rule if rule.id == "contact-of-contact")
    assert [key for key, _ in pack.cited(p9, rule, "zh")] == ["S1", "S2", "S16"]
    assert dict(pack.cited(p9, rule, "zh"))["S1"].startswith("方案摘要")
    assert dict(pack.cited(p9, rule, "en"))["S1"].startswith("summary")


@pytest.mark.parametrize("profile", LIBRARY.profiles.values(), ids=lambda profile: profile.id)
def test_a_profile_replaces_only_rules_that_exist(profile: pack.Profile) -> None:
    known = {f"{one.id}/{rule.id}" for one, rule in RULES}
    for one, rule in RULES:
        if one.id in profile.packs and rule.replaces:
            assert rule.replaces in known
            assert rule.why is not None


def test_a_wrong_key_is_one_sentence_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('id = "x"\nrule = []\nwhat = 1\n', "utf-8")
    with pytest.raises(CallError) as wrong:
        pack.read(tmp_path / "bad.toml")
    assert "bad.toml" in say_problem(wrong.value.problem, "zh")
