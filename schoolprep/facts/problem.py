"""Problem: what is wrong with one answer or one action, as code and facts; the words are chosen at the edge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Self

Fact = str | int | float


class Series(str):
    """Series names as one fact: 、 stands between them in a Chinese sentence, a comma in an English one."""

    __slots__ = ("names",)
    names: tuple[str, ...]

    def __new__(cls, names: Iterable[str]) -> Self:
        """Of these names, in their order."""
        kept = tuple(names)
        made = super().__new__(cls, "、".join(kept))
        made.names = kept
        return made


class Problem(NamedTuple):
    """One thing a person can put right.

    `code` is a key of the catalogue in `schoolprep/facts/words/`; `facts` fill the sentence's places; `field` names the
    blank's field it belongs to, empty where it belongs to the whole.
    """

    code: str
    facts: Mapping[str, Fact] = {}
    field: str = ""


class KnownError(Exception):
    """Raised where the surroundings or the input are at fault: a full disk, a wrong passphrase, a broken file.

    It carries one `Problem`, becomes one sentence in the reader's language, and never a traceback.
    """

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.problem = Problem(code, facts)


class CallError(KnownError):
    """The call or the input is wrong and nothing was changed (exit status 2)."""


class WorkspaceError(KnownError):
    """The workspace cannot be opened: passphrase, damage, another window (exit status 3)."""
