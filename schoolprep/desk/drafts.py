"""Drafts: what is being written, kept in the school's encrypted file until it is filed or thrown away.

Each is kept under a name that says what it is: a form about somebody, or a line of a class sheet.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, Self

import msgspec

from schoolprep.desk.desk import Desk
from schoolprep.facts.days import Day, day_of, iso
from schoolprep.facts.draft import Draft
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Record

_FORM, _LINE = "form", "grid"
_NEW = "new"
_NOBODY = "nobody"
"""Stands for the subject in the name of the one draft of a person not yet on file."""


class FormName(NamedTuple):
    """A form about somebody: its blank, and the record that it corrects."""

    subject: str
    blank: str
    record: str = _NEW

    def __str__(self) -> str:
        """The name it is kept under."""
        return "/".join((_FORM, *self))

    @classmethod
    def read(cls, name: str) -> Self | None:
        """Of a kept name; None where it is none of a form."""
        room, *parts = name.split("/")
        return cls(*parts) if room == _FORM and len(parts) == len(cls._fields) else None


class LineName(NamedTuple):
    """A line of a class sheet: what the sheet is for, its day, and whose line it is."""

    purpose: str
    day: Day
    subject: str

    def __str__(self) -> str:
        """The name it is kept under."""
        return "/".join((_LINE, self.purpose, iso(self.day), self.subject))

    @classmethod
    def read(cls, name: str) -> Self | None:
        """Of a kept name; None where it is none of a line."""
        room, *parts = name.split("/")
        if room != _LINE or len(parts) != len(cls._fields):
            return None
        purpose, day, subject = parts
        return cls(purpose, day_of(day), subject)


class Drafts:
    """The kept drafts of the school; one for each record being corrected, and one new one for each blank."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def new(self, blank: str, subject: str, today: date, record: Record | None = None) -> Draft:
        """The kept draft of a new record, or of a correction of `record`; an untouched one where none was kept."""
        name = FormName(subject, blank, record.id if record else _NEW)
        kept = self._desk.filing.drafts().get(str(name))
        return self._read(kept, today) or self._desk.filing.draft(blank, subject, today, record)

    def new_person(self, today: date) -> Draft:
        """The draft of a person who is not on file yet."""
        kept = self._desk.filing.drafts().get(str(FormName(_NOBODY, "person")))
        return self._read(kept, today) or self._desk.filing.draft(
            "person", self._desk.people.new_person(), today
        )

    def put_right(self, record: str, today: date) -> Draft:
        """The draft that puts an unread answer right: the kept one, or what could be read of its row."""
        fresh = self._desk.filing.put_right(record, today)
        kept = self._read(self._desk.filing.drafts().get(self._name(fresh, nobody=False)), today)
        if kept is None:
            return fresh
        kept.replaces = tuple(dict.fromkeys((*kept.replaces, *fresh.replaces)))
        return kept

    def kept(self, subject: str) -> set[tuple[str, str]]:
        """Which drafts about somebody are kept: blank, and the record being corrected (empty: a new one)."""
        names = map(FormName.read, self._desk.filing.drafts())
        return {
            (name.blank, "" if name.record == _NEW else name.record)
            for name in names
            if name and name.subject == subject
        }

    def keep(self, draft: Draft, *, nobody: bool = False) -> None:
        """Keep a draft as it stands; one in which nothing stands is none."""
        if draft.touched and (draft.replaces or any(draft.writing(name) for name in draft.blank.fields)):
            self._desk.filing.save_draft(self._name(draft, nobody), msgspec.json.encode(draft.state()))
        else:
            self.drop(draft, nobody=nobody)

    def drop(self, draft: Draft, *, nobody: bool = False) -> None:
        """Forget a draft."""
        self._desk.filing.drop_draft(self._name(draft, nobody))

    def _name(self, draft: Draft, nobody: bool) -> str:
        record = draft.replaces[0] if draft.replaces else _NEW
        return str(FormName(_NOBODY if nobody else draft.subject, draft.blank.id, record))

    def _read(self, kept: bytes | None, today: date) -> Draft | None:
        """A kept draft; None where there is none, or where it is none of ours."""
        if kept is None:
            return None
        frame = self._desk.filing.frame(today)
        try:
            return Draft.restore(msgspec.json.decode(kept), self._desk.data.blanks, frame)
        except (CallError, msgspec.DecodeError):
            return None
