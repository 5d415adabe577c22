"""Remembered layouts: what is remembered of the layouts a person put right, for the next file that has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from schoolprep.intake.choices import Choices, LayoutChoice
from schoolprep.intake.sheets import PlannedSheet

SETTING = "intake.layouts"
"""Where a school keeps it (`School.settings`)."""


class Remembered(msgspec.Struct, frozen=True, omit_defaults=True):
    """A choice kept for the next file of that layout."""

    choice: LayoutChoice
    sender: str = ""
    """Who sends it, as the person called them; for the list of what is remembered."""
    sheet: str = ""
    """The sheet's name when it was last seen."""


Memory = Mapping[str, Remembered]
"""Layout key → what is kept for it."""


def load(text: object) -> dict[str, Remembered]:
    """What a school remembers, from its setting; nothing where the setting is none of ours."""
    if not isinstance(text, str) or not text:
        return {}
    try:
        return msgspec.json.decode(text, type=dict[str, Remembered])
    except msgspec.MsgspecError:
        return {}


def dump(memory: Memory) -> str:
    """What a school remembers, as its setting."""
    return msgspec.json.encode(memory).decode()


def recalled(memory: Memory) -> Choices:
    """The choices an intake begins with."""
    return Choices(remembered={key: kept.choice for key, kept in memory.items()})


def learned(memory: Memory, choices: Choices, sheets: Iterable[PlannedSheet], sender: str = "") -> Memory:
    """What is remembered after an intake of these sheets. `sender`: who sent them, where a person said so."""
    kept = dict(memory)
    names = {sheet.key: sheet.sheet for sheet in sheets}
    for key in choices.layouts.keys() & names.keys():
        before = kept.get(key)
        named = sender or (before.sender if before else "")
        kept[key] = Remembered(choices.about(key), named, names[key])
    return kept
