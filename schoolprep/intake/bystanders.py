"""Bystanders: who is named where nobody reads, beside words that speak of a sign or an illness (发热：王小明、李雪).

Sheets that are not taken in, and the lines around a table. Of everybody on file whose name stands there it is unread:
whom it means is for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from schoolprep.facts.blank import Blanks
from schoolprep.facts.mentions import Hearing, Mentions
from schoolprep.facts.record import Answers
from schoolprep.facts.unread import UnreadCell
from schoolprep.intake.overheard import asks_for_signs, kept_as, title_of
from schoolprep.intake.people import text
from schoolprep.intake.tables import Table, shown

_SHORTEST_NAME = 2


class UnclaimedRows(NamedTuple):
    """Rows of a table that nobody reads, as places in its cells."""

    table: Table
    rows: Sequence[int]
    whole: bool = False
    """It is not taken in at all."""
    columns: Mapping[int, str] | None = None
    """Only these columns, and what stands over each; None: all."""


class Bystander(NamedTuple):
    """Somebody named where nobody reads, and what is said there."""

    subject: str
    table: Table
    cell: UnreadCell


def bystanders(
    unclaimed: Iterable[UnclaimedRows], people: Mapping[str, Answers], blanks: Blanks
) -> Iterator[Bystander]:
    """Everybody on file who is named in such rows. `people`: by subject."""
    kept = kept_as(blanks)
    if kept is None:
        return
    blank, field = kept
    hearing = Hearing(blanks).of(field)
    names: dict[str, list[str]] = {}
    for one in unclaimed:
        for words, heard, address in _heard(one, hearing):
            names = names or _names(people)
            for subject in _named(heard, names):
                yield Bystander(subject, one.table, UnreadCell("", words, "", address, blank.id, heard=True))


def _heard(one: UnclaimedRows, hearing: Mentions) -> Iterator[tuple[str, str, str]]:
    """What speaks of a sign: its words, the text in which names are looked for, its address.

    On a sheet that is not taken in a row belongs together, and its title speaks of everybody under it; else a cell
    alone.
    """
    table = one.table
    title = title_of(table, 1, hearing) if one.whole else None
    for row in one.rows:
        cells = [shown(cell).strip() for cell in table.cells[row]]
        if one.whole:
            line = " ".join(filter(None, cells))
            if hearing.of(line):
                yield line, line, table.address(0, table.row_number(row))
            elif title is not None:
                yield title.words, line, title.cell
            continue
        for at, said in enumerate(cells):
            over = "" if one.columns is None else one.columns.get(at)
            if said and over is not None and (hearing.of(said) or asks_for_signs(over, hearing)):
                yield said, said, table.address(at, table.row_number(row))


def _names(people: Mapping[str, Answers]) -> dict[str, list[str]]:
    """Who bears each name; a single sign is no name to look for."""
    found: dict[str, list[str]] = {}
    for subject, answers in people.items():
        name = text(answers, "name").strip()
        if len(name) >= _SHORTEST_NAME:
            found.setdefault(name, []).append(subject)
    return found


def _named(said: str, names: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Everybody whose name stands in a text; of two that begin at one sign the longer one."""
    lengths = sorted(set(map(len, names)), reverse=True)
    at = 0
    while at < len(said):
        found = next((n for n in lengths if said[at : at + n] in names), 0)
        if found:
            yield from names[said[at : at + found]]
        at += found or 1
