"""Differential: `judge` against an independent slow evaluator, on 100,000 invented people around every edge.

`tests/slow/` reads the packs' TOML itself and finds outcome and first day by playing each possible course through, day
by day. It was written from the texts before `verdicts/judge/` was read. Where the two differ, one of them is wrong.
"""

from __future__ import annotations

import os
from collections import Counter
from itertools import islice
from random import Random

import pytest

from schoolprep.facts import divisions
from schoolprep.facts.area import Areas
from schoolprep.facts.days import Day, Moment, iso
from schoolprep.facts.file import File
from schoolprep.rules import pack
from schoolprep.rules.outcome import OUTCOMES
from schoolprep.rules.pack import Example
from schoolprep.verdicts.examples import areas_of, file_of
from schoolprep.verdicts.judge import compile_rules, judge
from tests.slow.evaluator import KINDS, Rulebook, evaluate
from tests.slow.files import REGION, World, people, worlds
from tests.slow.places import DETAILS, ESTATE

LIBRARY = pack.proofs()
DIVISIONS = divisions.load()
BOOK = Rulebook()
WORLDS, PEOPLE = 100, 100
"""Worlds of a part, people of a world."""
PARTS = range(10 if os.environ.get("CI") else 1)
"""All 100,000 people on the build server, a tenth of them at the desk; each part is a world of its own."""
FIRST, LAST = "2021-05-14", "2022-11-10"
"""From the eighth edition to the end of the ninth."""


def _iso(day: Day | None) -> str:
    return iso(day) if day else "never"


def _differences(profile: str, world: World, files: list[File], seen: Counter[str]) -> list[str]:
    areas = Areas(world.areas, DIVISIONS)
    rules = compile_rules(pack.in_force(LIBRARY, profile, world.on.day), REGION)
    told = BOOK.rules(profile, world.on.day)
    wrong = []
    for file in files:
        verdict = judge(file, areas, rules, world.on)
        fast = verdict.outcome, verdict.may_return_on
        slow = evaluate(told, file, world.areas, REGION, world.on)
        seen[fast[0]] += 1
        if fast != slow:
            findings = ", ".join(f"{one.rule} {one.outcome} {one.says}" for one in verdict.findings)
            wrong.append(
                f"on {world.on.text()}: judge {fast[0]} {_iso(fast[1])}, slow {slow[0]} {_iso(slow[1])}\n"
                f"  {findings}\n  {file}\n  {world.areas}"
            )
    return wrong


@pytest.mark.parametrize("part", PARTS)
def test_judge_agrees_with_the_slow_evaluator_on_10_000_people(part: int) -> None:
    random = Random(20220808 + part)
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    for world in islice(worlds(random, FIRST, LAST), WORLDS):
        wrong += _differences("yuncheng-2022", world, list(islice(people(random, world), PEOPLE)), seen)
    assert wrong[:3] == []
    assert seen.total() == WORLDS * PEOPLE
    assert all(seen[outcome] > 0.03 * seen.total() for outcome in OUTCOMES), seen


def _plain(example: Example) -> bool:
    """Whether the example's addresses are on the small map the slow evaluator knows."""
    told = {entry.get("detail", "") for entry in example.areas}
    lived = {
        str(entry[field])
        for entry in example.records
        for field in ("detail", "home_address")
        if field in entry
    }
    return told <= {"", ESTATE} and lived <= set(DETAILS)


KNOWN = (*LIBRARY.profiles["yuncheng-2022"].packs, "yiwu-school-tests")
"""Packs of which the slow evaluator knows everything; the days of illnesses have their own (`test_illness`)."""
EXAMPLES = [
    pytest.param(name, rule["id"], at, id=f"{name}/{rule['id']} {at}")
    for name, told in BOOK.packs.items()
    for rule in told["rule"]
    for at in range(len(rule.get("example", [])))
    if rule["kind"] in KINDS and name in KNOWN
]


@pytest.mark.parametrize(("name", "id_", "at"), EXAMPLES)
def test_the_slow_evaluator_gives_what_the_examples_say(name: str, id_: str, at: int) -> None:
    rule = next(one for one in BOOK.packs[name]["rule"] if one["id"] == id_)
    example = next(one for one in LIBRARY.packs[name].rule if one.id == id_).example[at]
    if not _plain(example):
        pytest.skip("an address the small map does not know")
    areas = areas_of(example, DIVISIONS).entries
    outcome, day = evaluate([rule], file_of(example), areas, REGION, Moment.parse(example.on))
    expect = example.expect
    assert outcome == expect.outcome.replace("none", "ready")
    if expect.earliest:
        assert _iso(day) == expect.earliest.replace("none", "never")
