"""Remembered layouts: what is remembered of the layouts a person put right, for the next file that has them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec
from msgspec import structs

from schoolprep.intake.choices import CLASS, KEPT, Choices, LayoutChoice
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
    classes: dict[str, str] = {}
    """The class a person gave sheets of it, by the names of file and sheet without days: it is only offered."""


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


def without_names(memory: Memory, words: Collection[str]) -> Memory:
    """The same without files and sheets that are named by one of these words (somebody who was erased)."""

    def forgotten(name: str) -> bool:
        return any(word in name for word in words)

    return {
        key: structs.replace(
            kept,
            sheet="" if forgotten(kept.sheet) else kept.sheet,
            classes={name: unit for name, unit in kept.classes.items() if not forgotten(name)},
        )
        for key, kept in memory.items()
    }


def recalled(memory: Memory) -> Choices:
    """The choices an intake begins with."""
    offered = {(key, named): unit for key, kept in memory.items() for named, unit in kept.classes.items()}
    return Choices(remembered={key: kept.choice for key, kept in memory.items()}, offered=offered)


def learned(memory: Memory, choices: Choices, sheets: Iterable[PlannedSheet], sender: str = "") -> Memory:
    """What is remembered after an intake of these sheets. `sender`: who sent them, where a person said so."""
    kept = dict(memory)
    names: dict[str, str] = {}
    classes: dict[str, dict[str, str]] = {}
    for sheet in sheets:
        names[sheet.key] = sheet.sheet
        if unit := choices.given.get(sheet.table.place, {}).get(CLASS):
            classes.setdefault(sheet.key, {})[sheet.table.named] = unit
    for key in (choices.layouts.keys() | classes.keys()) & names.keys():
        before = kept.get(key, Remembered(LayoutChoice()))
        about = choices.about(key)
        choice = structs.replace(
            about, given={name: said for name, said in about.given.items() if name in KEPT}
        )
        units = {**before.classes, **classes.get(key, {})}
        kept[key] = Remembered(choice, sender or before.sender, names[key], units)
    return kept
