"""Sent: a pack or profile as somebody sent it: a TOML file, a folder of them, or a rule table."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from schoolprep.facts.problem import CallError
from schoolprep.intake.reading import GivenFile, is_workbook
from schoolprep.rules import rule_table
from schoolprep.rules.pack import Pack, Profile, writing
from schoolprep.rules.pack.reading import parse
from schoolprep.rules.pack.source import Source, source_at


class Sent(NamedTuple):
    """What came."""

    found: Pack | Profile
    text: str
    """As one TOML file, whatever it came as."""
    source: Source | None
    """Where its lines stand; a rule table has none."""

    @property
    def pack(self) -> Pack:
        """The pack. Raises `CallError` where a profile was sent."""
        if isinstance(self.found, Pack):
            return self.found
        raise CallError("rulebook.no-pack", file=self.source.name if self.source else self.found.id)


def read(path: Path) -> Sent:
    """What stands at a path. Raises `CallError` naming file and line, or sheet and cell."""
    if path.is_file() and is_workbook(GivenFile.at(path)):
        pack = rule_table.read(path)
        return Sent(pack, writing.text(pack), None)
    source = source_at(path)
    return Sent(parse(source), source.text, source)
