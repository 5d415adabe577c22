"""Subjects: the subject of each row; everybody on the sheets of people first, those with a document before the others.

A document that is written and cannot be read is no empty one: whom name, class, birth date or what is left of the
number may mean is offered, and a person says whether it is them (DOMAIN §6 row 1).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Answers
from schoolprep.facts.subject import AREAS
from schoolprep.intake.notices import Telling
from schoolprep.intake.on_file import Known
from schoolprep.intake.people import PeopleOnFile, text, who_of
from schoolprep.intake.residue import Residue
from schoolprep.intake.rows import CellChange, Doubt, RowSubject, SheetRow
from schoolprep.intake.shared import SharedNumbers
from schoolprep.intake.tables import Table

Repeats = Callable[[SheetRow, str], bool]
"""Whether a row says nothing about somebody that is not on file."""


class Whose:
    """Finds people while one intake is settled."""

    def __init__(self, known: Known, telling: Telling, residue: Residue, repeats: Repeats) -> None:
        """`residue`: is told of the rows that may be somebody's."""
        self._known = known
        self._tell = telling
        self._residue = residue
        self._repeats = repeats
        self._people = known.people
        self._sure: dict[RowSubject, str] = {}
        """Whom the same words meant before, beyond doubt."""
        self._offers: dict[tuple[str, str, str], CellChange] = {}
        self._lines: defaultdict[int, dict[int, str]] = defaultdict(dict)
        """Whom the lines of sheets that answer several blanks are about: a line of a survey is one person's."""
        places = [(sheet.table.place, sheet.own) for sheet in telling.sheets]
        self._pages = [places.index(place) for place in places]
        """For each sheet, the first one that reads the same lines."""
        counted = Counter(id(sheet.table) for sheet in telling.sheets)
        self._shared = SharedNumbers(telling, known.people)
        self._surveys = {table for table, count in counted.items() if count > 1}

    def learn(self, people: Sequence[tuple[str, Answers]]) -> None:
        """Whom the sheets of people add, for the other sheets."""
        self._people = self._known.people.with_()
        for subject, answers in people:
            self._people.add(subject, answers)

    def on_file(self, row: SheetRow) -> str | None:
        """Whom a row is about, of those on file; None where nobody, or more than one."""
        blank, people = self._tell.blank(row), self._known.people
        if blank.about == "areas":
            return AREAS
        who = _who_of(row) if blank.id == "person" else row.who
        if subject := people.with_document(who.document):
            return subject
        found = people.alike(who)
        return found[0] if len(found) == 1 else None

    # The sheets of people ----------------------------------------------------------------------------------------

    def persons(self, rows: Sequence[SheetRow]) -> Iterator[tuple[str, SheetRow]]:
        """The subject of each row of the sheet 人员: those with a document before those without."""
        rows = self._shared.without(rows)
        numbers = [text(row.answers, "document_no") for row in rows]
        documented = [row for row, number in zip(rows, numbers, strict=True) if number]
        subjects = self._subjects_of_documents(documented)
        others = len(documented) < len(rows)
        people = self._known.people.with_() if others else self._known.people
        for row, number in zip(documented, filter(None, numbers), strict=True):
            subject = subjects[number]
            named = self._named(row, subject)
            if others:
                people.add(subject, named.answers)
            self._keep_line(row, subject)
            yield subject, named
        if others:
            undocumented = [row for row, number in zip(rows, numbers, strict=True) if not number]
            yield from self._without_document(undocumented, people)

    def _without_document(
        self, rows: Sequence[SheetRow], people: PeopleOnFile
    ) -> Iterator[tuple[str, SheetRow]]:
        """The subject of each row of which no document can be read; `people`: everybody who has one, and on file."""
        seen: dict[RowSubject, str] = {}
        for row in rows:
            who = _who_of(row)
            found = seen.get(who) or self._person_without_document(row, who, people)
            if found is None:
                continue
            if isinstance(found, Problem):
                self._tell.refuse_row(row, found)
                continue
            seen[who] = found
            self._shared.learn(row, found)
            people.add(found, {**row.answers, **people.about.get(found, {})})
            self._keep_line(row, found)
            yield found, row

    def _subjects_of_documents(self, rows: Sequence[SheetRow]) -> dict[str, str]:
        """The subject of each document.

        Who has it on file; else the one person on file without any document whom name and birth date, or class,
        mean alone; else the subject that this document has on every device.
        """
        people = self._known.people
        types: dict[str, str] = {}
        joined: dict[str, set[str]] = {}
        claims: dict[str, set[str]] = {}
        for row in rows:
            number = text(row.answers, "document_no")
            types[number] = types.get(number) or text(row.answers, "document_type")
            if people.about and people.with_document(number) is None:
                for candidate in people.alike(who_of(row.answers)):
                    joined.setdefault(number, set()).add(candidate)
                    claims.setdefault(candidate, set()).add(number)
        subjects = {}
        for number, kind in types.items():
            subject = people.with_document(number)
            if subject is None and (candidates := joined.get(number)):
                alone = len(candidates) == 1 and all(len(claims[candidate]) == 1 for candidate in candidates)
                subject = next(iter(candidates)) if alone else None
            subjects[number] = subject or self._known.subject_of(kind, number)
        return subjects

    def _named(self, row: SheetRow, subject: str) -> SheetRow:
        """A row of the sheet 人员 whose name is not the one on file: the name waits for a person's word."""
        name = text(row.answers, "name")
        known = self._known.people
        if not name or subject not in known.about or known.is_named(subject, name):
            return row
        change = self._tell.change(row, "name", name, text(known.about[subject], "name"), "name-differs")
        if self._tell.ask(change):
            return row
        answers = {field: value for field, value in row.answers.items() if field != "name"}
        return row._replace(answers=answers, doubts=(*row.doubts, Doubt(change, "name")))

    def _person_without_document(
        self, row: SheetRow, who: RowSubject, people: PeopleOnFile
    ) -> str | Problem | None:
        """Whom a row without a readable document is about; None where a person must say so first."""
        if not who.name or not (who.class_name or who.birth_date):
            return Problem("intake.no-person")
        found = people.alike(who)
        if len(found) > 1:
            return Problem("intake.namesakes", {"name": who.name, "count": len(found)})
        if found and who.spoiled:
            return found[0] if self._is_offered(row, who, found[0], people) else None
        return found[0] if found else self._known.new_subject()

    # The other sheets --------------------------------------------------------------------------------------------

    def others(self, rows: Sequence[SheetRow]) -> Iterator[tuple[str | None, SheetRow]]:
        """The subject of each row of the other sheets; None for an entry of a list that is on file already."""
        sure, lines, pages = self._sure, self._lines, self._pages
        sheets = self._tell.sheets
        areas = {index for index, sheet in enumerate(sheets) if sheet.blank.about == "areas"}
        for row in rows:
            subject = lines[pages[row.sheet]].get(row.number) if lines else None
            if subject is None or subject not in self._people.about:
                subject = sure.get(row.who)
            if subject is not None:
                yield subject, row
            elif row.sheet in areas:
                yield self._of_list(row, sheets[row.sheet].table)
            else:
                found = self._whom(row)
                if isinstance(found, Problem):
                    self._tell.refuse_row(row, found)
                    self._is_perhaps(row)
                elif found is None:
                    continue
                elif row.who.spoiled:
                    yield found, row
                elif self._people.is_named(found, row.who.name):
                    sure[row.who] = found
                    yield found, row
                elif self._may_be(row, found):
                    yield found, row

    def _keep_line(self, row: SheetRow, subject: str) -> None:
        if self._surveys and id(self._tell.sheets[row.sheet].table) in self._surveys:
            self._lines[self._pages[row.sheet]][row.number] = subject

    def _of_list(self, row: SheetRow, table: Table) -> tuple[str | None, SheetRow]:
        """A row of a list that only says "listed on that day" may repeat an entry on file, whatever day it began.

        It says something new only where it says that the entry ended.
        """
        day = table.as_of.isoformat() if table.as_of else None
        since = self._known.listed_since(row.answers) if day and row.answers.get("since") == day else None
        if since is None or day is None or since > day:
            return AREAS, row
        if "until" not in row.answers:
            return None, row
        kept = {name: value for name, value in row.answers.items() if name not in ("source", "published_at")}
        return AREAS, row._replace(answers={**kept, "since": since})

    def _whom(self, row: SheetRow) -> str | Problem | None:
        """The person on file, or taken in just now, whom a row names; None where a person must say so first."""
        who = row.who
        if shared := self._shared.meant(who):
            return shared
        if who.document:
            subject = self._people.with_document(who.document)
            return subject or Problem("intake.unknown-document", {"document": who.document})
        if not who.name or not (who.class_name or who.birth_date or who.spoiled):
            return Problem("intake.no-person")
        found = self._people.alike(who)
        if len(found) > 1:
            for subject in found:  # it is one of theirs: none of them is well until it is known whose
                self._residue.drop_row(subject, row)
            return Problem("intake.namesakes", {"name": who.name, "count": len(found)})
        if not found:
            return Problem("intake.unknown-person", {"name": who.name})
        if who.spoiled and not self._is_offered(row, who, found[0], self._people):
            return None
        return found[0]

    def _is_offered(self, row: SheetRow, who: RowSubject, subject: str, people: PeopleOnFile) -> bool:
        """Whether somebody said that a person is meant whose document cannot be read: one question for all rows."""
        of_people = self._tell.blank(row).id == "person"
        change = self._tell.change(
            row, "document_no", who.spoiled, people.line(subject), "document-unread", who=not of_people
        )
        asked = self._offers.setdefault((who.spoiled, who.name, subject), change)
        yes = self._tell.ask(asked, known=self._repeats(row, subject))
        if not yes:
            self._residue.drop_row(subject, row)
        return yes

    def _may_be(self, row: SheetRow, subject: str) -> bool:
        """Whether somebody said that the document is this person's, though the name beside it is another.

        What is on file word for word was accepted before.
        """
        on_file = text(self._people.about[subject], "name")
        change = self._tell.change(row, "name", row.who.name, on_file, "name-differs", who=True)
        yes = self._tell.ask(change, known=self._repeats(row, subject))
        if not yes:
            self._residue.drop_row(subject, row)
            self._is_perhaps(row)
        return yes

    def _is_perhaps(self, row: SheetRow) -> None:
        """A row whose number is nobody's, or somebody else's, is perhaps about the one person its name means.

        By class or birth date, or by a number a slip away; what it says is unread of them until the row is put right.
        """
        who = row.who
        if who.document and who.name:
            found = self._people.alike(who._replace(document="", spoiled=who.document))
            if len(found) == 1:
                self._residue.drop_row(found[0], row)


def _who_of(row: SheetRow) -> RowSubject:
    """What a row of the sheet 人员 says about whom it is about."""
    return who_of(row.answers)._replace(spoiled=row.who.spoiled)
