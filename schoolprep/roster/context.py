"""Context: what drawing a roster needs besides the people: school, day, language and the words of the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from schoolprep.facts import kinds
from schoolprep.facts.area import Areas
from schoolprep.facts.blank import Blanks
from schoolprep.facts.days import Moment
from schoolprep.facts.record import Value
from schoolprep.facts.school_order import PeopleOrder
from schoolprep.facts.words import listed, say
from schoolprep.loop.measure import MeasureKind, TestState
from schoolprep.rules.outcome import Outcome
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge.peers import Peers


class Context(NamedTuple):
    """Everything a drawing is given; nothing is looked up elsewhere and no clock is asked."""

    school: str
    on: Moment
    blanks: Blanks
    areas: Areas
    explain: Explainer
    """The words of the rules in force, with the language and the divisions."""
    peers: Peers
    """What the school's files say about people whom others are linked to, as the verdicts were given by it."""
    class_name: str | None = None
    """Only the people of this class."""
    order: PeopleOrder = "number"
    """How the people of a class follow each other."""
    mask: bool = False
    """Hide the middle of identity numbers and phones (DOMAIN §8 A28)."""
    anchor: str = ""
    """The code of the file that it is drawn from (`Records.anchor`)."""


class RosterView:
    """A context with a memory: words that a drawing needs five thousand times are made once."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.explain = context.explain
        self.lang = context.explain.lang
        self.on = context.on
        self._known: dict[tuple[str, str], str] = {}

    def _once(self, room: str, key: str, make: Callable[[], str]) -> str:
        known = self._known.get((room, key))
        if known is None:
            known = self._known[room, key] = make()
        return known

    def answer(self, blank: str, field: str, value: Value | None) -> str | None:
        """A stored answer as a person reads it (choices, yes/no, places); None where nothing was answered."""
        if value is None:
            return None
        of, divisions = self.context.blanks[blank][field], self.explain.divisions
        return self._once(
            f"{blank}.{field}", str(value), lambda: kinds.write(of, value, self.lang, divisions)
        )

    def place(self, code: str | None) -> str | None:
        """A place by its short name, where a cell holds several."""
        return self._once("place", code, lambda: self.explain.place(code)) if code else None

    def outcome(self, outcome: Outcome) -> str:
        """The verdict's word."""
        return self._once("outcome", outcome, lambda: self.explain.outcome(outcome))

    def measure(self, kind: MeasureKind) -> str:
        """The measure's name."""
        return self._once("measure", kind, lambda: self.explain.measure(kind))

    def test_state(self, state: TestState) -> str:
        """已做, 今日应检, 漏检 and so on."""
        return self._once("test", state, lambda: say(f"rules.test-{state}", self.lang))

    def say(self, code: str, **facts: str | int) -> str:
        """A sentence of `words/roster.toml`."""
        return say(f"roster.{code}", self.lang, **facts)

    def word(self, code: str) -> str:
        """A sentence without facts."""
        return self._once("word", code, lambda: say(f"roster.{code}", self.lang))

    def join(self, parts: Iterable[str]) -> str:
        """Short parts in one line."""
        return listed(parts, self.lang)
