"""Shared: one number written beside two names; neither name loses its person, the number is told.

Twins, a copied row, a number that slid a line down: nobody can say whose it is, so it is nobody's (unless one of them
has it on file), and each row goes by its name and class. Other sheets that repeat number and name find the same people.
"""

from __future__ import annotations

from collections.abc import Sequence

from schoolprep.facts.kinds.serial import is_of_class, serial_key
from schoolprep.facts.problem import Problem, Series
from schoolprep.intake.notices import Telling
from schoolprep.intake.people import PeopleOnFile, name_key, text
from schoolprep.intake.rows import RowSubject, SheetRow


class SharedNumbers:
    """The numbers of one intake that rows of people write beside more than one name."""

    def __init__(self, telling: Telling, people: PeopleOnFile) -> None:
        self._tell = telling
        self._people = people
        self._firsts: dict[str, dict[str, SheetRow]] = {}
        """By number and name, the first row that says so; only numbers of two names and more."""
        self._subjects: dict[tuple[str, str], str] = {}

    def without(self, rows: Sequence[SheetRow]) -> Sequence[SheetRow]:
        """The rows of people, those that lose their number told and without it and what it alone told."""
        firsts: dict[str, dict[str, SheetRow]] = {}
        for row in rows:
            if (number := text(row.answers, "document_no")) and (name := name_key(text(row.answers, "name"))):
                firsts.setdefault(number, {}).setdefault(name, row)
        self._firsts = {number: names for number, names in firsts.items() if len(names) > 1}
        rows = [self._without(row) for row in rows] if self._firsts else rows
        for field in ("register_no", "number"):
            rows = self._without_serials(rows, field)
        return rows

    def _without_serials(self, rows: Sequence[SheetRow], field: str) -> Sequence[SheetRow]:
        """The rows without the school's numbers that stand beside two names, or two documents."""
        holders: dict[str, dict[str, SheetRow]] = {}
        for row in rows:
            number = text(row.answers, field)
            if number and not is_of_class(number) and (name := name_key(text(row.answers, "name"))):
                holders.setdefault(serial_key(number), {}).setdefault(name, row)
        shared = {number: names for number, names in holders.items() if len(names) > 1}
        return [self._without_serial(row, field, shared) for row in rows] if shared else rows

    def _without_serial(self, row: SheetRow, field: str, shared: dict[str, dict[str, SheetRow]]) -> SheetRow:
        number, name = text(row.answers, field), text(row.answers, "name")
        names = shared.get(serial_key(number)) if number else None
        holders = self._people.with_number(RowSubject(**{field: number})) if names else []
        if names is None or any(self._people.is_named(one, name) for one in holders):
            return row
        problem = Problem("intake.shared-number", {"number": number, "names": self._named(names)})
        self._tell.refuse(row, field, problem, row.answers)
        kept = row.without({field})
        return kept._replace(problems=self._tell.gates[row.sheet].problems(kept.answers), quiet=False)

    def learn(self, row: SheetRow, subject: str) -> None:
        """Whom a row without its number turned out to be about."""
        if row.who.spoiled in self._firsts:
            self._subjects[row.who.spoiled, name_key(text(row.answers, "name"))] = subject

    def meant(self, who: RowSubject) -> str | Problem | None:
        """Whom number and name mean together; a problem where the name is needed and not there; None: not shared."""
        names = self._firsts.get(who.document)
        if names is None:
            return None
        subject = self._subjects.get((who.document, name_key(who.name)))
        if subject is None and self._people.with_document(who.document) is None:
            return Problem("intake.shared-document", {"document": who.document, "names": self._named(names)})
        return subject

    def _without(self, row: SheetRow) -> SheetRow:
        number = text(row.answers, "document_no")
        names = self._firsts.get(number)
        if names is None or self._has_it_on_file(number, text(row.answers, "name")):
            return row
        problem = Problem("intake.shared-document", {"document": number, "names": self._named(names)})
        self._tell.refuse(row, "document_no", problem, row.answers)
        field = self._tell.blank(row)["document_no"]
        lost = {field.name, *(row.filled & {field.default_of, field.born_to, field.sex_to})}
        answers = {field: value for field, value in row.answers.items() if field not in lost}
        return row._replace(
            answers=answers,
            who=row.who._replace(document="", spoiled=number),
            problems=self._tell.gates[row.sheet].problems(answers),
            filled=row.filled - lost,
            quiet=False,
        )

    def _has_it_on_file(self, number: str, name: str) -> bool:
        subject = self._people.with_document(number)
        return subject is not None and (not name or self._people.is_named(subject, name))

    def _named(self, names: dict[str, SheetRow]) -> Series:
        return Series(f"{text(row.answers, 'name')} {self._tell.cell(row, 'name')}" for row in names.values())
