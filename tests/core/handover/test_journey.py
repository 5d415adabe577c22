"""From the invitation to the acknowledgement: what arrives where, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolprep.desk import Desk
from schoolprep.facts.days import Moment
from tests.handover_school import (
    Hands,
    brought,
    filed_health,
    person_entry,
    school_of,
)

_ON = Moment.parse("2022-08-08")


@pytest.fixture
def hands(tmp_path: Path) -> Hands:
    return school_of(tmp_path)


def names(desk: Desk) -> set[str]:
    return {file.person.name for file in desk.people.files().values()}


def test_a_class_teacher_has_her_class_and_nothing_else(hands: Hands) -> None:
    wang = hands.colleague("王老师", "class-teacher", "七年级1班")
    assert names(wang) == {"王小明", "李小红"}
    assert wang.workspace.verify() == []
    seat = wang.handover.seat
    assert seat is not None and (seat.name, seat.role, seat.classes) == (
        "王老师",
        "class-teacher",
        ("七年级1班",),
    )


def test_what_she_fills_in_arrives_once(hands: Hands) -> None:
    wang = hands.colleague("王老师", "class-teacher", "七年级1班")
    record = filed_health(wang, "王小明")
    assert (wang.handover.news().number, wang.handover.news().records) == (1, 1)
    out = hands.folder / "1.envelope"
    sealed = wang.handover.seal(out)
    assert (sealed.number, sealed.records) == (1, 1)
    receipt = brought(hands.principal, out)
    assert (receipt.merged, receipt.known) == (1, 0)
    assert hands.principal.filing.record(record.id).author == "王老师"
    again = brought(hands.principal, out)
    assert (again.merged, again.known) == (0, 1)
    assert hands.principal.workspace.verify() == []


def test_an_acknowledgement_ends_it(hands: Hands) -> None:
    wang = hands.colleague("王老师", "class-teacher", "七年级1班")
    filed_health(wang, "王小明")
    hands.handed_over(wang)
    assert wang.handover.news().records == 1
    hands.principal.filing.append([person_entry(hands.principal, "赵小刚")])
    filed_health(hands.principal, "李小红", 38.2)
    receipt = hands.returned(wang)
    assert receipt.merged == 1
    news = wang.handover.news()
    assert (news.number, news.records, news.acknowledged) == (2, 0, 1)
    assert names(wang) == {"王小明", "李小红"}
    assert wang.workspace.verify() == []
    assert wang.handover.seal(hands.folder / "2.envelope")[1:] == (2, 0)


def test_a_lost_envelope_is_healed_by_the_next(hands: Hands) -> None:
    wang = hands.colleague("王老师", "class-teacher", "七年级1班")
    filed_health(wang, "王小明")
    wang.handover.seal(hands.folder / "1.envelope")
    filed_health(wang, "李小红")
    wang.handover.seal(hands.folder / "2.envelope")
    assert brought(hands.principal, hands.folder / "2.envelope").merged == 2
    (standing,) = hands.principal.handover.standing(_ON)
    assert (standing.last, list(standing.missing)) == (2, [1])
    assert brought(hands.principal, hands.folder / "1.envelope").merged == 0
    (standing,) = hands.principal.handover.standing(_ON)
    assert (standing.last, list(standing.missing)) == (2, [])
