"""Roll: the people that sheets of people name, and whom on file each of their rows is about.

Rows with a document come first, then those with a number, then those that give a name alone, so that the order of
files, sheets and rows does not count. Rows of one sheet that share name and class and have nothing to tell them apart
are never made one person silently, nor two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet

from schoolprep.facts.kinds.serial import is_of_class, serial_key
from schoolprep.facts.problem import Problem
from schoolprep.facts.words import Phrase
from schoolprep.intake.asking import Repeats, WhoQuestions
from schoolprep.intake.columns import WHO
from schoolprep.intake.newcomers import is_named_in_part
from schoolprep.intake.notices import Telling
from schoolprep.intake.on_file import Known
from schoolprep.intake.people import NameAndNumber, PeopleOnFile, name_key, text, who_of
from schoolprep.intake.rows import Doubt, RowSubject, SheetRow
from schoolprep.intake.shared import SharedNumbers

_Listed = tuple[int, str, str]
"""A sheet, a name and a class."""
_NOBODY = Problem("intake.no-person")
_NumberKey = tuple[str, str]
"""A field and the number in it."""
_Asked = tuple[str, int]
"""A question, and the sheet of which it is asked."""
_NEW = ""
"""The subject of nobody on file."""


class PeopleRoll:
    """Finds the people of the sheets of people while one intake is settled."""

    def __init__(
        self,
        known: Known,
        telling: Telling,
        asking: WhoQuestions,
        repeats: Repeats,
        *,
        surveys: Collection[int],
    ) -> None:
        """`surveys`: the sheets that answer several blanks, on which one person may well stand in several rows."""
        self._known = known
        self._tell = telling
        self._asking = asking
        self._repeats = repeats
        self._surveys = surveys
        self.shared = SharedNumbers(telling, known.people)
        self._places: Counter[_Listed] = Counter()
        self._listed: dict[_Listed, dict[str, SheetRow]] = {}
        """Who stands on a sheet under a name and class that more than one row has, each with a row that says so."""

    def persons(self, rows: Sequence[SheetRow]) -> Iterator[tuple[str, SheetRow]]:
        """The subject of each row."""
        rows = self.shared.without(rows)
        numbers = [text(row.answers, "document_no") for row in rows]
        documented = [row for row, number in zip(rows, numbers, strict=True) if number]
        if len(documented) == len(rows):
            yield from self._documented(documented, None)
            return
        self._places = Counter(place for row in rows if (place := self._place(row)))
        people = self._known.people.with_(_written(rows))
        yield from self._documented(documented, people)
        others = [row for row, number in zip(rows, numbers, strict=True) if not number]
        yield from self._numbered([(key, row) for row in others if (key := _number_key(row))], people)
        yield from self._named_only([row for row in others if not _number_key(row)], people)

    def with_own_name(self, row: SheetRow, subject: str) -> SheetRow:
        """A row; whose name is turned round (Smith, Amy) with the name of the one on file."""
        name, on_file = text(row.answers, "name"), text(self._known.people.about.get(subject, {}), "name")
        turned = "," in name and name != on_file and name_key(name) == name_key(on_file)
        return row._replace(answers={**row.answers, "name": on_file}) if turned else row

    def _place(self, row: SheetRow) -> _Listed | None:
        """Where a row stands among its namesakes; None for a survey's, and where name or class is not written."""
        name, unit = text(row.answers, "name"), text(row.answers, "class_name")
        return (row.sheet, name_key(name), unit) if name and unit and row.sheet not in self._surveys else None

    def _learn(self, row: SheetRow, subject: str, people: PeopleOnFile) -> None:
        people.add(subject, {**row.answers, **people.about.get(subject, {})})
        place = self._place(row)
        if place and self._places[place] > 1:
            self._listed.setdefault(place, {}).setdefault(subject, row)

    # Rows with a document -------------------------------------------------------------------------------------------

    def _documented(
        self, rows: Sequence[SheetRow], people: PeopleOnFile | None
    ) -> Iterator[tuple[str, SheetRow]]:
        """`people`: who is told of them; None where nobody else asks."""
        subjects = self._subjects_of_documents(rows)
        for row in rows:
            subject = subjects[text(row.answers, "document_no")]
            named = self._own_number(self._named(row, subject), subject)
            if people is not None:
                self._learn(named, subject, people)
            yield subject, named

    def _subjects_of_documents(self, rows: Sequence[SheetRow]) -> dict[str, str]:
        """The subject of each document.

        Who has it on file; else the one person on file without any document whom number, name and birth date, or
        class, mean alone; else the subject that this document has on every device.
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
        """A row whose name is not the one on file for its document: the name waits for a person's word."""
        name = text(row.answers, "name")
        known = self._known.people
        if not name or subject not in known.about or known.is_named(subject, name):
            return row
        return self._waiting(row, "name", text(known.about[subject], "name"), "name-differs")

    def _own_number(self, row: SheetRow, subject: str) -> SheetRow:
        """A row whose number is somebody else's on file: the number waits."""
        number = text(row.answers, "number")
        if not number or is_of_class(number):
            return row
        holders = self._known.people.with_number(RowSubject(number=number))
        if not holders or subject in holders:
            return row
        return self._waiting(row, "number", self._known.people.line(holders[0]), "number-taken")

    def _waiting(self, row: SheetRow, field: str, on_file: str, repair: str) -> SheetRow:
        """A row without an answer that somebody must accept first."""
        change = self._tell.change(row, field, text(row.answers, field), on_file, repair)
        if self._tell.ask(change):
            return row
        answers = {name: value for name, value in row.answers.items() if name != field}
        return row._replace(answers=answers, doubts=(*row.doubts, Doubt(change, field)))

    # Rows with a number ---------------------------------------------------------------------------------------------

    def _numbered(
        self, rows: Sequence[tuple[_NumberKey, SheetRow]], people: PeopleOnFile
    ) -> Iterator[tuple[str, SheetRow]]:
        """The rows without a document that write a number nobody else of the school has."""
        found: dict[_NumberKey, list[str]] = {}
        claims: dict[str, set[_NumberKey]] = {}
        for key, row in rows:
            who = _who_of(row)
            if key not in found and not (found.setdefault(key, people.with_number(who))):
                for candidate in (*people.alike(who), *people.renumbered(who)):
                    claims.setdefault(candidate, set()).add(key)
        subjects: dict[_NumberKey, str] = {}
        waiting: list[tuple[_NumberKey, SheetRow]] = []
        for key, row in rows:
            who = _who_of(row)
            meant = found[key] or [
                one for one in (*people.alike(who), *people.renumbered(who)) if len(claims.get(one, ())) < 2
            ]
            subject = subjects.get(key) or self._of_number(row, who, meant, people)
            if subject is None:
                waiting.append((key, row))
            elif isinstance(subject, Problem):
                self._tell.refuse_row(row, subject)
            else:
                subjects[key] = subject
                self._learn(row, subject, people)
                yield subject, row
        yield from self._others(waiting, people)

    def _others(
        self, waiting: Sequence[tuple[_NumberKey, SheetRow]], people: PeopleOnFile
    ) -> Iterator[tuple[str, SheetRow]]:
        """Those who are nobody on file though number or name are somebody's, where a person says so of a sheet's.

        A number that is somebody else's stays with them.
        """
        sheets: dict[int, list[tuple[_NumberKey, SheetRow]]] = {}
        for key, row in waiting:
            sheets.setdefault(row.sheet, []).append((key, row))
        for rows in sheets.values():
            names = [text(row.answers, "name") for _, row in rows]
            if not self._asking.are_new(rows[0][1], names, "new-people-near"):
                continue
            subjects: dict[_NumberKey, str] = {}
            for key, row in rows:
                subject = subjects.setdefault(key, "") or self._known.new_subject()
                subjects[key] = subject
                own = row if not people.with_number(_who_of(row)) else self._without_number(row, key[0])
                if own is not None:
                    self._learn(own, subject, people)
                    yield subject, own

    def _without_number(self, row: SheetRow, field: str) -> SheetRow | None:
        """A row without the number that is somebody else's: it is told; None where the rest is no person."""
        number = text(row.answers, field)
        holder = self._known.people.line(self._known.people.with_number(RowSubject(**{field: number}))[0])
        self._tell.refuse(
            row, field, Problem("intake.number-of", {"number": number, "who": holder}), row.answers
        )
        kept = row.without({field})
        problems = self._tell.gates[row.sheet].problems(kept.answers)
        return None if problems else kept._replace(problems=problems, quiet=False)

    def _of_number(
        self, row: SheetRow, who: RowSubject, meant: list[str], people: PeopleOnFile
    ) -> str | Problem | None:
        """Whom a number means; None where a person must say so first."""
        if len(meant) > 1:
            return Problem("intake.namesakes", {"name": who.name, "count": len(meant)})
        if not meant:
            return self._known.new_subject()
        subject = meant[0]
        if not people.is_named(subject, who.name):
            return subject if self._asking.is_named_so(row, who.name, subject, people) else None
        if subject in people.renumbered(who):
            return subject if self._asking.is_renumbered(row, who, subject, people) else None
        return subject

    # Rows that give a name ------------------------------------------------------------------------------------------

    def _named_only(self, rows: Sequence[SheetRow], people: PeopleOnFile) -> Iterator[tuple[str, SheetRow]]:
        """The rows of which neither document nor number of the school can be read."""
        seen: dict[RowSubject, str] = {}
        crowds: dict[_Listed, list[SheetRow]] = {}
        asked: dict[_Asked, list[SheetRow]] = {}
        unclear = _claimed_twice(rows, people)
        for row in rows:
            who = _who_of(row)
            if place := self._crowd(row, who):
                crowds.setdefault(place, []).append(row)
                continue
            found = seen.get(who) or self._by_name(row, who, people, unclear)
            if found == _NEW:
                if repair := self._why_hardly_new(row, who):
                    asked.setdefault((repair, row.sheet), []).append(row)
                    continue
                found = self._known.new_subject()
            if found == _NOBODY and any(doubt.field in WHO for doubt in row.doubts):
                self._tell.mark("asked", row)  # a name or class that is asked has to be said first
            elif isinstance(found, Problem):
                self._tell.refuse_row(row, found)
            elif found is not None:
                seen[who] = found
                self.shared.learn(row, found)
                self._learn(row, found, people)
                yield found, row
        for place, crowd in crowds.items():
            yield from self._of_crowd(crowd, self._listed.get(place, {}), people)
        for (repair, _), hardly_new in asked.items():
            yield from self._of_asked(hardly_new, repair, people)

    def _why_hardly_new(self, row: SheetRow, who: RowSubject) -> str:
        """Why nobody is made of a row whom no list names unasked; empty where it is one of a list of people.

        A part of a name is hardly anybody's, and who is ill is hardly new where others are on file.
        """
        if is_named_in_part(who):
            return "new-people-part"
        return "new-people" if self._known.people.about and self._tell.sheets[row.sheet].of_the_ill else ""

    def _of_asked(
        self, rows: Sequence[SheetRow], repair: str, people: PeopleOnFile
    ) -> Iterator[tuple[str, SheetRow]]:
        """Rows of one sheet of whom a person must say that they are somebody new."""
        if not self._asking.are_new(rows[0], [_who_of(row).name for row in rows], repair):
            self._tell.mark("asked", *rows)
            return
        made: dict[RowSubject, str] = {}
        for row in rows:
            subject = made.setdefault(_who_of(row), "") or self._known.new_subject()
            made[_who_of(row)] = subject
            self._learn(row, subject, people)
            yield subject, row

    def _crowd(self, row: SheetRow, who: RowSubject) -> _Listed | None:
        """The namesakes from whom nothing tells a row apart; None where something does, or it has none."""
        if who.number or who.birth_date or who.spoiled:
            return None
        place = self._place(row)
        return place if place and self._places[place] > 1 else None

    def _by_name(
        self, row: SheetRow, who: RowSubject, people: PeopleOnFile, unclear: AbstractSet[str] = frozenset()
    ) -> str | Problem | None:
        """Whom a row without a readable document is about, or `_NEW`; None where a person must say so first."""
        if not who.name or not (who.class_name or who.birth_date):
            return _NOBODY
        found = people.alike(who)
        if len(found) > 1 or not unclear.isdisjoint(found):
            return Problem("intake.namesakes", {"name": who.name, "count": max(len(found), 2)})
        if found and who.spoiled:
            yes = self._asking.is_unread_document_of(row, who, found[0], people)
            return found[0] if yes else None
        return found[0] if found else _NEW

    def _of_crowd(
        self, rows: Sequence[SheetRow], listed: dict[str, SheetRow], people: PeopleOnFile
    ) -> Iterator[tuple[str, SheetRow]]:
        """The rows of one sheet with one name and class and nothing to tell them apart.

        Whoever is on file just so is meant; of the others the first is somebody, and each further one is asked: the
        same row again, or a namesake? Where somebody is on file who is not just so, no row can be said to mean them.
        """
        taken = dict(listed)
        left = []
        for row in rows:
            exact = [s for s in people.alike(_who_of(row)) if s not in taken and self._repeats(row, s)]
            if exact:
                taken[exact[0]] = row
                yield exact[0], row
            else:
                left.append(row)
        for row in left:
            subject = self._further(row, taken, people)
            if isinstance(subject, Problem):
                self._tell.refuse_row(row, subject)
            elif subject is not None:
                taken.setdefault(subject, row)
                people.add(subject, row.answers)
                yield subject, row

    def _further(
        self, row: SheetRow, taken: dict[str, SheetRow], people: PeopleOnFile
    ) -> str | Problem | None:
        who = _who_of(row)
        known = [s for s in people.alike(who) if s not in taken]
        if known:
            return Problem("intake.namesakes", {"name": who.name, "count": len(known) + max(len(taken), 1)})
        if not taken:
            return self._known.new_subject()
        same = next((s for s, other in taken.items() if other.answers == row.answers), None)
        first = taken[same] if same else next(iter(taken.values()))
        says = Phrase("intake.same-as-row" if same else "intake.namesake-of-row", row=first.number)
        change = self._tell.change(row, "name", who.name, says.source, "row-again" if same else "namesake")
        known_so = same is not None and self._repeats(row, same)
        if not self._tell.ask(change._replace(said=says), known=known_so):
            self._tell.mark("asked", row)
            return None
        return same or self._known.new_subject()


def _written(rows: Sequence[SheetRow]) -> Collection[NameAndNumber]:
    """The names and numbers that stand beside each other."""
    both = ((text(row.answers, "name"), text(row.answers, "number")) for row in rows)
    return {(name_key(name), serial_key(number)) for name, number in both if name and number}


def _claimed_twice(rows: Sequence[SheetRow], people: PeopleOnFile) -> AbstractSet[str]:
    """Whom rows with several numbers within a class might mean."""
    claims: dict[str, set[str]] = {}
    for row in rows:
        who = _who_of(row)
        for subject in people.alike(who) if who.number else ():
            claims.setdefault(subject, set()).add(serial_key(who.number))
    return {subject for subject, numbers in claims.items() if len(numbers) > 1}


def _number_key(row: SheetRow) -> _NumberKey | None:
    """The number by which a row without a document is about somebody, with its field; None where there is none."""
    if register := text(row.answers, "register_no"):
        return "register_no", serial_key(register)
    number = text(row.answers, "number")
    return ("number", serial_key(number)) if number and not is_of_class(number) else None


def _who_of(row: SheetRow) -> RowSubject:
    """What a row of the sheet 人员 says about whom it is about."""
    return who_of(row.answers)._replace(spoiled=row.who.spoiled)
