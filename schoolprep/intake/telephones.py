"""Telephones: the two numbers that one cell holds, and whose they are: 13800138000(爸) 13900139000(妈)."""

from __future__ import annotations

import re

from schoolprep.facts.kinds import spelling
from schoolprep.facts.kinds.base import Writing
from schoolprep.intake.tables import shown

_MOST = 2
_RELATIONS = {
    word: relation
    for relation, words in {
        "父亲": "爸爸 父亲 老爸 爸 父 dad father", "母亲": "妈妈 母亲 老妈 妈 母 mum mom mother",
        "祖父": "爷爷", "祖母": "奶奶", "外祖父": "外公 姥爷", "外祖母": "外婆 姥姥",
    }.items()
    for word in words.split()
}  # fmt: skip
_RELATION = "|".join(sorted(_RELATIONS, key=len, reverse=True))
_TELEPHONE = re.compile(
    rf"(?:\(?(?P<before>{_RELATION})\)?[:\s]*)?"
    r"(?<!\d)(?P<number>1[3-9]\d(?:[ -]?\d{4}){2}|0\d{2,3}-\d{7,8})(?!\d)"
    rf"(?:\s*\(\s*(?P<behind>{_RELATION})\s*\)|\s*(?P<bare>{_RELATION})(?=[\s,;/、]|$))?",
    re.IGNORECASE,
)
_BETWEEN_PHONES = re.compile(r"[\s,;/、|+和及]+")
_DASHES = re.compile(r"(?<=\d)[ -](?=\d{4})")


def telephones_of(writing: Writing, *, labelled: bool) -> list[tuple[str, str]] | None:
    """The telephones of a cell, each with the word for whom it belongs to (爸 → 父亲; empty where it says none).

    None where it does not hold just that: one number alone, more than two, or words of another kind. `labelled`: each
    must say whose it is.
    """
    text = spelling.flat(shown(writing)) if isinstance(writing, str) else ""
    found = [_of_whom(one) for one in _TELEPHONE.finditer(text)]
    rest = _BETWEEN_PHONES.sub("", _TELEPHONE.sub("", text))
    named = [word for _, word in found if word]
    if rest or not 0 < len(found) <= _MOST or (len(found) == 1 and not named):
        return None
    told_apart = len(named) == len(found) == len(set(named))
    return found if told_apart or not (labelled or named) else None


def _of_whom(found: re.Match[str]) -> tuple[str, str]:
    word = (found["before"] or found["behind"] or found["bare"] or "").casefold()
    return _DASHES.sub("", found["number"]), _RELATIONS.get(word, "")
