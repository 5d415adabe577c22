"""Blank: a form before anyone has written on it, declared in TOML (`forms/blanks/*.toml`).

The file says which fields there are, of what kind, how they are called in both languages, under which headings
Excel sheets know them, and when they are asked. Screen, intake, class grid and empty workbook are made from it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import Literal

import msgspec

from schoolprep.problem import CallError

KindName = Literal[
    "text", "name", "identity", "phone", "date", "moment", "temperature", "yes_no",
    "choice", "choices", "place", "places", "class", "number",
]  # fmt: skip


class Both(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in both languages."""

    zh: str
    en: str

    def __getitem__(self, lang: str) -> str:
        """The text in `lang`; Chinese where the language is not ours."""
        return self.en if lang == "en" else self.zh


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer of a choice: its stored code, its two labels, other spellings met in sheets."""

    code: str
    zh: str
    en: str
    also: tuple[str, ...] = ()


class AskIf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The field is asked only while another field has one of these stored answers."""

    field: str
    among: tuple[str | bool, ...]


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question of a blank."""

    name: str
    kind: KindName
    headings: tuple[str, ...]
    """The canonical heading first (INTERFACE §2), then the variants met in real sheets."""
    label: Both
    help: Both
    required: bool = False
    """Whether a record cannot be finished without it."""
    ask_if: AskIf | None = None
    choices: tuple[Choice, ...] = ()
    none_word: str = ""
    """For `choices` and `places`: the word that says "none of them" and gives an empty list (无)."""
    yes_words: tuple[str, ...] = ()
    """For `yes_no`: words beyond the usual ones (已交, 有)."""
    no_words: tuple[str, ...] = ()
    default_of: str = ""
    """For `identity`: the field that names the document's type."""


class Blank(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A declared form; see the module."""

    id: str
    sheet: str
    """The sheet name in the canonical workbook."""
    title: Both
    help: Both
    field: tuple[Field, ...]
    order: int
    """Place among the blanks on the screen and in the workbook."""
    about: Literal["person", "area"] = "person"
    many: bool = True
    """False: one current record a subject (the person's own blank)."""
    key: tuple[str, ...] = ()
    """The fields that make two rows the same statement: a re-sent row with these equal changes the old record."""
    any_of: tuple[tuple[str, ...], ...] = ()
    """Besides the required ones: at least one of these groups must be answered whole."""
    ignored: tuple[str, ...] = ()
    """Headings that are understood and carry no answer (序号)."""

    def __getitem__(self, name: str) -> Field:
        """The field of that name; raises `KeyError`."""
        for field in self.field:
            if field.name == name:
                return field
        raise KeyError(name)


Blanks = Mapping[str, Blank]


def load(folder: Traversable) -> Blanks:
    """Every blank of a folder by id, in their order. Raises `CallError` naming file and place of what is wrong."""
    blanks = [_read(path) for path in folder.iterdir() if path.name.endswith(".toml")]
    return {blank.id: blank for blank in sorted(blanks, key=lambda blank: blank.order)}


def _read(path: Traversable) -> Blank:
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Blank)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as wrong:
        raise CallError("blanks.unreadable", file=path.name, why=str(wrong)) from wrong
