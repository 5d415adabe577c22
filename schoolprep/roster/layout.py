"""Layout: what a roster shows and how it is printed, declared in TOML (`exports/layouts/*.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import Literal

import msgspec

from schoolprep.facts.blank import Both
from schoolprep.facts.problem import CallError
from schoolprep.loop.measure import TestState
from schoolprep.roster.items import SourceName
from schoolprep.roster.masks import MaskName
from schoolprep.roster.values import SOURCES, VALUES
from schoolprep.rules.outcome import Outcome

OrderName = Literal["unit", "name", "arrived", "starts", "due", "earliest"]


class _Plain(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Declared data: frozen, and an unknown key is a mistake."""


class RosterColumn(_Plain, frozen=True, kw_only=True):
    """One column."""

    heading: Both
    value: str
    """Name in the registry (`schoolprep/roster/values.py`)."""
    width: float
    """In characters of the workbook's own font, as Excel counts them; a Chinese character takes about two."""
    align: Literal["left", "center", "right"] = "left"
    wrap: bool = False
    kind: Literal["text", "number", "date"] = "text"
    mask: MaskName | Literal[""] = ""
    """How it is hidden when the roster is drawn masked."""
    toned: bool = False
    """Coloured by the row's verdict or, in a list of tests, by the state of the test."""


class Select(_Plain, frozen=True, kw_only=True):
    """Which rows are taken; empty: all."""

    outcomes: tuple[Outcome, ...] = ()
    states: tuple[TestState, ...] = ()
    """For `due_tests`: which states of a test."""


class Layout(_Plain, frozen=True, kw_only=True):
    """A declared roster; see the module."""

    id: str
    title: Both
    purpose: Both
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
    signature: tuple[Both, ...] = ()


Layouts = Mapping[str, Layout]


def load(folder: Traversable) -> Layouts:
    """Every layout of a folder by id, in their order.

    Raises `CallError` naming the file and what is wrong in it.
    """
    layouts: dict[str, Layout] = {}
    paths = sorted(
        (path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name
    )
    for path in paths:
        layout = _read(path)
        if layout.id in layouts:
            raise CallError("roster.layout-twice", file=path.name, layout=layout.id)
        layouts[layout.id] = layout
    return dict(sorted(layouts.items(), key=lambda item: (item[1].position, item[0])))


def _read(path: Traversable) -> Layout:
    try:
        layout = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Layout)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as wrong:
        raise CallError("roster.layout-unreadable", file=path.name, why=str(wrong)) from wrong
    offered = SOURCES[layout.source]
    for column in layout.column:
        if column.value not in VALUES:
            raise CallError("roster.value-unknown", file=path.name, value=column.value)
        if column.value.partition(".")[0] not in offered:
            raise CallError(
                "roster.value-elsewhere", file=path.name, value=column.value, source=layout.source
            )
    if not layout.column:
        raise CallError("roster.layout-unreadable", file=path.name, why="column")
    return layout
