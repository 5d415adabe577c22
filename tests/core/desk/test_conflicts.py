"""Conflicts: questions with their consequence, the safe side while they are open, one answer that travels."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from schoolprep.__main__ import main
from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers, Entry
from schoolprep.store import Key, School, Store, Who
from tests.program import program_data

ON = Moment.parse("2022-08-08T07:30")
SCHOOL = School(name="盐湖区实验中学", region="140802", profile="yuncheng-2022")
DATA = program_data()
WELL: Answers = {"day": "2022-08-07", "temp_am": 36.8, "symptoms": []}
FEVER: Answers = {**WELL, "temp_am": 38.2}
Hand = Callable[[str], Desk]


@pytest.fixture
def hand(tmp_path: Path) -> Iterator[Hand]:
    """The school's file in somebody's name: as if what they filed had come from a computer of theirs."""
    key, path = Key.random(), tmp_path / "s.schoolprep"
    desks = [Desk(Store.create(path, key, SCHOOL, Who("校长", "principal")), DATA)]
    person: Answers = {"name": "王小明", "category": "student", "class_name": "七年级1班", "home": "140802"}
    desks[0].filing.append([Entry(blank="person", subject="s1", answers=person)])

    def opened(name: str) -> Desk:
        desks[-1].close()
        desks.append(Desk.open(path, key, DATA, Who(name, f"device of {name}")))
        return desks[-1]

    yield opened
    desks[-1].close()


def filed(desk: Desk, answers: Answers, blank: str = "health", subject: str = "s1") -> str:
    return desk.filing.append([Entry(blank=blank, subject=subject, answers=answers)])[0].id


def test_two_temperatures_of_one_day_are_asked_with_what_follows(hand: Hand) -> None:
    well = filed(hand("王老师"), WELL)
    fever = filed(hand("李医生"), FEVER)
    desk = hand("校长")
    (question,) = desk.conflicts.open(ON)
    assert (question.subject, question.blank, question.field) == ("s1", "health", "temp_am")
    one, other = question.choices
    assert [(choice.record, choice.value, choice.author) for choice in question.choices] == [
        (well, 36.8, "王老师"),
        (fever, 38.2, "李医生"),
    ]
    assert (one.verdict, one.may_return_on) == ("verify", "2022-08-08")
    assert (other.verdict, other.may_return_on) == ("deferred", None)
    assert desk.conflicts.head(question, "zh") == "王小明，健康监测，2022-08-07，早体温"
    assert desk.conflicts.line(question, one, "zh").startswith("按36.8 ℃：待核实（王老师，")
    assert desk.conflicts.line(question, other, "en").startswith(
        "With 38.2 °C: Deferred, no day yet (李医生, "
    )


def test_while_it_is_open_both_stand_and_the_safe_side_counts(hand: Hand) -> None:
    filed(hand("王老师"), WELL)
    filed(hand("李医生"), FEVER)
    assert hand("校长").judging.verdict("s1", ON).outcome == "deferred"


@pytest.mark.parametrize("order", [[True, False], [False, True]])
def test_the_safe_side_counts_whichever_came_last(hand: Hand, order: list[bool]) -> None:
    """Of two words on the commitment the one that holds back counts, until somebody says which is right."""
    person: Answers = {"name": "李四", "category": "student", "home": "140802"}
    for name, commitment in zip(("王老师", "李医生"), order, strict=True):
        filed(hand(name), {**person, "commitment": commitment}, "person", "s2")
    desk = hand("校长")
    assert "commitment" in owed_documents(desk, "s2")
    (question,) = desk.conflicts.open(ON)
    yes = next(choice.record for choice in question.choices if choice.value is True)
    desk.conflicts.settle(question.id, yes)
    assert "commitment" not in owed_documents(desk, "s2")


def owed_documents(desk: Desk, subject: str) -> set[str]:
    one, everybody = desk.judging.verdict(subject, ON), desk.judging.verdicts(ON)
    assert one == everybody[subject]
    return {owed.what.removeprefix("document:") for owed in one.owes if owed.what.startswith("document:")}


def test_an_answer_is_a_record_and_the_question_is_asked_once(hand: Hand) -> None:
    well, fever = filed(hand("王老师"), WELL), filed(hand("李医生"), FEVER)
    desk = hand("校长")
    (question,) = desk.conflicts.open(ON)
    answer = desk.conflicts.settle(question.id, well)
    assert (answer.answers, set(answer.replaces), answer.author) == (WELL, {well, fever}, "校长")
    assert desk.conflicts.open(ON) == [] and desk.conflicts.count() == 0
    assert desk.judging.verdict("s1", ON).outcome == "verify"
    desk.filing.undo(answer.act)
    (again,) = desk.conflicts.open(ON)
    assert [choice.value for choice in again.choices] == [36.8, 38.2]
    assert again.id != question.id
    assert desk.judging.verdict("s1", ON).outcome == "deferred"


def test_who_answers_another_question_changes_nothing(hand: Hand) -> None:
    well = filed(hand("王老师"), WELL)
    filed(hand("李医生"), FEVER)
    desk = hand("校长")
    (question,) = desk.conflicts.open(ON)
    acts = desk.filing.acts()
    for id_, record, code in (("f" * 16, well, "no-question"), (question.id, "f" * 32, "no-choice")):
        with pytest.raises(CallError) as wrong:
            desk.conflicts.settle(id_, record)
        assert wrong.value.problem.code == f"conflicts.{code}"
    assert desk.filing.acts() == acts


def test_what_contradicts_nothing_is_joined_by_whoever_merges(hand: Hand) -> None:
    evening: Answers = {"day": "2022-08-07", "temp_pm": 37.0}
    morning, later = filed(hand("王老师"), WELL), filed(hand("李医生"), evening)
    desk = hand("校长")
    assert desk.conflicts.open(ON) == []
    (joined,) = desk.conflicts.join()
    assert (joined.answers, set(joined.replaces)) == ({**WELL, **evening}, {morning, later})
    assert desk.conflicts.join() == []
    assert [one.record for one in desk.people.file("s1").health] == [joined.id]


def test_two_statements_of_one_hand_are_no_question(hand: Hand) -> None:
    desk = hand("王老师")
    filed(desk, WELL)
    filed(desk, FEVER)
    desk = hand("校长")
    assert desk.conflicts.open(ON) == [] == desk.conflicts.join()


class TestCommand:
    """`conflicts` and `conflicts settle`, with the JSON of INTERFACE §3 and its exit statuses."""

    @pytest.fixture
    def school(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("SCHOOLPREP_PASSPHRASE", "correct horse")
        path = tmp_path / "s.schoolprep"
        desk = Desk.create(path, "correct horse", SCHOOL, DATA, Who("校长", "a"))
        child: Answers = {
            "name": "王小明",
            "document_type": "resident_id",
            "document_no": "140802200809010013",
        }
        desk.filing.append([Entry(blank="person", subject="s1", answers=child)])
        filed(desk, WELL)
        desk.close()
        return path

    def test_open_and_settled(self, school: Path, capsys: pytest.CaptureFixture[str]) -> None:
        asked = ["conflicts", "--file", str(school), "--on", "2022-08-08"]
        desk = Desk.open(school, "correct horse", DATA, Who("李医生", "b"))
        fever = filed(desk, FEVER)
        desk.close()
        assert main([*asked, "--json"]) == 1
        (told,) = json.loads(capsys.readouterr().out)["conflicts"]
        assert (told["document"], told["blank"], told["field"]) == ("140802200809010013", "health", "temp_am")
        assert [set(one) for one in told["choices"]] == [
            {"record", "value", "author", "written", "verdict", "may_return_on"}
        ] * 2
        assert [one["verdict"] for one in told["choices"]] == ["verify", "deferred"]
        assert main([*asked, "--lang", "zh"]) == 1
        assert "按38.2 ℃：暂缓返校" in capsys.readouterr().out
        settle = ["conflicts", "settle", told["id"], fever, "--file", str(school)]
        assert main(["conflicts", "settle", told["id"], "f" * 32, "--file", str(school)]) == 2
        assert main(settle) == 0
        assert main(settle) == 2
        capsys.readouterr()
        assert main([*asked, "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"conflicts": []}
