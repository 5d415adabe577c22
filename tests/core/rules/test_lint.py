"""Lint: what is wrong with a pack is one sentence with file and line; the program's own packs are sound."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from schoolprep.facts import divisions
from schoolprep.facts.problem import CallError
from schoolprep.facts.text import as_text
from schoolprep.facts.words import catalogue, say_problem
from schoolprep.rules import pack
from schoolprep.rules.pack import IllnessRule, Library, Pack, Profile, lint, neighbours
from schoolprep.rules.pack.anatomy import anatomies, branches, declared, parameters, plain, tag
from schoolprep.rules.pack.flaws import Flaw
from schoolprep.rules.pack.reading import parse
from schoolprep.rules.pack.source import MOST_BYTES, Source, text_of
from schoolprep.verdicts import examples, vetting

LIBRARY = pack.proofs()
SHANXI = (
    pack.source("shanxi-5d")
    .text.replace('rules = ["five-day-test"]\n', "")
    .replace("[[example.five-day-test]]", "[[rule.example]]")
)
"""As one file without its contents, the examples with their rule."""
P9 = pack.source("cn-p9").text
RULES = [(one, rule) for one in LIBRARY.packs.values() for rule in one.rule]


def _flaws(text: str, library: Library = LIBRARY) -> list[Flaw]:
    made = parse(Source.of(text, "包.toml"))
    assert isinstance(made, Pack)
    return vetting.vet(made, library, divisions.load(), "yuncheng-2022", Source.of(text, "包.toml"))


def _grave(text: str) -> list[tuple[str, int]]:
    return [(flaw.code, flaw.line) for flaw in _flaws(text) if flaw.grave]


def _line(text: str, part: str) -> int:
    return text.count("\n", 0, text.index(part)) + 1


# ---------------------------------------------------------------- the program's own


@pytest.mark.parametrize("one", LIBRARY.packs.values(), ids=lambda one: one.id)
def test_the_programs_packs_have_no_flaw(one: Pack) -> None:
    homes = [profile.id for profile in LIBRARY.profiles.values() if one.id in profile.packs]
    flaws = vetting.vet(one, LIBRARY, divisions.load(), homes[0] if homes else "")
    assert [flaw.said("en") for flaw in flaws] == []


@pytest.mark.parametrize("profile", LIBRARY.profiles.values(), ids=lambda profile: profile.id)
def test_the_programs_profiles_have_no_flaw(profile: Profile) -> None:
    assert [flaw.said("en") for flaw in vetting.vet_profile(profile, LIBRARY)] == []


@pytest.mark.parametrize(("one", "rule"), RULES, ids=lambda value: value.id)
def test_every_branch_and_fact_an_example_brings_out_is_declared(one: Pack, rule: pack.AnyRule) -> None:
    known = branches(rule)
    assert known is not None, f"kinds.toml does not know the kind {tag(rule)}"
    for example in rule.example:
        for finding in examples.verdict_of(one, rule, example, divisions.load()).findings:
            assert finding.says in known
            clauses = rule.clauses if isinstance(rule, IllnessRule) else ()
            assert set(finding.facts) <= {*known[finding.says].facts, *clauses}, finding.says


@pytest.mark.parametrize(("one", "rule"), RULES, ids=lambda value: value.id)
def test_every_parameter_is_declared(one: Pack, rule: pack.AnyRule) -> None:
    names = [path for path in parameters(rule) if declared(tag(rule), path) is None]
    assert names == []


@pytest.mark.parametrize("one", LIBRARY.packs.values(), ids=lambda one: one.id)
def test_a_pack_comes_back_from_its_plain_values(one: Pack) -> None:
    assert msgspec.convert(plain(one), Pack, dec_hook=as_text) == one


def test_every_flaw_has_its_sentence() -> None:
    source = "".join(
        path.read_text("utf-8")
        for path in (
            Path(neighbours.__file__),
            Path(neighbours.__file__).with_name("lint.py"),
            Path(vetting.__file__),
        )
    )
    codes = set(re.findall(r'Flaw\(\s*"([a-z-]+)"', source))
    assert len(codes) > 25
    assert {f"lint.{code}" for code in codes} <= set(catalogue())
    assert {key for key in catalogue() if key.startswith("lint.")} - {f"lint.{code}" for code in codes} == {
        "lint.grave", "lint.advice", "lint.summary",
    }  # fmt: skip


def test_every_kind_declares_only_what_exists() -> None:
    for anatomy in anatomies().values():
        for branch in anatomy.branch:
            for name in (*branch.only, *branch.with_, *branch.without):
                assert name in anatomy.parameter or name.split(".")[0] in {
                    known.split(".")[0] for known in anatomy.parameter
                }, name


# ---------------------------------------------------------------- flaws one by one


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('en = "No negative test within five days."', 'en = " "', "untranslated"),
        ("{sample_day}采样", "采样", "facts-differ"),
        ("{sample_day}采样", "{sample_day.__class__}采样", "bad-sentence"),
        ("{sample_day}采样", "{sample_day[0]}采样", "bad-sentence"),
        ("{sample_day}采样", "{0}采样", "bad-sentence"),
        ("{sample_day}采样", "{}采样", "bad-sentence"),
        ("{sample_day}采样", "{sample_day!r}采样", "bad-sentence"),
        ("{sample_day}采样", "{sample_day:>999999999}采样", "bad-sentence"),
        ("{sample_day}采样", "{sample_day", "bad-sentence"),
        ("{sample_day}采样", "{end_day}采样", "unknown-fact"),
        ('clause = "5日内核酸检测阴性证明"', 'clause = ""', "no-clause"),
        ('sources = ["S9"]', 'sources = ["S7"]', "unknown-source"),
        ("n = 5", "n = 100000000000", "out-of-range"),
        ("until = 2022-12-06", "until = 2022-01-01", "ends-first"),
        ("until = 2022-12-06", "until = 9999-12-31", "far-date"),
        ("since = 2022-05-20", "since = 0001-01-01", "far-date"),
        ('id = "five-day-test"', 'id = "five-day-test"\nreplaces = "cn-p9/nothing"', "replaces-unknown"),
        ('id = "five-day-test"', 'id = "five-day-test"\nreplaces = "cn-p9/high-area-stay"', "no-why"),
        ('expect = { outcome = "none" }', 'expect = { outcome = "verify" }', "example-fails"),
        ('on = "2022-08-08"', 'on = "8月8日"', "example-stops"),
        (
            'undated.zh = "有一次核酸没有填日期，不知道是否在有效期内。"\nundated.en',
            'x.zh = "没有日期"\nx.en',
            "branch-missing",
        ),
        ('id = "five-day-test"', 'id = "五天"', "bad-id"),
    ],
)  # fmt: skip
def test_a_flaw_is_found_and_told_in_one_line(old: str, new: str, code: str) -> None:
    assert old in SHANXI
    text = SHANXI.replace(old, new, 1)
    found = [flaw for flaw in _flaws(text) if flaw.code == code]
    assert found
    for lang in ("zh", "en"):
        assert "\n" not in found[0].said("en" if lang == "en" else "zh")
        assert re.search(r"\] 包\.toml:\d+ ", found[0].said("en" if lang == "en" else "zh"))
    assert found[0].grave


@pytest.mark.parametrize("behind", ["S12b：", "见 www.example.net/a，", "bbbaike.com 转载，"])
def test_an_authors_key_or_an_address_is_not_said_to_people(behind: str) -> None:
    text = SHANXI.replace('cites.seen.zh = "', f'cites.seen.zh = "{behind}', 1)
    (found,) = [flaw for flaw in _flaws(text) if flaw.code == "code-said"]
    assert not found.grave
    assert "cites.seen" in found.said("en")


def test_a_clause_nobody_is_told_is_a_flaw() -> None:
    """One by a question that no condition asks, and one that has no place in the words."""
    noro = next(rule for one, rule in RULES if (one.id, rule.id) == ("cn-school-today", "norovirus"))
    assert isinstance(noro, IllnessRule)
    words = noro.clauses["food_handler"]
    clauses = {"symptomless": words, "adult": words}
    rule = structs.replace(noro, clauses=clauses, says={})
    flaws = lint.of_rule(LIBRARY.packs["cn-school-today"], rule)
    found = [(one.parameter, one.code) for one in flaws if one.code in ("clause-never", "unknown-fact")]
    assert ("clauses.adult", "clause-never") in found
    assert {code for _, code in found} == {"clause-never", "unknown-fact"}, (
        "and its place is filled by nothing"
    )


def test_a_flaw_names_the_line_it_stands_in() -> None:
    text = SHANXI.replace('en = "No negative test within five days."', 'en = ""')
    assert ("untranslated", _line(text, "missing = {")) in _grave(text)
    text = P9.replace("tests = [1, 2, 3, 5, 7]", "tests = [1, 2, 3, 5, 9]", 1)
    (flaw,) = [one for one in _flaws(text) if one.code == "tests-beyond"]
    assert flaw.line == _line(text, "tests = [1, 2, 3, 5, 9]")
    assert flaw.rule == "high-area-stay"


def test_two_rules_of_one_pack_about_the_same_contradict() -> None:
    text = (
        SHANXI
        + "\n[[rule]]"
        + SHANXI.partition("[[rule]]")[2].replace("five-day-test", "again").replace("n = 5", "n = 6")
    )
    found = [flaw for flaw in _flaws(text) if flaw.code == "contradicts"]
    assert [(flaw.rule, flaw.parameter, flaw.grave) for flaw in found] == [("five-day-test", "n", True)]
    text = SHANXI + "\n[[rule]]" + SHANXI.partition("[[rule]]")[2]
    assert "duplicate-rule" in [code for code, _ in _grave(text)]


def test_a_circle_of_replacements_is_told() -> None:
    rule = SHANXI.partition("[[rule]]")[2]
    text = SHANXI.replace('id = "five-day-test"', 'id = "five-day-test"\nreplaces = "shanxi-5d/again"')
    text += "\n[[rule]]" + rule.replace(
        'id = "five-day-test"', 'id = "again"\nreplaces = "shanxi-5d/five-day-test"'
    )
    told = [flaw.said("zh") for flaw in _flaws(text) if flaw.code == "circle"]
    assert "shanxi-5d/five-day-test → shanxi-5d/again → shanxi-5d/five-day-test" in told[0]


def test_two_rules_of_one_layer_may_not_replace_the_same() -> None:
    city = pack.source("yuncheng-2022-08-08").text
    text = city.replace('id = "yuncheng-2022-08-08"', 'id = "zz-city"')
    assert "replaced-twice" in [code for code, _ in _grave(text)]
    text = text.replace('layer = "city"', 'layer = "province"').replace(
        "since = 2022-08-08", "since = 2022-05-20"
    )
    assert "replaces-not-higher" in [code for code, _ in _grave(text)]


def test_rules_that_never_apply_are_told() -> None:
    def codes(text: str) -> list[str]:
        return [flaw.code for flaw in _flaws(text)]

    outside = SHANXI.replace("since = 2022-05-20", "since = 2025-09-01").replace("until = 2022-12-06\n", "")
    assert "never-in-profile" in codes(outside)
    inside = SHANXI.replace("since = 2022-05-20", "since = 2022-08-14").replace(
        "until = 2022-12-06", "until = 2022-09-01"
    )
    assert "replaced-always" in codes(inside)
    late = P9.replace("since = 2022-06-28", "since = 2022-11-11").replace("until = 2023-01-07\n", "")
    assert "abolished" in codes(late)


def test_a_gap_between_editions_is_told() -> None:
    profile = LIBRARY.profiles["yuncheng-2022"]
    second = LIBRARY.packs["yuncheng-2022-08-13"]
    later = msgspec.structs.replace(second, since=second.since.replace(day=16))
    (flaw,) = neighbours.of_profile(profile, {**LIBRARY.packs, later.id: later})
    assert (flaw.code, flaw.facts) == ("gap", {"since": "2022-08-13", "until": "2022-08-15", "layer": "city"})


def test_a_number_no_example_would_miss_is_told() -> None:
    def unnoticed(text: str) -> Iterator[tuple[str, object]]:
        return (
            (flaw.parameter, flaw.facts["other"]) for flaw in _flaws(text) if flaw.code == "number-unnoticed"
        )

    assert list(unnoticed(SHANXI)) == []
    start = SHANXI.index('[[rule.example]]\nname = { zh = "6天前采样"')
    end = SHANXI.index("[[rule.example]]", start + 1)
    assert list(unnoticed(SHANXI[:start] + SHANXI[end:])) == [("n", 6)]


@pytest.mark.parametrize(
    ("pack_id", "rule_id", "name", "code", "parameter"),
    [
        ("cn-p9", "entrant", "on the day of entry: the days of the tests", "number-unnoticed", "stages.0.tests"),
        ("cn-school-signals", "three-in-a-day", "37.2 °C does not count", "number-unnoticed", "similar.0.fever"),
        (
            "cn-school-today", "covid", "not on day 5, antigen negative the day before", "number-unnoticed",
            "variant.five-or-seven.until.any_of.0.all_of.0.days",
        ),
        ("cn-p9", "entrant", "no date", "branch-unseen", "example"),
        ("cn-p9", "discharged", "over and tested", "no-miss", "example"),
    ],
)  # fmt: skip
def test_an_example_that_alone_shows_something_is_missed(
    pack_id: str, rule_id: str, name: str, code: str, parameter: str
) -> None:
    """Without it a number, a missing answer or the far side of a rule would be shown by nothing."""
    one = LIBRARY.packs[pack_id]

    def without(examples: tuple[pack.Example, ...]) -> tuple[pack.Example, ...]:
        return tuple(example for example in examples if example.name["en"] != name)

    def stripped(rule: pack.AnyRule) -> pack.AnyRule:
        variants = tuple(structs.replace(other, example=without(other.example)) for other in rule.variant)
        return structs.replace(rule, example=without(rule.example), variant=variants)

    rules = tuple(stripped(rule) if rule.id == rule_id else rule for rule in one.rule)
    assert rules != one.rule
    flaws = vetting.vet(structs.replace(one, rule=rules), LIBRARY, divisions.load())
    assert (rule_id, code, parameter) in {(flaw.rule, flaw.code, flaw.parameter) for flaw in flaws}


# ---------------------------------------------------------------- what is no pack


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("n = 5", 'n = "five"', "“n”应是 int"),
        ("n = 5", "n = 5\nm = 6", "没有“m”"),
        ("n = 5\n", "", "少了“n”"),
        (', en = "No negative test within five days."', "", "少了“says.en”"),
        ("n = 5", f"n = {'9' * 5000}", ""),
        ("n = 5", "n = [[[[1]]]]", "“n”应是 int"),
        ('unit = "day"', 'unit = "month"', "“unit”不能是"),
        ('kind = "proof"', 'kind = "python"', "规则 five-day-test"),
        ("since = 2022-05-20", "since = 2022-02-30", "不合写法"),
        ("[document]", "[document", "不合写法"),
        ("n = 5", 'n = 5\npattern = "(a+)+$"', "没有“pattern”"),
        ("n = 5", "n = " + "[" * 100 + "]" * 100, "层套层"),
        ("n = 5", "n = " + "[" * 100_000, ""),
        ('id = "shanxi-5d"', 'id = "shanxi-5d"\nid = "x"', "不合写法"),
    ],
)  # fmt: skip
def test_what_is_no_pack_is_one_sentence_with_file_and_line(old: str, new: str, told: str) -> None:
    text = SHANXI.replace(old, new, 1)
    with pytest.raises(CallError) as wrong:
        parse(Source.of(text, "坏包.toml"))
    said = say_problem(wrong.value.problem, "zh")
    assert "坏包.toml" in said
    assert told in said
    assert "\n" not in said
    assert len(said) < 400
    assert say_problem(wrong.value.problem, "en").isascii() or "坏包" in say_problem(
        wrong.value.problem, "en"
    )


def test_the_line_of_a_wrong_value_is_its_own() -> None:
    for old, new in (("n = 5", 'n = "five"'), ("n = 5", "n = 5\nm = 6"), ('unit = "day"', 'unit = "month"')):
        text = SHANXI.replace(old, new, 1)
        with pytest.raises(CallError) as wrong:
            parse(Source.of(text, "坏包.toml"))
        assert wrong.value.problem.facts["line"] == _line(text, new.split("\n")[-1]), new
    text = P9.replace("days = 7, tests = [1, 2, 3, 5, 7]", "days = true, tests = [1]", 1)
    with pytest.raises(CallError) as wrong:
        parse(Source.of(text, "坏包.toml"))
    assert wrong.value.problem.facts["line"] == _line(text, "days = true")
    assert wrong.value.problem.facts["rule"] == "high-area-stay"


@pytest.mark.parametrize(
    "content", [b"\x00\xff\xfe\x80" * 100, b"x" * (MOST_BYTES + 1), "规则".encode("gb18030")]
)
def test_nonsense_is_refused_unread(content: bytes) -> None:
    with pytest.raises(CallError) as wrong:
        text_of(content, "乱.toml")
    assert "乱.toml" in say_problem(wrong.value.problem, "zh")


def test_no_pack_can_bring_a_regular_expression() -> None:
    """Nothing a pack says is compiled as a pattern or run: its texts are sentences with plain places, or words."""
    for anatomy in anatomies().values():
        assert not any(re.search("pattern|regex|match", name) for name in anatomy.parameter)
    for _, rule in RULES:
        for sentence in rule.says.values():
            places = [place for place in string.Formatter().parse(sentence["zh"]) if place[1] is not None]
            assert all(re.fullmatch("[a-z_]+[1-9]?", place[1] or "") for place in places)
