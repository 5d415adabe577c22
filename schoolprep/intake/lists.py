"""Lists: risk-area lists as they come (xlsx, csv, JSON, pasted text), brought to tables of the sheet 风险地区."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec

from schoolprep.facts.blank import Blank, Blanks
from schoolprep.facts.divisions import Divisions
from schoolprep.facts.kinds.base import Frame, Writing
from schoolprep.facts.kinds.spelling import paired
from schoolprep.facts.problem import CallError, Fact, Problem
from schoolprep.intake import snapshots
from schoolprep.intake.area_headings import as_areas, pasted
from schoolprep.intake.bulletin import read_bulletin
from schoolprep.intake.bulletin_lines import BulletinLine, lines_of
from schoolprep.intake.columns import IntakeNotice
from schoolprep.intake.match import match
from schoolprep.intake.reading import GivenFile, decoded, is_workbook, read
from schoolprep.intake.snapshots import EntryNumbers, Snapshot
from schoolprep.intake.tables import Table
from schoolprep.intake.vocabulary import Vocabulary

SHEET = "风险地区"
_BETWEEN = "、"
"""Between the values of a list, as sheets write them."""
_UPDATED = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?: (\d{1,2})时)?")


class GivenList(NamedTuple):
    """A list as tables, its lines that gave no entry, and what a person should know of how it was understood."""

    tables: list[Table]
    left_out: Sequence[IntakeNotice] = ()
    notes: Sequence[IntakeNotice] = ()
    lines: Sequence[BulletinLine] = ()
    """For a text: each of its lines, with what was made of it."""
    snapshot: Snapshot | None = None
    """A national list of one hour; all of an intake are laid one upon another."""


def read_list(
    file: GivenFile,
    blanks: Blanks,
    divisions: Divisions,
    password: str | None = None,
    names: EntryNumbers | None = None,
) -> Generator[float, None, GivenList]:
    """Steps that end with the tables of one list. `names`: of the national lists of one intake. Raises `CallError`."""
    if is_workbook(file):
        return _sheets((yield from read(file, password)), blanks["area"])
    content = decoded(file)
    if file.suffix == ".json" or content.lstrip()[:1] in ("{", "["):
        return _json(content, file.name, blanks["area"], names or EntryNumbers(divisions))
    if file.suffix != ".txt":
        given = _sheets((yield from read(file)), blanks["area"])
        if _is_known(given, blanks, divisions):
            return given
    return read_text(content, blanks, divisions, file.name)


def read_text(text: str, blanks: Blanks, divisions: Divisions, name: str) -> GivenList:
    """The table of a pasted text, which may itself be one that was copied out of a page."""
    text = paired(text)
    copied = pasted(text, name, SHEET)
    if copied is not None:
        given = _sheets([copied], blanks["area"])
        if _is_known(given, blanks, divisions):
            return given
    bulletin = read_bulletin(text, divisions, name)
    notes = _undated(bulletin.table, bulletin.undated)
    return GivenList([bulletin.table], bulletin.left_out, notes, lines_of(text, bulletin, divisions))


def _is_known(given: GivenList, blanks: Blanks, divisions: Divisions) -> bool:
    return any(match(table, Vocabulary(blanks), Frame(divisions)).sheets for table in given.tables)


def _sheets(tables: Sequence[Table], blank: Blank) -> GivenList:
    """The sheets of a list, with the columns of the sheet 风险地区."""
    found = [as_areas(_named(table), blank) for table in tables]
    notes = [
        IntakeNotice(table.file, table.sheet, "", "", Problem("intake.level-assumed"))
        for table, assumed in found
        if assumed
    ]
    return GivenList([table for table, _ in found], notes=notes)


def _undated(table: Table, count: int) -> Sequence[IntakeNotice]:
    """The note that entries without a day of their own were taken as of the list's day."""
    if not count or table.as_of is None:
        return ()
    facts: dict[str, Fact] = {"count": count, "day": table.as_of.isoformat()}
    return (IntakeNotice(table.file, table.sheet, "", "", Problem("intake.as-of-list", facts)),)


def _named(table: Table) -> Table:
    """Whatever a sheet of a risk-area list is called, it is one."""
    return table._replace(sheet=SHEET) if not table.hidden else table


def _json(content: str, name: str, blank: Blank, names: EntryNumbers) -> GivenList:
    try:
        given = msgspec.json.decode(content.encode())
    except msgspec.DecodeError as wrong:
        raise CallError("intake.damaged-json", file=name) from wrong
    if isinstance(given, dict) and isinstance(given.get("data"), dict):
        return GivenList([], snapshot=_snapshot(given["data"], name, names))
    if isinstance(given, dict):
        given = next((part for part in given.values() if isinstance(part, list)), [])
    entries = [entry for entry in given if isinstance(entry, dict)] if isinstance(given, list) else []
    if not entries:
        raise CallError("intake.no-list", file=name)
    return GivenList([_table(entries, name, blank)])


def _table(entries: Sequence[Mapping[str, Any]], name: str, blank: Blank) -> Table:
    """Objects with the sheet's headings or our names of the answers, as a table."""
    keys = list(dict.fromkeys(key for entry in entries for key in entry))
    headings: list[Writing] = [blank[key].headings[0] if key in blank.fields else key for key in keys]
    rows = [[_writing(entry.get(key)) for key in keys] for entry in entries]
    return Table(name, SHEET, [headings, *rows], rows_at=[0, *range(1, len(rows) + 1)], text=True)


def _writing(value: object) -> Writing:
    if isinstance(value, list):
        return _BETWEEN.join(map(str, value))
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _snapshot(data: Mapping[str, Any], name: str, names: EntryNumbers) -> Snapshot:
    found = _UPDATED.search(str(data.get("end_update_time", "")))
    if found is None:
        raise CallError("intake.no-list", file=name)
    try:
        day = date.fromisoformat(found[1])
    except ValueError as wrong:  # 31 February
        raise CallError("intake.no-list", file=name) from wrong
    return snapshots.read(data, name, day, found[2], names)


def laid(given: Sequence[GivenList], names: EntryNumbers) -> GivenList | None:
    """The national lists of an intake as one table, with the note that their days are the lists' own."""
    found = [one.snapshot for one in given if one.snapshot is not None]
    if not found:
        return None
    table = snapshots.merged(found, names)
    return GivenList([table], notes=_undated(table, len(table.cells) - 1))
