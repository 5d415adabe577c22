"""Filing: records go in, are corrected and taken back; what is being written is kept until it is filed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from schoolprep.declarations import Data
from schoolprep.facts import kinds
from schoolprep.facts.blank import hidden
from schoolprep.facts.days import local
from schoolprep.facts.draft import Draft
from schoolprep.facts.kinds.base import Frame
from schoolprep.facts.languages import Lang
from schoolprep.facts.record import Entry, Record
from schoolprep.facts.words import clauses, say
from schoolprep.store import Act, Records


class FilingDesk:
    """See the module. `filed` is told of every record that went in or was taken back."""

    def __init__(self, store: Records, data: Data, filed: Callable[[list[Record]], None]) -> None:
        self._store = store
        self._data = data
        self._filed = filed
        self._blanks = {**data.blanks, **hidden()}

    def append(self, entries: Iterable[Entry], act: str | None = None, about: str = "") -> list[Record]:
        """File entries as one act; `about` is what the history calls it."""
        return self._told(self._store.append(entries, act, about))

    def withdraw(self, record: str) -> list[Record]:
        """Take a record back; it stays in the history."""
        return self._told(self._store.withdraw([record]))

    def undo(self, act: str) -> list[Record]:
        """Take an act back (an intake, a form, an undo)."""
        return self._told(self._store.undo(act))

    def _told(self, records: list[Record]) -> list[Record]:
        self._filed(records)
        return records

    # -------------------------------------------------------------- what was filed

    def current(self) -> Iterator[Record]:
        """Every record of the school that stands."""
        return self._store.current()

    def record(self, record: str) -> Record:
        """A record by its id, also one that does not stand any more. Raises `CallError` for none of this school."""
        return self._store.record(record)

    def evidence(self, record: str, lang: Lang) -> str:
        """A record as one line: what it says, who filed it and when."""
        found = self._store.record(record)
        return say(
            "explain.record", lang, blank=self.title(found.blank, lang), answers=self.said(found, lang),
            author=found.author, written=local(found.written, self._store.school.zone).text().replace("T", " "),
        )  # fmt: skip

    def title(self, blank: str, lang: Lang) -> str:
        """What the records of a blank are called; one of a newer edition by its own name."""
        known = self._blanks.get(blank)
        return known.title[lang] if known else blank

    def said(self, record: Record, lang: Lang) -> str:
        """What a record says, answer by answer; what no blank asks and what nobody can read as it was filed."""
        answers = record.answers or {}
        known = self._blanks[record.blank].fields if record.blank in self._blanks else {}
        asked = [
            f"{field.label[lang]} {kinds.write(field, answers[name], lang, self._data.divisions)}"
            for name, field in known.items()
            if name in answers
        ]
        others = (f"{name} {answers[name]}" for name in sorted(answers.keys() - known.keys()))
        return clauses((*asked, *others), lang)

    def acts(self, limit: int = 100) -> list[Act]:
        """The newest acts, the last first."""
        return self._store.acts(limit)

    def of_act(self, act: str) -> list[Record]:
        """What an act filed."""
        return self._store.of_act(act)

    # -------------------------------------------------------------- what is being written

    def frame(self, today: date) -> Frame:
        """What a person's writing is read in; `today` gives a date typed without a year its year."""
        school = self._store.school
        return Frame(self._data.divisions, school.region, filled_on=today, typed=True, zone=school.zone)

    def draft(self, blank: str, subject: str, today: date, record: Record | None = None) -> Draft:
        """A blank to fill in, empty or to correct `record`; for `today` see `frame`."""
        frame = self.frame(today)
        if record is None:
            return Draft(self._data.blanks[blank], subject, frame)
        return Draft(self._data.blanks[blank], subject, frame, record.answers or {}, (record.id,))

    def file_draft(self, draft: Draft) -> Record:
        """File a finished draft. Raises `Unfinished`, and `KnownError` where it cannot be saved."""
        return self.append([draft.finish()])[0]

    def drafts(self) -> dict[str, bytes]:
        """Every kept draft by name, the latest kept last."""
        return self._store.drafts()

    def save_draft(self, name: str, state: bytes) -> None:
        """Keep a draft as it stands, so that no crash loses it; the last one under a name counts."""
        self._store.save_draft(name, state)

    def drop_draft(self, name: str) -> None:
        """Forget a draft (it was filed or thrown away); one that is not there does no harm."""
        self._store.drop_draft(name)
