"""Source: the text of a pack, and the file each line of it stands in.

A pack is one file, or a folder in which `pack.toml` says what it is and names its rules, `sources.toml` the documents
they rest on, each rule has a file of its own, and its examples stand beside it. The files of a folder, one after
another, are the pack as one file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from schoolprep.facts.problem import CallError

HEAD, SOURCES, TRANSITIONS, EXAMPLES = "pack.toml", "sources.toml", "transitions.toml", ".examples.toml"
MOST_BYTES = 2_000_000
"""A pack with three hundred rules and their examples has about 500 kB."""
_NAME = re.compile(r"[A-Za-z0-9][\w-]{0,79}")


class Source(NamedTuple):
    """See the module."""

    text: str
    files: tuple[tuple[str, int], ...]
    """Each file with its first line in the text."""

    @classmethod
    def of(cls, text: str, name: str) -> Source:
        """One file."""
        return cls(text, ((name, 1),))

    @property
    def name(self) -> str:
        """The file it begins in."""
        return self.files[0][0]

    def place(self, line: int) -> tuple[str, int]:
        """The file a line of the text stands in, and its line there."""
        file, first = next(one for one in reversed(self.files) if one[1] <= max(line, 1))
        return file, line - first + 1


def text_of(content: bytes, name: str, size: int = 0) -> str:
    """The text of a pack file, of `size` bytes where not all was read. Raises `CallError`: too large, or no text."""
    if len(content) > MOST_BYTES:
        size = -(-max(size, len(content)) // 1_000_000)  # rounded up
        raise CallError("rules.too-large", file=name, size=size, most=MOST_BYTES // 1_000_000)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        raise CallError("rules.no-text", file=name, line=line) from wrong


def source_at(path: Path) -> Source:
    """A pack file or folder that a person named. Raises `CallError`; a file that is too large is not read whole."""
    if path.is_dir():
        return source_in(path, proof=True)
    try:
        with path.open("rb") as file:
            text = text_of(file.read(MOST_BYTES + 1), path.name, path.stat().st_size)
    except OSError as wrong:
        raise CallError("rules.no-file", file=str(path)) from wrong
    return Source.of(text, path.name)


def source_in(folder: Path, *, proof: bool, rules: Sequence[str] | None = None) -> Source:
    """The files of a pack's folder one after another, with its examples where they are asked for (`proof`).

    `rules`: those its head names, where that was read before.
    Raises `CallError`: a file that is missing, is too much to read, or that the pack does not name.
    """
    there = {one.name for one in folder.iterdir() if one.name.endswith(".toml")}
    head = _text(folder, HEAD)
    rules = _rules(head) if rules is None else rules
    listed = [f"{name}.toml" for name in rules]
    proofs = [f"{name}{EXAMPLES}" for name in (*rules, TRANSITIONS.removesuffix(".toml"))]
    for stray in sorted(there - {HEAD, SOURCES, TRANSITIONS, *listed, *proofs}):
        raise CallError("rules.not-named", file=f"{folder.name}/{stray}", pack=HEAD)
    last = (TRANSITIONS, *(proofs if proof else ()))
    names = [SOURCES] * (SOURCES in there) + listed + [name for name in last if name in there]
    texts = {HEAD: head} | {name: _text(folder, name) for name in names}
    text_of("\n".join(texts.values()).encode(), folder.name)
    return Source("\n".join(texts.values()), tuple(_first_lines(texts)))


def _first_lines(texts: dict[str, str]) -> Iterator[tuple[str, int]]:
    line = 1
    for name, text in texts.items():
        yield name, line
        line += text.count("\n") + 1


def _text(folder: Path, name: str) -> str:
    try:
        return text_of((folder / name).read_bytes(), name)
    except OSError as wrong:
        raise CallError("rules.no-file", file=f"{folder.name}/{name}") from wrong


def _rules(head: str) -> list[str]:
    """The rules a head names; none where it is not well written, which is told when the whole is read."""
    import tomllib  # noqa: PLC0415 - only for what comes from outside

    try:
        named = tomllib.loads(head).get("rules")
    except (ValueError, RecursionError):
        return []
    return (
        [one for one in named if isinstance(one, str) and _NAME.fullmatch(one)]
        if isinstance(named, list)
        else []
    )
