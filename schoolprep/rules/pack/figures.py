"""Figures: the numbers and clauses of a rule that its sentences name, so that a school's own number is the one said."""

from __future__ import annotations

from schoolprep.facts.languages import Lang
from schoolprep.rules.pack.illness import IllnessRule
from schoolprep.rules.pack.model import AnyRule


def figures(rule: AnyRule) -> dict[str, int]:
    """By the name of their place in a sentence: `look_back`, and the days of each stage, `stage_1` the first."""
    back = getattr(rule, "look_back", None)
    stages = getattr(rule, "stages", ())
    found = {f"stage_{at}": stage.days for at, stage in enumerate(stages, 1)}
    return found | ({"look_back": back} if isinstance(back, int) else {})


def figured(sentence: str, rule: AnyRule, lang: Lang) -> str:
    """A sentence of a rule with its figures and all its clauses; the places of a person's own facts stay open."""
    said = {name: str(figure) for name, figure in figures(rule).items()}
    if isinstance(rule, IllnessRule):
        said |= {name: text[lang] for name, text in rule.clauses.items()}
    for name, text in said.items():
        sentence = sentence.replace(f"{{{name}}}", text)
    return sentence
