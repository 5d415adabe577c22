"""Subjects: the subject of each row; everybody on the sheets of people first (`roll`), then whom the other sheets name.

A document that is written and cannot be read is no empty one: whom name, class, birth date or what is left of the
number may mean is offered, and a person says whether it is them (DOMAIN §6 row 1).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

from schoolprep.facts.blank import Blank
from schoolprep.facts.kinds.serial import is_of_class
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Answers
from schoolprep.facts.subject import AREAS
from schoolprep.intake.asking import Repeats, WhoQuestions
from schoolprep.intake.newcomers import Newcomer, Newcomers
from schoolprep.intake.notices import Telling
from schoolprep.intake.on_file import Known
from schoolprep.intake.people import text, who_of
from schoolprep.intake.perhaps import PerhapsMeant
from schoolprep.intake.residue import Residue
from schoolprep.intake.roll import PeopleRoll
from schoolprep.intake.rows import UNTOLD, WHO_FIELDS, RowSubject, SheetRow
from schoolprep.intake.tables import Table

_NO_ROW: tuple[SheetRow, str | None] = (SheetRow(-1, -1, {}, UNTOLD), None)


class Whose:
    """Finds people while one intake is settled."""

    def __init__(self, known: Known, telling: Telling, residue: Residue, repeats: Repeats) -> None:
        """`residue`: is told of the rows that may be somebody's."""
        self._known = known
        self._tell = telling
        self._residue = residue
        self._asking = WhoQuestions(telling, residue, repeats)
        self._people = known.people
        self._perhaps = PerhapsMeant(known.people)
        self._said_new: Collection[str] = ()
        """Whom a person wants to be made."""
        self._waiting: Mapping[RowSubject, Sequence[str]] = {}
        """Whom a question is about that nobody has answered, and who they may be."""
        self._sure: dict[RowSubject, str] = {}
        """Whom the same words meant before, beyond doubt."""
        self._above = _NO_ROW
        """The row before, of whom it is: one that names nobody under it may go on about them."""
        self._lines: defaultdict[int, dict[int, str]] = defaultdict(dict)
        """Whom the lines of sheets that answer several blanks are about: a line of a survey is one person's."""
        places = [(sheet.table.place, sheet.own) for sheet in telling.sheets]
        self._pages = [places.index(place) for place in places]
        """For each sheet, the first one that reads the same lines."""
        counted = Counter(id(sheet.table) for sheet in telling.sheets)
        self._surveys = {table for table, count in counted.items() if count > 1}
        surveys = {at for at, sheet in enumerate(telling.sheets) if id(sheet.table) in self._surveys}
        self._roll = PeopleRoll(known, telling, self._asking, repeats, surveys=surveys)

    def learn(self, people: Sequence[tuple[str, Answers]]) -> None:
        """Whom the sheets of people add, for the other sheets."""
        self._people = self._known.people.with_()
        for subject, answers in people:
            self._people.add(subject, answers)
        self._perhaps = PerhapsMeant(self._people)

    def newcomers(self, rows: Sequence[SheetRow]) -> list[Newcomer]:
        """Whom the other sheets add, once the sheets of people are learnt."""
        people = (row for row in rows if self._tell.blank(row).about == "person")
        found = Newcomers(self._known, self._tell, self._people, self._asking, self._is_shared)
        found.look(people)
        self._perhaps = PerhapsMeant(self._people)
        self._said_new = {one.subject for one in found.added}
        self._sure |= found.means
        self._waiting = found.waits
        return found.added

    def _is_shared(self, who: RowSubject) -> bool:
        return self._roll.shared.meant(who) is not None

    def on_file(self, row: SheetRow) -> str | None:
        """Whom a row is about, of those on file; None where nobody, or more than one."""
        blank, people = self._tell.blank(row), self._known.people
        if blank.about == "areas":
            return AREAS
        who = _who_of(row) if blank.id == "person" else row.who
        if subject := people.with_document(who.document):
            return subject
        found = people.with_number(who) or people.alike(who)
        return found[0] if len(found) == 1 else None

    def persons(self, rows: Sequence[SheetRow]) -> Iterator[tuple[str, SheetRow]]:
        """The subject of each row of the sheets of people; see `roll`."""
        own, meant = self._called(rows)
        settled: dict[tuple[int, int], str] = {}
        for subject, row in chain(self._roll.persons(own), meant):
            self._keep_line(row, subject)
            settled[row.sheet, row.number] = subject
            yield subject, self._roll.with_own_name(row, subject)
        left = [row for row in rows if row.unread and (row.sheet, row.number) not in settled]
        self.hold(left)
        for row in left:
            if _who_of(row).names_nobody and (above := settled.get((row.sheet, row.number - 1))):
                settled[row.sheet, row.number] = above
                self._hold(_beside_its_key(row, self._tell.blank(row)), [above])

    def _called(self, rows: Sequence[SheetRow]) -> tuple[Sequence[SheetRow], list[tuple[str, SheetRow]]]:
        """The rows without those of chats that name somebody who may be new; of these the ones a person decided."""
        chats = {at for at, sheet in enumerate(self._tell.sheets) if sheet.table.collected}
        called = {id(row): row._replace(who=_who_of(row)) for row in rows if row.sheet in chats}
        if not called or not self._known.people.about:
            return rows, []
        found = Newcomers(self._known, self._tell, self._known.people.with_(), self._asking, self._is_shared)
        found.look(called.values())
        whose = [(row, called.get(id(row), row).who) for row in rows]
        self._tell.mark("asked", *(row for row, who in whose if who in found.waits))
        meant = [(found.means[who], row.without(WHO_FIELDS)) for row, who in whose if who in found.means]
        return [row for row, who in whose if who not in found.waits and who not in found.means], meant

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
            if subject is None and row.sheet in areas:
                yield self._of_list(row, sheets[row.sheet].table)
                continue
            if subject is not None or (subject := self._sought(row)):
                if subject not in self._known.people.about and row.who.name:
                    self._hold_namesakes(subject, row)
                yield subject, row
            if not row.who.names_nobody:
                self._above = row, subject

    def _sought(self, row: SheetRow) -> str | None:
        """Whom a row is about; None where nobody can be said to be meant: it is told, or asked."""
        who = row.who
        if who in self._waiting:
            self._tell.mark("asked", row)
            self._hold(row, self._waiting[who])
            return None
        found = self._whom(row)
        if isinstance(found, Problem):
            self._tell.refuse_row(row, found)
            self._hold(*self._going_on(row) if who.names_nobody else (row, ()))
            return None
        if found is None:
            self._hold(row)
            return None
        if who.spoiled:
            return found
        if self._people.is_named(found, who.name):
            self._sure[who] = found
            return found
        if self._asking.is_named_so(row, who.name, found, self._people):
            return found
        self._hold(row)
        return None

    def _going_on(self, row: SheetRow) -> tuple[SheetRow, Sequence[str]]:
        """A row that names nobody, without the day that tells statements apart, and whom the row above is about."""
        above, subject = self._above
        if (row.sheet, row.number) != (above.sheet, above.number + 1):
            return row, ()
        self._above = above._replace(number=row.number), subject
        return _beside_its_key(row, self._tell.blank(row)), [subject] if subject else self._perhaps.of(
            above.who
        )

    def _hold_namesakes(self, subject: str, row: SheetRow) -> None:
        """What is said of somebody whom only the sheet itself adds is perhaps said of a namesake who is on file.

        Not of one in another class, nor where a person said that it is somebody new.
        """
        people, who = self._known.people, row.who
        if subject in self._said_new or not self._residue.keeps(row):
            return
        for one in people.named(who._replace(number="")):
            if not who.class_name or text(people.about[one], "class_name") in ("", who.class_name):
                self._residue.perhaps(one, row)

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
        if shared := self._roll.shared.meant(who):
            return shared
        if who.document and (subject := self._people.with_document(who.document)):
            return subject
        numbered = self._people.with_number(who)
        if who.document:
            return self._without_document(who, numbered)
        if not numbered and not _is_named_whole(who):
            return _nobody(who)
        return self._one_of(numbered or self._people.alike(who), row)

    def _one_of(self, found: list[str], row: SheetRow) -> str | Problem | None:
        """The person of those that number or name mean."""
        who = row.who
        if len(found) > 1:
            self._hold(row, found)
            return Problem("intake.namesakes", {"name": who.name, "count": len(found)})
        if not found:
            return Problem("intake.unknown-person", {"name": who.name})
        if who.spoiled and not self._asking.is_unread_document_of(row, who, found[0], self._people):
            return None
        return found[0]

    def _without_document(self, who: RowSubject, numbered: list[str]) -> str | Problem:
        """Who has the row's number and name, and no document on file that says otherwise."""
        plain = [one for one in numbered if not text(self._people.about[one], "document_no")]
        if len(plain) == 1 and self._people.is_named(plain[0], who.name):
            return plain[0]
        return Problem("intake.unknown-document", {"document": who.document})

    def hold(self, rows: Sequence[SheetRow]) -> None:
        """What rows say that are not taken in is unread of everybody they may be about."""
        for row in rows:
            of_people = self._tell.blank(row).id == "person"
            self._hold(row._replace(who=_who_of(row)) if of_people else row)

    def _hold(self, row: SheetRow, found: Sequence[str] = ()) -> None:
        """What a row says is unread of everybody it may be about, until it is known whose it is.

        `found`: those among whom it is, where that is known already.
        """
        meant = (*found, *self._perhaps.of(row.who)) if self._residue.keeps(row) else ()
        for subject in dict.fromkeys(meant):
            self._residue.perhaps(subject, row)


def _who_of(row: SheetRow) -> RowSubject:
    """What a row of the sheet 人员 says about whom it is about."""
    return who_of(row.answers)._replace(spoiled=row.who.spoiled)


def _beside_its_key(row: SheetRow, blank: Blank) -> SheetRow:
    """A row without the answers that only tell its statement apart: they say nothing of how anybody is."""
    return row._replace(
        unread=tuple(cell for cell in row.unread if cell.field not in blank.key),
        doubts=tuple(doubt for doubt in row.doubts if doubt.field not in blank.key),
    )


def _is_named_whole(who: RowSubject) -> bool:
    """Whether a name can be looked up: with a class, a birth date or what is left of a document."""
    return bool(who.name and (who.class_name or who.birth_date or who.spoiled))


def _nobody(who: RowSubject) -> Problem:
    """Why what a row says about whom it is about means nobody."""
    if not who.number:
        return Problem("intake.no-person")
    code = "number-in-class" if is_of_class(who.number) and not who.class_name else "unknown-number"
    return Problem(f"intake.{code}", {"number": who.number})
