"""Speaking: a parameter's value as a person reads it: the words of the catalogue for its codes, by where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from schoolprep.facts.problem import Series
from schoolprep.facts.text import Same, Text
from schoolprep.facts.words import catalogue
from schoolprep.rules.pack.anatomy import Tree

_FAMILIES: Mapping[str, str] = {
    "levels": "rules.level-", "categories": "rules.category-", "ended_by": "rules.category-",
    "reclassified": "rules.category-", "colours": "rules.colour-", "unit": "rules.unit-", "outcome": "rules.outcome-",
    "missing": "rules.outcome-", "refused": "rules.outcome-", "symptoms": "rules.symptom-",
    "and_symptoms": "rules.symptom-", "mild": "rules.symptom-", "endless": "rules.measure-",
    "if_home_impossible": "rules.measure-",
    "if_home_assessed": "rules.measure-", "kind": "rules.measure-", "diseases": "diseases.", "of": "rules.of-",
    "anchor": "rules.anchor-", "basis": "rules.basis-", "calendar": "rules.calendar-", "within": "rules.within-",
    "beyond": "rules.within-", "fields": "rules.field-", "after": "illness.lacks-", "the_later": "illness.lacks-",
    "the_earlier": "illness.lacks-", "document": "illness.lacks-", "assessed": "illness.lacks-",
    "when": "illness.lacks-",
}  # fmt: skip
"""The beginning of the keys that word a parameter's codes, by the last name of its path."""
_OF_KINDS: Mapping[tuple[str, str], str] = {("testing", "categories"): "rules.role-"}
"""Where a kind of rule means something else by a name."""


def codes(path: str, kind: str = "") -> tuple[str, ...]:
    """The codes that have a word where a parameter stands; none where it takes plain text or numbers."""
    family = _family(path, kind)
    return tuple(key.removeprefix(family) for key in catalogue() if family and key.startswith(family))


def spoken(value: Tree, path: str = "", kind: str = "") -> Text:
    """A parameter's value in words; a code nobody worded stays as it is."""
    return _spoken(value, _family(path, kind))


def _family(path: str, kind: str) -> str:
    names = [name for name in path.split(".") if not name.isdigit()]
    last = names[-1] if names else ""
    return _OF_KINDS.get((kind, last)) or _FAMILIES.get(last, "")


def _spoken(value: Tree, family: str) -> Text:
    if isinstance(value, list | tuple):
        return Series((_spoken(one, family) for one in value), nothing="—")
    if isinstance(value, bool):
        return catalogue()["rulebook.yes" if value else "rulebook.no"]
    if value is None:
        return Same("—")
    if isinstance(value, str) and (words := catalogue().get(f"{family}{value}")):
        return words
    if isinstance(value, float):
        return Same(f"{value:g}" if value != round(value) else f"{value:.1f}")
    return Same(value.isoformat() if isinstance(value, date) else str(value))
