"""Gate: the one way in. Whatever was typed, pasted, imported or handed over becomes answers here and nowhere else.

`Gate.row` reads all writings of one form at once; `Draft` asks it at every stroke, intake asks it for every row of a
sheet (75,000 rows a school: what was read once is remembered, most cells repeat).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from schoolprep import kinds
from schoolprep.blank import Ages, AskIf, Blank, Field, InOrder
from schoolprep.kinds import Frame, Reading, Writing, identity
from schoolprep.problem import Problem
from schoolprep.record import Answers, Entry, Value

REMEMBERED = 50_000
"""So many readings a field are kept before all are forgotten: more than a school has different cells in a column."""
WHOLE_KINDS = ("choices", "places")


class Cell(NamedTuple):
    """A reading worth showing: repaired, doubtful, refused, derived, or with a note."""

    field: str
    reading: Reading


class Row(NamedTuple):
    """What the writings of one form say."""

    answers: Answers
    """Stored values of all that was understood and is certain, or was accepted."""
    cells: list[Cell]
    """What is not plain, in the order of the form."""
    problems: list[Problem]
    """Why the form as a whole cannot be finished, in the form's order: missing, contradicting. A cell that was not
    understood is in `cells`; intake takes the row without it, a draft waits for it."""


_ODD = object()
"""In a column: not plain, or its meaning hangs on one that is not."""


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
        self._leaning = {field.name: _leans_on(field) for field in blank.field if _leans_on(field)}
        self._listed = frozenset(field.name for field in blank.field if field.kind in WHOLE_KINDS)
        self._required = tuple(field for field in blank.field if field.required)
        self._guarded = tuple(field for field in blank.field if field.ask_unless or field.ask_if)
        self._filling: tuple[Callable[[Gate, Mapping[str, Writing], Answers, list[Cell]], None], ...] = tuple(
            _filler(field) for field in blank.field if field.born_to or field.sex_to or field.default_of
        )
        self._identities = tuple(field for field in blank.field if field.kind == "identity")
        self._columns: dict[str, _Column] = {}
        self._filled = frozenset(
            name
            for field in blank.field
            for name in (field.born_to, field.sex_to, field.default_of)
            if name and field.kind == "identity"
        )
        self._quick = _Quick(blank)
        self._happened = tuple(field.name for field in blank.field if field.happened)
        self._soft = tuple(pair for pair in blank.in_order if not pair.hard)
        day = frame.today or frame.filled_on
        self._today = day.isoformat() if day else "9999"
        self._order = {name: at for at, name in enumerate(blank.fields)}
        self._ages: Mapping[object, Ages] = {ages.code: ages for ages in blank.ages}

    def read(self, name: str, writing: Writing, answers: Answers | None = None) -> Reading:
        """How one writing is understood; `answers` are those of the same form (a number needs its document's type)."""
        field = self.blank.fields[name]
        frame = self.frame._replace(answers=answers) if answers and name in self._leaning else self.frame
        return kinds.read(field, writing, frame)

    def row(
        self, writings: Mapping[str, Writing], held: Answers | None = None, accepted: Collection[str] = ()
    ) -> Row:
        """Read a form.

        `held`: stored answers of a record being corrected, for fields nothing was written to.
        `accepted`: fields whose doubtful reading a person has accepted.
        """
        answers: Answers = dict(held) if held else {}
        cells: list[Cell] = []
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
        for listed in self._listed:
            if listed in answers:
                answers[listed] = list(answers[listed])  # type: ignore[arg-type]  # choices and places hold lists
        if cells:
            self._place_rests(writings, answers, cells, accepted)
        for fill in self._filling:
            fill(self, writings, answers, cells)
        if len(cells) > 1:
            cells.sort(key=lambda cell: self._order[cell.field])
        return Row(answers, cells, self.problems(answers))

    def rows(self, names: Sequence[str], lines: Sequence[Sequence[Writing]]) -> list[Row]:
        """`row` for many forms that answer the same fields, each line in the order of `names`.

        Column by column: most cells of a sheet repeat and most are plain. A line with anything else in it goes
        through `row`.
        """
        given = dict(zip(names, zip(*lines, strict=True), strict=True))
        values: dict[str, list[Any]] = {}
        for name in sorted(given, key=lambda name: name in self._leaning):
            values[name] = self._values(name, given[name], values.get(self._leaning.get(name, "")))
        said = [name for name in names if any(value is not None for value in values[name])]
        columns = [values[name] for name in said]
        whole = not any(None in column for column in columns)
        odd = {at for column in columns if _ODD in column for at, value in enumerate(column) if value is _ODD}
        found = []
        for at, line in enumerate(zip(*columns, strict=True) if columns else [()] * len(lines)):
            answers = dict(zip(said, line, strict=True))
            if not whole and None in line:
                answers = {name: value for name, value in answers.items() if value is not None}
            if at in odd or not self._filled <= answers.keys():
                found.append(self.row(dict(zip(names, lines[at], strict=True))))
            elif self._quick.sound(answers):
                found.append(Row(answers, [], []))
            else:
                found.append(Row(answers, [], self.problems(answers)))
        return found

    def _values(self, name: str, column: Sequence[Writing], on: Sequence[object] | None) -> list[Any]:
        """The value of each cell of a column, None where nothing is written, `_ODD` where somebody has to look.

        `on`: the values of the field this one leans on.
        """
        known = self._columns.setdefault(name, _Column(self, name))
        if len(known) > REMEMBERED:
            known.clear()
        if name in self._leaning:
            leans = on or [None] * len(column)
            by_year = bool(self.blank.fields[name].year_of)
            marks = [
                (w.__class__, w, lean[:4] if by_year and isinstance(lean, str) else lean)
                for w, lean in zip(column, leans, strict=True)
            ]
            return list(map(known.__getitem__, marks))
        if set(map(type, column)) == {str}:
            read = list(map(known.__getitem__, column))
        else:
            read = [known[w if w.__class__ is str else (w.__class__, w)] for w in column]
        if name in self._listed:
            return [list(value) if isinstance(value, list) else value for value in read]
        return read

    def entry(self, subject: str, row: Row, replaces: tuple[str, ...] = ()) -> Entry:
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
        return on[:4] if self.blank.fields[name].year_of and isinstance(on, str) else on

    def _unknown(
        self, name: str, mark: object, writing: Writing, answers: Answers, cells: list[Cell], *,
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
        cells.append(Cell(name, reading))
        return reading.value if not reading.doubtful or name in accepted else None

    # What one answer does to another -------------------------------------------------------------------------

    def _place_rests(
        self, writings: Mapping[str, Writing], answers: Answers, cells: list[Cell], accepted: Collection[str]
    ) -> None:
        """Street and house behind a place go to the field for them; where that says something else, it is asked."""
        for at, (name, reading) in enumerate(cells):
            if not reading.rest or name not in answers:
                continue
            target = self.blank.fields[name].rest_to
            there = str(answers.get(target, "")) if target else ""
            if target and not there and not writings.get(target):
                answers[target] = reading.rest
                cells.append(Cell(target, Reading(reading.rest, "rest")))
            elif reading.rest not in there:
                repair = "rest-beside" if target else "rest-lost"
                cells[at] = Cell(name, reading._replace(repair=repair, doubtful=True))
                if name not in accepted:
                    del answers[name]

    # What must hold for the form as a whole ------------------------------------------------------------------

    def problems(self, answers: Answers) -> list[Problem]:
        """Why these answers are no finished form, in the form's order."""
        found = [_about("blanks.missing", field) for field in self._required if field.name not in answers]
        found = [problem for problem in found if self.asks(self.blank.fields[problem.field], answers)]
        any_of = self.blank.any_of
        if any_of and not any(all(name in answers for name in group) for group in any_of):
            found.append(self._none_of(any_of))
        for guarded in self._guarded:
            if guarded.name in answers and not self.asks(guarded, answers):
                found.append(self._contradiction(guarded))
        found += [
            self._disorder(pair) for pair in self.blank.in_order if pair.hard and _reversed(pair, answers)
        ]
        found += self._identity_contradictions(answers)
        if len(found) > 1:
            found.sort(key=lambda problem: self._order.get(problem.field, -1))
        return found

    def asks(self, field: Field, answers: Answers) -> bool:
        """Whether a field is asked beside these answers."""
        if field.ask_if and not _holds(field.ask_if, answers):
            return False
        return not (field.ask_unless and _holds(field.ask_unless, answers))

    def notes(self, answers: Answers, cells: Iterable[Cell] = ()) -> list[Problem]:
        """What is worth telling and stops nothing, in the form's order."""
        found = [cell.reading.note for cell in cells if cell.reading.note]
        found += [self._disorder(pair) for pair in self._soft if _reversed(pair, answers)]
        found += self._ahead(answers)
        if self._ages:
            found += self._odd_age(answers)
        if self._identities:
            found += self._other_sex(answers)
        return sorted(found, key=lambda problem: self._order.get(problem.field, -1)) if found else found

    def _none_of(self, groups: tuple[tuple[str, ...], ...]) -> Problem:
        fields = [[self.blank.fields[name].label for name in group] for group in groups]
        facts = {
            "fields_zh": "或".join("和".join(label.zh for label in group) for group in fields),
            "fields_en": " or ".join(" and ".join(label.en for label in group) for group in fields),
        }
        return Problem("blanks.none-of", facts, groups[0][0])

    def _contradiction(self, field: Field) -> Problem:
        on = field.ask_if or field.ask_unless
        other = self.blank.fields[on.field] if on else field
        facts = {
            "label_zh": field.label.zh, "label_en": field.label.en,
            "other_zh": other.label.zh, "other_en": other.label.en,
        }  # fmt: skip
        return Problem("blanks.contradicts", facts, field.name)

    def _disorder(self, pair: InOrder) -> Problem:
        first, then = self.blank.fields[pair.first].label, self.blank.fields[pair.then].label
        facts = {"first_zh": first.zh, "first_en": first.en, "then_zh": then.zh, "then_en": then.en}
        return Problem("blanks.order", facts, pair.then)

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
            for name in self._happened
            if name in answers and str(answers[name])[:10] > self._today
        ]

    def _odd_age(self, answers: Answers) -> list[Problem]:
        """Ages that are rare in a role (DOMAIN §6 row 31)."""
        usual, born = self._ages.get(answers.get("category")), answers.get("birth_date")
        day = self.frame.filled_on or self.frame.today
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


def _filler(field: Field) -> Callable[[Gate, Mapping[str, Writing], Answers, list[Cell]], None]:
    """What an identity number tells besides itself, for fields nobody wrote in; shown as a repair (derived)."""

    def fill(gate: Gate, writings: Mapping[str, Writing], answers: Answers, cells: list[Cell]) -> None:
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
            if target and value and target not in answers and writings.get(target) in (None, ""):
                answers[target] = value
                cells.append(Cell(target, Reading(value, "derived")))

    return fill


def _about(code: str, field: Field) -> Problem:
    return Problem(code, {"label_zh": field.label.zh, "label_en": field.label.en}, field.name)


def _holds(condition: AskIf, answers: Answers) -> bool:
    return condition.field in answers and answers[condition.field] in condition.among


def _reversed(pair: InOrder, answers: Answers) -> bool:
    """Whether `first` certainly lies behind `then`; a bare date leaves the order within its day open."""
    first, then = answers.get(pair.first), answers.get(pair.then)
    if not isinstance(first, str) or not isinstance(then, str):
        return False
    if len(first) != len(then):
        return first[:10] > then[:10]
    return first > then


class _Column(dict[object, Any]):
    """What each writing of a field means: its value, None for nothing, `_ODD` for what is not plain.

    A writing is marked by itself where it is text, else with its class (1, True and 1.0 are three writings); one that
    leans on another answer with its class and that answer.
    """

    def __init__(self, gate: Gate, name: str) -> None:
        self._gate = gate
        self._name = name
        self._lean = gate.lean_of(name)

    def __missing__(self, mark: Any) -> object:
        writing, on = (mark[1], mark[2] if self._lean else None) if isinstance(mark, tuple) else (mark, None)
        value: object = None
        if on is _ODD:
            value = _ODD
        elif writing is not None and writing != "":
            reading = self._gate.read(self._name, writing, {self._lean: on} if on is not None else None)
            value = reading.value if reading.plain else _ODD
        self[mark] = value
        return value


class _Quick:
    """Whether answers are certainly in order: the usual case, told without making the sentences of the others."""

    def __init__(self, blank: Blank) -> None:
        self._needed = frozenset(field.name for field in blank.field if field.required)
        self._groups = tuple(frozenset(group) for group in blank.any_of if len(group) > 1)
        self._one_of = frozenset(group[0] for group in blank.any_of if len(group) == 1)
        self._doubted = frozenset(field.name for field in blank.field if field.born_to)
        self._pairs = tuple(pair for pair in blank.in_order if pair.hard)
        guards: dict[tuple[AskIf, bool], set[str]] = {}
        for field in blank.field:
            if field.ask_if:
                guards.setdefault((field.ask_if, True), set()).add(field.name)
            if field.ask_unless:
                guards.setdefault((field.ask_unless, False), set()).add(field.name)
        self._guards = tuple(
            (condition, wanted, frozenset(names)) for (condition, wanted), names in guards.items()
        )

    def sound(self, answers: Answers) -> bool:
        """True: `Gate.problems` has nothing to say. False: it may."""
        answered = answers.keys()
        if not answered >= self._needed or not answered.isdisjoint(self._doubted):
            return False
        one_of = not answered.isdisjoint(self._one_of) or not (self._one_of or self._groups)
        if not one_of and not any(answered >= group for group in self._groups):
            return False
        for condition, wanted, names in self._guards:
            if not answered.isdisjoint(names) and _holds(condition, answers) is not wanted:
                return False
        return not (self._pairs and any(_reversed(pair, answers) for pair in self._pairs))
