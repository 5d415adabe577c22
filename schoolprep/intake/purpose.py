"""Purpose: what a class sheet is filled in for, declared in TOML (`forms/grid/purposes/*.toml`).

It says which columns there are, which answers are fixed, and what may be said of everybody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from schoolprep.facts import toml
from schoolprep.facts.blank import Blank, Blanks, Field
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Value
from schoolprep.facts.text import Text, as_text

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class Calm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which answers of a column are nothing remarkable; any other sets its person apart from "all the others"."""

    of: str = ""
    """For a line: the question that is looked at."""
    no_fever: bool = False
    """A temperature below the one from which the rules in force count a fever."""
    among: tuple[str | bool, ...] = ()
    """These stored answers."""
    home: bool = False
    """Places in the school's own city, and none."""

    def holds(self, value: Value, region: str, fever: float | None) -> bool:
        """Whether a stored answer is one of them; `region` is the school's division code.

        `fever`: °C from which the rules in force count one; where none of them does (None), every temperature is
        looked at.
        """
        if self.home:
            return isinstance(value, list) and all(place.startswith(region[:4]) for place in value)
        if self.no_fever:
            if fever is None or isinstance(value, bool) or not isinstance(value, int | float):
                return False
            return value < fever
        return any(value == one for one in self.among)


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One form of each person that columns write into."""

    id: str
    blank: str
    given: Mapping[str, str] = {}
    """Answers that are fixed for the whole sheet; `{day}` is the day it is filled in for."""


class GridColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One column: one question of a form, or a whole form on one line."""

    slot: str
    title: Text
    help: Text
    width: int
    """Its share of the line: pixels where there is least room."""
    field: str = ""
    """The question; empty: a whole form on one line."""
    line: tuple[str, ...] = ()
    """The questions a line answers, in the order in which one would write them."""
    brief: tuple[str, ...] = ()
    """For a line: what of it stands in the cell; empty: all of it."""
    dated: tuple[str, ...] = ()
    """For a line: the first of these that is answered says when it was; what lies before the sheet's days is old."""
    none: Mapping[str, str] = {}
    """For a line: what 无 writes into the form; `{first}` and `{day}` are the sheet's days."""
    signs: Mapping[str, str] = {}
    """For a line: signs at its end and the word they stand for."""
    rest: str = ""
    """What "all the others" writes here; empty: nothing."""
    calm: Calm | None = None
    """Answers that set nobody apart; None: every answer does."""

    @property
    def id(self) -> str:
        """Its stable name: what was written is kept under it."""
        return f"{self.slot}.{self.field}" if self.field else self.slot

    @property
    def calm_of(self) -> str:
        """The question whose answer says whether the column is calm."""
        return self.calm.of if self.calm and self.calm.of else self.field


class Purpose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """See the module."""

    id: str
    order: int
    title: Text
    help: Text
    days: Literal["rules", "day"]
    """Which days 无 speaks of: as far back as the rules in force look, or the one day."""
    slot: tuple[Slot, ...]
    column: tuple[GridColumn, ...]

    def slot_of(self, column: GridColumn) -> Slot:
        """The form a column writes into."""
        return next(slot for slot in self.slot if slot.id == column.slot)

    def columns_of(self, slot: Slot) -> list[GridColumn]:
        """The columns that write into a form."""
        return [column for column in self.column if column.slot == slot.id]


Purposes = Mapping[str, Purpose]
NO_FORMS: Purposes = {}


def load(folder: Traversable, blanks: Blanks) -> Purposes:
    """Every purpose of a folder by id, in their order. Raises `CallError` naming what is wrong."""
    try:
        found = [_read(name, said, blanks) for name, said in toml.folder(Path(str(folder))).items()]
    except toml.UnreadableToml as wrong:
        raise CallError("blanks.unreadable", file=wrong.file, why=wrong.why) from wrong
    return {one.id: one for one in sorted(found, key=lambda one: one.order)}


def _read(name: str, said: toml.TomlTree, blanks: Blanks) -> Purpose:
    try:
        made = msgspec.convert(said, Purpose, dec_hook=as_text)
        for column in made.column:
            questions(column, blanks[made.slot_of(column).blank])
    except (msgspec.ValidationError, KeyError, StopIteration) as wrong:
        raise CallError("blanks.unreadable", file=name, why=str(wrong)) from wrong
    return made


def questions(column: GridColumn, blank: Blank) -> list[Field]:
    """The questions a column answers. Raises `KeyError` for one its form does not have."""
    return [blank[name] for name in ((column.field,) if column.field else column.line)]
