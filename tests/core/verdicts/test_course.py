"""Course: what an illness explains and how long, what is counted anew, and when a paper is no longer asked."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schoolprep.facts import blank
from schoolprep.facts.area import NO_AREAS
from schoolprep.facts.days import Moment, day_of, iso
from schoolprep.facts.record import Answers, Value
from schoolprep.rules import pack
from schoolprep.rules.outcome import OUTCOMES
from schoolprep.verdicts.judge import compile_rules, judge
from schoolprep.verdicts.judge.signs import declared, natural
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Verdict
from tests.filings import BINDER, Row, records

LIBRARY = pack.load()
CHINA, ENGLAND, AMERICA = "cn-school-today", "uk-school-today", "us-school-today"
BLANKS = blank.load()
SYMPTOMS = [choice.code for choice in BLANKS["health"].fields["symptoms"].choices]
DISEASES = [choice.code for choice in BLANKS["illness"].fields["disease"].choices]
NEVER = 4_000_000


def _verdict(rows: list[Row], on: str, profile: str = CHINA) -> Verdict:
    at = Moment.parse(on)
    rules = compile_rules(pack.in_force(LIBRARY, profile, at.day), "140802")
    return judge(BINDER.file("s", records(rows)), NO_AREAS, rules, at)


def _ill(disease: str, onset: str, **more: Value) -> Row:
    return "illness", {"disease": disease, "onset": onset, **more}


def _day(day: str, morning: float = 36.5, *symptoms: str, **more: float) -> Row:
    return "health", {"day": day, "temp_am": morning, "symptoms": list(symptoms), **more}


HOT = _day("2026-11-16", 39.0, "fever")
SICK = _day("2026-11-16", 36.5, "vomiting")


@pytest.mark.parametrize(
    ("profile", "rows"),
    [
        (CHINA, [_ill("varicella", "2026-03-01", crusts_dry_at="2026-03-10", certificate=True), HOT]),
        (CHINA, [_ill("varicella", "2026-11-01"), HOT]),
        (CHINA, [_ill("mumps", "2026-05-04", swelling_gone_at="2026-05-15", certificate=True), SICK]),
        (CHINA, [_ill("influenza", "2026-03-10"), HOT]),
        (CHINA, [_ill("influenza", "2026-11-14"), SICK]),
        (CHINA, [_ill("dengue", "2026-11-15"), HOT]),
        (ENGLAND, [_ill("hfmd", "2026-11-15"), HOT]),
        (ENGLAND, [_ill("head_lice", "2026-06-01"), SICK]),
        (ENGLAND, [_ill("tonsillitis", "2026-11-15"), HOT]),
        (ENGLAND, [_ill("scarlet_fever", "2026-11-12", treated_at="2026-11-13"), HOT]),
        (AMERICA, [_ill("head_lice", "2026-11-09", treated_at="2026-11-10"), HOT]),
    ],
)
def test_an_illness_hides_no_other_fever_and_no_vomiting(profile: str, rows: list[Row]) -> None:
    assert _verdict(rows, "2026-11-16T08:30", profile).outcome == "deferred"


@pytest.mark.parametrize("profile", [CHINA, ENGLAND, AMERICA])
def test_a_day_with_fever_medicine_is_no_clear_day(profile: str) -> None:
    """Medicine hides the fever it treats: a cool day with it proves nothing, whatever the rules say of medicine."""
    for sober in (True, False):
        cool: Row = (
            "health",
            {"day": "2026-11-17", "temp_am": 36.5, "symptoms": [], "antipyretic": not sober},
        )
        said = _verdict([HOT, cool], "2026-11-18T08:30", profile).outcome
        assert (said == "ready") == sober


@pytest.mark.parametrize("profile", [CHINA, AMERICA])
def test_a_recovery_is_not_believed_while_fever_medicine_is_taken(profile: str) -> None:
    """The rule counts 不用退烧药体温正常: a later day with medicine says that it was not."""
    ended = dict.fromkeys(("temp_normal_at", "symptoms_gone_at", "improving_at"), "2026-11-13T18:00")
    flu: Row = ("illness", {**_ill("influenza", "2026-11-09", **ended)[1], "certificate": True})
    for sober in (True, False):
        days: list[Row] = [
            ("health", {"day": f"2026-11-{day}", "temp_am": 36.5, "symptoms": [], "antipyretic": not sober})
            for day in (14, 15)
        ]
        said = _verdict([flu, *days], "2026-11-16T08:30", profile).outcome
        assert (said == "ready") == sober


def test_an_illness_explains_its_own_symptoms_while_its_rules_hold() -> None:
    flu = _ill(
        "influenza", "2026-11-12", symptoms_gone_at="2026-11-14T18:00", temp_normal_at="2026-11-14T08:00"
    )
    fever = _day("2026-11-13", 39.0, "fever", "cough")
    held = _verdict([flu, fever], "2026-11-16T08:30")
    assert [one.rule.partition("/")[2] for one in held.findings] == ["influenza", "certificate"]
    paper: Row = ("illness", {**flu[1], "certificate": True})
    assert _verdict([paper, fever], "2026-11-17T08:30").outcome == "ready"


def test_a_fever_on_the_evening_after_gone_counts_anew() -> None:
    gone: Answers = {
        "temp_normal_at": "2026-11-14T07:30",
        "symptoms_gone_at": "2026-11-14T07:30",
        "certificate": True,
    }
    rows = [_ill("influenza", "2026-11-11", **gone), _day("2026-11-14", 36.6, temp_pm=38.5)]
    assert _verdict(rows, "2026-11-16T08:30").outcome == "deferred"
    assert _verdict(rows, "2026-11-18T08:30").outcome == "verify"
    cleared = [*rows, _day("2026-11-15")]
    held = _verdict(cleared, "2026-11-16T08:30")
    assert (held.outcome, held.may_return_on) == ("deferred", day_of("2026-11-17"))
    assert _verdict(cleared, "2026-11-17T08:30").outcome == "ready"


def test_a_morning_reading_lies_before_an_end_in_the_afternoon() -> None:
    gone: Answers = {
        "temp_normal_at": "2026-11-14T15:00",
        "symptoms_gone_at": "2026-11-14T15:00",
        "certificate": True,
    }
    rows = [_ill("influenza", "2026-11-11", **gone), _day("2026-11-14", 38.5, "cough")]
    assert _verdict(rows, "2026-11-17T08:30").outcome == "ready"


def test_a_recovery_nobody_filed_lies_after_the_last_symptom() -> None:
    rows = [_ill("influenza", "2026-11-09", certificate=True), _day("2026-11-15", 38.5, "cough")]
    assert _verdict(rows, "2026-11-17T08:30").outcome == "deferred"
    assert _verdict(rows, "2026-11-19T08:30").outcome == "verify"


# ------------------------------------------------------------------ back without a paper


SPRING: Answers = {"temp_normal_at": "2026-03-12", "symptoms_gone_at": "2026-03-12"}
"""Over by its dates on 14 March, 24:00."""


def _outcomes(rows: list[Row], *on: str) -> list[str]:
    return [_verdict(rows, day).outcome for day in on]


def test_the_flu_of_last_spring_asks_for_no_paper_once_the_child_is_back() -> None:
    flu = _ill("influenza", "2026-03-09", **SPRING)
    assert _outcomes([flu], "2026-11-16") == ["incomplete"]
    returned: Row = ("custody", {"step": "return", "starts": "2026-03-16T07:40"})
    assert _outcomes([flu, returned], "2026-03-16T07:30", "2026-03-17", "2026-11-16") == [
        "incomplete", "ready", "ready",
    ]  # fmt: skip
    assert _outcomes([flu, _day("2026-03-20")], "2026-03-21", "2026-11-16") == ["incomplete", "incomplete"]
    assert _outcomes([flu, _day("2026-03-29")], "2026-03-28", "2026-03-30", "2026-11-16") == [
        "incomplete", "ready", "ready",
    ]  # fmt: skip


def test_a_return_before_the_days_are_over_ends_nothing() -> None:
    flu = _ill("influenza", "2026-03-09", **SPRING)
    early: Row = ("custody", {"step": "return", "starts": "2026-03-13T07:40"})
    assert _outcomes([flu, early], "2026-03-14", "2026-03-16", "2026-11-16") == [
        "deferred", "incomplete", "incomplete",
    ]  # fmt: skip


def test_a_date_nobody_filed_is_missed_until_the_child_has_long_been_back() -> None:
    flu = _ill("influenza", "2026-03-09")
    returned: Row = ("custody", {"step": "return", "starts": "2026-03-16T07:40"})
    assert _outcomes([flu, returned], "2026-03-17", "2026-11-16") == ["verify", "ready"]
    assert _outcomes([flu, _day("2026-11-13")], "2026-11-16") == ["ready"]
    assert _outcomes([_ill("respiratory", "2026-03-09"), _day("2026-11-13")], "2026-11-16") == ["ready"]


def test_without_its_paper_nobody_comes_back_from_tuberculosis() -> None:
    rows: list[Row] = [
        _ill("tuberculosis", "2026-01-05", treated_at="2026-01-06", symptoms_gone_at="2026-03-01"),
        ("custody", {"step": "return", "starts": "2026-10-12T07:40"}),
        _day("2026-11-13"),
    ]
    assert _verdict(rows, "2026-11-16").outcome != "ready"
    assert _verdict(rows, "2026-11-16", AMERICA).outcome != "ready"


def test_a_second_form_of_an_illness_without_its_onset_is_one_question() -> None:
    second: Row = ("illness", {"disease": "norovirus", "symptoms_gone_at": "2026-11-12"})
    verdict = _verdict([_ill("norovirus", "2026-11-10"), second], "2026-11-16")
    assert verdict.outcome == "verify"
    asked = [str(one.facts["lacks"]) for one in verdict.owes]
    assert "episode" in asked and len(asked) == len(set(asked))


# ------------------------------------------------------------------ contacts


def test_a_contact_without_its_day_is_asked_beside_one_that_is_over() -> None:
    over: Row = ("contact", {"category": "infectious", "disease": "varicella", "last_on": "2026-01-05"})
    undated: Row = ("contact", {"category": "infectious", "disease": "varicella"})
    assert _outcomes([over], "2026-11-16") == ["ready"]
    assert _outcomes([undated], "2026-11-16") == ["verify"]
    assert _outcomes([over, undated], "2026-11-16") == ["verify"]


# ------------------------------------------------------------------ what is declared


def test_what_is_declared_of_illnesses_is_on_the_blanks() -> None:
    assert set(declared()) <= set(DISEASES)
    for kind in declared().values():
        assert set(kind.symptoms) <= set(SYMPTOMS) and kind.symptoms and kind.days and kind.source
    assert not natural("other").symptoms and not natural(None).symptoms


# ------------------------------------------------------------------ laws

_date = st.integers(day_of("2026-11-01"), day_of("2026-11-18")).map(iso)
_at = _date | st.builds(lambda day, hour: f"{day}T{hour:02d}:30", _date, st.integers(0, 23))
_illness = st.fixed_dictionaries(
    {"disease": st.sampled_from(DISEASES)},
    optional={
        **dict.fromkeys(
            ("onset", "rash_at", "treated_at", "temp_normal_at", "symptoms_gone_at", "crusts_dry_at",
             "improving_at", "positive_at", "swelling_at", "swelling_gone_at"), _at,
        ),
        "certificate": st.booleans(), "symptomless": st.booleans(),
    },
)  # fmt: skip
_filed: st.SearchStrategy[Row] = st.one_of(
    st.tuples(st.just("illness"), _illness),
    st.tuples(
        st.just("health"),
        st.fixed_dictionaries(
            {"day": _date, "symptoms": st.lists(st.sampled_from(SYMPTOMS), max_size=2, unique=True)},
            optional=dict.fromkeys(("temp_am", "temp_noon", "temp_pm"), st.sampled_from([36.5, 37.4, 38.5])),
        ),
    ),
    st.builds(lambda at: ("custody", {"step": "return", "starts": at}), _at),
)


def _rank(verdict: Verdict) -> tuple[int, int]:
    back = NEVER if verdict.may_return_on is None else verdict.may_return_on
    return OUTCOMES.index(verdict.outcome), back


@settings(max_examples=120, deadline=None)
@given(
    st.lists(_filed, min_size=1, max_size=5),
    st.tuples(_date, st.sampled_from(SYMPTOMS)),
    _at,
    st.sampled_from([CHINA, ENGLAND, AMERICA]),
    st.randoms(use_true_random=False),
)
def test_a_symptom_more_never_makes_a_verdict_better(
    rows: list[Row], more: tuple[str, str], on: str, profile: str, random: Random
) -> None:
    filed = [at for at, (name, _) in enumerate(rows) if name == "health"]
    worse = list(rows)
    if filed:
        at = random.choice(filed)
        answers: Answers = rows[at][1]
        had = answers["symptoms"]
        assert isinstance(had, list)
        worse[at] = ("health", {**answers, "symptoms": [*had, more[1]]})
    else:
        worse.append(("health", {"day": more[0], "symptoms": [more[1]]}))
    before, after = (_rank(_verdict(one, on, profile)) for one in (rows, worse))
    assert after[0] >= before[0]
    assert after[1] >= before[1]


@settings(max_examples=100, deadline=None)
@given(st.lists(_filed, min_size=1, max_size=6), _at, st.sampled_from([CHINA, ENGLAND, AMERICA]))
def test_a_finding_about_the_sick_comes_out_of_its_own_evidence(
    rows: list[Row], on: str, profile: str
) -> None:
    at, about = Moment.parse(on), records(rows)
    rules = compile_rules(pack.in_force(LIBRARY, profile, at.day), "140802")
    for check in rules.checks:
        for finding in check(View(BINDER.file("s", about), NO_AREAS, at, rules.region)):
            own = BINDER.file("s", [one for one in about if one.id in finding.evidence])
            assert finding in check(View(own, NO_AREAS, at, rules.region))
