"""Outline: where the tables of a pack's text begin, so that what is wrong can be told with its line.

A value is found by its table's heading and then by its key below it, which is right for packs as people write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

_HEADING = re.compile(r"^[ \t]*(\[\[?)[ \t]*([^\[\]\n=]+?)[ \t]*\]\]?[ \t]*(?:#.*)?$", re.MULTILINE)
_WORD = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|([\w-]+)")
TreePath = tuple[str, ...]
"""Names and places in lists: `rule 3 variant 0`."""


class TableHead(NamedTuple):
    """One heading of a table, and how far what it holds reaches."""

    path: TreePath
    begin: int
    end: int
    own: int
    """Where the first table inside it begins."""


@lru_cache(2)
def headings(text: str) -> tuple[TableHead, ...]:
    """Every heading in its order."""
    found = [(path, at.start() + len(at[0]) - len(at[0].lstrip())) for path, at in _paths(text)]
    made: list[TableHead] = []
    begins = [begin for _, begin in found[1:]] + [len(text)]
    for place, (path, begin) in enumerate(found):
        end = next((at for other, at in found[place + 1 :] if other[: len(path)] != path), len(text))
        made.append(TableHead(path, begin, end, begins[place]))
    return tuple(made)


def _paths(text: str) -> Iterator[tuple[TreePath, re.Match[str]]]:
    """The headings as written, with the places in lists counted."""
    counts: dict[TreePath, int] = {}
    for written in _HEADING.finditer(text):
        names = [double or single or bare for double, single, bare in _WORD.findall(written[2])]
        path: TreePath = ()
        for at, name in enumerate(names, 1):
            path += (name,)
            if at == len(names) and written[1] == "[[":
                counts[path] = counts.get(path, 0) + 1
            if path in counts:
                path += (str(counts[path] - 1),)
        yield path, written


def line_at(text: str, place: int) -> int:
    """The line of a place in the text."""
    return text.count("\n", 0, place) + 1


def line_of(text: str, steps: Sequence[str], key: str = "") -> int:
    """The line in which the last step of a path (or `key`) is written, as near as looking for it comes."""
    known = [one for one in headings(text) if tuple(steps[: len(one.path)]) == one.path]
    nearest = max(known, key=lambda one: len(one.path), default=TableHead((), 0, len(text), len(text)))
    names = [
        step for step in (*steps[len(nearest.path) :], key) if step and not step.isdigit() and step != "..."
    ]
    place = nearest.begin
    for name in names:
        written = re.compile(rf"(?<![\w-])[\"']?{re.escape(name)}[\"']?\s*(?:=|\]|\.)")
        found = written.search(text, place, nearest.own) or written.search(text, place, nearest.end)
        place = found.start() if found else place
    return line_at(text, place)


def rule_at(text: str, rule: str) -> TreePath | None:
    """The path of a rule by its id; None where the text does not write it."""
    named = re.compile(rf"^\s*id\s*=\s*[\"']{re.escape(rule)}[\"']", re.MULTILINE)
    for one in headings(text):
        if one.path[:1] == ("rule",) and len(one.path) == 2 and named.search(text, one.begin, one.own):
            return one.path
    return None


def line_of_example(text: str, rule: str, name: str) -> int:
    """The line of an example by its Chinese name, of one rule or of any; 0 where it is not found."""
    own = rule_at(text, rule)
    for one in headings(text):
        whose = not rule or one.path[:2] == ("example", rule) or (own is not None and one.path[:2] == own)
        if whose and "example" in one.path and (place := text.find(f'"{name}"', one.begin, one.own)) >= 0:
            return line_at(text, place)
    return 0
