"""Stretch: one stay in a room answers one measure, and what is over is still told from what really happened."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from schoolprep.facts import divisions
from schoolprep.facts.area import Areas
from schoolprep.facts.days import Moment, day_of, iso
from schoolprep.facts.file import Link
from schoolprep.facts.record import Answers
from schoolprep.loop.chain import CustodyChain
from schoolprep.loop.measure import Measure
from schoolprep.loop.steps import steps
from schoolprep.loop.stretch import answered, stretches
from schoolprep.roster import draw
from schoolprep.rules import pack
from schoolprep.verdicts.judge import compile_rules, judge, ordered
from schoolprep.verdicts.verdict import Case
from tests.roster_school import blanks, case, context, layouts, person
from tests.slow.files import REGION, people, worlds


def _tested(day: int) -> tuple[str, Answers]:
    at = f"2022-08-0{day}"
    return "test", {"sampled_at": f"{at}T09:00", "reported_at": f"{at}T20:00", "result": "negative"}


SANYA: list[tuple[str, Answers]] = [
    person("韩梅", "140802200911030046", "七年级1班"),
    ("travel", {"place": "460203", "arrived": "2022-07-25", "left": "2022-08-01"}),
    *map(_tested, (2, 3, 4, 6, 8)),
    (
        "custody",
        {"step": "central_isolation", "starts": "2022-08-02", "ends": "2022-08-06", "place": "隔离点"},
    ),
]
"""Left a high-risk area on 1 August: isolated to the 8th, every test done; the isolation was left on the 6th."""
CONTACT: tuple[str, Answers] = ("contact", {"category": "close", "last_on": "2022-08-03"})


def _at(day: str, said: list[tuple[str, Answers]]) -> Case:
    return case("p", said, Moment.parse(day))


def _ledger(day: str, said: list[tuple[str, Answers]]) -> list[dict[str, object]]:
    made = draw(layouts()["closed-loop"], [_at(day, said)], context(on=Moment.parse(day)))
    return [dict(zip(made.headings, row, strict=True)) for group in made.groups for row in group.rows]


@pytest.mark.parametrize("day", ["2022-08-07", "2022-08-08", "2022-08-09", "2022-08-10", "2022-09-30"])
def test_who_left_two_days_early_is_seen_while_the_measure_runs_and_after(day: str) -> None:
    (row,) = _ledger(day, SANYA)
    assert (row["起算日"], row["应解除日"]) == ("2022-08-01", "2022-08-08")
    assert row["结束时间"] == "2022-08-06"
    assert row["状态"] == "08-06离开，早2天，未登记解除"
    assert row["管控原因"]


@pytest.mark.parametrize("day", ["2022-08-05", "2022-08-08", "2022-08-09", "2022-08-10", "2022-12-05"])
def test_a_chain_that_is_over_is_known_with_its_days(day: str) -> None:
    known, around = _at(day, SANYA), context(on=Moment.parse(day))
    (measure,) = ordered(known, around.areas, around.explain.rules)
    assert measure.id == "cn-p9/high-area-stay/p-1/2022-08-01/central_isolation"
    assert (iso(measure.anchor), measure.ends) == ("2022-08-01", day_of("2022-08-08"))
    assert bool(known.verdict.measures) == (day <= "2022-08-08")


def test_a_stay_in_the_isolation_site_answers_one_of_two_measures() -> None:
    rows = _ledger("2022-08-05", [*SANYA, CONTACT])
    central = {row["起算日"]: row["开始时间"] for row in rows if row["管控措施"] == "集中隔离医学观察"}
    assert central == {"2022-08-01": "2022-08-02", "2022-08-03": None}


def test_a_second_stay_answers_the_second() -> None:
    again: tuple[str, Answers] = (
        "custody",
        {"step": "central_isolation", "starts": "2022-08-07", "place": "酒店"},
    )
    rows = _ledger("2022-08-08", [*SANYA, CONTACT, again])
    central = {row["起算日"]: row["隔离点"] for row in rows if row["管控措施"] == "集中隔离医学观察"}
    assert central == {"2022-08-01": "隔离点", "2022-08-03": "酒店"}


DAY = day_of("2022-08-10")


def _measure(anchor: int, ends: int, *recounts: str) -> Measure:
    return Measure(
        "p/r", f"g{anchor}", "central_isolation", DAY + anchor, DAY + anchor, DAY + ends, (), recounts
    )


def _link(starts: int, ends: int | None, record: str = "l") -> Link:
    last = None if ends is None else Moment(DAY + ends)
    return Link(record, "central_isolation", Moment(DAY + starts), last, None, None, None, None, None)


def test_the_measure_that_took_the_place_of_another_takes_its_custody() -> None:
    first = _measure(0, 7)
    second = _measure(3, 10, first.id)
    both = CustodyChain([_link(1, None)])
    assert set(answered([first, second], both)) == {second.id}
    before = CustodyChain([_link(1, 2)])
    assert set(answered([first, second], before)) == {first.id}


def test_rooms_of_one_measure_follow_each_other() -> None:
    measure = _measure(0, 7)
    links = [_link(4, None, "b"), _link(1, 4, "a")]
    assert [one.record for one in answered([measure], CustodyChain(links))[measure.id]] == ["a", "b"]
    told = list(stretches([measure], (), CustodyChain(links)))
    assert [(one.measure, one.link and one.link.record) for one in told] == [(measure, "b"), (None, "a")]


def test_every_link_answers_at_most_one_measure_in_whatever_order_they_came() -> None:
    random, both = Random(5), 0
    library, places = pack.load(), divisions.load()
    for world in islice(worlds(random, "2022-06-28", "2022-11-10"), 30):
        rules = compile_rules(pack.in_force(library, "yuncheng-2022", world.on.day), REGION)
        areas = Areas(world.areas, places)
        for file in islice(people(random, world), 60):
            verdict = judge(file, areas, rules, world.on)
            links = [*file.links, *(_stay(random, world.on.day, at) for at in range(random.randint(0, 4)))]
            every = ordered(Case(file, verdict), areas, rules)
            found = answered(every, CustodyChain(links))
            told = [link.record for links in found.values() for link in links]
            assert len(told) == len(set(told))
            assert found == answered(reversed(every), CustodyChain(reversed(links)))
            rows = list(stretches(verdict.measures, every, CustodyChain(links)))
            shown = [one.link.record for one in rows if one.link]
            assert sorted(shown) == sorted(link.record for link in CustodyChain(links).stretches)
            both += bool(found)
    assert both > 100


def _stay(random: Random, day: int, at: int) -> Link:
    starts = day - random.randint(0, 20)
    ends = Moment(starts + random.randint(0, 8)) if random.random() < 0.7 else None
    step = random.choice(("central_isolation", "home_isolation", "home_monitoring"))
    return Link(f"stay{at}", step, Moment(starts), ends, "隔离点", None, None, None, None)


def test_the_steps_are_those_of_the_blank() -> None:
    assert set(steps()) == {choice.code for choice in blanks()["custody"]["step"].choices}


def test_one_act_frees_and_the_earlier_step_comes_first_of_two_at_one_moment() -> None:
    assert [code for code, step in steps().items() if step.frees] == ["release"]
    at = Moment.parse("2022-08-08T09:00")
    links = [
        Link(step, step, at, None, None, None, None, None, None)
        for step in ("return", "release", "home_isolation", "transfer")
    ]
    chain = CustodyChain(links)
    assert [link.step for link in chain.links] == ["transfer", "home_isolation", "release", "return"]
    assert [link.record for link in chain.releases] == ["release"]
