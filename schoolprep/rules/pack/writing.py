"""Writing: a pack as the text of a TOML file; reading it gives the same pack."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date

from schoolprep.rules.pack.anatomy import Tree, plain
from schoolprep.rules.pack.model import Pack

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TABLES = ("document", "sources", "says")
"""What stands in a table of its own below its rule or pack; everything else in its line."""
_LISTS = ("lift", "rule", "transition", "example", "variant")


def text(pack: Pack) -> str:
    """The pack as TOML."""
    return "\n".join(_table("", plain(pack))).strip() + "\n"


def _table(path: str, tree: Mapping[str, Tree]) -> Iterator[str]:
    """The lines of a table: what stands in a line first, then the tables inside it."""
    below = [name for name in tree if name in _TABLES or (name in _LISTS and tree[name])]
    for name, value in tree.items():
        if name not in below:
            yield f"{_key(name)} = {value_text(value)}"
    for name in below:
        inner = f"{path}{name}"
        if name in _TABLES:
            yield f"\n[{inner}]"
            yield from (f"{_key(one)} = {value_text(value)}" for one, value in tree[name].items())
        for one in tree[name] if name in _LISTS else ():
            yield f"\n[[{inner}]]"
            yield from _table(f"{inner}.", one)


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
