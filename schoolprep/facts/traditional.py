"""Traditional: the characters of headings and words as simplified ones, so that one list of words knows both writings.

Never for what somebody is called: 張 and 张 are two names until a person says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def table() -> Mapping[int, str]:
    """Code of each traditional character → its simplified one (`traditional.tsv`, with its source)."""
    lines = Path(__file__).with_suffix(".tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {ord(old): new for old, new in pairs}


def simplified(text: str) -> str:
    """A heading or a word in simplified characters; as long as it was."""
    return text if text.isascii() else text.translate(table())


def both(characters: str) -> frozenset[str]:
    """Some characters in either writing."""
    return frozenset(characters).union(chr(old) for old, new in table().items() if new in characters)
