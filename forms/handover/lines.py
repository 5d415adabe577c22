"""Lines: how a colleague's hand-over stands, worded; pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from forms.words import dates
from forms.words.seats import expected, whose
from forms.words.tr import clauses, listed, say
from schoolprep.facts.days import local
from schoolprep.handover.nouns import Standing

NONE = "handoverpage.none"
_NUMBERED = 6
"""So many numbers that never arrived are named."""


def moment(stamp: str, zone: tzinfo | None) -> str:
    """8月7日 21:10; a stroke where it never was."""
    if not stamp:
        return say(NONE)
    at = local(stamp, zone)
    return f"{dates.short(at.day)} {dates.clock(at)}"


def numbers(of: Iterable[int]) -> str:
    """2、3, of very many the first."""
    found = [str(number) for number in of]
    return listed(found[:_NUMBERED] + (["…"] if len(found) > _NUMBERED else []))


def state(standing: Standing, zone: tzinfo | None) -> str:
    """What there is to say of a colleague's hand-over: revoked, never, numbers that are missing, complete."""
    if standing.colleague.revoked:
        day = dates.short(local(standing.colleague.revoked, zone).day)
        return say("handoverpage.state_revoked", day=day)
    if not expected([standing]):
        return say(NONE)
    if standing.last is None:
        return say("handoverpage.state_never")
    if standing.missing:
        return say("handoverpage.state_missing", numbers=numbers(standing.missing))
    return say("handoverpage.state_complete")


def state_ink(standing: Standing) -> str:
    """The token of its colour."""
    if not expected([standing]):
        return "ink_2"
    if standing.last is None:
        return "deferred"
    return "incomplete" if standing.missing else "ready"


def reminder(standings: Iterable[Standing]) -> list[str]:
    """A line for each colleague who owes something, for the chat of colleagues; nobody's pupils are named."""
    lines = []
    for one in expected(standings):
        if said := _owed(one):
            facts = {"whose": whose(one.colleague.seat), "said": clauses(said)}
            lines.append(say("handoverpage.remind_line", **facts))
    return lines


def _owed(standing: Standing) -> list[str]:
    said = []
    if standing.waiting:
        said.append(say("handoverpage.remind_waiting", n=standing.waiting))
    if standing.last is None:
        said.append(say("handoverpage.remind_never"))
    elif standing.missing:
        said.append(say("handoverpage.remind_missing", numbers=numbers(standing.missing)))
    return said
