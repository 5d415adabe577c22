"""Columns: the nouns of a sheet that was understood, as matching makes them and reading uses them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from schoolprep.facts.blank import Blank
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import Problem
from schoolprep.facts.words import say, say_problem
from schoolprep.intake.choices import How
from schoolprep.intake.sources import AnswerSource, Cell, GivenOnce
from schoolprep.intake.tables import Table

WHO = ("document_type", "document_no", "number", "register_no", "name", "class_name", "birth_date")
"""The fields of the person's blank that say on any other sheet whom a row is about."""
SAYS_WHO = frozenset(WHO) - {"document_type", "name"}
"""Those that say beside a name who it is."""
WHO_FIRST = frozenset({"document_no", "number", "register_no", "name"})
"""On every sheet these columns name the person, whatever variants a blank's own fields claim (INTERFACE §2)."""


NoticePart = Literal["cell", "row", "column", "file"]
"""How much of a file a notice is about: a cell that was not taken does not mean that its row was not."""


class IntakeNotice(NamedTuple):
    """Something of a file that was not taken in, or that a person should know, and where it stands."""

    file: str
    sheet: str
    cell: str
    value: str
    problem: Problem
    part: NoticePart = "cell"

    def line(self, lang: Lang) -> str:
        """The notice in one line."""
        place = " ".join(filter(None, (self.sheet or self.file, self.cell)))
        return say("intake.line", lang, place=place, says=say_problem(self.problem, lang))


class SheetColumn(NamedTuple):
    """One answer that a sheet gives in every row, and where it stands; `field` is empty where unknown."""

    source: AnswerSource
    heading: str
    field: str
    who: bool = False
    """It says whom the row is about; it is no answer of this blank."""

    @property
    def at(self) -> int | None:
        """The place of its own column in the rows; None where the answer has none."""
        return self.source.at if isinstance(self.source, Cell) else None


class SheetLack(NamedTuple):
    """What a sheet would have to give once for all its rows (`choices.GIVEN`), and the field it answers."""

    name: str
    target: str
    column: SheetColumn | None = None
    """The column it is lacking for; None: each row as a whole."""


class HeardColumn(NamedTuple):
    """A column from which no answer is read that rules look at, and what stands over it (`overheard`)."""

    at: int
    heading: str


class HeardTitle(NamedTuple):
    """The title or name of a list that says of everybody on it that they are ill."""

    words: str
    cell: str
    """Empty where it is the name of the sheet or the file."""
    codes: frozenset[str]
    sure: bool
    """It says so of the people it names (发热学生名单); else it only speaks of an illness (流感)."""


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
    typed: bool = False
    """Its cells are read as typed on the screen: the program's own class form."""
    several: bool = False
    """A cell of names may hold several people (the triples of a morning check)."""
    doubled: tuple[SheetColumn, ...] = ()
    """The columns that cannot be told apart; what stands in them is not read."""
    waiting: tuple[SheetColumn, ...] = ()
    """The columns of which nobody knows yet which of several fields they are; `field` names them all."""
    category: GivenOnce | None = None
    """What the sheet says its people are, for those it adds."""
    lacks: tuple[SheetLack, ...] = ()
    """What is asked once for all its rows."""
    listens: bool = False
    """What is said beside the answers of a row is heard with these: of the blanks of one table only one listens."""
    heard: tuple[HeardColumn, ...] = ()
    titled: HeardTitle | None = None
    of_the_ill: bool = False
    """Its title, names or headings speak of its people's being ill or away: it is no list of who there is."""

    def address(self, column: SheetColumn, number: int) -> str:
        """The cell of an answer in the row a person sees as `number`: the first of several; its own if given once."""
        source = column.source
        if not isinstance(source, GivenOnce):
            return self.table.address(source.places[0], number)
        return self.table.address(source.at, self.table.row_number(source.row)) if source.row >= 0 else ""
