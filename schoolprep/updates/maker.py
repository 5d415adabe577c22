"""Maker: who makes this program's updates, by the public key that was set when the bundle was built."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

KEY_FILE = "key.toml"
"""Beside this module; a bundle that is built with its owner's key has that one's in its place."""


class Maker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name, an Ed25519 public key in hexadecimal signs, and whether its other half is no secret."""

    name: str
    public: str
    test: bool = False


def trusted(path: Path | None = None) -> Maker:
    """Whose updates are taken: who is named in the program's own file, or in another."""
    said = (path or Path(__file__).with_name(KEY_FILE)).read_text("utf-8")
    return msgspec.convert(tomllib.loads(said), Maker)
