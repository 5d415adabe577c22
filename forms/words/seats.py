"""Seats: how whoever works with the school's records is called, and what is expected from whom."""

from __future__ import annotations

from collections.abc import Iterable

from forms.words.tr import lang, listed, say
from schoolprep.desk import Role, Seat
from schoolprep.facts.blank import hidden
from schoolprep.facts.kinds.choice import label
from schoolprep.handover.nouns import Standing


def role_word(role: Role) -> str:
    """校长, 班主任."""
    return label(role, hidden()["colleague"]["role"], lang())


def role_and_units(seat: Seat) -> str:
    """班主任 七年级1班; 校医."""
    role = role_word(seat.role)
    return say("handoverpage.role_units", role=role, units=listed(seat.classes)) if seat.classes else role


def seat_line(seat: Seat) -> str:
    """王老师（班主任 七年级1班）."""
    facts = {"name": seat.name, "role": role_word(seat.role)}
    if not seat.classes:
        return say("handoverpage.seat", **facts)
    return say("handoverpage.seat_units", **facts, units=listed(seat.classes))


def called(seat: Seat) -> str:
    """Their name; of a class that is filled in on its workbook, that."""
    return seat.name or say("handoverpage.by_workbook")


def whose_place(seat: Seat) -> str:
    """What an envelope is named by: 七年级1班 王老师; 校医 赵医生."""
    return " ".join([listed(seat.classes) or role_word(seat.role), seat.name])


def whose(seat: Seat) -> str:
    """What a colleague is called in a chat of colleagues: the classes with the name, else the name alone."""
    return " ".join([listed(seat.classes), called(seat)]).strip()


def hands_over(seat: Seat) -> bool:
    """Whether anything is expected from there: the gate only looks."""
    return seat.role != "gate"


def expected(standings: Iterable[Standing]) -> list[Standing]:
    """Those from whom something is expected: neither revoked nor the gate."""
    return [one for one in standings if not one.colleague.revoked and hands_over(one.colleague.seat)]


def silent(standings: Iterable[Standing]) -> list[Standing]:
    """Who is expected to hand over and never did."""
    return [one for one in expected(standings) if one.last is None]
