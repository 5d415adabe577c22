"""Citing: whose word a rule is (layer, document, number, clause), and how far its numbers are checked."""

from __future__ import annotations

from schoolprep.facts.languages import Lang
from schoolprep.facts.words import say
from schoolprep.loop.measure import Measure
from schoolprep.rules.pack import AnyRule, Pack, cited, seen
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
        return f"{self.issued(pack)} · {rule.cites.clause}{page}"

    def ordering(self, measure: Measure) -> str:
        """Layer, document, number and clause by which a measure was ordered, also one that is over."""
        return self.clause_of(*self._rules.source.rule(measure.rule))

    def authority(self, finding: Finding) -> str:
        """Layer, document and number the finding stands on: whose word it is."""
        return "" if finding.rule in OF_THE_HOUSE else self.issued(self._rules.source.rule(finding.rule)[0])

    def issued(self, pack: Pack) -> str:
        """Layer, document and number of a pack."""
        layer = say(f"rules.layer-{pack.layer}", self._lang)
        return f"{layer} · " + " ".join(
            part for part in (pack.document.title[self._lang], pack.document.number) if part
        )

    def standing(self, finding: Finding) -> str:
        """How far the rule's numbers are checked against the original."""
        if finding.rule in OF_THE_HOUSE:
            return ""
        return self._rules.source.rule(finding.rule)[1].cites.seen[self._lang]

    def unconfirmed(self, finding: Finding) -> str:
        """The standing of the rule's numbers where they are not all seen in public; else nothing."""
        if finding.rule in OF_THE_HOUSE or seen(*self._rules.source.rule(finding.rule)):
            return ""
        return self.standing(finding)

    def sources(self, finding: Finding) -> list[str]:
        """Where the rule's wording was seen, each key of `standing` with its address."""
        if finding.rule in OF_THE_HOUSE:
            return []
        pack, rule = self._rules.source.rule(finding.rule)
        return [
            say("rules.source", self._lang, key=key, text=text) for key, text in cited(pack, rule, self._lang)
        ]
