"""Varying: a rule with one of its variants in place of its own numbers; the one way a variant is applied."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec import structs

from schoolprep.facts.problem import CallError
from schoolprep.facts.text import as_text
from schoolprep.rules.pack.declared import Rule, Variant
from schoolprep.rules.pack.illness import ILLNESS_BRANCHES, IllnessRule, standard_says

FIXED = frozenset({"id", "kind", "example", "variant", "cites", "replaces", "why"})
"""What a variant cannot change by its `change`: source and examples it brings itself."""
AnyKind = TypeVar("AnyKind", bound=Rule)


def varied(rule: AnyKind, variant: Variant) -> AnyKind:
    """The rule as it reads with `variant`: its parameters, source and examples. Raises `CallError`.

    An illness rule makes its sentences anew where the variant words the condition anew; sentences of its own stay.
    """
    if wrong := FIXED & set(variant.change):
        raise CallError("rules.bad-variant", rule=rule.id, variant=variant.id, why=", ".join(sorted(wrong)))
    data: dict[str, Any] = structs.asdict(rule)
    if isinstance(rule, IllnessRule):
        standing = standard_says(rule.title, rule.condition, (*ILLNESS_BRANCHES, "none", "ask"))
        data["says"] = {
            name: told for name, told in data["says"].items() if standing.get(name) != rule.says[name]
        }
        if "condition" in variant.change:
            data["clauses"] = {}  # they were parts of the other words
    data |= dict(variant.change) | {"variant": (), "cites": variant.cites, "example": variant.example}
    try:
        return msgspec.convert(data, type(rule), dec_hook=as_text)
    except msgspec.ValidationError as wrong_type:
        raise CallError(
            "rules.bad-variant", rule=rule.id, variant=variant.id, why=str(wrong_type)
        ) from wrong_type
