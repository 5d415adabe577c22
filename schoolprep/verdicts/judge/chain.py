"""Chain: whether a counted chain keeps somebody away: while it runs, then until its last test is there."""

from __future__ import annotations

from schoolprep.rules.pack import Exposure
from schoolprep.verdicts.judge.counting import Basis, Chain
from schoolprep.verdicts.judge.sampled import asked, lacking_since
from schoolprep.verdicts.judge.view import View
from schoolprep.verdicts.verdict import Finding, Owed, merged


def running(rule: Exposure, key: str, chain: Chain, basis: Basis, view: View) -> Finding | None:
    """The finding of a chain; None: over and tested."""
    facts = {
        **basis.facts,
        "anchor_day": chain.measures[0].anchor,
        "end_day": chain.end,
        "return_day": chain.end + 1,
    }
    evidence = merged(basis.evidence, chain.evidence)
    if view.on.day <= chain.end:
        return Finding(
            key, rule.outcome, chain.end, chain.end + 1, basis.says, facts, evidence, chain.measures,
            (*basis.owes, *chain.owes), chain.arithmetic,
        )  # fmt: skip
    last_test = max((test.on for measure in chain.measures for test in measure.tests), default=None)
    if last_test is None:
        return None
    lacking, perhaps = lacking_since(view, last_test)
    if not lacking:
        return None
    facts |= {"test_day": last_test}
    if perhaps:
        evidence = merged(evidence, (perhaps.record,))
        return Finding(
            key, "verify", None, view.on.day, "untested", facts, evidence, chain.measures,
            (asked(perhaps, view),), chain.arithmetic,
        )  # fmt: skip
    owed = Owed("test", view.on.day, "owed.test-release", {"test_day": last_test})
    return Finding(
        key, "incomplete", None, view.on.day, "untested", facts, evidence, chain.measures, (owed,),
        chain.arithmetic,
    )  # fmt: skip
