"""Problem: what is wrong with one answer or one action, as code and facts; the words are chosen at the edge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from schoolprep.facts import languages
from schoolprep.facts.languages import Lang
from schoolprep.facts.text import Same, Text

Fact = str | int | float
"""A fact as plain data: of a finding, of a step of its arithmetic."""
Filling = Fact | Text
"""What fills a place of a sentence."""


class Series(Text):
    """Names as one fact: 、 stands between them in a Chinese sentence, a comma in an English one."""

    __slots__ = ("names", "nothing")

    def __init__(self, names: Iterable[str | Text], nothing: str = "") -> None:
        self.names = tuple(Same(name) if isinstance(name, str) else name for name in names)
        self.nothing = nothing

    def __getitem__(self, lang: Lang) -> str:
        """The names in their order; `nothing` where there is none."""
        return languages.of(lang).marks.listed.join(name[lang] for name in self.names) or self.nothing

    def _is(self) -> object:
        return self.names, self.nothing


_CODES = "、"


def codes_as_fact(codes: Iterable[str]) -> str:
    """Several codes as one fact of a finding (findings are plain data)."""
    return _CODES.join(codes)


def codes_of(fact: Fact) -> list[str]:
    """The codes of such a fact."""
    return [code for code in str(fact).split(_CODES) if code]


class Problem(NamedTuple):
    """One thing a person can put right.

    `code` is a key of the catalogue in `schoolprep/facts/words/`; `facts` fill the sentence's places; `field` names the
    blank's field it belongs to, empty where it belongs to the whole.
    """

    code: str
    facts: Mapping[str, Filling] = {}
    field: str = ""


class KnownError(Exception):
    """Raised where the surroundings or the input are at fault: a full disk, a wrong passphrase, a broken file.

    It carries one `Problem`, becomes one sentence in the reader's language, and never a traceback.
    """

    def __init__(self, code: str, **facts: Filling) -> None:
        super().__init__(code)
        self.problem = Problem(code, facts)


class CallError(KnownError):
    """The call or the input is wrong and nothing was changed (exit status 2)."""


class WorkspaceError(KnownError):
    """The workspace cannot be opened: passphrase, damage, another window (exit status 3)."""
