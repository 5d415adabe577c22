"""Keys: what is made of passphrases that were typed, off the window's thread: each takes half a second by design."""

from __future__ import annotations

from typing import NamedTuple

from schoolprep.desk import Desk, Key, key_of
from schoolprep.facts.steps import Steps


class Keys(NamedTuple):
    """Whether the passphrase of now was right, and the key of the one that shall be."""

    right: bool
    new: Key | None = None


def keys(desk: Desk, old: str, new: str = "") -> Steps[Keys]:
    """Steps that end with the keys; the new one is made only where the old one is right."""
    path, opens = desk.workspace.path, desk.workspace.opens
    yield 0, 2
    right = bool(old) and opens(key_of(path, old))
    yield 1, 2
    return Keys(right, Key.of_passphrase(new) if right and new else None)
