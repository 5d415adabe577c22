"""Mentions: what somebody's free words may speak of (夜里发烧39度, a rash on both arms): found, never understood.

What is found is asked about. What is only denied (没有发热、咳嗽) is not spoken of; 没退烧 is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from schoolprep.facts import toml
from schoolprep.facts.blank import Blank, Blanks, Field
from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.choice import OTHER
from schoolprep.facts.record import Answers
from schoolprep.facts.traditional import simplified

_SHORTEST_HAN, _SHORTEST_LATIN = 2, 4
"""Signs of a word of a choice that is looked for in other words: 吐 stands in 吐字清楚."""
_ASCII = re.compile(r"[0-9a-z]")
_NOTHING: frozenset[str] = frozenset()
_HIGH = 38.0
"""°C from which on a temperature that was answered says by itself that there is a fever, by whatever rule."""


class _Harmless(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    patterns: tuple[str, ...]


class _Denied(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    by: tuple[str, ...]
    between: tuple[str, ...]
    joined: tuple[str, ...]
    never: tuple[str, ...]


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: dict[str, tuple[str, ...]]
    pattern: dict[str, tuple[str, ...]]
    harmless: _Harmless
    denied: _Denied


class _Mention(NamedTuple):
    start: int
    end: int
    code: str


@cache
def _data() -> _Data:
    return msgspec.convert(toml.file(Path(__file__).with_name("mentions.toml")), _Data)


class Mentions:
    """Looks for what a field's words speak of: what the choices that `Field.mentions` names are called, and more."""

    def __init__(self, field: Field, blanks: Blanks) -> None:
        data = _data()
        names = dict(_names(field, blanks))
        word = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        shapes: dict[str, list[str]] = {}
        for name, code in names.items():
            shapes.setdefault(code, []).append(
                rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name)
            )
        for code, words in data.words.items():
            shapes.setdefault(code, []).extend([*map(re.escape, words), *data.pattern.get(code, ())])
        self._shapes = {code: _any(patterns) for code, patterns in shapes.items()}
        words_too = (word for words in data.words.values() for word in words)
        self._first = frozenset(word[0] for word in (*names, *words_too) if not word.isascii())
        """What a Chinese word that is looked for begins with: most remarks have none of it."""
        self._harmless = _any(one.replace("WORD", word) for one in data.harmless.patterns)
        denied = data.denied
        by = rf"(?:{_joined(denied.by)})(?:{_joined(denied.between)}|\s)*"
        self._denial = re.compile(rf"(?:{by})$")
        self._chain = re.compile(rf"\s*(?:{_joined(denied.joined)})\s*(?:{by})?")
        self._never = _any(denied.never)
        self._known: dict[str, frozenset[str]] = {}

    def of(self, text: str) -> frozenset[str]:
        """The codes of what a text speaks of; none of what it only denies."""
        found = self._known.get(text)
        if found is None:
            flat = _flat(text)
            if self._first.isdisjoint(flat) and not _ASCII.search(flat):
                return _NOTHING
            found = self._known[text] = frozenset(self._in(self._harmless.sub(" ", flat)))
        return found

    def _in(self, text: str) -> Iterator[str]:
        """The codes of a text, in the order in which they stand there, so that a denial reaches over a list."""
        places = sorted(
            _Mention(*match.span(), code)
            for code, shape in self._shapes.items()
            for match in shape.finditer(text)
        )
        until = -1  # the end of what was denied last
        for one in places:
            if self._is_denied(text, one, until):
                until = max(until, one.end)
            else:
                yield one.code

    def _is_denied(self, text: str, one: _Mention, until: int) -> bool:
        """Whether a mention is denied: right before it, or with those before it that are; `until`: their end."""
        if self._never.match(text, one.start):
            return False
        if one.start < until or (until >= 0 and self._chain.fullmatch(text, until, one.start)):
            return True
        return self._denial.search(text, 0, one.start) is not None


class Hearing:
    """What is looked for in the free words of each field, made when it is first asked for."""

    def __init__(self, blanks: Blanks) -> None:
        self._blanks = blanks
        self._of: dict[tuple[str, ...], Mentions] = {}

    def of(self, field: Field) -> Mentions:
        """What is looked for in the words of a field."""
        if field.mentions not in self._of:
            self._of[field.mentions] = Mentions(field, self._blanks)
        return self._of[field.mentions]


def _names(field: Field, blanks: Blanks) -> Iterator[tuple[str, str]]:
    """Every word of the choices that a field's words may speak of, and its code."""
    for target in field.mentions:
        blank, _, name = target.partition(".")
        for choice in blanks[blank][name].choices if blank in blanks else ():
            words = (choice.label.source, choice.label["en"], *choice.also) if choice.code != OTHER else ()
            yield from ((word, choice.code) for word in map(_flat, words) if _is_long(word))


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(_joined(patterns))


def _joined(patterns: Iterable[str]) -> str:
    return "|".join(sorted(patterns, key=len, reverse=True))


def told(blank: Blank, answers: Answers) -> frozenset[str]:
    """The codes that the other answers of a form say already."""
    said = {str(code) for one in answers.values() if isinstance(one, list) for code in one}
    said |= {
        str(answers[field.name]) for field in blank.field if field.kind == "choice" and field.name in answers
    }
    hot = any(
        isinstance(value := answers.get(field.name), int | float) and value >= _HIGH
        for field in blank.field
        if field.kind == "temperature"
    )
    return frozenset(said | {"fever"} if hot else said)


def _flat(text: str) -> str:
    return simplified(spelling.flat(text).casefold())


def _is_long(word: str) -> bool:
    return len(word) >= (_SHORTEST_LATIN if word.isascii() else _SHORTEST_HAN)
