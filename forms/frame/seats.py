"""Seats: which pages stand in the rail of whose workspace; what a role may not file has no page there."""

from __future__ import annotations

from collections.abc import Mapping

from forms.pages.page import MadePage
from forms.words.seats import seat_line
from forms.words.tr import say
from schoolprep.desk import Desk, Role, Seat

_SCHOOL_ONLY = frozenset({"areas", "rules"})
"""What is written there is about the whole school: an envelope that carries it from anybody else is refused."""
_LEFT_OUT: Mapping[Role, frozenset[str]] = {
    "principal": frozenset({"gate"}),
    "deputy": frozenset({"gate"}),
    "doctor": _SCHOOL_ONLY | {"gate"},
    "class-teacher": _SCHOOL_ONLY | {"gate"},
    "department-head": _SCHOOL_ONLY | {"gate"},
    "gate": _SCHOOL_ONLY | {"today", "people", "intake", "rosters"},
}


def pages_of(seat: Seat | None, pages: Mapping[str, MadePage]) -> dict[str, MadePage]:
    """The pages of this seat, in their order; None: the principal's."""
    left_out = _LEFT_OUT[seat.role if seat is not None else "principal"]
    return {name: made for name, made in pages.items() if name not in left_out}


def whose_file(desk: Desk) -> str:
    """The school, and in a colleague's workspace whose it is."""
    seat, school = desk.handover.seat, desk.workspace.school.name
    return say("handoverpage.whose_file", school=school, seat=seat_line(seat)) if seat is not None else school
