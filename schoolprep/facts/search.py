"""Search: people by name, pinyin (长 reads both chang and zhang), initials, numbers or their tails, phone, class."""

from __future__ import annotations

from itertools import islice, product

from schoolprep.facts.file import File
from schoolprep.facts.forgetting import remembered

_BETWEEN = "\x1f"
"""Between the keys of one person, so that nothing matches across two of them."""
_READINGS = 6
"""Readings of one name that are kept: names have few characters with several."""


@remembered(8192)
def _syllables(character: str) -> tuple[str, ...]:
    """Every reading of a character without tone; of anything else, itself."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - 0.1 s that only searching pays

    return tuple(dict.fromkeys(pinyin(character, style=Style.NORMAL, heteronym=True)[0]))


@remembered(65536)
def spellings(name: str) -> tuple[str, ...]:
    """A name as it can be typed: pinyin and initials of every reading, e.g. `wangxiaoming`, `wxm`."""
    letters = [ch for ch in name if ch.isalnum()]
    readings = list(islice(product(*(_syllables(ch) for ch in letters)), _READINGS))
    full = ["".join(reading).lower() for reading in readings]
    initials = ["".join(syllable[:1] for syllable in reading).lower() for reading in readings]
    return tuple(dict.fromkeys(full + initials))


def keys(file: File) -> str:
    """Everything a person can be found by, in lower case."""
    person = file.person
    numbers = (person.document, person.number, person.register_no, person.phone)
    words = (person.name, *spellings(person.name), *numbers, person.class_name)
    return _BETWEEN.join(word for word in words if word).lower()


def plain(text: str) -> str:
    """What was typed, as it is looked for."""
    return "".join(text.split()).lower()


def rank(key: str, wanted: str) -> int:
    """How well a person's keys fit: 0 the whole of one, 1 its beginning, 2 the end of a number, 3 anywhere in it."""
    parts = key.split(_BETWEEN)
    if wanted in parts:
        return 0
    if any(part.startswith(wanted) for part in parts):
        return 1
    return 2 if any(part.endswith(wanted) for part in parts) else 3
