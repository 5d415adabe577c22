"""Gate: the one way in. Whatever was typed, pasted, imported or handed over becomes answers here and nowhere else.

`Gate.row` reads all writings of one form at once; `Draft` asks it at every stroke, intake asks it for every row of a
sheet (75,000 rows a school: what was read once is remembered, most cells repeat).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import partial, reduce
from operator import attrgetter
from typing import NamedTuple

from schoolprep.facts import kinds
from schoolprep.facts.blank import Ages, Blank, Field, InOrder
from schoolprep.facts.gate.sweep import LIST_KINDS, REMEMBERED, Sweep, holds, is_reversed
from schoolprep.facts.kinds import Frame, Reading, Writing, identity
from schoolprep.facts.kinds.choice import ELSEWHERE, SUSPECTED, beside
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Answers, Entry, Value
from schoolprep.facts.text import Text
from schoolprep.facts.words import Phrase

NO_PROBLEMS: list[Problem] = []
"""Of all rows that have none; nobody adds to it."""


class GateCell(NamedTuple):
    """A reading worth showing: repaired, doubtful, refused, derived, or with a note."""

    field: str
    reading: Reading


class GateRow(NamedTuple):
    """What the writings of one form say."""

    answers: Answers
    """Stored values of all that was understood and is certain, or was accepted."""
    cells: list[GateCell]
    """What is not plain, in the order of the form."""
    problems: list[Problem]
    """Why the form as a whole cannot be finished, in the form's order: missing, contradicting. A cell that was not
    understood is in `cells`; intake takes the row without it, a draft waits for it."""
    quiet: bool = False
    """Nothing is wrong with the form as a whole, and `Gate.notes` has nothing to tell of it."""


class Unfinished(Exception):
    """Raised by `finish`: these problems stand in the way."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems


class Gate:
    """Reads the forms of one blank that share one frame (one sheet, or one person typing)."""

    def __init__(self, blank: Blank, frame: Frame) -> None:
        self.blank = blank
        self.frame = frame
        self._plain: dict[str, dict[object, Value | None]] = {name: {} for name in blank.fields}
        self._notable: dict[str, dict[object, Reading]] = {name: {} for name in blank.fields}
        self._leaning = {name: on for name, field in blank.fields.items() if (on := _leans_on(field))}
        self._listed = frozenset(field.name for field in filter(_holds_list, blank.field))
        self._required = tuple(filter(attrgetter("required"), blank.field))
        self._guarded = tuple(filter(_is_guarded, blank.field))
        self._filling = tuple(map(_filler, filter(_fills_others, blank.field)))
        self._identities = tuple(filter(_is_identity, blank.field))
        self.happened = tuple(field.name for field in filter(attrgetter("happened"), blank.field))
        self._hard = tuple(filter(attrgetter("hard"), blank.in_order))
        self.soft = tuple(pair for pair in blank.in_order if not pair.hard)
        day = frame.today or frame.filled_on
        self.today = day.isoformat() if day else "9999"
        self._order = {name: at for at, name in enumerate(blank.fields)}
        self.ages: Mapping[object, Ages] = {ages.code: ages for ages in blank.ages}
        self._sweep = Sweep(self)

    def read(self, name: str, writing: Writing, answers: Answers | None = None) -> Reading:
        """How one writing is understood; `answers` are those of the same form (a number needs its document's type)."""
        field = self.blank.fields[name]
        frame = self.frame._replace(answers=answers) if answers and name in self._leaning else self.frame
        return kinds.read(field, writing, frame)

    def row(
        self, writings: Mapping[str, Writing], held: Answers | None = None, accepted: Collection[str] = ()
    ) -> GateRow:
        """Read a form.

        `held`: stored answers of a record being corrected, for fields nothing was written to.
        `accepted`: fields whose doubtful reading a person has accepted.
        """
        answers: Answers = dict(held) if held else {}
        cells: list[GateCell] = []
        self._answer(writings, answers, cells, accepted)
        for listed in self._listed:
            if listed in answers:
                answers[listed] = list(answers[listed])  # type: ignore[arg-type]  # choices and places hold lists
        if cells:
            self._place_rests(writings, answers, cells, accepted)
        for fill in self._filling:
            fill(self, writings, answers, cells)
        if len(cells) > 1:
            cells.sort(key=lambda cell: self._order[cell.field])
        problems = self.problems(answers)
        return GateRow(answers, cells, problems, not problems and not self.notes(answers))

    def _answer(
        self,
        writings: Mapping[str, Writing],
        answers: Answers,
        cells: list[GateCell],
        accepted: Collection[str],
    ) -> None:
        """Each writing's answer by itself; those that lean on another come after it."""
        later: list[tuple[str, Writing]] = []
        leaning, plain = self._leaning, self._plain
        for name, writing in writings.items():
            if writing is None or writing == "":
                continue
            if name in leaning:
                later.append((name, writing))
                continue
            # 1, 1.0 and True are one key to a dictionary and three cells to us.
            mark: object = writing if writing.__class__ is str else (writing.__class__, writing)
            value = plain[name].get(mark)
            if value is None:
                value = self._unknown(name, mark, writing, answers, cells, accepted=accepted)
                if value is None:
                    continue
            answers[name] = value
        for name, writing in later:
            mark = (writing.__class__, writing, self._lean(name, answers))
            value = plain[name].get(mark)
            if value is None:
                value = self._unknown(name, mark, writing, answers, cells, accepted=accepted)
                if value is None:
                    continue
            answers[name] = value

    def rows(self, names: Sequence[str], lines: Sequence[Sequence[Writing]]) -> list[GateRow]:
        """`row` for many forms that answer the same fields, each line in the order of `names`; read by columns."""
        found = []
        for line, swept in zip(lines, self._sweep.lines(names, lines), strict=True):
            if swept is None:
                found.append(self.row(dict(zip(names, line, strict=True))))
                continue
            problems = NO_PROBLEMS if swept.sound else self.problems(swept.answers)
            quiet = not problems and (swept.quiet or not self.notes(swept.answers))
            found.append(GateRow(swept.answers, swept.cells, problems, quiet))
        return found

    def entry(self, subject: str, row: GateRow, replaces: tuple[str, ...] = ()) -> Entry:
        """The finished form. Raises `Unfinished` where the form as a whole is not in order."""
        if row.problems:
            raise Unfinished(row.problems)
        return Entry(blank=self.blank.id, subject=subject, answers=row.answers, replaces=replaces)

    # How a writing that is not remembered is read ------------------------------------------------------------

    def lean_of(self, name: str) -> str:
        """The field without which a field cannot be read right, empty where it stands by itself."""
        return self._leaning.get(name, "")

    def _lean(self, name: str, answers: Answers) -> object:
        on = answers.get(self._leaning[name])
        field = self.blank.fields[name]
        return field.leans_on_part(on) if field.year_of and isinstance(on, str) else on

    def _unknown(
        self, name: str, mark: object, writing: Writing, answers: Answers, cells: list[GateCell], *,
        accepted: Collection[str],
    ) -> Value | None:  # fmt: skip
        """The value of a writing not yet known as plain; what is not plain goes to `cells`."""
        known = self._notable[name]
        reading = known.get(mark)
        if reading is None:
            reading = self.read(name, writing, answers)
            if len(known) + len(self._plain[name]) >= REMEMBERED:
                known.clear()
                self._plain[name].clear()
            if reading.plain:
                self._plain[name][mark] = reading.value
                return reading.value
            known[mark] = reading
        cells.append(GateCell(name, reading))
        return reading.value if not reading.doubtful or name in accepted else None

    # What one answer does to another -------------------------------------------------------------------------

    def derived(self, filled: Iterable[tuple[str, str]]) -> list[GateCell]:
        """The cells of answers that an identity number told, in the form's order."""
        cells = [GateCell(name, Reading(value, "derived")) for name, value in filled]
        return sorted(cells, key=lambda cell: self._order[cell.field])

    def _place_rests(
        self,
        writings: Mapping[str, Writing],
        answers: Answers,
        cells: list[GateCell],
        accepted: Collection[str],
    ) -> None:
        """Street and house behind a place go to the field for them; where that says something else, it is asked."""
        for at, (name, reading) in enumerate(cells):
            if not reading.rest or name not in answers:
                continue
            field = self.blank.fields[name]
            target = field.hedged_to if reading.repair == SUSPECTED else field.rest_to
            there = str(answers.get(target, "")) if target else ""
            if target and not there and not writings.get(target):
                answers[target] = reading.rest
                if reading.repair != SUSPECTED:  # which says it already
                    cells.append(GateCell(target, Reading(reading.rest, "rest")))
            elif target and reading.repair == ELSEWHERE:
                answers[target] = beside((there, reading.rest))
            elif reading.rest not in there:
                repair = "rest-beside" if target else "rest-lost"
                cells[at] = GateCell(name, reading._replace(repair=repair, doubtful=True))
                if name not in accepted:
                    del answers[name]

    # What must hold for the form as a whole ------------------------------------------------------------------

    def problems(self, answers: Answers) -> list[Problem]:
        """Why these answers are no finished form, in the form's order."""
        found = self._missing(answers)
        any_of = self.blank.any_of
        if any_of and not any(all(name in answers for name in group) for group in any_of):
            found.append(self._none_of(any_of))
        for guarded in self._guarded:
            if guarded.name in answers and not self.asks(guarded, answers):
                found.append(self._contradiction(guarded))
        reversed_ = [pair for pair in self._hard if is_reversed(pair, answers)]
        found += [self._disorder(pair, pair.first) for pair in reversed_ if pair.either]
        found += [self._disorder(pair, pair.then) for pair in reversed_]
        found += self._identity_contradictions(answers)
        if len(found) > 1:
            found.sort(key=lambda problem: self._order.get(problem.field, -1))
        return found

    def _missing(self, answers: Answers) -> list[Problem]:
        lacking = [field for field in self._required if field.name not in answers]
        return [_about("blanks.missing", field) for field in lacking if self.asks(field, answers)]

    def asks(self, field: Field, answers: Answers) -> bool:
        """Whether a field is asked beside these answers."""
        if field.ask_if and not holds(field.ask_if, answers):
            return False
        return not (field.ask_unless and holds(field.ask_unless, answers))

    def notes(self, answers: Answers, cells: Iterable[GateCell] = ()) -> list[Problem]:
        """What is worth telling and stops nothing, in the form's order."""
        found = [cell.reading.note for cell in cells if cell.reading.note]
        found += [self._disorder(pair, pair.then) for pair in self.soft if is_reversed(pair, answers)]
        found += self._ahead(answers)
        if self.ages:
            found += self.odd_age(answers)
        if self._identities:
            found += self._other_sex(answers)
        return sorted(found, key=lambda problem: self._order.get(problem.field, -1)) if found else found

    def _none_of(self, groups: tuple[tuple[str, ...], ...]) -> Problem:
        fields = [[self.blank.fields[name].label for name in group] for group in groups]
        every = (reduce(partial(_both, "blanks.all"), group) for group in fields)
        return Problem(
            "blanks.none-of", {"fields": reduce(partial(_both, "blanks.either"), every)}, groups[0][0]
        )

    def _contradiction(self, field: Field) -> Problem:
        on = field.ask_if or field.ask_unless
        other = self.blank.fields[on.field] if on else field
        return Problem("blanks.contradicts", {"label": field.label, "other": other.label}, field.name)

    def _disorder(self, pair: InOrder, at: str) -> Problem:
        first, then = self.blank.fields[pair.first].label, self.blank.fields[pair.then].label
        return Problem("blanks.order", {"first": first, "then": then}, at)

    def _identity_contradictions(self, answers: Answers) -> list[Problem]:
        """A birth date that is not the one in the number: one of the two is a slip, and the number is the key."""
        found = []
        for name, target in ((field.name, field.born_to) for field in self._identities if field.born_to):
            born = identity.born(str(answers.get(name, "")), self._type(name, answers))
            if born and answers.get(target, born) != born:
                found.append(
                    Problem("blanks.birth-contradicts", {"value": str(answers[target]), "born": born}, target)
                )
        return found

    def _other_sex(self, answers: Answers) -> list[Problem]:
        found = []
        for field in self._identities:
            told = identity.sex(str(answers.get(field.name, "")), self._type(field.name, answers))
            if field.sex_to and told and answers.get(field.sex_to, told) != told:
                found.append(Problem("blanks.sex-contradicts", {}, field.sex_to))
        return found

    def _type(self, name: str, answers: Answers) -> str:
        field = self.blank.fields[name]
        kind = answers.get(field.default_of) if field.default_of else None
        return str(kind) if kind else identity.type_of(str(answers.get(name, "")))

    def _ahead(self, answers: Answers) -> list[Problem]:
        """What should have happened already lies behind the day of writing."""
        return [
            Problem("blanks.ahead", {"value": str(answers[name]).replace("T", " ")}, name)
            for name in self.happened
            if name in answers and str(answers[name])[:10] > self.today
        ]

    def odd_age(self, answers: Answers) -> list[Problem]:
        """Ages that are rare in a role (DOMAIN §6 row 31)."""
        usual, born = self.ages.get(answers.get("category")), answers.get("birth_date")
        day = self.frame.by
        if usual is None or day is None or not isinstance(born, str):
            return []
        birth = date.fromisoformat(born)
        age = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
        if usual.youngest <= age <= usual.oldest:
            return []
        return [Problem("blanks.odd-age", {"age": age}, "birth_date")]


def _leans_on(field: Field) -> str:
    """The field without which this one cannot be read right."""
    return field.default_of or field.year_of


def _holds_list(field: Field) -> bool:
    return field.kind in LIST_KINDS


def _is_guarded(field: Field) -> bool:
    return bool(field.ask_unless or field.ask_if)


def _is_identity(field: Field) -> bool:
    return field.kind == "identity"


def _fills_others(field: Field) -> bool:
    """Whether a field tells answers of others: what `_filler` is made for."""
    return bool(field.born_to or field.sex_to or field.default_of)


def _filler(field: Field) -> Callable[[Gate, Mapping[str, Writing], Answers, list[GateCell]], None]:
    """What an identity number tells besides itself, for fields nobody wrote in; shown as a repair (derived)."""

    def fill(gate: Gate, writings: Mapping[str, Writing], answers: Answers, cells: list[GateCell]) -> None:
        number = answers.get(field.name)
        if not isinstance(number, str):
            return
        kind = str(answers.get(field.default_of, "")) or identity.type_of(number)
        told = (
            (field.default_of, identity.type_of(number)),
            (field.born_to, identity.born(number, kind)),
            (field.sex_to, identity.sex(number, kind)),
        )
        for target, value in told:
            if not target or not value or target in answers:
                continue
            if (written := writings.get(target)) in (None, "") or _says_month(target, written, value, cells):
                answers[target] = value
                cells.append(GateCell(target, Reading(value, "derived")))

    return fill


def _says_month(target: str, written: Writing, born: str, cells: list[GateCell]) -> bool:
    """Whether a refused birth date is the month of the one the number tells (出生年月 2013.10): nothing was refused."""
    if not identity.is_month_of(written, born):
        return False
    cells[:] = [cell for cell in cells if cell.field != target]
    return True


def _about(code: str, field: Field) -> Problem:
    return Problem(code, {"label": field.label}, field.name)


def _both(code: str, one: Text, other: Text) -> Text:
    return Phrase(code, one=one, other=other)
