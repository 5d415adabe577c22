"""Numbers: which numbers the rules of a day have, what they are called and may be, and how a person types one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from schoolprep.blank import Both
from schoolprep.pack import AnyRule, InForce
from schoolprep.pack.anatomy import Tree, declared, parameters, tag, title
from schoolprep.pack.change import SCHOOL, allowed

_BETWEEN = re.compile(r"[\s,;、，；/]+")


class Number(NamedTuple):
    """One number (or list of numbers) of a rule."""

    path: str
    title: Both
    now: Tree
    allowed: str

    @property
    def written(self) -> str:
        """What it is now, as a person would type it; empty where it is not given."""
        if isinstance(self.now, list):
            return "、".join(map(str, self.now))
        return "" if self.now is None else f"{self.now:g}"


class Numbered(NamedTuple):
    """A rule in force that has numbers."""

    key: str
    """By which a change names it: for the school's own edition of a rule, that rule."""
    title: Both
    pack: Both
    numbers: tuple[Number, ...]


def numbered(source: InForce) -> Iterator[Numbered]:
    """The rules in force that have numbers, in the order they are asked."""
    for pack, rule in source.rules:
        found = tuple(_numbers(rule))
        if found:
            key = rule.replaces if pack.id.startswith(SCHOOL) else f"{pack.id}/{rule.id}"
            yield Numbered(key, rule.title, pack.title, found)


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
