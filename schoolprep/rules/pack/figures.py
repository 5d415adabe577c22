"""Figures: the numbers of a rule that its sentences name, so that a school's own number is the one that is said."""

from __future__ import annotations

from schoolprep.rules.pack.model import AnyRule


def figures(rule: AnyRule) -> dict[str, int]:
    """By the name of their place in a sentence: `look_back`, and the days of each stage, `stage_1` the first."""
    back = getattr(rule, "look_back", None)
    stages = getattr(rule, "stages", ())
    found = {f"stage_{at}": stage.days for at, stage in enumerate(stages, 1)}
    return found | ({"look_back": back} if isinstance(back, int) else {})


def figured(sentence: str, rule: AnyRule) -> str:
    """A sentence of a rule with its figures; the places of a person's own facts stay open."""
    for name, figure in figures(rule).items():
        sentence = sentence.replace(f"{{{name}}}", str(figure))
    return sentence
