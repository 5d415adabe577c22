"""Nobody: what stands in a sheet where people stand and is none of them: feet, totals, signatures, examples.

Which words those are is declared (`nobody.toml`). What may be a name after all is asked, never dropped in silence.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec

from schoolprep.facts import toml
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.kinds.words import without_place
from schoolprep.facts.traditional import both, simplified

_ANSWER = re.compile(r"\d{15}|\d{17}[\dXx]|(?:\+?86)?1[3-9]\d{9}|(?:.年级|[初高].)\s*[(（]?\S{1,3}[)）]?班")
"""What only an answer looks like: an identity number, a telephone, a class."""
_MOST_DAYS = 31
_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_POINT = "·"
_BETWEEN_NAMES = re.compile(r"[、，,;；/／|｜&＆\n\r]+|\s(?:and|和|与|及)\s")
"""What stands between the names of several people."""
_AND = re.compile(r"(?<=[\u3400-\u9fff]{2})[和与及跟](?=[\u3400-\u9fff]{2})")
_HAN = re.compile(r"[\u3400-\u9fff]")
_EDGES = re.compile(r"^\W+|[\W\d]+$")
"""What stands around a word: brackets, colons, a running number."""
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_OTHER_SCRIPTS = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1eff]")
"""Letters of scripts in which a whole name may be one word."""
_WHOLE = 2
"""Words of a whole name."""


class _Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """See `nobody.toml`."""

    surnames: str
    compound: str
    words: str
    examples: str
    marks: str
    asides: tuple[str, ...]
    begins: tuple[str, ...]
    begin_with: str
    usual_length: int
    feet: tuple[str, ...]
    feet_begin_with: str


@cache
def _declared() -> _Declared:
    return msgspec.convert(toml.file(Path(__file__).with_name("nobody.toml")), _Declared)


@cache
def _words() -> frozenset[str]:
    return frozenset(_declared().words.split())


@cache
def _surnames() -> frozenset[str]:
    said = _declared()
    return both("".join(said.surnames.split())) | frozenset(said.compound.split())


@cache
def _begins() -> re.Pattern[str]:
    return re.compile("|".join(_declared().begins))


@cache
def _feet() -> re.Pattern[str]:
    return re.compile("|".join(_declared().feet))


@cache
def feet_begin_with() -> frozenset[str]:
    """What a foot can begin with: other rows need no closer look."""
    return both(_declared().feet_begin_with)


@cache
def _begin_with() -> frozenset[str]:
    return both(_declared().begin_with)


@cache
def nobody_begins_with() -> frozenset[str]:
    """What a text can begin with that is nobody's name: other names of the usual length need no closer look."""
    first = "".join({letter for word in _words() for letter in (word[0], word[0].upper())})
    return both(first) | _begin_with() | _marks() | frozenset(" \u3000\t")


@cache
def _marks() -> frozenset[str]:
    return frozenset(_declared().marks)


@cache
def _examples() -> frozenset[str]:
    return frozenset(_declared().examples.split())


def usual_length() -> int:
    """Longer names need a closer look."""
    return _declared().usual_length


def is_foot(text: str) -> bool:
    """Whether a row that begins so is a total, a signature or a remark under a table."""
    return _feet().match(simplified(text)) is not None


def is_example(text: str) -> bool:
    """Whether a cell at the beginning of a row says that the row shows how others are to be filled in."""
    return _EDGES.sub("", simplified(text).casefold()) in _examples()


@cache
def examples_begin_with() -> frozenset[str]:
    """What an example can begin with: other rows need no closer look."""
    first = "".join(letter for word in _examples() for letter in (word[0], word[0].upper()))
    return both(first) | {sign for sign in _begin_with() if not sign.isalnum()}


@cache
def _asides() -> re.Pattern[str]:
    return re.compile(rf"[(（\[【][^)）\]】]*(?:{'|'.join(_declared().asides)})")


def is_marked(name: str) -> bool:
    """Whether a sign stands beside a name that is no part of it (徐强*)."""
    return name[:1] in _marks() or name[-1:] in _marks()


def is_set_apart(name: str) -> bool:
    """Whether brackets beside a name say that it is no pupil's, or no longer one's: 李红（班主任）, 孙丽（已转学）."""
    return _asides().search(simplified(name)) is not None


def is_several(name: str) -> bool:
    """Whether one cell certainly names more than one person: signs between names, or a line for each.

    A name and its other writing (王伟/David) are one, and so is Smith, Jane.
    """
    named = [one for part in _BETWEEN_NAMES.split(name) if len(one := "".join(part.split())) > 1]
    chinese = sum(_HAN.search(one) is not None for one in named)
    if chinese > 1:
        return True
    latin = [part.split() for part in _BETWEEN_NAMES.split(name.replace(",", " ")) if part.strip()]
    return not chinese and len(latin) > 1 and all(len(words) > 1 for words in latin)


def may_be_several(name: str) -> bool:
    """Whether blanks in a cell, or a word for "and", may stand between the names of several people (刘洋 陈静怡)."""
    words = _AND.sub(" ", name).split()
    if len(words) < 2 or words[0] in _declared().compound.split():
        return False
    return all(map(is_like_a_name, words))


def is_nobody(name: str) -> bool:
    """Whether what stands for a name reads like none: a heading, an example, a total, a word for nothing."""
    bare = without_place(name)
    key = "".join((bare if bare.isascii() or is_like_a_name(bare) else name).split())
    if key.isascii():
        return key.casefold() in _words() or (
            key[:1].isdigit() or _begins().match(key.casefold()) is not None
        )
    key = simplified(key).rstrip("：:")
    if key in _words():
        return True
    suspect = key[:1] in _begin_with() or len(key) > _declared().usual_length
    return suspect and _POINT not in key and _begins().match(key) is not None


def is_like_a_name(text: str) -> bool:
    """Whether a text may be somebody's Chinese name: a surname, and one or two characters more."""
    key = "".join(text.split())
    return _NAME.fullmatch(key) is not None and (key[:1] in _surnames() or key[:2] in _surnames())


def is_part_of_a_name(name: str) -> bool:
    """Whether a name in letters has fewer than two whole words: a surname or a given name alone, initials (D Smith)."""
    key = unicodedata.normalize("NFKC", name)
    words = _WORDS.findall(key)
    return bool(words) and _OTHER_SCRIPTS.search(key) is None and sum(len(one) > 1 for one in words) < _WHOLE


def is_value(writing: Writing) -> bool:
    """Whether a cell can be no heading; a day and a day of the month can."""
    if isinstance(writing, bool | float) or (isinstance(writing, datetime) and writing.hour):
        return True
    if isinstance(writing, int):
        return not 0 < writing <= _MOST_DAYS
    return isinstance(writing, str) and is_answer(writing)


def is_answer(text: str) -> bool:
    """Whether a text is what only an answer looks like: an identity number, a telephone, a class."""
    return _ANSWER.fullmatch("".join(text.split()).strip("'")) is not None
