"""People: who stands on a class sheet, and in which order; the printed form has the same numbers."""

from __future__ import annotations

from typing import NamedTuple

from schoolprep.desk import Desk
from schoolprep.desk.summary import unit_of
from schoolprep.facts.school_order import order_of, person_key, unit_key


class Unit(NamedTuple):
    """A class, or the staff of one department: category and name, as `summary.unit_of` gives them."""

    category: str
    name: str


def units(desk: Desk) -> dict[Unit, list[str]]:
    """Everybody by class or department, classes as a school counts them, people in the school's order."""
    by = order_of(desk.workspace.school.settings)
    people = [known.person for known in desk.people.files().values()]
    order = sorted(
        zip(people, desk.people.files(), strict=True),
        key=lambda pair: (unit_key(pair[0]), person_key(pair[0], by)),
    )
    found: dict[Unit, list[str]] = {}
    for person, subject in order:
        found.setdefault(Unit(*unit_of(person)), []).append(subject)
    return found
