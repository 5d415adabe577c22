"""Every pack's own examples, and what a pack must carry to be trusted."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from schoolprep.facts import divisions, languages
from schoolprep.facts.problem import CallError
from schoolprep.facts.text import Text
from schoolprep.facts.words import say_problem
from schoolprep.rules import pack
from schoolprep.rules.pack import AnyRule, Example, Pack, reading
from schoolprep.rules.pack.source import Source
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
    assert pack.standing(one, rule.cites)["zh"]


def _citations(one: Pack) -> Iterator[tuple[str, pack.Cites]]:
    """Every citation of a pack with what it is of: its rules, their variants, its transitions."""
    for rule in one.rule:
        yield rule.id, rule.cites
        yield from ((f"{rule.id} {variant.id}", variant.cites) for variant in rule.variant)
    yield from ((clause.of, clause.cites) for clause in one.transition)


def _said(one: Pack, lang: str) -> Iterator[tuple[str, str]]:
    """What people are told of a pack and of where its rules come from."""
    told = [one.title, one.document.title, one.document.standing, *filter(None, (one.note,))]
    told += [pack.described(source) for source in one.sources.values()]
    yield from ((one.id, text[lang]) for text in told)
    for of, cites in _citations(one):
        yield of, cites.clause
        texts = (pack.authority(one, cites), pack.standing(one, cites), *pack.sources(one, cites))
        yield from ((of, text[lang]) for text in texts)
    for rule in one.rule:
        yield from ((rule.id, text[lang]) for text in (rule.title, *rule.says.values()))


_BEHIND = re.compile(
    r"(?<![A-Za-z0-9])S\d+[a-z]?(?![A-Za-z0-9])|://|…|(?<![A-Za-z0-9])[A-Za-z0-9-]+\.[a-z]{2,4}(?![a-z])"
)
"""Keys of a pack's author and addresses, whole or cut."""


@pytest.mark.parametrize("lang", languages.known())
@pytest.mark.parametrize("one", LIBRARY.packs.values(), ids=_name)
def test_a_source_is_a_document_one_can_name(one: Pack, lang: str) -> None:
    for of, text in _said(one, lang):
        assert text
        assert not _BEHIND.search(text), (of, text)
    known = {*one.sources, ""}
    for of, cites in _citations(one):
        assert {cites.document, *cites.sources} <= known, of
        assert cites.document or cites.sources or cites.seen, of
    named = {key for _, cites in _citations(one) for key in (cites.document, *cites.sources)}
    assert set(one.sources) <= named


@pytest.mark.parametrize("one", LIBRARY.packs.values(), ids=_name)
def test_local_tables_are_not_called_national(one: Pack) -> None:
    for source in one.sources.values():
        if source.read in {"table", "practice"}:
            assert source.layer == "local", source.title["zh"]
    for of, cites in _citations(one):
        named = one.sources.get(cites.document)
        if named is not None and named.layer == "local":
            assert pack.authority(one, cites)["zh"].startswith("地方 · "), of


@pytest.mark.parametrize("one", LIBRARY.packs.values(), ids=_name)
def test_what_a_school_reads_of_a_pack_is_words_in_its_language(one: Pack) -> None:
    words = [one.document.standing, *filter(None, (cites.seen for _, cites in _citations(one)))]
    words += [example.name for rule in one.rule for example in rule.example]
    words += [source.title for source in one.sources.values()]
    for said in words:
        assert re.search(r"[一-鿿]", said["zh"]), said
        assert re.search(r"[a-z]", said["en"]), said
        assert not any(re.search(r"DOMAIN|\(A\d+\)", text) for text in _both(said)), said


def test_the_rules_page_and_explain_name_only_the_documents_of_the_rule() -> None:
    p9 = LIBRARY.packs["cn-p9"]
    rule = next(rule for rule in p9.rule if rule.id == "contact-of-contact")
    told = [text["zh"] for text in pack.sources(p9, rule.cites)]
    assert len(told) == len(rule.cites.sources) == 3
    assert (
        told[0] == "新型冠状病毒肺炎防控方案（第九版）（联防联控机制综发〔2022〕71号、2022-06-27）：读过摘要"
    )
    assert (
        pack.authority(p9, rule.cites)["zh"]
        == "国家 · 新型冠状病毒肺炎防控方案（第九版） 联防联控机制综发〔2022〕71号"
    )
    assert pack.standing(p9, rule.cites)["en"] == "read in a summary; seen in reports"


def test_a_document_may_be_written_as_its_title_alone() -> None:
    text = pack.source("shanxi-5d").text
    begin = text.index("[sources.S9]")
    end = text.index("\n\n", begin)
    own = text[:begin] + '[sources]\nS9 = { zh = "校长办公会纪要", en = "Minutes of the board" }' + text[end:]
    found = reading.parse(Source.of(own, "own.toml"))
    assert isinstance(found, Pack)
    assert found.sources["S9"].title["zh"] == "校长办公会纪要"
    assert pack.sources(found, found.rule[0].cites)[0]["zh"] == "校长办公会纪要：未见公开原文，待与原文核对"


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
