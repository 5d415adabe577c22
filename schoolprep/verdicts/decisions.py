"""Decisions: what a school decided about its rules: packs that came as files, switches, its own numbers.

Everything it decides is a record under the subject `RULES`, filed like any other, so that history, undo, audit and
hand-over hold for it too.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from schoolprep.facts.days import local
from schoolprep.facts.gate.porter import Porter
from schoolprep.facts.problem import CallError, Problem
from schoolprep.facts.record import Answers, Record
from schoolprep.facts.subject import RULES
from schoolprep.rules.pack import Pack
from schoolprep.rules.pack.change import Change
from schoolprep.rules.pack.reading import parse
from schoolprep.rules.pack.source import Source
from schoolprep.store import Records

PACK, SWITCH, CHANGE = "rule_pack", "rule_switch", "rule_change"
"""What the records are called where a person's say which blank they are of."""


class Import(NamedTuple):
    """A pack that came as a file."""

    pack: Pack
    file: str
    text: str
    by: str
    written: str
    record: str

    @property
    def source(self) -> Source:
        """The file with its lines."""
        return Source.of(self.text, self.file)


class Switch(NamedTuple):
    """The school's last word on whether a pack applies."""

    pack: str
    on: bool
    imported: bool
    """Whether it was said of the imported pack of this id or of the program's."""
    profile: str
    """Where it was switched on: a pack that no profile names is added to this one."""
    why: str
    document: str
    by: str
    written: str
    record: str


class Decisions:
    """See the module. They are read when first asked for and kept until `forget`."""

    def __init__(self, store: Records) -> None:
        self._porter = Porter({})
        self._store = store
        self._known: list[Record] | None = None
        self._parsed: dict[str, Pack] = {}

    def forget(self) -> None:
        """Something was filed about rules."""
        self._known = None

    def _records(self, blank: str) -> list[tuple[Record, Answers]]:
        """What was filed of a blank, without what the porter refuses: that is told (`Grounds.strange`)."""
        if self._known is None:
            self._known = self._store.current_of(RULES)
        return [
            (record, record.answers)
            for record in self._known
            if record.blank == blank and record.answers is not None and self._porter.check(record) is None
        ]

    def imports(self) -> dict[str, Import]:
        """The imported packs by id, each in its newest edition; without those nobody can read any more."""
        found: dict[str, Import] = {}
        for record, said in self._records(PACK):
            try:
                one = self.pack_of(str(said["text"]), str(said["file"]))
            except CallError:
                continue
            found[one.id] = Import(
                one, str(said["file"]), str(said["text"]), record.author, self._when(record), record.id
            )
        return found

    def unreadable(self) -> dict[str, Problem]:
        """Imported packs that this edition of the program cannot read, with why; the others go on."""
        found: dict[str, Problem] = {}
        for _, said in self._records(PACK):
            try:
                self.pack_of(str(said["text"]), str(said["file"]))
            except CallError as wrong:
                found[str(said["pack"])] = wrong.problem
        return found

    def pack_of(self, text: str, file: str) -> Pack:
        """A file's text as a pack, read once. Raises `CallError` for a text that is none."""
        key = hashlib.sha256(text.encode()).hexdigest()
        if key not in self._parsed:
            made = parse(Source.of(text, file))
            if not isinstance(made, Pack):
                raise CallError("rulebook.no-pack", file=file)
            self._parsed[key] = made
        return self._parsed[key]

    def filed(self, pack_id: str) -> list[str]:
        """The records a pack came in, readable or not."""
        return [record.id for record, said in self._records(PACK) if said["pack"] == pack_id]

    def switches(self) -> dict[str, Switch]:
        """The last switch of each pack that was ever switched."""
        return {
            str(said["pack"]): Switch(
                str(said["pack"]), bool(said["on"]), bool(said["imported"]), str(said["profile"]), str(said["why"]),
                str(said.get("document", "")), record.author, self._when(record), record.id,
            )
            for record, said in self._records(SWITCH)
        }  # fmt: skip

    def changes(self) -> list[Change]:
        """The school's own numbers, variants and rules set aside, in the order they were filed."""
        return [
            Change(
                rule=str(said["rule"]), why=str(said["why"]), parameter=str(said.get("parameter", "")),
                value=str(said.get("value", "")), variant=str(said.get("variant", "")),
                off=bool(said.get("off", False)), document=str(said.get("document", "")), by=record.author,
                written=self._when(record), record=record.id,
            )
            for record, said in self._records(CHANGE)
        ]  # fmt: skip

    def _when(self, record: Record) -> str:
        return local(record.written, self._store.school.zone).text().replace("T", " ")
