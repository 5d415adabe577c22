"""Example runner: runs the examples of rules while the window has nothing else to do, a few milliseconds at a time."""

from __future__ import annotations

import time
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from schoolprep.facts.divisions import Divisions
from schoolprep.facts.problem import KnownError
from schoolprep.rules.pack import AnyRule, Example, Pack, varied
from schoolprep.verdicts import examples

_SLICE_S = 0.012
"""How long the window may be kept from painting."""


class Proving(QObject):
    """What was run once is not run again while the window is open; a rule that changed is another rule."""

    proved = Signal(str, int)
    """A rule (`pack/rule`) and how many of its examples come out as they say."""

    def __init__(self, divisions: Divisions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._divisions = divisions
        self._known: dict[str, tuple[AnyRule, int]] = {}
        self._waiting: list[tuple[str, Pack, AnyRule]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    def known(self, key: str, rule: AnyRule) -> int | None:
        """What came out for a rule; None where it was not run yet."""
        kept = self._known.get(key)
        return kept[1] if kept is not None and kept[0] is rule else None

    def ask(self, rules: Iterable[tuple[str, Pack, AnyRule]]) -> None:
        """Run these next, instead of what was waiting."""
        self._waiting = [one for one in rules if self.known(one[0], one[2]) is None][::-1]
        if self._waiting:
            self._timer.start()

    def finish(self) -> None:
        """Run all that is waiting now."""
        while self._waiting:
            self._run()
        self._timer.stop()

    def stop(self) -> None:
        """Leave what is waiting for later."""
        self._timer.stop()

    def _go_on(self) -> None:
        until = time.monotonic() + _SLICE_S
        while self._waiting and time.monotonic() < until:
            self._run()
        if not self._waiting:
            self._timer.stop()

    def _run(self) -> None:
        key, pack, rule = self._waiting.pop()
        count = sum(good for _, good in run(pack, rule, self._divisions))
        self._known[key] = rule, count
        self.proved.emit(key, count)


def run(pack: Pack, rule: AnyRule, divisions: Divisions) -> Iterable[tuple[Example, bool]]:
    """Every example of a rule and of its variants, and whether it comes out as it says."""
    for example in rule.example:
        yield example, _holds(pack, rule, example, divisions)
    for variant in rule.variant:
        try:
            other = varied(rule, variant)
        except KnownError:
            yield from ((example, False) for example in variant.example)
            continue
        for example in variant.example:
            yield example, _holds(pack, other, example, divisions)


def _holds(pack: Pack, rule: AnyRule, example: Example, divisions: Divisions) -> bool:
    """A pack may have come from outside: an example that stops in the middle is one that fails."""
    try:
        return examples.holds(pack, rule, example, divisions)
    except Exception:
        return False
