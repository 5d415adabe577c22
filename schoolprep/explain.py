"""Explain: verdicts, findings, measures and owed items as sentences in the reader's language.

Findings carry facts; a fact's name says how it is written: `…_day` is a day, `place`, `area` and `city` are
divisions, `level`, `category`, `colour` and `measure` are words of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from schoolprep.blank import Both
from schoolprep.days import Day, Moment, day_of, iso
from schoolprep.divisions import Divisions
from schoolprep.judge import NO_RULES, Rules
from schoolprep.pack import cited
from schoolprep.problem import Fact
from schoolprep.verdict import Finding, Measure, Outcome, Owed, Step, Verdict
from schoolprep.words import Lang, say

_PLACES = frozenset({"place", "area", "city"})
_RULES = frozenset({"old_rule", "new_rule"})
_WORDS = frozenset({"level", "category", "colour", "measure", "unit"})
_LACKS = frozenset({"lacks", "event", "paper", "asked"})
"""Answers of an illness by their names."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@cache
def day(value: Day, lang: Lang) -> str:
    """A day as a person says it: 8月8日, 8 Aug. The year stands in the heading of whatever shows it."""
    text = iso(value)
    month, number = int(text[5:7]), int(text[8:10])
    return f"{month}月{number}日" if lang == "zh" else f"{number} {_MONTHS[month - 1]}"


def full_day(value: Day, lang: Lang) -> str:
    """A day with its year: 2022年8月8日, 8 Aug 2022."""
    year = iso(value)[:4]
    return f"{year}年{day(value, lang)}" if lang == "zh" else f"{day(value, lang)} {year}"


def moment(value: Moment, lang: Lang) -> str:
    """A moment with the hour where it is known."""
    clock = "" if value.minute is None else f" {value.minute // 60:02d}:{value.minute % 60:02d}"
    return full_day(value.day, lang) + clock


def moment_of(text: str, lang: Lang) -> str:
    """A moment of an arithmetic: the day, the hour where it is known, 24:00 as the end of a day."""
    return " ".join(part for part in (day(day_of(text), lang), text[11:]) if part)


class Explainer:
    """Composes sentences; holds what they need: the rules (for their wording), the divisions and the language."""

    def __init__(self, rules: Rules, divisions: Divisions, lang: Lang) -> None:
        self.rules = rules
        self.divisions = divisions
        self.lang: Lang = lang

    def facts(self, facts: Mapping[str, Fact]) -> dict[str, Fact]:
        """Facts as words; a fact the sentence asks for and nobody gave is written as nothing."""
        return _Facts({name: self._fact(name, value) for name, value in facts.items()})

    def _fact(self, name: str, value: Fact) -> Fact:
        if (name.endswith("_day") or name == "day") and isinstance(value, int):
            return day(value, self.lang)
        if name.endswith("_at"):
            return moment_of(str(value), self.lang)
        if name in _LACKS:
            words = (say(f"illness.lacks-{code}", self.lang) for code in str(value).split("、") if code)
            return say("illness.between", self.lang).join(words)
        if name == "disease":
            return say(f"diseases.{value or 'other'}", self.lang)
        if name in _PLACES:
            return self.place(str(value))
        if name in _WORDS and value != "":
            return say(f"rules.{name}-{value}", self.lang)
        if name in _RULES:
            return self.rules.source.rule(str(value))[1].title[self.lang]
        if name == "why":
            return self.rules.source.carry(str(value)).clause.why[self.lang]
        if name == "symptoms":
            return "、".join(
                say(f"rules.symptom-{code}", self.lang) for code in str(value).split("、") if code
            )
        if name in ("detail", "area_detail", "relation") and value:
            return f"（{value}）" if name == "relation" else value
        return value

    def place(self, code: str) -> str:
        """A place by its short name; what stands outside the divisions as it was written."""
        if code.startswith("~"):
            return code[1:]
        return self.divisions.short_name(code) if code else ""

    def outcome(self, outcome: Outcome) -> str:
        """可返校, 待补材料, 待核实, 暂缓返校."""
        return say(f"rules.outcome-{outcome}", self.lang)

    def measure(self, kind: str) -> str:
        """The name of a measure kind."""
        return say(f"rules.measure-{kind}", self.lang)

    def sentence(self, finding: Finding) -> str:
        """The finding's sentence."""
        if finding.rule == NO_RULES:
            return say("rules.no-rules", self.lang, **self.facts(finding.facts))
        if finding.says.startswith("transition-"):
            return say(f"rules.{finding.says}", self.lang, **self.facts(finding.facts))
        _, rule = self.rules.source.rule(finding.rule)
        said = self._fill(rule.says[finding.says], finding.facts)
        if "how" not in finding.facts:
            return said
        change = say(f"rules.transition-{finding.facts['how']}", self.lang, **self.facts(finding.facts))
        return f"{said}{change}" if self.lang == "zh" else f"{said} {change}"

    def _fill(self, sentence: Both, facts: Mapping[str, Fact]) -> str:
        return sentence[self.lang].format_map(self.facts(facts)).replace("  ", " ")

    def title(self, finding: Finding) -> str:
        """The name of the rule that spoke."""
        if finding.rule == NO_RULES:
            return say("rules.no-rules-title", self.lang)
        return self.rules.source.rule(finding.rule)[1].title[self.lang]

    def cites(self, finding: Finding) -> str:
        """Layer, document, number and clause the finding stands on."""
        if finding.rule == NO_RULES:
            return ""
        pack, rule = self.rules.source.rule(finding.rule)
        layer = say(f"rules.layer-{pack.layer}", self.lang)
        document = " ".join(part for part in (pack.document.title[self.lang], pack.document.number) if part)
        page = f" {rule.cites.page}" if rule.cites.page else ""
        return f"{layer} · {document} · {rule.cites.clause}{page}"

    def standing(self, finding: Finding) -> str:
        """How far the rule's numbers are checked against the original."""
        if finding.rule == NO_RULES:
            return ""
        return self.rules.source.rule(finding.rule)[1].cites.seen[self.lang]

    def sources(self, finding: Finding) -> list[str]:
        """Where the rule's wording was seen, each key of `standing` with its address."""
        if finding.rule == NO_RULES:
            return []
        pack, rule = self.rules.source.rule(finding.rule)
        return [
            say("rules.source", self.lang, key=key, text=text) for key, text in cited(pack, rule, self.lang)
        ]

    def step(self, step: Step) -> str:
        """One line of a date's arithmetic."""
        return say(step.says, self.lang, **self.facts(step.facts))

    def arithmetic(self, finding: Finding) -> list[str]:
        """How the finding's dates were counted, line by line."""
        return [self.step(step) for step in finding.arithmetic]

    def owed(self, owed: Owed) -> str:
        """What is to be done, handed in or answered."""
        facts = dict(owed.facts) | ({"by_day": owed.by} if owed.by is not None else {})
        return say(owed.says, self.lang, **self.facts(facts))

    def owed_line(self, verdict: Verdict) -> str:
        """Everything owed in one line, each thing once."""
        return self._join(dict.fromkeys(self.owed(owed) for owed in verdict.owes))

    def reason_line(self, verdict: Verdict) -> str:
        """The sentences of the worst outcome in one line; for the ready, what to watch."""
        return self._join(
            self.sentence(f).rstrip("。.") for f in verdict.findings if f.outcome == verdict.outcome
        )

    def _join(self, parts: Iterable[str]) -> str:
        return ("；" if self.lang == "zh" else "; ").join(part for part in parts if part)

    def day(self, value: Day | None) -> str:
        """A day, or nothing."""
        return "" if value is None else day(value, self.lang)

    def return_day(self, verdict: Verdict) -> str:
        """The first possible day in words: a date, at once when handed in or answered, or none yet."""
        if verdict.may_return_on is None:
            return say("rules.return-unknown", self.lang)
        if verdict.may_return_on > verdict.on.day or verdict.outcome == "deferred":
            return day(verdict.may_return_on, self.lang)
        return say(f"rules.return-{verdict.outcome}", self.lang)

    def headline(self, verdict: Verdict) -> str:
        """The verdict in one sentence."""
        return say(
            f"rules.headline-{verdict.outcome}", self.lang,
            reason=self.reason_line(verdict), day=self.return_day(verdict),
        )  # fmt: skip

    def measure_line(self, measure: Measure) -> str:
        """A measure with its days: 集中隔离医学观察 8月1日—8月8日."""
        ends = day(measure.ends, self.lang) if measure.ends is not None else say("rules.open-end", self.lang)
        return f"{self.measure(measure.kind)} {day(measure.starts, self.lang)}—{ends}"


class _Facts(dict[str, Fact]):
    def __missing__(self, key: str) -> str:
        return ""
