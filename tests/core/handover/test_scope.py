"""Scope: what a role may not see is not in its file, and what changes of it goes without a trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolprep.desk import Desk
from schoolprep.facts.days import Moment, iso
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Entry
from tests.handover_school import Hands, brought, filed_health, person_entry, school_of, subject

ON = Moment.parse("2022-08-08")


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return school_of(tmp_path)


def names(desk: Desk) -> set[str]:
    return {file.person.name for file in desk.people.files().values()}


def moved(hands: Hands, name: str, class_name: str) -> None:
    """The principal puts somebody into another class."""
    desk = hands.principal
    (record,) = (one for one in desk.people.records(subject(desk, name)) if one.blank == "person")
    answers = {**(record.answers or {}), "class_name": class_name}
    desk.filing.append(
        [Entry(blank="person", subject=record.subject, answers=answers, replaces=(record.id,))]
    )


def every_id(desk: Desk) -> set[str]:
    return {
        record.subject
        for subject in desk._store.seating.subjects()
        for record in desk.people.history(subject)
    }


def test_a_class_is_added(hands: Hands) -> None:
    wang = hands.colleague("王老师", "class-teacher", "七年级1班")
    filed_health(hands.principal, "赵小刚", 37.9)
    hands.principal.handover.change("王老师", classes=["七年级1班", "七年级2班"])
    hands.returned(wang)
    assert names(wang) == {"王小明", "李小红", "赵小刚"}
    assert wang.people.file(subject(wang, "赵小刚")).health[0].morning == 37.9
    assert wang.handover.seat is not None and wang.handover.seat.classes == ("七年级1班", "七年级2班")
    assert wang.workspace.verify() == []


def test_a_class_is_taken_away_and_no_trace_stays(hands: Hands) -> None:
    wang = hands.colleague("王老师", "class-teacher", "七年级1班", "七年级2班")
    filed_health(wang, "赵小刚", 38.1)
    filed_health(wang, "王小明")
    hands.handed_over(wang)
    hands.principal.handover.change("王老师", classes=["七年级1班"])
    hands.returned(wang)
    assert names(wang) == {"王小明", "李小红"}
    gone = subject(hands.principal, "赵小刚")
    assert gone not in wang._store.seating.subjects()
    assert wang.people.history(gone) == []
    assert wang.workspace.verify() == []
    filed_health(wang, "李小红", 36.9)  # she goes on, and it arrives
    assert hands.handed_over(wang, "later.envelope").merged == 1
    assert hands.principal.workspace.verify() == []
    hands.principal.handover.change("王老师", classes=["七年级1班", "七年级2班"])
    hands.returned(wang)
    assert wang.people.file(gone).health[0].morning == 38.1
    assert wang.workspace.verify() == []


def test_what_was_not_handed_over_yet_goes_first(hands: Hands) -> None:
    wang = hands.colleague("王老师", "class-teacher", "七年级1班", "七年级2班")
    record = filed_health(wang, "赵小刚", 38.1)
    hands.principal.handover.change("王老师", classes=["七年级1班"])
    hands.returned(wang)
    assert "赵小刚" in names(wang)
    assert hands.handed_over(wang).merged == 1
    assert hands.principal.filing.record(record.id).answers == record.answers
    hands.returned(wang)
    assert names(wang) == {"王小明", "李小红"}


def test_pupils_move(hands: Hands) -> None:
    wang = hands.colleague("王老师", "class-teacher", "七年级1班")
    zhao = hands.colleague("赵老师", "class-teacher", "七年级2班")
    filed_health(wang, "李小红", 37.0)
    hands.handed_over(wang)
    moved(hands, "李小红", "七年级2班")
    hands.returned(wang)
    hands.returned(zhao)
    assert names(wang) == {"王小明"}
    assert names(zhao) == {"赵小刚", "李小红"}
    assert zhao.people.file(subject(zhao, "李小红")).health[0].morning == 37.0
    assert zhao.workspace.verify() == [] == wang.workspace.verify()


def test_an_older_acknowledgement_takes_nothing_back(hands: Hands) -> None:
    wang = hands.colleague("王老师", "class-teacher", "七年级1班", "七年级2班")
    old, new = hands.folder / "old", hands.folder / "new"
    old.mkdir()
    new.mkdir()
    hands.principal.handover.acknowledge(old)
    hands.principal.handover.change("王老师", classes=["七年级1班"])
    hands.principal.handover.acknowledge(new)
    brought(wang, new)
    assert names(wang) == {"王小明", "李小红"}
    brought(wang, old)
    assert names(wang) == {"王小明", "李小红"}


def test_doctor_and_deputy_see_everybody(hands: Hands) -> None:
    for role in ("doctor", "deputy"):
        desk = hands.colleague(role, role)
        assert len(names(desk)) == 4
        assert desk.workspace.verify() == []


class TestTheGate:
    def test_has_the_list_of_its_day_and_nothing_of_an_illness(self, hands: Hands) -> None:
        filed_health(hands.principal, "王小明", 39.2)
        gate = hands.colleague("门卫", "gate")
        today = Moment(gate._store.today())
        mine, theirs = hands.principal.judging.verdicts(today), gate.judging.verdicts(today)
        assert {one: (v.outcome, v.may_return_on) for one, v in mine.items()} == {
            one: (v.outcome, v.may_return_on) for one, v in theirs.items()
        }
        assert {record.blank for record in gate.filing.current()} == {"person", "pass"}
        fields = {name for record in gate.filing.current() for name in record.answers or {}}
        assert fields <= {"name", "class_name", "category", "verdict", "on", "may_return_on"}

    def test_on_another_day_nothing_is_known(self, hands: Hands) -> None:
        gate = hands.colleague("门卫", "gate")
        verdicts = gate.judging.verdicts(Moment(gate._store.today() + 1))
        assert {one.outcome for one in verdicts.values()} == {"verify"}
        assert {one.may_return_on for one in verdicts.values()} == {None}
        (said, *_) = (
            gate.judging.explainer(ON, lang).headline(next(iter(verdicts.values()))) for lang in ("zh", "en")
        )
        assert said

    def test_the_next_list_takes_the_place_of_the_last(self, hands: Hands) -> None:
        gate = hands.colleague("门卫", "gate")
        moved(hands, "王小明", "八年级1班")
        desk = hands.principal
        (leaver,) = (one for one in desk.people.records(subject(desk, "李小红")) if one.blank == "person")
        desk.filing.withdraw(leaver.id)
        hands.returned(gate)
        assert names(gate) == {"王小明", "赵小刚", "孙小兰"}
        assert gate.people.file(subject(desk, "王小明")).person.class_name == "八年级1班"
        assert gate.workspace.verify() == []

    def test_seals_nothing(self, hands: Hands) -> None:
        gate = hands.colleague("门卫", "gate")
        with pytest.raises(CallError) as refused:
            gate.handover.seal(hands.folder / "x")
        assert refused.value.problem.code == "handover.gate-reads"


def test_a_leaver_leaves(hands: Hands) -> None:
    wang = hands.colleague("王老师", "class-teacher", "七年级1班")
    desk = hands.principal
    (leaver,) = (one for one in desk.people.records(subject(desk, "李小红")) if one.blank == "person")
    desk.filing.withdraw(leaver.id)
    desk.filing.append([person_entry(desk, "孙小兰")])
    hands.returned(wang)
    assert names(wang) == {"王小明"}
    assert iso(ON.day) == "2022-08-08"


def test_who_was_erased_goes_from_every_file_and_does_not_come_back(hands: Hands) -> None:
    wang, doctor = hands.colleague("王老师", "class-teacher", "七年级1班"), hands.colleague("校医", "doctor")
    filed_health(wang, "王小明", 38.2)
    gone = subject(hands.principal, "王小明")
    hands.principal.erasing.erase(gone, "家长要求")
    receipt = hands.handed_over(wang)
    assert [one.code for one in receipt.arrivals[0].told] == ["handover.erased-before"]
    assert gone not in hands.principal.people.files()
    for desk in (wang, doctor):
        hands.returned(desk)
        assert gone not in desk.people.files()
        assert all(record.answers is None for record in desk.people.history(gone))
        assert desk.workspace.verify() == []
    assert hands.principal.workspace.verify() == []


def test_a_clock_that_was_put_back_keeps_nothing_back(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    wang = hands.colleague("王老师", "class-teacher", "七年级1班", "七年级2班")
    monkeypatch.setattr(hands.principal._store, "stamp", lambda: "2031-01-01T00:00:00+08:00")
    hands.returned(wang)
    monkeypatch.undo()
    moved(hands, "李小红", "八年级1班")
    hands.returned(wang)
    assert names(wang) == {"王小明", "赵小刚"}
