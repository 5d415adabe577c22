"""Illness: dated conditions against a slow evaluator, what is missing, and that every disease has a rule of its own."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schoolprep.facts import blank, divisions, file
from schoolprep.facts.area import Areas
from schoolprep.facts.days import MINUTES_A_DAY, Moment, day_of, iso
from schoolprep.facts.record import Answers, Record
from schoolprep.rules import pack
from schoolprep.rules.pack import Condition, IllnessRule
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge import compile_rules, judge
from schoolprep.verdicts.judge.conditions import NEVER, IllnessCase, reach
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Verdict
from tests.filings import BINDER

LIBRARY = pack.load()
DIVISIONS = divisions.load()
TODAY = [
    ("cn-school-today", "2025-03-05"),
    ("uk-school-today", "2025-03-05"),
    ("us-school-today", "2025-03-05"),
]
DISEASES = [choice.code for choice in blank.load()["illness"].fields["disease"].choices]
Row = tuple[str, Answers]


def _records(rows: list[Row]) -> list[Record]:
    return [
        Record(id=f"r{at}", blank=name, subject="s", answers=said, act="", author="", device="", written="")
        for at, (name, said) in enumerate(rows)
    ]


def _file(rows: list[Row]) -> file.File:
    return BINDER.file("s", _records(rows))


def _verdict(rows: list[Row], on: str, profile: str = "cn-school-today") -> Verdict:
    moment = Moment.parse(on)
    rules = compile_rules(pack.in_force(LIBRARY, profile, moment.day), "140802")
    return judge(_file(rows), Areas([], DIVISIONS), rules, moment)


def _condition(said: object) -> Condition:
    return msgspec.convert(said, Condition)


# ------------------------------------------------------------------ every disease


@pytest.mark.parametrize(
    ("profile", "on"), [*TODAY, ("cn-school-today", "2023-03-01"), ("cn-school-today", "2026-11-25")]
)
@pytest.mark.parametrize("disease", DISEASES)
def test_no_disease_passes_without_a_word(disease: str, profile: str, on: str) -> None:
    verdict = _verdict([("illness", {"disease": disease})], on, profile)
    assert verdict.findings, "a disease nobody wrote a rule for would let the person in unseen"
    illness = [one for one in verdict.findings if one.says == "none"]
    assert illness or verdict.outcome != "ready"


@pytest.mark.parametrize(("profile", "on"), TODAY)
@pytest.mark.parametrize("disease", DISEASES)
def test_a_disease_has_one_rule_beside_the_certificate(disease: str, profile: str, on: str) -> None:
    source = pack.in_force(LIBRARY, profile, day_of(on))
    rules = [rule for _, rule in source.rules if isinstance(rule, IllnessRule) and disease in rule.diseases]
    assert len([rule for rule in rules if rule.id != "certificate"]) == 1


@pytest.mark.parametrize(("profile", "on"), TODAY)
def test_nothing_on_record_is_ready(profile: str, on: str) -> None:
    assert _verdict([("person", {"name": "王小明"})], on, profile).outcome == "ready"


# ------------------------------------------------------------------ worked examples


def test_flu_is_over_48_hours_after_the_later_of_two_moments_and_back_on_the_next_school_day() -> None:
    ill: Answers = {
        "disease": "influenza", "onset": "2025-03-01", "temp_normal_at": "2025-03-03T10:00",
        "symptoms_gone_at": "2025-03-03T18:00", "certificate": True,
    }  # fmt: skip
    held = _verdict([("illness", ill)], "2025-03-05T07:30")
    assert (held.outcome, held.may_return_on) == ("deferred", day_of("2025-03-06"))
    assert _verdict([("illness", ill)], "2025-03-06T07:30").outcome == "ready"
    rules = compile_rules(pack.in_force(LIBRARY, "cn-school-today", day_of("2025-03-05")), "140802")
    steps = Explainer(rules, DIVISIONS, "zh").arithmetic(held.findings[0])
    assert steps == ["症状消失时间 3月3日 18:00起满48小时：3月5日 18:00止", "之后第一个上学日：3月6日"]


def test_covid_in_england_is_away_three_days_after_the_day_of_the_test() -> None:
    rows: list[Row] = [
        ("person", {"name": "Sam", "category": "student"}),
        ("illness", {"disease": "covid", "positive_at": "2024-05-06"}),
    ]
    outcomes = [_verdict(rows, f"2024-05-{day:02d}", "uk-school-today").outcome for day in range(6, 11)]
    assert outcomes == ["deferred"] * 4 + ["ready"]
    assert _verdict(rows, "2024-05-07", "uk-school-today").may_return_on == day_of("2024-05-10")


def test_what_is_owed_names_the_missing_date_in_both_languages() -> None:
    verdict = _verdict(
        [("illness", {"disease": "varicella", "onset": "2025-03-03", "certificate": True})], "2025-03-20"
    )
    rules = compile_rules(pack.in_force(LIBRARY, "cn-school-today", day_of("2025-03-20")), "140802")
    told = {lang: Explainer(rules, DIVISIONS, lang).owed_line(verdict) for lang in ("zh", "en")}
    assert verdict.outcome == "verify"
    assert told == {"zh": "全部结痂时间", "en": "when all spots were dry or crusted"}


# ------------------------------------------------------------------ school days


def test_a_year_without_a_calendar_says_so_in_the_arithmetic() -> None:
    ill: Answers = {"disease": "rubella", "onset": "2035-10-01", "rash_at": "2035-10-01"}
    verdict = _verdict([("illness", ill)], "2035-10-03")
    held = next(one for one in verdict.findings if one.rule.endswith("rubella"))
    assert held.arithmetic[-1].says == "illness.step-doubt-year"
    assert verdict.doubt == held.doubt == "year"


# ------------------------------------------------------------------ Kleene

YES, NO, OPEN = {"nothing": True}, {"days": 300, "after": "onset"}, {"hours": 0, "after": "crusts_dry"}
TRUTH = {"yes": YES, "no": NO, "open": OPEN}


def _truth(said: object) -> str:
    view = View(
        _file([("illness", {"disease": "other", "onset": "2025-03-01"})]),
        Areas([], DIVISIONS),
        Moment(day_of("2025-03-10")),
        "140802",
    )
    now = view.on.earliest
    met = reach(_condition(said), IllnessCase(view.file.illnesses[0], view), now)
    return "yes" if met.last <= now else "no" if met.first > now else "open"


@pytest.mark.parametrize("one", TRUTH)
@pytest.mark.parametrize("other", TRUTH)
def test_kleenes_tables(one: str, other: str) -> None:
    both = {one, other}
    assert _truth({"all_of": [TRUTH[one], TRUTH[other]]}) == (
        "no" if "no" in both else "open" if "open" in both else "yes"
    )
    assert _truth({"any_of": [TRUTH[one], TRUTH[other]]}) == (
        "yes" if "yes" in both else "open" if "open" in both else "no"
    )
    asked = {"when": "pneumonia", "then": TRUTH[one], "otherwise": TRUTH[other]}
    assert _truth(asked) == (one if one == other else "open")


EVENTS = ("onset", "rash", "treated", "symptoms_gone", "crusts_dry")
FIELDS = {
    "rash": "rash_at",
    "treated": "treated_at",
    "symptoms_gone": "symptoms_gone_at",
    "crusts_dry": "crusts_dry_at",
}
_count = st.builds(
    lambda unit, n, after: {unit: n, "after": after},
    st.sampled_from(["days", "hours"]),
    st.integers(0, 60),
    st.sampled_from(EVENTS),
)
_of_two = st.builds(
    lambda n, which, events: {"days": n, "after": {which: events[:2]}},
    st.integers(0, 20),
    st.sampled_from(["the_later", "the_earlier"]),
    st.permutations(EVENTS),
)
_said = st.recursive(
    _count | _of_two | st.just({"document": "certificate"}),
    lambda part: st.builds(
        lambda how, parts: {how: parts},
        st.sampled_from(["all_of", "any_of"]),
        st.lists(part, min_size=1, max_size=3),
    ),
    max_leaves=5,
)


def _slow(said: dict[str, object], dates: dict[str, int], certificate: bool) -> int:
    """The moment a condition is met where every date is known, worked out by itself."""
    if "all_of" in said or "any_of" in said:
        parts = [_slow(part, dates, certificate) for part in said.get("all_of", said.get("any_of"))]  # type: ignore[attr-defined]
        return max(parts) if "all_of" in said else min(parts)
    if "document" in said:
        return 0 if certificate else NEVER
    after = said["after"]
    if isinstance(after, dict):
        day = (max if "the_later" in after else min)(dates[name] for name in next(iter(after.values())))
    else:
        day = dates[str(after)]
    if "hours" in said:
        return (day + 1) * MINUTES_A_DAY + int(str(said["hours"])) * 60
    return (day + int(str(said["days"])) + 1) * MINUTES_A_DAY


@given(
    _said,
    st.lists(st.integers(0, 20), min_size=4, max_size=4),
    st.sets(st.sampled_from(EVENTS)),
    st.integers(0, 60),
    st.booleans(),
)
def test_what_is_certain_is_so_however_the_missing_turns_out(
    said: dict[str, object], gaps: list[int], missing: set[str], ahead: int, certificate: bool
) -> None:
    first = day_of("2024-02-20")
    dates = dict(zip(EVENTS, [first, *(first + gap for gap in gaps)], strict=True))
    answers: Answers = {"disease": "other", "onset": iso(first), "certificate": certificate}
    answers |= {FIELDS[name]: iso(dates[name]) for name in FIELDS}
    on = Moment(max(dates.values()) + ahead)
    whole = _reach(said, answers, on)
    true = _slow(said, dates, certificate)
    assert (whole.first, whole.last) == (
        true if "document" not in str(said) or certificate else whole.first,
        true,
    )
    partly = {
        name: value
        for name, value in answers.items()
        if name not in {FIELDS.get(one, one) for one in missing}
    }
    unsure = _reach(said, partly, on)
    assert unsure.first <= true <= unsure.last
    if unsure.first != unsure.last and unsure.last > on.earliest:
        assert unsure.lacks


def _reach(said: dict[str, object], answers: Answers, on: Moment):  # type: ignore[no-untyped-def]
    view = View(_file([("illness", answers)]), Areas([], DIVISIONS), on, "140802")
    return reach(_condition(said), IllnessCase(view.file.illnesses[0], view), on.earliest)


# ------------------------------------------------------------------ laws of whole verdicts

_day = st.integers(day_of("2025-03-01"), day_of("2025-03-12")).map(iso)
_moment = _day | st.builds(lambda day, hour: f"{day}T{hour:02d}:30", _day, st.integers(0, 23))
_ill = st.fixed_dictionaries(
    {"disease": st.sampled_from(DISEASES)},
    optional={
        **dict.fromkeys(
            ("onset", "rash_at", "treated_at", "temp_normal_at", "symptoms_gone_at", "crusts_dry_at", "improving_at",
             "positive_at", "swelling_at", "swelling_gone_at", "jaundice_at", "seen_at"), _moment,
        ),
        **dict.fromkeys(
            ("certificate", "cleared", "pneumonia", "jaundiced", "coverable", "symptomless"), st.booleans(),
        ),
    },
).map(lambda answers: ("illness", answers))  # fmt: skip
_row = st.one_of(
    _ill,
    st.builds(
        lambda day, warm, signs, sober: (
            "health",
            {"day": day, "temp_am": warm, "symptoms": signs} | ({} if sober is None else {"antipyretic": sober}),
        ),
        _day, st.sampled_from([36.5, 37.3, 38.0]), st.sampled_from([[], ["vomiting"], ["cough"]]),
        st.sampled_from([None, True, False]),
    ),
    st.builds(
        lambda disease, more: ("contact", {"category": "infectious", "disease": disease} | more),
        st.sampled_from(["measles", "varicella", "mumps", "norovirus"]),
        st.fixed_dictionaries({}, optional={"last_on": _day, "first_on": _day, "immune": st.booleans()}),
    ),
    st.builds(
        lambda disease: ("cohabitant", {"name": "王大力", "disease": disease}), st.sampled_from(["measles", "hfmd"]),
    ),
    st.builds(
        lambda at, what: ("test", {"sampled_at": at, "result": "negative", "specimen": what}),
        _moment, st.sampled_from(["粪便", "粪便培养", "咽拭子培养", "抗原"]),
    ),
)  # fmt: skip
_person = st.fixed_dictionaries(
    {"name": st.just("王小明")},
    optional={
        "category": st.sampled_from(["student", "support", "teacher"]), "post": st.sampled_from(["食堂厨师", "门卫"]),
        "birth_date": st.sampled_from(["2012-05-01", "1980-01-01"]),
    },
).map(lambda answers: ("person", answers))  # fmt: skip

_PUPIL: Row = ("person", {"name": "王小明", "category": "student"})
FEVER_OF_AN_INFLUENZA: list[Row] = [
    ("illness", {"disease": "influenza", "onset": "2025-03-01"}),
    ("health", {"day": "2025-03-01", "temp_am": 37.3, "symptoms": ["vomiting"]}),
]
"""The fever is the influenza's and the vomiting is not: without the illness on record it would be a day of fever."""
ILL_AFTER_VOMITING: list[Row] = [
    ("health", {"day": "2025-03-01", "temp_am": 36.5, "symptoms": ["vomiting"]}),
    ("illness", {"disease": "influenza", "onset": "2025-03-03"}),
    ("health", {"day": "2025-03-03", "temp_am": 38.0, "symptoms": ["cough"], "antipyretic": True}),
]
"""The later day is the influenza's; it counts for its medicine, and alone it would be the last day of fever."""


@settings(deadline=None)
@given(
    _person,
    st.lists(_row, max_size=6),
    _moment,
    st.sampled_from(["cn-school-today", "uk-school-today", "us-school-today"]),
)
@example(_PUPIL, FEVER_OF_AN_INFLUENZA, "2025-03-01", "cn-school-today")
@example(_PUPIL, ILL_AFTER_VOMITING, "2025-03-03", "cn-school-today")
@example(_PUPIL, ILL_AFTER_VOMITING, "2025-03-04T10:00", "cn-school-today")
def test_a_finding_says_itself_whole_and_comes_out_of_its_own_evidence(
    who: Row, rows: list[Row], at: str, profile: str
) -> None:
    on = Moment.parse(at)
    rules = compile_rules(pack.in_force(LIBRARY, profile, on.day), "140802")
    about = _records([who, *rows])
    words = [Explainer(rules, DIVISIONS, lang) for lang in ("zh", "en")]
    for check in rules.checks:
        for finding in check(View(BINDER.file("s", about), Areas([], DIVISIONS), on, "140802")):
            own = BINDER.file("s", [one for one in about if one.id in finding.evidence])
            assert finding in check(View(own, Areas([], DIVISIONS), on, "140802"))
            assert finding.earliest is None or finding.earliest >= on.day
            assert finding.outcome == "ready" or finding.owes or finding.until is not None
            for explain in words:
                assert explain.sentence(finding) and "{" not in explain.sentence(finding)
                assert all(map(explain.step, finding.arithmetic))
                assert all(map(explain.owed, finding.owes))


@given(st.lists(_ill, min_size=1, max_size=1), st.integers(0, 30))
def test_once_ready_nobody_is_held_again_by_the_same_answers(rows: list[Row], later: int) -> None:
    known = Moment(day_of("2025-03-13"))
    if _verdict(rows, known.text()).outcome == "ready":
        assert _verdict(rows, iso(known.day + later)).outcome == "ready"
