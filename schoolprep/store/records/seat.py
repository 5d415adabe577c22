"""Seat: whose copy of the school's records this is, and which part of them stands in it."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

Role = Literal["principal", "deputy", "doctor", "class-teacher", "department-head", "gate"]
"""What somebody may see and file (INTERFACE §1, `invite`): deputy and doctor everybody; class teacher and department
head their own people; the gate (or dormitory keeper) names, classes and verdicts, nothing of an illness."""
ROLES: tuple[Role, ...] = get_args(Role)


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague's place at the school's records: one workspace on one computer, made by one invitation."""

    id: str
    """16 hexadecimal digits."""
    name: str
    """The colleague, as the school calls them; the author of what is filed here."""
    role: Role
    classes: tuple[str, ...] = ()
    """The classes of a class teacher, the departments of a department head; empty for those who see everybody."""
