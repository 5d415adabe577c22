"""Cluster: signals against counting every window by itself, and what a window is."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.facts import divisions, file
from schoolprep.facts.days import Moment, day_of, iso
from schoolprep.facts.file import File
from schoolprep.facts.record import Answers, Record
from schoolprep.rules import pack
from schoolprep.rules.pack import Cluster, InForce
from schoolprep.verdicts import signalling
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge import compile_rules
from schoolprep.verdicts.judge.cluster import Signal, signals
from tests.filings import BINDER

LIBRARY = pack.load()
START = day_of("2025-03-03")
SIGNALS = LIBRARY.packs["cn-school-signals"]
VARICELLA = next(rule for rule in SIGNALS.rule if rule.id == "school-varicella")


def _person(number: int, onsets: list[int], klass: str = "七年级1班", **more: str) -> File:
    who: Answers = {"name": f"学生{number}", "class_name": klass, **more}
    rows: list[tuple[str, Answers]] = [("person", who)]
    rows += [("illness", {"disease": "varicella", "onset": iso(START + at)}) for at in onsets]
    return BINDER.file(
        f"p{number}",
        [
            Record(
                id=f"{number}-{at}", blank=name, subject=f"p{number}", answers=said, act="", author="", device="",
                written="",
            )
            for at, (name, said) in enumerate(rows)
        ],
    )  # fmt: skip


def _signals(files: list[File], on: int, **change: object) -> list[Signal]:
    rule = msgspec.structs.replace(VARICELLA, **change)
    return signals(files, InForce("x", START + on, (SIGNALS,), ((SIGNALS, rule),)), START + on)


@given(
    st.lists(st.lists(st.integers(0, 25), max_size=2), max_size=8),
    st.integers(1, 4),
    st.integers(1, 7),
    st.integers(0, 30),
)
def test_a_signal_stands_where_some_window_holds_enough_people(
    onsets: list[list[int]], cases: int, days: int, on: int
) -> None:
    files = [_person(number, days_) for number, days_ in enumerate(onsets)]
    found = _signals(files, on, cases=cases, days=days, shown_days=60)
    holding = {
        last
        for last in range(on + 1)
        if len({n for n, days_ in enumerate(onsets) for at in days_ if last - days < at <= last}) >= cases
    }
    assert bool(found) == bool(holding)
    inside = {(signal.first - START, signal.last - START) for signal in found}
    for last in holding:
        assert any(first <= last and end > last - days for first, end in inside)
    for signal in found:
        assert len(signal.people) == len(set(signal.people)) == len(signal.evidence) >= cases
        assert signal.first <= signal.reached <= signal.last <= START + on


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(onsets: list[int], random: object) -> None:
    files = [_person(number, [at]) for number, at in enumerate(onsets)]
    other = list(files)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert _signals(files, 14, cases=2) == _signals(other, 14, cases=2)


def test_one_person_ill_twice_is_one_case() -> None:
    assert _signals([_person(1, [0, 3]), _person(2, [1])], 5, cases=3) == []


def test_a_signal_is_shown_for_its_days_after_the_last_case() -> None:
    files = [_person(number, [0]) for number in range(5)]
    assert _signals(files, 7) and not _signals(files, 8)


def test_no_profile_without_clusters_is_searched() -> None:
    source = pack.in_force(LIBRARY, "uk-school-today", START)
    assert signals([_person(number, [0]) for number in range(20)], source, START) == []


@pytest.mark.parametrize(
    "rule", [rule for rule in SIGNALS.rule if isinstance(rule, Cluster)], ids=lambda rule: rule.id
)
def test_every_signal_is_a_whole_sentence_in_both_languages(rule: Cluster) -> None:
    disease = next((one for similar in rule.similar for one in similar.diseases), "other")
    signs = rule.similar[0].symptoms
    onset = file.Illness("i", disease, Moment(START), None, None, None, None, None, None)
    day = file.Health("h", START, 36.5, None, None, signs, None)
    files = [
        _person(number, [], dormitory="1号楼203")._replace(illnesses=(onset,), health=(day,))
        for number in range(40)
    ]
    if rule.groups > 1:
        files = [
            one._replace(person=one.person._replace(class_name=f"七年级{at % 4 + 1}班"))
            for at, one in enumerate(files)
        ]
    source = InForce("x", START, (SIGNALS,), ((SIGNALS, rule),))
    found = signals(files, source, START)
    assert found
    rules = compile_rules(source, "140802")
    words = {lang: Explainer(rules, divisions.load(), lang) for lang in ("zh", "en")}
    people = {one.subject: one for one in files}
    for signal in found:
        told = signalling.told(signal, people, words)
        assert told["rule"] == f"cn-school-signals/{rule.id}" and told["cites"]
        for lang, explain in words.items():
            sentence = signalling.sentence(signal, explain)
            assert sentence[-1] in "。." and "{" not in sentence and "  " not in sentence, (lang, sentence)
            assert str(len(files)) in sentence or rule.share
