"""Conflicts that hand-over brings: what each of several files did, merged by the principal, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import ClassVar

import pytest

from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.store import Key, Membership, School, Seat, Store, Who
from tests.program import program_data

ON = Moment.parse("2022-08-08T07:30")
SCHOOL = School(name="盐湖区实验中学", region="140802", profile="yuncheng-2022")
DATA = program_data()
CHILD: Answers = {"name": "王小明", "category": "student", "class_name": "七年级1班", "home": "140802"}
WELL: Answers = {"day": "2022-08-07", "temp_am": 36.8, "symptoms": []}


class Hands:
    """A principal and colleagues, who know what everybody knew when they began."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._marks = folder, count()
        self.principal = self._desk("校长", None)

    def _desk(self, name: str, joined: Membership | None) -> Desk:
        path = self._folder / f"{next(self._marks)}.schoolprep"
        return Desk(
            Store.create(path, Key.random(), SCHOOL, Who(name, f"computer of {name}"), joined=joined), DATA
        )

    def join(self, name: str) -> Desk:
        seat = Seat(id=f"{next(self._marks):016x}", name=name, role="deputy")
        desk = self._desk(name, Membership(seat, self.principal._store.travel.secret()))
        send(self.principal, desk)
        return desk


def send(one: Desk, other: Desk) -> str:
    """What one file has and the other has not goes there, as an envelope would bring it; what joins is joined."""
    travel = other._store.travel
    taken = travel.take(one._store.travel.news(travel.vector()), whole=True)
    other._filed(other._store.of_act(taken.act))
    other.conflicts.join(taken.act, taken.subjects)
    return taken.act


def filed(
    desk: Desk, answers: Answers, blank: str = "health", subject: str = "s1", *replaces: Record
) -> Record:
    entry = Entry(blank=blank, subject=subject, answers=answers, replaces=tuple(one.id for one in replaces))
    return desk.filing.append([entry])[0]


def stands(desk: Desk, blank: str = "health") -> list[tuple[str, Answers | None]]:
    return [(one.subject, one.answers) for one in desk.filing.current() if one.blank == blank]


@pytest.fixture
def hands(tmp_path: Path) -> Iterator[Hands]:
    made = Hands(tmp_path)
    filed(made.principal, CHILD, "person")
    yield made


def test_what_two_changed_in_different_fields_is_one_record(hands: Hands) -> None:
    well = filed(hands.principal, WELL)
    teacher, doctor = hands.join("王老师"), hands.join("李医生")
    filed(teacher, {**WELL, "temp_pm": 37.0}, "health", "s1", well)
    filed(doctor, {**WELL, "symptoms": ["cough"]}, "health", "s1", well)
    send(teacher, hands.principal)
    merge = send(doctor, hands.principal)
    assert hands.principal.conflicts.open(ON) == []
    assert stands(hands.principal) == [("s1", {**WELL, "temp_pm": 37.0, "symptoms": ["cough"]})]
    hands.principal.filing.undo(merge)
    assert stands(hands.principal) == [("s1", {**WELL, "temp_pm": 37.0})]
    assert hands.principal.conflicts.open(ON) == []


def test_a_question_travels_with_its_answer(hands: Hands) -> None:
    well = filed(hands.principal, WELL)
    teacher, doctor = hands.join("王老师"), hands.join("李医生")
    filed(teacher, {**WELL, "temp_am": 36.9}, "health", "s1", well)
    fever = filed(doctor, {**WELL, "temp_am": 38.2}, "health", "s1", well)
    send(teacher, hands.principal)
    send(doctor, hands.principal)
    (question,) = hands.principal.conflicts.open(ON)
    assert [choice.value for choice in question.choices] == [36.9, 38.2]
    send(hands.principal, teacher)
    assert [one.id for one in teacher.conflicts.open(ON)] == [question.id]
    hands.principal.conflicts.settle(question.id, fever.id)
    for colleague in (teacher, doctor):
        send(hands.principal, colleague)
        assert colleague.conflicts.open(ON) == []
        assert stands(colleague) == [("s1", {**WELL, "temp_am": 38.2})]
        send(colleague, hands.principal)
    assert hands.principal.conflicts.open(ON) == []


def test_a_correction_against_a_withdrawal_is_asked_and_nobody_is_ready_by_what_was_taken_back(
    hands: Hands,
) -> None:
    filed(hands.principal, {**CHILD, "commitment": True}, "person", "s2")
    code: Answers = {"checked_at": "2022-08-08T07:00", "colour": "red", "cities": []}
    looked = filed(hands.principal, code, "code", "s2")
    teacher, doctor = hands.join("王老师"), hands.join("李医生")
    filed(teacher, {**code, "colour": "green"}, "code", "s2", looked)
    doctor.filing.withdraw(looked.id)
    send(teacher, hands.principal)
    before = hands.principal.judging.verdict("s2", ON)
    assert not any("code" in owed.what for owed in before.owes)
    send(doctor, hands.principal)
    (question,) = hands.principal.conflicts.open(ON)
    assert (question.field, [choice.value for choice in question.choices]) == ("", [None, None])
    after = hands.principal.judging.verdict("s2", ON)
    assert any("code" in owed.what for owed in after.owes)
    green = next(one.record for one in question.choices if one.author == "王老师")
    hands.principal.conflicts.settle(question.id, green)
    assert hands.principal.judging.verdict("s2", ON) == before._replace(
        findings=hands.principal.judging.verdict("s2", ON).findings
    )


def test_undone_against_built_upon_is_asked(hands: Hands) -> None:
    teacher = hands.join("王老师")
    mine = filed(teacher, WELL)
    send(teacher, hands.principal)
    doctor = hands.join("李医生")
    filed(doctor, {**WELL, "temp_am": 38.2}, "health", "s1", mine)
    teacher.filing.undo(mine.act)
    send(teacher, hands.principal)
    assert stands(hands.principal) == []
    send(doctor, hands.principal)
    (question,) = hands.principal.conflicts.open(ON)
    assert question.field == ""
    assert stands(hands.principal) == [("s1", {**WELL, "temp_am": 38.2})]


def test_two_withdrawals_agree(hands: Hands) -> None:
    well = filed(hands.principal, WELL)
    teacher = hands.join("王老师")
    for desk in (teacher, hands.principal):
        desk.filing.withdraw(well.id)
    send(teacher, hands.principal)
    assert hands.principal.conflicts.open(ON) == [] == stands(hands.principal)


def test_two_who_answered_one_question_differently_are_asked_once_more(hands: Hands) -> None:
    well = filed(hands.principal, WELL)
    deputy, doctor = hands.join("副校长"), hands.join("李医生")
    filed(deputy, {**WELL, "temp_am": 36.9}, "health", "s1", well)
    filed(doctor, {**WELL, "temp_am": 38.2}, "health", "s1", well)
    send(deputy, hands.principal)
    send(doctor, hands.principal)
    send(doctor, deputy)
    (question,) = hands.principal.conflicts.open(ON)
    assert deputy.conflicts.open(ON)[0].id == question.id
    cool, hot = (choice.record for choice in question.choices)
    hands.principal.conflicts.settle(question.id, hot)
    deputy.conflicts.settle(question.id, cool)
    send(deputy, hands.principal)
    (again,) = hands.principal.conflicts.open(ON)
    assert {choice.value for choice in again.choices} == {36.9, 38.2}
    hands.principal.conflicts.settle(again.id, again.choices[0].record)
    send(hands.principal, deputy)
    assert deputy.conflicts.open(ON) == [] == hands.principal.conflicts.open(ON)
    assert stands(deputy) == stands(hands.principal)


def test_one_document_entered_on_two_devices_is_one_person(hands: Hands) -> None:
    teacher, doctor = hands.join("王老师"), hands.join("李医生")
    new: Answers = {"name": "李四", "document_type": "resident_id", "document_no": "140802200809010013"}
    subject = teacher.people.subject_of("resident_id", "140802200809010013")
    filed(teacher, {**new, "class_name": "七年级1班"}, "person", subject)
    filed(doctor, {**new, "phone": "13800138000"}, "person", subject)
    send(teacher, hands.principal)
    send(doctor, hands.principal)
    assert hands.principal.conflicts.open(ON) == []
    assert stands(hands.principal, "person")[-1:] == [
        (subject, {**new, "class_name": "七年级1班", "phone": "13800138000"})
    ] or (subject, {**new, "class_name": "七年级1班", "phone": "13800138000"}) in stands(
        hands.principal, "person"
    )


class TestTwoWhoMayBeOne:
    """Somebody without a document, entered by two hands."""

    BORN: ClassVar[Answers] = {"name": "李四", "birth_date": "2009-01-02", "class_name": "七年级1班"}

    @pytest.fixture
    def principal(self, hands: Hands) -> Desk:
        teacher, doctor = hands.join("王老师"), hands.join("李医生")
        filed(teacher, {**self.BORN, "dormitory": "101"}, "person", "a" * 32)
        filed(teacher, WELL, "health", "a" * 32)
        filed(doctor, {**self.BORN, "phone": "13800138000"}, "person", "b" * 32)
        filed(doctor, {**WELL, "temp_am": 38.2}, "health", "b" * 32)
        send(teacher, hands.principal)
        assert hands.principal.conflicts.open(ON) == []
        send(doctor, hands.principal)
        return hands.principal

    def test_they_become_one_by_an_answer_that_undo_takes_back(self, principal: Desk) -> None:
        (question,) = principal.conflicts.open(ON)
        assert principal.conflicts.head(question, "zh") == (
            "七年级1班 李四和七年级1班 李四可能是同一个人（姓名和出生日期都相同）"
        )
        assert [choice.verdict for choice in question.choices] == ["deferred", "deferred"]
        assert "以李四的这一份为准" in principal.conflicts.line(question, question.choices[0], "zh")
        settled = principal.conflicts.settle(question.id, question.choices[0].record)
        assert settled.answers == {**self.BORN, "dormitory": "101", "phone": "13800138000"}
        assert set(principal.people.files()) == {"s1", "a" * 32}
        (fever,) = principal.conflicts.open(ON)
        assert [choice.value for choice in fever.choices] == [36.8, 38.2], "nothing is lost in silence"
        principal.filing.undo(settled.act)
        assert set(principal.people.files()) == {"s1", "a" * 32, "b" * 32}
        assert len(principal.conflicts.open(ON)) == 1

    def test_they_stay_two_and_nobody_asks_again(self, principal: Desk) -> None:
        (question,) = principal.conflicts.open(ON)
        apart = principal.conflicts.settle(question.id, "apart")
        assert principal.conflicts.open(ON) == [] and principal.conflicts.count() == 0
        assert set(principal.people.files()) == {"s1", "a" * 32, "b" * 32}
        principal.filing.undo(apart.act)
        assert [one.id for one in principal.conflicts.open(ON)] == [question.id]

    def test_who_has_an_unread_answer_can_be_joined(self, principal: Desk) -> None:
        filed(principal, {"blank": "health", "words": "有点热"}, "unread", "b" * 32)
        principal.intake.join("a" * 32, "b" * 32)
        assert [one.words for one in principal.people.file("a" * 32).unread_answers] == ["有点热"]


class TestTwoWhoBecameOne:
    """The principal joins two people; a colleague who does not know yet files on about the one who is no more."""

    def test_what_comes_later_is_moved_and_parted_again(self, hands: Hands) -> None:
        principal = hands.principal
        filed(principal, {**CHILD, "name": "王晓明"}, "person", "s2")
        teacher = hands.join("王老师")
        (joining, *_) = principal.intake.join("s1", "s2")
        filed(teacher, WELL, "health", "s2")
        send(teacher, principal)
        assert stands(principal) == [("s1", WELL)]
        assert set(principal.people.files()) == {"s1"}
        assert [one.day for one in principal.people.file("s1").health]
        principal.filing.undo(joining.act)
        assert stands(principal) == [("s2", WELL)]
        assert set(principal.people.files()) == {"s1", "s2"}

    def test_a_correction_of_what_was_moved_goes_along(self, hands: Hands) -> None:
        principal = hands.principal
        filed(principal, {**CHILD, "name": "王晓明"}, "person", "s2")
        well = filed(principal, WELL, "health", "s2")
        teacher = hands.join("王老师")
        principal.intake.join("s1", "s2")
        filed(teacher, {**WELL, "temp_am": 38.2}, "health", "s2", well)
        send(teacher, principal)
        assert stands(principal) == [("s1", {**WELL, "temp_am": 38.2})]
        assert principal.conflicts.open(ON) == []

    def test_what_contradicts_the_kept_one_is_asked(self, hands: Hands) -> None:
        principal = hands.principal
        filed(principal, {**CHILD, "name": "王晓明"}, "person", "s2")
        filed(principal, WELL)
        teacher = hands.join("王老师")
        principal.intake.join("s1", "s2")
        filed(teacher, {**WELL, "temp_am": 38.2}, "health", "s2")
        send(teacher, principal)
        (question,) = principal.conflicts.open(ON)
        assert (question.subject, [one.value for one in question.choices]) == ("s1", [36.8, 38.2])

    def test_what_was_moved_goes_back_where_another_file_undid_the_joining(self, hands: Hands) -> None:
        principal = hands.principal
        filed(principal, {**CHILD, "name": "王晓明"}, "person", "s2")
        deputy, teacher = hands.join("副校长"), hands.join("王老师")
        (joining, *_) = principal.intake.join("s1", "s2")
        send(principal, deputy)
        deputy.filing.undo(joining.act)
        filed(teacher, WELL, "health", "s2")
        send(teacher, principal)
        assert stands(principal) == [("s1", WELL)]
        send(deputy, principal)
        assert stands(principal) == [("s2", WELL)]
        assert principal.conflicts.follow() == [], "and stays there"
        assert set(principal.people.files()) == {"s1", "s2"}
