"""Laws of every verdict, tried on the invented people of the differential test: what more is known, and later days."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random

import pytest

from schoolprep.facts import divisions
from schoolprep.facts import file as records
from schoolprep.facts.area import Areas
from schoolprep.facts.days import Moment
from schoolprep.facts.file import File, Health, UnreadAnswer
from schoolprep.rules import pack
from schoolprep.rules.outcome import OUTCOMES
from schoolprep.verdicts.judge import Rules, compile_rules, judge
from schoolprep.verdicts.verdict import Verdict
from tests.slow.files import REGION, World, people, worlds

LIBRARY = pack.load()
DIVISIONS = divisions.load()
NEVER = 4_000_000


def _tried(seed: int) -> Iterator[tuple[File, World, Areas, Rules]]:
    random = Random(seed)
    for world in islice(worlds(random, "2021-05-14", "2022-11-10"), 60):
        areas = Areas(world.areas, DIVISIONS)
        rules = compile_rules(pack.in_force(LIBRARY, "yuncheng-2022", world.on.day), REGION)
        for file in islice(people(random, world), 50):
            yield file, world, areas, rules


def _first(verdict: Verdict) -> int:
    return NEVER if verdict.may_return_on is None else verdict.may_return_on


def test_a_negative_test_more_never_delays() -> None:
    for file, world, areas, rules in _tried(1):
        now = Moment(world.on.day, world.on.minute)
        more = file._replace(tests=(*file.tests, records.Test("more", now, now, "negative")))
        before, after = (judge(one, areas, rules, world.on) for one in (file, more))
        assert _first(after) <= _first(before), (file, world)


def test_a_day_of_health_more_never_delays() -> None:
    for file, world, areas, rules in _tried(2):
        calm = Health("more", world.on.day, 36.5, None, None, (), None)
        more = file._replace(health=(*file.health, calm))
        before, after = (judge(one, areas, rules, world.on) for one in (file, more))
        assert _first(after) <= _first(before), (file, world)


def test_an_answer_nobody_could_read_never_makes_anything_better() -> None:
    for file, world, areas, rules in _tried(4):
        for day in (None, world.on.day, world.on.day + 1):
            one = UnreadAnswer("more", "illness", "disease", "?", None, None, None, None, day, None, None)
            more = file._replace(unread_answers=(one,))
            before, after = (judge(each, areas, rules, world.on) for each in (file, more))
            least = "verify" if day is None or day <= world.on.day else "ready"
            assert _rank(after) == max(_rank(before), OUTCOMES.index(least))
            assert _first(after) >= _first(before)
            assert (
                judge(more._replace(unread_answers=(one._replace(done=True),)), areas, rules, world.on)
                == before
            )


def test_a_later_test_without_a_result_never_makes_anything_better() -> None:
    for file, world, areas, rules in _tried(5):
        now = Moment(world.on.day, world.on.minute)
        more = file._replace(tests=(*file.tests, records.Test("more", now, None, None)))
        before, after = (judge(one, areas, rules, world.on) for one in (file, more))
        assert _rank(after) >= min(_rank(before), OUTCOMES.index("verify")), (file, world)


def test_impossible_times_of_a_test_prove_no_more_than_none() -> None:
    for file, world, areas, rules in _tried(6):
        now = Moment(world.on.day, world.on.minute)
        wrong = records.Test("more", now, Moment(now.day - 3), "negative")
        undated = wrong._replace(sampled=None, reported=None)
        one, other = (
            judge(file._replace(tests=(*file.tests, test)), areas, rules, world.on)
            for test in (wrong, undated)
        )
        assert one == other


def _rank(verdict: Verdict) -> int:
    return OUTCOMES.index(verdict.outcome)


def test_an_outcome_and_its_day_belong_together() -> None:
    for file, world, areas, rules in _tried(3):
        verdict = judge(file, areas, rules, world.on)
        assert verdict.outcome == max(
            (one.outcome for one in verdict.findings), key=OUTCOMES.index, default="ready"
        )
        assert verdict.may_return_on is None or verdict.may_return_on >= world.on.day
        if verdict.outcome == "ready":
            assert verdict.may_return_on == world.on.day
        if verdict.may_return_on is None:
            assert verdict.outcome == "deferred"


@pytest.mark.parametrize("list_of", ["contacts", "tests", "codes", "health", "cohabitants", "links"])
def test_the_order_in_which_records_came_changes_nothing(list_of: str) -> None:
    random = Random(4)
    for file, world, areas, rules in islice(_tried(4), 600):
        records = list(getattr(file, list_of))
        random.shuffle(records)
        other = File(**{**file._asdict(), list_of: tuple(records)})
        one, two = (judge(each, areas, rules, world.on) for each in (file, other))
        assert (one.outcome, one.may_return_on) == (two.outcome, two.may_return_on), (file, world)
