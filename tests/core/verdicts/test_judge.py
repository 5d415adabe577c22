"""Judge: whole files under the whole profile, on and around 8 August 2022."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schoolprep.facts import divisions
from schoolprep.facts.area import Area, Areas
from schoolprep.facts.area import of as area_of
from schoolprep.facts.days import Moment, day_of, iso
from schoolprep.facts.record import Answers, Record
from schoolprep.rules import pack
from schoolprep.rules.outcome import OUTCOMES
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge import compile_rules, judge
from schoolprep.verdicts.verdict import Verdict
from tests.filings import BINDER

LIBRARY = pack.load()
DIVISIONS = divisions.load()
SANYA = Area("a1", "460203", "", "high", day_of("2022-07-20"), None)
DAYS = [f"2022-07-{n}" for n in range(18, 32)] + [f"2022-08-0{n}" for n in range(1, 10)]

Row = tuple[str, Answers]


def _daily(days: list[str]) -> Iterator[Row]:
    for day in days:
        yield "health", {"day": day, "temp_am": 36.5, "symptoms": []}


SOUND: list[Row] = [
    ("person", {"name": "王小明", "home_area": "140802", "commitment": True}),
    ("travel", {"no_travel": True, "from_day": "2022-07-20", "to_day": "2022-08-20"}),
    ("code", {"checked_at": "2022-08-07T20:00", "colour": "green", "card_cities": ["1408"]}),
    ("test", {"sampled_at": "2022-08-06T09:00", "reported_at": "2022-08-06T20:00", "result": "negative"}),
    ("cohabitant", {"name": "无"}),
    *_daily(DAYS),
]


def _verdict(rows: list[Row], on: str, areas: list[Area] | None = None) -> Verdict:
    records = [
        Record(
            id=f"r{at}", blank=blank, subject="s", answers=answers, act="", author="", device="", written=""
        )
        for at, (blank, answers) in enumerate(rows)
    ]
    moment = Moment.parse(on)
    rules = compile_rules(pack.in_force(LIBRARY, "yuncheng-2022", moment.day), "140802")
    return judge(BINDER.file("s", records), Areas(areas or [], DIVISIONS), rules, moment)


def _without(blank: str) -> list[Row]:
    return [(name, answers) for name, answers in SOUND if name != blank]


@pytest.mark.parametrize(
    ("stay", "outcome"),
    [({"place": "610100"}, "verify"), ({"place": "140802"}, "ready"), ({"detail": "朋友家"}, "verify")],
)
def test_a_stay_without_its_days_contradicts_no_travel(stay: Answers, outcome: str) -> None:
    assert _verdict(SOUND, "2022-08-08T07:30").outcome == "ready"
    assert _verdict([*SOUND, ("travel", stay)], "2022-08-08T07:30").outcome == outcome


def test_a_sound_file_is_ready_today() -> None:
    verdict = _verdict(SOUND, "2022-08-08T07:30")
    assert (verdict.outcome, verdict.may_return_on, verdict.findings) == ("ready", day_of("2022-08-08"), ())


@pytest.mark.parametrize("nobody", ["没有", "無", "沒有", "none"])
def test_nobody_at_home_in_other_words(nobody: str) -> None:
    rows: list[Row] = [*_without("cohabitant"), ("cohabitant", {"name": nobody})]
    assert _verdict(rows, "2022-08-08T07:30").outcome == "ready"


@pytest.mark.parametrize(
    ("missing", "outcome"),
    [
        ("travel", "verify"),
        ("code", "incomplete"),
        ("test", "incomplete"),
        ("cohabitant", "verify"),
        ("health", "incomplete"),
    ],
)
def test_an_unknown_answer_is_never_ready(missing: str, outcome: str) -> None:
    assert _verdict(_without(missing), "2022-08-08T07:30").outcome == outcome


def test_an_empty_file_needs_verifying_and_could_come_today() -> None:
    verdict = _verdict([("person", {"name": "王小明"})], "2022-08-08")
    assert verdict.outcome == "verify"
    assert verdict.may_return_on == day_of("2022-08-08")


def test_the_report_of_8_august_left_sanya_on_1_august() -> None:
    rows: list[Row] = [
        *_without("travel"),
        ("travel", {"place": "460203", "arrived": "2022-07-20", "left": "2022-08-01"}),
        ("travel", {"place": "140802", "arrived": "2022-08-04"}),
    ]
    verdict = _verdict(rows, "2022-08-08T07:30", [SANYA])
    assert verdict.outcome == "deferred"
    assert verdict.may_return_on == day_of("2022-08-09")
    measure = verdict.measures[0]
    assert (measure.kind, iso(measure.anchor), iso(measure.ends or 0)) == (
        "central_isolation",
        "2022-08-01",
        "2022-08-08",
    )
    assert [(iso(test.on), test.state) for test in measure.tests] == [
        ("2022-08-02", "past"), ("2022-08-03", "past"), ("2022-08-04", "missed"), ("2022-08-06", "done"),
        ("2022-08-08", "due"),
    ]  # fmt: skip
    assert any(owed.what == "test" and owed.by == day_of("2022-08-08") for owed in verdict.owes)


def test_a_red_code_behind_a_measure_gives_the_measures_day_and_alone_none() -> None:
    red: list[Row] = [("code", {"checked_at": "2022-08-08T07:00", "colour": "red", "card_cities": ["1408"]})]
    contact: list[Row] = [("contact", {"category": "close", "last_on": "2022-08-05"})]
    assert _verdict(SOUND + red, "2022-08-08T07:30").may_return_on is None
    assert _verdict(SOUND + red + contact, "2022-08-08T07:30").may_return_on == day_of("2022-08-16")


def test_two_chains_end_with_the_later() -> None:
    rows: list[Row] = [
        *SOUND,
        ("contact", {"category": "subclose", "last_on": "2022-08-06"}),
        ("contact", {"category": "close", "last_on": "2022-08-01"}),
    ]
    verdict = _verdict(rows, "2022-08-08T07:30")
    assert verdict.may_return_on == day_of("2022-08-14")
    assert {measure.kind for measure in verdict.measures} == {
        "central_isolation",
        "home_monitoring",
        "home_isolation",
    }


@pytest.mark.parametrize("on", ["2021-05-13", "2025-09-01"])
def test_no_rules_is_never_ready(on: str) -> None:
    verdict = _verdict(SOUND, on)
    assert (verdict.outcome, verdict.may_return_on) == ("verify", None)


def test_the_packs_in_force_change_with_the_day() -> None:
    def packs(day: str) -> set[str]:
        return {
            one.id
            for one in pack.in_force(LIBRARY, "yuncheng-2022", date.fromisoformat(day).toordinal()).packs
        }

    assert packs("2022-08-07") == {"cn-p9", "cn-school-2022", "cn-school-v5", "shanxi-5d"}
    assert packs("2022-08-08") == packs("2022-08-07") | {"yuncheng-2022-08-08"}
    assert packs("2022-08-13") == packs("2022-08-07") | {"yuncheng-2022-08-13"}
    assert packs("2022-08-24") == packs("2022-08-13") - {"cn-school-v5"} | {"cn-school-v6"}


_answers = st.one_of(
    st.builds(
        lambda place, a, n: ("travel", {"place": place, "arrived": iso(a), "left": iso(a + n)}),
        st.sampled_from(["460203", "4602", "140802", "140825", "6101"]),
        st.integers(day_of("2022-07-10"), day_of("2022-08-15")),
        st.integers(0, 9),
    ),
    st.builds(
        lambda category, day: ("contact", {"category": category, "last_on": iso(day)}),
        st.sampled_from(
            [
                "close",
                "subclose",
                "entrant",
                "venue",
                "spacetime",
                "confirmed",
                "discharged",
                "high_risk_post",
            ]
        ),
        st.integers(day_of("2022-07-20"), day_of("2022-08-12")),
    ),
    st.builds(
        lambda day, result: ("test", {"sampled_at": iso(day), "result": result}),
        st.integers(day_of("2022-07-25"), day_of("2022-08-12")),
        st.sampled_from(["negative", "positive", "pending"]),
    ),
    st.builds(
        lambda day, warm: ("health", {"day": iso(day), "temp_am": warm, "symptoms": []}),
        st.integers(day_of("2022-07-25"), day_of("2022-08-12")),
        st.sampled_from([36.5, 37.2, 37.3, 38.5]),
    ),
)


@given(st.lists(_answers, max_size=8), st.integers(day_of("2022-07-01"), day_of("2022-09-10")))
@example([("travel", {"place": "6101", "arrived": "2022-08-05", "left": "2022-08-14"})], day_of("2022-08-13"))
def test_laws_of_every_verdict(rows: list[Row], on: int) -> None:
    verdict = _verdict(SOUND[:1] + rows, iso(on), [SANYA])
    assert [OUTCOMES.index(f.outcome) for f in verdict.findings] == sorted(
        (OUTCOMES.index(f.outcome) for f in verdict.findings), reverse=True
    )
    assert verdict.outcome == max((f.outcome for f in verdict.findings), key=OUTCOMES.index, default="ready")
    assert verdict.may_return_on is None or verdict.may_return_on >= on
    for measure in verdict.measures:
        assert measure.ends is None or measure.starts <= measure.ends
        assert all(test.on >= measure.anchor for test in measure.tests)
    moment = Moment(on)
    rules = compile_rules(pack.in_force(LIBRARY, "yuncheng-2022", on), "140802")
    for lang in ("zh", "en"):
        explain = Explainer(rules, DIVISIONS, lang)
        assert explain.headline(verdict._replace(on=moment))
        for finding in verdict.findings:
            assert explain.sentence(finding) and explain.title(finding)
            assert all(explain.step(step) for step in finding.arithmetic)
        assert all(explain.owed(owed) for owed in verdict.owes)


@given(st.lists(_answers, max_size=6))
def test_the_order_of_records_changes_nothing(rows: list[Row]) -> None:
    one = _verdict(SOUND + rows, "2022-08-08T07:30", [SANYA])
    other = _verdict(SOUND + rows[::-1], "2022-08-08T07:30", [SANYA])
    assert (one.outcome, one.may_return_on) == (other.outcome, other.may_return_on)
    assert {f.rule for f in one.findings} == {f.rule for f in other.findings}


def test_what_is_known_later_was_not_known_then() -> None:
    rows: list[Row] = [
        *_without("test"),
        ("test", {"sampled_at": "2022-08-08T06:00", "reported_at": "2022-08-08T20:00", "result": "negative"}),
    ]
    assert _verdict(rows, "2022-08-08T07:30").findings[0].says == "pending"
    assert _verdict(rows, "2022-08-08T20:30").outcome == "ready"
    late: list[Row] = [
        *_without("code"),
        ("code", {"checked_at": "2022-08-08T20:00", "colour": "green", "card_cities": ["1408"]}),
    ]
    assert _verdict(late, "2022-08-08T07:30").outcome == "incomplete"


def test_a_contact_without_a_category_is_asked() -> None:
    verdict = _verdict([*SOUND, ("contact", {"last_on": "2022-08-05"})], "2022-08-08T07:30")
    assert (verdict.outcome, verdict.findings[0].rule) == ("verify", "cn-p9/contact-unclassified")


def test_a_stay_nobody_can_place_is_asked_whatever_else_was_declared() -> None:
    rows: list[Row] = [*SOUND, ("travel", {"arrived": "2022-08-03", "left": "2022-08-04"})]
    assert _verdict(rows, "2022-08-08T07:30").outcome == "verify"
    old: list[Row] = [*SOUND, ("travel", {"arrived": "2022-07-20", "left": "2022-07-24"})]
    assert _verdict(old, "2022-08-08T07:30").outcome == "ready"


def test_a_test_before_the_fever_of_the_same_day_clears_nothing() -> None:
    rows: list[Row] = [
        *_without("test"),
        ("health", {"day": "2022-08-07", "temp_pm": 37.8, "symptoms": []}),
        ("test", {"sampled_at": "2022-08-07T09:00", "result": "negative"}),
        ("health", {"day": "2022-08-08", "temp_am": 36.5, "symptoms": []}),
    ]
    assert _verdict(rows, "2022-08-08T12:00").findings[0].says == "untested"


def test_a_sample_before_leaving_does_not_screen_the_arrival() -> None:
    low = Area("a2", "410105", "", "low", day_of("2022-08-01"), None)
    rows: list[Row] = [
        *_without("travel"),
        ("travel", {"no_travel": True, "from_day": "2022-08-06", "to_day": "2022-08-08"}),
        ("travel", {"place": "410105", "arrived": "2022-07-30", "left": "2022-08-05T10:00"}),
        ("test", {"sampled_at": "2022-08-05T09:00", "result": "negative"}),
    ]
    assert any(f.rule == "cn-p9/low-area-stay" for f in _verdict(rows, "2022-08-08T07:30", [low]).findings)


@pytest.mark.parametrize(
    ("place", "detail", "outcome"),
    [
        ("330783001", "", "deferred"),
        ("330783", "江北街道人民路1号", "deferred"),
        ("330783", "横店镇万盛街12号", "ready"),
        ("330783", "", "verify"),
    ],
)
def test_streets_and_towns_by_code_or_by_address(place: str, detail: str, outcome: str) -> None:
    town = next(one for one in DIVISIONS.children("330783") if one.name == "江北街道")
    area = Area("a3", "330783", "江北街道", "high", day_of("2022-07-20"), None)
    stay: Answers = {
        "place": town.code if len(place) > 6 else place,
        "arrived": "2022-07-20",
        "left": "2022-08-04",
    }
    if detail:
        stay["detail"] = detail
    home: Answers = {"no_travel": True, "from_day": "2022-08-04", "to_day": "2022-08-08"}
    verdict = _verdict([*_without("travel"), ("travel", stay), ("travel", home)], "2022-08-08T07:30", [area])
    found = [f.outcome for f in verdict.findings if f.rule == "cn-p9/high-area-stay"]
    assert (found or ["ready"])[0] == outcome


def test_low_risk_of_the_old_kind_is_no_level() -> None:
    record = Record(
        id="x", blank="area", subject="areas", act="", author="", device="", written="",
        answers={"place": "330110", "level": "low", "since": "2022-06-20"},
    )  # fmt: skip
    assert area_of([record], DIVISIONS).entries[0].level == "normal"
