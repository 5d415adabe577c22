"""Headings: what stands over a column of any sheet and which value it means, whoever made the sheet.

The values are declared in `values.toml`: under a heading of their own, or under those of the blank's field they repeat.
What leaves on a roster, what comes back on one and what a template asks for are called by these words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from schoolprep.facts import toml
from schoolprep.facts.blank import Blanks
from schoolprep.facts.heading_words import heading_key

ColumnSaid = Mapping[str, Any]
"""What a value or a layout says of a column, as written."""


@cache
def declared() -> Mapping[str, ColumnSaid]:
    """What each value says of its column, by name (`person.document`)."""
    families = toml.file(Path(__file__).with_name("values.toml"))
    return {f"{family}.{name}": said for family, values in families.items() for name, said in values.items()}


def headings(blanks: Blanks) -> Iterator[tuple[str, str]]:
    """Every heading a value is known by, with the value's name: its own, and those of the field it repeats."""
    for name, said in declared().items():
        yield from ((text, name) for text in said.get("heading", {}).values())
        if target := said.get("field"):
            blank, _, field = target.partition(".")
            yield from ((text, name) for text in blanks[blank][field].headings)


def computed() -> frozenset[str]:
    """`heading_key` of every heading under which the program writes what it found out itself (判定, 算式).

    A sheet that brings one of them back says nothing by it: what was answered stands under other headings.
    """
    return frozenset(
        heading_key(text)
        for said in declared().values()
        if "field" not in said
        for text in said.get("heading", {}).values()
    )
