"""Words: every sentence the program says, keyed by code, as `Text`.

One TOML file a room (`kinds.toml`, `store.toml`, …); a key is `file.code`, e.g. `kinds.date-unreadable`. Sentences
are plain format strings: `{name}` takes a fact, `{n:row|rows}` a number and what is counted. The window keeps its own
words in `forms/words/` and adds them here when it starts, so that both are looked up, checked and switched at run time
in one way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from string import Formatter

from schoolprep.facts import languages, toml
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import Fact, Filling, Problem
from schoolprep.facts.text import Text, Written

_added: list[Path] = []


def add(folder: Path) -> None:
    """Add another folder of sentence files (the window's own)."""
    if folder not in _added:
        _added.append(folder)
        catalogue.cache_clear()


@cache
def catalogue() -> dict[str, Text]:
    """Every sentence by key."""
    found: dict[str, Text] = {}
    for folder in (Path(__file__).parent, *_added):
        for name, entries in toml.folder(folder).items():
            room = name.removesuffix(".toml")
            found |= {f"{room}.{code}": Written(sentence) for code, sentence in entries.items()}
    return found


def say(key: str, lang: Lang, /, **facts: Filling) -> str:
    """The sentence of `key` in `lang`; raises `KeyError` where nobody wrote it."""
    return filled(catalogue()[key][lang], in_language(facts, lang))


def filled(sentence: str, facts: Mapping[str, Fact]) -> str:
    """A sentence with its facts; `{n:row is|rows are}` is a number with the words that go with it."""
    return _COUNTING.vformat(sentence, (), facts) if "|" in sentence else sentence.format_map(facts)


class _Counting(Formatter):
    """One row is, two rows are."""

    def format_field(self, value: object, format_spec: str) -> str:
        """A fact as text."""
        one, either, many = format_spec.partition("|")
        if not either:
            return str(super().format_field(value, format_spec))
        return f"{value} {one if str(value) == _ALONE else many}"


_COUNTING, _ALONE = _Counting(), "1"


def in_language(facts: Mapping[str, Filling], lang: Lang) -> dict[str, Fact]:
    """Facts as they stand in a sentence of `lang`."""
    return {name: fact[lang] if isinstance(fact, Text) else fact for name, fact in facts.items()}


def say_problem(problem: Problem, lang: Lang) -> str:
    """A problem as one sentence."""
    return say(problem.code, lang, **problem.facts)


class Phrase(Text):
    """A sentence of the catalogue with facts of its own; places for others stay places."""

    __slots__ = ("facts", "key")

    def __init__(self, key: str, /, **facts: Filling) -> None:
        self.key, self.facts = key, facts

    def __getitem__(self, lang: Lang) -> str:
        """The sentence in `lang`."""
        return filled(catalogue()[self.key][lang], _Places(in_language(self.facts, lang)))

    def _is(self) -> object:
        return self.key, self.facts


class _Places(dict[str, Fact]):
    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def listed(names: Iterable[str], lang: Lang) -> str:
    """Names between the mark of the language: 甲、乙; A, B."""
    return languages.of(lang).marks.listed.join(names)


def clauses(parts: Iterable[str], lang: Lang) -> str:
    """Parts of one sentence: 甲，乙; A, B."""
    return languages.of(lang).marks.clauses.join(parts)


def sentences(parts: Iterable[str], lang: Lang) -> str:
    """Sentences on one line: 甲；乙; A; B."""
    return languages.of(lang).marks.sentences.join(parts)
