"""Writing: a pack as TOML for the eye: its head, a screen for each rule, the examples apart; reading gives it back.

A pack is a folder of such files, or all of them one after another in one file: the text is the same.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

from schoolprep.rules.pack.anatomy import Tree, plain
from schoolprep.rules.pack.model import Pack
from schoolprep.rules.pack.source import EXAMPLES, HEAD, TRANSITIONS

_WIDE = 120
"""Columns a line may take before what it says is put on several; a Chinese character takes two."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_HEAD = (
    "id",
    "layer",
    "title",
    "since",
    "until",
    "note",
    "rules",
    "document",
    "sources",
    "retention",
    "lift",
)
_RULE_FIRST = ("kind", "id", "title", "replaces", "why")
_RULE_LAST = ("cites", "says", "variant", "example")
_OWN_TABLES = ("document", "sources", "retention", "says", "lift", "rule", "transition", "variant", "example")
"""What always stands under a heading of its own."""


def text(pack: Pack) -> str:
    """The pack as one file."""
    return "\n".join(files(pack).values())


def files(pack: Pack) -> dict[str, str]:
    """The pack as the files of a folder, by name, in the order in which one file would hold them."""
    return files_of(plain(pack))


def files_of(tree: Mapping[str, Tree]) -> dict[str, str]:
    """As `files`, of a pack as plain values."""
    rules: list[Tree] = tree["rule"]
    clauses: list[Tree] = tree.get("transition", [])
    head = {**tree, "rules": [rule["id"] for rule in rules]}
    found = {HEAD: _text({name: head[name] for name in _HEAD if name in head})}
    found |= {f"{rule['id']}.toml": _text({"rule": [_rule(rule)]}) for rule in rules}
    if clauses:
        found[TRANSITIONS] = _text({"transition": [_bare(one) for one in clauses]})
    proofs = {rule["id"]: {rule["id"]: list(_examples(rule))} for rule in rules}
    proofs["transitions"] = {one["of"]: one.get("example", []) for one in clauses}
    for name, proof in proofs.items():
        if any(proof.values()):
            found[f"{name}{EXAMPLES}"] = _text({"example": proof})
    return found


def _bare(tree: Mapping[str, Tree]) -> dict[str, Tree]:
    return {name: value for name, value in tree.items() if name != "example"}


def _rule(rule: Mapping[str, Tree]) -> dict[str, Tree]:
    """A rule without its examples: what it is, its parameters, its source, its sentences, its variants."""
    between = [name for name in rule if name not in (*_RULE_FIRST, *_RULE_LAST)]
    ordered = {name: rule[name] for name in (*_RULE_FIRST, *between, *_RULE_LAST[:-1]) if name in rule}
    return ordered | ({"variant": [_bare(one) for one in rule["variant"]]} if "variant" in rule else {})


def _examples(rule: Mapping[str, Tree]) -> Iterator[Tree]:
    """The examples of a rule, then those of each variant with its name."""
    yield from rule.get("example", ())
    for variant in rule.get("variant", ()):
        yield from ({"variant": variant["id"], **one} for one in variant.get("example", ()))


# ---------------------------------------------------------------- tables and lines


def _text(tree: Mapping[str, Tree]) -> str:
    return "\n".join(_table("", tree)).strip() + "\n"


def _table(path: str, tree: Mapping[str, Tree]) -> Iterator[str]:
    """The lines of a table: what stands in lines first, then the tables inside it."""
    below = [
        name for name, value in tree.items() if _is_deep(value) or (name in _OWN_TABLES and _is_table(value))
    ]
    for name, value in tree.items():
        if name not in below:
            yield from _lines(_key(name), value)
    for name in below:
        yield from _section(f"{path}{_key(name)}", tree[name])


def _section(path: str, value: Tree) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield f"\n[[{path}]]"
            yield from _table(f"{path}.", one)
    elif all(isinstance(one, list) and (not one or _is_table(one)) for one in value.values()):
        for (
            name,
            one,
        ) in value.items():  # nothing but lists of tables: each says by its own heading where it is
            yield from _section(f"{path}.{_key(name)}", one)
    else:
        yield f"\n[{path}]"
        yield from _table(f"{path}.", value)


def _is_table(value: Tree) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)
    )


def _is_deep(value: Tree) -> bool:
    """Whether a value holds a list of tables of which one does not stand in a line well."""
    if isinstance(value, Mapping):
        return any(map(_is_deep, value.values()))
    if not isinstance(value, list):
        return False
    tables = [one for one in value if isinstance(one, Mapping)]
    return any(_depth(one) > 2 or _width(value_text(one)) > _WIDE for one in tables)


def _depth(value: Tree) -> int:
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    nested = [_depth(one) for one in inner if isinstance(one, Mapping | list)]
    return (1 if isinstance(value, Mapping) else 0) + max(nested, default=0)


def _lines(name: str, value: Tree) -> Iterator[str]:
    """One key with its value: in one line where that reads well, else in several."""
    line = f"{name} = {value_text(value)}"
    if _width(line) <= _WIDE and (_depth(value) < 2 if isinstance(value, Mapping) else not _is_series(value)):
        yield line
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _lines(f"{name}.{_key(key)}", one)
    elif isinstance(value, list):
        yield f"{name} = ["
        yield from (f"  {value_text(one)}," for one in value)
        yield "]"
    elif isinstance(value, str):
        yield from _long(name, value)
    else:
        yield line


def _is_series(value: Tree) -> bool:
    return isinstance(value, list) and len(value) > 1 and any(isinstance(one, Mapping) for one in value)


def _long(name: str, value: str) -> Iterator[str]:
    """A long text over several lines, broken where a word or a sign ends."""
    pieces = re.findall(r"[!-~]+\s*|\s+|[^!-~\s]\s*", value)
    yield f'{name} = """'
    line = ""
    for piece in pieces:
        if line and _width(line + piece) > _WIDE - 10:
            yield json.dumps(line, ensure_ascii=False)[1:-1] + "\\"
            line = ""
        line += piece
    yield json.dumps(line, ensure_ascii=False)[1:-1] + '"""'


def _width(line: str) -> int:
    return len(line) + sum(unicodedata.east_asian_width(sign) in "WF" for sign in line)


def value_text(value: Tree) -> str:
    """A value in one line, as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(name)} = {value_text(one)}" for name, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(value_text, value))}]"
    return value.isoformat() if isinstance(value, date) else str(value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
