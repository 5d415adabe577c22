"""Refusals: why something could not be decided about rules, and the way back from what was decided."""

from __future__ import annotations

from collections.abc import Callable

from forms.pages.notice import Notice
from schoolprep.desk import Desk
from schoolprep.facts import words
from schoolprep.facts.problem import Filling, KnownError, Problem
from schoolprep.facts.subject import RULES
from schoolprep.rules.pack.change import Change

Tell = Callable[[Notice], object]


def key_of(problem: Problem) -> str:
    """The key of a problem's sentence: the page's own where it has one, which names buttons instead of commands."""
    book, _, code = problem.code.partition(".")
    own = f"rulesform.{code}"
    return own if book == "rulebook" and own in words.catalogue() else problem.code


def refusal(wrong: KnownError) -> Notice:
    """Why it could not be decided."""
    return Notice(key_of(wrong.problem), wrong.problem.facts, "error")


def undoable(desk: Desk, key: str, tell: Tell, **facts: Filling) -> Notice:
    """The sentence of what was filed last about rules, with 撤销 that takes that act back."""
    act = desk.people.history(RULES)[-1].act

    def back() -> None:
        try:
            desk.filing.undo(act)
        except KnownError as wrong:
            tell(refusal(wrong))
        else:
            tell(Notice("rulesform.undone"))

    return Notice(key, facts, act="notice.undo", do=back)


def take_back(desk: Desk, change: Change, name: str, tell: Tell) -> None:
    """Take back what the school decided once about the rule of that name, with the way back from that."""
    try:
        desk.filing.withdraw(change.record)
    except KnownError as wrong:
        tell(refusal(wrong))
    else:
        tell(undoable(desk, "rulesform.taken_back", tell, rule=name))
