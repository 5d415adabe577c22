"""Cells: nested declared values as cells by path, and cells as nested values again.

The end of a path says how its cell is written: `[]` a list (1、2、3), `?` yes or no, `{}` a piece of TOML; else a
plain text or number. Codes that have a word in the catalogue (`central_isolation`) are shown as that word.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache

from schoolprep.facts import languages
from schoolprep.facts.kinds.base import Writing
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError
from schoolprep.facts.text import Text
from schoolprep.facts.words import catalogue, say
from schoolprep.rules.pack.anatomy import Tree
from schoolprep.rules.pack.writing import value_text

RuleCell = str | int | float
_KEY = re.compile(r"(?!\d+$)[A-Za-z0-9_-]+")
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
"""What no cell of a workbook can hold as it is."""
EMPTY = '""'
"""Stands for an empty text, and before a text that begins with it."""
_BETWEEN = "、"
_LONGEST = 32_000
"""Characters a cell can hold, a little less."""
AS_TOML = frozenset({"records", "areas", "change"})
"""What is written as a piece of TOML, a line for each entry of a list."""

_FAMILIES: Mapping[str, str] = {
    "layer": "rules.layer", "levels": "rules.level", "categories": "rules.category", "colours": "rules.colour",
    "unit": "rules.unit", "outcome": "rules.outcome", "missing": "rules.outcome", "refused": "rules.outcome",
    "symptoms": "rules.symptom", "mild": "rules.symptom", "and_symptoms": "rules.symptom", "endless": "rules.measure",
    "if_home_impossible": "rules.measure", "if_home_assessed": "rules.measure", "ended_by": "rules.category",
    "reclassified": "rules.category", "diseases": "diseases",
}  # fmt: skip
_STAGE_KIND = re.compile(r"stages\.\d+\.kind")


def flat(tree: Mapping[str, Tree], lang: Lang) -> dict[str, RuleCell]:
    """Nested values as cells by path. Raises `CallError` where a workbook cannot hold one."""
    return {path: cell for name, value in tree.items() for path, cell in _flat(name, value, lang)}


def _flat(path: str, value: Tree, lang: Lang) -> Iterator[tuple[str, RuleCell]]:
    if path.rpartition(".")[2] in AS_TOML:
        yield f"{path}{{}}", _safe(path, _toml(value))
    elif isinstance(value, Mapping):
        yield from _branched(path, value, lang)
    elif isinstance(value, list):
        yield from _each(path, value, lang)
    else:
        yield _leaf(path, value, lang)


def _branched(path: str, value: Mapping[str, Tree], lang: Lang) -> Iterator[tuple[str, RuleCell]]:
    """A table by the names in it; an empty one as itself."""
    if not value:
        yield f"{path}{{}}", "{}"
    for name, inner in value.items():
        if not _KEY.fullmatch(name):
            raise CallError("table.odd-key", key=name[:60], path=path)
        yield from _flat(f"{path}.{name}", inner, lang)


def _each(path: str, value: list[Tree], lang: Lang) -> Iterator[tuple[str, RuleCell]]:
    """Words and whole numbers in one cell; of a list of anything else each by its place."""
    if all(isinstance(one, str | int) for one in value):
        yield f"{path}[]", _safe(path, _listed([_word(path, one, lang) for one in value]))
        return
    for at, inner in enumerate(value):
        yield from _flat(f"{path}.{at}", inner, lang)


def _leaf(path: str, value: Tree, lang: Lang) -> tuple[str, RuleCell]:
    if isinstance(value, bool):
        return f"{path}?", say("rulebook.yes" if value else "rulebook.no", lang)
    if isinstance(value, date):
        return path, value.isoformat()
    if isinstance(value, str):
        word = str(_word(path, value, lang))
        return path, _safe(path, EMPTY + word if not word or word.startswith(EMPTY) else word)
    assert isinstance(value, int | float)
    return path, value


def _toml(value: Tree) -> str:
    if isinstance(value, list) and value:
        return "\n".join(map(value_text, value))
    return value_text(value)


def _safe(path: str, text: str) -> str:
    if _UNSAFE.search(text) or len(text) > _LONGEST:
        raise CallError("table.no-cell", path=path, text=text[:40].translate(dict.fromkeys(range(32))))
    return text


def _listed(values: list[Tree]) -> str:
    texts = [str(one) for one in values]
    simple = all(one and one == one.strip() and not re.search(r"[、，,\n\[]", one) for one in texts)
    return _BETWEEN.join(texts) if texts and simple else json.dumps(values, ensure_ascii=False)


# ---------------------------------------------------------------- words for codes


def family(path: str) -> str:
    """The family of words a path's codes belong to; empty for none."""
    plain_path = path.removesuffix("[]")
    return (
        "rules.measure"
        if _STAGE_KIND.fullmatch(plain_path)
        else _FAMILIES.get(plain_path.rpartition(".")[2], "")
    )


def _word(path: str, value: Tree, lang: Lang) -> Tree:
    """A code as its word, where the word leads back to the code and to no other."""
    words = _words(family(path))
    if not isinstance(value, str) or value not in words:
        return value
    word = words[value][lang]
    return word if _codes(family(path)).get(word) == value else value


@cache
def _words(name: str) -> Mapping[str, Text]:
    """The words of a family by code."""
    start = f"{name}." if name == "diseases" else f"{name}-"
    return {
        key.removeprefix(start): said for key, said in catalogue().items() if name and key.startswith(start)
    }


@cache
def _codes(name: str) -> Mapping[str, str]:
    """The codes of a family by word in either language; a word that two codes share leads nowhere."""
    found: dict[str, str] = {}
    for code, said in _words(name).items():
        for word in {said[lang] for lang in languages.known()}:
            found[word] = "" if found.get(word, code) != code else code
    return {word: code for word, code in found.items() if code and word not in _words(name)}


def _code(path: str, text: str) -> str:
    return _codes(family(path)).get(text.strip(), text)


# ---------------------------------------------------------------- back again


class WrongCell(ValueError):
    """A cell that cannot be understood; carries the key of the sentence that says so."""


def nested(cells: Mapping[str, Writing]) -> dict[str, Tree]:
    """Cells by path as nested values; an empty cell says nothing. Raises `WrongCell`: first its path, then the key."""
    tree: dict[str, Tree] = {}
    for path, writing in cells.items():
        text = _text(writing)
        if not text.strip():
            continue
        node = tree
        *above, last = re.sub(r"(\[\]|\{\}|\?)$", "", path).split(".")
        for step in above:
            node = node.setdefault(step, {})
            if not isinstance(node, dict):
                raise WrongCell(path, "table.wrong-path")
        node[last] = _value(path, text)
    return {name: _folded(value) for name, value in tree.items()}


def _text(writing: Writing) -> str:
    if writing is None:
        return ""
    if isinstance(writing, bool):
        return "true" if writing else "false"
    if isinstance(writing, datetime):
        at_midnight = not (writing.hour or writing.minute or writing.second)
        return writing.date().isoformat() if at_midnight else writing.isoformat(timespec="minutes")
    return writing.isoformat() if isinstance(writing, date) else str(writing)


def _value(path: str, text: str) -> Tree:
    if path.endswith("?"):
        return _truth(path, text)
    if path.endswith("{}"):
        return _piece(path, text)
    if path.endswith("[]"):
        return _list(path, text)
    return text.removeprefix(EMPTY) if text.startswith(EMPTY) else _code(path, text)


def _truth(path: str, text: str) -> bool:
    for word, value in (("yes", True), ("no", False)):
        spellings = (*(say(f"rulebook.{word}", lang) for lang in languages.known()), str(value))
        if text.strip().lower() in {one.lower() for one in spellings}:
            return value
    raise WrongCell(path, "table.not-yes-no")


def _list(path: str, text: str) -> list[Tree]:
    if text.lstrip().startswith("["):
        try:
            given = json.loads(text)
        except ValueError as wrong:
            raise WrongCell(path, "table.wrong-list") from wrong
        return [_code(path, one) if isinstance(one, str) else one for one in given]
    return [_code(path, one.strip()) for one in re.split(r"[、，,\n]", text) if one.strip()]


def _piece(path: str, text: str) -> Tree:
    lines = [line for line in text.split("\n") if line.strip()]
    try:
        if re.fullmatch(r"[a-z_.\d]*(records|areas)\{\}", path) and text.strip() != "[]":
            return [tomllib.loads(f"v = {line}")["v"] for line in lines]
        return tomllib.loads(f"v = {text}")["v"]
    except (ValueError, RecursionError) as wrong:
        raise WrongCell(path, "table.wrong-piece") from wrong


def _folded(tree: Tree) -> Tree:
    """Mappings whose keys all count places become lists, in their order."""
    if not isinstance(tree, dict):
        return tree
    folded = {name: _folded(value) for name, value in tree.items()}
    if folded and all(name.isdigit() for name in folded):
        return [folded[name] for name in sorted(folded, key=int)]
    return folded
