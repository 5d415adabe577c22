"""Explain: verdicts, findings, measures and owed items as sentences in the reader's language.

Findings carry facts; a fact's name says how it is written: `…_day` is a day, `place`, `area` and `city` are
divisions, `level`, `category`, `colour` and `measure` are words of the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache

from schoolprep.facts import languages
from schoolprep.facts.days import Day, Moment, day_of
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import Fact, codes_of
from schoolprep.facts.words import catalogue, listed, say, sentences
from schoolprep.loop.measure import Measure
from schoolprep.rules.outcome import Outcome
from schoolprep.rules.pack import IllnessRule, illness_beside
from schoolprep.rules.pack.figures import figures
from schoolprep.verdicts.citing import Citing
from schoolprep.verdicts.judge import OF_THE_HOUSE, Rules
from schoolprep.verdicts.verdict import Finding, Owed, Step, Verdict

_SHOWN = 40
"""So many signs of a cell stand in a sentence."""


@cache
def day(value: Day, lang: Lang) -> str:
    """A day as a person says it: 8月8日, 8 Aug. The year stands in the heading of whatever shows it."""
    return _written(languages.of(lang).dates.day, value, lang)


def full_day(value: Day, lang: Lang) -> str:
    """A day with its year: 2022年8月8日, 8 Aug 2022."""
    return _written(languages.of(lang).dates.full_day, value, lang)


def _written(form: str, value: Day, lang: Lang) -> str:
    return form.format(**languages.of(lang).of_day(date.fromordinal(value)))


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
        self.language = languages.of(lang)
        self.citing = Citing(rules, lang)

    def facts(self, facts: Mapping[str, Fact]) -> dict[str, Fact]:
        """Facts as words; a fact the sentence asks for and nobody gave is written as nothing."""
        return _Facts({name: self._fact(name, value) for name, value in facts.items()})

    def _fact(self, name: str, value: Fact) -> Fact:
        if isinstance(value, int) and (name == "day" or name.endswith("_day")):
            return day(value, self.lang)
        if name.endswith("_at"):
            return moment_of(str(value), self.lang)
        written = _WRITTEN.get(name)
        return value if written is None else written(self, name, value)

    def codes(self, family: str, value: Fact) -> str:
        """Codes as the words of a family of the catalogue."""
        return self.listed(self._named_code(f"{family}-{code}", code) for code in codes_of(value))

    def _named_code(self, key: str, code: str) -> str:
        """The word for a code; one that a newer program wrote and nobody here knows stands as it is."""
        return say(key, self.lang) if key in catalogue() else code

    def word(self, name: str, value: Fact) -> Fact:
        """A code as the word that the rules have for it; nothing stays nothing."""
        return value if value == "" else self._named_code(f"rules.{name}-{value}", str(value))

    def disease(self, _: str, value: Fact) -> Fact:
        """The name of an illness; another one where it is not said which."""
        return self._named_code(f"diseases.{value or 'other'}", str(value))

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

    def sentence(self, finding: Finding, *, beside: bool = False) -> str:
        """The finding's sentence; `beside`: what it is owed and the first possible day stand beside it anyway."""
        if finding.rule in OF_THE_HOUSE:
            code = "-".join(filter(None, (OF_THE_HOUSE[finding.rule], finding.says)))
            return say(code, self.lang, **self.facts(finding.facts))
        if finding.says.startswith("transition-"):
            return say(f"rules.{finding.says}", self.lang, **self.facts(finding.facts))
        _, rule = self.rules.source.rule(finding.rule)
        facts = self.facts({**figures(rule), **finding.facts})
        if isinstance(rule, IllnessRule):
            facts |= {name: text[self.lang] for name, text in rule.clauses.items() if name in finding.facts}
        if finding.doubt:
            facts["return_day"] = say("rules.if-open", self.lang, day=facts["return_day"])
        template = illness_beside(rule, finding.says) if beside else rule.says[finding.says]
        said = template[self.lang].format_map(facts).replace("  ", " ")
        if "how" not in finding.facts:
            return said
        change = say(f"rules.transition-{finding.facts['how']}", self.lang, **self.facts(finding.facts))
        return f"{said}{self.language.marks.after}{change}"

    def title(self, finding: Finding) -> str:
        """The name of the rule that spoke."""
        if finding.rule in OF_THE_HOUSE:
            return say(f"{OF_THE_HOUSE[finding.rule]}-title", self.lang)
        return self.rules.source.rule(finding.rule)[1].title[self.lang]

    def ordered_by(self, measure: Measure) -> str:
        """The name of the rule that ordered a measure, also of one that is over."""
        return self.rules.source.rule(measure.rule)[1].title[self.lang]

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

    def reason_line(self, verdict: Verdict, *, beside: bool = False) -> str:
        """The sentences of the worst outcome in one line; for the ready, what to watch. `beside`: as of `sentence`."""
        return self._join(
            self.sentence(f, beside=beside).rstrip(self.language.marks.full_stop)
            for f in verdict.findings
            if f.outcome == verdict.outcome
        )

    def listed(self, names: Iterable[str]) -> str:
        """Names between the mark of the language."""
        return listed(names, self.lang)

    def _join(self, parts: Iterable[str]) -> str:
        return sentences(filter(None, parts), self.lang)

    def day(self, value: Day | None) -> str:
        """A day, or nothing."""
        return "" if value is None else day(value, self.lang)

    def return_day(self, verdict: Verdict) -> str:
        """The first possible day in words: a date, at once when handed in or answered, or none yet."""
        if verdict.may_return_on is None:
            return say("rules.return-unknown", self.lang)
        if verdict.may_return_on > verdict.on.day or verdict.outcome == "deferred":
            return self.first_day(verdict)
        return say(f"rules.return-{verdict.outcome}", self.lang)

    def first_day(self, verdict: Verdict) -> str:
        """The first possible day; not before it, where it rests on a calendar nobody knows; nothing where none is."""
        said = self.day(verdict.may_return_on)
        return say("rules.not-before", self.lang, day=said) if verdict.doubt else said

    def headline(self, verdict: Verdict) -> str:
        """The verdict in one sentence."""
        return say(
            f"rules.headline-{verdict.outcome}", self.lang,
            reason=self.reason_line(verdict), day=self.return_day(verdict),
        )  # fmt: skip

    def says(self, verdict: Verdict) -> str:
        """The same without the day, where that stands beside it."""
        return say(f"rules.says-{verdict.outcome}", self.lang, reason=self.reason_line(verdict, beside=True))

    def measure_line(self, measure: Measure) -> str:
        """A measure with its days: 集中隔离医学观察 8月1日—8月8日."""
        ends = day(measure.ends, self.lang) if measure.ends is not None else say("rules.open-end", self.lang)
        return f"{self.measure(measure.kind)} {day(measure.starts, self.lang)}—{ends}"

    def tests_line(self, measure: Measure) -> str:
        """The test days of a measure, each with what became of it."""
        days = self.listed(
            say(
                "explain.test", self.lang, number=test.on - measure.anchor, day=day(test.on, self.lang),
                state=say(f"rules.test-{test.state}", self.lang),
            )
            for test in measure.tests
        )  # fmt: skip
        return say("explain.tests", self.lang, measure=self.measure(measure.kind), days=days) if days else ""

    def arithmetic_line(self, finding: Finding) -> str:
        """How the finding's dates were counted, in one line, with the standing of numbers that are not seen."""
        line = self._join(self.arithmetic(finding))
        standing = self.citing.unconfirmed(finding)
        return (
            say("explain.line-standing", self.lang, line=line, standing=standing)
            if line and standing
            else line
        )

    def school_day(self, verdict: Verdict) -> str:
        """What the calendar adds to the first possible day; nothing where school is open then, or nobody knows.

        Why it is not before that day, or the first day of school after it.
        """
        first, calendar = verdict.may_return_on, self.rules.calendar
        if first is None or calendar.public is None:
            return ""
        if verdict.doubt:
            return say(f"explain.doubt-{verdict.doubt}", self.lang, **self.facts({"return_day": first}))
        school = calendar.first_from(first)
        if school.day == first:
            return ""
        key = "explain.school-day-not-before" if school.doubt else "explain.school-day"
        return say(key, self.lang, **self.facts({"return_day": first, "school_day": school.day}))


_Written = Callable[[Explainer, str, Fact], Fact]


def _cut(text: str, lang: Lang) -> str:
    """The words of a cell, as many as a sentence has room for; the record has them all."""
    return text if len(text) <= _SHOWN else say("explain.cut", lang, text=text[:_SHOWN])


def _named(explain: Explainer, _: str, value: Fact) -> Fact:
    """Whom or what a sentence is about: where it was not filed, the sentence says so instead of leaving a hole."""
    return value or say("explain.not-named", explain.lang)


_WRITTEN: Mapping[str, _Written] = {
    # answers of an illness by their names
    **dict.fromkeys(
        ("lacks", "event", "paper", "asked"), lambda of, _, value: of.codes("illness.lacks", value)
    ),
    **dict.fromkeys(("place", "area", "city"), lambda of, _, value: of.place(str(value))),
    **dict.fromkeys(("level", "category", "colour", "measure", "unit"), Explainer.word),
    **dict.fromkeys(
        ("old_rule", "new_rule"), lambda of, _, value: of.rules.source.rule(str(value))[1].title[of.lang]
    ),
    **dict.fromkeys(("linked", "name", "post"), _named),
    "disease": Explainer.disease,
    "words": lambda of, _, value: _cut(str(value), of.lang),
    "why": lambda of, _, value: of.rules.source.carry(str(value)).clause.why[of.lang],
    "signs": lambda of, _, value: of.codes("rules.symptom", value),
    "symptoms": lambda of, _, value: of.codes("rules.symptom", value),
    "groups": lambda of, _, value: of.listed(codes_of(value)),
    "relation": lambda of, _, value: say("explain.relation", of.lang, relation=value) if value else "",
}
"""How a fact is written, by its name; one that is not here as it is."""


class _Facts(dict[str, Fact]):
    def __missing__(self, key: str) -> str:
        return ""
