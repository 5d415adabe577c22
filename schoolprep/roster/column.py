"""Column: how a value of a roster looks: as the value declares it (`facts.headings`), but for what a layout says."""

from __future__ import annotations

from typing import Literal

import msgspec

from schoolprep.facts import languages
from schoolprep.facts.blank import Blanks
from schoolprep.facts.headings import ColumnSaid, declared
from schoolprep.facts.text import Text
from schoolprep.roster.masks import MaskName


class DeclaredLayout(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Declared data: frozen, and an unknown key is a mistake."""


class RosterColumn(DeclaredLayout, frozen=True, kw_only=True):
    """One column of a layout."""

    value: str
    """Name in the registry (`schoolprep/roster/values/`)."""
    heading: Text
    over: tuple[Text, ...] = ()
    """The headings above its own, the uppermost first; neighbours that share them stand under one cell."""
    field: str = ""
    """`blank.field` that the value repeats as it was answered; empty where the program makes it."""
    width: float
    """In characters of the workbook's own font, as Excel counts them; a Chinese character takes about two."""
    align: Literal["left", "center", "right"] = "left"
    wrap: bool = False
    kind: Literal["text", "number", "date"] = "text"
    mask: MaskName | Literal[""] = ""
    """How it is hidden when the roster is drawn masked."""
    where_answered: bool = False
    """Drawn only where somebody on the roster has an answer."""
    toned: bool = False
    """Coloured by the row's verdict or, in a list of tests, by the state of the test."""


def written_out(column: str | ColumnSaid, blanks: Blanks) -> ColumnSaid:
    """A layout's column whole: the value's own declaration, with what the layout says instead.

    An unknown value comes back as it was written; whoever checks the layout says so.
    """
    said: ColumnSaid = {"value": column} if isinstance(column, str) else column
    whole = {**declared().get(said.get("value", ""), {}), **said}
    if "heading" not in whole and whole.get("field"):
        whole["heading"] = _of_field(whole["field"], blanks)
    return whole


def _of_field(target: str, blanks: Blanks) -> dict[str, str]:
    blank, _, name = target.partition(".")
    field = blanks[blank][name]
    return {lang: field.heading(lang) for lang in languages.beside()}
