"""Masks: what is left of a number that a printed page must not give away (DOMAIN §8 A28)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

MaskName = Literal["identity", "phone"]


def _middle(text: str, first: int, last: int) -> str:
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]


def identity(text: str) -> str:
    """`140802********0013`: six and four of a resident number, two and two of shorter documents."""
    if len(text) >= 15:
        return _middle(text, 6, 4)
    return _middle(text, 2, 2) if len(text) >= 7 else "*" * len(text)


def phone(text: str) -> str:
    """`138****8000`: three and four; a number too short for that is hidden whole."""
    return _middle(text, 3, 4) if len(text) >= 9 else "*" * len(text)


MASKS: Mapping[MaskName, Callable[[str], str]] = {"identity": identity, "phone": phone}
