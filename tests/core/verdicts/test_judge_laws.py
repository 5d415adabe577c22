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
from schoolprep.facts.file import File, Health
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
