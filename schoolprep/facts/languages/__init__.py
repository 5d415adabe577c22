"""Languages: what a language is, as data: its name, its marks, its dates, and the texts it gives for those of another.

A language is a declaration here (`zh.toml`); one whose texts do not stand beside the Chinese wherever a text is
declared also has a catalogue (`zh-TW.tsv`): a line for each text of its fallback and what it says instead, made by
`tools/make_language.py`. Nothing of a language is read before somebody asks in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path

import msgspec

from schoolprep.facts import toml

Lang = str
"""The code of a declared language: zh, en, zh-TW."""
MOTHER_TONGUE: Lang = "zh"
"""The language sentences are first written in, and what is written down to be read again."""

_HERE = Path(__file__).parent
_ESCAPED = (("\\n", "\n"), ("\\t", "\t"))


class Marks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands between names, parts and sentences."""

    listed: str
    """Between names (甲、乙)."""
    clauses: str
    """Between the parts of one sentence."""
    sentences: str
    """Between sentences of one line."""
    full_stop: str
    after: str
    """Behind a sentence that another follows."""
    says: str
    """Between a name and what is said of it."""
    remark: str
    """Around a remark: a place `{}` in its brackets."""
    columns: str
    """Between parts of one line that belong to different matters."""
    wide: str
    """A space wider than that between words."""


class DateForms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How days are written: format strings with `year`, `month`, `day` (numbers) and `name` (of the month)."""

    day: str
    full_day: str
    month: str
    number: str
    moment: str
    """Of a written `day`, its `weekday` and a `time`."""
    weekdays: tuple[str, ...]
    """From Monday."""
    months: tuple[str, ...] = ("",) * 12


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True, kw_only=True):
    """One language; see the module."""

    code: Lang
    name: str
    """What it calls itself."""
    systems: tuple[str, ...]
    """How computers name it (zh, en): the beginning of a locale, in small letters."""
    qt: str
    """The locale by which Qt knows its own words, and names of months and days."""
    marks: Marks
    dates: DateForms
    beside: bool = False
    """Whether its texts stand in every declaration; what leaves as JSON says these languages."""
    fallback: Lang = ""
    """The language that speaks where a text is missing, and whose texts its catalogue is a catalogue of."""
    latin: bool = False
    """Whether headings, yes and none are those in Latin letters, and words stand apart."""
    lowers: bool = False
    """Whether a title loses its capital inside a sentence."""

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The catalogue: what stands for a text of the fallback."""
        path = _HERE / f"{self.code}.tsv"
        if self.beside or not path.is_file():
            return {}
        pairs = (line.split("\t") for line in path.read_text("utf-8").splitlines() if line)
        return {_unescaped(source): _unescaped(text) for source, text in pairs if text}

    def of_day(self, day: date) -> dict[str, int | str]:
        """What the forms of `dates` ask of a day."""
        return {
            "year": day.year,
            "month": day.month,
            "day": day.day,
            "name": self.dates.months[day.month - 1],
        }

    def text(self, written: Mapping[Lang, str]) -> str:
        """A text in this language: as written in it, by its catalogue, else as its fallback says it."""
        if self.code in written:
            return written[self.code]
        if not self.fallback:
            return next(iter(written.values()), "")
        said = of(self.fallback).text(written)
        return self.texts.get(said, said)


@cache
def known() -> tuple[Lang, ...]:
    """The codes of every declared language, those whose texts stand in the declarations first."""
    codes = (name.removesuffix(".toml") for name in _declared())
    return tuple(sorted(codes, key=lambda code: (not of(code).beside, of(code).latin, code)))


@cache
def beside() -> tuple[Lang, ...]:
    """The languages whose texts stand beside each other wherever a text is declared."""
    return tuple(code for code in known() if of(code).beside)


@cache
def of(code: Lang) -> Language:
    """The language of that code; raises `KeyError` where none is declared."""
    return msgspec.convert({"code": code, **_declared()[f"{code}.toml"]}, Language)


@cache
def also(word: str) -> tuple[str, ...]:
    """How the languages with a catalogue write a word of a sheet, so that what they write is read again."""
    return tuple(said for code in known() if (said := of(code).texts.get(word)))


def of_system(locale: str) -> Lang:
    """The language a computer speaks, by its locale (zh_TW.UTF-8): the most exact; the first where none is."""
    name = locale.lower().replace("-", "_")
    fitting = [
        (len(system), code) for code in known() for system in of(code).systems if name.startswith(system)
    ]
    return max(fitting)[1] if fitting else known()[0]


@cache
def _declared() -> dict[str, toml.TomlTree]:
    return toml.folder(_HERE)


def escaped(text: str) -> str:
    """A text as one field of a catalogue's line."""
    for written, char in _ESCAPED:
        text = text.replace(char, written)
    return text


def _unescaped(text: str) -> str:
    for written, char in _ESCAPED:
        text = text.replace(written, char)
    return text
