"""Mentions: what somebody's free words may speak of (夜里发烧39度, a rash on both arms): found, never understood.

What is found is asked about. What is only denied (没有发热、咳嗽) is not spoken of; 没退烧 is, and 没有不发烧.
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

_SHORTEST_HAN, _SHORTEST_LATIN = 2, 3
"""Signs of a word of a choice that is looked for in other words: 吐 stands in 吐字清楚."""
_LATIN = re.compile(r"[0-9a-z]")
_NOTHING: frozenset[str] = frozenset()
HIGH = 38.0
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
    told: dict[str, tuple[str, ...]]


class _Mention(NamedTuple):
    start: int
    end: int
    code: str


class _Word(NamedTuple):
    """A word that is looked for, with whatever follows it: a Latin one begins a word (itchy, not kitchen)."""

    sign: str
    code: str
    is_whole: bool = False
    """Nothing of its alphabet follows it: flu, not fluffy."""

    def stands(self, text: str, at: int) -> bool:
        """Whether it stands at a place of a text."""
        if not text.startswith(self.sign, at):
            return False
        end = at + len(self.sign)
        begins = not self.sign.isascii() or at == 0 or not _LATIN.match(text, at - 1)
        return begins and not (self.is_whole and _LATIN.match(text, end))


@cache
def _data() -> _Data:
    return msgspec.convert(toml.file(Path(__file__).with_name("mentions.toml")), _Data)


class Mentions:
    """Looks for what a field's words speak of: what the choices that `Field.mentions` names are called, and more."""

    def __init__(self, field: Field, blanks: Blanks) -> None:
        data = _data()
        names = dict(_names(field, blanks))
        self._words: dict[str, list[_Word]] = {}
        for code, words in data.words.items():
            for word in words:
                self._words.setdefault(word[0], []).append(_Word(word, code))
        for name, code in names.items():
            self._words.setdefault(name[0], []).append(_Word(name, code, is_whole=name.isascii()))
        self._patterns = {code: _any(patterns) for code, patterns in data.pattern.items()}
        illness = _joined(map(re.escape, dict(_names(field, blanks, "choice"))))
        self._harmless = _any(one.replace("WORD", illness) for one in data.harmless.patterns)
        denied = data.denied
        by = rf"(?>{_joined(denied.by)})(?>{_joined(denied.between)}|\s)*+"
        self._denial = re.compile(rf"(?:{by})++$")
        self._one_denial = re.compile(by)
        self._chain = re.compile(rf"\s*(?:{_joined(denied.joined)})\s*(?:{by})?")
        self._never = _any(denied.never)
        self._known: dict[str, frozenset[str]] = {}

    def of(self, text: str) -> frozenset[str]:
        """The codes of what a text speaks of; none of what it only denies."""
        found = self._known.get(text)
        if found is None:
            flat = _flat(text)
            found = frozenset(self._in(self._harmless.sub(" ", flat))) if self._places(flat) else _NOTHING
            self._known[text] = found
        return found

    def _in(self, text: str) -> Iterator[str]:
        """The codes of a text, in the order in which they stand there, so that a denial reaches over a list."""
        until = -1  # the end of what was denied last
        for one in self._places(text):
            if self._is_denied(text, one, until):
                until = max(until, one.end)
            else:
                yield one.code

    def _places(self, text: str) -> list[_Mention]:
        """Every place at which a text holds what is looked for."""
        found = [
            _Mention(at, at + len(word.sign), word.code)
            for at, sign in enumerate(text)
            for word in self._words.get(sign, ())
            if word.stands(text, at)
        ]
        for code, pattern in self._patterns.items():
            found += [_Mention(*match.span(), code) for match in pattern.finditer(text)]
        return sorted(found)

    def _is_denied(self, text: str, one: _Mention, until: int) -> bool:
        """Whether a mention is denied: right before it, or with those before it that are; `until`: their end."""
        if self._never.match(text, one.start):
            return False
        if one.start < until or (until >= 0 and self._chain.fullmatch(text, until, one.start)):
            return True
        denial = self._denial.search(text, 0, one.start)
        return denial is not None and len(self._one_denial.findall(denial.group())) % 2 == 1


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


def _names(field: Field, blanks: Blanks, kind: str = "") -> Iterator[tuple[str, str]]:
    """Every word of the choices that a field's words may speak of, and its code; `kind`: of such fields alone."""
    for target in field.mentions:
        blank, _, name = target.partition(".")
        asked = blanks[blank][name] if blank in blanks else None
        if asked is None or (kind and asked.kind != kind):
            continue
        for choice in asked.choices:
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
        isinstance(value := answers.get(field.name), int | float) and value >= HIGH
        for field in blank.field
        if field.kind == "temperature"
    )
    if said:
        said.update(_data().told.get(blank.id, ()))
    return frozenset(said | {"fever"} if hot else said)


def _flat(text: str) -> str:
    return simplified(spelling.flat(text).casefold())


def _is_long(word: str) -> bool:
    return len(word) >= (_SHORTEST_LATIN if word.isascii() else _SHORTEST_HAN)
