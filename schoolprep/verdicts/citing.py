"""Citing: whose word a rule is (layer, document, number, clause), and how far its numbers are checked."""

from __future__ import annotations

from collections.abc import Callable

from schoolprep.facts.languages import Lang
from schoolprep.facts.text import Text
from schoolprep.loop.measure import Measure
from schoolprep.rules.pack import AnyRule, Cites, Pack, authority, seen, sources, standing
from schoolprep.verdicts.judge import OF_THE_HOUSE, Rules
from schoolprep.verdicts.verdict import Finding


class Citing:
    """Names the documents behind findings and measures; a finding of the program itself stands on none."""

    def __init__(self, rules: Rules, lang: Lang) -> None:
        self._rules = rules
        self._lang: Lang = lang

    def clause(self, finding: Finding) -> str:
        """Layer, document, number and clause the finding stands on."""
        return "" if finding.rule in OF_THE_HOUSE else self.clause_of(*self._rules.source.rule(finding.rule))

    def clause_of(self, pack: Pack, rule: AnyRule) -> str:
        """Layer, document, number and clause of a rule."""
        page = f" {rule.cites.page}" if rule.cites.page else ""
        return f"{authority(pack, rule.cites)[self._lang]} · {rule.cites.clause}{page}"

    def ordering(self, measure: Measure) -> str:
        """Layer, document, number and clause by which a measure was ordered, also one that is over."""
        return self.clause_of(*self._rules.source.rule(measure.rule))

    def authority(self, finding: Finding) -> str:
        """Layer, document and number the finding stands on: whose word it is."""
        return self._told(finding, authority)

    def standing(self, finding: Finding) -> str:
        """How far the rule's numbers are checked against the original."""
        return self._told(finding, standing)

    def _told(self, finding: Finding, tell: Callable[[Pack, Cites], Text]) -> str:
        if finding.rule in OF_THE_HOUSE:
            return ""
        pack, rule = self._rules.source.rule(finding.rule)
        return tell(pack, rule.cites)[self._lang]

    def unconfirmed(self, finding: Finding) -> str:
        """The standing of the rule's numbers where they are not all seen in public; else nothing."""
        if finding.rule in OF_THE_HOUSE or seen(*self._rules.source.rule(finding.rule)):
            return ""
        return self.standing(finding)

    def sources(self, finding: Finding) -> list[str]:
        """The documents the rule's wording was read in, each with its issuer, number, date and standing."""
        if finding.rule in OF_THE_HOUSE:
            return []
        pack, rule = self._rules.source.rule(finding.rule)
        return [source[self._lang] for source in sources(pack, rule.cites)]
