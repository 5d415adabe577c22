"""Anatomy: what each rule kind is made of, declared in `kinds.toml`: branches with their facts, parameters with limits.

Lint reads here which sentences a rule must have; a school's own number is checked here before it is taken; the Excel
table takes its headings from here. A kind that is not declared has parameters all the same, without names and limits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from schoolprep.facts import toml
from schoolprep.facts.text import Inside, Same, Text, as_text
from schoolprep.facts.words import Phrase
from schoolprep.rules.pack.declared import Plain, Rule
from schoolprep.rules.pack.illness import ILLNESS_BRANCHES, IllnessRule, standard_says

COMMON = frozenset(field.name for field in msgspec.structs.fields(Rule)) | {"kind"}
"""What every rule says of itself; everything else of a rule is a parameter."""

Tree = Any
"""Declared data as plain values: mappings, lists, texts, numbers, truth values and dates."""


class Branch(Plain, frozen=True, kw_only=True):
    """One way a rule can speak, with the facts its sentence may name."""

    id: str
    facts: tuple[str, ...]
    only: Mapping[str, tuple[str, ...]] = {}
    with_: tuple[str, ...] = msgspec.field(default=(), name="with")
    without: tuple[str, ...] = ()
    among: Mapping[str, str] = {}
    rare: bool = False
    """Not every rule must show it by an example."""
    optional: bool = False
    """A rule may do without its sentence; another is said then."""


class Parameter(Plain, frozen=True, kw_only=True):
    """One parameter of a kind."""

    title: Text
    stricter: Literal["more", "less", ""] = ""
    """Which way is stricter; empty where it cannot be said in general."""
    reversed: Mapping[str, tuple[str, ...]] = {}
    """Rules (parameter: values) for which the other way is stricter."""
    unset: Literal["strictest", "loosest", ""] = ""
    """What a number means that is not given."""
    least: float | None = None
    most: float | None = None
    within: str = ""
    """The parameter above whose value this number makes no difference."""
    fixed: bool = False
    """A school cannot change it: it would be another rule."""


class Anatomy(Plain, frozen=True, kw_only=True):
    """One rule kind."""

    title: Text
    about: tuple[str, ...] = ()
    """The parameters that say what a rule is about: two rules with the same should agree in their numbers."""
    branch: tuple[Branch, ...]
    parameter: Mapping[str, Parameter]


@cache
def anatomies() -> Mapping[str, Anatomy]:
    """Every declared kind by its tag."""
    return msgspec.convert(
        toml.file(Path(__file__).with_name("kinds.toml")), dict[str, Anatomy], dec_hook=as_text
    )


def tag(rule: Rule) -> str:
    """The kind of a rule as packs write it."""
    return str(rule.__struct_config__.tag)


def plain(value: object) -> Tree:
    """Declared data as the plain values a file would hold: what is left at its default is left out."""
    if isinstance(value, msgspec.Struct):
        kind = value.__struct_config__.tag
        found: dict[str, Tree] = {} if kind is None else {str(value.__struct_config__.tag_field): kind}
        for field in msgspec.structs.fields(type(value)):
            own = _own_says(value) if field.name == "says" else getattr(value, field.name)
            default = field.default_factory() if callable(field.default_factory) else field.default
            if own != default or type(own) is not type(default):
                found[field.encode_name] = plain(own)
        return found
    if isinstance(value, Text):
        return value.declared()
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def _own_says(value: msgspec.Struct) -> Tree:
    """The sentences of a rule; of an illness those it says itself, not those made from its title and condition."""
    if not isinstance(value, IllnessRule):
        return getattr(value, "says", {})
    made = standard_says(value.title, value.condition, (*ILLNESS_BRANCHES, "none", "ask"))
    return {branch: told for branch, told in value.says.items() if made.get(branch) != told}


def parameters(rule: Rule) -> dict[str, Tree]:
    """A rule's parameters by their path (`stages.0.days`), defaults too; lists of plain values whole."""
    found: dict[str, Tree] = {}
    for field in msgspec.structs.fields(type(rule)):
        if field.encode_name not in COMMON:
            found |= _leaves(field.encode_name, plain(getattr(rule, field.name)))
    return found


def written(rule: Rule) -> dict[str, Tree]:
    """The parameters that the rule itself says, without those left at their default."""
    said = {name: value for name, value in plain(rule).items() if name not in COMMON}
    return {path: leaf for name, value in said.items() for path, leaf in _leaves(name, value).items()}


def _leaves(path: str, value: Tree) -> dict[str, Tree]:
    inner: Iterator[tuple[str, Tree]]
    if isinstance(value, dict) and value:
        inner = iter(value.items())
    elif isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        inner = ((str(at), one) for at, one in enumerate(value))
    else:
        return {path: value}
    return {name: leaf for key, one in inner for name, leaf in _leaves(f"{path}.{key}", one).items()}


def declared(kind: str, path: str) -> Parameter | None:
    """What is declared of the parameter at `path`, the most exact pattern first."""
    anatomy = anatomies().get(kind)
    fitting = [name for name in (anatomy.parameter if anatomy else ()) if fnmatchcase(path, name)]
    return anatomy.parameter[max(fitting, key=len)] if anatomy and fitting else None


def title(kind: str, path: str) -> Text:
    """What a parameter is called, with its places in lists counted from 1; its path where nobody named it."""
    known = declared(kind, path)
    places = [str(int(part) + 1) for part in path.split(".") if part.isdigit()]
    if known is None:
        return Same(path)
    if not places:
        return known.title
    at = ".".join(places)
    if path.startswith("stages."):
        return Phrase("rulebook.stage", at=at, title=Inside(known.title))
    return Phrase("rulebook.item", at=at, title=Inside(known.title))


def branches(rule: Rule) -> dict[str, Branch] | None:
    """The branches this rule can take; None for a kind nobody declared."""
    anatomy = anatomies().get(tag(rule))
    if anatomy is None:
        return None
    values = parameters(rule)
    return {one.id: one for one in anatomy.branch if _can_take(one, values)}


def _can_take(branch: Branch, values: Mapping[str, Tree]) -> bool:
    return (
        all(values.get(name) in among for name, among in branch.only.items())
        and all(_filled(name, values) for name in branch.with_)
        and not any(_filled(name, values) for name in branch.without)
        and all(word in (values.get(name) or ()) for name, word in branch.among.items())
    )


def _filled(pattern: str, values: Mapping[str, Tree]) -> bool:
    return any(bool(value) for path, value in values.items() if fnmatchcase(path, pattern))
