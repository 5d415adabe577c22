"""People: whom a row is about.

An identity document decides; where it is empty or destroyed, the number of a state's register or the school's own,
then name and class, then name and birth date (DOMAIN §6 rows 1 and 26). A number that is counted within a class tells
namesakes of that class apart, and means somebody by itself only together with the class.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy

from schoolprep.facts.kinds.serial import is_of_class, serial_key
from schoolprep.facts.record import Answers
from schoolprep.intake import documents
from schoolprep.intake.rows import WHO_FIELDS, RowSubject

NameAndNumber = tuple[str, str]
"""`name_key` and `serial_key` of what stands beside each other."""
_REGISTERED = 19
"""Signs of a register number that is G and an identity number."""


class PeopleOnFile:
    """Everybody on file, found by document, by number, by name and class, by name and birth date."""

    def __init__(self, known: Iterable[tuple[str, Answers]] = ()) -> None:
        self.about: dict[str, Answers] = {}
        self.written: Collection[NameAndNumber] = ()
        """The names and numbers that an intake writes beside each other: who has them on file is not renumbered."""
        self._by_document: dict[str, str] = {}
        self._by_name: dict[str, tuple[str, ...]] = {}
        self._by_number: dict[str, tuple[str, ...]] = {}
        self._by_register: dict[str, str] = {}
        self._added: set[str] = set()
        """Those an intake adds."""
        for subject, answers in known:
            self.add(subject, answers)

    def __copy__(self) -> PeopleOnFile:
        """Another of the same people, to try out what a plan would add."""
        other = PeopleOnFile()
        other.about = self.about.copy()
        other.written = self.written
        other._by_document = self._by_document.copy()
        other._by_name = self._by_name.copy()
        other._by_number = self._by_number.copy()
        other._by_register = self._by_register.copy()
        return other

    def with_(self, written: Collection[NameAndNumber] = ()) -> PeopleOnFile:
        """A copy to add to; `written`: what the intake writes."""
        other = copy(self)
        other.written = written or self.written
        other._added = set()
        return other

    def add(self, subject: str, answers: Answers) -> None:
        """Learn of a person, or more about one."""
        known = self.about.get(subject)
        if known is None:
            self._added.add(subject)
        self.about[subject] = {**known, **answers} if known else answers
        if document := text(answers, "document_no"):
            self._by_document[document] = subject
        if register := text(answers, "register_no"):
            self._by_register[serial_key(register)] = subject
        if number := text(answers, "number"):
            _note(self._by_number, serial_key(number), subject)
        if name := name_key(text(answers, "name")):
            _note(self._by_name, name, subject)

    def with_document(self, document: str) -> str | None:
        """Who has this document."""
        return self._by_document.get(document)

    def with_number(self, who: RowSubject) -> list[str]:
        """Who has the number of a row; several where it was given more than once, and nothing else tells them apart.

        One counted within a class means somebody where no name is written and the class is.
        """
        if who.register_no and (subject := self._registered(who.register_no)):
            return [subject]
        holders = list(self._by_number.get(serial_key(who.number), ())) if who.number else []
        whole = [s for s in holders if not is_of_class(self._says(s, "number"))]
        if whole or not is_of_class(who.number):
            holders = whole or holders
            return self._told_apart(holders, who) if len(holders) > 1 else holders
        if who.name or not who.class_name:
            return []
        return [s for s in holders if self._says(s, "class_name") == who.class_name]

    def _registered(self, number: str) -> str | None:
        found = self._by_register.get(serial_key(number))
        return found or (self.with_document(number[1:]) if len(number) == _REGISTERED else None)

    def _told_apart(self, holders: list[str], who: RowSubject) -> list[str]:
        """Of several with one number those of the row's name, or class."""
        for field, said in (("name", who.name), ("class_name", who.class_name)):
            meant = [s for s in holders if said and name_key(self._says(s, field)) == name_key(said)]
            if meant:
                return meant
        return holders

    def alike(self, who: RowSubject) -> list[str]:
        """Everybody the name and what is left of a spoiled document, else birth date, else class may mean.

        A person whose birth date, document or number is known to be another is none of them.
        """
        namesakes = [s for s in self._by_name.get(name_key(who.name), ()) if not self._is_other(s, who)]
        if not namesakes:
            return []
        by_number = [s for s in namesakes if documents.may_be(who.spoiled, self._says(s, "document_no"))]
        if by_number:
            return by_number
        found = self._of_birth_or_class(namesakes, who)
        numbered = [s for s in found if self._has_number(s, who)] if len(found) > 1 else []
        return numbered or found

    def knows(self, who: RowSubject) -> bool:
        """Whether anybody on file, or more than one, is meant."""
        if who.document:
            return bool(self.with_document(who.document) or self.with_number(who))
        return bool(self.with_number(who) or self.alike(who))

    def named(self, who: RowSubject) -> list[str]:
        """Everybody of that name, in whatever class, of whom nothing known says that they are not meant."""
        return [s for s in self._by_name.get(name_key(who.name), ()) if not self._is_other(s, who)]

    def namesakes(self, name: str) -> Sequence[str]:
        """Everybody of a name, whatever else is known of them."""
        return self._by_name.get(name_key(name), ())

    def holders(self, number: str) -> Sequence[str]:
        """Everybody who has a number of the school, in whatever class."""
        return self._by_number.get(serial_key(number), ()) if number else ()

    def renumbered(self, who: RowSubject) -> list[str]:
        """Everybody who would be meant, had they not another number on file, which the intake does not write."""
        if not who.number:
            return []
        namesakes = self._by_name.get(name_key(who.name), ())
        unnumbered = who._replace(number="")
        others = [
            s for s in namesakes if self._has_other_number(s, who) and not self._is_other(s, unnumbered)
        ]
        found = self._of_birth_or_class(others, who)
        return [s for s in found if s not in self._added and not self._is_written(s)]

    def _of_birth_or_class(self, namesakes: list[str], who: RowSubject) -> list[str]:
        born = [s for s in namesakes if who.birth_date and self._says(s, "birth_date") == who.birth_date]
        if born:
            return born
        return [s for s in namesakes if who.class_name and unit_text(self.about[s]) == who.class_name]

    def _is_other(self, subject: str, who: RowSubject) -> bool:
        born = self._says(subject, "birth_date")
        document = self._says(subject, "document_no")
        return (
            bool(born and who.birth_date and born != who.birth_date)
            or bool(document and who.document and document != who.document)
            or documents.cannot_be(who.spoiled, document)
            or (
                bool(who.number)
                and self._has_other_number(subject, who)
                and not self._may_be_new(subject, who)
            )
            or self._is_registered_otherwise(subject, who)
        )

    def _has_other_number(self, subject: str, who: RowSubject) -> bool:
        number = self._says(subject, "number")
        return bool(number) and serial_key(number) != serial_key(who.number)

    def _may_be_new(self, subject: str, who: RowSubject) -> bool:
        """Whether a number is one counted anew within the class: lists are sorted again each term."""
        return is_of_class(who.number) and subject not in self._added and not self._is_written(subject)

    def _has_number(self, subject: str, who: RowSubject) -> bool:
        number = self._says(subject, "number")
        return bool(number and who.number) and serial_key(number) == serial_key(who.number)

    def _is_written(self, subject: str) -> bool:
        name, number = self._says(subject, "name"), self._says(subject, "number")
        return (name_key(name), serial_key(number)) in self.written

    def _is_registered_otherwise(self, subject: str, who: RowSubject) -> bool:
        number = self._says(subject, "register_no")
        return bool(number and who.register_no) and serial_key(number) != serial_key(who.register_no)

    def line(self, subject: str) -> str:
        """A person in a few words, to be asked about."""
        return line(self.about[subject])

    def _says(self, subject: str, field: str) -> str:
        return text(self.about[subject], field)

    def is_named(self, subject: str, name: str) -> bool:
        """Whether a name written beside a document is that person's, spaces aside; no name contradicts nothing."""
        on_file = self._says(subject, "name")
        return not name or name == on_file or not on_file or name_key(name) == name_key(on_file)


def _note(places: dict[str, tuple[str, ...]], key: str, subject: str) -> None:
    there = places.get(key, ())
    if subject not in there:
        places[key] = (*there, subject)


def line(answers: Answers) -> str:
    """A person in a few words."""
    return " ".join(
        filter(None, (text(answers, name) for name in ("name", "class_name", "number", "birth_date")))
    )


def who_of(answers: Answers) -> RowSubject:
    """What the sheet 人员 says about whom a row is about."""
    return RowSubject(*(text(answers, name) for name in WHO_FIELDS))


def text(answers: Mapping[str, object], field: str) -> str:
    """A text answer; empty where there is none."""
    value = answers.get(field)
    return value if isinstance(value, str) else ""


def unit_text(answers: Mapping[str, object]) -> str:
    """Where somebody belongs at the school: the class, or the department of whoever is in none."""
    return text(answers, "class_name") or text(answers, "department")


def name_key(name: str) -> str:
    """A name without the spaces that align columns, to compare by; Smith, Amy is Amy Smith."""
    key = name.casefold()
    if key.isalpha():
        return key
    family, comma, given = key.partition(",")
    return "".join((given + family if comma else key).split())
