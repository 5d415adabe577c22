"""Row: one rule as the list of rules shows it, with what became of it on the day; a pack without rules has one too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from forms.words.tr import lang, say
from schoolprep.facts.text import Text
from schoolprep.rules import pack
from schoolprep.rules.pack import AnyRule, InForce, Library, Pack
from schoolprep.rules.pack.change import SCHOOL_PACKS, Change
from schoolprep.verdicts import examples

RuleState = Literal["stands", "replaced", "lifted", "closed", "gone", "idle"]
"""It applies that day; another stands in its place; it was set aside; a new edition ended it; the rule it stood for is
gone and it with it; its pack is not in force that day."""


class Fate(NamedTuple):
    """What became of a rule, and by whom and why."""

    state: RuleState
    pack: Pack | None = None
    why: Text | None = None


class RuleRow(NamedTuple):
    """See the module."""

    key: str
    """`pack/rule`, or `pack` for a pack without rules."""
    pack: Pack
    rule: AnyRule | None
    fate: Fate
    changes: tuple[Change, ...]
    """What the school decided about it."""
    passed: int | None
    """How many of its examples come out as they say; None: not run yet."""

    @property
    def in_force(self) -> bool:
        """Its pack is."""
        return self.fate.state != "idle"

    @property
    def total(self) -> int:
        """How many examples it has, those of its variants too."""
        return examples.count(self.rule) if self.rule is not None else 0

    @property
    def good(self) -> bool:
        """Whether every example comes out as it says, as far as they were run."""
        return self.passed in (None, self.total)

    @property
    def changeable(self) -> str:
        """By which a change of the school names it: for the school's own edition of a rule, that rule."""
        own = self.rule is not None and self.pack.id.startswith(SCHOOL_PACKS)
        return self.rule.replaces if self.rule is not None and own else self.key


def rows(library: Library, source: InForce, changes: list[Change]) -> Iterator[RuleRow]:
    """Every rule there is, the highest layer first, none of their examples run yet."""
    fates, stand = _fates(source), _standing(source)
    now = {one.id for one in source.packs}
    for one in sorted(library.packs.values(), key=lambda one: pack.LAYERS.index(one.layer)):
        kept: tuple[AnyRule | None, ...] = one.rule or (None,)
        for rule in kept:
            key = f"{one.id}/{rule.id}" if rule is not None else one.id
            if one.id not in now:
                became = Fate("idle")
            elif key in stand or rule is None:
                became = Fate("stands")
            else:
                became = fates.get(key, Fate("gone"))
            row = RuleRow(key, one, rule, became, (), None)
            yield row._replace(changes=tuple(change for change in changes if change.rule == row.changeable))


def fate(key: str, source: InForce) -> Fate:
    """What became of a rule on the day, were it not for what the school itself decided about it."""
    if key.partition("/")[0] not in {one.id for one in source.packs}:
        return Fate("idle")
    found = Fate("stands") if key in _standing(source) else _fates(source).get(key, Fate("gone"))
    own = found.pack is not None and found.pack.id.startswith(SCHOOL_PACKS)
    return Fate("stands") if own else found


def _standing(source: InForce) -> set[str]:
    return {f"{one.id}/{rule.id}" for one, rule in source.rules}


def _fates(source: InForce) -> dict[str, Fate]:
    """What became of the rules that packs in force speak of, the lowest layer last."""
    found: dict[str, Fate] = {}
    for one in source.packs:
        found |= {
            clause.of: Fate("closed", one, clause.why) for clause in one.transition if clause.how == "closed"
        }
        found |= {lifted.rule: Fate("lifted", one, lifted.why) for lifted in one.lift}
        found |= {rule.replaces: Fate("replaced", one, rule.why) for rule in one.rule if rule.replaces}
    return found


def title(row: RuleRow) -> str:
    """What the rule is called, and whether it does not stand."""
    if row.rule is None:
        return say("rulespage.no_rules", title=row.pack.title[lang()])
    said = row.rule.title[lang()]
    return (
        said if row.fate.state in ("stands", "idle") else say(f"rulespage.title_{row.fate.state}", title=said)
    )


def passed(row: RuleRow) -> str:
    """How many of its examples come out as they say."""
    if not row.total:
        return "—"
    if row.passed is None:
        return f"… {row.total}"
    return f"{'✓' if row.good else '✕'} {row.passed}/{row.total}"
