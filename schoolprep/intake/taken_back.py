"""Taken back: an answer that says of somebody who is ill on file that they are well, about the same day or sample.

A sheet of noon says nothing about the morning, and two sheets of one morning may both be right: which of them holds,
or whether it is a correction, is for a person to say. Until then what makes somebody worse stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from schoolprep.facts.blank import Blank, Field
from schoolprep.facts.mentions import HIGH
from schoolprep.facts.record import Answers, Value
from schoolprep.facts.unread import WITHOUT_FEVER

TAKEN_BACK = "taken-back"
"""Why such an answer waits (a code of `words/repairs.toml`)."""


def taken_back(blank: Blank, held: Answers, said: Answers) -> Iterator[str]:
    """The questions whose answers on file make somebody worse, and are answered better now."""
    if not blank.tells_of_wellbeing:
        return
    for name, new in said.items():
        old = held.get(name)
        if old is not None and old != new and _is_better(blank[name], old, new):
            yield name


def _is_better(field: Field, old: Value, new: Value) -> bool:
    if isinstance(old, list) and isinstance(new, list):
        return field.kind == "choices" and not set(old) <= set(new)
    if field.kind == "temperature":
        numbers = isinstance(old, int | float) and isinstance(new, int | float)
        return numbers and old >= WITHOUT_FEVER and new < min(old, HIGH)  # type: ignore[operator]  # numbers
    if field.kind == "choice":
        choices = {choice.code: choice for choice in field.choices}
        return old in choices and new in choices and choices[str(old)].ill and not choices[str(new)].ill
    return field.kind == "yes_no" and old is True and new is False
