"""Ordered: a measure keeps its name from day to day, and what was ordered once is not forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from random import Random

import pytest

from schoolprep.facts import divisions
from schoolprep.facts import file as filed
from schoolprep.facts.area import Areas
from schoolprep.facts.days import Moment
from schoolprep.facts.file import Contact, File, Stay
from schoolprep.loop.measure import Measure
from schoolprep.rules import pack
from schoolprep.verdicts.judge import Rules, compile_rules, judge, ordered
from schoolprep.verdicts.verdict import Case, Verdict
from tests.slow.files import EDGES, REGION, World, people, worlds

LIBRARY = pack.load()
DIVISIONS = divisions.load()
LATER = (1, 2, 5, 9, 30)
"""Days after."""


@cache
def _rules(day: int) -> Rules:
    return compile_rules(pack.in_force(LIBRARY, "yuncheng-2022", day), REGION)


def _tried(
    seed: int, first: str = "2022-06-28", last: str = "2022-12-25"
) -> Iterator[tuple[File, World, Areas]]:
    random = Random(seed)
    for world in islice(worlds(random, first, last, (*EDGES, "2022-11-11", "2022-12-07")), 40):
        for file in islice(people(random, world), 50):
            yield file, world, Areas(world.areas, DIVISIONS)


def _asked(file: File, areas: Areas, rules: Rules, on: Moment) -> tuple[Verdict, tuple[Measure, ...]]:
    """The verdict, and every measure ever ordered."""
    verdict = judge(file, areas, rules, on)
    return verdict, ordered(Case(file, verdict), areas, rules)


def _itself(measure: Measure) -> Measure:
    """Without the names of those whose place it took, which only the question what was ordered knows whole."""
    return measure._replace(recounts=())


def _dated(measure: Measure, file: File) -> bool:
    """Whether the days it rests on are known: an open stay's last day moves on with every day."""
    return all(stay.left for stay in file.stays if stay.record == measure.ground)


def _spoken_of(measure: Measure, rules: Rules) -> bool:
    """Whether its pack is in force, or a later one says what became of its measures."""
    packs = {one.id for one in rules.source.packs}
    return measure.rule.partition("/")[0] in packs or measure.rule in {one.key for one in rules.source.former}


def test_what_holds_is_among_what_was_ordered_and_each_has_a_name_of_its_own() -> None:
    held = 0
    for file, world, areas in _tried(1):
        verdict, known = _asked(file, areas, _rules(world.on.day), world.on)
        held += len(verdict.measures)
        assert set(map(_itself, verdict.measures)) <= set(map(_itself, known)), (file, world)
        assert len({one.id for one in known}) == len(known), (file, world)
        assert not any(one.id in one.recounts for one in known), (file, world)
        facts: list[Stay | Contact | filed.Test] = [*file.stays, *file.contacts, *file.tests]
        grounds = {file.person.record, *(one.record for one in facts)}
        assert {one.ground for one in known} <= grounds, (file, world)
    assert held > 500


def test_what_was_ordered_is_known_on_every_later_day_also_by_a_later_edition() -> None:
    asked = 0
    for file, world, areas in _tried(2):
        before = judge(file, areas, _rules(world.on.day), world.on)
        begun = [one for one in before.measures if one.starts <= world.on.day and _dated(one, file)]
        for days in LATER if begun else ():
            rules = _rules(world.on.day + days)
            _, after = _asked(file, areas, rules, Moment(world.on.day + days))
            known = {id_ for one in after for id_ in (one.id, *one.recounts)}
            lost = [one.id for one in begun if one.id not in known and _spoken_of(one, rules)]
            assert not lost, (lost, file, world, days)
            asked += 1
    assert asked > 500


@pytest.mark.parametrize("list_of", ["contacts", "tests", "codes", "health", "cohabitants", "links"])
def test_the_order_in_which_records_came_changes_no_measure(list_of: str) -> None:
    random = Random(4)
    for file, world, areas in islice(_tried(4), 400):
        records = list(getattr(file, list_of))
        random.shuffle(records)
        other = File(**{**file._asdict(), list_of: tuple(records)})
        each = (_asked(one, areas, _rules(world.on.day), world.on) for one in (file, other))
        days = [[one._replace(tests=()) for one in known] for _, known in each]
        assert days[0] == days[1], (file, world)  # of two samples of one day any is the first
