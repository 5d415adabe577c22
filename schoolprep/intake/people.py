"""People: whom a row is about.

An identity document decides; where it is empty or destroyed, name and class, then name and birth date (DOMAIN §6
rows 1 and 26). Nobody is invented: outside the sheet 人员 a row about an unknown person is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy

from schoolprep.facts.record import Answers
from schoolprep.intake import documents
from schoolprep.intake.rows import RowSubject


class PeopleOnFile:
    """Everybody on file, found by document, by name and class, by name and birth date."""

    def __init__(self, known: Iterable[tuple[str, Answers]] = ()) -> None:
        self.about: dict[str, Answers] = {}
        self._by_document: dict[str, str] = {}
        self._by_name: dict[str, tuple[str, ...]] = {}
        for subject, answers in known:
            self.add(subject, answers)

    def __copy__(self) -> PeopleOnFile:
        """Another of the same people, to try out what a plan would add."""
        other = PeopleOnFile()
        other.about = self.about.copy()
        other._by_document = self._by_document.copy()
        other._by_name = self._by_name.copy()
        return other

    def with_(self) -> PeopleOnFile:
        """A copy to add to."""
        return copy(self)

    def add(self, subject: str, answers: Answers) -> None:
        """Learn of a person, or more about one."""
        known = self.about.get(subject)
        self.about[subject] = {**known, **answers} if known else answers
        if document := text(answers, "document_no"):
            self._by_document[document] = subject
        if name := name_key(text(answers, "name")):
            namesakes = self._by_name.get(name, ())
            if subject not in namesakes:
                self._by_name[name] = (*namesakes, subject)

    def with_document(self, document: str) -> str | None:
        """Who has this document."""
        return self._by_document.get(document)

    def alike(self, who: RowSubject) -> list[str]:
        """Everybody the name and what is left of a spoiled document, else birth date, else class may mean.

        A person whose birth date or document is known to be another is none of them.
        """
        namesakes = [s for s in self._by_name.get(name_key(who.name), ()) if not self._is_other(s, who)]
        if not namesakes:
            return []
        by_number = [s for s in namesakes if documents.may_be(who.spoiled, self._says(s, "document_no"))]
        if by_number:
            return by_number
        born = [s for s in namesakes if who.birth_date and self._says(s, "birth_date") == who.birth_date]
        if born:
            return born
        return [s for s in namesakes if who.class_name and self._says(s, "class_name") == who.class_name]

    def _is_other(self, subject: str, who: RowSubject) -> bool:
        born = self._says(subject, "birth_date")
        document = self._says(subject, "document_no")
        return (
            bool(born and who.birth_date and born != who.birth_date)
            or bool(document and who.document and document != who.document)
            or documents.cannot_be(who.spoiled, document)
        )

    def line(self, subject: str) -> str:
        """A person in a few words, to be asked about."""
        return line(self.about[subject])

    def _says(self, subject: str, field: str) -> str:
        return text(self.about[subject], field)

    def is_named(self, subject: str, name: str) -> bool:
        """Whether a name written beside a document is that person's, spaces aside; no name contradicts nothing."""
        on_file = self._says(subject, "name")
        return not name or name == on_file or not on_file or name_key(name) == name_key(on_file)


def line(answers: Answers) -> str:
    """A person in a few words."""
    return " ".join(filter(None, (text(answers, name) for name in ("name", "class_name", "birth_date"))))


def who_of(answers: Answers) -> RowSubject:
    """What the sheet 人员 says about whom a row is about."""
    return RowSubject(*(text(answers, name) for name in ("document_no", "name", "class_name", "birth_date")))


def text(answers: Mapping[str, object], field: str) -> str:
    """A text answer; empty where there is none."""
    value = answers.get(field)
    return value if isinstance(value, str) else ""


def name_key(name: str) -> str:
    """A name without the spaces that align columns, to compare by."""
    key = name.casefold()
    return key if key.isalpha() else "".join(key.split())
