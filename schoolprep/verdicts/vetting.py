"""Vetting: whether a pack may be trusted: what lint reads, what its examples give, and what no example would notice.

A number nobody checks is a number nobody would miss: each is made one smaller and one larger, and where every example
still comes out the same, lint says so. A pack that came from outside can stop an example in the middle; that is a flaw
of the pack, never an error of the program.
"""

from __future__ import annotations

from collections.abc import Iterator

from schoolprep.facts.divisions import Divisions
from schoolprep.facts.problem import Filling, KnownError
from schoolprep.rules.pack import (
    AnyRule,
    Cluster,
    Example,
    Library,
    Pack,
    Profile,
    Variant,
    joined,
    lint,
    neighbours,
    varied,
)
from schoolprep.rules.pack.anatomy import Tree, branches, declared, parameters, tag, written
from schoolprep.rules.pack.change import Change, changed
from schoolprep.rules.pack.flaws import Flaw
from schoolprep.rules.pack.source import Source
from schoolprep.verdicts import examples
from schoolprep.verdicts.examples import Difference


def vet(
    pack: Pack, library: Library, divisions: Divisions, profile: str = "", source: Source | None = None
) -> list[Flaw]:
    """Everything wrong with a pack beside the others of `library`, the grave first; with lines of its `source`."""
    flaws = [*lint.of_pack(pack), *neighbours.of_pack(pack, library, profile)]
    for rule in pack.rule:
        flaws += _shown(pack, rule, divisions)
    flaws += _transitions(pack, library, divisions)
    return sorted(lint.with_lines(flaws, source), key=lambda flaw: (not flaw.grave, flaw.file, flaw.line))


def vet_profile(profile: Profile, library: Library, source: Source | None = None) -> list[Flaw]:
    """Everything wrong with a profile beside the packs of `library`."""
    return lint.with_lines(list(neighbours.of_profile(profile, library.packs)), source)


def _shown(pack: Pack, rule: AnyRule, divisions: Divisions) -> Iterator[Flaw]:
    """What the examples of a rule and of its variants show, and what they leave unseen."""
    if not rule.example:
        yield Flaw("no-example", pack.id, rule.id, "example")
        return
    said: set[str] = set()
    failed: list[Flaw] = []
    for example in rule.example:
        failed += _run(pack, rule, example, said, divisions)
    yield from failed
    if said <= {""}:
        yield Flaw("no-hit", pack.id, rule.id, "example")
    if "" not in said and not failed:
        yield Flaw("no-miss", pack.id, rule.id, "example")
    for branch in _unseen(rule, said):
        yield Flaw("branch-unseen", pack.id, rule.id, "example", {"branch": branch}, grave=False)
    if not failed:
        yield from _unnoticed(pack, rule, divisions)
    for variant in rule.variant:
        yield from _varied(pack, rule, variant, divisions)


def _unseen(rule: AnyRule, said: set[str]) -> list[str]:
    """The branches with a sentence that no example brings out, though it could easily."""
    known = branches(rule) or {}
    return sorted(branch for branch in known.keys() & rule.says.keys() - said if not known[branch].rare)


def _run(pack: Pack, rule: AnyRule, example: Example, said: set[str], divisions: Divisions) -> list[Flaw]:
    """The flaws of one example; the branches it brings out are added to `said`, nothing as an empty one."""
    try:
        found = {finding.says for finding in examples.verdict_of(pack, rule, example, divisions).findings}
        differences = examples.differences(pack, rule, example, divisions)
    except Exception as wrong:  # an example is text from outside: whatever stops it is told as its flaw
        facts: dict[str, Filling] = {"example": example.name, "why": _why(wrong)}
        return [Flaw("example-stops", pack.id, rule.id, "example", facts)]
    if isinstance(rule, Cluster) and example.expect.outcome == "signal":
        found = {example.expect.says or rule.within[0]}
    said |= found or {""}
    return [_missed(pack.id, rule.id, example, one) for one in differences]


def _varied(pack: Pack, rule: AnyRule, variant: Variant, divisions: Divisions) -> Iterator[Flaw]:
    """A variant that cannot be applied, or whose own examples fail or are not there."""
    place = f"variant.{variant.id}"
    try:
        other = varied(rule, variant)
    except KnownError as wrong:
        yield Flaw("variant-wrong", pack.id, rule.id, place, {"why": wrong.problem.facts.get("why", "")})
        return
    yield from (flaw._replace(parameter=f"{place}.{flaw.parameter}") for flaw in lint.of_rule(pack, other))
    if not variant.example:
        yield Flaw("no-example", pack.id, rule.id, place, grave=False)
    failed: list[Flaw] = []
    for example in variant.example:
        failed += _run(pack, other, example, set(), divisions)
    yield from failed
    if variant.example and not failed:
        for flaw in _unnoticed(pack, other, divisions, rule):
            yield flaw._replace(parameter=f"{place}.{flaw.parameter}")


def _transitions(pack: Pack, library: Library, divisions: Divisions) -> Iterator[Flaw]:
    packs = joined(library.packs, {pack.id: pack})
    for clause in pack.transition:
        for example in clause.example:
            try:
                differences = examples.changed(pack, clause, example, divisions, packs)
            except Exception as wrong:  # as above
                facts: dict[str, Filling] = {"example": example.name, "why": _why(wrong)}
                yield Flaw("example-stops", pack.id, "", clause.of, facts)
                continue
            yield from (
                _missed(pack.id, "", example, one)._replace(parameter=clause.of) for one in differences
            )


def _why(wrong: Exception) -> str:
    return wrong.problem.code if isinstance(wrong, KnownError) else f"{type(wrong).__name__}: {wrong}"[:80]


def _missed(pack: str, rule: str, example: Example, difference: Difference) -> Flaw:
    field, expected, got = difference
    facts: dict[str, Filling] = {
        "example": example.name,
        "field": field,
        "expected": expected[:120],
        "got": got[:120],
    }
    return Flaw("example-fails", pack, rule, "example", facts)


def _unnoticed(
    pack: Pack, rule: AnyRule, divisions: Divisions, base: AnyRule | None = None
) -> Iterator[Flaw]:
    """Numbers that could be a little smaller or larger without any example noticing.

    `base` is the rule a variant was made of: only what the variant says otherwise is its own.
    """
    said = written(base) if base is not None else {}
    for path, value in written(rule).items():
        if path in said and said[path] == value:
            continue
        for was, other, whole in _aside(value):
            mutant = _mutant(pack, rule, path, other, whole)
            if mutant and all(examples.holds(pack, mutant, one, divisions) for one in rule.example):
                facts: dict[str, Filling] = {"value": was, "other": other}
                yield Flaw("number-unnoticed", pack.id, rule.id, path, facts, grave=False)


def _mutant(pack: Pack, rule: AnyRule, path: str, other: float, whole: str) -> AnyRule | None:
    """The rule with another number; None where it may not be so, or would make no difference."""
    if not _allowed(rule, path, other):
        return None
    try:
        mutant = changed(rule, Change(rule.id, "", path, whole))
    except KnownError:
        return None
    # a longer chain ends with the look-back all the same
    return None if any(flaw.code == "outlasts" for flaw in lint.of_rule(pack, mutant)) else mutant


def _allowed(rule: AnyRule, path: str, number: float) -> bool:
    """Whether a parameter may be this number, by its own limits and by what it must lie within."""
    known = declared(tag(rule), path)
    if known is None or known.least is None or number < known.least:
        return False
    limit = parameters(rule).get(known.within)
    within = not isinstance(limit, int) or not isinstance(number, int) or number <= limit
    return within and (known.most is None or number <= known.most)


def _aside(value: Tree) -> Iterator[tuple[int | float, int | float, str]]:
    """A number, one beside it, and the whole parameter with it as a pack would write it; of a list each in turn.

    Whole numbers are moved by one, temperatures by a tenth of a degree.
    """
    if isinstance(value, list):
        for at, one in enumerate(value):
            for was, other, _ in _aside(one):
                yield was, other, str([*value[:at], other, *value[at + 1 :]])
    elif isinstance(value, int | float) and not isinstance(value, bool):
        beside = (value - 1, value + 1) if isinstance(value, int) else (value - 0.1, value + 0.1)
        yield from ((value, other, str(other)) for other in (round(one, 2) for one in beside))
