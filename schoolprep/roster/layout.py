"""Layout: what a roster shows and how it is printed, declared in TOML (`exports/layouts/*.toml`)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from schoolprep.facts import toml
from schoolprep.facts.blank import Blanks
from schoolprep.facts.headings import ColumnSaid
from schoolprep.facts.problem import CallError
from schoolprep.facts.text import Text, as_text
from schoolprep.loop.measure import TestState
from schoolprep.roster.column import DeclaredLayout, RosterColumn, written_out
from schoolprep.roster.items import SourceName
from schoolprep.roster.values import SOURCES, VALUES
from schoolprep.rules.outcome import Outcome

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

OrderName = Literal["unit", "name", "arrived", "starts", "due", "earliest"]


class Select(DeclaredLayout, frozen=True, kw_only=True):
    """Which rows are taken; empty: all."""

    outcomes: tuple[Outcome, ...] = ()
    states: tuple[TestState, ...] = ()
    """For `due_tests`: which states of a test."""


class Layout(DeclaredLayout, frozen=True, kw_only=True):
    """A declared roster; see the module."""

    id: str
    title: Text
    purpose: Text
    """What it is for, in one sentence, where a person chooses."""
    source: SourceName
    """What a row is: a person, one of their stays, one of their measures, one of their tests."""
    position: int
    """Place among the rosters where a person chooses."""
    select: Select = Select()
    group: Literal["class", ""] = ""
    """`class`: a sheet per class."""
    order: tuple[OrderName, ...] = ("unit", "name")
    landscape: bool = True
    frozen: int = 0
    """How many columns stay in sight when the sheet is scrolled sideways."""
    column: tuple[RosterColumn, ...]
    signature: tuple[Text, ...] = ()


Layouts = Mapping[str, Layout]


def load(folder: Traversable, blanks: Blanks) -> Layouts:
    """Every layout of a folder by id, in their order; `blanks` give the headings of the fields they show.

    Raises `CallError` naming the file and what is wrong in it.
    """
    try:
        found = toml.folder(Path(str(folder)))
    except toml.UnreadableToml as wrong:
        raise CallError("roster.layout-unreadable", file=wrong.file, why=wrong.why) from wrong
    layouts: dict[str, Layout] = {}
    for name, said in found.items():
        layout = _read(name, said, blanks)
        if layout.id in layouts:
            raise CallError("roster.layout-twice", file=name, layout=layout.id)
        layouts[layout.id] = layout
    return dict(sorted(layouts.items(), key=lambda item: (item[1].position, item[0])))


def _read(name: str, said: toml.TomlTree, blanks: Blanks) -> Layout:
    try:
        columns = [written_out(column, blanks) for column in said.get("column", ())]
        _check_known(name, columns)
        layout = msgspec.convert(said | {"column": columns}, Layout, dec_hook=as_text)
    except msgspec.ValidationError as wrong:
        raise CallError("roster.layout-unreadable", file=name, why=str(wrong)) from wrong
    for column in layout.column:
        if column.value.partition(".")[0] not in SOURCES[layout.source]:
            raise CallError("roster.value-elsewhere", file=name, value=column.value, source=layout.source)
    return layout


def _check_known(file: str, columns: list[ColumnSaid]) -> None:
    """Every column names a value that there is: what an unknown one lacks would be told first otherwise."""
    if not columns:
        raise CallError("roster.layout-unreadable", file=file, why="column")
    for column in columns:
        if (value := column.get("value", "")) not in VALUES:
            raise CallError("roster.value-unknown", file=file, value=str(value))
