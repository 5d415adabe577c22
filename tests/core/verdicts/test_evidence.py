"""Evidence: every finding proves itself; judged again from the records it names alone, the rule says the same."""

from __future__ import annotations

import hashlib
from itertools import count

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schoolprep import demo
from schoolprep.facts import area
from schoolprep.facts.area import Areas
from schoolprep.facts.days import Moment, day_of
from schoolprep.facts.record import Answers, Record, Value
from schoolprep.facts.subject import AREAS
from schoolprep.rules import pack
from schoolprep.verdicts.judge import Rules, compile_rules, judge
from schoolprep.verdicts.judge.view import View
from tests.filings import BINDER, DIVISIONS, REGION, Row, areas_of, filed, lists, record, records
from tests.program import program_data

LIBRARY = pack.proofs()
PACKS = tuple(LIBRARY.packs.values())
EVERY_RULE = compile_rules(
    pack.InForce("", 0, PACKS, tuple((one, rule) for one in PACKS for rule in one.rule)), REGION
)
DAYS = ("2022-08-08", "2022-08-08T07:30", "2022-08-14T12:00")


TWO_POSITIVES_OF_ONE_DAY: list[Row] = [
    ("person", {"name": "王小明", "category": "student"}),
    ("test", {"sampled_at": "2022-08-06T15:00", "result": "positive"}),
    ("test", {"sampled_at": "2022-08-06T08:00", "result": "positive"}),
]
"""The measure rests on the one filed first, which is not the last sampled; without it the day has another ground."""


RETURNED_AFTER_A_STAY_WITHOUT_ARRIVAL: list[Row] = [
    ("person", {"name": "王小明"}),
    ("travel", {"no_travel": True, "from_day": "2022-08-09"}),
    ("travel", {"place": "140825", "arrived": "2022-08-08"}),
    ("travel", {"place": "140802", "arrived": "2022-08-08", "left": "2022-08-02T19:00"}),
    ("travel", {"place": "460203", "left": "2022-08-08"}),
    ("travel", {"place": "140825", "arrived": "2022-08-03"}),
]
"""Between the stay without arrival and the last that is over lies one that nobody left: nothing hangs on it."""

RETURNED_TWICE: list[Row] = [
    ("person", {"name": "王小明"}),
    ("travel", {"place": "460203", "left": "2022-08-06"}),
    ("travel", {"place": "140825"}),
    ("travel", {"place": "6101", "arrived": "2022-08-02", "left": "2022-07-30T20:00"}),
    ("travel", {"no_travel": True, "from_day": "2022-08-06", "to_day": "2022-08-02"}),
    ("travel", {"place": "140825", "arrived": "2022-07-30"}),
]
"""What bounds the beginning of a stay is no evidence of the return from it."""


def _rules(profile: str, on: Moment) -> Rules:
    return compile_rules(pack.in_force(LIBRARY, profile, on.day), REGION)


def unproven(about: list[Record], areas: Areas, rules: Rules, on: Moment) -> list[str]:
    """The findings that do not come out of their own evidence, in words for whoever reads the failure."""
    whole = View(BINDER.file("s", about), areas, on, rules.region)
    wrong = []
    for check in rules.checks:
        for finding in check(whole):
            own = BINDER.file("s", [one for one in about if one.id in finding.evidence])
            some = Areas([one for one in areas.entries if one.record in finding.evidence], DIVISIONS)
            again = check(View(own, some, whole.on, rules.region))
            if finding not in again:
                wrong.append(f"{finding}\n  from its evidence: {again}")
    return wrong


REPORTED_LATE_BESIDE_ONE_WITHOUT_RESULT: list[Row] = [
    ("person", {"name": "王小明"}),
    ("travel", {"place": "460203", "arrived": "2022-07-18", "left": "2022-07-25"}),
    ("test", {"sampled_at": "2022-07-19", "result": "negative"}),
    ("test", {"sampled_at": "2022-07-19"}),
    ("test", {"sampled_at": "2022-07-18", "reported_at": "2022-08-07", "result": "negative"}),
]
"""The proof is the one reported last, which is not the last sampled; only beside it the missing result matters."""
HIGH_SINCE_JULY: list[Answers] = [{"place": "460203", "level": "high", "since": "2022-07-18"}]


@settings(max_examples=600, deadline=None)
@given(filed, lists, st.sampled_from(DAYS))
@example(TWO_POSITIVES_OF_ONE_DAY, [], "2022-08-08")
@example(RETURNED_AFTER_A_STAY_WITHOUT_ARRIVAL, [], "2022-08-08")
@example(RETURNED_TWICE, [], "2022-08-08")
@example(REPORTED_LATE_BESIDE_ONE_WITHOUT_RESULT, HIGH_SINCE_JULY, "2022-08-08")
def test_a_finding_comes_out_of_its_own_evidence(made: list[Row], listed: list[Answers], day: str) -> None:
    on = Moment.parse(day)
    assert unproven(records(made), areas_of(listed), _rules("yuncheng-2022", on), on) == []


@settings(max_examples=250, deadline=None)
@given(filed, lists, st.sampled_from(DAYS))
@example(TWO_POSITIVES_OF_ONE_DAY, [], "2022-08-08")
def test_whatever_its_days_every_rule_of_every_pack_proves_itself(
    made: list[Row], listed: list[Answers], day: str
) -> None:
    """Today's packs too: what a rule means does not depend on when its pack is in force."""
    on = Moment.parse(day)
    assert unproven(records(made), areas_of(listed), EVERY_RULE, on) == []


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_positives_of_one_day_the_ground_is_evidence_whichever_was_sampled_first(turned: bool) -> None:
    on = Moment.parse("2022-08-08")
    who, *positives = TWO_POSITIVES_OF_ONE_DAY
    about = records([who, *(reversed(positives) if turned else positives)])
    verdict = judge(BINDER.file("s", about), areas_of([]), _rules("yuncheng-2022", on), on)
    (finding,) = (one for one in verdict.findings if one.measures)
    first = min(one.id for one in about if one.blank == "test")
    assert [one.ground for one in finding.measures] == [first]
    assert first in finding.evidence


@pytest.mark.parametrize("seed", [demo.SEED, demo.SEED + 1])
def test_the_demo_school_proves_itself(seed: int) -> None:
    numbers = count()
    made = demo.school(
        seed,
        program_data().divisions,
        lambda kind, number: hashlib.sha256(f"{kind} {number}".encode()).hexdigest(),
        lambda: f"new {next(numbers)}",
    )
    people: dict[str, list[Record]] = {}
    for at, entry in enumerate(made.entries):
        people.setdefault(entry.subject, []).append(record(f"r{at}", entry.blank, entry.answers or {}))
    areas = area.of(people.pop(AREAS), DIVISIONS)
    rules = _rules(demo.SCHOOL.profile, demo.ON)
    wrong = [text for about in people.values() for text in unproven(about, areas, rules, demo.ON)]
    assert wrong == []


def test_every_example_of_every_pack_proves_itself() -> None:
    wrong: list[str] = []
    for one in LIBRARY.packs.values():
        for rule in one.rule:
            for proof in rule.example:
                about = records((str(one["blank"]), _answers(one)) for one in proof.records)
                on = Moment.parse(proof.on)
                source = pack.InForce("", day_of(proof.on), (one,), ((one, rule),))
                wrong += unproven(
                    about, areas_of(dict(entry) for entry in proof.areas), compile_rules(source, REGION), on
                )
    assert wrong == []


def _answers(row: dict[str, Value]) -> Answers:
    return {name: value for name, value in row.items() if name != "blank"}
