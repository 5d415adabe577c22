"""Seat: whose copy of the school's records this is, and which part of them stands in it."""

from __future__ import annotations

from hashlib import blake2b
from typing import Literal, NamedTuple, get_args

import msgspec

from schoolprep.facts.subject import HANDS, PAIRS, is_person
from schoolprep.store.records.nouns import Who

Role = Literal["principal", "deputy", "doctor", "class-teacher", "department-head", "gate"]
"""What somebody may see and file (INTERFACE §1, `invite`): deputy and doctor everybody; class teacher and department
head their own people; the gate (or dormitory keeper) names, classes and verdicts, nothing of an illness."""
ROLES: tuple[Role, ...] = get_args(Role)

FULL_RIGHTS: frozenset[Role] = frozenset({"principal", "deputy"})
"""Whose file is the school's whole file: every chain, and the right to everything."""
PASS = "pass"
"""The blank of the gate's list: it stands in a gate's own file, goes out to nobody and never comes in."""
_HANDED_OUT = "handed_out"
"""The blank of what was given out: whoever did it files it, from whatever seat."""


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague's place at the school's records: one workspace on one computer, made by one invitation."""

    id: str
    """16 hexadecimal digits."""
    name: str
    """The colleague, as the school calls them; the author of what is filed here."""
    role: Role
    classes: tuple[str, ...] = ()
    """The classes of a class teacher, the departments of a department head; empty for those who see everybody."""


def leads(seat: Seat | None) -> bool:
    """Whether a file is one of theirs; the principal's own has no seat."""
    return seat is None or seat.role in FULL_RIGHTS


class Membership(NamedTuple):
    """What makes a new file a colleague's."""

    seat: Seat
    secret: str
    """The school's, hexadecimal (`Travel.secret`)."""


def may_file(role: Role, blank: str, subject: str) -> bool:
    """Whether somebody of a role may file this: what is about nobody is the principal's and the deputies'."""
    if role in FULL_RIGHTS:
        return blank != PASS
    if subject == HANDS:
        return blank == _HANDED_OUT
    return role != "gate" and blank != PASS and (is_person(subject) or subject == PAIRS)


def seated(who: Who, seat: Seat | None, copy: str) -> Who:
    """In whose name a file is open: the colleague's where it is a colleague's, and on which device.

    A colleague's device is named by the seat, the computer and the copy of the file, so that no two files go on with
    one chain; so is the principal's once the file was restored (`copy` is empty before).
    """
    if seat is None and not copy:
        return who
    mark = blake2b(f"{who.device}\n{copy}".encode(), digest_size=4).hexdigest()
    if seat is None:
        return Who(who.author, f"{who.device[:180]}-{mark}")
    return Who(seat.name, f"{seat.id}-{mark}")
