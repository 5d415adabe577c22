"""Template: the layout that a tool writes, declared: by which headings it is known, and what its own columns mean.

A file a tool (`templates/`); a school adds its own of the same form. Whatever a person said of a sheet, now or for an
earlier one, goes before it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from schoolprep.facts import toml
from schoolprep.facts.heading_words import heading_key
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import Problem
from schoolprep.facts.text import Text, as_text
from schoolprep.facts.traditional import simplified
from schoolprep.intake.tables import Table, shown

_FOLDER = Path(__file__).with_name("templates")
_EXAMPLE = "survey-site.toml"


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one tool writes."""

    title: Text
    """What it is called."""
    seen: str
    """Where its headings were seen, and how sure that is."""
    signs: tuple[str, ...]
    """Headings by which it is known, word for word but for width, case, blanks and writing of Chinese."""
    least: int = 2
    """So many of them must be there."""
    columns: dict[str, str] = {}
    """Heading → `blank.field`, or empty: it is understood and carries no answer."""
    given: dict[str, str] = {}
    """What each of its sheets gives once (`choices.GIVEN`, or `blank.field`) → the writing."""
    computed: tuple[str, ...] = ()
    """Headings under which the tool writes what it worked out itself: told, neither taken in nor listened to."""
    gone: dict[str, tuple[str, ...]] = {}
    """Heading → the words that say that the row is nobody of the school any more."""

    def targets(self, keys: Mapping[str, str]) -> dict[str, str]:
        """What it says of columns. `keys`: the key of each (`Heading.key`) → its heading."""
        known = {heading_key(heading): target for heading, target in self.columns.items()}
        return {key: known[heading_key(text)] for key, text in keys.items() if heading_key(text) in known}

    def works_out(self, heading: str) -> bool:
        """Whether a column holds what the tool worked out itself."""
        return heading_key(heading) in set(map(heading_key, self.computed))

    def without_gone(self, table: Table, body: int, heads: Sequence[tuple[int, str]]) -> Table:
        """The table with the rows told that are nobody's any more. `heads`: place and heading of each column."""
        words = {heading_key(heading): set(map(_plain, gone)) for heading, gone in self.gone.items()}
        places = [(at, words[heading_key(text)]) for at, text in heads if heading_key(text) in words]
        skipped = {
            row: Problem("intake.gone", {"row": table.row_number(row)})
            for row, cells in enumerate(table.cells[body:], body)
            for at, gone in places
            if at < len(cells) and _plain(cells[at]) in gone
        }
        return table._replace(skipped={**table.skipped, **skipped}) if skipped else table


Templates = Mapping[str, Template]
"""By their names."""


@cache
def load() -> Templates:
    """The program's own."""
    said = toml.folder(_FOLDER)
    return {
        name.removesuffix(".toml"): msgspec.convert(one, Template, dec_hook=as_text)
        for name, one in said.items()
    }


def example() -> str:
    """One of the program's own as its file says it: a beginning for whoever writes another."""
    return (_FOLDER / _EXAMPLE).read_text("utf-8")


def template_of(headings: Iterable[Writing], own: Templates) -> Template | None:
    """The template that a row of headings is written by: a school's own before the program's, most signs first."""
    there = {_plain(heading) for heading in headings if isinstance(heading, str)}
    found = [
        (name in own, signs, name)
        for name, (least, known) in {**_signs(), **{name: _known(one) for name, one in own.items()}}.items()
        if (signs := len(known & there)) >= least
    ]
    if not found:
        return None
    name = max(found)[2]
    return own.get(name) or load()[name]


@cache
def _signs() -> Mapping[str, tuple[int, frozenset[str]]]:
    return {name: _known(one) for name, one in load().items()}


def _known(template: Template) -> tuple[int, frozenset[str]]:
    return template.least, frozenset(map(_plain, template.signs))


def _plain(writing: Writing) -> str:
    return simplified("".join(unicodedata.normalize("NFKC", shown(writing)).split()).casefold())
