"""Transition: what a new edition does with a measure of an earlier one that is running when the edition changes."""

from __future__ import annotations

from datetime import date
from typing import Literal

from schoolprep.facts.text import Text
from schoolprep.rules.pack.declared import Cites, Example, Plain

_How = Literal["recount", "runs_on", "closed"]


class Transition(Plain, frozen=True, kw_only=True):
    """One clause of the new pack about one rule of an earlier pack.

    `recount`: counted anew, from the same anchor, by the rule `to` of the new pack. `runs_on`: an exposure before the
    new pack's first day keeps the old measure to its end, and `to` (where given) takes only later ones. `closed`:
    ended at 24:00 of `last`; the person is told so while it would still have run, and nothing is deleted (A20).
    """

    of: str
    """`pack/rule` of the earlier pack."""
    how: _How
    to: str = ""
    """Rule of this pack; needed for `recount`."""
    last: date | None = None
    """For `closed`: the last day of the measure; the day before the new pack's first where it is not said."""
    why: Text
    """Why, in words for the person."""
    cites: Cites
    example: tuple[Example, ...] = ()
