"""Every pack's own examples, and what a pack must carry to be trusted."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from schoolprep import divisions, examples, pack
from schoolprep.judge import compile_rule
from schoolprep.pack import AnyRule, Example, Pack
from schoolprep.problem import CallError
from schoolprep.words import say_problem

LIBRARY = pack.load()
RULES = [(one, rule) for one in LIBRARY.packs.values() for rule in one.rule]
EXAMPLES = [(one, rule, example) for one, rule in RULES for example in rule.example]


def _name(value: object) -> str:
    return (
        value.id
        if isinstance(value, Pack | pack.Rule)
        else value.name
        if isinstance(value, Example)
        else str(value)
    )


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


@pytest.mark.parametrize(("one", "rule"), RULES, ids=_name)
def test_every_sentence_asks_for_the_same_facts_in_both_languages(one: Pack, rule: AnyRule) -> None:
    for branch, sentence in rule.says.items():
        asked = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in (sentence.zh, sentence.en)
        ]
        assert asked[0] >= asked[1] - {"detail"}, branch
        assert sentence.zh and sentence.en


@pytest.mark.parametrize(("one", "rule"), RULES, ids=_name)
def test_every_rule_compiles_and_names_its_source(one: Pack, rule: AnyRule) -> None:
    assert callable(compile_rule(rule, f"{one.id}/{rule.id}"))
    assert rule.cites.clause
    assert rule.cites.seen


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
        pack.load(tmp_path)
    assert "bad.toml" in say_problem(wrong.value.problem, "zh")
