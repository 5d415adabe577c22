"""Newcomers: people whom no sheet of people names, and other sheets do; one question for a sheet.

In a school that has nobody on file its first list makes its people, whatever it is about. Elsewhere somebody on file
whose name is near is offered first. Nobody is made of a row that cannot be told from another one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from schoolprep.facts.gate import Gate
from schoolprep.facts.kinds.serial import is_of_class, serial_key
from schoolprep.facts.languages import MOTHER_TONGUE
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Answers
from schoolprep.facts.words import listed
from schoolprep.intake.asking import WhoQuestions
from schoolprep.intake.nobody import is_part_of_a_name, is_several, may_be_several
from schoolprep.intake.notices import Telling
from schoolprep.intake.on_file import Known
from schoolprep.intake.people import PeopleOnFile, name_key, text
from schoolprep.intake.perhaps import PerhapsMeant
from schoolprep.intake.rows import WHO_FIELDS, RowSubject, SheetRow

_Key = tuple[str, ...]
"""What makes two rows the same unknown person: the kind of number and the number, or name and class."""
_Sheet = tuple[str, str]
"""File and sheet."""


class Newcomer(NamedTuple):
    """Somebody an intake adds, and the first row that names them."""

    subject: str
    answers: Answers
    row: SheetRow


class _Unknown:
    """One person who is not on file, as the rows of an intake name them."""

    def __init__(self, row: SheetRow) -> None:
        self.row = row
        self.said: dict[RowSubject, None] = {row.who: None}
        self.sheets: dict[_Sheet, SheetRow] = {}
        self.record: Answers = {}
        """What would be filed."""

    def answers(self) -> Answers | None:
        """What the rows say together; None where they contradict each other."""
        found: Answers = {}
        for who in self.said:
            for field, value in zip(WHO_FIELDS, who, strict=False):
                if value and name_key(str(found.setdefault(field, value))) != name_key(value):
                    return None
        return found


class Newcomers:
    """See the module.

    `means`: whom words mean, once a person has said so. `waits`: the words of those that nobody has said anything of,
    with whom they may mean.
    """

    def __init__(
        self,
        known: Known,
        telling: Telling,
        people: PeopleOnFile,
        asking: WhoQuestions,
        is_shared: Callable[[RowSubject], bool],
    ) -> None:
        """`people`: those on file and those of the sheets of people. `is_shared`: whether a number is nobody's."""
        self._asking = asking
        self._known = known
        self._tell = telling
        self._people = people
        self._is_shared = is_shared
        self._perhaps = PerhapsMeant(people)
        self._gates: dict[int, Gate] = {}
        self.added: list[Newcomer] = []
        self.means: dict[RowSubject, str] = {}
        self.waits: dict[RowSubject, Sequence[str]] = {}

    def look(self, rows: Iterable[SheetRow]) -> None:
        """Find the unknown people of rows, ask about them, and make those who are to be made."""
        unknown = self._unknown(rows)
        if not unknown:
            return
        empty = not self._people.about
        near = {} if empty else {key: s for key, one in unknown.items() if (s := self._near(one.row.who))}
        left = {key: one for key, one in unknown.items() if not self._is_meant(one, near.get(key, ()))}
        agreed = self._all_agreed(left, near, empty=empty)
        for key in sorted(left, key=_rank):
            if key in agreed:
                self._make(left[key])
            else:
                self.waits |= dict.fromkeys(left[key].said, near.get(key, ()))

    def _is_meant(self, one: _Unknown, near: Sequence[str]) -> bool:
        """Whether a person said that it is somebody on file."""
        yes = len(near) == 1 and self._asking.is_near(one.row, near[0], self._people)
        if yes:
            self.means |= dict.fromkeys(one.said, near[0])
        return yes

    def _unknown(self, rows: Iterable[SheetRow]) -> dict[_Key, _Unknown]:
        """Who is not on file and could be made, by what makes them one."""
        found: dict[_Key, _Unknown] = {}
        passed: dict[tuple[RowSubject, int], None] = {}
        known: set[RowSubject] = set()
        for row in rows:
            who = row.who
            if who in known or (who, row.sheet) in passed:
                continue
            passed[who, row.sheet] = None
            if not _is_whole(who) or self._people.knows(who) or self._is_shared(who):
                known.add(who)
                continue
            table = self._tell.sheets[row.sheet].table
            one = found.setdefault(_key(who), _Unknown(row))
            one.said[who] = None
            one.sheets.setdefault((table.file, table.sheet), row)
        for one in found.values():
            one.record = self._record(one)
        return {key: one for key, one in found.items() if one.record}

    # Who they may be ------------------------------------------------------------------------------------------------

    def _near(self, who: RowSubject) -> Sequence[str]:
        """Everybody on file who may be meant; nobody where a number says so."""
        if who.document:
            return self._people.alike(who._replace(document=""))
        if renumbered := self._people.renumbered(who):
            return renumbered
        if who.register_no or (who.number and not is_of_class(who.number)):
            return ()
        return self._people.named(who) or self._perhaps.near(who)

    # What is asked --------------------------------------------------------------------------------------------------

    def _all_agreed(self, left: Mapping[_Key, _Unknown], near: Collection[_Key], *, empty: bool) -> set[_Key]:
        """Those whom a person wants to be made: the whole names first, then parts of names and near ones."""
        asked: dict[str, dict[_Key, _Unknown]] = {
            "new-people": {},
            "new-people-part": {},
            "new-people-near": {},
        }
        for key, one in left.items():
            part = is_named_in_part(one.row.who)
            asked[f"new-people{'-near' if key in near else '-part' if part else ''}"][key] = one
        agreed: set[_Key] = set()
        for repair, unknown in asked.items():
            agreed |= self._agreed(unknown, repair, empty=empty and repair == "new-people")
        return agreed

    def _agreed(self, unknown: Mapping[_Key, _Unknown], repair: str, *, empty: bool = False) -> set[_Key]:
        """Those whom a person wants to be made, a question a sheet; in an empty school everybody is, and it is told."""
        sheets: dict[_Sheet, dict[_Key, SheetRow]] = {}
        for key, one in unknown.items():
            for place, row in one.sheets.items():
                sheets.setdefault(place, {})[key] = row
        agreed: set[_Key] = set()
        for people in sheets.values():
            names = [unknown[key].row.who.name for key in people]
            first = next(iter(people.values()))
            if empty:
                self._tell.note(
                    first, Problem("intake.people-made", {"count": len(names)}), listed(names, MOTHER_TONGUE)
                )
            if empty or self._asking.are_new(first, names, repair):
                agreed |= people.keys()
        return agreed

    # Who is made ----------------------------------------------------------------------------------------------------

    def _make(self, one: _Unknown) -> None:
        """Add somebody, unless they were added under another of their names for them just now."""
        if self._people.knows(one.row.who):
            return
        document, kind = text(one.record, "document_no"), text(one.record, "document_type")
        subject = self._known.subject_of(kind, document) if document else self._known.new_subject()
        self._people.add(subject, one.record)
        self.added.append(Newcomer(subject, one.record, one.row))

    def _record(self, one: _Unknown) -> Answers:
        """The person as a record, with what the sheet and the number tell; nothing where it is none."""
        said = one.answers()
        if said is None:
            return {}
        gate = self._gate(one.row)
        category = self._tell.sheets[one.row.sheet].category
        told = gate.read("category", category.writing).value if category else None
        made = gate.row({}, held={**said, **({"category": told} if told else {})})
        return {} if made.problems else made.answers

    def _gate(self, row: SheetRow) -> Gate:
        if row.sheet not in self._gates:
            frame = self._tell.gates[row.sheet].frame
            self._gates[row.sheet] = Gate(self._known.blanks["person"], frame)
        return self._gates[row.sheet]


def is_named_in_part(who: RowSubject) -> bool:
    """Whether all that tells somebody from others is a part of a name (D Smith): hardly anybody is made of it."""
    told = who.document or who.spoiled or who.register_no or who.number or who.birth_date
    return not told and is_part_of_a_name(who.name)


def _is_whole(who: RowSubject) -> bool:
    """Whether a row says enough about somebody to be told from everybody else."""
    numbered = who.document or who.register_no or (who.number and not is_of_class(who.number))
    several = is_several(who.name) or may_be_several(who.name)
    return bool(who.name and (numbered or who.class_name)) and not several


def _key(who: RowSubject) -> _Key:
    if who.document:
        return "document", who.document
    if who.register_no:
        return "register", serial_key(who.register_no)
    if who.number and not is_of_class(who.number):
        return "number", serial_key(who.number)
    return "name", name_key(who.name), who.class_name, who.birth_date, serial_key(who.number)


_RANKS = ("document", "register", "number", "name")


def _rank(key: _Key) -> int:
    """Those with a document first: a row that gives less may name them too."""
    return _RANKS.index(key[0])
