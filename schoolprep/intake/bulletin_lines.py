"""Bulletin lines: a pasted bulletin line by line, with what was made of each, so that both can be read side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.problem import Problem
from schoolprep.intake.bulletin import Bulletin
from schoolprep.intake.tables import shown

_YEAR = re.compile(r"\d{4}")


class Understood(NamedTuple):
    """One entry that a line gave, as words; `code` is empty where the place is not known for certain."""

    place: str
    code: str
    detail: str
    level: str
    since: str
    until: str
    asked: bool = False
    """Whether words of its sentence are left over: a person must say that it is so."""


class BulletinLine(NamedTuple):
    """One line of the text. Without entries and without `doubt` it said something for the lines below it."""

    file: str
    number: int
    text: str
    entries: tuple[Understood, ...]
    doubt: Problem | None = None


def lines_of(text: str, bulletin: Bulletin, divisions: Divisions) -> tuple[BulletinLine, ...]:
    """The lines of a text that are not empty, in their order."""
    table = bulletin.table
    found: dict[int, list[Understood]] = {}
    for row, number in zip(table.cells[2:], table.rows_at[2:], strict=True):
        found.setdefault(number, []).append(
            _understood(row, divisions)._replace(asked=tuple(row) in table.asked)
        )
    doubts: dict[int, Problem] = {}
    for notice in bulletin.left_out:
        if notice.cell:
            doubts.setdefault(int(notice.cell[1:]), notice.problem)
    for number in bulletin.passed:
        doubts.setdefault(number, Problem("intake.line-not-used", {"row": number}))
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            entries = tuple(found.get(number, ()))
            doubt = doubts.get(number) or _doubt(number, entries, no_day=table.as_of is None)
            lines.append(BulletinLine(table.file, number, line.strip(), entries, doubt))
    return tuple(lines)


def _understood(row: Sequence[Writing], divisions: Divisions) -> Understood:
    place, detail, level, since, until = map(shown, row[:5])
    match = divisions.resolve(place)
    return Understood(place, (match.code or "") if match.sure else "", detail, level, since, until)


def _doubt(number: int, entries: tuple[Understood, ...], *, no_day: bool) -> Problem | None:
    """What a person should look at in the entries of a line; without the day of the text a day needs its own year."""
    for entry in entries:
        if entry.asked or not entry.code:
            return Problem("intake.line-place-unsure", {"row": number, "place": entry.place})
        if not entry.since:
            return Problem("intake.line-no-day", {"row": number, "place": entry.place})
        if no_day and not _YEAR.match(entry.since):
            return Problem("intake.line-no-year", {"row": number, "day": entry.since})
    return None
