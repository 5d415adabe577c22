"""Report: verdicts as plain JSON-able data, as INTERFACE §3 fixes it for other people's scripts; never translated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schoolprep.facts.days import Day, Moment, iso
from schoolprep.facts.file import File
from schoolprep.facts.languages import MOTHER_TONGUE, Lang
from schoolprep.loop.measure import Measure
from schoolprep.rules.outcome import OUTCOMES
from schoolprep.rules.pack import Pack
from schoolprep.verdicts import signalling
from schoolprep.verdicts.explain import Explainer
from schoolprep.verdicts.judge.cluster import Signal
from schoolprep.verdicts.outline import Node
from schoolprep.verdicts.signalling import Json
from schoolprep.verdicts.verdict import Case, Finding, Owed


def check(
    on: Moment,
    cases: Iterable[Case],
    packs: Iterable[Pack],
    words: Mapping[str, Explainer],
    signals: Iterable[Signal] = (),
) -> Json:
    """`check --json`: everybody's verdict and the signals; `words` has an explainer for `zh` and for `en`."""
    cases = list(cases)
    people = [person(case, words) for case in cases]
    files = {case.file.subject: case.file for case in cases}
    counts = dict.fromkeys(OUTCOMES, 0)
    for one in people:
        counts[str(one["verdict"])] += 1  # type: ignore[index]
    rules = [
        {"id": one.id, "layer": one.layer, "document": one.document.number or one.document.title.source}
        for one in packs
    ]
    found = [signalling.told(signal, files, words) for signal in signals]
    return {"on": on.text(), "rules": rules, "counts": counts, "people": people, "signals": found}


def person(case: Case, words: Mapping[str, Explainer]) -> Json:
    """One person of it."""
    who, verdict = case.file.person, case.verdict
    return {
        "document": who.document,
        "number": who.number,
        "name": who.name,
        "role": who.category,
        "class": who.class_name,
        "verdict": verdict.outcome,
        "may_return_on": _day(verdict.may_return_on),
        "not_before": bool(verdict.doubt),
        "findings": [_finding(finding, case.file, words) for finding in verdict.findings],
        "measures": [_measure(measure) for measure in verdict.measures],
        "owes": [_owed(owed, words) for owed in verdict.owes],
    }


def trees(of: Mapping[Lang, Node]) -> Json:
    """An explanation as `explain --json` gives it: by language, each line with what it rests on."""
    return {lang: _node(node) for lang, node in of.items()}


def _node(node: Node) -> Json:
    said: Json = {"kind": node.kind, "says": node.sentence}
    if node.of:
        said["of"] = node.of
    if node.children:
        said["children"] = [_node(child) for child in node.children]
    return said


def _day(day: Day | None) -> str | None:
    return None if day is None else iso(day)


def _finding(finding: Finding, file: File, words: Mapping[str, Explainer]) -> Json:
    return {
        "rule": finding.rule,
        "outcome": finding.outcome,
        "until": _day(_until(finding)),
        "may_return_on": _day(finding.earliest),
        "not_before": bool(finding.doubt),
        "says": {lang: explain.sentence(finding) for lang, explain in words.items()},
        "arithmetic": {lang: explain.arithmetic(finding) for lang, explain in words.items()},
        "cites": words[MOTHER_TONGUE].citing.clause(finding),
        "standing": {lang: explain.citing.standing(finding) for lang, explain in words.items()},
        "evidence": list(finding.evidence),
    }


def _until(finding: Finding) -> Day | None:
    """The first day it no longer holds the person back (INTERFACE §3); None where it has no end that can be given."""
    held = finding.until is not None or finding.outcome == "deferred"
    return finding.earliest if held else None


def _measure(measure: Measure) -> Json:
    return {
        "id": measure.id,
        "ordered": None,  # the number of its order, which comes with orders
        "rule": measure.rule,
        "kind": measure.kind,
        "anchor": iso(measure.anchor),
        "starts": iso(measure.starts),
        "ends": _day(measure.ends),
        "tests": [{"on": iso(test.on), "state": test.state} for test in measure.tests],
    }


def _owed(owed: Owed, words: Mapping[str, Explainer]) -> Json:
    return {
        "what": owed.what,
        "by": _day(owed.by),
        "says": {lang: explain.owed(owed) for lang, explain in words.items()},
    }
