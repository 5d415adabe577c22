"""Taking in by steps: all of it or nothing, on any thread, and the school judged anew as if it had been all along."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from schoolprep.facts import blank, divisions
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Entry
from schoolprep.facts.steps import finish, share
from schoolprep.intake import Plan, plan_tables, take_in, taking_in
from schoolprep.intake.tables import Table
from schoolprep.rules import pack
from schoolprep.store import Key, School, Store, Who
from schoolprep.store.records import writing as store_writing
from schoolprep.verdicts.grounds import Grounds
from schoolprep.verdicts.judging import Judging
from schoolprep.verdicts.rulebook import Rulebook

BLANKS = blank.load()
DIVISIONS = divisions.load()
KEY = Key(b"k" * 32)
ON = Moment.parse("2022-08-08T07:30")
PEOPLE = 40


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that few records are several steps."""
    monkeypatch.setattr(store_writing, "AT_ONCE", 10)


@pytest.fixture
def made(store: Store) -> Plan:
    """A plan of a class and its tests."""
    classes = [
        ["姓名", "班级", "人员类别"],
        *(
            [f"王{'甲乙丙丁戊己庚辛'[n % 8]}{'一二三四五'[n // 8]}", "七年级1班", "学生"]
            for n in range(PEOPLE)
        ),
    ]
    tests = [
        ["姓名", "班级", "采样时间", "结果"],
        *([row[0], row[1], "2022-08-07 08:00", "阴性"] for row in classes[1:]),
    ]
    return finish(
        plan_tables(
            [Table("a.xlsx", "人员", classes), Table("a.xlsx", "核酸检测", tests)],
            store,
            BLANKS,
            DIVISIONS,
            "140802",
        )
    )


def _said(store: Store) -> set[tuple[str, str, str]]:
    return {(one.subject, one.blank, str(sorted((one.answers or {}).items()))) for one in store.current()}


def test_steps_come_one_after_the_other_and_end_with_what_was_done(store: Store, made: Plan) -> None:
    seen: list[tuple[int, int]] = []
    taken = finish(share(taking_in(store, made), seen.append))
    assert seen == [(done, 2 * PEOPLE) for done in range(10, 2 * PEOPLE + 1, 10)]
    assert (taken.receipt.added, taken.receipt.changed) == (2 * PEOPLE, 0)
    assert taken.subjects == {one.subject for one in store.current()}
    assert len(store.acts()) == 1
    assert store.verify() == []


@pytest.mark.parametrize("after", [0, 1, 5, 2 * PEOPLE // 10])
def test_steps_that_are_closed_leave_nothing_behind(store: Store, made: Plan, after: int) -> None:
    steps = taking_in(store, made)
    for _ in range(after):
        next(steps)
    steps.close()
    assert list(store.current()) == []
    assert store.acts() == []
    assert store.verify() == []
    assert take_in(store, made).added == 2 * PEOPLE


def test_another_thread_waits_and_finds_all_of_it(store: Store, made: Plan) -> None:
    steps = taking_in(store, made)
    next(steps)
    found: list[int] = []
    other = threading.Thread(target=lambda: found.append(len(list(store.current()))))
    other.start()
    other.join(0.1)
    assert not found
    for _ in steps:
        pass
    other.join()
    assert found == [2 * PEOPLE]


def test_a_plan_is_taken_in_on_another_thread(store: Store, made: Plan) -> None:
    other = threading.Thread(target=take_in, args=(store, made))
    other.start()
    other.join()
    assert len(list(store.current())) == 2 * PEOPLE


FILE_AND_DIE = """
import os, sys
from pathlib import Path
from schoolprep.facts.record import Entry
from schoolprep.store import Key, Store, Who
store = Store.open(Path(sys.argv[1]), Key(b"k" * 32), Who("b", "device-b"))
entries = [Entry(blank="test", subject=f"s{n}", answers={"lab": "医院" * 40}) for n in range(30_000)]
for done in store.filing(entries, "a"):
    if done > 20_000:
        os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does")
def test_a_program_that_dies_meanwhile_leaves_nothing_behind(
    tmp_path: Path, school: School, who: Who
) -> None:
    path = tmp_path / "s.schoolprep"
    with Store.create(path, KEY, school, who) as store:
        store.append([Entry(blank="test", subject="s", answers={"lab": "x"})])
    assert subprocess.run([sys.executable, "-c", FILE_AND_DIE, str(path)], check=False).returncode < 0
    with Store.open(path, KEY, who) as store:
        assert [one.subject for one in store.current()] == ["s"]
        assert store.verify() == []


# ---------------------------------------------------------------- judged anew


def _judging(store: Store) -> Judging:
    return Judging(
        Grounds(store, BLANKS, DIVISIONS), Rulebook(store, pack.load(), DIVISIONS, store.append).in_force
    )


def test_a_school_read_afresh_is_as_if_it_had_just_been_opened(store: Store, made: Plan) -> None:
    judging = _judging(store)
    assert judging.grounds.files() == {}
    assert judging.verdicts(ON) == {}
    receipt = take_in(store, made)
    assert judging.grounds.are_many({one.subject for one in store.of_act(receipt.act)})
    read = finish(judging.afresh(ON))
    assert judging.grounds.files() == {}  # nothing in use is touched
    assert judging.adopt(read)
    assert judging.grounds.files() == _judging(store).grounds.files()
    assert judging.known(ON) == _judging(store).verdicts(ON)
    assert len(judging.known(ON)) == PEOPLE


def test_what_was_read_before_something_else_was_filed_is_not_used(store: Store, made: Plan) -> None:
    judging = _judging(store)
    judging.grounds.files()
    take_in(store, made)
    read = finish(judging.afresh(ON))
    subject = next(store.current()).subject
    made_later = store.append([Entry(blank="code", subject=subject, answers={"colour": "red"})])
    judging.filed(made_later)
    assert not judging.adopt(read)
    judging.filed_about(frozenset(one.subject for one in store.current()))
    assert judging.grounds.files() == _judging(store).grounds.files()
