"""Kleene: yes, no and unknown in every place where the rules combine or compare answers, row by row.

The tables of and, or are those of three-valued logic as public suites list them (cqframework/cql-tests).
A comparison of what is only known between two ends is yes or no only where every minute between them says so.
"""

from __future__ import annotations

from itertools import combinations, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolprep.facts import divisions, file
from schoolprep.facts.area import Areas
from schoolprep.facts.days import MINUTES_A_DAY, Moment, day_of
from schoolprep.rules import pack
from schoolprep.rules.pack import Condition, Proof
from schoolprep.verdicts.judge.conditions import IllnessCase, reach
from schoolprep.verdicts.judge.proof import fresh
from schoolprep.verdicts.judge.spacing import SampleWindow, possibly, surely
from schoolprep.verdicts.judge.view import View
from tests.filings import BINDER, record

Truth = bool | None
ON = Moment.parse("2022-08-18T12:00")
NOW = ON.earliest
AND: dict[tuple[Truth, Truth], Truth] = {
    (True, True): True, (True, False): False, (True, None): None,
    (False, True): False, (False, False): False, (False, None): False,
    (None, True): None, (None, False): False, (None, None): None,
}  # fmt: skip
OR: dict[tuple[Truth, Truth], Truth] = {
    (True, True): True, (True, False): True, (True, None): True,
    (False, True): True, (False, False): False, (False, None): None,
    (None, True): True, (None, False): None, (None, None): None,
}  # fmt: skip
LEAF: dict[Truth, Condition] = {
    True: Condition(days=1, after="onset"),
    False: Condition(days=100, after="onset"),
    None: Condition(days=1, after="rash"),
}


def _case() -> IllnessCase:
    ill = BINDER.file("s", [record("r1", "illness", {"disease": "measles", "onset": "2022-08-08"})])
    return IllnessCase(ill.illnesses[0], View(ill, Areas([], divisions.load()), ON, "140802"))


def _truth(condition: Condition) -> Truth:
    met = reach(condition, _case(), NOW)
    assert met.first <= met.last
    return True if met.last <= NOW else False if met.first > NOW else None


@pytest.mark.parametrize("said", [True, False, None])
def test_a_condition_is_met_not_met_or_unknown(said: Truth) -> None:
    assert _truth(LEAF[said]) is said
    assert _truth(Condition(all_of=(LEAF[said],))) is said
    assert _truth(Condition(any_of=(LEAF[said],))) is said


@pytest.mark.parametrize(("left", "right"), AND)
def test_all_of_and_any_of_two(left: Truth, right: Truth) -> None:
    assert _truth(Condition(all_of=(LEAF[left], LEAF[right]))) is AND[left, right]
    assert _truth(Condition(any_of=(LEAF[left], LEAF[right]))) is OR[left, right]


@pytest.mark.parametrize("said", list(product((True, False, None), repeat=3)))
def test_of_three_however_they_are_nested(said: tuple[Truth, Truth, Truth]) -> None:
    one, two, three = (LEAF[each] for each in said)
    every, some = AND[AND[said[0], said[1]], said[2]], OR[OR[said[0], said[1]], said[2]]
    assert _truth(Condition(all_of=(one, two, three))) is every
    assert _truth(Condition(all_of=(Condition(all_of=(one, two)), three))) is every
    assert _truth(Condition(any_of=(one, two, three))) is some
    assert _truth(Condition(any_of=(one, Condition(any_of=(two, three))))) is some
    assert (
        _truth(Condition(all_of=(one, Condition(any_of=(two, three))))) is AND[said[0], OR[said[1], said[2]]]
    )


# ------------------------------------------------------------------ comparisons of what is known between two ends

_moments = st.builds(
    Moment,
    st.integers(day_of("2022-08-05"), day_of("2022-08-18")),
    st.one_of(st.none(), st.sampled_from((0, 1, 719, 720, 721, 1439)), st.integers(0, 1439)),
)


def _minutes(at: Moment) -> range:
    return range(at.earliest, at.last_minute + 1)


def _proof(n: int, unit: str) -> Proof:
    known = next(rule for rule in pack.load().packs["cn-school-v6"].rule if isinstance(rule, Proof))
    return Proof(
        id="p", title=known.title, says=known.says, cites=known.cites, n=n, basis="report",
        unit="hour" if unit == "hour" else "day",
    )  # fmt: skip


HOURS = {n: _proof(n, "hour") for n in (24, 48, 72)}


@given(_moments, _moments, st.sampled_from((24, 48, 72)))
def test_hours_are_certain_only_where_every_minute_says_so(at: Moment, on: Moment, n: int) -> None:
    test = file.Test("t", None, at, "negative")
    ends = [
        gate - sampled for gate in (on.earliest, on.last_minute) for sampled in (at.earliest, at.last_minute)
    ]
    every, some = max(ends) <= n * 60, min(ends) <= n * 60
    assert fresh(test, HOURS[n], on) is (True if every else None if some else False)


_windows = st.lists(
    st.builds(
        lambda first, length: SampleWindow(first, first + length),
        st.integers(0, 60),
        st.sampled_from((0, 0, 5, 24)),
    ),
    max_size=4,
)


def _apart(times: tuple[int, ...], gap: int) -> bool:
    return all(abs(one - other) >= gap for one, other in combinations(times, 2))


@given(_windows, st.integers(1, 3), st.sampled_from((0, 12, 24)))
def test_spacing_plays_every_hour_through(windows: list[SampleWindow], count: int, gap: int) -> None:
    courses = product(*[range(one.first, one.last + 1) for one in windows[:3]])
    outcomes = {any(_apart(some, gap) for some in permutations(times, count)) for times in courses}
    assert possibly(windows[:3], count, gap) is (True in outcomes)
    if surely(windows[:3], count, gap):
        assert outcomes == {True}


def test_a_bare_date_is_every_minute_of_its_day() -> None:
    at = Moment.parse("2022-08-08")
    assert (at.earliest, at.last_minute) == (at.day * MINUTES_A_DAY, at.day * MINUTES_A_DAY + 1439)
    assert at.latest == at.last_minute + 1
