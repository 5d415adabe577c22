"""Vetting: whether a pack may be trusted: what lint reads, what its examples give, and what no example would notice.

A number nobody checks is a number nobody would miss: each is made one smaller and one larger, and where every example
still comes out the same, lint says so. A pack that came from outside can stop an example in the middle; that is a flaw
of the pack, never an error of the program.
"""

from __future__ import annotations

from collections.abc import Iterator

from schoolprep import examples
from schoolprep.blank import Both
from schoolprep.divisions import Divisions
from schoolprep.examples import Difference
from schoolprep.pack import AnyRule, Example, Library, Pack, Profile, lint, neighbours
from schoolprep.pack.anatomy import branches, declared, tag, written
from schoolprep.pack.change import Change, changed
from schoolprep.pack.flaws import Flaw
from schoolprep.problem import Fact, KnownError


def vet(
    pack: Pack, library: Library, divisions: Divisions, profile: str = "", *, text: str = "", file: str = ""
) -> list[Flaw]:
    """Everything wrong with a pack beside the others of `library`, the grave first."""
    flaws = [*lint.of_pack(pack), *neighbours.of_pack(pack, library, profile)]
    for rule in pack.rule:
        flaws += _shown(pack, rule, divisions)
    return sorted(lint.with_lines(flaws, text, file), key=lambda flaw: (not flaw.grave, flaw.line))


def vet_profile(profile: Profile, library: Library, text: str = "", file: str = "") -> list[Flaw]:
    """Everything wrong with a profile beside the packs of `library`."""
    return lint.with_lines(list(neighbours.of_profile(profile, library.packs)), text, file)


def _shown(pack: Pack, rule: AnyRule, divisions: Divisions) -> Iterator[Flaw]:
    """What the examples of a rule show, and what they leave unseen."""
    if not rule.example:
        yield Flaw("no-example", pack.id, rule.id, "example")
        return
    said: set[str] = set()
    failed = False
    for example in rule.example:
        try:
            verdict = examples.verdict_of(pack, rule, example, divisions)
            differences = examples.differences(pack, rule, example, divisions)
        except Exception as wrong:  # an example is text from outside: whatever stops it is told as its flaw
            failed = True
            facts: dict[str, Fact | Both] = {"example": example.name, "why": _why(wrong)}
            yield Flaw("example-stops", pack.id, rule.id, "example", facts)
            continue
        said |= {finding.says for finding in verdict.findings} or {""}
        failed = failed or bool(differences)
        yield from (_missed(pack, rule, example, one) for one in differences)
    if said <= {""}:
        yield Flaw("no-hit", pack.id, rule.id, "example")
    if "" not in said and not failed:
        yield Flaw("no-miss", pack.id, rule.id, "example")
    for branch in sorted((branches(rule) or {}).keys() - said):
        yield Flaw("branch-unseen", pack.id, rule.id, "example", {"branch": branch}, grave=False)
    if not failed:
        yield from _unnoticed(pack, rule, divisions)


def _why(wrong: Exception) -> str:
    return wrong.problem.code if isinstance(wrong, KnownError) else f"{type(wrong).__name__}: {wrong}"[:80]


def _missed(pack: Pack, rule: AnyRule, example: Example, difference: Difference) -> Flaw:
    field, expected, got = difference
    facts: dict[str, Fact | Both] = {
        "example": example.name,
        "field": field,
        "expected": expected[:120],
        "got": got[:120],
    }
    return Flaw("example-fails", pack.id, rule.id, "example", facts)


def _unnoticed(pack: Pack, rule: AnyRule, divisions: Divisions) -> Iterator[Flaw]:
    """Numbers that could be one smaller or larger without any example noticing."""
    for path, value in written(rule).items():
        known = declared(tag(rule), path)
        if known is None or known.least is None or type(value) is not int:
            continue
        for other in (value - 1, value + 1):
            try:
                mutant = changed(rule, Change(rule.id, "", path, str(other)))
            except KnownError:
                continue
            if all(examples.holds(pack, mutant, example, divisions) for example in rule.example):
                yield Flaw(
                    "number-unnoticed", pack.id, rule.id, path, {"value": value, "other": other}, grave=False
                )
