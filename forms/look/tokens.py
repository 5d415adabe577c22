"""Tokens: the named colours, measures and sizes of `tokens.toml`, as plain values; no Qt here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from schoolprep.facts import toml

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")


class Tokens(NamedTuple):
    """One theme: colours as `#RRGGBB`, measures and type sizes in pixels at 100 %."""

    theme: Theme
    colours: Mapping[str, str]
    sizes: Mapping[str, int]
    type: Mapping[str, int]


class ContrastPair(NamedTuple):
    """A text or mark on a ground, by name, and the contrast it must reach."""

    text: str
    ground: str
    least: float


@cache
def _declared() -> Mapping[str, Any]:
    return toml.file(Path(__file__).with_name("tokens.toml"))


@cache
def tokens(theme: Theme) -> Tokens:
    """The tokens of a theme."""
    declared = _declared()
    return Tokens(theme, declared[theme], declared["size"], declared["type"])


def pairs() -> Iterator[ContrastPair]:
    """Every declared text on every ground it stands on."""
    for table, least in (("pair", 4.5), ("mark", 3.0)):
        for entry in _declared()[table]:
            for text in entry["text"]:
                for ground in entry["on"]:
                    yield ContrastPair(text, ground, least)


def luminance(colour: str) -> float:
    """The relative luminance of `#RRGGBB` (WCAG 2.2), 0 to 1."""
    linear = []
    for start in (1, 3, 5):
        part = int(colour[start : start + 2], 16) / 255
        linear.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2), 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
