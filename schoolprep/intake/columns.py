"""Columns: the nouns of a sheet that was understood, as matching makes them and reading uses them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from schoolprep.facts.blank import Blank
from schoolprep.facts.problem import Problem
from schoolprep.facts.words import Lang, say, say_problem
from schoolprep.intake.choices import How
from schoolprep.intake.layout import Told
from schoolprep.intake.tables import Table

WHO = ("document_type", "document_no", "name", "class_name", "birth_date")
"""The fields of the person's blank that say on any other sheet whom a row is about."""
WHO_FIRST = frozenset({"document_no", "name"})
"""On every sheet these columns name the person, whatever variants a blank's own fields claim (INTERFACE §2)."""


BARE_CLASS = re.compile(r"\(?(\d{1,2}|[一二三四五六七八九十]{1,3})\)?班?")
"""A class that does not say its grade."""


class IntakeNotice(NamedTuple):
    """Something of a file that was not taken in, or that a person should know, and where it stands."""

    file: str
    sheet: str
    cell: str
    value: str
    problem: Problem

    def line(self, lang: Lang) -> str:
        """The notice in one line."""
        place = " ".join(filter(None, (self.sheet or self.file, self.cell)))
        return say("intake.line", lang, place=place, says=say_problem(self.problem, lang))


class Made(NamedTuple):
    """An answer made of several cells: `words` of those that say yes; or of one that asks the opposite."""

    sources: tuple[int, ...]
    words: tuple[str, ...]
    """One for each source. Empty where the one source asks the opposite: its no is then `yes`."""
    yes: str = ""
    none: str = ""
    """The answer where every source says no; empty: none is given."""
    joined: bool = False
    """The sources are a class without its grade (1班) and the grade beside it."""
    clock: bool = False
    """The sources are a day and the time of that day in a column of its own."""
    place: bool = False
    """The sources are province, city, county and town of one place."""


class SheetColumn(NamedTuple):
    """One column of a sheet as it was understood: `at` is its place in the rows, `field` empty where unknown."""

    at: int
    heading: str
    field: str
    who: bool = False
    """It says whom the row is about; it is no answer of this blank."""
    told: Told | None = None
    """It is no column: the sheet gives this answer once for all rows. `at` lies behind the cells of a row then."""
    made: Made | None = None
    """It is no column: the answer is made of other cells, and stands where the first of them stands."""


class Matched(NamedTuple):
    """A blank that a sheet answers, and its columns. `body` is the index of the first row under the header."""

    table: Table
    blank: Blank
    columns: tuple[SheetColumn, ...]
    body: int
    filled_on: date | None
    notices: tuple[IntakeNotice, ...]
    """Headings that nobody knows."""
    refused: tuple[IntakeNotice, ...]
    """Columns that cannot be told apart."""
    book_filled_on: date | None = None
    """Where the sheet does not say when it was filled in: the day the other sheets of its file say."""
    how: Mapping[str, How] = {}
    """Field → what its column does to answers on file, where a person chose otherwise than usual."""
    own: tuple[int, ...] = ()
    """The cells of which one must be written for a row to be about anybody here: those of one block side by side."""
    several: bool = False
    """A cell of names may hold several people (the triples of a morning check)."""

    def address(self, column: SheetColumn, number: int) -> str:
        """The cell of a column in the row a person sees as `number`; of an answer the sheet gives once, its own."""
        if column.made is not None:
            return self.table.address(column.made.sources[0], number)
        if column.told is None:
            return self.table.address(column.at, number)
        told = column.told
        return self.table.address(told.at, self.table.row_number(told.row)) if told.row >= 0 else ""
