"""Judgeable: whether anybody can be judged by a school's rules at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schoolprep.facts.days import Moment
from schoolprep.facts.problem import CallError, Problem

if TYPE_CHECKING:
    from schoolprep.desk import Desk


def broken(desk: Desk, on: Moment) -> Problem | None:
    """Why nobody can be judged (a change of the school that fits no rule, a pack that cannot be read), or None."""
    try:
        desk.rules.in_force(on)
    except CallError as wrong:
        return wrong.problem
    return None
