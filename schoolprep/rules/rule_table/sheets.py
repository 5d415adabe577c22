"""Sheets: a pack as plain sheets: title, help, headings, paths and rows; `exports` dresses and writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from schoolprep.facts import languages
from schoolprep.facts.languages import Lang
from schoolprep.facts.words import catalogue, say
from schoolprep.rules.pack import Pack
from schoolprep.rules.pack.anatomy import Tree, anatomies, declared, plain, tag, title
from schoolprep.rules.rule_table.cells import EMPTY, RuleCell, flat

NUMBER = "#"
"""The path of the first column: the place of a rule in its pack, of an example in its rule."""
KEYS = ("rule", "branch", "variant", "of")
"""What an example, a variant or a transition belongs to."""
_TEXT: Tree = dict.fromkeys(languages.beside(), "")
_FRONT: Mapping[str, Tree] = {
    "id": "", "layer": "", "title": _TEXT, "since": "", "until": "",
    "document": {"title": _TEXT, "number": "", "issued": "", "published": "", "standing": _TEXT},
    "note": _TEXT,
}  # fmt: skip
"""What the first sheet asks for, filled in or not."""


class RuleColumn(NamedTuple):
    """One column."""

    heading: str
    path: str


class RuleSheet(NamedTuple):
    """One sheet; of the first (`across` False) each row is a heading, a path and a value."""

    name: str
    title: str
    help: str
    columns: tuple[RuleColumn, ...]
    rows: tuple[tuple[RuleCell | None, ...], ...]
    across: bool = True


def sheets(pack: Pack, lang: Lang) -> list[RuleSheet]:
    """The sheets of a pack. Raises `CallError` where a workbook cannot hold something of it."""
    tree = plain(pack)
    rules: Sequence[Tree] = tree.pop("rule", [])
    transitions: Sequence[Tree] = tree.pop("transition", [])
    lifts: Sequence[Tree] = tree.pop("lift", [])
    sources: Mapping[str, Tree] = tree.pop("sources", {})
    found = [_front(pack, tree, lang)]
    for kind in dict.fromkeys(tag(rule) for rule in pack.rule):
        own = [(at, one) for at, one in enumerate(rules, 1) if one["kind"] == kind]
        found.append(_kind_sheet(pack, kind, own, lang))
    found.append(_listed("sentences", pack, list(_sentences(rules)), lang))
    found.append(
        _listed("sources", pack, [_source(at, *one) for at, one in enumerate(sources.items(), 1)], lang)
    )
    found.append(_listed("examples", pack, list(_examples(rules, transitions)), lang))
    found.append(_listed("variants", pack, list(_variants(rules)), lang))
    found.append(
        _listed("transitions", pack, [_without(at, one) for at, one in enumerate(transitions, 1)], lang)
    )
    found.append(_listed("lifts", pack, [_without(at, one) for at, one in enumerate(lifts, 1)], lang))
    return [sheet for sheet in found if sheet.rows]


def _front(pack: Pack, tree: Tree, lang: Lang) -> RuleSheet:
    blanks = {path.removesuffix("[]"): "" for path in flat(_FRONT, lang)}
    filled = {path: None if cell == EMPTY else cell for path, cell in (blanks | flat(tree, lang)).items()}
    rows = [(_heading("", path, lang), path, cell or None) for path, cell in filled.items()]
    return RuleSheet(
        say("table.pack", lang), pack.title[lang], say("table.help-pack", lang),
        (RuleColumn(say("table.item", lang), "item"), RuleColumn(say("table.path", lang), "path"),
         RuleColumn(say("table.value", lang), "value")),
        tuple(rows), across=False,
    )  # fmt: skip


def _kind_sheet(pack: Pack, kind: str, rules: Sequence[tuple[int, Tree]], lang: Lang) -> RuleSheet:
    rows = [{NUMBER: at, **_plainly(rule)} for at, rule in rules]
    named = anatomies().get(kind)
    return _sheet(named.title[lang] if named else kind, pack, f"help-{kind}", rows, lang, kind=kind)


def _plainly(rule: Tree) -> Tree:
    return {name: value for name, value in rule.items() if name not in ("says", "example", "variant")}


def _listed(name: str, pack: Pack, rows: Sequence[Mapping[str, Tree]], lang: Lang) -> RuleSheet:
    return _sheet(say(f"table.{name}", lang), pack, f"help-{name}", rows, lang)


def _source(at: int, key: str, one: Tree) -> dict[str, Tree]:
    title = {"title": {"bare": one["title"]}} if isinstance(one["title"], str) else {}
    return {NUMBER: at, "key": key, **one, **title}


def _without(at: int, one: Tree) -> dict[str, Tree]:
    return {NUMBER: at, **{name: value for name, value in one.items() if name != "example"}}


def _sentences(rules: Sequence[Tree]) -> Iterator[dict[str, Tree]]:
    for rule in rules:
        for at, (branch, said) in enumerate(rule.get("says", {}).items(), 1):
            yield {NUMBER: at, "rule": rule["id"], "branch": branch, **said}


def _variants(rules: Sequence[Tree]) -> Iterator[dict[str, Tree]]:
    for rule in rules:
        for at, one in enumerate(rule.get("variant", ()), 1):
            yield {NUMBER: at, "rule": rule["id"]} | {
                name: value for name, value in one.items() if name != "example"
            }


def _examples(rules: Sequence[Tree], transitions: Sequence[Tree]) -> Iterator[dict[str, Tree]]:
    for rule in rules:
        own = {"rule": rule["id"]}
        yield from ({NUMBER: at, **own, **one} for at, one in enumerate(rule.get("example", ()), 1))
        for variant in rule.get("variant", ()):
            of = own | {"variant": variant["id"]}
            yield from ({NUMBER: at, **of, **one} for at, one in enumerate(variant.get("example", ()), 1))
    for clause in transitions:
        yield from (
            {NUMBER: at, "of": clause["of"], **one} for at, one in enumerate(clause.get("example", ()), 1)
        )


def _sheet(
    name: str, pack: Pack, help_: str, rows: Sequence[Mapping[str, Tree]], lang: Lang, *, kind: str = ""
) -> RuleSheet:
    cells = [flat(row, lang) for row in rows]
    paths = sorted({path for row in cells for path in row}, key=lambda path: _place(path, cells))
    text = f"table.{help_}" if f"table.{help_}" in catalogue() else "table.help-rules"
    return RuleSheet(
        name, f"{name} · {pack.title[lang]}", say(text, lang),
        tuple(RuleColumn(_heading(kind, path, lang), path) for path in paths),
        tuple(tuple(row.get(path) for path in paths) for row in cells),
    )  # fmt: skip


_ORDER = (
    NUMBER,
    "key",
    "kind",
    "id",
    *KEYS,
    "name",
    "title",
    "on",
    "records",
    "areas",
    "expect",
    "how",
    "to",
    "last",
)
_LATE = ("cites", "replaces", "why", "seen")


def _place(path: str, rows: Sequence[Mapping[str, RuleCell]]) -> tuple[object, ...]:
    """Where a column stands: what names a row first, then parameters in their order, words and source last."""
    first = re.split(r"[.\[{?]", path, maxsplit=1)[0]
    part = 0 if first in _ORDER else 2 if first in _LATE else 1
    within = _ORDER.index(first) if part == 0 else _LATE.index(first) if part == 2 else 0
    met = min(list(row).index(path) for row in rows if path in row)
    return part, within, [int(step) if step.isdigit() else 0 for step in path.split(".")][1:2], met, path


def _heading(kind: str, path: str, lang: Lang) -> str:
    """What a person reads over a column."""
    if path == NUMBER:
        return say("table.number", lang)
    bare = path.removesuffix("[]").removesuffix("{}").removesuffix("?")
    if kind and declared(kind, bare) is not None:
        ends = bare.rpartition(".")[2]
        return title(kind, bare)[lang] + (_rest(ends, lang) if ends in languages.beside() else "")
    first, _, rest = bare.partition(".")
    words = catalogue()
    for key in (
        bare,
        bare.rpartition(".")[0] if bare.rpartition(".")[2] in languages.beside() else bare,
        first,
    ):
        if f"table.of-{key.replace('.', '-')}" in words:
            said = say(f"table.of-{key.replace('.', '-')}", lang)
            return said + _rest(bare.removeprefix(key).strip("."), lang) if key != bare else said
    return bare if not rest else f"{first} {rest}"


def _rest(rest: str, lang: Lang) -> str:
    parts = [
        say(f"table.lang-{part}", lang) if part in languages.beside() else part
        for part in rest.split(".")
        if part
    ]
    return " " + " ".join(parts) if parts else ""
