"""Asking: the questions whether a row is about a certain person; each is asked once, whatever rows it stands in.

Beside a document, what is on file just so was accepted before; a name alone proves nothing by it: two pupils have the
same temperature. Until somebody says yes the row waits, and holds whom it may be about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from schoolprep.facts.languages import MOTHER_TONGUE
from schoolprep.facts.words import Phrase, listed
from schoolprep.intake.notices import Telling
from schoolprep.intake.people import PeopleOnFile, line, text
from schoolprep.intake.residue import Residue
from schoolprep.intake.rows import WHO_FIELDS, CellChange, RowSubject, SheetRow

Repeats = Callable[[SheetRow, str], bool]
"""Whether a row says nothing about somebody that is not on file."""


_SHOWN = 8
"""Names that a question gives before it only counts."""


class WhoQuestions:
    """See the module."""

    def __init__(self, telling: Telling, residue: Residue, repeats: Repeats) -> None:
        """`residue`: is told of the rows that may be somebody's."""
        self._tell = telling
        self._residue = residue
        self._repeats = repeats
        self._offers: dict[tuple[str, str, str], CellChange] = {}

    def is_unread_document_of(
        self, row: SheetRow, who: RowSubject, subject: str, people: PeopleOnFile
    ) -> bool:
        """Whether a person is meant whose document cannot be read: one question for all rows that write it."""
        key = (who.spoiled, who.name, subject)
        return self._is(
            row, "document_no", (who.spoiled, people.line(subject), "document-unread"), key, subject
        )

    def is_renumbered(self, row: SheetRow, who: RowSubject, subject: str, people: PeopleOnFile) -> bool:
        """Whether a person is meant who has another number on file."""
        key = (who.number, who.name, subject)
        return self._is(row, "number", (who.number, people.line(subject), "number-differs"), key, subject)

    def is_named_so(self, row: SheetRow, name: str, subject: str, people: PeopleOnFile) -> bool:
        """Whether the number is this person's, though the name beside it is another."""
        key = (name, "", subject)
        on_file = text(people.about[subject], "name")
        return self._is(row, "name", (name, on_file, "name-differs"), key, subject)

    def is_near(self, row: SheetRow, subject: str, people: PeopleOnFile) -> bool:
        """Whether a person is meant whose name, class or number is nearly the row's."""
        who = row.who
        if subject in people.renumbered(who):
            return self.is_renumbered(row, who, subject, people)
        said = line(dict(zip(WHO_FIELDS, who, strict=False)))
        return self._is(
            row, "name", (said, people.line(subject), "near-name"), (said, "near", subject), subject
        )

    def are_new(self, row: SheetRow, names: Sequence[str], repair: str) -> bool:
        """Whether the people of a sheet are to be made whom nobody on file is; asked once, at its first such row."""
        says = Phrase("intake.as-new-people", count=len(names))
        shown = listed(names[:_SHOWN], MOTHER_TONGUE) + ("…" if len(names) > _SHOWN else "")
        of_people = self._tell.blank(row).id == "person"
        change = self._tell.change(row, "name", shown, says.source, repair, who=not of_people)
        return self._tell.ask(change._replace(said=says))

    def _is(
        self, row: SheetRow, field: str, said: tuple[str, str, str], key: tuple[str, str, str], subject: str
    ) -> bool:
        of_people = self._tell.blank(row).id == "person"
        change = self._offers.setdefault(key, self._tell.change(row, field, *said, who=not of_people))
        by_document = bool(row.who.document or row.who.spoiled)
        yes = self._tell.ask(change, known=by_document and self._repeats(row, subject))
        if not yes:
            self._tell.mark("asked", row)
            self._residue.perhaps(subject, row)
        return yes
