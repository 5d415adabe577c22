"""Many: several processes say what one says, in the same order, and leave nothing behind."""

from __future__ import annotations

import multiprocessing
import random
import sys
from collections.abc import Iterator

import pytest

from schoolprep import demo
from schoolprep.facts.area import Areas, of
from schoolprep.facts.file import File
from schoolprep.facts.record import Record
from schoolprep.facts.subject import AREAS
from schoolprep.rules import pack
from schoolprep.verdicts import many
from schoolprep.verdicts.judge import compile_rules, judge
from schoolprep.verdicts.judge.peers import Roll
from schoolprep.verdicts.many import CommonGround
from tests.filings import BINDER, DIVISIONS, record
from tests.program import program_data

PEOPLE = 400


@pytest.fixture(scope="module")
def school() -> tuple[list[File], CommonGround]:
    """Part of the demo school with its area list, in no order."""
    numbers = iter(range(10**6))
    made = demo.school(
        demo.SEED,
        program_data().divisions,
        lambda kind, number: f"{kind} {number}",
        lambda: f"new {next(numbers)}",
    )
    people: dict[str, list[Record]] = {}
    for at, entry in enumerate(made.entries):
        filed = record(f"r{at}", entry.blank, entry.answers or {}, entry.subject)
        people.setdefault(entry.subject, []).append(filed)
    areas: Areas = of(people.pop(AREAS), DIVISIONS)
    files = list(BINDER.files(people).values())
    random.Random(8).shuffle(files)
    source = pack.in_force(pack.load(), demo.SCHOOL.profile, demo.ON.day)
    return files[:PEOPLE], CommonGround(
        source, demo.SCHOOL.region, areas.entries, Roll(files).peers(), demo.ON
    )


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "PORTION", 90)


@pytest.fixture(autouse=True)
def no_process_left() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("workers", [1, 2])
def test_the_same_verdicts_in_the_same_order(school: tuple[list[File], CommonGround], workers: int) -> None:
    files, ground = school
    rules, areas = compile_rules(ground.source, ground.region), Areas(ground.areas, DIVISIONS)
    alone = [judge(one, areas, rules, ground.on, ground.peers) for one in files]
    portions = list(many.judged(files, ground, workers))
    assert [len(portion) for portion in portions] == [90, 90, 90, 90, 40]
    assert [verdict for portion in portions for verdict in portion] == alone


def test_only_so_many_portions_are_under_way(school: tuple[list[File], CommonGround]) -> None:
    files, ground = school
    taken = 0

    def people() -> Iterator[File]:
        nonlocal taken
        for one in files:
            taken += 1
            yield one

    portions = many.judged(people(), ground, 1)
    next(portions)
    assert taken == 90


def test_closing_it_in_the_middle_ends_the_processes(school: tuple[list[File], CommonGround]) -> None:
    files, ground = school
    portions = many.judged(files, ground, 2)
    assert len(next(portions)) == 90
    portions.close()  # type: ignore[attr-defined]


def test_where_the_processes_are_ended_everybody_is_judged_here(
    school: tuple[list[File], CommonGround], monkeypatch: pytest.MonkeyPatch
) -> None:
    files, ground = school
    monkeypatch.setattr(many, "_begin", sys.exit)  # what a process would begin with ends it
    said = [verdict.subject for portion in many.judged(files, ground, 2) for verdict in portion]
    assert said == [one.subject for one in files]


def test_where_no_process_can_be_started_everybody_is_judged_here(
    school: tuple[list[File], CommonGround], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError("no process")

    files, ground = school
    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refused)
    said = [verdict.subject for portion in many.judged(files, ground, 2) for verdict in portion]
    assert said == [one.subject for one in files]


def test_nobody_is_no_portion(school: tuple[list[File], CommonGround]) -> None:
    assert list(many.judged([], school[1], 1)) == []
