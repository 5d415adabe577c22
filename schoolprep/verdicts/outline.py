"""Outline: a verdict as a tree of sentences, from the outcome down to the records it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from schoolprep.facts.words import say
from schoolprep.rules.pack import authority, standing
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.verdict import Finding, Verdict

NodeKind = Literal[
    "verdict",
    "day",
    "finding",
    "basis",
    "standing",
    "source",
    "change",
    "count",
    "step",
    "tests",
    "evidence",
    "record",
    "owed",
]

_Tell = Callable[[str], str]
"""Writes a record, by its id, as a line."""


class Node(NamedTuple):
    """One line of an explanation and the lines it rests on, from the verdict down to the records."""

    kind: NodeKind
    sentence: str
    children: tuple[Node, ...] = ()
    of: str = ""
    """What it is about: the outcome of a verdict or finding, the id of a record."""


def lines(node: Node, depth: int = 0) -> Iterator[str]:
    """The tree as lines of text, each level further in."""
    yield "  " * depth + node.sentence
    for child in node.children:
        yield from lines(child, depth + 1)


def tree(verdict: Verdict, explain: Explainer, tell: _Tell) -> Node:
    """The verdict down to its records: sentence, source, arithmetic and evidence of each finding, what is owed."""
    said = say(
        "explain.verdict", explain.lang,
        outcome=explain.outcome(verdict.outcome), says=explain.headline(verdict),
    )  # fmt: skip
    children = (
        *_school_day(verdict, explain),
        *(_finding(finding, explain, tell) for finding in verdict.findings),
        *_owed(verdict, explain),
    )
    return Node("verdict", said, children, verdict.outcome)


def change(finding: Finding, explain: Explainer) -> Node | None:
    """What a change of edition did to the measure behind a finding: by which document and clause, and why.

    None where no edition changed while it ran.
    """
    if "how" not in finding.facts:
        return None
    lang = explain.lang
    one = explain.rules.source.carry(str(finding.facts["old_rule"]))
    cites = f"{authority(one.pack, one.clause.cites)[lang]} · {one.clause.cites.clause}"
    packs = {"old_pack": one.old.title[lang], "new_pack": one.pack.title[lang]}
    done = say(f"explain.change-{finding.facts['how']}", lang, **(explain.facts(finding.facts) | packs))
    why = say("explain.change-why", lang, why=one.clause.why[lang])
    checked = say("explain.standing", lang, standing=standing(one.pack, one.clause.cites)[lang])
    head = say("explain.change", lang, cites=cites, **explain.facts({"change_day": one.since}))
    return Node("change", head, (Node("step", done), Node("step", why), Node("standing", checked)))


def _school_day(verdict: Verdict, explain: Explainer) -> Iterator[Node]:
    if told := explain.school_day(verdict):
        yield Node("day", told)


def _finding(finding: Finding, explain: Explainer, tell: _Tell) -> Node:
    said = say(
        "explain.finding", explain.lang, outcome=explain.outcome(finding.outcome),
        title=explain.title(finding), says=explain.sentence(finding),
    )  # fmt: skip
    children = (
        *_basis(finding, explain),
        *filter(None, (change(finding, explain),)),
        *_count(finding, explain),
        _evidence(finding, explain, tell),
    )
    return Node("finding", said, children, finding.outcome)


def _basis(finding: Finding, explain: Explainer) -> Iterator[Node]:
    citing, lang = explain.citing, explain.lang
    if cites := citing.clause(finding):
        standing = Node("standing", say("explain.standing", lang, standing=citing.standing(finding)))
        sources = (Node("source", source) for source in citing.sources(finding))
        yield Node("basis", say("explain.basis", lang, cites=cites), (standing, *sources))


def _count(finding: Finding, explain: Explainer) -> Iterator[Node]:
    steps = [Node("step", step) for step in explain.arithmetic(finding)]
    steps += [Node("tests", line) for measure in finding.measures if (line := explain.tests_line(measure))]
    if steps:
        standing = explain.citing.unconfirmed(finding)
        head = "explain.count-standing" if standing else "explain.count"
        yield Node("count", say(head, explain.lang, standing=standing), tuple(steps))


def _evidence(finding: Finding, explain: Explainer, tell: _Tell) -> Node:
    records = tuple(Node("record", tell(id_), of=id_) for id_ in dict.fromkeys(finding.evidence))
    head = "explain.evidence" if records else "explain.nothing"
    return Node("evidence", say(head, explain.lang), records)


def _owed(verdict: Verdict, explain: Explainer) -> Iterator[Node]:
    for line in dict.fromkeys(explain.owed(owed) for owed in verdict.owes):
        yield Node("owed", say("explain.owed", explain.lang, owed=line))
