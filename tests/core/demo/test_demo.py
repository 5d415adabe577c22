"""The demo school: what is planted is found, everybody else is ready, and every record passes its blank."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from functools import cache
from itertools import count, pairwise
from pathlib import Path

import pytest

from schoolprep import demo
from schoolprep.demo import Demo, declared
from schoolprep.demo.declared import DemoRow, PlantedCase
from schoolprep.facts import area, blank, divisions
from schoolprep.facts.area import Areas
from schoolprep.facts.draft import Draft
from schoolprep.facts.file import File
from schoolprep.facts.kinds import Frame
from schoolprep.facts.problem import WorkspaceError
from schoolprep.facts.record import Entry, Record
from schoolprep.facts.subject import AREAS
from schoolprep.rules import pack
from schoolprep.store import Key, School, Store, Who
from schoolprep.verdicts.judge import compile_rules, judge
from schoolprep.verdicts.verdict import Verdict
from tests.filings import BINDER
from tests.program import program_data

DIVISIONS = divisions.load()
BLANKS = blank.load()
RULES = compile_rules(pack.in_force(pack.load(), demo.SCHOOL.profile, demo.ON.day), demo.SCHOOL.region)
CASES = declared.cases()
WHO = Who("测试", "here")


def _school(seed: int) -> Demo:
    """With subjects that depend on nothing but the people."""
    numbers = count()
    return demo.school(
        seed,
        program_data().divisions,
        lambda kind, number: hashlib.sha256(f"{kind} {number}".encode()).hexdigest(),
        lambda: f"new {next(numbers)}",
    )


def _record(at: int, entry: Entry) -> Record:
    return Record(
        id=f"r{at}", blank=entry.blank, subject=entry.subject, answers=entry.answers, act="", author="", device="",
        written="",
    )  # fmt: skip


@cache
def _files(seed: int) -> tuple[Demo, dict[str, File], Areas]:
    made = _school(seed)
    people: dict[str, list[Record]] = {}
    for at, entry in enumerate(made.entries):
        people.setdefault(entry.subject, []).append(_record(at, entry))
    listed = area.of(people.pop(AREAS), DIVISIONS)
    return made, {subject: BINDER.file(subject, records) for subject, records in people.items()}, listed


@cache
def _verdicts(seed: int) -> dict[str, Verdict]:
    _, people, listed = _files(seed)
    return {subject: judge(one, listed, RULES, demo.ON) for subject, one in people.items()}


def _said(verdict: Verdict) -> tuple[str, str, set[str]]:
    first = date.fromordinal(verdict.may_return_on).isoformat() if verdict.may_return_on else ""
    return verdict.outcome, first, {f.rule for f in verdict.findings if f.outcome != "ready"}


@pytest.mark.parametrize("seed", [demo.SEED, 1])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_is_planted_is_found_and_nothing_else(case: PlantedCase, seed: int) -> None:
    made, _, _ = _files(seed)
    bearers = [subject for subject, one in made.planted.items() if one is case]
    assert len(bearers) == case.many > 0
    for subject in bearers:
        assert _said(_verdicts(seed)[subject]) == (case.outcome, case.first, set(case.rules))


@pytest.mark.parametrize("seed", [demo.SEED, 1])
def test_everybody_else_is_ready(seed: int) -> None:
    made, people, _ = _files(seed)
    for subject in people.keys() - made.planted.keys():
        assert _said(_verdicts(seed)[subject]) == ("ready", "2022-08-08", set())


def test_a_school_of_usual_size_with_every_outcome() -> None:
    _, people, listed = _files(demo.SEED)
    outcomes = Counter(verdict.outcome for verdict in _verdicts(demo.SEED).values())
    classes = Counter(one.person.class_name for one in people.values() if one.person.category == "student")
    assert 590 <= len(people) <= 630
    assert 0.88 <= outcomes["ready"] / len(people) <= 0.90
    assert all(outcomes[outcome] >= 15 for outcome in ("deferred", "verify", "incomplete"))
    assert len(classes) == 11
    assert all(45 <= size <= 50 for size in classes.values())
    assert 30 <= len(listed.entries) <= 60
    assert {entry.level for entry in listed.entries} == {"high", "medium", "low", "outbreak", "normal"}


def test_nobody_shares_a_document_and_boarders_have_a_bed() -> None:
    _, people, _ = _files(demo.SEED)
    numbers = [one.person.document for one in people.values() if one.person.document]
    assert len(numbers) == len(set(numbers)) == len(people) - 1
    rooms = Counter(one.person.dormitory for one in people.values() if one.person.boarding == "boarder")
    assert 100 <= rooms.total() <= 250
    assert None not in rooms and max(rooms.values()) <= 8
    assert all(one.person.guardian for one in people.values() if one.person.category == "student")


def test_the_same_seed_gives_the_same_school_and_another_another() -> None:
    assert _school(5).entries == _school(5).entries
    assert _school(5).entries != _school(6).entries


def test_every_record_passes_its_blank_without_a_doubt() -> None:
    frame = Frame(DIVISIONS, demo.SCHOOL.region, filled_on=date(2022, 8, 8))
    seen: set[str] = set()
    for entry in _files(demo.SEED)[0].entries:
        if (key := repr((entry.blank, entry.answers))) in seen:
            continue
        seen.add(key)
        draft = Draft(BLANKS[entry.blank], entry.subject, frame, entry.answers)
        assert draft.problems() == [], entry
        assert draft.finish().answers == entry.answers
        ahead = [note for note in draft.notes() if note.code != "kinds.identity-area"]
        assert ahead == [], entry


_GAPS = {
    "no_receiver": lambda rows, case: any("receiver" not in row for row in rows),
    "not_started": lambda rows, case: not any("isolation" in str(row["step"]) for row in rows),
    "missed_test": lambda rows, case: "2022-08-07" not in str(case.tests),
    "overlap": lambda rows, case: any(_overlap(one, two) for one in rows for two in rows if one is not two),
    "no_custody": lambda rows, case: any(_hole(one, two) for one, two in pairwise(rows)),
    "no_next_step": lambda rows, case: "ends" in rows[-1] and str(rows[-1]["ends"]) < "2022-08-08T07:30",
    "early_release": lambda rows, case: any(row["step"] == "release" for row in rows),
}


def _overlap(one: DemoRow, two: DemoRow) -> bool:
    return str(one["starts"]) < str(two["starts"]) < str(one.get("ends", "9"))


def _hole(one: DemoRow, two: DemoRow) -> bool:
    return str(one.get("ends", "9")) < str(two["starts"])


def test_the_gaps_in_custody_are_really_there() -> None:
    assert {gap for case in CASES for gap in case.gaps} == _GAPS.keys()
    for case in CASES:
        rows = [row for row in case.records if row["blank"] == "custody"]
        for gap in case.gaps:
            assert _GAPS[gap](rows, case), case.id


def test_a_demo_is_made_kept_and_made_anew_but_never_over_somebody_elses_file(tmp_path: Path) -> None:
    data, path = program_data(), tmp_path / "demo.schoolprep"
    desk = demo.make(path, data, WHO)
    people = len(desk.people.subjects())
    assert Counter(v.outcome for v in desk.judging.verdicts(demo.ON).values())["deferred"] == 33
    desk.filing.withdraw(desk.people.file(desk.people.subjects()[0]).person.record)
    desk.close()
    kept = demo.make(path, data, WHO)
    assert len(kept.people.subjects()) == people - 1
    kept.close()
    anew = demo.make(path, data, WHO, fresh=True)
    assert len(anew.people.subjects()) == people
    anew.close()
    other = tmp_path / "school.schoolprep"
    Store.create(
        other, Key.random(), School(name="真的学校", region="140802", profile="yuncheng-2022"), WHO
    ).close()
    with pytest.raises(WorkspaceError):
        demo.make(other, data, WHO, fresh=True)
    assert other.exists()
