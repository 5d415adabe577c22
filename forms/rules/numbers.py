"""Numbers: what can be tried of the rules of a day: another number, a variant in use elsewhere, doing without."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from forms.words.tr import listed
from schoolprep.facts.text import Text
from schoolprep.rules.pack import AnyRule, InForce, Pack
from schoolprep.rules.pack.anatomy import Tree, declared, parameters, tag, title
from schoolprep.rules.pack.change import SCHOOL_PACKS, allowed, find
from schoolprep.rules.pack.declared import Variant

_BETWEEN = re.compile(r"[\s,;、，；/]+")


class Number(NamedTuple):
    """One number (or list of numbers) of a rule."""

    path: str
    title: Text
    now: Tree
    allowed: Text

    @property
    def written(self) -> str:
        """What it is now, as a person would type it; empty where it is not given."""
        if isinstance(self.now, list):
            return listed(map(str, self.now))
        return "" if self.now is None else f"{self.now:g}"


class Variety(NamedTuple):
    """A rule in force and what can be tried of it."""

    key: str
    """By which a change names it: for the school's own edition of a rule, that rule."""
    title: Text
    pack: Text
    numbers: tuple[Number, ...]
    variants: tuple[Variant, ...]


def varieties(source: InForce, packs: Mapping[str, Pack]) -> Iterator[Variety]:
    """What can be tried of the rules in force; the school's own have their numbers and the variants of the others."""
    for pack, rule in source.rules:
        if not pack.id.startswith(SCHOOL_PACKS):
            yield Variety(f"{pack.id}/{rule.id}", rule.title, pack.title, tuple(_numbers(rule)), rule.variant)
            continue
        changed, original = find(packs, rule.replaces)
        yield Variety(rule.replaces, rule.title, changed.title, tuple(_numbers(rule)), original.variant)


def _numbers(rule: AnyRule) -> Iterator[Number]:
    kind = tag(rule)
    for path, value in parameters(rule).items():
        known = declared(kind, path)
        if known is not None and not known.fixed and known.least is not None and known.most is not None:
            yield Number(path, title(kind, path), value, allowed(rule, path))


def typed(text: str, number: Number) -> str:
    """A number as a pack writes it, from what a person typed: full-width digits, a list with any mark between."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if isinstance(number.now, list):
        return f"[{', '.join(part for part in _BETWEEN.split(plain) if part)}]"
    return plain
