"""Words: every sentence the program says, keyed by code, in Chinese and English.

One TOML file a room (`kinds.toml`, `store.toml`, …); a key is `file.code`, e.g. `kinds.date-unreadable`. Sentences
are plain format strings: `{name}` takes a fact. The window keeps its own words in `forms/words/` and adds them here
when it starts, so that both are looked up, checked and switched at run time in one way.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from schoolprep.facts import toml
from schoolprep.facts.problem import Fact, Problem, Series

Lang = Literal["zh", "en"]
Sentence = Mapping[str, str]

_added: list[Path] = []


def add(folder: Path) -> None:
    """Add another folder of sentence files (the window's own)."""
    if folder not in _added:
        _added.append(folder)
        catalogue.cache_clear()


@cache
def catalogue() -> dict[str, Sentence]:
    """Every sentence by key; each has `zh` and `en`."""
    found: dict[str, Sentence] = {}
    for folder in (Path(__file__).parent, *_added):
        for name, entries in toml.folder(folder).items():
            room = name.removesuffix(".toml")
            found |= {f"{room}.{code}": sentence for code, sentence in entries.items()}
    return found


def say(key: str, lang: Lang, /, **facts: Fact) -> str:
    """The sentence of `key` in `lang`; raises `KeyError` where nobody wrote it."""
    if lang == "en":
        facts = {
            name: ", ".join(fact.names) if isinstance(fact, Series) else fact for name, fact in facts.items()
        }
    return catalogue()[key][lang].format_map(facts)


def say_problem(problem: Problem, lang: Lang) -> str:
    """A problem as one sentence."""
    return say(problem.code, lang, **problem.facts)
