"""Toml: what declared files say, read from their text once and after that from what was kept of it.

What is kept stands in `__pycache__` beside the files, as what Python keeps of its own, and begins with two hashes: of
the texts it was made of, and of itself. Whatever does not fit, cannot be read or cannot be written is as if it were not
there: then the text is read. So nothing stale or damaged is ever taken, and nothing but speed rests on it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import blake2b
from importlib._bootstrap_external import cache_from_source
from pathlib import Path
from typing import Any

import msgspec

TomlTree = dict[str, Any]
"""What one file says: keys with texts, numbers, truth values, dates, lists and the like."""
_HASH = 16
_DATE = 1
"""What stands before a date in what is kept."""


class UnreadableToml(ValueError):
    """A file that is not well written: its name, and why."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(file, why)
        self.file, self.why = file, why


def folder(path: Path) -> dict[str, TomlTree]:
    """What each TOML file of a folder says, by file name in their order. Raises `UnreadableToml` and `OSError`."""
    with os.scandir(path) as entries:
        names = sorted(one.name for one in entries if one.name.endswith(".toml"))
    return files(path, path / "all", names)


def file(path: Path) -> TomlTree:
    """What one file says. Raises as `folder`."""
    return files(path.parent, path.with_suffix(""), [path.name])[path.name]


def files(path: Path, kept: Path, names: Iterable[str]) -> dict[str, TomlTree]:
    """What files of a folder say, by name; `kept`: beside what and under what name. Raises as `folder`."""
    return parsed({name: (path / name).read_bytes() for name in names}, kept)


def parsed(texts: Mapping[str, bytes], kept: Path) -> dict[str, TomlTree]:
    """What texts say, by name; as `files`."""
    own = _hash(*(part for name, text in texts.items() for part in (name.encode(), text)))
    place = Path(cache_from_source(f"{kept}.py")).with_suffix(".msgpack")
    found = _look(place, own)
    if found is None:
        found = {name: _read(name, text) for name, text in texts.items()}
        _keep(place, own, found)
    return found


def _read(name: str, text: bytes) -> TomlTree:
    import tomllib  # noqa: PLC0415 - rarely needed, and half the start of a verb

    try:
        return tomllib.loads(text.decode("utf-8-sig").replace("\r\n", "\n"))
    except (ValueError, RecursionError) as wrong:
        raise UnreadableToml(name, str(wrong)) from wrong


def _hash(*parts: bytes) -> bytes:
    made = blake2b(digest_size=_HASH)
    for part in parts:
        made.update(len(part).to_bytes(8) + part)
    return made.digest()


def _look(place: Path, own: bytes) -> dict[str, TomlTree] | None:
    """What was kept of texts with this hash; None where there is nothing, or nothing sound."""
    try:
        content = place.read_bytes()
        if content[:_HASH] != own or content[_HASH : 2 * _HASH] != _hash(own, content[2 * _HASH :]):
            return None
        return _DECODER.decode(content[2 * _HASH :])
    except (OSError, msgspec.DecodeError, ValueError):
        return None


def _keep(place: Path, own: bytes, found: dict[str, TomlTree]) -> None:
    """Keep it, where that can be done: a folder that cannot be written to costs time and nothing else."""
    try:
        content = msgspec.msgpack.encode(_plain(found))
        if _DECODER.decode(content) != found:  # a value that msgpack knows otherwise
            return
        place.parent.mkdir(exist_ok=True)
        beside = place.with_name(f"{place.name}.{os.getpid()}")
        beside.write_bytes(own + _hash(own, content) + content)
        beside.replace(place)
    except (OSError, TypeError, OverflowError, msgspec.DecodeError):
        return


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return msgspec.msgpack.Ext(_DATE, value.isoformat().encode()) if type(value) is date else value


def _date(code: int, data: memoryview) -> date:
    return date.fromisoformat(bytes(data).decode())


_DECODER = msgspec.msgpack.Decoder(dict[str, dict[str, Any]], ext_hook=_date)
