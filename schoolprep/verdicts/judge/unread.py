"""Unread: an answer stands in somebody's file that nobody can read: it is unknown, never "no" (DOMAIN §8 A15)."""

from __future__ import annotations

from collections.abc import Iterator

from schoolprep.facts.file import UnreadAnswer
from schoolprep.facts.problem import Fact
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding, Owed

UNREAD = "unread"
"""The rule of these findings."""


def unread(view: View) -> Iterator[Finding]:
    """One finding for each answer that a sheet gave up to now and nobody could read, and one for damaged records."""
    for one in view.file.unread_answers:
        if not one.done and (one.day is None or one.day <= view.on.day):
            facts = _facts(one)
            owed = Owed("answer:unread", view.on.day, "owed.unread", facts, about=one.record)
            says = "perhaps" if one.named else "cell" if one.field else "row"
            yield Finding(UNREAD, "verify", None, view.on.day, says, facts, (one.record,), owes=(owed,))
    if damaged := view.file.unread:
        yield Finding(UNREAD, "verify", None, view.on.day, "", {"count": len(damaged)}, damaged)


def _facts(one: UnreadAnswer) -> dict[str, Fact]:
    return {
        "sheet": one.sheet or "", "heading": one.heading or one.field or "", "words": one.words or "",
        "named": one.named or "",
    }  # fmt: skip
