"""The log: nothing leaves without its line, everybody who stood on it finds it, and nobody is judged anew for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schoolprep.desk import Desk
from schoolprep.desk.log import Leaving, leaving_roster
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Entry
from schoolprep.store import Key, School, Who
from tests.program import program_data

ON = Moment.parse("2022-08-08T07:30")
WANG, LI = "a" * 32, "b" * 32


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    school = School(name="一中", region="140802", profile="yuncheng-2022")
    made = Desk.create(
        tmp_path / "s.schoolprep", Key.random(), school, program_data(), Who("李校医", "desk-1")
    )
    made.filing.append(
        Entry(blank="person", subject=who, answers={"name": name, "class_name": unit, "category": "student"})
        for who, name, unit in ((WANG, "王小明", "七年级1班"), (LI, "李雷", "七年级2班"))
    )
    yield made
    made.close()


def test_a_roster_that_left_is_told_to_everybody_on_it_and_to_nobody_else(desk: Desk) -> None:
    drawn = desk.rosters.draw("return", ON, "zh", "七年级1班")
    assert drawn.people == (WANG,)
    with desk.log.handing_out(leaving_roster(drawn, ON, unit="七年级1班", whom=" 区教育局 ", purpose="上报")):
        pass
    (line,) = desk.log.about(WANG)
    assert line.left is not None and line.author == "李校医"
    assert (line.left.unit, line.left.whom, line.left.purpose, line.left.number) == (
        "七年级1班",
        "区教育局",
        "上报",
        1,
    )
    assert line.left.day == "2022-08-08T07:30"
    assert desk.log.about(LI) == []
    assert desk.workspace.verify() == []
    again = desk.log.last_of("return")
    assert again is not None and again.whom == "区教育局"
    assert desk.log.last_of("travel") is None


def test_what_could_not_be_written_did_not_leave(desk: Desk) -> None:
    def fails() -> None:
        with desk.log.handing_out(Leaving("return", "花名册", (WANG,))):
            assert len(desk.log.about(WANG)) == 1, "its line stands before anything is written"
            raise OSError

    with pytest.raises(OSError):
        fails()
    assert desk.log.about(WANG) == [] and desk.log.all() == []


def test_a_whole_large_school_is_one_line_and_each_of_its_people_is_found(desk: Desk) -> None:
    people = [f"{number:032x}"[::-1] for number in range(6_000)]
    desk.log.hand_out(Leaving("return", "花名册", people))
    (line,) = desk.log.all()
    assert line.left is not None and line.left.number == 6_000
    for subject in (people[0], people[2_600], people[-1]):
        assert len(desk.log.about(subject)) == 1
    assert desk.workspace.verify() == [], "the porter can read every record of it"


def test_looks_of_one_day_are_one_line(desk: Desk) -> None:
    for _ in range(3):
        desk.people.opened(WANG)
    desk.people.opened(LI)
    lines = desk.log.all()
    assert {(line.subject, line.times) for line in lines} == {(WANG, 3), (LI, 1)}
    assert [line.times for line in desk.log.about(WANG)] == [3]


def test_nobody_is_judged_anew_for_a_line_of_the_log(desk: Desk) -> None:
    before = desk.judging.verdict(WANG, ON)
    told: list[object] = []
    desk.changed.append(told.append)
    desk.log.hand_out(Leaving("return", "花名册", (WANG,)))
    assert told == [frozenset()]
    assert desk.judging.verdict(WANG, ON) is before
