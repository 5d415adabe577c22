"""Wording: what a rule of any kind says, for the eye: a sentence that sums it up, its stages, its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from forms.rules.condition import ConditionLine, told
from forms.words.tr import lang, say
from schoolprep.rules.pack import AnyRule, Cluster, Exposure, IllnessRule, Proof, Screening, Testing
from schoolprep.rules.pack.anatomy import Tree, declared, parameters, tag, title, written
from schoolprep.rules.pack.figures import figured
from schoolprep.rules.pack.speaking import spoken

_PLACE = re.compile(r"\{(\w+)\}")
"""A place in a rule's sentence that the person's own facts fill."""
Cells = tuple[str, ...]

_ELSEWHERE = ("stages*", "condition*", "clauses*", "until*", "similar*", "tell*")
"""What has a table, a tree or a sentence of its own."""
_ALWAYS = ("outcome", "missing", "calendar")
"""What is told also where the rule leaves it at its default."""
_SUMMED: dict[str, tuple[str, ...]] = {
    "proof": ("n", "unit", "basis"),
    "screening": ("count", "within_days", "gap_hours"),
    "testing": ("tests", "days"),
    "cluster": ("cases", "days", "within", "share", "groups"),
}
"""What the sentence at the head says already, by kind."""


class WordedTable(NamedTuple):
    """A small table: headings, and rows of as many cells."""

    heads: Cells
    rows: tuple[Cells, ...]


class WordedRule(NamedTuple):
    """A rule in words."""

    lead: str
    """The rule in one sentence, where its kind has one."""
    sheet: WordedTable | None
    """The stages of an exposure, what a cluster counts as the same."""
    tree: tuple[ConditionLine, ...]
    """The conditions of an illness."""
    lines: tuple[tuple[str, str], ...]
    """Title and value of every other parameter."""


def said(rule: AnyRule) -> WordedRule:
    """A rule in the words of the reader's language."""
    until = rule.until if isinstance(rule, IllnessRule) else None
    return WordedRule(_lead(rule), _sheet(rule), tuple(told(until) if until else ()), tuple(_lines(rule)))


def placed(sentence: str, rule: AnyRule) -> str:
    """A sentence of a rule with its figures, and the names of what a person's own facts fill: 〔离开日〕."""
    return _PLACE.sub(_named, figured(sentence, rule, lang())).replace("{{", "{").replace("}}", "}")


def _named(place: re.Match[str]) -> str:
    """A fact by its name; a pack from outside may name one that no rule gives."""
    try:
        return say("rulespage.place", what=say(f"rulespage.p_{place[1]}"))
    except KeyError:
        return say("rulespage.place", what=place[1])


def value(rule: AnyRule, path: str, of: Tree) -> str:
    """A parameter's value in the reader's language."""
    return spoken(of, path, tag(rule))[lang()]


def called(rule: AnyRule, path: str) -> str:
    """What a parameter is called in the reader's language, with a capital where it begins a line."""
    return _sentence(title(tag(rule), path)[lang()])


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lines(rule: AnyRule) -> Iterator[tuple[str, str]]:
    own, kind = written(rule), tag(rule)
    for path, one in parameters(rule).items():
        elsewhere = any(fnmatchcase(path, pattern) for pattern in _ELSEWHERE) or path in _SUMMED.get(kind, ())
        if elsewhere or declared(kind, path) is None or one in (None, []):
            continue
        if path in own or path in _ALWAYS or (path.startswith("anchor") and _staged(rule)):
            yield called(rule, path), value(rule, path, one)


def _staged(rule: AnyRule) -> bool:
    return isinstance(rule, Exposure) and bool(rule.stages)


def _lead(rule: AnyRule) -> str:
    if isinstance(rule, Proof):
        unit, basis = value(rule, "unit", rule.unit), value(rule, "basis", rule.basis)
        return say("rulespage.proof", n=rule.n, unit=unit, basis=basis)
    if isinstance(rule, Screening):
        text = say("rulespage.screening", count=rule.count, days=rule.within_days)
        return text + (say("rulespage.gap", n=rule.gap_hours) if rule.gap_hours else "")
    if isinstance(rule, Testing):
        key = "rulespage.frequency_day" if rule.days == 1 else "rulespage.frequency"
        return say(key, tests=rule.tests, days=rule.days)
    if isinstance(rule, Cluster):
        return _cluster(rule)
    return _sentence(placed(rule.condition[lang()], rule)) if isinstance(rule, IllnessRule) else ""


def _cluster(rule: Cluster) -> str:
    within = value(rule, "within", list(rule.within))
    if rule.share is not None:
        text = say("rulespage.cluster_share", share=rule.share, within=within, days=rule.days)
    else:
        text = say("rulespage.cluster", cases=rule.cases, within=within, days=rule.days)
    if rule.groups > 1:
        text += say("rulespage.cluster_groups", n=rule.groups)
    return f"{text} {say('rulespage.cluster_tell', tell=rule.tell[lang()])}"


def _sheet(rule: AnyRule) -> WordedTable | None:
    if isinstance(rule, Exposure) and rule.stages:
        return _stages(rule)
    if isinstance(rule, Cluster):
        return _similar(rule)
    return None


def _stages(rule: Exposure) -> WordedTable:
    """A row a stage; the columns about home only where a stage says something of it."""
    homes = [
        name
        for name in ("if_home_impossible", "if_home_assessed")
        if any(getattr(one, name) for one in rule.stages)
    ]
    names = ("kind", "days", "tests", *homes)
    heads = tuple(_bare(rule, f"stages.*.{name}") for name in names)
    rows = (tuple(value(rule, name, _plain(getattr(one, name))) for name in names) for one in rule.stages)
    return WordedTable(("", *heads), tuple((str(at), *row) for at, row in enumerate(rows, 1)))


def _similar(rule: Cluster) -> WordedTable:
    names = tuple(
        name for name in ("diseases", "symptoms", "fever", "and_symptoms")
        if any(getattr(one, name) for one in rule.similar)
    )  # fmt: skip
    heads = (say("rulespage.similar"), *(_bare(rule, f"similar.*.{name}") for name in names))
    rows = (
        (one.name[lang()], *(value(rule, name, _plain(getattr(one, name))) for name in names))
        for one in rule.similar
    )
    return WordedTable(heads, tuple(rows))


def _bare(rule: AnyRule, pattern: str) -> str:
    known = declared(tag(rule), pattern)
    return known.title[lang()] if known else pattern


def _plain(of: Tree) -> Tree:
    return list(of) if isinstance(of, tuple) else of
