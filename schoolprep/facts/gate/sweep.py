"""Sweep: many forms of one blank read column by column: most cells of a sheet repeat, and most are plain.

It reads what is plain and leaves every other line to `Gate.row`; both give the same rows (tests/core/test_draft.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from schoolprep.facts import kinds
from schoolprep.facts.blank import AskIf, Blank, Field, InOrder
from schoolprep.facts.kinds import Writing, identity
from schoolprep.facts.record import Answers

if TYPE_CHECKING:
    from schoolprep.facts.gate import Gate, GateCell

REMEMBERED = 50_000
"""So many readings a field are kept before all are forgotten: more than a school has different cells in a column."""

LIST_KINDS = ("choices", "places")
"""The kinds whose values are lists: no two rows share one."""

_ODD = object()
"""In a column: not plain, or its meaning hangs on one that is not."""


def holds(condition: AskIf, answers: Answers) -> bool:
    """Whether another answer is one of those that a condition names."""
    return condition.field in answers and answers[condition.field] in condition.among


def is_reversed(pair: InOrder, answers: Answers) -> bool:
    """Whether `first` certainly lies behind `then`; a bare date leaves the order within its day open."""
    first, then = answers.get(pair.first), answers.get(pair.then)
    if not isinstance(first, str) or not isinstance(then, str):
        return False
    if len(first) != len(then):
        return first[:10] > then[:10]
    return first > then


class Swept(NamedTuple):
    """One line as it was read: its answers and what an identity number told; or that somebody has to look closer."""

    answers: Answers
    cells: list[GateCell]
    sound: bool
    """Certainly nothing is wrong with the form as a whole."""
    quiet: bool
    """Certainly there is nothing to tell of it."""


class Sweep:
    """The columns of one blank, as far as they were read."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._columns: dict[str, _Column] = {}
        self._quick = _Quick(gate.blank)
        self._telling = _Telling(gate)
        self._told = tuple(_Told(gate, field) for field in gate.blank.field if field.kind == "identity")

    def lines(self, names: Sequence[str], lines: Sequence[Sequence[Writing]]) -> Iterator[Swept | None]:
        """Each line in its turn; None for one that is to be read by itself."""
        given = dict(zip(names, zip(*lines, strict=True), strict=True))
        values: dict[str, list[Any]] = {}
        for name in sorted(given, key=lambda name: bool(self._gate.lean_of(name))):
            values[name] = self._values(name, given[name], values.get(self._gate.lean_of(name), ()))
        odd = self._odd(values)
        cells: dict[int, list[GateCell]] = {}
        for told in self._told:
            told.fill(given, values, odd, cells)
        noisy = self._telling.lines(values)
        said = [name for name, column in values.items() if any(value is not None for value in column)]
        some = [name for name in said if None in values[name]]
        columns = [values[name] for name in said]
        for at, line in enumerate(zip(*columns, strict=True) if columns else [()] * len(lines)):
            if at in odd:
                yield None
                continue
            answers = dict(zip(said, line, strict=True))
            for name in some:
                if answers[name] is None:
                    del answers[name]
            yield Swept(answers, cells.get(at, []), self._quick.sound(answers), at not in noisy)

    def _odd(self, values: Mapping[str, Sequence[object]]) -> set[int]:
        """The lines in which somebody has to look at a cell."""
        columns = [column for name, column in values.items() if self._columns[name].odd]
        return {at for column in columns for at, one in enumerate(column) if one is _ODD}

    def _values(self, name: str, column: Sequence[Writing], on: Sequence[object]) -> list[Any]:
        """The value of each cell of a column, None where nothing is written, `_ODD` where somebody has to look.

        `on`: the values of the field this one leans on.
        """
        field, frame = self._gate.blank.fields[name], self._gate.frame
        if (known := self._columns.get(name)) is None:
            known = self._columns[name] = _Column(self._gate, name)
        texts = set(map(type, column)) <= {str}
        if texts and not field.year_of:
            written: list[Any] = list(filter(None, column))
            if kinds.are_clean(field, written, on, frame):
                return written if len(written) == len(column) else [cell or None for cell in column]
        if len(known) > REMEMBERED:
            known.clear()
        if self._gate.lean_of(name):
            leans = on or [None] * len(column)
            parts = [_part(field, lean) for lean in leans] if field.year_of else leans
            marks = zip(map(type, column), column, parts, strict=True)
            read = list(map(known.__getitem__, marks))
        else:
            read = list(map(known.__getitem__, column if texts else map(_mark, column)))
        if field.kind in LIST_KINDS:
            return list(map(_own, read))
        return read


def _own(value: object) -> object:
    """A list is a row's own: the one that is remembered must not change with it."""
    return list(value) if isinstance(value, list) else value


def _mark(writing: Writing) -> object:
    """What a writing is remembered by: 1, True and 1.0 are one key to a dictionary and three cells to us."""
    return writing if writing.__class__ is str else (writing.__class__, writing)


def _part(field: Field, lean: object) -> object:
    """Of a day what another answer leans on."""
    return field.leans_on_part(lean) if isinstance(lean, str) else lean


class _Column(dict[object, Any]):
    """What each writing of a field means: its value, None for nothing, `_ODD` for what is not plain.

    A writing is marked by itself where it is text, else with its class (1, True and 1.0 are three writings); one that
    leans on another answer with its class and that answer.
    """

    def __init__(self, gate: Gate, name: str) -> None:
        self._gate = gate
        self._name = name
        self._lean = gate.lean_of(name)
        self.odd = False
        """Whether any writing so far was not plain."""

    def __missing__(self, mark: Any) -> object:
        writing, on = (mark[1], mark[2] if self._lean else None) if isinstance(mark, tuple) else (mark, None)
        value: object = None
        if on is _ODD:
            value = _ODD
        elif writing is not None and writing != "":
            reading = self._gate.read(self._name, writing, {self._lean: on} if on is not None else None)
            value = reading.value if reading.plain else _ODD
        self.odd |= value is _ODD
        self[mark] = value
        return value


class _Told:
    """What numbers of resident cards tell besides themselves, for fields nobody wrote in."""

    def __init__(self, gate: Gate, field: Field) -> None:
        self._gate = gate
        self._number = field.name
        self._type = field.default_of
        self._targets = (field.default_of, field.born_to, field.sex_to)
        self._cells: dict[tuple[tuple[str, str], ...], list[GateCell]] = {}

    def fill(
        self,
        given: Mapping[str, Sequence[Writing]],
        values: dict[str, list[Any]],
        odd: set[int],
        cells: dict[int, list[GateCell]],
    ) -> None:
        """Fill the columns; a line in which one of them says something else is odd, and one with another number."""
        numbers = values.get(self._number, ()) if any(self._targets) else ()
        if not any(numbers):
            return
        nothing: list[Any] = [None] * len(numbers)
        beside = [values.setdefault(name, [*nothing]) if name else nothing for name in self._targets]
        for at, (number, *there) in enumerate(zip(numbers, *beside, strict=True)):
            if number is None or at in odd:
                continue
            if not identity.is_resident(number, there[0]):
                odd.add(at)
                continue
            if there == (told := identity.told(number)):
                continue
            lacking = self._lacking(there)
            if _contradicts(there, told) or self._is_written(given, at, lacking):
                odd.add(at)
                continue
            for place in lacking:
                beside[place][at] = told[place]
            cells[at] = self._as_cells(tuple([(self._targets[place], told[place]) for place in lacking]))

    def _lacking(self, there: Sequence[object]) -> list[int]:
        """The places among the targets that have no value beside a number."""
        return [place for place, one in enumerate(there) if one is None and self._targets[place]]

    def _is_written(self, given: Mapping[str, Sequence[Writing]], at: int, lacking: Sequence[int]) -> bool:
        """Whether somebody wrote in a line what has no value there."""
        names = [self._targets[place] for place in lacking]
        return any(name in given and given[name][at] not in (None, "") for name in names)

    def _as_cells(self, filled: tuple[tuple[str, str], ...]) -> list[GateCell]:
        """The cells for the person to see; few people share a birth date, but many days repeat."""
        if filled not in self._cells:
            self._cells[filled] = self._gate.derived(filled)
        return self._cells[filled]


def _contradicts(there: Sequence[object], told: Sequence[object]) -> bool:
    return any(one is not None and one != other for one, other in zip(there, told, strict=True))


class _Telling:
    """In which lines something may be worth telling that stops nothing: what `Gate.notes` looks at."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._odd_ages: dict[tuple[object, object], bool] = {}

    def lines(self, values: Mapping[str, list[Any]]) -> set[int]:
        """Their places."""
        gate = self._gate
        found: set[int] = set()
        for name in gate.happened:
            found.update(
                at
                for at, one in enumerate(values.get(name, ()))
                if type(one) is str and one[:10] > gate.today
            )
        for pair in gate.soft:
            found.update(_both_answered(values.get(pair.first, ()), values.get(pair.then, ())))
        if gate.ages and "category" in values and "birth_date" in values:
            both = zip(values["category"], values["birth_date"], strict=True)
            found.update(at for at, one in enumerate(both) if self._is_odd_age(one))
        return found

    def _is_odd_age(self, one: tuple[Any, Any]) -> bool:
        known = self._odd_ages.get(one)
        if known is None:
            category, born = one
            known = self._odd_ages[one] = type(born) is str and bool(
                self._gate.odd_age({"category": category, "birth_date": born})
            )
        return known


def _both_answered(first: Sequence[object], then: Sequence[object]) -> Iterator[int]:
    """The lines that have a value in both columns; none where a column is not there."""
    return (at for at, both in enumerate(zip(first, then, strict=False)) if None not in both)


class _Quick:
    """Whether answers are certainly in order: the usual case, told without making the sentences of the others.

    That a number and a birth date agree was seen before.
    """

    def __init__(self, blank: Blank) -> None:
        self._needed = frozenset(field.name for field in blank.field if field.required)
        self._groups = tuple(frozenset(group) for group in blank.any_of if len(group) > 1)
        self._one_of = frozenset(group[0] for group in blank.any_of if len(group) == 1)
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
        if not answered >= self._needed:
            return False
        one_of = not answered.isdisjoint(self._one_of) or not (self._one_of or self._groups)
        if not one_of and not any(answered >= group for group in self._groups):
            return False
        for condition, wanted, names in self._guards:
            if not answered.isdisjoint(names) and holds(condition, answers) is not wanted:
                return False
        return not (self._pairs and any(is_reversed(pair, answers) for pair in self._pairs))
