"""Row: one rule as the list of rules shows it."""

from __future__ import annotations

from typing import NamedTuple

from forms.tr import lang, say
from schoolprep.pack import AnyRule, Pack


class Row(NamedTuple):
    """See the module."""

    key: str
    """`pack/rule`."""
    pack: Pack
    rule: AnyRule
    in_force: bool
    """Its pack is."""
    replaced_by: str
    """Title of the pack whose rule stands for this one on that day; empty: it stands itself."""
    passed: int

    @property
    def good(self) -> bool:
        """Whether every example comes out as it says."""
        return self.passed == len(self.rule.example)


def title(row: Row) -> str:
    """What the rule is called, and whether another stands in its place."""
    said = row.rule.title[lang()]
    return say("rulespage.replaced_title", title=said) if row.replaced_by else said


def passed(row: Row) -> str:
    """How many of its examples come out as they say."""
    return f"{'✓' if row.good else '✕'} {row.passed}/{len(row.rule.example)}"
