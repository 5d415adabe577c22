"""Far days: days a long way from today, from the day in the file's name or from all others of their sheet.

A year typed wrong and last year's form used again look like this, and so does an archive: it is asked once for the
sheet, and until somebody says that the days are right the rows wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from schoolprep.facts.blank import Field
from schoolprep.facts.gate import Gate
from schoolprep.facts.languages import MOTHER_TONGUE
from schoolprep.facts.words import Phrase, listed
from schoolprep.intake.columns import Matched
from schoolprep.intake.layout import day_of_file
from schoolprep.intake.rows import CellChange, Doubt, SheetRow

FAR_DAY = "far-day"
"""The repair of these questions."""
_DAILY, _SELDOM = 7, 45
"""Days between two days of a sheet that still belong together: of a daily check, and of what happens now and then."""
_FROM_FILE = 14
"""Days: a file that is named after a day is about days near it."""
_A_FEW, _OF_MANY = 10, 10
"""Of at least so many rows one in so many is a slip rather than a way of writing."""
_SHOWN = 4
"""Days that a question gives before it only hints at more."""


class _Told(NamedTuple):
    """The days that a question of one table says, each with the rows that say it, as places among all rows."""

    field: Field
    is_daily: bool
    matched: Matched
    gate: Gate
    rows: dict[date, list[int]]


def with_far_days(
    rows: Sequence[SheetRow], sheets: Sequence[Matched], gates: Sequence[Gate], today: date | None
) -> list[SheetRow]:
    """The rows; what a far day answers waits for a person's word. `today`: None where it is no measure."""
    asked = list(rows)
    for told in _days(rows, sheets, gates):
        far = _far(told, today)
        waiting = [at for day in far for at in told.rows[day]]
        if not waiting:
            continue
        change = _question(told, far, rows[min(waiting)])
        for at in waiting:
            asked[at] = _waiting(asked[at], told, change)
    return asked


def _days(rows: Sequence[SheetRow], sheets: Sequence[Matched], gates: Sequence[Gate]) -> Iterator[_Told]:
    """What each question of each table says that should be about days not long ago."""
    fields = [[field for field in sheet.blank.field if field.recent] for sheet in sheets]
    found: dict[tuple[object, str, str], _Told] = {}
    for at, row in enumerate(rows):
        for field in fields[row.sheet]:
            said = row.answers.get(field.name)
            if isinstance(said, str) and _says_more(row):
                sheet = sheets[row.sheet]
                key = (sheet.table.place, sheet.blank.id, field.name)
                if key not in found:
                    is_daily = sheet.blank.sheet_day == field.name
                    found[key] = _Told(field, is_daily, sheet, gates[row.sheet], {})
                found[key].rows.setdefault(date.fromisoformat(said[:10]), []).append(at)
    yield from found.values()


def _says_more(row: SheetRow) -> bool:
    """Whether a row gives more than its day."""
    return bool(len(row.answers) > 1 or row.doubts or row.unread)


def _far(told: _Told, today: date | None) -> list[date]:
    """The days that are asked about, in their order."""
    count = sum(map(len, told.rows.values()))
    runs = list(_runs(sorted(told.rows), _DAILY if told.is_daily else _SELDOM))
    usual = max(runs, key=lambda run: _count(run, told))
    named = _named(told) if told.is_daily else None
    far = []
    for run in runs:
        old = today is not None and (today - run[-1]).days > told.field.recent
        elsewhere = named is not None and min(abs((day - named).days) for day in run) > _FROM_FILE
        alone = (
            told.is_daily and run is not usual and count >= _A_FEW and _count(run, told) * _OF_MANY <= count
        )
        if old or elsewhere or alone:
            far += run
    return far


def _count(run: Sequence[date], told: _Told) -> int:
    return sum(len(told.rows[day]) for day in run)


def _runs(days: Sequence[date], together: int) -> Iterator[list[date]]:
    """Days in their order, those that follow each other within so many days in one list."""
    run = [days[0]]
    for one, other in pairwise(days):
        if (other - one).days > together:
            yield run
            run = []
        run.append(other)
    yield run


def _named(told: _Told) -> date | None:
    """The day that the file's name gives."""
    given = day_of_file(told.matched.table)
    value = told.gate.read(told.field.name, given.writing).value if given else None
    return date.fromisoformat(value) if isinstance(value, str) else None


def _question(told: _Told, far: Sequence[date], first: SheetRow) -> CellChange:
    table = told.matched.table
    columns = told.matched.columns
    column = next((one for one in columns if one.field == told.field.name and not one.who), columns[0])
    shown = listed([day.isoformat() for day in far[:_SHOWN]], MOTHER_TONGUE) + ("…" if far[_SHOWN:] else "")
    says = Phrase("intake.as-far-days", count=sum(len(told.rows[day]) for day in far))
    cell = told.matched.address(column, first.number)
    return CellChange(table.file, table.sheet, cell, shown, says.source, FAR_DAY, says)


def _waiting(row: SheetRow, told: _Told, change: CellChange) -> SheetRow:
    """A row whose day waits for a person's word."""
    name = told.field.name
    bare = row.without({name})
    doubt = Doubt(change, name, row.answers[name])
    return bare._replace(doubts=(*row.doubts, doubt), problems=told.gate.problems(bare.answers), quiet=False)
