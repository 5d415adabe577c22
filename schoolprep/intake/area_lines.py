"""Area lines: the entries of a risk-area list as they were understood, line by line, and one of them put right.

A line is read again by the gate that read it for the plan. Putting it right changes what stands in its cells and
plans anew, so that a corrected line goes the way of every other.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from schoolprep.facts import kinds
from schoolprep.facts.blank import Blanks
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.gate import GateRow
from schoolprep.facts.kinds import Writing
from schoolprep.facts.languages import MOTHER_TONGUE
from schoolprep.facts.problem import Problem
from schoolprep.facts.record import Answers, Value
from schoolprep.facts.steps import Steps
from schoolprep.intake.columns import IntakeNotice, Matched
from schoolprep.intake.plan import Plan, plan_tables
from schoolprep.intake.tables import Table, shown

if TYPE_CHECKING:
    from schoolprep.store import Records

_UNUSED = ("intake.line-", "intake.piece-", "intake.place-", "intake.fewer-")
"""How the codes of notices begin that are about a line, or a piece of one, which gave no entry."""
_SAID_ONCE = ("level", "since")
Sure = Literal["refused", "doubtful", "unused", "certain"]


class AreaLine(NamedTuple):
    """One entry of a list, or a line that gave none.

    `table` and `row` say where it stands (`row` -1: it gave no entry), `number` is the line a person counts.
    """

    table: int
    row: int
    number: int
    writings: Mapping[str, Writing]
    """By field, what stands there; of a line that gave none, the line as its place."""
    answers: Answers
    """As understood, with what is doubtful."""
    doubtful: frozenset[str]
    sure: Sure
    problems: tuple[Problem, ...] = ()
    """Why it is not understood."""
    repairs: tuple[str, ...] = ()
    """Why it is doubtful (codes of `words/repairs.toml`)."""
    line: str = ""
    """The sentence or line of a pasted text it comes from, which may hold several."""

    @property
    def dated_by_list(self) -> bool:
        """Whether its first day is the day of its list, because nothing beside it says since when it holds."""
        since = shown(self.writings.get("since"))
        listed = shown(self.writings.get("published_at")).partition(" ")[0]
        return bool(self.line and since) and since == listed and since not in self.line

    @property
    def text(self) -> str:
        """What was written, in one line."""
        if self.line:
            return self.line
        names = ("level", "place", "detail", "since", "until")
        said = (shown(self.writings.get(name)) for name in names)
        return " ".join(part for part in said if part)


def entries(plan: Plan) -> list[AreaLine]:
    """Every entry of a list and every line that gave none, in the order of the list."""
    found = [entry for at in range(len(plan.sheets)) for entry in _of_sheet(plan, at)]
    found += _unused(plan, {(entry.table, entry.number) for entry in found})
    return sorted(found, key=lambda entry: (entry.table, entry.number, entry.row))


def _unused(plan: Plan, used: Container[tuple[int, int]]) -> Iterator[AreaLine]:
    """What gave no entry: pieces and lines that were told of, and the lines that name no place."""
    files = [table.file for table in plan.tables]
    told = [
        (notice.file, _number(notice), notice.value, notice.problem)
        for notice in plan.left_out
        if _is_unused(notice)
    ]
    numbers = {(file, number) for file, number, _, _ in told}
    told += [
        (line.file, line.number, line.text, line.doubt)
        for line in plan.lines
        if line.doubt and not line.entries and (line.file, line.number) not in numbers
    ]
    for file, number, text, problem in told:
        if file in files and (
            problem.code != "intake.line-not-used" or (files.index(file), number) not in used
        ):
            yield AreaLine(
                files.index(file),
                -1,
                number,
                {"place": text},
                {},
                frozenset(),
                "unused",
                (problem,),
                line=text,
            )


def _of_sheet(plan: Plan, at: int) -> Iterator[AreaLine]:
    matched, gate = plan.sheets[at], plan.gates[at]
    lines = {line.number: line.text for line in plan.lines if line.file == matched.table.file}
    table = next(number for number, one in enumerate(plan.tables) if one is matched.table)
    told = {row.number for row in plan.rows if row.sheet == at}
    told |= {
        _number(notice)
        for notice in (*plan.refused, *plan.settled.refused)
        if (notice.file, notice.sheet) == (matched.table.file, matched.table.sheet)
    }
    for index in range(matched.body, len(matched.table.cells)):
        writings = _writings(matched, index)
        number = matched.table.row_number(index)
        if number in told and any(shown(writing) for writing in writings.values()):
            source = shown(writings.get("source"))
            said = lines.get(number, "") if source == matched.table.file else source
            entry = _entry(table, index, number, writings, gate.row(writings), asked=_asked(matched, index))
            yield entry._replace(line=said if lines else "")


def _asked(matched: Matched, index: int) -> dict[str, str]:
    """The fields of a row that wait for a person though they are understood, and why."""
    asked = matched.table.asked.get(tuple(matched.table.cells[index]), {})
    return {one.field: asked[one.at] for one in matched.columns if one.at is not None and one.at in asked}


def _entry(
    table: int,
    index: int,
    number: int,
    writings: Mapping[str, Writing],
    read: GateRow,
    *,
    asked: Mapping[str, str],
) -> AreaLine:
    answers = dict(read.answers)
    doubtful = {field: why for field, why in asked.items() if field in answers}
    problems = [cell.reading.problem for cell in read.cells if cell.reading.problem]
    for field, reading in read.cells:
        if reading.doubtful and reading.value is not None:
            answers[field] = reading.value
            doubtful[field] = reading.repair
    problems += [problem for problem in read.problems if problem.field not in doubtful]
    sure: Sure = "refused" if problems else "doubtful" if doubtful else "certain"
    return AreaLine(
        table,
        index,
        number,
        writings,
        answers,
        frozenset(doubtful),
        sure,
        tuple(problems),
        tuple(doubtful.values()),
    )


def _writings(matched: Matched, index: int) -> dict[str, Writing]:
    cells = matched.table.cells[index]
    return {
        column.field: column.source.of(cells)
        for column in matched.columns
        if max(column.source.places, default=0) < len(cells)
    }


def _is_unused(notice: IntakeNotice) -> bool:
    return notice.problem.code.startswith(_UNUSED) and not notice.sheet


def _number(notice: IntakeNotice) -> int:
    return int("".join(char for char in notice.cell if char.isdigit()) or 0)


def lacking(entry: AreaLine) -> frozenset[str]:
    """What a list may say once for all its places and does not say of this one: its level, its first day."""
    if entry.row < 0:
        return frozenset()
    return frozenset(name for name in _SAID_ONCE if not shown(entry.writings.get(name)))


def lacking_too(entry: AreaLine, others: Iterable[AreaLine]) -> int:
    """How many other entries lack what this one lacks."""
    missing = lacking(entry)
    return sum(bool(missing & lacking(other)) for other in others if _at(other) != _at(entry))


def _at(entry: AreaLine) -> tuple[int, int, int]:
    return entry.table, entry.row, entry.number


def put_right(
    made: Plan, entry: AreaLine, answers: Answers, store: Records, divisions: Divisions, *, region: str,
    today: date | None = None, everywhere: bool = False,
) -> Steps[Plan]:  # fmt: skip
    """Steps that plan a list anew with one entry as a person wrote it. The store is read here and now.

    `everywhere`: what the entry lacked and the person wrote is so for all other entries that lack it.
    """
    area = {"area": made.blanks["area"]}
    tables = list(made.tables)
    written = _written(answers, made.blanks, divisions)
    tables[entry.table] = _corrected(made, entry, written)
    if everywhere:
        once = {name: written[name] for name in lacking(entry) if name in written}
        tables = [_filled(made, at, table, once) for at, table in enumerate(tables)]
    steps = plan_tables(tables, store, area, divisions, region, today=today)
    return _again(steps, made, entry)


def _again(steps: Steps[Plan], made: Plan, entry: AreaLine) -> Steps[Plan]:
    """The new plan, with what the old one told of lines that are no entries."""
    again = yield from steps
    told = [
        notice
        for notice in made.left_out
        if _is_unused(notice)
        and not (entry.row < 0 and (_number(notice), notice.value) == (entry.number, entry.text))
    ]
    return again._replace(
        left_out=(*told, *again.left_out), notes=made.notes, blanks=made.blanks, lines=made.lines
    )


def _written(answers: Answers, blanks: Blanks, divisions: Divisions) -> dict[str, str]:
    """Answers as they are written; reading them gives the same answers again."""
    blank = blanks["area"]

    def write(name: str, value: Value) -> str:
        return kinds.write(blank[name], value, MOTHER_TONGUE, divisions)

    return {name: write(name, value) for name, value in answers.items()}


def _columns(made: Plan, at: int) -> tuple[dict[str, int], int]:
    """Where the answers of a list stand, and the row of its headings."""
    table = made.tables[at]
    matched = next((one for one in made.sheets if one.table is table), None)
    if matched is None:
        return {}, min(1, len(table.cells) - 1)
    return {column.field: column.at for column in matched.columns if column.at is not None}, matched.body - 1


def _filled(made: Plan, at: int, table: Table, once: Mapping[str, str]) -> Table:
    """The table with what was said once wherever a place lacks it."""
    places, head = _columns(made, at)
    cells = [list(row) for row in table.cells]
    for row in cells[head + 1 :]:
        for name, text in once.items():
            column = places.get(name, len(row))
            if column < len(row) and not shown(row[column]) and shown(row[places["place"]]):
                row[column] = text
    return table._replace(cells=cells, asked=_asked_now(table, cells, places, once))


def _asked_now(
    table: Table, cells: Sequence[Sequence[Writing]], places: Mapping[str, int], said: Container[str]
) -> Mapping[tuple[Writing, ...], Mapping[int, str]]:
    """What is asked of the rows as they are now; nothing any more of what a person said."""
    answered = {column for name, column in places.items() if name in said}
    return {
        tuple(now): {
            column: code for column, code in why.items() if tuple(now) == tuple(was) or column not in answered
        }
        for was, now in zip(table.cells, cells, strict=False)
        if (why := table.asked.get(tuple(was)))
    }


def _corrected(made: Plan, entry: AreaLine, written: Mapping[str, str]) -> Table:
    """The table with the entry's cells as written; a line that gave no entry becomes one at the end."""
    table = made.tables[entry.table]
    blank = made.blanks["area"]
    places, head = _columns(made, entry.table)
    cells = [list(row) for row in table.cells]
    wide = max(map(len, cells), default=0)
    for name in written:
        if name not in places:  # the list had no such column
            places[name] = wide
            cells[head] += [""] * (wide - len(cells[head])) + [blank[name].headings[0]]
            wide += 1
    row: list[Writing] = [""] * wide
    for name, text in written.items():
        row[places[name]] = text
    rows_at = list(table.rows_at)
    asked = dict(table.asked)
    asked.pop(tuple(row), None)
    if entry.row >= 0:
        asked.pop(tuple(table.cells[entry.row]), None)
        cells[entry.row] = row
    else:
        cells.append(row)
        rows_at += [entry.number] if rows_at else []
    return table._replace(cells=cells, rows_at=rows_at, asked=asked)
