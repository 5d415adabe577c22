"""Filing: records go in, are corrected and taken back; what is being written is kept until it is filed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from schoolprep.declarations import Data
from schoolprep.facts import kinds, unread
from schoolprep.facts.blank import hidden
from schoolprep.facts.days import local
from schoolprep.facts.draft import Draft
from schoolprep.facts.elsewhere import forms_elsewhere
from schoolprep.facts.file import File
from schoolprep.facts.kinds.base import Frame
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers, Entry, Record
from schoolprep.facts.words import clauses, say
from schoolprep.store import Act, Records


class FilingDesk:
    """See the module.

    `filed` is told of every record that went in or was taken back, `file` is a person's file, `undone` looks after
    those who are two people again.
    """

    def __init__(
        self,
        store: Records,
        data: Data,
        filed: Callable[[list[Record]], None],
        file: Callable[[str], File | None],
        undone: Callable[[], object],
    ) -> None:
        self._store = store
        self._data = data
        self._filed = filed
        self._file = file
        self._undone = undone
        self._blanks = {**data.blanks, **hidden()}

    def append(self, entries: Iterable[Entry], act: str | None = None, about: str = "") -> list[Record]:
        """File entries as one act; `about` is what the history calls it.

        What was unread on file and is answered by them is dealt with in the same act (`facts/unread`), and what they
        are on other forms besides is filed there (`facts/elsewhere`).
        """
        given = list(unread.answering(entries, self._data.blanks, self._open_of, self._store.record))
        besides = [one for entry in given for one in forms_elsewhere(entry, self._data.blanks, self._held)]
        return self._told(self._store.append([*given, *besides], act, about))

    def _held(self, subject: str, blank: str) -> list[Answers]:
        return [record.answers or {} for record in self._store.current_of(subject) if record.blank == blank]

    def withdraw(self, record: str) -> list[Record]:
        """Take a record back; it stays in the history."""
        return self._told(self._store.withdraw([record]))

    def undo(self, act: str) -> list[Record]:
        """Take an act back (an intake, a form, an undo)."""
        records = self._told(self._store.undo(act))
        self._undone()
        return records

    # -------------------------------------------------------------- what nobody could read

    def set_aside(self, records: Iterable[str], why: str) -> list[Record]:
        """Say of unread answers that they do not count, and why, in one act. Raises `CallError` without a reason."""
        if not why.strip():
            raise CallError("gate.no-reason")
        done = [unread.dealt_with(self._store.record(one), why.strip()) for one in records]
        return self._told(self._store.append(done))

    def unread_blank(self, record: str) -> str:
        """The blank whose question an unread answer answers."""
        return str((self._store.record(record).answers or {})["blank"])

    def unread_words(self, record: str, lang: Lang) -> str:
        """An unread answer as it was written, where, and what became of it."""
        return self._said_unread(self._store.record(record), lang)

    def put_right(self, record: str, today: date) -> Draft:
        """A draft of the blank that an unread answer answers, with what could be read of its row; see `append`.

        Where the statement stands on file without that answer, the draft corrects it.
        """
        one = self._store.record(record)
        said, read = one.answers or {}, unread.beside(one.answers or {})
        blank = self._data.blanks[str(said["blank"])]
        keys = {name: read[name] for name in blank.key if name in read}
        held = [
            there
            for there in (self._store.current_of(one.subject) if keys else ())
            if there.blank == blank.id and keys.items() <= (there.answers or {}).items()
        ]
        answers = {**(held[0].answers or {}), **read} if held else read
        replaces = tuple(there.id for there in (*held[:1], one))
        return Draft(blank, one.subject, self.frame(today), answers, replaces)

    def _open_of(self, subject: str) -> list[Record]:
        """The unread answers of somebody that wait."""
        file = self._file(subject)
        waiting = (one.record for one in (file.unread_answers if file else ()) if not one.done)
        return [self._store.record(id_) for id_ in waiting]

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
        if record.blank == unread.UNREAD_BLANK:
            return self._said_unread(record, lang)
        answers = record.answers or {}
        known = self._blanks[record.blank].fields if record.blank in self._blanks else {}
        asked = [
            f"{field.label[lang]} {kinds.write(field, answers[name], lang, self._data.divisions)}"
            for name, field in known.items()
            if name in answers
        ]
        others = (f"{name} {answers[name]}" for name in sorted(answers.keys() - known.keys()))
        return clauses((*asked, *others), lang)

    def _said_unread(self, record: Record, lang: Lang) -> str:
        said = {name: str(value) for name, value in (record.answers or {}).items()}
        place = " ".join(said[name] for name in ("file", "sheet", "heading", "cell", "named") if name in said)
        told = say("explain.unread-said", lang, words=said.get("words", ""), place=place)
        if unread.is_open(record):
            return told
        done = say(
            "explain.unread-aside" if "why" in said else "explain.unread-right", lang, why=said.get("why", "")
        )
        return clauses((told, done), lang)

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
