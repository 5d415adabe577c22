"""Flaw: what is wrong with a pack, found before it may be trusted: where it stands and one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import Filling
from schoolprep.facts.words import say


class Flaw(NamedTuple):
    """One finding of lint."""

    code: str
    """Key of the catalogue `lint`."""
    pack: str
    rule: str = ""
    parameter: str = ""
    """Path of the parameter or branch, or the name of the key, inside the rule (or the pack)."""
    facts: Mapping[str, Filling] = {}
    grave: bool = True
    """A pack with a grave flaw cannot be switched on; the others are advice."""
    file: str = ""
    line: int = 0

    def said(self, lang: Lang) -> str:
        """Where it is and what is wrong, as one sentence."""
        at = f"{self.file}:{self.line}" if self.file and self.line else self.file
        within = "/".join(part for part in (self.pack, self.rule) if part)
        where = " ".join(part for part in (at, within, self.parameter) if part)
        return say("lint.grave" if self.grave else "lint.advice", lang, where=where, flaw=self.told(lang))

    def told(self, lang: Lang) -> str:
        """What is wrong, without where it is."""
        return say(f"lint.{self.code}", lang, **self.facts)
