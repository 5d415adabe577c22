"""People: everybody on file: their files and records, and how they are found."""

from __future__ import annotations

from schoolprep.facts import search
from schoolprep.facts.days import local
from schoolprep.facts.file import File
from schoolprep.facts.kinds.serial import is_of_class, serial_key
from schoolprep.facts.languages import Lang
from schoolprep.facts.problem import CallError
from schoolprep.facts.record import Answers, Record
from schoolprep.facts.subject import AREAS, RULES, THE_SCHOOL
from schoolprep.facts.words import say, say_problem
from schoolprep.store import Records
from schoolprep.verdicts.grounds import Grounds
from schoolprep.verdicts.judging import Changed


class PeopleDesk:
    """See the module. Whom something changed for is looked up anew (`forget`)."""

    def __init__(self, store: Records, grounds: Grounds) -> None:
        self._store = store
        self._grounds = grounds
        self._keys: dict[str, str] = {}

    def files(self) -> dict[str, File]:
        """Everybody's file, by subject."""
        return self._grounds.files()

    def subjects(self) -> list[str]:
        """Everybody."""
        return list(self.files())

    def file(self, subject: str) -> File:
        """One person's file. Raises `KeyError`."""
        return self._grounds.file(subject)

    def records(self, subject: str) -> list[Record]:
        """A person's current records."""
        return self._store.current_of(subject)

    def history(self, subject: str) -> list[Record]:
        """Every record ever filed about a person, oldest first."""
        return self._store.history(subject)

    def sources(self, subject: str) -> dict[str, str]:
        """What the acts that filed something about a person are called (a workbook's name); by act."""
        return self._store.titles_of(subject)

    def strange(self, lang: Lang) -> list[str]:
        """What is on file and this program does not understand, a sentence a record: whose, why, who filed it, when."""
        return [
            say(
                "gate.told", lang, whose=self._whose(record.subject, lang), says=say_problem(problem, lang),
                author=record.author, written=local(record.written, self._store.school.zone).text().replace("T", " "),
            )
            for record, problem in self._grounds.strange()
        ]  # fmt: skip

    def _whose(self, subject: str, lang: Lang) -> str:
        if subject in self.files():
            return self.file(subject).person.name or say("gate.nameless", lang)
        return say(
            {AREAS: "gate.the-areas", RULES: "gate.the-rules", THE_SCHOOL: "gate.the-calendar"}.get(
                subject, "gate.the-rest"
            ),
            lang,
        )

    def opened(self, subject: str) -> None:
        """Log that this person's file was looked at, by whom, where and when."""
        self._store.opened(subject)

    # -------------------------------------------------------------- who is who

    def new_person(self) -> str:
        """A subject for somebody whose document is not known yet."""
        return self._store.new_subject()

    def subject_of(self, document_type: str, document: str) -> str:
        """The subject of an identity document: the same on every device of this school, and nowhere else."""
        return self._store.subject_of(document_type, document)

    def by_document(self, document: str) -> str:
        """The subject with this document number, this number of the school or register, or this class and name.

        Raises `CallError` where nobody has it, or several have what is no document.
        """
        wanted = search.plain(document)
        for subject, known in self.files().items():
            if known.person.document.lower() == wanted:
                return subject
        numbered = [
            subject
            for subject, known in self.files().items()
            if wanted
            in (search.plain(known.person.number or ""), search.plain(known.person.register_no or ""))
        ]
        found = numbered or [
            subject
            for subject, known in self.files().items()
            if known.person.class_name
            and wanted == search.plain(f"{known.person.class_name}{known.person.name}")
        ]
        if wanted and len(found) == 1:
            return found[0]
        raise CallError("cli.nobody", document=document)

    def holder(self, answers: Answers, *, but: str = "") -> str | None:
        """Who else has one of a person's numbers of the school or the register; None where nobody has.

        One counted within a class is shared by the pupils of other classes.
        """
        for field in ("number", "register_no"):
            number = str(answers.get(field, ""))
            for subject, known in self.files().items() if number else ():
                held = getattr(known.person, field) or ""
                elsewhere = is_of_class(number) and known.person.class_name != answers.get("class_name")
                if subject != but and serial_key(held) == serial_key(number) and not elsewhere:
                    return subject
        return None

    def key(self, subject: str) -> str:
        """What a person is found by (see `schoolprep.facts.search`)."""
        if subject not in self._keys:
            self._keys[subject] = search.keys(self.file(subject))
        return self._keys[subject]

    def search(self, text: str, limit: int = 20) -> list[str]:
        """People by name, pinyin, initials, document tail, phone or class, best first."""
        wanted = search.plain(text)
        if not wanted:
            return []
        found = [
            (search.rank(key, wanted), subject)
            for subject in self.files()
            if wanted in (key := self.key(subject))
        ]
        return [subject for _, subject in sorted(found, key=lambda pair: pair[0])[:limit]]

    def forget(self, changed: Changed) -> None:
        """Find these people by what stands in their files now; None: everybody."""
        for subject in changed if changed is not None else list(self._keys):
            self._keys.pop(subject, None)
